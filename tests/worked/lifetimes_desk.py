"""Who held a dossier when, what its officer did meanwhile, and what its waiting was."""

from __future__ import annotations

from worked.days import CALENDAR
from worked.example import Example, rows
from worked.forms import handed_on, kept_only

_HELD = "dossier_id step_no step kind unit officer pass_no started_at started_wm rank from_at from_wm to_at to_wm next_at next_wm"
_STRETCH = "dossier_id from_at to_at from_wm to_wm state step_no step kind unit officer pass_no is_nested is_sole late_wm"

# A turns up at 08:00 and is worked on to 10:00, B from 09:00 to 11:00, Nam is absent from 09:30 to 10:30 and was seen that morning
# (`officer_clocks` tells the same story); seconds of the clock, of which 07:00 is 0.
_TURNS = rows(
    "officer dossier_id step_no at_ws d_busy present_ws on_busy on_any on_shared on_idle busy_ws shared_ws",
    ("Nam", None, None, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0),  # seen from now on: idle runs
    ("Nam", "A", 1, 3600.0, 1.0, 3600.0, 1.0, 1.0, 0.0, -1.0, 3600.0, 0.0),
    ("Nam", "B", 1, 7200.0, 1.0, 7200.0, 0.0, 0.0, 1.0, 0.0, 1800.0, 1800.0),
    ("Nam", None, None, 9000.0, 0.0, 9000.0, -1.0, -1.0, -1.0, 0.0, 0.0, 0.0),  # absent: every clock stands
    ("Nam", "A", 1, 10800.0, -1.0, 9000.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    ("Nam", None, None, 12600.0, 0.0, 9000.0, 1.0, 1.0, 0.0, 0.0, 1800.0, 0.0),  # back, with B alone
    ("Nam", "B", 1, 14400.0, -1.0, 10800.0, -1.0, -1.0, 0.0, 1.0, 0.0, 0.0),
    ("Nam", None, None, 16200.0, 0.0, 12600.0, 0.0, 0.0, 0.0, -1.0, 0.0, 0.0),  # noon
)

EXAMPLES = (
    Example(
        "assignments",
        {
            "spans": rows(
                "dossier_id step_no step kind unit officer pass_no is_outside arrived_at arrived_wm started_at started_wm ended_at ended_wm",
                ("H1", 1, "Thụ lý", "work", "U", "Nam", 1, False, "04/03/2024 09:00", 120.0, "04/03/2024 10:00", 180.0, "05/03/2024 08:00", 540.0),
                ("H1", 2, "Hỏi", "consult", "V", "Kim", 1, True, "05/03/2024 08:00", 540.0, None, None, None, None),  # to the dossier's end
                ("H1", 3, "Ký", "sign", "U", "Lan", 1, False, "06/03/2024 08:00", 1020.0, None, None, "06/03/2024 08:00", 1020.0),  # of no length
            ),
            "read_stops": rows(
                "dossier_id kind from_at to_at",
                ("H1", "supplement", "06/03/2024 07:00", "07/03/2024 07:00"),  # the second by time
                ("H1", "obligation", "04/03/2024 07:00", "04/03/2024 08:00"),  # before the life: gone, and counted
            ),
            "lifetimes": rows(
                "dossier_id received_at end_at end_wm is_open", ("H1", "04/03/2024 09:00", "12/03/2024 15:00", 3240.0, False),
            ),
            **CALENDAR,
        },
        rows(
            _HELD,
            ("H1", 1, "Thụ lý", "work", "U", "Nam", 1, "04/03/2024 10:00", 180.0, 3, "04/03/2024 09:00", 120.0, "05/03/2024 08:00", 540.0, "05/03/2024 08:00", 540.0),
            ("H1", 2, "Hỏi", "consult", "V", "Kim", 1, None, None, 2, "05/03/2024 08:00", 540.0, "12/03/2024 15:00", 3240.0, "06/03/2024 07:00", 960.0),
            ("H1", 2, None, "supplement", None, None, 1, None, None, 1, "06/03/2024 07:00", 960.0, "07/03/2024 07:00", 1440.0, None, None),
        ),
    ),
    Example(
        "segments_all",
        {
            "assignments": rows(
                _HELD,
                # H1 goes from hand to hand; H2 lies open while Nam leaves no stamp; H3 is consulted about within an own step
                ("H1", 1, "Thụ lý", "work", "U", "Nam", 1, "04/03/2024 10:00", 180.0, 3, "04/03/2024 09:00", 120.0, "05/03/2024 08:00", 540.0, "06/03/2024 07:00", 960.0),
                ("H1", 1, None, "supplement", None, None, 1, None, None, 1, "06/03/2024 07:00", 960.0, "07/03/2024 07:00", 1440.0, "07/03/2024 07:00", 1440.0),
                ("H1", 2, "Ký", "sign", "U", "Lan", 1, None, None, 3, "07/03/2024 07:00", 1440.0, "11/03/2024 07:00", 2400.0, None, None),
                ("H2", 1, "Thụ lý", "work", "U", "Nam", 1, "11/03/2024 07:00", 2400.0, 3, "11/03/2024 07:00", 2400.0, "15/03/2024 17:00", 4800.0, None, None),
                ("H3", 1, "Thụ lý", "work", "U", "Lan", 1, "04/03/2024 08:00", 60.0, 3, "04/03/2024 07:00", 0.0, "06/03/2024 07:00", 960.0, "05/03/2024 07:00", 480.0),
                ("H3", 2, "Hỏi", "consult", "V", None, 1, None, None, 2, "05/03/2024 07:00", 480.0, "05/03/2024 11:30", 750.0, None, None),
                ("H4", 1, "Ký", "sign", "U", "Tú", 1, None, None, 3, "06/03/2024 18:00", 1440.0, "08/03/2024 07:00", 1920.0, None, None),
            ),
            "lifetimes": rows(
                "dossier_id received_at received_wm end_at end_wm closed_at closed_wm",
                ("H1", "04/03/2024 09:00", 120.0, "12/03/2024 15:00", 3240.0, "11/03/2024 15:00", 2760.0),
                ("H2", "11/03/2024 07:00", 2400.0, "15/03/2024 17:00", 4800.0, None, None), ("H3", "04/03/2024 07:00", 0.0, "06/03/2024 07:00", 960.0, None, None),
                ("H4", "06/03/2024 18:00", 1440.0, "08/03/2024 07:00", 1920.0, None, None),
            ),
            "late_due": rows("dossier_id due_wm", ("H1", 2640.0)),
            "absent_times": rows(
                "officer from_at to_at from_wm to_wm state", ("Lan", "08/03/2024 07:00", "08/03/2024 17:00", 1920.0, 2400.0, "wait_absent"),
                ("Lan", "07/03/2024 08:00", "07/03/2024 09:00", 1500.0, 1560.0, "wait_absent"), ("Lan", "20/03/2024 07:00", "20/03/2024 17:00", 5760.0, 6240.0, "wait_absent"),
                ("Tú", "07/03/2024 07:00", "07/03/2024 17:00", 1440.0, 1920.0, "wait_absent"),
            ),
            "silences": rows("from_at to_at from_wm to_wm state"),
            "quiet_times": rows("officer from_at to_at from_wm to_wm state", ("Nam", "12/03/2024 00:00", "15/03/2024 00:00", 2880.0, 4320.0, "quiet")),
        },
        rows(
            _STRETCH,
            ("H1", "04/03/2024 09:00", "04/03/2024 10:00", 120.0, 180.0, "waiting", 1, "Thụ lý", "work", "U", "Nam", 1, False, True, 0.0),
            ("H1", "04/03/2024 10:00", "05/03/2024 08:00", 180.0, 540.0, "work", 1, "Thụ lý", "work", "U", "Nam", 1, False, True, 0.0),
            ("H1", "05/03/2024 08:00", "06/03/2024 07:00", 540.0, 960.0, "unrecorded", None, None, None, None, None, None, False, False, 0.0),
            ("H1", "06/03/2024 07:00", "07/03/2024 07:00", 960.0, 1440.0, "supplement", 1, None, "supplement", None, None, 1, False, True, 0.0),
            ("H1", "07/03/2024 07:00", "07/03/2024 08:00", 1440.0, 1500.0, "held", 2, "Ký", "sign", "U", "Lan", 1, False, False, 0.0),
            ("H1", "07/03/2024 08:00", "07/03/2024 09:00", 1500.0, 1560.0, "wait_absent", 2, "Ký", "sign", "U", "Lan", 1, False, False, 0.0),
            ("H1", "07/03/2024 09:00", "08/03/2024 07:00", 1560.0, 1920.0, "held", 2, "Ký", "sign", "U", "Lan", 1, False, False, 0.0),
            # closed hours after the absence, of no minutes, stay with it
            ("H1", "08/03/2024 07:00", "11/03/2024 07:00", 1920.0, 2400.0, "wait_absent", 2, "Ký", "sign", "U", "Lan", 1, False, False, 0.0),
            ("H1", "11/03/2024 07:00", "11/03/2024 15:00", 2400.0, 2760.0, "unrecorded", None, None, None, None, None, None, False, False, 120.0),  # 2760 − 2640
            ("H1", "11/03/2024 15:00", "12/03/2024 15:00", 2760.0, 3240.0, "unclosed", None, None, None, None, None, None, False, False, 480.0),
            ("H2", "11/03/2024 07:00", "12/03/2024 00:00", 2400.0, 2880.0, "work", 1, "Thụ lý", "work", "U", "Nam", 1, False, False, 0.0),
            ("H2", "12/03/2024 00:00", "15/03/2024 00:00", 2880.0, 4320.0, "quiet", 1, "Thụ lý", "work", "U", "Nam", 1, False, False, 0.0),
            ("H2", "15/03/2024 00:00", "15/03/2024 17:00", 4320.0, 4800.0, "work", 1, "Thụ lý", "work", "U", "Nam", 1, False, False, 0.0),
            ("H3", "04/03/2024 07:00", "04/03/2024 08:00", 0.0, 60.0, "waiting", 1, "Thụ lý", "work", "U", "Lan", 1, False, False, 0.0),
            ("H3", "04/03/2024 08:00", "05/03/2024 07:00", 60.0, 480.0, "work", 1, "Thụ lý", "work", "U", "Lan", 1, False, False, 0.0),
            ("H3", "05/03/2024 07:00", "05/03/2024 11:30", 480.0, 750.0, "consult", 2, "Hỏi", "consult", "V", None, 1, True, False, 0.0),
            ("H3", "05/03/2024 11:30", "06/03/2024 07:00", 750.0, 960.0, "work", 1, "Thụ lý", "work", "U", "Lan", 1, False, False, 0.0),
            # came after closing time, before a day of absence
            ("H4", "06/03/2024 18:00", "08/03/2024 07:00", 1440.0, 1920.0, "wait_absent", 1, "Ký", "sign", "U", "Tú", 1, False, False, 0.0),
        ),
        settings={"nested_consult": "other_body"},
    ),
    Example(
        "held_elsewhere",
        {
            "assignments": rows(
                "dossier_id rank step_no from_at to_at from_wm to_wm",
                ("H1", 3, 1, "04/03/2024", "05/03/2024", 0.0, 480.0), ("H1", 2, 2, "05/03/2024", "06/03/2024", 480.0, 960.0), ("H1", 1, 1, "06/03/2024", "07/03/2024", 960.0, 1440.0),
            ),
        },
        rows(
            "dossier_id rank step_no from_at to_at from_wm to_wm",
            ("H1", 2, 2, "05/03/2024", "06/03/2024", 480.0, 960.0), ("H1", 1, 1, "06/03/2024", "07/03/2024", 960.0, 1440.0),
        ),
    ),
    Example(
        "officer_changes",
        {
            "spans": rows(
                "dossier_id step_no kind officer is_outside arrived_wm started_wm ended_wm",
                ("H1", 1, "work", "Nam", False, 30.0, 60.0, 180.0),
                ("H2", 1, "work", "Nam", False, 30.0, None, None),  # held from its arrival to the dossier's end
                ("H3", 1, "work", "Lan", False, 10.0, None, 60.0),  # the dossier came at 20 and ended at 50
                ("H3", 2, "queue", "Lan", False, 10.0, None, 60.0),  # on nobody's desk
                ("H3", 3, "sign", "Kim", True, 10.0, None, 60.0),
            ),
            "held_elsewhere": rows("dossier_id rank from_at to_at from_wm to_wm", ("H1", 2, "04/03/2024 08:30", "04/03/2024 09:00", 90.0, 120.0)),
            "absent_times": rows("officer from_wm to_wm", ("Nam", 300.0, 360.0)),
            "shown_times": rows("officer from_wm to_wm", ("Nam", 0.0, 270.0)),
            "lifetimes": rows("dossier_id received_wm end_wm", ("H1", 0.0, 480.0), ("H2", 0.0, 240.0), ("H3", 20.0, 50.0)),
        },
        rows(
            "officer dossier_id step_no at_ws d_busy d_held d_absent d_shown",
            ("Nam", "H1", 1, 3600.0, 1.0, 0.0, 0.0, 0.0), ("Nam", "H1", 1, 10800.0, -1.0, 0.0, 0.0, 0.0),
            ("Nam", "H1", 1, 5400.0, -1.0, 0.0, 0.0, 0.0), ("Nam", "H1", 1, 7200.0, 1.0, 0.0, 0.0, 0.0),  # the pause
            ("Nam", "H2", 1, 1800.0, 0.0, 1.0, 0.0, 0.0), ("Nam", "H2", 1, 14400.0, 0.0, -1.0, 0.0, 0.0),
            ("Lan", "H3", 1, 1200.0, 0.0, 1.0, 0.0, 0.0), ("Lan", "H3", 1, 3000.0, 0.0, -1.0, 0.0, 0.0),
            ("Nam", None, None, 18000.0, 0.0, 0.0, 1.0, 0.0), ("Nam", None, None, 21600.0, 0.0, 0.0, -1.0, 0.0),
            ("Nam", None, None, 0.0, 0.0, 0.0, 0.0, 1.0), ("Nam", None, None, 16200.0, 0.0, 0.0, 0.0, -1.0),
        ),
    ),
    Example(
        "turns",
        {
            "officer_changes": rows(
                "officer dossier_id step_no at_ws d_busy d_held d_absent d_shown",
                ("Nam", None, None, 0.0, 0.0, 0.0, 0.0, 1.0), ("Nam", None, None, 16200.0, 0.0, 0.0, 0.0, -1.0),
                ("Nam", "A", 1, 3600.0, 1.0, 0.0, 0.0, 0.0), ("Nam", "A", 1, 10800.0, -1.0, 0.0, 0.0, 0.0),
                ("Nam", "B", 1, 7200.0, 1.0, 0.0, 0.0, 0.0), ("Nam", "B", 1, 14400.0, -1.0, 0.0, 0.0, 0.0),
                ("Nam", None, None, 9000.0, 0.0, 0.0, 1.0, 0.0), ("Nam", None, None, 12600.0, 0.0, 0.0, -1.0, 0.0),
            ),
        },
        _TURNS,
    ),
    Example(
        "query_points",
        {
            "segments_all": rows(
                "dossier_id step_no officer state from_wm to_wm is_sole",
                ("H1", 1, "Nam", "waiting", 60.0, 180.0, True),
                ("H2", 1, "Nam", "waiting", 100.0, 120.0, False),  # it came at 90
                ("H3", 1, "Nam", "work", 10.0, 20.0, True), ("H4", 1, "Lan", "work", 10.0, 20.0, True),  # Lan never has two in work
                ("H5", 1, None, "waiting", 10.0, 20.0, True), ("H6", 1, "Nam", "waiting", 10.0, 10.0, True), ("H7", 1, "Nam", "held", 10.0, 20.0, True),
            ),
            "spans": rows(
                "dossier_id step_no officer is_outside arrived_wm",
                ("H1", 1, "Nam", False, 60.0), ("H2", 1, "Nam", False, 90.0), ("H3", 1, "Nam", False, 0.0), ("H6", 1, "Nam", False, 10.0),
            ),
            "turns": rows("officer shared_ws", ("Nam", 0.0), ("Nam", 5.0), ("Lan", 0.0)),
        },
        rows(
            "officer dossier_id step_no at_ws sign is_arrival is_work",
            ("Nam", "H1", 1, 3600.0, -1.0, True, False), ("Nam", "H1", 1, 10800.0, 1.0, False, False),
            ("Nam", "H2", 1, 6000.0, -1.0, False, False), ("Nam", "H2", 1, 7200.0, 1.0, False, False), ("Nam", "H2", 1, 5400.0, 0.0, True, False),
            ("Nam", "H3", 1, 600.0, -1.0, False, True), ("Nam", "H3", 1, 1200.0, 1.0, False, True),
        ),
    ),
    Example(
        "waiting_readings",
        {
            "turns": _TURNS,
            "query_points": rows(
                "officer dossier_id step_no at_ws sign is_arrival is_work",
                ("Nam", "X", 1, 5400.0, -1.0, True, False), ("Nam", "X", 1, 13500.0, 1.0, False, False), ("Lan", "Y", 1, 60.0, 1.0, False, False),
            ),
        },
        rows(
            "officer dossier_id step_no at_ws sign is_arrival is_work busy_ws any_ws shared_ws idle_ws",
            ("Nam", "X", 1, 5400.0, -1.0, True, False, 1800.0, 1800.0, 0.0, 3600.0),  # 08:30: busy since 08:00, idle before
            # 10:45: busy 08:00–09:30 and 10:30–10:45: 5400 + 900; both in work 09:00–09:30
            ("Nam", "X", 1, 13500.0, 1.0, False, False, 6300.0, 6300.0, 1800.0, 3600.0),
            ("Lan", "Y", 1, 60.0, 1.0, False, False, 0.0, 0.0, 0.0, 0.0),
        ),
    ),
    Example(
        "waits",
        {
            # Nam: A worked on from 60 to 120, B from 120 to 240, absent from 150 to 210; X waits from 90 to 150 and from 210 to 240.
            # Lan: nothing in hand, was seen. Mai: nothing in hand, was not seen. U: a unit. Phú: three that he let gather.
            # Tú: G came after Y, had a recorded priority and was worked on from 120 to 180; Y waits from 90 to 180.
            "waiting_readings": rows(
                "officer dossier_id step_no at_ws sign is_arrival is_work busy_ws any_ws shared_ws idle_ws",
                ("Nam", "X", 1, 5400.0, -1.0, True, False, 1800.0, 1800.0, 0.0, 3600.0), ("Nam", "X", 1, 9000.0, 1.0, False, False, 5400.0, 5400.0, 0.0, 3600.0),
                ("Nam", "X", 1, 12600.0, -1.0, False, False, 5400.0, 5400.0, 0.0, 3600.0), ("Nam", "X", 1, 14400.0, 1.0, False, False, 7200.0, 7200.0, 0.0, 3600.0),
                ("Lan", "C", 1, 0.0, -1.0, True, False, 0.0, 0.0, 0.0, 0.0), ("Lan", "C", 1, 6000.0, 1.0, False, False, 0.0, 0.0, 0.0, 6000.0),
                ("Mai", "D", 1, 0.0, -1.0, True, False, 0.0, 0.0, 0.0, 0.0), ("Mai", "D", 1, 3600.0, 1.0, False, False, 0.0, 0.0, 0.0, 0.0),
                ("U", "E", 1, 0.0, -1.0, True, False, 0.0, 0.0, 0.0, 0.0), ("U", "E", 1, 1800.0, 1.0, False, False, 0.0, 0.0, 0.0, 0.0),
                ("Tú", "Y", 1, 5400.0, -1.0, True, False, 0.0, 0.0, 0.0, 0.0), ("Tú", "Y", 1, 10800.0, 1.0, False, False, 3600.0, 3600.0, 0.0, 1800.0),
                ("Phú", "P1", 1, 2400.0, -1.0, True, False, 0.0, 0.0, 0.0, 2400.0), ("Phú", "P1", 1, 3600.0, 1.0, False, False, 0.0, 0.0, 0.0, 3600.0),
                ("Phú", "P2", 1, 2700.0, -1.0, True, False, 0.0, 0.0, 0.0, 2700.0), ("Phú", "P2", 1, 4800.0, 1.0, False, False, 1200.0, 1200.0, 0.0, 3600.0),
                ("Phú", "P3", 1, 3480.0, -1.0, True, False, 0.0, 0.0, 0.0, 3480.0), ("Phú", "P3", 1, 6000.0, 1.0, False, False, 2400.0, 2400.0, 0.0, 3600.0),
            ),
            "turns": rows(
                "officer dossier_id step_no at_ws d_busy present_ws on_busy on_any on_shared on_idle busy_ws shared_ws",
                ("Nam", "A", 1, 3600.0, 1.0, 3600.0, 1.0, 1.0, 0.0, 0.0, 3600.0, 0.0), ("Nam", "A", 1, 7200.0, -1.0, 7200.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
                ("Nam", "B", 1, 7200.0, 1.0, 7200.0, 0.0, 0.0, 0.0, 0.0, 1800.0, 0.0), ("Nam", "B", 1, 14400.0, -1.0, 10800.0, -1.0, -1.0, 0.0, 0.0, 0.0, 0.0),
                ("Tú", "G", 1, 7200.0, 1.0, 7200.0, 1.0, 1.0, 0.0, 0.0, 3600.0, 0.0), ("Tú", "G", 1, 10800.0, -1.0, 10800.0, -1.0, -1.0, 0.0, 0.0, 0.0, 0.0),
                ("Phú", "P1", 1, 3600.0, 1.0, 3600.0, 1.0, 1.0, 0.0, 0.0, 1200.0, 0.0), ("Phú", "P1", 1, 4800.0, -1.0, 4800.0, -1.0, -1.0, 0.0, 0.0, 0.0, 0.0),
                ("Phú", "P2", 1, 4800.0, 1.0, 4800.0, 1.0, 1.0, 0.0, 0.0, 1200.0, 0.0), ("Phú", "P2", 1, 6000.0, -1.0, 6000.0, -1.0, -1.0, 0.0, 0.0, 0.0, 0.0),
            ),
            "spans": rows(
                "dossier_id step_no officer is_outside arrived_at arrived_wm started_at started_wm ended_wm",
                ("A", 1, "Nam", False, "04/03/2024 07:50", 50.0, "04/03/2024 08:00", 60.0, 120.0),
                ("X", 1, "Nam", False, "04/03/2024 08:30", 90.0, "04/03/2024 11:00", 240.0, 260.0),
                ("B", 1, "Nam", False, "04/03/2024 08:40", 100.0, "04/03/2024 09:00", 120.0, 240.0),  # came after X
                ("C", 1, "Lan", False, "04/03/2024 07:00", 0.0, "04/03/2024 08:40", 100.0, 150.0),
                ("D", 1, "Mai", False, "04/03/2024 07:00", 0.0, "04/03/2024 08:00", 60.0, 90.0),
                ("E", 1, "U", False, "04/03/2024 07:00", 0.0, "04/03/2024 07:30", 30.0, 90.0),
                ("Y", 1, "Tú", False, "04/03/2024 08:30", 90.0, "04/03/2024 10:00", 180.0, 200.0),
                ("G", 1, "Tú", False, "04/03/2024 08:40", 100.0, "04/03/2024 09:00", 120.0, 180.0),
                ("P1", 1, "Phú", False, "04/03/2024 07:40", 40.0, "04/03/2024 08:00", 60.0, 80.0),
                ("P2", 1, "Phú", False, "04/03/2024 07:45", 45.0, "04/03/2024 08:20", 80.0, 100.0),
                ("P3", 1, "Phú", False, "04/03/2024 07:58", 58.0, "04/03/2024 08:40", 100.0, 120.0),
            ),
            "unit_officers": rows("officer", ("U",)), "prior_dossiers": rows("dossier_id", ("G",)), **CALENDAR,
        },
        rows(
            "dossier_id step_no officer wait_wm wait_unsure wait_busy wait_queue wait_overtaken wait_batch wait_idle is_split",
            # 60 + 30 minutes, busy all the time. A came before and had 30 of its 60 minutes to go; the other 60 were B's
            ("X", 1, "Nam", 90.0, 0.0, 0.0, 30.0, 60.0, 0.0, 0.0, True),
            ("C", 1, "Lan", 100.0, 0.0, 0.0, 0.0, 0.0, 0.0, 100.0, True),
            ("D", 1, "Mai", 60.0, 60.0, 0.0, 0.0, 0.0, 0.0, 0.0, True),  # nothing shows that she was there
            ("E", 1, "U", 30.0, 30.0, 0.0, 0.0, 0.0, 0.0, 0.0, False),
            ("Y", 1, "Tú", 90.0, 0.0, 0.0, 60.0, 0.0, 0.0, 30.0, True),  # an hour of what had to go first, half an hour of nothing
            # a run begun two minutes after its last arrival: what he had nothing else in is gathering, the rest the turn of those before
            ("P1", 1, "Phú", 20.0, 0.0, 0.0, 0.0, 0.0, 20.0, 0.0, True),
            ("P2", 1, "Phú", 35.0, 0.0, 0.0, 20.0, 0.0, 15.0, 0.0, True),
            ("P3", 1, "Phú", 42.0, 0.0, 0.0, 40.0, 0.0, 2.0, 0.0, True),
        ),
    ),
    Example(
        "interleaved",
        {
            "waiting_readings": rows(
                "dossier_id step_no sign is_work shared_ws",
                ("A", 1, -1.0, True, 0.0), ("A", 1, 1.0, True, 1800.0), ("B", 1, -1.0, True, 1800.0), ("B", 1, 1.0, True, 1800.0), ("X", 1, 1.0, False, 1800.0),
            ),
        },
        rows("dossier_id step_no shared_wm", ("A", 1, 30.0)),
    ),
    Example(
        "bounds",
        {
            "spans": rows(
                "dossier_id step_no step kind officer is_outside arrived_at arrived_wm started_wm ended_wm",
                ("A", 1, "Ký", "work", "Nam", False, "04/03/2024 07:00", 0.0, None, 100.0),
                ("X", 1, "Ký", "work", "Nam", False, "04/03/2024 07:20", 20.0, None, 300.0),
                ("B", 1, "Ký", "work", "Nam", False, "04/03/2024 07:50", 50.0, None, 200.0),  # came after X and was done before
                ("C", 1, "Ký", "work", "Lan", False, "04/03/2024 07:00", 0.0, None, 200.0),
                ("D", 1, "Ký", "work", "Lan", False, "04/03/2024 07:50", 50.0, 60.0, 100.0),  # its start is known; a recorded priority
                ("E", 1, "Ký", "work", "Hai", False, "04/03/2024 07:00", 0.0, None, 100.0),  # an account of several
                ("F", 1, "Ký", "queue", "Nam", False, "04/03/2024 07:00", 0.0, None, 90.0), ("F", 2, "Ký", "sign", "Nam", True, "04/03/2024 07:00", 0.0, None, 90.0),  # on nobody's desk, outside
                # Phú ends ten, one after the other, after 10, 20, 30, … 100 minutes each
                *((f"P{n}", 1, "Trả", "work", "Phú", False, "04/03/2024 07:00", 0.0, None, 5.0 * (n + 1) * (n + 2)) for n in range(10)),
            ),
            "lifetimes": rows(
                "dossier_id received_at received_wm end_wm",
                *((one, "04/03/2024 07:00", 0.0, 600.0) for one in (*"ABCDEFX", *(f"P{n}" for n in range(10)))),
            ),
            "absent_times": rows("officer from_wm to_wm", ("Nam", 120.0, 180.0)),
            "unsure_accounts": rows("officer", ("Hai",)), "prior_dossiers": rows("dossier_id", ("D",)),
        },
        rows(
            "dossier_id step_no ended_least_wm ended_most_wm n_ended is_overtaken own_least_wm own_most_wm lain_wm",
            # Nam's clock of presence stands for the hour of his absence: A 0–100, B 50–140, X 20–240. Too few ends tell a least
            ("A", 1, 0.0, 0.0, 0, False, 0.0, 100.0, 100.0),
            ("B", 1, 0.0, 100.0, 1, False, 0.0, 40.0, 90.0),  # A took 100 at most; B itself from A's end: 140 − 100
            ("X", 1, 0.0, 140.0, 2, True, 0.0, 100.0, 220.0),  # A 100 and B 40; X itself from B's end: 240 − 140
            ("C", 1, 0.0, 50.0, 1, False, 0.0, 100.0, 200.0),  # D, 50–100, had to go first; C itself from D's end
            # of ten ends the quickest fifth, two, took 20 at most: that is what one takes at least, unless it took less itself
            ("P0", 1, 0.0, 0.0, 0, False, 10.0, 10.0, 10.0), ("P1", 1, 10.0, 10.0, 1, False, 20.0, 20.0, 30.0),
            ("P2", 1, 30.0, 30.0, 2, False, 20.0, 30.0, 60.0), ("P3", 1, 50.0, 60.0, 3, False, 20.0, 40.0, 100.0),
            ("P4", 1, 70.0, 100.0, 4, False, 20.0, 50.0, 150.0), ("P5", 1, 90.0, 150.0, 5, False, 20.0, 60.0, 210.0),
            ("P6", 1, 110.0, 210.0, 6, False, 20.0, 70.0, 280.0), ("P7", 1, 130.0, 280.0, 7, False, 20.0, 80.0, 360.0),
            ("P8", 1, 150.0, 360.0, 8, False, 20.0, 90.0, 450.0), ("P9", 1, 170.0, 450.0, 9, False, 20.0, 100.0, 550.0),
        ),
    ),
    Example(
        "state_minutes_all",
        {
            "segments_all": rows(
                "dossier_id from_at from_wm to_wm to_at state step_no step kind unit officer pass_no is_sole late_wm",
                ("H1", "04/03/2024 07:00", 0.0, 120.0, "04/03/2024 09:00", "waiting", 1, "Thụ lý", "work", "U", "Nam", 1, True, 60.0),
                ("H1", "04/03/2024 09:00", 120.0, 220.0, "04/03/2024 10:40", "work", 1, "Thụ lý", "work", "U", "Nam", 1, True, 100.0),
                ("H1", "04/03/2024 10:40", 220.0, 420.0, "04/03/2024 16:00", "held", 2, "Ký", "sign", "U", "Lan", 1, True, 200.0),
                ("H1", "04/03/2024 16:00", 420.0, 450.0, "04/03/2024 16:30", "unclosed", 2, "Ký", "sign", "U", "Lan", 1, False, 30.0),
                ("H1", "04/03/2024 16:30", 450.0, 460.0, "04/03/2024 16:40", "supplement", 1, None, "supplement", None, None, 1, True, 10.0),
                ("H1", "04/03/2024 16:40", 460.0, 480.0, "04/03/2024 17:00", "unclosed", 3, "Trả", "work", "V", "Mai", 1, False, 20.0),
                ("H2", "04/03/2024 07:00", 0.0, 30.0, "04/03/2024 07:30", "waiting", 1, "Thụ lý", "work", "U", "U", 1, True, 0.0),
            ),
            "waits": rows(
                "dossier_id step_no wait_wm wait_unsure wait_busy wait_queue wait_overtaken wait_batch wait_idle is_split",
                ("H1", 1, 120.0, 30.0, 0.0, 30.0, 60.0, 0.0, 0.0, True), ("H2", 1, 30.0, 30.0, 0.0, 0.0, 0.0, 0.0, 0.0, False),
            ),
            "interleaved": rows("dossier_id step_no shared_wm", ("H1", 1, 40.0)),
            "bounds": rows("dossier_id step_no ended_least_wm own_least_wm lain_wm is_overtaken", ("H1", 2, 80.0, 10.0, 250.0, False)),
            # Mai is away for the last quarter of an hour; nobody leaves a stamp for ten minutes while it lies with Lan
            "absent_times": rows("officer from_at from_wm to_at to_wm state", ("Mai", "04/03/2024 16:45", 465.0, "04/03/2024 17:00", 480.0, "wait_absent")),
            "silences": rows("from_at from_wm to_at to_wm state", ("04/03/2024 16:10", 430.0, "04/03/2024 16:20", 440.0, "outage")),
        },
        rows(
            "dossier_id part part_no step_no step kind unit officer pass_no state party wm late_wm",
            # the waiting's late minutes, 60 of 120, in proportion
            ("H1", "step", 1, 1, "Thụ lý", "work", "U", "Nam", 1, "wait_queue", "own_office", 30.0, 15.0),
            ("H1", "step", 1, 1, "Thụ lý", "work", "U", "Nam", 1, "wait_overtaken", "own_office", 60.0, 30.0),
            ("H1", "step", 1, 1, "Thụ lý", "work", "U", "Nam", 1, "waiting", "own_office", 30.0, 15.0),
            ("H1", "step", 1, 1, "Thụ lý", "work", "U", "Nam", 1, "interleaved", "own_office", 40.0, 40.0),
            ("H1", "step", 1, 1, "Thụ lý", "work", "U", "Nam", 1, "work", "own_office", 60.0, 60.0),
            # lay 250 on the officer's clock and 200 on the desk: 50 elsewhere; of the 80 that others took at least 30 were waited for
            ("H1", "step", 2, 2, "Ký", "sign", "U", "Lan", 1, "wait_queue", "own_office", 30.0, 30.0),
            ("H1", "step", 2, 2, "Ký", "sign", "U", "Lan", 1, "held", "own_office", 170.0, 170.0),
            ("H1", "unclosed", 0, None, "Trả", "work", "V", "Mai", 1, "unclosed", "system", 25.0, 25.0),  # the last holder is shown
            ("H1", "unclosed", 0, None, "Trả", "work", "V", "Mai", 1, "wait_absent", "own_office", 15.0, 15.0),
            ("H1", "unclosed", 0, None, "Ký", "sign", "U", "Lan", 1, "outage", "no_record", 10.0, 10.0),
            ("H1", "stop", 1, None, None, "supplement", None, None, 1, "supplement", "applicant", 10.0, 10.0),
            ("H2", "step", 1, 1, "Thụ lý", "work", "U", "U", 1, "waiting", "own_office", 30.0, 0.0),
        ),
    ),
    Example(
        "desk_bounds_numbered",
        {
            "bounds": rows(
                "dossier_id step_no ended_most_wm n_ended is_overtaken own_least_wm own_most_wm",
                ("H1", 2, 100.0, 3, False, 10.0, 90.0), ("H1", 3, 900.0, 3, True, 10.0, 900.0), ("H9", 1, 0.0, 0, False, 0.0, 0.0),
            ),
            "state_minutes_all": rows(
                "dossier_id part part_no state step unit officer wm",
                ("H1", "step", 2, "held", "Ký", "U", "Lan", 170.0), ("H1", "step", 2, "wait_queue", "Ký", "U", "Lan", 30.0),
                ("H1", "step", 2, "wait_absent", "Ký", "U", "Lan", 60.0), ("H1", "step", 2, "outage", "Ký", "U", "Lan", 400.0), ("H1", "step", 2, "silent", "Ký", "U", "Lan", 80.0),
                ("H1", "step", 3, "held", "Trả", "U", "Lan", 50.0), ("H9", "step", 1, "held", "Ký", "U", "Lan", 50.0),
            ),
            "scope": rows("dossier_id", ("H1",)),
        },
        rows(
            "dossier_id step_no step unit officer held_wm absent_wm outage_wm n_ended is_overtaken queue_least_wm queue_most_wm "
            "own_least_wm own_most_wm unexplained_least_wm unexplained_most_wm",
            # held 170 + 30; unexplained at least 200 − 90 − 100, at most 200 − 10 − 30
            ("H1", 2, "Ký", "U", "Lan", 200.0, 60.0, 480.0, 3, False, 30.0, 100.0, 10.0, 90.0, 10.0, 160.0),
            # nothing takes more than the 50 that it lay there; at least 50 − 50 − 50 < 0, at most 50 − 10
            ("H1", 3, "Trả", "U", "Lan", 50.0, 0.0, 0.0, 3, True, 0.0, 50.0, 10.0, 50.0, 0.0, 40.0),
        ),
    ),
    Example(
        "segments_numbered",
        {
            "segments_all": rows(
                _STRETCH,
                ("H1", "04/03/2024 10:00", "04/03/2024 11:00", 180.0, 240.0, "unclosed", None, None, None, None, None, None, False, False, 60.0),
                ("H1", "04/03/2024 09:00", "04/03/2024 10:00", 120.0, 180.0, "work", 1, "Thụ lý", "work", "U", "Nam", 1, False, True, 0.0),
                ("H9", "04/03/2024 09:00", "04/03/2024 10:00", 120.0, 180.0, "work", 1, "Thụ lý", "work", "U", "Nam", 1, False, True, 0.0),
            ),
            "scope": rows("dossier_id", ("H1",)),
        },
        rows(
            "dossier_id seg_no from_at to_at from_wm to_wm wm state party step_no step kind unit officer pass_no is_nested late_wm",
            ("H1", 1, "04/03/2024 09:00", "04/03/2024 10:00", 120.0, 180.0, 60.0, "work", "own_office", 1, "Thụ lý", "work", "U", "Nam", 1, False, 0.0),
            ("H1", 2, "04/03/2024 10:00", "04/03/2024 11:00", 180.0, 240.0, 60.0, "unclosed", "system", None, None, None, None, None, None, False, 60.0),
        ),
    ),
    kept_only(
        "state_minutes_numbered", "state_minutes_all", "scope",
        rows(
            "dossier_id part part_no step_no step kind unit officer pass_no state party wm late_wm",
            ("H1", "step", 1, 1, "Ký", "sign", "U", "Nam", 1, "work", "own_office", 60.0, 15.0), ("H2", "step", 1, 1, "Ký", "sign", "U", "Nam", 1, "work", "own_office", 30.0, 0.0),
        ),
        rows(
            "dossier_id part part_no step_no step kind unit officer pass_no state party wm late_wm",
            ("H2", "step", 1, 1, "Ký", "sign", "U", "Nam", 1, "work", "own_office", 30.0, 0.0),
        ),
    ),
    *(handed_on(name, f"{name}_numbered") for name in ("desk_bounds", "segments", "state_minutes")),
)
