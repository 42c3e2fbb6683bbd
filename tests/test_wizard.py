"""The wizard: profiles proposed for exports of systems that nobody knows, tried as a new user would."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.reading import HEADER, ROOT, ROW, Frames, read, write_csv, write_xlsx

from tthc.cli.profiling import propose
from tthc.engine import connect
from tthc.model.errors import DataStop, UsageError
from tthc.sources.read import propose_profile
from tthc.sources.read.wizard.meanings import ID, TIME, is_of
from tthc.sources.read.wizard.text import UNSURE

pytestmark = pytest.mark.whole  # many a reading of whole files

PROFILES = ROOT / "data" / "reference" / "profiles"


@pytest.fixture(scope="module")
def engine():
    connected = connect()
    yield connected
    connected.close()


def tried(engine, folder: Path, text: str) -> Frames:
    path = folder.parent / f"{folder.name}.toml"
    path.write_text(text, encoding="utf-8")
    return read(folder, engine, path, "2024-06")


def at(day: int, hour: int) -> str:
    """An instant of June 2024 as Windows in Vietnamese writes it."""
    return f"{day:02d}/06/2024 {(hour - 1) % 12 + 1:02d}:15:00 {'SA' if hour < 12 else 'CH'}"


@pytest.fixture(scope="module")
def unknown(tmp_path_factory) -> Path:
    """An export in other headers and words: a list with titles and a footer, a summary, the history in a file of its own."""
    folder = tmp_path_factory.mktemp("la") / "xuat"
    folder.mkdir()
    rows = [
        (n, f"BN.2024.{n:05d}", "Cấp phép quảng cáo", at(3 + n % 5, 8), f"{12 + n % 5:02d}/06/2024", at(10 + n % 8, 15) if n % 3 else "",
         "Đã giải quyết xong" if n % 3 else "Đang thẩm định", "Trần Thị Bình", "Phòng Quản lý đô thị", "Tại quầy", f"0{n % 5 + 6}/06/2024")
        for n in range(1, 31)
    ]  # fmt: skip
    header = ("TT", "Số biên nhận", "Loại thủ tục", "Ngày giờ nhận", "Hạn giải quyết", "Ngày giải quyết xong", "Tình trạng", "Chuyên viên thụ lý", "Phòng chuyên môn", "Cách thức nộp", "Hạn của bước hiện tại")
    write_xlsx(folder / "chi tiet.xlsx", {
        "Chi tiết": [("UBND QUẬN X",), ("SỔ THEO DÕI",), ("(Từ ngày 01/06/2024 đến ngày 30/06/2024)",), header, *rows, ("",), ("", "", "", "", "", "", "NGƯỜI LẬP BIỂU")],
        "Thống kê": [("Loại thủ tục", "Số nhận", "Đã giải quyết", "Quá hạn"), ("Cấp phép quảng cáo", 30, 20, 3)],
    })  # fmt: skip
    people = (("Tiếp nhận tại quầy", "Lê Thị Cúc"), ("Kiểm tra thực địa", "Nguyễn Văn An"), ("Trình ký", "Phạm Văn Dũng"))
    steps = [
        (f"BN.2024.{n:05d}", step, officer, at(3 + n % 5 + k, 8 + k), at(3 + n % 5 + k, 9 + k), f"{5 + n % 5 + k:02d}/06/2024")
        for n in range(1, 31) for k, (step, officer) in enumerate(people)
    ]  # fmt: skip
    write_csv(folder / "nhat ky.csv", steps, header=("Số biên nhận", "Công đoạn", "Cán bộ phụ trách", "Nhận việc lúc", "Làm xong lúc", "Hạn của công đoạn"))
    return folder


def test_a_list_its_history_and_a_summary_are_told_apart(unknown, engine):
    proposed = propose_profile(unknown, PROFILES)
    frames = tried(engine, unknown, proposed.text)
    assert len(frames.dossiers) == 30 and len(frames.steps) == 90
    assert proposed.period == "2024-06"
    assert "“Thống kê”" in proposed.text and "bảng tổng hợp" in proposed.text
    rows = frames.dossiers.set_index("dossier_id")
    first = rows.loc["BN.2024.00001"]
    assert [str(moment) for moment in (first.received_at, first.due_at, first.finished_at)] == ["2024-06-04 08:15:00", "2024-06-13 17:00:00", "2024-06-11 15:15:00"]
    assert (first.status, first.officer, first.unit, first.channel) == ("9", "Trần Thị Bình", "Phòng Quản lý đô thị", "counter")
    assert not frames.findings.severity.isin(["stop", "warn"]).any()
    steps = frames.steps.sort_values(["dossier_id", "step_no"])
    assert steps.officer.tolist()[:3] == ["Lê Thị Cúc", "Nguyễn Văn An", "Phạm Văn Dũng"]
    assert steps.arrived_at.notna().all() and steps.ended_at.notna().all() and steps.step_due_at.notna().all()


def test_what_was_guessed_is_marked_and_every_code_list_shows_what_was_seen_and_what_is_allowed(unknown):
    proposed = propose_profile(unknown, PROFILES)
    lines = proposed.text.splitlines()
    assert all(UNSURE in line for line in lines if line.startswith(("due_at", "received_at", "step_due_at", "finished_at")))
    assert len(proposed.doubts) >= 5
    assert '# Thấy trong tệp: Đã giải quyết xong (20), Đang thẩm định (10)' in lines
    assert any(line.startswith('# Mã được dùng: "1" Mới đăng ký') for line in lines)
    assert '"9" = ["Đã giải quyết xong"]   # CHƯA CHẮC: “Đã giải quyết xong”' in lines
    assert "NGƯỜI LẬP BIỂU" not in proposed.text


def test_a_steps_due_date_is_never_taken_for_the_dossiers(engine, tmp_path):
    header = ("Mã hồ sơ", "Tên thủ tục", "Ngày tiếp nhận", "Hạn xử lý bước", "Trạng thái")
    rows = [(f"HS-{n:03d}", "P", f"{n:02d}/06/2024", f"{n + 1:02d}/06/2024", "Đang xử lý") for n in range(1, 9)]
    write_csv(tmp_path / "ho-so.csv", rows, header=header)
    text = propose_profile(tmp_path / "ho-so.csv", PROFILES).text
    assert not any(line.startswith("due_at") for line in text.splitlines())
    assert "Chưa dùng: Hạn xử lý bước" in text


def history(status: str, folder: Path) -> Path:
    names = ("Registered", "Under review", "Awaiting assignment", "Under review", "Closed")
    rows = [
        (f"REQ-{n:04d}", name, ("ann", "bob", "", "carl", "carl")[k], f"2024-06-{2 + n % 9 + k * 2:02d} {8 + k:02d}:00:00", f"2024-06-{14 + n % 9:02d} 17:00:00")
        for n in range(1, 13) for k, name in enumerate(names)
    ]  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    return write_csv(folder / "requests.csv", rows, header=("Request No", status, "Changed by", "Changed on", "Target date"))


def test_a_history_of_statuses_alone_is_a_log_of_beginnings_with_the_dossiers_deadline(engine, tmp_path):
    proposed = propose_profile(history("Status", tmp_path / "xuat"), PROFILES)
    assert 'stamps = "begin"   # CHƯA CHẮC' in proposed.text and 'derive.finished_at = ["Closed"]   # CHƯA CHẮC' in proposed.text
    frames = tried(engine, tmp_path / "xuat", proposed.text)
    assert len(frames.dossiers) == 12 and frames.dossiers.due_at.notna().all() and frames.dossiers.finished_at.notna().all()
    waiting = frames.steps[frames.steps.step == "Awaiting assignment"]
    assert waiting.officer.isna().all() and ((waiting.ended_at - waiting.arrived_at) > timedelta(days=1)).all()


def test_a_log_of_activities_is_one_of_ends_and_asked_about(tmp_path):
    assert 'stamps = "end"   # CHƯA CHẮC' in propose_profile(history("Activity", tmp_path / "xuat"), PROFILES).text


def test_norms_are_read_in_the_unit_that_their_header_names(engine, tmp_path):
    rows = [("1.000001", "Tiếp nhận", 4, "01/01/2024"), ("1.000001", "Thẩm định", 16, "01/01/2024")]
    folder = tmp_path / "xuat"
    folder.mkdir()
    write_csv(folder / "quy-trinh.csv", rows, header=("Mã TTHC", "Nội dung công việc", "Thời gian quy định (giờ)", "Hiệu lực từ"))
    write_csv(folder / "ho-so.csv", [("HS-001", "1.000001", "03/06/2024", "Đang xử lý")], header=("Mã hồ sơ", "Mã TTHC", "Ngày tiếp nhận", "Trạng thái"))
    norms = tried(engine, folder, propose_profile(folder, PROFILES).text).tables["norms"]
    assert norms.sort_values("norm_wm").norm_wm.tolist() == [240.0, 960.0]


def test_columns_whose_header_tells_nothing_are_known_by_their_values(engine, tmp_path):
    """Dates by their order and their gaps, a status and people by their words; the dates of a step or of a birth are nobody's."""
    folder = tmp_path / "xuat"
    folder.mkdir()
    rows = [
        (f"K-{n:03d}", f"{n:02d}/06/2024 08:30", f"{n + 9:02d}/06/2024", f"{n + 5:02d}/06/2024 15:10" if n % 3 else "", "Đã xong" if n % 3 else "Đang làm", "01/02/1980")
        for n in range(1, 19)
    ]  # fmt: skip
    write_csv(folder / "a.csv", rows, header=("Mã hồ sơ", "Ngày tiếp nhận", "Cột M", "Cột N", "Cột P", "Ngày sinh"))
    people = ("Lê Thị Cúc", "Nguyễn Văn An")
    steps = [(f"K-{n:03d}", step, people[k], f"{n + k:02d}/06/2024 09:00", f"{n + k:02d}/06/2024 10:00") for n in range(1, 19) for k, step in enumerate(("Nhận", "Xét"))]
    write_csv(folder / "b.csv", steps, header=("Mã hồ sơ", "Bước xử lý", "Cột A", "Cột B", "Cột C"))
    proposed = propose_profile(folder, PROFILES)
    frames = tried(engine, folder, proposed.text)
    first = frames.dossiers.set_index("dossier_id").loc["K-001"]
    assert [str(first[name]) for name in ("due_at", "finished_at", "status")] == ["2024-06-10 17:00:00", "2024-06-06 15:10:00", "9"]
    step = frames.steps.sort_values(["dossier_id", "step_no"]).iloc[0]
    assert (step.officer, str(step.arrived_at), str(step.ended_at)) == ("Lê Thị Cúc", "2024-06-01 09:00:00", "2024-06-01 10:00:00")
    assert "Chưa dùng: Ngày sinh" in proposed.text and all(UNSURE in line for line in proposed.text.splitlines() if '["Cột' in line)


