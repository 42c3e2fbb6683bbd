"""Text in which every dossier is a block of lines "Mã hồ sơ: …", as detail pages copied one below the other are."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa

from tthc.engine import Engine
from tthc.sources.read.grids import TOP_ROWS, Grid, arrow_rows
from tthc.sources.read.names import plain

_LOOKED_AT = 400  # lines
_FEWEST = 2  # blocks, and known labels in them
_MOST = 0.6  # so many lines that say anything begin with a label
_LABEL = re.compile(r"[\s•*+-]*([^\W\d_][^:;|/\t]{0,58}?)\s*[:：]\s*(.*)$")
_NEXT = re.compile(r"(?:[;|/\t]|\s{2,})\s*([^\W\d_][^:;|/\t]{0,58}?)\s*[:：]")
_RULE = re.compile(r"[\s=_*#~-]*$")


@dataclass
class _Block:
    """One dossier: the line that it begins at, and what stands behind each label."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)


def block_grid(name: str, text: Path, engine: Engine, stage: str, words: frozenset[str]) -> Grid | None:
    """The blocks of the file `name` as one grid of a row each, under the labels as its header; None where the clean
    `text` has no such blocks. `words` are the headers that the profiles know, comparable.
    """
    with text.open(encoding="utf-8-sig") as file:
        labels = _labels(list(itertools.islice(file, _LOOKED_AT)), words)
    if labels is None:
        return None
    blocks = _blocks(text.read_text(encoding="utf-8-sig").split("\n"), labels)
    header = list(dict.fromkeys(label for block in blocks for label in block.cells))
    table = [[block.cells.get(label) for label in header] for block in blocks]
    top = (tuple(header), *(tuple(cell or "" for cell in row) for row in table[: TOP_ROWS - 1]))

    def body(header_row: int, missing: Sequence[str], wanted: Sequence[int]) -> ir.Table:
        rows = arrow_rows(table[header_row - 1 :], header_row + 1, wanted, missing).drop_columns("src_row")
        numbers = pa.array([block.line for block in blocks[header_row - 1 :]], pa.int64())
        return engine.load(rows.append_column("src_row", numbers), f"{stage}_blocks")

    return Grid(name, None, len(header), top, body, is_records=True)


def _labels(lines: Sequence[str], words: frozenset[str]) -> frozenset[str] | None:
    """The labels of the lines, comparable: known ones and those that repeat; None where the text is no such blocks."""
    said = [line for line in lines if not _RULE.match(line)]
    first = [plain(found[1]) for line in said if (found := _LABEL.match(line))]
    counts = Counter([*first, *(plain(label) for line in said for label in _NEXT.findall(line))])
    known = [label for label in counts if label in words and counts[label] >= _FEWEST]
    labels = frozenset(label for label, n in counts.items() if n >= _FEWEST or label in words)
    n_labelled = sum(label in labels for label in first)
    return labels if len(known) >= _FEWEST and n_labelled >= _MOST * len(said) else None


def _blocks(lines: Sequence[str], labels: frozenset[str]) -> list[_Block]:
    """A block begins with the label that the first one begins with, with one that it has already, and after an empty
    line where every block does.
    """
    pairs = list(_pairs(lines, labels))
    first = next(plain(label) for _, label, _, _ in pairs if label)
    starts = [is_apart for _, label, _, is_apart in pairs if plain(label) == first]
    are_apart = all(starts[1:])
    blocks: list[_Block] = []
    for number, label, text, is_apart in pairs:
        own = blocks[-1].cells if blocks else {}
        if label and (not blocks or plain(label) == first or label in own or (are_apart and is_apart)):
            blocks.append(_Block(number))
        if label:
            blocks[-1].cells[label] = text
        elif own:
            last = next(reversed(own))
            own[last] = f"{own[last]} {text}".strip()
    return blocks


def _pairs(lines: Iterable[str], labels: frozenset[str]) -> Iterator[tuple[int, str, str, bool]]:
    """Number of the line, label (empty: the line goes on with the value before), value, whether an empty line or a rule
    stands before it; lines above the first label are left out.
    """
    is_begun, is_apart = False, False
    for number, line in enumerate(lines, 1):
        if _RULE.match(line):
            is_apart = True
            continue
        found = _LABEL.match(line)
        if found and plain(found[1]) in labels:
            for nth, (label, text) in enumerate(_parts(line, labels)):
                yield number, label, text, is_apart and not nth
            is_begun = True
        elif is_begun:
            yield number, "", line.strip(), is_apart
        is_apart = False


def _parts(line: str, labels: frozenset[str]) -> list[tuple[str, str]]:
    """The labels of one line with their values: "Mã hồ sơ: A / Ngày nhận: 05/01/2024"."""
    starts = [0, *(found.start() for found in _NEXT.finditer(line) if plain(found[1]) in labels)]
    pieces = [line[start:end].strip(" ;|/\t") for start, end in zip(starts, [*starts[1:], len(line)], strict=True)]
    return [(found[1].strip(), found[2].strip()) for piece in pieces if (found := _LABEL.match(piece))]
