"""What is reckoned in two places drifts apart: each of these rules stands in one module, whoever asks. Read from the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CODE = Path(__file__).resolve().parents[1] / "src" / "tthc"
APART = "simulate/"  # shares nothing with the analysis, on purpose

# What betrays the rule in code, and the modules that have it.
RULES = {
    "the score interval": (r"1\.9599|1\.96\b|3\.8414", {"model/schema/intervals.py"}),
    "the last instant before an end, in tables": (r"-\s*ibis\.interval\((micro)?seconds=1\)", {"model/schema/instants.py"}),
    "the last instant before an end, in Python": (r"-\s*timedelta\((micro)?seconds=1\)", {"model/days.py"}),
    # The clock reads sessions, the deadlines know when the last of them closes.
    "the minute at which a day closes": (r"\bto_2\b.*\bto_1\b|\bto_1\b.*\bto_2\b", {"analysis/calendar/clock.py", "analysis/calendar/deadline.py"}),
    "ends in a row": (r"BULK_SECONDS =|BULK_DOSSIERS =", {"analysis/life/closings.py"}),
    "the day in a code": (r"code_day\(|%y%m%d", {"model/schema/dossier_code.py"}),
    "final statuses": (r"""["']9["'],\s*["']10["']|DONE, (Status\.)?RETURNED""", {"model/words.py"}),
    "clipping to a life": (r"(greatest|least)\(.*life_(from|to)_at|life_(from|to)_at\).*(greatest|least)", {"analysis/life/within.py"}),
    "Kaplan–Meier": (r"n_risk - \w+\.n_end\)? /|\.ln\(\)", {"analysis/kaplan_meier.py"}),
    "what a closing alone made late": (r"closed_at(\.date\(\))? <= \w+\.due_at", {"analysis/causes/apparent.py"}),
    "what is final": (r"isin\(FINAL\)|\.status in FINAL\b", {"analysis/life/statuses.py"}),
}


def _lines(path: Path) -> str:
    """The code without its comments and docstrings."""
    text = re.sub(r'"""(?:.|\n)*?"""', "", path.read_text(encoding="utf-8"))
    return "\n".join(line.split("  # ")[0] for line in text.splitlines() if not line.lstrip().startswith("#"))


@pytest.fixture(scope="module")
def modules() -> dict[str, str]:
    found = {path.relative_to(CODE).as_posix(): _lines(path) for path in CODE.rglob("*.py")}
    return {name: text for name, text in found.items() if not name.startswith(APART)}


@pytest.mark.parametrize("rule", RULES)
def test_one_module_has_it(modules, rule):
    betrays, where = RULES[rule]
    assert {name for name, text in modules.items() if re.search(betrays, text)} == where