def test_a_key_column_that_nothing_tells_is_asked_for_with_what_it_may_be(tmp_path):
    rows = [(f"K-{n:03d}", f"{n:02d}/06/2024 08:30", f"{n + 5:02d}/06/2024", f"{n + 9:02d}/06/2024") for n in range(1, 19)]
    write_csv(tmp_path / "a.csv", rows, header=("Mã hồ sơ", "Ngày tiếp nhận", "Mốc một", "Mốc hai"))
    proposed = propose_profile(tmp_path / "a.csv", PROFILES)
    assert "Chưa thấy cột Ngày hẹn trả; có thể là một trong các cột: Mốc một, Mốc hai." in proposed.doubts
    assert '# due_at = ["…"]   # CHƯA CHẮC: chưa thấy cột Ngày hẹn trả' in proposed.text


def test_moves_from_one_status_to_another_are_statuses_that_begin(engine, tmp_path):
    """Who has it now holds it; a status that names nobody is a queue, one in which the applicant has it a stop."""
    folder = tmp_path / "xuat"
    folder.mkdir()
    moves = (("", "Lodged", "ann"), ("Lodged", "In the pool", ""), ("In the pool", "Assessed", "bob"), ("Assessed", "Waiting for applicant", "bob"), ("Waiting for applicant", "Decided", "bob"))
    ids = [f"P/{n:05d}" for n in range(1, 13)]
    log = [(name, *move, "clerk", f"{2 + n % 9 + k * 2:02d}.06.2024 {8 + k:02d}:00") for n, name in enumerate(ids) for k, move in enumerate(moves)]
    write_csv(folder / "trail.csv", log, header=("Application", "From state", "To state", "Now with", "Moved by", "Moment"))
    rows = [(name, f"{2 + n % 9:02d}.06.2024 08:00", f"{20 + n % 9:02d}.06.2024", f"{10 + n % 9:02d}.06.2024 12:00", "Decided") for n, name in enumerate(ids)]
    write_csv(folder / "list.csv", rows, header=("Application", "Lodged", "Statutory date", "Decided", "State"))
    proposed = propose_profile(folder, PROFILES)
    frames = tried(engine, folder, proposed.text)
    assert proposed.period == "2024-06" and (frames.dossiers.status == "9").all()
    steps = frames.steps[frames.steps.dossier_id == ids[0]].sort_values("step_no")
    assert steps.step.tolist() == [to for _, to, _ in moves] and steps.kind.fillna("").tolist() == ["", "queue", "", "stop", ""]
    assert steps.officer.fillna("").tolist() == ["ann", "", "bob", "", "bob"]
    assert len(frames.tables["stops"]) == len(ids)


