"""Form II.06a and the indicators."""

from tthc.measures.form import broken_identities, form_06a

__all__ = ["broken_identities", "form_06a"]
