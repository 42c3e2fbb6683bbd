"""Why dossiers were late, whose time it was, and what would be left without a cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
from matplotlib.figure import Figure

from tthc.display.blocks import Empty, Picture, judged, numbers
from tthc.display.blocks.late_days import of_parties
from tthc.display.figures.bars import Piece, Row, ranked_rows, stacked_bars
from tthc.display.figures.style import NAMED_BY_PEOPLE, OUTCOMES, PARTIES, SEVERAL, STATES, Fill, look
from tthc.display.figures.svg import picture
from tthc.model.days import FULL_DAY_WM
from tthc.model.schema import CODES, label
from tthc.model.words import Outcome, Party, State

MOST_CAUSES = 6
OTHERS = "Nguyên nhân khác"


@look()
def late_days_by_cause_figure(cause_shares: pd.DataFrame, causes: pd.DataFrame, day_wm: float = FULL_DAY_WM) -> Figure:
    """One bar: late working days by cause, the largest first. `causes` is the cause list (code, short name or label,
    state); `day_wm` the minutes of a full day.
    """
    return stacked_bars([("", _cause_pieces(cause_shares, causes, day_wm))], "ngày quá hạn, tính theo giờ làm việc")


def late_days_by_cause(
    cause_shares: pd.DataFrame, causes: pd.DataFrame, info: Mapping | None = None,
) -> Picture | Empty:
    """The bar of causes as a picture block; a sentence where there is nothing to draw."""
    day_wm = info["day_wm"] if info else FULL_DAY_WM
    pieces = _cause_pieces(cause_shares, causes, day_wm)
    if not pieces:
        return Empty(judged.none("ngày quá hạn nào để chia theo nguyên nhân", cause_shares, where=""))
    words = "; ".join(piece.words for piece in pieces)
    return picture(
        late_days_by_cause_figure(cause_shares, causes, day_wm),
        f"Một thanh chia theo nguyên nhân, lớn nhất trước. {words}.",
        _cause_caption(pieces) + _measured(cause_shares),
    )


def _measured(cause_shares: pd.DataFrame) -> str:
    """People's names for causes change no minute; where there are such names, the caption says so."""
    said = "is_confirmed" in cause_shares and cause_shares["is_confirmed"].any()
    return "; số ngày là số đo được, không đổi theo nguyên nhân đơn vị xác nhận" if said else ""


_FILL_NOTES = {
    State.UNCLOSED: "gạch chéo là chậm kết thúc trên hệ thống", State.UNRECORDED: "xám là không có ghi nhận",
}  # fmt: skip


def _cause_caption(pieces: list[Piece]) -> str:
    fills = {piece.fill for piece in pieces}
    notes = [text for state, text in _FILL_NOTES.items() if STATES[state] in fills]
    return "; ".join(["Ngày quá hạn theo nguyên nhân", *notes])


def _cause_pieces(cause_shares: pd.DataFrame, causes: pd.DataFrame, day_wm: float) -> list[Piece]:
    totals = cause_shares.groupby("cause")["share_wm"].sum()
    by_code = causes.drop_duplicates("code").set_index("code")
    ranked = sorted(((wm, str(cause)) for cause, wm in totals.items() if wm > 0), key=lambda pair: (-pair[0], pair[1]))
    shown, rest = ranked[:MOST_CAUSES], ranked[MOST_CAUSES:]
    names = by_code["short" if "short" in by_code else "label"]
    named = [(names.get(cause, cause), wm, _cause_fill(cause, by_code)) for wm, cause in shown]
    if rest:
        named.append((f"{OTHERS} ({len(rest)})", sum(wm for wm, _ in rest), Fill(SEVERAL)))
    return _pieces(named, day_wm)


def _cause_fill(cause: str, by_code: pd.DataFrame) -> Fill:
    """The colour of the state that the cause stands for; one that only people name has none."""
    return STATES.get(str(by_code["state"].get(cause, "")), Fill(NAMED_BY_PEOPLE))


