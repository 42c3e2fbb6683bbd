"""Chapter 10: reception and settlement, in the form's columns and as lists."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import DataTable, Empty, TableColumn, judged, numbers
from tthc.display.tables.phrases import cell_days, left, right, shown
from tthc.model.schema import label
from tthc.model.words import Outcome

MOST_ROWS = 200
_RECEIVED, _SETTLED, _OPEN = "Hồ sơ tiếp nhận", "Hồ sơ đã giải quyết", "Hồ sơ đang giải quyết"
_CELLS = (
    ("c3", "Tổng số (3)", _RECEIVED),
    ("c4", "Trong kỳ, trực tuyến (4)", _RECEIVED),
    ("c5", "Trong kỳ, trực tiếp, bưu chính (5)", _RECEIVED),
    ("c6", "Từ kỳ trước (6)", _RECEIVED),
    ("c7", "Tổng số (7)", _SETTLED),
    ("c8", "Trước hạn (8)", _SETTLED),
    ("c9", "Đúng hạn (9)", _SETTLED),
    ("c10", "Quá hạn (10)", _SETTLED),
    ("c11", "Tổng số (11)", _OPEN),
    ("c12", "Trong hạn (12)", _OPEN),
    ("c13", "Quá hạn (13)", _OPEN),
)


def form_06a(form: pd.DataFrame, info: Mapping, dossiers: pd.DataFrame | None = None) -> DataTable | Empty:
    """The settlement form by field, in its own columns, with the total; heading and number are the office's reference
    text. `dossiers` tells which of column (9) are there by convention.
    """
    fields = in_order_of_fields(form[form["field"].notna() & form["procedure"].isna()])
    if fields.empty:
        return Empty(
            judged.none("hồ sơ nào được tiếp nhận, giải quyết hoặc từ kỳ trước chuyển sang", judged.counted(info))
        )
    text = info["texts"]["form_06a"]
    rows = [(str(n), row["field"], *_cells(row)) for n, row in enumerate(fields.to_dict("records"), 1)]
    rows.append(("", "Tổng cộng", *_cells(_total(form))))
    columns = (
        TableColumn("tt", "TT (1)", "right", 0.35),
        left("field", "Lĩnh vực (2)", 1.8),
        *(right(key, name, width, group) for key, name, width, group in _narrow()),
    )
    caption = f"{text['number']} – {text['heading']}, {info['period']['label']}. Đơn vị tính: {text['unit']}"
    return DataTable(
        columns, tuple(rows), caption, f"{_IDENTITIES}{by_convention(dossiers)} {text['note']}", total=True, wide=True,
        below=judged.form_line(info),
    )


def by_convention(dossiers: pd.DataFrame | None) -> str:
    """“ Cột (9) gồm 2 hồ sơ công dân rút.”: what stands among those in time and was not settled in time."""
    if dossiers is None or dossiers.empty:
        return ""
    words = {Outcome.WITHDRAWN: "công dân rút", Outcome.NO_DUE: "không có ngày hẹn trả"}
    counts = [(int((dossiers["outcome"] == code).sum()), text) for code, text in words.items()]
    told = [f"{numbers.number(count)} hồ sơ {text}" for count, text in counts if count]
    return f" Cột (9) gồm {numbers.listing(told)}, theo quy ước của biểu." if told else ""


_IDENTITIES = "(3) = (4) + (5) + (6) = (7) + (11); (7) = (8) + (9) + (10); (11) = (12) + (13)."


def _narrow() -> list[tuple[str, str, float, str]]:
    return [(key, name, 0.62, group) for key, name, group in _CELLS]


def _cells(row: Mapping) -> tuple[str, ...]:
    return tuple(numbers.number(row[key]) for key, _, _ in _CELLS)


def _total(form: pd.DataFrame) -> Mapping:
    return form[form["field"].isna() & form["procedure"].isna()].iloc[0]


def in_order_of_fields(rows: pd.DataFrame) -> pd.DataFrame:
    """The order of fields and procedures everywhere: the most late dossiers first, then the most dossiers."""
    worst = -(rows["c10"] + rows["c13"])
    return rows.assign(worst=worst, most=-rows["c3"]).sort_values(
        ["worst", "most", "field", "procedure"], kind="stable",
    )


def by_field(form: pd.DataFrame) -> DataTable | Empty:
    """One row per field: received, settled, early, on time, late with its share, open, open late; a total."""
    return _by(form[form["field"].notna() & form["procedure"].isna()], form, "field", "Lĩnh vực")


def by_procedure(form: pd.DataFrame) -> DataTable | Empty:
    """One row per procedure, like `by_field`."""
    return _by(form[form["procedure"].notna()], form, "procedure", "Thủ tục")


def _by(rows: pd.DataFrame, form: pd.DataFrame, key: str, name: str) -> DataTable | Empty:
    if rows.empty:
        return Empty(judged.none("hồ sơ nào", judged.counted(form)))
    coverage = judged.judged(form)
    ranked = in_order_of_fields(rows).head(MOST_ROWS).to_dict("records")
    lines = [(shown(row[key]), *_summary(row, coverage)) for row in ranked]
    lines.append(("Tổng cộng", *_summary(_total(form), coverage)))
    columns = (
        left(key, name, 2.2),
        right("c3", "Tiếp nhận"),
        right("c7", "Đã giải quyết"),
        right("c8", "Trước hạn"),
        right("c9", "Đúng hạn"),
        right("c10", "Quá hạn"),
        right("rate", "Quá hạn / đã giải quyết", 0.8),
        right("c11", "Đang giải quyết", 0.7),
        right("c13", "Đang giải quyết, quá hạn", 0.8),
    )
    cut = f"Chỉ hiện {MOST_ROWS} dòng đầu; đủ trong tệp phu-luc.xlsx." if len(rows) > MOST_ROWS else ""
    caption = f"Tình hình giải quyết theo {name.lower()} (số hồ sơ)"
    return DataTable(columns, tuple(lines), caption, cut, total=True, below=judged.sentence(form), print_rows=6)


def _summary(row: Mapping, coverage: judged.Judged) -> tuple[str, ...]:
    counts = [numbers.number(row[cell]) for cell in ("c3", "c7", "c8", "c9", "c10")]
    return (
        *counts, judged.percent(row["c10"], row["c7"], coverage, good=False), numbers.number(row["c11"]),
        numbers.number(row["c13"]),
    )


def early_list(dossiers: pd.DataFrame, info: Mapping, limit: int = 20) -> DataTable | Empty:
    """The dossiers settled earliest before their deadline, with the working days gained."""
    early = dossiers[(dossiers["outcome"] == Outcome.EARLY) & dossiers["late_wm"].notna()]
    if early.empty:
        return Empty(judged.none("hồ sơ nào được giải quyết trước hạn", dossiers, where=""))
    ranked = early.sort_values(["late_wm", "dossier_id"], kind="stable").head(limit)
    rows = tuple(
        (
            shown(row["dossier_id"]),
            shown(row["procedure_name"]),
            numbers.date(row["received_at"]),
            numbers.date(row["due_at"]),
            numbers.date(row["finished_at"]),
            cell_days(-row["late_wm"], info),
        )
        for row in ranked.to_dict("records")
    )
    columns = (
        left("dossier_id", "Hồ sơ", 1.4),
        left("procedure", "Thủ tục", 2.2),
        left("received", "Tiếp nhận", 0.8),
        left("due", "Hẹn trả", 0.8),
        left("finished", "Kết thúc", 0.8),
        right("early", "Sớm hơn (ngày làm việc)", 0.8),
    )
    return DataTable(
        columns, rows,
        f"{len(rows)} hồ sơ giải quyết trước hạn sớm nhất, trong {numbers.number(len(early))} hồ sơ trước hạn",
    )


def not_counted(dossiers: pd.DataFrame) -> DataTable | Empty:
    """Dossiers that stand in no cell of the form or in one by convention: refused, new, withdrawn, without deadline,
    stopped, not judged.
    """
    counts = dossiers["outcome"].value_counts()
    rows = tuple(
        (label("outcome", code), numbers.number(counts[code]), where) for code,
        where in _CONVENTIONS.items() if counts.get(code, 0)
    )
    if not rows:
        return Empty(judged.none("hồ sơ nào phải xếp theo quy ước", judged.counted(dossiers), where=""))
    columns = (
        left("outcome", "Trường hợp", 1.4), right("n", "Số hồ sơ", 0.5), left("where", "Xếp vào đâu trong biểu", 2.4),
    )
    return DataTable(columns, rows, "Hồ sơ được xếp theo quy ước của biểu", sortable=False)


_CONVENTIONS = {
    Outcome.NO_DUE: "Cột (9) đúng hạn, như phần mềm một cửa đang tính",
    Outcome.WITHDRAWN: "Cột (9) đúng hạn, như phần mềm một cửa đang tính",
    Outcome.STOPPED: "Cột (12) đang giải quyết, trong hạn",
    Outcome.ENDED: "Cột (12) đang giải quyết, trong hạn, như phần mềm một cửa đang tính; biểu 07a có cột riêng",
    Outcome.REFUSED: "Không tính vào biểu",
    Outcome.NEW: "Không tính vào biểu",
    Outcome.UNKNOWN: "Không tính vào biểu vì cách tính này không đủ dữ liệu",
    Outcome.UNJUDGED: "Không tính vào biểu; liệt kê ở chương “Chất lượng dữ liệu” và trong tệp phu-luc.xlsx",
}
