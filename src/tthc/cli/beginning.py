"""`tthc init`: a folder becomes a project. Nothing that lies there is overwritten."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from tthc.cli.profiling import quote
from tthc.model.data_folders import period_folders
from tthc.model.errors import UsageError
from tthc.model.settings import PROJECT_FILE
from tthc.model.shipped import OWN_CHAPTERS, REFERENCE, SAMPLES, shipped

FOLDERS = (SAMPLES, f"{REFERENCE}/profiles", OWN_CHAPTERS, "reports")
_IGNORED = """# Dữ liệu có thông tin của người dân, và những gì chương trình ghi ra: không đưa vào git.
data/raw/
reports/
.tthc/
.ipynb_checkpoints/
khoa-chia-se
tthc-mail.toml
"""
_CHAPTERS = """Chương của riêng cơ quan.

- `tthc notebooks copy 20` chép chương 20 vào đây để sửa; báo cáo dùng bản ở đây thay cho bản kèm theo gói.
- Một tệp `NN_ten.ipynb` khác tên các chương có sẵn là một chương thêm, ở chỗ theo số của nó.
"""


def begin(folder: Path, *, office: str, example: bool) -> str:
    """Make the project; what was made and what to type next.

    Raises UsageError where the folder is a project already, or is a file.
    """
    if (folder / PROJECT_FILE).exists():
        raise UsageError(f"Thư mục {folder.resolve()} đã là một dự án (có {PROJECT_FILE}); không có gì bị thay đổi.")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} là một tệp; hãy nêu tên một thư mục.")
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    kept = [name for name, text in _texts().items() if not _write_new(folder / name, text)]
    samples = _copy_samples(folder) if example else []
    _write_new(folder / PROJECT_FILE, _project_file(office, example))
    return "\n".join([*_done_lines(folder, kept, samples), *_next(folder, example, bool(office) or example)])


def _texts() -> dict[str, str]:
    return {".gitignore": _IGNORED, f"{OWN_CHAPTERS}/README.md": _CHAPTERS}


def _write_new(path: Path, text: str) -> bool:
    """Whether the file was written: one that is there stays as it is."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


def _project_file(office: str, example: bool) -> str:
    """The project file that came with the package; the office of the sample stays in it for an example alone."""
    text = (shipped() / PROJECT_FILE).read_text(encoding="utf-8")
    given = {} if example else {"name": "", "parent": "", "place": ""}
    for key, value in {**given, **({"name": office} if office else {})}.items():
        before, _, after = re.split(rf"^({key} = .*)$", text, maxsplit=1, flags=re.MULTILINE)
        text = f"{before}{key} = {json.dumps(value, ensure_ascii=False)}{after}"
    return text


def _copy_samples(folder: Path) -> list[str]:
    """The periods of the synthetic samples that were copied; a folder that is there stays as it is."""
    copied = []
    for period, path in period_folders(shipped() / SAMPLES):
        target = folder / SAMPLES / path.name
        if not path.name.endswith("-su-that") and not target.exists():
            shutil.copytree(path, target)
            copied.append(period.text)
    return copied


def _done_lines(folder: Path, kept: list[str], samples: list[str]) -> list[str]:
    lines = [f"Đã lập dự án ở {folder.resolve()}: {PROJECT_FILE}, {', '.join(f'{name}/' for name in FOLDERS)}."]
    lines += [f"Giữ nguyên tệp đã có: {', '.join(kept)}."] if kept else []
    lines += [f"Dữ liệu mẫu (mô phỏng, không có người thật): {', '.join(samples)}."] if samples else []
    return lines


def _next(folder: Path, example: bool, is_named: bool) -> list[str]:
    period = "2024-01..2024-05" if example else "2024-06"
    there = [] if folder.resolve() == Path.cwd() else [f"cd {quote(str(folder))}"]
    todo = [] if is_named else [f"Ghi tên cơ quan vào {PROJECT_FILE}, mục [office]."]
    if not example:
        todo.append(f"Đặt tệp xuất của kỳ vào một thư mục tên là kỳ, ví dụ {SAMPLES}/{period}.")
    return [*todo, "Việc tiếp theo:", *there, f"tthc check --period {period}", f"tthc report --period {period}"]
