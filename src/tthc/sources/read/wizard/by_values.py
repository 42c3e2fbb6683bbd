"""What columns with a header that tells nothing most likely are: by what stands in them, beside the columns that are
known.

Nothing is guessed where two columns could be meant: then a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tthc.model.words import FINAL, Status
from tthc.sources.read.alternating import alternating
from tthc.sources.read.code_guesses import status_guess
from tthc.sources.read.loose_times import DAY_FIRST, MONTH_FIRST, loose_moment
from tthc.sources.read.wizard.meanings import FEW, TIME, bare, is_of
from tthc.sources.read.wizard.seen import SeenSheet

_NEARLY_ALL, _MOST = 0.95, 0.6
_STATUSES = 20  # different words at most
_SAMPLE = 300
_FUTURE = 0.1  # of the dates: so many lie after all events of promises, and none of what has happened
_LEAST_OPEN = 2  # dossiers
ENDS = ("returned_at", "finished_at", "issued_at")
_OVER = frozenset((*FINAL, Status.REFUSED))
_NUMBER = re.compile(r"^[\d.,]+$")
# A step's own dates are never taken for the dossier's, nor are dates that have nothing to do with its handling.
_OTHERS = re.compile(
    r"\b(buoc|cong viec|nhiem vu|khau|cong doan|phan viec|step|task|activity|stage|sinh|birth|hieu luc|cap ngay|ngay cap|nop (phi|le phi))\b"
)
_SURNAMES = frozenset(
    "nguyen tran le pham hoang huynh vu vo phan truong bui dang do ngo ho duong ly dinh mai to vuong trinh doan lam "
    "luong luu cao chu ha quach ta thai "
    "tong trieu dao ong kieu khuc la lo ma mac nghiem nong phung quan quang tang than thach tieu tu van vi".split()
)
_INITIAL = re.compile(r"^[A-Z]\.\s?[A-Z][a-z]+$|^[A-Z][a-z]+,? [A-Z]\.?$")


@dataclass(frozen=True)
class Guess:
    """The column (its position) that `name` most likely is, and why."""

    name: str
    position: int
    why: str


def guessed_by_values(seen: SeenSheet, table: str, taken: dict[str, int]) -> list[Guess]:
    """Guesses for the columns that matter most and that no header told; `taken` says where the known ones stand."""
    if table == "dossiers":
        return _of_dossiers(seen, taken)
    return _of_steps(seen, taken) if table == "steps" else []


def _of_dossiers(seen: SeenSheet, taken: dict[str, int]) -> list[Guess]:
    found = []
    if "status" not in taken and (position := _status(seen, taken)) is not None:
        found.append(Guess("status", position, "các giá trị giống trạng thái hồ sơ"))
    if "received_at" not in taken or not {"due_at", "finished_at"} - set(taken):
        return found
    received = _moments(seen, taken["received_at"])
    later = [n for n in _free_times(seen, taken) if _share_after(_moments(seen, n), received) >= _NEARLY_ALL]
    full = [n for n in later if _filled(seen, n) >= _NEARLY_ALL and _days_only(seen, n)]
    gaps = [n for n in later if _filled(seen, n) < _NEARLY_ALL]
    if "due_at" not in taken and len(full) == 1:
        found.append(Guess("due_at", full[0], "hồ sơ nào cũng có, sau ngày tiếp nhận, không ghi giờ hoặc cùng một giờ"))
    if "finished_at" not in taken and len(gaps) == 1:
        found.append(Guess("finished_at", gaps[0], "chỉ một số hồ sơ có, sau ngày tiếp nhận"))
    return found


def _of_steps(seen: SeenSheet, taken: dict[str, int]) -> list[Guess]:
    found = []
    if "officer" not in taken and (position := _people(seen, taken)) is not None:
        found.append(Guess("officer", position, "các giá trị giống tên người"))
        taken = {**taken, "officer": position}
    found += _kinds(seen, taken)
    free = _free_times(seen, taken)
    stamps = {"arrived_at", "started_at", "ended_at"} & set(taken)
    if not stamps and len(free) == 2 and (pair := _in_order(seen, *free)):
        found += [
            Guess("arrived_at", pair[0], "mốc sớm hơn trong hai mốc"),
            Guess("ended_at", pair[1], "mốc muộn hơn trong hai mốc"),
        ]
    if stamps == {"ended_at"} and len(free) == 1 and (pair := _in_order(seen, free[0], taken["ended_at"])):
        found.append(Guess("arrived_at", pair[0], "mốc sớm hơn trong hai mốc"))
        found += [Guess("ended_at", pair[1], "mốc muộn hơn trong hai mốc")] * (pair[1] != taken["ended_at"])
    return found


def _kinds(seen: SeenSheet, taken: dict[str, int]) -> list[Guess]:
    """What a row of a log tells: its step, where no header says so; and whether that begins or ends then."""
    if "dossier_id" not in taken:
        return []
    found, ids = [], taken["dossier_id"]
    steps = [taken["step"]] if "step" in taken else _changing(seen, taken)
    for step in steps:
        turns = [
            n
            for n in _free(seen, {**taken, "step": step})
            if alternating([(row[ids], row[step], row[n]) for row in seen.rows]) is not None
        ]
        if turns and "lifecycle" not in taken:
            found.append(Guess("lifecycle", turns[0], "hai giá trị thay nhau ở mỗi bước: dòng là lúc bắt đầu hay kết thúc"))
        if "step" not in taken:
            found.append(Guess("step", step, "giá trị thay đổi trong từng hồ sơ và lặp lại ở các hồ sơ"))
        break
    return found


def _changing(seen: SeenSheet, taken: dict[str, int]) -> list[int]:
    """The free columns of words that change within most dossiers of several rows, those with more words first."""
    ids, found = taken["dossier_id"], {}
    for n in _free(seen, taken):
        values = seen.values(n)
        if not is_of(FEW, values) or _people_share(values) >= _MOST or all(_NUMBER.match(text) for text in values):
            continue
        held: dict[str, list[str]] = {}
        for row in seen.rows:
            held.setdefault(row[ids], []).append(row[n])
        several = [words for one, words in held.items() if one and len(words) > 1]
        changed = sum(len(set(words)) > 1 for words in several)
        if several and changed >= _MOST * len(several) and len(set(values)) < len(values):
            found[n] = len(set(values))
    return sorted(found, key=lambda n: -found[n])


def promised(seen: SeenSheet, taken: dict[str, int]) -> list[str]:
    """Of the columns taken for an end of the dossier those that are a promise: dossiers that are still open, as another
    end or the status tells, have such a day too.
    """
    ends = [name for name in ENDS if name in taken]
    return [name for name in ends if _is_promise(seen, taken, name, [one for one in ends if one != name])]


def _is_promise(seen: SeenSheet, taken: dict[str, int], name: str, others: Sequence[str]) -> bool:
    known = [one for one in (*others, "status") if one in taken]
    still = [row for row in seen.rows if known and _is_whole(row) and not _is_over(row, taken, others)]
    return len(still) >= _LEAST_OPEN and sum(bool(row[taken[name]]) for row in still) >= _NEARLY_ALL * len(still)


def _is_over(row: Sequence[str], taken: dict[str, int], others: Sequence[str]) -> bool:
    return any(row[taken[one]] for one in others) or ("status" in taken and status_guess(row[taken["status"]]) in _OVER)


def after_all(seen: SeenSheet, position: int, last: datetime) -> bool:
    """Whether every dossier has a day there and many of them lie after `last`, when the export's last event was."""
    days = [at.date() for at in _moments(seen, position) if at]
    return _filled(seen, position) >= _NEARLY_ALL and sum(day > last.date() for day in days) >= max(_LEAST_OPEN, _FUTURE * len(days))


