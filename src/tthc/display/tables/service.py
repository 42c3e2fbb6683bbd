"""Chapter 50: readings of the satisfaction figure, register against portal, deadlines, procedure
list, signs to check.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import DataTable, Empty, Note, judged, numbers
from tthc.display.blocks.clean_text import lower_first
from tthc.display.tables.phrases import left, right, shown
from tthc.model.schema import CODES, label
from tthc.model.words import Rule

MOST_ROWS = 50


def satisfaction(satisfaction: pd.DataFrame) -> DataTable | Empty:
    """One row per way to read the published figure, with numerator, denominator, interval, and whether the input
    supports it.
    """
    if satisfaction.empty:
        return Empty("Dữ liệu không cho phép tính tỷ lệ hài lòng theo cách nào.")
    rows = tuple(
        (
            str(row["reading"]),
            row["label"],
            _fraction(row),
            judged.percent(row["numerator"], row["denominator"], satisfaction, good=True),
            _interval(row),
            "có" if row["is_supported"] else "không",
            row["explanation"],
        )
        for row in satisfaction.sort_values("reading").to_dict("records")
    )
    columns = (
        right("reading", "Cách", 0.3),
        left("label", "Tính thế nào", 1.8),
        right("of", "Tử số / mẫu số", 0.7),
        right("value", "Giá trị", 0.7),
        right("interval", "Khoảng tin cậy 95%", 0.9),
        left("is_supported", "Dữ liệu đủ", 0.6),
        left("explanation", "Nghĩa là gì", 2.4),
    )
    return DataTable(columns, rows, "Tỷ lệ hài lòng có thể được hiểu theo ba cách", sortable=False)


def _fraction(row: Mapping) -> str:
    is_known = not numbers.is_unknown(row["numerator"]) and not numbers.is_unknown(row["denominator"])
    return f"{_amount(row['numerator'])}/{numbers.number(row['denominator'])}" if is_known else numbers.UNKNOWN


def _amount(value: float) -> str:
    return numbers.number(value) if float(value).is_integer() else numbers.number(value, 2)


def _interval(row: Mapping) -> str:
    return (
        numbers.UNKNOWN
        if numbers.is_unknown(row["low"])
        else f"{numbers.number(row['low'], 1)} – {numbers.number(row['high'], 1)}%"
    )


def synced_or_not(indicators: pd.DataFrame) -> DataTable | Empty:
    """One row per count: what the national portal sees beside the office's own register."""
    wanted = ("handled", "received", "finished", "early", "late", "open", "open_late")
    rows = indicators[indicators["measure"].isin(wanted) & (indicators["rule"] == Rule.SYSTEM)]
    if "synced" not in set(rows["basis"]):
        return Empty("Dữ liệu đã đọc không cho biết hồ sơ nào đã đồng bộ lên Cổng Dịch vụ công quốc gia.")
    wide = rows.pivot(index=["order", "label"], columns="basis", values="numerator").sort_index()
    lines = tuple(
        (name, numbers.number(one.get("synced")), numbers.number(one.get("register")))
        for (_, name), one in wide.iterrows()
    )
    columns = (left("label", "Số hồ sơ", 2.4), right("synced", "Đã đồng bộ"), right("register", "Theo sổ của cơ quan"))
    return DataTable(columns, lines, "Cổng quốc gia nhìn thấy gì, cạnh sổ theo dõi của cơ quan", sortable=False)


def sync_differences(differences: pd.DataFrame) -> DataTable | Empty:
    """One row per kind of difference between register and portal, with its number and examples."""
    if differences.empty:
        return Empty(
            judged.only("Sổ của cơ quan và dữ liệu đồng bộ không khác nhau ở hồ sơ nào", judged.counted(differences))
        )
    groups = differences.groupby("difference")["dossier_id"]
    kinds = [kind for kind in CODES["sync_difference"] if kind in groups.groups]
    rows = tuple(
        (
            label("sync_difference", kind),
            numbers.number(groups.get_group(kind).nunique()),
            numbers.listing(sorted(groups.get_group(kind)), 3),
        )
        for kind in kinds
    )
    columns = (left("difference", "Điểm khác nhau", 2), right("n", "Số hồ sơ", 0.5), left("examples", "Ví dụ", 3))
    return DataTable(
        columns, rows, "Khác nhau giữa sổ của cơ quan và dữ liệu đồng bộ",
        "Danh sách đầy đủ có trong tệp phu-luc.xlsx.",
    )


