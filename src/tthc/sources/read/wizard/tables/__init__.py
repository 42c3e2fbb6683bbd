"""Which table a seen sheet is, and which of its columns is what."""

from tthc.sources.read.wizard.tables.columns import likely_columns
from tthc.sources.read.wizard.tables.sheet import KEY_COLUMNS, Column, ProposedSheet
from tthc.sources.read.wizard.tables.together import proposed_sheets
from tthc.sources.read.wizard.tables.which import likely_table

__all__ = ["KEY_COLUMNS", "Column", "ProposedSheet", "likely_columns", "likely_table", "proposed_sheets"]
