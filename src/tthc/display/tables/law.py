"""What a report says of the law: by which set its dossiers were judged, and which systems its register holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from tthc.display.blocks import Note, numbers

# The index rows that count dossiers or what dossiers did with procedures, and so miss those of a system which the data
# do not hold.
OF_DOSSIERS = ("1.4", "2.1", "2.2", "3.2", "3.3", "3.5", "3.6", "4.1", "4.2", "5.4")


def law_note(info: Mapping) -> Note:
    """Chapter 50: the law of the last day, the sets of the period's dossiers with their counts, the systems."""
    law = info.get("law") or {}
    worded = f"Báo cáo viết theo quy định có hiệu lực ở ngày cuối kỳ: {law['decree']}." if law else ""
    lines = [
        worded, *_counted(info), crossing(info), _apologies(law), _followed(law), coverage(info), _personal(law),
        _unchecked(law),
    ]
    return Note("Quy định dùng trong báo cáo", tuple(line for line in lines if line))


def _counted(info: Mapping) -> tuple[str, ...]:
    sets = info.get("law_sets") or []
    return (f"Hồ sơ của kỳ xét theo {sets[0]['label']}{_gone(sets[0])}.",) if len(sets) == 1 else ()


def crossing(info: Mapping) -> str:
    """Where the period's dossiers belong to several sets: how many to each; "" else."""
    sets = info.get("law_sets") or []
    if len(sets) < 2:
        return ""
    listed = "; ".join(f"{numbers.number(one['n'])} hồ sơ theo {one['label']}{_gone(one)}" for one in sets)
    return f"Mỗi hồ sơ được xét theo quy định có hiệu lực {_since(info)}: {listed}."


def _since(info: Mapping) -> str:
    """Of which day the law of a dossier is, by the setting law_transition."""
    by_event = any(one["name"] == "law_transition" and one["value"] == "event" for one in info.get("rules") or [])
    return "khi thời hạn của hồ sơ bắt đầu tính (hoặc tính lại)" if by_event else "khi tiếp nhận"


def _gone(one: Mapping) -> str:
    """That the decree has ended by which earlier dossiers are still judged."""
    if not one.get("ended"):
        return ""
    last = date.fromisoformat(one["ended"])
    return f" (văn bản đã hết hiệu lực từ ngày {last + timedelta(days=1):%d/%m/%Y}, chỉ dùng để xét các hồ sơ này)"


def set_of(info: Mapping, law_set: object) -> str:
    """The short name of the set by which a dossier was judged (its law_set); "" where nothing tells."""
    return next((one["short"] for one in info.get("law_sets") or [] if one["set"] == law_set), "")


def coverage(info: Mapping, *, short: bool = False) -> str:
    """Which systems the data hold and which not, where the law lets several systems handle one office's dossiers.

    short: they are counted only; the chapter on the index names them.
    """
    law, systems = info.get("law") or {}, info.get("systems")
    if not law.get("systems") or systems is None:
        return ""
    basis = f"Theo {numbers.listing(law['systems'])}, một sổ không còn chứa mọi hồ sơ."
    held = [f"{one['name']} ({numbers.number(one['n'])} hồ sơ)" for one in systems["held"]]
    untold = systems.get("n_untold") or 0
    rest = f"; {numbers.number(untold)} hồ sơ có mã không cho biết hệ thống" if untold else ""
    sentence = (
        f"Hồ sơ của kỳ, kể cả chuyển từ kỳ trước sang, thuộc: {numbers.listing(held)}{rest}." if held
        else "Mã hồ sơ không cho biết dữ liệu thuộc hệ thống nào."
    )
    if not systems["missing"]:
        return f"{basis} {sentence}"
    if short:
        few = f"Dữ liệu này có hồ sơ của {numbers.number(len(held))} hệ thống, không" if held else f"{sentence} Không"
        return (
            f"{basis} {few} thấy hồ sơ trên hệ thống của {numbers.number(len(systems['missing']))} bộ khác; xem chương "
            "“Chỉ số phục vụ người dân, doanh nghiệp”."
        )
    without = f"Không thấy hồ sơ trên hệ thống của {numbers.listing(systems['missing'])}"
    return f"{basis} {sentence} {without}; nếu có, các chỉ số {', '.join(OF_DOSSIERS)} chưa tính các hồ sơ đó."


def is_incomplete(info: Mapping) -> bool:
    """Whether the law knows systems of which the data hold no dossier."""
    systems = info.get("systems")
    return bool((info.get("law") or {}).get("systems") and systems and systems["missing"])


def _apologies(law: Mapping) -> str:
    """By which limit an apology is owed (`analysis.outcomes.overdue`), where it is not the recorded one."""
    rule = (law.get("rules") or {}).get("duty_checks")
    told = (
        "Văn bản xin lỗi được hỏi khi hồ sơ quá thời hạn theo nghị định; hồ sơ không xét theo nghị định thì khi quá "
        "ngày hẹn trả."
    )
    return told if rule and rule["is_ruled"] else ""


def _followed(law: Mapping) -> str:
    """Who follows and assesses the work by the law of the last day."""
    rule = (law.get("rules") or {}).get("addressee")
    return (
        f"Cơ quan theo dõi, đánh giá ở trung ương: {law['addressee']} ({rule['cite']})."
        if rule and law.get("addressee")
        else ""
    )


def _personal(law: Mapping) -> str:
    """What forbids to disclose dossiers and people, for whoever hands the report on."""
    rule = (law.get("rules") or {}).get("no_disclosure")
    named = [rule["cite"]] if rule and rule["is_ruled"] else []
    named += law.get("personal_data") or []
    return f"Không tiết lộ thông tin hồ sơ và dữ liệu cá nhân: {'; '.join(named)}." if named else ""


def _unchecked(law: Mapping) -> str:
    """What of the law in force was not found, so that nobody takes silence for knowledge."""
    names = [rule["label"] for rule in (law.get("rules") or {}).values() if rule["mark"] == "unchecked"]
    shown = [name[:1].lower() + name[1:] for name in names]
    texts = [f"nội dung của {name}" for name in law.get("unchecked") or []]
    return f"Chưa đối chiếu: {'; '.join([*texts, *shown])}." if texts or shown else ""
