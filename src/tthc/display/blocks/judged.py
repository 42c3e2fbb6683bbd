"""What may be said where not every dossier was judged: the only place that says “none”, “all” or “100%” of dossiers.

A sentence such as “không có hồ sơ nào quá hạn” is true of what was judged. Where something was not, the functions here
say instead how much was judged and what was left. Sources of the counts: the study's `info`, or any of its tables,
which carry them (`carry`); a table made by hand carries none and counts as judged whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from tthc.display.blocks import numbers
from tthc.display.blocks.clean_text import upper_first

_CARRIED = "tthc.judged"
_MOST_COLUMNS = 4
_BY_FORM = "dù biểu xếp hồ sơ loại này vào đúng hạn hoặc trong hạn"
_INFO = {
    "judged": "n_judged", "unjudged": "n_unjudged", "aside": "n_set_aside_dossiers", "unknown": "n_unknown",
    "no_due": "n_no_due",
    "is_allowed": "unjudged_allowed", "columns": "unjudged_columns",
}  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """Dossiers of a period by how far they could be judged.

    judged: those with an outcome, among them `unknown` (the rule in use lacks data) and `no_due` (no deadline
    recorded).
    unjudged: a key cell was not read or contradicts another. aside: rows of dossiers that were set aside. columns:
    which column is to blame for how many of the unjudged, most first. is_allowed: whether only a setting let the report
    be made.
    """

    judged: int = 0
    unjudged: int = 0
    aside: int = 0
    unknown: int = 0
    no_due: int = 0
    is_allowed: bool = False
    columns: tuple[tuple[str, int], ...] = ()

    @property
    def lost(self) -> int:
        """Dossiers that stand in no figure."""
        return self.unjudged + self.aside

    @property
    def whole(self) -> int:
        return self.judged + self.lost

    @property
    def known(self) -> int:
        """Dossiers of which it is known whether their deadline was kept."""
        return max(0, self.judged - self.unknown - self.no_due)

    @property
    def is_whole(self) -> bool:
        """True where every dossier is known: only then may a sentence speak of all."""
        return not (self.lost or self.unknown or self.no_due)


WHOLE = Judged()


def judged(source: Any) -> Judged:
    """The counts that the study's info, one of its tables or a manifest's entry carries."""
    if isinstance(source, Judged):
        return source
    carried = source if isinstance(source, Mapping) else getattr(source, "attrs", {}).get(_CARRIED, {})
    found = {own: carried[name] for own, name in _INFO.items() if carried.get(name)}
    return Judged(
        **{**found, "columns": tuple((str(name), int(n)) for name, n in dict(found.get("columns", {})).items())}
    )


def counted(source: Any) -> Judged:
    """The counts for a statement that asks for no deadline, such as how many came in."""
    return replace(judged(source), unknown=0, no_due=0)


def facts(source: Any) -> dict[str, Any]:
    """The counts under the names of the study's info, as a manifest and a table carry them; empty
    where all was judged.
    """
    counts = judged(source)
    if counts.is_whole and not counts.is_allowed:
        return {}
    return {_INFO[name]: dict(value) if name == "columns" else value for name, value in asdict(counts).items()}


def carry(frame: Any, source: Any) -> Any:
    """The frame, which says from now on how much of its period was judged."""
    if counts := facts(source):
        frame.attrs[_CARRIED] = counts
    else:
        frame.attrs.pop(_CARRIED, None)
    return frame


# Sentences about all


def none(what: str, source: Any, *, where: str = "Trong kỳ ", then: str = "") -> str:
    """`hồ sơ nào quá hạn` → "Trong kỳ không có hồ sơ nào quá hạn."; else how far one could look, without `then`."""
    counts = judged(source)
    if counts.is_whole:
        return upper_first(f"{where}không có {what}{then}.")
    if not counts.known:
        return f"Chưa biết có {what} hay không: {left_out(counts)}."
    return f"Chưa thấy {what} trong {_dossiers(counts.known)} biết được kết quả; {left_out(counts)}."


def clear(text: str, what: str, source: Any) -> str:
    """The text, which says that all is well, where every dossier is known; else what `none` says of `what`."""
    return text if judged(source).is_whole else none(what, source)


def none_seen(what: str, source: Any) -> str:
    """The same inside a sentence: "không có hồ sơ nào quá hạn", else "chưa thấy hồ sơ nào quá hạn", or that nobody
    knows.
    """
    counts = judged(source)
    if counts.is_whole:
        return f"không có {what}"
    return f"chưa thấy {what}" if counts.known else f"chưa biết có {what} hay không"


def count(number: int, noun: str, what: str, source: Any) -> str:
    """`3` → "3 hồ sơ mới quá hạn"; `0` → "không có hồ sơ nào mới quá hạn", else "chưa thấy hồ sơ nào mới quá hạn"."""
    return f"{numbers.number(number)} {noun} {what}" if number else none_seen(f"{noun} nào {what}", source)


def every(source: Any) -> str:
    """The word “đều” before a verb that is said of all; nothing where not all are known."""
    return "đều " if judged(source).is_whole else ""


def on_time(source: Any) -> str:
    """What the form's column (9) is called in a sentence: it also holds what was finished without a deadline."""
    return "đúng hạn theo cách xếp của biểu" if judged(source).no_due else "đúng hạn"


