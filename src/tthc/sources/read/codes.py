"""Words of the source replaced by the package's codes and by yes or no."""

from __future__ import annotations

import re
from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.sources.read.cells import BAD, declared
from tthc.sources.read.headers import Match
from tthc.sources.read.names import plain
from tthc.sources.read.profile import Profile

_NUMBER, _LABELLED = re.compile(r"\s*(\d{1,2})\.0+\s*"), re.compile(r"\s*(\d{1,2})\s*[-–—.:)]\s*(\D.*)")
MOST = 1_000  # a column with more different words than this is no code column; the rest reads as unknown


def coded(rows: ir.Table, match: Match, profile: Profile, engine: Engine, stage: str) -> ir.Table:
    """`rows` with every code and yes/no column mapped, but for the system's own words (`recorded`).

    A word that no list knows becomes null and `bad_<column>`.
    """
    changes: dict[str, ir.Value] = {}
    for name in match.columns:
        column = declared(match, name)
        if (column.codes is None and column.type != "boolean") or column.codes == "recorded_outcome":
            continue
        known = profile.code_of(column.codes) if column.codes else profile.truth_of()
        words = engine.fetch(rows.select(word=rows[name]).filter(rows[name].notnull()).distinct().limit(MOST)).word
        pairs = [(word, code) for word in words if (code := _code_of(word, known)) is not None]
        changes[name] = _mapped(rows[name], pairs, column.type)
        changes[BAD + name] = rows[name].nullif(ibis.cases((rows[name].isin([word for word, _ in pairs]), rows[name])))
    return engine.view(rows.mutate(**changes), f"{stage}_coded") if changes else rows


def _code_of(word: str, known: Mapping[str, str | bool]) -> str | bool | None:
    """What the word stands for: as it is, as a number (9.0), or as a code beside its label ("9 - Đã xử lý xong")."""
    if (code := known.get(plain(word))) is not None:
        return code
    if found := _NUMBER.fullmatch(word):
        return known.get(found[1])
    found = _LABELLED.fullmatch(word)
    code, label = (known.get(plain(part)) for part in found.groups()) if found else (None, None)
    return code if code == label else None


def _mapped(text: ir.StringValue, pairs: list[tuple], kind: str) -> ir.Value:
    branches = [(text == word, ibis.literal(code)) for word, code in pairs]
    return ibis.cases(*branches, else_=ibis.null(kind)) if branches else ibis.null(kind)
