"""What kind of value each key of a profile takes, so that a slip is one sentence that names the key."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tthc.model.errors import UsageError
from tthc.sources.read.names import plain

Kind = tuple[str, Callable[[Any], bool]]  # how it is told, and whether a value is one
_MOST_DAYS = 9_999


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and "\0" not in value


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _are_words(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_text(one) or _are_texts(one) for one in value.values())


def _are_worths(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(worths, dict) and all(_is_number(one) for one in worths.values()) for worths in value.values()
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value != 0


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


_TEXT: Kind = ('một chuỗi chữ, ví dụ "vn"', _is_text)
_TEXTS: Kind = ('một danh sách chữ, ví dụ ["a", "b"]', _are_texts)
_YES_NO: Kind = ("true hoặc false", lambda value: isinstance(value, bool))
_TABLE: Kind = ("một mục có các khóa riêng", lambda value: isinstance(value, dict))
_TABLES: Kind = ("các mục ghi trong hai lớp ngoặc vuông, ví dụ [[sheet]]", _are_tables)
_WORDS: Kind = ('các dòng dạng khóa = ["chữ", "chữ"]', _are_words)
_TOP: Mapping[str, Kind] = {
    **dict.fromkeys(("name", "label", "timezone", "calendar", "source"), _TEXT),
    **dict.fromkeys(("dates", "missing", "also", "true", "false", "files", "queues"), _TEXTS),
    **dict.fromkeys(("midnight_is_date", "hidden_sheets", "ids_by_unit"), _YES_NO),
    **dict.fromkeys(("derive", "codes", "limit"), _TABLE), **dict.fromkeys(("sheet", "stop"), _TABLES),
}
_SHEET: Mapping[str, Kind] = {
    **dict.fromkeys(("columns", "dossier", "where", "dates"), _WORDS),
    **dict.fromkeys(("names", "only_with"), _TEXTS), **dict.fromkeys(("table", "stamps"), _TEXT),
    "scaled": ('các dòng dạng "tiêu đề" = số khác 0', _are_worths), "fixed": _TABLE,
}
_STOP: Mapping[str, Kind] = {"kind": _TEXT, "from": _TEXTS, "to": _TEXTS}
_DERIVED: Kind = ('"last_event" hoặc một danh sách chữ', lambda value: _is_text(value) or _are_texts(value))
_PART = re.compile(r"%(.?)")
_PARTS = frozenset("dmYyHMSpfIbBzZ%")


def check_shape(keys: Mapping[str, Any], path: Path) -> None:
    """Raises UsageError that names file and key for a value of another kind, and for a word that has two codes."""
    _check(keys, _TOP, path, "")
    for part, kinds in (("sheet", _SHEET), ("stop", _STOP)):
        for one in keys.get(part, ()):
            _check(one, kinds, path, f"mục [[{part}]], ")
    _check(keys.get("derive", {}), dict.fromkeys(keys.get("derive", {}), _DERIVED), path, "mục [derive], ")
    _check(keys.get("codes", {}), dict.fromkeys(keys.get("codes", {}), _WORDS), path, "mục [codes], ")
    _check(keys.get("limit", {}), {"procedures": _TABLE, "unit": _TEXT}, path, "mục [limit], ")
    if keys.get("limit", {}).get("days", 0) > _MOST_DAYS:
        raise UsageError(f"Tệp {path.name}, mục [limit]: days lớn nhất là {_MOST_DAYS} ngày.")
    for name, words in keys.get("codes", {}).items():
        _check_words(name, words, path)


def _check(keys: Mapping[str, Any], kinds: Mapping[str, Kind], path: Path, where: str) -> None:
    for key, (expected, fits) in kinds.items():
        if key in keys and not fits(keys[key]):
            shown = str(keys[key])[:60]
            raise UsageError(f"Tệp {path.name}, {where}khóa {key} nhận {expected}; không nhận “{shown}”.")


def _check_words(name: str, words: Mapping[str, Any], path: Path) -> None:
    """A word with two codes would be read as one of them without anybody knowing which."""
    codes: dict[str, str] = {}
    for code, spelled in words.items():
        for word in spelled if isinstance(spelled, list) else [spelled]:
            if codes.setdefault(plain(word), code) != code:
                raise UsageError(
                    f"Tệp {path.name}, mục [codes.{name}]: “{word}” có ở cả hai mã {codes[plain(word)]} và {code}; "
                    "hãy giữ ở một mã."
                )


def check_date_form(form: str, path: Path) -> None:
    """Raises UsageError for a form that no date can be read by."""
    strange = [f"%{part}" for part in _PART.findall(form) if part not in _PARTS or not part]
    twice = [part for part in ("%d", "%m", "%Y", "%y", "%H", "%M") if form.count(part) > 1]
    if strange or twice:
        raise UsageError(
            f"Tệp {path.name}: dạng ngày “{form}” có phần không dùng được hoặc lặp: {', '.join(strange or twice)}; ví "
            'dụ đúng: "%d/%m/%Y %H:%M:%S".'
        )
