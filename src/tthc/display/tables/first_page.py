"""The first page: what a director reads in ten seconds."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import DataTable, Empty, KeyFigure, KeyFigures, Text, anchor, judged, numbers
from tthc.display.blocks.clean_text import in_field, lower_first
from tthc.display.tables.phrases import (
    days_left,
    holder,
    last_day,
    left,
    office_name,
    period_opening,
    right,
    short_causes,
    shown,
)
from tthc.model.schema import label
from tthc.model.words import Outcome, Party, State

NEAR_DAYS = 3  # an open dossier with no more working days left than this is near its deadline
MOST_TO_DO, MOST_WHAT_IF, MOST_UNITS = 5, 3, 2
USUAL = 0.9  # of the dossiers that pass a step: the unit that has it
REWORK = "XL-LAI"  # what the what-if calls doing a step again; no cause of the list


def summary(info: Mapping, form: pd.DataFrame, late: pd.DataFrame, causes: pd.DataFrame) -> Text:
    """One paragraph that can be read out: settled, late, where, mostly why; what is open and late already; what was not
    judged.
    """
    total = totals(form)
    scope = f", {info['unit']}" if info["unit"] else ""
    scope += f", {in_field(info['field'])}" if info["field"] else ""
    opening = f"{period_opening(info)}, {office_name(info)}{scope}"
    rest = judged.spoken(info)
    return Text(
        f"{opening} "
        f"{_settled(total, late, causes, info)}{_open(total, info)}{_halted(total, info)}{f' {rest}' if rest else ''}",
        style="lead",
    )


def totals(form: pd.DataFrame) -> pd.Series:
    """The form's total row."""
    rows = form[form["field"].isna() & form["procedure"].isna()]
    cells = [name for name in form.columns if name.startswith("c")]
    return rows.iloc[0][cells].astype(int) if len(rows) else pd.Series(0, index=cells)


def _settled(total: pd.Series, late: pd.DataFrame, causes: pd.DataFrame, info: Mapping) -> str:
    if total.c3 == 0:
        return f"{judged.none_seen('hồ sơ nào phải giải quyết', judged.counted(info))}."
    if total.c7 == 0:
        nothing = "chưa giải quyết xong hồ sơ nào"
        unseen = "chưa thấy hồ sơ nào giải quyết xong"
        return f"{nothing if judged.counted(info).is_whole else unseen}."
    if total.c10 == 0:
        return f"đã giải quyết {numbers.number(total.c7)} hồ sơ, {judged.none_seen('hồ sơ nào quá hạn', info)}."
    if total.c7 == 1:
        return f"đã giải quyết 1 hồ sơ và hồ sơ đó quá hạn{_where(late, info)}{_why(late, causes)}."
    rate = numbers.percent(total.c10, total.c7)
    return (
        f"đã giải quyết {numbers.number(total.c7)} hồ sơ, trong đó {numbers.number(total.c10)} hồ sơ quá hạn ({rate})"
        f"{_where(late, info)}{_why(late, causes)}."
    )


def _where(late: pd.DataFrame, info: Mapping) -> str:
    done = late[late["outcome"] == Outcome.LATE]
    fields = done["field"].dropna().value_counts()
    if fields.empty:
        return ""
    ranked = sorted(fields.items(), key=lambda pair: (-pair[1], pair[0]))
    name, count = ranked[0]
    if count == len(done):
        return f", {judged.every(info) if count > 1 else ''}thuộc {in_field(name)}"
    return f", nhiều nhất ở {in_field(name)} ({numbers.number(count)} hồ sơ)"


