"""Chapter 30: whose time it was, which causes, which steps went beyond their norm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from tthc.display.blocks import DataTable, Empty, TableColumn, Text, judged, numbers
from tthc.display.blocks.clean_text import upper_first
from tthc.display.blocks.late_days import WITH_CLOSING, of_causes, of_parties, of_time
from tthc.display.tables.phrases import amount, cell_days, days, estimated_only, left, right, shown, usual_label
from tthc.model.days import is_counted
from tthc.model.schema import CODES, label
from tthc.model.words import Party

NATURES = {"subjective": "Chủ quan", "objective": "Khách quan", "unknown": "Chưa rõ"}
MOST_STEPS = 25
EVERYWHERE = 0.9  # what this share of all dossiers passes through is no factor
FEW = 10  # groups smaller than this show counts only: a share would say more than is known


def _none_late(source: object) -> Empty:
    return Empty(judged.none("hồ sơ nào quá hạn", source, then=", nên không có nguyên nhân nào để tìm"))


def whose_time(whose_time: pd.DataFrame, late_days: Any, info: Mapping | None = None) -> DataTable | Empty:
    """One row per party: working days in all dossiers and in the late ones, and the late days put down to it, each with
    its share. What lay unclosed in the system is the own office's; of the late days it has a column of its own.
    A notebook of before hands over no late days.
    """
    late_days, info = (_NO_DAYS, late_days) if info is None else (late_days, info)
    if whose_time.empty or not whose_time["wm"].sum():
        return Empty(judged.none("thời gian giải quyết nào trong kỳ", judged.counted(info), where=""))
    every, late = (of_time(whose_time, scope, info) for scope in ("all", "late"))
    shared = of_parties(late_days, info)
    parties = [party for party in CODES["party"] if party in every.index or party in shared.index]
    every, late, shared = (times.reindex(parties, fill_value=0.0) for times in (every, late, shared))
    columns = [text for times in (every, late) for text in (_with_total(times["days"]), _percents(times["share"]))]
    columns += [*(_with_total(shared[name]) for name in ("days", "closing")), _percents(shared["share"])]
    rows = tuple(zip([*(label("party", party) for party in parties), "Tổng cộng"], *columns, strict=True))
    waiting = _WAITING if Party.APPLICANT in parties else ""
    note = " ".join(text for text in (_closing_note(whose_time, info), _nobodys(late_days, info), waiting) if text)
    return DataTable(_heads(), rows, "Thời gian giải quyết thuộc về ai", note, total=True, sortable=False)


_WAITING = "“Người nộp hồ sơ” là thời gian chờ người nộp, không phải lỗi của người nộp."


def _nobodys(late_days: pd.DataFrame, info: Mapping) -> str:
    """Late days of the own office that are no unit's: the deadline was shorter than the norms of the steps."""
    rows = late_days[(late_days["party"] == Party.OWN_OFFICE) & late_days["unit"].isna() & late_days["officer"].isna()]
    wm = (rows["share_wm"] - rows["closing_wm"]).sum()
    if not is_counted(wm, info["day_wm"]):
        return ""
    return (
        f"Ngày quá hạn của “{label('party', Party.OWN_OFFICE)}” có {days(wm, info)} ngày không tính cho đơn vị, cán bộ "
        "nào: phần mà ngày hẹn trả cho ít hơn định mức của các bước, hoặc không rõ nơi giữ."
    )


def _heads() -> tuple[TableColumn, ...]:
    groups = ("Mọi hồ sơ trong kỳ", "Hồ sơ quá hạn", "Ngày quá hạn tính cho")
    heads = [left("party", "Thời gian thuộc về", 1.5)]
    for n, group in enumerate(groups):
        closing = [right("closing", upper_first(WITH_CLOSING), 0.9, group)] if n == len(groups) - 1 else []
        heads += [
            right(f"days_{n}", "Ngày làm việc", 0.8, group), *closing, right(f"share_{n}", "Tỷ trọng", 0.7, group),
        ]
    return tuple(heads)


def _with_total(amounts: pd.Series) -> list[str]:
    return [numbers.number(amount, 1) for amount in (*amounts, amounts.sum())]


