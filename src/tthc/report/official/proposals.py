"""Section VI: what to do, in the order of what it would have prevented; the figures come from the what-if."""

from __future__ import annotations

import pandas as pd

from tthc.display.blocks import judged, numbers
from tthc.display.blocks.clean_text import lower_first
from tthc.model.words import State
from tthc.report.official.document import Grid, Heading, Item, Paragraph, Part
from tthc.report.official.results import Results, dossiers, part_of, text_or_dash
from tthc.report.official.service import open_work

_OTHERS = (State.CONSULT, State.COUNCIL, State.SIGN)  # excess that another body can prevent


def parts(results: Results) -> list[Part]:
    """Measures of the own office, requests to other bodies, and the table behind them."""
    found = _rows(results)
    own, others = found[~found["is_other"]], found[found["is_other"]]
    measures, work = [Item(_measure(row, results)) for row in own.to_dict("records")], open_work(results)
    if not (len(found) or work):
        return [Paragraph(_goes_on(results))]
    made: list[Part] = []
    if measures or work:
        made += [Heading("1. Biện pháp trong phạm vi của cơ quan", 2), *measures, *work]
    if len(others):
        made += [
            Heading(f"{2 if made else 1}. Kiến nghị với cơ quan khác", 2),
            *(Item(_measure(row, results)) for row in others.to_dict("records")),
        ]
    return [*made, *([_table(found, results)] if len(found) else [])]


def _goes_on(results: Results) -> str:
    """Where there is nothing to propose: what to keep up, or what stands in the way of knowing."""
    if len(results.late):
        return "Dữ liệu chưa đủ để đề xuất biện pháp riêng cho từng nguyên nhân."
    if results.known.is_whole:
        return f"Tiếp tục theo dõi hồ sơ hằng ngày để giữ kết quả {judged.none_seen('hồ sơ quá hạn', results.known)}."
    return f"Sửa dữ liệu để đánh giá được mọi hồ sơ rồi lập lại báo cáo; hiện còn {judged.left_out(results.known)}."


def _rows(results: Results) -> pd.DataFrame:
    """Causes that touched a late dossier, those first whose absence alone would have kept the most in time."""
    rows = results.frame("what_if")
    rows = rows[rows["n_touched"] > 0]
    listed = results.frame("causes").drop_duplicates("code").set_index("code")
    known = [name if isinstance(name, str) else "" for name in rows["cause"].map(listed["state"])]
    rows = rows.assign(remedy=rows["cause"].map(listed["remedy"]), is_other=[state in _OTHERS for state in known])
    return rows.sort_values(["n_left", "n_touched", "cause"], ascending=[True, False, True], kind="stable")


def _measure(row: dict, results: Results) -> str:
    cause = lower_first(text_or_dash(row["label"]))
    remedy = text_or_dash(row["remedy"])
    what = f"{remedy}. " if remedy != numbers.UNKNOWN else ""
    saved = int(row["n_would_be_on_time"])
    if saved == 0:
        return (
            f"{what}Nguyên nhân “{cause}” góp phần ở {part_of(row['n_touched'], row['n_late'])} quá hạn, nhưng riêng "
            "nó không làm hồ sơ nào quá hạn."
        )
    if row["n_late"] == 1:
        return f"{what}Không có nguyên nhân “{cause}” thì hồ sơ này đã đúng hạn."
    left = f"số hồ sơ quá hạn giảm từ {numbers.number(row['n_late'])} xuống còn {numbers.number(row['n_left'])}" if row[
        "n_left"
    ] else (
        "không còn hồ sơ quá hạn"
        if results.known.is_whole
        else f"cả {dossiers(row['n_late'])} quá hạn đã biết sẽ đúng hạn"
    )
    return f"{what}Không có nguyên nhân “{cause}” thì {left}."


def _table(rows: pd.DataFrame, results: Results) -> Grid:
    lines = tuple(
        (
            text_or_dash(row["label"]),
            *(numbers.number(row[name]) for name in ("n_touched", "n_would_be_on_time", "n_left")),
        ) for row in rows.to_dict("records")
    )
    late = int(rows["n_late"].iloc[0])
    note = (
        f"So với {dossiers(late)} quá hạn. Mỗi dòng bỏ riêng một nguyên nhân, các nguyên nhân khác giữ nguyên, nên các "
        "dòng không cộng được."
    )
    return Grid("what_if", "Số hồ sơ quá hạn nếu không có từng nguyên nhân", lines, note=note)
