"""Columns whose cells were not read: how many, what they hold, and the line of the profile that would read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.model.schema import CODES, KEY_CELLS
from tthc.model.schema.checks import CHECKS
from tthc.model.words import Status
from tthc.sources.read.cells import BAD, declared
from tthc.sources.read.code_guesses import status_guess
from tthc.sources.read.date_forms import forms_for
from tthc.sources.read.headers import CASE, Match
from tthc.sources.read.loose_times import DAY_FIRST, MONTH_FIRST, loose_moment, order_of
from tthc.sources.read.profile import Profile

# Beside the key cells of dossiers: without these no step, stop or change of a deadline has a place.
_TIMES = {
    "steps": ("arrived_at", "started_at", "ended_at"), "events": ("arrived_at", "started_at", "ended_at"),
    "stops": ("from_at", "to_at"), "due_changes": ("at", "new_due_at"),
}
_SEEN = 30  # different texts looked at to find the form or the words
_WHOLE = 3  # a column of one or two filled cells says nothing of how a system writes
_SHOWN = 2
_OTHER = {DAY_FIRST: MONTH_FIRST, MONTH_FIRST: DAY_FIRST}
_MONTHS = 12  # a day beyond it is no month
_MOST_WORDS = 15  # a system has about ten statuses


@dataclass(frozen=True)
class UnreadColumn:
    """One column of one sheet with cells that hold something which was not read.

    `header` is what the file calls it, `column` the canonical name, `label` the package's; `n` cells of the `n_filled`
    that hold anything were not read, out of `n_rows` rows; `texts` are some of them, the most frequent first.
    `is_alone`: its dates are written in an order in which those of the sheet's other columns are not.
    """

    file: str
    sheet: str | None
    table: str
    column: str
    label: str
    header: str
    n: int
    n_filled: int
    n_rows: int
    texts: tuple[str, ...]
    profile: Profile
    is_alone: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the column's way of writing is unknown: no filled cell was read."""
        return self.n == self.n_filled and (self.n >= _WHOLE or self.n == self.n_rows)

    @property
    def is_status(self) -> bool:
        return self.column == "status"

    @property
    def examples(self) -> str:
        """Two of the texts, in quotes."""
        return ", ".join(f"“{text[:60]}”" for text in self.texts[:_SHOWN])

    @property
    def advice(self) -> str:
        """What to do so that this column is read: the line for the profile, ready to paste."""
        return advice([self])


def unread_columns(
    rows: ir.Table, match: Match, counts, origin: tuple[str, str | None], profile: Profile, engine: Engine,
) -> list[UnreadColumn]:
    """The watched columns of a sheet with cells that were not read. `counts` has bad_<column>, null_<column> and n."""
    file, sheet = origin
    found = []
    for name in _watched(match):
        n = int(counts.get(f"bad_{name}", 0))
        if not n:
            continue
        bad = rows.select(text=rows[BAD + name]).filter(lambda one: one.text.notnull())
        seen = bad.group_by("text").aggregate(n=lambda one: one.count()).order_by(
            [lambda one: one.n.desc(), "text"]
        ).limit(_SEEN)
        order, zone = order_of(profile.dates), profile.timezone
        # Beside a value that fits the other order only, those that both read stand here too: they would say nothing.
        texts = sorted(engine.fetch(seen).text, key=lambda text: loose_moment(text, order, zone) is not None)
        # a lost id is told apart, not null
        filled = int(counts.n) - int(counts[f"null_{name}"]) + (0 if name == "dossier_id" else n)
        table = "dossiers" if name.startswith(CASE) or name == "dossier_id" else match.layout.table
        found.append(UnreadColumn(
            file, sheet, table, name.removeprefix(CASE), declared(match, name).label, match.headers[name], n, filled,
            int(counts.n),
            tuple(texts), profile,
        ))
    return _with_own_order(found, rows, match, profile, engine)


def _with_own_order(
    found: list[UnreadColumn], rows: ir.Table, match: Match, profile: Profile, engine: Engine,
) -> list[UnreadColumn]:
    """The columns, those marked that are written month first beside others whose dates can only be day first, or the
    other way round.
    """
    order, names = order_of(profile.dates), [one.column for one in found]
    other = [one for one in found if order and not one.is_status and _fits_only(one, _OTHER[order], profile)]
    times = [name for name in _watched(match) if declared(match, name).type == "timestamp(6)"]
    kept = [name for name in times if name.removeprefix(CASE) not in names] if other else []
    if not kept:
        return found
    latest = engine.fetch(rows.aggregate(**{name: rows[name].day().max().coalesce(0) for name in kept})).iloc[0]
    return [replace(one, is_alone=True) if one in other and latest.max() > _MONTHS else one for one in found]