def test_a_text_whose_rows_are_of_different_lengths_is_proposed_for_and_read(engine, tmp_path):
    rule, rows = "-----+-----+-----+-----", [f" HS-2024-{n:03d} | 0{n}/06/2024 | 1{n}/06/2024 | Đã xử lý xong " for n in range(1, 8)]
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "psql.txt").write_text("\n".join([" ma_ho_so | ngay_tiep_nhan | ngay_hen_tra | trang_thai ", rule, *rows, "(7 rows)"]) + "\n", encoding="utf-8")
    frames = tried(engine, folder, propose_profile(folder, PROFILES).text)
    assert sorted(frames.dossiers.dossier_id) == [f"HS-2024-{n:03d}" for n in range(1, 8)] and len(frames.of("row.note")) == 2


def test_forms_that_mean_one_thing_only_are_read_with_the_proposal_too(engine, tmp_path):
    folder = tmp_path / "x"
    folder.mkdir()
    rows = [(f"HS-{n}", f"\"02:0{n} CH, 03/06/2024\"", f"\"08:00 SA, 1{n}/06/2024\"", "Đang xử lý") for n in range(1, 6)]
    write_csv(folder / "ds.csv", rows, header=("Mã hồ sơ", "Nhận hồ sơ", "Hẹn trả", "Trạng thái"))
    proposed = propose_profile(folder, PROFILES)
    assert not any("không đọc được" in doubt for doubt in proposed.doubts)
    assert tried(engine, folder, proposed.text).dossiers.received_at.dt.hour.tolist() == [14] * 5


