"""Section IV: whose steps the late time lay in. Facts; fault is for people to establish."""

from __future__ import annotations

import pandas as pd

from tthc.display.blocks import judged, numbers
from tthc.display.blocks.clean_text import lower_first
from tthc.display.tables.phrases import estimated_only, usual_label
from tthc.model.words import State
from tthc.report.official.document import Grid, Item, Paragraph, Part
from tthc.report.official.results import Results, dossiers, text_or_dash

_OUTSIDE = (State.CONSULT, State.COUNCIL, State.SIGN)  # states of a dossier that lies with another body
MOST_ROWS = 40


def parts(results: Results) -> list[Part]:
    """The own office's units and officers, then time that belongs to nobody in the office."""
    if results.late.empty:
        return [
            Paragraph(judged.none("hồ sơ quá hạn", results.known, where="", then=" nên không phải xem xét trách nhiệm"))
        ]
    involved = results.frame("involvement")
    involved = involved[involved["share_wm"] > 0]
    if involved.empty:
        return [
            Paragraph(
                "Dữ liệu không có quá trình xử lý theo từng bước nên không cho biết hồ sơ quá hạn đã ở đơn vị, cán bộ "
                "nào."
            ),
            _ask(results),
        ]
    own = involved[involved["unit"].notna() & ~involved["state"].isin(_OUTSIDE)]
    found: list[Part] = [Paragraph(_lead(own, involved, results))]
    if len(own):
        found += [*_units(own, results), _table(own, results)]
    others = _others(involved, own, results)
    if others:
        found.append(Paragraph(f"Ngoài phần việc của cơ quan: {'; '.join(others)}."))
    return [*found, _ask(results)]


def _lead(own: pd.DataFrame, involved: pd.DataFrame, results: Results) -> str:
    mine, whole = own["share_wm"].sum(), involved["share_wm"].sum()
    if own.empty:
        return (
            f"Toàn bộ {results.days(whole)} ngày làm việc quá hạn nằm ngoài phần việc của cơ quan hoặc không có ghi "
            "nhận."
        )
    if len(own) == len(involved):
        return f"Toàn bộ {results.days(whole)} ngày làm việc quá hạn nằm trong phần việc của các đơn vị thuộc cơ quan."
    share, closing = numbers.percent(mine, whole, 1), _closing(own)["share_wm"].sum()
    of_these = f", trong đó {results.days(closing)} ngày chậm kết thúc trên hệ thống" if closing > 0 else ""
    return (
        f"Trong {results.days(whole)} ngày làm việc quá hạn, {results.days(mine)} ngày ({share}) nằm trong phần việc "
        f"của các đơn vị thuộc cơ quan{of_these}."
    )


def _closing(own: pd.DataFrame) -> pd.DataFrame:
    """Lateness that exists because a dossier with its result was not closed in the system."""
    return own[own["state"] == State.UNCLOSED]


def _units(own: pd.DataFrame, results: Results) -> list[Part]:
    """One entry per unit: its days, its dossiers, and what was mostly going on."""
    names = results.frame("causes").drop_duplicates("code").set_index("code")["label"]
    touched, estimated = _dossiers(results), estimated_only(results.frame("cause_shares"))
    found: list[Part] = []
    sums = own.groupby("unit")["share_wm"].sum()
    for unit, wm in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])):
        rows = own[own["unit"] == unit].groupby("cause")["share_wm"].sum()
        ranked = sorted(rows.items(), key=lambda pair: (-pair[1], pair[0]))[:2]
        why = [lower_first(_label(code, names, estimated)) for code, _ in ranked]
        count = touched[touched["unit"] == unit]["dossier_id"].nunique()
        found.append(
            Item(
                f"{text_or_dash(unit)}: {results.days(wm)} ngày, ở {dossiers(count)} quá hạn; chủ yếu do "
                f"{numbers.listing(why)}."
            )
        )
    return found


def _label(code: str, names: pd.Series, estimated: frozenset[str]) -> str:
    label = text_or_dash(names.get(code, code))
    return usual_label(label) if code in estimated else label


