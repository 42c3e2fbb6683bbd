"""Counts of the form, and how timely dossiers were settled."""

from __future__ import annotations

import ibis.expr.types as ir

from tthc.analysis.calendar import FULL_DAY_WM
from tthc.analysis.indicators.measure import Condition, Measure, has, is_finished, is_handled, is_received
from tthc.model.words import FINISHED, FINISHED_IN_TIME, LATE, OPEN, OPEN_IN_TIME, Intake, Outcome

_FORM = "Biểu II.06a/VPCP/KSTT, cột"
_INDEX = "Quyết định 766/QĐ-TTg"
_ENDS = ("dossiers.finished_at",)
_DUE = ("dossiers.due_at",)


def _count(
    id: str, label: str, better: str, numerator: Condition, of: Condition, of_what: str, source: str,
    needs: tuple[str, ...] = (),
    shown_in: str = "own",
) -> Measure:  # fmt: skip
    return Measure(id, label, "hồ sơ", better, numerator, of, label, of_what, source, needs, shown_in=shown_in)


def _is_timed(t: ir.Table) -> ir.BooleanValue:
    """Late by the clock, and not only because a rule says so."""
    return t.outcome.isin(LATE) & t.late_wm.notnull()


def _any(t: ir.Table) -> ir.BooleanValue:
    return t.outcome.notnull()