def all_taken(source: Any) -> str:
    """What follows “đã đọc 400 dòng dữ liệu” where no row was set aside: nothing, unless every
    dossier was judged too.
    """
    return " và nhận tất cả" if judged(source).is_whole else ""


def only(text: str, source: Any) -> str:
    """A sentence that speaks of all dossiers (without its full stop), else the same of those that are known."""
    counts = judged(source)
    return f"{text}." if counts.is_whole else f"Trong số hồ sơ biết được kết quả: {_lower(text)}; {left_out(counts)}."


def percent(part: float | None, whole: float | None, source: Any, *, good: bool, digits: int = 2) -> str:
    """Like `numbers.percent`; but all of them in time, or none late, is told as a count where not all are known.

    good: whether the share is the better the higher it is. A dash where of no dossier it is known.
    """
    counts = judged(source)
    if not (counts.is_whole or counts.known):
        return numbers.UNKNOWN
    if counts.is_whole or numbers.is_unknown(part) or not whole or part != (whole if good else 0):
        return numbers.percent(part, whole, digits)
    return f"{numbers.number(part)}/{numbers.number(whole)}"


def share(part: float | None, whole: float | None, source: Any, *, good: bool, digits: int = 2) -> str:
    """Like `numbers.share`, under the same condition."""
    text = percent(part, whole, source, good=good, digits=digits)
    if "%" in text or numbers.is_unknown(part) or not whole:
        return numbers.share(part, whole, digits)
    return f"{numbers.number(part)}/{numbers.number(whole)}"


def is_met(part: float | None, whole: float | None, target: float | None, source: Any) -> bool | None:
    """Whether a share that is better the higher it is meets its target (0–1); None where what was left out may decide
    it.
    """
    if numbers.is_unknown(part) or numbers.is_unknown(target) or not whole:
        return None
    counts = judged(source)
    left = counts.lost + counts.unknown + counts.no_due
    low, high = part / (whole + left), (part + left) / (whole + left)
    return (low >= target) if (low >= target) == (high >= target) else None


# What was left out


def left_out(source: Any) -> str:
    """`6 hồ sơ chưa đánh giá được, 2 hồ sơ không có ngày hẹn trả`; empty where every dossier is known."""
    counts = judged(source)
    parts = (
        (counts.unjudged, "hồ sơ chưa đánh giá được"),
        (counts.aside, "dòng hồ sơ bị loại"),
        (counts.unknown, "hồ sơ không đủ dữ liệu cho cách tính đang dùng"),
        (counts.no_due, "hồ sơ không có ngày hẹn trả"),
    )
    return numbers.listing(f"{numbers.number(count)} {what}" for count, what in parts if count)


def beside(source: Any, before: str = "; ") -> str:
    """`; 6 hồ sơ chưa đánh giá được`, to be put after a figure."""
    sentence = left_out(source)
    return f"{before}{sentence}" if sentence else ""


def in_short(source: Any) -> str:
    """One line for the head of a printed page: `Đánh giá được 380 trong 400 hồ sơ`; empty where none was lost."""
    counts = judged(source)
    return f"Đánh giá được {numbers.number(counts.judged)} trong {_dossiers(counts.whole)}" if counts.lost else ""