def _why(late: pd.DataFrame, causes: pd.DataFrame) -> str:
    """What most of the late dossiers share; where they share nothing, the two most frequent main causes; and of how
    many no main cause may be named.
    """
    done = late[late["outcome"] == Outcome.LATE]
    is_open = _is_open_question(done, causes)
    unknown, ranked = int(is_open.sum()), _main_causes(done[~is_open], short_causes(causes))
    if len(done) == 0:
        return ""
    if not ranked:
        which = "" if len(done) == 1 else " của hồ sơ nào"
        return f"; dữ liệu chưa đủ để kết luận nguyên nhân chính{which}"
    rest = f"; {numbers.number(unknown)} hồ sơ chưa kết luận được nguyên nhân chính" if unknown else ""
    _, name, count, n_confirmed = ranked[0]
    if len(done) == 1:
        return f", chủ yếu do {name}{_confirmed(n_confirmed, 1)}"
    if count * 2 <= len(done) and len(ranked) > 1:
        first = numbers.listing(f"{name} ({numbers.number(n)} hồ sơ)" for _, name, n, _ in ranked[:2])
        return f"; nguyên nhân chính{' nhiều nhất' if len(ranked) > 2 else ''} là {first}{rest}"
    part = (
        f"cả {numbers.number(count)}"
        if count == len(done)
        else f"{numbers.number(count)} trong {numbers.number(len(done))}"
    )
    return f"; {part} hồ sơ quá hạn chủ yếu do {name}{_confirmed(n_confirmed, count)}{rest}"


def _is_open_question(late: pd.DataFrame, causes: pd.DataFrame) -> pd.Series:
    """Whether the data leave open why it was late: of unknown nature, or too unsure to be named; whom people answered
    is none.
    """
    nature = late["cause"].map(causes.drop_duplicates("code").set_index("code")["nature"])
    unsure = late["grade"] == "none" if "grade" in late else False
    unknown = late["cause"].isna() | (nature == "unknown") | unsure
    return unknown & ~late["is_confirmed"].fillna(False).astype(bool)


def _confirmed(n_confirmed: int, count: int) -> str:
    if n_confirmed == 0:
        return ""
    return (
        " (đơn vị đã xác nhận)" if n_confirmed == count
        else f" (đơn vị đã xác nhận {numbers.number(n_confirmed)} hồ sơ)"
    )


def _main_causes(late: pd.DataFrame, short: Mapping[str, str]) -> list[tuple[str, str, int, int]]:
    """Code, name in a sentence, number of dossiers and of those confirmed, the most frequent first; among equals the
    one with the most late time.
    """
    groups = late[late["cause"].notna()].groupby("cause")
    summed = groups.agg(
        n=("dossier_id", "nunique"), n_confirmed=("is_confirmed", "sum"), wm=("late_wm", "sum"),
        name=("cause_label", "first")
    ).reset_index()
    ranked = summed.sort_values(["n", "wm", "cause"], ascending=[False, False, True], kind="stable")
    rows = ranked.rename(columns={"name": "name_"}).itertuples()
    return [(row.cause, lower_first(short.get(row.cause, row.name_)), row.n, int(row.n_confirmed)) for row in rows]


def _open(total: pd.Series, info: Mapping) -> str:
    if total.c11 == 0:
        return ""
    if total.c13 == 0:
        in_time = f"{judged.every(info)}trong hạn" if judged.every(info) else judged.none_seen(
            "hồ sơ nào đã quá hạn", info,
        )
        return f" Còn {numbers.number(total.c11)} hồ sơ đang giải quyết, {in_time}."
    if total.c13 == total.c11:
        what = "đã quá hạn" if total.c11 == 1 else "đều đã quá hạn"
        return f" Còn {numbers.number(total.c11)} hồ sơ đang giải quyết, {what}."
    return (
        f" Còn {numbers.number(total.c11)} hồ sơ đang giải quyết, trong đó {numbers.number(total.c13)} hồ sơ đã quá "
        "hạn."
    )


def _halted(total: pd.Series, info: Mapping) -> str:
    """What the form counts as open and nobody works on any more."""
    count = info.get("n_ended") or 0
    return (
        f" Trong {numbers.number(total.c11)} hồ sơ này có {numbers.number(count)} hồ sơ đã dừng hẳn." if count
        and total.c11 else ""
    )


