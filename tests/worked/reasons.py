"""What was granted, what was used beyond it, and what follows for the lateness."""

from __future__ import annotations

from worked.days import CALENDAR
from worked.example import Example, rows
from worked.forms import handed_on, kept_only

DAY = {"day_length": rows("day_wm", (480.0,))}
_PART = "dossier_id part part_no step kind unit officer pass_no used_wm norm_wm norm_scaled_wm norm_source over_wm over_scaled_wm share_wm"
_SHARE = (
    "dossier_id part part_no state chrono_wm norm_source norm_wm used_wm share_wm even_wm over_wm least_wm most_wm over_least_wm over_most_wm"
)
_LISTS = rows(
    "procedure_code step channel norm_wm valid_from decision",
    ("P", "Thụ lý", None, 480.0, "01/01/2024", "QĐ 1"),
    ("P", "Thụ lý", "online", 240.0, "01/01/2024", "QĐ 1"),  # the own channel's comes before that of every channel
    ("P", "Ký", None, 60.0, "01/01/2023", "QĐ 0"),  # the later list drops the step
    ("P", "Thụ lý", None, 960.0, "05/03/2024", "QĐ 2"),
)
_RECEIVED = rows(
    "dossier_id procedure_code channel received_at", ("H1", "P", "online", "04/03/2024"), ("H2", "P", "direct", "06/03/2024"), ("H3", "Q", None, "06/03/2024"),
)

