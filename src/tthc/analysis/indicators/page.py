"""The text of docs/measures.md, from the declared indicators and their reference data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from tthc.analysis.indicators.catalogue import MEASURES
from tthc.analysis.indicators.measure import Measure, source_of
from tthc.analysis.indicators.scales import IndexClass, Scale, Target, index_classes, scales, targets
from tthc.model.law import Law, LawSet, load_law

_TITLES = {
    "dossiers": "Counted over dossiers",
    "survival": "Estimated over dossiers, open ones counted as far as they are known",
    "feedback": "Counted over complaints and survey sheets",
    "steps": "Counted over dossiers and the units that took part",
    "procedures": "Counted over the procedure list",
}
_HEAD = """# Indicators

Generated from the declarations in `src/tthc/analysis/indicators/` and the tables under `data/reference/` (`make docs`); a test fails
when it is stale. Labels are what reports print.

The table `measures` holds one row per period, basis, rule, group and indicator. *value* is the numerator for counts, the
ratio times 100 for %, else the ratio; *low* and *high* bound a share at 95% (Wilson). Basis `register` counts the office's
own register, `synced` the dossiers that the national portal has. Rules are `system`, `qd766` and `decree`; an indicator that
no rule changes stands under `system` only. An indicator is left out, and named, when a column that it needs is missing.
"""


def measures_page(folder: Path, on: date) -> str:
    """The page's text; points and targets are those valid on the day `on`."""
    known, law = {scale.measure: scale for scale in scales(folder, on)}, load_law(folder)
    parts = [_HEAD]
    for over, title in _TITLES.items():
        parts.append(
            f"## {title}\n\n" + "\n".join(_entry(one, known.get(one.id), law) for one in MEASURES if one.over == over)
        )
    parts += [_targets(targets(folder, on)), _classes(index_classes(folder, on))]
    return "\n".join(parts)


def _source(measure: Measure, law: Law) -> str:
    """Of an indicator that rests on the decree: by every set that knows it, each in its time."""
    if not measure.duty:
        return measure.source
    spans: dict[str, list[LawSet]] = {}
    for one in law.sets:
        if one.holds(measure.duty):
            spans.setdefault(source_of(measure, one), []).append(one)
    return "; ".join(
        f"{cited} ({sets[0].valid_from:%d/%m/%Y} – {_last_day(sets[-1])})"
        for cited, sets in spans.items()
    )


def _last_day(one: LawSet) -> str:
    return f"{one.valid_to:%d/%m/%Y}" if one.valid_to else "…"


def _entry(measure: Measure, scale: Scale | None, law: Law) -> str:
    lines = [
        f"### `{measure.id}` – {measure.label}\n",
        f"- {measure.measured_in}: {measure.numerator_is} / {measure.denominator_is}{_better(measure)}",
        f"- source: {_source(measure, law)}",
        "- needs: "
        f"{', '.join(f'`{need}`' for need in measure.needs).replace('|', '` or `') or 'nothing beyond the required columns'}",
        f"- computed {_where(measure)}",
    ]
    lines += [f"- points: {_points(scale)}"] if scale else []
    lines += [f"- {measure.note}"] if measure.note else []
    return "\n".join(lines) + "\n"


def _better(measure: Measure) -> str:
    return f"; {measure.better} is better" if measure.better else ""


def _where(measure: Measure) -> str:
    rule = "under each rule" if measure.by_rule else "once, for no rule changes it"
    return f"{rule}, {'on both bases' if measure.on_synced else 'on the register'}"


def _points(scale: Scale) -> str:
    if scale.full_at is None:
        text = f"the value itself, at most {scale.max_points:g}"
    else:
        text = f"up to {scale.max_points:g}, in proportion to the ratio, all of them from {100 * scale.full_at:g}%"
    empty = "" if scale.points_when_empty is None else f"; {scale.points_when_empty:g} when the denominator is 0"
    return f"{text}{empty}. {scale.source}{_unverified(scale.is_verified)}"


def _targets(given: Sequence[Target]) -> str:
    rows = ([f"`{one.measure}`", _target(one), one.source + _unverified(one.is_verified)] for one in given)
    return "## Targets\n\n" + _table(["indicator", "target", "source"], rows)


def _target(one: Target) -> str:
    return "better than the period before" if one.target == "previous" else one.target


def _classes(given: Sequence[IndexClass]) -> str:
    rows = ([one.scheme, one.label, f"{one.from_value:g}", one.source + _unverified(one.is_verified)] for one in given)
    return "## Classes of the indices\n\n" + _table(["index", "class", "from points", "source"], rows)


def _unverified(is_verified: bool) -> str:
    return "" if is_verified else " (**chưa kiểm chứng**)"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