COUNTS = (
    _count(
        "handled", "Tổng số hồ sơ tiếp nhận và từ kỳ trước", "", is_handled, is_handled, "chính nó", f"{_FORM} 3",
        shown_in="form",
    ),
    _count(
        "received", "Hồ sơ tiếp nhận trong kỳ", "", is_received, is_handled, "tổng số hồ sơ", f"{_FORM} 4 và 5",
        shown_in="form",
    ),
    _count(
        "carried",
        "Hồ sơ từ kỳ trước chuyển sang",
        "lower",
        lambda t: is_handled(t) & (t.intake == Intake.CARRIED),
        is_handled,
        "tổng số hồ sơ",
        f"{_FORM} 6",
        shown_in="form",
    ),
    _count(
        "finished", "Hồ sơ đã giải quyết", "higher", has(*FINISHED), is_handled, "tổng số hồ sơ", f"{_FORM} 7", _ENDS,
        shown_in="form",
    ),
    _count(
        "early", "Hồ sơ giải quyết trước hạn", "higher", has(Outcome.EARLY), is_finished,
        "hồ sơ đã giải quyết", f"{_FORM} 8", _ENDS + _DUE, shown_in="form",
    ),
    _count(
        "on_time",
        "Hồ sơ giải quyết đúng hạn (kể cả công dân rút và không có ngày hẹn trả)",
        "",
        has(Outcome.ON_TIME, Outcome.NO_DUE, Outcome.WITHDRAWN),
        is_finished,
        "hồ sơ đã giải quyết",
        f"{_FORM} 9",
        _ENDS + _DUE,
        shown_in="form",
    ),
    _count(
        "late", "Hồ sơ giải quyết quá hạn", "lower", has(Outcome.LATE), is_finished, "hồ sơ đã giải quyết",
        f"{_FORM} 10", _ENDS + _DUE, shown_in="form",
    ),
    _count(
        "open", "Hồ sơ đang giải quyết", "lower", has(*OPEN), is_handled, "tổng số hồ sơ", f"{_FORM} 11", _ENDS,
        shown_in="form",
    ),
    _count(
        "open_in_time",
        "Hồ sơ đang giải quyết, trong hạn (kể cả tạm dừng)",
        "",
        has(*OPEN_IN_TIME),
        has(*OPEN),
        "hồ sơ đang giải quyết",
        f"{_FORM} 12",
        _DUE,
        shown_in="form",
    ),
    _count(
        "open_late", "Hồ sơ đang giải quyết, quá hạn", "lower", has(Outcome.OPEN_LATE), has(*OPEN),
        "hồ sơ đang giải quyết", f"{_FORM} 13", _DUE,
        shown_in="form",
    ),
    _count(
        "stopped",
        "Hồ sơ đang tạm dừng",
        "",
        has(Outcome.STOPPED),
        has(*OPEN),
        "hồ sơ đang giải quyết",
        "Trạng thái 5, 6, 8 của Cổng Dịch vụ công quốc gia",
    ),
    _count(
        "ended",
        "Hồ sơ đã dừng hẳn (người nộp yêu cầu, không bổ sung, hoặc không đủ điều kiện)",
        "",
        has(Outcome.ENDED),
        has(*OPEN),
        "hồ sơ đang giải quyết theo cách đếm của biểu",
        "Trạng thái 8 của Cổng Dịch vụ công quốc gia, có ngày kết thúc",
    ),
    _count(
        "withdrawn",
        "Hồ sơ công dân rút",
        "",
        has(Outcome.WITHDRAWN),
        is_finished,
        "hồ sơ đã giải quyết",
        "Trạng thái 7 của Cổng Dịch vụ công quốc gia",
    ),
    _count(
        "no_due",
        "Hồ sơ đã giải quyết không có ngày hẹn trả",
        "lower",
        has(Outcome.NO_DUE),
        is_finished,
        "hồ sơ đã giải quyết",
        "Chỉ tiêu do chương trình đề xuất",
        _ENDS,
    ),
    _count(
        "refused",
        "Hồ sơ không được tiếp nhận",
        "",
        has(Outcome.REFUSED),
        _any,
        "mọi hồ sơ có việc trong kỳ",
        "Trạng thái 3 của Cổng Dịch vụ công quốc gia",
    ),
    _count(
        "new",
        "Hồ sơ mới đăng ký, chưa tiếp nhận",
        "lower",
        has(Outcome.NEW),
        _any,
        "mọi hồ sơ có việc trong kỳ",
        "Trạng thái 1 của Cổng Dịch vụ công quốc gia",
    ),
    _count(
        "unknown",
        "Hồ sơ chưa xác định được kết quả về thời hạn",
        "lower",
        has(Outcome.UNKNOWN),
        _any,
        "mọi hồ sơ có việc trong kỳ",
        "Chỉ tiêu do chương trình đề xuất",
    ),
    _count(
        "unjudged",
        "Hồ sơ chưa đánh giá được vì dữ liệu không đọc được hoặc mâu thuẫn",
        "lower",
        has(Outcome.UNJUDGED),
        _any,
        "mọi hồ sơ có việc trong kỳ",
        "Chỉ tiêu do chương trình đề xuất",
    ),
)

