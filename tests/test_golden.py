"""The sample's indicators, frozen; and what changing each setting changes of them, and only that.

When a change is meant: `TTHC_UPDATE_GOLDEN=1 python -m pytest tests/test_golden.py`, then read the difference.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pandas as pd
import pytest

from tthc.model.settings import RULES, load_run
from tthc.study import open_run

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"
UPDATES = os.environ.get("TTHC_UPDATE_GOLDEN") == "1"
PERIOD = "2024-01..2024-05"

# One value beside the default of every setting that bears on the law's clock or the index.
ALTERNATIVES = [
    ("compare", "minute"),
    ("norm_days", "15"),
    ("first_day", "same"),
    ("after_hours", "same_day"),
    ("cutoff_hour", "15"),
    ("intake_hours", "4"),
    ("publication_days", "20"),
    ("due_on_day_off", "as_recorded"),
    ("due_moved_late", "moved"),
    ("late_request", "restarts"),
]
USUALLY = ("first_day", "same")
COUNTED = ("deadline_checks", "rule_differences", "integrity")
# Settings that choose among tables already computed, or belong to other stages.
ELSEWHERE = {
    "rule", "law_transition", "index_level", "quarters", "nested_consult", "max_unjudged", "unjudged", "fewest_people", "fewest_counts",
}


def facts(root: Path, **rules: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """What the settings bear on, by name: indicators as numerator/denominator, and counts of the index chapter's tables."""
    study = open_run(load_run(PERIOD, root=root, rules=rules))
    study.ensure(["measures", *COUNTED])
    long = study.measures
    overall = long[long.unit.isna() & long.field.isna() & long.procedure.isna()]
    known = {f"{row.measure}, {row.basis}, {row.rule}": f"{_exact(row.numerator):.6g}/{_exact(row.denominator):.6g}" for row in overall.itertuples()}
    return overall, known | {f"{name}, rows": str(len(study.frame(name))) for name in COUNTED}


def _exact(sum_of_many: float) -> float:
    """Without the last digits, which depend on the order of adding and would tip a figure that lies between two."""
    return round(sum_of_many, 8)


@pytest.fixture(scope="module")
def usual(module_project: Path):
    return facts(module_project)


def frozen(name: str, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The golden file's rows; rewritten first when an update is asked for."""
    path = GOLDEN / name
    if UPDATES:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_indicator_of_the_sample_is_as_it_was(usual):
    overall, _ = usual
    overall = overall.sort_values(["basis", "rule", "measure"])
    columns = ["basis", "rule", "measure", "numerator", "denominator", "value", "low", "high", "points"]
    rows = [
        {name: "" if pd.isna(value) else f"{value:.6f}" if isinstance(value, float) else str(value) for name, value in row.items()}
        for row in overall[columns].to_dict("records")
    ]
    assert rows == frozen("measures.csv", rows)


def test_the_published_figure_of_the_sample(usual):
    """66.67% is 20 of 30 synchronised dossiers; the register's own figure stands beside it."""
    overall, known = usual
    assert known["qd766_5_4, synced, system"] == known["qd766_2_1, synced, system"] == "20/30"
    assert known["late, register, system"].startswith("10/")
    rows = overall[(overall.rule == "system") & (overall.basis == "synced")].set_index("measure")
    assert rows.value["qd766_5_4"] == pytest.approx(66.6667, abs=1e-4)
    assert rows.points["qd766_5_4"] == pytest.approx(4.4444, abs=1e-4)
    assert rows.points["qd766_2_1"] == pytest.approx(13.3333, abs=1e-4)


def changes(root: Path, before: dict, settings: list[tuple[str, str]]) -> list[dict[str, str]]:
    """One row per setting and fact of the sample that is another under it."""
    rows = []
    for name, value in settings:
        _, after = facts(root, **{name: value})
        changed = sorted(fact for fact in before.keys() | after.keys() if before.get(fact) != after.get(fact))
        rows += [{"setting": name, "value": value, "fact": fact, "default": before[fact], "then": after[fact]} for fact in changed]
    return rows


def test_changing_a_setting_changes_what_the_docs_say_and_only_that(module_project: Path, usual):
    """One of them; each of the others in `make soak`, and on literal dossiers in test_outcomes.py and test_measures.py."""
    with (GOLDEN / "settings.csv").open(encoding="utf-8", newline="") as file:
        known = [row for row in csv.DictReader(file) if row["setting"] == USUALLY[0]]
    assert known and changes(module_project, usual[1], [USUALLY]) == known


@pytest.mark.soak
def test_each_setting_changes_what_the_docs_say_and_only_that(module_project: Path, usual):
    rows = changes(module_project, usual[1], ALTERNATIVES)
    assert rows == frozen("settings.csv", rows)


def test_the_docs_tell_what_each_setting_changes():
    page = (ROOT / "docs" / "assumptions.md").read_text(encoding="utf-8")
    assert [rule.name for rule in RULES if f"`{rule.name}`" not in page] == []
    assert {name for name, _ in ALTERNATIVES} | ELSEWHERE == {rule.name for rule in RULES}
    section = page.split("## What changes on the sample")[1]
    for name, value in ALTERNATIVES:
        line = next(line for line in section.splitlines() if f"`{name}={value}`" in line)
        with (GOLDEN / "settings.csv").open(encoding="utf-8", newline="") as file:
            changed = {row["fact"].split(",")[0] for row in csv.DictReader(file) if (row["setting"], row["value"]) == (name, value)}
        told = {fact for fact in (one.strip("` ") for one in line.split("|")[2].split(",")) if fact and fact != "nothing"}
        assert told == changed, name