def _table(own: pd.DataFrame, results: Results) -> Grid:
    touched = _dossiers(results)
    note = "Ngày tính bằng ngày làm việc; không nêu phần dưới 0,1 ngày. Bảng ghi hồ sơ đã ở đâu, không kết luận lỗi."
    has_absences = bool(results.info.get("present", {}).get("absences"))
    if results.is_shared:
        sums = _sums(own, ["unit"]).sort_values(["share_wm", "unit"], ascending=[False, True], kind="stable")
        rows = [
            (
                text_or_dash(row.unit), _count(touched[touched["unit"] == row.unit]), results.days(row.share_wm),
                results.days(row.closing_wm),
            )
            for row in sums.itertuples()
        ]
        return Grid("units", "Hồ sơ quá hạn theo đơn vị", tuple(rows[:MOST_ROWS]), note=note)
    sums = _sums(own, ["unit", "officer"])
    sums = sums.merge(
        results.frame("workload")[["unit", "officer", "n_steps", "absent_wm"]], on=["unit", "officer"], how="left",
    )
    sums = sums[sums["share_wm"] * 20 >= results.info["day_wm"]]
    sums = sums.sort_values(
        ["share_wm", "unit", "officer"], ascending=[False, True, True], kind="stable",
    ).head(MOST_ROWS)
    people: list[tuple[str, ...]] = [
        (
            text_or_dash(row["unit"]), text_or_dash(row["officer"]),
            _count(_held_by(touched, row["unit"], row["officer"])), results.days(row["share_wm"]),
            numbers.number(row["n_steps"]), results.days(row["absent_wm"] if has_absences else None),
            results.days(row["closing_wm"]),
        )
        for row in sums.to_dict("records")
    ]  # fmt: skip
    return Grid("officers", "Hồ sơ quá hạn theo đơn vị và cán bộ", tuple(people), note=note)


def _sums(own: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Late minutes of each holder, and those among them of late closing."""
    rows = own.assign(closing_wm=own["share_wm"].where(own["state"] == State.UNCLOSED, 0.0))
    return rows.groupby(keys, dropna=False)[["share_wm", "closing_wm"]].sum().reset_index()


def _dossiers(results: Results) -> pd.DataFrame:
    """One row per part of a late dossier that took a share of its lateness."""
    rows = results.frame("parts")
    return rows[rows["share_wm"] > 0]


def _held_by(rows: pd.DataFrame, unit: object, officer: object) -> pd.DataFrame:
    rows = rows[rows["unit"] == unit]
    return rows[rows["officer"].isna()] if numbers.is_unknown(officer) or officer is None else rows[
        rows["officer"] == officer
    ]


def _count(rows: pd.DataFrame) -> str:
    return numbers.number(rows["dossier_id"].nunique())


def _others(involved: pd.DataFrame, own: pd.DataFrame, results: Results) -> list[str]:
    """Other bodies, the applicant, and what nobody recorded, each with its days."""
    rows = involved.drop(own.index)
    bodies = rows[rows["unit"].notna()].groupby("unit")["share_wm"].sum()
    found = [
        f"{text_or_dash(unit)} {results.days(wm)} ngày"
        for unit, wm in sorted(bodies.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    nobody = rows[rows["unit"].isna()]
    unrecorded = nobody[nobody["state"] == State.UNRECORDED]["share_wm"].sum()
    waiting = nobody["share_wm"].sum() - unrecorded
    found += [
        f"chờ người nộp hồ sơ (bổ sung, nghĩa vụ tài chính) hoặc tạm dừng {results.days(waiting)} ngày"
    ] if waiting > 0 else []
    nowhere = f"không có ghi nhận ai giữ hồ sơ {results.days(unrecorded)} ngày, không quy cho ai"
    return [*found, *([nowhere] if unrecorded > 0 else [])]


def _ask(results: Results) -> Paragraph:
    who = "đơn vị, cá nhân có liên quan" if not results.is_shared else "các đơn vị có liên quan"
    return Paragraph(
        f"Đề nghị {who} giải trình bằng văn bản; kết luận về trách nhiệm căn cứ vào giải trình và kiểm điểm, không chỉ "
        "căn cứ vào số liệu này."
    )
