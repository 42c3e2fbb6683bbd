"""A decree that does not exist, added as data to a project of its own: verdicts, words and the page change, no code does."""

from __future__ import annotations

import shutil

import pytest

from small_tables import REFERENCE
from tthc.model.law import law_page
from tthc.model.settings import load_run
from tthc.report import official
from tthc.study import open_run

TEXT = "thu,Nghị định số 999/2026/NĐ-CP,NĐ 999,amendment,2026-10-01,,read,read,Nghị định không có thật,\n"
SET = """thu,based_on,nd118_309,,,read,
thu,label,Nghị định thử,,,read,
thu,short,NĐ thử,,,read,
thu,valid_from,2026-10-01,thu,Điều 9,read,
thu,amendments,nd367 nd309 thu,,,read,
thu,out_of_boundary_start,reception,thu,Điều 3,read,
thu,supplement_close_cd,5,thu,Điều 4,read,
thu,apology_before_cd,2,thu,Điều 5,read,
thu,addressee,Bộ Thử nghiệm,thu,Điều 6,read,
"""
HEAD = "Mã hồ sơ,Mã TTHC,Tên thủ tục,Lĩnh vực,Đơn vị,Hình thức nộp,Ngày tiếp nhận,Phi địa giới,Cơ quan có thẩm quyền nhận lúc,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái"
ROWS = (
    "H27.100-261005-0001,1.1,Thủ tục,Chứng thực,UBND xã A,Trực tiếp,05/10/2026 10:00,Có,07/10/2026 09:00,14/10/2026,14/10/2026 15:00,Đã trả kết quả",
    "H27.100-261020-0001,1.1,Thủ tục,Chứng thực,UBND xã A,Trực tiếp,20/10/2026 08:00,,,27/10/2026,,Yêu cầu bổ sung",
    "H27.100-261006-0001,1.1,Thủ tục,Chứng thực,UBND xã A,Trực tiếp,06/10/2026 08:00,,,13/10/2026,15/10/2026 15:00,Đã trả kết quả",
)
STOPS = "Mã hồ sơ,Loại,Từ lúc,Đến lúc\nH27.100-261020-0001,Bổ sung,21/10/2026 09:00,\n"
NORMS = "Mã thủ tục,Bước xử lý,Thứ tự,Định mức (giờ),Hiệu lực từ,Quyết định\n1.1,Thẩm định,1,40,01/07/2025,QĐ\n"


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("law") / "project"
    shutil.copytree(REFERENCE, folder / "data" / "reference")
    (folder / "tthc.toml").write_text('[office]\nname = "UBND xã A"\n', encoding="utf-8")
    raw = folder / "data" / "raw"
    raw.mkdir()
    (raw / "Danh sách hồ sơ.csv").write_text("\n".join((HEAD, *ROWS)) + "\n", encoding="utf-8")
    (raw / "Bổ sung, tạm dừng.csv").write_text(STOPS, encoding="utf-8")
    (raw / "Quy trình nội bộ.csv").write_text(NORMS, encoding="utf-8")
    for name, more in (("law_texts.csv", TEXT), ("law_sets.csv", SET)):
        path = folder / "data" / "reference" / name
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    return open_run(load_run("2026-10", root=folder))


def test_the_verdict_changes(study):
    """By the law as it is the clock starts at the competent body, and the dossier is on time (test_law_cases.py, case 1)."""
    rows = study.outcomes
    row = rows[(rows.dossier_id == "H27.100-261005-0001") & (rows.rule == "decree")].iloc[0]
    assert (row.outcome, row.law_set) == ("late", "thu")


def test_the_questions_change(study):
    """Fifteen days would end after the period, five do not."""
    asked = study.integrity[study.integrity.sign == "supplement_unclosed"]
    assert list(asked.dossier_id) == ["H27.100-261020-0001"]
    assert "Nghị định số 999/2026/NĐ-CP, Điều 4" in asked.question.iloc[0]


def test_the_words_change(study):
    document = " ".join(official.compose(study.run, study).texts())
    assert "Nghị định số 309/2026/NĐ-CP và Nghị định số 999/2026/NĐ-CP)" in document
    sources = study.indicators.drop_duplicates("measure").set_index("measure").source
    assert sources["supplement_late"] == "Nghị định số 118/2025/NĐ-CP, Điều 19 khoản 4"
    assert sources["supplement_unclosed"] == "Nghị định số 999/2026/NĐ-CP, Điều 4"
    assert study.info["law"]["addressee"] == "Bộ Thử nghiệm"
    assert [one["label"] for one in study.info["law_sets"]] == ["Nghị định thử"]


def test_the_page_changes(study):
    page = law_page(study.run.reference)
    assert "## `thu` – Nghị định thử" in page
    assert "| Số ngày chờ bổ sung, quá đó thì đóng hồ sơ | `supplement_close_cd` | 5 | NĐ 999, Điều 4 |" in page
