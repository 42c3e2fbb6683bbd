"""The lines of `ways` as tables: per level and family, with Wilson bounds; the worst family first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from ways_offices import CONFIGS, LEVELS
from ways_truth import OUTSIDE_KINDS, VERDICTS, can_tell

WAYS = {config.name: config.ways for config in CONFIGS}
CHARGED = VERDICTS[-1]
TOLD = {
    "L1": "dossiers only", "L2": "with ends of steps", "L2a": "with ends of steps and absences",
    "L3": "with starts and absences",
    "L3n": "with starts and absences, without norms",
}  # fmt: skip


def wilson(n: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % bounds of a share."""
    if not of:
        return 0.0, 1.0
    share, square = n / of, z * z
    middle, half = share + square / (2 * of), z * (share * (1 - share) / of + square / (4 * of * of)) ** 0.5
    return max(0.0, (middle - half) / (1 + square / of)), min(1.0, (middle + half) / (1 + square / of))


def share(n: int, of: int) -> str:
    low, high = wilson(n, of)
    return f"{n / of:.1%} ({low:.1%}–{high:.1%})" if of else "–"


def report(lines: Sequence[dict]) -> list[str]:
    return [
        *_headline(lines),
        *(row for level in LEVELS for row in _level([one for one in lines if one["level"] == level], level)),
    ]


def _counts(lines: Iterable[dict], place: int = 2) -> Counter:
    counts: Counter = Counter()
    for line in lines:
        for row in line["rows"]:
            counts[row[place]] += row[-1]
    return counts


def _by(lines: Iterable[dict], key: str) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = defaultdict(list)
    for line in lines:
        found[line[key]].append(line)
    return found


def _headline(lines: Sequence[dict]) -> list[str]:
    cells = [
        (counts[CHARGED] / max(1, sum(counts.values())), level, family, counts)
        for (level, group) in _by(lines, "level").items() for family,
        part in _by(group, "family").items() for counts in [_counts(part)]
    ]  # fmt: skip
    _, level, family, counts = max(cells, key=lambda cell: (cell[0], _highest(cell[3])))
    offices = {(line["config"], line["seed"]) for line in lines}
    total = sum(counts.values())
    return [
        f"**Worst family: {family}, {TOLD[level]}: charged falsely {counts[CHARGED]} of {total:,} late dossiers, "
        f"{share(counts[CHARGED], total)}.** "
        f"{len(offices)} offices of {len({name for name, _ in offices})} configurations in {len(_by(lines, 'family'))} "
        "families.",
    ]


def _highest(counts: Counter) -> float:
    """The upper bound of what is charged falsely: of families without any, the one of which least is known is worst."""
    return wilson(counts[CHARGED], sum(counts.values()))[1]


def _level(lines: Sequence[dict], level: str) -> list[str]:
    if not lines:
        return []
    heads = ("family", "late", *VERDICTS, "named", "right of named", "right or knock-on where told")
    found = [f"\n## {level}: {TOLD[level]}\n", "| " + " | ".join(heads) + " |", "|---|" + "---:|" * 9]
    for family, part in _by(lines, "family").items():
        found.append(_row(family, part, level))
    found.append(_row("**all**", lines, level))
    naive = [_counts(lines, place) for place in (4, 5)]
    for name, counts in zip(("blaming whoever had it last", "blaming the longest step"), naive, strict=True):
        total = sum(counts.values())
        found.append(
            f"| *{name}* | {total:,} | " + " | ".join(f"{counts[one] / total:.1%}" for one in VERDICTS) + " | | | |"
        )
    return [*found, "", *_planted(lines, level), *_what_if(lines)]


def _row(name: str, lines: Sequence[dict], level: str) -> str:
    counts = _counts(lines)
    total = sum(counts.values())
    named = total - counts["unknown"]
    right = counts["right"] + counts["knock-on"]
    cells = [f"{counts[one] / total:.1%}" for one in VERDICTS[:-1]] if total else ["–"] * 4
    told = _told(lines, level)
    return (
        f"| {name} | {total:,} | " + " | ".join(
            cells
        ) + f" | {counts[CHARGED]}: {share(counts[CHARGED], total)} | {share(named, total)} "
        f"| {share(right, named)} | {share(*told)} |"
    )


def _told(lines: Sequence[dict], level: str, kind: str | None = None) -> tuple[int, int]:
    """Right or knock-on, of the dossiers that one kind (this one) made late which such a record can tell."""
    good = all_ = 0
    for line in lines:
        for planted, _, said, *_, n in line["rows"]:
            is_meant = planted == kind or (kind is None and planted and "+" not in planted)
            if is_meant and can_tell(planted, level, WAYS[line["config"]]):
                all_ += n
                good += n * (said in ("right", "knock-on"))
    return good, all_


def _planted(lines: Sequence[dict], level: str) -> list[str]:
    """Over dossiers that exactly one kind made late: what was named."""
    named: dict[str, Counter] = defaultdict(Counter)
    verdicts: dict[str, Counter] = defaultdict(Counter)
    for line in lines:
        for planted, cause, said, *_, n in line["rows"]:
            if planted and "+" not in planted:
                named[planted][cause] += n
                verdicts[planted][said] += n
    outside = [
        sum(verdicts[kind][said] for kind in OUTSIDE_KINDS for said in which)
        for which in (("right",), VERDICTS)
    ]
    found = [f"Applicant, consultation, council, signature, unclosed: right {share(*outside)}.\n",
             "| planted alone | late | right | right or knock-on where told | named |", "|---|---:|---:|---:|---|"]
    for kind in sorted(named):
        total = sum(named[kind].values())
        causes = ", ".join(f"{cause} {n}" for cause, n in named[kind].most_common(8))
        right, told = verdicts[kind]["right"] / total, share(*_told(lines, level, kind))
        found.append(f"| {kind} | {total} | {right:.1%} | {told} | {causes} |")
    return [*found, ""]


def _what_if(lines: Sequence[dict]) -> list[str]:
    counts: Counter = Counter()
    for line in lines:
        for _, said, true, n in line["what_if"]:
            counts[said, true] += n
    said = counts[True, True] + counts[True, False]
    true = counts[True, True] + counts[False, True]
    return ["What-if: said on time without it and on time in the twin: "
            f"{share(counts[True, True], said)} of what was said, "
            f"{share(counts[True, True], true)} of what is true.", ""]
