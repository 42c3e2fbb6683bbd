"""The mail settings: a TOML file outside git. The password is in none of them, only in the environment."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tthc.model.errors import UsageError
from tthc.model.settings import process_environment

FILE = "tthc-mail.toml"
PATH, PASSWORD = "TTHC_MAIL", "TTHC_MAIL_PASSWORD"
_PORTS = {"starttls": 587, "ssl": 465, "none": 25}
_WHEN = ("news", "always", "failure")


@dataclass(frozen=True)
class MailSettings:
    """`security` is starttls, ssl or none; `when` is news (a report or a failure), always (no new data too) or failure.

    `link` is the reports' folder as readers see it ("\\\\may-chu\\bao-cao"), where that is not the path on this
    machine.
    """

    host: str
    sender: str
    to: tuple[str, ...]
    port: int
    security: str = "starttls"
    user: str = ""
    when: str = "news"
    link: str = ""


def mail_file(root: Path, given: str | Path | None = None) -> Path | None:
    """The file to read: the one given, else that of the environment, else the project's own; None where nobody set one
    up.
    """
    if named := given or process_environment().get(PATH):
        return Path(named).expanduser()
    return root / FILE if (root / FILE).is_file() else None


def read_mail_file(path: Path) -> MailSettings:
    """The settings. Raises UsageError where the file cannot be read or says something unknown."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise UsageError(f"Không đọc được tệp cài đặt thư {path}; hãy kiểm tra đường dẫn và quyền đọc.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"Tệp {path.name} không đúng cú pháp TOML ({error}); hãy sửa dòng được nêu.") from None
    return _checked(path.name, given)


def _checked(name: str, given: Mapping[str, Any]) -> MailSettings:
    known = {field.name: field for field in dataclasses.fields(MailSettings)}
    for key, value in given.items():
        if key not in known:
            raise UsageError(
                f"Tệp {name}: không có khóa “{key}”; được dùng: {', '.join(known)}. Mật khẩu đặt ở biến môi trường "
                f"{PASSWORD}."
            )
        _check_type(name, key, value)
    security = str(given.get("security", "starttls"))
    _one_of(name, "security", security, tuple(_PORTS))
    _one_of(name, "when", str(given.get("when", "news")), _WHEN)
    if missing := [key for key in ("host", "sender", "to") if not given.get(key)]:
        raise UsageError(f"Tệp {name} còn thiếu: {', '.join(missing)}.")
    if security == "none" and given.get("user"):
        raise UsageError(
            f"Tệp {name}: không gửi mật khẩu qua đường truyền không mã hóa; hãy đặt security là starttls hoặc ssl."
        )
    values: dict[str, Any] = {"port": _PORTS[security], **given, "to": tuple(given["to"])}
    return MailSettings(**values)


def _check_type(name: str, key: str, value: object) -> None:
    if key == "to":
        right, form = isinstance(value, list) and all(map(_is_line, value)), 'to = ["…", "…"]'
    elif key == "port":
        right, form = isinstance(value, int) and 0 < value < 65536, "port = 587"
    else:
        right, form = _is_line(value), f'{key} = "…"'
    if not right:
        raise UsageError(f"Tệp {name}, khóa {key} không nhận “{value}”; hãy ghi dạng {form}.")


def _is_line(value: object) -> bool:
    """A second line would be a header of its own."""
    return isinstance(value, str) and value.isprintable()


def _one_of(name: str, key: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise UsageError(f"Tệp {name}, khóa {key} không nhận “{value}”; được dùng: {', '.join(allowed)}.")
