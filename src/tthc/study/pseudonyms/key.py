"""The office's key: without it no code leads back to a dossier or an officer."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from tthc.model.errors import UsageError

FILE = "khoa-chia-se"  # in the project's folder, outside git
_BYTES = 32


def office_key(root: Path) -> bytes:
    """The key in the project's folder, made on first use and readable by its owner only.

    As long as the file stays, a dossier keeps its code from one report to the next. Raises UsageError for a file that
    is no key of this package.
    """
    path = root / FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_BYTES) + "\n")
    return _read(path)


def _read(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (ValueError, UnicodeDecodeError):
        key = b""
    if len(key) != _BYTES:
        raise UsageError(
            f"Tệp khóa {path.name} không đúng dạng; hãy khôi phục bản đã lưu, hoặc xóa tệp để lập khóa mới (mã sẽ đổi)."
        )
    return key
