"""Which of the portal's statuses a word that no profile knows most likely is; a person decides."""

from __future__ import annotations

from tthc.sources.read.names import plain

# In this order: what a dossier waits for is said with words that alone would say that it is done.
_STATUS = (
    (
        "5",
        (
            "bosung", "moreinformation", "supplement", "forapplicant", "fortheapplicant", "onapplicant",
            "applicantasked", "askedapplicant",
            "waituser",
        ),
    ),
    ("7", ("rut", "withdrawn", "cancel")),
    ("3", ("tuchoi", "khongtiepnhan", "khongduoctiepnhan", "rejected", "notaccepted")),
    ("6", ("nghiavu", "taichinh", "nopphi", "nopthue")),
    ("8", ("tamdung", "dunggiaiquyet", "dungxuly", "dinhchi", "suspend", "onhold", "paused")),
    ("1", ("moi", "chotiepnhan", "chuatiepnhan", "dangky", "draft", "submitted")),
    ("9", ("chotra", "chuatra")),
    ("10", ("datra", "traketqua", "trakq", "traxong", "dagiao", "danhanketqua", "returned", "collected", "delivered")),
    ("4", ("chuaxong", "chuagiaiquyet", "chuahoan", "chuaxuly")),
    (
        "9",
        (
            "xong", "hoanthanh", "hoantat", "ketthuc", "dagiaiquyet", "daxuly", "coketqua", "done", "completed",
            "closed", "decided", "granted",
            "issued", "resolved", "finished", "refused",
        ),
    ),
    ("2", ("datiepnhan", "duoctiepnhan", "danhan", "lodged", "received", "registered", "accepted")),
    (
        "4",
        (
            "dang", "cho", "trinh", "thuly", "thamdinh", "xuly", "processing", "progress", "waiting", "pending", "open",
            "assess", "review",
            "assigned", "with",
        ),
    ),
)


def status_guess(word: str) -> str | None:
    """The code of the status that `word` most likely names; None where nothing in it tells."""
    comparable = plain(word)
    return next((code for code, marks in _STATUS if any(mark in comparable for mark in marks)), None)
