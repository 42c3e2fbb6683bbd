"""The whole báo cáo from a study: heading, six sections that answer the directive in its order,
signature, appendices.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from tthc.display.blocks import judged
from tthc.display.blocks.clean_text import clean, in_field, lower_first, upper_first
from tthc.display.tables.law import coverage, crossing
from tthc.display.tables.open_days import open_days_sentence
from tthc.display.tables.phrases import last_day
from tthc.model.errors import UsageError
from tthc.model.settings import SHARED, Office, Run
from tthc.report.official import appendices, causes, late, proposals, responsibility, service, settlement
from tthc.report.official.document import Document, Heading, Paragraph, Part
from tthc.report.official.results import Results

BLANK = "……………"
_EDITIONS = {"internal": "Bản nội bộ", "shared": "Bản chia sẻ"}
_SYNTHETIC = "Dữ liệu mẫu do chương trình mô phỏng, không phải số liệu thật của cơ quan nào."
_SECTIONS = (
    ("KẾT QUẢ TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ", settlement.parts),
    ("TỪNG HỒ SƠ QUÁ HẠN", late.parts),
    ("NGUYÊN NHÂN", causes.parts),
    ("TRÁCH NHIỆM CỦA ĐƠN VỊ, CÁ NHÂN", responsibility.parts),
    ("DỊCH VỤ CÔNG TRỰC TUYẾN, KẾT QUẢ ĐIỆN TỬ, THỦ TỤC", service.parts),
    ("ĐỀ XUẤT, KIẾN NGHỊ", proposals.parts),
)
# What a province's committee is called: above it stands the central government, above every other office another body.
_PROVINCES = ("ubnd tỉnh", "ubnd thành phố", "ủy ban nhân dân tỉnh", "ủy ban nhân dân thành phố")
_ROMAN = ("I", "II", "III", "IV", "V", "VI")


def compose(run: Run, study: Any) -> Document:
    """The official report of `study`. Raises UsageError where `date` in the project file is no day."""
    results = Results(run, study)
    office = office_named(run)
    body: list[Part] = _opening(results)
    for number, (title, section) in zip(_ROMAN, _SECTIONS, strict=True):
        body += [Heading(f"{number}. {title}"), *section(results)]
    body.append(Paragraph(f"Trên đây là báo cáo {_subject(results)}; {_sender(results)} kính báo cáo./."))
    warnings = (_SYNTHETIC if results.info.get("is_synthetic") else "", judged.warning(results.coverage))
    return Document(
        parent=_upper(office.name if run.unit else office.parent),
        office=_upper(run.unit or office.name) or BLANK,
        number=f"Số: {clean(office.number) or '……/BC-……'}",
        place_and_date=_place_and_date(office.place, office.date),
        subject=upper_first(_subject(results)),
        addressee=addressee(results),
        edition=_EDITIONS[run.audience],
        warning=" ".join(text for text in warnings if text),
        head=judged.page_head(results.coverage),
        author=clean(office.name) or "Cơ quan báo cáo",
        body=tuple(body),
        recipients=_recipients(office.recipients),
        signatory_title=_upper(office.signatory_title) or BLANK,
        signatory=clean(office.signatory) or BLANK,
        appendices=appendices.appendices(results),
        reference=_reference(results),
    )


def office_named(run: Run) -> Office:
    """The office as the project file has it; others get its names and nothing else of what somebody typed there."""
    if run.audience != SHARED:
        return run.office
    return Office(name=run.office.name, parent=run.office.parent, place=run.office.place)


def _opening(results: Results) -> list[Part]:
    run, request = results.run, office_named(results.run).request
    asked = (
        f"Thực hiện {clean(request)}" if request
        else "Thực hiện chế độ báo cáo về giải quyết thủ tục hành chính"
    )
    source = results.info.get("profile", {}).get("label", "hệ thống một cửa")
    data = f"Số liệu lấy từ {lower_first(clean(source))}, chốt đến hết ngày {last_day({'cut': run.cut})}."
    days = (
        "Thời gian tính bằng ngày làm việc, không kể ngày nghỉ, ngày lễ; một ngày làm việc là toàn bộ giờ hành chính "
        "của ngày đó."
    )
    left_out, doubt = judged.sentence(results.coverage), open_days_sentence(results.info, how=False)
    return [
        Paragraph(f"{asked}, {_sender(results)} báo cáo {_subject(results)} như sau:"),
        Paragraph(" ".join(part for part in (data, days, by_law(results), doubt, coverage(results.info)) if part)),
        *([Paragraph(left_out)] if left_out else []),
    ]


def by_law(results: Results) -> str:
    """By which decree: the one in force on the period's last day, and of earlier ones how many dossiers."""
    decree = results.info.get("law", {}).get("decree")
    named = f"Quy định về cơ chế một cửa có hiệu lực ở ngày cuối kỳ: {decree}." if decree else ""
    return " ".join(part for part in (named, crossing(results.info)) if part)


def _subject(results: Results) -> str:
    """“tình hình tiếp nhận, giải quyết hồ sơ thủ tục hành chính 5 tháng đầu năm 2024”, and what it says of late
    dossiers.
    """
    run = results.run
    scope = f" {in_field(clean(run.field))}" if run.field else ""
    about = ", nguyên nhân và trách nhiệm đối với hồ sơ quá hạn" if len(results.late) else ""
    return f"tình hình tiếp nhận, giải quyết hồ sơ thủ tục hành chính{scope} {run.period.label}{about}"


def _sender(results: Results) -> str:
    return clean(results.run.unit or results.run.office.name) or "cơ quan"


def _reference(results: Results) -> str:
    """“(Kèm theo Báo cáo số 12/BC-SNV ngày 12 tháng 6 năm 2024 của Sở Nội vụ)”."""
    office = office_named(results.run)
    day = _place_and_date("", office.date).partition(", ")[2]
    return f"(Kèm theo Báo cáo số {clean(office.number) or '……/BC-……'} {day} của {_sender(results)})"


def _place_and_date(place: str, day: str) -> str:
    where = clean(place) or BLANK
    if not day:
        return f"{where}, ngày …… tháng …… năm ………"
    try:
        given = date.fromisoformat(day)
    except ValueError:
        raise UsageError(
            f"Tệp tthc.toml, mục [office]: ngày báo cáo “{day}” không đọc được; hãy ghi dạng date = \"2024-06-12\"."
        ) from None
    # as Nghị định 30/2020/NĐ-CP writes small numbers
    month = f"{given.month:02d}" if given.month < 3 else str(given.month)
    return f"{where}, ngày {given.day:02d} tháng {month} năm {given.year}"


def addressee(results: Results) -> str:
    """Who gets it: as the project file says; a unit's report goes to its office, an office's to the body above it, a
    province's to whom the law in force on the period's last day has follow and assess the work. A blank where the body
    above is not known."""
    run, law = results.run, results.info.get("law") or {}
    above = run.office.name if run.unit else run.office.parent
    central = law.get("addressee") if clean(run.office.name).lower().startswith(_PROVINCES) else ""
    return f"Kính gửi: {clean(office_named(run).addressee or above or central or '') or BLANK}"


def _recipients(named: tuple[str, ...]) -> tuple[str, ...]:
    listed = [clean(name).rstrip(";.") for name in named if clean(name)] or ["Như trên", BLANK, "Lưu: VT"]
    return tuple(f"- {name}{'.' if name is listed[-1] else ';'}" for name in listed)


def _upper(text: str | None) -> str:
    return clean(text or "").upper()
