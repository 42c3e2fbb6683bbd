"""Which main cause may be named, worked out by hand: shares in minutes of a lateness of 1000, what of it no reason is known for."""

from __future__ import annotations

import pyarrow as pa
import pytest

from small_tables import REFERENCE
from tthc.analysis.causes import load_causes
from tthc.analysis.causes.naming import with_main

LISTED = load_causes(REFERENCE / "causes.csv")
STATE = {cause.code: cause.state for cause in LISTED}
PART = {"unclosed": "unclosed", "unrecorded": "unrecorded", "supplement": "stop"}


def named(engine, shares, *, norm_source="given", used=None, least=None, over=None, over_least=None, over_own=None, total_wm=4000.0):
    """The main cause and its grade of one dossier with these shares."""
    ranked = sorted(shares.items(), key=lambda pair: -pair[1])
    rows = [
        {
            "dossier_id": 1, "cause": cause, "state": STATE[cause], "part": PART.get(STATE[cause], "step"), "part_no": place,
            "norm_source": norm_source, "share_wm": float(share), "even_wm": float(share), "least_wm": float((least or shares)[cause]), "most_wm": float(share), "over_most_wm": float((over or shares)[cause]),
            "over_least_wm": float((over or shares)[cause]) if over_least is None else float(over_least),
            "over_own_wm": float((over or shares)[cause] if over_least is None else over_least) if over_own is None else float(over_own),
            "over_wm": float((over or shares)[cause]), "used_wm": float((used or shares)[cause]),
            "place": place, "total_late_wm": float(sum(shares.values())), "needed_wm": float(sum(shares.values())), "total_wm": total_wm, "officer": "An", "closed_late": False,
        }
        for place, (cause, share) in enumerate(ranked)
    ]  # fmt: skip
    found = engine.fetch(with_main(engine.load(pa.Table.from_pylist(rows), "naming_rows"), LISTED))
    main = found[found.is_main]
    assert found.cause.is_unique and len(main) == 1 and found.share_wm.sum() == sum(shares.values())
    return main.cause.iloc[0], main.grade.iloc[0]


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ({"HD-HOP": 700, "PH-YKIEN": 300}, ("HD-HOP", "sure")),
        ({"PH-YKIEN": 700, "KX-GHINHAN": 300}, ("PH-YKIEN", "range")),  # whatever the 300 were
        ({"PH-YKIEN": 450, "KY-CAP-TREN": 250, "KX-GHINHAN": 300}, ("KX-GHINHAN", "none")),  # 250 + 300 may be the signature's
        ({"PH-YKIEN": 450, "KY-CAP-TREN": 250, "CB-GIU": 300}, ("PH-YKIEN", "range")),  # what an officer held is no signature
        ({"PH-YKIEN": 400, "CB-CHO": 250, "CB-GIU": 350}, ("CK-XACDINH", "none")),  # 250 + 350 may all be idleness; a desk with less than the largest part is not put forward
        ({"PH-YKIEN": 300, "CB-CHO": 250, "CB-GIU": 450}, ("CB-GIU", "none")),
        ({"CB-CHO": 600, "CB-CHAM": 390, "CB-GIU": 10}, ("CK-XACDINH", "none")),
        ({"CB-VANG": 450, "CB-GIU": 550}, ("CB-GIU", "none")),
        ({"CB-VANG": 550, "CB-GIU": 450}, ("CB-VANG", "range")),
        ({"HT-NGUNG": 995, "CB-GIU": 5}, ("HT-NGUNG", "sure")),
        ({"CB-GIU": 1000}, ("CB-GIU", "none")),
        ({"CB-CHO": 600, "CB-CHAM": 400, "KX-GHINHAN": 0}, ("CK-XACDINH", "none")),  # what took no minute is not named
    ],
)
def test_a_cause_is_named_only_where_it_is_the_largest_whatever_is_not_known(engine, shares, expected):
    assert named(engine, shares) == expected


