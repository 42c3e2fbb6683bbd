"""What a law set is: the rules of the one-stop law that were in force together, each with its source and its mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

UNCHECKED = "chưa đối chiếu"
# How sure a value is: read in the text itself, stated by a third party only, or not found.
MARKS = {"read": "đã đọc văn bản", "third_party": "theo nguồn thứ ba", "unchecked": UNCHECKED}
NOT_RULED, UNKNOWN = "none", "?"
# What a text is there for: the decree of a set, what amends it, and what a report cites beside it.
ROLES = ("one_stop", "amendment", "scale", "form", "index", "dossier_forms", "personal_data", "systems")


@dataclass(frozen=True)
class LawText:
    """One legal text. `valid_from` is null where it was not found, `valid_to` where the text is still in force; both
    inclusive.
    """

    id: str
    name: str
    short: str
    role: str
    valid_from: date | None
    valid_to: date | None
    mark: str
    date_mark: str
    note: str
    source: str

    def in_force(self, on: date) -> bool:
        """Whether the text is in force on the day `on`; an unknown first day bounds nothing."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    @property
    def number(self) -> str:
        """The number by which the text is cited: "61/2018/NĐ-CP" of "Nghị định số 61/2018/NĐ-CP"."""
        return self.name.split()[-1]


@dataclass(frozen=True)
class Value:
    """One parameter of a set. `value` is "none" where the law rules nothing and "?" where it was not found."""

    value: str
    text: str
    article: str
    mark: str
    note: str
    # The set that states the value; another than its own where the set is based on an earlier one.
    stated_by: str = ""

    @property
    def is_ruled(self) -> bool:
        return self.value not in (NOT_RULED, UNKNOWN, "no")


@dataclass(frozen=True)
class LawSet:
    """The rules in force from `valid_from` to `valid_to` (both inclusive; null: still in force)."""

    id: str
    valid_from: date
    valid_to: date | None
    values: Mapping[str, Value]
    texts: Mapping[str, LawText] = field(repr=False, default_factory=dict)

    @property
    def label(self) -> str:
        return self.values["label"].value

    @property
    def short(self) -> str:
        return self.values["short"].value

    def whole(self, name: str) -> int | None:
        """A parameter that is a whole number; None where the law rules nothing or the value was not found."""
        value = self.values[name]
        return int(value.value) if value.is_ruled else None

    def listed(self, name: str) -> tuple[str, ...]:
        """The words of a parameter that is a list; none where the law rules nothing or the value was not found."""
        value = self.values[name]
        return tuple(value.value.split()) if value.is_ruled else ()

    def holds(self, name: str) -> bool:
        """Whether the law rules what the parameter names."""
        return self.values[name].is_ruled

    def cite(self, name: str) -> str:
        """The text and article that a parameter rests on; “chưa đối chiếu” where none was found."""
        value = self.values[name]
        if not value.text:
            return UNCHECKED
        citation = ", ".join(part for part in (self.texts[value.text].name, value.article) if part)
        return citation if value.mark == "read" else f"{citation} ({MARKS[value.mark]})"

    def text_of(self, name: str) -> LawText | None:
        """The text that a parameter rests on; None where none was found."""
        return self.texts.get(self.values[name].text)

    @property
    def decree_text(self) -> LawText:
        """The decree without what amends it."""
        return self.texts[self.values["text"].value]

    @property
    def decree(self) -> str:
        """The decree with the texts that amend it, as a report cites it."""
        amendments = [self.texts[one].name for one in self.listed("amendments")]
        name = self.decree_text.name
        listed = " và ".join(part for part in (", ".join(amendments[:-1]), *amendments[-1:]) if part)
        return f"{name} (được sửa đổi, bổ sung bởi {listed})" if amendments else name


@dataclass(frozen=True)
class Law:
    """All law sets in the order of their first days, without gap or overlap, and all texts."""

    sets: tuple[LawSet, ...]
    texts: tuple[LawText, ...]

    def on(self, day: date) -> LawSet:
        """The set in force on a day; a day before the first set belongs to the first."""
        return (
            [one for one in self.sets if one.valid_from <= day][-1]
            if day >= self.sets[0].valid_from
            else self.sets[0]
        )

    def named(self, name: str) -> LawSet:
        """The set of that id."""
        return next(one for one in self.sets if one.id == name)

    def by_role(self, role: str, on: date) -> tuple[LawText, ...]:
        """The texts of a role that are in force on a day."""
        return tuple(one for one in self.texts if one.role == role and one.in_force(on))
