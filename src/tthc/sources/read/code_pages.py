"""TCVN3 and VNI: old Vietnamese fonts whose texts look like Western letters; recognised, not converted."""

from __future__ import annotations

from tthc.sources.read.grids import Grid
from tthc.sources.read.profile import Profile

_VOWELS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
_TCVN3 = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô­õö÷øùúûüýþ"
_VNI = (
    "aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä ñ eø eû eõ eù eï eâ eà eå eã eá eä ì æ ó í ò oø oû oõ où oï oâ "
    "oà oå oã oá oä "
    "ô ôø ôû ôõ ôù ôï uø uû uõ uù uï ö öø öû öõ öù öï yø yû yõ yù î"
).split()
_TABLES = {
    "TCVN3 (phông .VnTime)": dict(zip(_VOWELS, _TCVN3, strict=True)),
    "VNI (phông VNI-Times)": dict(zip(_VOWELS, _VNI, strict=True)),
}


def old_code_page(grid: Grid, profiles: list[Profile]) -> str | None:
    """The name of the old code page in which at least two headers of the profiles stand in the grid's first rows."""
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
    return None


def _written(word: str, letters: dict[str, str]) -> str:
    """`word` as the old font's letters, in small ones: capitals with marks differ and are rare in headers."""
    return "".join(letters.get(letter, letter) for letter in word.lower()).casefold()
