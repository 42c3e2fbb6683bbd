"""The rules that an office may set: points that the law leaves open or systems disagree on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tthc.model import words
from tthc.model.errors import UsageError
from tthc.model.words import Party


@dataclass(frozen=True)
class Rule:
    """A point that the law leaves open or systems disagree on. `allowed` lists the values, or names a kind: "int",
    "text".
    """

    name: str
    default: str
    allowed: tuple[str, ...] | str
    label: str
    most: int = 9_999

RULES: tuple[Rule, ...] = (
    Rule("rule", words.Rule.SYSTEM, words.all_of(words.Rule), "Cách tính quá hạn dùng làm chính"),
    Rule("compare", "date", ("date", "minute"), "So hạn theo ngày hay theo phút"),
    Rule("quarters", "calendar", ("calendar", "administrative"), "Quý theo lịch hay quý hành chính (15/12–14/3)"),
    Rule(
        "nested_consult", Party.OTHER_BODY, (Party.OTHER_BODY, Party.OWN_OFFICE),
        "Lấy ý kiến nằm trong bước của cơ quan mình thì tính cho ai",
    ),
    Rule(
        "law_transition",
        "reception",
        ("reception", "event"),
        "Hồ sơ vắt qua ngày đổi luật xét theo quy định lúc tiếp nhận hay lúc thời hạn bắt đầu tính",
    ),
    Rule("norm_days", "0", "int", "Thời hạn chung (ngày làm việc) khi dữ liệu không có ngày hẹn trả; 0 là không đặt"),
    Rule(
        "first_day", "next", ("next", "same"),
        "Ngày đầu của thời hạn: ngày sau ngày tiếp nhận hay chính ngày tiếp nhận",
    ),
    Rule(
        "after_hours", "next_day", ("next_day", "same_day"),
        "Tiếp nhận ngoài giờ thì coi là ngày làm việc kế tiếp hay chính ngày đó",
    ),
    Rule(
        "cutoff_hour", "0", "int",
        "Tiếp nhận từ giờ này trở đi thì coi là ngày làm việc kế tiếp (ví dụ 15); 0 là không đặt", most=23,
    ),
    Rule(
        "index_level", "auto", ("auto", "province", "commune"),
        "Cấp của cơ quan trong bộ chỉ số; auto là theo tên cơ quan",
    ),
    Rule(
        "due_on_day_off", "next_working_day", ("next_working_day", "as_recorded"),
        "Ngày hẹn trả rơi vào ngày nghỉ: hết ngày làm việc kế tiếp hay đúng ngày đã ghi",
    ),
    Rule(
        "due_moved_late", "passed", ("passed", "moved"),
        "Ngày hẹn trả được dời khi đã qua hạn: tính theo ngày đã qua hay ngày mới",
    ),
    Rule(
        "late_request", "ignored", ("ignored", "restarts"),
        "Yêu cầu bổ sung khi đã quá hạn (theo nghị định): không tính lại hay vẫn tính lại thời hạn",
    ),
    Rule("intake_hours", "8", "int", "Hồ sơ trực tuyến phải được tiếp nhận trong bao nhiêu giờ làm việc"),
    Rule(
        "publication_days", "5", "int",
        "Thủ tục phải được cập nhật trong bao nhiêu ngày làm việc từ ngày có quyết định công bố",
    ),
    Rule("fewest_people", "5", "int", "Bản chia sẻ: không nêu đánh giá, phản ánh của ít hơn bao nhiêu người"),
    Rule("fewest_counts", "3", "int", "Bản chia sẻ: không nêu riêng nhóm có ít hơn bao nhiêu hồ sơ"),
    Rule(
        "max_unjudged", "10", "int", "Không lập báo cáo khi quá bao nhiêu phần trăm hồ sơ của kỳ chưa đánh giá được",
        most=100,
    ),
    Rule(
        "unjudged", "stop", ("stop", "allow"),
        "Có quá nhiều hồ sơ chưa đánh giá được, hoặc cả một cột chưa đọc được: dừng (stop) hay vẫn lập (allow)",
    ),
)

# What another calendar than that of Vietnamese offices changes: the law that moves a deadline is Vietnamese.
_ELSEWHERE: Mapping[str, str] = {"due_on_day_off": "as_recorded"}


def default_of(rule: Rule, calendar: str) -> str:
    """The rule's default for sources that count by this calendar; `vn-x`, an office's own hours, is Vietnamese too."""
    return rule.default if calendar.split("-")[0] == "vn" else _ELSEWHERE.get(rule.name, rule.default)

# Names that a value had before; who wrote them into a project file, or kept reports made with them, is understood.
FORMER_VALUES: Mapping[str, Mapping[str, str]] = {"rule": {"nd61": words.Rule.DECREE}}

_FIGURES = 4  # of days, hours or percent


def choose_rules(given: Mapping[str, object]) -> dict[str, str]:
    """Every rule with its value. Raises UsageError for an unknown rule or value."""
    known = {rule.name: rule for rule in RULES}
    for name in given:
        if name not in known:
            raise UsageError(f"Không có quy tắc “{name}”; các quy tắc được đặt: {', '.join(known)}.")
    return {name: _value(rule, _present(name, str(given.get(name, rule.default)))) for name, rule in known.items()}


def _present(name: str, value: str) -> str:
    """A value under the name that it has now."""
    return FORMER_VALUES.get(name, {}).get(value, value)


def _value(rule: Rule, value: str) -> str:
    if rule.allowed == "int" and not (value.isascii() and value.isdigit() and len(value) <= _FIGURES):
        raise UsageError(
            f"Quy tắc {rule.name} nhận số nguyên không âm, không nhận “{value}” (nhiều nhất {_FIGURES} chữ số)."
        )
    if rule.allowed == "int" and int(value) > rule.most:
        raise UsageError(f"Quy tắc {rule.name} nhận số từ 0 đến {rule.most}, không nhận “{value}”.")
    if isinstance(rule.allowed, tuple):
        return one_of(f"Quy tắc {rule.name}", value, rule.allowed)
    return value


def one_of(what: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise UsageError(f"{what} không nhận giá trị “{value}”; giá trị được dùng: {', '.join(allowed)}.")
    return value
