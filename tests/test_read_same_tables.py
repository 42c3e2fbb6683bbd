"""One register in three systems' forms reads as the same canonical tables; so does one log in two."""

from __future__ import annotations

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from tests.exports import PLACE, as_igate_csv, as_platform_xlsx, as_sync_json
from tests.reading import ROOT, ROW, Frames, assert_accounted, read, write_csv

from tthc.engine import connect

SAMPLE = ROOT / "data" / "raw" / "2024-01_2024-05"
CASES = ("dossiers", "steps", "stops", "due_changes")
# What the national record has no field for (domain: sync JSON of the national portal).
NOT_SYNCED = ("source", "officer", "service_level", "accept_by_at", "issued_at", "apology_at", "synced", "result_reset")


@pytest.fixture(scope="module")
def engine():
    connected = connect()
    yield connected
    connected.close()


@pytest.fixture(scope="module")
def sample(engine) -> Frames:
    return read(SAMPLE, engine)


@pytest.fixture(scope="module")
def cases(sample) -> dict[str, pd.DataFrame]:
    return {name: sample.tables[name] for name in CASES}


def same(one: pd.DataFrame, other: pd.DataFrame, without: tuple[str, ...] = ()) -> None:
    columns = [name for name in one.columns if name not in (*PLACE, *without)]
    keys = [name for name in ("dossier_id", "step_no", "arrived_at", "step", "from_at", "at") if name in columns]
    first, second = (frame[columns].sort_values(keys).reset_index(drop=True) for frame in (one, other))
    assert_frame_equal(first, second, check_dtype=False)


def test_the_sample_is_read_whole(sample):
    assert_accounted(sample)
    assert sample.accounting.n_set_aside.sum() == 0
    # Its README is no table: passed over, with a word.
    assert sample.findings.rule.to_list() == ["file.passed"] and sample.findings.file.to_list() == ["README.md"]
    assert len(sample.reading.inputs) == 2
    assert len(sample.reading.inputs[0].sha256) == 64


def test_platform_workbook_gives_the_same_tables(cases, engine, tmp_path):
    again = read(as_platform_xlsx(cases, tmp_path / "ho-so.xlsx"), engine)
    for name in CASES:
        same(cases[name], again.tables[name])
    assert_accounted(again)


def test_igate_csv_gives_the_same_tables(cases, engine, tmp_path):
    again = read(as_igate_csv(cases, tmp_path / "igate"), engine, "igate")
    for name in CASES:
        same(cases[name], again.tables[name])
    assert_accounted(again)


def test_sync_json_gives_the_same_tables_as_far_as_it_has_fields(cases, engine, tmp_path):
    again = read(as_sync_json(cases, tmp_path / "dong-bo.json"), engine, "dongbo")
    same(cases["dossiers"], again.dossiers, NOT_SYNCED)
    assert (again.dossiers.source == "national").all() and again.dossiers.synced.all()
    same(cases["steps"], again.steps, ("step_no", "kind", "started_at"))
    # The list of supplements knows no other stop, and only their changes of the deadline.
    supplements = cases["stops"][cases["stops"].kind == "supplement"]
    same(supplements, again.tables["stops"][again.tables["stops"].from_at.isin(supplements.from_at)])
    assert_accounted(again)


def test_register_and_national_export_stand_side_by_side(cases, engine, tmp_path):
    folder = tmp_path / "both"
    folder.mkdir()
    few = {name: frame.head(60) for name, frame in cases.items()}
    ids = set(few["dossiers"].dossier_id)
    register = {name: frame[frame.dossier_id.isin(ids)] for name, frame in few.items()}
    as_platform_xlsx({**register, "dossiers": few["dossiers"].drop(columns="synced").assign(synced=None)}, folder / "ho-so.xlsx")
    as_sync_json({**register, "dossiers": few["dossiers"].head(30)}, folder / "dong-bo.json")
    both = read(folder, engine)
    assert both.dossiers.source.value_counts().to_dict() == {"register": 60, "national": 30}
    # What the register tells of its dossiers is not told again by the national export.
    assert len(both.steps) == len(register["steps"]) and (both.steps.src_file == "ho-so.xlsx").all()
    assert len(both.tables["stops"]) == len(register["stops"])
    assert_accounted(both)


def test_what_was_synchronised_is_known_from_the_national_export(engine, tmp_path):
    write_csv(tmp_path / "ho-so.csv", [ROW, ("B2", *ROW[1:])])
    (tmp_path / "dong-bo.json").write_text(
        f'[{{"MaHoSo": "{ROW[0]}", "NgayTiepNhan": "20240105083000", "TrangThaiHoSo": "9", "KenhThucHien": 2}}]', encoding="utf-8"
    )
    frames = read(tmp_path, engine)
    register = frames.dossiers[frames.dossiers.source == "register"].set_index("dossier_id")
    assert register.synced.to_dict() == {ROW[0]: True, "B2": False}
    assert "synced" in frames.reading.present["dossiers"]


def test_the_permit_log_reads_alike_from_csv_and_xes(shared_data, engine):
    one = read(shared_data / "wabo_receipt.csv.gz", engine, "wabo", "2010-10..2012-01")
    other = read(shared_data / "wabo_receipt.xes.gz", engine, "wabo", "2010-10..2012-01")
    same(one.dossiers, other.dossiers)
    same(one.steps, other.steps)
    assert_accounted(one)
    assert len(one.dossiers) == 1434 and len(one.steps) == 8577
    finished = one.dossiers.dropna(subset="finished_at")
    assert len(finished) == 1329
    assert (finished.finished_at > finished.due_at).sum() == 377
    assert (finished.finished_at.dt.date > finished.due_at.dt.date).sum() == 309
    assert one.steps.unit.isna().sum() == 1936


def test_a_log_with_start_and_end_reads_under_a_profile_of_its_own(shared_data, engine, tmp_path):
    profile = tmp_path / "tin_chi.toml"
    profile.write_text(
        'label = "Công nhận tín chỉ"\ntimezone = "America/Bogota"\ncalendar = "vn"\n'
        'derive = { received_at = "first_event", finished_at = "last_event" }\n'
        '[[sheet]]\ntable = "events"\n[sheet.columns]\ndossier_id = "case_id"\nstep = "activity"\nofficer = "resource"\n'
        'started_at = "start_time"\nended_at = "end_time"\n', encoding="utf-8",
    )
    log = read(shared_data / "academic_credentials.csv.gz", engine, profile, "2016-01..2016-12")
    assert len(log.dossiers) == 954 and len(log.steps) == 4928
    assert log.steps.started_at.notna().all() and log.steps.is_assumed.all()
    assert (log.steps.arrived_at <= log.steps.started_at).all()
    assert {"derived.received_at", "derived.finished_at", "derived.status"} <= log.rules()
    assert_accounted(log)
