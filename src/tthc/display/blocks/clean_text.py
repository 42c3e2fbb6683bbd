"""Text of unknown origin made safe to set: no control characters, no bidirectional overrides, no endless strings."""

from __future__ import annotations

import hashlib
import re
import unicodedata

CELL_LIMIT = 400
_SPACES = re.compile(r"[\t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Marks that reorder or hide text: nothing in Vietnamese needs them, and they can forge what a reader sees.
_INVISIBLE = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")


def clean(text: object) -> str:
    """One line of composed characters; controls show as the replacement character, invisible marks vanish."""
    text = _SPACES.sub(" ", str(text))
    text = _CONTROL.sub("\ufffd", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", text).strip()


def upper_first(text: str) -> str:
    """“chờ ký” → “Chờ ký”."""
    return text[:1].upper() + text[1:]


_SYLLABLE = re.compile(
    r"(ngh?|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?[aeiouy]{1,3}(ch|ng|nh|[cmnpt])?", re.IGNORECASE,
)


def lower_first(text: str) -> str:
    """“Chờ ký” → “chờ ký”; abbreviations (UBND), names (Hà Tĩnh) and foreign words (Building) stay as they are."""
    head, _, rest = text.partition(" ")
    second = rest.split(" ", 1)[0]
    is_name = second[:1].isupper() and not _is_short_form(second)
    kept = is_name or _is_short_form(head) or not _SYLLABLE.fullmatch(_plain(head))
    return text if kept else text[:1].lower() + text[1:]


def _is_short_form(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def in_field(name: str) -> str:
    """“Hộ tịch” → “lĩnh vực hộ tịch”; a name that says so itself is not told twice."""
    name = lower_first(name)
    return name if name.lower().startswith("lĩnh vực ") else f"lĩnh vực {name}"


def _plain(word: str) -> str:
    """The word in letters without marks, and without the signs around it."""
    word = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in word if not unicodedata.combining(letter)).strip("“”\"'(),.;:")


def cell(text: object) -> str:
    """Like `clean`, cut after `CELL_LIMIT` characters; says how many are missing. The workbook keeps the whole text."""
    text = clean(text)
    if len(text) <= CELL_LIMIT:
        return text
    return f"{text[:CELL_LIMIT]}… (còn {len(text) - CELL_LIMIT} ký tự)"


def anchor(text: object) -> str:
    """A name that is valid as a link target in every rendition; different texts get different names."""
    plain = unicodedata.normalize("NFD", str(text).replace("đ", "d").replace("Đ", "D"))
    slug = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")[:60]
    digest = hashlib.sha256(str(text).encode("utf-8", "replace")).hexdigest()[:6]
    return f"m-{slug}-{digest}" if slug else f"m-{digest}"
