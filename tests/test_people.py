"""One name for one person: what is folded, what is only asked, what is no person at all."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from dossier_rows import at, step
from small_tables import canonical
from tthc.engine import connect
from tthc.sources.read import Reading
from tthc.study.people import one_name_each


@pytest.fixture(scope="module")
def duck():
    engine = connect("duckdb")
    yield engine
    engine.close()


def found(duck, working, absent=()):
    """The people of a source in which each of `working` has one step and each of `absent` one absence; and its tables."""
    steps = [step(f"D{n}", 1, "Thẩm định", "2/1 7:00", None, None, officer=name) for n, name in enumerate(working)]
    away = [{"officer": name, "from_at": at("2/1"), "to_at": at("3/1")} for name in absent]
    reading = Reading(canonical(duck, steps=steps, absences=away), None, None, {}, SimpleNamespace(calendar="vn"), ())
    reading, people = one_name_each(duck, reading)
    names = {table: sorted(duck.fetch(reading.tables[table]).officer) for table in ("steps", "absences")}
    return people, names


def test_case_spaces_and_unicode_form_are_one_name(duck):
    people, names = found(duck, ["LÊ HỮU CẢNH", "Lê  Hữu Cảnh", "Lê Hữu Cảnh", "Lê Hữu Cảnh"], ["lê hữu cảnh "])
    assert names == {"steps": ["Lê Hữu Cảnh"] * 4, "absences": ["Lê Hữu Cảnh"]}
    assert list(people.folded) == ["Lê Hữu Cảnh"] and not people.similar and not people.vague


def test_over_which_vowel_the_tone_stands_makes_no_other_person(duck):
    people, names = found(duck, ["Hoàng Thị Hòa", "Hoàng Thị Hòa", "TRẦN THUÝ QUỲNH", "Trần Thúy Quỳnh"], ["Hoàng Thị Hoà"])
    assert names == {"steps": ["Hoàng Thị Hòa"] * 2 + ["Trần Thúy Quỳnh"] * 2, "absences": ["Hoàng Thị Hòa"]}
    assert not people.vague


@pytest.mark.parametrize("other", ["Le Huu Canh", "L. H. Cảnh", "Hữu Cảnh", "Ông Lê Hữu Cảnh", "Lê Hữu Cảnh (Phòng A)"])
def test_an_absent_look_alike_is_asked_about_and_nobody_is_judged(duck, other):
    people, names = found(duck, ["Lê Hữu Cảnh", "Trần An"], [other])
    assert people.similar == [tuple(sorted(("Lê Hữu Cảnh", other)))] and people.vague == ["Lê Hữu Cảnh"]
    assert names["absences"] == [other]


def test_others_are_other_people(duck):
    people, _ = found(duck, ["Lê An", "Lê Hữu Cảnh"], ["Lê Dung", "Cảnh", "Lê Hữu Phước"])
    assert people.similar == [] and people.vague == []


def test_two_at_work_whose_names_differ_by_an_accent_are_asked_about_only(duck):
    people, _ = found(duck, ["Trần Ân", "Trần An"])
    assert people.similar == [("Trần An", "Trần Ân")] and people.vague == []


@pytest.mark.parametrize(("one", "other"), [("CV. Cao Thị Bích", "Cao Thị Bích"), ("Đỗ Nguyệt", "Đỗ Nguyệt (STP)")])
def test_a_title_or_an_office_beside_a_name_is_asked_about(duck, one, other):
    assert found(duck, [one, other])[0].similar == [tuple(sorted((one, other)))]
    assert not found(duck, ["Trần An (1)", "Trần An (2)"])[0].similar


def test_work_under_a_name_without_accents_may_be_the_same_persons(duck):
    people, _ = found(duck, ["Hoàng Thị Hòa", "Hoang Thi Hoa", "Lê Hoa", "Lê Hòa"])
    assert people.vague == ["Hoang Thi Hoa", "Hoàng Thị Hòa"]


def test_accounts_of_groups_are_no_persons(duck):
    assert found(duck, ["Bộ phận Một cửa", "admin01", "Trần An"])[0].vague == ["Bộ phận Một cửa", "admin01"]
