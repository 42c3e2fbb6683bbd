"""Tables that say who had late dossiers in hand, and for how long."""

from __future__ import annotations

from worked.causes import LISTED
from worked.days import CALENDAR, period
from worked.example import Example, rows

LATE_H1 = {"late_dossiers": rows("dossier_id", ("H1",))}

# What each state of a late dossier's parts has of the lateness. A dossier counts with a holder and cause from 0.05 of a day on: 24 minutes.
SHARES = {
    "state_shares": rows(
        "dossier_id part part_no state share_wm chrono_wm",
        ("H1", "step", 1, "work", 200.0, 100.0),
        ("H1", "step", 1, "wait_absent", 50.0, 0.0),  # nobody's while the officer was away: the unit's
        ("H1", "unclosed", 0, "unclosed", 30.0, 70.0),  # late closing is the own office's
        ("H1", "unclosed", 1, "unclosed", 0.5, 0.0),  # half a minute counts too
        ("H1", "stop", 1, "supplement", 100.0, 0.0),
        ("H2", "step", 1, "work", 10.0, 5.0),
        ("H2", "step", 2, "work", 14.0, 3.0),
        ("H2", "step", 3, "council", 0.0, 40.0),  # time after the deadline, no share
        ("H2", "step", 4, "work", 0.0, 0.0),  # neither
        ("H3", "step", 1, "work", 23.0, 0.0),
        ("H4", "step", 1, "work", 0.0, 0.5),  # half a minute after the deadline
        ("H4", "step", 2, "wait_idle", 0.5, 0.0),
    ),
    "parts_numbered": rows(
        "dossier_id part part_no step kind unit officer",
        ("H1", "step", 1, "Thụ lý", "work", "U", "Nam"),
        ("H1", "unclosed", 0, None, None, "U", "Lan"),
        ("H1", "unclosed", 1, None, None, "U", "Lan"),
        ("H1", "stop", 1, None, "supplement", None, None),
        ("H2", "step", 1, "Thụ lý", "work", "U", "Nam"),
        ("H2", "step", 2, "Thẩm định", "work", "U", "Nam"),
        ("H2", "step", 3, "Họp", "council", "HĐ", None),
        ("H2", "step", 4, "Trả", "work", "U", "Mai"),
        ("H3", "step", 1, "Thụ lý", "work", "U", "Nam"),
        ("H4", "step", 1, "Thụ lý", "work", "W", "Tú"),
        ("H4", "step", 2, "Ký", "sign", "W", "Tú"),
    ),
}

