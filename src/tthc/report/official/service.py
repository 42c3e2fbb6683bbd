"""Section V: the directive's other points: online services, attached results, procedure updates,
early rate, apologies.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import judged, numbers
from tthc.display.blocks.clean_text import upper_first
from tthc.display.tables.indicators import of_rule, of_systems
from tthc.model.schema import label
from tthc.report.official.document import Grid, Item, Paragraph, Part
from tthc.report.official.results import Results, dossiers, part_of, text_or_dash

# What the point on online services is measured by, in the order of the directive.
_ONLINE = ("qd766_3_3", "full_online_rate", "full_online_eligible")
_MOST = 20


def parts(results: Results) -> list[Part]:
    """A paragraph per point with numerator and denominator; what cannot be told is said to be missing."""
    rows = _register(results)
    return [
        _paragraph("1. Dịch vụ công trực tuyến.", _online(rows), "hình thức nộp và mức độ dịch vụ công của hồ sơ"),
        _paragraph("2. Đính kèm kết quả giải quyết.", _attached(rows), "việc đính kèm kết quả giải quyết"),
        *_updates("3. Cập nhật, công khai thủ tục hành chính.", results),
        _paragraph("4. Giải quyết trước hạn, đúng hạn.", _timely(rows, results), "kết quả giải quyết của hồ sơ"),
    ]


def _register(results: Results) -> Mapping[str, Mapping]:
    """The overall indicators on the office's own register that have a denominator, by their id."""
    rows = results.frame("indicators")
    if rows.empty:
        return {}
    rows = of_rule(rows, results.info)
    rows = rows[(rows["basis"] == "register") & (rows["denominator"] > 0)]
    return {row["measure"]: row for row in rows.to_dict("records")}


def _paragraph(head: str, sentences: list[str], what: str) -> Paragraph:
    return Paragraph(
        f"{head} " + (
            " ".join(sentences) or f"Dữ liệu của kỳ không có thông tin về {what} nên chưa báo cáo được nội dung này."
        )
    )


def _share(row: Mapping) -> str:
    return (
        f"{numbers.number(row['numerator'])}/{dossiers(row['denominator'])} "
        f"({numbers.percent(row['numerator'], row['denominator'])}){of_systems(row)}"
    )


def _online(rows: Mapping[str, Mapping]) -> list[str]:
    words = {
        "qd766_3_3": "Hồ sơ nộp trực tuyến: {}.",
        "full_online_rate": "Hồ sơ nộp qua dịch vụ công trực tuyến toàn trình: {}.",
        "full_online_eligible": "Tính riêng các thủ tục đủ điều kiện cung cấp toàn trình: {}.",
    }
    return [words[name].format(_share(rows[name]) + _against(rows[name])) for name in _ONLINE if name in rows]


def _attached(rows: Mapping[str, Mapping]) -> list[str]:
    found = []
    if "result_attached" in rows:
        row = rows["result_attached"]
        left = row["denominator"] - row["numerator"]
        rest = f"; còn {dossiers(left)} chưa đính kèm" if left else ""
        found.append(f"Hồ sơ đã giải quyết có đính kèm kết quả: {_share(row)}{_against(row)}{rest}.")
    if "qd766_4_1" in rows:
        found.append(f"Riêng các thủ tục có trả kết quả: {_share(rows['qd766_4_1'])}.")
    if "qd766_4_2" in rows:
        found.append(
            f"Hồ sơ được số hóa cả thành phần và kết quả: {_share(rows['qd766_4_2'])}{_against(rows['qd766_4_2'])}."
        )
    return found


def _timely(rows: Mapping[str, Mapping], results: Results) -> list[str]:
    found = []
    if "early_rate" in rows:
        found.append(
            f"Hồ sơ giải quyết trước hạn: {_share_in_time(rows['early_rate'], results)}{_against(rows['early_rate'])}."
        )
    if "in_time_rate" in rows:
        row = rows["in_time_rate"]
        late = row["denominator"] - row["numerator"]
        found.append(f"Hồ sơ giải quyết trước hạn và đúng hạn: {_share_in_time(row, results)}, {_goal(late, results)}.")
    missing = rows.get("apology_missing")
    if missing and missing["numerator"] > 0:
        ask = f"cần đối chiếu đã gửi hay chưa{_by_decree(results)}"
        late = f"{_of_late(missing)}{_overdue_by(results)}"
        found.append(f"{late} không ghi văn bản xin lỗi trên hệ thống; {ask}.")
    return found


def _of_late(row: Mapping) -> str:
    """“8 trong 10 hồ sơ quá hạn”, “Cả 3 hồ sơ quá hạn”, “Hồ sơ quá hạn” where there is one."""
    return (
        "Hồ sơ quá hạn"
        if row["denominator"] == 1
        else f"{upper_first(part_of(row['numerator'], row['denominator']))} quá hạn"
    )


