"""By what a report reckoned is remembered: another law set, another calendar or another way of the package is told as such."""

from __future__ import annotations

import json
import shutil
from types import SimpleNamespace

import pytest

from small_tables import REFERENCE
from tthc.model.law import load_law
from tthc.model.settings import load_run
from tthc.study.memory.series import RECKONING, reckoned_otherwise, reckoning

NEW = "thu,based_on,nd118_309,,,read,\nthu,label,Nghị định thử,,,read,\nthu,short,NĐ thử,,,read,\nthu,valid_from,2027-01-01,,,read,\n"


@pytest.fixture
def run(tmp_path):
    shutil.copytree(REFERENCE, tmp_path / "data" / "reference")
    (tmp_path / "data" / "raw").mkdir()
    (tmp_path / "tthc.toml").write_text('[office]\nname = "Sở Nội vụ"\n', encoding="utf-8")
    return load_run("2026-10", root=tmp_path)


def otherwise(before: str, run) -> list[str]:
    return reckoned_otherwise(before, reckoning(run), {one.id: one.label for one in load_law(run.reference).sets})


def _edit(run, name: str, before: str, after: str) -> None:
    path = run.reference / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_nothing_changed_is_nothing_told(run):
    before = reckoning(run)
    _edit(run, "law_sets.csv", "Sửa Điều 17 khoản 3", "Sửa đổi Điều 17 khoản 3")  # a note decides nothing
    assert otherwise(before, run) == []


def test_each_change_is_told_by_its_name(run):
    before = reckoning(run)
    _edit(run, "law_sets.csv", "nd118,supplement_close_cd,15", "nd118,supplement_close_cd,20")
    label = "Nghị định 118/2025/NĐ-CP"
    assert otherwise(before, run) == [
        f"quy định “{label}{more}” được sửa" for more in ("", ", sửa đổi năm 2025", ", sửa đổi năm 2025 và 2026")
    ]  # the two later sets are based on the first
    _edit(run, "law_sets.csv", "nd118,supplement_close_cd,20", "nd118,supplement_close_cd,15")
    path = run.reference / "law_sets.csv"
    path.write_text(path.read_text(encoding="utf-8") + NEW, encoding="utf-8")
    _edit(run, "calendar_vn.csv", "open_off", "off")
    told = otherwise(before, run)
    assert told == ["quy định “Nghị định thử” được thêm", "lịch làm việc được sửa"]
    assert reckoned_otherwise(reckoning(run), before, {})[0] == "quy định “thu” bị bỏ"


def test_a_memory_of_an_earlier_version_says_only_that(run):
    now = reckoning(run)
    assert [reckoned_otherwise(text, now, {}) for text in ("", "no json", json.dumps({"reckoning": 1, "law": "abc"}))] == [["phiên bản phần mềm"]] * 3
    other = json.dumps({**json.loads(now), "reckoning": RECKONING - 1}, ensure_ascii=False)
    assert reckoned_otherwise(other, now, {}) == ["phiên bản phần mềm tính khác"]


def test_the_chapter_says_that_the_law_set_changed_and_nobody_altered_the_data():
    from tests.test_tables_changes import LAST, changes, told

    rows = changes({"change": "reckoned_anew", "dossier_id": "A"}, {"change": "reckoned_anew", "dossier_id": "B"})
    last = SimpleNamespace(**{**vars(LAST), "otherwise": ("quy định “Nghị định thử” được thêm",)})
    notes = [part for part in told(rows, last=last) if getattr(part, "kind", "") == "note"]
    assert "quy định “Nghị định thử” được thêm" in notes[0].items[0]
    assert notes[1].items == (
        "2 hồ sơ có kết quả khác báo cáo trước vì cách tính đổi (quy định “Nghị định thử” được thêm), không phải vì dữ liệu bị sửa: A, B.",
    )
    quiet = [part for part in told(changes(), last=SimpleNamespace(**{**vars(LAST), "otherwise": ()})) if getattr(part, "kind", "") == "note"]
    assert quiet == []
