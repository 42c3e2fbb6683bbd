"""What a report says of the law: the set of its last day as plain values, ready to be stored beside the tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tthc.model.law.parameters import BY_NAME, IDENTITY
from tthc.model.law.sets import Law, LawSet, Value


def law_summary(law: Law, on: date) -> dict[str, Any]:
    """The set in force on the day `on`: id, label, short, decree (as cited), forms, levels, addressee (empty where it
    was not found), rules (parameter → label, value, cite, mark, is_ruled); and the names of texts in force then: those
    whose content was not checked, those on personal data, those on several systems."""
    one = law.on(on)
    return {
        "set": one.id,
        "label": one.label,
        "short": one.short,
        "decree": one.decree,
        "valid_from": one.valid_from.isoformat(),
        "forms": list(one.listed("forms")),
        "levels": list(one.listed("index_levels")),
        "not_for_commune": list(one.listed("index_not_for_commune")),
        "addressee": one.values["addressee"].value if one.holds("addressee") else "",
        "rules": {name: _rule(one, name, value) for name, value in one.values.items() if name not in IDENTITY},
        "unchecked": [
            text.name for text in law.texts if text.mark == "unchecked" and text.in_force(on) and text.valid_from
        ],
        "personal_data": [text.name for text in law.by_role("personal_data", on)],
        "systems": [text.name for text in law.by_role("systems", on)],
    }


def _rule(one: LawSet, name: str, value: Value) -> Mapping[str, object]:
    return {
        "label": BY_NAME[name].label,
        "value": value.value,
        "cite": one.cite(name),
        "mark": value.mark,
        "is_ruled": value.is_ruled,
    }