EXAMPLES = (
    Example(
        "involvement",
        {**SHARES, "day_length": rows("day_wm", (480.0,))},
        rows(
            "party unit officer cause state n_late share_wm chrono_wm",
            # Nam: H1 200, H2 10 + 14 = 24 counts too, H3 23 does not; 200 + 24 + 23; after the deadline 100 + 5 + 3
            ("own_office", "U", "Nam", "LAM", "work", 2, 247.0, 108.0),
            ("own_office", "U", None, "VANG", "wait_absent", 1, 50.0, 0.0),
            ("own_office", "U", "Lan", "DONG", "unclosed", 1, 30.5, 70.0),
            ("own_office", "W", "Tú", "LAM", "work", 0, 0.0, 0.5),
            ("own_office", "W", "Tú", "DE-LAU", "wait_idle", 0, 0.5, 0.0),
            ("applicant", None, None, "BO-SUNG", "supplement", 1, 100.0, 0.0),
            ("other_body", "HĐ", None, "CK-XACDINH", "council", 0, 0.0, 40.0),
        ),
        values={"causes": LISTED},
    ),
    Example(
        "late_days_numbered",
        SHARES,
        rows(
            "dossier_id party unit officer share_wm closing_wm",
            ("H1", "own_office", "U", "Nam", 200.0, 0.0),
            ("H1", "own_office", "U", None, 50.0, 0.0),
            ("H1", "own_office", "U", "Lan", 30.5, 30.5),
            ("H1", "applicant", None, None, 100.0, 0.0),
            ("H2", "own_office", "U", "Nam", 24.0, 0.0),
            ("H3", "own_office", "U", "Nam", 23.0, 0.0),
            ("H4", "own_office", "W", "Tú", 0.5, 0.0),
        ),
    ),
    Example(
        "workload_numbered",
        {
            "scope_spans": rows(
                "dossier_id unit officer is_outside",
                ("H1", "U", "Nam", False),
                ("H1", "U", "Nam", False),
                ("H2", "U", "Nam", False),
                ("H2", "HĐ", "Kim", True),  # another body's
                ("H3", "U", "Lan", False),
                ("H3", "U", None, False),  # of a unit without an officer nobody is told
            ),
            "scope_minutes": rows(
                "dossier_id part party state unit officer wm",
                ("H1", "step", "own_office", "work", "U", "Nam", 100.0),
                ("H1", "step", "own_office", "wait_queue", "U", "Nam", 60.0),
                ("H2", "step", "own_office", "held", "U", "Nam", 40.0), ("H2", "step", "own_office", "work", "U", "Nam", 30.0),
                ("H2", "step", "other_body", "council", "U", "Nam", 70.0),
                ("H1", "unclosed", "system", "unclosed", "U", "Nam", 500.0), ("H1", "unrecorded", "own_office", "unrecorded", "U", "Nam", 7.0),
                ("H3", "step", "own_office", "work", "U", "Lan", 20.0),
                ("H4", "step", "own_office", "work", "V", "Mai", 5.0),  # minutes without a step of the period or a share
            ),
            "late_days_numbered": rows(
                "dossier_id party unit officer share_wm closing_wm",
                ("H1", "own_office", "U", "Nam", 270.0, 30.0), ("H2", "own_office", "U", "Nam", 10.0, 5.0),
                ("H1", "own_office", "U", None, 50.0, 0.0), ("H2", "own_office", "W", None, 0.5, 0.0),
                ("H1", "applicant", None, None, 100.0, 0.0),
            ),
            "absent_minutes": rows("officer absent_wm", ("Nam", 480.0), ("Mai", 60.0)),
            **LATE_H1,
        },
        rows(
            "unit officer n_dossiers n_steps n_late held_wm work_wm share_wm closing_wm absent_wm",
            ("U", "Nam", 2, 3, 1, 230.0, 130.0, 280.0, 35.0, 480.0),  # held 100 + 60 + 40 + 30
            ("U", "Lan", 1, 1, 0, 20.0, 20.0, 0.0, 0.0, 0.0),
            ("U", None, 0, 0, 0, 0.0, 0.0, 50.0, 0.0, 0.0),
            ("W", None, 0, 0, 0, 0.0, 0.0, 0.5, 0.0, 0.0),
        ),
    ),
    Example(
        "absent_minutes",
        {
            "read_absences": rows(
                "officer from_at to_at",
                ("Nam", "05/03/2024 07:00", "06/03/2024 10:00"),
                ("Nam", "08/03/2024 13:30", "12/03/2024 07:00"),
                ("Lan", "04/03/2024 07:00", "05/03/2024 17:00"),  # before the period
                ("Mai", "07/03/2024 07:00", "07/03/2024 11:30"),
                ("Mai", "07/03/2024 09:00", "07/03/2024 15:00"),  # the same morning twice
            ),
            **CALENDAR,
            **period("06/03/2024 00:00", "09/03/2024 00:00"),
        },
        rows(
            "officer absent_wm",
            ("Nam", 390.0),  # 06/03 07:00–10:00: 180; 08/03 13:30–17:00: 210
            ("Mai", 360.0),  # 07/03 07:00–15:00: 270 + 90, each minute once
        ),
    ),
    Example(
        "whose_time",
        {
            "state_minutes": rows(
                "dossier_id party wm late_wm",
                ("H1", "own_office", 100.0, 30.0),
                ("H1", "own_office", 50.0, 10.0),
                ("H2", "own_office", 20.0, 0.0),
                ("H2", "applicant", 200.0, 0.0),
                ("H3", "own_office", 999.0, 0.0),  # not of the period
            ),
            "scope": rows("dossier_id", ("H1",), ("H2",)),
            **LATE_H1,
        },
        rows(
            "scope party n_dossiers wm late_wm",
            ("all", "own_office", 2, 170.0, 40.0),
            ("all", "applicant", 1, 200.0, 0.0),
            ("late", "own_office", 1, 150.0, 40.0),
        ),
    ),
    Example(
        "queues_numbered",
        {
            "spans": rows(
                "unit officer arrived_at ended_at is_outside",
                ("U", "Nam", "05/03/2024 08:00", "06/03/2024 09:00", False),
                ("U", "Nam", "06/03/2024 08:00", "07/03/2024 09:00", False),
                ("U", "Nam", "08/03/2024 08:00", "11/03/2024 09:00", False),
                ("U", "Nam", "11/03/2024 08:00", None, False),
                ("U", "Nam", "18/03/2024 08:00", None, False),
                ("U", "Nam", "12/03/2024 08:00", "12/03/2024 09:00", True),  # another body's
                ("U", None, "12/03/2024 08:00", "12/03/2024 09:00", False),  # nobody's
                ("V", "Nam", "12/03/2024 08:00", "12/03/2024 09:00", False),  # each unit for itself
                ("U", "Lan", "10/03/2024 12:00", None, False),  # a Sunday belongs to the week of the Monday before
            ),
        },
        rows(
            "unit officer week_at n_arrived n_ended n_in_hand",
            ("U", "Nam", "04/03/2024 00:00", 3, 2, 1),
            ("U", "Nam", "11/03/2024 00:00", 1, 1, 1),  # 1 of the week before + 1 − 1
            ("U", "Nam", "18/03/2024 00:00", 1, 0, 2),
            ("V", "Nam", "11/03/2024 00:00", 1, 1, 0),
            ("U", "Lan", "04/03/2024 00:00", 1, 0, 1),
        ),
    ),
    Example(
        "sessions",
        {
            "scope_spans": rows(
                "dossier_id unit kind arrived_wm ended_at ended_wm",
                ("H1", "HĐ", "council", 0.0, "05/03/2024 10:00", 660.0),
                ("H2", "HĐ", "council", 480.0, "05/03/2024 15:00", 840.0),
                ("H1", "HĐ", "council", 660.0, "05/03/2024 15:00", 840.0),  # again
                ("H3", "HĐ", "council", 600.0, "06/03/2024 09:00", 1080.0),
                ("H4", "HĐ", "council", 600.0, None, None),  # still there
                ("H5", "U", "work", 600.0, "06/03/2024 09:00", 1080.0),  # no council
            ),
            **LATE_H1,
        },
        rows(
            "unit held_on n_dossiers n_late wait_wm",
            ("HĐ", "05/03/2024 00:00", 2, 1, 400.0),  # (660 + 360 + 180) / 3
            ("HĐ", "06/03/2024 00:00", 1, 0, 480.0),
        ),
    ),
    Example(
        "step_norms_numbered",
        {
            "step_used": rows(
                "dossier_id step used_wm",
                ("H1", "Thụ lý", 100.0), ("H2", "Thụ lý", 300.0), ("H3", "Thụ lý", 500.0), ("H1", "Ký", 60.0),
                ("H4", "Thụ lý", 200.0), ("H5", "Thụ lý", 300.0),
                ("H9", "Thụ lý", 900.0),  # not of the period
            ),
            "norms_of_all": rows(
                "dossier_id step norm_wm", ("H1", "Thụ lý", 240.0), ("H2", "Thụ lý", 240.0), ("H4", "Thụ lý", 100.0), ("H5", "Thụ lý", 300.0),
            ),
            "scope_lifetimes": rows("dossier_id procedure_code", ("H1", "P"), ("H2", "P"), ("H3", "P"), ("H4", "Q"), ("H5", "Q")),
        },
        rows(
            "procedure_code step n n_over used_wm norm_wm",
            ("P", "Thụ lý", 3, 1, 300.0, 240.0),  # H3 has no norm and is over none
            ("P", "Ký", 1, 0, 60.0, None),
            ("Q", "Thụ lý", 2, 1, 250.0, 200.0),  # H5 uses its norm to the minute
        ),
    ),
    Example(
        "late_groups",
        {
            "received_dossiers": rows(
                "dossier_id field procedure_name procedure_code received_at",
                ("H1", "Đất đai", "Cấp thẻ", "P", "05/03/2024"),
                ("H2", "Đất đai", None, "Q", "28/02/2024"),
                ("H3", None, None, None, "06/03/2024"),
                ("H4", "Đất đai", "Cấp thẻ", "P", "06/03/2024"),
            ),
            "scope_spans": rows("dossier_id step", ("H1", "Thụ lý"), ("H1", "Thụ lý"), ("H2", "Thụ lý"), ("H1", "Ký"), ("H8", "Ký")),
            "late_dossiers": rows("dossier_id", ("H1",), ("H4",)),
        },
        # Wilson, z² = 3.841459. None of n late: 0 … z² / (n + z²); all of n: n / (n + z²) … 1; one of two: ½ ± z / (2 √(2 + z²)),
        # that is 0.5 ± 1.959964 / 4.833822 = 0.5 ± 0.405469; two of three: (0.666667 + 0.640243 ± 1.959964 √(0.074074 + 0.106707)) / 2.280486,
        # that is (1.306910 ± 0.833345) / 2.280486
        rows(
            "grouping group n n_late rate_late low high",
            ("field", "Đất đai", 3, 2, 2 / 3, 0.207660, 0.938508),
            ("field", "–", 1, 0, 0.0, 0.0, 0.793451),
            ("procedure", "Cấp thẻ", 2, 2, 1.0, 0.342380, 1.0),
            ("procedure", "Q", 1, 0, 0.0, 0.0, 0.793451),  # H3 names none: no group
            ("month", "03/2024", 3, 2, 2 / 3, 0.207660, 0.938508),
            ("month", "02/2024", 1, 0, 0.0, 0.0, 0.793451),
            ("step", "Thụ lý", 2, 1, 0.5, 0.094531, 0.905469),
            ("step", "Ký", 1, 1, 1.0, 0.206549, 1.0),
        ),
    ),
)
