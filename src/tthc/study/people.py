"""One name for one person: spellings that are surely the same are made one, others become questions."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from tthc.engine import Engine
from tthc.sources.read import Reading
from tthc.sources.read.names import plain, same_name
from tthc.study.spellings import Spellings

_NAMED = ("steps", "absences", "dossiers")
_TITLES = {"ong", "ba", "dc", "dongchi", "ths", "ts", "cn", "ks", "bs", "cv", "gd", "pgd", "cbcc"}
_OFFICE = re.compile(r"\s*[(\[][^\d()\[\]]*[)\]]\s*$")  # of which office somebody is, behind the name
# Accounts that say by their name that they are no one person's.
_GROUP = re.compile(
    r"^(admin|test|system|hệ thống|quản trị|tài khoản|bộ phận|một cửa|tổ |nhóm |phòng |ban |trung tâm|chi cục|văn phòng|ubnd|văn thư|"
    r"lãnh đạo|chuyên viên|cán bộ|công dân|người nộp|tổ chức)",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True)
class People:
    """What was found about names: spellings made one (shown name → the others), look-alikes left apart, names of no one
    person; `spelled` is the same of units, procedures, fields and steps.
    """

    folded: Mapping[str, Sequence[str]]
    similar: Sequence[tuple[str, str]]
    vague: Sequence[str]
    spelled: Spellings = Spellings({}, ())


def one_name_each(engine: Engine, reading: Reading) -> tuple[Reading, People]:
    """Names of officers as they count from here on: spellings that differ only in case, spaces or Unicode form are one.

    The spelling that most steps have is kept. Names that only look alike, without accents or in part, stay apart; where
    one of them is absent and never at work, or is the other without any accent, they cannot be judged (vague), and
    neither can an account named after a group.
    """
    counts = _counts(engine, reading)
    spellings = defaultdict(list)
    for name in counts:
        spellings[same_name(name)].append(name)
    kept = {key: _kept(names, counts) for key, names in spellings.items()}
    folded = {
        kept[key]: [name for name in names if name != kept[key]]
        for key, names in spellings.items()
        if len(names) > 1
    }
    renamed = _renamed(engine, reading, {other: name for name, others in folded.items() for other in others})
    working = {kept[same_name(name)] for name, n in counts.items() if n}
    similar = _similar(sorted(kept.values()), working)
    unsure = [pair for pair in similar if not working.issuperset(pair) or _is_unaccented(pair)]
    vague = {name for pair in unsure for name in pair} | {
        name
        for name in kept.values()
        if _GROUP.search(name)
    }
    return renamed, People(folded, similar, sorted(vague & working))


def _is_unaccented(pair: tuple[str, str]) -> bool:
    """Whether one name is the other typed without any accent: what is recorded under it may be the other's work."""
    return plain(pair[0]) == plain(pair[1]) and any(name.isascii() for name in pair)


def _kept(names: Iterable[str], counts: Mapping[str, int]) -> str:
    """The spelling of most steps; among equals one that is not all in capitals, then the first by letters."""
    return min(names, key=lambda name: (-counts[name], name.isupper(), name))


def _counts(engine: Engine, reading: Reading) -> dict[str, int]:
    """Every officer's name in the source, with the number of steps that bear it."""
    found: dict[str, int] = {}
    for table in _NAMED:
        rows = reading.tables[table]
        rows = rows.filter(rows.officer.notnull())
        names = engine.fetch(rows.group_by("officer").agg(n=rows.count()))
        for name, n in zip(names.officer, names.n, strict=True):
            found[name] = found.get(name, 0) + (int(n) if table == "steps" else 0)
    return found


def _renamed(engine: Engine, reading: Reading, names: Mapping[str, str]) -> Reading:
    if not names:
        return reading
    pairs = engine.load(pa.table({"other": list(names), "kept": list(names.values())}), "names_kept")
    tables = dict(reading.tables)
    for table in _NAMED:
        rows = tables[table].left_join(pairs, [tables[table].officer == pairs.other])
        renamed = rows.mutate(officer=rows.kept.coalesce(rows.officer)).select(*tables[table].columns)
        tables[table] = engine.materialise(renamed, f"named_{table}")
    return dataclasses.replace(reading, tables=tables)


def _similar(names: Sequence[str], working: set[str]) -> list[tuple[str, str]]:
    """Pairs of names of perhaps one person: equal without accents and marks; or an absent one's part, or initials, of a
    working one's.
    """
    plainly = defaultdict(list)
    for name in names:
        plainly["".join(_words(name))].append(name)
    pairs = {(one, other) for alike in plainly.values() for one in alike for other in alike if one < other}
    absent = [name for name in names if name not in working]
    pairs |= {
        (min(one, other), max(one, other))
        for one in absent
        for other in working
        if _may_be(_words(one), _words(other))
    }
    return sorted(pairs)


def _words(name: str) -> list[str]:
    words = [plain(word) for word in re.split(r"[\s.,()\-_/]+", _OFFICE.sub("", name) or name)]
    words = [word for word in words if word]
    return words[1:] if len(words) > 2 and words[0] in _TITLES else words


def _may_be(one: list[str], other: list[str]) -> bool:
    """Whether both can name one person: some of the words in their order, or initials in the place of words."""
    if len(one) == len(other):
        return one != other and all(
            a == b or (1 in (len(a), len(b)) and a[0] == b[0])
            for a, b in zip(one, other, strict=True)
        )
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return len(short) > 1 and all(word in rest for word in short)
