"""What a log says: beginnings or ends, starts and completions, queues, suspensions, and rows that tell only of the dossier."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.reading import Frames, read

from tthc.engine import connect

HISTORY = """case,status,who,at
A,In progress,An,2024-03-04T09:00:00
A,Wait for the applicant,An,2024-03-05T09:00:00
A,In progress,Binh,2024-03-12T09:00:00
A,Closed,Binh,2024-03-13T09:00:00
B,In progress,An,2024-03-04T10:00:00
B,Awaiting assignment,An,2024-03-04T11:00:00
B,In progress,Binh,2024-03-11T10:00:00
B,Closed,Binh,2024-03-11T12:00:00
"""
PROFILE = """derive = { received_at = "first_event", finished_at = "last_event" }
[[sheet]]
table = "events"
%s
[sheet.columns]
dossier_id = ["case"]
step = ["status"]
officer = ["who"]
%s = ["at"]
[[stop]]
kind = "supplement"
from = ["Wait for the applicant"]
to = ["In progress"]
"""


@pytest.fixture(scope="module")
def engine():
    connected = connect()
    yield connected
    connected.close()


def log(folder: Path, engine, text: str, profile: str = "su_kien", name: str = "log.csv") -> Frames:
    (folder / name).write_text(text, encoding="utf-8")
    if "\n" in profile:
        (folder / "p.toml").write_text(profile, encoding="utf-8")
        profile = str(folder / "p.toml")
    return read(folder / name, engine, profile)


def told(frames: Frames, *columns: str) -> list[tuple]:
    """The steps in order: instants as day and hour, nothing as a dash."""
    rows = frames.steps.sort_values(["dossier_id", "step_no"])
    return [tuple(_short(row[name]) for name in ("dossier_id", "step", *columns)) for _, row in rows.iterrows()]


def _short(value) -> str:
    if value is None or pd.isna(value):
        return "–"
    return f"{value:%d %H:%M}" if isinstance(value, pd.Timestamp) else str(value)


HELD = [
    ("A", "In progress", "An", "04 09:00", "05 09:00"), ("A", "Wait for the applicant", "–", "05 09:00", "12 09:00"),
    ("A", "In progress", "Binh", "12 09:00", "13 09:00"), ("A", "Closed", "Binh", "13 09:00", "–"),
    ("B", "In progress", "An", "04 10:00", "04 11:00"), ("B", "Awaiting assignment", "–", "04 11:00", "11 10:00"),
    ("B", "In progress", "Binh", "11 10:00", "11 12:00"), ("B", "Closed", "Binh", "11 12:00", "–"),
]


@pytest.mark.parametrize(
    ("key", "column"),
    [("", "arrived_at"), ("", "started_at"), ('stamps = "begin"', "arrived_at"), ('stamps = "begin"', "started_at"), ('stamps = "begin"', "ended_at")],
)
def test_a_status_holds_until_the_next_begins_and_a_queue_is_nobodys(engine, tmp_path, key, column):
    frames = log(tmp_path, engine, HISTORY, PROFILE % (key, column))
    assert told(frames, "officer", "arrived_at", "ended_at") == HELD
    assert frames.steps.kind.eq("queue").sum() == 1
    assert frames.steps[frames.steps.kind == "stop"].step.tolist() == ["Wait for the applicant"]
    assert frames.tables["stops"][["dossier_id", "from_at", "to_at"]].astype(str).values.tolist() == [["A", "2024-03-05 09:00:00", "2024-03-12 09:00:00"]]
    # Work is only said to begin where the profile says that this is what the stamps are.
    assert frames.steps[frames.steps.kind != "stop"].started_at.notna().all() == (bool(key) and column == "started_at")
    assert ("log.only_begins" in frames.rules()) == (not key)
    assert "log.begins_or_ends" not in frames.rules()


def test_ends_that_look_like_beginnings_are_asked_about(engine, tmp_path):
    assert "log.begins_or_ends" in log(tmp_path, engine, HISTORY, PROFILE % ("", "ended_at")).rules()
    assert "log.begins_or_ends" not in log(tmp_path, engine, HISTORY, PROFILE % ('stamps = "end"', "ended_at")).rules()


def test_ends_after_a_known_reception_are_not_asked_about(engine, tmp_path):
    rows = "case_id,activity,timestamp,received_at\nA,Check,2024-03-05T09:00:00,2024-03-04T08:00:00\nA,Closed,2024-03-06T09:00:00,2024-03-04T08:00:00\n"
    assert "log.begins_or_ends" not in log(tmp_path, engine, rows).rules()


def test_the_queues_are_those_that_the_profile_lists(engine, tmp_path):
    frames = log(tmp_path, engine, HISTORY, "queues = []\n" + PROFILE % ("", "arrived_at"))
    assert not frames.steps.kind.eq("queue").any() and "step.queue" not in frames.rules()
    frames = log(tmp_path, engine, HISTORY, 'queues = ["IN PROGRESS"]\n' + PROFILE % ("", "arrived_at"))
    assert frames.steps[frames.steps.kind == "queue"].step.unique().tolist() == ["In progress"]
    assert frames.steps[frames.steps.kind == "queue"].officer.isna().all()


def test_a_dossier_ends_with_the_activity_that_the_profile_names(engine, tmp_path):
    rows = "case,status,who,at\nA,In progress,An,2024-03-04T09:00:00\nA,Closed,An,2024-03-05T09:00:00\nA,Archived,Chi,2024-04-05T09:00:00\nB,In progress,An,2024-03-04T09:00:00\n"
    text = (PROFILE % ('stamps = "end"', "ended_at")).replace('"last_event"', '["closed"]')
    frames = log(tmp_path, engine, rows, text)
    rows = frames.dossiers.sort_values("dossier_id")
    assert [_short(at) for at in rows.finished_at] == ["05 09:00", "–"] and rows.status.tolist() == ["9", "4"]
    # In a history of statuses the final one was left again.
    text = (PROFILE % ("", "arrived_at")).replace('"last_event"', '["closed"]')
    assert log(tmp_path, engine, HISTORY + "A,In progress,An,2024-03-14T09:00:00\n", text).dossiers.set_index("dossier_id").status.to_dict() == {"A": "4", "B": "9"}


LIFECYCLE = """case_id,activity,resource,timestamp,lifecycle
A,Check,An,2024-03-04T08:00:00,assign
A,Check,An,2024-03-04T09:00:00,start
A,Check,An,2024-03-04T10:00:00,suspend
A,Check,An,2024-03-05T10:00:00,resume
A,Check,An,2024-03-05T11:00:00,complete
A,Sign,Chi,2024-03-05T11:00:00,assign
A,Sign,Dung,2024-03-06T08:00:00,reassign
A,Sign,Dung,2024-03-06T09:00:00,complete
A,File,Em,2024-03-06T10:00:00,start
A,File,Em,2024-03-06T12:00:00,ate_abort
A,Copy,Em,2024-03-06T13:00:00,autoskip
A,Note,,2024-03-06T14:00:00,withdraw
"""


def test_a_lifecycle_becomes_intervals_and_stops(engine, tmp_path):
    frames = log(tmp_path, engine, LIFECYCLE)
    assert told(frames, "officer", "arrived_at", "started_at", "ended_at") == [
        ("A", "Check", "An", "04 08:00", "04 09:00", "05 11:00"), ("A", "Sign", "Chi", "05 11:00", "–", "06 08:00"),
        ("A", "Sign", "Dung", "06 08:00", "–", "06 09:00"), ("A", "File", "Em", "06 09:00", "06 10:00", "06 12:00"),
    ]
    assert frames.tables["stops"][["kind", "from_at", "to_at"]].astype(str).values.tolist() == [["suspended", "2024-03-04 10:00:00", "2024-03-05 10:00:00"]]
    assert frames.accounting[["n_read", "n_accepted"]].values.tolist() == [[12, 12]]


def test_the_same_activity_twice_and_at_once_is_paired(engine, tmp_path):
    rows = """case_id,activity,resource,timestamp,lifecycle
