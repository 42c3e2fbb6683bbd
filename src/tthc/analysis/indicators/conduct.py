"""How the office received dossiers and told people of delays."""

from __future__ import annotations

import ibis.expr.types as ir

from tthc.analysis.indicators.measure import Condition, Measure, is_handled, is_received

_OVERDUE = (
    "Từ bộ quy định của tháng 7/2025, quá hạn là quá thời hạn theo nghị định; hồ sơ tiếp nhận trước đó, hoặc không "
    "tính được theo nghị định, thì xét ngày hẹn trả."
)
_SUBMITTED = ("dossiers.submitted_at", "dossiers.channel")


def _online_received(t: ir.Table) -> ir.BooleanValue:
    return is_received(t) & (t.channel == "online") & t.intake_wm.notnull()


def _apologised_in_time(t: ir.Table) -> ir.BooleanValue:
    """At least the days of the dossier's law set before the deadline's day."""
    return t.is_overdue & t.is_apology_in_time


def _check(
    id: str, label: str, numerator: Condition, denominator: Condition, what: str, of_what: str, duty: str,
    needs: tuple[str, ...]
) -> Measure:
    """A duty of the law set beside the deadline (`outcomes.duties`): how often it was not kept, of the dossiers whose
    set has it checked.
    """
    return Measure(
        id,
        label,
        "hồ sơ",
        "lower",
        lambda t: t.is_checked & denominator(t) & numerator(t),
        lambda t: t.is_checked & denominator(t),
        what,
        of_what,
        "{law}",
        needs,
        by_rule=False,
        on_synced=False,
        duty=duty,
        is_check=True,
    )


