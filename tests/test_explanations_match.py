"""What people typed is matched to a late dossier, confirms a cause or does not, and is never dropped."""

from __future__ import annotations

import dataclasses

import pytest

from small_tables import load
from tthc.analysis.causes import confirm_late, confirm_shares, count_named_otherwise
from tthc.sources.explanations import Faults, match_rows
from tthc.sources.explanations.rows import TypedRow

CAUSES = {"KY": "Chờ cấp trên ký", "HD": "Chờ hội đồng họp", "PM": "Lỗi phần mềm"}
LATE, KNOWN = {"H-1", "H-2", "000.00.18-0003"}, {"H-1", "H-2", "000.00.18-0003", "H-9"}


def typed(row: int = 5, **cells: str) -> TypedRow:
    return TypedRow(**{"file": "giai-trinh.xlsx", "sheet": "Giải trình", "row": row, "dossier_id": "H-1", **cells})


def matched(*rows: TypedRow) -> tuple[list[dict], list[dict]]:
    faults = Faults()
    return match_rows(rows, late_ids=LATE, known_ids=KNOWN, causes=CAUSES, faults=faults), faults.rows


DECISIONS = {
    "a cause picked counts without an opinion": ({"cause_text": "Chờ hội đồng họp"}, "confirmed", "HD", None),
    "a cause picked and agreed to": ({"cause_text": "Chờ hội đồng họp", "sign_off": "Đồng ý"}, "confirmed", "HD", None),
    "an opinion alone confirms what the file proposed": ({"sign_off": "đồng ý ", "proposed_text": "Chờ cấp trên ký"}, "confirmed", "KY", None),
    "a code, or letters without marks": ({"cause_text": " cho HOI dong hop"}, "confirmed", "HD", None),
    "a refusal withholds": ({"cause_text": "Chờ hội đồng họp", "sign_off": "Không đồng ý"}, "noted", None, "explanation.withheld"),
    "so does more to come": ({"cause_text": "Chờ hội đồng họp", "sign_off": "Cần bổ sung"}, "noted", None, "explanation.withheld"),
    "an opinion nobody understands": ({"cause_text": "HD", "sign_off": "tùy"}, "noted", None, "explanation.sign_off"),
    "agreed, but to what": ({"sign_off": "Đồng ý"}, "noted", None, "explanation.no_proposal"),
    "words alone": ({"explanation": "Hồ sơ khó."}, "noted", None, None),
    "an unknown cause": ({"cause_text": "Trời mưa"}, "unmatched", None, "explanation.unknown_cause"),
    "an unknown dossier": ({"dossier_id": "H-77", "explanation": "Đã làm."}, "unmatched", None, "explanation.unknown_dossier"),
    "a dossier no longer late": ({"dossier_id": "H-9", "explanation": "Đã làm."}, "unmatched", None, "explanation.not_late"),
    "a row without a dossier": ({"dossier_id": "", "note": "Người lập biểu"}, "unmatched", None, "explanation.no_id"),
    "a code typed with blanks, in capitals": ({"dossier_id": "000.00.18 - 0003", "cause_text": "KY"}, "confirmed", "KY", None),
}


@pytest.mark.parametrize(("cells", "status", "cause", "rule"), DECISIONS.values(), ids=DECISIONS)
def test_what_a_row_says(cells, status, cause, rule):
    [row], findings = matched(typed(**cells))
    assert (row["status"], row["cause"]) == (status, cause)
    assert [found["rule"] for found in findings] == ([rule] if rule else [])
    assert {key: row[key] for key in cells if key != "dossier_id"} == {key: value for key, value in cells.items() if key != "dossier_id"}


