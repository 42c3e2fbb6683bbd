"""Result frames → blocks: sentences, key figures and tables with values already formatted the Vietnamese way."""

from tthc.tables.accountability import by_officer, by_unit, caveats, involvement
from tthc.tables.causes import (
    causes_table,
    late_groups,
    no_record,
    remedies,
    sessions,
    steps_against_norms,
    what_if_table,
    whose_time,
)
from tthc.tables.first_page import key_figures, summary, to_do_now, what_if_lines
from tthc.tables.late import in_order, late_cards, late_list, late_summary
from tthc.tables.quality import accounting, findings, inputs, missing_columns
from tthc.tables.quiet import evidence, quiet_box
from tthc.tables.rules import rule_differences, rules_side_by_side
from tthc.tables.settlement import by_field, by_procedure, early_list, form_06a, not_counted

__all__ = [
    "accounting",
    "by_field",
    "by_officer",
    "by_procedure",
    "by_unit",
    "causes_table",
    "caveats",
    "early_list",
    "evidence",
    "findings",
    "form_06a",
    "in_order",
    "inputs",
    "involvement",
    "key_figures",
    "late_cards",
    "late_groups",
    "late_list",
    "late_summary",
    "missing_columns",
    "no_record",
    "not_counted",
    "quiet_box",
    "remedies",
    "rule_differences",
    "rules_side_by_side",
    "sessions",
    "steps_against_norms",
    "summary",
    "to_do_now",
    "what_if_lines",
    "what_if_table",
    "whose_time",
]