_NO_DAYS = pd.DataFrame(columns=["dossier_id", "party", "unit", "officer", "share_wm", "closing_wm"])


def _closing_note(whose_time: pd.DataFrame, info: Mapping) -> str:
    rows = whose_time[(whose_time["party"] == Party.SYSTEM) & (whose_time["wm"] > 0)].set_index("scope")["wm"]
    split = "Ngày quá hạn chia theo phần vượt định mức (hoặc mức thường gặp) của từng bước, như ở bảng nguyên nhân."
    if "all" not in rows.index:
        return split
    of_late = f", {days(rows['late'], info)} ngày ở hồ sơ quá hạn" if "late" in rows.index else ""
    return (
        f"“{label('party', Party.OWN_OFFICE)}” gồm cả thời gian đã có kết quả mà chưa kết thúc trên hệ thống: "
        f"{days(rows['all'], info)} ngày ở mọi hồ sơ{of_late}. {split}"
    )


def _percents(shares: Sequence[float]) -> list[str]:
    return [numbers.percent(share, 100, 1) for share in (*shares, sum(shares))]


def causes_table(cause_shares: pd.DataFrame, causes: pd.DataFrame, info: Mapping) -> DataTable | Empty:
    """One row per cause, the most late days first; the same days split in order of time stand beside."""
    if cause_shares.empty:
        return _none_late(info)
    by_code = causes.drop_duplicates("code").set_index("code")
    touched = cause_shares[(cause_shares["share_wm"] > 0) | (cause_shares["chrono_wm"] > 0) | cause_shares["is_main"]]
    sums = touched.groupby("cause").agg(n_main=("is_main", "sum"), wm=("share_wm", "sum"), chrono=("chrono_wm", "sum"))
    is_main = cause_shares["is_main"] & (cause_shares["share_wm"] > 0)
    counted = cause_shares[is_counted(cause_shares["share_wm"], info["day_wm"]) | is_main]
    shared = counted.groupby("cause")["dossier_id"].nunique()
    sums["n"] = shared.reindex(sums.index, fill_value=0)
    sums = sums.join(of_causes(touched, info)[["days", "share", "after"]])
    ranked = sums.reset_index().sort_values(["wm", "n_main", "cause"], ascending=[False, False, True], kind="stable")
    total, n_late = sums["wm"].sum(), cause_shares["dossier_id"].nunique()
    estimated = estimated_only(touched)
    rows = [
        (
            _label(row["cause"], by_code, estimated),
            NATURES[by_code["nature"].get(row["cause"], "unknown")],
            numbers.number(row["n"]),
            numbers.number(row["n_main"]),
            amount(row["days"], row["wm"]),
            numbers.percent(row["share"], 100, 1),
            amount(row["after"], row["chrono"]),
        )
        for row in ranked.to_dict("records")
    ]
    rows.append(
        (
            "Tổng cộng",
            "",
            numbers.number(n_late),
            numbers.number(n_late),
            amount(sums["days"].sum(), total),
            numbers.percent(total, total, 1),
            amount(sums["after"].sum(), sums["chrono"].sum()),
        )
    )
    columns = (
        left("cause", "Nguyên nhân", 3),
        left("nature", "Tính chất", 0.9),
        right("n", "Số hồ sơ có nguyên nhân này", 0.7),
        right("n_main", "Là nguyên nhân chính", 0.7),
        right("days", "Ngày quá hạn (ngày làm việc)", 0.8),
        right("share", "Tỷ trọng", 0.7),
        right("chrono", "Ở đó sau ngày hẹn trả (ngày)", 0.8),
    )
    confirmed = (
        " Nguyên nhân chính đã được đơn vị xác nhận thay cho đề xuất của chương trình; số ngày vẫn là số đo được, "
        "không đổi theo giải trình."
    )
    note = (
        "Ngày quá hạn tính theo giờ làm việc, chia theo phần vượt định mức (hoặc mức thường gặp) của từng bước: cho "
        "biết thời hạn đã bị dùng hết ở đâu. Cột cuối cho biết điều khác: sau ngày hẹn trả, hồ sơ nằm ở đâu; nơi giữ "
        "hồ sơ khi ấy thường nhận hồ sơ khi thời hạn đã gần hết, nên cột này không dùng để nêu nguyên nhân. "
        f"{LIST_OF_CAUSES} Một hồ sơ có thể có nhiều nguyên nhân, nên cột số hồ sơ không cộng được; chỉ đếm hồ sơ có "
        f"phần từ 0,1 ngày. {UNCONCLUDED}"
    )
    note += confirmed if "is_confirmed" in cause_shares and cause_shares["is_confirmed"].any() else ""
    return DataTable(columns, tuple(rows), "Nguyên nhân quá hạn", note, total=True)


