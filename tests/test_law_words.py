"""The search for citations finds them however print, Word, JSON or a page break them up; else finding none would say nothing."""

from __future__ import annotations

import json
import zipfile
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typst

from law_words import citations, not_in_force
from small_tables import REFERENCE
from tthc.model.law import load_law

GONE = not_in_force(load_law(REFERENCE), date(2026, 8, 20), date(2026, 10, 31))


def test_what_is_looked_for():
    assert {"61/2018/NĐ-CP", "61/2018", "NĐ 61", "Nghị định số 61", "107/2021/NĐ-CP", "01/2018/TT-VPCP", "TT 01/2018", "Thông tư 01/2018"} <= set(GONE)
    later = not_in_force(load_law(REFERENCE), date(2023, 11, 1), date(2024, 5, 31))
    assert {"118/2025/NĐ-CP", "309/2026", "NĐ 367", "Nghị định 224", "Luật số 91/2025", "03/2025/TT-VPCP"} <= set(later)
    assert not set(GONE) & set(later)


PLANTED = {
    "page": ("a.html", b"<p>Ngh\xe1\xbb\x8b \xc4\x91\xe1\xbb\x8bnh s\xe1\xbb\x91 61/<wbr>2018/<wbr>N&#272;-CP</p>"),
    "json": ("a.json", json.dumps({"a": "theo NĐ 61."}).encode()),
    "plain": ("a.log", "Thông tư 01/2018".encode()),
    "a soft line break": ("a.txt", "Nghị định số 61/\n2018/NĐ-\nCP".encode()),
    "marks of zero width": ("b.txt", "số 107/\u200b2021/\u200bNĐ-\u200bCP".encode()),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_citation_is_found(tmp_path, name):
    file, content = PLANTED[name]
    (tmp_path / file).write_bytes(content)
    assert citations(tmp_path, GONE)


def test_in_packed_files_memory_and_print(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as packed:
        packed.writestr("word/document.xml", "<w:t>số 61/</w:t></w:r><w:r><w:t>2018/NĐ-CP</w:t>")
    pq.write_table(pa.table({"source": ["Nghị định số 61/2018/NĐ-CP, Điều 19"]}), tmp_path / "b.parquet")
    text = "#set page(width: 30mm, height: 60mm, margin: 2mm)\nTheo Nghị định số 61/#sym.zws;2018/NĐ-CP và văn bản khác"
    (tmp_path / "c.typ").write_text(text, encoding="utf-8")
    typst.compile(str(tmp_path / "c.typ"), output=str(tmp_path / "c.pdf"))
    (tmp_path / "c.typ").unlink()
    found = {hit.split(":")[0] for hit in citations(tmp_path, GONE)}
    assert found == {"a.docx/word/document.xml", "b.parquet", "c.pdf"}


def test_other_numbers_are_no_citation(tmp_path):
    (tmp_path / "a.txt").write_text("161/2018/NĐ-CP, 61/20180, mã H27.61-240105-0001, ngày 01/2018, NĐ 610, Nghị định số 118/2025/NĐ-CP", encoding="utf-8")
    assert citations(tmp_path, GONE) == []
