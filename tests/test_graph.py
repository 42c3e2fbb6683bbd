"""The graph of declared tables: what is asked for is computed, each table once, kept statements and addresses never mislead."""

from __future__ import annotations

import json
import os
import stat
from types import SimpleNamespace

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest

from tthc.cli.tabling import listing
from tthc.model.errors import UsageError
from tthc.model.schema import TABLES
from tthc.study.graph import addresses
from tthc.study.graph.addresses import Addresses
from tthc.study.graph.declared import Column, Declared, Setting, Strict, Undeclared, computed, expression, settings
from tthc.study.graph.kept import Kept, plain
from tthc.study.graph.lineage import origins
from tthc.study.graph.period import declared
from tthc.study.graph.runner import Runner
from tthc.study.graph.wiring import GIVEN, _check
from tthc.study.names import REGISTER

ROWS = pa.table({"dossier_id": ["b", "a", "c"], "officer": ["Y", "X", None], "n": [2, 1, 3]})
CALLS: list[str] = []


def doubled(rows: ir.Table, compare: str) -> ir.Table:
    CALLS.append("doubled")
    return rows.mutate(n=rows.n * (2 if compare == "date" else 3))


def largest(doubled: ir.Table) -> ir.Table:
    CALLS.append("largest")
    return doubled.aggregate(n=doubled.n.max())


def above(doubled: ir.Table, floor) -> ir.Table:
    return doubled.filter(doubled.n >= floor)


def names_of(rows: ir.Table) -> ir.Table:
    return rows.select("dossier_id", "officer")


def numbers(column: str):
    def made(read_rows: ir.Table) -> ir.Table:
        texts = read_rows.select(name=column).filter(lambda t: t.name.notnull()).distinct()
        return texts.mutate(number=ibis.row_number().over(ibis.window(order_by=texts.name, rows=(None, 0))).cast("int32"))

    return made


def made_by_python(context) -> pa.Table:
    CALLS.append("python")
    return pa.table({"n": [context.floor]})


REGISTRY = {
    one.name: one
    for one in (
        expression("doubled", doubled, "a row", rows="read_rows", compare=Setting("compare")),
        expression("largest", largest, "the whole"),
        expression("above", above, "a row", floor=Column("floor", "n")),
        computed(("floor",), made_by_python, "the floor", stamp=lambda context: str(context.floor)),
        expression("dossier_id_numbers", numbers("dossier_id"), "a dossier"),
        expression("officer_numbers", numbers("officer"), "an officer"),
        expression("keyed", names_of, "a row", rows="read_rows", numbered=("dossier_id", "officer")),
        expression("named", names_of, "a row", rows="keyed"),
    )
}


@pytest.fixture(autouse=True)
def forget_calls() -> None:
    CALLS.clear()


def runner(engine, kept: Kept | None = None, compare: str = "date", floor: int = 4, registry=None) -> Runner:
    given = {"read_rows": engine.load(ROWS, "graph_rows")}
    return Runner(
        engine, registry or REGISTRY, {"compare": compare, "rule": "system"}, {}, given, SimpleNamespace(floor=floor), kept or Kept(None, "")
    )


def rows_of(engine, table: ir.Table) -> list[dict]:
    return sorted(table.to_pyarrow().to_pylist(), key=repr)


def test_only_what_is_asked_for_is_computed_each_table_once(engine):
    made = runner(engine).tables(["largest", "above"])
    assert rows_of(engine, made["largest"]) == [{"n": 6}]
    assert [row["n"] for row in rows_of(engine, made["above"])] == [4, 6]
    assert sorted(CALLS) == ["doubled", "largest", "python"]


def test_what_only_inner_tables_needed_is_freed(engine):
    one = runner(engine)
    one.tables(["largest"])
    assert {node.table for node in one._columns} == {"largest", "read_rows"}


def test_numbers_stand_in_the_order_of_the_texts_and_names_come_back(engine):
    made = runner(engine)
    assert rows_of(engine, made.tables(["named"])["named"]) == [
        {"dossier_id": "a", "officer": "X"}, {"dossier_id": "b", "officer": "Y"}, {"dossier_id": "c", "officer": None},
    ]  # fmt: skip
    inside = runner(engine)
    order = inside._in_order([inside._base("keyed")])
    for node in order:
        inside._make(node)
    kept = rows_of(engine, inside.table(inside._base("keyed")))
    assert [(row["dossier_id"], row["officer"]) for row in kept] == [(0, 0), (1, 1), (2, None)]


def test_a_kept_statement_runs_without_its_function(engine, tmp_path):
    runner(engine, Kept(tmp_path, "code")).tables(["largest"])
    assert CALLS == ["doubled", "largest"]
    again = runner(engine, Kept(tmp_path, "code")).tables(["largest"])
    assert CALLS == ["doubled", "largest"] and rows_of(engine, again["largest"]) == [{"n": 6}]