EXAMPLES = (
    *(
        kept_only(f"late_{name}_numbered", source, "late_dossiers")
        for name, source in (
            ("lifetimes", "lifetimes"), ("spans", "spans"), ("segments", "segments_all"), ("minutes", "state_minutes_all"), ("bounds", "bounds"),
        )
    ),
    *(handed_on(f"late_{name}", f"late_{name}_numbered") for name in ("lifetimes", "spans", "segments", "minutes", "bounds")),
    *(kept_only(f"scope_{name}", source, "scope") for name, source in (("minutes", "state_minutes_all"), ("spans", "spans"), ("lifetimes", "lifetimes"))),
    *(handed_on(name, f"{name}_numbered") for name in ("parts", "late_days", "workload", "queues", "step_norms")),
    handed_on("shares_proposed", "shares_numbered"),
    handed_on("late_proposed", "late_numbered"),
    handed_on("causes", "cause_list", rows("code label", ("KY", "Chờ ký"))),
    Example(
        "used",
        {
            "late_minutes": rows(
                "dossier_id part part_no step kind unit officer pass_no wm late_wm",
                ("H1", "step", 1, "Thụ lý", "work", "U", "Nam", 1, 60.0, 10.0), ("H1", "step", 1, "Thụ lý", "work", "U", "Nam", 1, 40.0, 0.0),
                ("H1", "unclosed", 0, None, None, None, None, None, 50.0, 50.0),
            ),
            "late_spans": rows(
                "dossier_id step_no step kind unit officer pass_no", ("H1", 1, "Thụ lý", "work", "U", "Nam", 1), ("H1", 2, "Ký", "sign", "U", "Lan", 1),
            ),
            "late_dossiers": rows("dossier_id", ("H1",)),
        },
        rows(
            "dossier_id part part_no step kind unit officer pass_no used_wm after_wm",
            ("H1", "step", 1, "Thụ lý", "work", "U", "Nam", 1, 100.0, 10.0),
            ("H1", "step", 2, "Ký", "sign", "U", "Lan", 1, 0.0, 0.0),  # never held it
            ("H1", "unclosed", 0, None, None, None, None, None, 50.0, 50.0),
        ),
    ),
    Example(
        "norms_given",
        {"read_norms": _LISTS, "lifetimes": _RECEIVED, "late_dossiers": rows("dossier_id", ("H1",), ("H3",))},
        rows("dossier_id step norm_wm decision", ("H1", "Thụ lý", 240.0, "QĐ 1")),
    ),
    Example(
        "norms_of_all",
        {"read_norms": _LISTS, "scope_lifetimes": _RECEIVED},
        rows("dossier_id step norm_wm decision", ("H1", "Thụ lý", 240.0, "QĐ 1"), ("H2", "Thụ lý", 960.0, "QĐ 2")),
    ),
    Example(
        "step_used",
        {
            "state_minutes_all": rows(
                "dossier_id part step pass_no wm",
                ("H1", "step", "Ký", 1, 60.0), ("H1", "step", "Ký", 1, 40.0), ("H1", "step", "Ký", 2, 7.0), ("H1", "stop", None, 1, 9.0), ("H2", "step", "Ký", 1, 5.0),
            ),
        },
        rows("dossier_id step used_wm", ("H1", "Ký", 100.0), ("H2", "Ký", 5.0)),
    ),
    Example(
        "norms_estimated",
        {
            "step_used": rows(
                "dossier_id step used_wm", *((f"H{n}", "Thụ lý", 10.0 * n) for n in range(1, 6)), ("H1", "Ký", 60.0),
                ("H6", "Thụ lý", 900.0),  # not in time
                *((f"K{n}", "Thụ lý", 10.0) for n in range(1, 5)),  # four are too few
            ),
            "on_time_dossiers": rows("dossier_id", *((f"H{n}",) for n in range(1, 6)), *((f"K{n}",) for n in range(1, 5))),
            "lifetimes": rows("dossier_id procedure_code", *((f"H{n}", "P") for n in range(1, 7)), *((f"K{n}", "Q") for n in range(1, 5))),
        },
        rows("procedure_code step norm_wm n_sample", ("P", "Thụ lý", 30.0, 5), ("P", "Ký", 60.0, 5)),
    ),
    Example(
        "on_time_dossiers",
        {
            "outcomes": rows(
                "dossier_id rule outcome", ("H1", "system", "early"), ("H2", "system", "on_time"), ("H3", "system", "late"), ("H4", "decree", "early"), ("H5", "system", "withdrawn"),
            ),
        },
        rows("dossier_id", ("H1",), ("H2",)),
    ),
    Example(
        "step_due",
        {"read_steps": rows("dossier_id step_no step_due_at", ("H1", 1, "05/03/2024 15:00"), ("H1", 2, None)), **CALENDAR},
        rows("dossier_id step_no step_due_wm", ("H1", 1, 840.0)),  # 480 + 360
    ),
    Example(
        "norms_by_due",
        {
            "spans": rows(
                "dossier_id step_no step pass_no arrived_wm",
                ("H1", 1, "Thụ lý", 1, 100.0), ("H1", 2, "Thụ lý", 1, 300.0), ("H1", 3, "Thụ lý", 2, 900.0), ("H2", 1, "Thụ lý", 1, 100.0),
            ),
            "step_due": rows("dossier_id step_no step_due_wm", ("H1", 1, 600.0), ("H1", 2, 840.0), ("H1", 3, 999.0), ("H2", 1, 50.0)),
            "lifetimes": rows("dossier_id received_wm", ("H1", 120.0), ("H2", 0.0)),
        },
        rows("dossier_id step norm_wm", ("H1", "Thụ lý", 720.0), ("H2", "Thụ lý", 0.0)),  # from the reception at 120 to 840; never below nothing
    ),
    Example(
        "norms_chosen",
        {
            "late_dossiers": rows("dossier_id", ("H1",), ("H2",), ("H3",), ("H4",)),
            "lifetimes": rows("dossier_id procedure_code", ("H1", "P"), ("H2", "P"), ("H3", "P"), ("H4", "Q"), ("H5", "P")),
            "norms_given": rows("dossier_id step norm_wm", ("H1", "Thụ lý", 240.0)),
            "norms_by_due": rows("dossier_id step norm_wm", ("H1", "Ký", 100.0), ("H2", "Ký", 90.0), ("H5", "Ký", 90.0)),
            "norms_estimated": rows("procedure_code step norm_wm", ("P", "Thụ lý", 30.0), ("P", "Ký", 60.0)),
        },
        rows(
            "dossier_id step norm_wm norm_source",
            ("H1", "Thụ lý", 240.0, "given"), ("H2", "Ký", 90.0, "step_due"), ("H3", "Thụ lý", 30.0, "estimated"), ("H3", "Ký", 60.0, "estimated"),
        ),
    ),
    Example(
        "late_stops",
        {
            "held_elsewhere": rows(
                "dossier_id rank step_no from_at to_at", ("H1", 1, 2, "05/03/2024", "06/03/2024"), ("H1", 2, 3, "05/03/2024", "06/03/2024"), ("H2", 1, 1, "05/03/2024", "06/03/2024"),
            ),
            "late_dossiers": rows("dossier_id", ("H1",)),
        },
        rows("dossier_id part_no from_at to_at", ("H1", 2, "05/03/2024", "06/03/2024")),
    ),
    Example(
        "due_moves",
        {
            "read_due_changes": rows(
                "dossier_id at old_due_at new_due_at",
                ("H1", "06/03/2024 08:00", "08/03/2024 09:00", "12/03/2024 10:00"),  # from closing time to closing time: 3360 − 2400
                ("H1", "07/03/2024 08:00", None, "13/03/2024 10:00"),  # from where is not known
                ("H1", "15/03/2024 08:00", "12/03/2024 10:00", "18/03/2024 10:00"),  # after the dossier's end
            ),
            "lifetimes": rows("dossier_id received_at end_at is_open", ("H1", "04/03/2024", "14/03/2024", False)),
            **CALENDAR,
        },
        rows("dossier_id at moved_wm", ("H1", "06/03/2024 08:00", 960.0), ("H1", "07/03/2024 08:00", 0.0)),
        settings={"compare": "date"},
    ),
    Example(
        "stop_norms",
        {
            "late_stops": rows("dossier_id part_no from_at to_at", ("H1", 1, "05/03/2024", "06/03/2024"), ("H1", 2, "11/03/2024", None)),
            "due_moves": rows(
                "dossier_id at moved_wm",
                ("H1", "07/03/2024 06:00", 480.0),  # within a day of the first one's end
                ("H1", "08/03/2024 07:00", 100.0),  # of no stop
                ("H1", "12/03/2024 07:00", 300.0), ("H1", "13/03/2024 07:00", -400.0),  # forth and back: at least nothing
            ),
        },
        rows("dossier_id part_no norm_wm", ("H1", 1, 480.0), ("H1", 2, 0.0)),
    ),
    Example(
        "parts_numbered",
        {
            "used": rows(
                "dossier_id part part_no step kind unit officer pass_no used_wm after_wm",
                ("H1", "step", 1, "Thụ lý", "work", "U", "Nam", 1, 900.0, 0.0), ("H1", "step", 2, "Ký", "sign", "U", "Lan", 1, 300.0, 240.0),
                ("H1", "step", 3, "Thụ lý", "work", "U", "Nam", 2, 100.0, 100.0), ("H1", "stop", 1, None, "supplement", None, None, 1, 140.0, 0.0),
                ("H2", "step", 1, "Thụ lý", "work", "U", "Nam", 1, 500.0, 20.0), ("H2", "step", 2, "Ký", "sign", "U", "Lan", 1, 220.0, 220.0),
                ("H3", "step", 1, "Thụ lý", "work", "U", "Nam", 1, 400.0, 0.0), ("H3", "unclosed", 0, None, None, None, None, None, 560.0, 480.0),
                ("H4", "step", 1, "Thụ lý", "work", "U", "Nam", 1, 480.0, 240.0), ("H4", "step", 2, "Ký", "sign", "U", "Lan", 1, 200.0, 200.0),
                ("H5", "step", 1, "Thụ lý", "work", "U", "Nam", 1, 300.0, 0.0), ("H5", "step", 2, "Thụ lý", "work", "U", "Lan", 1, 100.0, 0.0),
            ),
            "norms_chosen": rows(
                "dossier_id step norm_wm norm_source",
                ("H1", "Thụ lý", 480.0, "given"), ("H1", "Ký", 120.0, "given"), ("H1", "Trả", 120.0, "given"),  # a step that was never reached
                ("H3", "Thụ lý", 240.0, "given"), ("H4", "Thụ lý", 480.0, "given"), ("H4", "Ký", 120.0, "given"), ("H5", "Thụ lý", 200.0, "estimated"),
            ),
            "stop_norms": rows("dossier_id part_no norm_wm", ("H1", 1, 240.0)),
            "late_dossiers": rows(
                "dossier_id due_at budget_wm late_wm",
                ("H1", "08/03/2024", 960.0, 480.0), ("H2", "08/03/2024", 480.0, 240.0), ("H3", "08/03/2024", 480.0, 480.0),
                ("H4", "08/03/2024", 240.0, 440.0), ("H5", "08/03/2024", 200.0, 200.0),
            ),
            "late_lifetimes": rows("dossier_id closed_at", ("H1", None), ("H2", None), ("H3", "08/03/2024 16:00"), ("H4", None), ("H5", None)),
        },
        rows(
            _PART,
            # H1: of 960 the stop was granted 240; the list's 480 + 120 + 120 is just what is left. Beyond it: 420, 180, 100 of 700; of 480 minutes late
            ("H1", "step", 1, "Thụ lý", "work", "U", "Nam", 1, 900.0, 480.0, 480.0, "given", 420.0, 420.0, 288.0),
            ("H1", "step", 2, "Ký", "sign", "U", "Lan", 1, 300.0, 120.0, 120.0, "given", 180.0, 180.0, 123.428571),
            ("H1", "step", 3, "Thụ lý", "work", "U", "Nam", 2, 100.0, 0.0, 0.0, "given", 100.0, 100.0, 68.571429),  # a later pass has no norm
            ("H1", "step", -1, "Trả", None, None, None, 1, 0.0, 120.0, 120.0, "given", 0.0, 0.0, 0.0),
            ("H1", "stop", 1, None, "supplement", None, None, 1, 140.0, 240.0, 240.0, "given", 0.0, 0.0, 0.0),
            # H2 has no norm: each late minute is its holder's
            ("H2", "step", 1, "Thụ lý", "work", "U", "Nam", 1, 500.0, None, 480.0, "none", 20.0, 20.0, 20.0),
            ("H2", "step", 2, "Ký", "sign", "U", "Lan", 1, 220.0, None, 0.0, "none", 220.0, 220.0, 220.0),
            # H3: the result was there on the deadline's day, the closing alone made it late. The norm of 240 is stretched to the 480 granted
            ("H3", "step", 1, "Thụ lý", "work", "U", "Nam", 1, 400.0, 240.0, 480.0, "given", 0.0, 0.0, 0.0),
            ("H3", "unclosed", 0, None, None, None, None, None, 560.0, 0.0, 0.0, "given", 560.0, 560.0, 480.0),
            # H4: 240 granted for 480 + 120, so 192 and 48. Nam kept to his norm; of the 288 + 72 that are missing 288 + 72 were used. 80 + 360 = 440
            ("H4", "step", 1, "Thụ lý", "work", "U", "Nam", 1, 480.0, 480.0, 480.0, "given", 0.0, 0.0, 0.0),
            ("H4", "step", 2, "Ký", "sign", "U", "Lan", 1, 200.0, 120.0, 120.0, "given", 80.0, 80.0, 80.0),
            ("H4", "due", 0, None, None, None, None, None, 0.0, None, 0.0, "given", 360.0, 360.0, 360.0),
            # H5: the norm of a pass is shared by the time used, 300 : 100
            ("H5", "step", 1, "Thụ lý", "work", "U", "Nam", 1, 300.0, 150.0, 150.0, "estimated", 150.0, 150.0, 150.0),
            ("H5", "step", 2, "Thụ lý", "work", "U", "Lan", 1, 100.0, 50.0, 50.0, "estimated", 50.0, 50.0, 50.0),
        ),
        settings={"compare": "date"},
    ),
    Example(
        "state_shares",
        {
            "parts_numbered": rows(
                _PART,
                ("H1", "step", 1, "Thụ lý", "work", "U", "Nam", 1, 900.0, 550.0, 550.0, "given", 350.0, 350.0, 175.0),
                ("H1", "step", 3, "Thụ lý", "work", "U", "Nam", 2, 100.0, 0.0, 0.0, "given", 100.0, 100.0, 50.0),
                ("H2", "step", 1, "Ký", "sign", "U", "Lan", 1, 500.0, None, 480.0, "none", 20.0, 20.0, 20.0),
                ("H4", "due", 0, None, None, None, None, None, 0.0, None, 0.0, "given", 360.0, 360.0, 360.0),
                ("H5", "step", 1, "Thụ lý", "work", "U", "Nam", 1, 300.0, 100.0, 100.0, "given", 200.0, 200.0, 200.0),
                ("H5", "step", 2, "Thụ lý", "work", "U", "Lan", 1, 200.0, 100.0, 100.0, "given", 100.0, 100.0, 100.0),
            ),
            "late_minutes": rows(
                "dossier_id part part_no state wm late_wm",
                ("H1", "step", 1, "work", 500.0, 0.0), ("H1", "step", 1, "held", 100.0, 10.0), ("H1", "step", 1, "wait_queue", 300.0, 30.0),
                ("H1", "step", 3, "work", 100.0, 100.0), ("H2", "step", 1, "work", 500.0, 20.0),
                ("H5", "step", 1, "work", 300.0, 0.0), ("H5", "step", 2, "work", 200.0, 0.0),
            ),
        },
        rows(
            _SHARE,
            # Half of what was used beyond the norm is late minutes (175 of 350). The norm of 550 pays for 500 of work and 50 of what may have been;
            # beyond it are 50 held and 300 waiting. If nothing held was work: 350 over 400 minutes, 87.5 and 262.5, halved.
            ("H1", "step", 1, "work", 0.0, "given", 550.0, 500.0, 0.0, 0.0, 0.0, 0.0, 175.0, 0.0, 350.0),
            ("H1", "step", 1, "held", 10.0, "given", 550.0, 100.0, 25.0, 43.75, 50.0, 25.0, 50.0, 50.0, 100.0),
            ("H1", "step", 1, "wait_queue", 30.0, "given", 550.0, 300.0, 150.0, 131.25, 300.0, 125.0, 150.0, 250.0, 300.0),  # least: 300 − 50, halved
            ("H1", "step", 3, "work", 100.0, "given", 0.0, 100.0, 50.0, 50.0, 100.0, 0.0, 50.0, 0.0, 100.0),  # a later pass convicts nobody
            ("H2", "step", 1, "work", 20.0, "none", None, 500.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0),  # each late minute as it was spent
            ("H4", "due", 0, None, 0.0, "given", None, 0.0, 360.0, 360.0, 360.0, 360.0, 360.0, 360.0, 360.0),
            # handed over: certain is only what one alone used beyond the whole pass's 200
            ("H5", "step", 1, "work", 0.0, "given", 100.0, 300.0, 200.0, 200.0, 200.0, 200.0, 200.0, 100.0, 200.0),
            ("H5", "step", 2, "work", 0.0, "given", 100.0, 200.0, 100.0, 100.0, 100.0, 100.0, 100.0, 0.0, 100.0),
        ),
    ),
    Example("day_length", {"calendar_days": rows("day_wm", (480.0,), (270.0,), (0.0,))}, rows("day_wm", (480.0,))),
    Example(
        "received_dossiers",
        {
            "registered_dossiers": rows("dossier_id", ("H1",), ("H2",), ("H3",), ("H4",)),
            "outcomes": rows(
                "dossier_id rule intake due_at",
                ("H1", "system", "period", "08/03/2024"), ("H2", "system", "none", "08/03/2024"), ("H3", "system", "carried", None), ("H4", "decree", "period", "08/03/2024"),
            ),
        },
        rows("dossier_id", ("H1",)),
    ),
)