def _pieces(named: list[tuple[str, float, Fill]], day_wm: float = FULL_DAY_WM) -> list[Piece]:
    """Working minutes as pieces whose shown days sum to the shown total."""
    total = sum(wm for _, wm, _ in named)
    shown = numbers.rounded_parts([wm / day_wm for _, wm, _ in named])
    parts = percents([wm / total for _, wm, _ in named])
    return [
        Piece(name, wm, f"{_days(day)} ({part})", fill)
        for (name, wm, fill), day, part in zip(named, shown, parts, strict=True)
    ]


def percents(shares: list[float]) -> list[str]:
    """Whole percents of one bar, which sum to 100; a piece that is there is never nought."""
    whole = numbers.rounded_parts([share * 100 for share in shares], 0)
    return ["dưới 1%" if part < 1 else numbers.percent(part, 100, 0) for part in whole]


def _days(amount: float) -> str:
    return "dưới 0,1 ngày" if amount == 0 else f"{numbers.days_number(amount, full_day_wm=1)} ngày"


@look()
def whose_time_figure(
    whose_time: pd.DataFrame, late_days: pd.DataFrame | None = None, info: Mapping | None = None,
) -> Figure:
    """Two bars over the late dossiers: all their time by who held it, and their late days by whom they are put down to.

    `whose_time`: scope (all, late), party, wm; only the late dossiers are drawn. `late_days`: dossier_id, party, unit,
    officer, share_wm, closing_wm; without it the second bar is left out.
    """
    return stacked_bars(_party_bars(whose_time, late_days, info), "ngày làm việc")


def whose_time(
    whose_time: pd.DataFrame, late_days: pd.DataFrame | None = None, info: Mapping | None = None,
) -> Picture | Empty:
    """The two bars as a picture block; a sentence where there is nothing to draw."""
    bars = _party_bars(whose_time, late_days, info)
    if not bars:
        return Empty(judged.none("hồ sơ quá hạn nào", whose_time, where="", then=", nên không có thời gian để chia"))
    words = " ".join(
        f"{title}: {'; '.join(piece.words for piece in pieces)}."
        for title, pieces in bars
    )
    return picture(
        whose_time_figure(whose_time, late_days, info),
        words,
        "Thời gian của các hồ sơ quá hạn thuộc về ai (ngày làm việc)",
    )


def _party_bars(
    frame: pd.DataFrame, late_days: pd.DataFrame | None, info: Mapping | None,
) -> list[tuple[str, list[Piece]]]:
    """Late closing is a piece of its own, hatched, beside the rest of the own office's."""
    rows = frame[frame["scope"] == "late"].set_index("party")["wm"]
    bars = []
    if rows.sum() > 0:
        drawn = [(_of_party(p, rows.index), rows[p], PARTIES[p]) for p in PARTIES if rows.get(p, 0) > 0]
        bars.append(("Toàn bộ thời gian giải quyết", _pieces(drawn, info["day_wm"] if info else FULL_DAY_WM)))
    if late_days is not None and info and len(shared := of_parties(late_days, info)):
        bars.append(("Ngày quá hạn tính cho", _late_pieces(shared)))
    return bars


def _late_pieces(shared: pd.DataFrame) -> list[Piece]:
    """The days as the tables show them, and as wide."""
    closing = shared["closing"].sum()
    amounts = {**(shared["days"] - shared["closing"]).to_dict(), Party.SYSTEM: closing}
    drawn = {party: amounts[party] for party in PARTIES if amounts.get(party, 0) > 1e-9}
    parts = percents([amount / shared["days"].sum() for amount in drawn.values()])
    return [
        Piece(_of_party(p, drawn), amount, f"{_days(amount)} ({part})", PARTIES[p])
        for (p, amount), part in zip(drawn.items(), parts, strict=True)
    ]