def key_figures(form: pd.DataFrame, last: Mapping | None = None) -> KeyFigures:
    """Four shares with numerator and denominator; `last` are cells of the form of the last report, for the change since
    then.

    last: `cells` (cell → number) and `report`, how a sentence names that report.
    """
    now = totals(form)
    asked = (
        ("Đúng hạn và trước hạn", ("c8", "c9"), "c7", "đã giải quyết", True),
        ("Quá hạn", ("c10",), "c7", "đã giải quyết", False),
        ("Trước hạn", ("c8",), "c7", "đã giải quyết", True),
        ("Đang giải quyết, quá hạn", ("c13",), "c11", "đang giải quyết", False),
    )
    coverage = judged.judged(form)
    return KeyFigures(tuple(_key_figure(now, last, coverage, *one) for one in asked))


def _key_figure(
    now: pd.Series, last: Mapping | None, coverage: judged.Judged, name: str, parts: tuple[str, ...], whole: str,
    what: str, good: bool
) -> KeyFigure:
    part = sum(now[cell] for cell in parts)
    value = judged.percent(part, now[whole], coverage, good=good)
    fraction = "" if "/" in value else f"{numbers.number(part)}/{numbers.number(now[whole])} "
    detail = f"{fraction}hồ sơ {what}" if now[whole] else judged.none_seen(f"hồ sơ {what}", judged.counted(coverage))
    detail += judged.beside(coverage)
    change = ""
    if last is not None and last["cells"][whole] and now[whole]:
        earlier = sum(last["cells"][cell] for cell in parts) / last["cells"][whole]
        change = f"{numbers.change(part / now[whole] * 100, earlier * 100, 2, 'điểm %')} so với {last['report']}"
    return KeyFigure(name, value, detail, change)


def what_if_lines(what_if: pd.DataFrame, causes: pd.DataFrame, late: pd.DataFrame | None = None) -> Text | Empty:
    """Up to three lines, the most helpful first: “Nếu …: 10 → 4 hồ sơ quá hạn (nơi phải làm: …).” What nobody
    recorded is no such line. `late` says who would have to do it.
    """
    states = causes.drop_duplicates("code").set_index("code")["state"]
    rows = what_if[(what_if["n_would_be_on_time"] > 0) & (what_if["cause"].map(states) != State.UNRECORDED)]
    rows = rows.sort_values(["n_left", "cause"], kind="stable").head(MOST_WHAT_IF)
    if rows.empty:
        return Empty(
            judged.none("nguyên nhân nào mà riêng việc khắc phục đã làm giảm số hồ sơ quá hạn", what_if, where="")
        )
    return Text(
        tuple(
            f"{if_phrase(row, states)}: {numbers.becomes(row.n_late, row.n_left)} hồ sơ quá hạn"
            f"{_by_whom(row.cause, late)}{named_otherwise(row)}."
            for row in rows.itertuples()
        )
    )


def _by_whom(cause: str, late: pd.DataFrame | None) -> str:
    units = [] if late is None else units_of(cause, late)
    return f" (nơi phải làm: {numbers.listing(units)})" if 0 < len(units) <= MOST_UNITS else ""


def units_of(cause: str, late: pd.DataFrame) -> list[str]:
    """The units or bodies that had the dossiers of which this is the main cause; where none had, those that handle
    them. By number of dossiers, then by name.
    """
    mine = late[late["cause"] == cause]
    held = mine["unit"].fillna(mine["dossier_unit"]).dropna().value_counts()
    return [unit for unit, _ in sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))]


def named_otherwise(row) -> str:
    """What-if is measured, a confirmed cause is said: where the two differ, both are told."""
    n = getattr(row, "n_named_otherwise", 0)
    whole = numbers.number(row.n_would_be_on_time)
    return f"; với {numbers.number(n)} trong {whole} hồ sơ đó, đơn vị xác nhận nguyên nhân khác" if n else ""


