"""`giai-trinh.xlsx` as it goes out with a report: one row per late dossier, with cells for its unit to fill.

Read in this order: `story` (a life in words), `guide` (the sheet of instructions), `formats` (how cells look), `write`.
Its columns are declared where it is read back: `tthc.sources.explanations`.
"""

from tthc.report.explanations.write import FILE, Content, Heading, write_workbook

__all__ = ["FILE", "Content", "Heading", "write_workbook"]
