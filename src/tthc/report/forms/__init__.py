"""The forms as workbooks in their own layout; their sums are formulas, so that the identities recompute."""

from tthc.report.forms.form_06a import write_form_06a
from tthc.report.forms.form_07a import write_form_07a

__all__ = ["write_form_06a", "write_form_07a"]
