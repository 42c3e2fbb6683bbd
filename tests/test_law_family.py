"""The cases of the law and their neighbours: one literal register of October 2026 (five working days: 1 → 8 October), worked out by hand.

Thursday is the 1st, Monday the 5th, 12th, 19th and 26th.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from small_tables import REFERENCE, canonical, vn_calendar
from stages import judgements, signs
from tthc.model.law import load_law

START, CUT = datetime(2026, 10, 1), datetime(2026, 11, 1)
NORM = {"procedure_code": "P", "step": "Thẩm định", "norm_wm": 5 * 480.0}
RULES = ("system", "qd766", "decree")
OPEN = {"received_at": "01/10/2026 08:30", "due_at": "08/10/2026 17:00", "status": "4"}
WAITS, AWAY = {**OPEN, "status": "5"}, {**OPEN, "out_of_boundary": True}


def asked(first: str, last: str | None = None, kind: str = "supplement") -> dict:
    return {"kind": kind, "from_at": f"{first}/10/2026 09:00", "to_at": last and f"{last}/10/2026 09:00"}


def moved(at: str, old: str, new: str) -> dict:
    return {"at": f"{at}/10/2026 09:00", "old_due_at": f"{old}/10/2026 17:00", "new_due_at": f"{new}/10/2026 17:00"}


def done(day: str, **other) -> dict:
    return {**OPEN, "finished_at": f"{day}/10/2026 09:00", "status": "10", **other}


def closed(day: str, **other) -> dict:
    return done(day, **{"status": "8", **other})


def refused(day: str, **other) -> dict:
    return {**OPEN, "status": "3", "refused_at": f"{day}/10/2026 09:00", **other}


# Name: the dossier, its stops, its changes of deadline; outcomes by system, index and decree; signs of `ASKED`.
ASKED = {
    "supplement_again", "supplement_answered_late", "closed_early", "closed_late", "stop_undated", "moved_last_day", "moved_after_limit",
    "move_unsaid", "refusal_late", "forward_late", "forward_unknown", "deadline_too_far", "apology_late", "apology_missing", "due_moved_late",
    "supplement_unclosed", "closed_unasked", "late_before_end", "stop_unlike_status",
}  # fmt: skip
LATE, WAITING = "open_late open_late open_late", "stopped stopped stopped"
CASES = {
    # A request, or any other stop, that came when the limit had run out does not stop it.
    "asked after the deadline": (WAITS, [asked("12")], [], LATE, {"apology_missing", "supplement_unclosed"}),
    "asked after three days": (WAITS, [asked("08")], [], WAITING, {"supplement_unclosed"}),
    "nobody wrote since when": (WAITS, [], [], WAITING, {"stop_undated"}),
    "to be paid after the deadline": ({**OPEN, "status": "6"}, [asked("12", kind="obligation")], [], LATE, {"apology_missing"}),
    "to be paid before it": ({**OPEN, "status": "6"}, [asked("07", kind="obligation")], [], WAITING, set()),
    "paid for too late, asked nobody knows when": (WAITS, [asked("12", kind="obligation")], [], WAITING, set()),
    # Told the 15th: by that day the request was in time.
    "told a later day": ({**WAITS, "due_at": "15/10/2026 17:00"}, [asked("12")], [], WAITING, {"supplement_unclosed"}),
    "told no day": ({**WAITS, "due_at": None}, [asked("12")], [], "stopped open_late open_late", {"apology_missing", "supplement_unclosed"}),
    # The first was complete on the 5th: due on the 12th. The second came on the 13th, after both deadlines.
    "asked again after the deadline": (WAITS, [asked("02", "05"), asked("13")], [], LATE,
                                       {"supplement_again", "apology_missing", "supplement_unclosed"}),
    # The second came in time, so nobody knows when the limit will end.
    "asked again in time": ({**WAITS, "due_at": "12/10/2026 17:00"}, [asked("02", "05"), asked("12")], [], "stopped open_late stopped",
                            {"supplement_again", "supplement_unclosed"}),
    # The month ends on a Saturday: a term that was over on Friday may still be closed on Monday, one that was over on Thursday is not.
    "over on the last working day": (WAITS, [asked("15")], [], LATE, {"apology_missing"}),
    "over the day before": (WAITS, [asked("14")], [], LATE, {"apology_missing", "supplement_unclosed"}),
    # The system still says that it is handled.
    "waits unlike its status": ({**OPEN, "received_at": "16/10/2026 09:00", "due_at": "23/10/2026 17:00"}, [asked("20")], [], WAITING,
                                {"stop_unlike_status"}),
    "waits unlike its status, in time": ({**OPEN, "received_at": "27/10/2026 09:00", "due_at": "03/11/2026 17:00"}, [asked("28")], [], WAITING,
                                         set()),
    "stopped and not closed": ({**OPEN, "status": "8"}, [], [], WAITING, {"stop_undated"}),
    "stopped while in time": ({**OPEN, "status": "8", "due_at": "06/11/2026 17:00", "received_at": "30/10/2026 09:00"}, [], [], WAITING, set()),
    # Money waited for across the limit: no text takes it off. The recorded day was moved for it when the law's had passed.
    "paid across the limit": (done("16", due_at="16/10/2026 17:00"), [asked("07", "14", kind="obligation")], [moved("14", "08", "16")],
                              "on_time on_time late", {"moved_after_limit", "apology_missing"}),
    "suspended across the limit": (done("16"), [asked("07", "14", kind="suspended")], [], "late late late", {"apology_missing"}),
    # Settled although nobody wrote an answer: the index knows two ends, and says nothing where they disagree.
    "settled late, never answered": (done("26"), [asked("02")], [], "late unknown unknown", {"apology_missing"}),
    "settled in time, never answered": (done("07"), [asked("02")], [], "early early unknown", set()),
    "asked for after its end": (done("07"), [asked("12")], [], "early early early", set()),
    "asked and complete within a day": (
        done("08"), [{"kind": "supplement", "from_at": "05/10/2026 08:00", "to_at": "05/10/2026 16:00"}], [], "on_time on_time early", set()),
    # Rescheduling: at least a day before the limit, with an apology, before the limit by the law.
    "moved a day before, with an apology": (done("12", apology_at="07/10/2026 09:00", due_at="12/10/2026 17:00"), [],
                                            [moved("07", "08", "12")], "on_time on_time on_time", set()),
    "moved on its last day": (done("12", apology_at="08/10/2026 09:00", due_at="12/10/2026 17:00"), [], [moved("08", "08", "12")],
                              "on_time on_time on_time", {"moved_last_day"}),
    "moved on its last day, said before": (done("12", apology_at="07/10/2026 09:00", due_at="12/10/2026 17:00"), [],
                                           [moved("08", "08", "12")], "on_time on_time on_time", set()),
    "moved in time, said on its last day": (done("12", apology_at="08/10/2026 09:00", due_at="12/10/2026 17:00"), [],
                                            [moved("06", "08", "12")], "on_time on_time on_time", {"moved_last_day"}),
    "moved without a word": (done("12", due_at="12/10/2026 17:00"), [], [moved("06", "08", "12")], "on_time on_time on_time",
                             {"move_unsaid"}),
    "moved after the law's limit": (done("16", apology_at="12/10/2026 09:00", due_at="20/10/2026 17:00"), [], [moved("12", "15", "20")],
                                    "early early late", {"moved_after_limit", "apology_late"}),
    # The recorded deadline was Sunday the 11th, so it counted to Monday.
    "moved on a Monday after a Sunday": (done("16", apology_at="07/10/2026 09:00", due_at="20/10/2026 17:00"), [], [moved("12", "11", "20")],
                                         "early early late", {"moved_after_limit"}),
    "moved when it had passed": (done("16", apology_at="07/10/2026 09:00", due_at="20/10/2026 17:00"), [], [moved("12", "08", "20")],
                                 "late late late", {"due_moved_late"}),
    # A date that is set later only as far as the law goes takes nothing of the one rescheduling, and asks nobody's patience.
    "set to the lawful day, then rescheduled once": (
        done("12", apology_at="07/10/2026 09:00", due_at="12/10/2026 17:00"), [], [moved("02", "06", "08"), moved("07", "08", "12")],
        "on_time on_time on_time", set()),
    "set to the lawful day": (done("08", due_at="08/10/2026 17:00"), [], [moved("02", "06", "08")], "on_time on_time on_time", set()),
    "set the day after the supplement, then rescheduled once": (
        done("16", apology_at="12/10/2026 09:00", due_at="16/10/2026 17:00"), [asked("02", "06")],
        [{**moved("07", "08", "13"), "at": "07/10/2026 15:00"}, moved("12", "13", "16")], "on_time early on_time", set()),
    "rescheduled twice": (done("14", apology_at="07/10/2026 09:00", due_at="14/10/2026 17:00"), [],
                          [moved("06", "08", "12"), moved("07", "12", "14")], "on_time on_time late", set()),
    "refused while it waited": (refused("20"), [asked("02")], [], "refused early refused", set()),
    "late by the law alone": (done("12", due_at="15/10/2026 17:00"), [], [], "early early late", {"deadline_too_far", "apology_missing"}),
    # Two requests, complete on the 7th: due on the 14th.
    "asked twice": (done("14", due_at="14/10/2026 17:00"), [asked("02", "05"), asked("06", "07")], [], "on_time late on_time",
                    {"supplement_again"}),
    # Refused: complete on the 6th, so due on the 13th; and the other way round, a recorded day beyond the law's.
    "refused within the limit begun anew": (refused("12"), [asked("02", "06")], [], "refused on_time refused", set()),
    "refused after it": (refused("14"), [asked("02", "06")], [], "refused late refused", {"refusal_late"}),
    "refused after the law's limit": (refused("12", due_at="15/10/2026 17:00"), [], [], "refused early refused", {"refusal_late"}),
    "refused on the Monday after a Sunday": (refused("12", due_at="11/10/2026 17:00", procedure_code="Q"), [], [],
                                             "refused on_time refused", set()),
    # Fifteen days from the 2nd end on Saturday the 17th, so on Monday the 19th; closed from then on.
    "closed too early": (closed("12"), [asked("02")], [], "ended ended ended", {"closed_early"}),
    "closed too early, the request ended with it": (closed("12"), [asked("02", "12")], [], "ended ended ended", {"closed_early"}),
    # Who closes, withdraws or refuses a dossier ends what it waited for: nothing came that day, and no limit begins anew.
    "withdrawn, the request ended with it": (done("12", status="7"), [asked("02", "12")], [], "withdrawn withdrawn withdrawn", set()),
    "refused, the request ended with it": (refused("14"), [asked("02", "14")], [], "refused early refused", set()),
    "complete the day before it was closed": (closed("12"), [asked("02", "09")], [], "ended ended ended", set()),
    # Told the 7th, by the law the 8th: the law's limit was kept, and an apology is owed for that alone.
    "late by what was told alone": (done("08", due_at="07/10/2026 17:00"), [], [], "late late on_time", set()),
    "closed at the applicant's wish": (closed("12", closing_reason="applicant"), [asked("02")], [], "ended ended ended", set()),
    "closed for want of what nobody asked for": (closed("12", closing_reason="no_supplement"), [], [], "ended late ended",
                                                 {"closed_unasked", "late_before_end"}),
    # A refusal under the status of a stop.
    "not eligible, closed late": (closed("12", closing_reason="not_eligible"), [], [], "ended late ended", {"refusal_late"}),
    "not eligible, closed in time": (closed("07", closing_reason="not_eligible"), [], [], "ended ended ended", set()),
    # What was late is not all clear because it then stopped for good.
    "late, then stopped at the applicant's wish": (closed("20", closing_reason="applicant"), [], [], "ended late ended", {"late_before_end"}),
    "late, then withdrawn": (done("20", status="7"), [], [], "withdrawn late withdrawn", {"late_before_end"}),
    "withdrawn in time": (done("07", status="7"), [], [], "withdrawn withdrawn withdrawn", set()),
    "suspended in time, then stopped for good": (closed("20"), [asked("07", kind="suspended")], [], "ended late ended", set()),
    "closed on Monday": (closed("19"), [asked("02")], [], "ended ended ended", set()),
    "closed on Tuesday": (closed("20"), [asked("02")], [], "ended ended ended", set()),
    "closed on Wednesday": (closed("21"), [asked("02")], [], "ended ended ended", {"closed_late"}),
    "answered on Monday": (done("26", due_at="26/10/2026 17:00"), [asked("02", "19")], [], "on_time early on_time", set()),
    "answered on Tuesday": (done("27", due_at="27/10/2026 17:00"), [asked("02", "20")], [], "on_time early on_time",
                            {"supplement_answered_late"}),
    # Out of boundary: a receipt before reception is none.
    "no receipt": ({**AWAY, "due_at": "20/11/2026 17:00"}, [], [], "open_in_time open_in_time unknown", {"forward_unknown"}),
    "a receipt before reception": ({**AWAY, "due_at": "20/11/2026 17:00", "competent_at": "30/09/2026 09:00"}, [], [],
                                   "open_in_time open_in_time unknown", {"forward_unknown"}),
    "no receipt yet": ({**AWAY, "received_at": "30/10/2026 09:00", "due_at": "06/11/2026 17:00"}, [], [],
                       "open_in_time open_in_time unknown", set()),
    "a receipt after the end": (done("08", out_of_boundary=True, competent_at="20/10/2026 09:00"), [], [], "on_time on_time unknown",
                                {"forward_unknown"}),
    # A day without an hour reads as opening time: no earlier than reception, so the limit begins on the 1st.
    "a receipt without an hour": (done("08", out_of_boundary=True, competent_at="01/10/2026 07:00"), [], [], "on_time on_time on_time", set()),
    # The file was complete before the competent body got it: the clock starts at its receipt.
    "complete before the receipt": (done("14", out_of_boundary=True, competent_at="07/10/2026 09:00", due_at="14/10/2026 17:00"),
                                    [asked("02", "05")], [], "on_time early on_time", {"forward_late"}),
    # The file went back before it was forwarded: the one working day begins with its completion.
    "complete, then forwarded at once": (done("13", out_of_boundary=True, competent_at="06/10/2026 09:00", due_at="13/10/2026 17:00"),
                                         [asked("02", "05")], [], "on_time early on_time", set()),
    "forwarded, complete nobody knows when": (done("14", out_of_boundary=True, competent_at="07/10/2026 09:00", due_at="14/10/2026 17:00"),
                                              [asked("02")], [], "on_time on_time unknown", {"forward_unknown"}),
    # The register has the receipt as the reception: nobody knows when the other desk received it.
    "one instant for two desks": (
        done("14", out_of_boundary=True, submitted_at="01/10/2026 08:00", received_at="07/10/2026 09:10", competent_at="07/10/2026 09:10",
             due_at="14/10/2026 17:00"), [], [], "on_time on_time on_time", {"forward_unknown"}),
    "one instant for two desks, filed nobody knows when": (
        done("14", out_of_boundary=True, received_at="07/10/2026 09:10", competent_at="07/10/2026 09:10", due_at="14/10/2026 17:00"), [], [],
        "on_time on_time on_time", {"forward_unknown"}),
    "one instant for two desks, the day after filing": (
        done("14", out_of_boundary=True, submitted_at="06/10/2026 08:00", received_at="07/10/2026 09:10", competent_at="07/10/2026 09:10",
             due_at="14/10/2026 17:00"), [], [], "on_time on_time on_time", set()),
    # Days without hours: both read as opening time.
    "one day for two desks": (
        done("14", out_of_boundary=True, received_at="07/10/2026 07:00", competent_at="07/10/2026 07:00", due_at="14/10/2026 17:00"), [], [],
        "on_time on_time on_time", set()),
    "received on a Saturday": (done("12", received_at="03/10/2026 09:00", due_at="12/10/2026 17:00"), [], [], "on_time on_time on_time", set()),
    "received after hours": (done("12", received_at="02/10/2026 17:30", due_at="12/10/2026 17:00"), [], [], "on_time on_time on_time", set()),
}  # fmt: skip


@pytest.fixture(scope="module")
def found(engine):
    """(outcomes by dossier and rule, questions by dossier and sign)"""
    rows = {"dossiers": [{"dossier_id": name, **case[0]} for name, case in CASES.items()], "norms": [NORM]}
    for table, place in (("stops", 1), ("due_changes", 2)):
        rows[table] = [{"dossier_id": name, **row} for name, case in CASES.items() for row in case[place]]
    tables, calendar = canonical(engine, **rows), vn_calendar(engine)
    span = {"cut": CUT, "rules": {}, "law": load_law(REFERENCE)}
    judged = judgements(engine, tables, calendar, start=START, **span)
    asked_about = engine.fetch(signs(engine, tables, judged, calendar, **span))
    return (
        {(row.dossier_id, row.rule): row for row in engine.fetch(judged).itertuples()},
        {(row.dossier_id, row.sign): row.question for row in asked_about.itertuples()},
    )


@pytest.mark.parametrize("name", CASES)
def test_the_outcomes(found, name: str):
    assert " ".join(found[0][name, rule].outcome for rule in RULES) == CASES[name][3]


@pytest.mark.parametrize("name", CASES)
def test_what_is_asked(found, name: str):
    assert {sign for dossier, sign in found[1] if dossier == name} & ASKED == CASES[name][4]


@pytest.mark.parametrize(
    ("name", "rule", "reason"),
    [
        ("asked after the deadline", "system", "Bắt đầu dừng ngày 12/10/2026, khi hạn 08/10/2026 đã qua, nên vẫn là quá hạn."),
        ("stopped and not closed", "decree", "Trạng thái là dừng xử lý mà không ghi ngày: chưa biết là dừng hẳn hay tạm dừng, nên không xét hạn."),
        ("asked after three days", "decree", "Đang tạm dừng, thời hạn chưa kết thúc."),
        ("asked twice", "decree",
         "Tính lại từ đầu khi nhận đủ hồ sơ ngày 07/10/2026. Thời hạn 5 ngày làm việc, hạn là 14/10/2026. Yêu cầu bổ sung 2 lần, trong khi chỉ "
         "được yêu cầu 1 lần; hạn tính từ lần nhận đủ sau cùng, nếu chỉ tính 1 lần đầu thì hạn là 12/10/2026."),
        ("moved on its last day", "decree", "Thời hạn 5 ngày làm việc, hạn là 08/10/2026. Ngày 08/10/2026 gia hạn đến 12/10/2026."),
        ("complete before the receipt", "decree", "Tính từ khi cơ quan có thẩm quyền nhận hồ sơ, ngày 07/10/2026. Thời hạn 5 ngày làm việc, hạn là 14/10/2026."),
        ("received on a Saturday", "decree", "Ngày 03/10/2026 là ngày nghỉ nên tính như nhận ngày 05/10/2026. Thời hạn 5 ngày làm việc, hạn là 12/10/2026."),
        ("received after hours", "decree",
         "Ngày 02/10/2026 nhận sau giờ làm việc nên tính như nhận vào ngày làm việc kế tiếp. Thời hạn 5 ngày làm việc, hạn là 12/10/2026."),
        ("paid across the limit", "decree",
         "Thời hạn 5 ngày làm việc, hạn là 08/10/2026. Ngày 14/10/2026 mới dời đến 16/10/2026, khi thời hạn đã hết, nên không tính. Chờ nghĩa "
         "vụ tài chính hoặc tạm dừng từ 07/10/2026 đến 14/10/2026: không thấy quy định trừ thời gian này nên không trừ."),
        ("late by the law alone", "decree",
         "Thời hạn 5 ngày làm việc, hạn là 08/10/2026. Ngày hẹn trả đã ghi là 15/10/2026, muộn hơn hạn này mà không ghi lần hẹn lại nào, nên "
         "không tính."),
        ("rescheduled twice", "decree",
         "Thời hạn 5 ngày làm việc, hạn là 08/10/2026. Ngày 06/10/2026 gia hạn đến 12/10/2026. Ngày 07/10/2026 lại dời đến 14/10/2026, trong "
         "khi chỉ được hẹn lại 1 lần, nên không tính."),
        ("late, then withdrawn", "system", "Người nộp rút hồ sơ ngày 20/10/2026, khi hạn 08/10/2026 đã qua; kết thúc như vậy không xếp vào quá hạn."),
        ("not eligible, closed in time", "decree", "Dừng hẳn ngày 07/10/2026, khi hạn 08/10/2026 chưa qua."),
        ("refused after it", "decree", "Từ chối ngày 14/10/2026. Hạn theo nghị định là 13/10/2026."),
        ("refused after it", "system", "Từ chối ngày 14/10/2026."),
        ("closed too early, the request ended with it", "decree", "Dừng hẳn ngày 12/10/2026."),
        ("withdrawn, the request ended with it", "decree", "Người nộp rút hồ sơ ngày 12/10/2026."),
        ("refused, the request ended with it", "decree", "Từ chối ngày 14/10/2026."),
        ("complete the day before it was closed", "decree", "Dừng hẳn ngày 12/10/2026, khi hạn 16/10/2026 chưa qua."),
        ("settled late, never answered", "qd766",
         "Yêu cầu bổ sung ngày 02/10/2026 không ghi ngày nhận đủ mà hồ sơ đã giải quyết ngày 26/10/2026: chỉ xét được khi tính theo ngày nào "
         "cũng cho cùng một kết quả."),
        ("asked and complete within a day", "qd766", "Trừ thời gian chờ bổ sung trong ngày 05/10/2026."),
        ("no receipt", "decree", "Hồ sơ phi địa giới không ghi ngày cơ quan có thẩm quyền nhận hồ sơ nên không tính được."),
        ("a receipt before reception", "decree",
         "Hồ sơ phi địa giới ghi ngày cơ quan có thẩm quyền nhận là 30/09/2026, không ở giữa ngày tiếp nhận và ngày kết thúc, nên không tính được."),
        # In time, less the waiting: it is not said to have been closed after its deadline.
        ("closed too early, the request ended with it", "qd766", "Trừ thời gian chờ bổ sung từ 02/10/2026 đến 12/10/2026."),
    ],
)  # fmt: skip
def test_the_reason(found, name: str, rule: str, reason: str):
    assert found[0][name, rule].reason == reason


@pytest.mark.parametrize(
    ("name", "sign", "part"),
    [
        ("refused after the law's limit", "refusal_late", "Từ chối ngày 12/10/2026, sau hạn 08/10/2026 (ngày hẹn trả đã ghi: 15/10/2026): vì sao"),
        ("refused after it", "refusal_late", "Từ chối ngày 14/10/2026, sau hạn 13/10/2026 (ngày hẹn trả đã ghi: 08/10/2026)"),
        ("late by the law alone", "apology_missing", "Quá hạn (thời hạn theo nghị định là ngày 08/10/2026) nhưng"),
        ("a receipt before reception", "forward_unknown", "chậm nhất ngày 02/10/2026, ngày nhận ghi là 30/09/2026, không ở giữa ngày tiếp nhận và ngày kết thúc: đã"),
        ("moved in time, said on its last day", "moved_last_day", "Xin lỗi, hẹn lại ngày 08/10/2026, trong khi hạn là ngày 08/10/2026: đã báo"),
        ("paid across the limit", "moved_after_limit", "Dời ngày hẹn trả ngày 14/10/2026, khi thời hạn theo nghị định (08/10/2026) đã qua: căn cứ"),
        ("late, then withdrawn", "late_before_end", "Hạn là ngày 08/10/2026, đến ngày 20/10/2026 mới rút hồ sơ: vì sao chưa giải quyết khi đến hạn?"),
        ("not eligible, closed late", "refusal_late", "Từ chối ngày 12/10/2026, sau hạn 08/10/2026: vì sao không thông báo trong thời hạn?"),
        ("closed for want of what nobody asked for", "closed_unasked", "Dừng xử lý ngày 12/10/2026 vì không bổ sung, nhưng không ghi lần yêu cầu"),
        ("waits unlike its status", "stop_unlike_status", "việc chờ từ ngày 20/10/2026 chưa ghi ngày xong, hạn trả 23/10/2026 đã qua: còn chờ"),
        ("one instant for two desks", "forward_unknown", "trùng với lúc cơ quan có thẩm quyền nhận (07/10/2026), người nộp nộp ngày 01/10/2026: nơi"),
        ("forwarded, complete nobody knows when", "forward_unknown", "yêu cầu bổ sung ngày 02/10/2026, không ghi ngày nhận đủ, đến cơ quan có thẩm"),
        ("closed too early", "closed_early", "dừng xử lý ngày 12/10/2026 khi chưa hết 15 ngày (17/10/2026)"),
        ("answered on Tuesday", "supplement_answered_late", "đến ngày 20/10/2026 mới nhận bổ sung, sau khi hết 15 ngày (19/10/2026)"),
        ("moved after the law's limit", "moved_after_limit", "Dời ngày hẹn trả ngày 12/10/2026, khi thời hạn theo nghị định (08/10/2026) đã qua"),
        ("late by the law alone", "apology_missing", "đã gửi chưa? (Nghị định số 118/2025/NĐ-CP"),
        ("moved when it had passed", "due_moved_late", "đã được báo trước chưa? (Nghị định số 118/2025/NĐ-CP"),
        ("moved after the law's limit", "apology_late", "ít nhất một ngày? (Nghị định số 118/2025/NĐ-CP"),
        ("rescheduled twice", "extended_again", "hẹn lại một lần: căn cứ nào? (Nghị định số 118/2025/NĐ-CP"),
        ("moved on its last day", "moved_last_day", "trong khi hạn là ngày 08/10/2026: đã báo người nộp trước ít nhất một ngày chưa? (Nghị định số 118"),
    ],
)  # fmt: skip
def test_the_question(found, name: str, sign: str, part: str):
    assert part in found[1][name, sign]


def test_a_stop_of_any_kind_cites_no_article_on_supplements(found):
    """Waiting for money, and what was stopped nobody knows why, are not what the article on incomplete files rules."""
    assert found[1]["stopped and not closed", "stop_undated"].endswith("dừng từ ngày nào, còn xử lý không?")
