"""The text of docs/law.md, from the law sets and texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from tthc.model.law.load import load_law
from tthc.model.law.parameters import BY_NAME, IDENTITY, ONLY_TOLD
from tthc.model.law.sets import MARKS, NOT_RULED, UNCHECKED, UNKNOWN, Law, LawSet, LawText, Value

_HEAD = """# The law by date

Generated from `data/reference/law_texts.csv` and `law_sets.csv` (`make docs`); a test fails when it is stale.

A *law set* is the rules of the one-stop law that were in force together. Each dossier is judged by the set in force on the
day of its first acceptance (what came in after hours counts for the next working day), each report is worded by the set in
force on its last day, the calendar goes by the day. The setting `law_transition` chooses the other reading. A report rests on no
text that ended before its last day, and cites none that began after it. Where earlier dossiers are still open or settled in the period, it
says how many are judged by a decree that has ended, and since when it has. Values that were not found are printed as “chưa đối chiếu”, never guessed.
"""
_HOW = """## A new decree, in ten minutes and without code

1. `data/reference/law_texts.csv`: one row for the decree: an id of your own, its name as it is cited, the short name, its role
   (`one_stop` replaces the decree, `amendment` amends it), the day from which it is in force, and how sure you are of the text and of the
   day (`read`, `third_party`, `unchecked`). A text that it ends gets its last day in `valid_to`.
2. `data/reference/law_sets.csv`: a set of your own, with only what changes. It needs `based_on` (the set before), `label`,
   `short` and `valid_from`; the set before then ends on the day before. What is not said stays as in the set it is based on.
   `none` says that the law rules nothing, `?` that it was not found.
   A decree that *replaces* the one before also gets its own `text`, `amendments` (`none`) and a row for every rule: where a rule
   still cites the replaced text, one message lists all of them.
3. `tthc check`, or any other command that reads the law: a value, a text, a role, a form or a day that cannot be is named with its
   file and line. A set cites only texts that are in force on its first day.
4. Words that are no figures of the law stand in `texts.toml` (headings of forms) and `indicator_points.csv`, `index_components.csv`,
   `index_classes.csv` (the index): rows with a `valid_from` of their own.

```csv
set,parameter,value,text,article,mark,note
moi,based_on,nd118_309,,,read,
moi,label,Nghị định mới,,,read,
moi,short,NĐ mới,,,read,
moi,valid_from,2027-07-01,moi,,read,
moi,amendments,nd367 nd309 moi,,,read,
moi,supplement_close_cd,10,moi,Điều 5,read,
```

`tests/test_law_added.py` adds a decree that does not exist to a project of its own: verdicts, questions, words and this page
change, no code does.

"""


def law_page(folder: Path) -> str:
    """The page's text, from the tables in the reference folder."""
    law = load_law(folder)
    only = f"Nothing is computed from {', '.join(f'`{name}`' for name in ONLY_TOLD)}: they are told here.\n"
    parts = [_HEAD, only, "## Texts\n\n" + _texts(law), *(_law_set(one) for one in law.sets), _HOW]
    return "\n".join(parts)


def _texts(law: Law) -> str:
    rows = ([one.name, _span(one), MARKS[one.mark], one.note, one.source] for one in law.texts)
    return _table(["text", "in force", "mark", "what is known", "source"], rows)


def _span(text: LawText) -> str:
    first = f"{text.valid_from:%d/%m/%Y}" if text.valid_from else UNCHECKED
    doubt = f" ({UNCHECKED})" if text.valid_from and text.date_mark == "unchecked" else ""
    return f"{first}{doubt} – {_last(text.valid_to)}"


def _last(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "…"


def _law_set(one: LawSet) -> str:
    names = [name for name in BY_NAME if name not in IDENTITY and name in one.values]
    rows = [
        [
            BY_NAME[name].label,
            f"`{name}`",
            _value(one, name),
            _cited(one, name),
            MARKS[one.values[name].mark],
            _note(one, one.values[name]),
        ]
        for name in names
    ]
    head = (
        f"## `{one.id}` – {one.label}\n\n{one.valid_from:%d/%m/%Y} – {_last(one.valid_to)}. Cited as: {one.decree}.\n"
    )
    return head + "\n" + _table(["rule", "parameter", "value", "basis", "mark", "note"], rows)


def _value(one: LawSet, name: str) -> str:
    value = one.values[name].value
    if name in ("text", "amendments") and one.values[name].is_ruled:
        return ", ".join(one.texts[word].name for word in value.split())
    return {NOT_RULED: "không quy định", UNKNOWN: UNCHECKED, "yes": "có", "no": "không"}.get(value, value)


def _cited(one: LawSet, name: str) -> str:
    value = one.values[name]
    return ", ".join(part for part in (one.texts[value.text].short, value.article) if part) if value.text else "–"


def _note(one: LawSet, value: Value) -> str:
    inherited = f"từ bộ `{value.stated_by}`" if value.stated_by != one.id else ""
    return "; ".join(part for part in (value.note, inherited) if part) or "–"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