def page_head(source: Any) -> str:
    """The line at the head of a printed page: `in_short`, as a warning where only a setting let the report be made."""
    sentence, counts = in_short(source), judged(source)
    doubt = sentence or "có dữ liệu chương trình chưa hiểu"
    return f"CẢNH BÁO: {doubt} (unjudged=allow)" if counts.is_allowed else sentence


def sentence(source: Any) -> str:
    """How many were judged, what was not and why, what has no deadline; empty where every dossier is known."""
    counts = judged(source)
    return " ".join(text for text in (_lost(counts), _unknown(counts), _no_due(counts)) if text)


def form_line(source: Any) -> str:
    """The line under form II.06a, always there: nobody has to guess whether it was looked at."""
    counts = judged(source)
    line = f"Hồ sơ chưa đánh giá được, không tính vào cột nào ở trên: {numbers.number(counts.unjudged)}."
    others = replace(counts, unjudged=0)
    return line if others.is_whole else f"{line} Ngoài ra {left_out(others)}."


def spoken(source: Any) -> str:
    """The same for the paragraph that is read out: of how many the figures speak, what they leave out, without the
    reasons.
    """
    counts = judged(source)
    if counts.is_whole:
        return ""
    if counts.no_due >= counts.judged > 0:
        return _no_due(counts)
    about = (
        f"Các số này chỉ nói về {numbers.number(counts.judged)} trong {_dossiers(counts.whole)}; " if counts.lost
        and counts.judged else "Còn "
    )
    return f"{about}{left_out(counts)}."


def warning(source: Any) -> str:
    """The sentence with its warning, where only a setting let the report be made; else empty."""
    counts = judged(source)
    if not counts.is_allowed:
        return ""
    why = sentence(counts) or "Có cột hoặc từ trạng thái mà chương trình chưa hiểu."
    return f"CẢNH BÁO: {why} Báo cáo vẫn được lập vì có thiết lập unjudged=allow; không dùng để kết luận về cả kỳ."


def head(source: Any) -> str:
    """What stands at the head of every page: the warning, else the sentence."""
    return warning(source) or sentence(source)


def _lost(counts: Judged) -> str:
    if not counts.lost:
        return ""
    parts = []
    if counts.unjudged:
        parts.append(f"{_dossiers(counts.unjudged)} chưa đánh giá được{_columns(counts)}")
    if counts.aside:
        parts.append(f"{numbers.number(counts.aside)} dòng hồ sơ bị loại vì thiếu dữ liệu bắt buộc hoặc trùng mã")
    rest = "Các con số không gồm những hồ sơ này." if counts.judged else "Vì vậy chưa kết luận được gì về thời hạn."
    opening = in_short(counts) if counts.judged else f"Chưa đánh giá được hồ sơ nào trong {_dossiers(counts.whole)}"
    return f"{opening}; {'; '.join(parts)}. {rest}"


def _columns(counts: Judged) -> str:
    """“vì dữ liệu ở cột “Ngày hẹn trả” (5) và “Trạng thái” (1)”."""
    names = [f"“{name}” ({numbers.number(n)})" for name, n in counts.columns[:_MOST_COLUMNS]]
    if not names:
        return " vì có ô chưa đọc được hoặc các ngày mâu thuẫn nhau"
    return f" vì dữ liệu ở cột {numbers.listing(names)}"


def _unknown(counts: Judged) -> str:
    what = "không đủ dữ liệu cho cách tính đang dùng nên chưa biết có quá hạn hay không"
    return f"{_dossiers(counts.unknown)} {what}." if counts.unknown else ""


def _no_due(counts: Judged) -> str:
    if not counts.no_due:
        return ""
    if counts.no_due >= counts.judged:
        return f"Dữ liệu đã đọc không có ngày hẹn trả nào: báo cáo không biết hồ sơ nào quá hạn, {_BY_FORM}."
    return f"{_dossiers(counts.no_due)} không có ngày hẹn trả nên không biết có quá hạn hay không, {_BY_FORM}."


def _dossiers(count: int) -> str:
    return f"{numbers.number(count)} hồ sơ"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
