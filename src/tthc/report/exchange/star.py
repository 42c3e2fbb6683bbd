"""The period as a star: tables of facts around tables of what they speak of, in Vietnamese words, with a dictionary.

For Power BI, Excel's data model and their like: every fact table holds the key of each dimension under the header that
the dimension has for it, so that a tool finds the links by itself. Nobody's name is in it: the star is made to be
passed around.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tthc.display.labels import labelled
from tthc.model.schema import CANONICAL, TABLES, Column
from tthc.report.exchange.event_log import ATTRIBUTES, CASE, cases_of

DICTIONARY = "tu_dien"
_DOSSIER, _UNIT, _PROCEDURE, _CAUSE = "Mã hồ sơ", "Đơn vị", "Thủ tục", "Mã nguyên nhân"
_DAYS = ("received_at", "due_at", "finished_at")  # instants by which dossiers are counted per day


@dataclass(frozen=True)
class StarTable:
    """One table of the star: its file or sheet, what a row is, its rows under Vietnamese headers, and what each column
    means. `key` is the header of its own key where it is a dimension; `links` are the headers that lead to others.
    """

    name: str
    label: str
    row: str
    rows: pd.DataFrame
    key: str = ""
    links: tuple[tuple[str, str], ...] = ()  # header → name of the dimension


def star(study: Any) -> list[StarTable]:
    """The tables of the star, dimensions first, the dictionary last."""
    dossiers = _dossiers(study)
    tables = [
        dossiers, _procedures(dossiers.rows), _units(study), _days(study), _causes(study), _segments(study),
        _shares(study), _indicators(study),
    ]
    return [*tables, _dictionary(tables)]


def _dossiers(study: Any) -> StarTable:
    cases = cases_of(study)
    columns = [
        Column(one.name, one.type, _named(one.name, one.label), codes=one.codes)
        for one in ATTRIBUTES if not one.personal
    ]
    kept = cases[[CASE, *(one.name for one in columns)]].copy()
    days = {f"day_{name}": kept[f"case:{name}"].dt.date for name in _DAYS}
    date_columns = [
        Column(f"day_{name}", "date", f"{CANONICAL['dossiers'][name].label} (ngày)") for name in _DAYS
    ]
    rows = labelled(kept.assign(**days), [Column(CASE, "string", _DOSSIER), *columns, *date_columns])
    rows[_PROCEDURE] = rows["Tên thủ tục"].fillna(rows["Mã thủ tục"])
    links = ((_PROCEDURE, "thu_tuc"), (_UNIT, "don_vi"), *((one.label, "ngay") for one in date_columns))
    return StarTable("ho_so", "Hồ sơ", "Một hồ sơ của kỳ, kết quả theo cách tính chính", rows, _DOSSIER, links)


def _named(name: str, label: str) -> str:
    """The dossier's unit and its main cause are links, and named as the dimensions name them."""
    return {"case:unit": _UNIT, "case:cause": _CAUSE, "case:cause_label": "Nguyên nhân chính"}.get(name, label)


def _procedures(dossiers: pd.DataFrame) -> StarTable:
    columns = [_PROCEDURE, "Mã thủ tục", "Lĩnh vực"]
    rows = dossiers[columns].dropna(subset=[_PROCEDURE]).drop_duplicates(_PROCEDURE).sort_values(_PROCEDURE)
    return StarTable("thu_tuc", "Thủ tục", "Một thủ tục có hồ sơ trong kỳ", rows.reset_index(drop=True), _PROCEDURE)


def _units(study: Any) -> StarTable:
    """The listed units, and every other that a dossier or a stretch of time names."""
    listed = study.frame("units")[["unit", "parent", "is_own"]].drop_duplicates("unit")
    named = pd.concat([study.frame(name)["unit"] for name in ("dossiers", "segments", "cause_shares")])
    others = pd.DataFrame({"unit": sorted(set(named.dropna()) - set(listed["unit"]))})
    whole = pd.concat([listed, others.reindex(columns=listed.columns)], ignore_index=True).sort_values("unit")
    rows = labelled(whole.reset_index(drop=True), TABLES["units"].columns)
    return StarTable("don_vi", "Đơn vị", "Một đơn vị, phòng hoặc cơ quan được nêu trong dữ liệu", rows, _UNIT)


