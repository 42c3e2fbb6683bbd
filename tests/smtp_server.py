"""A mail server of the test's own: what it took, read back as people would."""

from __future__ import annotations

import email
import email.policy
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from patience import PATIENCE

USER, SECRET = "baocao", "mat-khau-thu"


@dataclass
class Mailbox:
    """`letters` in the order they came; `text` of one is its body."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - the library's name
        self.raw.append(envelope.content)
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    def text(self, number: int = -1) -> str:
        return self.letters[number].get_content()


@contextmanager
def mail_server(*, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, login: bool = False) -> Iterator[Mailbox]:
    """A server on a free port of this machine; `tls` from the first byte, `starttls` on demand, `login` asks for USER and SECRET."""
    mailbox = Mailbox()
    auth = {"authenticator": _check, "auth_require_tls": bool(starttls)} if login else {}

    class Server(Controller):
        def factory(self) -> SMTP:
            return SMTP(self.handler, tls_context=starttls, require_starttls=bool(starttls), **auth)

        def _trigger_server(self) -> None:
            """The library's first connection goes to the port that was asked for, which is 0."""
            mailbox.port = self.server.sockets[0].getsockname()[1]
            socket.create_connection(("127.0.0.1", mailbox.port), timeout=PATIENCE).close()

    server = Server(mailbox, hostname="127.0.0.1", port=0, ssl_context=tls, ready_timeout=PATIENCE)
    server.start()
    try:
        yield mailbox
    finally:
        server.stop()


def _check(server, session, envelope, mechanism, data) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), SECRET.encode())
    return AuthResult(success=right, handled=False)


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A context for the server with a certificate for 127.0.0.1 made on the spot, and the file that a client must trust."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", *subject]
    subprocess.run([*command, "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return context, cert


def settings_text(port: int, **more: str) -> str:
    """A mail settings file for such a server."""
    given = {"host": "127.0.0.1", "sender": "Báo cáo TTHC <baocao@vi-du.vn>", "security": "none", **more}
    return "".join(f'{key} = "{value}"\n' for key, value in given.items()) + f'port = {port}\nto = ["vanphong@vi-du.vn", "giamdoc@vi-du.vn"]\n'
