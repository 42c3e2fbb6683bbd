"""On which Monday each late dossier of the sample was first warned of, how early, and in a list of what length."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd

from tthc.analysis import early_warning
from tthc.analysis.calendar import FULL_DAY_WM, calendar_table
from tthc.analysis.outcomes import outcomes
from tthc.analysis.segments import lifetimes
from tthc.analysis.segments.assignments import recording_officers, step_spans, steps_within_life
from tthc.analysis.segments.passes import with_passes
from tthc.engine import Engine, connect
from tthc.model.schema.warning import NAMED
from tthc.model.settings import load_run
from tthc.sources.read import read_sources
from tthc.study.warning_tables import WEEKS_BACK, at_moment, checked, forecast

ROOT = Path(__file__).resolve().parents[1]
PERIOD, FIRST, MONDAYS = "2024-01..2024-05", date(2024, 1, 1), 22
AHEAD = 5


def sample_table() -> list[str]:
    """The answer as a Markdown table with a sentence for each dossier that was not coloured five days ahead."""
    rows = first_warnings(sample_lists())
    lines = [
        "| late dossier | first among the first 20 or red | place in a list of | days left then | first amber or red | "
        "days left | first red | days left |",
        "|---|---|---:|---:|---|---:|---|---:|",
    ]
    for row in rows.itertuples():
        lines.append(
            f"| {row.dossier_id} | {_day(row.warned_on)}, {row.how} | {_whole(row.place)} of {_whole(row.length)} | "
            f"{_days(row.left)} "
            f"| {_day(row.coloured_on)} | {_days(row.coloured_left)} | {_day(row.red_on)} | {_days(row.red_left)} |"
        )
    n, late = len(rows), rows[~(rows.coloured_left >= AHEAD)]
    counts = [int((rows[name] >= AHEAD).sum()) for name in ("left", "coloured_left", "red_left")]
    said = (
        f"At least {AHEAD} working days ahead: {counts[0]} of {n} among the first 20 or red, {counts[1]} amber or red, "
        f"{counts[2]} red."
    )
    return [
        *lines, "", f"{said} Not coloured so early:", "",
        *(f"- {row.dossier_id}: {row.because}" for row in late.itertuples()),
    ]


def every_monday() -> list[datetime]:
    return [datetime.combine(FIRST, datetime.min.time()) + timedelta(weeks=n, hours=7) for n in range(MONDAYS)]


def sample_lists(mondays: Sequence[datetime] | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The lists of the Mondays at 07:00 as `tthc warn` shows them, one below the other, and the dossiers that were late
    in the end.
    """
    mondays = mondays or every_monday()
    engine = connect("duckdb")
    run = load_run(PERIOD, root=ROOT)
    tables = read_sources(run, engine).tables
    calendar = engine.load(calendar_table(run.reference, "vn"), "calendar_days")
    before = {monday - timedelta(weeks=weeks) for monday in mondays for weeks in WEEKS_BACK}
    found = forecast(engine, tables, calendar, sorted({*before, *mondays, run.cut}), run.rules)
    lists = pd.concat([listed(engine, tables, calendar, found, monday) for monday in mondays])
    every = engine.fetch(found).drop_duplicates("dossier_id", keep="last")
    late = every[every.dossier_id.map(became(engine, tables, calendar, run.cut)).isin(["late", "open_late"])]
    engine.close()
    return lists, late[["dossier_id", "received_at", "due_at", "ended_at"]]


def became(engine: Engine, tables: dict, calendar, end: datetime) -> dict[str, str]:
    """Dossier → its outcome by the system's rule at the end of the export, whenever it was received."""
    every = engine.fetch(outcomes(tables, calendar, start=datetime.min, cut=end, rules={}))
    return every[every.rule == "system"].set_index("dossier_id").outcome.to_dict()


