"""`tthc export log` and `tthc export model`: what is handed to other tools beside single tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tthc.cli.exporting import FORMS, Form, choose_form, replace_whole, write, write_xlsx
from tthc.display.blocks.numbers import number
from tthc.model.errors import UsageError
from tthc.study import open_run

if TYPE_CHECKING:
    from tthc.model.settings import Run

LOG_FORMS: Mapping[str, Form] = {"csv": FORMS["csv"], "parquet": FORMS["parquet"], "xes": Form()}
MODEL_FORMS: Mapping[str, Form] = {"parquet": FORMS["parquet"], "xlsx": FORMS["xlsx"]}
MODEL_BOOK = "mo-hinh.xlsx"


def export_log(run: Run, form: str | None, output: Path | None, labels: bool) -> str:
    """Write the period's event log; what was written, and what its form cannot tell of."""
    from tthc.report.exchange import event_log, write_xes

    form = choose_form(form, output, LOG_FORMS)
    log = event_log(open_run(run))
    counts = f"{number(log.cases.shape[0])} hồ sơ, {number(len(log.events))} sự kiện"
    left = log.n_without_events
    if form == "xes":
        assert output is not None
        replace_whole(output, lambda path: write_xes(log.in_words() if labels else log, path))
        left = 0
    else:
        write(log.flat(labels=labels), form, output)
    lines = [f"Nhật ký sự kiện: {counts}" + (f", {output}" if output else "")]
    lines += [f"{number(left)} hồ sơ không ghi bước nào nên không có trong tệp này; tệp xes có đủ."] if left else []
    return "\n".join([*lines, *_unjudged(log.cases)])


def _unjudged(cases) -> list[str]:
    n = int((cases["case:outcome"] == "unjudged").sum())
    return [f"{number(n)} hồ sơ chưa đánh giá được (case:outcome = unjudged)."] if n else []


def export_model(run: Run, form: str | None, output: Path | None, labels: bool) -> str:
    """Write the star of tables into a folder; always in Vietnamese words. What was written."""
    from tthc.report.exchange import star

    if output is None or output.is_file():
        raise UsageError("Bộ bảng ghi vào một thư mục; hãy thêm -o, ví dụ: -o mo-hinh.")
    form = choose_form(form or "parquet", output / "x", MODEL_FORMS)
    tables = star(open_run(run))
    output.mkdir(parents=True, exist_ok=True)
    if form == "xlsx":
        sheets = {one.label: one.rows for one in reversed(tables)}  # the dictionary first
        replace_whole(output / MODEL_BOOK, lambda path: write_xlsx(sheets, path))
    else:
        for one in tables:
            write(one.rows, form, output / f"{one.name}.parquet")
    return f"Bộ bảng: {', '.join(f'{one.name} ({number(len(one.rows))} dòng)' for one in tables)}, {output}"


EXPORTS: Mapping[str, Callable[[Run, str | None, Path | None, bool], str]] = {"log": export_log, "model": export_model}
