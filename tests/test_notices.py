"""The letter of an unattended run: what it says, how it travels, and what is said when it cannot."""

from __future__ import annotations

import socket
from datetime import datetime
from pathlib import Path

import pytest

from smtp_server import SECRET, USER, certificate, mail_server, settings_text
from tthc.model.errors import UsageError
from tthc.schedule.notices import PASSWORD, MailSettings, News, letter, mail_file, post, read_mail_file
from tthc.schedule.notices.letter import BROKEN, FAILED, MADE, NOTHING_NEW

NOW = datetime(2024, 6, 1, 6, 12)
FIGURES = (("Trước hạn và đúng hạn", "99,01%", "1.005/1.015 hồ sơ đã giải quyết"), ("Quá hạn", "10", ""))
MAY = News("báo cáo tháng 5 năm 2024", MADE, "", FIGURES, "2024-05/20240601-061200")
JUNE = News("báo cáo tháng 6 năm 2024", FAILED, "Dữ liệu có 1 lỗi phải sửa.")


def _settings(folder: Path, port: int = 25, **more: str) -> MailSettings:
    (folder / "thu.toml").write_text(settings_text(port, **more), encoding="utf-8")
    return read_mail_file(folder / "thu.toml")


def _letter(settings: MailSettings, *news: News, reports: str = "/srv/tthc/reports"):
    return letter(news, settings, office="Sở Nội vụ", reports=reports, log="/srv/tthc/reports/nhat-ky/x.log", now=NOW)


# What it says


def test_a_finished_report_is_told_with_its_key_figures_and_where_it_lies(tmp_path):
    message = _letter(_settings(tmp_path), MAY)
    assert message["Subject"] == "[tthc] Sở Nội vụ: báo cáo tháng 5 năm 2024 đã lập xong"
    assert message["To"] == "vanphong@vi-du.vn, giamdoc@vi-du.vn"
    assert message.get_content() == (
        "Báo cáo tháng 5 năm 2024 đã lập xong.\n"
        "  - Trước hạn và đúng hạn: 99,01% (1.005/1.015 hồ sơ đã giải quyết)\n"
        "  - Quá hạn: 10\n"
        "  - Thư mục: 2024-05/20240601-061200\n\n"
        "Mục lục các báo cáo: /srv/tthc/reports/index.html\n"
        "Nhật ký của lần chạy (trên máy chạy báo cáo): /srv/tthc/reports/nhat-ky/x.log\n\n"
        "Thư tự động, gửi lúc 06:12 ngày 01/06/2024; không chứa thông tin cá nhân và mã hồ sơ.\n"
    )


def test_a_failure_says_what_to_do_and_that_the_earlier_reports_are_still_there(tmp_path):
    text = _letter(_settings(tmp_path), JUNE).get_content()
    assert text.startswith("Báo cáo tháng 6 năm 2024 chưa lập được. Dữ liệu có 1 lỗi phải sửa.\n\n")
    assert "Báo cáo trước đó vẫn xem được ở: /srv/tthc/reports/index.html" in text


def test_several_periods_are_counted_in_the_subject_and_told_one_by_one(tmp_path):
    old = News("lần chạy lúc 06:00 ngày 01/05/2024", BROKEN, "Máy tắt.")
    message = _letter(_settings(tmp_path), old, MAY, JUNE)
    assert message["Subject"] == "[tthc] Sở Nội vụ: 1 báo cáo đã lập xong, 1 báo cáo chưa lập được, 1 lần chạy bị ngắt giữa chừng"
    text = message.get_content()
    assert text.index("Lần chạy lúc 06:00 ngày 01/05/2024 bị ngắt giữa chừng. Máy tắt.") < text.index("tháng 5") < text.index("tháng 6")


def test_readers_may_see_the_reports_under_another_path(tmp_path):
    settings = _settings(tmp_path, link="\\\\\\\\may-chu\\\\bao-cao")
    assert "Mục lục các báo cáo: \\\\may-chu\\bao-cao\\index.html" in _letter(settings, MAY).get_content()


def test_the_headers_name_neither_this_machine_nor_a_person(tmp_path):
    message = _letter(_settings(tmp_path), MAY)
    assert message["Message-ID"].endswith("@vi-du.vn>") and socket.gethostname() not in message.as_string()
    assert message["Auto-Submitted"] == "auto-generated"


# The settings


def test_the_file_is_the_one_given_else_the_environment_s_else_the_project_s(tmp_path, monkeypatch):
    monkeypatch.delenv("TTHC_MAIL", raising=False)
    assert mail_file(tmp_path) is None
    (tmp_path / "tthc-mail.toml").touch()
    assert mail_file(tmp_path) == tmp_path / "tthc-mail.toml"
    monkeypatch.setenv("TTHC_MAIL", "/etc/tthc/thu.toml")
    assert mail_file(tmp_path) == Path("/etc/tthc/thu.toml")
    assert mail_file(tmp_path, "khac.toml") == Path("khac.toml")


