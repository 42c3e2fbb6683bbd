"""Which of the portal's statuses a word that no profile knows most likely is; a person decides."""

from __future__ import annotations

from tthc.model.words import Status
from tthc.sources.read.names import plain

# In this order: what a dossier waits for is said with words that alone would say that it is done.
_STATUS = (
    (
        Status.SUPPLEMENT,
        (
            "bosung", "moreinformation", "supplement", "forapplicant", "fortheapplicant", "onapplicant",
            "applicantasked", "askedapplicant",
            "waituser",
        ),
    ),
    (Status.WITHDRAWN, ("rut", "withdrawn", "cancel")),
    (Status.REFUSED, ("tuchoi", "khongtiepnhan", "khongduoctiepnhan", "rejected", "notaccepted")),
    (Status.OBLIGATION, ("nghiavu", "taichinh", "nopphi", "nopthue")),
    (Status.HALTED, ("tamdung", "dunggiaiquyet", "dungxuly", "dinhchi", "suspend", "onhold", "paused")),
    (Status.NEW, ("moi", "chotiepnhan", "chuatiepnhan", "dangky", "draft", "submitted")),
    (Status.DONE, ("chotra", "chuatra", "dacokq", "dacoketqua")),
    (
        Status.RETURNED,
        (
            "datra", "traketqua", "trakq", "traxong", "dagiao", "danhanketqua", "returned", "collected", "delivered",
        ),
    ),
    (Status.IN_PROGRESS, ("chuaxong", "chuaco", "chuagiaiquyet", "chuahoan", "chuaxuly")),
    (
        Status.DONE,
        (
            "xong", "dacap", "hoanthanh",
            "hoantat", "ketthuc", "dagiaiquyet", "daxuly", "coketqua", "done", "completed",
            "closed", "decided", "granted",
            "issued", "resolved", "finished", "refused",
        ),
    ),
    (Status.ACCEPTED, ("datiepnhan", "duoctiepnhan", "danhan", "lodged", "received", "registered", "accepted")),
    (
        Status.IN_PROGRESS,
        (
            "dang", "cho", "trinh", "thuly", "thamdinh", "thamtra", "thamxet",
            "xemxet", "kiemtra", "xacminh", "xuly", "processing", "progress", "waiting", "pending", "open",
            "assess", "review",
            "assigned", "with",
        ),
    ),
)


def status_guess(word: str) -> str | None:
    """The code of the status that `word` most likely names; None where nothing in it tells."""
    comparable = plain(word)
    return next((code for code, marks in _STATUS if any(mark in comparable for mark in marks)), None)
