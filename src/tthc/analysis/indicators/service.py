"""Complaints, surveys, what the index calls satisfaction, units' timeliness, and the procedure list."""

from __future__ import annotations

import ibis.expr.types as ir

from tthc.analysis.indicators.measure import Condition, Measure, is_handled
from tthc.model.words import LATE

_INDEX = "Quyết định 766/QĐ-TTg"


def _is_complaint(t: ir.Table) -> ir.BooleanValue:
    return t.kind == "complaint"


def _answered(t: ir.Table) -> ir.BooleanValue:
    return _is_complaint(t) & t.is_satisfied.notnull()


def _rated(t: ir.Table) -> ir.BooleanValue:
    return (t.kind == "survey") & t.is_content.notnull()


SATISFACTION = (
    Measure(
        "qd766_5_4",
        "5.4. Mức độ hài lòng trong tiếp nhận, giải quyết TTHC",
        "%",
        "higher",
        lambda t: is_handled(t) & ~t.outcome.isin(LATE) & ~t.is_faulted,
        is_handled,
        "hồ sơ không quá hạn, không bị đánh giá không hài lòng, không bị phản ánh",
        "tổng số hồ sơ",
        f"{_INDEX}, chỉ số 5.4",
        ("dossiers.due_at",),
        note="Không đo ý kiến người dân: hồ sơ quá hạn tự động bị trừ.",
        shown_in="index",
    ),
    Measure(
        "complaints",
        "Phản ánh, kiến nghị",
        "phản ánh",
        "lower",
        _is_complaint,
        _is_complaint,
        "phản ánh, kiến nghị trong kỳ",
        "chính nó",
        "Hệ thống phản ánh, kiến nghị",
        ("feedback.kind",),
        over="feedback",
        by_rule=False,
        on_synced=False,
    ),
    Measure(
        "qd766_5_2",
        "5.2. Phản ánh, kiến nghị xử lý đúng hạn",
        "%",
        "higher",
        lambda t: _is_complaint(t) & t.is_answered_in_time,
        _is_complaint,
        "phản ánh trả lời đúng hạn hoặc còn hạn",
        "phản ánh, kiến nghị trong kỳ",
        f"{_INDEX}, chỉ số 5.2",
        ("feedback.kind", "feedback.due_at", "feedback.answered_at"),
        over="feedback",
        by_rule=False,
        on_synced=False,
        shown_in="index",
    ),
    Measure(
        "qd766_5_3",
        "5.3. Hài lòng về xử lý phản ánh, kiến nghị",
        "%",
        "higher",
        lambda t: _answered(t) & t.is_satisfied,
        _answered,
        "phản ánh ghi là hài lòng với việc xử lý",
        "phản ánh, kiến nghị trong kỳ có ghi hài lòng hay không, trừ phản ánh trả lời sau lúc chốt số liệu",
        f"{_INDEX}, chỉ số 5.3",
        ("feedback.kind", "feedback.is_satisfied"),
        over="feedback",
        by_rule=False,
        on_synced=False,
        shown_in="index",
    ),
    Measure(
        "survey_satisfied",
        "Phiếu khảo sát hài lòng",
        "%",
        "higher",
        lambda t: _rated(t) & t.is_content,
        _rated,
        "phiếu từ mức hài lòng trở lên",
        "phiếu có trả lời",
        "Phiếu khảo sát của cơ quan",
        ("feedback.kind", "feedback.rating|feedback.is_satisfied"),
        over="feedback",
        by_rule=False,
        on_synced=False,
    ),
)

ONE_STOP = (
    Measure(
        "tt01_2",
        "Chỉ số 2. Thời gian thực hiện của đơn vị tham gia so với quy định",
        "điểm",
        "higher",
        lambda t: t.step_points,
        lambda t: t.step_points.notnull(),
        "2 điểm khi mọi bước của đơn vị xong trước ngày đến hạn của bước, 1 điểm đúng ngày, 0 điểm khi có bước quá hạn",
        "lượt hồ sơ và đơn vị có bước xong trong kỳ và có ghi hạn của bước",
        "{law} khoản 2",
        ("steps.unit", "steps.ended_at", "steps.step_due_at"),
        over="steps",
        by_rule=False,
        on_synced=False,
        digits=1,
        duty="officials_scale",
    ),
)


def _listed(t: ir.Table) -> ir.BooleanValue:
    return t.code.notnull()


def _is_online(t: ir.Table) -> ir.BooleanValue:
    return t.service_level.isin(["full", "partial"])


