"""The parts of a dossier's code: whose it is, its day, its number; read in one place for the checks and the signs.

`H27.100-261008-0001`: the competent body (a province and up to three more segments, of two digits or, for a commune
since 2025, three), the day of reception or filing, and the number of the day. Codes of the years before may begin with
three numbers more (`000.17.22.H56-…`). Four or five digits at the end number the dossiers of one body in the province's
system; six or seven are a ministry's system, which numbers for the whole country: there a hole says nothing.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

FORM = r"^(?:\d{3}\.\d{2}\.\d{2}\.)?([HG]\d{2})(?:\.\d{2,3}){0,3}-(\d{6})-(\d{4,7})$"
_DAY, _NUMBER = r"-(\d{6})-\d{4,7}$", r"-\d{6}-(\d{4,7})$"
_MINISTRY = 6  # digits from which on a number is a ministry's


def has_form(code: ir.StringValue) -> ir.BooleanValue:
    """Whether the whole code has the national form."""
    return code.re_search(FORM)


def code_province(code: ir.StringValue) -> ir.StringValue:
    """The first part, "H27"; null where the code has not the national form."""
    return code.re_extract(FORM, 1).nullif("")


def code_day(code: ir.StringValue) -> ir.StringValue:
    """The six digits of the day, yymmdd; null where there are none."""
    return code.re_extract(_DAY, 1).nullif("")


def with_written_day(dossiers: ir.Table) -> ir.Table:
    """The rows with written: the day in the code, where the code has the national form and at least half of all have.

    Other systems number their dossiers otherwise, and six digits in their numbers are no day. Needs dossier_id.
    """
    formed = has_form(dossiers.dossier_id).ifelse(code_day(dossiers.dossier_id), ibis.null("string"))
    rows = dossiers.mutate(written=formed)
    share = rows.written.notnull().cast("float64").mean().over(ibis.window())
    return rows.mutate(written=(share >= 0.5).ifelse(rows.written, ibis.null("string")))


def is_other_day(rows: ir.Table) -> ir.BooleanValue:
    """Whether the day in the code (written) is neither that of reception nor that of filing, of which one is known."""
    days = [rows[name].strftime("%y%m%d") for name in ("received_at", "submitted_at")]
    is_one, is_known = [ibis.coalesce(day == rows.written, False) for day in days], [day.notnull() for day in days]
    return ibis.coalesce(rows.written.notnull() & (is_known[0] | is_known[1]) & ~is_one[0] & ~is_one[1], False)


def code_number(code: ir.StringValue) -> ir.StringValue:
    """The digits at the end; null where there are none."""
    return code.re_extract(_NUMBER, 1).nullif("")


def of_ministry(code: ir.StringValue) -> ir.BooleanValue:
    """Whether the number at the end is one of a ministry's system; false where there is none."""
    return (code_number(code).length() >= _MINISTRY).fill_null(False)


def series(code: ir.StringValue) -> ir.StringValue:
    """What the numbers of one body and day have in common: the code without its number."""
    return code.re_replace(r"-\d{4,7}$", "")
