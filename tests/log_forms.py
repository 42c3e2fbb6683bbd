"""One office's work at random, written in the forms in which systems write it: intervals, starts and ends, XES, a list beside a log, statuses.

`work(seed, is_whole)` draws what happened; a form writes it into a folder and returns its profile. Where `is_whole` each dossier is in
some status from its reception on, which is what a history of statuses can tell; else steps wait, overlap and are suspended.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

FIRST, CUT = datetime(2024, 1, 2, 7), datetime(2024, 4, 1)
QUEUE, STOPPED, CLOSED = "Chờ phân công", "Chờ bổ sung", "Kết thúc"
_STEPS, _PEOPLE, _UNITS = ("Thẩm định", "Rà soát", "Trình ký", "Ban hành"), ("An", "Bình", "Chi", "Dũng"), ("Phòng A", "Phòng B")


@dataclass
class Work:
    """One activity of a dossier, without an end while it goes on: `number` is its own, `pauses` are the times in which it was suspended."""

    step: str
    officer: str
    unit: str
    start: datetime
    end: datetime | None
    number: str
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)


@dataclass
class Dossier:
    """`works` in the order of their starts; `stops` are the kinds and times of waiting for a supplement and of suspensions; `finished` is null while open."""

    name: str
    received: datetime
    due: datetime
    finished: datetime | None
    works: list[Work]
    stops: list[tuple[str, datetime, datetime | None]]


def work(seed: int, *, is_whole: bool, size: int = 12) -> list[Dossier]:
    chance = random.Random(seed)
    return [(_in_statuses if is_whole else _in_steps)(chance, f"HS-{n:03d}") for n in range(1, size + 1)]


def _later(chance: random.Random, at: datetime, most: int = 4000) -> datetime:
    return at + timedelta(minutes=chance.choice((0, 1, 15, 60, chance.randint(0, most), chance.randint(0, most))))


def _new(chance: random.Random, name: str, works: list[Work], stops: list, finished: datetime | None, received: datetime) -> Dossier:
    return Dossier(name, received, received + timedelta(days=chance.randint(2, 20)), finished, works, stops)


def _in_steps(chance: random.Random, name: str) -> Dossier:
    received = FIRST + timedelta(minutes=chance.randint(0, 60 * 24 * 50))
    works, at = [], received
    for number in range(chance.randint(1, 5)):
        start = _later(chance, max(received, at - timedelta(minutes=chance.choice((0, 0, 0, 500)))))
        end = _later(chance, start)
        one = Work(chance.choice(_STEPS), chance.choice(_PEOPLE), chance.choice(_UNITS), start, end, f"{name}/{number}")
        if end - start > timedelta(hours=6) and chance.random() < 0.4:
            one.pauses.append((start + (end - start) / 4, end - (end - start) / 4))
        works.append(one)
        at = max(at, end)
    works.sort(key=lambda one: one.start)
    finished = _later(chance, at, 600) if chance.random() < 0.8 else None
    return _new(chance, name, works, [("suspended", *pause) for one in works for pause in one.pauses], finished, received)


def _in_statuses(chance: random.Random, name: str) -> Dossier:
    """Each status begins when the one before ends; the last is the end, or one that goes on."""
    received = FIRST + timedelta(minutes=chance.randint(0, 60 * 24 * 50))
    works, stops, at = [], [], received
    is_open = chance.random() < 0.2
    for number in range(chance.randint(1, 6)):
        step = chance.choice((*_STEPS, QUEUE, STOPPED)) if number else chance.choice(_STEPS)
        step = chance.choice(_STEPS) if works and works[-1].step == step in (QUEUE, STOPPED) else step
        end = _later(chance, at) + timedelta(minutes=1)
        works.append(Work(step, "" if step == QUEUE else chance.choice(_PEOPLE), "" if step == QUEUE else chance.choice(_UNITS), at, end, f"{name}/{number}"))
        at = end
    if is_open:
        works[-1].end = None
    else:
        works.append(Work(CLOSED, chance.choice(_PEOPLE), chance.choice(_UNITS), at, at, f"{name}/end"))
    stops = [("supplement", one.start, one.end) for one in works if one.step == STOPPED]
    return _new(chance, name, works, stops, None if is_open else at, received)


Rows = Iterable[Iterable[object]]
_ABOUT = ("received_at", "due_at", "finished_at")
_COLUMNS = 'dossier_id = "case_id"\nstep = "activity"\nofficer = "resource"\nunit = "group"\n'
_DOSSIER = '[sheet.dossier]\nreceived_at = "received_at"\ndue_at = "due_at"\nfinished_at = "finished_at"\n'
_STOPS = '[[sheet]]\ntable = "stops"\n[sheet.columns]\nkind = "kind"\nfrom_at = "from"\nto_at = "to"\n'
_OTHERS = ", ".join(f'"{step}"' for step in (*_STEPS, QUEUE, CLOSED))
_PAIR = f'[[stop]]\nkind = "supplement"\nfrom = ["{STOPPED}"]\nto = [{_OTHERS}]\n'


def _csv(path: Path, header: tuple[str, ...], rows: Rows) -> None:
    told = [",".join("" if cell is None else cell.isoformat() if isinstance(cell, datetime) else str(cell) for cell in row) for row in (header, *rows)]
    path.write_text("\n".join(told) + "\n", encoding="utf-8")


def _about(one: Dossier) -> tuple:
    return one.received, one.due, one.finished


def _worked(dossiers: list[Dossier]) -> list[tuple[Dossier, Work]]:
    """What was done; waiting for the applicant is told by the list of stops."""
    return [(one, done) for one in dossiers for done in one.works if done.step != STOPPED]


def _write_stops(dossiers: list[Dossier], folder: Path, kinds: tuple[str, ...] = ("supplement", "suspended")) -> None:
    rows = [(one.name, *stop) for one in dossiers for stop in one.stops if stop[0] in kinds]
    _csv(folder / "tam-dung.csv", ("Mã hồ sơ", "kind", "from", "to"), rows)


def intervals(dossiers: list[Dossier], folder: Path) -> str:
    """One row a work with start and end, the dossier's own dates in each; stops in a list of their own."""
    rows = [(one.name, done.step, done.officer, done.unit, done.start, done.end, *_about(one)) for one, done in _worked(dossiers)]
    _csv(folder / "log.csv", ("case_id", "activity", "resource", "group", "start", "end", *_ABOUT), rows)
    _write_stops(dossiers, folder)
    return f'[[sheet]]\ntable = "events"\n[sheet.columns]\n{_COLUMNS}started_at = "start"\nended_at = "end"\n{_DOSSIER}{_STOPS}'


