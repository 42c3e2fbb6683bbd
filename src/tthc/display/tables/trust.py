"""The quiet box of the first page: how far the figures can be trusted, and what they do not say."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import Note, Text, judged, numbers
from tthc.display.blocks.clean_text import lower_first
from tthc.display.tables.law import coverage, crossing
from tthc.display.tables.open_days import open_days_sentence
from tthc.display.tables.systems import systems_sentence
from tthc.model.schema import label
from tthc.model.words import LATE, Outcome, Rule

_EVIDENCE = {
    1: (
        "Mức độ đầy đủ của dữ liệu 1/3: dữ liệu đã đọc chỉ có danh sách hồ sơ. Biết hồ sơ nào quá hạn và quá bao lâu, "
        "không biết ai giữ hồ sơ lúc nào."
    ),
    2: (
        "Mức độ đầy đủ của dữ liệu 2/3: dữ liệu có quá trình xử lý. Biết hồ sơ ở đâu trong bao lâu; lúc chờ và lúc xử "
        "lý chỉ ước được ít nhất và nhiều nhất."
    ),
    3: (
        "Mức độ đầy đủ của dữ liệu 3/3: dữ liệu có lúc bắt đầu xử lý và lịch vắng mặt. Tách được lúc chờ và lúc xử lý; "
        "vì sao phải chờ thì xét từng hồ sơ, nơi nào chưa rõ có ghi rõ."
    ),
}
# What a missing column takes away, in the order of its weight.
_UNTOLD = (
    ("steps", None, "ai giữ hồ sơ trong khoảng thời gian nào"),
    ("steps", "started_at", "lúc chờ và lúc xử lý trong mỗi bước"),
    ("absences", None, "hồ sơ có phải chờ vì cán bộ vắng mặt hay không"),
    ("norms", None, "thời gian mỗi bước so với định mức của quy trình nội bộ"),
    ("stops", None, "thời gian chờ người nộp bổ sung hồ sơ"),
    ("dossiers", "issued_at", "hồ sơ nào đã có kết quả trong hạn nhưng chậm kết thúc trên hệ thống"),
    ("dossiers", "due_at", "ngày hẹn trả ghi trên hệ thống"),
)


def quiet_box(
    info: Mapping, outcomes: pd.DataFrame, late: pd.DataFrame, findings: pd.DataFrame | None = None,
    indicators: pd.DataFrame | None = None,
) -> Note:
    """What was not judged, evidence level, rows set aside, what the system itself reckons, rules that differ, settings
    changed; with `indicators`, what the national portal counts. The cut, and that data are synthetic, say
    the page's head and the text's opening.
    """
    items = [
        judged.sentence(info),
        systems_sentence(info),
        _EVIDENCE[info["evidence_level"]],
        _untold(info["present"]),
        not_read(info),
        *_unproven(findings),
        *_confirmed_and_read(late, info),
        recorded(info, outcomes),
        _rules(outcomes, info),
        _published(indicators),
        _changed(info["rules"]),
        open_days_sentence(info),
        crossing(info),
        coverage(info, short=True),
    ]
    return Note("Khi đọc các số liệu này", tuple(item for item in items if item))


_MOST_NAMED = 3
_UNPROVEN = {
    "start.": "Lúc bắt đầu xử lý chỉ để ghi sổ, được coi như không ghi nhận, ở: ",
    "officer.shared": "Tài khoản dường như nhiều người dùng chung, không dùng để xét cán bộ: ",
    "officer.namesakes": "Tên có ở nhiều đơn vị cùng thời gian, có thể là nhiều người, không dùng để xét cán bộ: ",
    "derived.no_end": "Không biết hồ sơ nào đã kết thúc, mọi hồ sơ tính là đang giải quyết nên số quá hạn có thể gồm "
    "cả hồ sơ đã xong trong hạn, ở: ",
    "derived.result": "Không có ngày kết thúc xử lý, dùng ngày có hoặc trả kết quả (hồ sơ có thể đã xong sớm hơn): ",
    "office.": "Cả cơ quan không có thao tác nào trong các ngày, không tính cho cán bộ nào (sự cố hay ngày nghỉ?): ",
}


def _unproven(findings: pd.DataFrame | None) -> list[str]:
    """What the records of officers and of the office do not prove, by name as far as the edition names anybody."""
    if findings is None or findings.empty:
        return []
    values_of = {words: findings[findings["rule"].str.startswith(rule)]["value"] for rule, words in _UNPROVEN.items()}
    return [f"{words}{_named(values)}." for words, values in values_of.items() if len(values)]


def _named(values: pd.Series) -> str:
    names = [value for value in values.head(_MOST_NAMED) if not numbers.is_unknown(value)]
    more = len(values) - len(names)
    rest = f"{numbers.number(more)} trường hợp" + (" khác" if names else "") if more else ""
    return numbers.listing([name for name in (*names, rest) if name])


def evidence(info: Mapping) -> Text:
    """What this input can tell and what it cannot."""
    told = (_EVIDENCE[info["evidence_level"]], _untold(info["present"]), not_read(info))
    return Text(tuple(text for text in told if text))


def _untold(present: Mapping[str, list[str]]) -> str:
    mentioned = set()
    missing = []
    for table, column, what in _UNTOLD:
        columns = present.get(table, ())
        if table in mentioned or (columns and (column is None or column in columns)):
            continue
        mentioned.add(table)
        missing.append(what)
    return f"Dữ liệu đã đọc không cho biết: {numbers.listing(missing)}." if missing else ""


def not_read(info: Mapping) -> str:
    """What lies in the sources and was not read: what the data do not tell may stand there. Empty where there is
    none; the edition for others says how many they are.
    """
    n = info.get("n_not_read", 0)
    if not n:
        return ""
    places = [_place(one) for one in info.get("not_read", ())[:_MOST_NAMED]]
    rest = n - len(places)
    more = [f"{numbers.number(rest)} chỗ {'khác' if places else '(tệp, trang tính hoặc cột)'}"] if rest else []
    where = numbers.listing([*places, *more])
    return f"Chưa đọc {where}: điều chưa biết có thể nằm ở đó; xem chương “Chất lượng dữ liệu”."


def _place(one: Mapping) -> str:
    """“cột “Hạn cuối” của ds.csv”, “trang “Bước” của hs.xlsx”, “qt.csv”."""
    told = {"cột “{}”": one.get("column"), "trang “{}”": one.get("sheet"), "{}": one.get("file")}
    parts = [words.format(value) for words, value in told.items() if value]
    return " của ".join(parts)


def _confirmed_and_read(late: pd.DataFrame, info: Mapping) -> list[str]:
    """Rows are told of where some were set aside or not judged; chapter 90 counts them always."""
    confirmed, rows = _confirmed(late), _rows(info)
    is_all = not info["n_set_aside"] and judged.judged(info).is_whole
    return [confirmed] if is_all else [confirmed, rows] if info["n_set_aside"] else [f"{confirmed} {rows}".strip()]


def _confirmed(late: pd.DataFrame) -> str:
    if late.empty:
        return ""
    n, done = len(late), int(late["is_confirmed"].sum())
    if done == 0:
        return "Nguyên nhân do chương trình đề xuất từ dữ liệu, chưa được đơn vị xác nhận."
    rest = "" if done == n else "; số còn lại do chương trình đề xuất"
    return f"Nguyên nhân đã được đơn vị xác nhận ở {done}/{n} hồ sơ quá hạn{rest}."


def _rows(info: Mapping) -> str:
    read, aside = info["n_read"], info["n_set_aside"]
    if aside == 0:
        return f"Đã đọc {numbers.number(read)} dòng dữ liệu{judged.all_taken(info)}."
    unused = f"loại {numbers.number(aside)} dòng không dùng được"
    return f"Đã đọc {numbers.number(read)} dòng dữ liệu, {unused}; xem chương “Chất lượng dữ liệu”."


def recorded(info: Mapping, outcomes: pd.DataFrame) -> str:
    """What the source system itself reckons beside what the report does; empty where the export does not say."""
    if not info.get("n_recorded"):
        return ""
    main = next((rule["value"] for rule in info["rules"] if rule["name"] == "rule"), Rule.SYSTEM)
    own = outcomes[(outcomes["rule"] == main) & outcomes["outcome"].isin(LATE)]["dossier_id"].nunique()
    n_recorded, n_own = (numbers.number(n) for n in (info["n_recorded_late"], own))
    sentence = f"Hệ thống ghi {n_recorded} hồ sơ quá hạn, báo cáo tính {n_own}"
    if n := info.get("n_recorded_differences", 0):
        return (
            f"{sentence}; hai bên khác nhau ở {numbers.number(n)} hồ sơ, liệt kê kèm lý do ở chương "
            "“Chất lượng dữ liệu”."
        )
    return f"{sentence}."


def _published(indicators: pd.DataFrame | None) -> str:
    """The rate in time that the national portal shows, where it counts fewer dossiers than the register."""
    if indicators is None or indicators.empty:
        return ""
    rows = indicators[(indicators["measure"] == "qd766_2_1") & (indicators["basis"] == "synced")]
    rows = rows[rows["denominator"] > 0]
    if rows.empty:
        return ""
    row = rows.assign(is_other=rows["rule"] != Rule.QD766).sort_values("is_other", kind="stable").iloc[0]
    part, whole = int(row["numerator"]), int(row["denominator"])
    return (
        f"Cổng Dịch vụ công quốc gia chỉ tính {numbers.number(whole)} hồ sơ đã đồng bộ: đúng hạn và trước hạn "
        f"{numbers.percent(part, whole)} ({numbers.number(part)}/{numbers.number(whole)})."
    )


def _rules(outcomes: pd.DataFrame, info: Mapping) -> str:
    """How many dossiers are late under each of the other rules, where that differs; which, where they are few."""
    late = outcomes[outcomes["outcome"].isin(LATE)].groupby("rule")["dossier_id"].nunique()
    unknown = outcomes[outcomes["outcome"] == Outcome.UNKNOWN].groupby("rule")["dossier_id"].nunique()
    others = [rule for rule in (Rule.QD766, Rule.DECREE) if rule in set(outcomes["rule"])]
    own = late.get(Rule.SYSTEM, 0)
    if all(late.get(rule, 0) == own and not unknown.get(rule, 0) for rule in others):
        return ""
    listed = numbers.listing(
        f"{_by(rule, info)} {_late_and_unknown(late.get(rule, 0), unknown.get(rule, 0))}{_which(rule, outcomes)}"
        for rule in others
    )
    n_own = numbers.number(own)
    return f"Số hồ sơ quá hạn, kể cả đang giải quyết, theo ngày hẹn trả trên hệ thống là {n_own}; {listed}."


_FEW = 2


def _which(rule: str, outcomes: pd.DataFrame) -> str:
    """“ (không tính …)”: what the recorded deadline makes late and this rule does not, where they are one or two."""
    late = outcomes[outcomes["outcome"].isin(LATE)]
    other = outcomes[(outcomes["rule"] == rule) & ~outcomes["outcome"].isin([*LATE, Outcome.UNKNOWN])]
    own, here = (set(late.loc[late["rule"] == name, "dossier_id"]) for name in (Rule.SYSTEM, rule))
    gone = sorted(own & set(other["dossier_id"]))
    if not 0 < len(gone) <= _FEW or here - own:
        return ""
    return f" (không tính {numbers.listing(gone)})"


def _by(rule: str, info: Mapping) -> str:
    """“theo Quyết định 766/QĐ-TTg”, “theo Nghị định 61/2018/NĐ-CP”; “theo nghị định” where there are several."""
    sets = info.get("law_sets") or []
    if rule == Rule.DECREE and len(sets) == 1:
        return f"theo {sets[0]['label']}"
    named = label("rule", rule)
    return lower_first(named) if named.startswith("Theo ") else f"theo {named}"


def _late_and_unknown(late: int, unknown: int) -> str:
    if unknown and not late:
        return f"chưa xác định được {numbers.number(unknown)} hồ sơ"
    rest = f" (chưa xác định được {numbers.number(unknown)} hồ sơ)" if unknown else ""
    return f"là {numbers.number(late)}{rest}"


def _changed(rules: list[Mapping]) -> str:
    changed = [
        f"{rule['label']}: {rule['value']} (mặc định {rule['default']})"
        for rule in rules
        if rule["value"] != rule["default"]
    ]
    return f"Quy tắc đã đổi so với mặc định: {'; '.join(changed)}." if changed else ""
