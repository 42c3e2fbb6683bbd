"""A letter to the mail server. Whatever goes wrong is a sentence to show, never an error: the
report is made already.
"""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from typing import Any

from tthc.model.settings import process_environment
from tthc.schedule.notices.settings import PASSWORD, MailSettings

SECONDS = 30


def post(message: EmailMessage, settings: MailSettings) -> str:
    """Empty where everybody's server took the letter, else one sentence that says what to do."""
    password = process_environment().get(PASSWORD, "")
    if settings.user and not password:
        return (
            f"Chưa gửi được thư: thiếu mật khẩu của {settings.user}; hãy đặt biến môi trường {PASSWORD}. Báo cáo không "
            "bị ảnh hưởng."
        )
    try:
        with _connected(settings) as server:
            if settings.user:
                server.login(settings.user, password)
            refused = server.send_message(message)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return f"Chưa gửi được thư qua {settings.host}:{settings.port} ({_reason(error)}). Báo cáo không bị ảnh hưởng."
    return (
        f"Máy chủ thư không nhận {len(refused)} địa chỉ người nhận; hãy kiểm tra mục to. Báo cáo không bị ảnh hưởng."
        if refused else ""
    )


def _connected(settings: MailSettings) -> smtplib.SMTP:
    context = ssl.create_default_context()
    # The greeting would name this machine; a plain "localhost" is refused by strict servers.
    me: dict[str, Any] = {"local_hostname": "[127.0.0.1]", "timeout": SECONDS}
    if settings.security == "ssl":
        return smtplib.SMTP_SSL(settings.host, settings.port, context=context, **me)
    server = smtplib.SMTP(settings.host, settings.port, **me)
    try:
        if settings.security == "starttls":
            server.starttls(context=context)
    except BaseException:
        server.close()
        raise
    return server


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "máy chủ không nhận tên đăng nhập hoặc mật khẩu"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "máy chủ không hỗ trợ cách mã hóa hoặc đăng nhập này; hãy kiểm tra khóa security"
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPSenderRefused):
        return "máy chủ không nhận địa chỉ người gửi hoặc người nhận"
    if isinstance(error, ssl.SSLError):
        return "chứng thư của máy chủ không được tin cậy hoặc không mã hóa được"
    if isinstance(error, TimeoutError):
        return "máy chủ không trả lời"
    if isinstance(error, UnicodeError):
        return "tên đăng nhập hoặc mật khẩu có chữ có dấu, máy chủ thư không nhận"
    if isinstance(error, ValueError):
        return "địa chỉ trong tệp cài đặt không đúng dạng"
    return "không kết nối được hoặc máy chủ không nhận thư; hãy kiểm tra tên máy chủ và cổng"
