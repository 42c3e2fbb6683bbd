"""How the office received dossiers and told people of delays."""

from __future__ import annotations

from tthc.measures.model import LATE, Measure, has, is_handled, is_received

_SUBMITTED = ("dossiers.submitted_at", "dossiers.channel")


def _online_received(t):
    return is_received(t) & (t.channel == "online") & t.intake_wm.notnull()


def _apologised_in_time(t):
    """At least one day before the deadline's day."""
    return t.outcome.isin(LATE) & t.is_apology_in_time


CONDUCT = (
    Measure(
        "late_intake",
        "Hồ sơ trực tuyến tiếp nhận muộn hơn 8 giờ làm việc",
        "%",
        "lower",
        lambda t: _online_received(t) & t.is_late_intake,
        _online_received,
        "hồ sơ trực tuyến tiếp nhận muộn",
        "hồ sơ trực tuyến tiếp nhận trong kỳ",
        "Yêu cầu tiếp nhận trong 8 giờ làm việc (theo báo chí; văn bản chưa kiểm chứng)",
        _SUBMITTED,
        by_rule=False,
        note="Số giờ là thiết lập intake_hours.",
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
        "Hồ sơ quá hạn có xin lỗi chậm nhất 1 ngày trước ngày hết hạn",
        "%",
        "higher",
        _apologised_in_time,
        has(*LATE),
        "hồ sơ quá hạn đã xin lỗi kịp",
        "hồ sơ quá hạn, đã và đang giải quyết",
        "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9",
        ("dossiers.apology_at", "dossiers.due_at"),
        by_rule=False,
    ),
    Measure(
        "apology_missing",
        "Hồ sơ quá hạn không có văn bản xin lỗi",
        "hồ sơ",
        "lower",
        lambda t: t.outcome.isin(LATE) & t.apology_at.isnull(),
        has(*LATE),
        "hồ sơ quá hạn không ghi ngày xin lỗi",
        "hồ sơ quá hạn, đã và đang giải quyết",
        "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9",
        ("dossiers.apology_at", "dossiers.due_at"),
        by_rule=False,
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
        "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9",
        ("due_changes.new_due_at",),
        by_rule=False,
    ),
    Measure(
        "extended_again",
        "Hồ sơ gia hạn hơn một lần",
        "hồ sơ",
        "lower",
        lambda t: is_handled(t) & (t.n_extension > 1),
        lambda t: is_handled(t) & (t.n_extension > 0),
        "hồ sơ gia hạn từ hai lần",
        "hồ sơ được gia hạn",
        "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9: hẹn lại không quá một lần",
        ("due_changes.new_due_at",),
        by_rule=False,
    ),
)