def test_a_number_of_days_in_the_place_of_a_deadline_is_proposed_as_a_limit(engine, tmp_path):
    folder = tmp_path / "So theo doi 2024"
    folder.mkdir()
    rows = [(f"HS-{n}", "P", f"0{n}/06/2024", limit, "Đang xử lý") for n, limit in enumerate(("5 ngày làm việc", "Trong ngày", "05 ngày làm việc", "5"), 3)]
    write_csv(folder / "so theo doi 2024.csv", rows, header=("Mã hồ sơ", "Tên thủ tục", "Ngày tiếp nhận", "Thời hạn giải quyết", "Trạng thái"))
    proposed = propose_profile(folder, PROFILES)
    assert proposed.period == "2024-06"  # the year in the name is no December
    assert tried(engine, folder, proposed.text).dossiers.sort_values("dossier_id").due_at.dt.day.tolist() == [10, 4, 12, 13]


def test_two_files_whose_sheets_have_one_name_are_told_apart(engine, tmp_path):
    folder = tmp_path / "x"
    folder.mkdir()
    ids = [f"H40-2024-{n:04d}" for n in range(1, 7)]
    header = ("Mã hồ sơ", "Tên thủ tục", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Trạng thái")
    listed = [(one, "P", "03/06/2024 08:00", "10/06/2024", "07/06/2024 08:00", "Đã trả kết quả") for one in ids]
    moves = [(one, word, f"0{day}/06/2024 08:00", who) for one in ids for word, day, who in (("Mới tiếp nhận", 3, "Lê An"), ("Đang thẩm định", 4, "Vũ Bình"), ("Đã trả kết quả", 7, "Lê An"))]
    write_xlsx(folder / "ds.xlsx", {"Sheet1": [header, *listed]})
    write_xlsx(folder / "lich su.xlsx", {"Sheet1": [("Mã hồ sơ", "Trạng thái", "Thời điểm chuyển trạng thái", "Người thực hiện"), *moves]})
    assert "giống bảng “Quá trình xử lý”" in read(folder, engine, period="2024-06").of("sheet.not_read").message.iloc[0]  # with the usual profile
    frames = tried(engine, folder, propose_profile(folder, PROFILES).text)
    assert (len(frames.dossiers), len(frames.steps)) == (6, 18) and not frames.rules() & {"row.duplicate", "dossier.conflict", "cell.code"}


def test_whoever_is_sent_a_dossier_has_it_from_then_on(engine, tmp_path):
    folder = tmp_path / "x"
    folder.mkdir()
    ids = [f"H40-2024-{n:04d}" for n in range(1, 5)]
    write_csv(folder / "ds.csv", [(one, "P", "20/05/2024 08:00", "31/05/2024", "06/06/2024 11:00", "Đã trả kết quả") for one in ids])
    sent = [("24/05/2024 08:00", "Một cửa", "Đỗ Nguyệt", "Chuyển thụ lý"), ("06/06/2024 10:00", "Đỗ Nguyệt", "Vũ Minh", "Trình ký"), ("06/06/2024 10:30", "Vũ Minh", "Một cửa", "Trả kết quả")]
    write_csv(folder / "luan-chuyen.csv", [(one, *move) for one in ids for move in sent], header=("Số hồ sơ", "Ngày chuyển", "Người gửi", "Người nhận", "Nội dung xử lý"))
    proposed = propose_profile(folder, PROFILES).text
    steps = tried(engine, folder, proposed).steps
    held = steps[(steps.dossier_id == ids[0]) & (steps.officer == "Đỗ Nguyệt")].iloc[0]
    assert str(held.arrived_at) == "2024-05-24 08:00:00" and str(held.ended_at) == "2024-06-06 10:00:00"  # and the one who signs 30 minutes
    told = tried(engine, folder, proposed.replace("arrived_at =", "ended_at =")).of("log.sent_ends")
    assert "Ngày chuyển" in told.message.iloc[0]


def test_supplements_and_moved_deadlines_are_no_second_list(engine, tmp_path):
    folder = tmp_path / "x"
    folder.mkdir()
    ids = [f"H40-2024-{n:04d}" for n in range(1, 5)]
    write_xlsx(folder / "hs.xlsx", {
        "Danh mục": [("Số HS", "Nhận ngày", "Phải trả ngày", "Xong ngày", "Tình hình"), *((one, "03/06/2024", "10/06/2024", "12/06/2024", "Đã xong") for one in ids)],
        "Yêu cầu bổ sung": [("Số hồ sơ", "Nội dung yêu cầu", "Ngày yêu cầu bổ sung", "Ngày bổ sung xong"), *((one, "Bản sao CCCD", "04/06/2024", "06/06/2024") for one in ids)],
        "Gia hạn": [("Mã hồ sơ", "Ngày gia hạn", "Hạn cũ", "Hạn mới", "Lý do"), *((one, "05/06/2024", "08/06/2024", "10/06/2024", "Chờ ý kiến Công an tỉnh") for one in ids[:3])],
    })  # fmt: skip
    frames = tried(engine, folder, propose_profile(folder, PROFILES).text)
    assert [len(frames.tables[name]) for name in ("dossiers", "stops", "due_changes")] == [4, 4, 3] and "dossier.conflict" not in frames.rules()
    assert set(frames.tables["stops"].kind) == {"supplement"} and set(frames.tables["due_changes"].new_due_at.dt.day) == {10}


def test_a_deadline_that_only_the_log_has_is_the_dossiers(engine, tmp_path):
    folder = tmp_path / "x"
    folder.mkdir()
    ids = [f"H40-2024-{n:04d}" for n in range(1, 5)]
    write_csv(folder / "ds.csv", [(one, "P", "03/06/2024 08:00", "14/06/2024 11:00", "Đã trả kết quả") for one in ids], header=("Mã hồ sơ", "Tên thủ tục", "Ngày tiếp nhận", "Ngày kết thúc xử lý", "Trạng thái"))
    log = [(one, step, f"{day:02d}/06/2024 08:00", "12/06/2024") for one in ids for step, day in (("Nhận", 3), ("Thẩm định", 10), ("Ký", 14))]
    write_csv(folder / "log.csv", log, header=("Mã hồ sơ", "Công đoạn", "Xong lúc", "Hạn xử lý hồ sơ"))
    assert set(tried(engine, folder, propose_profile(folder, PROFILES).text).dossiers.due_at.dt.day) == {12}


def test_what_a_database_writes_is_read_with_the_names_beside_its_numbers(engine, tmp_path):
    folder = tmp_path / "x"
    folder.mkdir()
    lines = [
        {"_id": {"$oid": f"{n:024x}"}, "code": f"000.00.21.H40-240605-{n:04d}", "procedure": {"id": {"$oid": f"{n:024x}"}, "translate": [{"languageId": 228, "name": "Đăng ký"}]},
         "acceptedDate": {"$date": "2024-06-05T01:40:00.000Z"}, "appointmentDate": {"$date": {"$numberLong": "1718013600000"}}, "completedDate": {"$date": "2024-06-06T03:50:00Z"} if n % 2 else None,
         "dossierStatus": {"id": 4 if n % 2 else 2, "name": [{"languageId": 228, "name": "Đã trả kết quả" if n % 2 else "Đang xử lý"}]}}
        for n in range(1, 7)
    ]  # fmt: skip
    (folder / "dossier.json").write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in lines), encoding="utf-8")
    rows = tried(engine, folder, propose_profile(folder, PROFILES).text).dossiers.sort_values("dossier_id")
    assert rows.status.tolist() == ["10", "4"] * 3 and rows.finished_at.notna().tolist() == [True, False] * 3
    assert set(rows.procedure_name) == {"Đăng ký"} and set(rows.received_at.astype(str)) == {"2024-06-05 08:40:00"} and set(rows.due_at.astype(str)) == {"2024-06-10 17:00:00"}