# Whose list it is; which of its rows count dossiers without a main cause that may be named.
LIST_OF_CAUSES = (
    "Danh mục nguyên nhân và tính chất chủ quan, khách quan do chương trình đề xuất, cơ quan sửa được; không phải danh "
    "mục chính thức của Nhà nước."
)
UNCONCLUDED = (
    "Ở cột “Là nguyên nhân chính”, các dòng có tính chất “Chưa rõ” là hồ sơ chưa kết luận được nguyên nhân chính."
)


def _label(cause: str, by_code: pd.DataFrame, estimated: frozenset[str]) -> str:
    label = shown(by_code["label"].get(cause, cause))
    return usual_label(label) if cause in estimated else label


def remedies(late: pd.DataFrame, causes: pd.DataFrame, what_if: pd.DataFrame | None = None) -> DataTable | Empty:
    """One row per main cause of known nature: its late dossiers, what to do, how many would stay late. What is not
    known proposes nothing.
    """
    if late.empty:
        return _none_late(late)
    counts = late.groupby("cause").agg(
        n=("dossier_id", "nunique"), label=("cause_label", "first"), remedy=("remedy", "first"),
    )
    counts["confirmed"] = late[late["is_confirmed"]].groupby("cause")["dossier_id"].nunique()
    nature = causes.drop_duplicates("code").set_index("code")["nature"]
    counts = counts[[nature.get(cause, "unknown") != "unknown" for cause in counts.index]]
    if counts.empty:
        return Empty("Dữ liệu chưa đủ để biết nguyên nhân chính của hồ sơ nào, nên chưa đề xuất việc cần làm.")
    ranked = counts.reset_index().sort_values(["n", "cause"], ascending=[False, True], kind="stable")
    known = () if what_if is None else what_if.itertuples()
    left_over = {row.cause: numbers.becomes(row.n_late, row.n_left) for row in known}
    rows = tuple(
        (
            shown(row["label"]), NATURES[nature.get(row["cause"], "unknown")], _confirmed(row), shown(row["remedy"]),
            *([left_over.get(row["cause"], numbers.UNKNOWN)] if left_over else []),
        )
        for row in ranked.to_dict("records")
    )  # fmt: skip
    columns = (
        left("cause", "Nguyên nhân chính", 2),
        left("nature", "Tính chất", 0.9),
        right("n", "Số hồ sơ quá hạn", 0.5),
        left("remedy", "Việc cần làm", 3.2),
        *([right("left", "Số hồ sơ quá hạn nếu khắc phục", 0.8)] if left_over else []),
    )
    return DataTable(columns, rows, "Việc cần làm theo nguyên nhân chính")


def _confirmed(row: Mapping) -> str:
    count = numbers.number(row["n"])
    return (
        count if numbers.is_unknown(row["confirmed"]) else f"{count} ({numbers.number(row['confirmed'])} đã xác nhận)"
    )


