"""What changed since the last report: how each dossier was recorded then (`fingerprints`), and how it reads now
(`compare`).
"""

from tthc.analysis.history.compare import changes
from tthc.analysis.history.fingerprints import fingerprints

__all__ = ["changes", "fingerprints"]
