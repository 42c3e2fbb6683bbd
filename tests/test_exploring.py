"""What an analyst asks of a study from Python: describe, labelled, dossier, where, compare, and words for typing errors."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import tthc
from tthc.display.blocks import plain
from tthc.display.labels import in_days
from tthc.display.tables.periods import _warnings, late_rate_parts
from tthc.model.errors import TthcError, UsageError
from tthc.model.schema import TABLES
from tthc.model.schema.row_words import ONE_ROW
from tthc.study import Study

PERIOD, LATE = "2024-01..2024-05", "000.00.22.H00-240228-0001"


@pytest.fixture(scope="module")
def study(module_project: Path) -> Study:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(module_project)
        study = tthc.open(PERIOD)
        study.ensure(["late", "outcomes", "dossiers", "segments", "warnings", "indicators", "steps", "stops", "calendar"])
        return study


def test_every_table_says_in_words_what_one_row_is():
    assert set(ONE_ROW) == set(TABLES)


def test_a_description_names_row_columns_units_and_codes(study: Study):
    text = plain.render(study.describe("late"))
    assert "Mỗi dòng là một hồ sơ quá hạn" in text and "có 10 dòng" in text
    card = study.describe("late")
    lines = {row[0]: row[1:] for row in card.blocks[1].rows}
    assert set(lines) == set(study.late.columns)
    assert lines["late_wm"] == ("Phút quá hạn", "phút làm việc", "10", "")
    assert lines["grade"][3].startswith("sure: ") and lines["received_at"][1] == "ngày giờ"


def test_labelled_minutes_are_days_on_request(study: Study):
    days, minutes = study.labelled("late"), study.labelled("late", days=False)
    assert days["Quá hạn (ngày làm việc)"].tolist() == pytest.approx((study.late["late_wm"] / 480).tolist())
    assert minutes["Phút quá hạn"].tolist() == study.late["late_wm"].tolist()
    assert set(days["Kết quả"]) == {"Quá hạn"}


@pytest.mark.parametrize(("label", "told"), [
    ("Phút quá hạn", "Quá hạn (ngày làm việc)"), ("Phút làm việc", "Thời gian (ngày làm việc)"), ("Thời hạn", "Thời hạn (ngày làm việc)"),
])
def test_a_header_in_days_does_not_speak_of_minutes(label: str, told: str):
    assert in_days(label) == told


def test_a_late_dossier_has_its_cause_each_verdict_and_its_steps(study: Study):
    text = plain.render(study.dossier(LATE))
    assert "đã có kết quả nhưng chậm kết thúc hồ sơ trên hệ thống" in text and "chắc chắn" in text
    assert "Dải thời gian của hồ sơ" in text and "quá hạn" in text
    verdicts = next(block for block in study.dossier(LATE).blocks if getattr(block, "caption", "") == "Kết quả theo từng cách tính")
    assert [row[0] for row in verdicts.rows][0] == "Ngày hẹn trả trên hệ thống" and len(verdicts.rows) == 3
    assert "Trả kết quả" in text


def test_a_dossier_in_time_and_an_open_one_have_a_card_too(study: Study):
    early = study.outcomes.query("rule == 'system' and outcome == 'early'")["dossier_id"].iloc[0]
    text = plain.render(study.dossier(early))
    assert "Trước hạn" in text and "quá hạn" not in text.split("Kết quả theo từng cách tính")[0].replace("ngày hẹn trả", "")
    open_one = study.warnings["dossier_id"].iloc[0]
    assert "khả năng quá hạn" in plain.render(study.dossier(open_one))


def test_a_part_has_rows_of_the_whole(study: Study):
    unit = study.late["dossier_unit"].iloc[0]
    part = study.where(unit=unit, cause=study.late["cause"].iloc[0])
    ids = set(study.late[(study.late["dossier_unit"] == unit) & (study.late["cause"] == study.late["cause"].iloc[0])]["dossier_id"])
    assert set(part.late["dossier_id"]) == ids and set(part.dossiers["dossier_id"]) == ids
    pd.testing.assert_frame_equal(
        part.segments.reset_index(drop=True), study.segments[study.segments["dossier_id"].isin(ids)].reset_index(drop=True),
    )
    total = part.form_06a[part.form_06a["field"].isna()]
    assert int(total["c3"].iloc[0]) == len(ids)


def test_the_parts_of_a_change_sum_to_it():
    """Of two procedures A stays at one in ten late but grows, B falls from 5 to 2 in ten: worked out by hand."""
    now = pd.DataFrame({"n": [30, 10], "late": [3, 2]}, index=["A", "B"])
    then = pd.DataFrame({"n": [10, 10], "late": [1, 5]}, index=["A", "B"])
    parts = late_rate_parts(now, then)
    # R = 5/40 = 12.5 %, R' = 6/20 = 30 %; B's rate: (0.25 + 0.5)/2 × (0.2 − 0.5) = −11.25; A's is 0.
    assert parts["rate_points"].round(9).to_dict() == {"A": 0.0, "B": -11.25}
    # mix: A (0.75 − 0.5) × (0.1 − 0.2125) = −2.8125; B (0.25 − 0.5) × (0.35 − 0.2125) = −3.4375
    assert parts["mix_points"].round(9).to_dict() == {"A": -2.8125, "B": -3.4375}
    assert parts["points"].sum() == pytest.approx(-17.5)


def test_two_periods_show_numerators_and_sum_to_the_change(study: Study, module_project: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(module_project)
    blocks = study.compare(tthc.open("2024-01..2024-04"))
    text = "\n".join(plain.render(block) for block in blocks)
    assert "94,90% (186/196)" in text and "94,30% (149/158)" in text
    assert "Tỷ lệ quá hạn trong hồ sơ đã giải quyết đổi −0,59 điểm %" in text


def test_other_rules_a_month_without_receptions_and_unjudged_dossiers_are_said():
    def info(label: str, value: str, n: int) -> dict:
        rules = [{"name": "compare", "label": "So hạn theo ngày hay theo phút", "value": value}]
        return {"period": {"label": label, "start": "2024-04-01", "end": "2024-05-31"}, "rules": rules, "n_unjudged": n}

    whole = pd.DataFrame({"received_at": pd.to_datetime(["2024-03-01", "2024-04-30", "2024-05-02"])})
    note = _warnings(whole, whole.head(2), info("kỳ này", "date", 0), info("kỳ trước", "minute", 3))[0]
    assert note.items == (
        "Hai kỳ tính theo quy tắc khác nhau: So hạn theo ngày hay theo phút.",
        "kỳ trước: dữ liệu không ghi hồ sơ tiếp nhận trong tháng 05/2024; tệp xuất có thể chưa trọn kỳ.",
        "kỳ trước: 3 hồ sơ chưa đánh giá được.",
    )
    assert _warnings(whole, whole, info("kỳ này", "date", 0), info("kỳ trước", "date", 0)) == ()


@pytest.mark.parametrize(("wrong", "told"), [
    (lambda study: study.frame("lat"), "có phải là late?"),
    (lambda study: study.describe("segment"), "có phải là segments?"),
    (lambda study: study.trace("late", "late_vm"), "có phải là late_wm?"),
    (lambda study: study.trace("changes", "kind"), "không tính từ bảng nào của kỳ"),
    (lambda study: study.dossier(LATE[:-1]), "có phải là 000.00.22.H00-2402"),
    (lambda study: study.where(unit="Ban Thi đua Khen thưởng"), "có phải là Ban Thi đua - Khen thưởng?"),
    (lambda study: tthc.open(PERIOD, rule="qd766"), "có phải là rules?"),
    (lambda study: tthc.open(), "các kỳ đang có: 2024-01..2024-05, 2026-10"),
])
def test_a_typing_error_gets_the_nearest_word(study: Study, module_project: Path, monkeypatch: pytest.MonkeyPatch, wrong, told: str):
    monkeypatch.chdir(module_project)
    with pytest.raises(UsageError, match=r".") as error:
        wrong(study)
    assert told in str(error.value)


def test_the_edition_for_others_has_no_single_dossiers(module_project: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(module_project)
    with pytest.raises(UsageError, match="bản nội bộ"):
        tthc.open(PERIOD, audience="shared").dossier(LATE)


def test_in_a_notebook_an_error_is_its_sentence():
    assert TthcError("Không có bảng “lat”.")._render_traceback_() == ["Không có bảng “lat”."]


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_what_a_readme_tells_to_type_in_python_runs(name: str, module_project: Path, monkeypatch: pytest.MonkeyPatch):
    """Line by line, as in a notebook: each expression shows something."""
    monkeypatch.chdir(module_project)
    page = (Path(__file__).resolve().parents[1] / name).read_text(encoding="utf-8")
    blocks, names = page.split("```python\n")[1:], {}
    for line in "\n".join(block.split("```")[0] for block in blocks).splitlines():
        if line.startswith(("import ", "study =")):
            exec(line, names)  # noqa: S102
        elif line:
            assert eval(line, names) is not None, line  # noqa: S307
    assert len(blocks) == 1 and "study" in names


def test_every_recipe_of_the_page_runs(module_project: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(module_project)
    monkeypatch.setenv("MPLBACKEND", "agg")
    page = (Path(__file__).resolve().parents[1] / "docs" / "kham-pha.md").read_text(encoding="utf-8")
    blocks = page.split("```python\n")[1:]
    names: dict = {}
    for block in blocks:
        exec(compile(block.split("```")[0], "kham-pha.md", "exec"), names)
    assert len(blocks) >= 11 and page.count("\n### ") == 7
    assert names["rescued"]["dossier_id"].nunique() == int(names["study"].what_if.set_index("cause").at["HD-HOP", "n_would_be_on_time"])


def test_a_figure_is_traced_down_to_the_columns_of_the_export(study):
    card = study.trace("late", "late_wm")
    assert card.title == "late.late_wm – Phút quá hạn"
    _, read, made = card.blocks
    assert {row[0] for row in read.rows} == {
        "dossiers – Hồ sơ", "stops – Tạm dừng", "due_changes – Thay đổi ngày hẹn", "calendar_days – lịch làm việc",
        "run_period – kỳ báo cáo và thời điểm chốt",
    }  # fmt: skip
    assert made.rows[0][:2] == ("late – Hồ sơ quá hạn", "late_wm"), "the nearest first"
    assert "late_wm" in next(row for row in made.rows if row[0] == "outcomes – Kết quả về thời hạn")[1].split(", ")
