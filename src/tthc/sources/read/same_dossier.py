"""Whether two rows with one id tell of one dossier, by what a dossier keeps: procedure, applicant, day of reception."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

KEPT = ("procedure_code", "procedure_name", "applicant", "received_at")
_MARKED = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_BARE = "".join("d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0] for letter in _MARKED)


def folded(text: ir.StringValue) -> ir.StringValue:
    """`text` without case, accents, spaces and marks: texts that differ in these alone need not be others."""
    return text.lower().translate(_MARKED, _BARE).re_replace(r"[\s.,;:/()_-]+", "").nullif("")


def is_other(row: Mapping[str, ir.Value], kept: Mapping[str, ir.Value], *, may_be_moved: bool) -> ir.BooleanValue:
    """Whether a row tells of another dossier than the one kept, for all one knows: another procedure, or received on
    another day from another applicant.

    `may_be_moved`: a newer export may put a reception right. Else another day alone is enough, unless the applicant is
    said to be the same.
    """
    who, day = (_differs(folded(row["applicant"]), folded(kept["applicant"])), _days_differ(row, kept))
    is_same_applicant = ~who.fill_null(True)
    moved = who.fill_null(False) if may_be_moved else ~is_same_applicant
    return other_procedure(row, kept) | (day & moved)


def other_procedure(row: Mapping[str, ir.Value], other: Mapping[str, ir.Value]) -> ir.BooleanValue:
    """By their codes where both have one, else by their names."""
    codes = _differs(row["procedure_code"], other["procedure_code"])
    names = _differs(folded(row["procedure_name"]), folded(other["procedure_name"]))
    return ibis.coalesce(codes, names, False)


def _days_differ(row: Mapping[str, ir.Value], other: Mapping[str, ir.Value]) -> ir.BooleanValue:
    return _differs(row["received_at"].date(), other["received_at"].date()).fill_null(False)


def _differs(one: ir.Value, other: ir.Value) -> ir.BooleanValue:
    """Null where one of them is."""
    return one != other
