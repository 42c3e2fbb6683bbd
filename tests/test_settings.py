"""One frozen `Run` from the project file and the options; whatever is not known is an error that says what is."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from tthc.model.data_folders import folders_of
from tthc.model.errors import UsageError
from tthc.model.period import parse_period
from tthc.model.settings import RULES, find_root, kernel_environment, load_run

FILE = """
[office]
name = "Sở Thử nghiệm"
own_units = ["Phòng A", "Phòng B"]
number = 12

[data]
source = "xuat"
profile = "igate"

[report]
out = "bao-cao"

[rules]
compare = "minute"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "tthc.toml").write_text(FILE, encoding="utf-8")
    (tmp_path / "xuat" / "2024-05").mkdir(parents=True)
    return tmp_path


def _with(root: Path, text: str) -> Path:
    (root / "tthc.toml").write_text(text, encoding="utf-8")
    return root


def test_the_project_file_gives_what_no_option_says(root: Path):
    run = load_run("2024-05", root=root)
    assert run.office.name == "Sở Thử nghiệm"
    assert run.office.own_units == ("Phòng A", "Phòng B")
    assert run.office.number == "12"
    assert run.office.signatory == ""
    assert (run.profile, run.out, run.engine) == ("igate", root / "bao-cao", "duckdb")
    assert run.rules == {**{rule.name: rule.default for rule in RULES}, "compare": "minute"}
    assert (run.unit, run.field, run.explanations) == (None, None, ())


def test_options_win_over_the_project_file(root: Path, tmp_path: Path):
    run = load_run("2024-05", root=root, source=tmp_path, profile="wabo", rules={"compare": "date"}, out="khac", unit="Phòng A")
    assert (run.sources, run.profile, run.rules["compare"]) == ((tmp_path,), "wabo", "date")
    assert (run.out, run.unit) == (root / "khac", "Phòng A")


def test_a_file_with_a_byte_order_mark_as_notepad_writes_it_is_read(root: Path):
    (root / "tthc.toml").write_text(FILE, encoding="utf-8-sig")
    assert load_run("2024-05", root=root).profile == "igate"


def test_the_folder_named_for_the_period_is_the_source_where_there_is_one(root: Path):
    assert load_run("2024-05", root=root).sources == (root / "xuat" / "2024-05",)
    with pytest.raises(UsageError, match="2024-06 trong .*; các kỳ đang có: 2024-05"):
        load_run("2024-06", root=root)
    (root / "xuat" / "ho-so.csv").touch()
    assert load_run("2024-06", root=root).sources == (root / "xuat",)


def test_a_period_is_found_in_a_longer_one_and_made_up_of_shorter_ones(tmp_path: Path):
    for name in ("2024-01_2024-05", "2024-04", "2024-05", "2024-06", "ghi-chu"):
        (tmp_path / name).mkdir()
    found = {text: [path.name for path in folders_of(parse_period(text), tmp_path)] for text in ("2024-03", "2024-04", "2024-Q1", "2024-Q2")}
    assert found == {"2024-03": ["2024-01_2024-05"], "2024-04": ["2024-04"], "2024-Q1": ["2024-01_2024-05"], "2024-Q2": ["2024-04", "2024-05", "2024-06"]}
    with pytest.raises(UsageError, match="2024-01..2024-05, 2024-04, 2024-05, 2024-06"):
        folders_of(parse_period("2024-Q3"), tmp_path)
    assert folders_of(parse_period("2024-Q3"), tmp_path / "ghi-chu") == (tmp_path / "ghi-chu",)


def test_several_sources_are_kept_in_order(root: Path):
    run = load_run("2024-05", root=root, source=[root / "xuat", root / "tthc.toml"])
    assert run.sources == (root / "xuat", root / "tthc.toml")


def test_a_source_that_is_not_there_is_named(root: Path):
    with pytest.raises(UsageError, match="khong-co.xlsx; hãy kiểm tra --source"):
        load_run("2024-05", root=root, source=root / "khong-co.xlsx")


@pytest.mark.parametrize(
    ("as_of", "cut"),
    [
        (None, datetime(2024, 6, 1)),
        ("2024-05-20", datetime(2024, 5, 21)),
        ("2024-05-20T17:00", datetime(2024, 5, 20, 17)),
        ("2024-05-20 17:00:30", datetime(2024, 5, 20, 17, 0, 30)),
        ("2024-05-31", datetime(2024, 6, 1)),
        ("2030-01-01", datetime(2024, 6, 1)),
    ],
)
def test_the_cut_is_the_earlier_of_as_of_and_the_end_of_the_period(root: Path, as_of, cut):
    assert load_run("2024-05", root=root, as_of=as_of).cut == cut


