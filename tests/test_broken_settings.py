"""Whatever tthc.toml, a profile or an option holds: one sentence that names the place, never the name of a Python error."""

from __future__ import annotations

import re

import pytest
from tests.broken import CASES
from tests.reading import ROOT
from tests.test_reference_files import FAULTS

from tthc.model.errors import UsageError
from tthc.model.settings import load_run
from tthc.model.settings.project_file import read_project
from tthc.sources.read.profile import load_profile

REFERENCE = ROOT / "data" / "reference" / "profiles"
_DEEP = "x=" + "[" * 5_000
_PYTHON = re.compile(r"Error|Traceback|NoneType|errno|object is|\0")

TOML = {
    "[office": "không đúng cú pháp TOML", _DEEP: "quá nhiều dấu ngoặc", "x=" + "{a=" * 3_000: "quá nhiều dấu ngoặc", "a=1": "không có mục [a]",
    "rules=5": "không có mục [rules]", '[office]\nown_units="x"': "khóa own_units", "[office]\nown_units=[1]": "khóa own_units",
    "[office]\nnumber=1.5": "khóa number", "[office]\ndate=2024-01-01": "khóa date", '[office]\nname="a"\nname="b"': "cú pháp TOML",
    '[data]\nsource=["a"]': "khóa source", '[report]\nout="\\u0000"': "không thể có trong tên tệp", '[rules]\nnorm_days="²"': "norm_days",
    "[rules]\nnorm_days=-1": "norm_days", "[rules]\ncutoff_hour=25": "từ 0 đến 23", "[rules]\nmax_unjudged=101": "từ 0 đến 100",
    '[rules]\n"com\\u0000pare"="date"': "không có khóa", "[rules]\ncompare=1": "compare không nhận", '[[sources]]\nname="a"': "mỗi mục [[sources]]",
    '[[sources]]\nname="a"\npath="khong-co"': "không có tệp hoặc thư mục", '[[sources]]\nname="a"\npath="~khong-ai"': "thư mục riêng",
    "sources=5": "mỗi mục [[sources]]", "[office]\nplace='a\0b'": "cú pháp TOML", "x = 9999-12-31T99:00:00": "cú pháp TOML",
}
OPTIONS = {
    ("as_of", "9999-12-31"): "Thời điểm chốt", ("as_of", "²024-01-01"): "Thời điểm chốt", ("as_of", "2024-01-15T25:00"): "Thời điểm chốt",
    ("as_of", "0001-01-01"): "ở trước kỳ", ("as_of", "2024-01-15T10:00+07:00"): "Thời điểm chốt", ("period", "2024-13"): "2024-13",
    ("period", "9999"): "9999", ("period", "0000"): "0000", ("period", "2024-01\0"): "Kỳ báo cáo", ("period", "²024"): "Kỳ báo cáo",
    ("period", "2024-05..2024-01"): "2024-05", ("period", "x" * 5_000): "Kỳ báo cáo", ("source", "~khong-ai"): "thư mục riêng",
    ("source", "\0"): "không thể có", ("source", "x" * 5_000): "quá dài", ("source", ";"): "Đường dẫn trống", ("out", "\0"): "không thể có",
    ("out", "~khong-ai/x"): "thư mục riêng", ("engine", "duck"): "--engine", ("audience", "x"): "--audience",
}
PROFILES = {
    _DEEP: "quá nhiều dấu ngoặc", "=": "cú pháp TOML", "a=1": "không có khóa “a”", "dates=5": "khóa dates", "dates=[5]": "khóa dates",
    'dates=["%Y"]': "dạng ngày", 'dates=["²"]': "dạng ngày", 'dates=["%d/%m/%Q %Y"]': "dạng ngày", 'dates=["%d%d/%m/%Y"]': "lặp: %d",
    'dates=["%d/%m/%Y %"]': "dạng ngày", 'timezone="Mars"': "múi giờ", 'timezone="\\u0000"': "khóa timezone", "timezone=5": "khóa timezone",
    "calendar=5": "khóa calendar", 'also="dongbo"': "khóa also", "missing=[5]": "khóa missing", "true=5": "khóa true", "name=5": "khóa name",
    'hidden_sheets="có"': "khóa hidden_sheets", "midnight_is_date=1": "khóa midnight_is_date", "sheet=5": "khóa sheet", "[[sheet]]": "[[sheet]] table",
    '[[sheet]]\ntable="dossiers"\ncolumns=5': "khóa columns", '[[sheet]]\ntable="dossiers"\n[sheet.columns]\ndossier_id=[5]': "khóa columns",
    '[[sheet]]\ntable="dossiers"\nnames=5': "khóa names", '[[sheet]]\ntable="dossiers"\nwhere=5': "khóa where",
    '[[sheet]]\ntable="norms"\n[sheet.scaled.norm_wm]\n"a"="b"': "khóa scaled", '[[sheet]]\ntable="norms"\n[sheet.scaled.norm_wm]\n"a"=inf': "khóa scaled",
    "codes=5": "khóa codes", "[codes]\nstatus=5": "khóa status", '[codes.status]\n"99"=["a"]': "không có khóa “99”",
    '[codes.status]\n"4"=["Xong"]\n"9"=["XONG"]': "có ở cả hai mã 4 và 9", "stop=5": "khóa stop", '[[stop]]\nkind="supplement"\nfrom=5': "khóa from",
    "queues=5": "khóa queues", "limit=5": "khóa limit", "[limit]\ndays=-1": "thời hạn", "[limit]\ndays=99999999": "lớn nhất là",
    "[limit]\nprocedures=5": "khóa procedures", "derive=5": "khóa derive", "[derive]\nfinished_at=[5]": "khóa finished_at",
}


