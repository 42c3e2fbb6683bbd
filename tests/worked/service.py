"""Outcomes, the forms, and the indicators."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from small_tables import REFERENCE
from tthc.analysis.indicators.scales import Scale, Target
from tthc.engine import Engine
from tthc.model.law import load_law
from tthc.model.period import parse_period
from worked.days import CALENDAR, DAYS, period
from worked.example import Alike, Example, rows
from worked.forms import kept_only

LAW = load_law(REFERENCE)
CUT = period("04/03/2024 00:00", "16/03/2024 00:00")
_FORM = "field procedure c3 c4 c5 c6 c7 c8 c9 c10 c11 c12 c13"
_REPORT = (
    "unit field procedure received counter online_full online_partial online_other post carried out_of_boundary settled settled_in_time settled_late "
    "settled_late_letter settled_late_no_letter withdrawn open open_in_time open_late open_late_letter open_late_no_letter ended waiting_in_time "
    "waiting_late refused fees fees_online fees_counter"
)
# Received: H2 at the counter, H1 online, H3 by post, and H4, H8, H9 carried. Settled: H2 and H3 in time, H1 late with its letter. Open: H9 in time, H8
# late, its letter after the cut. H4 is stopped for good; H6 waits in time, H5 late; H7 is refused; H1 paid online, H2 did not.
_REPORTED = (6, 1, 1, 0, 0, 1, 3, 1, 3, 2, 1, 1, 0, 1, 2, 1, 1, 0, 1, 1, 1, 1, 1, 2, 1, 1)
_JUDGED = "dossier_id rule intake outcome due_at end_at total_wm budget_wm late_wm law_set reason"
_MEASURE = "basis rule unit field procedure measure measured_in numerator denominator value:float64 low:float64 high:float64 points:float64 max_points:float64"
_SCALE = Scale("in_time_rate", "x", 10.0, 0.9, None, True, "")


def _by_every_rule(dossier_id: str, *judged: object, limit: str | None = None) -> list[tuple]:
    """The same by the three rules; that of the decree says what it reckoned (`limit`)."""
    *same, reason = judged
    return [(dossier_id, rule, *same, limit or reason if rule == "decree" else reason) for rule in ("system", "qd766", "decree")]


def _lists(engine: Engine, folder: Path) -> SimpleNamespace:
    """A project whose list of the index has four rows, in a commune."""
    (folder / "index_components.csv").write_text(
        "row,group,code,label,max_points,levels,measure,missing,valid_from,is_verified,source\n"
        "1,Nhóm,5.4,Mức hài lòng,8,province commune,qd766_5_4,,2022-01-01,yes,QĐ\n"
        "2,Nhóm,1.4,Đồng bộ,12,province commune,qd766_1_4,,2022-01-01,yes,QĐ\n"
        "3,Nhóm,,Của tỉnh,4,province,,,2022-01-01,yes,QĐ\n"
        "4,Nhóm,,Không của xã,4,province commune,,,2022-01-01,yes,QĐ\n"
        "5,Nhóm,,Về sau,4,province commune,,,2025-01-01,yes,QĐ\n",
        encoding="utf-8",
    )
    run = SimpleNamespace(reference=folder, period=parse_period("2024-03"), office=SimpleNamespace(name="UBND xã A"))
    return SimpleNamespace(engine=engine, run=run)


def _shipped(engine: Engine, folder: Path) -> SimpleNamespace:
    return SimpleNamespace(run=SimpleNamespace(reference=REFERENCE))


EXAMPLES = (
    Example(
        "outcomes_all",
        {
            "read_dossiers": rows(
                "dossier_id source procedure_code status received_at due_at finished_at",
                ("H1", "register", "P", "9", "04/03/2024 09:00", "11/03/2024 17:00", "12/03/2024 10:00"),
                ("H2", "register", "Q", "4", "05/03/2024 08:00", "20/03/2024 17:00", None),
                ("H3", "register", "P", "9", "06/03/2024 08:00", "13/03/2024 17:00", "12/03/2024 10:00"),
                ("H4", "register", "P", "9", "06/03/2024 08:00", "13/03/2024 17:00", None),
                ("H5", "register", "P", "4", "18/03/2024 08:00", "25/03/2024 17:00", None),  # came after the cut
            ),
            "read_norms": rows("procedure_code step norm_wm", ("P", "Thụ lý", 2160.0), ("P", "Ký", 240.0), ("Q", "Thụ lý", 5280.0)),  # 5 and 11 days
            **CALENDAR, **CUT, "calendar_adopted": DAYS,
        },
        rows(
            _JUDGED,
            # 120 → 3060, due at 2880: five days from the day after reception, 5, 6, 7, 8 and 11 March
            *_by_every_rule("H1", "period", "late", "11/03/2024 17:00", "12/03/2024 10:00", 2940.0, 2760.0, 180.0, "nd61", None, limit="Thời hạn 5 ngày làm việc, hạn là 11/03/2024."),
            # eleven days from 6 to 20 March; open at the cut: 540 → 4800, due at 6240
            *_by_every_rule("H2", "period", "open_in_time", "20/03/2024 17:00", "16/03/2024 00:00", 4260.0, 5700.0, -1440.0, "nd61", None, limit="Thời hạn 11 ngày làm việc, hạn là 20/03/2024."),
            *_by_every_rule("H3", "period", "early", "13/03/2024 17:00", "12/03/2024 10:00", 2040.0, 2820.0, -780.0, "nd61", None, limit="Thời hạn 5 ngày làm việc, hạn là 13/03/2024."),
            *_by_every_rule("H4", "none", "unjudged", None, None, None, None, None, "nd61", "Trạng thái là đã kết thúc nhưng không ghi ngày kết thúc xử lý."),
        ),
        values={"law": LAW, "unsettled_days": ()},
    ),
    Alike("outcomes_all_previous", "outcomes_all", {"run_period": "run_previous"}),
    Alike("outcomes_all_last_year", "outcomes_all", {"run_period": "run_last_year"}),
    kept_only("outcomes_previous", "outcomes_all_previous", "wanted"),
    kept_only("outcomes_last_year", "outcomes_all_last_year", "wanted"),
    Example(
        "form_06a",
        {
            "read_dossiers": rows(
                "dossier_id source channel field procedure_name procedure_code",
                ("H1", "register", "online", "A", "Cấp thẻ", "P"), ("H2", "register", "direct", "A", "Cấp thẻ", "P"), ("H3", "register", None, "A", None, "Q"),
                ("H4", "register", "direct", None, None, None), ("H5", "register", "online", "A", "Cấp thẻ", "P"), ("H6", "register", "online", "A", "Cấp thẻ", "P"),
                ("H7", "register", "online", "A", "Cấp thẻ", "P"), ("H1", "national", "online", "A", "Cấp thẻ", "P"),
            ),
            "outcomes": rows(
                "dossier_id rule intake outcome",
                ("H1", "system", "period", "late"), ("H2", "system", "period", "early"), ("H3", "system", "carried", "open_late"), ("H4", "system", "period", "withdrawn"),
                ("H5", "system", "period", "unknown"), ("H6", "system", "none", "refused"), ("H7", "system", "carried", "stopped"), ("H1", "decree", "period", "early"),
            ),
        },
        rows(
            _FORM,
            ("A", "Cấp thẻ", 3, 1, 1, 1, 2, 1, 0, 1, 1, 1, 0), ("A", "Q", 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1),
            ("(không ghi)", "(không ghi)", 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0),  # withdrawn stands under on time
            ("A", None, 4, 1, 1, 2, 2, 1, 0, 1, 2, 1, 1), ("(không ghi)", None, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0),
            (None, None, 5, 1, 2, 2, 3, 1, 1, 1, 2, 1, 1),
        ),
        settings={"rule": "system"},
    ),
    Example(
        "period_report",
        {
            "read_dossiers": rows(
                "dossier_id source unit field procedure_code channel service_level system_received_at out_of_boundary fee_due paid_online apology_at",
                ("H1", "register", "U", "A", "P", "online", "full", None, True, True, True, "10/03/2024"), ("H2", "register", "U", "A", "P", "direct", None, None, None, True, None, None),
                ("H3", "register", "U", "A", "P", "post", None, None, None, None, None, None), ("H4", "register", "U", "A", "P", "direct", None, None, None, None, None, None),
                ("H5", "register", "U", "A", "P", "online", None, "14/03/2024 08:00", None, None, None, None),  # 900 minutes by the cut: more than eight hours
                ("H6", "register", "U", "A", "P", "online", None, "15/03/2024 13:30", None, None, None, None),  # 210 minutes
                ("H7", "register", "U", "A", "P", "direct", None, None, None, None, None, None), ("H8", "register", "U", "A", "P", "direct", None, None, None, None, None, "18/03/2024"),
                ("H9", "register", "U", "A", "P", "direct", None, None, None, None, None, None),
            ),
            "outcomes": rows(
                "dossier_id rule intake outcome",
                ("H1", "system", "period", "late"), ("H2", "system", "period", "early"), ("H3", "system", "period", "withdrawn"), ("H4", "system", "carried", "ended"),
                ("H5", "system", "none", "new"), ("H6", "system", "none", "new"), ("H7", "system", "none", "refused"), ("H8", "system", "carried", "open_late"),
                ("H9", "system", "carried", "stopped"),
            ),
            **CALENDAR, **CUT,
        },
        rows(_REPORT, *((*level, *_REPORTED) for level in ((None, None, None), ("U", None, None), (None, "A", None), (None, "A", "P")))),
        settings={"rule": "system"}, values={"present": {"dossiers": frozenset({"apology_at"})}, "law": LAW},
    ),
    Example(
        "rule_differences",
        {
            "outcomes": rows(
                "dossier_id rule outcome due_at end_at reason",
                ("H1", "system", "late", "05/03/2024", "06/03/2024", "Câu s."), ("H1", "qd766", "on_time", "07/03/2024", "06/03/2024", "Câu q."), ("H1", "decree", "late", "05/03/2024", "06/03/2024", "Câu d."),
                *(("H2", rule, "early", "05/03/2024", "04/03/2024", None) for rule in ("system", "qd766", "decree")),
                ("H3", "system", "on_time", "05/03/2024", "05/03/2024", None), ("H3", "qd766", "early", "06/03/2024", "05/03/2024", "Câu q."), ("H3", "decree", "unknown", None, "05/03/2024", "Câu d."),
            ),
        },
        rows(
            "dossier_id outcome_system outcome_qd766 outcome_decree due_system_at due_qd766_at due_decree_at is_late_differing reason",
            ("H1", "late", "on_time", "late", "05/03/2024", "07/03/2024", "05/03/2024", True, "Câu q."),
            ("H3", "on_time", "early", "unknown", "05/03/2024", "06/03/2024", None, False, "Câu q."),
        ),
    ),
    Example(
        "deadline_checks",
        {
            "read_dossiers": rows(
                "dossier_id source procedure_code received_at due_at",
                ("H1", "register", "P", "04/03/2024 09:00", "12/03/2024 17:00"), ("H2", "register", "P", "04/03/2024 09:00", "09/03/2024 17:00"),
                ("H3", "register", "P", "04/03/2024 09:00", "14/03/2024 17:00"), ("H4", "register", "R", "04/03/2024 09:00", "14/03/2024 17:00"),
            ),
            "read_due_changes": rows("dossier_id at old_due_at new_due_at", ("H3", "06/03/2024", "11/03/2024 17:00", "14/03/2024 17:00")),  # was right at first
            "read_norms": rows("procedure_code step norm_wm", ("P", "Thụ lý", 2400.0), ("Q", "Thụ lý", 2880.0)),
            "outcomes": rows("dossier_id rule intake", *((f"H{n}", "system", "period") for n in (1, 2, 3, 4))),
            **CALENDAR,
        },
        rows(
            "dossier_id procedure_code received_at norm_days due_at expected_at off_days likely reason",
            # 5, 6, 7, 8 and 11 March are five days; 12 March is the sixth, which is the norm of Q
            ("H1", "P", "04/03/2024 09:00", 5, "12/03/2024 17:00", "11/03/2024 17:00", 1, "other_norm",
             "Ghi 12/03/2024, tính lại 5 ngày làm việc là 11/03/2024; đúng bằng thời hạn của thủ tục Q."),
            # Saturday 9 March is the fifth day by the calendar, after four of work
            ("H2", "P", "04/03/2024 09:00", 5, "09/03/2024 17:00", "11/03/2024 17:00", -1, "calendar_days",
             "Ghi 09/03/2024, tính lại 5 ngày làm việc là 11/03/2024; khớp nếu đếm theo ngày lịch."),
        ),
    ),
    Example(
        "sync_differences",
        {
            "read_dossiers": rows(
                "dossier_id source status received_at due_at finished_at synced",
                ("H1", "register", "4", "04/03/2024 09:00", "08/03/2024 17:00", None, True), ("H1", "national", "4", "04/03/2024 15:00", "09/03/2024", None, None),
                ("H2", "register", "9", "04/03/2024", None, None, True), ("H3", "register", "9", "04/03/2024", None, None, False),
                ("H4", "national", "4", "05/03/2024", None, None, None), ("H5", "national", "4", "18/03/2024", None, None, None),  # after the cut
                ("H6", "register", "9", "04/03/2024", None, "06/03/2024", None), ("H6", "national", "4", "04/03/2024", None, None, None),
            ),
            "outcomes": rows("dossier_id rule intake", *((f"H{n}", "system", "period") for n in (1, 2, 3, 6))),
            **CUT,
        },
        rows(
            "dossier_id difference register national",
            ("H1", "due_at", "08/03/2024", "09/03/2024"), ("H2", "missing_national", None, None), ("H3", "not_synced", None, None),  # whose status it was then nobody knows
            ("H4", "missing_register", None, "4"), ("H6", "finished_at", "06/03/2024", None), ("H6", "status", "9", "4"),
        ),
        values={"present": {"dossiers": frozenset({"synced"})}},
    ),
    Example(
        "publications",
        {
            "read_procedures": rows(
                "code name published_at made_public_at",
                ("P1", "Một", "04/03/2024 09:00", "11/03/2024 10:00"), ("P2", "Hai", "04/03/2024 09:00", "12/03/2024 10:00"), ("P3", "Ba", "12/03/2024 09:00", None),
                ("P4", "Bốn", "05/03/2024 09:00", "18/03/2024"), ("P5", "Năm", "18/03/2024", None), ("P6", "Sáu", None, None),
            ),
            **CALENDAR, **CUT,
        },
        rows(
            "code name published_at public_by_at made_public_at publication",  # five days from the day after the decision
            ("P1", "Một", "04/03/2024 09:00", "11/03/2024 17:00", "11/03/2024 10:00", "public_in_time"),
            ("P2", "Hai", "04/03/2024 09:00", "11/03/2024 17:00", "12/03/2024 10:00", "public_late"),
            ("P3", "Ba", "12/03/2024 09:00", "19/03/2024 17:00", None, "waiting"), ("P4", "Bốn", "05/03/2024 09:00", "12/03/2024 17:00", None, "overdue"),
        ),
        settings={"publication_days": "5"}, values={"present": {"procedures": frozenset({"published_at", "made_public_at"})}},
    ),
    Example(
        "integrity",
        {
            "read_dossiers": rows(
                "dossier_id source procedure_code field unit status received_at due_at finished_at issued_at result_reset",
                ("H1", "register", "P", "A", "U", "9", "04/03/2024 09:00", "11/03/2024 17:00", "08/03/2024 10:00", "12/03/2024 10:00", None),
                ("H2", "register", "P", "A", "U", "9", "04/03/2024 09:00", "11/03/2024 17:00", "08/03/2024 10:00", "08/03/2024 15:00", True),
            ),
            "outcomes": rows(
                "dossier_id rule intake outcome due_at end_at law_set adopted_outcome",
                *((one, rule, "period", "early", "11/03/2024 17:00", "08/03/2024 10:00", "nd61", None) for one in ("H1", "H2") for rule in ("system", "decree")),
            ),
            **CALENDAR, **CUT,
        },
        rows(
            "dossier_id sign field unit question",
            ("H1", "signed_after_end", "A", "U", "Kết quả ký ngày 12/03/2024, sau ngày kết thúc 08/03/2024: ngày nào đúng?"),
            ("H2", "reset", "A", "U", "Hệ thống ghi có thao tác đặt lại kết quả xử lý: vì sao, và trước đó kết thúc ngày nào?"),
        ),
        values={"present": {"dossiers": frozenset({"finished_at", "issued_at", "result_reset"})}, "law": None},
    ),
    Example(
        "measures",
        {
            "read_dossiers": rows(
                "dossier_id source unit field procedure_code received_at",
                ("H1", "register", "U", "A", "P", "04/03/2024"), ("H2", "register", "U", "A", "P", "04/03/2024"), ("H3", "register", "V", "A", "P", "04/03/2024"),
            ),
            "outcomes": rows(
                "dossier_id rule intake outcome due_at total_wm budget_wm late_wm law_set adopted_outcome",
                ("H1", "system", "period", "late", "08/03/2024", 960.0, 480.0, 480.0, "nd61", None),
                ("H2", "system", "period", "early", "08/03/2024", 480.0, 960.0, -480.0, "nd61", None),
                ("H3", "system", "period", "open_in_time", "08/03/2024", 480.0, 960.0, -480.0, "nd61", None),
            ),
            "run_period": rows("start_at cut_at period", ("04/03/2024 00:00", "16/03/2024 00:00", "2024-03")), **CALENDAR,
        },
        rows(
            _MEASURE + " period as_of",
            *(
                ("register", "system", *group, measure, unit, *amounts, None, None, "2024-03", "16/03/2024 00:00")
                for group, n, is_done in (((None, None, None), 3, True), (("U", None, None), 2, True), (("V", None, None), 1, False), ((None, "A", None), 3, True), ((None, None, "P"), 3, True))
                for measure, unit, amounts in (
                    ("handled", "hồ sơ", (float(n), float(n), float(n), None, None)),
                    # one of two that are settled; Wilson of a half: 50 ± 40.546861 %
                    ("late_rate", "%", (1.0, 2.0, 50.0, 9.453121, 90.546879)),
                )
                if measure == "handled" or is_done
            ),
        ),
        among={"measure": ("handled", "late_rate"), "rule": ("system",), "basis": ("register",)},
        values={
            "present": {"dossiers": frozenset({"finished_at", "due_at"})}, "scales": (), "unit": None, "field": None, "law_set": None, "law": None, "audience": "internal",
            "systems": (),
        },
    ),
    *(
        Alike(f"measures_whole_{name}", "measures", {"run_period": f"run_{name}", "outcomes": f"outcomes_{name}", "scales": f"scales_{name}"})
        for name in ("previous", "last_year")
    ),
    *(
        Example(
            f"measures_{name}",
            {
                f"measures_whole_{name}": rows("measure", ("late",)), "read_dossiers": rows("dossier_id received_at", ("H1", first), ("H2", "20/03/2024")),
                f"run_{name}": rows("start_at", ("01/02/2024 00:00",)),
            },
            rows("measure", *told),
        )
        # the source's receptions begin within the first month of that period, or later
        for name, first, told in (("previous", "03/03/2024 00:00", (("late",),)), ("previous", "04/03/2024", ()), ("last_year", "01/02/2024", (("late",),)))
    ),
    Example(
        "indicators",
        {
            "measures": rows(
                _MEASURE,
                ("register", "system", None, None, None, "late_rate", "%", 1.0, 4.0, 25.0, 5.0, 70.0, None, None),
                ("register", "system", None, None, None, "in_time_rate", "%", 3.0, 4.0, 75.0, 30.0, 95.0, 8.0, 10.0),
                ("register", "system", "U", None, None, "late_rate", "%", 1.0, 1.0, 100.0, 5.0, 100.0, None, None),
            ),
            "measures_previous": rows("basis rule unit field procedure measure value:float64", ("register", "system", None, None, None, "in_time_rate", 80.0)),
            "measures_last_year": rows("basis rule unit field procedure measure value:float64", ("register", "system", None, None, None, "late_rate", 20.0)),
        },
        rows(
            "measure basis rule measured_in better numerator denominator value low high points max_points gain is_points_verified target is_met target_source previous last_year",
            ("late_rate", "register", "system", "%", "lower", 1.0, 4.0, 25.0, 5.0, 70.0, None, None, None, None, 10.0, False, "KH", None, 20.0),
            # one more in time would be all four, above nine tenths: the full 10 points, 2 more. Worse than the 80 before
            ("in_time_rate", "register", "system", "%", "higher", 3.0, 4.0, 75.0, 30.0, 95.0, 8.0, 10.0, 2.0, True, 80.0, False, "KH", 80.0, None),
        ),
        beside="order label shown_in numerator_is denominator_is source systems note",
        values={"systems": (), "scales": (_SCALE,), "targets": (Target("late_rate", "10", True, "KH"), Target("in_time_rate", "previous", True, "KH")), "law_set": None},
    ),
    Example(
        "satisfaction",
        {
            "measures": rows(
                "basis rule unit field procedure measure numerator denominator value:float64 low:float64 high:float64 points:float64",
                ("synced", "qd766", None, None, None, "qd766_5_4", 8.0, 10.0, 80.0, 49.0, 94.0, 8.0), ("register", "qd766", None, None, None, "qd766_5_4", 9.0, 20.0, 45.0, 26.0, 66.0, 4.0),
                ("synced", "system", None, None, None, "qd766_5_4", 7.0, 10.0, 70.0, 40.0, 89.0, 7.0),  # the index counts by its own rule
                ("register", "system", None, None, None, "qd766_5_2", 1.0, 1.0, 100.0, None, None, 5.0), ("register", "system", None, None, None, "qd766_5_3", 4.0, 5.0, 80.0, None, None, 4.0),
            ),
        },
        rows(
            "reading numerator denominator value low high is_supported",
            (1, 8.0, 10.0, 80.0, 49.0, 94.0, True), (2, 17.0, 18.0, 94.444444, None, None, True),  # 8 + 5 + 4 of 18
            (3, None, None, None, None, None, False),  # no survey
        ),
        beside="label explanation",
    ),
    Example(
        "unavailable", {},
        rows("measure label missing", ("late_rate", "Tỷ lệ hồ sơ giải quyết quá hạn", "Hồ sơ – Ngày kết thúc xử lý; Hồ sơ – Ngày hẹn trả")),
        among={"measure": ("late_rate", "handled")}, values={"present": {"dossiers": frozenset({"received_at"})}, "law_set": None, "unit": None}, context=_shipped,
    ),
    Example(
        "index_gaps",
        {
            "indicators": rows(
                "measure basis rule numerator denominator points:float64",
                ("qd766_5_4", "register", "qd766", 1.0, 20.0, 1.0), ("qd766_5_4", "synced", "system", 7.0, 10.0, 5.6), ("qd766_5_4", "synced", "qd766", 8.0, 10.0, 6.4),
            ),
            "unavailable": rows("measure missing", ("qd766_1_4", "Hồ sơ – Đã đồng bộ")),
        },
        rows(
            "row_no group code label applies max_points points lost numerator denominator full_at other_full_at basis missing source",
            (1, "Nhóm", "5.4", "Mức hài lòng", True, 8.0, 6.4, 1.6, 8.0, 10.0, 0.9, 0.95, "synced", None, "QĐ"),
            (2, "Nhóm", "1.4", "Đồng bộ", True, 12.0, None, None, None, None, None, None, None, "Hồ sơ – Đã đồng bộ", "QĐ"),
            (3, "Nhóm", None, "Của tỉnh", False, 4.0, None, None, None, None, None, None, None, None, "QĐ"),
            (4, "Nhóm", None, "Không của xã", False, 4.0, None, None, None, None, None, None, None, None, "QĐ"),
        ),
        settings={"index_level": "auto"}, context=_lists,
        values={"scales": (Scale("qd766_5_4", "5.4", 8.0, 0.9, None, True, "", 0.95),), "law_set": SimpleNamespace(listed=lambda name: ("4",))},
    ),
)
