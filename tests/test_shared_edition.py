"""What leaves the office: two hundred planted personal data appear in no byte of it; hostile text is inert in every file."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
import unicodedata
from pathlib import Path

import openpyxl
import pypdf
import pytest
from docx import Document
from lxml import html
from tests.attacks import KNOWN, attack
from tests.canaries import HOSTILE, LONG, MARK, holds, plant, readings

from patience import PATIENCE
from tthc.model.settings import load_run
from tthc.report import make_report
from tthc.study import open_run

PERIOD = "2024-01..2024-05"


@pytest.fixture(scope="module")
def planted(module_project: Path) -> tuple[Path, list[str]]:
    canaries = plant(module_project / "data" / "raw" / "2024-01_2024-05")
    text = (module_project / "tthc.toml").read_text(encoding="utf-8")
    settings = 'number = "12/BC-SNV"\nsignatory = "Lê Kanary999q"\nsignatory_title = "Giám đốc"\nrecipients = ["Văn phòng Sở"]\n'
    (module_project / "tthc.toml").write_text(text.replace("own_units = []\n", f"own_units = []\n{settings}"), encoding="utf-8")
    return module_project, canaries


@pytest.fixture(scope="module")
def internal(planted) -> Path:
    return make_report(load_run(PERIOD, root=planted[0]))


@pytest.fixture(scope="module")
def shared(planted) -> Path:
    return make_report(load_run(PERIOD, root=planted[0], audience="shared"))


def test_two_hundred_are_planted_and_the_internal_edition_has_them_where_they_belong(planted, internal: Path):
    root, canaries = planted
    assert len(canaries) >= 200
    study = open_run(load_run(PERIOD, root=root))
    words = " ".join(str(value) for name in study.names for value in study.frame(name).to_numpy().ravel()).lower()
    kept = [canary for canary in canaries if canary in words]
    assert len(kept) > 150  # the others stand in dossiers of other periods
    assert {study.dossiers[column].astype(str).str.contains(MARK, case=False).any() for column in ("applicant", "applicant_contact", "title", "officer")} == {True}
    for name in ("phu-luc.xlsx", "bao-cao.docx", "bao-cao-van-ban.pdf", "bao-cao.pdf", "40_trach_nhiem.html"):
        assert holds(internal / name, MARK), name
    assert holds(internal / "bao-cao.docx", "kanary999q")


def test_no_planted_text_in_any_byte_that_others_get(planted, shared: Path):
    files = [path for path in shared.parents[1].rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".html", ".pdf", ".docx", ".xlsx", ".json"}
    assert [path.name for path in files if holds(path, MARK)] == []


def test_no_dossier_code_no_path_no_file_name_leaves(planted, shared: Path):
    root, _ = planted
    study = open_run(load_run(PERIOD, root=root))
    ids = [code.lower() for code in study.dossiers["dossier_id"]]
    for path in (path for path in shared.parents[1].rglob("*") if path.is_file()):
        text = " ".join(readings(path)).lower()
        assert not [code for code in ids if code in text], path.name
        for trace in (str(root).lower(), "ho-so.xlsx", "danh-muc.xlsx", "/tmp/", "papermill", "ipynb"):
            assert trace not in text, (path.name, trace)


def test_others_get_the_named_files_only_and_an_index_of_their_own(planted, shared: Path):
    root, _ = planted
    assert shared.is_relative_to(root / "reports" / "chia-se")
    names = {path.name for path in shared.iterdir()}
    assert not {"40_trach_nhiem.html", "60_canh_bao_som.html", "90_chat_luong_du_lieu.html", "notebooks", "giai-trinh.xlsx"} & names
    assert {"bao-cao.docx", "bao-cao-van-ban.pdf", "bao-cao.pdf", "phu-luc.xlsx", "20_ho_so_qua_han.html"} <= names
    index = (root / "reports" / "chia-se" / "index.html").read_text(encoding="utf-8")
    assert "Bản chia sẻ" in index and "20_ho_so_qua_han.html" in index
    manifest = json.loads((shared / "run.json").read_text(encoding="utf-8"))
    assert not {"inputs", "versions", "rules"} & set(manifest) and set(manifest["office"]) == {"name", "parent"}


def test_the_key_is_the_owners_and_codes_stay_the_same(planted, shared: Path, tmp_path: Path):
    root, _ = planted
    assert stat.S_IMODE((root / "khoa-chia-se").stat().st_mode) == 0o600
    run = load_run(PERIOD, root=root, audience="shared")
    before = set(open_run(run).late["dossier_id"])
    (root / ".tthc").rename(tmp_path / "computed")  # what the other tests of this file ask for is put back
    assert set(open_run(run).late["dossier_id"]) == before and len(before) == 10
    shutil.rmtree(root / ".tthc")
    (tmp_path / "computed").rename(root / ".tthc")


def test_both_editions_tell_the_same_of_lateness(planted, shared: Path, internal: Path):
    root, _ = planted
    tables = [open_run(load_run(PERIOD, root=root, audience=audience)) for audience in ("internal", "shared")]
    whole, others = (study.late.sort_values("late_wm")[["late_wm", "cause", "unit"]].reset_index(drop=True) for study in tables)
    assert whole.equals(others)
    inside, outside = (study.form_06a[study.form_06a["procedure"].isna()].sort_values("field").reset_index(drop=True) for study in tables)
    assert inside.equals(outside)  # no field of the sample is small


def test_a_late_dossier_leaves_without_its_dates_and_without_its_officer(planted, shared: Path):
    root, _ = planted
    study = open_run(load_run(PERIOD, root=root))
    days = _days(study.late, "received_at", "due_at", "end_at") - _days(study.publications, "published_at", "public_by_at", "made_public_at")
    assert len(days) > 10
    code = re.compile(r"cb-[0-9a-z]{8}")
    for path in (path for path in shared.parents[1].rglob("*") if path.is_file()):
        text = " ".join(readings(path))
        assert not code.search(text.lower()), path.name
        if path.suffix in (".html", ".docx", ".pdf"):
            assert not [day for day in days if day in text], path.name
    book = openpyxl.load_workbook(shared / "phu-luc.xlsx")
    assert set(book.sheetnames) == {
        "Đọc trước", "Biểu II.06a", "Hồ sơ quá hạn", "Nguyên nhân", "Chỉ số", "Chỉ số theo nhóm", "Cập nhật thủ tục", "Đối chiếu số dòng",
    }
    heads = [cell.value for cell in book["Hồ sơ quá hạn"][1]]
    assert "Tháng tiếp nhận" in heads and not {"Ngày tiếp nhận", "Ngày hẹn trả", "Cán bộ"} & set(heads)


def _days(rows, *columns: str) -> set[str]:
    return {f"{day:%d/%m/%Y}" for name in columns for day in rows[name].dropna()}


def test_of_the_project_file_only_the_names_of_the_office_leave(planted, shared: Path):
    for name in ("bao-cao.docx", "bao-cao-van-ban.pdf"):
        text = " ".join(readings(shared / name))
        assert "12/BC-SNV" not in text and "Văn phòng Sở;" not in text and "Lê Kanary" not in text, name


def test_who_knows_the_public_numbers_recovers_next_to_nothing(planted, shared: Path):
    """The attacks of docs/sharing.md, on the sample."""
    root, _ = planted
    inside, outside = (open_run(load_run(PERIOD, root=root, audience=one)) for one in ("internal", "shared"))
    known = inside.dossiers.assign(received_month=inside.dossiers["received_at"].dt.strftime("%m/%Y"), dossier_unit=inside.dossiers["unit"])
    numbers_only, looked_up = attack(outside.late, known, ["received_month"]), attack(outside.late, known, KNOWN)
    assert numbers_only <= 0.05 and looked_up <= 1 / 3
    assert all(outside.table(name) is not None for name in outside.names)
    assert len(outside.segments) == len(outside.steps) == len(outside.integrity) == 0


@pytest.mark.parametrize("edition", ["internal", "shared"])
def test_every_page_sheet_and_document_says_which_edition_it_is(edition: str, request):
    folder = request.getfixturevalue(edition)
    name = {"internal": "Bản nội bộ", "shared": "Bản chia sẻ"}[edition]
    for path in folder.glob("*.html"):
        assert name in path.read_text(encoding="utf-8"), path.name
    for path in folder.glob("*.pdf"):
        pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
        assert all(name in page for page in pages), path.name
    for path in folder.glob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        if path.name == "giai-trinh.xlsx":  # a form that units fill in, not a report
            continue
        assert all(name in (sheet.oddHeader.right.text or "") for sheet in book), path.name
        assert all((sheet.sheet_state == "visible") == (sheet.max_row > 1) for sheet in book), path.name
    sections = Document(str(folder / "bao-cao.docx")).sections
    feet = [section.footer.paragraphs[0].text for section in sections] + [sections[0].first_page_footer.paragraphs[0].text]
    assert set(feet) == {name}


@pytest.mark.parametrize("edition", ["internal", "shared"])
def test_hostile_text_is_inert(edition: str, request):
    folder = request.getfixturevalue(edition)
    for path in folder.glob("*.html"):
        page = html.parse(str(path)).getroot()
        assert len(page.findall(".//script")) == 1 and not page.findall(".//iframe"), path.name
        assert not [one for one in page.iter() if isinstance(one.tag, str) and any(name.startswith("on") for name in one.attrib)]
        assert not [one for one in page.iter("img") if not (one.get("src") or "").startswith("data:")]
        assert not [one for one in page.iter("a") if (one.get("href") or "").lower().startswith("javascript")]
    text = Document(str(folder / "bao-cao.docx"))
    cells = " ".join(cell.text for table in text.tables for row in table.rows for cell in row.cells)
    words = cells + " ".join(paragraph.text for paragraph in text.paragraphs)
    assert "{{ 7*7 }}" in words and "{% for a in b %}" in words and "#let k = 1 $x^2$" in words and "<script>" in words
    assert "\u202e" not in words and "…" in words and LONG not in words
    for name in ("bao-cao.pdf", "bao-cao-van-ban.pdf"):
        assert holds(folder / name, re.sub(r"\s", "", "{{ 7*7 }} {% for a in b %}")) and holds(folder / name, "#letk=1$x^2$"), name
    book = openpyxl.load_workbook(folder / "phu-luc.xlsx")
    values = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert not [cell for cell in values if cell.data_type == "f"]
    assert any(cell.value.startswith("=HYPERLINK") and cell.data_type == "s" for cell in values)
    assert any(cell.value == LONG for cell in values) and not any("\u202e" in cell.value for cell in values)
    assert HOSTILE[:20] in " ".join(cell.value for cell in values)


@pytest.mark.parametrize("edition", [pytest.param("internal", marks=pytest.mark.soak), "shared"])
def test_the_word_file_opens_in_libreoffice_with_the_text_of_the_pdf(edition: str, request, tmp_path: Path):
    if shutil.which("soffice") is None:
        pytest.skip("soffice not found: install LibreOffice (Debian: libreoffice-writer)")
    folder = request.getfixturevalue(edition)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(folder / "bao-cao.docx")], check=True, capture_output=True, timeout=PATIENCE)
    opened = _letters((tmp_path / "bao-cao.txt").read_text(encoding="utf-8-sig"))
    printed = _printed(folder / "bao-cao-van-ban.pdf")
    texts = _texts(folder / "bao-cao.docx")
    assert len(texts) > 150 and sum(map(len, texts)) > 6000
    assert [text for text in texts if text not in opened] == []
    assert [text for text in texts if text not in printed] == []


def _texts(path: Path) -> list[str]:
    """Every paragraph and cell of a Word file, letters and digits only."""
    book = Document(str(path))
    cells = [one for table in book.tables for row in table.rows for cell in row.cells for one in cell.paragraphs]
    return [letters for one in (*book.paragraphs, *cells) if (letters := _letters(one.text))]


def _printed(path: Path) -> str:
    """The letters of a printed file without what stands at the head and foot of every page."""
    lines = [line for page in pypdf.PdfReader(path).pages for line in page.extract_text().splitlines()]
    return _letters("".join(line for line in lines if not re.fullmatch(r"\s*(\d+|Bản nội bộ|Bản chia sẻ)\s*", line)))


def _letters(text: str) -> str:
    return re.sub(r"[^0-9a-zà-ỹđ]", "", unicodedata.normalize("NFC", text).lower())
