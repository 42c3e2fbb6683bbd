"""The law by date: which texts and which rules of the one-stop law were in force on which day.

Data, not code: `data/reference/law_texts.csv` and `law_sets.csv`. Each dossier is judged by the set in force at its
first acceptance, each report is worded by the set in force on its last day. docs/law.md is generated from the same
tables.
"""

from tthc.model.law.load import load_law
from tthc.model.law.page import law_page
from tthc.model.law.sets import MARKS, UNCHECKED, Law, LawSet, LawText, Value
from tthc.model.law.summary import law_summary

__all__ = ["MARKS", "UNCHECKED", "Law", "LawSet", "LawText", "Value", "law_page", "load_law", "law_summary"]