def what_if_table(what_if: pd.DataFrame) -> DataTable | Empty:
    """One row per cause: dossiers it touches, and how many would have been on time without it."""
    if what_if.empty:
        return Empty(judged.none("nguyên nhân chính nào để thử khắc phục", what_if, where=""))
    ranked = what_if.sort_values(["n_left", "n_touched", "cause"], ascending=[True, False, True], kind="stable")
    rows = tuple(
        (
            shown(row.label),
            *(numbers.number(value) for value in (row.n_touched, row.n_late, row.n_would_be_on_time, row.n_left)),
        )
        for row in ranked.itertuples()
    )
    columns = (
        left("cause", "Nguyên nhân được khắc phục", 2.4),
        right("n_touched", "Số hồ sơ có nguyên nhân này"),
        right("n_late", "Đang quá hạn"),
        right("n_on_time", "Sẽ đúng hạn"),
        right("n_left", "Còn quá hạn"),
    )
    note = (
        "Chỉ nêu nguyên nhân là nguyên nhân chính của ít nhất một hồ sơ, chỉ tính hồ sơ đã kết luận được nguyên nhân. "
        "Một hồ sơ được coi là sẽ đúng hạn khi riêng phần vượt định mức do nguyên nhân này đã bằng hoặc hơn thời gian "
        "quá hạn."
    )
    others = [
        f"{row.label} ({numbers.number(row.n_named_otherwise)})"
        for row in ranked.itertuples()
        if getattr(row, "n_named_otherwise", 0)
    ]
    if others:
        note += (
            " Tính từ thời gian đo được; trong số sẽ đúng hạn, đơn vị xác nhận nguyên nhân khác ở: "
            f"{numbers.listing(others)}."
        )
    return DataTable(columns, rows, "Số hồ sơ quá hạn còn lại nếu khắc phục từng nguyên nhân", note)


def steps_against_norms(step_norms: pd.DataFrame, procedures: Mapping[str, str], info: Mapping) -> DataTable | Empty:
    """One row per procedure and step that some pass exceeded: passes, median days, the norm, and how many went beyond
    it.
    """
    if step_norms.empty:
        return Empty("Dữ liệu không có quá trình xử lý theo bước.")
    rows = step_norms.assign(name=[shown(procedures.get(code, code)) for code in step_norms["procedure_code"]])
    over = rows[rows["n_over"] > 0]
    if rows["norm_wm"].isna().all():
        return Empty("Dữ liệu không có định mức của bước nào, nên không so được.")
    if over.empty:
        return Empty(
            judged.none(
                "lượt xử lý nào vượt định mức của bước, trong các bước có định mức", judged.counted(step_norms),
                where="",
            )
        )
    ranked = over.sort_values(
        ["n_over", "n", "name", "step"], ascending=[False, False, True, True], kind="stable",
    ).head(MOST_STEPS)
    lines = tuple(
        (
            row.name_, shown(row.step), numbers.number(row.n), cell_days(row.used_wm, info),
            cell_days(row.norm_wm, info), _over(row),
        )
        for row in ranked.rename(columns={"name": "name_"}).itertuples()
    )
    columns = (
        left("procedure", "Thủ tục", 2.2),
        left("step", "Bước xử lý", 1.4),
        right("n", "Số lượt", 0.5),
        right("used", "Thời gian thường dùng", 0.9),
        right("norm", "Định mức", 0.7),
        right("over", "Vượt định mức", 0.9),
    )
    rest = len(rows) - len(ranked)
    note = "Thời gian tính bằng ngày làm việc; thường dùng là số trung vị: một nửa số lượt không dùng hơn."
    note += f" Không hiện {numbers.number(rest)} bước khác, vượt ít hơn hoặc không vượt." if rest else ""
    return DataTable(columns, lines, "Các bước vượt định mức, mọi hồ sơ trong kỳ", note, print_rows=5)


def _over(row) -> str:
    return (
        numbers.UNKNOWN if numbers.is_unknown(row.norm_wm) else f"{numbers.number(row.n_over)}/{numbers.number(row.n)}"
    )


