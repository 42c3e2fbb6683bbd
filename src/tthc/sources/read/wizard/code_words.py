"""The words of code columns: which code each most likely is, which values were seen, which codes are allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tthc.model.schema import CANONICAL, CODES, Column
from tthc.model.words import Status, StepKind, StopKind
from tthc.sources.read.code_guesses import status_guess
from tthc.sources.read.headers import CASE
from tthc.sources.read.names import plain
from tthc.sources.read.profile import EVENTS, Profile
from tthc.sources.read.wizard.tables import ProposedSheet

_READ_ANYWAY = ("recorded_outcome", "source")  # read without a list of words
_MARKS = {
    "channel": (
        ("online", ("tructuyen", "quamang", "online", "internet", "dvc")),
        ("post", ("buuchinh", "bcci", "buudien")),
        ("counter", ("tructiep", "motcua", "taiquay", "quay")),
    ),
    "service_level": (("full", ("toantrinh",)), ("partial", ("motphan",)), ("information", ("cungcapthongtin",))),
    "stop_kind": (
        (StopKind.SUPPLEMENT, ("bosung",)),
        (StopKind.OBLIGATION, ("taichinh", "nghiavu", "nopphi", "nopthue")),
        (StopKind.SUSPENDED, ("tamdung", "dung")),
    ),
    "step_kind": (
        (StepKind.COUNCIL, ("hoidong",)),
        (StepKind.CONSULT, ("layykien", "hiepy", "phoihop")),
        (StepKind.SIGN, ("trinhky", "kyduyet", "pheduyet", "kyban")),
        (StepKind.WORK, ("xuly", "thamdinh", "tiepnhan")),
    ),
}


# What a guess does to the figures where it is wrong.
_CONSEQUENCES = {
    Status.NEW: "hồ sơ này chưa tính là đã tiếp nhận, không vào số phải giải quyết",
    Status.REFUSED: "hồ sơ này không vào số phải giải quyết, không bao giờ quá hạn; đã tiếp nhận rồi mới từ chối thì "
    "ghi vào mã 9 hoặc 10",
    Status.WITHDRAWN: "hồ sơ này không bao giờ tính quá hạn",
    **dict.fromkeys(
        (Status.SUPPLEMENT, Status.OBLIGATION, Status.HALTED), "hồ sơ này tính là đang dừng, còn trong hạn nếu không có "
        "dữ liệu tạm dừng nào nói khác",
    ),
}


@dataclass
class SeenCodes:
    """What was seen of one code list: code → its words; `guessed` those of them that a person must look at; `strange`
    the rest.
    """

    known: dict[str, list[str]] = field(default_factory=dict)
    guessed: list[tuple[str, str]] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)


def seen_codes(sheets: Sequence[ProposedSheet], known: Sequence[Profile]) -> dict[str, SeenCodes]:
    """Code list → what the sheets hold of it, for every list that has a column; rows without a dossier's id are no
    data.
    """
    found: dict[str, SeenCodes] = {}
    for sheet in sheets:
        for name in sheet.columns:
            column = declared(sheet, name)
            if column is not None and column.codes and column.codes not in _READ_ANYWAY:
                _add(found.setdefault(column.codes, SeenCodes()), column.codes, sheet.values_of(name), known)
    return found


def declared(sheet: ProposedSheet, name: str) -> Column | None:
    table = CANONICAL["dossiers" if name.startswith(CASE) else "steps" if sheet.table == EVENTS else sheet.table]
    short = name.removeprefix(CASE)
    return table[short] if short in table.names else None


def _add(seen: SeenCodes, codes: str, values: Sequence[str], known: Sequence[Profile]) -> None:
    words = {word: code for profile in known for word, code in profile.code_of(codes).items()}
    for word in dict.fromkeys(values):
        if not seen.counts[word]:
            code = words.get(plain(word))
            guess = code or _guess(codes, word)
            if guess:
                seen.known.setdefault(guess, []).append(word)
            if code and word.isdigit():  # which of its numbers a system calls what, nobody knows
                seen.guessed.append((word, code))
            if not code:
                (seen.guessed.append((word, guess)) if guess else seen.strange.append(word))
    seen.counts.update(values)


def _guess(codes: str, word: str) -> str | None:
    if codes == "status":
        return status_guess(word)
    comparable = plain(word)
    return next((code for code, marks in _MARKS.get(codes, ()) if any(mark in comparable for mark in marks)), None)


def consequence(codes: str, guess: str) -> str:
    """What the code means for the figures, behind the guess; empty where it changes little."""
    told = _CONSEQUENCES.get(guess, "") if codes == "status" else ""
    return f": {told}" if told else ""


def allowed(codes: str) -> str:
    """The codes with their labels, as one comment tells them."""
    return ", ".join(f'"{code}" {label}' for code, label in CODES[codes].items())
