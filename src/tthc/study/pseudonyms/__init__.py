"""The edition for others: no person's name, no free text, codes in place of officers and dossiers, no small groups.

What names people is replaced in the canonical tables, before any stage computes; sentences, figures, workbook and print
are clean because they never saw anything else. Read in this order: `key`, `codes`, `tables`, `findings`,
`small_groups`.
"""

from tthc.study.pseudonyms.codes import Codes
from tthc.study.pseudonyms.findings import share_accounting, share_findings, share_rows
from tthc.study.pseudonyms.info import share_info
from tthc.study.pseudonyms.key import FILE, office_key
from tthc.study.pseudonyms.small_groups import without_small_groups
from tthc.study.pseudonyms.tables import Pseudonyms, share_tables

__all__ = [
    "FILE", "Codes", "Pseudonyms", "office_key", "share_accounting", "share_findings", "share_info", "share_rows",
    "share_tables", "without_small_groups",
]
