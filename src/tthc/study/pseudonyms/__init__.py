"""The edition for others: no person's name, no free text, codes in place of officers and dossiers, no small groups.

What names people is replaced in the canonical tables, before any stage computes; sentences, figures, workbook and print
are clean because they never saw anything else. Read in this order: `key`, `codes`, `tables`, `findings`,
`small_groups`, `late_rows`, `handed_out`.
"""

from tthc.study.pseudonyms.findings import pseudonymise_accounting, pseudonymise_findings, pseudonymise_rows
from tthc.study.pseudonyms.handed_out import for_others
from tthc.study.pseudonyms.info import pseudonymise_info
from tthc.study.pseudonyms.key import FILE, office_key
from tthc.study.pseudonyms.pseudonym_codes import Codes
from tthc.study.pseudonyms.small_groups import without_small_groups
from tthc.study.pseudonyms.tables import Pseudonyms, pseudonymise_tables

__all__ = [
    "FILE", "Codes", "Pseudonyms", "for_others", "office_key", "pseudonymise_accounting", "pseudonymise_findings",
    "pseudonymise_info", "pseudonymise_rows",
    "pseudonymise_tables", "without_small_groups",
]
