"""Reading small sources in tests: write a file, read it, look at frames."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import xlsxwriter

from tthc.engine import Engine
from tthc.model.settings import load_run
from tthc.sources.read import Reading, read_sources

ROOT = Path(__file__).resolve().parents[1]
HEADER = ("Mã hồ sơ", "Tên thủ tục", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Trạng thái")
ROW = ("H56.01-240105-0001", "Cấp giấy phép", "05/01/2024 08:30:00", "26/01/2024", "20/01/2024 10:00:00", "Đã xử lý xong")
PLACE = ("src_file", "src_sheet", "src_row")


@dataclass(frozen=True)
class Frames:
    """A reading as pandas frames."""

    reading: Reading
    tables: dict[str, pd.DataFrame]
    findings: pd.DataFrame
    accounting: pd.DataFrame

    @property
    def dossiers(self) -> pd.DataFrame:
        return self.tables["dossiers"]

    @property
    def steps(self) -> pd.DataFrame:
        return self.tables["steps"]

    def rules(self) -> set[str]:
        return set(self.findings.rule)

    def of(self, rule: str) -> pd.DataFrame:
        return self.findings[self.findings.rule == rule]


def read(source: Path, engine: Engine, profile: str | Path = "cong_tinh", period: str = "2024-01..2024-05") -> Frames:
    """Read `source` with the project's own reference data."""
    reading = read_sources(load_run(period, root=ROOT, source=source, profile=str(profile)), engine)
    tables = {name: engine.fetch(table) for name, table in reading.tables.items()}
    return Frames(reading, tables, engine.fetch(reading.findings), engine.fetch(reading.accounting))


def write_csv(path: Path, rows: list[tuple], header: tuple = HEADER, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    text = "\n".join(delimiter.join(str(cell) for cell in row) for row in (header, *rows)) + "\n"
    path.write_bytes(text.encode(encoding))
    return path


def write_xlsx(path: Path, sheets: dict[str, list[tuple]]) -> Path:
    """Texts, numbers and dates as cells of their kind; `datetime` cells get a date format."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy hh:mm"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write(number, column, cell)
    return path


def assert_accounted(frames: Frames) -> None:
    """read = accepted + set aside on each row, and what was accepted is what the tables hold."""
    rows = frames.accounting
    assert (rows.n_read == rows.n_accepted + rows.n_set_aside).all()
    for name in {"dossiers", "steps", "stops", "due_changes", "norms", "units", "absences", "feedback", "procedures"} & set(rows.table):
        assert rows[rows.table == name].n_accepted.sum() == len(frames.tables[name]), name
