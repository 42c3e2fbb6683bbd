"""A short list of causes for the examples: each stands for one state, two of them for a kind of step too."""

from __future__ import annotations

from tthc.analysis.causes import Cause


def _cause(code: str, nature: str, state: str, kind: str = "*") -> Cause:
    return Cause(code, f"Nguyên nhân {code}", nature, f"Cách {code}", state, kind, "*", "")


LISTED = (
    _cause("LAM", "subjective", "work"),
    _cause("DE-LAU", "subjective", "wait_idle"),
    _cause("CHO-LUOT", "objective", "wait_queue"),
    _cause("VANG", "objective", "wait_absent"),
    _cause("KY", "objective", "work", "sign"),
    _cause("BO-SUNG", "objective", "supplement"),
    _cause("DONG", "subjective", "unclosed"),
    _cause("CHUA-RO", "unknown", "held"),
)
