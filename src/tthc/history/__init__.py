"""What is remembered from one report to the next.

Every published report leaves its indicators (one long table over all reports) and a fingerprint of each dossier. `place` says
where they lie and how they get there, `series` which reports belong together, `record` what is remembered, `last` which
report is the last one, `compare` what changed since.
"""

from tthc.history.compare import changes
from tthc.history.fingerprints import fingerprints
from tthc.history.last import LastReport, form_cells, last_figures, last_report, length
from tthc.history.place import FOLDER, HISTORY, collect, history_folder, remembered, report_name, stage
from tthc.history.record import known_until, results
from tthc.history.series import data_mark, outside_sources, reckoning, series

__all__ = [
    "FOLDER",
    "HISTORY",
    "LastReport",
    "changes",
    "collect",
    "data_mark",
    "fingerprints",
    "form_cells",
    "history_folder",
    "known_until",
    "last_figures",
    "last_report",
    "length",
    "outside_sources",
    "reckoning",
    "remembered",
    "report_name",
    "results",
    "series",
    "stage",
]
