"""Section IV: whose steps the late time lay in. Facts; fault is for people to establish."""

from __future__ import annotations

import pandas as pd

from tthc.display.blocks import judged, numbers
from tthc.display.blocks.clean_text import lower_first, upper_first
from tthc.display.blocks.late_days import WITH_CLOSING, of_holders, of_parties
from tthc.display.tables.phrases import estimated_only, usual_label
from tthc.model.days import is_counted
from tthc.model.words import Party
from tthc.report.official.document import Grid, Item, Paragraph, Part
from tthc.report.official.results import Results, dossiers, text_or_dash

MOST_ROWS, MOST_TOLD_UNITS = 30, 10


def parts(results: Results) -> list[Part]:
    """The own office's units and officers, then time that belongs to nobody in the office."""
    if results.late.empty:
        then = " nên không phải xem xét trách nhiệm"
        return [Paragraph(judged.none("hồ sơ quá hạn", results.coverage, where="", then=then))]
    late_days = results.frame("late_days")
    if late_days.empty:
        return [
            Paragraph(
                "Dữ liệu không có quá trình xử lý theo từng bước nên không cho biết hồ sơ quá hạn đã ở đơn vị, cán bộ "
                "nào."
            ),
            _ask(results),
        ]
    whose = of_parties(late_days, results.info)
    found: list[Part] = [Paragraph(_lead(whose))]
    if Party.OWN_OFFICE in whose.index and whose["days"][Party.OWN_OFFICE] > 0:
        found += [*_units(late_days, results), _table(late_days, results)]
    others = _others(whose, late_days, results)
    if others:
        found.append(Paragraph(f"Ngoài phần việc của cơ quan: {'; '.join(others)}."))
    return [*found, _ask(results)]


def _lead(whose: pd.DataFrame) -> str:
    whole = f"{_days(whose['days'].sum())} ngày quá hạn tính theo giờ làm việc"
    if Party.OWN_OFFICE not in whose.index:
        return f"Toàn bộ {whole} nằm ngoài phần việc của cơ quan hoặc không có ghi nhận."
    mine = whose.loc[Party.OWN_OFFICE]
    if not mine["days"]:
        rest = "nằm ngoài phần việc của cơ quan hoặc không có ghi nhận; phần của cơ quan dưới 0,1 ngày"
        return f"{upper_first(whole)} {rest}."
    of_these = f", {WITH_CLOSING} {_days(mine['closing'])} ngày" if mine["closing"] > 0 else ""
    if len(whose) == 1:
        return f"Toàn bộ {whole} nằm trong phần việc của các đơn vị thuộc cơ quan{of_these}."
    share = numbers.percent(mine["share"], 100, 1)
    return (
        f"Trong {whole}, {_days(mine['days'])} ngày ({share}) nằm trong phần việc của các đơn vị thuộc cơ "
        f"quan{of_these}."
    )


def _cell(amount: float) -> str:
    """Days in a column: one decimal always."""
    return numbers.number(amount, 1)


def _days(amount: float) -> str:
    """Days as they were rounded for every table: “12,5”, “3”."""
    return numbers.days_number(amount, full_day_wm=1)


def _units(late_days: pd.DataFrame, results: Results) -> list[Part]:
    """One entry per unit: its days, its dossiers, and what was mostly going on."""
    names = results.frame("causes").drop_duplicates("code").set_index("code")["label"]
    involved, estimated = results.frame("involvement"), estimated_only(results.frame("cause_shares"))
    involved = involved[involved["party"] == Party.OWN_OFFICE]
    found: list[Part] = []
    sums = of_holders(late_days, results.info, ["unit"])
    sums, nobodys = sums[sums["days"] > 0], _nobodys(late_days)
    for row in sums.head(MOST_TOLD_UNITS).to_dict("records"):
        mine = involved[_same(involved["unit"], row["unit"])].groupby("cause")["share_wm"].sum()
        told = [(wm, cause) for cause, wm in mine.items() if is_counted(wm, results.info["day_wm"])]
        ranked = sorted(told, key=lambda pair: (-pair[0], pair[1]))[:2]
        why = [lower_first(_label(code, names, estimated)) for _, code in ranked]
        found.append(
            Item(
                f"{_unit(row['unit'], nobodys)}: {_days(row['days'])} ngày, {_in_dossiers(row['n_late'])}"
                f"{f'; chủ yếu do {numbers.listing(why)}' if why else ''}."
            )
        )
    rest = sums.iloc[MOST_TOLD_UNITS:]
    if len(rest):
        found.append(Item(f"{numbers.number(len(rest))} đơn vị khác: {_days(rest['days'].sum())} ngày."))
    return found


