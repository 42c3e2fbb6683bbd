"""What the source system itself says of a deadline, in its own words: "Quá hạn 3 ngày", "Đúng hạn", "Còn 2 ngày"."""

from __future__ import annotations

import re
import unicodedata

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.engine import Engine
from tthc.model.words import Outcome
from tthc.sources.read.cells import BAD
from tthc.sources.read.headers import CASE, Match

_OUTCOME, _DAYS = "recorded_outcome", "recorded_late_days"
# In this order: "chưa quá hạn" is in time, whatever follows.
_WORDS = (
    ("in_time", r"(chua|khong|sap) (bi )?(qua|tre|het|den)( han)?"),
    (Outcome.LATE, r"(qua|tre|cham) (thoi )?han|^(qua|tre|cham)\b"),
    (Outcome.EARLY, r"(truoc|som) (thoi )?han|^(truoc|som)\b"),
    (Outcome.ON_TIME, r"dung (thoi )?han|^dung\b"),
    ("in_time", r"(con|trong) (thoi )?han|^con\b|den han|het han hom nay"),
)
_PARTS = (
    (r"(\d+(?:[.,]\d+)?)\s*(?:ngay|n\b|d\b)", 1.0), (r"(\d+(?:[.,]\d+)?)\s*(?:gio|h\b)", 1 / 8),
    (r"(\d+)\s*(?:phut|p\b)", 1 / 480),
)
_READ = pa.schema([("said", pa.string()), ("said_outcome", pa.string()), ("said_days", pa.float64())])


def recorded(text: str) -> tuple[str | None, float | None]:
    """The code that the words name and the days: positive late, negative early or left; None where nothing is known.

    Hours and minutes count as parts of a working day of eight hours.
    """
    words = "".join(
        letter
        for letter in unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
        if not unicodedata.combining(letter)
    )
    words = " ".join(words.replace("_", " ").replace("/", " ").split())
    outcome = next((code for code, form in _WORDS if re.search(form, words)), None)
    parts = [float(found[1].replace(",", ".")) * worth for form, worth in _PARTS if (found := re.search(form, words))]
    if outcome is None or not parts or outcome == Outcome.ON_TIME:
        return outcome, 0.0 if outcome == Outcome.ON_TIME else None
    return outcome, sum(parts) if outcome == Outcome.LATE else 0.0 - sum(parts)


def with_recorded(rows: ir.Table, match: Match, engine: Engine, stage: str) -> ir.Table:
    """`rows` with the system's words as codes; the days that they name go to their own column where
    the sheet has none.
    """
    name = (CASE if match.layout.is_events else "") + _OUTCOME
    if name not in match.columns:
        return rows
    days = (CASE if match.layout.is_events else "") + _DAYS
    said = engine.fetch(rows.select(word=rows[name]).filter(ibis._.word.notnull()).distinct()).word
    known = [dict(zip(_READ.names, (word, *recorded(word)), strict=True)) for word in said]
    verdicts = engine.load(pa.Table.from_pylist(known, schema=_READ), f"{stage}_recorded")
    joined = rows.left_join(verdicts, rows[name] == verdicts.said)
    bad = ibis.cases((joined.said_outcome.isnull(), joined[name]))
    own = {} if days in match.columns else {days: joined.said_days}
    return engine.view(
        joined.mutate(**{name: joined.said_outcome, BAD + name: bad, **own}).drop(*_READ.names), f"{stage}_said",
    )