def test_with_the_broken_files_there_are_two_hundred_of_them():
    assert len(CASES) >= 95 and len(CASES) + len(FAULTS) + len(TOML) + len(OPTIONS) + len(PROFILES) >= 200


def _said(call) -> str:
    with pytest.raises(UsageError) as refused:
        call()
    assert not _PYTHON.search(str(refused.value).replace("TOML (", ""))
    return str(refused.value)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("du-an")
    (folder / "nguon").mkdir()
    return folder


@pytest.mark.parametrize("text", TOML, ids=lambda text: ascii(text[:40]))
def test_a_project_file_that_cannot_be(project, text):
    (project / "tthc.toml").write_text(text, encoding="utf-8")
    source = None if "sources" in text or "source=" in text else project / "nguon"
    assert TOML[text] in _said(lambda: load_run("2024-01", root=project, source=source))


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: ascii(f"{option[0]}-{option[1][:20]}"))
def test_an_option_that_cannot_be(project, option):
    (project / "tthc.toml").write_text("", encoding="utf-8")
    given = {"period": "2024-01", "source": project / "nguon", option[0]: option[1]}
    assert OPTIONS[option] in _said(lambda: load_run(given.pop("period"), root=project, **given))


@pytest.mark.parametrize("text", PROFILES, ids=lambda text: ascii(text[:40]))
def test_a_profile_that_cannot_be(tmp_path, text):
    path = tmp_path / "p.toml"
    path.write_text(text, encoding="utf-8")
    told = _said(lambda: load_profile(path, REFERENCE))
    assert PROFILES[text] in told and "p.toml" in told


@pytest.mark.parametrize("name", ["~khong-ai/x.toml", "\0.toml", "x" * 5_000 + ".toml", "/", ""])
def test_a_profile_that_is_not_there(name):
    assert "mẫu đọc dữ liệu" in _said(lambda: load_profile(name, REFERENCE))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[data]\nsource = "D:\\Users\\raw"\n', "dòng 2 (“source = \"D:\\Users\\raw\"”); hãy viết dấu /"),
        ("[data]\nsource = “data”\n", "dòng 2 (“source = “data””); hãy thay dấu nháy cong"),
        ("[rules]\ncompare = phút\n", "dòng 2 (“compare = phút”); hãy đặt chữ trong dấu nháy kép"),
        ("[rules]\n\ncompare minute\n", "dòng 3 (“compare minute”); hãy viết dòng này ở dạng khóa = giá trị"),
        ('[rules]\ncompare = "date"\ncompare = "minute"\n', "dòng 3 (“compare = \"minute\"”); hãy xóa một trong hai"),
    ],
)
def test_what_is_often_wrong_in_a_toml_file_is_told_with_its_line(tmp_path, text, said):
    (tmp_path / "tthc.toml").write_text(text, encoding="utf-8-sig")
    with pytest.raises(UsageError) as error:
        read_project(tmp_path / "tthc.toml")
    assert said in str(error.value)


def test_a_toml_file_as_notepad_saves_it(tmp_path):
    text = '[office]\nname = "Sở Tư pháp"\n'
    for encoding in ("utf-8-sig", "utf-16"):
        (tmp_path / "tthc.toml").write_text(text.replace("\n", "\r\n"), encoding=encoding, newline="")
        assert read_project(tmp_path / "tthc.toml") == {"office": {"name": "Sở Tư pháp"}}
    (tmp_path / "tthc.toml").write_bytes(text.encode("utf-8").replace("Sở".encode(), b"S\xe1\xff"))
    with pytest.raises(UsageError, match="Encoding: UTF-8"):
        read_project(tmp_path / "tthc.toml")
