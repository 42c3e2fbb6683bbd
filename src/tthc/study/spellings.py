"""One spelling for one unit, procedure, field or step; without a procedure's code its name is the key everywhere."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import ibis
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from tthc.engine import Engine
from tthc.model.schema import CANONICAL
from tthc.sources.read import Reading
from tthc.sources.read.names import plain, same_name

# What is spelled → the columns that name it.
_NAMED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "unit": (("dossiers", "unit"), ("steps", "unit"), ("units", "unit"), ("units", "parent"), ("feedback", "unit")),
    "procedure": (("dossiers", "procedure_name"), ("procedures", "name"), ("norms", "procedure_code")),  # or its name
    "field": (("dossiers", "field"), ("procedures", "field")),
    "step": (("steps", "step"), ("norms", "step")),
}
_ASKED = ("unit", "procedure")  # look-alikes of these are asked about
_LISTS = ("units", "norms", "procedures")  # of rows that are one after the folding the first is kept
_SHORT = {
    "ubnd": "uybannhandan", "hdnd": "hoidongnhandan", "p": "phong", "vp": "vanphong", "tt": "trungtam", "tx": "thixa",
    "tp": "thanhpho", "qd": "quyetdinh", "gp": "giayphep", "gcn": "giaychungnhan", "qsdd": "quyensudungdat",
    "ttpvhcc": "trungtamphucvuhanhchinhcong", "tthc": "thutuchanhchinh", "cn": "chinhanh",
}


@dataclasses.dataclass(frozen=True)
class Spellings:
    """`folded`: shown name → the other spellings of it; `similar`: names that may be one and count apart."""

    folded: Mapping[str, Sequence[str]]
    similar: Sequence[tuple[str, str]]


def one_spelling_each(engine: Engine, reading: Reading) -> tuple[Reading, Spellings]:
    """Names as they count from here on: spellings that differ only in case, spaces or Unicode form are one.

    The most frequent one is kept. Names that are equal only without accents, or with an abbreviation written out, stay
    apart and are told. A dossier without a procedure's code has the one that its name has elsewhere, else the name.
    """
    counts = _counts(engine, reading)
    renames: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    folded: dict[str, list[str]] = {}
    similar: list[tuple[str, str]] = []
    for what, found in counts.items():
        kept = _kept(found)
        for name, shown in kept.items():
            if name != shown:
                folded.setdefault(shown, []).append(name)
                for column in _NAMED[what]:
                    renames[column][name] = shown
        similar += _similar(sorted(set(kept.values()))) if what in _ASKED else []
    tables = dict(reading.tables)
    for table in dict.fromkeys(table for table, _ in renames):
        own = {column: names for (one, column), names in renames.items() if one == table}
        tables[table] = _renamed(engine, table, tables[table], own)
    renamed = dataclasses.replace(reading, tables=tables) if renames else reading
    return _with_codes(engine, renamed), Spellings(folded, similar)


def _counts(engine: Engine, reading: Reading) -> dict[str, dict[str, int]]:
    """What is spelled → every spelling with its number of rows."""
    parts = []
    for what, columns in _NAMED.items():
        for table, column in columns:
            rows = reading.tables[table].select(name=column).filter(ibis._.name.notnull())
            parts.append(rows.group_by("name").aggregate(n=rows.count()).mutate(what=ibis.literal(what)))
    counts: dict[str, dict[str, int]] = {what: {} for what in _NAMED}
    for row in engine.fetch(ibis.union(*parts)).itertuples():
        counts[row.what][row.name] = counts[row.what].get(row.name, 0) + int(row.n)
    return counts


def _kept(counts: Mapping[str, int]) -> dict[str, str]:
    """Spelling → the one that is shown: the most frequent, among equals one that is not all in capitals."""
    alike = defaultdict(list)
    for name in counts:
        alike[same_name(name)].append(name)
    return {
        name: min(names, key=lambda one: (-counts[one], one.isupper(), one))
        for names in alike.values()
        for name in names
    }


def _similar(names: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs that are equal without accents and marks, or with their abbreviations written out."""
    written = defaultdict(list)
    for name in names:
        written["".join(_whole(word) for word in re.split(r"[\s.,()\-–_/]+", name))].append(name)
    return [(one, other) for alike in written.values() for one in alike for other in alike if one < other]


def _whole(word: str) -> str:
    return _SHORT.get(plain(word), plain(word))


def _renamed(engine: Engine, table: str, rows: ir.Table, names: Mapping[str, Mapping[str, str]]) -> ir.Table:
    columns = rows.columns
    for column, kept in names.items():
        pairs = engine.load(pa.table({"other": list(kept), "shown": list(kept.values())}), f"spelled_{table}_{column}")
        joined = rows.left_join(pairs, [rows[column] == pairs.other])
        rows = joined.mutate(**{column: joined.shown.coalesce(joined[column])}).drop("other", "shown")
    if table in _LISTS:
        key = ibis.window(group_by=list(CANONICAL[table].key), order_by="src_row", rows=(None, 0))
        rows = rows.mutate(copy_no=ibis.row_number().over(key)).filter(ibis._.copy_no == 0)
    return engine.materialise(rows.select(*columns), f"spelled_{table}")


def _with_codes(engine: Engine, reading: Reading) -> Reading:
    dossiers, procedures = reading.tables["dossiers"], reading.tables["procedures"]
    named = dossiers.select(code="procedure_code", name="procedure_name").distinct()
    listed = procedures.select("code", "name").distinct()
    pairs = engine.fetch(named.union(listed, distinct=True).filter(ibis._.name.notnull()))
    normed = engine.fetch(reading.tables["norms"].select("procedure_code").distinct()).procedure_code
    if not pairs.code.isnull().any() and not normed.isin(pairs.name).any():
        return reading
    codes = _codes(pairs)
    codes_of_names = engine.load(pa.table({"of_name": list(codes), "of_code": list(codes.values())}), "spelled_codes")
    tables = dict(reading.tables)
    for table, column, name in (("dossiers", "procedure_code", "procedure_name"), ("norms", "procedure_code", "")):
        rows = tables[table]
        joined = rows.left_join(codes_of_names, [rows[name or column] == codes_of_names.of_name])
        code = joined[column].coalesce(joined.of_code) if name else joined.of_code.coalesce(joined[column])
        tables[table] = engine.materialise(joined.mutate(**{column: code}).select(*rows.columns), f"coded_{table}")
    return dataclasses.replace(reading, tables=tables)


def _codes(pairs: pd.DataFrame) -> dict[str, str]:
    """Name of a procedure → its only code, else the name itself."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, code in _rows(pairs):
        found[name] |= {code} - {""}
    return {name: next(iter(codes)) if len(codes) == 1 else name for name, codes in found.items()}


def _rows(pairs: pd.DataFrame) -> Iterable[tuple[str, str]]:
    return zip(pairs.name, pairs.code.fillna(""), strict=True)
