"""Texts that look like Western letters: the old Vietnamese fonts TCVN3 and VNI, and Unicode that was encoded twice;
recognised, not converted.
"""

from __future__ import annotations

from collections.abc import Sequence

from tthc.sources.read.grids import Grid
from tthc.sources.read.profile import Profile

_VOWELS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
_TCVN3 = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô­õö÷øùúûüýþ"
_VNI = (
    "aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä ñ eø eû eõ eù eï eâ eà eå eã eá eä ì æ ó í ò oø oû oõ où oï oâ "
    "oà oå oã oá oä "
    "ô ôø ôû ôõ ôù ôï uø uû uõ uù uï ö öø öû öõ öù öï yø yû yõ yù î"
).split()
_NO_LETTER = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_TABLES = {
    "TCVN3 (phông .VnTime)": dict(zip(_VOWELS, _TCVN3, strict=True)),
    "VNI (phông VNI-Times)": dict(zip(_VOWELS, _VNI, strict=True)),
}


TWICE = "UTF-8"  # encoded as UTF-8, read as Western letters, and encoded again: “MÃ£ há»“ sÆ¡”


def old_code_page(grid: Grid, profiles: Sequence[Profile]) -> str | None:
    """The name of the old code page in which at least two headers of the profiles stand in the grid's first rows, or
    TWICE.
    """
    seen = {text.casefold().strip() for row in grid.top for text in row if text}
    words = {
        header
        for profile in profiles
        for layout in profile.layouts
        for headers in layout.columns.values()
        for header in headers
    }
    for name, letters in _TABLES.items():
        written = {_written(word, letters) for word in words if _written(word, letters) != word.casefold()}
        if len(seen & written) >= 2:
            return name
    twice = {_twice(word).casefold() for word in words if not word.isascii()}
    twice |= {word.encode().decode("latin-1").casefold() for word in words if not word.isascii()}
    return TWICE if len(seen & twice) >= 2 else None


def _twice(word: str) -> str:
    """The bytes of `word` as Windows shows them one by one; those that it has no letter for stay marks of control."""
    return "".join(
        one.decode("cp1252") if one[0] not in _NO_LETTER else chr(one[0])
        for one in (bytes((byte,)) for byte in word.encode())
    )


def _written(word: str, letters: dict[str, str]) -> str:
    """`word` as the old font's letters, in small ones: capitals with marks differ and are rare in headers."""
    return "".join(letters.get(letter, letter) for letter in word.lower()).casefold()
