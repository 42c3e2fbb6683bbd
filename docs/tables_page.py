"""The page of a period's tables: which are handed out, of which others each is made, and a drawing of that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape

from tthc.model.schema import TABLES
from tthc.study.graph.declared import Declared
from tthc.study.graph.period import declared

PICTURE = "hinh/bang.svg"
_WIDE, _HIGH, _GAP, _BETWEEN, _EDGE = 128, 20, 10, 22, 12
_INK, _SOFT, _LINE = "#222222", "#eef3f7", "#8aa0b4"
_HEAD = """# Tables of a period

Generated from the declarations (`src/tthc/study/graph/wiring/`) by `make docs`. Each name below is a table that a study
hands out (`study.NAME`; columns: [data dictionary](data-dictionary.md)); beside it stand the tables of the graph that
its function reads. `tthc tables NAME` shows the whole way down, `study.trace("NAME", "COLUMN")` that of one column.

The drawing follows one of them, `late` (a late dossier with its main cause), down to what was read. White: read from
the files; an arrow that a longer way replaces is left out.

"""


def tables_page() -> str:
    """The page as Markdown."""
    known = declared()
    lines = [f"| `{name}` | {known[name].rows} | {_inputs(known[name])} |" for name in _handed(known)]
    head = f"{_HEAD}![What late is made of]({PICTURE})\n\n| table | one row is | made of |\n|---|---|---|\n"
    return head + "\n".join(lines) + "\n"


def _inputs(one: Declared) -> str:
    return ", ".join(f"`{name}`" for name in one.inputs)


def _handed(known: Mapping[str, Declared]) -> list[str]:
    return sorted(name for name in known if name in TABLES)


def tables_picture(of: str = "late") -> str:
    """The drawing as SVG: what was read at the top, every table below all that it is made of."""
    made_of = _reduced(_way_down(of, declared()))
    layer: dict[str, int] = {}
    while len(layer) < len(made_of):
        layer |= {
            name: 1 + max((layer[one] for one in below), default=-1)
            for name, below in made_of.items()
            if name not in layer and all(one in layer for one in below)
        }
    places = _placed(layer, made_of)
    height = max(y for _, y in places.values()) + _HIGH + _EDGE
    width = max(x for x, _ in places.values()) + _WIDE + _EDGE
    arrows = [_arrow(places[one], places[name]) for name, below in made_of.items() for one in below]
    boxes = [_box(name, places[name]) for name in layer]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="sans-serif" font-size="11"><title>What {of} is made of</title>{"".join(arrows + boxes)}</svg>\n'
    )


def _way_down(of: str, known: Mapping[str, Declared]) -> dict[str, set[str]]:
    """Every table below, with the tables that it reads; one that only puts names in the place of numbers is one with
    what it names, and lists of numbers are left out.
    """
    named = {f"{name}_numbered": name for name, one in known.items() if one.inputs == (f"{name}_numbered",)}
    found: dict[str, set[str]] = {}
    waiting = [of]
    while waiting:
        name = waiting.pop()
        if name not in found:
            declared_as = known.get(f"{name}_numbered" if name in named.values() else name)
            below = declared_as.inputs if declared_as else ()
            found[name] = {named.get(one, one) for one in below if not one.endswith("_numbers")}
            waiting.extend(sorted(found[name]))
    return found


def _reduced(made_of: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """Without the arrows that a longer way replaces."""
    above: dict[str, set[str]] = {}

    def all_below(name: str) -> set[str]:
        if name not in above:
            above[name] = set().union(*({one} | all_below(one) for one in made_of[name]))
        return above[name]

    return {
        name: sorted(one for one in below if not any(one in all_below(other) for other in below - {one}))
        for name, below in made_of.items()
    }


def _placed(layer: Mapping[str, int], made_of: Mapping[str, list[str]]) -> dict[str, tuple[int, int]]:
    """Left upper corners: a line per layer, in it the tables near what they are made of."""
    places: dict[str, tuple[int, int]] = {}
    widest = max(Counter(layer.values()).values())
    for number in range(max(layer.values()) + 1):
        names = [name for name, one in layer.items() if one == number]

        def middle(name: str) -> tuple[float, str]:
            below = [places[one][0] for one in made_of[name]]
            return (sum(below) / len(below) if below else 0, name)

        for place, name in enumerate(sorted(names, key=middle), (widest - len(names)) // 2):
            places[name] = (_EDGE + place * (_WIDE + _GAP), _EDGE + number * (_HIGH + _BETWEEN))
    return places


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    x, y, to_x, to_y = start[0] + _WIDE // 2, start[1] + _HIGH, end[0] + _WIDE // 2, end[1]
    path = f"M{x} {y}C{x} {y + _BETWEEN} {to_x} {to_y - _BETWEEN} {to_x} {to_y}"
    return f'<path d="{path}" fill="none" stroke="{_LINE}" opacity="0.8"/>'


def _box(name: str, place: tuple[int, int]) -> str:
    x, y = place
    shown = escape(name.removeprefix("read_"))
    fill = "#ffffff" if name.startswith("read_") else _SOFT
    return (
        f'<rect x="{x}" y="{y}" width="{_WIDE}" height="{_HIGH}" rx="3" fill="{fill}" stroke="{_LINE}"/>'
        f'<text x="{x + 6}" y="{y + 14}" fill="{_INK}">{shown}</text>'
    )