def late_groups(late_groups: pd.DataFrame, grouping: str, name: str) -> DataTable | Text | Empty:
    """One row per group with late dossiers: counts, and a share with its interval only where the
    group is large enough.
    """
    rows = late_groups[(late_groups["grouping"] == grouping) & (late_groups["n_late"] > 0)]
    if rows.empty:
        return Empty(judged.none(f"{name.lower()} nào có hồ sơ quá hạn", late_groups, where=""))
    whole = late_groups[late_groups["grouping"] == "month"]["n"].sum()
    everywhere = rows[rows["n"] >= EVERYWHERE * whole] if grouping == "step" and whole else rows.head(0)
    rows = rows.drop(everywhere.index)
    passed = (
        f"Không nêu bước mà hầu hết hồ sơ đều qua: {numbers.listing(sorted(everywhere['group']))}."
        if len(everywhere)
        else ""
    )
    if rows.empty:
        return Text(
            f"{name} nào có hồ sơ quá hạn cũng là nơi hầu hết hồ sơ đi qua, nên không cho biết quá hạn tập trung ở đâu."
        )
    ranked = rows.sort_values(["n_late", "n", "group"], ascending=[False, True, True], kind="stable").head(30)
    lines = tuple(
        (shown(row.group), numbers.number(row.n_late), numbers.number(row.n), *_rate(row))
        for row in ranked.itertuples()
    )
    columns = (
        left("group", name, 2.4),
        right("n_late", "Hồ sơ quá hạn"),
        right("n", "Hồ sơ có ngày hẹn trả"),
        right("rate", "Tỷ lệ quá hạn", 0.7),
        right("interval", "Khoảng tin cậy 95%", 1),
    )
    open_too = "Mẫu số là mọi hồ sơ có ngày hẹn trả, kể cả hồ sơ đang giải quyết." if grouping == "procedure" else ""
    few = f"Nhóm có dưới {FEW} hồ sơ chỉ ghi số lượng: quá ít để nói về tỷ lệ." if (rows["n"] < FEW).any() else ""
    note = " ".join(text for text in (passed, open_too, few) if text)
    return DataTable(columns, lines, f"Hồ sơ quá hạn theo {name.lower()}", note, print_rows=6)


def _rate(row) -> tuple[str, str]:
    if row.n < FEW:
        return "quá ít", numbers.UNKNOWN
    return numbers.percent(
        row.n_late, row.n, 1,
    ), f"{numbers.percent(row.low, 1, 1)} – {numbers.percent(row.high, 1, 1)}"


def sessions(sessions: pd.DataFrame, info: Mapping) -> DataTable | Empty:
    """One row per council and day: dossiers settled, late ones among them, their mean waiting."""
    if sessions.empty:
        return Empty(judged.none("hồ sơ nào được hội đồng cho ý kiến", judged.counted(info)))
    rows = tuple(
        (
            numbers.date(row.held_on),
            shown(row.unit),
            numbers.number(row.n_dossiers),
            numbers.number(row.n_late),
            cell_days(row.wait_wm, info),
        )
        for row in sessions.sort_values(["held_on", "unit"]).itertuples()
    )
    columns = (
        left("held_on", "Ngày", 0.8),
        left("unit", "Hội đồng", 2),
        right("n", "Số hồ sơ"),
        right("n_late", "Trong đó quá hạn"),
        right("wait", "Chờ trung bình (ngày làm việc)", 1),
    )
    return DataTable(columns, rows, "Các ngày hội đồng cho ý kiến")


def no_record(
    late: pd.DataFrame, whose_time: pd.DataFrame, late_days: Any, info: Mapping | None = None,
) -> Text | Empty:
    """How much of the late dossiers' time nobody recorded; said before any cause is. A notebook of before hands over no
    late days.
    """
    late_days, info = (_NO_DAYS, late_days) if info is None else (late_days, info)
    times = of_time(whose_time, "late", info)
    if late.empty or times.empty:
        return _none_late(info)
    unknown, shared = times["days"].get(Party.NO_RECORD, 0.0), of_parties(late_days, info)["days"]
    if Party.NO_RECORD not in times.index:
        return Text(
            judged.only(f"Toàn bộ thời gian của các hồ sơ quá hạn {judged.every(info)}được hệ thống ghi nhận", info)
        )
    part, whole = (numbers.number(value, 1) for value in (unknown, times["days"].sum()))
    return Text(
        f"Dữ liệu đã đọc không ghi ai giữ hồ sơ trong {numbers.percent(times['share'][Party.NO_RECORD], 100, 1)} thời "
        f"gian của các hồ sơ quá hạn ({part} trong {whole} ngày làm việc){_of_late(shared)}. Phần này không quy cho "
        "cán bộ nào."
    )


def _of_late(shared: pd.Series) -> str:
    if shared.empty:
        return ""
    part, whole = (numbers.number(amount, 1) for amount in (shared.get(Party.NO_RECORD, 0.0), shared.sum()))
    return f", ứng với {part} trong {whole} ngày quá hạn"