def list_and_log(dossiers: list[Dossier], folder: Path) -> str:
    """The dossiers in a list, their work in a log that knows nothing of them but their ids."""
    _csv(folder / "ds.csv", ("Mã hồ sơ", *_ABOUT), [(one.name, *_about(one)) for one in dossiers])
    rows = [(one.name, done.step, done.officer, done.unit, done.start, done.end) for one, done in _worked(dossiers[::-1])]
    _csv(folder / "log.csv", ("case_id", "activity", "resource", "group", "start", "end"), rows)
    _write_stops(dossiers, folder)
    return f'[[sheet]]\ntable = "dossiers"\n[[sheet]]\ntable = "steps"\n[sheet.columns]\n{_COLUMNS}started_at = "start"\nended_at = "end"\n{_STOPS}'


def _transitions(dossiers: list[Dossier]) -> list[tuple[Dossier, Work, datetime, str]]:
    """Starts, suspensions and ends in the order of time; at one instant what was begun earlier ends before the next starts."""
    told = []
    for one, done in _worked(dossiers):
        marks = [(done.start, "start"), *((at, word) for pause in done.pauses for at, word in zip(pause, ("suspend", "resume"), strict=True))]
        told += [(one, done, at, word) for at, word in (*marks, (done.end, "complete")) if at]
    return sorted(told, key=lambda row: (row[2], row[1].start, row[1].number))


def starts_and_ends(dossiers: list[Dossier], folder: Path) -> str:
    """A row each for start, suspension and end of a work."""
    rows = [(one.name, done.step, done.officer, done.unit, done.number, at, word, *_about(one)) for one, done, at, word in _transitions(dossiers)]
    _csv(folder / "log.csv", ("case_id", "activity", "resource", "group", "number", "timestamp", "lifecycle:transition", *_ABOUT), rows)
    _write_stops(dossiers, folder, ("supplement",))
    return f'[[sheet]]\ntable = "events"\n[sheet.columns]\n{_COLUMNS}ended_at = "timestamp"\nevent_id = "number"\n{_DOSSIER}{_STOPS}'


def xes(dossiers: list[Dossier], folder: Path) -> str:
    """The same as a standard log of events."""
    told = _transitions(dossiers)
    traces = "".join(_trace(one, [row[1:] for row in told if row[0] is one]) for one in dossiers)
    (folder / "log.xes").write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">{traces}</log>\n', encoding="utf-8")
    _write_stops(dossiers, folder, ("supplement",))
    columns = 'dossier_id = "case:concept:name"\nstep = "concept:name"\nofficer = "org:resource"\nunit = "org:group"\nended_at = "time:timestamp"\n'
    dossier = _DOSSIER.replace('= "', '= "case:')
    return f'[[sheet]]\ntable = "events"\n[sheet.columns]\n{columns}event_id = "concept:instance"\n{dossier}{_STOPS}'


def _trace(one: Dossier, told: list[tuple[Work, datetime, str]]) -> str:
    about = "".join(_date(name, at) for name, at in zip(_ABOUT, _about(one), strict=True) if at)
    events = "".join(
        f'<event>{_text("concept:name", done.step)}{_text("org:resource", done.officer)}{_text("org:group", done.unit)}'
        f'{_text("concept:instance", done.number)}{_text("lifecycle:transition", word)}{_date("time:timestamp", at)}</event>'
        for done, at, word in told
    )
    return f'<trace>{_text("concept:name", one.name)}{about}{events}</trace>'


def _text(key: str, value: str) -> str:
    return f'<string key="{key}" value="{value}"/>' if value else ""


def _date(key: str, at: datetime) -> str:
    return f'<date key="{key}" value="{at.isoformat()}+07:00"/>'


def statuses(dossiers: list[Dossier], folder: Path) -> str:
    """One row when a status begins, with who has the dossier then; waiting for the applicant is a status too."""
    rows = [(one.name, done.step, done.officer, done.unit, done.start, *_about(one)) for one in dossiers for done in one.works]
    _csv(folder / "log.csv", ("case_id", "activity", "resource", "group", "at", *_ABOUT), rows)
    return f'[[sheet]]\ntable = "events"\nstamps = "begin"\n[sheet.columns]\n{_COLUMNS}started_at = "at"\n{_DOSSIER}{_PAIR}'


WHOLE: tuple[Callable, ...] = (intervals, list_and_log, starts_and_ends, xes, statuses)
ANY = WHOLE[:-1]
