"""The event log and the labelled tables: what is written is what the period says, and our own reader reads the same back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from lxml import etree
from tests.reading import read

from tthc.cli import exchanging
from tthc.model.errors import DataStop, UsageError
from tthc.model.schema import CANONICAL, TABLES
from tthc.report.exchange import event_log, labelled, write_xes

STEP = ("dossier_id", "step_no", "step", "unit", "officer", "kind", "arrived_at", "started_at", "ended_at", "step_due_at", "is_assumed")
STOP = ("dossier_id", "kind", "from_at", "to_at")


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(f"2024-03-{text}") if text else None


def _frame(table: str, rows: list[dict]) -> pd.DataFrame:
    schema = TABLES[table].ibis_schema().to_pandas()
    frame = pd.DataFrame(rows, columns=TABLES[table].names)
    return frame.astype({name: kind for name, kind in schema if str(kind).startswith("datetime")})


def _step(dossier: str, no: int, step: str, arrived: str | None, started: str | None, ended: str | None, assumed: bool = False) -> dict:
    return {
        "dossier_id": dossier, "step_no": no, "step": step, "unit": "Phòng A & B", "officer": None if step == "Tiếp nhận" else "Lê <An>",
        "kind": "work", "arrived_at": _at(arrived), "started_at": _at(started), "ended_at": _at(ended), "step_due_at": None, "is_assumed": assumed,
    }


# B: nobody recorded the first step's arrival (the latest end before it is taken), the second lies within it, one step comes twice. C is open and stopped. D tells no step.
STEPS = [
    _step("A", 1, "Tiếp nhận", "04T08:00", "04T08:00", "04T08:10"), _step("A", 2, "Thẩm định", "04T08:10", "05T09:00", "06T16:59"),
    _step("B", 1, "Thẩm định", "07T11:00", None, "08T10:00", True), _step("B", 2, "Lấy ý kiến", "05T10:00", "05T10:00", "07T11:00"),
    _step("B", 3, "Thẩm định", "08T10:00", "11T08:00", "12T09:00"), _step("C", 1, "Thẩm định", "11T08:00", None, None),
]
STOPS = [
    {"dossier_id": "A", "kind": "supplement", "from_at": _at("05T10:00"), "to_at": _at("06T08:00")},
    {"dossier_id": "A", "kind": "supplement", "from_at": _at("06T09:00"), "to_at": _at("06T10:00")},
    {"dossier_id": "B", "kind": "obligation", "from_at": _at("11T07:30"), "to_at": _at("11T08:00")},
    {"dossier_id": "C", "kind": "suspended", "from_at": _at("12T08:00"), "to_at": None},
]


def _dossier(name: str, finished: str | None, **more: object) -> dict:
    return {
        "dossier_id": name, "source": "register", "procedure_code": "1.0", "procedure_name": 'Cấp phép "xây dựng"', "field": "Xây dựng",
        "unit": "Phòng A & B", "officer": "Lê <An>", "channel": "online", "status": "9" if finished else "4", "received_at": _at("04T08:00"),
        "due_at": _at("11T17:00"), "finished_at": _at(finished), "fee_due": True, "paid_online": False, "title": "bí mật", "applicant": "Ông X", **more,
    }


DOSSIERS = [_dossier("A", "06T16:59"), _dossier("B", "12T09:00", channel=None), _dossier("C", None), _dossier("D", "05T08:00"), _dossier("E", "05T08:00")]
OUTCOMES = [{"dossier_id": one, "rule": "system", "outcome": what} for one, what in zip("ABCD", ("early", "late", "open_late", "unjudged"), strict=True)]
LATE = [
    {"dossier_id": "B", "outcome": "late", "late_days": 0.5, "is_apparent": False, "cause": "CB-CHO", "cause_label": "Chờ", "grade": "certain"},
    {"dossier_id": "C", "outcome": "open_late", "late_days": 13.0, "is_apparent": False, "cause": None, "cause_label": None, "grade": "none"},
]


def _study(steps: list[dict] = STEPS, stops: list[dict] = STOPS) -> SimpleNamespace:
    """What `event_log` asks a study for. E is not of the period."""
    frames = {
        "dossiers": _frame("dossiers", DOSSIERS), "steps": _frame("steps", steps), "stops": _frame("stops", stops),
        "outcomes": _frame("outcomes", [*OUTCOMES, {"dossier_id": "A", "rule": "decree", "outcome": "late"}]), "late": _frame("late", LATE),
    }
    run = SimpleNamespace(rules={"rule": "system"})
    return SimpleNamespace(frame=lambda name: frames[name].copy(), run=run, info={"profile": {"timezone": "Asia/Ho_Chi_Minh"}})


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("log")
    run, open_run = SimpleNamespace(), exchanging.open_run
    exchanging.open_run = lambda _: _study()
    try:
        for name in ("plain.xes", "plain.csv", "plain.parquet"):
            exchanging.export_log(run, None, folder / name, False)
        for name in ("words.xes", "words.csv"):
            exchanging.export_log(run, None, folder / name, True)
    finally:
        exchanging.open_run = open_run
    return folder


def test_a_step_tells_what_was_recorded_of_it():
    events = event_log(_study()).events
    told = list(zip(events["case:concept:name"], events["concept:name"], events["lifecycle:transition"], events["time:timestamp"].dt.strftime("%dT%H:%M"), strict=True))
    assert told[:9] == [
        ("A", "Tiếp nhận", "schedule", "04T08:00"), ("A", "Tiếp nhận", "start", "04T08:00"), ("A", "Tiếp nhận", "complete", "04T08:10"),
        ("A", "Thẩm định", "schedule", "04T08:10"), ("A", "Thẩm định", "start", "05T09:00"), ("A", "Bổ sung hồ sơ", "suspend", "05T10:00"),
        ("A", "Bổ sung hồ sơ", "resume", "06T08:00"), ("A", "Bổ sung hồ sơ", "suspend", "06T09:00"), ("A", "Bổ sung hồ sơ", "resume", "06T10:00"),
    ]
    assert ("B", "Thẩm định", "schedule", "07T11:00") not in told  # nobody recorded that arrival
    assert told[-2:] == [("C", "Thẩm định", "schedule", "11T08:00"), ("C", "Tạm dừng", "suspend", "12T08:00")]


def test_a_case_tells_the_dossier_and_what_the_period_says_of_it():
    cases = event_log(_study()).cases.set_index("case:concept:name")
    assert list(cases.index) == ["A", "B", "C", "D"] and cases.loc["A", "case:outcome"] == "early"  # by the main rule
    assert (cases.loc["B", "case:cause"], cases.loc["B", "case:late_days"]) == ("CB-CHO", 0.5)
    assert cases.loc["D", "case:outcome"] == "unjudged" and pd.isna(cases.loc["D", "case:late_days"])
    assert "bí mật" not in cases.to_csv() and "Ông X" not in cases.to_csv()


@pytest.mark.parametrize("name", ["plain.xes", "words.csv"])
def test_our_own_reader_reads_the_same_back(written: Path, engine, name: str):
    found = read(written / name, engine, profile="su_kien", period="2024-03")
    dossiers = _frame("dossiers", DOSSIERS)
    known = set("ABCD") if name.endswith(".xes") else set("ABC")  # D has no row that could tell of it in a table of events
    for table, columns, rows in (("steps", STEP, _frame("steps", STEPS)), ("stops", STOP, _frame("stops", STOPS))):
        wanted = rows[list(columns)].sort_values(list(columns[:3]), ignore_index=True)
        again = found.tables[table][list(columns)].sort_values(list(columns[:3]), ignore_index=True)
        assert _same(again) == _same(wanted), (name, table)
    own = [one for one in CANONICAL["dossiers"].names if one not in ("title", "applicant", "unread", "src_file", "src_sheet", "src_row")]
    wanted = dossiers.loc[dossiers["dossier_id"].isin(known), own].reset_index(drop=True)
    again = found.dossiers[own].sort_values("dossier_id", ignore_index=True)
    assert _same(again) == _same(wanted)
    assert not found.rules() & {"event.lifecycle", "value.unread", "header.unknown"}


def _same(rows: pd.DataFrame) -> list[tuple]:
    """The rows as plain values; nothing is None."""
    return list(rows.astype(object).where(rows.notna(), None).itertuples(index=False, name=None))


def test_the_parquet_form_says_the_same_as_the_csv_form(written: Path):
    parquet, csv = pd.read_parquet(written / "plain.parquet"), pd.read_csv(written / "plain.csv")
    assert list(parquet.columns) == list(csv.columns) and len(parquet) == len(csv) == 21
    assert str(parquet["time:timestamp"].dtype).startswith("datetime64")


def test_the_labelled_csv_is_vietnamese_throughout(written: Path):
    rows = pd.read_csv(written / "words.csv")
    assert list(rows.columns[:4]) == ["Mã hồ sơ", "Bước xử lý", "Chuyển trạng thái", "Thời điểm"]
    assert set(rows["Chuyển trạng thái"]) == {"Lên lịch", "Bắt đầu", "Hoàn thành", "Tạm dừng", "Tiếp tục"}
    assert set(rows["Kết quả"]) == {"Trước hạn", "Quá hạn", "Đang giải quyết, quá hạn"} and set(rows["Hình thức nộp"].dropna()) == {"Trực tuyến"}
    assert set(rows["Có phí, lệ phí"]) == {"Có"}


def test_the_labelled_xes_keeps_the_keys_that_tools_look_for(written: Path):
    trace = etree.parse(written / "words.xes").find("{*}trace")
    event = {one.get("key"): one.get("value") for one in trace.find("{*}event")}
    assert event["lifecycle:transition"] == "schedule" and event["concept:name"] == "Tiếp nhận" and event["Loại bước"] == "Xử lý"
    told = {one.get("key"): one.get("value") for one in trace if one.get("key")}
    assert (told["concept:name"], told["Kết quả"], told["Hình thức nộp"]) == ("A", "Trước hạn", "Trực tuyến")


def test_the_xes_is_as_its_standard_orders_it(written: Path):
    schema = etree.XMLSchema(file=Path(__file__).with_name("fixtures") / "xes.xsd")
    log = etree.parse(written / "plain.xes")
    assert schema.validate(log), schema.error_log
    traces = log.getroot().findall("{*}trace")
    assert len(traces) == 4 and traces[3].findall("{*}event") == []
    assert traces[0].find("{*}event/{*}date[@key='time:timestamp']").get("value") == "2024-03-04T08:00:00.000+07:00"


def test_text_that_no_xml_can_hold_does_not_break_the_log(tmp_path: Path):
    steps = [{**STEPS[0], "step": "Tiếp\x00 nhận\x0b ]]> <x>"}]
    write_xes(event_log(_study(steps, [])), tmp_path / "x.xes")
    event = etree.parse(tmp_path / "x.xes").find("{*}trace/{*}event/{*}string[@key='concept:name']")
    assert event.get("value") == "Tiếp nhận ]]> <x>"


def test_a_period_without_steps_has_no_log():
    with pytest.raises(DataStop, match="không ghi quá trình xử lý"):
        event_log(_study([], []))


@pytest.mark.parametrize(("form", "output", "told"), [("xes", None, "phải ghi ra tệp"), (None, "x.xlsx", "được dùng: csv, parquet, xes"), ("xls", "x", "xes?")])
def test_a_form_that_a_log_does_not_have_is_an_error(form, output, told):
    with pytest.raises(UsageError) as refused:
        exchanging.export_log(None, form, Path(output) if output else None, False)
    assert told.removesuffix("?") in str(refused.value)


def test_labels_are_told_apart_where_two_columns_share_one():
    rows = labelled(_frame("late", LATE).assign(kind=["supplement", "work"]), TABLES["late"].columns)
    assert rows["Mã nguyên nhân chính"].dropna().tolist() == ["CB-CHO"] and rows["Nguyên nhân chính"].dropna().tolist() == ["Chờ"]
    assert rows["Kết quả"].tolist() == ["Quá hạn", "Đang giải quyết, quá hạn"] and rows["Chỉ chậm kết thúc trên hệ thống"].tolist() == ["Không", "Không"]
    assert rows["Loại"].tolist() == ["Bổ sung hồ sơ", "Xử lý"]
    shared = labelled(pd.DataFrame({"c10": [1], "c13": [2]}), TABLES["form_06a"].columns)
    assert shared.columns.tolist() == ["Quá hạn (c10)", "Quá hạn (c13)"]
