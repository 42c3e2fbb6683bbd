"""Rows of a sheet that are no records: the header again, the numbers of the columns, a total, a note, who signs."""

from __future__ import annotations

from functools import reduce

import ibis
import ibis.expr.types as ir

from tthc.sources.read.cells import BAD, declared
from tthc.sources.read.headers import CASE, Match

OTHER = "other_row"  # the rule of what the row is instead; null for a record
_TIMES = ("timestamp(6)", "date")
_NUMBER = r"^[(\[]?(\d{1,2}|[A-Za-z])[)\]]?(\s*[=+\-*/:]\s*[(\[]?\d{1,2}[)\]]?)*$"  # "5", "(5)", "(5)=(4)-(3)"
_TOTAL = r"^\s*(tổng|cộng|tổng cộng|tổng số|tong cong|tong so|total)( hồ sơ| ho so)?\s*([:(\d].*)?$"
_ALL_OF = r"^\s*(tổng|cộng|tong|cong)\s"  # beside a count: "Tổng Phòng Hành chính"
_COUNT, _SHARE = r"^\d{1,6}$", r"^\d+([.,]\d+)?\s*%$"
_WIDE = 4  # columns of a table in which one filled cell alone makes no record
_FOOT = r"^\s*(ghi chú|lưu ý|nguồn|người (xuất|lập|in|ký|tổng hợp)|ngày (xuất|lập|in)|số (hồ sơ|lượng)|trong đó)( |:|$)"
_NO_ID = r"^\d{1,6}$|^[^\pL\d]+$|\s"  # how many, a line of marks, words
_FEW = 2  # cells: more of them are a dossier whose id was lost
_ID_MARK = r"[0-9]"


def with_other(rows: ir.Table, match: Match) -> ir.Table:
    """`rows` with `other_row`. A row with an instant that was read is a record whatever else it holds, unless it holds
    nothing else.
    """
    times = [name for name in match.columns if declared(match, name).type in _TIMES]
    texts = {name: _text(rows, match, name) for name in match.columns}
    # One after the other: of nearly all rows only the first condition is looked at.
    return rows.mutate(**{OTHER: ibis.cases(
        (_is_lone(rows, texts, match) & ~_is_total(texts, match), "row.note"),
        (_is_footer(rows, texts), "row.note"),
        (_any([rows[name].notnull() for name in times]), ibis.null("string")),
        (_is_header(texts, match), "row.header"),
        (_is_numbers(texts, times), "row.numbers"),
        (_is_total(texts, match), "row.total"),
        (_is_note(texts, match), "row.note"),
        else_=ibis.null("string"),
    )})


def _is_lone(rows: ir.Table, texts: dict[str, ir.StringValue], match: Match) -> ir.BooleanValue:
    """One cell alone in a table of dossiers: the date over a signature, or in the place of an id how many
    they are, a line of marks, or words.
    """
    if "dossier_id" not in texts or len(texts) < _WIDE:
        return ibis.literal(False)
    ids = texts["dossier_id"]
    return (_n_said(rows, texts) == 1) & (ids.isnull() | ids.re_search(_NO_ID).fill_null(False))


def _is_footer(rows: ir.Table, texts: dict[str, ir.StringValue]) -> ir.BooleanValue:
    """What stands below a table, and one thing beside it: "Người xuất: admin" and when, "Số hồ sơ quá hạn" and 3."""
    if "dossier_id" not in texts or len(texts) < _WIDE:
        return ibis.literal(False)
    return texts["dossier_id"].lower().re_search(_FOOT).fill_null(False) & (_n_said(rows, texts) <= _FEW)


def _n_said(rows: ir.Table, texts: dict[str, ir.StringValue]) -> ir.IntegerValue:
    """How many cells of the row say anything."""
    return reduce(lambda one, two: one + two, [
        (text.notnull() | rows[name].notnull()).ifelse(1, 0) for name, text in texts.items()
    ])


