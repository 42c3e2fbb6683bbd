"""Findings and row accounting for others: what kind of fault and how many, without the values that were found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.engine import Engine
from tthc.model.schema import CANONICAL, TABLES
from tthc.model.schema.checks import CHECKS
from tthc.study.pseudonyms.tables import Pseudonyms, replaced

_KNOWN = frozenset(
    text
    for table in CANONICAL.values()
    for column in table.columns
    for text in (column.name, column.label)
)


def pseudonymise_findings(findings: ir.Table, engine: Engine, pseudonyms: Pseudonyms) -> ir.Table:
    """The same rows with codes for dossiers, neutral places, the fault's general words, and no value."""
    rows = findings.mutate(
        value=ibis.null("string"),
        column=findings["column"].isin(sorted(_KNOWN)).ifelse(findings["column"], ibis.null("string")),
    )
    rows = replaced(rows, "dossier_id", _pairs(engine, pseudonyms.dossiers, "ids"))
    rows = replaced(rows, "file", _pairs(engine, _places(pseudonyms.files, engine, findings, "file"), "places"))
    rows = rows.mutate(sheet=ibis.null("string"))
    words = _pairs(engine, {rule: general(rule) for rule in CHECKS}, "words")
    joined = rows.left_join(words, [rows.rule == words.text])
    return joined.mutate(message=ibis.coalesce(joined.code, "Cần kiểm tra.")).select(findings.columns)


def pseudonymise_accounting(accounting: ir.Table, engine: Engine, pseudonyms: Pseudonyms) -> ir.Table:
    """Rows read, accepted and set aside, file by file, without the files' names."""
    for column, known, word in (("file", pseudonyms.files, "file"), ("sheet", pseudonyms.sheets, "sheet")):
        accounting = replaced(
            accounting, column, _pairs(engine, _places(known, engine, accounting, column), f"accounting_{word}"),
        )
    return accounting


def pseudonymise_rows(rows: Iterable[Mapping[str, Any]], name: str, pseudonyms: Pseudonyms) -> list[dict[str, Any]]:
    """Rows of another table that names dossiers: codes for them, nothing in what is personal or free text.

    Texts that a table cannot do without (the words of a finding) become the general ones.
    """
    hidden = [column.name for column in TABLES[name].columns if column.personal or column.free_text]
    neutral = ("file", "sheet", "src_file", "src_sheet")
    made = []
    for row in rows:
        shared = {key: None if key in hidden or key in neutral else value for key, value in row.items()}
        shared["dossier_id"] = pseudonyms.dossiers.get(row.get("dossier_id") or "")
        if "message" in row:
            shared["message"] = general(str(row.get("rule")))
            shared["column"] = row.get("column") if row.get("column") in _KNOWN else None
        made.append(shared)
    return made


def general(rule: str) -> str:
    """What a fault is, without the things of the place where it was found."""
    return re.sub(r"[“(]?\{\w+\}[”)]?", "…", CHECKS[rule].message) if rule in CHECKS else "Cần kiểm tra."


def _places(known: Mapping[str, str], engine: Engine, rows: ir.Table, column: str) -> dict[str, str]:
    """Numbers for files that gave no row, after those that did."""
    texts: Sequence[str] = sorted(
        set(engine.fetch(rows.filter(rows[column].notnull()).select(text=rows[column]).distinct())["text"]) - set(known)
    )
    word = "Tệp" if column == "file" else "Trang"
    return {**known, **{text: f"{word} {number}" for number, text in enumerate(texts, start=len(known) + 1)}}


def _pairs(engine: Engine, pairs: Mapping[str, str], name: str) -> ir.Table:
    rows = [{"text": text, "code": code} for text, code in pairs.items()]
    return engine.load(
        pa.Table.from_pylist(rows, schema=pa.schema({"text": pa.string(), "code": pa.string()})),
        f"shared_pairs_{name}",
    )
