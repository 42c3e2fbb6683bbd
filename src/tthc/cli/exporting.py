"""One table of the period as CSV, JSON, Parquet or Excel for other tools: column names and codes as in the data
dictionary.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tthc.model.errors import RunFailed, UsageError
from tthc.model.nearest import suggestion

if TYPE_CHECKING:
    import pandas as pd

    from tthc.model.settings import Run

OTHERS = ("log", "model")  # what is exported beside single tables: an event log, a star of tables
EXCEL_ROWS = 1_048_575  # what a sheet holds below its header


@dataclass(frozen=True)
class Form:
    """A format that a table can be written in: `text` where it is text, which may also go to the
    screen, else `file`.
    """

    text: Callable[[pd.DataFrame], str] | None = None
    file: Callable[[pd.DataFrame, Path, str], object] | None = None


def choose_form(form: str | None, output: Path | None, forms: Mapping[str, Form] | None = None) -> str:
    """The format asked for, else the one that the file's ending names, else the first one. Raises UsageError where that
    cannot be.
    """
    allowed = FORMS if forms is None else forms
    ending = output.suffix.lstrip(".").lower() if output else ""
    if not form and ending and ending not in allowed:
        raise UsageError(
            f"Chưa biết dạng tệp “.{ending}” của {output}{suggestion(ending, allowed)}; được dùng: "
            f"{', '.join(allowed)}, hoặc nêu --format."
        )
    form = form or ending or next(iter(allowed))
    if form not in allowed:
        raise UsageError(f"--format không nhận “{form}”{suggestion(form, allowed)}; được dùng: {', '.join(allowed)}.")
    if allowed[form].text is None and output is None:
        raise UsageError(f"Dạng {form} phải ghi ra tệp; hãy thêm -o bang.{form}.")
    return form


def check_table(name: str) -> None:
    """Raises UsageError for a name that no period has, before anything is computed."""
    from tthc.model.schema import TABLES

    if name not in TABLES:
        known = sorted({*TABLES, *OTHERS})
        raise UsageError(f"Không có bảng “{name}”{suggestion(name, known)}; các bảng: {', '.join(known)}.")


def rows_of(run: Run, name: str) -> pd.DataFrame:
    """The table's rows, in the order of its key so that two exports of the same data are the same file."""
    from tthc.model.schema import TABLES
    from tthc.study import open_run

    rows = open_run(run).frame(name)
    key = [column for column in TABLES[name].key if column in rows]
    return rows.sort_values(key, kind="stable", ignore_index=True) if key else rows


def in_words(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows under Vietnamese headers, codes as their labels."""
    from tthc.model.schema import TABLES
    from tthc.report.exchange import labelled

    return labelled(rows, TABLES[name].columns)


def left_out(rows: pd.DataFrame) -> str:
    """What the period's tables do not speak of, for standard error: a file for other tools holds rows only."""
    from tthc.display.blocks import judged

    return judged.head(rows)


def write(rows: pd.DataFrame, form: str, output: Path | None, *, title: str = "") -> None:
    """Write to the file, whole or not at all; without one, as text to standard output."""
    chosen = FORMS[form]
    if chosen.text is None:
        assert chosen.file is not None and output is not None
        write_file = chosen.file
        replace_whole(output, lambda path: write_file(rows, path, title))
        return
    text = chosen.text(rows)
    if output is None:
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        replace_whole(output, lambda path: path.write_text(text, encoding="utf-8", newline=""))


def replace_whole(output: Path, write_to: Callable[[Path], object]) -> None:
    """Write beside the file, then move: a reader never sees half a file, a failure leaves the old one."""
    if not output.parent.is_dir():
        raise UsageError(f"Không có thư mục {output.parent}; hãy tạo thư mục hoặc chọn nơi khác.")
    if output.is_dir():
        raise UsageError(f"{output} là thư mục; hãy nêu tên một tệp.")
    handle, name = tempfile.mkstemp(prefix=f".{output.name}.", suffix=output.suffix, dir=output.parent)
    os.close(handle)
    try:
        write_to(Path(name))
        os.chmod(name, 0o644)
        os.replace(name, output)
    finally:
        Path(name).unlink(missing_ok=True)


def write_xlsx(sheets: dict[str, pd.DataFrame], path: Path) -> None:
    """One sheet per frame. Text stays text: nothing that a dossier says becomes a formula, a link or a number."""
    import xlsxwriter

    for name, rows in sheets.items():
        if len(rows) > EXCEL_ROWS:
            raise RunFailed(
                f"Bảng {name} có {len(rows)} dòng, nhiều hơn một trang Excel chứa được; hãy xuất csv hoặc parquet."
            )
    inert = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, {**inert, "default_date_format": "dd/mm/yyyy hh:mm:ss"}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name[:31])
            sheet.write_row(0, 0, list(rows.columns), bold)
            for number, row in enumerate(rows.astype(object).itertuples(index=False), start=1):
                _write_row(sheet, number, row)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(rows), max(0, len(rows.columns) - 1))
            sheet.autofit()


def _write_row(sheet, number: int, row: tuple) -> None:
    import pandas as pd

    for column, value in enumerate(row):
        if value is None or pd.isna(value):
            continue
        if isinstance(value, str):
            sheet.write_string(number, column, value[:32_767])
        else:
            sheet.write(number, column, value.to_pydatetime() if isinstance(value, pd.Timestamp) else value)


def _csv(rows: pd.DataFrame) -> str:
    return rows.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%dT%H:%M:%S")


def _json(rows: pd.DataFrame) -> str:
    text = rows.to_json(
        orient="records", date_format="iso", date_unit="s", force_ascii=False, double_precision=15, indent=1,
    )
    return text.replace(r"\/", "/") + "\n"  # the writer escapes slashes, which JSON need not


# The first one is what is written where nothing is asked for.
FORMS: Mapping[str, Form] = {
    "csv": Form(text=_csv),
    "json": Form(text=_json),
    "parquet": Form(file=lambda rows, path, title: rows.to_parquet(path, index=False)),
    "xlsx": Form(file=lambda rows, path, title: write_xlsx({title: rows}, path)),
}