def test_without_norms_a_persons_conduct_is_named_only_where_it_took_most_of_the_life(engine):
    """Late by 1000. Of a life of 4000 he worked 1000 after the deadline: the rest may have taken what was meant for him."""
    assert named(engine, {"CB-CHAM": 1000}, norm_source="none") == ("CK-XACDINH", "none")
    assert named(engine, {"CB-CHAM": 1000}, norm_source="none", used={"CB-CHAM": 3500}) == ("CB-CHAM", "range")
    assert named(engine, {"PH-YKIEN": 1000}, norm_source="none") == ("PH-YKIEN", "range")
    # A desk that merely had it last is not put forward either.
    assert named(engine, {"CB-GIU": 600, "CB-VANG": 400}, norm_source="none") == ("CK-XACDINH", "none")
    assert named(engine, {"CB-GIU": 1000}, norm_source="none", used={"CB-GIU": 3500}) == ("CB-GIU", "none")


def test_conduct_is_named_only_where_the_norm_may_have_paid_for_it_first(engine):
    """Idle and away beyond the norm: 600 and 400. If the norm paid for the idleness first, only 300 of it are left."""
    shares = {"CB-CHO": 600, "CB-VANG": 400}
    assert named(engine, shares, least={"CB-CHO": 500, "CB-VANG": 300}, over_least=1000) == ("CB-CHO", "sure")
    assert named(engine, shares, over_least=1000, least={"CB-CHO": 300, "CB-VANG": 0}) == ("CK-XACDINH", "none")
    # An absence is no conduct: its usual share names it.
    assert named(engine, {"CB-VANG": 600, "CB-CHO": 400}, least={"CB-VANG": 0, "CB-CHO": 0}) == ("CB-VANG", "sure")


def test_of_several_who_share_a_cause_nobody_is_convicted_by_the_others_part(engine):
    """Two were slow, 600 and 400 beyond the norm: neither alone explains the lateness of 1000."""
    assert named(engine, {"CB-CHAM": 1000}, over_own=1000) == ("CB-CHAM", "sure")
    assert named(engine, {"CB-CHAM": 1000}, over_own=600) == ("CK-XACDINH", "none")


def test_time_without_a_record_that_explains_the_lateness_acquits(engine):
    """Slow by 1200 and 1100 without any record, of a lateness of 1000: either alone would do."""
    told = {"shares": {"CB-CHAM": 700, "KX-GHINHAN": 300}, "over_least": 1200}
    assert named(engine, **told, over={"CB-CHAM": 1200, "KX-GHINHAN": 300}) == ("CB-CHAM", "range")
    assert named(engine, **told, over={"CB-CHAM": 1200, "KX-GHINHAN": 1100}) == ("KX-GHINHAN", "none")


def test_lateness_without_a_minute_is_nobodys_conduct(engine):
    assert named(engine, {"CB-CHAM": 0}) == ("CK-XACDINH", "none")
    assert named(engine, {"HD-HOP": 0}) == ("HD-HOP", "none")


def test_what_alone_explains_the_lateness_goes_before_conduct(engine):
    """Idle 600 and the other body 400 of 1000 late; without the other body's delay, 1100 beyond its norm, it would have been on time."""
    shares = {"CB-CHO": 600, "PH-YKIEN": 400}
    assert named(engine, shares, over={"CB-CHO": 1650, "PH-YKIEN": 1100}) == ("PH-YKIEN", "range")
    assert named(engine, shares, over={"CB-CHO": 1350, "PH-YKIEN": 900}) == ("CB-CHO", "sure")
    # Where it took both, nobody is charged.
    assert named(engine, shares, over={"CB-CHO": 990, "PH-YKIEN": 900}) == ("CK-XACDINH", "none")


def test_a_dossier_has_one_row_of_each_cause(engine):
    """Lateness without a minute, conduct held it first, and the deadline was shorter than the norms: one row says that nobody knows."""
    assert named(engine, {"CB-CHO": 0, "CK-XACDINH": 0}) == ("CK-XACDINH", "none")


def test_against_what_is_usual_nothing_is_sure(engine):
    assert named(engine, {"CB-CHAM": 1000}, norm_source="estimated") == ("CB-CHAM", "range")