@pytest.mark.parametrize("change", ["setting", "code", "columns", "engine"])
def test_a_statement_of_something_else_is_never_taken(engine, tmp_path, change):
    runner(engine, Kept(tmp_path, "code")).tables(["largest"])
    CALLS.clear()
    other = runner(engine, Kept(tmp_path, "other" if change == "code" else "code"), compare="minute" if change == "setting" else "date")
    if change == "columns":
        other.given["read_rows"] = engine.load(ROWS.append_column("more", pa.array([1.0, 2.0, 3.0])), "graph_rows_wide")
    if change == "engine":
        other.engine = type("Other", (), {"__getattr__": lambda self, name: getattr(engine, name)})()
    found = rows_of(engine, other.tables(["largest"])["largest"])
    assert "doubled" in CALLS
    assert found == [{"n": 9 if change == "setting" else 6}]


def test_a_line_that_was_cut_off_or_altered_is_left_aside(engine, tmp_path):
    runner(engine, Kept(tmp_path, "code")).tables(["largest"])
    file = tmp_path / "code.jsonl"
    file.write_bytes(file.read_bytes().replace(b"MAX", b"MIN")[:-40])
    CALLS.clear()
    assert rows_of(engine, runner(engine, Kept(tmp_path, "code")).tables(["largest"])["largest"]) == [{"n": 6}]
    assert CALLS == ["largest"], "the other line is whole"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="POSIX rights")
def test_kept_statements_are_the_users_own(engine, tmp_path):
    runner(engine, Kept(tmp_path / "kept", "code")).tables(["largest"])
    file = tmp_path / "kept" / "code.jsonl"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    file.chmod(0o666)  # somebody else could have written it
    CALLS.clear()
    runner(engine, Kept(tmp_path / "kept", "code")).tables(["largest"])
    assert CALLS == ["doubled", "largest"]


def test_a_setting_that_is_not_declared_is_said_not_answered_with_a_default(engine):
    sly = expression("sly", lambda rows, rules: rows.mutate(n=len(rules.get("rule", "system"))), "a row", rows="read_rows", rules=settings("compare"))
    with pytest.raises(Undeclared, match="rule"):
        runner(engine, registry={"sly": sly}).tables(["sly"])
    with pytest.raises(Undeclared):
        Strict("t", {})["anything"]


def test_names_inputs_and_circles_are_checked():
    unknown = expression("late", largest, "a row")
    with pytest.raises(Undeclared, match="nobody declares"):
        _check({"late": unknown})
    first, second = (Declared(name, largest, "a row", links={"doubled": other}, outputs=(name,)) for name, other in (("a", "b"), ("b", "a")))
    with pytest.raises(Undeclared, match="need one another"):
        _check({"a": first, "b": second})


def test_every_table_that_a_study_hands_out_is_declared():
    assert set(TABLES) - {"changes", "results", "fingerprints"} <= set(declared())
    assert REGISTER in declared() and not set(GIVEN) & set(declared())


# addresses


def address(engine, name: str = "above", reading: str = "r", **options) -> str:
    return Addresses(runner(engine, **options), reading).of(name)


def test_an_address_changes_with_what_it_depends_on_and_with_nothing_else(engine, monkeypatch):
    before = address(engine)
    assert address(engine) == before
    assert address(engine, reading="s") != before, "other inputs"
    assert address(engine, compare="minute") != before, "a setting two tables away"
    assert address(engine, floor=5) != before, "what a computed table looked at"
    monkeypatch.setattr(addresses, "code_digest", lambda: "other")
    assert address(engine) != before, "code or versions"


def test_what_python_makes_is_never_taken_from_another_edition_or_source(engine):
    assert address(engine, "floor", reading="internal") != address(engine, "floor", reading="shared")


def test_every_table_that_python_makes_says_what_it_looked_at():
    assert [one.name for one in declared().values() if one.is_computed and one.stamp is None] == []


def test_filled_workbooks_are_part_of_the_address_by_content(tmp_path):
    book, causes = tmp_path / "dien.xlsx", tmp_path / "causes.csv"
    causes.write_text("code\n", encoding="utf-8")
    context = SimpleNamespace(run=SimpleNamespace(explanations=(book,), reference=tmp_path))
    stamps = []
    for written in (b"one", b"two"):
        book.write_bytes(written)
        stamps.append(declared()["explanations"].stamp(context))
    causes.write_text("code,label\n", encoding="utf-8")
    stamps.append(declared()["explanations"].stamp(context))
    assert len(set(stamps)) == 3


