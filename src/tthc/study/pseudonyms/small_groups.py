"""Groups that are small enough to be persons: others do not see them, nor what would give them back.

Ratings and complaints stand for the whole period only, and for `fewest_people` or more (`without_small_groups`). Other
counts stand for groups of `fewest_counts` or more. A group that is left out could be had back by taking the others from
the total; so the next smallest goes with it until those left out are enough together.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
import pandas as pd

# Counted over complaints and survey sheets themselves.
_FEEDBACK = ("complaints", "qd766_5_2", "qd766_5_3", "survey_satisfied")
# Counted over dossiers: late ones and those with a bad word; what is not lateness is the group.
_MIXED = "qd766_5_4"
_HIDDEN = ("numerator", "denominator", "value", "low", "high", "points")
_GROUP = ("period", "basis", "rule")


OTHERS = {"field": "Các lĩnh vực ít hồ sơ", "procedure": "Các thủ tục ít hồ sơ của lĩnh vực {}"}


def without_small_groups(measures: ir.Table, fewest: int) -> ir.Table:
    """The long table of indicators, where those on ratings and feedback stand for the whole period only, and for
    `fewest` or more.
    """
    rows = measures.filter(~measures.measure.isin([*_FEEDBACK, _MIXED]) | _is_overall(measures))
    late = rows.filter(rows.measure.isin(["late", "open_late"]) & _is_overall(rows))
    late = late.group_by(*_GROUP).agg(n_late=late.numerator.sum())
    rows = rows.left_join(late, list(_GROUP))
    few = ibis.ifelse(
        rows.measure == _MIXED, rows.denominator - rows.numerator - rows.n_late.fill_null(0.0), rows.denominator,
    )
    hide = rows.measure.isin([*_FEEDBACK, _MIXED]) & (few > 0) & (few < fewest)
    return rows.mutate(
        **{name: hide.ifelse(ibis.null("float64"), rows[name]) for name in _HIDDEN}
    ).select(measures.columns)


def _is_overall(rows: ir.Table) -> ir.BooleanValue:
    return rows.unit.isnull() & rows.field.isnull() & rows.procedure.isnull()


def left_out(sizes: Sequence[float], fewest: int) -> list[bool]:
    """Which groups are left out beside their total: those of 1 to `fewest` - 1, and then the smallest of the others
    until at least two groups and `fewest` of what is counted are left out together.

    >>> left_out([40, 2, 7, 12], 3)
    [False, True, True, False]
    >>> left_out([40, 7, 12], 3)
    [False, False, False]
    """
    gone = [0 < size < fewest for size in sizes]
    rest = sorted((n for n, size in enumerate(sizes) if size >= fewest), key=lambda n: (sizes[n], n))
    while any(gone) and rest and (sum(gone) < 2 or sum(sizes[n] for n, one in enumerate(gone) if one) < fewest):
        gone[rest.pop(0)] = True
    return gone


def form_for_others(form: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """Form II.06a, where small fields, and within a field small procedures, share one row; sums stay what they are."""
    is_total, is_field = form["field"].isna(), form["field"].notna() & form["procedure"].isna()
    fields = _merged(form[is_field], "field", fewest)
    kept = set(fields["field"])
    procedures = [
        _merged(rows, "procedure", fewest)
        for name, rows in form[form["procedure"].notna()].groupby("field", sort=True)
        if name in kept
    ]
    return pd.concat([form[is_total], fields, *procedures], ignore_index=True)[form.columns]


def _merged(rows: pd.DataFrame, name: str, fewest: int) -> pd.DataFrame:
    gone = left_out(rows["c3"].tolist(), fewest)
    if not any(gone):
        return rows
    small = rows[gone]
    cells = {column: small[column].sum() if column.startswith("c") else small[column].iloc[0] for column in rows}
    row = pd.DataFrame([{**cells, name: OTHERS[name].format(cells["field"])}])
    return pd.concat([rows[[not one for one in gone]], row], ignore_index=True)


def groups_for_others(groups: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """`late_groups` without those of fewer than `fewest` dossiers, and without what would give them back."""
    return _without(groups, ["grouping"], "n", fewest)


def measures_for_others(measures: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """The long table of indicators: of units, fields and procedures only groups of `fewest` or more."""
    parts = ["unit", "field", "procedure"]
    is_part = measures[parts].notna().any(axis=1)
    kind = measures[parts].notna().astype(int).astype(str).agg("".join, axis=1)
    # A procedure is a part of its field, a field or a unit a part of the office.
    within = measures["field"].where(measures["procedure"].notna(), "")
    members = measures[is_part].assign(kind=kind[is_part], within=within[is_part].fillna(""))
    keys = ["period", "basis", "rule", "measure"]
    kept = _without(members, [*keys, "kind", "within"], "denominator", fewest)
    kept = kept[~_of_hidden_field(kept, members, [*keys, "field"])]
    return pd.concat([measures[~is_part], kept.drop(columns=["kind", "within"])]).sort_index()


def _of_hidden_field(kept: pd.DataFrame, members: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Procedures of a field that is left out: they would give it back."""
    of_field = members["field"].notna() & members["procedure"].isna()
    hidden = members[of_field & ~members.index.isin(kept.index)]
    gone = pd.MultiIndex.from_frame(kept[keys]).isin(pd.MultiIndex.from_frame(hidden[keys]))
    return pd.Series(gone, index=kept.index) & kept["procedure"].notna()


def _without(rows: pd.DataFrame, keys: list[str], size: str, fewest: int) -> pd.DataFrame:
    """The rows but for those that `left_out` names among the rows with the same keys."""
    gone = pd.Series(False, index=rows.index)
    for _, part in rows.groupby(keys, dropna=False, sort=False):
        gone.loc[part.index] = left_out(part[size].fillna(0).tolist(), fewest)
    return rows[~gone]
