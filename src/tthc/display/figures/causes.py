"""Why dossiers were late, whose time it was, and what would be left without a cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
from matplotlib.figure import Figure

from tthc.display.blocks import Empty, Picture, judged, numbers
from tthc.display.blocks.late_days import of_causes, of_parties, of_time
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
    """The days and percents as the tables show them; the smallest causes share a piece, which holds their sums."""
    totals = of_causes(cause_shares, {"day_wm": day_wm}).reset_index()
    totals = totals[totals["days"] > 0] if (totals["days"] > 0).any() else totals[totals["wm"] > 0]
    totals = totals.sort_values(["wm", "cause"], ascending=[False, True], kind="stable")
    by_code = causes.drop_duplicates("code").set_index("code")
    names = by_code["short" if "short" in by_code else "label"]
    pieces = [
        _piece(names.get(row["cause"], row["cause"]), row, _cause_fill(row["cause"], by_code))
        for row in totals.head(MOST_CAUSES).to_dict("records")
    ]
    rest = totals.iloc[MOST_CAUSES:]
    if len(rest):
        pieces.append(_piece(f"{OTHERS} ({len(rest)})", rest[["wm", "days", "share"]].sum(), Fill(SEVERAL)))
    return pieces


def _piece(name: str, row: Mapping | pd.Series, fill: Fill) -> Piece:
    return Piece(name, row["wm"], f"{_days(row['days'])} ({_share(row['share'])})", fill)


def _share(percent: float) -> str:
    """As the tables write it; a piece that is there is never nought."""
    return numbers.percent(percent, 100, 1) if percent else "dưới 0,1%"


def _cause_fill(cause: str, by_code: pd.DataFrame) -> Fill:
    """The colour of the state that the cause stands for; one that only people name has none."""
    return STATES.get(str(by_code["state"].get(cause, "")), Fill(NAMED_BY_PEOPLE))


def _days(amount: float) -> str:
    return f"{numbers.number(amount, 1)} ngày" if amount else "dưới 0,1 ngày"


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
    info = info or {"day_wm": FULL_DAY_WM}
    bars = []
    if len(times := of_time(frame, "late", info)):
        bars.append(("Toàn bộ thời gian giải quyết", _party_pieces(times)))
    if late_days is not None and len(shared := of_parties(late_days, info)):
        bars.append(("Ngày quá hạn tính cho", _party_pieces(shared)))
    return bars


def _party_pieces(times: pd.DataFrame) -> list[Piece]:
    """The days as the tables show them; as wide as they were before they were rounded."""
    whole = {**times["wm"].to_dict(), Party.SYSTEM: times["closing_wm"].sum()}
    drawn = {party: whole[party] for party in PARTIES if whole.get(party, 0) > 1e-6}
    own = Party.OWN_OFFICE
    if own in drawn and Party.SYSTEM in drawn:
        drawn[own] -= drawn[Party.SYSTEM]
        drawn = {party: wm for party, wm in drawn.items() if wm > 1e-6}
    days, shares = (
        {**(times[one] - times[other]).to_dict(), Party.SYSTEM: times[other].sum()}
        for one, other in (("days", "closing"), ("share", "closing_share"))
    )
    return [
        _piece(_of_party(party, drawn), {"wm": wm, "days": days[party], "share": shares[party]}, PARTIES[party])
        for party, wm in drawn.items()
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
            numbers.becomes(one.n_late, one.n_left),
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
    words = "; ".join(
        f"không có “{one.label}” thì từ {numbers.number(one.n_late)} còn {numbers.number(one.n_left)} hồ sơ quá hạn"
        for one in helpful
    )
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