def test_records_in_the_envelope_of_a_search_engine_are_read(engine, tmp_path):
    cells = ("Cấp giấy phép", "2024-01-05T08:30:00", "2024-01-26", "2024-01-20T10:00:00", "9")
    hits = [{"_index": "hoso", "_id": str(n), "_source": dict(zip(HEADER, (f"HS-{n}", *cells), strict=True))} for n in range(3)]
    (tmp_path / "es.json").write_text(json.dumps({"took": 5, "hits": {"total": {"value": 4}, "hits": hits}}), encoding="utf-8")
    frames = read(tmp_path, engine, period="2024-01")
    assert len(frames.dossiers) == 3 and "3 bản ghi trong 4" in frames.of("file.pages").message.iloc[0]


def test_what_the_system_reckons_is_no_status_and_short_headers_are_understood(tmp_path):
    rows = [(f"HS-2024-{n}", "Cấp phép", f"0{n}/06/2024", f"1{n}/06/2024", f"0{n + 1}/06/2024 10:00" if n % 2 else "", "Đã GQ" if n % 2 else "Đang GQ", "Đúng hạn" if n % 2 else "Còn hạn") for n in range(1, 8)]
    proposed = propose_profile(write_csv(tmp_path / "a.csv", rows, header=("Số BN", "Tên TT", "Ngày TN", "Ngày HT", "Ngày KT", "TT HS", "Kết quả giải quyết")), PROFILES).text
    for line in ('dossier_id = ["Số BN"]', 'procedure_name = ["Tên TT"]', 'received_at = ["Ngày TN"]', 'due_at = ["Ngày HT"]', 'finished_at = ["Ngày KT"]', 'status = ["TT HS"]', 'recorded_outcome = ["Kết quả giải quyết"]'):
        assert line in proposed, line


