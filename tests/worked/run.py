"""What Python makes of the run: its period, calendar, lists, and what is said of names and records."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

from tthc.engine import Engine
from tthc.model.period import parse_period
from tthc.study.people import People
from tthc.study.spellings import Spellings
from worked.causes import LISTED
from worked.example import Example, rows


def _march(engine: Engine, folder: Path) -> SimpleNamespace:
    run = SimpleNamespace(period=parse_period("2024-03"), cut=datetime(2024, 3, 16), unit="U", field=None)
    return SimpleNamespace(run=run, causes=LISTED[:1])


def _week(engine: Engine, folder: Path) -> SimpleNamespace:
    """A calendar of five days: half a Saturday, then a Monday off."""
    (folder / "calendar_tuan.csv").write_text(
        "date,kind,name,source\n2024-03-08,from,,\n2024-03-12,to,,\n2024-03-09,07:00-11:30,Nửa ngày,\n2024-03-11,off,Nghỉ,\n", encoding="utf-8"
    )
    hours = "".join(f"tuan,{day},{span},2019-01-01\n" for day in range(1, 6) for span in ("07:00,11:30", "13:30,17:00"))
    (folder / "calendar_hours.csv").write_text("calendar,weekday,from,to,valid_from\n" + hours, encoding="utf-8")
    return SimpleNamespace(run=SimpleNamespace(reference=folder), calendar="tuan")


def _swap(engine: Engine, folder: Path) -> SimpleNamespace:
    """A calendar of four days: a Saturday that is proposed to be worked for the Monday after it."""
    (folder / "calendar_tuan.csv").write_text(
        "date,kind,name,source\n2024-03-08,from,,\n2024-03-11,to,,\n2024-03-09,open_work,,\n2024-03-11,open_off,,\n", encoding="utf-8"
    )
    hours = "tuan,1,07:00,11:30,2019-01-01\ntuan,1,13:30,17:00,2019-01-01\ntuan,5,08:00,12:00,2019-01-01\n"
    (folder / "calendar_hours.csv").write_text("calendar,weekday,from,to,valid_from\n" + hours, encoding="utf-8")
    return SimpleNamespace(run=SimpleNamespace(reference=folder), calendar="tuan")


def _people(engine: Engine, folder: Path) -> SimpleNamespace:
    people = People({"Nam": ["NAM"]}, [("Lan", "Lan Anh")], ["Lan"], Spellings({"Ký": ["ký"]}, ()))
    return SimpleNamespace(engine=engine, people=people, pseudonyms=None)


_PERIOD = "period unit field start_at cut_at"
_DAYS = "date is_work day_wm before_wm from_1 to_1 from_2 to_2 work_no unswapped_no weekday_no"

EXAMPLES = (
    Example("run_period", {}, rows(_PERIOD, ("2024-03", "U", None, "01/03/2024 00:00", "16/03/2024 00:00")), context=_march),
    Example("run_previous", {}, rows(_PERIOD, ("2024-02", "U", None, "01/02/2024 00:00", "01/03/2024 00:00")), context=_march),
    Example("run_last_year", {}, rows(_PERIOD, ("2023-03", "U", None, "01/03/2023 00:00", "01/04/2023 00:00")), context=_march),
    Example(
        "calendar_days", {},
        rows(
            _DAYS,
            ("08/03/2024", True, 480.0, 0.0, 420.0, 690.0, 810.0, 1020.0, 1, 1, 1),
            ("09/03/2024", True, 270.0, 480.0, 420.0, 690.0, 0.0, 0.0, 2, 2, 1),  # no weekday of work by its name
            ("10/03/2024", False, 0.0, 750.0, 0.0, 0.0, 0.0, 0.0, 2, 2, 1),
            ("11/03/2024", False, 0.0, 750.0, 0.0, 0.0, 0.0, 0.0, 2, 2, 2),  # a Monday, though off
            ("12/03/2024", True, 480.0, 750.0, 420.0, 690.0, 810.0, 1020.0, 3, 3, 3),
        ),
        context=_week,
    ),
    Example(
        "calendar_adopted", {},
        rows(
            _DAYS,
            ("08/03/2024", True, 240.0, 0.0, 480.0, 720.0, 0.0, 0.0, 1, 1, 1),
            ("09/03/2024", True, 480.0, 240.0, 420.0, 690.0, 810.0, 1020.0, 2, 1, 1),  # with Monday's hours
            ("10/03/2024", False, 0.0, 720.0, 0.0, 0.0, 0.0, 0.0, 2, 1, 1),
            ("11/03/2024", False, 0.0, 720.0, 0.0, 0.0, 0.0, 0.0, 2, 1, 2),
        ),
        context=_swap,
    ),
    Example(
        "cause_list", {},
        rows("code label nature remedy state kind step source short", ("LAM", "Nguyên nhân LAM", "subjective", "Cách LAM", "work", "*", "*", "", "")),
        context=_march,
    ),
    Example(
        "warn_moments", {},
        rows(
            "moment",  # the cut, and 1, 2, 3, 4, 6, 8, 10 and 12 weeks before
            ("16/03/2024 00:00",), ("09/03/2024 00:00",), ("02/03/2024 00:00",), ("24/02/2024 00:00",), ("17/02/2024 00:00",), ("03/02/2024 00:00",),
            ("20/01/2024 00:00",), ("06/01/2024 00:00",), ("23/12/2023 00:00",),
        ),
        context=_march,
    ),
    Example(
        "warn_landmarks", {},
        rows("start_wm", *((480.0 * days,) for days in (0, 0.5, 1, 2, 3, 5, 8, 12, 18, 27, 40, 60))), context=_march,
    ),
    Example(
        "warn_bins", {},
        rows(
            "low_wm start_wm",  # the first and the last of twelve, and one between them
            (0.0, 480.0), (2400.0, 3360.0), (28800.0, 480000.0),
        ),
        among={"start_wm": (480.0, 3360.0, 480000.0)}, context=_march,
    ),
    Example("vague_accounts", {}, rows("officer", ("Lan",)), context=_people),
    Example(
        "doubts",
        {
            "doubted_starts": rows("officer step doubt", ("Nam", "Ký", "click")), "shared_accounts": rows("officer doubt", ("Một cửa", "hands"), ("Kim", "namesake")),
            "silences": rows("from_at to_at state", ("15/03/2024 09:00", "22/03/2024 10:00", "outage")),
        },
        rows(
            "rule severity value",
            ("officer.spellings", "info", "Nam: NAM"), ("officer.similar", "warn", "Lan; Lan Anh"), ("name.spellings", "info", "Ký: ký"),
            ("start.click", "warn", "Nam, bước “Ký”"), ("officer.shared", "warn", "Lan"), ("officer.shared", "warn", "Một cửa"), ("officer.namesakes", "warn", "Kim"),
            ("office.outage", "warn", "15/03/2024 – 22/03/2024"),
        ),
        beside="message action", context=_people,
    ),
)
