"""Numbers for names, whose dossiers are meant, lives, and steps within them."""

from __future__ import annotations

from worked.days import CALENDAR, period
from worked.example import Example, rows
from worked.forms import kept_only

CUT = period("04/03/2024 00:00", "16/03/2024 00:00")
LIVES = {
    "lifetimes": rows(
        "dossier_id received_at end_at is_open",
        ("H1", "04/03/2024 09:00", "12/03/2024 15:00", False),
        ("H2", "11/03/2024 08:00", "16/03/2024 00:00", True),
    ),
}

EXAMPLES = (
    Example(
        "dossier_id_numbers",
        {
            "read_dossiers": rows("dossier_id source", ("H2", "register"), ("H9", "national")),
            "read_steps": rows("dossier_id", ("H3",), ("H1",), ("H1",)),
        },
        rows("name number", ("H1", 0), ("H2", 1), ("H3", 2)),
    ),
    Example(
        "officer_numbers",
        {
            "read_steps": rows("officer", ("Nam",), (None,), ("Nam",)),
            "read_absences": rows("officer", ("An",)),
            "read_units": rows("unit", ("Phòng",)),
        },
        rows("name number", ("An", 0), ("Nam", 1), ("Phòng", 2)),
    ),
    Example(
        "step_numbers",
        {"read_steps": rows("step", ("Tra",), ("Ky",)), "read_norms": rows("step", ("Ky",), ("Thu ly",))},
        rows("name number", ("Ky", 0), ("Thu ly", 1), ("Tra", 2)),
    ),
    Example(
        "unit_numbers", {"read_steps": rows("unit", ("V",), (None,)), "read_units": rows("unit", ("U",), ("V",))},
        rows("name number", ("U", 0), ("V", 1)),
    ),
    Example(
        "calendar",
        {"calendar_days": rows("date is_work day_wm before_wm from_1", ("04/03/2024", True, 480.0, 0.0, 420.0))},
        rows("date is_work day_wm before_wm", ("04/03/2024", True, 480.0, 0.0)),
    ),
    Example(
        "wanted",
        {
            "read_dossiers": rows(
                "dossier_id unit field", ("H1", "U", "A"), ("H1", "U", "A"), ("H2", "V", "A"), ("H3", "U", "B"), ("H4", None, "A"),
            ),
            "run_period": rows("unit field", ("U", "A")),
        },
        rows("dossier_id", ("H1",)),
    ),
    Example(
        "wanted",
        {"read_dossiers": rows("dossier_id unit field", ("H1", "U", None), ("H4", None, "A")), "run_period": rows("unit field", (None, None))},
        rows("dossier_id", ("H1",), ("H4",)),
    ),
    kept_only("outcomes", "outcomes_all", "wanted"),
    Example("scope", {"outcomes": rows("dossier_id rule", ("H1", "system"), ("H1", "decree"), ("H2", "system"))}, rows("dossier_id", ("H1",), ("H2",))),
    Example(
        "registered_dossiers",
        {"read_dossiers": rows("dossier_id source", ("H1", "register"), ("H1", "national"), ("H2", None))},
        rows("dossier_id source", ("H1", "register"), ("H2", None)),
    ),
    Example(  # the source has no register: then what it has
        "registered_dossiers", {"read_dossiers": rows("dossier_id source", ("H1", "national"))}, rows("dossier_id source", ("H1", "national")),
    ),
    Example(  # the list names an own unit: every other one that a step names is another body's
        "known_units",
        {"read_steps": rows("unit", ("U",), ("V",), ("W",), ("W",), (None,)), "read_units": rows("unit is_own", ("U", True), ("V", None), ("X", None))},
        rows("unit is_own", ("U", True), ("V", False), ("W", False), ("X", None)),
        values={"own_units": ()},
    ),
    Example(  # nothing is known of any: nothing follows
        "known_units", {"read_steps": rows("unit", ("U",), ("W",)), "read_units": rows("unit is_own", ("U", None))}, rows("unit is_own", ("U", None)),
        values={"own_units": ()},
    ),
    Example(
        # the settings name one, the list another: both are the office's own, also where the list denies it
        "known_units",
        {"read_steps": rows("unit", ("U",), ("V",), ("W",), ("W",)), "read_units": rows("unit is_own", ("U", False), ("V", True), ("W", None))},
        rows("unit is_own", ("U", True), ("V", True), ("W", False)), values={"own_units": ("U",)},
    ),
    Example(
        "lifetimes",
        {
            "registered_dossiers": rows(
                "dossier_id procedure_code channel status received_at finished_at due_at issued_at returned_at unread refused_at",
                ("H1", "P", "online", "10", "04/03/2024 09:00", "12/03/2024 15:00", None, "08/03/2024 10:00", "11/03/2024 08:00", None, None),
                ("H2", "P", None, "4", "11/03/2024 08:00", None, None, None, None, None, None),
                ("H3", "P", None, "9", "11/03/2024 08:00", "18/03/2024 08:00", None, "18/03/2024 08:00", None, None, None),  # over after the cut
                ("H4", "P", None, "1", "05/03/2024", None, None, None, None, None, None),  # new
                ("H5", "P", None, "3", "05/03/2024", None, None, None, None, None, None),  # refused
                ("H6", "P", None, "4", "18/03/2024", None, None, None, None, None, None),  # received after the cut
                ("H7", "P", None, "9", "05/03/2024 08:00", "05/03/2024 07:30", None, None, None, None, None),  # hours of one day are not compared
                ("H8", "P", None, "9", "05/03/2024", "04/03/2024 09:00", None, None, None, None, None),  # the end lies a day before
                ("H9", "P", None, "9", "05/03/2024", None, None, None, None, None, None),  # an end is missing
                ("H10", "P", None, "9", "06/03/2024", "07/03/2024", None, None, "05/03/2024", None, None),  # the result was there from reception on
            ),
            **CALENDAR, **CUT,
        },
        rows(
            "dossier_id procedure_code channel received_at end_at is_open closed_at received_wm end_wm closed_wm",
            ("H1", "P", "online", "04/03/2024 09:00", "12/03/2024 15:00", False, "08/03/2024 10:00", 120.0, 3240.0, 2100.0),
            ("H2", "P", None, "11/03/2024 08:00", "16/03/2024 00:00", True, None, 2460.0, 4800.0, None),
            ("H3", "P", None, "11/03/2024 08:00", "16/03/2024 00:00", True, None, 2460.0, 4800.0, None),
            ("H7", "P", None, "05/03/2024 08:00", "05/03/2024 08:00", False, None, 540.0, 540.0, None),
            ("H10", "P", None, "06/03/2024", "07/03/2024", False, "06/03/2024", 960.0, 1440.0, 960.0),
        ),
        settings={"compare": "date"},
    ),
    Example(
        "steps_within_life",
        {
            "read_steps": rows(
                "dossier_id step_no step unit officer kind arrived_at started_at ended_at",
                ("H1", 1, "Thụ lý", "U", "Nam", "work", "04/03/2024 08:00", "04/03/2024 08:30", None),  # ends when the next one arrives
                ("H1", 2, "Ký", "U", "Lan", "sign", "05/03/2024 08:00", "06/03/2024 09:00", "13/03/2024 10:00"),  # after the dossier's end
                ("H1", 3, "Trả", "U", "Nam", "work", "12/03/2024 15:00", None, None),  # begins with the end: gone
                ("H1", 4, "Nhận", "U", "Nam", "work", "05/03/2024 08:00", None, "05/03/2024 08:00"),  # never took any time: stays
                ("H2", 1, "Thụ lý", "U", "Nam", "work", "11/03/2024 08:00", "18/03/2024 08:00", "19/03/2024 08:00"),  # after the cut
                ("H2", 2, "Ký", "U", "Lan", "sign", "19/03/2024 08:00", None, None),
                ("H9", 1, "Thụ lý", "U", "Nam", "work", "05/03/2024 08:00", None, None),  # no life
            ),
            **LIVES, **CUT,
        },
        rows(
            "dossier_id step_no step unit officer kind arrived_at started_at ended_at begins_later ends_later",
            ("H1", 1, "Thụ lý", "U", "Nam", "work", "04/03/2024 09:00", "04/03/2024 09:00", "05/03/2024 08:00", False, False),
            ("H1", 2, "Ký", "U", "Lan", "sign", "05/03/2024 08:00", "06/03/2024 09:00", "12/03/2024 15:00", False, False),
            ("H1", 4, "Nhận", "U", "Nam", "work", "05/03/2024 08:00", None, "05/03/2024 08:00", False, False),
            ("H2", 1, "Thụ lý", "U", "Nam", "work", "11/03/2024 08:00", None, None, True, True),
        ),
    ),
    Example(
        "steps_in_passes",
        {
            "steps_within_life": rows(
                "dossier_id step_no step kind arrived_at ended_at",
                ("H1", 1, "Thụ lý", "work", "04/03/2024", "05/03/2024"),
                ("H1", 2, "Ký", "sign", "05/03/2024", "06/03/2024"),
                ("H1", 3, "Thụ lý", "work", "06/03/2024", "07/03/2024"),  # back from another step
                ("H1", 4, "Thụ lý", "work", "07/03/2024", None),  # handed over within the step
                ("H2", 1, "Thụ lý", "work", "04/03/2024", "06/03/2024"),
                ("H2", 2, "Xem", "work", "05/03/2024", "05/03/2024 12:00"),  # was done before the step was
                ("H2", 3, "Thụ lý", "work", "06/03/2024 08:00", "07/03/2024"),
                ("H3", 1, "Thụ lý", "work", "04/03/2024", "05/03/2024"),
                ("H3", 2, "Ký", "sign", "05/03/2024 08:00", "05/03/2024 08:00"),  # took no time
                ("H3", 3, "Thụ lý", "work", "06/03/2024", "07/03/2024"),
                ("H4", 1, "Thụ lý", "work", "04/03/2024", "05/03/2024"),
                ("H4", 2, "Dừng", "stop", "05/03/2024", "06/03/2024"),  # no step that a dossier could come back after
                ("H4", 3, "Thụ lý", "work", "06/03/2024", "07/03/2024"),
            ),
        },
        rows(
            "dossier_id step_no step kind arrived_at ended_at pass_no",
            ("H1", 1, "Thụ lý", "work", "04/03/2024", "05/03/2024", 1),
            ("H1", 2, "Ký", "sign", "05/03/2024", "06/03/2024", 1),
            ("H1", 3, "Thụ lý", "work", "06/03/2024", "07/03/2024", 2),
            ("H1", 4, "Thụ lý", "work", "07/03/2024", None, 2),
            ("H2", 1, "Thụ lý", "work", "04/03/2024", "06/03/2024", 1),
            ("H2", 2, "Xem", "work", "05/03/2024", "05/03/2024 12:00", 1),
            ("H2", 3, "Thụ lý", "work", "06/03/2024 08:00", "07/03/2024", 1),
            ("H3", 1, "Thụ lý", "work", "04/03/2024", "05/03/2024", 1),
            ("H3", 2, "Ký", "sign", "05/03/2024 08:00", "05/03/2024 08:00", 1),
            ("H3", 3, "Thụ lý", "work", "06/03/2024", "07/03/2024", 1),
            ("H4", 1, "Thụ lý", "work", "04/03/2024", "05/03/2024", 1),
            ("H4", 2, "Dừng", "stop", "05/03/2024", "06/03/2024", 1),
            ("H4", 3, "Thụ lý", "work", "06/03/2024", "07/03/2024", 1),
        ),
    ),
    Example(
        "recording_officers",
        {
            "steps_within_life": rows(
                "officer started_at ended_at",
                *[("Nam", "04/03/2024", "05/03/2024")] * 9, ("Nam", None, "05/03/2024"),  # nine of ten
                ("Nam", None, None),  # neither begun nor ended: says nothing of his habit
                *[("Lan", "04/03/2024", "05/03/2024")] * 8, *[("Lan", None, "05/03/2024")] * 2,  # eight of ten
                (None, "04/03/2024", None),
            ),
        },
        rows("recorder", (1,)),  # Lan is 0, Nam 1
    ),
    Example(
        "spans_recorded",
        {
            "steps_in_passes": rows(
                "dossier_id step_no kind unit officer pass_no arrived_at started_at ended_at begins_later ends_later",
                ("H1", 1, "work", "U", "Nam", 1, "04/03/2024 09:00", "04/03/2024 10:00", "05/03/2024 08:00", False, False),
                ("H1", 2, "work", "U", "Nam", 1, "05/03/2024 08:00", None, None, False, False),  # always records starts: not begun
                ("H1", 3, "work", "U", "Nam", 1, "05/03/2024 08:00", None, None, False, True),  # ended later without one: not known
                ("H2", 1, "work", "U", "Lan", 1, "11/03/2024 08:00", None, None, False, False),  # does not: not known
                ("H3", 1, "work", "U", "Lan", 1, "11/03/2024 08:00", None, None, True, True),  # begun after the cut
                ("H4", 1, "sign", "V", "Kim", 1, "11/03/2024 08:00", None, "12/03/2024 08:00", False, False),
                ("H5", 1, "consult", None, None, 1, "11/03/2024 08:00", None, "12/03/2024 08:00", False, False),
                ("H6", 1, "work", "W", "Mai", 1, "11/03/2024 08:00", None, "12/03/2024 08:00", False, False),
            ),
            "recording_officers": rows("recorder", (3,)),  # Kim 0, Lan 1, Mai 2, Nam 3
            "known_units": rows("unit is_own", ("U", True), ("V", False), ("W", None)),
            **CALENDAR, **CUT,
        },
        rows(
            "dossier_id step_no kind unit officer pass_no arrived_at started_at ended_at is_outside arrived_wm started_wm ended_wm",
            ("H1", 1, "work", "U", "Nam", 1, "04/03/2024 09:00", "04/03/2024 10:00", "05/03/2024 08:00", False, 120.0, 180.0, 540.0),
            ("H1", 2, "work", "U", "Nam", 1, "05/03/2024 08:00", "16/03/2024 00:00", None, False, 540.0, 4800.0, None),
            ("H1", 3, "work", "U", "Nam", 1, "05/03/2024 08:00", None, None, False, 540.0, None, None),
            ("H2", 1, "work", "U", "Lan", 1, "11/03/2024 08:00", None, None, False, 2460.0, None, None),
            ("H3", 1, "work", "U", "Lan", 1, "11/03/2024 08:00", "16/03/2024 00:00", None, False, 2460.0, 4800.0, None),
            ("H4", 1, "sign", "V", "Kim", 1, "11/03/2024 08:00", None, "12/03/2024 08:00", True, 2460.0, None, 2940.0),
            ("H5", 1, "consult", None, None, 1, "11/03/2024 08:00", None, "12/03/2024 08:00", True, 2460.0, None, 2940.0),
            ("H6", 1, "work", "W", "Mai", 1, "11/03/2024 08:00", None, "12/03/2024 08:00", False, 2460.0, None, 2940.0),
        ),
    ),
    Example(
        "late_dossiers",
        {
            "outcomes": rows(
                "dossier_id law_set rule outcome due_at end_at total_wm budget_wm late_wm adopted_outcome",
                ("H1", "L", "system", "late", "05/03/2024", "06/03/2024", 960.0, 480.0, 480.0, None),
                ("H1", "L", "decree", "late", "05/03/2024", "06/03/2024", 960.0, 480.0, 480.0, None),
                ("H2", "L", "system", "open_late", "09/03/2024", "09/03/2024", 960.0, None, -5.0, None),  # no minutes: 0
                ("H3", "L", "system", "on_time", "09/03/2024", "08/03/2024", 960.0, 960.0, 0.0, None),
                ("H4", "L", "system", "late", "05/03/2024", "06/03/2024", 960.0, 480.0, 480.0, "on_time"),  # may be late by nothing
            ),
        },
        rows(
            "dossier_id law_set outcome due_at end_at total_wm budget_wm late_wm adopted_outcome",
            ("H1", "L", "late", "05/03/2024", "06/03/2024", 960.0, 480.0, 480.0, None),
            ("H2", "L", "open_late", "09/03/2024", "09/03/2024", 960.0, 0.0, 0.0, None),
            ("H4", "L", "late", "05/03/2024", "06/03/2024", 960.0, 480.0, 0.0, "on_time"),
        ),
    ),
    Example(
        "late_due",
        {"late_dossiers": rows("dossier_id due_at", ("H1", "05/03/2024 15:00"), ("H2", "09/03/2024 10:00")), **CALENDAR},
        rows("dossier_id due_at due_wm", ("H1", "05/03/2024 15:00", 840.0), ("H2", "09/03/2024 10:00", 2400.0)),  # a Saturday has no minutes
    ),
    Example(
        "prior_dossiers",
        {"registered_dossiers": rows("dossier_id has_priority", ("H1", True), ("H1", True), ("H2", False), ("H3", None))},
        rows("dossier_id", ("H1",)),
    ),
    Example("unit_officers", {"read_units": rows("unit", ("U",), ("V",))}, rows("officer", ("U",), ("V",))),
)