@pytest.mark.parametrize(("word", "letters"), [("hai lần", lambda text: text.encode().decode("cp1252", "ignore"))])
def test_letters_that_are_no_unicode_are_refused_and_not_proposed(tmp_path, word, letters):
    header = tuple(map(letters, ("Mã thủ tục", "Mức độ", "Ngày xin lỗi", "Lĩnh vực")))
    with pytest.raises(DataStop, match=word):
        propose_profile(write_csv(tmp_path / "a.csv", [("1", "2", "3", "4")], header=header), PROFILES)


def test_a_table_that_nobody_understands_is_named_and_a_summary_is_not_asked_about(tmp_path):
    write_csv(tmp_path / "ho-so.csv", [(f"K-{n:03d}", f"{n:02d}/06/2024", "Đã xử lý xong") for n in range(1, 9)], header=("Mã hồ sơ", "Ngày tiếp nhận", "Trạng thái"))
    write_csv(tmp_path / "la.csv", [("màu đỏ", "05/06/2024", "to"), ("màu xanh", "06/06/2024", "nhỏ")], header=("Thứ", "Hôm", "Cỡ"))
    proposed = propose_profile(tmp_path, PROFILES)
    assert any(doubt.startswith("Chưa hiểu trang “la.csv” (tiêu đề: Thứ, Hôm, Cỡ)") for doubt in proposed.doubts)


