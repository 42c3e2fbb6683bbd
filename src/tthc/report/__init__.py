"""From a study to a report that can be sent: notebooks run, pages, print, workbook, manifest, index."""

from tthc.report.make import make_report

__all__ = ["make_report"]
