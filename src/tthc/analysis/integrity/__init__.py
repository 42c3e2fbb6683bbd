"""Signs that a record was altered or set wrongly: questions to check, never accusations.
"""

from tthc.analysis.integrity.signs import signs

__all__ = ["signs"]