@pytest.mark.parametrize("as_of", ["31/05/2024", "hôm nay", "2024-05-20T17:00+07:00", "2024-05-32"])
def test_an_as_of_in_another_form_is_refused(root: Path, as_of):
    with pytest.raises(UsageError, match="hãy ghi giờ của cơ quan, dạng 2024-05-31 hoặc 2024-05-31T17:00"):
        load_run("2024-05", root=root, as_of=as_of)


def test_an_as_of_before_the_period_is_refused(root: Path):
    with pytest.raises(UsageError, match="ở trước kỳ tháng 5 năm 2024; hãy chọn một thời điểm từ ngày 01/05/2024"):
        load_run("2024-05", root=root, as_of="2024-04-30")


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({"compares": "date"}, "Không có quy tắc “compares”; các quy tắc được đặt: rule, compare"),
        ({"compare": "hour"}, "Quy tắc compare không nhận giá trị “hour”; giá trị được dùng: date, minute"),
        ({"norm_days": "-1"}, "Quy tắc norm_days nhận số nguyên không âm, không nhận “-1”"),
    ],
)
def test_a_rule_or_value_that_is_not_known_is_refused(root: Path, rules, message):
    with pytest.raises(UsageError, match=message):
        load_run("2024-05", root=root, rules=rules)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[ofice]\nname = "x"\n', r"không có mục \[ofice\]; các mục được dùng: office, data, report, rules"),
        ('[office]\nnam = "x"\n', r"mục \[office\]: không có khóa “nam”; được dùng: .*name"),
        ('name = "x"\n', r"không có mục \[name\]"),
        ('[office]\nown_units = "Phòng A"\n', r"khóa own_units nhận một danh sách chữ"),
        ('[office]\nname = ["x"]\n', r"khóa name nhận một chuỗi chữ"),
        ('[rules]\ncompare = "hour"\n', "Quy tắc compare không nhận giá trị “hour”"),
        ("[rules]\nnorm_days = 2.5\n", "khóa norm_days nhận một chuỗi chữ"),
        ("[office\n", "không đúng cú pháp TOML"),
    ],
)
def test_a_project_file_with_a_fault_is_refused_and_the_place_named(root: Path, text, message):
    with pytest.raises(UsageError, match=f"tthc.toml.*{message}" if "tthc.toml" not in message and "Quy tắc" not in message else message):
        load_run("2024-05", root=_with(root, text))


def test_an_empty_project_file_will_do(root: Path):
    (root / "data" / "raw").mkdir(parents=True)
    run = load_run("2024-05", root=_with(root, ""))
    assert (run.profile, run.sources, run.out) == ("cong_tinh", (root / "data" / "raw",), root / "reports")


def test_an_engine_that_is_not_known_is_refused(root: Path):
    with pytest.raises(UsageError, match="--engine không nhận giá trị “sparc”; giá trị được dùng: duckdb, spark"):
        load_run("2024-05", root=root, engine="sparc")


def test_today_matters_only_for_the_previous_periods(root: Path):
    assert load_run("previous-month", root=root, today=date(2024, 6, 10)).period.text == "2024-05"
    assert load_run("2024-05", root=root, today=date(2030, 1, 1)) == load_run("2024-05", root=root)


def test_the_project_is_the_nearest_folder_above_with_a_project_file(root: Path):
    assert find_root(root / "xuat" / "2024-05") == root


def test_outside_any_project_the_checkout_is_the_project(tmp_path: Path):
    checkout = Path(__file__).resolve().parents[1]
    assert find_root(tmp_path) == checkout


@pytest.mark.parametrize("word", ["shared", "internal", "x"])
def test_a_word_in_the_shell_does_not_choose_the_edition(root: Path, monkeypatch, word):
    monkeypatch.setenv("TTHC_AUDIENCE", word)
    assert load_run("2024-05", root=root).audience == "internal"
    assert load_run("2024-05", root=root, audience="shared").audience == "shared"


@pytest.mark.parametrize("audience", ["internal", "shared"])
def test_a_report_s_kernel_is_bound_to_its_edition(root: Path, monkeypatch, audience):
    for name, value in kernel_environment(audience, "/tmp/kernels").items():
        monkeypatch.setenv(name, value)
    assert load_run("2024-05", root=root).audience == audience
    monkeypatch.setenv("IPYTHONDIR", "/tmp/another")
    with pytest.raises(UsageError, match="Biến môi trường TTHC_AUDIENCE không do báo cáo đang lập đặt"):
        load_run("2024-05", root=root)