def _in_dossiers(count: float) -> str:
    """Where no dossier has enough of it to be counted, that is what is said."""
    return f"ở {dossiers(count)} quá hạn" if count else "mỗi hồ sơ dưới 0,1 ngày"


def _same(column: pd.Series, value: object) -> pd.Series:
    return column.isna() if numbers.is_unknown(value) else column == value


def _nobodys(late_days: pd.DataFrame) -> bool:
    """Whether what has no unit has no officer either: a deadline shorter than the norms, or nobody's record."""
    return not late_days.loc[late_days["unit"].isna(), "officer"].notna().any()


def _unit(value: object, nobodys: bool) -> str:
    if text_or_dash(value) != numbers.UNKNOWN:
        return text_or_dash(value)
    return "Không tính cho đơn vị nào" if nobodys else "Không ghi đơn vị"


def _label(code: str, names: pd.Series, estimated: frozenset[str]) -> str:
    label = text_or_dash(names.get(code, code))
    return usual_label(label) if code in estimated else label


def _table(late_days: pd.DataFrame, results: Results) -> Grid:
    note = (
        "Không nêu phần dưới 0,1 ngày. Thời gian chờ khi cán bộ vắng mặt tính cho đơn vị, là nơi phân công người thay. "
        "Bảng ghi hồ sơ đã ở đâu, không kết luận lỗi."
    )
    has_absences = bool(results.info.get("present", {}).get("absences"))
    keys = ["unit"] if results.is_shared else ["unit", "officer"]
    sums = of_holders(late_days, results.info, keys)
    total = tuple(_cell(sums[name].sum()) for name in ("days", "closing"))
    sums, nobodys = sums[sums["days"] > 0], _nobodys(late_days)
    if len(sums) > MOST_ROWS:
        note = f"Bảng nêu {MOST_ROWS} dòng có nhiều ngày nhất trong {numbers.number(len(sums))} dòng. {note}"
        sums = sums.head(MOST_ROWS)
    if results.is_shared:
        rows = [
            (_unit(row["unit"], nobodys), numbers.number(row["n_late"]), _cell(row["days"]), _cell(row["closing"]))
            for row in sums.to_dict("records")
        ]
        return Grid("units", "Hồ sơ quá hạn theo đơn vị", tuple(rows), ("Tổng cộng", "", *total), note)
    sums = sums.merge(results.frame("workload")[[*keys, "n_dossiers", "absent_wm"]], on=keys, how="left")
    sums = sums.assign(is_person=sums["officer"].notna())
    people = [
        (
            _unit(row["unit"], nobodys),
            text_or_dash(row["officer"]),
            numbers.number(row["n_late"]),
            _cell(row["days"]),
            numbers.number(row["n_dossiers"] if row["is_person"] else None),
            results.days(row["absent_wm"] if has_absences and row["is_person"] else None),
            _cell(row["closing"]),
        )
        for row in sums.to_dict("records")
    ]
    whole = ("Tổng cộng", "", "", total[0], "", "", total[1])
    return Grid("officers", "Hồ sơ quá hạn theo đơn vị và cán bộ", tuple(people), whole, note)


def _others(whose: pd.DataFrame, late_days: pd.DataFrame, results: Results) -> list[str]:
    """Other bodies, the applicant, and what nobody recorded, each with its days."""
    bodies = of_holders(late_days, results.info, ["unit"], Party.OTHER_BODY)
    found = [
        f"{'cơ quan khác' if text_or_dash(row['unit']) == numbers.UNKNOWN else text_or_dash(row['unit'])} "
        f"{_days(row['days'])} ngày"
        for row in bodies[bodies["days"] > 0].to_dict("records")
    ]
    words = {
        Party.APPLICANT: "thời gian chờ người nộp hồ sơ {} ngày",
        Party.NO_RECORD: "không có ghi nhận ai giữ hồ sơ {} ngày, không quy cho ai",
    }
    return [
        *found,
        *(text.format(_days(whose["days"][party])) for party, text in words.items() if whose["days"].get(party, 0) > 0),
    ]


def _ask(results: Results) -> Paragraph:
    who = "đơn vị, cá nhân có liên quan" if not results.is_shared else "các đơn vị có liên quan"
    return Paragraph(
        f"Đề nghị {who} giải trình bằng văn bản; kết luận về trách nhiệm căn cứ vào giải trình và kiểm điểm, không chỉ "
        "căn cứ vào số liệu này."
    )