def test_a_finding_names_the_place_the_value_and_what_to_do():
    _, [found] = matched(typed(row=12, cause_text="Trời mưa"))
    assert (found["file"], found["sheet"], found["row"], found["column"]) == ("giai-trinh.xlsx", "Giải trình", 12, "Nguyên nhân xác nhận")
    assert (found["value"], found["dossier_id"], found["severity"]) == ("Trời mưa", "H-1", "warn")
    assert "Chọn một nguyên nhân trong danh mục" in found["action"]


def test_rows_of_one_dossier_that_agree_complete_each_other():
    [row], findings = matched(
        typed(row=5, cause_text="Chờ hội đồng họp"), typed(row=9, file="phong-b.xlsx", explanation="Chờ lịch họp.", explained_by="Bà Mai")
    )
    assert (row["status"], row["cause"], row["explanation"], row["explained_by"]) == ("confirmed", "HD", "Chờ lịch họp.", "Bà Mai")
    assert findings == []


def test_rows_of_one_dossier_that_disagree_are_all_kept_and_none_is_used():
    rows, findings = matched(
        typed(row=5, cause_text="Chờ hội đồng họp", explanation="A"), typed(row=6, cause_text="Chờ cấp trên ký", explanation="A")
    )
    assert [(row["status"], row["cause_text"], row["explanation"]) for row in rows] == [
        ("unmatched", "Chờ hội đồng họp", "A"), ("unmatched", "Chờ cấp trên ký", "A")
    ]  # fmt: skip
    assert [(found["rule"], found["row"], found["value"]) for found in findings] == [
        ("explanation.disagree", 5, "Chờ hội đồng họp"), ("explanation.disagree", 6, "Chờ cấp trên ký")
    ]  # fmt: skip
    assert "“Nguyên nhân xác nhận”" in rows[0]["problem"]


def test_agreeing_to_different_proposals_is_a_disagreement():
    rows, _ = matched(
        typed(row=5, sign_off="Đồng ý", proposed_text="Chờ cấp trên ký"), typed(row=6, sign_off="Đồng ý", proposed_text="Chờ hội đồng họp")
    )
    assert [row["status"] for row in rows] == ["unmatched", "unmatched"]


def test_the_same_row_in_two_files_counts_once_even_where_it_cannot_be_used():
    rows, findings = matched(typed(dossier_id="H-77", note="x"), typed(dossier_id="H-77", note="x", file="ban-sao.xlsx", row=8))
    assert [(row["file"], row["row"]) for row in rows] == [("giai-trinh.xlsx", 5)] and len(findings) == 1


def test_every_typed_text_is_in_what_comes_out():
    cells = {field.name: f"chữ {field.name}" for field in dataclasses.fields(TypedRow) if field.name not in ("file", "sheet", "row")}
    [row], _ = matched(typed(**cells))
    assert {key: row[key] for key in cells} == cells and row["status"] == "unmatched"


# Confirmed causes in the tables


SHARE = {"norm_source": "given", "chrono_wm": 0.0, "would_be_on_time": False, "is_main": False, "part": "step", "part_no": 1}
SHARES = [
    {"dossier_id": "H-1", "cause": "KY", "share_wm": 300.0, "over_wm": 400.0, "is_main": True, "would_be_on_time": True,
     "part_no": 4, "step": "Ký", "kind": "sign", "unit": "UBND tỉnh", "officer": None},
    {"dossier_id": "H-1", "cause": "HD", "share_wm": 100.0, "over_wm": 100.0,
     "part_no": 2, "step": "Họp", "kind": "council", "unit": "Hội đồng", "officer": None},
    {"dossier_id": "H-2", "cause": "KY", "share_wm": 50.0, "over_wm": 50.0, "is_main": True, "would_be_on_time": True,
     "part_no": 4, "step": "Ký", "kind": "sign", "unit": "UBND tỉnh", "officer": "Ông Ba"},
]  # fmt: skip
LATE_ROW = {
    "outcome": "late", "end_at": "08/04/2024", "is_apparent": False, "cause": "KY", "cause_label": "Chờ cấp trên ký", "is_subjective": False,
    "remedy": "Trình sớm", "step_no": 4, "step": "Ký", "kind": "sign", "unit": "UBND tỉnh", "evidence": "Bước “Ký”…", "is_confirmed": False,
    "late_days": 1.0, "late_wm": 400.0,
}  # fmt: skip


