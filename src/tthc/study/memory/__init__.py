"""What is remembered from one report to the next.

Every published report leaves its indicators (one long table over all reports) and a fingerprint of each dossier.
`store` says where they lie and how they get there, `series` which reports belong together, `record` what is remembered,
`last_report` which report is the last one. What changed since is told by `tthc.analysis.history`.
"""

from tthc.study.memory.last_report import LastReport, form_cells, last_figures, last_report, length
from tthc.study.memory.record import known_until, results
from tthc.study.memory.series import data_mark, outside_sources, reckoning, series
from tthc.study.memory.store import FOLDER, HISTORY, collect, history_folder, remembered, report_name, stage

__all__ = [
    "FOLDER", "HISTORY", "LastReport", "collect", "data_mark", "form_cells", "history_folder", "known_until",
    "last_figures",
    "last_report", "length", "outside_sources", "reckoning", "remembered", "report_name", "results", "series", "stage",
]  # fmt: skip
