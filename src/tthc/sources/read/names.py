"""Header and code texts made comparable: without accents, case, spaces and marks."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=100_000)
def plain(text: object) -> str:
    """`text` as it is compared with aliases: "Ngày hẹn trả *" and "NGAY HEN TRA" are both "ngayhentra"."""
    parts = unicodedata.normalize("NFD", str(text).replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in parts.casefold() if letter.isalnum())
