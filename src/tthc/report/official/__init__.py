"""The báo cáo that a director signs: composed once from the study's tables, written as Word and as PDF of the same
text.

Read in this order: `document` (what it is made of), `grids` (its tables), `compose` and the sections, `word`, `pdf`.
"""

from tthc.report.official.compose import compose
from tthc.report.official.document import Document
from tthc.report.official.pdf import write_pdf
from tthc.report.official.word import TEMPLATE, write_docx

__all__ = ["TEMPLATE", "Document", "compose", "write_docx", "write_pdf"]