def _share_in_time(row: Mapping, results: Results) -> str:
    """Like `_share`; all of them is not told in percent where not all are known."""
    share = judged.percent(row["numerator"], row["denominator"], results.coverage, good=True)
    return _share(row) if "%" in share else f"{numbers.number(row['numerator'])}/{dossiers(row['denominator'])}"


def _goal(late: float, results: Results) -> str:
    if late:
        return f"chưa đạt yêu cầu không để hồ sơ quá hạn (còn {dossiers(late)})"
    if results.coverage.is_whole:
        return f"đạt yêu cầu {judged.none_seen('hồ sơ quá hạn', results.coverage)}"
    return f"chưa kết luận được có đạt yêu cầu hay không ({judged.left_out(results.coverage)})"


def _by_decree(results: Results) -> str:
    """“ theo Nghị định …”, the decree of the period's last day."""
    decree = results.info.get("law", {}).get("decree")
    return f" theo {decree}" if decree else ""


def _overdue_by(results: Results) -> str:
    """By what the dossiers are overdue for which an apology is looked for (`outcomes.overdue`), where that is not the
    recorded deadline that the other figures go by."""
    rule = (results.info.get("law", {}).get("rules") or {}).get("duty_checks") or {}
    if not rule.get("is_ruled"):
        return ""
    return " theo thời hạn của nghị định (hồ sơ không xét theo nghị định thì theo ngày hẹn trả)"


def _against(row: Mapping) -> str:
    """“, kỳ trước 75,00%”, where an earlier period is known."""
    previous = row["previous"]
    return "" if numbers.is_unknown(previous) else f", kỳ trước {numbers.number(previous, 2)}%"


def _updates(head: str, results: Results) -> list[Part]:
    listed = results.frame("publications")
    told_at_all = {"published_at", "made_public_at"} <= set(results.info.get("present", {}).get("procedures", ()))
    if listed.empty:
        none = (
            "Trong kỳ không có thủ tục nào phải cập nhật theo quyết định công bố."
            if told_at_all
            else ("Dữ liệu không có ngày công bố và ngày công khai của thủ tục nên chưa báo cáo được nội dung này.")
        )
        return [Paragraph(f"{head} {none}")]
    counts = listed["publication"].value_counts()
    order = ("public_in_time", "public_late", "waiting", "overdue")
    shares = [
        f"{numbers.number(counts[code])} thủ tục {label('publication', code).lower()}"
        for code in order
        if counts.get(code, 0)
    ]
    lead = (
        f"Trong kỳ có {numbers.number(len(listed))} thủ tục được công bố mới hoặc sửa đổi phải cập nhật: "
        f"{numbers.listing(shares)}."
    )
    open_ones = listed[listed["publication"].isin(["public_late", "overdue"])]
    return [Paragraph(f"{head} {lead}"), *([_publications(open_ones)] if len(open_ones) else [])]


def _publications(rows: pd.DataFrame) -> Grid:
    ranked = rows.sort_values(["public_by_at", "code"], kind="stable").head(_MOST)
    lines = tuple(
        (
            text_or_dash(row["name"] if text_or_dash(row["name"]) != numbers.UNKNOWN else row["code"]),
            text_or_dash(row["published_by"]),
            numbers.date(row["public_by_at"]), numbers.date(row["made_public_at"]),
            label("publication", row["publication"]),
        )
        for row in ranked.to_dict("records")
    )  # fmt: skip
    return Grid("publications", "Thủ tục cập nhật chậm hoặc chưa cập nhật", lines)


def open_work(results: Results) -> list[Item]:
    """What the figures above leave to do: results to attach, procedures to update, apologies to send."""
    rows, found = _register(results), []
    overdue = results.frame("publications")
    overdue = int((overdue["publication"] == "overdue").sum())
    if overdue:
        found.append(
            Item(f"Cập nhật, công khai ngay {numbers.number(overdue)} thủ tục đã quá hạn cập nhật nêu tại mục V.")
        )
    row = rows.get("result_attached")
    if row and row["denominator"] > row["numerator"]:
        found.append(
            Item(
                f"Bổ sung tệp kết quả cho {dossiers(row['denominator'] - row['numerator'])} đã giải quyết nhưng chưa "
                "đính kèm."
            )
        )
    row = rows.get("apology_missing")
    if row and row["numerator"] > 0:
        one = row["numerator"] == 1
        what = "hồ sơ" if one else dossiers(row["numerator"])
        found.append(
            Item(
                f"Đối chiếu {what} quá hạn không ghi văn bản xin lỗi; {'nếu' if one else 'hồ sơ nào'} thuộc diện phải "
                "xin lỗi mà chưa gửi thì gửi ngay."
            )
        )
    return found