CONDUCT = (
    Measure(
        "late_intake",
        "Hồ sơ trực tuyến tiếp nhận muộn",
        "%",
        "lower",
        lambda t: _online_received(t) & t.is_late_intake,
        _online_received,
        "hồ sơ trực tuyến tiếp nhận muộn",
        "hồ sơ trực tuyến tiếp nhận trong kỳ",
        "Yêu cầu tiếp nhận trong 8 giờ làm việc (theo báo chí; văn bản chưa kiểm chứng)",
        _SUBMITTED,
        by_rule=False,
        duty="intake_hours",
        note="Số giờ theo quy định áp dụng cho hồ sơ (8 giờ làm việc khi quy định không nêu); thiết lập "
            "intake_hours khác 8 thì theo thiết lập.",
    ),
    Measure(
        "accept_late",
        "Hồ sơ tiếp nhận sau hạn tiếp nhận",
        "%",
        "lower",
        lambda t: is_received(t) & (t.received_at.date() > t.accept_by_at.date()),
        lambda t: is_received(t) & t.accept_by_at.notnull(),
        "hồ sơ có ngày tiếp nhận sau hạn tiếp nhận",
        "hồ sơ tiếp nhận trong kỳ có hạn tiếp nhận",
        "Hạn tiếp nhận trên hệ thống",
        ("dossiers.accept_by_at",),
        by_rule=False,
    ),
    Measure(
        "apology_in_time",
        "Hồ sơ quá hạn có xin lỗi kịp trước ngày hết hạn",
        "%",
        "higher",
        _apologised_in_time,
        lambda t: t.is_overdue,
        "hồ sơ quá hạn đã xin lỗi kịp",
        "hồ sơ quá hạn, đã và đang giải quyết",
        "{law}",
        ("dossiers.apology_at", "dossiers.due_at"),
        by_rule=False,
        duty="apology_before_cd",
        note=f"Số ngày theo quy định áp dụng cho hồ sơ; 1 ngày khi quy định không nêu. {_OVERDUE}",
    ),
    Measure(
        "apology_missing",
        "Hồ sơ quá hạn không có văn bản xin lỗi",
        "hồ sơ",
        "lower",
        lambda t: t.is_overdue & t.apology_at.isnull(),
        lambda t: t.is_overdue,
        "hồ sơ quá hạn không ghi ngày xin lỗi",
        "hồ sơ quá hạn, đã và đang giải quyết",
        "{law}",
        ("dossiers.apology_at", "dossiers.due_at"),
        by_rule=False,
        duty="apology_before_cd",
        note=_OVERDUE,
    ),
    Measure(
        "extended",
        "Hồ sơ được gia hạn",
        "hồ sơ",
        "lower",
        lambda t: is_handled(t) & (t.n_extension > 0),
        is_handled,
        "hồ sơ có gia hạn thời gian giải quyết",
        "tổng số hồ sơ",
        "{law}",
        ("due_changes.new_due_at",),
        by_rule=False,
        duty="extension_max",
    ),
    Measure(
        "extended_again",
        "Hồ sơ gia hạn hơn một lần",
        "hồ sơ",
        "lower",
        lambda t: is_handled(t) & (t.n_extension > t.extension_max),
        lambda t: is_handled(t) & (t.n_extension > 0),
        "hồ sơ gia hạn quá số lần quy định",
        "hồ sơ được gia hạn",
        "{law}",
        ("due_changes.new_due_at",),
        by_rule=False,
        duty="extension_max",
    ),
    _check(
        "supplement_late",
        "Hồ sơ được yêu cầu bổ sung muộn",
        lambda t: t.is_asked_late,
        lambda t: is_handled(t) & (t.n_asked > 0),
        "hồ sơ được yêu cầu bổ sung sau thời hạn trả hồ sơ chưa đủ",
        "hồ sơ được yêu cầu bổ sung",
        "return_incomplete_wd",
        ("stops.from_at",),
    ),
    _check(
        "supplement_again",
        "Hồ sơ bị yêu cầu bổ sung nhiều lần",
        lambda t: t.is_asked_again,
        lambda t: is_handled(t) & (t.n_asked > 0),
        "hồ sơ bị yêu cầu bổ sung quá số lần quy định",
        "hồ sơ được yêu cầu bổ sung",
        "supplement_max",
        ("stops.from_at",),
    ),
    _check(
        "supplement_unclosed",
        "Hồ sơ chờ bổ sung quá thời hạn mà chưa đóng",
        lambda t: t.is_unclosed,
        lambda t: is_handled(t) & t.open_asked_at.notnull(),
        "hồ sơ chờ bổ sung quá thời hạn, chưa đóng",
        "hồ sơ có yêu cầu bổ sung chưa được trả lời",
        "supplement_close_cd",
        ("stops.from_at", "stops.to_at"),
    ),
    _check(
        "handover_late",
        "Hồ sơ chuyển đến đơn vị xử lý muộn",
        lambda t: t.is_handed_late,
        lambda t: is_handled(t) & t.handed_at.notnull(),
        "hồ sơ chuyển sau thời điểm phải chuyển",
        "hồ sơ có ghi lúc chuyển đến đơn vị khác",
        "handover_cutoff_hour",
        ("steps.unit", "steps.arrived_at"),
    ),
    _check(
        "refusal_late",
        "Hồ sơ bị từ chối sau thời hạn",
        lambda t: t.is_refused_late,
        # No rule judges a refused dossier, so its outcome has no deadline.
        lambda t: t.refused_at.notnull() & t.refuse_by_at.notnull(),
        "hồ sơ từ chối sau thời hạn",
        "hồ sơ bị từ chối có thời hạn",
        "refusal",
        ("dossiers.refused_at", "dossiers.due_at"),
    ),
    _check(
        "forward_late",
        "Hồ sơ phi địa giới chuyển đến cơ quan có thẩm quyền muộn",
        lambda t: t.is_forwarded_late,
        # Where nobody can tell from when it counts there is no day, and the dossier is asked about (`forward_unknown`).
        lambda t: is_handled(t) & t.out_of_boundary & t.competent_at.notnull() & t.forward_by_at.notnull(),
        "hồ sơ phi địa giới chuyển muộn",
        "hồ sơ phi địa giới biết ngày phải chuyển và ngày cơ quan có thẩm quyền nhận",
        "between_levels_wd",
        ("dossiers.competent_at", "dossiers.out_of_boundary"),
    ),
)