_IF = {
    State.WORK: "Nếu việc xử lý giữ đúng định mức",
    State.HELD: "Nếu bước xử lý giữ đúng định mức",
    State.WAITING: "Nếu bước xử lý giữ đúng định mức",
    State.WAIT_ABSENT: "Nếu có người thay khi cán bộ vắng mặt",
    State.WAIT_QUEUE: "Nếu cán bộ không bị dồn hồ sơ",
    State.WAIT_OVERTAKEN: "Nếu hồ sơ được xử lý theo thứ tự đến",
    State.WAIT_BATCH: "Nếu hồ sơ không phải chờ gom đợt",
    State.WAIT_IDLE: "Nếu hồ sơ không phải chờ tại cán bộ",
    State.CONSULT: "Nếu cơ quan phối hợp trả lời trong định mức",
    State.COUNCIL: "Nếu hội đồng cho ý kiến trong định mức",
    State.SIGN: "Nếu cấp trên ký trong định mức",
    State.SUPPLEMENT: "Nếu ngày hẹn trả được lùi theo thời gian chờ bổ sung",
    State.OBLIGATION: "Nếu ngày hẹn trả được lùi theo thời gian chờ nghĩa vụ tài chính",
    State.SUSPENDED: "Nếu ngày hẹn trả được lùi theo thời gian tạm dừng",
    State.UNCLOSED: "Nếu hồ sơ được kết thúc trên hệ thống ngay khi có kết quả",
}


def if_phrase(row, states: pd.Series) -> str:
    """How a person would say “without this cause”."""
    if row.cause == REWORK:
        return "Nếu không phải làm lại bước đã qua"
    text = _IF.get(str(states.get(row.cause)), f"Nếu khắc phục nguyên nhân “{lower_first(row.label)}”")
    return text.replace("định mức", "mức thường gặp") if getattr(row, "is_estimated", False) else text


def to_do_now(info: Mapping, dossiers: pd.DataFrame, segments: pd.DataFrame) -> DataTable | Empty:
    """At most five open dossiers past their deadline, near it, or with a result and not closed, the most urgent first,
    with who holds them.
    """
    last = segments.sort_values(["dossier_id", "seg_no"]).drop_duplicates("dossier_id", keep="last")
    urgent = _urgent(info, dossiers, frozenset(last.loc[last["state"] == State.UNCLOSED, "dossier_id"]))
    if urgent.empty:
        what = (
            f"hồ sơ đang giải quyết nào quá hạn, còn không quá {NEAR_DAYS} ngày làm việc, hoặc đã có kết quả mà chưa "
            "kết thúc"
        )
        return Empty(judged.none(what, info, where=f"Đến hết ngày {last_day(info)} "))
    holders = _last_holders(last, segments)
    rows = tuple(
        (
            shown(row["dossier_id"]),
            shown(row["procedure_name"]),
            _with_unit(holders.get(row["dossier_id"], (numbers.UNKNOWN, False)), row),
            numbers.date(row["due_at"]),
            "quá hạn" if row["outcome"] == Outcome.OPEN_LATE else _left_over(row["late_wm"], info),
        )
        for row in urgent.head(MOST_TO_DO).to_dict("records")
    )
    columns = (
        left("dossier_id", "Hồ sơ", 1.5),
        left("procedure", "Thủ tục", 2.2),
        left("holder", "Đang ở", 2.2),
        left("due", "Hẹn trả", 0.8),
        right("left", "Số ngày làm việc", 0.9),
    )
    more = len(urgent) - len(rows)
    note = f"Còn {numbers.number(more)} hồ sơ khác; xem chương “Hồ sơ quá hạn” và “Cảnh báo sớm”." if more > 0 else ""
    anchors = tuple(
        anchor(row["dossier_id"]) if row["outcome"] == Outcome.OPEN_LATE else ""
        for row in urgent.head(MOST_TO_DO).to_dict("records")
    )
    caption = (
        "Hồ sơ quá hạn, sắp đến hạn hoặc có kết quả mà chưa kết thúc, tính đến hết ngày "
        f"{last_day(info)} (không phải ngày lập)"
    )
    return DataTable(columns, rows, caption, note, anchors=anchors, sortable=False)


