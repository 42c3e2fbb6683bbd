"""The forms as workbooks in their own layout; their sums are formulas, so that the identities recompute."""

from tthc.report.forms.form_06a import write_form_06a
from tthc.report.forms.form_07a import write_form_07a
from tthc.report.forms.styles import page_header

__all__ = ["page_header", "write_form_06a", "write_form_07a"]
