"""Which starts and accounts are believed, and when officers and the office are known to have been there."""

from __future__ import annotations

from worked.days import CALENDAR, period
from worked.example import Example, rows

CUT = period("04/03/2024 00:00", "16/03/2024 00:00")
_HOURS = (22, 23, 0, 1, 2, *range(6, 21))  # five of twenty at night, in twenty hours of the day
_STARTS = "dossier_id step_no officer step is_outside arrived_at started_at ended_at arrived_wm started_wm ended_wm"


def _long_ended(officer: str, n: int, n_units: int) -> list[tuple]:
    return [(officer, f"U{number % n_units}", False, None, None, "05/03/2024 09:00") for number in range(n)]


def _stamped(officer: str, days: range) -> list[tuple]:
    return [(f"{day:02}/03/2024 09:00", officer) for day in days if day % 7 not in (2, 3)]  # 9 and 10, 16 and 17 March are weekends


EXAMPLES = (
    Example(
        "doubted_starts",
        {
            "spans_recorded": rows(
                _STARTS,
                # Nam: lay for just a day, begun fifteen minutes before its end, in a step of a day
                ("H1", 1, "Nam", "Ký", False, "05/03/2024 09:00", "06/03/2024 08:45", "06/03/2024 09:00", 600.0, 1065.0, 1080.0),
                # Hà: of two that lay one was
                ("H1", 3, "Hà", "Ký", False, "05/03/2024 09:00", "06/03/2024 08:45", "06/03/2024 09:00", 600.0, 1065.0, 1080.0),
                ("H6", 3, "Hà", "Ký", False, "05/03/2024 09:00", "06/03/2024 08:40", "06/03/2024 09:00", 600.0, 1060.0, 1080.0),
                # Kha: three in the last half hour of one day
                *((f"H{n}", 4, "Kha", "Thụ lý", False, "04/03/2024 08:00", f"04/03/2024 16:{n}5", None, 60.0, 425.0 + 10 * n, None) for n in (3, 4, 5)),
                # Giang: three of four in the last half hour
                *((f"H{n}", 5, "Giang", "Thụ lý", False, "04/03/2024 08:00", f"0{n}/03/2024 16:40", None, 60.0, 480.0 * n - 1460, None) for n in (4, 5, 6)),
                ("H7", 5, "Giang", "Thụ lý", False, "04/03/2024 08:00", "07/03/2024 10:00", None, 60.0, 1620.0, None),
                # Lan: the same, in a step of an hour
                ("H1", 2, "Lan", "Nhận", False, "04/03/2024 08:00", "06/03/2024 08:50", "06/03/2024 09:00", 60.0, 1070.0, 1080.0),
                # Mai: the same, but the applicant had it until half an hour before
                ("H2", 1, "Mai", "Ký", False, "04/03/2024 08:00", "06/03/2024 08:50", "06/03/2024 09:00", 60.0, 1070.0, 1080.0),
                # An: three of three in the day's last half hour, and goes on
                ("H3", 1, "An", "Thụ lý", False, "04/03/2024 08:00", "04/03/2024 16:30", None, 60.0, 450.0, None),
                ("H4", 1, "An", "Thụ lý", False, "05/03/2024 08:00", "05/03/2024 16:30", None, 540.0, 930.0, None),
                ("H5", 1, "An", "Thụ lý", False, "06/03/2024 08:00", "06/03/2024 16:30", None, 1020.0, 1410.0, None),
                # Ba: three at one stroke, on two days
                ("H3", 2, "Ba", "Thụ lý", False, "04/03/2024 08:00", "04/03/2024 10:00", None, 60.0, 180.0, None),
                ("H4", 2, "Ba", "Thụ lý", False, "04/03/2024 08:00", "04/03/2024 10:01", None, 60.0, 181.0, None),
                ("H5", 2, "Ba", "Thụ lý", False, "04/03/2024 08:00", "04/03/2024 10:02", None, 60.0, 182.0, None),
                ("H6", 2, "Ba", "Thụ lý", False, "05/03/2024 08:00", "05/03/2024 10:00", None, 540.0, 660.0, None),
                ("H7", 2, "Ba", "Thụ lý", False, "05/03/2024 08:00", "05/03/2024 10:01", None, 540.0, 661.0, None),
                ("H8", 2, "Ba", "Thụ lý", False, "05/03/2024 08:00", "05/03/2024 10:02", None, 540.0, 662.0, None),
                # Du: three that lay leave 100 minutes for a step of ten days: a fortieth of 4800 is 120
                ("H3", 3, "Du", "Thẩm định", False, "04/03/2024 08:00", "06/03/2024 08:00", "06/03/2024 09:40", 60.0, 1020.0, 1120.0),
                ("H4", 3, "Du", "Thẩm định", False, "05/03/2024 08:00", "07/03/2024 08:00", "07/03/2024 09:40", 540.0, 1500.0, 1600.0),
                ("H5", 3, "Du", "Thẩm định", False, "06/03/2024 08:00", "08/03/2024 08:00", "08/03/2024 09:40", 1020.0, 1980.0, 2080.0),
                # Kim: as Nam, of another body
                ("H6", 1, "Kim", "Ký", True, "04/03/2024 08:00", "06/03/2024 08:50", "06/03/2024 09:00", 60.0, 1070.0, 1080.0),
            ),
            "lifetimes": rows("dossier_id procedure_code", *((f"H{number}", "P") for number in range(1, 9))),
            "read_norms": rows(
                "procedure_code step norm_wm", ("P", "Nhận", 30.0), ("P", "Nhận", 60.0), ("P", "Ký", 480.0), ("P", "Thẩm định", 4800.0), ("Q", "Nhận", 4800.0),
            ),
            "read_stops": rows("dossier_id kind from_at to_at", ("H2", "supplement", "04/03/2024 09:00", "06/03/2024 08:30")),
            **CALENDAR,
        },
        rows(
            "officer step n_starts doubt",
            ("Nam", "Ký", 1, "click"), ("An", "Thụ lý", 3, "evening"), ("Ba", "Thụ lý", 6, "burst"), ("Du", "Thẩm định", 3, "click"),
        ),
    ),
    Example(
        "shared_accounts",
        {
            "spans_recorded": rows(
                "officer unit is_outside started_wm ended_wm ended_at",
                *_long_ended("Ba", 20, 4), *_long_ended("Lan", 20, 3), *_long_ended("Mai", 19, 4),  # four units, three, too few stamps; all at one instant
                *[("Hà", unit, False, None, None, f"{day:02}/03/2024 09:00") for unit, day in (("U", 4), ("V", 5), ("U", 6))],  # in both units in turn
                *[("Kim", unit, False, None, None, f"{day:02}/03/2024 09:00") for unit, day in (("U", 4), ("U", 5), ("V", 6))],  # went to the other one
                *[("Du", "U", False, None, None, f"05/03/2024 {hour:02}:00") for hour in _HOURS],
                *[("Hoa", "U", False, None, None, f"05/03/2024 {hour:02}:00") for hour in (6, *_HOURS[1:])],  # four of twenty at night
                *[("Em", "U", False, 100.0 * (n // 5), 100.0 * (n // 5) + 100.0, "05/03/2024 09:00") for n in range(20)],  # always five at once
                *[("Gia", "U", False, 100.0 * (n // 4), 100.0 * (n // 4) + 100.0, "05/03/2024 09:00") for n in range(20)],  # four
            ),
        },
        rows("officer n_stamps doubt", ("Ba", 20, "units"), ("Du", 20, "night"), ("Em", 20, "hands"), ("Hà", 3, "namesake")),
    ),
    Example(
        "unsure_accounts", {"shared_accounts": rows("officer", ("Nam",)), "vague_accounts": rows("officer", ("Lan",), ("Nam",), (None,))},
        rows("officer", ("Lan",), ("Nam",)),
    ),
    Example(
        "spans",
        {
            "spans_recorded": rows(
                _STARTS,
                ("H1", 1, "Nam", "Thụ lý", False, "04/03/2024 08:00", "04/03/2024 09:00", "04/03/2024 10:00", 60.0, 120.0, 180.0),  # doubted
                ("H1", 2, "Nam", "Ký", False, "05/03/2024 08:00", "05/03/2024 09:00", "05/03/2024 10:00", 540.0, 600.0, 660.0),
                ("H2", 1, "Hai", "Ký", False, "05/03/2024 08:00", "05/03/2024 09:00", "05/03/2024 10:00", 540.0, 600.0, 660.0),  # two people
                # Lan: open for 960 minutes, another one begun and ended meanwhile
                ("H3", 1, "Lan", "Thụ lý", False, "04/03/2024 09:00", "04/03/2024 09:00", "06/03/2024 09:00", 120.0, 120.0, 1080.0),
                ("H4", 1, "Lan", "Thụ lý", False, "05/03/2024 08:00", "05/03/2024 08:00", "05/03/2024 09:00", 540.0, 540.0, 600.0),
                # Mai: the same, but the dossier was with the applicant meanwhile
                ("H5", 1, "Mai", "Thụ lý", False, "04/03/2024 09:00", "04/03/2024 09:00", "06/03/2024 09:00", 120.0, 120.0, 1080.0),
                ("H6", 1, "Mai", "Thụ lý", False, "05/03/2024 08:00", "05/03/2024 08:00", "05/03/2024 09:00", 540.0, 540.0, 600.0),
                # An: a minute less than two days
                ("H7", 1, "An", "Thụ lý", False, "04/03/2024 09:01", "04/03/2024 09:01", "06/03/2024 09:00", 121.0, 121.0, 1080.0),
                ("H8", 1, "An", "Thụ lý", False, "05/03/2024 08:00", "05/03/2024 08:00", "05/03/2024 09:00", 540.0, 540.0, 600.0),
            ),
            "doubted_starts": rows("officer step", ("Nam", "Thụ lý")),
            "unsure_accounts": rows("officer", ("Hai",)),
            "read_stops": rows("dossier_id kind from_at to_at", ("H5", "supplement", "05/03/2024 07:00", "05/03/2024 17:00")),
            "lifetimes": rows("dossier_id end_at end_wm", *((f"H{number}", "15/03/2024 17:00", 4800.0) for number in range(1, 9))),
        },
        rows(
            _STARTS,
            ("H1", 1, "Nam", "Thụ lý", False, "04/03/2024 08:00", None, "04/03/2024 10:00", 60.0, None, 180.0),
            ("H1", 2, "Nam", "Ký", False, "05/03/2024 08:00", "05/03/2024 09:00", "05/03/2024 10:00", 540.0, 600.0, 660.0),
            ("H2", 1, "Hai", "Ký", False, "05/03/2024 08:00", None, "05/03/2024 10:00", 540.0, None, 660.0),
            ("H3", 1, "Lan", "Thụ lý", False, "04/03/2024 09:00", None, "06/03/2024 09:00", 120.0, None, 1080.0),
            ("H4", 1, "Lan", "Thụ lý", False, "05/03/2024 08:00", "05/03/2024 08:00", "05/03/2024 09:00", 540.0, 540.0, 600.0),
            ("H5", 1, "Mai", "Thụ lý", False, "04/03/2024 09:00", "04/03/2024 09:00", "06/03/2024 09:00", 120.0, 120.0, 1080.0),
            ("H6", 1, "Mai", "Thụ lý", False, "05/03/2024 08:00", "05/03/2024 08:00", "05/03/2024 09:00", 540.0, 540.0, 600.0),
            ("H7", 1, "An", "Thụ lý", False, "04/03/2024 09:01", "04/03/2024 09:01", "06/03/2024 09:00", 121.0, 121.0, 1080.0),
            ("H8", 1, "An", "Thụ lý", False, "05/03/2024 08:00", "05/03/2024 08:00", "05/03/2024 09:00", 540.0, 540.0, 600.0),
        ),
    ),
    Example(
        "absent_times",
        {
            "read_absences": rows(
                "officer from_at to_at",
                ("Nam", "05/03/2024 07:00", "06/03/2024 10:00"), ("Nam", "06/03/2024 09:00", "06/03/2024 11:30"),
                ("Nam", "06/03/2024 13:30", "06/03/2024 15:00"),  # touches on the clock: nobody works at noon
                ("Lan", "09/03/2024 07:00", "10/03/2024 17:00"),  # a weekend
                ("Lan", "11/03/2024 07:00", "12/03/2024 07:00"),
            ),
            **CALENDAR,
        },
        rows(
            "officer from_at to_at from_wm to_wm state",
            ("Nam", "05/03/2024 07:00", "06/03/2024 15:00", 480.0, 1320.0, "wait_absent"),
            ("Lan", "11/03/2024 07:00", "12/03/2024 07:00", 2400.0, 2880.0, "wait_absent"),
        ),
    ),
    Example(
        "stamps",
        {
            "read_dossiers": rows(
                "dossier_id submitted_at received_at finished_at issued_at returned_at refused_at",
                ("H1", "01/03/2024", "04/03/2024", "05/03/2024", "06/03/2024", "07/03/2024", None), ("H2", None, None, None, None, None, "08/03/2024"),
            ),
            "read_steps": rows("dossier_id officer arrived_at started_at ended_at", ("H1", "Nam", "04/03/2024", "04/03/2024 08:00", "04/03/2024 09:00")),
            "read_stops": rows("dossier_id kind from_at to_at", ("H1", "supplement", "04/03/2024 10:00", "05/03/2024 10:00")),  # its end is the applicant's
            "read_due_changes": rows("dossier_id at", ("H1", "04/03/2024 11:00")),
        },
        rows(
            "at officer",
            ("04/03/2024", None), ("05/03/2024", None), ("06/03/2024", None), ("07/03/2024", None), ("08/03/2024", None),
            ("04/03/2024 08:00", "Nam"), ("04/03/2024 09:00", "Nam"), ("04/03/2024 10:00", None), ("04/03/2024 11:00", None),
        ),
    ),
    Example(
        "silences",
        {
            # nine days with a stamp, then none from Friday 15/03 to the cut on Thursday 21/03: four whole working days
            "stamps": rows("at officer", *_stamped("Nam", range(4, 15)), *_stamped("Lan", range(4, 15)), *_stamped("Mai", range(4, 15))),
            "spans": rows(
                "dossier_id officer is_outside arrived_at ended_at",
                *((f"H{number}", officer, officer == "Kim", "05/03/2024 08:00", None) for number, officer in enumerate(("Nam", "Lan", "Mai", "An", "Kim"))),
                ("H5", "Ba", False, "18/03/2024 08:00", None),  # came within it
            ),
            "lifetimes": rows("dossier_id end_at", *((f"H{number}", "21/03/2024 00:00") for number in range(6))),
            # An was away for 1440 of the 1800 minutes
            "absent_times": rows("officer from_wm to_wm", ("An", 4320.0, 5760.0), ("Nam", 4320.0, 4800.0)),
            **CALENDAR, **period("04/03/2024 00:00", "21/03/2024 00:00"),
        },
        # fewer than ten days with a stamp tell no usual rate: of unknown cause. From 14/03 09:00: 3840 + 120; Nam, Lan and Mai held
        rows(
            "from_at to_at from_wm to_wm n_days n_officers state", ("14/03/2024 09:00", "21/03/2024 00:00", 3960.0, 6240.0, 4, 3, "silent"),
        ),
    ),
    Example(
        "silences",
        {
            # ten days with a stamp of three officers each: a run of four without any has a chance of e^−12
            "stamps": rows("at officer", *_stamped("Nam", range(4, 16)), *_stamped("Lan", range(4, 16)), *_stamped("Mai", range(4, 16)), ("22/03/2024 10:00", "Nam")),
            "spans": rows("dossier_id officer is_outside arrived_at ended_at", *((f"H{n}", one, False, "05/03/2024 08:00", None) for n, one in enumerate(("Nam", "Lan", "Mai")))),
            "lifetimes": rows("dossier_id end_at", *((f"H{number}", "23/03/2024 00:00") for number in range(3))),
            "absent_times": rows("officer from_wm to_wm"),
            **CALENDAR, **period("04/03/2024 00:00", "23/03/2024 00:00"),
        },
        # 15/03 09:00: 4320 + 120; 22/03 10:00: 6720 + 180; 18, 19, 20, 21 March
        rows("from_at to_at from_wm to_wm n_days n_officers state", ("15/03/2024 09:00", "22/03/2024 10:00", 4440.0, 6900.0, 4, 3, "outage")),
    ),
    Example(
        "officer_stamps",
        {
            "spans_recorded": rows(
                "officer is_outside started_at ended_at",
                ("Nam", False, "04/03/2024 09:00", "04/03/2024 11:30"),  # one morning
                ("Nam", False, None, "04/03/2024 15:00"),
                ("Nam", False, "09/03/2024 10:00", None),  # a Saturday
                ("Nam", False, "16/03/2024 00:00", None),  # the cut itself is after it
                ("Lan", False, "05/03/2024 11:20", "06/03/2024 11:31"),  # a minute after noon's closing
                ("Lan", False, None, "07/03/2024 11:30"),
                ("Kim", True, "04/03/2024 09:00", None), (None, False, "04/03/2024 09:00", None),
            ),
            **CALENDAR, **CUT,
        },
        rows(
            "officer date is_work day_wm before_wm work_no to_1 morning_wm is_morning",
            ("Nam", "04/03/2024", True, 480.0, 0.0, 1, 690.0, 270.0, True),
            ("Nam", "04/03/2024", True, 480.0, 0.0, 1, 690.0, 270.0, False),
            ("Nam", "09/03/2024", False, 0.0, 2400.0, 5, 0.0, 0.0, False),
            ("Lan", "05/03/2024", True, 480.0, 480.0, 2, 690.0, 270.0, True),
            ("Lan", "06/03/2024", True, 480.0, 960.0, 3, 690.0, 270.0, False),
            ("Lan", "07/03/2024", True, 480.0, 1440.0, 4, 690.0, 270.0, True),
        ),
    ),
    Example(
        "shown_times",
        {
            "officer_stamps": rows(
                "officer is_work day_wm before_wm morning_wm is_morning",
                ("Nam", True, 480.0, 480.0, 270.0, True), ("Nam", True, 480.0, 480.0, 270.0, False), ("Nam", False, 0.0, 2400.0, 0.0, False),
                ("Nam", True, 270.0, 960.0, 270.0, False),  # the afternoon of half a day
            ),
        },
        rows("officer from_wm to_wm", ("Nam", 480.0, 750.0), ("Nam", 750.0, 960.0)),
    ),
    Example(
        "quiet_times",
        {
            "officer_stamps": rows(
                "officer date is_work work_no before_wm day_wm",
                ("Nam", "04/03/2024", True, 1, 0.0, 480.0), ("Nam", "04/03/2024", True, 1, 0.0, 480.0), ("Nam", "11/03/2024", True, 6, 2400.0, 480.0),
                ("Lan", "11/03/2024", True, 6, 2400.0, 480.0), ("Lan", "15/03/2024", True, 10, 4320.0, 480.0),
                ("An", "12/03/2024", True, 7, 2880.0, 480.0), ("An", "15/03/2024", True, 10, 4320.0, 480.0),  # two whole days are none
                # Ba was there on a Friday and the Saturday after it, Du on a Tuesday and a Saturday
                ("Ba", "04/03/2024", True, 1, 0.0, 480.0), ("Ba", "08/03/2024", True, 5, 1920.0, 480.0), ("Ba", "09/03/2024", False, 5, 2400.0, 0.0),
                ("Ba", "14/03/2024", True, 9, 3840.0, 480.0),
                ("Du", "05/03/2024", True, 2, 480.0, 480.0), ("Du", "09/03/2024", False, 5, 2400.0, 0.0), ("Du", "13/03/2024", True, 8, 3360.0, 480.0),
            ),
            **CALENDAR, **CUT,
        },
        rows(
            "officer from_at to_at from_wm to_wm state",
            ("Nam", "05/03/2024 00:00", "11/03/2024 00:00", 480.0, 2400.0, "quiet"),  # Tuesday to Friday
            ("Nam", "12/03/2024 00:00", "16/03/2024 00:00", 2880.0, 4800.0, "quiet"),  # Tuesday to Friday before the cut
            ("Lan", "12/03/2024 00:00", "15/03/2024 00:00", 2880.0, 4320.0, "quiet"),  # Tuesday to Thursday
            ("Ba", "05/03/2024 00:00", "08/03/2024 00:00", 480.0, 1920.0, "quiet"),  # Tuesday to Thursday
            ("Ba", "10/03/2024 00:00", "14/03/2024 00:00", 2400.0, 3840.0, "quiet"),  # Monday to Wednesday
            ("Du", "06/03/2024 00:00", "09/03/2024 00:00", 960.0, 2400.0, "quiet"),  # Wednesday to Friday
        ),
    ),
)