def test_the_port_follows_from_the_encryption_unless_it_is_given(tmp_path):
    (tmp_path / "thu.toml").write_text('host = "a"\nsender = "b@c"\nto = ["d@e"]\n', encoding="utf-8-sig")
    assert (read_mail_file(tmp_path / "thu.toml").security, read_mail_file(tmp_path / "thu.toml").port) == ("starttls", 587)
    assert _settings(tmp_path, 26).port == 26


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('host = "a"', "còn thiếu: sender, to"),
        ('password = "x"', "không có khóa “password”.*Mật khẩu đặt ở biến môi trường TTHC_MAIL_PASSWORD"),
        ('to = "a@b"', r'khóa to không nhận “a@b”; hãy ghi dạng to = \["…", "…"\]'),
        ('port = "x"', "khóa port không nhận “x”; hãy ghi dạng port = 587"),
        ('sender = "a@b\\nBcc: c@d"', "khóa sender không nhận"),
        ('host = "a"\nsender = "b"\nto = ["c"]\nsecurity = "tls"', "khóa security không nhận “tls”; được dùng: starttls, ssl, none"),
        ('host = "a"\nsender = "b"\nto = ["c"]\nwhen = "never"', "khóa when không nhận “never”; được dùng: news, always, failure"),
        ('host = "a"\nsender = "b"\nto = ["c"]\nsecurity = "none"\nuser = "u"', "không gửi mật khẩu qua đường truyền không mã hóa"),
        ("host = ", "không đúng cú pháp TOML"),
        (None, "Không đọc được tệp cài đặt thư"),
    ],
)
def test_wrong_settings_are_one_sentence(tmp_path, text, says):
    if text is not None:
        (tmp_path / "thu.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=says):
        read_mail_file(tmp_path / "thu.toml")


# The way to the server


def test_a_letter_arrives_in_vietnamese(tmp_path):
    with mail_server() as mailbox:
        assert post(_letter(_settings(tmp_path, mailbox.port), MAY), _settings(tmp_path, mailbox.port)) == ""
    assert mailbox.letters[0]["Subject"] == "[tthc] Sở Nội vụ: báo cáo tháng 5 năm 2024 đã lập xong"
    assert mailbox.letters[0]["From"] == "Báo cáo TTHC <baocao@vi-du.vn>" and "Trước hạn và đúng hạn: 99,01%" in mailbox.text()


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_the_password_travels_encrypted_and_comes_from_the_environment(tmp_path, monkeypatch, security):
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setenv(PASSWORD, SECRET)
    with mail_server(login=True, **({"starttls": context} if security == "starttls" else {"tls": context})) as mailbox:
        settings = _settings(tmp_path, mailbox.port, security=security, user=USER)
        assert post(_letter(settings, MAY), settings) == ""
        monkeypatch.setenv(PASSWORD, "sai")
        assert "máy chủ không nhận tên đăng nhập hoặc mật khẩu" in post(_letter(settings, MAY), settings)
        monkeypatch.setenv(PASSWORD, "có dấu")
        assert "tên đăng nhập hoặc mật khẩu có chữ có dấu" in post(_letter(settings, MAY), settings)
        monkeypatch.delenv(PASSWORD)
        assert f"thiếu mật khẩu của {USER}; hãy đặt biến môi trường TTHC_MAIL_PASSWORD" in post(_letter(settings, MAY), settings)
    assert len(mailbox.letters) == 1


def test_a_server_with_an_unknown_certificate_gets_no_letter(tmp_path, monkeypatch):
    context, _ = certificate(tmp_path)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with mail_server(starttls=context) as mailbox:
        settings = _settings(tmp_path, mailbox.port, security="starttls")
        assert "chứng thư của máy chủ không được tin cậy" in post(_letter(settings, MAY), settings)
    assert mailbox.letters == []


def test_a_server_that_does_not_encrypt_gets_no_letter(tmp_path):
    with mail_server() as mailbox:
        settings = _settings(tmp_path, mailbox.port, security="starttls")
        assert "máy chủ không hỗ trợ cách mã hóa" in post(_letter(settings, MAY), settings)
    assert mailbox.letters == []


def test_no_server_is_one_sentence_that_names_it(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings = _settings(tmp_path, free.getsockname()[1])
    said = post(_letter(settings, MAY), settings)
    assert said.startswith(f"Chưa gửi được thư qua 127.0.0.1:{settings.port} (không kết nối") and said.endswith("Báo cáo không bị ảnh hưởng.")


def test_nothing_new_is_told_too_when_asked_for(tmp_path):
    nothing = News("báo cáo tháng 5 năm 2024", NOTHING_NEW, "Không có dữ liệu mới.")
    assert "không có dữ liệu mới" in _letter(_settings(tmp_path), nothing)["Subject"]
