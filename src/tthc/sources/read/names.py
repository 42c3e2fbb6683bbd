"""Header and code texts made comparable: without accents, case, spaces and marks."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=100_000)
def plain(text: object) -> str:
    """`text` as it is compared with aliases: "Ngày hẹn trả *" and "NGAY HEN TRA" are both "ngayhentra"."""
    parts = unicodedata.normalize("NFD", str(text).replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in parts.casefold() if letter.isalnum())


# "hoà" and "hòa": over which of two vowels the tone stands is a habit of the keyboard, never another word.
_TONES = {"oa": ("oàoáoảoãoạ", "òaóaỏaõaọa"), "oe": ("oèoéoẻoẽoẹ", "òeóeỏeõeọe"), "uy": ("uỳuýuỷuỹuỵ", "ùyúyủyũyụy")}
_PLACES = {
    before[at:at + 2]: after[at:at + 2] for before, after in _TONES.values() for at in range(0, len(before), 2)
}


@lru_cache(maxsize=100_000)
def same_name(name: str) -> str:
    """What all certain spellings of one name have in common: Unicode form, spaces, case, and where the tone stands.

    Two names that differ in an accent, or of which one is abbreviated, are not the same by it.
    """
    text = " ".join(unicodedata.normalize("NFC", name).split()).casefold()
    for old, new in _PLACES.items():
        text = text.replace(old, new)
    return text
