"""Chapter 50: the three rules side by side, and the dossiers on which they differ."""

from __future__ import annotations

import pandas as pd

from tthc.display.blocks import DataTable, Empty, judged, numbers
from tthc.display.tables.phrases import left, right, shown
from tthc.model.schema import CODES, label
from tthc.model.words import Intake, Outcome

_SHOWN = (
    Outcome.EARLY, Outcome.ON_TIME, Outcome.LATE, Outcome.OPEN_IN_TIME, Outcome.OPEN_LATE, Outcome.STOPPED,
    Outcome.ENDED, Outcome.WITHDRAWN, Outcome.NO_DUE, Outcome.UNKNOWN, Outcome.UNJUDGED,
)
MOST_ROWS = 100


def rules_side_by_side(outcomes: pd.DataFrame) -> DataTable | Empty:
    """One row per rule: how many dossiers it puts under each outcome."""
    rows = outcomes[outcomes["intake"] != Intake.NONE]
    if rows.empty:
        return Empty(judged.none("hồ sơ nào để so sánh các cách tính", judged.counted(outcomes)))
    counts = pd.crosstab(rows["rule"], rows["outcome"])
    used = [code for code in _SHOWN if code in counts.columns]
    lines = tuple(
        (
            label("rule", rule), *(numbers.number(counts.loc[rule, code]) for code in used),
            numbers.number(counts.loc[rule].sum()),
        ) for rule in CODES["rule"] if rule in counts.index
    )
    columns = (
        left("rule", "Cách tính", 2), *(right(code, label("outcome", code), 0.8) for code in used),
        right("total", "Tổng cộng", 0.8),
    )
    caption, below = "Kết quả về thời hạn theo ba cách tính (số hồ sơ)", judged.sentence(judged.counted(outcomes))
    note = (
        "Hồ sơ công dân rút không quá hạn theo cách tính nào: biểu II.06a xếp vào cột (9) đúng hạn và các tỷ lệ tính "
        "theo biểu." if Outcome.WITHDRAWN in used else ""
    )
    return DataTable(columns, lines, caption, note, sortable=False, below=below)


def rule_differences(differences: pd.DataFrame) -> DataTable | Empty:
    """One row per dossier whose rules disagree, with the reason; those that change between late and not late first."""
    if differences.empty:
        return Empty(judged.only("Ba cách tính cho cùng một kết quả ở mọi hồ sơ tính được", differences))
    ranked = differences.sort_values(["is_late_differing", "dossier_id"], ascending=[False, True], kind="stable")
    rows = tuple(
        (
            shown(row["dossier_id"]), *(label("outcome", row[f"outcome_{rule}"]) for rule in CODES["rule"]),
            shown(row["reason"]),
        )
        for row in ranked.head(MOST_ROWS).to_dict("records")
    )
    columns = (
        left("dossier_id", "Hồ sơ", 1.4),
        left("system", "Hệ thống", 0.9),
        left("qd766", "QĐ 766", 0.9),
        left("decree", "Nghị định", 0.9),
        left("reason", "Vì sao khác", 2.6),
    )
    note = (
        f"Hiện {MOST_ROWS} trong {numbers.number(len(ranked))} hồ sơ; đủ trong tệp phu-luc.xlsx."
        if len(ranked) > MOST_ROWS
        else ""
    )
    return DataTable(columns, rows, "Hồ sơ mà các cách tính cho kết quả khác nhau", note)
