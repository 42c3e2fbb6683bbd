"""Who held a step that went through several hands, and how long each."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.causes.days_told import days_told

_PASS = ("dossier_id", "step", "pass_no")
_MOST_HANDS = 4


def handed_over(parts: ir.Table, spans: ir.Table, day_wm: float) -> ir.Table:
    """One row per part that is a step's: pass_norm_wm (granted to the whole pass), and, where several held it, who how
    long (hands).

    A minute in which two held it is one of them only (`segments`), which the sentence says where `spans` overlap.
    """
    rows = parts.filter((parts.part == "step") & (parts.used_wm > 0))
    of_pass = ibis.window(group_by=[rows[name] for name in _PASS])
    rows = rows.mutate(pass_norm_wm=rows.norm_wm.sum().over(of_pass))
    several = _hands(rows, day_wm)
    by_place = {f"hand_{n}": several.hand.max(where=several.place == n) for n in range(_MOST_HANDS)}
    named = several.group_by(*_PASS).agg(**by_place, n_hands=several.n_hands.max())
    hands = named.hand_0
    for n in range(1, _MOST_HANDS):
        hands = hands + ibis.coalesce(", " + named[f"hand_{n}"], "")
    more = (named.n_hands > _MOST_HANDS).ifelse(" và " + (named.n_hands - _MOST_HANDS).cast("string") + " nơi khác", "")
    named = named.left_join(_together(spans), [(name, f"t_{name}") for name in _PASS])
    once = named.t_step.notnull().ifelse(" (lúc nhiều nơi cùng giữ chỉ tính cho một nơi)", "")
    named = named.select(*_PASS, hands=hands + more + once)
    rows = rows.left_join(named, list(_PASS))
    return rows.select("dossier_id", "part_no", "pass_norm_wm", "hands")


def _hands(rows: ir.Table, day_wm: float) -> ir.Table:
    """One row per holder of a pass that had several, in their order; who held it again after a stop is named once, and
    one name in two units twice, with the units.
    """
    held = rows.group_by(*_PASS, "officer", "unit").agg(used_wm=rows.used_wm.sum(), first_no=rows.part_no.min())
    of_name = ibis.window(group_by=[*(held[name] for name in _PASS), held.officer])
    both = held.officer + " (" + held.unit + ")"
    is_twice = held.officer.notnull() & (held.first_no.count().over(of_name) > 1)
    who = ibis.coalesce(is_twice.ifelse(both, held.officer), held.officer, held.unit, "không rõ")
    of_pass = {"group_by": [held[name] for name in _PASS]}
    held = held.mutate(
        place=ibis.row_number().over(ibis.window(**of_pass, order_by=held.first_no)),
        n_hands=held.first_no.count().over(ibis.window(**of_pass)),
        hand=who + " " + days_told(held.used_wm, day_wm) + " ngày",
    )
    return held.filter(held.n_hands > 1)


def _together(spans: ir.Table) -> ir.Table:
    """One row per pass that two held at once: t_dossier_id, t_step, t_pass_no."""
    rows = spans.filter(ibis.coalesce(spans.ended_at > spans.arrived_at, True))
    before = ibis.window(
        group_by=[rows[name] for name in _PASS], order_by=[rows.arrived_at, rows.step_no], rows=(None, -1),
    )
    still = ibis.coalesce(rows.ended_at, ibis.timestamp("9999-12-31").cast("timestamp(6)"))
    rows = rows.mutate(until_at=still.max().over(before))
    rows = rows.filter(rows.arrived_at < rows.until_at)
    return rows.select(**{f"t_{name}": name for name in _PASS}).distinct()