def test_a_setting_that_a_table_does_not_declare_leaves_its_address(engine):
    one, other = runner(engine), runner(engine)
    other.settings = {**other.settings, "rule": "decree"}
    assert Addresses(one, "r").of("above") == Addresses(other, "r").of("above")


def test_the_code_digest_covers_helpers_and_versions(monkeypatch, tmp_path):
    addresses.code_digest.cache_clear()
    before = addresses.code_digest()
    monkeypatch.setattr(addresses, "_version", lambda name: "0")
    addresses.code_digest.cache_clear()
    other_versions = addresses.code_digest()
    package = tmp_path / "tthc"
    (package / "study" / "graph").mkdir(parents=True)
    (package / "helper.py").write_text("LIMIT = 1\n", encoding="utf-8")
    monkeypatch.setattr(addresses, "__file__", str(package / "study" / "graph" / "addresses.py"))
    addresses.code_digest.cache_clear()
    first = addresses.code_digest()
    (package / "helper.py").write_text("LIMIT = 2\n", encoding="utf-8")
    addresses.code_digest.cache_clear()
    second = addresses.code_digest()
    monkeypatch.undo()
    addresses.code_digest.cache_clear()
    assert len({before, other_versions, first, second}) == 4 and addresses.code_digest() == before


def test_values_are_told_in_an_order_of_their_own():
    one, other = (plain({"present": {"dossiers": frozenset(names)}}) for names in (["b", "a"], ["a", "b"]))
    assert json.dumps(one) == json.dumps(other)


def test_the_command_lists_every_table_and_what_it_is_made_of():
    assert f"late (Hồ sơ quá hạn): {', '.join(declared()['late'].inputs)}" in listing().splitlines()
    assert {line.split(" ")[0] for line in listing().splitlines()} == set(TABLES) & set(declared())
    tree = listing("council_dates").splitlines()
    assert tree[0].startswith("council_dates (") and tree[1] == "  warn_now" and "  calendar_days …" in tree
    with pytest.raises(UsageError, match="“lates”.*late"):
        listing("lates")


# where a column comes from ------------------------------------------------------------------------------------------


def joined(doubled: ir.Table, read_rows: ir.Table) -> ir.Table:
    both = doubled.select("dossier_id", m="n").left_join(read_rows, "dossier_id")
    return both.filter(both.officer.notnull()).select("dossier_id", sum=both.m + both.n, name=both.officer)


def stacked(doubled: ir.Table, read_rows: ir.Table) -> ir.Table:
    numbers = doubled.select("n").union(read_rows.select(n="n")).distinct()
    return numbers.mutate(most=doubled.n.max().as_scalar())


TRACED = {**REGISTRY, "joined": expression("joined", joined, "a row"), "stacked": expression("stacked", stacked, "a number")}


@pytest.mark.parametrize(
    "table, column, expected",
    [
        ("doubled", "officer", {"doubled": {"read_rows": ("officer",)}, "read_rows": {}}),
        ("joined", "sum", {"joined": {"doubled": ("n",), "read_rows": ("n",)}, "doubled": {"read_rows": ("n",)}, "read_rows": {}}),
        ("joined", "name", {"joined": {"read_rows": ("officer",)}, "read_rows": {}}),
        ("stacked", "n", {"stacked": {"doubled": ("n",), "read_rows": ("n",)}, "doubled": {"read_rows": ("n",)}, "read_rows": {}}),
        ("stacked", "most", {"stacked": {"doubled": ("n",)}, "doubled": {"read_rows": ("n",)}, "read_rows": {}}),
        # the floor comes from Python, of whose tables only the whole is known; it chooses rows and stands in no column
        ("above", "n", {"above": {"doubled": ("n",)}, "doubled": {"read_rows": ("n",)}, "read_rows": {}}),
        ("named", "officer", {"named": {"keyed": ("officer",)}, "keyed": {"read_rows": ("officer",)}, "read_rows": {}}),
    ],
)  # fmt: skip
def test_a_column_is_traced_to_what_was_read(engine, table, column, expected):
    made = runner(engine, registry=TRACED)
    made.frees = False
    made.tables([table])
    way = origins(made, table, column, told=tuple(TRACED))
    assert {one.table: dict(one.made_of) for one in way} == expected


def test_tables_that_only_hand_a_column_on_are_passed_by(engine):
    made = runner(engine, registry=TRACED)
    made.frees = False
    made.tables(["named"])
    assert [(one.table, one.columns, dict(one.made_of)) for one in origins(made, "named", "officer")] == [
        ("named", ("officer",), {"read_rows": ("officer",)}), ("read_rows", ("officer",), {}),
    ]  # fmt: skip


def test_a_column_that_is_not_there_is_not_traced(engine):
    made = runner(engine, registry=TRACED)
    made.frees = False
    made.tables(["joined"])
    with pytest.raises(KeyError):
        origins(made, "joined", "officer")
