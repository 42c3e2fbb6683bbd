"""Several exports of one period: the newest decides what is known, and columns that one lacks come from another."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from tests.reading import HEADER, ROOT, Frames, assert_accounted, write_csv

from tthc.display import tables
from tthc.display.tables.systems import systems_sentence
from tthc.engine import connect
from tthc.model.errors import UsageError
from tthc.model.settings import load_run
from tthc.sources.read import read_sources
from tthc.sources.read.export_times import Export, named_day, newness, said_time
from tthc.study.by_system import by_system

DONE = ("A", "P", "08/01/2024 08:00", "19/01/2024", "18/01/2024 09:00", "Đã xử lý xong")
REOPENED = ("A", "P", "08/01/2024 08:00", "19/01/2024", "", "Đang xử lý")


@pytest.fixture(scope="module")
def engine():
    connected = connect()
    yield connected
    connected.close()


def read_all(engine, *sources: Path, profile: str = "cong_tinh") -> Frames:
    reading = read_sources(load_run("2024-01", root=ROOT, source=list(sources), profile=profile), engine)
    tables = {name: engine.fetch(table) for name, table in reading.tables.items()}
    return Frames(reading, tables, engine.fetch(reading.findings), engine.fetch(reading.accounting))


def told(frames: Frames, *columns: str) -> dict[str, list]:
    return {row.dossier_id: [None if pd.isna(row[name]) else str(row[name]) for name in columns] for _, row in frames.dossiers.iterrows()}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["older first", "newer first"])
def test_the_newer_export_decides_also_that_an_end_was_taken_back(engine, tmp_path, order):
    files = [write_csv(tmp_path / "xuat_2024-01.csv", [DONE]), write_csv(tmp_path / "xuat_2024-02.csv", [REOPENED])]
    frames = read_all(engine, *(files[n] for n in order))
    assert told(frames, "status", "finished_at") == {"A": ["4", None]}
    assert frames.of("file.older").file.tolist() == ["xuat_2024-01.csv"] and "“xuat_2024-02.csv” (theo ngày xuất ghi trong tệp hoặc ngày trong tên tệp)" in frames.of("file.older").message.iloc[0]
    assert frames.of("row.older").file.tolist() == ["xuat_2024-01.csv"]
    assert_accounted(frames)


def test_one_id_on_rows_received_on_other_days_is_told_as_such(engine, tmp_path):
    other = (DONE[0], *("09/01/2024 08:00" if cell == DONE[HEADER.index("Ngày tiếp nhận")] else cell for cell in DONE[1:]))
    frames = read_all(engine, write_csv(tmp_path / "xuat_2024-01.csv", [DONE, other]))
    assert len(frames.of("row.same_id")) == 1 and frames.of("row.duplicate").empty
    assert_accounted(frames)


def test_without_dates_the_last_source_is_the_newest(engine, tmp_path):
    one, other = write_csv(tmp_path / "mot.csv", [DONE]), write_csv(tmp_path / "hai.csv", [REOPENED])
    assert told(read_all(engine, one, other), "status") == {"A": ["4"]}
    assert told(read_all(engine, other, one), "status") == {"A": ["9"]}


def test_what_the_file_says_of_its_export_comes_before_its_name(engine, tmp_path):
    first = write_csv(tmp_path / "xuat_2024-01.csv", [HEADER, DONE], header=("Ngày xuất: 01/03/2024 08:00", "", "", "", "", ""))
    second = write_csv(tmp_path / "xuat_2024-02.csv", [HEADER, REOPENED], header=("Ngày xuất: 05/02/2024 08:00", "", "", "", "", ""))
    assert told(read_all(engine, first, second), "status") == {"A": ["9"]}


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("xuat_2024-02", date(2024, 2, 29)), ("DS_HoSo_T6_2024", date(2024, 6, 30)), ("ho-so 20240305", date(2024, 3, 5)), ("bc_05-03-2024", date(2024, 3, 5)),
        ("2024-01_2024-05", date(2024, 5, 31)), ("Q1-2024", date(2024, 3, 31)), ("nam2023", date(2023, 12, 31)), ("ho-so", None), ("H27_0001", None),
    ],
)
def test_the_day_that_a_name_tells(name, day):
    assert named_day(name) == day


def test_the_instant_that_a_title_tells():
    assert said_time((("SỞ X", ""), ("Thời điểm xuất", "05/02/2024 08:30"))) == datetime(2024, 2, 5, 8, 30)
    assert said_time((("Mã hồ sơ", "Ngày tiếp nhận"), ("A", "05/02/2024"))) is None


def test_places_order_exports_of_one_kind_only():
    assert ranks([Export(place=0), Export(place=1), Export(place=2)], ["list", "list", "log"]) == [0, 1, 1]
    assert ranks([Export(named=date(2024, 2, 29)), Export(said=datetime(2024, 2, 1))], ["list", "list"]) == [1, 0]


def ranks(exports: list[Export], kinds: list[str]) -> list[int]:
    return [one.rank for one in newness(exports, kinds)]


def test_the_workbooks_own_times_order_where_nothing_else_does():
    old, new = datetime(2024, 1, 31), datetime(2024, 2, 29)
    assert ranks([Export(created=new, saved=old), Export(created=old, saved=new)], ["list"] * 2) == [1, 0]
    assert ranks([Export(created=old, saved=new), Export(created=old, saved=old)], ["list"] * 2) == [1, 0]  # one template
    assert ranks([Export(place=0, created=new), Export(place=1, created=old)], ["list"] * 2) == [0, 1]  # the order given comes first
    assert ranks([Export(created=new), Export()], ["list"] * 2) == [0, 0] == ranks([Export(created=new), Export(created=old)], ["list", "log"])
    assert ranks([Export(named=date(2024, 1, 31), created=new), Export(named=date(2024, 2, 29), created=old)], ["list"] * 2) == [0, 1]


def test_the_workbook_made_last_holds_and_that_is_said(engine, tmp_path):
    for name, row, made in (("b.xlsx", DONE, datetime(2024, 1, 31)), ("a.xlsx", REOPENED, datetime(2024, 2, 29))):
        book = openpyxl.Workbook()
        book.properties.created = made
        for cells in (HEADER, row):
            book.active.append(cells)
        book.save(tmp_path / name)
    frames = read_all(engine, tmp_path)
    assert told(frames, "status") == {"A": ["4"]}
    (message,) = frames.of("file.older").message
    assert "tệp mới hơn “a.xlsx” (theo ngày tạo ghi trong thuộc tính tệp)" in message


LOG = """case_id,activity,resource,timestamp,case_status
A,Nhận,An,2024-01-08T08:00:00,Đã xử lý xong
A,Ký,Bình,2024-01-20T09:00:00,Đã xử lý xong
B,Nhận,An,2024-01-08T08:00:00,Đang xử lý
"""
LIST_AND_LOG = """dates = ["%d/%m/%Y %H:%M", "%d/%m/%Y"]
derive = { received_at = "first_event", finished_at = "last_event" }
[[sheet]]
table = "dossiers"
[[sheet]]
table = "events"
[sheet.columns]
dossier_id = ["case_id"]
step = ["activity"]
officer = ["resource"]
ended_at = ["timestamp"]
[sheet.dossier]
status = ["case_status"]
due_at = ["deadline"]
"""


def list_and_log(folder: Path, engine, rows: list[tuple], log: str = LOG) -> Frames:
    (folder / "p.toml").write_text(LIST_AND_LOG, encoding="utf-8")
    (folder / "log.csv").write_text(log, encoding="utf-8")
    listed = write_csv(folder / "ds.csv", rows, header=("Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả"))
    return read_all(engine, listed, folder / "log.csv", profile=str(folder / "p.toml"))


def test_a_list_and_a_log_complete_each_other(engine, tmp_path):
    frames = list_and_log(tmp_path, engine, [("A", "08/01/2024 08:00", "12/01/2024"), ("B", "08/01/2024 08:00", "12/01/2024"), ("C", "09/01/2024 08:00", "15/01/2024")])
    assert told(frames, "status", "received_at", "due_at", "finished_at") == {
        "A": ["9", "2024-01-08 08:00:00", "2024-01-12 17:00:00", "2024-01-20 09:00:00"],
        # Said to be in process: its last event is no end.
        "B": ["4", "2024-01-08 08:00:00", "2024-01-12 17:00:00", None],
        # Not in the log: nothing says that it ended.
        "C": ["4", "2024-01-09 08:00:00", "2024-01-15 17:00:00", None],
    }
    assert not frames.rules() & {"row.duplicate", "dossier.conflict", "derived.received_at"}
    assert_accounted(frames)


def test_two_sources_that_differ_are_a_finding_and_the_list_holds(engine, tmp_path):
    log = LOG.replace("case_status", "case_status,deadline").replace("xong\n", "xong,2024-02-01T17:00:00\n").replace("lý\n", "lý,2024-01-12T17:00:00\n")
    frames = list_and_log(tmp_path, engine, [("A", "08/01/2024 08:00", "12/01/2024"), ("B", "08/01/2024 08:00", "")], log)
    assert told(frames, "due_at") == {"A": ["2024-01-12 17:00:00"], "B": ["2024-01-12 17:00:00"]}
    assert frames.of("dossier.conflict")[["dossier_id", "column"]].values.tolist() == [["A", "Ngày hẹn trả"]]


def test_two_lists_with_other_columns_complete_each_other(engine, tmp_path):
    one = write_csv(tmp_path / "han.csv", [("A", "08/01/2024 08:00", "12/01/2024")], header=("Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả"))
    other = write_csv(tmp_path / "ket-qua.csv", [("A", "Đã xử lý xong", "11/01/2024 08:00")], header=("Mã hồ sơ", "Trạng thái", "Ngày kết thúc xử lý"))
    for sources in ((one, other), (other, one)):
        frames = read_all(engine, *sources)
        assert told(frames, "status", "due_at", "finished_at") == {"A": ["9", "2024-01-12 17:00:00", "2024-01-11 08:00:00"]}


def test_a_newer_log_tells_an_event_anew_and_keeps_what_only_the_older_has(engine, tmp_path):
    header = "case_id,activity,resource,start_time,end_time\n"
    (tmp_path / "log_2024-01.csv").write_text(header + "A,Nhận,An,2024-01-08T08:00:00,2024-01-08T09:00:00\nA,Xét,Bình,2024-01-09T08:00:00,\n", encoding="utf-8")
    (tmp_path / "log_2024-02.csv").write_text(header + "A,Xét,Bình,2024-01-09T08:00:00,2024-02-01T09:00:00\n", encoding="utf-8")
    frames = read_all(engine, tmp_path / "log_2024-01.csv", tmp_path / "log_2024-02.csv", profile="su_kien")
    steps = frames.steps.sort_values("step_no")
    assert steps.step.tolist() == ["Nhận", "Xét"] and steps.ended_at.astype(str).tolist() == ["2024-01-08 09:00:00", "2024-02-01 09:00:00"]
    assert frames.of("file.older_events").file.tolist() == ["log_2024-01.csv"]
    assert_accounted(frames)


def test_a_newer_log_with_the_whole_history_replaces_the_older(engine, tmp_path):
    header = "case_id,activity,resource,start_time,end_time\n"
    (tmp_path / "log_2024-01.csv").write_text(header + "A,Nhận,An,2024-01-08T08:00:00,2024-01-08T09:00:00\nA,Nhầm,Bình,2024-01-09T08:00:00,\n", encoding="utf-8")
    (tmp_path / "log_2024-02.csv").write_text(header + "A,Nhận,An,2024-01-08T08:00:00,2024-01-08T09:00:00\nA,Xét,Chi,2024-01-10T08:00:00,\n", encoding="utf-8")
    frames = read_all(engine, tmp_path / "log_2024-01.csv", tmp_path / "log_2024-02.csv", profile="su_kien")
    assert frames.steps.sort_values("step_no").step.tolist() == ["Nhận", "Xét"]


SYSTEMS = """[[sources]]
name = "Tỉnh"
path = "tinh"
[[sources]]
name = "Bộ"
path = "bo/log.csv"
profile = "su_kien"
"""


@pytest.fixture
def two_systems(tmp_path) -> Path:
    """A project of two systems: a list in the province's form, a log of a ministry's, with one id in both."""
    (tmp_path / "tthc.toml").write_text(SYSTEMS, encoding="utf-8")
    for folder in ("tinh/2024-01", "bo", "data"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "data" / "reference").symlink_to(ROOT / "data" / "reference", target_is_directory=True)
    write_csv(tmp_path / "tinh" / "2024-01" / "ho-so.csv", [DONE, ("B", *DONE[1:])])
    log = "case_id,activity,resource,timestamp,due_at\nA,Nhận,An,2024-01-08T08:00:00,2024-01-31T17:00:00\nC,Nhận,An,2024-01-09T08:00:00,2024-01-31T17:00:00\n"
    (tmp_path / "bo" / "log.csv").write_text(log, encoding="utf-8")
    return tmp_path


def test_equal_ids_of_two_systems_are_two_dossiers_and_named(two_systems, engine):
    run = load_run("2024-01", root=two_systems)
    assert [(one.name, one.profile) for one in run.systems] == [("Tỉnh", "cong_tinh"), ("Bộ", "su_kien")]
    reading = read_sources(run, engine)
    dossiers, steps = (engine.fetch(reading.tables[name]) for name in ("dossiers", "steps"))
    assert sorted(dossiers.dossier_id) == ["A", "A (Bộ)", "B", "C"] and sorted(steps.dossier_id) == ["A (Bộ)", "C"]
    findings = engine.fetch(reading.findings)
    assert findings[findings.rule == "dossier.double"].value.tolist() == ["A"]
    assert dossiers.set_index("dossier_id").due_at.astype(str)["A (Bộ)"] == "2024-01-31 17:00:00"


def test_figures_say_of_which_system_they_are(two_systems, engine):
    run = load_run("2024-01", root=two_systems)
    reading = read_sources(run, engine)
    assert [one.name for one in reading.systems] == ["Tỉnh", "Bộ"] and "dossiers.procedure_name" in reading.systems[0].columns
    outcome = pa.table({
        "dossier_id": ["A", "B", "A (Bộ)", "C", "X"], "intake": ["period", "period", "period", "carried", "none"],
        "outcome": ["early", "late", "open_late", "unjudged", "late"],
    })  # fmt: skip
    told = by_system(engine, reading, engine.load(outcome, "outcomes_by_system"))
    assert [tuple(one[name] for name in ("name", "n", "n_done", "n_late", "n_open", "n_open_late", "n_unjudged")) for one in told] == [
        ("Tỉnh", 2, 2, 1, 0, 0, 0), ("Bộ", 2, 0, 0, 1, 1, 1),
    ]
    assert "Bước xử lý" in told[0]["lacking"] and "Mã thủ tục" in told[1]["lacking"]  # each is told by the other only
    info = {"by_system": told}
    table, note = tables.by_system(info)
    assert [row[:2] for row in table.rows] == [("Tỉnh", "2"), ("Bộ", "2")] and note.items[0].startswith("“Tỉnh” không có: Bước xử lý")
    assert systems_sentence(info).startswith("Số liệu gộp 2 hệ thống: Tỉnh (2 hồ sơ, 1 quá hạn) và Bộ (2 hồ sơ, 1 quá hạn);")
    assert tables.by_system({}) == () and systems_sentence({}) == "" and by_system(engine, dataclasses.replace(reading, systems=()), None) == []


def test_what_a_kernel_is_handed_stands_for_the_systems_and_other_sources_do_not(two_systems):
    run = load_run("2024-01", root=two_systems)
    again = load_run("2024-01", root=two_systems, source=";".join(map(str, run.sources)), profile=run.profile)
    assert again.systems == run.systems and again.sources == run.sources
    assert load_run("2024-01", root=two_systems, source=two_systems / "bo", profile="su_kien").systems == ()


@pytest.mark.parametrize("text", ["[[sources]]\nname = 'x'\n", "[sources]\nname = 'x'\n", "[[sources]]\nname='x'\npath='.'\n[[sources]]\nname='x'\npath='.'\n"])
def test_a_list_of_systems_that_is_not_right_is_refused(tmp_path, text):
    (tmp_path / "tthc.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"\[\[sources\]\] cần name"):
        load_run("2024-01", root=tmp_path)


BODIES = ("Mã hồ sơ", "Tên thủ tục", "Người nộp", "Đơn vị", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Trạng thái")


def of_bodies(folder: Path, engine, *rows: tuple) -> Frames:
    listed = [(*row, "12/01/2024", "10/01/2024 08:00", "Đã xử lý xong") for row in rows]
    write_csv(folder / "ho-so.csv", listed, header=BODIES)
    steps = [("0001/2024", "Nhận", "UBND xã A", "08/01/2024 08:00"), ("0001/2024", "Nhận", "UBND xã B", "09/01/2024 08:00")]
    write_csv(folder / "qua-trinh-xu-ly.csv", steps, header=("Mã hồ sơ", "Bước xử lý", "Đơn vị", "Kết thúc bước"))
    return read_all(engine, folder / "ho-so.csv", folder / "qua-trinh-xu-ly.csv")


@pytest.mark.parametrize(
    "other",
    [("0001/2024", "Khai sinh", "Trần B", "UBND xã B", "09/01/2024 08:00"), ("0001/2024", "Chứng thực", "Trần B", "UBND xã B", "09/01/2024 08:00")],
)
def test_equal_ids_of_two_bodies_in_one_file_are_two_dossiers(engine, tmp_path, other):
    frames = of_bodies(tmp_path, engine, ("0001/2024", "Chứng thực", "Lê A", "UBND xã A", "08/01/2024 08:00"), other)
    both = ["0001/2024 (UBND xã A)", "0001/2024 (UBND xã B)"]
    assert sorted(frames.dossiers.dossier_id) == both and sorted(frames.steps.dossier_id) == both
    assert sorted(frames.of("dossier.bodies").value) == ["UBND xã A", "UBND xã B"]
    assert_accounted(frames)


def test_a_dossier_transferred_inside_one_system_is_one(engine, tmp_path):
    first = ("0001/2024", "Chứng thực", "Lê A", "UBND xã A", "08/01/2024 08:00")
    frames = of_bodies(tmp_path, engine, first, (*first[:3], "UBND xã B", "09/01/2024 08:00"))
    assert frames.dossiers.dossier_id.tolist() == ["0001/2024"] and set(frames.steps.dossier_id) == {"0001/2024"}
    assert {"row.duplicate", "row.same_id"} & frames.rules() and "dossier.bodies" not in frames.rules()


SHORT = ("Mã hồ sơ", "Tên thủ tục", "Người nộp", "Đơn vị", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái")
A1, B1 = ("1", "Chứng thực", "Lê A", "UBND xã A", "08/01/2024"), ("1", "Khai sinh", "Trần B", "UBND xã B", "09/01/2024")
A2, B2 = ("2", *A1[1:]), ("2", *B1[1:])
A3, B3 = ("3", *A1[1:]), ("3", *B1[1:])
SAME_DAY_A, SAME_DAY_B = ("4", "Chứng thực", "", "UBND xã A", "08/01/2024"), ("4", "Chứng thực", "", "UBND xã B", "08/01/2024")


def of_files(folder: Path, engine, *files: list[tuple], profile: str = "") -> Frames:
    own = folder / "p.toml"
    own.write_text(profile + (ROOT / "data/reference/profiles/cong_tinh.toml").read_text(encoding="utf-8"), encoding="utf-8")
    written = [
        write_csv(folder / f"tep-{n}_2024-0{n}.csv", [(*row, "30/01/2024", "Đang xử lý") for row in rows], header=SHORT) for n, rows in enumerate(files, 1)
    ]
    return read_all(engine, *written, profile=str(own))


def ids(frames: Frames) -> list[str]:
    return sorted(frames.dossiers.dossier_id)


def test_equal_ids_of_two_bodies_in_two_files_are_two_dossiers_whatever_the_newer_file(engine, tmp_path):
    frames = of_files(tmp_path, engine, [A1, A2], [B1])
    assert ids(frames) == ["1 (UBND xã A)", "1 (UBND xã B)", "2"] and not frames.rules() & {"row.same_id", "row.older", "file.older"}
    assert_accounted(frames)


def test_bodies_that_number_their_own_share_no_dossier(engine, tmp_path):
    own = of_files(tmp_path, engine, [A1, A2, A3, SAME_DAY_A], [B1, B2, B3, SAME_DAY_B])
    assert len(ids(own)) == 8 and "4 (UBND xã A)" in ids(own) and "dossier.bodies_open" not in own.rules()
    # One dossier that says the same everywhere is one as long as nothing tells that the bodies number their own.
    assert ids(of_files(tmp_path, engine, [SAME_DAY_A], [SAME_DAY_B])) == ["4"]


def test_an_id_that_may_be_one_dossier_or_two_is_asked_about_and_not_judged(engine, tmp_path):
    other_day = (*SAME_DAY_B[:4], "09/01/2024")
    frames = of_files(tmp_path, engine, [SAME_DAY_A], [other_day])
    assert ids(frames) == ["4 (UBND xã A)", "4 (UBND xã B)"] and set(frames.dossiers.unread) == {"dossier_id"}
    assert sorted(frames.of("dossier.bodies_open").value) == ["UBND xã A", "UBND xã B"]
    assert_accounted(frames)
    for said, expected in (("true", ["4 (UBND xã A)", "4 (UBND xã B)"]), ("false", ["4"])):
        told = of_files(tmp_path, engine, [SAME_DAY_A], [other_day], profile=f"ids_by_unit = {said}\n")
        assert ids(told) == expected and set(told.dossiers.unread.fillna("")) == {""}


def test_where_exports_repeat_each_other_a_dossier_changed_its_body_and_the_newer_one_holds(engine, tmp_path):
    others = [(str(n), "Chứng thực", "", "UBND xã A", "08/01/2024") for n in (5, 6)]
    frames = of_files(tmp_path, engine, [*others, SAME_DAY_A], [*others, (*SAME_DAY_B[:4], "09/01/2024")])
    assert ids(frames) == ["4", "5", "6"] and frames.dossiers.set_index("dossier_id").unit["4"] == "UBND xã B"
    assert frames.of("row.older").dossier_id.tolist() == ["4"] and frames.of("row.same_id").empty


def test_a_code_in_one_row_and_a_name_in_another_are_no_two_procedures(engine, tmp_path):
    header = ("Mã hồ sơ", "Mã thủ tục", "Tên thủ tục", "Đơn vị", "Ngày tiếp nhận", "Trạng thái")
    rows = [("1", "1.001200", "Chứng thực", "Phòng A", "08/01/2024", "Đang xử lý"), ("1", "", "chứng  thực", "Phòng B", "08/01/2024", "Đang xử lý")]
    assert ids(read_all(engine, write_csv(tmp_path / "a.csv", rows, header=header))) == ["1"]


def test_a_newer_file_with_another_dossier_under_the_id_does_not_replace_it_unsaid(engine, tmp_path):
    """Files of two offices that name no unit: which dossier is lost is said, with what to do."""
    one, other = ((*row[:3], "", *row[4:]) for row in (A1, B1))
    frames = of_files(tmp_path, engine, [one, (*A2[:3], "", *A2[4:])], [other])
    assert ids(frames) == ["1", "2"] and frames.of("row.same_id").file.tolist() == ["tep-1_2024-01.csv"]
    assert "[[sources]]" in frames.of("row.same_id").action.iloc[0] and frames.of("file.older").empty
    assert_accounted(frames)
