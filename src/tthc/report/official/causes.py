"""Section III: the causes, subjective and objective apart, with the days that each accounts for."""

from __future__ import annotations

import pandas as pd

from tthc.display.blocks import judged, numbers
from tthc.display.blocks.clean_text import lower_first, upper_first
from tthc.display.blocks.late_days import of_causes
from tthc.display.tables.causes import NATURES, UNCONCLUDED
from tthc.display.tables.phrases import estimated_only, short_causes, usual_label
from tthc.report.official.document import Grid, Paragraph, Part
from tthc.report.official.late import confirmed
from tthc.report.official.results import Results, dossiers, part_of, text_or_dash

_SORTED = (
    "Tính chất chủ quan, khách quan theo danh mục nguyên nhân do chương trình đề xuất; cơ quan xác định lại khi có "
    "giải trình. Đây không phải kết luận về lỗi của ai."
)
MOST_CAUSES = 6  # named with their days though they are no dossier's main cause
_GRADES = {
    "sure": "chắc chắn (số liệu ghi đủ)",
    "range": "khá chắc chắn (có phần phải ước tính)",
}


def parts(results: Results) -> list[Part]:
    """How the late dossiers divide, the table of causes and days, and lateness that exists in the system only."""
    late = results.late
    if late.empty:
        then = " nên không có nguyên nhân phải nêu"
        return [Paragraph(judged.none("hồ sơ quá hạn", results.coverage, where="", then=then))]
    natures = late["cause"].map(results.nature)
    found: list[Part] = [Paragraph(f"{_division(natures)} {confirmed(results)} {_SORTED}"), *_grades(late)]
    found += [_table(results), *_after_due(results)] if len(results.frame("cause_shares")) else []
    return [*found, *_apparent(late)]


def _after_due(results: Results) -> list[Part]:
    """Where the dossiers lay after their deadline, which is not where the time allowed had gone."""
    shares = results.frame("cause_shares")
    after = of_causes(shares, results.info).sort_values("after", ascending=False, kind="stable")
    whole = after["after"].sum()
    if not whole or after.index[0] == after["wm"].idxmax() or results.nature(after.index[0]) == "unknown":
        return []
    names = short_causes(results.frame("causes"))
    name = lower_first(text_or_dash(names.get(after.index[0], after.index[0])))
    most, all_of_it = (numbers.number(days, 1) for days in (after["after"].iloc[0], whole))
    return [
        Paragraph(
            f"Sau ngày hẹn trả, hồ sơ nằm nhiều nhất ở khâu {name} ({most} trong {all_of_it} ngày); bảng trên xét thời "
            "hạn đã hết ở khâu nào trước đó."
        )
    ]


def _grades(late: pd.DataFrame) -> list[Part]:
    """How sure the program is of the causes that it proposes."""
    proposed = late[late["is_confirmed"] != True]  # noqa: E712 - an unknown is no confirmation
    counts = [(int((proposed["grade"] == code).sum()), text) for code, text in _GRADES.items()]
    if not any(count for count, _ in counts):
        return []
    unknown = int((proposed["grade"] == "none").sum())
    sure = numbers.listing(f"{text} ở {dossiers(count)}" for count, text in counts if count)
    rest = f"chưa đủ dữ liệu để kết luận ở {dossiers(unknown)}" if unknown else ""
    return [Paragraph(f"Nguyên nhân đề xuất {'; '.join(text for text in (sure, rest) if text)}.")]


def _division(natures: pd.Series) -> str:
    n = len(natures)
    words = {"subjective": "là chủ quan", "objective": "là khách quan", "unknown": "chưa kết luận được từ dữ liệu"}
    counts = [(int((natures == nature).sum()), text) for nature, text in words.items()]
    if n == 1 or any(count == n for count, _ in counts):
        text = next(text for count, text in counts if count == n)
        return (
            f"Nguyên nhân chính của {part_of(n, n)} quá hạn {text}." if n > 1
            else f"Nguyên nhân chính của hồ sơ quá hạn {text}."
        )
    shares = [f"{text} ở {dossiers(count)}" for count, text in counts if count]
    return f"Trong {dossiers(n)} quá hạn, nguyên nhân chính {numbers.listing(shares)}."


def _table(results: Results) -> Grid:
    shares = results.frame("cause_shares")
    names = results.frame("causes").drop_duplicates("code").set_index("code")["label"]
    sums = shares.groupby("cause").agg(wm=("share_wm", "sum"), n_main=("is_main", "sum"))
    sums = sums.join(of_causes(shares, results.info)[["days", "share"]]).reset_index()
    sums = sums[(sums["wm"] > 0) | (sums["n_main"] > 0)].sort_values(
        ["wm", "cause"], ascending=[False, True], kind="stable",
    )
    estimated = estimated_only(shares[shares["share_wm"] > 0])
    sums, rest = _told_apart(sums)
    rows = tuple(
        (
            _name(row["cause"], names, estimated), NATURES[results.nature(row["cause"])], numbers.number(row["n_main"]),
            numbers.number(row["days"], 1), numbers.percent(row["share"], 100, 1),
        )
        for row in sums.to_dict("records")
    )  # fmt: skip
    if len(rest):
        days, share = rest["days"].sum(), rest["share"].sum()
        name = f"{numbers.number(len(rest))} nguyên nhân khác, không là nguyên nhân chính của hồ sơ nào"
        rows += ((name, "", "0", numbers.number(days, 1), numbers.percent(share, 100, 1)),)
        sums = pd.concat([sums, rest])
    total = (
        "Tổng cộng",
        "",
        numbers.number(sums["n_main"].sum()),
        numbers.number(sums["days"].sum(), 1),
        numbers.percent(sums["share"].sum(), 100, 1),
    )
    note = (
        "Một hồ sơ có thể có nhiều nguyên nhân; số ngày quá hạn của mỗi hồ sơ được chia theo phần vượt định mức (hoặc "
        f"mức thường gặp) của từng khâu. {UNCONCLUDED}"
    )
    return Grid("causes", "Thời gian quá hạn theo nguyên nhân (ngày, tính theo giờ làm việc)", rows, total, note)


def _told_apart(sums: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The main causes and whatever has most of the days; the small rest shares a row where it is more than one."""
    told = (sums["n_main"] > 0) | (sums["wm"].rank(ascending=False, method="first") <= MOST_CAUSES)
    return (sums, sums.head(0)) if (~told).sum() < 2 else (sums[told], sums[~told])


def _name(cause: str, names: pd.Series, estimated: frozenset[str]) -> str:
    name = text_or_dash(names.get(cause, cause))
    return usual_label(name) if cause in estimated else name


def _apparent(late: pd.DataFrame) -> list[Part]:
    """Dossiers whose result was there in time: late in the system, and remedied there."""
    count = int((late["is_apparent"] == True).sum())  # noqa: E712 - an unknown does not count
    if count == 0:
        return []
    which = lower_first(part_of(count, len(late)))
    which = "Hồ sơ quá hạn này" if len(late) == 1 else f"{upper_first(which)} quá hạn"
    return [Paragraph(f"{which} đã có kết quả trong hạn, chỉ chậm kết thúc trên hệ thống nên vẫn bị tính là quá hạn.")]
