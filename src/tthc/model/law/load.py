"""The law sets from `law_texts.csv` and `law_sets.csv`, checked as an export is: one sentence that
names file and line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from tthc.model.errors import UsageError
from tthc.model.law.parameters import BY_NAME, IDENTITY
from tthc.model.law.sets import MARKS, ROLES, Law, LawSet, LawText, Value
from tthc.model.reference_table import day_of, reference_lines
from tthc.model.shipped import reference_file

TEXTS, SETS = "law_texts.csv", "law_sets.csv"
_TEXT_COLUMNS = ("text", "name", "short", "role", "valid_from", "valid_to", "mark", "date_mark", "note", "source")
_SET_COLUMNS = ("set", "parameter", "value", "text", "article", "mark", "note")


def load_law(folder: Path) -> Law:
    """The sets and texts of the reference folder. Raises UsageError that names file and line for whatever does not
    hold: an unknown set, parameter, value, mark or text, a parameter said twice or missing, a gap or an overlap of two
    sets, and a text that is cited outside the days on which it is in force."""
    paths = tuple(reference_file(folder, name) for name in (TEXTS, SETS))
    for path in paths:
        if not path.is_file():
            raise UsageError(f"Không có tệp {path}; hãy chép lại tệp này từ bộ cài đặt.")
    return _loaded(*paths, *(path.stat().st_mtime_ns for path in paths))


@lru_cache(maxsize=8)
def _loaded(texts_path: Path, sets_path: Path, *changed_at: int) -> Law:
    texts = {one.id: one for one in _texts(texts_path)}
    stated = _stated(sets_path, texts)
    ordered = sorted(stated, key=lambda name: stated[name]["valid_from"][1].value)
    sets = []
    for place, name in enumerate(ordered):
        later = ordered[place + 1] if place + 1 < len(ordered) else None
        sets.append(_law_set(name, stated, later, texts))
    return Law(tuple(sets), tuple(texts.values()))


def _wrong(file: str, line: int, what: str) -> UsageError:
    return UsageError(f"Tệp {file}, dòng {line}: {what}.")


def _texts(path: Path) -> Iterator[LawText]:
    seen: set[str] = set()
    for line, row in reference_lines(path, _TEXT_COLUMNS, days=("valid_from", "valid_to")):
        if not row["text"] or row["text"] in seen or not row["name"]:
            raise _wrong(path.name, line, f"mã văn bản “{row['text']}” trống, trùng dòng trước hoặc thiếu tên")
        seen.add(row["text"])
        if row["role"] not in ROLES:
            raise _wrong(path.name, line, f"vai trò “{row['role']}” không có; được dùng: {', '.join(ROLES)}")
        for column in ("mark", "date_mark"):
            _check_mark(path.name, line, row[column])
        first, last = (_day(path.name, line, row[name]) for name in ("valid_from", "valid_to"))
        if first and last and last < first:
            raise _wrong(
                path.name, line, f"văn bản hết hiệu lực ({last:%d/%m/%Y}) trước khi có hiệu lực ({first:%d/%m/%Y})"
            )
        yield LawText(
            row["text"],
            row["name"],
            row["short"],
            row["role"],
            first,
            last,
            row["mark"],
            row["date_mark"],
            row["note"],
            row["source"],
        )


def _day(file: str, line: int, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _wrong(file, line, f"“{text}” không phải là ngày; hãy ghi dạng 2026-08-05 hoặc để trống") from None


def _check_mark(file: str, line: int, mark: str) -> None:
    if mark not in MARKS:
        raise _wrong(file, line, f"mức đối chiếu “{mark}” không có; được dùng: {', '.join(MARKS)}")


def _stated(path: Path, texts: Mapping[str, LawText]) -> dict[str, dict[str, tuple[int, Value]]]:
    """Set → parameter → line and value, as the file states them, in its order."""
    stated: dict[str, dict[str, tuple[int, Value]]] = {}
    for line, row in reference_lines(path, _SET_COLUMNS):
        name, parameter = row["set"], row["parameter"]
        known = BY_NAME.get(parameter)
        if not name or known is None:
            raise _wrong(path.name, line, f"không có tham số “{parameter}”; được dùng: {', '.join(BY_NAME)}")
        value = day_of(path, line, row["value"]) if known.is_day(row["value"]) else row["value"]
        if not known.accepts(value):
            used = f"không nhận “{row['value']}”; được dùng: {known.in_words}"
            raise _wrong(path.name, line, f"tham số {parameter} {used}")
        _check_mark(path.name, line, row["mark"])
        for text in [row["text"]] * bool(row["text"]) + _named_texts(parameter, value):
            if text not in texts:
                raise _wrong(path.name, line, f"không có văn bản “{text}” trong {TEXTS}")
        _check_roles(path.name, line, parameter, value, texts)
        if parameter in stated.setdefault(name, {}):
            raise _wrong(
                path.name, line, f"tham số {parameter} của bộ {name} đã có ở dòng {stated[name][parameter][0]}"
            )
        stated[name][parameter] = (
            line,
            Value(value, row["text"], row["article"], row["mark"], row["note"], name),
        )
    if not stated:
        raise UsageError(f"Tệp {path.name} chưa có bộ quy định nào; hãy chép lại tệp này từ bộ cài đặt.")
    for name, values in stated.items():
        _check_start(path.name, name, values, stated)
    return stated


_ROLE_OF = {"text": "one_stop", "amendments": "amendment"}


def _check_roles(file: str, line: int, parameter: str, value: str, texts: Mapping[str, LawText]) -> None:
    """The decree of a set is one, and what amends it is that."""
    for text in (texts[one] for one in _named_texts(parameter, value)):
        if text.role != _ROLE_OF[parameter]:
            raise _wrong(
                file, line,
                f"tham số {parameter} nhận văn bản có vai trò {_ROLE_OF[parameter]}, nhưng {TEXTS} ghi {text.name} là "
                f"{text.role}",
            )


def _named_texts(parameter: str, value: str) -> list[str]:
    """The texts that a value names: the decree of a set and what amends it."""
    return (
        [word for word in value.split() if word not in ("none", "?")] if parameter in ("text", "amendments") else []
    )


def _check_start(file: str, name: str, values: Mapping[str, tuple[int, Value]], stated: Mapping[str, Any]) -> None:
    line = next(iter(values.values()))[0]
    if "valid_from" not in values:
        raise _wrong(file, line, f"bộ {name} thiếu tham số valid_from (ngày có hiệu lực)")
    base = values.get("based_on")
    if base is None:
        return
    if base[1].value == name:
        raise _wrong(file, base[0], f"bộ {name} dựa trên chính nó; hãy ghi bộ có trước")
    if base[1].value not in stated:
        raise _wrong(file, base[0], f"bộ {name} dựa trên bộ “{base[1].value}” không có trong tệp")
    if (
        "valid_from" in stated[base[1].value]
        and stated[base[1].value]["valid_from"][1].value >= values["valid_from"][1].value
    ):
        raise _wrong(file, base[0], f"bộ {name} phải có hiệu lực sau bộ {base[1].value} mà nó dựa trên")


def _law_set(name: str, stated: Mapping[str, Any], later: str | None, texts: Mapping[str, LawText]) -> LawSet:
    values = _inherited(name, stated)
    line = stated[name]["valid_from"][0]
    for parameter in BY_NAME.values():
        if parameter.name not in values and parameter.name not in ("based_on", "valid_to"):
            raise _wrong(
                SETS,
                line,
                f"bộ {name} thiếu tham số {parameter.name} ({parameter.label}); hãy ghi giá trị, none hoặc ?",
            )
    first = date.fromisoformat(values["valid_from"].value)
    last = _last_day(name, stated, later)
    if last and last < first:
        day = f"{first:%d/%m/%Y}"
        other = f"cùng ngày với bộ {later}; mỗi ngày chỉ có một bộ" if later and "valid_to" not in stated[name] else (
            f"nhưng hết hiệu lực ngày {last:%d/%m/%Y}, trước đó"
        )
        raise _wrong(SETS, line, f"bộ {name} có hiệu lực từ {day}, {other}")
    _check_inherited(name, values, texts, first, line)
    is_first = all(day["valid_from"][1].value >= values["valid_from"].value for day in stated.values())
    for named, value in values.items():
        stated_on = stated[value.stated_by][named][0]
        _check_in_force(name, named, value, texts, (first, last), stated_on)
        if not is_first:  # the first set is that of all earlier days too, whatever texts came within it
            _check_begun(name, value, texts, named, first, stated_on)
    return LawSet(name, first, last, values, texts)


def _inherited(name: str, stated: Mapping[str, Any]) -> dict[str, Value]:
    own = {parameter: value for parameter, (_, value) in stated[name].items()}
    if "based_on" not in own:
        return own
    base = {
        parameter: value
        for parameter, value in _inherited(own["based_on"].value, stated).items()
        if parameter not in IDENTITY
    }
    return {**base, **own}


def _last_day(name: str, stated: Mapping[str, Any], later: str | None) -> date | None:
    """The day before the next set begins; a stated last day must be that day, so that no day has two sets or none."""
    follows = date.fromisoformat(stated[later]["valid_from"][1].value) - timedelta(days=1) if later else None
    if "valid_to" not in stated[name]:
        return follows
    line, value = stated[name]["valid_to"]
    last = date.fromisoformat(value.value)
    if follows and last != follows and later:
        begins = follows + timedelta(days=1)
        raise _wrong(
            SETS,
            line,
            f"bộ {name} hết hiệu lực ngày {last:%d/%m/%Y} nhưng bộ {later} có hiệu lực từ {begins:%d/%m/%Y}; hai bộ "
            "phải liền nhau",
        )
    return last


def _check_inherited(
    name: str, values: Mapping[str, Value], texts: Mapping[str, LawText], first: date, line: int,
) -> None:
    """Where a text was replaced, what still cites it has to be said anew: all of it in one message."""
    ended: dict[LawText, list[str]] = {}
    for parameter, value in values.items():
        for text in (texts[one] for one in [value.text] * bool(value.text) + _named_texts(parameter, value.value)):
            if value.stated_by != name and text.valid_to and text.valid_to < first:
                ended.setdefault(text, []).append(parameter)
    for text, parameters in ended.items():
        raise _wrong(
            SETS,
            line,
            f"bộ {name} có hiệu lực từ {first:%d/%m/%Y} nhưng còn theo {text.name}, đã hết hiệu lực ngày "
            f"{text.valid_to:%d/%m/%Y}, "
            f"ở các tham số: {', '.join(parameters)}; hãy ghi lại các tham số này trong bộ {name}",
        )


def _check_begun(
    name: str, value: Value, texts: Mapping[str, LawText], parameter: str, first: date, line: int,
) -> None:
    """What a set cites was in force when the set began."""
    for text in (texts[one] for one in [value.text] * bool(value.text) + _named_texts(parameter, value.value)):
        if text.valid_from and text.valid_from > first:
            raise _wrong(
                SETS,
                line,
                f"bộ {name} có hiệu lực từ {first:%d/%m/%Y} nhưng dẫn {text.name}, đến {text.valid_from:%d/%m/%Y} mới "
                f"có hiệu lực; hãy sửa ngày của bộ, hoặc ngày của văn bản trong {TEXTS}",
            )


def _check_in_force(
    name: str, parameter: str, value: Value, texts: Mapping[str, LawText], span: tuple[date, date | None], line: int
) -> None:
    """A cited text must be in force on at least one day of the set, and must not have ended before the set begins."""
    first, last = span
    for text in (texts[one] for one in [value.text] * bool(value.text) + _named_texts(parameter, value.value)):
        if text.valid_to and text.valid_to < first:
            raise _wrong(
                SETS,
                line,
                f"bộ {name} có hiệu lực từ {first:%d/%m/%Y} nhưng dẫn {text.name}, đã hết hiệu lực ngày "
                f"{text.valid_to:%d/%m/%Y}",
            )
        if text.valid_from and last and text.valid_from > last:
            raise _wrong(
                SETS,
                line,
                f"bộ {name} hết hiệu lực ngày {last:%d/%m/%Y} nhưng dẫn {text.name}, có hiệu lực từ "
                f"{text.valid_from:%d/%m/%Y}",
            )
