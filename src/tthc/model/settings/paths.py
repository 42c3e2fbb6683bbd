"""Paths as people give them: one, several, or one text with semicolons."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tthc.model.data_folders import folders_of
from tthc.model.errors import UsageError
from tthc.model.period import Period

Given = str | Path | Sequence[str | Path] | None  # paths as they are given: one, several, or one text with semicolons

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


def sources_of(root: Path, given: Given, default: str, period: Period) -> tuple[Path, ...]:
    """The paths that were given, else the folders of the period. Raises UsageError for what is not there."""
    paths = given_paths(given) if given else folders_of(period, under(root, default))
    for path in paths:
        if not path.exists():
            raise UsageError(f"Không có tệp hoặc thư mục dữ liệu {path}; hãy kiểm tra --source.")
    return paths


def filled_workbooks(given: Given) -> tuple[Path, ...]:
    """The filled workbooks; of a folder every workbook in it but the lock files of an open Excel."""
    found = []
    for path in given_paths(given) if given else ():
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        seen = [one for one in inside if one == path or not one.name.startswith(("~$", "."))]
        books = [one for one in seen if one.is_file() and one.suffix.lower() in _WORKBOOKS]
        if not books:
            kinds = ", ".join(_WORKBOOKS)
            raise UsageError(f"Không có tệp giải trình ({kinds}) ở {path}; hãy kiểm tra --explanations.")
        found += books
    return tuple(dict.fromkeys(found))


def profile_name(root: Path, name: str) -> str:
    """A profile's name, or its file: one beside the project file is found from every folder."""
    beside = root / name
    is_beside = name.endswith(".toml") and not _is_there(name) and _is_there(str(beside))
    return str(beside) if is_beside else name


def given_paths(given: Given) -> tuple[Path, ...]:
    """One path, several, or the text that a chapter's parameters hold: paths joined by semicolons."""
    if isinstance(given, str) and not _is_there(given):
        given = [one.strip() for one in given.split(";") if one.strip()]
        if not given:
            raise UsageError("Đường dẫn trống; hãy nêu một tệp hoặc thư mục.")
    many = [given] if isinstance(given, str | Path) else given or ()
    return tuple(as_path(one).resolve() for one in many)


def _is_there(text: str) -> bool:
    """Many paths in one text may be longer than any path can be."""
    try:
        return Path(text).expanduser().exists()
    except (OSError, RuntimeError, ValueError):
        return False


def as_path(text: str | Path) -> Path:
    """Raises UsageError for what cannot be a path: a NUL in it, the home of somebody whom nobody knows."""
    if "\0" in str(text):
        raise UsageError(
            f"Đường dẫn “{str(text).replace(chr(0), '?')}” có ký tự không thể có trong tên tệp; hãy ghi lại đường dẫn."
        )
    try:
        path = Path(text).expanduser()
        path.exists()
        return path
    except OSError:
        raise UsageError(f"Đường dẫn “{str(text)[:60]}…” quá dài hoặc không mở được; hãy ghi lại đường dẫn.") from None
    except RuntimeError:
        raise UsageError(
            f"Không có thư mục riêng của người dùng nêu trong “{text}”; hãy ghi đường dẫn đầy đủ."
        ) from None


def under(root: Path, path: str | Path) -> Path:
    path = as_path(path)
    return path if path.is_absolute() else root / path
