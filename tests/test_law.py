"""Law sets: what was in force on which day, and a table with a fault is named by file and line."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import ibis
import pytest

from tthc.analysis.outcomes.law_sets import by_day
from tthc.model.errors import UsageError
from tthc.model.law import law_page, load_law
from tthc.model.law.parameters import BY_NAME, ONLY_TOLD
from tthc.model.law.places import ministries, provinces

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "data" / "reference"


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2010-01-01", "nd61"),
        ("2025-06-30", "nd61"),
        ("2025-07-01", "nd118"),
        ("2025-12-30", "nd118"),
        ("2025-12-31", "nd118_367"),
        ("2026-08-04", "nd118_367"),
        ("2026-08-05", "nd118_309"),
        ("2030-01-01", "nd118_309"),
    ],
)
def test_the_set_of_a_day_counts_both_its_days(day: str, name: str):
    assert load_law(REFERENCE).on(date.fromisoformat(day)).id == name


def test_the_law_of_a_day_is_the_same_in_a_table_and_beside_it():
    """`by_day` says in Ibis what `Law.on` says in Python: on each set's first and last day and on the days beside."""
    law = load_law(REFERENCE)
    edges = {one.valid_from for one in law.sets} | {one.valid_to for one in law.sets if one.valid_to}
    days = sorted({edge + timedelta(days=step) for edge in edges for step in (-1, 0, 1)})
    rows = ibis.memtable({"day": days})
    found = ibis.duckdb.connect().execute(rows.mutate(id=by_day(rows.day, law, lambda one: one.id)))
    assert len(days) > 8
    assert dict(zip(days, found.sort_values("day")["id"], strict=True)) == {day: law.on(day).id for day in days}


def test_what_the_old_decree_rules_and_the_new_one():
    law = load_law(REFERENCE)
    old, new, amended = (law.named(name) for name in ("nd61", "nd118", "nd118_309"))
    assert [one.whole("return_incomplete_wd") for one in (old, new, amended)] == [3, 3, 3]
    assert [one.whole("supplement_close_cd") for one in (old, new, amended)] == [None, 15, 15]
    assert [one.values["out_of_boundary_start"].value for one in (old, new, amended)] == [
        "reception",
        "reception",
        "competent",
    ]
    assert [one.holds("officials_scale") for one in (old, new, amended)] == [True, False, False]
    assert [one.values["addressee"].value for one in (old, new, amended)] == [
        "Văn phòng Chính phủ",
        "Văn phòng Chính phủ",
        "Bộ Tư pháp",
    ]
    assert old.cite("apology_before_cd") == "Nghị định số 61/2018/NĐ-CP, Điều 19 khoản 9"
    assert amended.cite("apology_before_cd") == "Nghị định số 118/2025/NĐ-CP, Điều 19 khoản 6"
    assert amended.cite("dossier_code") == "chưa đối chiếu"
    assert amended.decree.endswith(
        "(được sửa đổi, bổ sung bởi Nghị định số 367/2025/NĐ-CP và Nghị định số 309/2026/NĐ-CP)"
    )


def test_every_day_from_the_first_on_has_one_set():
    sets = load_law(REFERENCE).sets
    assert all(
        one.valid_to + timedelta(days=1) == after.valid_from for one, after in zip(sets, sets[1:], strict=False)
    )
    assert sets[-1].valid_to is None


def test_no_set_cites_a_text_that_had_ended():
    law = load_law(REFERENCE)
    for one in law.sets:
        cited = {value.text for value in one.values.values() if value.text} | set(one.listed("amendments"))
        assert all(
            one.texts[text].valid_to is None or one.texts[text].valid_to >= one.valid_from for text in cited
        ), one.id


def test_texts_by_role_and_day():
    law = load_law(REFERENCE)
    assert [one.short for one in law.by_role("systems", date(2026, 6, 30))] == []
    assert [one.short for one in law.by_role("systems", date(2026, 7, 1))] == ["NĐ 224"]
    assert [one.number for one in law.by_role("one_stop", date(2024, 5, 31))] == ["61/2018/NĐ-CP"]