RATES = (
    Measure(
        "in_time_rate",
        "Tỷ lệ hồ sơ giải quyết trước hạn và đúng hạn",
        "%",
        "higher",
        has(*FINISHED_IN_TIME),
        is_finished,
        "hồ sơ giải quyết trước hạn và đúng hạn",
        "hồ sơ đã giải quyết",
        f"{_FORM} 8 và 9 trên cột 7",
        _ENDS + _DUE,
        shown_in="form",
    ),
    Measure(
        "in_time_of_due",
        "Tỷ lệ hồ sơ giải quyết trước hạn và đúng hạn trên hồ sơ có ngày hẹn trả",
        "%",
        "higher",
        has(Outcome.EARLY, Outcome.ON_TIME, Outcome.WITHDRAWN),
        has(Outcome.EARLY, Outcome.ON_TIME, Outcome.WITHDRAWN, Outcome.LATE),
        "hồ sơ giải quyết trước hạn và đúng hạn, kể cả công dân rút",
        "hồ sơ đã giải quyết, không kể hồ sơ không có ngày hẹn trả",
        "Chỉ tiêu do chương trình đề xuất, để so sánh các đơn vị",
        _ENDS + _DUE,
    ),
    Measure(
        "early_rate",
        "Tỷ lệ hồ sơ giải quyết trước hạn",
        "%",
        "higher",
        has(Outcome.EARLY),
        is_finished,
        "hồ sơ giải quyết trước hạn",
        "hồ sơ đã giải quyết",
        "Văn bản chấn chỉnh tháng 6/2024, điểm 2",
        _ENDS + _DUE,
    ),
    Measure(
        "late_rate",
        "Tỷ lệ hồ sơ giải quyết quá hạn",
        "%",
        "lower",
        has(Outcome.LATE),
        is_finished,
        "hồ sơ giải quyết quá hạn",
        "hồ sơ đã giải quyết",
        f"{_FORM} 10 trên cột 7",
        _ENDS + _DUE,
        shown_in="form",
    ),
    Measure(
        "open_late_rate",
        "Tỷ lệ hồ sơ đang giải quyết đã quá hạn",
        "%",
        "lower",
        has(Outcome.OPEN_LATE),
        has(*OPEN),
        "hồ sơ đang giải quyết, quá hạn",
        "hồ sơ đang giải quyết",
        f"{_FORM} 13 trên cột 11",
        _DUE,
        shown_in="form",
    ),
    Measure(
        "nd61_30_2c",
        "Tỷ lệ hồ sơ giải quyết đúng hạn trên tổng số hồ sơ tiếp nhận",
        "%",
        "higher",
        has(Outcome.EARLY, Outcome.ON_TIME),
        is_handled,
        "hồ sơ giải quyết trước hạn và đúng hạn, không kể hồ sơ rút và hồ sơ không có ngày hẹn trả",
        "hồ sơ tiếp nhận trong kỳ và từ kỳ trước chuyển sang",
        "{law}",
        _ENDS + _DUE,
        duty="share_of_received",
    ),
    Measure(
        "qd766_2_1",
        "2.1. Hồ sơ xử lý trước hạn, đúng hạn",
        "%",
        "higher",
        has(*FINISHED_IN_TIME, *OPEN_IN_TIME),
        is_handled,
        "đã xử lý trước hạn, đúng hạn và đang xử lý trong hạn",
        "tổng số hồ sơ tiếp nhận, xử lý trong kỳ",
        f"{_INDEX}, chỉ số 2.1",
        _ENDS + _DUE,
        shown_in="index",
    ),
    Measure(
        "qd766_2_2",
        "2.2. Thời gian giải quyết trung bình",
        "ngày làm việc",
        "lower",
        lambda t: is_finished(t).ifelse(t.total_wm / FULL_DAY_WM, 0),
        is_finished,
        "tổng thời gian giải quyết",
        "hồ sơ đã giải quyết",
        f"{_INDEX}, chỉ số 2.2",
        _ENDS,
        shown_in="index",
    ),
    Measure(
        "late_days",
        "Thời gian quá hạn trung bình của hồ sơ quá hạn",
        "ngày làm việc",
        "lower",
        lambda t: _is_timed(t).ifelse(t.late_wm / FULL_DAY_WM, 0),
        _is_timed,
        "tổng thời gian quá hạn đến ngày kết thúc hoặc ngày chốt",
        "hồ sơ quá hạn tính được thời gian, đã và đang giải quyết",
        "Chỉ tiêu do chương trình đề xuất",
        _ENDS + _DUE,
    ),
    Measure(
        "tt01_1",
        "Chỉ số 1. Thời gian giải quyết so với quy định",
        "điểm",
        "higher",
        lambda t: t.outcome.cases((Outcome.EARLY, 2), (Outcome.ON_TIME, 1), else_=0),
        has(Outcome.EARLY, Outcome.ON_TIME, Outcome.LATE),
        "2 điểm mỗi hồ sơ trước hạn, 1 điểm đúng hạn, 0 điểm quá hạn",
        "hồ sơ đã giải quyết có ngày hẹn trả",
        "{law} khoản 1",
        _ENDS + _DUE,
        digits=1,
        duty="officials_scale",
    ),
)
