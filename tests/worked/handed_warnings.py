"""Early warning: the open dossiers, and how well the chance told them."""

from __future__ import annotations

from tthc.model.settings import SHARED
from worked.days import CALENDAR, period
from worked.example import Example, rows

CUT = period("04/03/2024 00:00", "16/03/2024 00:00")
INTERNAL = {"audience": "internal"}
_SCORES = "order n:int64 n_late n_moments brier:float64 auc:float64 n_named n_named_late"
_SCORED = (
    ("chance", 4, 2, 1, 0.1425, 0.875, 4, 2), ("time_left", 4, 2, 1, None, 0.25, 4, 2), ("base", 4, 2, 1, 0.41, None, None, None),
)
_CHECK = "order verdict n_moments n n_late brier auc n_named n_named_late"
_FORECAST = (
    "dossier_id procedure_code procedure_name field received_at due_at dossier_unit dossier_officer is_withdrawn received_wm due_wm first_due_wm "
    "moment moment_wm records_results status_at point_no step step_no moved_wm kind entry_at entry_wm left_wm chance rate n_ended nested_consult"
)
_WARNING = (
    "order_no urgency dossier_id procedure_name field unit officer due_at left_wm n_days_late chance reason step state party holder_unit holder_officer since_at "
    "held_wm usual_wm n_like share_longer like_level n_before n_in_hand is_absent next_council_at received_at outcome"
)

