"""The open dossiers of each unit by how urgent they are."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from tthc.display.blocks import Empty, Picture, judged, numbers
from tthc.display.figures.bars import Piece, Row, ranked_rows
from tthc.display.figures.style import OKABE_ITO, OUTCOMES, Fill, look, tint
from tthc.display.figures.svg import picture
from tthc.model.schema import label
from tthc.model.words import Outcome

URGENCIES: dict[str, Fill] = {
    "red": OUTCOMES[Outcome.LATE],
    "amber": Fill(OKABE_ITO["orange"]),
    "green": Fill(tint(OKABE_ITO["green"], 0.45)),
    "paused": OUTCOMES[Outcome.STOPPED],
    "unknown": Fill("#DADADA"),
}
MOST_UNITS = 15


@look()
def warnings_figure(warnings: pd.DataFrame) -> Figure:
    """One row per unit whose turn it is, the one with most red dossiers first: its open dossiers by urgency."""
    counts = _by_unit(warnings)
    rows = [
        Row(
            str(unit), [Piece("", row[code], numbers.number(row[code]), fill) for code, fill in URGENCIES.items()],
            _text(row),
        )
        for unit, row in counts.iterrows()
    ]
    legend = [Piece(label("urgency", code), 1, "", fill) for code, fill in URGENCIES.items() if counts[code].sum()]
    return ranked_rows(rows, "số hồ sơ đang giải quyết", legend=legend)


def warnings(warnings: pd.DataFrame) -> Picture | Empty:
    """The rows as a picture block; a sentence where nothing is open."""
    if warnings.empty:
        return Empty(judged.none("hồ sơ nào đang giải quyết", judged.counted(warnings), where=""))
    caption = "Hồ sơ đang giải quyết theo đơn vị phải làm và mức"
    words = "; ".join(f"{unit}: {_text(row)}" for unit, row in _by_unit(warnings).iterrows())
    return picture(warnings_figure(warnings), f"{caption}. {words}.", caption)


def _by_unit(warnings: pd.DataFrame) -> pd.DataFrame:
    names = warnings["unit"].astype(object).where(warnings["unit"].notna(), "(không ghi)")
    counts = pd.crosstab(names, warnings["urgency"]).reindex(columns=list(URGENCIES), fill_value=0)
    keys = pd.DataFrame(
        {"red": -counts["red"], "amber": -counts["amber"], "all": -counts.sum(axis=1), "name": counts.index},
        index=counts.index,
    )
    return counts.loc[keys.sort_values(["red", "amber", "all", "name"]).index].head(MOST_UNITS)


def _text(row: pd.Series) -> str:
    return f"{row['red']}/{row.sum()} đỏ"
