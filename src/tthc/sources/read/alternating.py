"""Two values that take turns within each step of a log: they say whether a row begins or ends it, whatever they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

_MOST = 0.6  # of the steps of dossiers
_LEAST = 3  # steps that have both


def alternating(rows: Sequence[tuple[str, str, str]]) -> tuple[str, str] | None:
    """(dossier, step, value) of the rows in the order of the file → the two values, the first of each step first.

    None where there are more or fewer than two values, or where most steps of dossiers do not have both equally often.
    """
    held: dict[tuple[str, str], list[str]] = {}
    for dossier, step, value in rows:
        if dossier and step and value:
            held.setdefault((dossier, step), []).append(value)
    if len({value for values in held.values() for value in values}) != 2:
        return None
    even = [values for values in held.values() if len(set(Counter(values).values())) == 1 and len(set(values)) == 2]
    if len(even) < max(_LEAST, _MOST * len(held)):
        return None
    first = Counter(values[0] for values in even).most_common(1)[0][0]
    return first, next(value for values in even for value in values if value != first)
