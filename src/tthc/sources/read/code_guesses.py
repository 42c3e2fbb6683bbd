"""Which of the portal's statuses a word that no profile knows most likely is; a person decides."""

from __future__ import annotations

from tthc.sources.read.names import plain

# In this order: what a dossier waits for is said with words that alone would say that it is done.
_STATUS = (
    ("5", ("bosung",)),
    ("7", ("rut",)),
    ("3", ("tuchoi", "khongtiepnhan", "khongduoctiepnhan")),
    ("6", ("nghiavu", "taichinh", "nopphi", "nopthue")),
    ("8", ("tamdung", "dunggiaiquyet", "dungxuly", "dinhchi")),
    ("1", ("moi", "chotiepnhan", "chuatiepnhan", "dangky")),
    ("9", ("chotra", "chuatra")),
    ("10", ("datra", "traketqua", "traxong")),
    ("4", ("chuaxong", "chuagiaiquyet", "chuahoan", "chuaxuly")),
    ("9", ("xong", "hoanthanh", "hoantat", "ketthuc", "dagiaiquyet", "daxuly", "coketqua", "done", "completed")),
    ("2", ("datiepnhan", "duoctiepnhan")),
    ("4", ("dang", "cho", "trinh", "thuly", "thamdinh", "xuly", "processing")),
)


def status_guess(word: str) -> str | None:
    """The code of the status that `word` most likely names; None where nothing in it tells."""
    comparable = plain(word)
    return next((code for code, marks in _STATUS if any(mark in comparable for mark in marks)), None)
