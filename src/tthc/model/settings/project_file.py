"""The project file and the file of another office beside its export: unknown keys and values are errors."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tthc.model.errors import UsageError
from tthc.model.settings.rules import RULES
from tthc.model.settings.run import Office
from tthc.model.shipped import checkout
from tthc.model.toml_text import read_toml

PROJECT_FILE = "tthc.toml"

# Beside an export that is another office's than the project's: its section [office] stands for the project's.
OFFICE_FILE = "co-quan.toml"

_SECTIONS = {
    "office": {field.name for field in dataclasses.fields(Office)},
    "data": {"source", "profile"},
    "report": {"out", "keep"},
    "rules": {rule.name for rule in RULES},
    "schedule": {"wait_minutes", "settle_seconds", "chapter_minutes", "run_minutes", "keep_logs"},
}

_LISTS = ("own_units", "recipients")


def find_root(start: Path | None = None) -> Path:
    """The nearest folder at or above `start` with a project file; else the checkout that this package lies in."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents, *checkout()):
        if (folder / PROJECT_FILE).is_file():
            return folder
    raise UsageError(
        f"Không tìm thấy tệp {PROJECT_FILE} ở {here} hoặc thư mục cha; hãy chạy lệnh trong thư mục của dự án, hoặc lập "
        "một dự án mới bằng: tthc init"
    )


def read_project(path: Path) -> dict[str, Any]:
    """The sections of a project file. Raises UsageError where it cannot be read or says something unknown."""
    project = read_toml(path)
    for section, keys in project.items():
        if section == "sources":
            _check_systems(path, keys)
            continue
        allowed = _SECTIONS.get(section)
        if allowed is None or not isinstance(keys, dict):
            raise UsageError(
                f"Tệp {path.name}: không có mục [{section}]; các mục được dùng: {', '.join(_SECTIONS)}, [[sources]]."
            )
        for key in keys:
            if key not in allowed:
                raise UsageError(
                    f"Tệp {path.name}, mục [{section}]: không có khóa “{key}”; được dùng: {', '.join(sorted(allowed))}."
                )
            _check_type(f"Tệp {path.name}, mục [{section}], khóa {key}", key, keys[key])
    return project


def _check_systems(path: Path, systems: Any) -> None:
    """Each system has a name of its own and a path; a profile where it is not the usual one."""
    is_right = isinstance(systems, list) and all(
        isinstance(one, dict)
        and {"name", "path"} <= set(one) <= {"name", "path", "profile"}
        and all(isinstance(value, str) for value in one.values())
        for one in systems
    )
    if not is_right or len({one["name"] for one in systems}) < len(systems):
        raise UsageError(
            f'Tệp {path.name}: mỗi mục [[sources]] cần name (tên riêng của hệ thống) và path, thêm '
            'profile = … nếu khác "cong_tinh"; ví dụ: '
            '[[sources]] name = "Hệ thống tỉnh", path = "data/tinh", profile = "cong_tinh".'
        )


def _check_type(where: str, key: str, value: object) -> None:
    if key in _LISTS and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
        raise UsageError(f'{where} nhận một danh sách chữ, không nhận “{value}”; hãy ghi dạng {key} = ["…", "…"].')
    if key not in _LISTS and not isinstance(value, str | int):
        raise UsageError(f'{where} nhận một chuỗi chữ, không nhận “{value}”; hãy ghi dạng {key} = "…".')


def office_beside(sources: Sequence[Path]) -> dict[str, object]:
    """The section [office] of `OFFICE_FILE` beside the exports; empty where there is none.

    Raises UsageError where the file says anything else, or where two exports are two offices'.
    """
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in sources)
    found = [read_project(folder / OFFICE_FILE) for folder in folders if (folder / OFFICE_FILE).is_file()]
    if any(set(one) != {"office"} for one in found):
        raise UsageError(f"Tệp {OFFICE_FILE} chỉ có mục [office]; các mục khác để ở {PROJECT_FILE}.")
    if any(one != found[0] for one in found[1:]):
        raise UsageError(f"Các nguồn dữ liệu có tệp {OFFICE_FILE} khác nhau; hãy lập báo cáo riêng cho từng cơ quan.")
    return found[0]["office"] if found else {}


def load_keep(root: Path) -> int:
    """How many editions of a report stay, the newest ones; 0 keeps all. Raises UsageError for anything but a whole
    number.
    """
    keep = read_project(root / PROJECT_FILE).get("report", {}).get("keep", 0)
    if not isinstance(keep, int) or isinstance(keep, bool) or keep < 0:
        raise UsageError(
            f"Tệp {PROJECT_FILE}, mục [report], khóa keep nhận số nguyên không âm (số lần lập được giữ, 0 là giữ tất "
            f"cả), không nhận “{keep}”."
        )
    return keep


def raw_folder(root: Path) -> Path:
    """Where a project keeps its data."""
    return root / read_project(root / PROJECT_FILE).get("data", {}).get("source", "data/raw")