EXAMPLES = (
    Example(
        "warn_forecasts",
        {
            "read_dossiers": rows(
                "dossier_id procedure_code procedure_name field unit officer status received_at due_at finished_at",
                ("H1", "P", "Cấp thẻ", "A", "U", "Nam", "4", "11/03/2024 07:00", "12/03/2024 17:00", None),
                ("H2", "P", "Cấp thẻ", "A", "U", "Nam", "9", "04/03/2024 07:00", "05/03/2024 17:00", "07/03/2024 07:00"),  # took 1440 of 960 minutes
            ),
            "warn_moments": rows("moment", ("11/03/2024 08:00",)),
            "warn_landmarks": rows("start_wm", (0.0,), (480.0,)),
            "warn_bins": rows("low_wm start_wm", (0.0, 480.0), (480.0, 960.0)),
            **CALENDAR,
        },
        rows(
            _FORECAST,
            # Of one that ended one was late: (1 + 1) / (1 + 20). H2 had 960 left when it came, and was still going when they were over: of one like it
            # all took longer, in procedure, field, point and all. Six weigh against it each time: from r = 2/21 four times (1 + 6r) / 7, that is
            # 1 − (6/7)⁴ (1 − r) = 1 − 0.539775 · 0.904762. Left: 12/03 17:00 − 11/03 08:00 = 3360 − 2460
            ("H1", "P", "Cấp thẻ", "A", "11/03/2024 07:00", "12/03/2024 17:00", "U", "Nam", False, 2400.0, 3360.0, 3360.0,
             "11/03/2024 08:00", 2460.0, False, "open_in_time", 0, "", 0, 0.0, "received", "11/03/2024 07:00", 2400.0, 900.0, 0.511632, 2 / 21, 1, "other_body"),
        ),
    ),
    Example(
        "warn_now",
        {"warn_forecasts": rows("moment dossier_id", ("16/03/2024 00:00", "H1"), ("09/03/2024 00:00", "H1")), **CUT},
        rows("moment dossier_id", ("16/03/2024 00:00", "H1")),
    ),
    Example(
        "warn_outcomes",
        {
            "warn_forecasts": rows(
                "moment dossier_id due_at status_at:string final_outcome left_wm chance:float64 rate:float64",
                ("09/03/2024 00:00", "H1", "12/03/2024 17:00", "open_in_time", None, 960.0, 0.3, 0.1),
                ("09/03/2024 00:00", "H2", "13/03/2024 17:00", "open_in_time", "on_time", 1440.0, 0.2, 0.1),
                ("09/03/2024 00:00", "H3", "15/03/2024 17:00", "open_in_time", "early", 1440.0, 0.5, 0.1),  # its day is the cut's last
                ("09/03/2024 00:00", "H4", "12/03/2024 17:00", "open_late", "late", -5.0, None, 0.1),  # was late already
                ("09/03/2024 00:00", "H5", "12/03/2024 17:00", "open_in_time", None, 960.0, 0.3, 0.1),  # stands stopped now
                ("09/03/2024 00:00", "H6", "12/03/2024 17:00", "open_in_time", "withdrawn", 960.0, 0.3, 0.1),
                ("16/03/2024 00:00", "H1", "12/03/2024 17:00", "open_late", None, -1440.0, None, 0.1),
            ),
            "warn_now": rows("moment dossier_id status_at:string", ("16/03/2024 00:00", "H1", "open_late"), ("16/03/2024 00:00", "H5", "stopped")),
            **CUT,
        },
        rows("moment dossier_id left_wm chance rate is_late", ("09/03/2024 00:00", "H1", 960.0, 0.3, 0.1, 1), ("09/03/2024 00:00", "H2", 1440.0, 0.2, 0.1, 0)),
    ),
    Example(
        "warn_scores",
        {
            "warn_outcomes": rows(
                "moment dossier_id left_wm chance:float64 rate:float64 is_late:int8",
                ("09/03/2024 00:00", "A", 100.0, 0.8, 0.1, 1), ("09/03/2024 00:00", "B", 200.0, 0.4, 0.1, 0),
                ("09/03/2024 00:00", "C", 300.0, 0.4, 0.1, 1), ("09/03/2024 00:00", "D", 50.0, 0.1, 0.1, 0),
            ),
        },
        # chance: (0.04 + 0.16 + 0.36 + 0.01) / 4; of the pairs A–B, A–D, C–D are right and C–B is a tie: 3.5 / 4. Time left: only A–B of four.
        # base: (0.81 + 0.01 + 0.81 + 0.01) / 4
        rows(_SCORES, *_SCORED),
    ),
    Example("warn_verdict", {"warn_scores": rows(_SCORES, *((name, n, 5, *rest) for name, n, _, *rest in _SCORED))}, rows("verdict is_chance", ("better", True))),
    Example("warn_verdict", {"warn_scores": rows(_SCORES, *((name, n, 4, *rest) for name, n, _, *rest in _SCORED))}, rows("verdict is_chance", ("too_few", False))),
    Example(
        "warn_verdict",
        {"warn_scores": rows(_SCORES, ("chance", 9, 5, 1, 0.1, 0.7, 9, 5), ("time_left", 9, 5, 1, None, 0.7, 9, 5), ("base", 9, 5, 1, 0.2, None, None, None))},
        rows("verdict is_chance", ("worse", False)),  # no better than the time left
    ),
    Example(
        "warning_check", {"warn_scores": rows(_SCORES, _SCORED[0]), "warn_verdict": rows("verdict", ("too_few",))},
        rows(_CHECK, ("chance", "too_few", 1, 4, 2, 0.1425, 0.875, 4, 2)), values=INTERNAL,
    ),
    Example("warning_check", {"warn_scores": rows(_SCORES, _SCORED[0]), "warn_verdict": rows("verdict", ("too_few",))}, rows(_CHECK), values={"audience": SHARED}),
    Example(
        "still_open",
        {
            "outcomes": rows(
                "dossier_id rule outcome", ("H1", "system", "open_in_time"), ("H2", "system", "open_late"), ("H3", "system", "stopped"), ("H4", "system", "late"), ("H5", "decree", "open_late"),
            ),
        },
        rows("dossier_id rule outcome", ("H1", "system", "open_in_time"), ("H2", "system", "open_late"), ("H3", "system", "stopped")),
    ),
    Example(
        "council_dates",
        {
            "warn_now": rows("moment moment_wm", ("13/03/2024 00:00", 3360.0), ("13/03/2024 00:00", 3360.0)),
            "spans": rows(
                "unit kind ended_at ended_wm",
                ("HĐ", "council", "05/03/2024 09:00", 600.0), ("HĐ", "council", "05/03/2024 10:00", 660.0), ("HĐ", "council", "07/03/2024 10:00", 1620.0),
                ("HĐ", "council", "11/03/2024 10:00", 2580.0), ("HĐ", "council", None, None),
                ("HĐ 2", "council", "05/03/2024 10:00", 660.0), ("HĐ 2", "council", "07/03/2024 10:00", 1620.0),  # two are no rhythm
                ("U", "work", "05/03/2024 10:00", 660.0),
            ),
            **CALENDAR,
        },
        rows(  # every 960 minutes, on from 2580: 3540 (13/03 10:00), 4500 (15/03), 5460 (19/03)
            "unit held_on gap_wm n_past last_on n_missed",
            *(("HĐ", f"{day}/03/2024 00:00", 960.0, 3, "11/03/2024 00:00", 0) for day in (13, 15, 19)),
        ),
        values=INTERNAL,
    ),
    Example(
        "warnings",
        {
            "warn_now": rows(
                "moment moment_wm dossier_id kind step entry_at result_at dossier_unit dossier_officer nested_consult procedure_name field received_at due_at "
                "left_wm chance:float64 level:int8 n_like share_longer:float64 usual_wm",
                ("13/03/2024 00:00", 3360.0, "H1", "at", "Thụ lý", "05/03/2024 08:00", None, "Phòng A", None, "other_body", "Cấp thẻ", "A", "05/03/2024", "11/03/2024 17:00",
                 -480.0, 0.9, 1, 12, 0.5, 100.0),
                ("13/03/2024 00:00", 3360.0, "H2", "at", "Thụ lý", "11/03/2024 08:00", None, "Phòng A", None, "other_body", "Cấp thẻ", "A", "11/03/2024", "19/03/2024 10:20",
                 2000.0, 0.3, 0, 12, 0.4, 900.0),
                ("13/03/2024 00:00", 3360.0, "H3", "at", "Họp", "06/03/2024 07:00", None, "Phòng B", "Lan", "other_body", "Khen", "B", "05/03/2024", "29/03/2024 17:00",
                 5000.0, None, None, None, None, None),
                ("13/03/2024 00:00", 3360.0, "H4", "stop", "supplement", "07/03/2024 07:00", None, "Phòng C", None, "other_body", "Khen", "B", "05/03/2024", "14/03/2024 10:20",
                 700.0, 0.9, 3, 30, 0.2, 800.0),
                ("13/03/2024 00:00", 3360.0, "H5", "after", "Trả", "12/03/2024 08:00", None, None, None, "other_body", "Khen", "B", "05/03/2024", None,
                 None, None, None, None, None, None),
                ("13/03/2024 00:00", 3360.0, "H9", "at", "Thụ lý", "05/03/2024 08:00", None, "Phòng A", None, "other_body", "Cấp thẻ", "A", "05/03/2024", "11/03/2024 17:00",
                 -480.0, 0.9, 1, 12, 0.5, 100.0),  # not of the period
            ),
            "spans": rows(
                "dossier_id step_no step kind unit officer is_outside is_assumed arrived_at started_at ended_at ended_wm",
                ("H1", 1, "Thụ lý", "work", "U", "Nam", False, False, "05/03/2024 08:00", None, None, None),
                ("H2", 1, "Thụ lý", "work", "U", "Nam", False, False, "11/03/2024 08:00", None, None, None),
                ("H3", 1, "Họp", "council", "HĐ", None, True, False, "06/03/2024 07:00", None, None, None),
                ("H4", 1, "Xem", "work", "U2", "Mai", False, False, "06/03/2024 07:00", None, None, None),
                ("H5", 1, "Trả", "work", "U", "Ba", False, False, "05/03/2024 08:00", None, "12/03/2024 08:00", 2940.0),
                *((f"K{n}", 1, "Họp", "council", "HĐ", None, True, False, "04/03/2024", None, f"{day} 10:00", wm)
                  for n, (day, wm) in enumerate((("05/03/2024", 660.0), ("07/03/2024", 1620.0), ("11/03/2024", 2580.0)))),
            ),
            "read_absences": rows("officer from_at to_at", ("Nam", "12/03/2024 07:00", "14/03/2024 17:00"), ("Ba", "04/03/2024", "05/03/2024")),
            "warn_verdict": rows("verdict is_chance", ("better", True)),
            "still_open": rows("dossier_id outcome", ("H1", "open_late"), ("H2", "open_in_time"), ("H3", "open_in_time"), ("H4", "stopped"), ("H5", "open_in_time")),
            **CALENDAR,
        },
        rows(
            _WARNING,
            # over: certain, and nothing is quoted; held since 05/03 08:00 (540)
            (1, "red", "H1", "Cấp thẻ", "A", "U", "Nam", "11/03/2024 17:00", -480.0, 1, 1.0, "overdue", "Thụ lý", "held", "own_office", "U", "Nam", "05/03/2024 08:00",
             2820.0, None, None, None, "field", 0, 2, True, None, "05/03/2024", "open_late"),
            # a chance of three in ten, and its officer is away; the second of two in his hands
            (2, "amber", "H2", "Cấp thẻ", "A", "U", "Nam", "19/03/2024 10:20", 2000.0, None, 0.3, "absent", "Thụ lý", "held", "own_office", "U", "Nam", "11/03/2024 08:00",
             900.0, 900.0, 12, 0.4, "procedure", 1, 2, True, None, "11/03/2024", "open_in_time"),
            # stopped: its own unit urges; what all dossiers together tell is no chance
            (3, "paused", "H4", "Khen", "B", "Phòng C", None, "14/03/2024 10:20", 700.0, None, None, "applicant", "Xem", "supplement", "applicant", "U2", "Mai", "07/03/2024 07:00",
             1920.0, 800.0, 30, 0.2, "all", None, None, False, None, "05/03/2024", "stopped"),
            (4, "green", "H3", "Khen", "B", "Phòng B", "Lan", "29/03/2024 17:00", 5000.0, None, None, "council", "Họp", "council", "other_body", "HĐ", None, "06/03/2024 07:00",
             2400.0, None, None, None, None, None, None, False, "13/03/2024 00:00", "05/03/2024", "open_in_time"),
            # nobody has it and it has no deadline: who had it last
            (5, "unknown", "H5", "Khen", "B", "U", "Ba", None, None, None, None, "no_due", "Trả", "unrecorded", "no_record", None, None, "12/03/2024 08:00",
             420.0, None, None, None, None, None, None, False, None, "05/03/2024", "open_in_time"),
        ),
        values=INTERNAL,
    ),
)
