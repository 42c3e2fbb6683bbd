"""What one kind of fault is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One kind of fault. Severity `stop` ends the run after everything was listed; `warn` and `info` do not."""

    id: str
    severity: str
    message: str
    action: str


# What several of them ask for.
RE_EXPORT = "Xuất lại tệp này từ hệ thống rồi chạy lại."
FIX_CELL = "Kiểm tra hồ sơ trên hệ thống, sửa rồi xuất lại."
ASK_SYSTEM = "Kiểm tra hồ sơ trên hệ thống và sửa mốc thời gian sai."
