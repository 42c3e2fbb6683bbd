"""Signs that a record was altered or set wrongly: questions to check, never accusations (design.md §5.9, domain.md
§4.6).
"""

from tthc.analysis.integrity.signs import signs

__all__ = ["signs"]
