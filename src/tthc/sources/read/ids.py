"""Ids and codes that a spreadsheet damaged: mended where that is certain, else told apart and said."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.sources.read.cells import BAD
from tthc.sources.read.headers import Match

# An apostrophe before a number is how people make a spreadsheet keep it as text, ="…" how systems do.
_EDGES = r"^[\s'`’‘\"]+|^=\"|[\s\"]+$"
_DASHES = "[‐‑‒–—−]"  # what a spreadsheet makes of a hyphen while somebody types
# Figures that are lost: 1.23E+12; a date in the place of "5-1".
_MONTH = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_LOST = (
    r"^\d([.,]\d+)?[eE]\+\d{2,3}$|^\d[.,]\d+E\d{1,2}$|^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?$"
    rf"|^\d{{1,2}}-{_MONTH}(-\d{{2,4}})?$|^{_MONTH}-\d{{2}}$"
)
_POINT = r"^(\d+)\.0$"
_LONG, _CUT = r"^\d{16,}$", r"^\d{15}0+$"  # a spreadsheet keeps fifteen figures and fills up with zeros
_FEW = 3
_CODE, _CUT_CODE = r"^\d\.\d{6}$", r"^\d\.\d{3,5}$"


def with_ids(rows: ir.Table, match: Match, engine: Engine, stage: str) -> ir.Table:
    """`rows` with clean ids. One whose figures are lost gets its row's number behind it, so that it is nobody else's,
    and stands in `bad_dossier_id`.
    """
    if "dossier_id" in match.columns:
        odd = rows.dossier_id.re_search(f"{_EDGES}|{_DASHES}|{_POINT}|{_LOST}")
        long, cut = rows.dossier_id.re_search(_LONG), rows.dossier_id.re_search(_CUT)
        counts = engine.fetch(rows.aggregate(n_odd=_n(odd), n_long=_n(long), n_cut=_n(cut))).iloc[0]
        is_cut = counts.n_cut == counts.n_long and counts.n_long >= _FEW
        rows = _mended(rows, _LOST + (f"|{_CUT}" if is_cut else "")) if counts.n_odd or is_cut else rows
    return engine.view(_with_codes(rows, match, engine), f"{stage}_ids")


def _mended(rows: ir.Table, lost: str) -> ir.Table:
    ids = rows.dossier_id.re_replace(_EDGES, "").re_replace(_DASHES, "-").re_replace(_POINT, r"\1").nullif("")
    is_lost = ids.re_search(lost)
    own = ids + " (dòng " + rows.src_row.cast("string") + ")"
    return rows.mutate(dossier_id=is_lost.ifelse(own, ids), **{BAD + "dossier_id": ibis.cases((is_lost, ids))})


def _with_codes(rows: ir.Table, match: Match, engine: Engine) -> ir.Table:
    """Codes of procedures have six figures behind the point; as numbers they lose the zeros at their end."""
    names = [name for name in ("procedure_code", "case_procedure_code", "code") if name in match.columns]
    for name in names:
        cut = rows[name].re_search(_CUT_CODE)
        counts = engine.fetch(rows.aggregate(n_cut=_n(cut), n_whole=_n(rows[name].re_search(_CODE)))).iloc[0]
        if counts.n_cut and counts.n_whole:
            rows = rows.mutate(**{name: cut.ifelse(rows[name].rpad(8, "0"), rows[name])})
    return rows


def _n(which: ir.BooleanValue) -> ir.IntegerValue:
    return which.sum().coalesce(0)