def apologies_to_ask(integrity: pd.DataFrame, late: pd.DataFrame) -> tuple[Text, ...]:
    """One sentence where late dossiers have no letter of apology on record: a question, not a finding of fault."""
    asked = set(integrity.loc[integrity["sign"] == "apology_missing", "dossier_id"]) if len(integrity) else set()
    if not (n := len(asked)):
        return ()
    if not asked <= set(late["dossier_id"]):  # late by the decree alone: no part of the late ones by the recorded date
        told = f"{numbers.number(n)} hồ sơ quá thời hạn theo nghị định hoặc ngày hẹn trả"
        return (Text(f"{told} không ghi văn bản xin lỗi trên hệ thống: đơn vị thụ lý cho biết đã gửi hay chưa."),)
    which = f"{numbers.number(n)} trong {numbers.number(len(late))} hồ sơ quá hạn" if n < len(late) else (
        "Hồ sơ quá hạn" if n == 1 else f"Cả {numbers.number(n)} hồ sơ quá hạn"
    )
    return (Text(f"{which} không ghi văn bản xin lỗi trên hệ thống: đơn vị thụ lý cho biết đã gửi hay chưa."),)


def _urgent(info: Mapping, dossiers: pd.DataFrame, unclosed: frozenset[str]) -> pd.DataFrame:
    is_open = dossiers["outcome"] == Outcome.OPEN_IN_TIME
    is_near = is_open & (-dossiers["late_wm"] <= NEAR_DAYS * info["day_wm"])
    has_result = is_open & dossiers["dossier_id"].isin(unclosed)
    urgent = dossiers[(dossiers["outcome"] == Outcome.OPEN_LATE) | is_near | has_result]
    urgent = urgent.assign(is_late=urgent["outcome"] == Outcome.OPEN_LATE)
    return urgent.sort_values(["is_late", "late_wm", "dossier_id"], ascending=[False, False, True], kind="stable")


def _with_unit(held: tuple[str, bool], row: Mapping) -> str:
    """Who has it; where nobody of the office has it, the unit that handles it, which has to act."""
    where, is_named = held
    unit = shown(row.get("unit"))
    return where if is_named or unit == numbers.UNKNOWN else f"{where}; đơn vị thụ lý: {unit}"


def _last_holders(last: pd.DataFrame, segments: pd.DataFrame) -> dict[str, tuple[str, bool]]:
    """Where each dossier is, and whether that names anybody."""
    usual = _usual_units(segments)
    return {row["dossier_id"]: _where_now(row, usual) for row in last.to_dict("records")}


def _usual_units(segments: pd.DataFrame) -> dict[str, str]:
    """The unit that has a step in nearly all dossiers of the period, where one has."""
    if "step" not in segments or "unit" not in segments:
        return {}
    rows = segments[segments["unit"].notna() & segments["step"].notna()]
    counts = rows.groupby(["step", "unit"])["dossier_id"].nunique()
    whole = counts.groupby(level="step").sum()
    most = counts[counts >= USUAL * whole.reindex(counts.index.get_level_values("step")).to_numpy()]
    return dict(most.index.tolist())


def _where_now(row: Mapping, usual: Mapping[str, str]) -> tuple[str, bool]:
    if row["state"] == State.UNCLOSED:
        what, unit = label("state_short", row["state"]), usual.get(str(row.get("step")), "")
        step = f"; bước “{row['step']}” thường do {unit}" if unit else ""
        return f"{what}{step}", bool(unit)
    held = holder(row) if row["party"] in (Party.OWN_OFFICE, Party.OTHER_BODY) else numbers.UNKNOWN
    return (label("state_short", row["state"]), False) if held == numbers.UNKNOWN else (held, True)


def _left_over(late_wm: float | None, info: Mapping) -> str:
    text = days_left(None if numbers.is_unknown(late_wm) else -late_wm, info)
    return f"còn {text}" if text[:1].isdigit() else text