def test_running_numbers_under_a_known_header_are_ids_and_a_count_is_not(tmp_path):
    rows = [(n, f"BN-{n:04d}", 1, f"0{n}/06/2024", "Đang xử lý") for n in range(1, 6)]
    header = ("Mã hồ sơ", "Mã biên nhận", "Số hồ sơ", "Ngày tiếp nhận", "Trạng thái")
    assert 'dossier_id = ["Mã hồ sơ"]' in propose_profile(write_csv(tmp_path / "a.csv", rows, header=header), PROFILES).text
    assert 'dossier_id = ["Mã biên nhận"]' in propose_profile(write_csv(tmp_path / "b.csv", [row[1:] for row in rows], header=header[1:]), PROFILES).text


def test_the_wizard_stops_where_nothing_looks_like_a_table(tmp_path):
    source = write_csv(tmp_path / "la.csv", [("1", "2", "3")], header=("Cột", "Hàng", "Giá"))
    with pytest.raises(DataStop, match="được đọc là: “Cột”, “Hàng”, “Giá”. .*cong_tinh.toml"):
        propose_profile(source, PROFILES)
    (tmp_path / "nen").mkdir()
    (tmp_path / "nen" / "ds.zip").write_bytes(b"PK")
    with pytest.raises(DataStop, match="tệp nén"):
        propose_profile(tmp_path / "nen", PROFILES)


def test_in_a_project_of_its_own_the_wizard_names_what_is_there_or_how_to_get_it(tmp_path):
    """An empty folder is told as one; the model is the package's, which such a project does not hold yet."""
    (tmp_path / "rong").mkdir()
    with pytest.raises(DataStop, match=r"^Không tìm thấy tệp dữ liệu nào đọc được ở .*rong\. Đặt tệp XLSX"):
        propose_profile(tmp_path / "rong", PROFILES)
    source = write_csv(tmp_path / "la.csv", [("1", "2", "3")], header=("Cột", "Hàng", "Giá"))
    with pytest.raises(DataStop, match=r"tthc reference copy profiles/cong_tinh\.toml\)\.$"):
        propose_profile(source, tmp_path / "data" / "reference" / "profiles")


def test_what_it_says_to_type_next_works_when_pasted(unknown, engine, tmp_path):
    output = tmp_path / "hệ thống mới.toml"
    said = propose([unknown], output)
    assert "Đã đọc thử: 30 hồ sơ, 30 có ngày hẹn trả, 20 có ngày kết thúc xử lý; 90 bước xử lý." in said
    words = shlex.split(said.splitlines()[-1])
    assert words[:2] == ["tthc", "report"]
    options = dict(zip(words[2::2], words[3::2], strict=True))
    assert options == {"--period": "2024-06", "--source": str(unknown), "--profile": str(output)}
    assert len(read(Path(options["--source"]), engine, options["--profile"], options["--period"]).dossiers) == 30
    with pytest.raises(UsageError, match="đã có"):
        propose([unknown], output)
    with pytest.raises(UsageError, match="moi.toml"):
        propose([unknown], tmp_path / "moi.txt")


