"""All findings as a workbook: grouped on the first sheet, one by one on the second, each with a link to its row."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import xlsxwriter

from tthc.model.schema import CODES, TABLES

_SEVERITIES = tuple(CODES["severity"])
_COLUMNS = ("severity", "rule", "file", "sheet", "row", "column", "value", "dossier_id", "message", "action")
_WIDTHS = {
    "severity": 20, "rule": 24, "file": 24, "sheet": 20, "row": 8, "column": 22, "value": 30, "dossier_id": 28,
    "message": 60, "action": 60,
}
MOST_ROWS = 1_000_000  # a sheet holds 1,048,576
MOST_LINKS = 65_000  # and 65,530 links; rows after that show the plain number


def write_findings_xlsx(findings: pd.DataFrame, path: Path) -> None:
    """Write every finding; `row` links to the cell in the source workbook, which is expected beside this file.

    Text is written as text: a cell that starts with "=" is no formula here. More than a million findings are cut, and
    the first sheet says so.
    """
    with xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True},
    ) as book:
        styles = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
            "link": book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"}),
        }
        ordered = _ordered(findings)
        _groups(book.add_worksheet("Tổng hợp"), ordered, styles)
        _rows(book.add_worksheet("Phát hiện"), ordered.head(MOST_ROWS), styles)


def _ordered(findings: pd.DataFrame) -> pd.DataFrame:
    rank = findings.severity.map({name: place for place, name in enumerate(_SEVERITIES)})
    return findings.assign(rank=rank).sort_values(
        ["rank", "rule", "file", "sheet", "row"], kind="stable", na_position="first",
    )


def _groups(sheet, findings: pd.DataFrame, styles: dict) -> None:
    head = ("Mức độ", "Mã kiểm tra", "Số phát hiện", "Nội dung", "Việc cần làm")
    for place, (text, width) in enumerate(zip(head, (22, 26, 12, 70, 70), strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, text, styles["head"])
    groups = findings.groupby(["rank", "severity", "rule", "message", "action"], sort=True).size().reset_index(name="n")
    for line, row in enumerate(groups.itertuples(), 1):
        for place, text in enumerate((CODES["severity"][row.severity], row.rule, None, row.message, row.action)):
            if text is not None:
                sheet.write_string(line, place, text, styles["wrap"])
        sheet.write_number(line, 2, row.n)
    if len(findings) > MOST_ROWS:
        sheet.write_string(
            len(groups) + 2, 0, f"Trang “Phát hiện” chỉ ghi {MOST_ROWS} dòng đầu trong {len(findings)} phát hiện.",
        )
    sheet.freeze_panes(1, 0)


def _rows(sheet, findings: pd.DataFrame, styles: dict) -> None:
    for place, name in enumerate(_COLUMNS):
        sheet.set_column(place, place, _WIDTHS[name])
        sheet.write_string(0, place, TABLES["findings"][name].label, styles["head"])
    for line, row in enumerate(findings.itertuples(index=False), 1):
        for place, name in enumerate(_COLUMNS):
            _cell(sheet, line, place, name, row, styles)
    sheet.freeze_panes(1, 0)
    if len(findings):
        sheet.autofilter(0, 0, len(findings), len(_COLUMNS) - 1)


def _cell(sheet, line: int, place: int, name: str, row, styles: dict) -> None:
    value = getattr(row, name)
    if value is None or pd.isna(value):
        return
    if name == "row":
        target = _target(row)
        if target and line <= MOST_LINKS:
            sheet.write_url(line, place, target, styles["link"], str(int(value)))
        else:
            sheet.write_number(line, place, int(value))
    else:
        sheet.write_string(
            line, place, CODES["severity"][value] if name == "severity" else str(value)[:32_000], styles["wrap"],
        )


def _target(row) -> str | None:
    """A link that Excel opens at the row; only workbooks have places to link to."""
    file, sheet = row.file, row.sheet
    if not isinstance(file, str) or not file.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods")):
        return f"external:{file}" if isinstance(file, str) else None
    place = f"#'{sheet}'!A{int(row.row)}" if isinstance(sheet, str) else ""
    return f"external:{file}{place}"
