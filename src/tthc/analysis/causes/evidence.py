"""One Vietnamese sentence per late dossier: what happened, where, from when to when, how many working days."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import instant_of, last_instant
from tthc.analysis.causes.days_told import days_told, range_told
from tthc.analysis.causes.excess import SHORT_DUE
from tthc.analysis.causes.hands import handed_over
from tthc.analysis.segments.states import part, part_no
from tthc.analysis.segments.waiting import SPLIT
from tthc.model.days import COUNTED_FROM
from tthc.model.schema import CODES
from tthc.model.words import Outcome, State


def evidence(
    main: ir.Table, segments: ir.Table, parts: ir.Table, spans: ir.Table, bounds: ir.Table, calendar: ir.Table, *,
    day_wm: float,
) -> ir.Table:
    """One row per late dossier: the sentence on its main cause. `main` is the main row of `cause_shares` with outcome,
    late_wm, due_at and end_at.

    `bounds` as `desk_bounds` gives them: what the officer finished while a step without a known start lay there.

    Days are working days of `day_wm` minutes; the norm quoted is the unscaled one of the internal procedure, that of
    the whole pass where a step was handed over. Nobody is named for lateness without minutes, for silence of the whole
    office, or without a norm.
    """
    rows = main.left_join(_spans(segments, calendar), ["dossier_id", "part", "part_no", "state"])
    rows = rows.drop(*[name for name in rows.columns if name.endswith("_right")])
    for facts, key in ((handed_over(parts, spans, day_wm), "part_no"), (bounds.rename(b_no="step_no"), "b_no")):
        rows = rows.left_join(facts, [rows.dossier_id == facts.dossier_id, rows.part_no == facts[key]])
        rows = rows.drop(*[name for name in rows.columns if name.endswith("_right")])
    for facts in (_asked(segments), _closing(segments)):
        rows = rows.left_join(facts, "dossier_id")
        rows = rows.drop(*[name for name in rows.columns if name.endswith("_right")])
    sentence = ibis.cases(
        (rows.part == State.UNCLOSED, _unclosed(rows, day_wm)),
        (rows.state == State.UNRECORDED, _unrecorded(rows, day_wm)),
        (rows.state.isin([State.OUTAGE, State.SILENT]), _silent(rows, day_wm)),
        (rows.part == "stop", _stop(rows, day_wm)),
        (rows.part == SHORT_DUE, _short_due(rows, day_wm)),
        else_=_step(rows, day_wm),
    )
    facts = ibis.cases(
        (rows.late_wm <= 0, _without_minutes(rows)),
        (rows.part == "none", (rows.norm_source == "none").ifelse(_NO_NORM, _NO_LARGEST)),
        else_=sentence + _contribution(rows, day_wm)
    )
    return rows.select("dossier_id", evidence=facts + _closed_late(rows, day_wm) + _asked_late(rows, day_wm))


def _asked_late(rows: ir.Table, day_wm: float) -> ir.Value:
    """What was waited for after the deadline had passed made the dossier later, not late."""
    words = (
        " Hồ sơ còn bị tạm dừng hoặc chờ bổ sung " + days_told(rows.asked_late, day_wm)
        + " ngày sau khi đã quá ngày hẹn trả: việc đó không làm hồ sơ quá hạn, chỉ làm quá hạn dài thêm."
    )
    return (rows.asked_late > 0).ifelse(words, "")


def _closed_late(rows: ir.Table, day_wm: float) -> ir.Value:
    """Without norms: a result that itself came after the deadline lay unclosed, which is not why it was late."""
    words = (
        " Kết quả có ngày " + _date(rows.result_at) + ", sau ngày hẹn trả; từ đó đến khi kết thúc trên hệ thống còn "
        + days_told(rows.lain_closed_wm, day_wm) + " ngày làm việc."
    )
    is_told = (rows.norm_source == "none") & (rows.result_at.date() > rows.due_at.date()) & (rows.lain_closed_wm > 0)
    return ibis.coalesce(is_told & (rows.part != State.UNCLOSED), False).ifelse(ibis.coalesce(words, ""), "")


def _closing(segments: ir.Table) -> ir.Table:
    """One row per dossier that lay unclosed with its result: since when (result_at), and how long (lain_closed_wm)."""
    rows = segments.filter(segments.state == State.UNCLOSED)
    lain_wm = (rows.to_wm - rows.from_wm).sum()
    return rows.group_by("dossier_id").agg(result_at=rows.from_at.min(), lain_closed_wm=lain_wm)


def _asked(segments: ir.Table) -> ir.Table:
    """One row per dossier that waited for a supplement: how many there were (n_asked)."""
    rows = segments.filter(segments.state == State.SUPPLEMENT)
    return rows.group_by("dossier_id").agg(n_asked=part_no(rows).nunique())


_NO_NORM = (
    "Không có định mức của bước nào để so, và không nơi giữ hồ sơ nào chiếm phần lớn thời gian; mỗi ngày quá hạn được "
    "tính cho nơi giữ hồ sơ "
    "ngày đó, nên chưa nói được vì sao quá hạn."
)
_NO_LARGEST = (
    "Thời gian vượt định mức có nhiều lý do; trừ định mức vào lý do nào trước thì lý do lớn nhất lại khác, "
    "nên chưa nói được lý do nào là chính."
)


def _silent(rows: ir.Table, day_wm: float) -> ir.Value:
    what = ibis.cases(*[(rows.state == code, text) for code, text in _NOT_THERE.items()], else_="")
    return (
        "Trong "
        + days_told(rows.top_used_wm, day_wm)
        + " ngày làm việc"
        + _between(rows)
        + " "
        + what
        + "; hồ sơ khi đó ở bước “"
        + ibis.coalesce(rows.step, "không rõ tên")
        + "”, không tính cho cán bộ nào"
    )


def _without_minutes(rows: ir.Table) -> ir.Value:
    ended = (rows.outcome == Outcome.OPEN_LATE).ifelse(_last_day(rows.end_at), _date(rows.end_at))
    return (
        "Hẹn trả ngày " + _date(rows.due_at) + ", kết thúc hoặc chốt số liệu ngày " + ended
        + ": giữa hai lúc đó không có giờ làm việc nào, nên không tính cho ai."
    )


def _spans(segments: ir.Table, calendar: ir.Table) -> ir.Table:
    """First and last instant of each state in each part; what a waiting or the work was split into has the whole one's
    span.
    """
    rows = segments.mutate(part=part(segments.state), part_no=part_no(segments))
    keyed = rows.group_by("dossier_id", "part", "part_no", "state").agg(
        span_from=rows.from_at.min(), span_to=rows.to_at.max(), span_wm=rows.to_wm.max(),
        state_wm=(rows.to_wm - rows.from_wm).sum(),
    )
    # A waiting with absence in between lasts as long as both, from its first day to its last.
    waited = keyed.state.isin([State.WAITING, State.WAIT_ABSENT]).ifelse(keyed.state_wm, 0.0)
    of_part = ibis.window(group_by=[keyed.dossier_id, keyed.part, keyed.part_no])
    keyed = keyed.mutate(
        lasted_wm=(keyed.state == State.WAITING).ifelse(waited.sum().over(of_part), keyed.state_wm)
    ).drop("state_wm")
    # Recorded absence ends on its last day, not with the closed hours up to the next morning. Of the others nobody asks
    # which instant a reading is: that costs more than all the rest of the sentence.
    is_away = keyed.state.isin([State.WAIT_ABSENT, State.OUTAGE, State.QUIET])
    away = instant_of(keyed.filter(is_away), calendar, {"span_wm": "span_end"})
    away = away.mutate(span_to=ibis.least(away.span_end, away.span_to)).drop("span_end")
    keyed = keyed.filter(~is_away).union(away).drop("span_wm")
    reasons = [(reason, State.WAITING) for reason in SPLIT if reason in CODES["state"]] + [
        (State.INTERLEAVED, State.WORK), (State.WAIT_QUEUE, State.HELD),
        *((state, State.UNCLOSED) for state in _NOT_THERE),
    ]
    every = ibis.union(
        keyed, *[keyed.filter(keyed.state == whole).mutate(state=ibis.literal(state)) for state, whole in reasons],
    )
    spans = {
        "span_from": every.span_from.min(), "span_to": every.span_to.max(), "lasted_wm": every.lasted_wm.max(),
    }
    return every.group_by("dossier_id", "part", "part_no", "state").agg(**spans)


def _step(rows: ir.Table, day_wm: float) -> ir.Value:
    holder = ibis.coalesce(rows.officer + " (" + rows.unit + ")", rows.officer, rows.unit, "không rõ người giữ")
    doing = ibis.cases(*[(rows.state == code, text) for code, text in _DOING.items()], else_="giữ hồ sơ")
    return (
        "Bước “" + ibis.coalesce(rows.step, "không rõ tên") + "”, " + holder + ": " + doing + _between(rows)
        + ", hết " + _lasted(rows, day_wm) + _norm(rows, day_wm)
        + ibis.coalesce("; bước này qua các nơi giữ: " + rows.hands, "") + _meanwhile(rows, day_wm)
    )


def _lasted(rows: ir.Table, day_wm: float) -> ir.Value:
    """How long it lasted; of a waiting with several reasons the whole first, so that days told fit the dates."""
    part = days_told(rows.top_used_wm, day_wm) + " ngày làm việc"
    reason = ibis.cases(*[(rows.state == code, text) for code, text in _REASON.items()], else_=ibis.null("string"))
    whole = "tất cả " + days_told(rows.lasted_wm, day_wm) + " ngày làm việc, trong đó " + reason + " "
    whole = whole + days_told(rows.top_used_wm, day_wm) + " ngày"
    is_part = (rows.part == "step") & (rows.lasted_wm - rows.top_used_wm >= COUNTED_FROM * day_wm)
    is_part = is_part & (days_told(rows.lasted_wm, day_wm) != days_told(rows.top_used_wm, day_wm))
    return (is_part & reason.notnull()).ifelse(ibis.coalesce(whole, part), part)


_REASON = {
    State.WAITING: "chưa rõ vì sao",
    State.WAIT_QUEUE: "chờ đến lượt",
    State.WAIT_BUSY: "cán bộ xử lý hồ sơ khác",
    State.WAIT_OVERTAKEN: "hồ sơ đến sau được làm trước",
    State.WAIT_BATCH: "chờ gom đợt",
    State.WAIT_IDLE: "không ghi nhận cán bộ làm hồ sơ khác",
}


def _meanwhile(rows: ir.Table, day_wm: float) -> ir.Value:
    """What was finished meanwhile, where nobody recorded a start: facts, with least and most, and no fault."""
    others = "; trong thời gian này cán bộ đã xong " + rows.n_ended.cast("string")
    in_turn = (
        others
        + " hồ sơ đến trước, cùng lúc hoặc được ưu tiên, nếu làm lần lượt từng hồ sơ thì ước hết "
        + range_told(
            ibis.least(rows.ended_least_wm, rows.lain_wm), ibis.least(rows.ended_most_wm, rows.lain_wm), day_wm,
        )
    )
    sentence = ibis.cases(
        (rows.n_ended == 0, ibis.literal("")),
        (rows.is_overtaken, others + " hồ sơ khác, có hồ sơ đến sau (có thể có lý do ưu tiên)"), else_=in_turn,
    )
    # The work on the dossier lies in what the sentence quotes: an estimate above it would contradict it.
    held = rows.state == State.HELD
    own_least_wm, own_most_wm = (
        held.ifelse(ibis.least(rows[name], rows.top_used_wm), rows[name]) for name in ("own_least_wm", "own_most_wm")
    )
    own = (
        "; riêng hồ sơ này, nếu làm lần lượt từng hồ sơ, ước hết " + range_told(own_least_wm, own_most_wm, day_wm)
    )
    is_told = rows.n_ended.notnull() & rows.state.isin([State.HELD, State.WAIT_QUEUE]) & (rows.part == "step")
    return ibis.coalesce(is_told, False).ifelse(ibis.coalesce(sentence + own, ""), "")


_DOING = {
    State.WORK: "xử lý",
    State.HELD: "giữ hồ sơ",
    State.WAITING: "hồ sơ chờ",
    State.INTERLEAVED: "hồ sơ được xử lý xen kẽ với hồ sơ khác",
    State.QUIET: "hồ sơ để mở, nhiều ngày không có thao tác nào của cán bộ",
    State.WAIT_ABSENT: "hồ sơ chờ vì cán bộ vắng mặt",
    State.WAIT_BUSY: "hồ sơ chờ trong khi cán bộ xử lý hồ sơ khác",
    State.WAIT_QUEUE: "hồ sơ chờ đến lượt",
    State.WAIT_OVERTAKEN: "hồ sơ chờ trong khi hồ sơ đến sau được làm trước (có thể có lý do ưu tiên)",
    State.WAIT_BATCH: "hồ sơ chờ gom đợt",
    State.WAIT_IDLE: "hồ sơ chờ trong khi dữ liệu không ghi cán bộ làm hồ sơ khác",
    State.CONSULT: "chờ cho ý kiến",
    State.COUNCIL: "chờ hội đồng họp",
    State.SIGN: "chờ ký",
}


def _unclosed(rows: ir.Table, day_wm: float) -> ir.Value:
    """How long it lay with a result; what of it nobody could close it is told apart, and put down to nobody. Of an open
    dossier the result has waited up to the cut, and waits on.
    """
    whole_wm = ibis.coalesce(rows.lasted_wm, rows.top_used_wm)
    part, whole = days_told(rows.top_used_wm, day_wm), days_told(whole_wm, day_wm)
    is_closing = rows.state == State.UNCLOSED
    what = ibis.cases(*[(rows.state == code, text) for code, text in _NOT_THERE.items()], else_="")
    own = ", không kể lúc người phụ trách vắng mặt hoặc cả cơ quan ngừng thao tác thì " + part + " ngày"
    away = ", trong đó " + part + " ngày " + what + ", không tính cho cán bộ nào"
    rest = is_closing.ifelse((part == whole).ifelse("", own), away)
    used = whole + " ngày làm việc" + rest
    closed = "nhưng đến " + _last_day(rows.span_to) + " hồ sơ mới được kết thúc trên hệ thống, sau " + used
    still = "nhưng đến hết ngày " + _last_day(rows.end_at) + " hồ sơ vẫn chưa được kết thúc trên hệ thống, đã " + used
    is_open = rows.outcome == Outcome.OPEN_LATE
    return "Kết quả đã có ngày " + _date(rows.span_from) + " " + is_open.ifelse(still, closed)


# Why nobody could close a dossier whose result was there.
_NOT_THERE = {
    State.WAIT_ABSENT: "người phụ trách vắng mặt theo lịch",
    State.OUTAGE: "cả cơ quan không có thao tác nào trên hệ thống, khác hẳn mức thường ngày",
    State.SILENT: "từ ba cán bộ trở lên cùng không có thao tác nào trên hệ thống, chưa rõ vì sao",
}


def _short_due(rows: ir.Table, day_wm: float) -> ir.Value:
    granted = (rows.norm_source == "estimated").ifelse("thời gian thường cần cho các bước", "định mức của các bước")
    return (
        "Ngày hẹn trả cho ít hơn " + granted + " " + days_told(rows.over_wm, day_wm)
        + " ngày làm việc; phần thiếu này không tính cho ai, cần xem lại cách tính ngày hẹn trả hoặc định mức"
    )


def _unrecorded(rows: ir.Table, day_wm: float) -> ir.Value:
    return (
        "Dữ liệu đã đọc không ghi ai giữ hồ sơ trong "
        + days_told(rows.top_used_wm, day_wm)
        + " ngày làm việc"
        + _between(rows)
        + ", nên không quy cho cán bộ nào"
    )


def _stop(rows: ir.Table, day_wm: float) -> ir.Value:
    what = ibis.cases(
        (rows.state == State.SUPPLEMENT, "người nộp bổ sung hồ sơ"),
        (rows.state == State.OBLIGATION, "người nộp thực hiện nghĩa vụ tài chính"), else_="hết tạm dừng xử lý",
    )
    moved = ibis.cases(
        (
            ibis.coalesce(rows.norm_wm, 0.0) > 0,
            "ngày hẹn trả chỉ được lùi " + days_told(rows.norm_wm, day_wm) + " ngày làm việc",
        ),
        else_="ngày hẹn trả không được lùi cho thời gian này",
    )
    several = (rows.n_asked > 1) & (rows.state == State.SUPPLEMENT)
    again = ibis.coalesce(several, False).ifelse(
        "; cơ quan đã yêu cầu bổ sung " + rows.n_asked.cast("string") + " lần", "",
    )
    return (
        "Hồ sơ chờ " + what + _between(rows) + ", hết " + days_told(rows.top_used_wm, day_wm) + " ngày làm việc; "
        + moved + ibis.coalesce(again, "")
    )


def _norm(rows: ir.Table, day_wm: float) -> ir.Value:
    quoted = ibis.cases(
        (rows.norm_source == "estimated", "; hồ sơ đúng hạn cùng thủ tục thường hết "), else_="; định mức của bước là "
    )
    norm_wm = ibis.coalesce(rows.pass_norm_wm, rows.norm_wm)
    return ibis.cases(
        (norm_wm > 0, quoted + days_told(norm_wm, day_wm) + " ngày"),
        ((rows.norm_source == "none") | norm_wm.isnull(), ""), else_="; lượt này không có định mức riêng",
    )


def _contribution(rows: ir.Table, day_wm: float) -> ir.Value:
    """What this part makes up of the lateness by the clock; the same cause elsewhere in the dossier is told apart, so
    that the days told fit the dates.
    """
    part, whole = days_told(rows.top_share_wm, day_wm), days_told(rows.late_wm, day_wm)
    amount = (part == whole).ifelse("toàn bộ " + whole, part + " trong " + whole)
    rest = rows.share_wm - rows.top_share_wm
    more = (rest * 20 >= day_wm).ifelse(", lần khác cùng nguyên nhân thêm " + days_told(rest, day_wm) + " ngày", "")
    return "; chiếm " + amount + " ngày quá hạn tính theo giờ làm việc" + more + "."


def _between(rows: ir.Table) -> ir.Value:
    first, last = _date(rows.span_from), _last_day(rows.span_to)
    span = (first == last).ifelse(" ngày " + first, " từ " + first + " đến " + last)
    return ibis.coalesce(span, "")


def _date(instant: ir.Value) -> ir.Value:
    return instant.strftime("%d/%m/%Y")


def _last_day(instant: ir.Value) -> ir.Value:
    """The cut is the midnight after the last day that counts; people name that day."""
    return _date(last_instant(instant))

