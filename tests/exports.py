"""Canonical frames written as other systems would export them: the platform's workbook, iGate's CSV, the sync JSON."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pandas as pd
from tests.reading import ROOT, write_xlsx

from tthc.model.schema import CANONICAL, CODES

PROFILES = ROOT / "data" / "reference" / "profiles"
PLACE = ("src_file", "src_sheet", "src_row")


def headers(profile: str, table: str) -> dict[str, str]:
    """Canonical column → the first header that the profile knows for it."""
    sheets = tomllib.loads((PROFILES / f"{profile}.toml").read_text(encoding="utf-8"))["sheet"]
    sheet = next(sheet for sheet in sheets if sheet["table"] == table)
    return {column: names[0] for column, names in sheet["columns"].items()}


def sheet_name(profile: str, table: str) -> str:
    sheets = tomllib.loads((PROFILES / f"{profile}.toml").read_text(encoding="utf-8"))["sheet"]
    return next(sheet["names"][0] for sheet in sheets if sheet["table"] == table)


def as_platform_xlsx(frames: dict[str, pd.DataFrame], path: Path) -> Path:
    """One workbook with a sheet per table, titles above the header as exports have them."""
    sheets = {}
    for name, frame in frames.items():
        known = headers("cong_tinh", name)
        body = [tuple(_written(row[column], name, column, "%d/%m/%Y %H:%M:%S") for column in known) for _, row in frame.iterrows()]
        sheets[sheet_name("cong_tinh", name)] = [("DỮ LIỆU XUẤT",), ("Dữ liệu dùng cho kiểm thử",), tuple(known.values()), *body]
    return write_xlsx(path, sheets)


def as_igate_csv(frames: dict[str, pd.DataFrame], folder: Path) -> Path:
    """A folder of CSV files with iGate's field names, instants as ISO texts with their offset."""
    folder.mkdir()
    for name, frame in frames.items():
        known = headers("igate", name)
        body = [[_written(row[column], name, column, "%Y-%m-%dT%H:%M:%S.000+0700") for column in known] for _, row in frame.iterrows()]
        pd.DataFrame(body, columns=list(known.values())).to_csv(folder / f"{sheet_name('igate', name)}.csv", index=False)
    return folder


def as_sync_json(frames: dict[str, pd.DataFrame], path: Path) -> Path:
    """One object per dossier, its supplements, results and progress as lists inside."""
    records = [_record(row, frames) for _, row in frames["dossiers"].iterrows()]
    path.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    return path


def _record(row: pd.Series, frames: dict[str, pd.DataFrame]) -> dict:
    known = {column: name for column, name in headers("dongbo", "dossiers").items() if "." not in name}
    record = {name: _synced(row[column]) for column, name in known.items()}
    record["KenhThucHien"] = {"counter": "1", "online": "2", "post": "3"}[row.channel]
    record["DanhSachGiayToKetQua"] = [{"TenGiayTo": "Kết quả", "DuongDanTepTinKetQua": "/kq.pdf" if row.result_attached else ""}]
    record["DanhSachLePhi"] = [{"TenPhiLePhi": "Lệ phí" if row.fee_due else ""}]
    record["DanhSachHoSoBoSung"] = [_supplement(stop, frames["due_changes"]) for _, stop in _own(frames["stops"], row)]
    record["DanhSachTienDo"] = [
        {name: _synced(step[column]) for column, name in headers("dongbo", "steps").items()} for _, step in _own(frames["steps"], row)
    ]
    return record


def _own(frame: pd.DataFrame, dossier: pd.Series):
    return frame[frame.dossier_id == dossier.dossier_id].iterrows()


def _supplement(stop: pd.Series, changes: pd.DataFrame) -> dict:
    moved = changes[(changes.dossier_id == stop.dossier_id) & (changes["at"] == stop.to_at)]
    entry = {"NgayBoSung": _synced(stop.from_at), "NgayTiepNhanBoSung": _synced(stop.to_at)}
    if len(moved):
        entry |= {"NgayHenTraTruoc": _synced(moved.iloc[0].old_due_at), "NgayHenTraMoi": _synced(moved.iloc[0].new_due_at)}
    return entry


def _synced(value: object) -> object:
    if value is None or value is pd.NaT or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y%m%d%H%M%S")
    return {True: "1", False: "0"}[value] if isinstance(value, bool) else value


def _written(value: object, table: str, column: str, form: str) -> str:
    declared = CANONICAL[table][column]
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.strftime("%d/%m/%Y") if declared.type == "date" else value.strftime(form)
    if declared.type == "boolean":
        return "Có" if value else "Không"
    if declared.type == "int64":
        return str(int(value))
    return CODES[declared.codes][value] if declared.codes else str(value)