def _days(study: Any) -> StarTable:
    """Every day of the calendar from the first to the last that a dossier names."""
    days = study.frame("calendar")[["date", "is_work", "day_wm"]]
    named = pd.concat([study.frame("dossiers")[name] for name in _DAYS]).dropna().dt.date
    dates = pd.to_datetime(days["date"]).dt.date
    days = days[(dates >= named.min()) & (dates <= named.max())] if len(named) else days.head(0)
    when = pd.to_datetime(days["date"])
    rows = labelled(days.assign(date=when.dt.date), TABLES["calendar"].columns)
    rows = rows.assign(**{
        "Năm": when.dt.year, "Quý": when.dt.quarter, "Tháng": when.dt.month,
        "Thứ": when.dt.day_of_week.map(dict(enumerate(("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Chủ nhật")))),
    })
    return StarTable("ngay", "Ngày", "Một ngày theo lịch làm việc", rows.reset_index(drop=True), "Ngày")


def _causes(study: Any) -> StarTable:
    """The causes of the list; a code is there once, with the first of its rows."""
    rows = study.frame("causes")[["code", "label", "short", "nature", "remedy"]].drop_duplicates("code")
    rows = rows.assign(nature=rows["nature"].map(_NATURES).fillna(rows["nature"])).reset_index(drop=True)
    worded = labelled(rows, TABLES["causes"].columns)
    return StarTable("nguyen_nhan", "Nguyên nhân", "Một nguyên nhân trong danh mục", worded, _CAUSE)


_NATURES = {"subjective": "Chủ quan", "objective": "Khách quan", "unknown": "Chưa rõ"}


def _segments(study: Any) -> StarTable:
    names = (
        "dossier_id", "seg_no", "from_at", "to_at", "wm", "late_wm", "state", "party", "step_no", "step", "kind",
        "unit", "pass_no",
    )
    row = "Một đoạn thời gian của hồ sơ có một bên giữ và một trạng thái"
    return _facts(study, "segments", "doan_thoi_gian", row, names)


def _shares(study: Any) -> StarTable:
    names = (
        "dossier_id", "cause", "share_wm", "over_wm", "chrono_wm", "is_main", "is_confirmed", "would_be_on_time",
        "step", "kind", "unit", "norm_source",
    )
    return _facts(study, "cause_shares", "phan_qua_han", "Phần quá hạn của một hồ sơ do một nguyên nhân", names)


def _facts(study: Any, table: str, name: str, row: str, names: Sequence[str]) -> StarTable:
    rows = labelled(study.frame(table)[list(names)], TABLES[table].columns)
    links = ((_DOSSIER, "ho_so"), (_UNIT, "don_vi"), *(((_CAUSE, "nguyen_nhan"),) if "cause" in names else ()))
    return StarTable(name, TABLES[table].label, row, rows, links=links)


def _indicators(study: Any) -> StarTable:
    rows = labelled(study.frame("indicators"), TABLES["indicators"].columns)
    return StarTable("chi_so", "Chỉ số của kỳ", "Một chỉ số theo một cơ sở và một cách tính, của cả kỳ", rows)


def _dictionary(tables: Sequence[StarTable]) -> StarTable:
    """One row per column of the star."""
    rows = [
        {
            "Bảng": one.name, "Tên bảng": one.label, "Mỗi dòng là": one.row, "Cột": header,
            "Kiểu": _kind(one.rows[header]), "Khóa": "có" if header == one.key else None,
            "Nối với bảng": dict(one.links).get(header), "Số ô trống": int(one.rows[header].isna().sum()),
            "Số dòng": len(one.rows),
        }
        for one in tables for header in one.rows.columns
    ]
    return StarTable(DICTIONARY, "Từ điển", "Một cột của một bảng", pd.DataFrame(rows))


def _kind(values: pd.Series) -> str:
    if pd.api.types.is_datetime64_any_dtype(values):
        return "ngày giờ"
    if pd.api.types.is_integer_dtype(values):
        return "số nguyên"
    if pd.api.types.is_numeric_dtype(values):
        return "số"
    return "ngày" if values.dropna().map(lambda one: hasattr(one, "isoformat")).any() else "chữ"