def _of_procedures(
    id: str, label: str, measured_in: str, better: str, numerator: Condition, denominator: Condition, numerator_is: str,
    denominator_is: str, source: str, needs: tuple[str, ...] = (), shown_in: str = "own",
) -> Measure:  # fmt: skip
    return Measure(
        id,
        label,
        measured_in,
        better,
        numerator,
        denominator,
        numerator_is,
        denominator_is,
        source,
        needs=("procedures.code", *needs),
        over="procedures",
        by_rule=False,
        on_synced=False,
        shown_in=shown_in,
    )


def _fell_due(t: ir.Table) -> ir.BooleanValue:
    return t.is_due_then & (t.publication != "waiting")


def _published(*states: str) -> Condition:
    return lambda t: t.publication.isin(states)


_DATES = ("procedures.published_at", "procedures.made_public_at")
_ALL = ("public_in_time", "public_late", "waiting", "overdue")

PROCEDURES = (
    _of_procedures(
        "qd766_1_2",
        "1.2. Cập nhật, công khai TTHC đúng hạn",
        "%",
        "higher",
        lambda t: _fell_due(t) & t.is_public_in_time,
        _fell_due,
        "thủ tục cập nhật chậm nhất vào ngày đến hạn",
        "thủ tục có ngày đến hạn cập nhật trong kỳ, trừ thủ tục đến hạn vào chính ngày chốt mà chưa cập nhật",
        f"{_INDEX}, chỉ số 1.2",
        needs=_DATES,
        shown_in="index",
    ),
    _of_procedures(
        "publication_late",
        "Thủ tục cập nhật sau khi công bố bị chậm",
        "thủ tục",
        "lower",
        _published("public_late", "overdue"),
        _published(*_ALL),
        "thủ tục cập nhật chậm hoặc quá hạn chưa cập nhật",
        "thủ tục đã công bố, trừ thủ tục đã cập nhật từ trước kỳ",
        "Văn bản chấn chỉnh tháng 6/2024, điểm 2",
        needs=_DATES,
    ),
    _of_procedures(
        "publication_open",
        "Thủ tục đã công bố, chưa cập nhật",
        "thủ tục",
        "lower",
        _published("waiting", "overdue"),
        _published(*_ALL),
        "thủ tục chưa cập nhật",
        "thủ tục đã công bố, trừ thủ tục đã cập nhật từ trước kỳ",
        "Văn bản chấn chỉnh tháng 6/2024, điểm 2",
        needs=_DATES,
    ),
    _of_procedures(
        "qd766_3_1",
        "3.1. Thủ tục cung cấp dịch vụ công trực tuyến",
        "%",
        "higher",
        _is_online,
        _listed,
        "thủ tục toàn trình và một phần",
        "thủ tục trong danh mục",
        f"{_INDEX}, chỉ số 3.1",
        needs=("procedures.service_level",),
        shown_in="index",
    ),
    _of_procedures(
        "qd766_3_2",
        "3.2. Dịch vụ công trực tuyến có phát sinh hồ sơ",
        "%",
        "higher",
        lambda t: _is_online(t) & (t.n_online > 0),
        _is_online,
        "thủ tục có hồ sơ trực tuyến trong kỳ",
        "thủ tục cung cấp trực tuyến",
        f"{_INDEX}, chỉ số 3.2",
        needs=("procedures.service_level", "dossiers.channel"),
        shown_in="index",
    ),
    _of_procedures(
        "full_online_procedures",
        "Thủ tục cung cấp trực tuyến toàn trình",
        "%",
        "higher",
        lambda t: t.eligible_full_online & (t.service_level == "full"),
        lambda t: t.eligible_full_online,
        "thủ tục toàn trình",
        "thủ tục đủ điều kiện toàn trình",
        f"{_INDEX}, nhóm dịch vụ công trực tuyến",
        needs=("procedures.service_level", "procedures.eligible_full_online"),
    ),
    _of_procedures(
        "qd766_3_5",
        "3.5. Thủ tục có thanh toán trực tuyến",
        "%",
        "higher",
        lambda t: (t.n_fee > 0) & (t.n_paid_online > 0),
        lambda t: t.n_fee > 0,
        "trong đó có hồ sơ đã thanh toán trực tuyến",
        "thủ tục trong danh mục có hồ sơ tiếp nhận trong kỳ phải nộp phí, lệ phí",
        f"{_INDEX}, chỉ số 3.5",
        needs=("dossiers.fee_due", "dossiers.paid_online"),
        shown_in="index",
    ),
)
