"""Form II.06a and the indicators.

The indicators are declared in `timeliness`, `conduct`, `digital` and `service`, listed in `catalogue`, counted over the
tables of `frames` by the one loop in `table`; their points, classes and targets are reference data (`scales`).
"""

from tthc.measures.catalogue import MEASURES, Unavailable, available, unavailable
from tthc.measures.form import broken_identities, form_06a
from tthc.measures.frames import publications
from tthc.measures.model import Measure
from tthc.measures.scales import IndexClass, Scale, Target, index_classes, scales, targets
from tthc.measures.table import measures

__all__ = [
    "MEASURES",
    "IndexClass",
    "Measure",
    "Scale",
    "Target",
    "Unavailable",
    "available",
    "broken_identities",
    "form_06a",
    "index_classes",
    "measures",
    "publications",
    "scales",
    "targets",
    "unavailable",
]
