"""Dossiers that were stopped for good: the form counts them as open, a sentence says how many there are."""

from __future__ import annotations

from collections.abc import Mapping

from tthc.display.blocks import numbers


def ended_sentence(info: Mapping) -> str:
    """“Trong số đang giải quyết có 2 hồ sơ đã dừng hẳn …”; "" where there is none."""
    count = info.get("n_ended") or 0
    if not count:
        return ""
    sentence = f"Trong số đang giải quyết có {numbers.number(count)} hồ sơ đã dừng hẳn"
    return (
        f"{sentence} (người nộp yêu cầu, không bổ sung, hoặc không đủ điều kiện); biểu II.06a vẫn xếp vào cột đang "
        "giải quyết, trong hạn."
    )