def test_numbers_of_rows_are_no_ids_and_days_are_no_numbers():
    assert not is_of(ID, ["1", "2", "3", "4"]) and is_of(ID, ["H56-240105-0001", "H56-240105-0002"])
    assert is_of(TIME, ["05/06/2024 02:15 CH", "2024-06-05"]) and not is_of(TIME, ["12", "30"]) and not is_of(ID, [str(date(2024, 6, 5))])


def test_the_realistic_export_gives_its_figures_without_an_edited_word(engine, shared_data, tmp_path):
    folder = tmp_path / "xuat"
    folder.mkdir()
    for name in ("DS_HoSo_T6_2024.xlsx", "QuaTrinh_T6_2024.xlsx"):
        (folder / name).write_bytes((shared_data.parent / "cases" / "read" / name).read_bytes())
    proposed = propose_profile(folder, PROFILES)
    frames = tried(engine, folder, proposed.text)
    assert proposed.period == "2024-06"
    assert len(frames.dossiers) == 400 and len(frames.steps) == 1923
    assert (frames.dossiers.recorded_outcome == "late").sum() == 11
    assert frames.dossiers[["received_at", "due_at", "status", "unit"]].notna().all().all()


def test_the_pictures_of_the_page_are_what_the_wizard_proposes():
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "docs" / "pictures.py")
    pictures = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pictures)
    assert {name: (ROOT / "docs" / "hinh" / name).read_text(encoding="utf-8") for name in pictures.pictures()} == pictures.pictures()


def test_what_is_guessed_of_a_status_says_what_it_does_to_the_figures(tmp_path):
    words = ("Từ chối giải quyết", "Chờ bổ sung giấy tờ", "Chờ trình ký", "Đã xử lý xong")
    rows = [(f"HS-{n}", *ROW[1:5], word) for n, word in enumerate(words)]
    proposed = propose_profile(write_csv(tmp_path / "a.csv", rows), PROFILES)
    (refused,) = (doubt for doubt in proposed.doubts if "Từ chối giải quyết" in doubt)
    assert "không bao giờ quá hạn" in refused and "mã 9 hoặc 10" in refused
    assert any("Chờ bổ sung giấy tờ" in doubt and "đang dừng" in doubt for doubt in proposed.doubts)
    (line,) = (line for line in proposed.text.splitlines() if line.startswith('"3"'))
    assert UNSURE in line and "không bao giờ quá hạn" in line


def test_columns_that_nothing_reads_are_shown(tmp_path):
    rows = [(str(n), f"HS-{n}", *ROW[1:], "Phường 1", "") for n in range(3)]
    said = propose([write_csv(tmp_path / "a.csv", rows, header=("STT", *HEADER, "Nơi xa lạ", "Ghi chú"))], tmp_path / "p.toml")
    assert "  - tệp a.csv: Nơi xa lạ, Ghi chú." in said and "STT" not in said


def test_a_folder_without_data_says_what_to_put_there(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK")
    with pytest.raises(DataStop, match="“a.zip”: là tệp nén.*giải nén trước"):
        propose([tmp_path], None)


def test_a_header_that_says_an_end_goes_before_one_that_says_only_a_day(tmp_path):
    """“Ngày nhận” stood for the end of the step, since “Ngày bắt đầu” was its arrival already: every step ended before it began."""
    path = tmp_path / "qua-trinh.csv"
    lines = [
        f"X{n},{step},Lê B,0{n}/06/2026 08:00,0{n}/06/2026 0{9 + k - 1}:00,0{n}/06/2026 1{k}:00"
        for n in range(1, 6)
        for k, step in enumerate(("Tiếp nhận", "Thẩm định"))
    ]
    path.write_text("\n".join(["Mã hồ sơ,Bước xử lý,Cán bộ,Ngày nhận,Ngày bắt đầu,Ngày kết thúc", *lines]), encoding="utf-8")
    text = propose_profile([path], PROFILES).text
    assert re.search(r'^ended_at = \["Ngày kết thúc"\]', text, re.MULTILINE), text
