"""What people typed → which dossier it belongs to, whether it confirms a cause, and what cannot be used."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tthc.model.schema import CODES
from tthc.model.schema.checks import CHECKS
from tthc.sources.explanations.columns import EVERY
from tthc.sources.explanations.rows import TYPED_KEYS, TypedRow
from tthc.sources.read.faults import Faults
from tthc.sources.read.names import plain

_SIGN_OFFS = {plain(label): code for code, label in CODES["sign_off"].items()} | {"nhattri": "agree", "ok": "agree"}
_HEADERS = {column.key: column.header for column in EVERY}


@dataclass(frozen=True)
class Judged:
    """A row with its dossier; `cause` is what it says about the cause, `rule` why it cannot be used."""

    row: TypedRow
    dossier_id: str | None
    cause: str | None = None
    rule: str = ""


def match_rows(
    rows: Sequence[TypedRow], *, late_ids: Collection[str], known_ids: Collection[str], causes: Mapping[str, str],
    faults: Faults
) -> list[dict]:
    """One row per dossier explained or row that cannot be matched (schema EXPLANATIONS); faults get what went wrong.

    `causes` maps the codes of the cause list to their labels; people may write either.
    """
    codes = {plain(name): code for code, label in reversed(list(causes.items())) for name in (code, label)}
    ids = _Ids(late_ids, known_ids)
    judged = [_judge(row, ids, codes) for row in _once(rows)]
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        if not one.rule and one.dossier_id is not None:
            groups.setdefault(one.dossier_id, []).append(one)
    unmatched = [one for one in judged if one.rule]
    for one in unmatched:
        _report(one, faults)
    matched = [_row(one, "unmatched", CHECKS[one.rule].message) for one in unmatched]
    for group in groups.values():
        matched += _one_dossier(group, faults)
    return sorted(matched, key=lambda one: (one["file"], one["sheet"], one["row"]))


def _once(rows: Sequence[TypedRow]) -> list[TypedRow]:
    """Without rows that say the same of the same dossier: one file sent twice, or a row kept from an earlier round."""
    keys = ("dossier_id", "proposed_text", *TYPED_KEYS)
    return list({tuple(getattr(row, key) for key in keys): row for row in reversed(rows)}.values())[::-1]


class _Ids:
    """Late and other known dossiers; a code typed in another case or with blanks is still the same."""

    def __init__(self, late: Collection[str], known: Collection[str]) -> None:
        self._late, self._known = (
            {_same(one): one for one in ids} | {one: one for one in ids}
            for ids in (late, known)
        )

    def find(self, text: str) -> tuple[str | None, str]:
        if not text:
            return None, "explanation.no_id"
        for ids, rule in ((self._late, ""), (self._known, "explanation.not_late")):
            if found := ids.get(text) or ids.get(_same(text)):
                return found, rule
        return text, "explanation.unknown_dossier"


def _same(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split()).casefold()


def _judge(row: TypedRow, ids: _Ids, codes: Mapping[str, str]) -> Judged:
    dossier_id, rule = ids.find(row.dossier_id)
    cause = codes.get(plain(row.cause_text))
    if not rule and row.cause_text and cause is None:
        rule = "explanation.unknown_cause"
    if not row.cause_text and _sign_off(row) == "agree":
        # what was agreed to is what the file proposed, whatever is proposed today
        cause = codes.get(plain(row.proposed_text))
    return Judged(row, dossier_id, cause, rule)


def _sign_off(row: TypedRow) -> str | None:
    """The code of the opinion; None for nothing, the text itself where it is not understood."""
    return _SIGN_OFFS.get(plain(row.sign_off), row.sign_off) if row.sign_off else None


def _one_dossier(group: Sequence[Judged], faults: Faults) -> list[dict]:
    """One row where all agree, each filling what another left empty; all of them unmatched where two disagree."""
    disputed = _disputed(group)
    if disputed:
        header = _HEADERS[disputed]
        for one in group:
            value = getattr(one.row, disputed)
            faults.add("explanation.disagree", **_place(one.row), column=header, value=value, dossier_id=one.dossier_id)
        message = CHECKS["explanation.disagree"].message.format(column=header)
        return [_row(one, "unmatched", message) for one in group]
    return [_decided(_merged(group), faults)]


def _disputed(group: Sequence[Judged]) -> str | None:
    """The first column in which two rows say something different."""
    if len({one.cause for one in group if one.cause}) > 1:
        return "cause_text"
    others = (key for key in TYPED_KEYS if key != "cause_text")
    return next(
        (key for key in others if len({" ".join(getattr(one.row, key).split()) for one in group} - {""}) > 1), None,
    )


def _merged(group: Sequence[Judged]) -> Judged:
    first = group[0]
    said: dict[str, Any] = {
        key: next((text for one in group if (text := getattr(one.row, key))), "")
        for key in (*TYPED_KEYS, "proposed_text")
    }
    cause = next((one.cause for one in group if one.cause), None)
    return replace(first, row=replace(first.row, **said), cause=cause)


def _decided(one: Judged, faults: Faults) -> dict:
    """A cause that was picked counts unless the opinion withholds it; an opinion alone confirms
    what the file proposed.
    """
    sign_off = _sign_off(one.row)
    if sign_off not in (None, *CODES["sign_off"]):
        rule = "explanation.sign_off"
    elif sign_off in ("disagree", "incomplete"):
        rule = "explanation.withheld"
    elif sign_off == "agree" and one.cause is None:
        rule = "explanation.no_proposal"
    else:
        return _row(one, "confirmed" if one.cause else "noted")
    said = one.row.sign_off
    faults.add(rule, **_place(one.row), column=_HEADERS["sign_off"], value=said, dossier_id=one.dossier_id, detail=said)
    return _row(one, "noted", CHECKS[rule].message.format(detail=said))


def _report(one: Judged, faults: Faults) -> None:
    key = "cause_text" if one.rule == "explanation.unknown_cause" else "dossier_id"
    value = getattr(one.row, key) or one.row.explanation or one.row.note
    faults.add(one.rule, **_place(one.row), column=_HEADERS[key], value=value, dossier_id=one.dossier_id)


def _place(row: TypedRow) -> dict[str, Any]:
    return {"file": row.file, "sheet": row.sheet, "row": row.row}


def _row(one: Judged, status: str, problem: str = "") -> dict:
    texts = {key: value or None for key, value in one.row.as_dict().items()}
    cause = one.cause if status == "confirmed" else None
    return {**texts, "dossier_id": one.dossier_id, "status": status, "problem": problem or None, "cause": cause}
