"""Form II.06a and the indicators.

The indicators are declared in `timeliness`, `conduct`, `digital` and `service`, listed in `catalogue`, counted over the
tables of `frames` by the one loop in `table`; their points, classes and targets are reference data (`scales`).
"""

from tthc.analysis.indicators.catalogue import MEASURES, Unavailable, available, unavailable
from tthc.analysis.indicators.deadlines import deadline_checks
from tthc.analysis.indicators.form import broken_identities, form_06a
from tthc.analysis.indicators.frames import publication_list, publications
from tthc.analysis.indicators.index_gaps import COMPONENTS, components, index_gaps, index_level
from tthc.analysis.indicators.indicators import indicators, unavailable_table
from tthc.analysis.indicators.measure import Measure
from tthc.analysis.indicators.of_systems import System
from tthc.analysis.indicators.page import measures_page
from tthc.analysis.indicators.period_report import broken_period_report, period_report
from tthc.analysis.indicators.satisfaction import satisfaction
from tthc.analysis.indicators.scales import IndexClass, Scale, Target, index_classes, scales, targets
from tthc.analysis.indicators.synced import sync_differences
from tthc.analysis.indicators.table import measures

__all__ = [
    "COMPONENTS",
    "MEASURES",
    "IndexClass",
    "Measure",
    "Scale",
    "System",
    "Target",
    "Unavailable",
    "available",
    "broken_identities",
    "broken_period_report",
    "deadline_checks",
    "form_06a",
    "components",
    "index_classes",
    "index_gaps",
    "index_level",
    "indicators",
    "measures",
    "measures_page",
    "period_report",
    "publication_list",
    "publications",
    "satisfaction",
    "scales",
    "sync_differences",
    "targets",
    "unavailable",
    "unavailable_table",
]