def _of_party(party: str, drawn: Iterable) -> str:
    """A party's name; where late closing is drawn, both its pieces say that they are the own office's."""
    if party == Party.SYSTEM:
        return f"{label('party', Party.OWN_OFFICE)}, chậm kết thúc"
    rest = ", phần còn lại" if party == Party.OWN_OFFICE and Party.SYSTEM in drawn else ""
    return f"{label('party', party)}{rest}"


@look()
def what_if_figure(what_if: pd.DataFrame) -> Figure:
    """One row per cause that alone makes a dossier late: how many are late now, and how many would be left without it.

    `what_if`: cause, label, n_late, n_would_be_on_time, n_left.
    """
    late, kept = OUTCOMES[Outcome.LATE], OUTCOMES[Outcome.ON_TIME]
    rows = [
        Row(
            one.label, [Piece("", one.n_left, "", late), Piece("", one.n_would_be_on_time, "", kept)],
            f"{one.n_late} → {one.n_left}",
        )
        for one in _helpful(what_if)
    ]
    legend = [Piece("vẫn quá hạn", 1, "", late), Piece("sẽ đúng hạn nếu khắc phục nguyên nhân này", 1, "", kept)]
    return ranked_rows(rows, "số hồ sơ đang bị tính quá hạn", legend=legend)


def what_if(what_if: pd.DataFrame) -> Picture | Empty:
    """The rows as a picture block; a sentence where there is nothing to draw."""
    helpful = _helpful(what_if)
    if not helpful:
        return Empty(
            judged.none("nguyên nhân nào mà riêng việc khắc phục đã làm giảm số hồ sơ quá hạn", what_if, where="")
        )
    words = "; ".join(f"không có “{one.label}” thì từ {one.n_late} còn {one.n_left} hồ sơ quá hạn" for one in helpful)
    caption = "Số hồ sơ quá hạn còn lại nếu khắc phục từng nguyên nhân"
    return picture(what_if_figure(what_if), f"{caption}: {words}.", caption)


def _helpful(what_if: pd.DataFrame) -> list:
    ranked = what_if[what_if["n_would_be_on_time"] > 0].sort_values(["n_left", "label"], kind="stable")
    return list(ranked.itertuples())


@look()
def late_by_state_figure(state_minutes: pd.DataFrame, day_wm: float = FULL_DAY_WM) -> Figure:
    """One row per state: late working days that fell into it, in order of time (the chronological split)."""
    ranked = _late_states(state_minutes)
    pieces = [
        Row(name, [Piece("", wm / day_wm, "", fill)], numbers.days_number(wm, full_day_wm=day_wm))
        for name, wm, fill in ranked
    ]
    return ranked_rows(pieces, "ngày làm việc sau ngày hẹn trả")


def late_by_state(state_minutes: pd.DataFrame, info: Mapping | None = None) -> Picture | Empty:
    """The rows as a picture block; a sentence where there is nothing to draw."""
    if not _late_states(state_minutes):
        return Empty(judged.none("thời gian nào sau ngày hẹn trả", state_minutes, where=""))
    day_wm = info["day_wm"] if info else FULL_DAY_WM
    words = "; ".join(
        f"{name}: {numbers.days(wm, full_day_wm=day_wm)}" for name, wm, _ in _late_states(state_minutes)
    )
    return picture(
        late_by_state_figure(state_minutes, day_wm),
        f"Các thanh theo trạng thái. {words}.",
        "Sau ngày hẹn trả, hồ sơ ở trạng thái nào (ngày làm việc)",
    )


def _late_states(state_minutes: pd.DataFrame) -> list[tuple[str, float, Fill]]:
    totals = state_minutes.groupby("state")["late_wm"].sum()
    found = [
        (label("state", state), totals[state], STATES[state])
        for state in CODES["state"]
        if totals.get(state, 0) > 0
    ]
    return sorted(found, key=lambda one: -one[1])
