"""What headers of unknown systems most likely mean: words to look for, table by table, and what
must stand below them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tthc.sources.read.date_forms import forms_seen
from tthc.sources.read.loose_times import DAY_FIRST, MONTH_FIRST, loose_moment
from tthc.sources.read.recorded import recorded

TIME, ID, FEW, TEXT, NUMBER, DAYS, RECKONED = "time", "id", "few", "text", "number", "days", "reckoned"
_THREE_FIGURES = re.compile(r"\d\D*\d\D*\d")  # no date has fewer
_DAYS_OF_A_SPREADSHEET = re.compile(r"^[1-9]\d{4}(\.\d+)?$")
_DAYS = re.compile(r"(?i)^\s*(\d{1,3}([.,]0+)?(\s*ngày.*)?|trong ngày)\s*$")
MOST = 0.6  # of the values of a column: what at least this share of them is, the column is
_FEW = 60  # different values: a column of words that come back


@dataclass(frozen=True)
class Meaning:
    """A header that `words` finds and `unless` does not may stand for `column`, where its values are of the `kind`."""

    column: str
    words: str
    kind: str
    unless: str = r"^\b$"

    def fits(self, bare_header: str) -> bool:
        return bool(re.search(self.words, bare_header)) and not re.search(self.unless, bare_header)


_DOSSIER_ID = Meaning(
    "dossier_id",
    r"\b(ma|so)( so| dinh danh)?( cua)? (ho so|hs|bn|bien nhan|vu viec|phieu|don)\b|^case$|dossier|so bien nhan|ma bn"
    r"|\b(case|request|ticket|application|file|incident|permit|reference|order|complaint|claim|licen[cs]e)\b.*\b(no|nr|number|id|code|key|ref|reference)\b"
    r"|^(ref|reference|ticket|request|application|permit|complaint|claim|file|so don|so phieu)$",
    ID, r"\bngay\b|so luong|procedure|activity|event|dien thoai",
)
_UNIT = Meaning(
    "unit",
    r"don vi|\bdv\b|\bphong\b|co quan|bo phan|\bban\b|department|\bdept\b|\bunit\b|agency|\bgroup\b|\bteam\b|division|\bdesk\b|section|bureau|\boffice\b",
    FEW,
    r"phoi hop|\bgui\b|\bnop\b|\bma\b|ban hanh",
)
_STEP_DUE = r"\bhan\b|thoi han|\bdue\b|deadline|phai xong|target|\bsla\b"

# In this order: the narrower meaning of a word comes first.
DOSSIERS = (
    _DOSSIER_ID,
    Meaning("procedure_code", r"\bma (tthc|thu tuc|dich vu)", TEXT),
    Meaning(
        "procedure_name",
        r"\btthc\b|\bten tt\b|thu tuc|dich vu cong|loai (ho so|hs|viec|giay phep|don)|cong viec|viec (can giai quyet|yeu cau|de nghi|xin)|procedure|service|category"
        r"|\b(request|permit|application|case|licen[cs]e) (type|kind)|subject matter",
        TEXT, r"\bma\b|muc do",
    ),
    Meaning("field", r"linh vuc|sector", FEW),
    Meaning("apology_at", r"xin loi", TIME),
    Meaning("refused_at", r"tu choi", TIME),
    Meaning(
        "due_at",
        r"\bhen\b|\bhan( cuoi| tra| giai quyet| hoan thanh| xu ly|$)|^han\b|thoi han|\bdue\b|deadline|phai (tra|xong)|du kien (tra|xong|hoan thanh)|tra truoc"
        r"|target|statutory|respond by|promised|\bsla\b",
        TIME, r"buoc|cong viec|nhiem vu|\bkhau\b|cong doan|phan viec|con lai|\b(step|task|activity|stage)\b",
    ),
    Meaning("limit_days", r"thoi han|\bhan (giai quyet|xu ly)|so ngay (giai quyet|xu ly|quy dinh|theo quy dinh)", DAYS),
    Meaning(
        "returned_at", r"(tra|nhan|giao) (ket qua|kq)|\bngay tra\b|returned|handed over|collected", TIME,
        r"\bnhan lai\b",
    ),
    Meaning("issued_at", r"\bky\b|ban hanh|ra quyet dinh|issued|signed", TIME, r"quan ly"),
    Meaning(
        "finished_at",
        r"ket thuc|hoan thanh|hoan tat|co (ket qua|kq)|(xu ly|giai quyet) xong|ngay (da )?giai quyet|\bngay kt\b|completed|"
        r"closed|finished|decided|decision (date|on|at)|resolved|granted|tra thuc te|thuc (tra|te)|\bxong\b",
        TIME, r"phai|buoc|cong viec|\bkhau\b|cong doan",
    ),
    Meaning("submitted_at", r"\bnop\b|dang ky|submitted|applied", TIME),
    Meaning(
        "received_at",
        r"tiep nhan|\bnhan\b|\bngay tn\b|vao so|\bden ngay|ngay den|thu ly tu|received|accepted|registered|lodged|filed|opened|logged|intake|\bcreated\b",
        TIME, r"\btra\b|\bhan\b|ket qua",
    ),
    Meaning("recorded_outcome", r"ket qua|tinh trang|tien do|\bhan\b", RECKONED, r"dinh kem"),
    Meaning("recorded_outcome", r"qua han|dung han|con lai|tien do", FEW),
    Meaning(
        "status",
        r"trang thai|tinh trang|\btt hs\b|\btths\b|status|\bstate\b|ket qua (xu ly|giai quyet)|tinh hinh|giai doan|\b(phase|stage|outcome|result)\b",
        FEW, r"dinh kem",
    ),
    Meaning("service_level", r"muc do", FEW),
    Meaning(
        "channel",
        r"hinh thuc|\bkenh\b|phuong thuc|cach thuc|nop (qua|bang)|channel|(received|lodged|submitted) (via|through)",
        FEW,
    ),
    Meaning("applicant_contact", r"dien thoai|\bsdt\b|^dt$|lien he|email|\bphone\b", TEXT),
    Meaning(
        "applicant",
        r"chu ho so|nguoi nop|nguoi yeu cau|to chuc|ca nhan|applicant|khach hang|cong dan|(lodged|submitted) by|citizen|customer",
        TEXT,
    ),
    Meaning(
        "officer",
        r"(nguoi|can bo|\bcb\b|chuyen vien|cong chuc|vien chuc|nhan vien)|phu trach|giao cho|assignee|officer|handler|owner|clerk|case ?worker",
        FEW, r"\bnop\b|yeu cau|chu ho so|\bphong\b|don vi|\b(b|buoc|khau|cong doan|step) ?\d",
    ),
    _UNIT,
    Meaning("title", r"trich yeu|ve viec|noi dung ho so", TEXT),
)
STEPS = (
    _DOSSIER_ID,
    Meaning("sent_by", r"nguoi (gui|chuyen|giao)|tu nguoi|from (user|officer|person)|sent by", FEW),
    Meaning(
        "step",
        r"(trang thai|buoc|\bkhau\b) (moi|den|sau|toi)|^chuyen (sang|den|toi)( buoc| trang thai)?$|\bto (state|status|stage|step|phase)|new (state|status|stage|step|value)|^(moi|den|to)$",
        FEW,
    ),
    Meaning(
        "officer",
        r"nguoi nhan|(giao|chuyen|gui) (cho|den|toi)|assigned to|\bto (user|officer|person)|\b(now )?with\b|new (owner|assignee)",
        FEW, r"\bnop\b|phong|don vi",
    ),
    Meaning(
        "step",
        r"\bbuoc\b|cong viec|hoat dong|thao tac|cong doan|\bkhau\b|nhiem vu|activity|\btask\b|\baction\b|tien trinh|noi xu ly|dien bien|giai doan|\bstage\b|\bphase\b",
        FEW, r"\bhan\b|ngay|thoi gian|\bso\b|thu tu|loai|\b(from|old|cu|truoc|previous|by)\b",
    ),
    Meaning(
        "officer",
        r"nguoi|can bo|chuyen vien|cong chuc|vien chuc|nhan vien|resource|\buser\b|assignee|lanh dao|"
        r"(changed|handled|performed|done|moved|completed|processed|executed) by|owner|clerk|phu trach|^by$",
        FEW, r"\bnop\b|chu ho so|yeu cau",
    ),
    Meaning("step_due_at", _STEP_DUE, TIME),
    Meaning("started_at", r"bat dau|start|begin|\bmo\b|\btu luc\b", TIME),
    Meaning(
        "arrived_at",
        r"\bden\b|\bnhan\b|\bgiao\b|phan cong|arriv|assigned|created|\benter|\bin$|^in (time|date|at)\b|\bvao (luc|ngay)\b",
        TIME, r"tiep nhan",
    ),
    # words that say an end go before words that any time has: “Ngày nhận” is no end where “Ngày kết thúc” stands
    Meaning(
        "ended_at", r"ket thuc|hoan thanh|\bxong\b|complete|\bend\b|\bleft\b|\bout$|\bdone\b", TIME,
    ),
    Meaning(
        "ended_at",
        r"xu ly|thuc hien|chuyen|thoi (gian|diem)|\bluc\b|\bngay\b|timestamp|changed|moment|\b(on|at|date|time)$",
        TIME,
    ),
    Meaning("step", r"trang thai|status|\bstate\b|noi dung|\bviec\b", FEW, r"\b(from|old|cu|truoc|previous)\b"),
    _UNIT,
)
STOPS = (
    _DOSSIER_ID,
    Meaning("to_at", r"\bden\b|bo sung xong|da bo sung|tiep tuc|nop (lai|bo sung)|ket thuc", TIME),
    Meaning("from_at", r"\btu\b|yeu cau|bo sung|tam dung|bat dau|thong bao", TIME),
    Meaning("kind", r"\bloai\b|hinh thuc|ly do", FEW),
)
DUE_CHANGES = (
    _DOSSIER_ID,
    Meaning("old_due_at", r"(\bhan|\bhen)( tra)?( ket qua)? (cu|truoc|ban dau)|old (due|deadline)", TIME),
    Meaning("new_due_at", r"(\bhan|\bhen)( tra)?( ket qua)? (moi|lai|sau)|gia han den|new (due|deadline)", TIME),
    Meaning("at", r"gia han|dieu chinh|thay doi|thoi diem|\bluc\b|\bngay\b|changed", TIME),
    Meaning("reason", r"ly do|noi dung|reason", TEXT),
)
NORMS = (
    Meaning("procedure_code", r"\bma (tthc|thu tuc)", TEXT),
    Meaning("step", r"\bbuoc\b|cong viec|noi dung|\bkhau\b", TEXT),
    Meaning("order", r"thu tu|\bstt\b", NUMBER),
    Meaning("norm_wm", r"dinh muc|thoi (gian|han)|so (ngay|gio|phut)", NUMBER),
    Meaning("valid_from", r"hieu luc", TIME),
    Meaning("decision", r"quyet dinh|can cu", TEXT),
)
ABSENCES = (
    Meaning("officer", r"nguoi|can bo|chuyen vien|cong chuc|ho (va )?ten", TEXT),
    Meaning("from_at", r"\btu\b|bat dau", TIME),
    Meaning("to_at", r"\bden\b|ket thuc", TIME),
    Meaning("kind", r"ly do|\bloai\b", TEXT),
)
OF_TABLE = {
    "dossiers": DOSSIERS, "steps": STEPS, "stops": STOPS, "due_changes": DUE_CHANGES, "norms": NORMS,
    "absences": ABSENCES,
}
UNITS_OF_NORM = (("ngay", 480.0), ("day", 480.0), ("gio", 60.0), ("hour", 60.0), ("phut", 1.0), ("minute", 1.0))


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """Small letters without accents, marks as spaces: what the words of a meaning are looked for in."""
    parts = unicodedata.normalize("NFD", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).casefold().replace("đ", "d"))
    letters = "".join(letter if letter.isalnum() else " " for letter in parts if not unicodedata.combining(letter))
    return " ".join(letters.split())


def is_of(kind: str, values: Sequence[str]) -> bool:
    """Whether the values of a column can be what its header promises; nothing speaks against an empty one."""
    if not values:
        return True
    if kind == TIME:
        return _share(values, is_time) >= MOST
    if kind == NUMBER:
        return _share(values, lambda text: bool(re.search(r"\d", text)) and not is_time(text)) >= MOST
    if kind == DAYS:
        return _share(values, lambda text: bool(_DAYS.match(text))) >= MOST and not _counts(values)
    if kind == RECKONED:
        return _share(values, lambda text: recorded(text)[0] is not None) >= MOST
    if kind == ID:
        return _share(values, is_id) >= MOST and not _counts(values)
    timeless = _share(values, is_time) < 1 - MOST
    return timeless and (kind != FEW or len(set(values)) <= max(_FEW, len(values) // 4))


@lru_cache(maxsize=8192)
def is_time(text: str) -> bool:
    """Whether some order of day, month and year reads the text, or a spreadsheet's number of days does."""
    if re.fullmatch(r"[1-9]\d{0,3}([.,]\d+)?", text) or not _THREE_FIGURES.search(text):
        return False
    if _DAYS_OF_A_SPREADSHEET.match(text):
        return True
    return (
        bool(loose_moment(text, DAY_FIRST, "Asia/Ho_Chi_Minh") or loose_moment(text, MONTH_FIRST, "Asia/Ho_Chi_Minh"))
        or not forms_seen([text])[1]
    )


def is_id(text: str) -> bool:
    return bool(re.search(r"\d", text)) and " " not in text.strip() and not is_time(text) and len(text) <= 60 or bool(
        re.fullmatch(r"[A-Za-z]{1,3}", text)
    )


def _counts(values: Sequence[str]) -> bool:
    """1, 2, 3 …: the number of the row."""
    numbers = [int(float(text)) for text in values if re.fullmatch(r"\d{1,6}(\.0)?", text)]
    return len(numbers) == len(values) > 2 and numbers[:3] == list(range(numbers[0], numbers[0] + 3))


def _share(values: Sequence[str], holds) -> float:
    some = values[:200]
    return sum(map(bool, map(holds, some))) / len(some)
