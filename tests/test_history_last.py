"""Which report is the last one: same period and kind of data, made of other data; and what it is called on the first page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from small_tables import load
from tthc.engine import connect
from tthc.model.period import parse_period
from tthc.model.settings import Run, load_run
from tthc.report import publish
from tthc.study import memory

COUNTS = {"finished": 100, "early": 60, "on_time": 30, "late": 10, "open": 5, "open_late": 2}


@pytest.fixture(scope="module")
def duck():
    connected = connect()
    yield connected
    connected.close()


@pytest.fixture
def run(project: Path) -> Run:
    return load_run("2024-05", root=project)


def at(run: Run, period: str, cut: datetime | None = None, **changes) -> Run:
    """The run for another period, cut or option."""
    span = parse_period(period)
    return replace(run, period=span, as_of=cut or datetime(2099, 1, 1), **changes)


def info(mark: str = "a", *more: str) -> dict:
    return {"inputs": [{"name": name, "sha256": name} for name in (mark, *more)]}


def remember(duck, run: Run, made_at: datetime, mark: str = "a", **counts: int) -> None:
    """A published report of this run, with these counts, moved into the memory."""
    rows = [
        {"period": run.period.text, "basis": "register", "rule": rule, "measure": name, "measured_in": "hồ sơ", "numerator": n, "value": n}
        for rule in ("system", "decree")
        for name, n in ({**COUNTS, **counts} if rule == "system" else dict.fromkeys(COUNTS, 1)).items()
    ]
    folder = run.out / run.period.slug / f"{made_at:%Y%m%d-%H%M%S}"
    folder.mkdir(parents=True)
    name = memory.report_name(folder.parent.name, folder.name)
    results = memory.results(load(duck, "measures", rows), run, info(mark), name=name, made_at=made_at)
    memory.stage(folder, {"results": results, "fingerprints": load(duck, "fingerprints", [])})
    memory.collect(run.out)


def last(run: Run, mark: str = "b"):
    found = memory.last_report(memory.history_folder(run), run, memory.data_mark(run, info(mark)))
    return found and found.made_at


def test_the_latest_report_on_the_same_period_that_was_made_of_other_data(duck, run):
    assert last(run) is None
    remember(duck, run, datetime(2024, 6, 3), "a")
    remember(duck, run, datetime(2024, 6, 5), "b")
    remember(duck, at(run, "2024-04"), datetime(2024, 6, 6), "c")
    assert last(run, "c") == datetime(2024, 6, 5)
    assert last(run, "b") == datetime(2024, 6, 3)  # made again of the same data: compared as the first time


@pytest.mark.parametrize("other", [{"unit": "Ban Tôn giáo"}, {"field": "Hội, quỹ"}, {"profile": "igate"}, {"sources": (Path("/khac/ho-so.xlsx"),)}])
def test_a_report_narrowed_or_read_otherwise_is_another(duck, run, other):
    remember(duck, replace(run, **other), datetime(2024, 6, 3))
    assert last(run) is None and last(replace(run, **other)) == datetime(2024, 6, 3)


def test_each_period_brings_new_files_into_the_same_folder_and_stays_of_one_series(run):
    own = run.root / "data" / "raw"
    assert memory.series(replace(run, sources=(own / "2024-05",))) == memory.series(replace(run, sources=(own / "thang-6.xlsx",)))
    months = [at(run, month, sources=(Path("/xuat") / month,)) for month in ("2024-05", "2024-06")]
    assert memory.series(months[0]) == memory.series(months[1]) != memory.series(run)
    assert [publish.folder_name(one) for one in months] == ["2024-05-xuat", "2024-06-xuat"]


def test_a_later_cut_is_no_last_report_and_another_cut_or_rule_of_the_same_data_is(duck, run):
    remember(duck, at(run, "2024-05", datetime(2024, 5, 20)), datetime(2024, 5, 20, 17), "a")
    assert last(at(run, "2024-05", datetime(2024, 5, 10)), "a") is None
    assert last(run, "a") == datetime(2024, 5, 20, 17)
    assert last(at(run, "2024-05", datetime(2024, 5, 20), rules={**run.rules, "compare": "minute"}), "a") == datetime(2024, 5, 20, 17)


def test_what_people_explain_makes_no_other_data(run):
    book = replace(run, explanations=(Path("giai-trinh.xlsx"),))
    assert memory.data_mark(book, info("a", "giai-trinh.xlsx")) == memory.data_mark(run, info("a"))
    assert memory.data_mark(run, info("a")) != memory.data_mark(run, info("b"))


def test_a_report_made_before_its_cut_knew_only_what_had_happened(run):
    assert memory.known_until(run, datetime(2024, 5, 20, 8)) == datetime(2024, 5, 20, 8)
    assert memory.known_until(run, datetime(2024, 6, 3, 8)) == datetime(2024, 6, 1)


def test_a_report_whose_fingerprints_are_gone_is_not_compared_with(duck, run):
    remember(duck, run, datetime(2024, 6, 3))
    remember(duck, run, datetime(2024, 6, 4))
    (memory.history_folder(run) / "fingerprints" / "2024-05--20240604-000000.parquet").write_bytes(b"")
    assert last(run) == datetime(2024, 6, 3)


def figures(run: Run) -> dict | None:
    return memory.last_figures(memory.history_folder(run), run)


def test_the_first_page_compares_with_the_month_before(duck, run):
    assert figures(run) is None
    remember(duck, at(run, "2024-03"), datetime(2024, 4, 2), late=7)
    remember(duck, at(run, "2024-04"), datetime(2024, 5, 2), late=9)
    remember(duck, at(run, "2024-Q1"), datetime(2024, 5, 3), late=30)  # no month
    remember(duck, at(run, "2024-06"), datetime(2024, 7, 2), late=8)  # later
    cells = {"c7": 100, "c8": 60, "c9": 30, "c10": 9, "c11": 5, "c13": 2}
    assert figures(run) == {"cells": cells, "report": "tháng 4 năm 2024"}
    assert figures(at(run, "2024-05", rules={**run.rules, "rule": "decree"}))["cells"]["c10"] == 1


def test_or_with_this_very_period_at_an_earlier_cut(duck, run):
    remember(duck, at(run, "2024-04"), datetime(2024, 5, 2))
    remember(duck, at(run, "2024-05", datetime(2024, 5, 16)), datetime(2024, 5, 16, 8), late=1)
    assert figures(run) == {"cells": {"c7": 100, "c8": 60, "c9": 30, "c10": 1, "c11": 5, "c13": 2}, "report": "báo cáo chốt ngày 15/05/2024"}


@pytest.mark.parametrize(
    ("start", "end", "length"),
    [
        (date(2024, 2, 1), date(2024, 2, 29), ("months", 1)),
        (date(2023, 12, 15), date(2024, 3, 14), ("months", 3)),
        (date(2024, 1, 1), date(2024, 12, 31), ("months", 12)),
        (date(2024, 5, 6), date(2024, 5, 12), ("days", 7)),
    ],
)
def test_how_long_a_period_is(start, end, length):
    assert memory.length(start, end) == length


def test_kernels_of_a_report_look_where_that_report_goes(run, monkeypatch):
    monkeypatch.setenv(memory.HISTORY, "/noi/khac/.lich-su")
    assert memory.history_folder(run) == Path("/noi/khac/.lich-su")
