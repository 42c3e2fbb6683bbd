"""Section VI: what to do, in the order of what it would have prevented; the figures come from the what-if."""

from __future__ import annotations

import pandas as pd

from tthc.display.blocks import judged, numbers
from tthc.display.blocks.clean_text import lower_first
from tthc.display.tables.first_page import MOST_UNITS, units_of
from tthc.model.words import State
from tthc.report.official.document import Heading, Item, Paragraph, Part
from tthc.report.official.results import Results, dossiers, text_or_dash
from tthc.report.official.service import open_work

_OTHERS = (State.CONSULT, State.COUNCIL, State.SIGN)  # excess that another body can prevent


def parts(results: Results) -> list[Part]:
    """Measures of the own office and requests to other bodies, each against a known cause."""
    found = _rows(results)
    own, others = found[~found["is_other"]], found[found["is_other"]]
    measures = [Item(_measure(row, results)) for row in own.to_dict("records")]
    work = [*_to_explain(results), *open_work(results)]
    if not (len(found) or work):
        return [Paragraph(_goes_on(results))]
    made: list[Part] = []
    if measures or work:
        made += [Heading("1. Biện pháp trong phạm vi của cơ quan", 2), *measures, *work]
    if len(others):
        made += [
            Heading(f"{2 if made else 1}. Phối hợp với cơ quan khác", 2),
            *(Item(_measure(row, results)) for row in others.to_dict("records")),
        ]
    return made


def _to_explain(results: Results) -> list[Item]:
    """Where no main cause may be named, nothing is proposed but to ask."""
    late = results.late
    nature = late["cause"].map(results.nature)
    unknown = int((((late["grade"] == "none") | (nature == "unknown")) & (late["is_confirmed"] != True)).sum())  # noqa: E712
    if not unknown:
        return []
    which = "hồ sơ" if unknown == len(late) == 1 else dossiers(unknown)
    return [Item(f"Yêu cầu giải trình {which} quá hạn chưa kết luận được nguyên nhân chính.")]


def _goes_on(results: Results) -> str:
    """Where there is nothing to propose: what to keep up, or what stands in the way of knowing."""
    if len(results.late):
        return "Dữ liệu chưa đủ để đề xuất biện pháp riêng cho từng nguyên nhân."
    if results.coverage.is_whole:
        none = judged.none_seen("hồ sơ quá hạn", results.coverage)
        return f"Tiếp tục theo dõi hồ sơ hằng ngày để giữ kết quả {none}."
    return f"Sửa dữ liệu để đánh giá được mọi hồ sơ rồi lập lại báo cáo; hiện còn {judged.left_out(results.coverage)}."


def _rows(results: Results) -> pd.DataFrame:
    """Known causes whose absence alone would have kept a dossier in time, those first that would have kept the most."""
    rows = results.frame("what_if")
    rows = rows[(rows["n_would_be_on_time"] > 0) & (rows["cause"].map(results.nature) != "unknown")]
    listed = results.frame("causes").drop_duplicates("code").set_index("code")
    known = [name if isinstance(name, str) else "" for name in rows["cause"].map(listed["state"])]
    rows = rows.assign(remedy=rows["cause"].map(listed["remedy"]), is_other=[state in _OTHERS for state in known])
    return rows.sort_values(["n_left", "n_touched", "cause"], ascending=[True, False, True], kind="stable")


def _measure(row: dict, results: Results) -> str:
    """What to do, who would have to, and what it would have changed."""
    remedy = text_or_dash(row["remedy"])
    what = remedy if remedy != numbers.UNKNOWN else f"Khắc phục nguyên nhân “{lower_first(text_or_dash(row['label']))}”"
    units = units_of(row["cause"], results.late) if not row["is_other"] else []
    what += f" (chủ trì: {numbers.listing(units)})" if 0 < len(units) <= MOST_UNITS else ""
    if row["n_late"] == 1:
        return f"{what}. Khắc phục được thì hồ sơ này đã đúng hạn."
    before, after = numbers.number(row["n_late"]), numbers.number(row["n_left"])
    none = "không còn hồ sơ quá hạn"
    if not results.coverage.is_whole:
        none = f"cả {dossiers(row['n_late'])} quá hạn đã biết sẽ đúng hạn"
    left = f"còn {after} trong {before} hồ sơ quá hạn" if row["n_left"] else none
    return f"{what}. Khắc phục được thì {left}."
