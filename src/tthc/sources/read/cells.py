"""Cells of text turned into the declared types; a text that does not fit is kept beside as `bad_<column>`."""

from __future__ import annotations

from dataclasses import replace

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.model.schema import CANONICAL, Column
from tthc.sources.read.amounts import says_unit, working_minutes
from tthc.sources.read.grids import REST
from tthc.sources.read.headers import CASE, Match
from tthc.sources.read.profile import LIMIT_DAYS, Profile
from tthc.sources.read.times import read_time

_TIMED_SERIAL = r"^\d{5}\.\d"  # an Excel serial with a time of day is as short as a date
_DAY_LENGTH = len("31/12/2024")
_THOUSANDS = r"^-?\d{1,3}([.,]\d{3}){2,}$"
_TWO_WAYS = r"^[1-9]\d{0,2}[.,]\d\d0$"  # "1.200": twelve hundred as people write it, or 1.2 with zeros
_DURATION = r"^(\d+):(\d\d)(?::(\d\d))?$"
TEXT, BAD, DAY, ODD = "text_", "bad_", "day_", "odd_"


def declared(match: Match, name: str) -> Column:
    """The schema's column behind a matched name, those of an event log included."""
    if name.removeprefix(CASE) == LIMIT_DAYS:
        return Column(name, "string", name)
    if name.startswith(CASE):
        return CANONICAL["dossiers"][name.removeprefix(CASE)]
    table = CANONICAL["steps" if match.layout.is_events else match.layout.table]
    return table[name] if name in table.names else Column(name, "string", name)


def trimmed(body: ir.Table, match: Match, engine: Engine) -> dict[str, ir.Value]:
    """`text_<column>` of every matched column without the spaces around it."""
    return _whole({TEXT + name: engine.trim(body[f"c{place}"]) for name, place in match.columns.items()}, body, match)


def _whole(texts: dict[str, ir.Value], body: ir.Table, match: Match) -> dict[str, ir.Value]:
    """The texts, days joined with their times of day where these stand in a column of their own."""
    for name, place in match.clocks.items():
        day, clock = texts[TEXT + name], body[f"c{place}"].strip()
        texts[TEXT + name] = ibis.cases(
            ((clock.length() > 0) & ~day.contains(":"), day + " " + clock), else_=day,
        )
    return texts


def known_texts(texts: ir.Table, match: Match, profile: Profile) -> dict[str, ir.Value]:
    """The same with null for what the profile calls missing."""
    return {TEXT + name: _known(texts[TEXT + name], profile) for name in match.columns}


def texts_of_file(body: ir.Table, match: Match, profile: Profile, engine: Engine) -> dict[str, ir.Value]:
    """Both at once where the reader of the file has already made null of what is missing: only spaces can hide more of
    it.
    """
    texts = {TEXT + name: _neat(body[f"c{place}"], profile, engine) for name, place in match.columns.items()}
    return _whole(texts, body, match)


def _neat(cell: ir.StringValue, profile: Profile, engine: Engine) -> ir.StringValue:
    # A cell that begins after "!" and does not end in a space needs no trimming and is not empty; these two comparisons
    # are far cheaper than trimming, and nearly every cell passes them.
    return ibis.cases(((cell >= "!") & ~cell.endswith(" "), cell), else_=_known(engine.trim(cell), profile))


def _known(text: ir.StringValue, profile: Profile) -> ir.StringValue:
    # Compared one by one: DuckDB makes a list of `isin` for every batch of rows, those included that never reach the
    # comparison.
    return ibis.cases((ibis.or_(*(text == mark for mark in missing_marks(profile))), ibis.null("string")), else_=text)


def missing_marks(profile: Profile) -> list[str]:
    """Cells that say nothing: empty ones, and what the profile lists."""
    return sorted({"", *profile.missing})


def is_blank(texts: ir.Table, match: Match) -> ir.BooleanValue:
    """Whether a row says nothing, in the columns that are not used neither."""
    return ibis.coalesce(*(texts[TEXT + name] for name in match.columns), texts[REST]).isnull()