@pytest.fixture
def tables(engine):
    def build(**said: str):
        import pyarrow as pa

        shares = engine.load(pa.Table.from_pylist([{**SHARE, **row} for row in SHARES]), "given_shares")
        late = load(engine, "late", [{**LATE_ROW, "dossier_id": one} for one in ("H-1", "H-2")]).drop("proposed_cause", "proposed_label")
        rows = [
            {"dossier_id": one, "said": code, "said_label": CAUSES[code], "said_is_subjective": True, "said_remedy": "Sửa"}
            for one, code in said.items()
        ]
        schema = pa.schema(
            [(name, pa.string()) for name in ("dossier_id", "said", "said_label")]
            + [("said_is_subjective", pa.bool_()), ("said_remedy", pa.string())]
        )
        confirmed = engine.load(pa.Table.from_pylist(rows, schema=schema), "given_confirmed")
        told = engine.materialise(confirm_shares(shares, confirmed), "told_shares")
        what_if = engine.load(pa.table({"cause": ["KY", "HD"], "n_would_be_on_time": [2, 0]}), "given_what_if")
        return (
            engine.fetch(told).sort_values(["dossier_id", "cause"]).reset_index(drop=True),
            engine.fetch(confirm_late(late, shares, confirmed)).set_index("dossier_id"),
            engine.fetch(count_named_otherwise(what_if, told)).set_index("cause").n_named_otherwise.to_dict(),
        )

    return build


def test_without_confirmation_everything_stays_proposed(tables):
    shares, late, others = tables()
    assert shares.is_main.tolist() == [False, True, True] and not shares.is_confirmed.any()
    assert late.cause.tolist() == ["KY", "KY"] and late.proposed_label.tolist() == ["Chờ cấp trên ký"] * 2 and not late.is_confirmed.any()
    assert others == {"KY": 0, "HD": 0}


def test_a_confirmed_cause_is_the_main_one_and_no_minute_moves(tables):
    shares, late, others = tables(**{"H-1": "HD"})
    assert shares[["cause", "share_wm", "is_main", "is_confirmed"]].values.tolist() == [
        ["HD", 100.0, True, True], ["KY", 300.0, False, False], ["KY", 50.0, True, False]
    ]  # fmt: skip
    row = late.loc["H-1"]
    assert (row.cause, row.cause_label, row.is_confirmed, row.remedy, row.is_subjective) == ("HD", "Chờ hội đồng họp", True, "Sửa", True)
    assert (row.step, row.unit, row.step_no, row.proposed_cause) == ("Họp", "Hội đồng", 2, "KY")
    assert not late.loc["H-2"].is_confirmed
    assert others == {"KY": 1, "HD": 0}, "H-1 would be on time without KY, but its unit confirmed HD"


def test_a_cause_that_only_people_can_name_has_no_minutes_and_no_holder(tables):
    shares, late, _ = tables(**{"H-2": "PM"})
    assert shares[shares.dossier_id == "H-2"][["cause", "share_wm", "is_main"]].values.tolist() == [["KY", 50.0, False], ["PM", 0.0, True]]
    row = late.loc["H-2"]
    assert row.cause == "PM" and row[["step", "unit", "officer"]].isna().all() and row.evidence == "Bước “Ký”…"


def test_confirming_the_proposal_keeps_its_step_and_holder(tables):
    _, late, others = tables(**{"H-1": "KY"})
    row = late.loc["H-1"]
    assert (row.is_confirmed, row.step, row.unit, row.cause_label) == (True, "Ký", "UBND tỉnh", "Chờ cấp trên ký")
    assert others == {"KY": 0, "HD": 0}