def _text(rows: ir.Table, match: Match, name: str) -> ir.StringValue:
    """What the cell holds; null for an empty one. Words of codes stand in the column itself until they are mapped."""
    kind = declared(match, name).type
    if kind in ("string", "boolean"):
        return rows[name]
    return rows[BAD + name] if kind in _TIMES else rows[BAD + name].coalesce(rows[name].cast("string"))


def _is_header(cells: dict[str, ir.StringValue], match: Match) -> ir.BooleanValue:
    same = [cells[name].isin(list(texts)) for name, texts in match.texts.items()]
    return _any(same) & _all([cells[name].isnull() | one for name, one in zip(match.texts, same, strict=True)])


def _is_numbers(texts: dict[str, ir.StringValue], times: list[str]) -> ir.BooleanValue:
    """In a column of instants, or the row could be a record of codes and counts."""
    if not times or len(texts) < 3:
        return ibis.literal(False)
    return _any([texts[name].re_search(_NUMBER) for name in times]) & _all(
        [text.isnull() | text.re_search(_NUMBER) for text in texts.values()]
    )


def _is_total(texts: dict[str, ir.StringValue], match: Match) -> ir.BooleanValue:
    """A word for a total in the place of the id or, where that is empty or a count, anywhere; a share in the place of
    the id. Procedures and units may be named so.
    """
    if "dossier_id" not in texts:
        return ibis.literal(False)
    ids, words = texts["dossier_id"], [text.lower().re_search(_TOTAL) for text in texts.values()]
    others = [text.lower().re_search(_ALL_OF) for name, text in texts.items() if declared(match, name).type == "string"]
    is_count = ids.re_search(_COUNT).fill_null(False) & _all(
        [texts[name].isnull() for name in texts if name.removeprefix(CASE) in ("status", "step", "kind")]
    )
    return (
        ids.lower().re_search(_TOTAL).fill_null(False) | ids.re_search(_SHARE).fill_null(False)
        | (ids.isnull() & _any(words)) | (is_count & _any([*words, *others]))
    )


def _is_note(texts: dict[str, ir.StringValue], match: Match) -> ir.BooleanValue:
    """Words in the column of ids, and nothing of what makes a dossier or a step beside it; or a word or two somewhere
    else.
    """
    said = [
        texts[name]
        for name in texts
        if name.removeprefix(CASE) in ("status", "step", "kind") or declared(match, name).type in _TIMES
    ]
    if "dossier_id" not in texts or not said:
        return ibis.literal(False)
    ids = texts["dossier_id"]
    words = ids.contains(" ") & (~ids.re_search(_ID_MARK) | ids.re_search(r"\S\s+\S+\s+\S|^(?i:trang|page) "))
    n_said = reduce(lambda one, two: one + two, [text.notnull().ifelse(1, 0) for text in texts.values()])
    few = ids.isnull() & (n_said <= _FEW) & _all(
        [texts[name].isnull() for name in texts if declared(match, name).type in _TIMES]
    )
    return few | _is_signed(texts, match) | (words.fill_null(False) & _all([text.isnull() for text in said]))


def _is_signed(texts: dict[str, ir.StringValue], match: Match) -> ir.BooleanValue:
    """Who signs on the left and on the right: words under dates and in the place of the id, no figure in any of them,
    and neither status nor step.
    """
    dates = [text for name, text in texts.items() if declared(match, name).type in _TIMES]
    others = [texts[name] for name in texts if name.removeprefix(CASE) in ("status", "step", "kind")]
    ids = texts["dossier_id"]
    wordless = _all([text.isnull() | ~text.re_search(_ID_MARK) for text in (ids, *dates)])
    return wordless & _any([text.contains(" ") for text in dates]) & _all([text.isnull() for text in others])


def _any(parts: list[ir.BooleanValue]) -> ir.BooleanValue:
    return reduce(lambda one, two: one | two, [part.fill_null(False) for part in parts], ibis.literal(False))


def _all(parts: list[ir.BooleanValue]) -> ir.BooleanValue:
    return reduce(lambda one, two: one & two, [part.fill_null(False) for part in parts], ibis.literal(True))
