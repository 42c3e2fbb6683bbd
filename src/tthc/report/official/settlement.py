"""Section I: what came in, what was settled and how, what is still open, and what the national portal shows."""

from __future__ import annotations

import pandas as pd

from tthc.display.blocks import judged, numbers
from tthc.display.tables.ended import ended_sentence
from tthc.display.tables.indicators import of_rule
from tthc.display.tables.phrases import last_day
from tthc.report.official.document import Paragraph, Part
from tthc.report.official.results import Results, dossiers


def parts(results: Results) -> list[Part]:
    """Sentences on reception and settlement, and the figures that the portal publishes; fields stand in appendix I."""
    total = results.form
    if total.c3 == 0:
        return [Paragraph(judged.none("hồ sơ nào phải giải quyết", judged.counted(results.coverage)))]
    found: list[Part] = [
        Paragraph(f"1. Tiếp nhận. {_received(total, judged.counted(results.coverage))}"),
        Paragraph(
            "2. Giải quyết. " + " ".join(
                filter(None, (_settled(total, results.coverage), _open(total, results), ended_sentence(results.info)))
            )
        ),
        Paragraph("Số liệu theo từng lĩnh vực nêu tại Phụ lục I."),
    ]  # fmt: skip
    published = _published(results)
    return [*found, *published]


def _received(total: pd.Series, coverage: judged.Judged) -> str:
    new = total.c4 + total.c5
    if new == 0:
        none = (
            "Trong kỳ không tiếp nhận hồ sơ mới; phải" if coverage.is_whole
            else f"{judged.none('hồ sơ nào mới tiếp nhận', coverage)} Phải"
        )
        return f"{none} giải quyết {dossiers(total.c6)} từ kỳ trước chuyển sang."
    ways = [(total.c4, "trực tuyến"), (total.c5, "trực tiếp hoặc qua dịch vụ bưu chính")]
    used = [f"{dossiers(count)} nộp {way}" for count, way in ways if count]
    how = f" ({numbers.listing(used)})" if len(used) > 1 else f", nộp {next(way for count, way in ways if count)}"
    whole = f"Tổng số hồ sơ phải giải quyết là {dossiers(total.c3)}"
    if not total.c6:
        carried = judged.none_seen("hồ sơ từ kỳ trước chuyển sang", coverage)
        return f"{whole}, {judged.every(coverage) if new > 1 else ''}tiếp nhận trong kỳ{how}; {carried}."
    return f"{whole}, gồm {dossiers(new)} tiếp nhận trong kỳ{how} và {dossiers(total.c6)} từ kỳ trước chuyển sang."


def _settled(total: pd.Series, coverage: judged.Judged) -> str:
    if total.c7 == 0:
        return judged.clear(
            "Trong kỳ chưa giải quyết xong hồ sơ nào.", "hồ sơ nào giải quyết xong", judged.counted(coverage),
        )
    ways = ((total.c8, "trước hạn"), (total.c9, judged.on_time(coverage)), (total.c10, "quá hạn"))
    if any(count == total.c7 for count, _ in ways):
        how = next(way for count, way in ways if count == total.c7)
        if total.c7 > 1 and not judged.every(coverage):
            return f"Đã giải quyết {dossiers(total.c7)}, trong đó {dossiers(total.c7)} {how}{judged.beside(coverage)}."
        return (
            f"Đã giải quyết {dossiers(total.c7)}, "
            f"{judged.every(coverage) if total.c7 > 1 else ''}{how}{judged.beside(coverage)}."
        )
    shares = [f"{dossiers(count)} {way} ({numbers.percent(count, total.c7)})" for count, way in ways if count]
    none = "" if total.c10 else f"; {judged.none_seen('hồ sơ nào quá hạn', coverage)}"
    return f"Đã giải quyết {dossiers(total.c7)}, gồm {numbers.listing(shares)}{none}{judged.beside(coverage)}."


def _open(total: pd.Series, results: Results) -> str:
    day, coverage = last_day({"cut": results.run.cut}), results.coverage
    if total.c11 == 0:
        opening, what = f"Đến hết ngày {day} ", "hồ sơ nào đang giải quyết"
        return judged.clear(f"{opening}không còn {what}.", what, judged.counted(coverage))
    still, all_of = (
        f"Đến hết ngày {day} còn {dossiers(total.c11)} đang giải quyết",
        judged.every(coverage) if total.c11 > 1 else "",
    )
    if total.c13 == 0:
        return (
            f"{still}, {all_of}trong hạn." if coverage.is_whole
            else f"{still}, {judged.none_seen('hồ sơ nào đã quá hạn', coverage)}."
        )
    if total.c13 == total.c11:
        return f"{still}, {all_of}đã quá hạn."
    return f"{still}, trong đó {dossiers(total.c13)} đã quá hạn."


def _published(results: Results) -> list[Part]:
    """What the index counts over synchronised dossiers, and why it differs from the register."""
    rows = (
        of_rule(results.frame("indicators"), results.info)
        if len(results.frame("indicators"))
        else results.frame("indicators")
    )
    synced = rows[rows["basis"] == "synced"].drop_duplicates("measure").set_index("measure")
    if "qd766_5_4" not in synced.index or not synced.loc["qd766_5_4", "denominator"] > 0:
        return []
    row = synced.loc["qd766_5_4"]
    late = int(synced.loc["late", "numerator"]) if "late" in synced.index else None
    none = f", {judged.none_seen('hồ sơ nào quá hạn', results.coverage)}" if late == 0 else ""
    seen = f", trong đó {dossiers(late)} quá hạn" if late else none
    return [
        Paragraph(
            f"3. Số liệu đã đồng bộ. Cổng Dịch vụ công quốc gia tính trên {dossiers(row['denominator'])} đã đồng "
            f"bộ{seen}. Chỉ tiêu 5.4 “mức độ hài lòng trong "
            f"tiếp nhận, giải quyết thủ tục hành chính” theo Quyết định số 766/QĐ-TTg ngày 23 tháng 6 năm 2022 của "
            "Thủ tướng Chính phủ vì vậy là "
            f"{judged.percent(row['numerator'], row['denominator'], results.coverage, good=True)} "
            f"({numbers.number(row['numerator'])}/{dossiers(row['denominator'])}{judged.beside(results.coverage)})."
        ),
        Paragraph(
            "Chỉ tiêu này không phải kết quả lấy ý kiến người dân: mỗi hồ sơ quá hạn, bị phản ánh hoặc bị đánh giá "
            "không hài lòng đều bị "
            f"trừ như nhau.{_own(results)}"
        ),
    ]


def _own(results: Results) -> str:
    total = results.form
    if not total.c7:
        return ""
    rate = judged.share(total.c8 + total.c9, total.c7, results.coverage, good=True)
    return (
        " Tính trên toàn bộ sổ theo dõi của cơ quan, tỷ lệ giải quyết trước hạn và đúng hạn là "
        f"{rate}{judged.beside(results.coverage)}."
    )