def _fits_only(one: UnreadColumn, order: str, profile: Profile) -> bool:
    """Whether each text is read in this order, and some in no other."""
    fits = [[loose_moment(text, which, profile.timezone) for which in (order, _OTHER[order])] for text in one.texts]
    return all(own for own, _ in fits) and any(not other for _, other in fits)


def _watched(match: Match) -> list[str]:
    prefix = CASE if match.layout.is_events else ""
    keys = [
        "dossier_id", *(prefix + name for name in KEY_CELLS[1:]),
    ] if prefix or match.layout.table == "dossiers" else []
    return [name for name in (*keys, *_TIMES.get(match.layout.table, ())) if name in match.columns]


def advice(columns: Sequence[UnreadColumn]) -> str:
    """What to do so that these columns, all of one profile and all statuses, ids or instants, are read."""
    if columns[0].column == "dossier_id":
        return CHECKS["cell.id"].action
    return _status_advice(columns) if columns[0].is_status else _date_advice(columns)


def _date_advice(columns: Sequence[UnreadColumn]) -> str:
    profile = columns[0].profile
    forms = forms_for([text for column in columns for text in column.texts], profile.dates)
    if forms is None:
        names = " và ".join(dict.fromkeys(column.column for column in columns))
        return (
            "Các ô này không có dạng ngày giờ nào nhận ra được: hãy kiểm tra cột này trong tệp; nếu đó là cột khác, "
            f"hãy sửa tiêu đề ở dòng {names} "
            f"trong {profile.file}."
        )
    if all(column.is_alone for column in columns):
        lines = "; ".join(f"{one.column} = {listed(forms_for(one.texts, ()) or forms)}" for one in columns)
        return (
            f"Cột này viết theo thứ tự ngày, tháng khác các cột còn lại: trong {profile.file}, ở mục [[sheet]] của "
            f"bảng {columns[0].table} thêm mục [sheet.dates] với dòng: {lines}."
        )
    line = f"dates = {listed(forms)}"
    return f"Trong {profile.file}, {'thay dòng dates bằng' if profile.dates else 'thêm vào phần đầu tệp dòng'}: {line}."


def _status_advice(columns: Sequence[UnreadColumn]) -> str:
    profile = columns[0].profile
    known = profile.codes.get("status", {})
    if max(len(column.texts) for column in columns) > _MOST_WORDS:
        return (
            "Cột này có quá nhiều giá trị khác nhau để là trạng thái: hãy sửa tiêu đề ở dòng status trong "
            f"{profile.file}."
        )
    words: dict[str, list[str]] = {}
    for word in dict.fromkeys(text for column in columns for text in column.texts):
        words.setdefault(status_guess(word) or Status.DONE, []).append(word)
    lines = "; ".join(
        f'"{code}" = {listed([*_as_list(known.get(code, [])), *new])}'
        for code, new in sorted(words.items())
    )
    old = [f'"{code}"' for code in sorted(words) if code in known]
    how = (
        f"thay dòng {', '.join(old)} bằng"
        if len(old) == len(words)
        else "thêm (dòng đã có thì thay) các dòng"
        if known
        else "thêm"
    )
    codes = ", ".join(f"{code} = {label}" for code, label in CODES["status"].items())
    return (
        f"Ở mục [codes.status] của {profile.file}, {how}: {lines}. Từ nào mang nghĩa khác thì chuyển sang mã đúng của "
        f"nó ({codes})."
    )


def _as_list(words: object) -> list[str]:
    return list(words) if isinstance(words, list | tuple) else [str(words)]


def listed(texts: Iterable[str]) -> str:
    """The texts as a TOML list on one line."""
    return "[" + ", ".join(quoted(text) for text in texts) + "]"


def quoted(text: str) -> str:
    """The text as a TOML string on one line."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(letter if letter.isprintable() else f"\\U{ord(letter):08x}" for letter in escaped) + '"'


def grouped(columns: Iterable[UnreadColumn]) -> list[list[UnreadColumn]]:
    """The columns whose profile wants the same line changed, together."""
    groups: dict[tuple[str, str], list[UnreadColumn]] = {}
    for column in columns:
        kind = column.column if column.column in ("status", "dossier_id") else f"time {column.is_alone}"
        groups.setdefault((column.profile.file, kind), []).append(column)
    return list(groups.values())
