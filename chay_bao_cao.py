"""What chay-bao-cao.bat starts: sets up .venv, makes the report, opens the index. Standard library only.

    chay-bao-cao.bat                             the report of the sample period
    chay-bao-cao.bat report --period 2024-05     any command of tthc with its options
    chay-bao-cao.bat wheels                      fill the folder wheels for a machine without a network

Where a folder `wheels` lies beside this file, packages are installed from it and no network is used.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCKED = ("--no-deps", "--require-hashes", "-r", "requirements.lock")
SAMPLE = ("report", "--period", "2024-01..2024-05")


def main(arguments: Sequence[str]) -> int:
    """The exit code of what was asked for: 0 done, 1 data, 2 wrong use, 3 failed."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python may well be what starts this file
        print(f"Máy đang có Python {sys.version.split()[0]}; cần Python 3.11 trở lên, hãy cài bản mới rồi chạy lại.")
        return 2
    try:
        set_up(ROOT)
        if list(arguments) == ["wheels"]:
            return fill_wheels(ROOT)
    except subprocess.CalledProcessError:
        print(
            "Không cài được các gói cần thiết (xem các dòng trên); hãy kiểm tra mạng, "
            "hoặc chép thư mục wheels vào đây, rồi chạy lại."
        )
        return 3
    code = subprocess.run([*python(ROOT), "-m", "tthc", *(arguments or SAMPLE)], cwd=ROOT).returncode
    if code == 0 and (not arguments or arguments[0] == "report"):
        open_index(ROOT / "reports" / "index.html")
    return code


def python(root: Path) -> list[str]:
    """The interpreter of .venv."""
    return [str(root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))]


def set_up(root: Path) -> None:
    """Make .venv what the lock file says; nothing to do where that was done before. Raises CalledProcessError."""
    stamp, wanted = root / ".venv" / "installed.txt", _state(root)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print("Đang cài đặt lần đầu hoặc sau khi cập nhật (vài phút)…", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(root / ".venv")], check=True)
    for what in install_commands(root):
        pip = [*python(root), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *what], check=True, cwd=root)
    stamp.write_text(wanted, encoding="utf-8")


def install_commands(root: Path) -> list[list[str]]:
    """What pip is to install: the locked packages, then the package itself."""
    offline = ["--no-index", "--find-links", str(root / "wheels")] if (root / "wheels").is_dir() else []
    return [[*offline, *LOCKED], [*offline, "--no-deps", "--no-build-isolation", "-e", "."]]


def fill_wheels(root: Path) -> int:
    """Download the locked packages for a machine like this one into the folder `wheels`."""
    download = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"]
    subprocess.run([*python(root), *download, "-d", "wheels", *LOCKED], check=True, cwd=root)
    print(f"Đã chép các gói vào {root / 'wheels'}; hãy mang cả thư mục dự án sang máy không có mạng.")
    return 0


def open_index(index: Path) -> None:
    if index.is_file() and hasattr(os, "startfile"):
        os.startfile(index)


def _state(root: Path) -> str:
    """Changes whenever the packages must be installed again; where the project lies is part of it."""
    digest = hashlib.sha256(f"{root}\n{sys.version}".encode())
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