def last_moment(seen: SeenSheet, positions: Sequence[int]) -> datetime | None:
    """The latest instant of the columns."""
    return max((at for n in positions for row in seen.rows if (at := _moment(row[n]))), default=None)


def _is_whole(row: Sequence[str]) -> bool:
    """Titles and notes below the table are no rows of it: they fill one or two cells of many."""
    return sum(map(bool, row)) > min(2, len(row) - 2)


def _free(seen: SeenSheet, taken: dict[str, int]) -> list[int]:
    return [n for n, text in enumerate(seen.headers) if text and n not in taken.values() and seen.values(n)]


def _free_times(seen: SeenSheet, taken: dict[str, int]) -> list[int]:
    """The columns of dates that nothing is known of; those of a step or of something else than handling are none."""
    return [n for n in _free(seen, taken) if is_of(TIME, seen.values(n)) and not _OTHERS.search(bare(seen.headers[n]))]


def free_dates(seen: SeenSheet, taken: dict[str, int]) -> list[str]:
    """Headers of the columns of dates that nothing is known of, those of a step or a birth left out."""
    return [seen.headers[n] for n in _free_times(seen, taken)]


def candidates(seen: SeenSheet, taken: dict[str, int], *, time: bool) -> list[str]:
    """Headers of the columns that a person may choose from: of dates, or of a few words that come back."""
    if time:
        return [seen.headers[n] for n in _free(seen, taken) if is_of(TIME, seen.values(n))]
    return [
        seen.headers[n]
        for n in _free(seen, taken)
        if is_of(FEW, seen.values(n)) and len(set(seen.values(n))) <= _STATUSES
    ]