def test_the_page_is_not_behind_the_tables():
    assert (ROOT / "docs" / "law.md").read_text(encoding="utf-8") == law_page(REFERENCE), (
        "run `make docs` and commit the page"
    )


def test_what_the_page_says_is_only_told_is_read_by_no_computation_and_the_rest_is():
    own = ROOT / "src" / "tthc" / "model" / "law"
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py") if own not in path.parents)
    code += "".join(path.read_text(encoding="utf-8") for path in own.glob("*.py") if path.stem not in ("parameters", "page", "load"))
    read = {name for name in BY_NAME if f'"{name}"' in code}
    assert set(BY_NAME) - read - {"based_on", "valid_from", "valid_to"} == set(ONLY_TOLD)


def test_the_page_on_sharing_cites_each_set_as_the_tables_do():
    page = (ROOT / "docs" / "sharing.md").read_text(encoding="utf-8")
    law = load_law(REFERENCE)
    for one in law.sets:
        values = [one.values[name] for name in ("no_disclosure", "raters_confidential", "staff_public")]
        cited = [f"{one.texts[value.text].short}, {value.article}" for value in values if value.text]
        assert f"`{one.id}`" in page and [cite for cite in cited if cite not in page] == []
    assert [text.short for text in law.by_role("personal_data", date(2026, 10, 31)) if text.short not in page] == []


def test_the_34_provinces_by_their_codes():
    known = provinces(REFERENCE, date(2026, 10, 31))
    assert len(known) == 34 and known["H27"] == "Hà Tĩnh" and known["H44"] == "Phú Thọ" and "H02" not in known
    assert provinces(REFERENCE, date(2025, 6, 30)) == {}
    assert ministries(REFERENCE, date(2026, 10, 31))["09"] == "Bộ Nội vụ"