A,Check,An,2024-03-04T08:00:00,start
A,Check,Binh,2024-03-04T09:00:00,start
A,Check,Binh,2024-03-04T10:00:00,complete
A,Check,An,2024-03-04T11:00:00,complete
A,Check,An,2024-03-05T08:00:00,complete
A,Check,An,2024-03-06T08:00:00,start
"""
    frames = log(tmp_path, engine, rows)
    assert told(frames, "officer", "started_at", "ended_at") == [
        ("A", "Check", "An", "04 08:00", "04 11:00"), ("A", "Check", "Binh", "04 09:00", "04 10:00"),
        ("A", "Check", "An", "–", "05 08:00"), ("A", "Check", "An", "06 08:00", "–"),
    ]


def test_an_instance_number_says_which_start_belongs_to_which_end(engine, tmp_path):
    rows = """case_id,activity,resource,timestamp,lifecycle_id,activity_instance_id
A,Check,An,2024-03-04T08:00:00,start,1
A,Check,Binh,2024-03-04T09:00:00,start,2
A,Check,An,2024-03-04T10:00:00,complete,2
A,Check,Binh,2024-03-04T11:00:00,complete,1
"""
    frames = log(tmp_path, engine, rows)
    assert told(frames, "officer", "started_at", "ended_at") == [
        ("A", "Check", "An", "04 08:00", "04 11:00"), ("A", "Check", "Binh", "04 09:00", "04 10:00"),
    ]


def test_a_suspension_lasts_though_another_activity_of_that_name_starts_meanwhile(engine, tmp_path):
    rows = """case_id,activity,resource,timestamp,lifecycle_id,activity_instance_id
