"""Exports of seven forms that no profile knows: what the wizard proposes reads right after at most five edited words.

One world of six dossiers stands behind all of them, worked out by hand; each form writes it in its own words. `EDITS` are
what a person changes in the proposal, each (old, new) one word or one line; the test counts them.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.reading import ROOT, Frames, read, write_csv, write_xlsx

from tthc.engine import connect
from tthc.sources.read import propose_profile
from tthc.sources.read.alternating import alternating
from tthc.sources.read.wizard.text import UNSURE

pytestmark = pytest.mark.whole

PROFILES = ROOT / "data" / "reference" / "profiles"
MOST_EDITS = 5
IDS = [f"KH.24-{n:03d}" for n in range(1, 7)]
DONE = IDS[:4]  # the other two are open
WHO = {"Vào sổ": "Lê Hoa", "Thẩm tra": "Phan Tú", "Trình lãnh đạo": "Bùi Nam", "Xong": "Lê Hoa"}
UNIT = "Phòng Kinh tế"


def when(day: int, hour: int, minute: int = 0) -> str:
    return f"{day:02d}/06/2024 {hour:02d}:{minute:02d}"


def received(n: int) -> str:
    return when(3 + n, 8, 15)


def due(n: int) -> str:
    return f"{20 + n:02d}/06/2024"


def finished(n: int) -> str:
    return when(12 + n, 15, 30) if IDS[n] in DONE else ""


def steps(n: int) -> list[tuple[str, str, str]]:
    """(step, from, to) of the n-th dossier; the last step of an open one has no end. The steps follow each other."""
    moments = [received(n), when(4 + n, 9), when(11 + n, 10), finished(n)]
    named = list(zip(("Vào sổ", "Thẩm tra", "Trình lãnh đạo"), moments, moments[1:], strict=False))
    return named if IDS[n] in DONE else [named[0], (*named[1][:2], "")]


LIST = ("Số biên nhận", "Việc yêu cầu", "Ngày vào sổ", "Ngày trả theo phiếu", "Ngày hoàn tất", "Bộ phận chuyên môn", "Diễn biến")
ROWS = [(IDS[n], "Cấp phép", received(n), due(n), finished(n), UNIT, "Xong" if IDS[n] in DONE else "Thẩm tra") for n in range(6)]


def write_list(folder: Path) -> None:
    write_xlsx(folder / "so.xlsx", {
        "Sổ": [("SỔ TIẾP NHẬN",), LIST, *ROWS],
        "Tổng hợp": [("Bộ phận", "Số nhận", "Đã xong", "Quá hạn"), (UNIT, 6, 4, 0)],
    })  # fmt: skip


def status_history(folder: Path) -> None:
    rows = [(IDS[n], step, begin, WHO[step]) for n in range(6) for step, begin, _ in steps(n)]
    rows += [(IDS[n], "Xong", finished(n), "Lê Hoa") for n in range(4)]
    write_list(folder)
    write_csv(folder / "dien-bien.csv", rows, header=("Số biên nhận", "Chuyển sang", "Vào lúc", "Người cầm"))


def phases(folder: Path, words: tuple[str, str], header: str = "Pha") -> None:
    rows = [
        (IDS[n], step, word, moment, WHO[step])
        for n in range(6) for step, begin, end in steps(n) for word, moment in zip(words, (begin, end), strict=True) if moment
    ]  # fmt: skip
    write_list(folder)
    write_csv(folder / "tien-trinh.csv", rows, header=("Số biên nhận", "Công đoạn", header, "Thời khắc", "Nhân viên"))


def phases_in_short(folder: Path) -> None:
    phases(folder, ("BĐ", "KT"))


def phases_in_strange_words(folder: Path) -> None:
    phases(folder, ("P1", "P2"))


def intervals(folder: Path) -> None:
    rows = [(IDS[n], step, WHO[step], begin, end) for n in range(6) for step, begin, end in steps(n)]
    write_list(folder)
    write_csv(folder / "bo-log.csv", rows, header=("FileNo", "Stage", "Handler", "InTime", "OutTime"))


def arrivals(folder: Path) -> None:
    rows = [(IDS[n], step, WHO[step], begin) for n in range(6) for step, begin, _ in steps(n)]
    rows += [(IDS[n], "Xong", "Lê Hoa", finished(n)) for n in range(4)]
    write_list(folder)
    write_csv(folder / "den.csv", rows, header=("Số biên nhận", "Khâu", "Người nhận việc", "Đến bàn lúc"))


def unnamed(folder: Path) -> None:
    """A step, a person and two stamps under headers that say nothing."""
    rows = [(IDS[n], step, WHO[step], begin, end) for n in range(6) for step, begin, end in steps(n)]
    write_list(folder)
    write_csv(folder / "nk.csv", rows, header=("Số biên nhận", "Cột A", "Cột B", "Cột C", "Cột D"))


def wrapped_json(folder: Path) -> None:
    """A list beside scalars, in words of its own, and the log in another file."""
    header = ("soPhieu", "congViec", "nhanLuc", "henLuc", "xongLuc", "phongPhuTrach", "tinhTrang")
    records = [dict(zip(header, row, strict=True)) for row in ROWS]
    (folder / "phieu.json").write_text(json.dumps({"ketQua": {"danhSach": records, "tong": 6}}, ensure_ascii=False), encoding="utf-8")
    rows = [(IDS[n], step, WHO[step], begin, end) for n in range(6) for step, begin, end in steps(n)]
    write_csv(folder / "qt.csv", rows, header=("Số phiếu", "Việc làm", "Cán bộ", "Bắt đầu", "Kết thúc"))


FORMS = {
    status_history: (), phases_in_short: (), phases_in_strange_words: (), intervals: (), arrivals: (), unnamed: (), wrapped_json: (),
}  # fmt: skip


@pytest.fixture(scope="module")
def engine():
    connected = connect()
    yield connected
    connected.close()


def tried(engine, tmp_path: Path, write, edits) -> tuple[str, Frames]:
    folder = tmp_path / "xuat"
    folder.mkdir()
    write(folder)
    text = propose_profile(folder, PROFILES).text
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = tmp_path / "mau.toml"
    path.write_text(text, encoding="utf-8")
    return text, read(folder, engine, path, "2024-06")


@pytest.mark.parametrize("write", FORMS, ids=lambda write: write.__name__)
def test_a_proposal_reads_right_after_at_most_five_edited_words(engine, tmp_path, write):
    edits = FORMS[write]
    assert len(edits) <= MOST_EDITS
    text, frames = tried(engine, tmp_path, write, edits)
    rows = frames.dossiers.sort_values("dossier_id")
    assert rows.dossier_id.tolist() == IDS and (rows.unit == UNIT).all()
    assert rows.received_at.dt.strftime("%d/%m/%Y %H:%M").tolist() == [received(n) for n in range(6)]
    assert rows.due_at.dt.strftime("%d/%m/%Y").tolist() == [due(n) for n in range(6)]
    assert rows.finished_at.dt.strftime("%d/%m/%Y %H:%M").fillna("").tolist() == [finished(n) for n in range(6)]
    assert rows.returned_at.isna().all() and rows.status.tolist() == ["9"] * 4 + ["4"] * 2
    held = frames.steps[frames.steps.step != "Xong"].sort_values(["dossier_id", "step_no"])
    wanted = [(IDS[n], step, WHO[step], begin, end) for n in range(6) for step, begin, end in steps(n)]
    stamps = held[["arrived_at", "started_at"]].min(axis=1), held.ended_at
    told = [one.dt.strftime("%d/%m/%Y %H:%M").fillna("").tolist() for one in stamps]
    assert list(zip(held.dossier_id, held.step, held.officer, *told, strict=True)) == wanted
    assert not frames.tables["due_changes"].size and not frames.findings.severity.isin(["stop"]).any()
    assert f'table = "steps"   # {UNSURE}' in text  # what decides it stands in the line that is to be edited


def test_what_is_proposed_for_a_phase_reads_as_starts_and_ends_and_the_keys_of_a_log_are_named(engine, tmp_path):
    text, _ = tried(engine, tmp_path, phases_in_strange_words, ())
    assert 'lifecycle = ["Pha"]   # CHƯA CHẮC' in text and 'start = ["P1"]   # CHƯA CHẮC' in text
    assert all(name in text.split("# Khóa được dùng: dossier_id, step_no", 1)[1].split("\n")[0] for name in ("lifecycle", "event_id", "sent_by", "event_order"))


def test_a_profile_that_leaves_the_phase_out_is_asked_about_it(engine, tmp_path):
    text, _ = tried(engine, tmp_path, phases_in_strange_words, ())
    lines = [line for line in text.split("[codes.lifecycle]")[0].splitlines() if not line.startswith("lifecycle")]
    (tmp_path / "ma.toml").write_text("\n".join(lines), encoding="utf-8")
    told = read(tmp_path / "xuat", engine, tmp_path / "ma.toml", "2024-06").of("log.two_kinds")
    assert told.message.str.contains("“Pha”").all() and len(told) == 1
    assert 'lifecycle = ["Pha"]' in told.action.iloc[0] and 'start = ["P1"], complete = ["P2"]' in told.action.iloc[0]


def test_two_values_take_turns_or_they_do_not():
    rows = [("1", step, word) for step in "abc" for word in ("x", "y")]
    assert alternating(rows) == ("x", "y") and alternating([*rows, ("2", "a", "x")]) == ("x", "y")
    assert alternating(rows[:4]) is None  # two steps say nothing
    assert alternating([*rows, ("1", "a", "z")]) is None
    assert alternating([("1", step, "x" if step == "a" else "y") for step in "abcdef"]) is None


def test_a_day_that_open_dossiers_have_is_promised_and_one_that_they_lack_is_an_end(tmp_path):
    header = ("Số biên nhận", "Ngày vào sổ", "Ngày giao kết quả", "Diễn biến")
    rows = [(IDS[n], received(n), due(n), ROWS[n][-1]) for n in range(6)]
    assert 'due_at = ["Ngày giao kết quả"]   # CHƯA CHẮC' in propose_profile(write_csv(tmp_path / "a.csv", rows, header=header), PROFILES).text
    rows = [(*row[:2], finished(n), row[3]) for n, row in enumerate(rows)]
    text = propose_profile(write_csv(tmp_path / "b.csv", rows, header=header), PROFILES).text
    assert 'returned_at = ["Ngày giao kết quả"]' in text and "\ndue_at" not in text


def test_a_list_that_names_dossiers_twice_is_asked_about(tmp_path):
    rows = [*ROWS, ROWS[0]]
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((LIST, *rows))
    proposed = propose_profile(tmp_path / "a.csv", PROFILES)
    assert 'table = "dossiers"   # CHƯA CHẮC: mỗi hồ sơ có khoảng 1,2 dòng' in proposed.text
    assert proposed.doubts[0].startswith("“a.csv” được hiểu là bảng dossiers")


def test_days_that_lie_after_the_last_event_of_the_log_are_promised(engine, tmp_path):
    """Neither an end nor a status says which dossiers are open; of an end with gaps nothing is taken back."""
    folder = tmp_path / "xuat"
    folder.mkdir()
    header = ("Số biên nhận", "Ngày vào sổ", "Ngày giao kết quả")
    log = [(IDS[n], step, WHO[step], begin) for n in range(6) for step, begin, _ in steps(n)]
    write_csv(folder / "b.csv", log, header=("Số biên nhận", "Khâu", "Người nhận việc", "Đến bàn lúc"))
    write_csv(folder / "a.csv", [(IDS[n], received(n), due(n)) for n in range(6)], header=header)
    assert 'due_at = ["Ngày giao kết quả"]   # CHƯA CHẮC: nhiều ngày' in propose_profile(folder, PROFILES).text
    write_csv(folder / "a.csv", [(IDS[n], received(n), due(n) if n % 2 else "") for n in range(6)], header=header)
    assert 'returned_at = ["Ngày giao kết quả"]' in propose_profile(folder, PROFILES).text