def _last_line(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _add(folder: Path, *rows: str, file: str = "law_sets.csv") -> int:
    """Appends rows; the line of the last one."""
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8") + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return _last_line(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("law_texts.csv", "law_sets.csv"):
        shutil.copy(REFERENCE / name, tmp_path)
    return tmp_path


_NEW = ("moi,based_on,nd118_309,,,read,", "moi,label,Nghị định thử,,,read,", "moi,short,NĐ thử,,,read,")
FAULTS: dict[str, tuple[tuple[str, ...], str]] = {
    "an unknown parameter": (("nd61,so_lan,1,,,read,",), "không có tham số “so_lan”"),
    "a value that is no number": (
        (*_NEW, "moi,valid_from,2027-01-01,,,read,", "moi,intake_hours,tám,,,read,"),
        "intake_hours không nhận “tám”",
    ),
    "an unknown mark": (
        (
            *_NEW,
            "moi,valid_from,2027-01-01,,,sure,",
        ),
        "mức đối chiếu “sure” không có",
    ),
    "an unknown text": (
        (*_NEW, "moi,valid_from,2027-01-01,nd999,,read,"),
        "không có văn bản “nd999” trong law_texts.csv",
    ),
    "a parameter said twice": (("nd61,restart,restart,,,read,",), "đã có ở dòng 8"),
    "an ended text": (
        (*_NEW, "moi,valid_from,2027-01-01,,,read,", "moi,refusal,within_due,nd61,Điều 1,read,"),
        "đã hết hiệu lực ngày 30/06/2025",
    ),
    "a cell too many": (("moi,label,Nghị định, thử,,,read,",), "đúng 7 cột"),
    "a day that is none": ((*_NEW, "moi,valid_from,31/02/2027,,,read,"), "“31/02/2027” không phải là ngày"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_by_file_and_line(folder: Path, fault: str):
    rows, told = FAULTS[fault]
    line = _add(folder, *rows)
    with pytest.raises(UsageError) as refused:
        load_law(folder)
    assert str(refused.value).startswith(f"Tệp law_sets.csv, dòng {line}: ")
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (_NEW, "bộ moi thiếu tham số valid_from"),
        (("moi,valid_from,2027-01-01,,,read,", "moi,label,Thử,,,read,"), "bộ moi thiếu tham số short"),
        (("moi,valid_from,2027-01-01,,,read,", "moi,based_on,khac,,,read,"), "dựa trên bộ “khac” không có trong tệp"),
        ((*_NEW, "moi,valid_from,2026-01-01,,,read,"), "phải có hiệu lực sau bộ nd118_309"),
        (
            (*_NEW, "moi,valid_from,2027-01-01,,,read,", "nd118_309,valid_to,2026-12-01,,,read,"),
            "hai bộ phải liền nhau",
        ),
    ],
)
def test_a_set_that_cannot_be_is_named(folder: Path, rows: tuple[str, ...], told: str):
    _add(folder, *rows)
    with pytest.raises(UsageError, match="^Tệp law_sets.csv, dòng ") as refused:
        load_law(folder)
    assert told in str(refused.value)


def test_a_text_that_ends_before_it_begins(folder: Path):
    line = _add(folder, "thu,Nghị định thử,NĐ thử,one_stop,2027-01-01,2026-01-01,read,read,,", file="law_texts.csv")
    with pytest.raises(UsageError, match=f"^Tệp law_texts.csv, dòng {line}: văn bản hết hiệu lực"):
        load_law(folder)


@pytest.mark.parametrize("lost", ["law_texts.csv", "law_sets.csv"])
def test_a_table_that_the_project_does_not_have_is_the_one_of_the_package(folder: Path, lost: str):
    (folder / lost).unlink()
    assert [one.id for one in load_law(folder).sets] == [one.id for one in load_law(REFERENCE).sets]


def test_a_project_made_before_there_were_law_sets_has_those_of_the_package(tmp_path: Path):
    assert load_law(tmp_path).on(date(2026, 10, 31)).id == "nd118_309"


def test_a_set_that_is_added_changes_only_what_it_says(folder: Path):
    _add(folder, *_NEW, "moi,valid_from,2027-01-01,,,read,", "moi,supplement_close_cd,10,,,read,")
    law = load_law(folder)
    before, new = law.on(date(2026, 12, 31)), law.on(date(2027, 1, 1))
    assert (before.id, before.valid_to, new.id, new.label) == (
        "nd118_309",
        date(2026, 12, 31),
        "moi",
        "Nghị định thử",
    )
    assert (before.whole("supplement_close_cd"), new.whole("supplement_close_cd")) == (15, 10)
    own = ("based_on", "label", "short", "valid_from", "valid_to", "supplement_close_cd")
    others = [{name: value for name, value in one.values.items() if name not in own} for one in (before, new)]
    assert others[0] == others[1]


def test_an_indicator_whose_law_ended_is_not_there_and_the_others_cite_the_law_in_force():
    from tthc.analysis import indicators
    from tthc.analysis.indicators.measure import source_of

    law = load_law(REFERENCE)
    old, new = law.on(date(2024, 5, 31)), law.on(date(2026, 10, 31))
    before, now = ({one.id for one in indicators.available(None, {}, one_set)} for one_set in (old, new))
    assert before - now == {"nd61_30_2c", "tt01_1", "tt01_2"}
    duties = {"supplement_late", "supplement_again", "supplement_unclosed", "handover_late", "refusal_late", "forward_late"}
    assert now - before == duties
    known = {one.id: one for one in indicators.MEASURES}
    assert source_of(known["tt01_1"], old) == "Thông tư số 01/2018/TT-VPCP, Điều 13 khoản 1"
    assert source_of(known["nd61_30_2c"], old) == "Nghị định số 61/2018/NĐ-CP, Điều 30 khoản 2 điểm c"
    assert source_of(known["apology_missing"], new) == "Nghị định số 118/2025/NĐ-CP, Điều 19 khoản 6"
    ended = [text.number for text in law.texts if text.valid_to]
    assert not [one.id for one in indicators.MEASURES for number in ended if number in one.source or number in one.label]