A,Check,An,2024-03-04T08:00:00,start,1
A,Check,An,2024-03-04T09:00:00,suspend,1
A,Check,Binh,2024-03-04T10:00:00,start,2
A,Check,Binh,2024-03-04T10:30:00,complete,2
A,Check,An,2024-03-06T09:00:00,resume,1
A,Check,An,2024-03-06T11:00:00,complete,1
"""
    (stop,) = log(tmp_path, engine, rows).tables["stops"].itertuples()
    assert (stop.kind, str(stop.from_at), str(stop.to_at)) == ("suspended", "2024-03-04 09:00:00", "2024-03-06 09:00:00")


def test_a_word_of_the_lifecycle_that_nobody_knows_is_no_step(engine, tmp_path):
    frames = log(tmp_path, engine, "case_id,activity,timestamp,lifecycle\nA,Check,2024-03-04T08:00:00,complete\nA,Check,2024-03-05T08:00:00,pondered\n")
    assert len(frames.steps) == 1 and frames.of("event.lifecycle").value.tolist() == ["pondered"]
    assert frames.accounting.n_set_aside.tolist() == [1]


def test_the_lifecycle_is_read_though_the_profile_does_not_name_it(engine, tmp_path):
    text = 'derive = { received_at = "first_event" }\n[[sheet]]\ntable = "events"\n[sheet.columns]\ndossier_id = ["case"]\nstep = ["activity"]\nended_at = ["time"]\n'
    rows = "case,activity,time,lifecycle:transition\nA,Check,2024-03-04T08:00:00,start\nA,Check,2024-03-05T08:00:00,complete\n"
    assert told(log(tmp_path, engine, rows, text), "started_at", "ended_at") == [("A", "Check", "04 08:00", "05 08:00")]


def test_a_row_that_tells_of_no_event_still_tells_of_its_dossier(engine, tmp_path):
    rows = "case_id,activity,timestamp,due_at\nA,,,2024-03-08T17:00:00\nB,Check,2024-03-04T08:00:00,2024-03-08T17:00:00\nC,,2024-03-04T08:00:00,\n"
    frames = log(tmp_path, engine, rows)
    assert sorted(frames.dossiers.dossier_id) == ["A", "B"] and frames.steps.dossier_id.tolist() == ["B"]
    assert frames.accounting[["n_read", "n_set_aside"]].values.tolist() == [[3, 1]]
    trace = '<trace><string key="concept:name" value="%s"/><date key="deadline" value="2024-03-05T17:00:00+07:00"/>%s</trace>'
    event = '<event><string key="concept:name" value="Check"/><date key="time:timestamp" value="2024-03-04T08:00:00+07:00"/></event>'
    frames = log(tmp_path, engine, "<log>" + trace % ("A", "") + trace % ("B", event) + "</log>", name="log.xes")
    assert sorted(frames.dossiers.dossier_id) == ["A", "B"] and frames.dossiers.due_at.notna().all()
    assert log(tmp_path, engine, "<log>" + trace % ("A", "") + "</log>", name="log.xes").dossiers.dossier_id.tolist() == ["A"]


def test_a_stop_ends_when_the_step_that_closes_it_starts(engine, tmp_path):
    rows = """case_id,activity,start_time,end_time