def values_of(texts: ir.Table, match: Match, profile: Profile, engine: Engine, days_late: int) -> dict[str, ir.Value]:
    """Every matched column in its declared type, null where the text does not fit; codes and yes/no are still words."""
    return {
        name: _value(
            texts[TEXT + name], declared(match, name), match.scale.get(name, 1.0), _of_column(profile, match, name),
            engine, days_late,
        )
        for name in match.columns
    }


def _of_column(profile: Profile, match: Match, name: str) -> Profile:
    """The profile with the column's own forms of date, where it has some."""
    own = match.layout.dates.get(name.removeprefix(CASE))
    return replace(profile, dates=own) if own else profile


def in_reach(values: ir.Table, match: Match) -> dict[str, ir.Value]:
    """Instants without those of the first centuries: a year of two figures is left to people."""
    times = [name for name in match.columns if declared(match, name).type in ("timestamp(6)", "date")]
    return {
        name: ibis.cases((values[name] >= ibis.literal("1000-01-01").cast(values[name].type()), values[name]))
        for name in times
    }


def with_odd_texts(values: ir.Table, match: Match) -> dict[str, ir.Value]:
    """The values; beside numbers and dates that did not fit `bad_<column>`, beside instants `odd_<column>`.

    Odd is the text of an instant that did not fit or may name only a day: `with_faults` tells which. One column is
    stored instead of two, and nearly all of it is null.
    """
    out: dict[str, ir.Value] = {}
    for name in match.columns:
        kind, text, value = declared(match, name).type, values[TEXT + name], values[name]
        out[name] = value
        if kind == "timestamp(6)":
            out[ODD + name] = ibis.cases((value.isnull() | (text.length() <= _DAY_LENGTH), text))
        elif kind not in ("string", "boolean"):
            out[BAD + name] = ibis.cases((value.isnull(), text))
    return out


def with_faults(stored: ir.Table, match: Match) -> ir.Table:
    """The rows with `bad_<column>` (the text that did not fit) and `day_<column>` (it named only a day) in the place of
    odd texts.
    """
    faults: dict[str, ir.Value] = {}
    for name in match.columns:
        if ODD + name in stored.columns:
            odd, is_known = stored[ODD + name], stored[name].notnull()
            faults[BAD + name] = ibis.cases((~is_known, odd))
            faults[DAY + name] = ibis.cases((odd.notnull(), is_known & ~odd.re_search(_TIMED_SERIAL)), else_=False)
    return stored.mutate(**faults).drop(*(name for name in stored.columns if name.startswith(ODD)))


def _value(
    text: ir.StringValue, column: Column, worth: float, profile: Profile, engine: Engine, days_late: int,
) -> ir.Value:
    if column.type == "timestamp(6)":
        return read_time(text, profile, engine, days_late)
    if column.type == "date":
        return read_time(text, profile, engine, days_late).date()
    if column.type in ("int64", "float64"):
        number = _number(text) * worth
        if column.name == "norm_wm":
            number = ibis.cases(
                (text.re_search(_DURATION), _minutes(text)), (says_unit(text), working_minutes(text)),
                (text.re_search(_TWO_WAYS), ibis.null("float64")),
                else_=number,
            )
        return number if column.type == "float64" else ibis.cases((number == number.round(), number)).cast("int64")
    return text


def _number(text: ir.StringValue) -> ir.FloatingValue:
    """A number with decimal comma or point. Of both the last one is the decimal mark; one that stands twice parts
    thousands.
    """
    comma, dot = text.contains(","), text.contains(".")
    plain = ibis.cases(
        (comma & dot & ~text.re_search(r"\..*,"), text.replace(",", "")),
        (comma & dot, text.replace(".", "").replace(",", ".")),
        (comma & text.re_search(_THOUSANDS), text.replace(",", "")),
        (comma, text.replace(",", ".")),
        (dot & text.re_search(_THOUSANDS), text.replace(".", "")),
        else_=text,
    )
    number = plain.try_cast("float64")
    return ibis.cases((number.isinf() | number.isnan(), ibis.null("float64")), else_=number)


def _minutes(text: ir.StringValue) -> ir.FloatingValue:
    """Hours, minutes and maybe seconds as a spreadsheet shows a duration: "28:00" are 1,680 minutes."""
    parts = [text.re_extract(_DURATION, n).try_cast("float64").fill_null(0.0) for n in (1, 2, 3)]
    return parts[0] * 60 + parts[1] + parts[2] / 60