def listed(engine: Engine, tables: dict, calendar, found, moment: datetime) -> pd.DataFrame:
    """The list of one instant, by the same functions as the product's."""
    keep = lambda name, rows: engine.materialise(rows, f"list_{name}")  # noqa: E731
    now = keep("now", at_moment(found, moment))
    living = lifetimes(tables["dossiers"], calendar, cut=moment)
    lived = steps_within_life(tables["steps"], living, cut=moment)
    spans = keep("spans", step_spans(
        with_passes(lived), recording_officers(lived), tables["units"], calendar, cut=moment,
    ))
    _, verdict = checked(found, moment, keep)
    status = now.select("dossier_id", outcome="status_at")
    _, rows = early_warning.listed(now, spans, tables["absences"], verdict, status, calendar, keep)
    frame = engine.fetch(
        rows.select("moment", "order_no", "dossier_id", "urgency", "left_wm", "chance", "reason", "state", "is_chance")
    )
    return frame.assign(length=len(frame), left=frame.left_wm / FULL_DAY_WM)


def first_warnings(found: tuple[pd.DataFrame, pd.DataFrame]) -> pd.DataFrame:
    """One row per late dossier: its first Monday among the first 20 or red, its first amber and red one, and what its
    list said five days ahead.
    """
    lists, late = found
    return pd.DataFrame(
        [
            _first(lists[lists.dossier_id == row.dossier_id].sort_values("moment"), row)
            for row in late.sort_values("dossier_id").itertuples()
        ]
    )


def _first(seen: pd.DataFrame, dossier) -> dict:
    first = seen[(seen.order_no <= NAMED) | (seen.urgency == "red")].head(1)
    coloured, red = (seen[seen.urgency.isin(colours)].head(1) for colours in (["red", "amber"], ["red"]))
    told = {
        "warned_on": first.moment.min(), "how": _how(first), "place": first.order_no.min(),
        "length": first.length.min(), "left": first.left.min(),
    }
    later = {
        "coloured_on": coloured.moment.min(),
        "coloured_left": coloured.left.min(),
        "red_on": red.moment.min(),
        "red_left": red.left.min(),
    }
    return {"dossier_id": dossier.dossier_id, **told, **later, "because": _because(seen, dossier)}


def _how(first: pd.DataFrame) -> str:
    return "–" if first.empty else f"{first.urgency.iloc[0]} by {'chance' if first.is_chance.iloc[0] else 'time left'}"


def _because(seen: pd.DataFrame, dossier) -> str:
    early = seen[seen.left >= AHEAD]
    if early.empty:
        return (
            f"received on {dossier.received_at:%d/%m/%Y}, due on {dossier.due_at:%d/%m/%Y}: no Monday lay five working "
            "days before its deadline."
        )
    last = early.iloc[-1]
    told = f"chance {last.chance:.0%}" if pd.notna(last.chance) else "chance not used"
    return (
        f"on {last.moment:%d/%m/%Y}, the last Monday with five days left ({last.left:.1f}), it stood at place "
        f"{last.order_no} of {last.length} "
        f"({last.urgency}, {told}; {last.state}): {_STILL.get(last.state, 'nothing was slow yet')}."
    )


_STILL = {
    "unclosed": "its result existed in time, and nothing tells beforehand that somebody forgets to close it",
    "council": "it waited for a sitting that its time still allowed",
    "sign": "most dossiers like it had been signed and closed in as much time",
    "consult": "most dossiers like it had been answered and closed in as much time",
    "supplement": "it stood still for a supplement, which usually moves the deadline",
}


def _day(value) -> str:
    return "–" if pd.isna(value) else f"{value:%d/%m/%Y}"


def _days(value: float) -> str:
    return "–" if pd.isna(value) else f"{value:.1f}"


def _whole(value) -> str:
    return "–" if pd.isna(value) else f"{int(value)}"


def main(_: Sequence[str] = ()) -> None:
    print("\n".join(sample_table()))


if __name__ == "__main__":
    main()