A,Ask,2024-03-04T08:00:00,2024-03-04T09:00:00
A,Check the supplement,2024-03-08T08:00:00,2024-03-11T09:00:00
"""
    text = (Path(__file__).parents[1] / "data/reference/profiles/su_kien.toml").read_text(encoding="utf-8")
    text += '[[stop]]\nkind = "supplement"\nfrom = ["ask"]\nto = ["Check the supplement"]\n'
    stops = log(tmp_path, engine, rows, text).tables["stops"]
    assert stops[["from_at", "to_at"]].astype(str).values.tolist() == [["2024-03-04 09:00:00", "2024-03-08 08:00:00"]]


def test_events_at_one_instant_keep_the_order_of_the_file_or_the_logs_own_numbers(engine, tmp_path):
    rows = "case_id,activity,timestamp\n" + "".join(f"A,{step},2024-03-04T08:00:00\n" for step in "CAB")
    assert [step for _, step in told(log(tmp_path, engine, rows))] == ["C", "A", "B"]
    rows = "_CASE_KEY,ACTIVITY_EN,EVENTTIME,_SORTING\n" + "".join(f"A,{step},2024-03-04 08:00:00,{number}\n" for step, number in zip("CAB", (10, 9, 8), strict=True))
    assert [step for _, step in told(log(tmp_path, engine, rows))] == ["B", "A", "C"]


def test_events_in_the_hour_that_a_clock_change_repeats_keep_their_order(engine, tmp_path):
    # 31 October 2010: at 03:00 the clocks of Amsterdam went back to 02:00.
    stamps = ("2010-10-31T02:50:00+02:00", "2010-10-31T02:10:00+01:00", "2010-10-31T02:20:00+01:00", "2010-10-31T03:10:00+01:00")
    rows = "case_id,activity,timestamp\n" + "".join(f"A,{step},{stamp}\n" for step, stamp in zip("DCBA", stamps, strict=True))
    text = (Path(__file__).parents[1] / "data/reference/profiles/su_kien.toml").read_text(encoding="utf-8")
    steps = told(log(tmp_path, engine, rows, text.replace("Asia/Ho_Chi_Minh", "Europe/Amsterdam").replace('"vn"', '"nl"')), "arrived_at", "ended_at")
    assert [step[1] for step in steps] == ["D", "C", "B", "A"]
    assert all(arrived <= ended for _, _, arrived, ended in steps)


@pytest.mark.parametrize(
    ("header", "stamps"),
    [
        ("Case ID,Activity,Resource,Start Timestamp,Complete Timestamp", ("2024/03/04 08:00:00.000", "2024/03/04 09:30:00.000")),
        ("case_concept_name,concept:name,org:resource,start_timestamp,time:timestamp", ("2024-03-04 08:00:00+07:00", "2024-03-04 09:30:00+07:00")),
        ("_CASE_KEY,ACTIVITY_EN,USER_NAME,STARTTIME,EVENTTIME", ("2024-03-04 08:00:00.000", "2024-03-04 09:30:00.000")),
        ("case_id,activity_id,resource_id,start,complete", ("2024-03-04T01:00:00Z", "2024-03-04T02:30:00Z")),
    ],
    ids=["disco", "pm4py", "celonis", "bupar"],
)
def test_the_tools_own_headers_and_times_are_read(engine, tmp_path, header, stamps):
    frames = log(tmp_path, engine, f"{header}\nA,Check,An,{stamps[0]},{stamps[1]}\n")
    assert told(frames, "officer", "started_at", "ended_at") == [("A", "Check", "An", "04 08:00", "04 09:30")]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Trạng thái bước", ("Bắt đầu", "Hoàn thành")), ("status", ("started", "COMPLETED")), ("event_type", ("Start", "Done")),
        ("Loại sự kiện", ("Giao việc", "Kết thúc")), ("what", ("begin", "withdrawn")),
    ],
)
def test_a_column_that_says_what_a_row_means_is_read_whatever_it_is_called(engine, tmp_path, header, words):
    rows = [("Xét", "An", "2024-03-04T08:00:00", words[0]), ("Xét", "An", "2024-03-04T12:00:00", words[1])]
    text = "\n".join(",".join(row) for row in (("case_id", "activity", "resource", "timestamp", header), *(("A", *row) for row in rows)))
    frames = log(tmp_path, engine, text + "\n")
    assert told(frames, "arrived_at", "ended_at") == [("A", "Xét", "04 08:00", "04 12:00")]
    assert "sheet.column_ignored" not in frames.rules()


def test_a_column_of_other_words_is_no_lifecycle(engine, tmp_path):
    rows = "case_id,activity,resource,timestamp,remark\nA,Xét,An,2024-03-04T08:00:00,start\nA,Ký,An,2024-03-04T12:00:00,see letter\n"
    frames = log(tmp_path, engine, rows)
    assert len(frames.steps) == 2 and "sheet.column_ignored" in frames.rules()


def test_the_first_row_of_data_is_no_second_row_of_the_header(engine, tmp_path):
    frames = log(tmp_path, engine, "case_id,activity,resource,timestamp,note\nA,Xét,An,2024-03-04T08:00:00,start\nB,Ký,An,2024-03-04T12:00:00,x\n")
    assert sorted(frames.steps.dossier_id) == ["A", "B"] and not frames.steps.ended_at.isna().any()
