"""A decree that does not exist, added as data to a project of its own: verdicts, words and the page change, no code does."""

from __future__ import annotations

import csv
import shutil
from datetime import date

import pytest

from small_tables import REFERENCE
from tthc.display import tables
from tthc.display.tables.open_days import open_days_sentence
from tthc.model.errors import UsageError
from tthc.model.law import law_page, law_summary, load_law
from tthc.model.settings import load_run
from tthc.report.official.compose import BLANK, addressee, by_law
from tthc.report.official.results import Results
from tthc.study import open_run
from tthc.study.pseudonyms.info import pseudonymise_info

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
    # Open, with a deadline behind two days whose status is open.
    "H27.100-261030-0001,1.1,Thủ tục,Chứng thực,UBND xã A,Trực tiếp,30/10/2026 08:00,,,30/11/2026,,Đang xử lý",
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
    results = Results(study.run, study)
    assert "Nghị định số 309/2026/NĐ-CP và Nghị định số 999/2026/NĐ-CP)" in by_law(results)
    assert study.info["law"]["addressee"] == "Bộ Thử nghiệm"
    assert addressee(results) == f"Kính gửi: {BLANK}", "a commune's report goes to the body above it, which nobody named"
    sources = study.indicators.drop_duplicates("measure").set_index("measure").source
    assert sources["supplement_late"] == "Nghị định số 118/2025/NĐ-CP, Điều 19 khoản 4"
    assert sources["supplement_unclosed"] == "Nghị định số 999/2026/NĐ-CP, Điều 4"
    assert [one["label"] for one in study.info["law_sets"]] == ["Nghị định thử"]


def test_days_of_open_status_up_to_the_last_open_deadline_are_said(study):
    """The period ends on 31 October; working days left are counted to 30 November."""
    assert [one["day"] for one in study.info["open_days"]] == ["2026-11-23", "2026-11-28"]
    assert "ngày 23/11/2026 (đề xuất nghỉ, đang tính là ngày làm việc)" in open_days_sentence(study.info, how=False)
    assert pseudonymise_info(study.info)["open_days"] == study.info["open_days"] and pseudonymise_info(study.info)["law"] == study.info["law"]


def test_the_page_changes(study):
    page = law_page(study.run.reference)
    assert "## `thu` – Nghị định thử" in page
    assert "| Số ngày chờ bổ sung, quá đó thì đóng hồ sơ | `supplement_close_cd` | 5 | NĐ 999, Điều 4 |" in page


# A decree that replaces the one of 2025 and what amends it: every rule is its own, some are other.
REPLACING = "thay,Nghị định số 888/2026/NĐ-CP,NĐ 888,one_stop,2026-10-01,,read,read,Nghị định không có thật,\n"
OTHER = {"supplement_close_cd": ("10", "Điều 2"), "out_of_boundary_start": ("reception", "Điều 3"), "extension_max": ("2", "Điều 4")}
KEPT = ("restart", "return_incomplete_wd", "supplement_max", "apology_before_cd", "refusal", "opinions", "intake_hours", "intake_notice_hours",
        "handover_cutoff_hour", "handover_scope", "out_of_boundary", "between_levels_wd", "applicant_stop", "no_disclosure",
        "raters_confidential", "staff_public", "early_warning", "addressee")  # fmt: skip


@pytest.fixture
def replaced(tmp_path):
    """The reference folder after the texts of before got their last day, as the page says."""
    folder = tmp_path / "data" / "reference"
    shutil.copytree(REFERENCE, folder)
    with (folder / "law_texts.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, columns = list(reader), reader.fieldnames
    for row in rows:
        row["valid_to"] = "2026-09-30" if row["text"] in ("nd118", "nd367", "nd309") else row["valid_to"]
    with (folder / "law_texts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        file.write(REPLACING)
    with (folder / "law_sets.csv").open("a", encoding="utf-8") as file:
        file.write("thay,based_on,nd118_309,,,read,\nthay,label,Nghị định thay,,,read,\nthay,short,NĐ 888,,,read,\nthay,valid_from,2026-10-01,thay,,read,\n")
    return folder


def test_what_still_cites_a_replaced_decree_is_listed_in_one_message(replaced):
    with pytest.raises(UsageError, match="bộ thay có hiệu lực từ 01/10/2026 nhưng còn theo Nghị định số 118/2025/NĐ-CP") as stopped:
        load_law(replaced)
    named = str(stopped.value).split("ở các tham số: ")[1].split(";")[0].split(", ")
    assert {"text", *KEPT} - {"out_of_boundary", "early_warning", "addressee"} <= set(named)  # those three are of the amendment


def test_a_decree_that_replaces_another_is_data_too(replaced):
    before = load_law(REFERENCE).named("nd118_309")
    rows = ["thay,text,thay,,,read,", "thay,amendments,none,,,read,"]
    rows += [f"thay,{name},{value},thay,{article},read," for name, (value, article) in OTHER.items()]
    rows += [f"thay,{name},{before.values[name].value},thay,Điều 9,read," for name in KEPT]
    with (replaced / "law_sets.csv").open("a", encoding="utf-8") as file:
        file.write("".join(f"{row}\n" for row in rows))
    law = load_law(replaced)
    old, new = law.on(date(2026, 9, 30)), law.on(date(2026, 10, 1))
    assert (old.id, new.id, new.decree) == ("nd118_309", "thay", "Nghị định số 888/2026/NĐ-CP")
    assert (new.whole("supplement_close_cd"), new.cite("extension_max")) == (10, "Nghị định số 888/2026/NĐ-CP, Điều 4")
    cited = {value.text for value in new.values.values()}
    assert not cited & {"nd118", "nd367", "nd309"}
    assert "## `thay` – Nghị định thay" in law_page(replaced)
    words = " ".join(tables.law_note({"law": law_summary(law, date(2026, 10, 31)), "law_sets": []}).items)
    assert "888/2026" in words and "118/2025" not in words and "309/2026" not in words
