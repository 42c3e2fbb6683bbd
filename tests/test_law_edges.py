"""A period that crosses 01/07/2025, and inputs at the edges of what the law says: from the files to what the texts cite."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from law_words import not_in_force
from small_tables import REFERENCE
from tthc.analysis.indicators import available
from tthc.display import tables
from tthc.display.tables.law import crossing
from tthc.model.law import load_law
from tthc.model.settings import load_run
from tthc.report.official.compose import addressee, by_law
from tthc.report.official.results import Results
from tthc.study import open_run

HEAD = "Mã hồ sơ,Mã TTHC,Tên thủ tục,Lĩnh vực,Đơn vị,Hình thức nộp,Ngày tiếp nhận,Phi địa giới,Cơ quan có thẩm quyền nhận lúc,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái"
DOSSIERS = {
    # Received on the last day of the old decree; asked for a supplement after the change, complete on Monday 7 July: five days from then.
    "H27.12-250630-0001": "1.1,Trực tiếp,30/06/2025 09:00,,,07/07/2025,14/07/2025 15:00,Đã trả kết quả",
    # The same a day later, asked on Monday 7 July, a working day after the third one.
    "H27.12-250701-0001": "1.1,Trực tiếp,01/07/2025 09:00,,,08/07/2025,16/07/2025 15:00,Đã trả kết quả",
    # Five working days late with its request, but under the old decree, whose duties are not looked at.
    "H27.12-250602-0001": "1.1,Trực tiếp,02/06/2025 09:00,,,09/06/2025,20/06/2025 15:00,Đã trả kết quả",
    # Out of boundary in July 2025: the clock starts at reception, with or without the other body's receipt.
    "H27.12-250710-0001": "1.1,Trực tiếp,10/07/2025 09:00,Có,,17/07/2025,18/07/2025 10:00,Đã trả kết quả",
    # A procedure that no list knows.
    "H27.12-250711-0001": "9.9,Trực tiếp,11/07/2025 09:00,,,31/07/2025,15/07/2025 10:00,Đã trả kết quả",
    "H27.12-250605-0001": "1.1,Trực tiếp,05/06/2025 09:00,,,12/06/2025,13/06/2025 10:00,Đã trả kết quả",
    # Withdrawn a week after its deadline: no outcome says so, but a question does, under the old decree too.
    "H27.12-250604-0001": "1.1,Trực tiếp,04/06/2025 09:00,,,11/06/2025,20/06/2025 10:00,Công dân yêu cầu rút hồ sơ",
}
STOPS = {
    "H27.12-250630-0001": "02/07/2025 09:00,07/07/2025 09:00",
    "H27.12-250701-0001": "07/07/2025 09:00,09/07/2025 09:00",
    "H27.12-250602-0001": "09/06/2025 09:00,13/06/2025 09:00",
}


def _project(folder, office: str):
    shutil.copytree(REFERENCE, folder / "data" / "reference")
    raw = folder / "data" / "raw"
    raw.mkdir()
    (folder / "tthc.toml").write_text(f'[office]\nname = "{office}"\n', encoding="utf-8")
    rows = []
    for code, told in DOSSIERS.items():
        procedure, channel, *rest = told.split(",")
        rows.append(",".join([code, procedure, "Thủ tục", "Chứng thực", "Phòng A", channel, *rest]))
    (raw / "Danh sách hồ sơ.csv").write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    stops = [f"{code},Bổ sung,{span}" for code, span in STOPS.items()]
    (raw / "Bổ sung, tạm dừng.csv").write_text("\n".join(("Mã hồ sơ,Loại,Từ lúc,Đến lúc", *stops)) + "\n", encoding="utf-8")
    norms = "Mã thủ tục,Bước xử lý,Thứ tự,Định mức (giờ),Hiệu lực từ,Quyết định\n1.1,Thẩm định,1,40,01/01/2025,QĐ\n"
    (raw / "Quy trình nội bộ.csv").write_text(norms, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return _project(tmp_path_factory.mktemp("edges") / "project", "UBND tỉnh Hà Tĩnh")


@pytest.fixture(scope="module")
def study(folder):
    return open_run(load_run("2025-06..2025-07", root=folder))


def test_each_dossier_is_judged_by_the_law_of_its_own_acceptance(study):
    rows = study.outcomes[study.outcomes.rule == "decree"].set_index("dossier_id")
    found = {code[-11:]: (row.law_set, row.outcome, None if row.due_at != row.due_at else row.due_at.date()) for code, row in rows.iterrows()}
    assert found == {
        "250630-0001": ("nd61", "on_time", date(2025, 7, 14)),
        "250701-0001": ("nd118", "on_time", date(2025, 7, 16)),
        "250602-0001": ("nd61", "on_time", date(2025, 6, 20)),
        "250710-0001": ("nd118", "late", date(2025, 7, 17)),
        "250711-0001": ("nd118", "unknown", None),
        "250605-0001": ("nd61", "late", date(2025, 6, 12)),
        "250604-0001": ("nd61", "withdrawn", date(2025, 6, 11)),
    }


def test_the_period_says_how_many_go_by_which_law(study):
    said = (
        "4 hồ sơ theo Nghị định 61/2018/NĐ-CP (văn bản đã hết hiệu lực từ ngày 01/07/2025, chỉ dùng để xét các hồ sơ này); "
        "3 hồ sơ theo Nghị định 118/2025/NĐ-CP."
    )
    assert crossing(study.info).endswith(said)
    results = Results(study.run, study)
    text = by_law(results)
    assert said in text and "Quy định về cơ chế một cửa có hiệu lực ở ngày cuối kỳ: Nghị định số 118/2025/NĐ-CP." in text
    assert addressee(results) == "Kính gửi: Văn phòng Chính phủ"


def test_duties_are_asked_about_only_where_their_law_knows_them(study):
    assert list(study.integrity.dossier_id[study.integrity.sign == "late_before_end"]) == ["H27.12-250604-0001"]
    asked = study.integrity[study.integrity.sign == "supplement_late"]
    assert list(asked.dossier_id) == ["H27.12-250701-0001"]
    assert asked.question.iloc[0].endswith("muộn 1 ngày làm việc: vì sao? (Nghị định số 118/2025/NĐ-CP, Điều 19 khoản 4)")
    row = study.measures[(study.measures.measure == "supplement_late") & study.measures[["unit", "field", "procedure"]].isna().all(axis=1)].iloc[0]
    assert (row.numerator, row.denominator) == (1, 1)


def test_the_list_of_late_dossiers_shows_the_law_of_each(study):
    codes = {"H27.12-250605-0001": "NĐ 61", "H27.12-250710-0001": "NĐ 118"}
    (*_, table) = tables.late_cards(study.late, {}, study.info)  # of dossiers alone: a table
    place = [column.key for column in table.columns].index("law")
    assert {row[0]: row[place] for row in table.rows if row[0] in codes} == codes
    cards = [str(card) for card in tables.late_cards(study.late, {}, {**study.info, "evidence_level": 2})]
    assert all(f"Quy định áp dụng: {law}." in next(card for card in cards if code in card) for code, law in codes.items())


def test_a_period_has_the_indicators_of_the_law_of_its_last_day():
    law = load_law(REFERENCE)
    before, after = ({one.id for one in available(None, {}, law.on(day))} for day in (date(2025, 6, 30), date(2025, 8, 31)))
    assert before >= {"nd61_30_2c", "tt01_1"} and "supplement_late" not in before
    assert "supplement_late" in after and not {"nd61_30_2c", "tt01_1", "tt01_2"} & after


@pytest.mark.soak
def test_a_period_before_the_change_knows_nothing_of_what_came_after(folder):
    study = open_run(load_run("2025-06", root=folder))
    later = not_in_force(load_law(REFERENCE), date(2025, 6, 2), date(2025, 6, 30))
    text = " ".join([by_law(Results(study.run, study)), *tables.law_note(study.info).items, *study.integrity.question])
    assert "Nghị định số 61/2018/NĐ-CP" in text and [word for word in later if word in text] == []
    assert set(study.measures.measure) >= {"nd61_30_2c", "tt01_1"} and "supplement_late" not in set(study.measures.measure)
    assert [one["set"] for one in study.info["law_sets"]] == ["nd61"]


@pytest.mark.soak
def test_a_period_after_it_cites_no_old_text_and_has_no_old_score(folder):
    study = open_run(load_run("2025-08", root=folder))
    assert study.info["law"]["set"] == "nd118" and study.info["law_sets"] == []
    assert not {"nd61_30_2c", "tt01_1", "tt01_2"} & set(study.measures.measure)
