"""The báo cáo: sentences as a person writes them for none, one and many; one text in Word and in print; settings and blanks."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import docx
import pandas as pd
import pypdf
import pytest
from tests.official_study import DAY, SmallStudy, composed, form, grid, late, run_in, sentences

from small_tables import REFERENCE
from tthc.model.errors import UsageError
from tthc.model.law import law_summary, load_law
from tthc.model.settings import Office
from tthc.report.official import TEMPLATE, compose, write_docx, write_pdf
from tthc.report.official.document import Document, Grid, Heading, Paragraph
from tthc.report.official.glyphs import drawn, print_text
from tthc.report.official.grids import GRIDS, LANDSCAPE_MM, PORTRAIT_MM, WIDE
from tthc.report.official.template import build

ROOT = Path(__file__).resolve().parents[1]
MADE = datetime(2024, 6, 12, 9, 30)


def test_nothing_to_settle_is_said_in_a_sentence(tmp_path: Path):
    text = sentences(composed(tmp_path))
    assert "Trong kỳ không có hồ sơ nào phải giải quyết." in text
    assert "Trong kỳ không có hồ sơ nào quá hạn." in text
    assert text.endswith("kính báo cáo./.")


def test_no_late_dossier(tmp_path: Path):
    document = composed(tmp_path, form_06a=form(online=6, counter=4, early=7, on_time=3))
    text = sentences(document)
    assert "là 10 hồ sơ, đều tiếp nhận trong kỳ (6 hồ sơ nộp trực tuyến và 4 hồ sơ nộp trực tiếp hoặc qua dịch vụ bưu chính)" in text
    assert "7 hồ sơ trước hạn (70,00%) và 3 hồ sơ đúng hạn (30,00%); không có hồ sơ nào quá hạn" in text
    assert "không còn hồ sơ nào đang giải quyết" in text
    assert "giữ kết quả không có hồ sơ quá hạn" in text and "nguyên nhân và trách nhiệm" not in document.subject


def test_one_late_dossier_reads_like_one(tmp_path: Path):
    document = composed(tmp_path, form_06a=form(online=1, late=1), late=late(1))
    text = sentences(document)
    assert "Đã giải quyết 1 hồ sơ, quá hạn." in text
    assert "Trong kỳ có 1 hồ sơ đã giải quyết xong nhưng quá hạn, thuộc lĩnh vực thi đua - khen thưởng." in text
    text = " ".join(document.texts())
    assert "Tiếp nhận ngày 01/03/2024 tại Ban Thi đua, hẹn trả ngày 22/03/2024, kết thúc ngày 25/03/2024, quá hạn 1 ngày làm việc." in text
    assert "Nguyên nhân chính: chờ cấp trên ký ban hành." in text
    assert "Nguyên nhân chính của hồ sơ quá hạn là khách quan." in text
    assert "1 trong 1" not in sentences(document) and "đều" not in sentences(document)


def test_how_sure_a_proposed_cause_is_stands_with_it(tmp_path: Path):
    frame = late(2).assign(grade=["range", "none"])
    text = " ".join(composed(tmp_path, form_06a=form(online=2, late=2), late=frame).texts())
    assert "Nguyên nhân chính (khá chắc chắn): chờ cấp trên ký ban hành." in text
    assert "Chưa kết luận được nguyên nhân chính (chương trình thấy: chờ cấp trên ký ban hành); đề nghị đơn vị giải trình." in text
    assert "Nguyên nhân đề xuất khá chắc chắn (có phần phải ước tính) ở 1 hồ sơ; chưa đủ dữ liệu để kết luận ở 1 hồ sơ." in text
    assert "theo danh mục nguyên nhân do chương trình đề xuất; cơ quan xác định lại khi có giải trình. Đây không phải kết luận về lỗi của ai" in text


def test_many_late_dossiers_are_divided_by_nature_and_the_latest_comes_first(tmp_path: Path):
    frame = late(3)
    frame.loc[0, ["cause", "cause_label"]] = ["CB-VANG", "Hồ sơ chờ vì cán bộ vắng mặt"]
    document = composed(tmp_path, form_06a=form(online=30, late=3, early=27), late=frame)
    text = sentences(document)
    assert "Trong 3 hồ sơ quá hạn, nguyên nhân chính là chủ quan ở 1 hồ sơ và là khách quan ở 2 hồ sơ." in text
    assert "H-3" not in text, "each dossier is described once: in the table and, in words, in its appendix"
    assert [row[:2] for row in grid(document, "late").rows] == [("1", "H-3"), ("2", "H-2"), ("3", "H-1")]
    assert "10,00%" in text  # 3 of 30, with a decimal comma


def test_a_confirmed_cause_an_unknown_one_and_apparent_lateness_are_told_apart(tmp_path: Path):
    frame = late(3)
    frame.loc[0, "is_confirmed"] = True
    frame.loc[1, ["cause", "cause_label"]] = [None, None]
    frame.loc[2, "is_apparent"] = True
    text = " ".join(composed(tmp_path, form_06a=form(online=3, late=3), late=frame).texts())
    assert "Nguyên nhân chính (đơn vị đã xác nhận): chờ cấp trên ký ban hành." in text
    assert "Chưa kết luận được nguyên nhân chính; đề nghị đơn vị giải trình." in text
    assert "1 trong 3 hồ sơ quá hạn đã có kết quả trong hạn" in text
    assert "Nguyên nhân đã được đơn vị xác nhận ở 1 trong 3 hồ sơ quá hạn; các nguyên nhân còn lại do chương trình đề xuất" in text


def test_thousands_of_late_dossiers_stay_readable(tmp_path: Path):
    document = composed(tmp_path, form_06a=form(online=5000, late=5000), late=late(5000))
    assert len(grid(document, "late").rows) == 30
    assert "Còn 4.970 hồ sơ quá hạn khác" in " ".join(document.texts())
    assert len(sentences(document)) < 10_000


def test_open_and_late_says_until_when(tmp_path: Path):
    text = " ".join(composed(tmp_path, form_06a=form(online=1, open_late=1), late=late(1, outcome="open_late")).texts())
    assert "Trong kỳ có 1 hồ sơ đang giải quyết đã quá hạn" in text
    assert "đến hết ngày 31/05/2024 chưa kết thúc, đã quá hạn 1 ngày làm việc" in text


def test_next_to_nothing_makes_no_table_and_is_not_called_nought(tmp_path: Path):
    days = pd.DataFrame(
        [
            {"dossier_id": "H-1", "party": "own_office", "unit": "Ban Thi đua", "officer": "Hồ Thủy", "share_wm": 6.0, "closing_wm": 6.0},
            {"dossier_id": "H-1", "party": "other_body", "unit": "UBND tỉnh", "officer": None, "share_wm": 2 * DAY, "closing_wm": 0.0},
        ]
    )
    document = composed(tmp_path, form_06a=form(online=1, late=1), late=late(1), late_days=days)
    text = sentences(document)
    assert "2 ngày quá hạn tính theo giờ làm việc nằm ngoài phần việc của cơ quan" in text and "phần của cơ quan dưới 0,1 ngày" in text
    assert "0 ngày" not in text.replace("1,0 ngày", "") and not [part for part in document.body if isinstance(part, Grid) and part.key == "officers"]


def test_of_thirty_units_ten_are_told_and_the_rest_counted(tmp_path: Path):
    rows = [(f"H-{n}", "own_office", f"Phòng {n:02d}", None, DAY * (40 - n), 0.0) for n in range(30)]
    days = pd.DataFrame(rows, columns=["dossier_id", "party", "unit", "officer", "share_wm", "closing_wm"])
    text = sentences(composed(tmp_path, form_06a=form(online=30, late=30), late=late(30), late_days=days))
    assert "Phòng 09: 31 ngày, ở 1 hồ sơ quá hạn" in text and "Phòng 10:" not in text and "20 đơn vị khác: 410 ngày." in text


def test_a_dossier_late_within_closed_hours_has_no_cause_by_name(tmp_path: Path):
    frame = late(1).assign(grade="none", late_wm=0.0)
    document = composed(tmp_path, form_06a=form(online=1, late=1), late=frame)
    assert grid(document, "late").rows[0][-1] == "Chưa kết luận được"
    assert "Chưa kết luận được nguyên nhân chính; đề nghị đơn vị giải trình." in " ".join(document.texts())
    assert "Yêu cầu giải trình hồ sơ quá hạn chưa kết luận được nguyên nhân chính." in " ".join(document.texts())


def test_codes_are_copied_from_the_page_as_they_are(tmp_path: Path):
    frame = late(2)
    frame["dossier_id"] = ["000.00.22.H00-240228-0001", "H00.100-261006-153063"]
    write_pdf(tmp_path / "a.pdf", composed(tmp_path, form_06a=form(online=2, late=2), late=frame), MADE)
    words = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "a.pdf").pages)
    assert words.count("000.00.22.H00-240228-0001") >= 2 and words.count("H00.100-261006-153063") >= 2


def test_responsibility_states_facts_and_leaves_other_bodies_out(tmp_path: Path):
    mine = {"party": "own_office", "unit": "Ban Thi đua", "officer": "Hồ Thủy"}
    involved = pd.DataFrame([{**mine, "cause": "CB-VANG", "state": "wait_absent", "n_late": 1, "share_wm": DAY, "chrono_wm": 0.0}])
    days = pd.DataFrame(
        [
            {"dossier_id": "H-1", **mine, "share_wm": DAY, "closing_wm": 0.0},
            {"dossier_id": "H-1", "party": "other_body", "unit": "UBND tỉnh", "officer": None, "share_wm": 2 * DAY, "closing_wm": 0.0},
            {"dossier_id": "H-1", "party": "no_record", "unit": None, "officer": None, "share_wm": DAY / 2, "closing_wm": 0.0},
        ]
    )
    work = pd.DataFrame([{"unit": "Ban Thi đua", "officer": "Hồ Thủy", "n_late": 1, "n_steps": 12, "n_dossiers": 7, "absent_wm": 3 * DAY}])
    frames = {"form_06a": form(online=1, late=1), "late": late(1), "involvement": involved, "late_days": days, "workload": work}
    document = composed(tmp_path, **frames)
    text = sentences(document)
    assert "Trong 3,5 ngày quá hạn tính theo giờ làm việc, 1 ngày (28,6%) nằm trong phần việc của các đơn vị thuộc cơ quan." in text
    assert "không kết luận lỗi" in " ".join(document.texts()) and "UBND tỉnh 2 ngày; không có ghi nhận ai giữ hồ sơ 0,5 ngày, không quy cho ai." in text
    assert grid(document, "officers").rows == (("Ban Thi đua", "Hồ Thủy", "1", "1,0", "7", "–", "0,0"),)  # nothing is known of absences
    shared = composed(tmp_path, options={"audience": "shared"}, **frames)
    assert "Hồ Thủy" not in " ".join(shared.texts()) and grid(shared, "units").rows == (("Ban Thi đua", "1", "1,0", "0,0"),)
    closing = pd.concat([days, days.head(1).assign(officer="Bùi Nga", share_wm=DAY / 2, closing_wm=DAY / 2)])
    document = composed(tmp_path, **{**frames, "late_days": closing})
    assert "1,5 ngày (37,5%) nằm trong phần việc của các đơn vị thuộc cơ quan, trong đó chậm kết thúc trên hệ thống 0,5 ngày." in sentences(document)
    assert [(row[3], row[6]) for row in grid(document, "officers").rows] == [("1,0", "0,0"), ("0,5", "0,5")]


def test_proposals_follow_from_the_what_if(tmp_path: Path):
    rows = [("KY-CAP-TREN", "Chờ cấp trên ký ban hành", 4, 2, 2), ("CB-VANG", "Hồ sơ chờ vì cán bộ vắng mặt", 1, 0, 4)]
    what_if = pd.DataFrame(
        [{"cause": code, "label": name, "n_late": 4, "n_touched": n, "n_would_be_on_time": saved, "n_left": left_} for code, name, n, saved, left_ in rows]
    )
    document = composed(tmp_path, form_06a=form(online=4, late=4), late=late(4), what_if=what_if)
    text = sentences(document)
    assert "Trình sớm hơn. Khắc phục được thì còn 2 trong 4 hồ sơ quá hạn." in text
    assert "Phân công người thay" not in text, "what would have kept no dossier in time is no proposal"


def test_nothing_is_proposed_against_a_cause_that_is_not_known(tmp_path: Path):
    what_if = pd.DataFrame([{"cause": "KX", "label": "Không ghi nhận", "n_late": 4, "n_touched": 3, "n_would_be_on_time": 2, "n_left": 2}])
    text = sentences(composed(tmp_path, form_06a=form(online=4, late=4), late=late(4), what_if=what_if))
    assert "Khắc phục" not in text and "chưa đủ để đề xuất biện pháp" in text


def test_each_appendix_names_the_report_it_belongs_to_and_no_file_is_named(tmp_path: Path):
    document = composed(tmp_path, form_06a=form(online=300, late=300), late=late(300))
    assert document.reference == "(Kèm theo Báo cáo số ……/BC-…… ngày …… tháng …… năm ……… của Sở Nội vụ)"
    assert not re.search(r"\.(xlsx|docx|pdf|toml)", " ".join(document.texts()))
    write_docx(tmp_path / "a.docx", document, MADE)
    texts = [one.text for one in docx.Document(str(tmp_path / "a.docx")).paragraphs]
    assert texts.count(document.reference) == len(document.appendices)


def test_what_the_data_lack_is_said(tmp_path: Path):
    text = sentences(composed(tmp_path, form_06a=form(online=1, early=1)))
    assert "Dữ liệu của kỳ không có thông tin về hình thức nộp" in text and "việc đính kèm kết quả" in text
    assert "ngày công bố và ngày công khai của thủ tục nên chưa báo cáo được" in text


def test_empty_settings_print_blanks(tmp_path: Path):
    document = composed(tmp_path)
    assert document.number == "Số: ……/BC-……" and document.place_and_date == "Hà Tĩnh, ngày …… tháng …… năm ………"
    assert set(document.signatory) == {"…"} and document.recipients[0] == "- Như trên;" and document.recipients[-1] == "- Lưu: VT."
    assert (document.parent, document.office, document.title) == ("UBND TỈNH HÀ TĨNH", "SỞ NỘI VỤ", "BÁO CÁO")
    assert document.addressee == "Kính gửi: UBND tỉnh Hà Tĩnh"


def test_settings_fill_the_heading_and_the_signature(tmp_path: Path):
    office = (
        'number = "12/BC-SNV"\ndate = "2024-02-05"\nsignatory = "Lê Văn A"\nsignatory_title = "Giám đốc"\n'
        'addressee = "Văn phòng Sở"\nrequest = "Văn bản số 1/SNV-VP"\nrecipients = ["Văn phòng Sở", "Lưu: VT."]\n'
    )
    document = composed(tmp_path, office)
    assert document.number == "Số: 12/BC-SNV" and document.place_and_date == "Hà Tĩnh, ngày 05 tháng 02 năm 2024"
    assert (document.signatory_title, document.signatory) == ("GIÁM ĐỐC", "Lê Văn A")
    assert document.recipients == ("- Văn phòng Sở;", "- Lưu: VT.") and document.addressee == "Kính gửi: Văn phòng Sở"
    assert sentences(document).splitlines()[0].startswith("Thực hiện Văn bản số 1/SNV-VP, Sở Nội vụ báo cáo")
    assert set(composed(tmp_path, office, {"audience": "shared"}).signatory) == {"…"}


def test_a_unit_reports_under_its_office(tmp_path: Path):
    document = composed(tmp_path, options={"unit": "Ban Thi đua - Khen thưởng"})
    assert (document.parent, document.office) == ("SỞ NỘI VỤ", "BAN THI ĐUA - KHEN THƯỞNG")
    assert document.addressee == "Kính gửi: Sở Nội vụ"


@pytest.mark.parametrize(("day", "to"), [("2024-05-31", "Văn phòng Chính phủ"), ("2026-07-31", "Văn phòng Chính phủ"), ("2026-10-31", "Bộ Tư pháp")])
def test_a_province_reports_to_whom_the_law_of_the_last_day_names(tmp_path: Path, day: str, to: str):
    run = replace(run_in(tmp_path), office=Office(name="UBND tỉnh Hà Tĩnh"))
    study = SmallStudy(form_06a=form(online=1, early=1))
    study.info["law"] = law_summary(load_law(REFERENCE), date.fromisoformat(day))
    assert compose(run, study).addressee == f"Kính gửi: {to}"


@pytest.mark.parametrize("office", ["UBND xã Thử", "UBND phường Thử", "Sở Nội vụ", ""])
def test_an_office_whose_superior_nobody_named_leaves_a_blank(tmp_path: Path, office: str):
    run = replace(run_in(tmp_path), office=Office(name=office))
    study = SmallStudy(form_06a=form(online=1, early=1))
    study.info["law"] = law_summary(load_law(REFERENCE), date(2026, 10, 31))
    assert compose(run, study).addressee == "Kính gửi: ……………"


def test_what_was_stopped_for_good_is_told_beside_what_is_open(tmp_path: Path):
    study = SmallStudy(form_06a=form(online=3, early=1))
    study.info["n_ended"] = 2
    text = sentences(compose(run_in(tmp_path), study))
    assert "Trong số đang giải quyết có 2 hồ sơ đã dừng hẳn (người nộp yêu cầu, không bổ sung, hoặc không đủ điều kiện)" in text
    assert "dừng hẳn" not in sentences(composed(tmp_path, form_06a=form(online=3, early=1)))


def test_a_wrong_day_is_an_error_that_shows_the_form(tmp_path: Path):
    with pytest.raises(UsageError, match='date = "2024-06-12"'):
        composed(tmp_path, 'date = "12/6/2024"\n')


def test_columns_fill_the_width_of_the_page():
    for key, columns in GRIDS.items():
        assert sum(column.width_mm for column in columns) == pytest.approx(LANDSCAPE_MM if key in WIDE else PORTRAIT_MM), key


def test_the_template_in_the_project_is_the_built_in_one(tmp_path: Path):
    build(tmp_path / "mau.docx")
    ours, kept = (zipfile.ZipFile(path).read("word/document.xml") for path in (tmp_path / "mau.docx", ROOT / "data" / "reference" / TEMPLATE))
    assert ours == kept, "run scripts/make_report_template.py"


HOSTILE = "A & B <b>đậm</b> {{ 7*7 }} {% raw %} #let x = $y$ \u202eđảo\u202c \x07\x00 😀 =1+1 ]]>"


def _hostile(tmp_path: Path) -> Document:
    frame = late(2, procedure_name=HOSTILE, dossier_unit=HOSTILE, evidence="Dài" * 3400, cause_label=HOSTILE)
    frame["dossier_id"] = [HOSTILE, "B" * 10_000]
    return composed(tmp_path, form_06a=form(online=2, late=2), late=frame)


def test_hostile_text_is_text_in_word(tmp_path: Path):
    write_docx(tmp_path / "a.docx", _hostile(tmp_path), MADE)
    book = docx.Document(str(tmp_path / "a.docx"))
    words = " ".join([one.text for one in book.paragraphs] + [cell.text for table in book.tables for row in table.rows for cell in row.cells])
    assert "A & B <b>đậm</b> {{ 7*7 }} {% raw %} #let x = $y$ đảo" in words and "49" not in words
    assert not re.search("[\u202a-\u202e\x00-\x08]", words) and "(còn 9600 ký tự)" in words


def test_hostile_text_is_text_in_print(tmp_path: Path):
    write_pdf(tmp_path / "a.pdf", _hostile(tmp_path), MADE)
    words = " ".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "a.pdf").pages)
    assert "{{ 7*7 }} {% raw %} #let x = $y$" in re.sub(r"\s+", " ", words) and "</b>" in words


def test_every_letter_said_to_be_drawn_is(tmp_path: Path):
    letters = " ".join(chr(code) for code in sorted(drawn()))
    document = composed(tmp_path)
    write_pdf(tmp_path / "a.pdf", Document(**{**vars(document), "body": (Heading("I. Chữ"), Paragraph(letters))}), MADE)
    assert print_text("ờ😀") == "ờ□"


def test_print_is_tagged_has_bookmarks_and_numbers_from_the_second_page(tmp_path: Path):
    document = composed(tmp_path, form_06a=form(online=30, late=30), late=late(30))
    write_pdf(tmp_path / "a.pdf", document, MADE)
    reader = pypdf.PdfReader(tmp_path / "a.pdf")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] and reader.trailer["/Root"]["/Lang"] == "vi"
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) > 4 and all(re.search(rf"(?m)^\s*{number}\s*$", page) for number, page in enumerate(pages[1:], start=2))
    assert not re.search(r"(?m)^\s*1\s*$", pages[0].splitlines()[0])
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles[:2] == ["I. KẾT QUẢ TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ", "II. TỪNG HỒ SƠ QUÁ HẠN"]
    assert reader.metadata.title.startswith("BÁO CÁO") and reader.metadata.author == "Sở Nội vụ"
    width, height = (float(side) for side in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)


def test_word_has_the_layout_of_the_decree(tmp_path: Path):
    write_docx(tmp_path / "a.docx", composed(tmp_path, form_06a=form(online=3, late=3), late=late(3)), MADE)
    book = docx.Document(str(tmp_path / "a.docx"))
    page = book.sections[0]
    assert [round(side.mm) for side in (page.page_width, page.page_height)] == [210, 297]
    assert [round(side.mm) for side in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)] == [20, 20, 30, 15]
    assert book.styles["Normal"].font.name == "Times New Roman" and book.styles["Normal"].font.size.pt == 13
    assert "PAGE" in page.header._element.xml and "PAGE" not in page.first_page_header._element.xml
    core = book.core_properties
    assert (core.author, core.last_modified_by, core.created.replace(tzinfo=None)) == ("Sở Nội vụ", "Sở Nội vụ", MADE)
    heads = [table for table in book.tables if "w:tblHeader" in table._tbl.xml]
    assert len(heads) == sum(isinstance(part, Grid) for part in composed(tmp_path, form_06a=form(online=3, late=3), late=late(3)).body) + 1
    assert not [name for name in zipfile.ZipFile(tmp_path / "a.docx").namelist() if "thumbnail" in name]


def test_the_office_may_edit_the_template_and_a_broken_one_is_named(tmp_path: Path):
    build(tmp_path / "mau.docx")
    book = docx.Document(str(tmp_path / "mau.docx"))
    book.paragraphs[0].insert_paragraph_before("Dòng của cơ quan: {{ office }}")
    book.save(str(tmp_path / "mau.docx"))
    write_docx(tmp_path / "a.docx", composed(tmp_path), MADE, tmp_path / "mau.docx")
    assert "Dòng của cơ quan: SỞ NỘI VỤ" in [one.text for one in docx.Document(str(tmp_path / "a.docx")).paragraphs]
    book.paragraphs[0].insert_paragraph_before("{{ nobody_knows_this }}")
    book.save(str(tmp_path / "mau.docx"))
    with pytest.raises(UsageError, match="mau.docx.*nobody_knows_this"):
        write_docx(tmp_path / "a.docx", composed(tmp_path), MADE, tmp_path / "mau.docx")
