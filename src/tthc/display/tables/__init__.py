"""Result frames → blocks: sentences, key figures and tables with values already formatted the Vietnamese way."""

from tthc.display.tables.accountability import by_officer, by_unit, caveats, involvement
from tthc.display.tables.causes import (
    causes_table,
    late_groups,
    no_record,
    remedies,
    sessions,
    steps_against_norms,
    what_if_table,
    whose_time,
)
from tthc.display.tables.changes import changes_since
from tthc.display.tables.differing_rates import why_many_numbers
from tthc.display.tables.explained import explanations_received, explanations_unused
from tthc.display.tables.first_page import apologies_to_ask, key_figures, summary, to_do_now, what_if_lines
from tthc.display.tables.index_gaps import index_gaps
from tthc.display.tables.indicators import index_table, lever, other_indicators, target_rates, targets, unit_scores
from tthc.display.tables.judged import how_much_judged, recorded_differences, unjudged
from tthc.display.tables.late import in_order, late_cards, late_list, late_summary
from tthc.display.tables.law import law_note
from tthc.display.tables.open_counted import open_counted
from tthc.display.tables.phrases import together
from tthc.display.tables.quality import accounting, findings, inputs, missing_columns
from tthc.display.tables.rules import rule_differences, rules_side_by_side
from tthc.display.tables.service import (
    deadline_checks,
    integrity,
    publications,
    satisfaction,
    sync_differences,
    synced_or_not,
    unavailable,
)
from tthc.display.tables.settlement import by_field, by_procedure, early_list, form_06a, not_counted
from tthc.display.tables.systems import by_system
from tthc.display.tables.trust import evidence, quiet_box
from tthc.display.tables.units import against_expected, case_mix, late_by_place, units_apart, units_side_by_side
from tthc.display.tables.warning import (
    council_dates,
    warning_figures,
    warning_levels,
    warning_list,
    warning_summary,
    warning_trust,
    warnings_by_officer,
    warnings_of_units,
)

__all__ = [
    "apologies_to_ask",
    "accounting",
    "against_expected",
    "by_field",
    "by_officer",
    "by_procedure",
    "by_system",
    "by_unit",
    "case_mix",
    "causes_table",
    "caveats",
    "changes_since",
    "council_dates",
    "deadline_checks",
    "early_list",
    "evidence",
    "explanations_received",
    "explanations_unused",
    "findings",
    "form_06a",
    "how_much_judged",
    "in_order",
    "index_gaps",
    "index_table",
    "inputs",
    "integrity",
    "involvement",
    "key_figures",
    "late_by_place",
    "late_cards",
    "law_note",
    "late_groups",
    "late_list",
    "late_summary",
    "lever",
    "missing_columns",
    "no_record",
    "not_counted",
    "open_counted",
    "other_indicators",
    "publications",
    "quiet_box",
    "recorded_differences",
    "remedies",
    "rule_differences",
    "rules_side_by_side",
    "satisfaction",
    "sessions",
    "steps_against_norms",
    "summary",
    "sync_differences",
    "synced_or_not",
    "target_rates",
    "targets",
    "to_do_now",
    "together",
    "unavailable",
    "unit_scores",
    "unjudged",
    "units_apart",
    "units_side_by_side",
    "warning_figures",
    "warning_levels",
    "warning_list",
    "warning_summary",
    "warning_trust",
    "warnings_by_officer",
    "warnings_of_units",
    "what_if_lines",
    "what_if_table",
    "whose_time",
    "why_many_numbers",
]