def _status(seen: SeenSheet, taken: dict[str, int]) -> int | None:
    """The column of few words of which most name a status; the one where most do."""
    shares = {}
    for n in _free(seen, taken):
        values = seen.values(n)
        if len(set(values)) <= _STATUSES and is_of(FEW, values) and not _people_share(values) >= _MOST:
            shares[n] = sum(status_guess(value) is not None for value in values) / len(values)
    best = max(shares, key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] >= _MOST else None


def _people(seen: SeenSheet, taken: dict[str, int]) -> int | None:
    found = [n for n in _free(seen, taken) if is_of(FEW, seen.values(n)) and _people_share(seen.values(n)) >= _MOST]
    return found[0] if len(found) == 1 else None


def _people_share(values: Sequence[str]) -> float:
    some = values[:_SAMPLE]
    return sum(map(_is_person, some)) / max(len(some), 1)


def _is_person(text: str) -> bool:
    words = text.split()
    if _INITIAL.match(text):
        return True
    return 2 <= len(words) <= 5 and all(
        word[:1].isupper() and word[1:].isalpha() and word[1:].islower()
        for word in words
    ) and bare(words[0]) in _SURNAMES


def _moments(seen: SeenSheet, position: int) -> list[datetime | None]:
    return [_moment(row[position]) for row in seen.rows[:_SAMPLE]]


def _moment(text: str) -> datetime | None:
    found = (
        loose_moment(text, DAY_FIRST, "Asia/Ho_Chi_Minh") or loose_moment(text, MONTH_FIRST, "Asia/Ho_Chi_Minh")
        if text
        else None
    )
    return found.at if found else None


def _share_after(later: Sequence[datetime | None], earlier: Sequence[datetime | None]) -> float:
    """Of the rows that have both: how many are not before, by their days."""
    both = [(one, other) for one, other in zip(later, earlier, strict=True) if one and other]
    return sum(one.date() >= other.date() for one, other in both) / len(both) if both else 0.0


def _filled(seen: SeenSheet, position: int) -> float:
    rows = [row for row in seen.rows if _is_whole(row)]
    return sum(bool(row[position]) for row in rows) / max(len(rows), 1)


def _days_only(seen: SeenSheet, position: int) -> bool:
    """Whether nearly all name a day, or one time of day, as deadlines do."""
    times = [at.time() for at in _moments(seen, position) if at]
    return bool(times) and max(times.count(one) for one in set(times)) >= _NEARLY_ALL * len(times)


def _in_order(seen: SeenSheet, one: int, other: int) -> tuple[int, int] | None:
    """The two columns, the earlier first; None where neither is."""
    pairs = [(a, b) for a, b in zip(_moments(seen, one), _moments(seen, other), strict=True) if a and b]
    if not pairs:
        return None
    first, second = (
        sum(test(a, b) for a, b in pairs) / len(pairs)
        for test in (lambda a, b: a <= b, lambda a, b: b <= a)
    )
    if max(first, second) < _NEARLY_ALL or first == second:
        return None
    return (one, other) if first > second else (other, one)