def deadline_checks(checks: pd.DataFrame, outcomes: pd.DataFrame | None = None) -> DataTable | Empty:
    """One row per likely reason why recorded deadlines are not what reception and norm give, with examples in words.
    `outcomes` tell whether there was any deadline to reckon again.
    """
    if outcomes is not None and not outcomes.loc[outcomes["rule"] == Rule.DECREE, "due_at"].notna().any():
        return Empty(
            "Không tính lại được ngày hẹn trả của hồ sơ nào từ ngày tiếp nhận và thời hạn của thủ tục, nên không biết "
            "ngày hẹn trả có được đặt đúng không."
        )
    if checks.empty:
        return Empty(
            judged.only(
                "Ngày hẹn trả ghi khi tiếp nhận khớp với ngày tính lại từ ngày tiếp nhận và thời hạn của thủ tục ở mọi "
                "hồ sơ tính được, chưa xét việc phải lùi hạn khi bổ sung", checks,
            )
        )
    ordered = checks.sort_values(["likely", "dossier_id"], kind="stable").head(MOST_ROWS)
    rows = tuple(
        (
            shown(row["dossier_id"]),
            numbers.date(row["due_at"]),
            numbers.date(row["expected_at"]),
            numbers.number(row["off_days"]),
            label("mis_set", row["likely"]),
            row["reason"],
        )
        for row in ordered.to_dict("records")
    )
    columns = (
        left("dossier_id", "Hồ sơ", 1.4),
        left("due", "Ngày hẹn ghi", 0.8),
        left("expected", "Ngày hẹn tính lại", 0.8),
        right("off", "Lệch (ngày làm việc)", 0.7),
        left("likely", "Khả năng", 1.2),
        left("reason", "Giải thích", 2.4),
    )
    note = f"Hiện {MOST_ROWS} trong {numbers.number(len(checks))} hồ sơ." if len(checks) > MOST_ROWS else ""
    return DataTable(columns, rows, "Hồ sơ có ngày hẹn trả có thể đã đặt sai", note)


def publications(publications: pd.DataFrame) -> DataTable | Empty:
    """One row per procedure published in the period: by when it should be updated, when it was."""
    if publications.empty:
        return Empty("Trong kỳ không có thủ tục nào phải cập nhật theo quyết định công bố.")
    order = {code: n for n, code in enumerate(("overdue", "public_late", "waiting", "public_in_time"))}
    ranked = publications.assign(
        rank=publications["publication"].map(order)
    ).sort_values(["rank", "code"], kind="stable")
    rows = tuple(
        (
            shown(row["code"]),
            shown(row["name"]),
            shown(row["published_by"]),
            *(numbers.date(row[at]) for at in ("published_at", "public_by_at", "made_public_at")),
            label("publication", row["publication"]),
        )
        for row in ranked.head(MOST_ROWS).to_dict("records")
    )
    columns = (
        left("code", "Mã", 0.9),
        left("name", "Thủ tục", 2.2),
        left("by", "Quyết định công bố", 1.4),
        left("published", "Công bố", 0.8),
        left("public_by", "Hạn cập nhật", 0.8),
        left("made_public", "Đã cập nhật", 0.8),
        left("publication", "Tình trạng", 1),
    )
    return DataTable(columns, rows, "Cập nhật, công khai thủ tục theo quyết định công bố")


def unavailable(unavailable: pd.DataFrame) -> Note | Empty:
    """The indicators that this input cannot give, by name, with what is missing."""
    if unavailable.empty:
        return Empty("Dữ liệu đủ để tính mọi chỉ số đã khai báo.")
    items = tuple(f"{row['label']}: thiếu {lower_first(row['missing'])}." for row in unavailable.to_dict("records"))
    return Note("Chỉ số không tính được từ dữ liệu này", items)


def integrity(integrity: pd.DataFrame) -> DataTable | Empty:
    """One row per sign, unit and question; dossiers of which the same is asked, but for its dates, share a row."""
    if integrity.empty:
        return Empty(judged.none("dấu hiệu nào cần kiểm tra", judged.counted(integrity), where=""))
    asked = integrity.assign(
        asked=integrity["question"].str.replace(_DATED, "", regex=True).str.replace(_DATE, "…", regex=True),
        unit=integrity["unit"].map(shown),
    )
    groups = [group.sort_values("dossier_id") for _, group in asked.groupby(["sign", "unit", "asked"], sort=True)]
    groups.sort(key=lambda group: -len(group))
    rows = tuple(_question_row(group) for group in groups[:MOST_ROWS])
    columns = (
        left("sign", "Dấu hiệu", 1.3),
        left("dossier_id", "Hồ sơ", 4),
        left("unit", "Đơn vị", 1.2),
        left("question", "Câu hỏi cần trả lời", 2),
    )
    more = f"Hiện {MOST_ROWS} trong {numbers.number(len(groups))} điểm. " if len(groups) > MOST_ROWS else ""
    dates = " Dấu … là ngày của từng hồ sơ, ghi ở phụ lục Excel." if any("…" in row[-1] for row in rows) else ""
    note = f"{more}Mỗi dòng là một câu hỏi, không phải một kết luận.{dates}"
    return DataTable(columns, rows, "Những điểm cần kiểm tra lại", note)


_DATE = r"\d\d?/\d\d?/\d{4}(?: \d\d:\d\d)?"
_DATED = rf" \([^()]*{_DATE}[^()]*\)"  # a bracket with a date, which is another for each dossier
_NAMED = 10  # dossiers of one question that are named; the workbook names all


def _question_row(group: pd.DataFrame) -> tuple[str, ...]:
    first, n = group.iloc[0], len(group)
    if n == 1:
        return label("sign", first["sign"]), shown(first["dossier_id"]), first["unit"], first["question"]
    named = numbers.listing(group["dossier_id"].map(shown), _NAMED)
    return label("sign", first["sign"]), f"{numbers.number(n)} hồ sơ: {named}", first["unit"], first["asked"]
