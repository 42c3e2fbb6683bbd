"""What follows the signature: form II.06a, where the time of each late dossier went, and how the figures were made."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import judged, numbers
from tthc.display.tables.causes import LIST_OF_CAUSES
from tthc.display.tables.settlement import by_convention, in_order_of_fields
from tthc.display.tables.trust import quiet_box
from tthc.model.schema import CODES
from tthc.model.words import Party, Rule
from tthc.report.official.document import Appendix, Grid, Item, Part
from tthc.report.official.late import MOST_LISTED, stories
from tthc.report.official.results import Results, text_or_dash

_CELLS = tuple(f"c{number}" for number in range(3, 14))
_PARTIES = (Party.APPLICANT, Party.OWN_OFFICE, Party.OTHER_BODY, Party.SYSTEM, Party.NO_RECORD)


def appendices(results: Results) -> tuple[Appendix, ...]:
    """Those that have something to show, numbered from I on."""
    found: list[tuple[str, tuple[Part, ...]]] = []
    if results.form.c3:
        found.append(_form(results))
    if len(results.late) and not results.is_shared:
        found.append(("Diễn biến của từng hồ sơ quá hạn", stories(results)))
    if len(results.late) and len(results.frame("state_minutes")) and not results.is_shared:
        found.append(("Thời gian giải quyết của từng hồ sơ quá hạn", (_times(results),)))
    found.append(("Cách tính và giới hạn của số liệu", tuple(_method(results))))
    return tuple(
        Appendix(f"Phụ lục {number}", title, parts)
        for number, (title, parts) in zip(("I", "II", "III", "IV"), found, strict=False)
    )


def _form(results: Results) -> tuple[str, tuple[Part, ...]]:
    form, total = results.frame("form_06a"), results.form
    text: Mapping = results.info.get("texts", {}).get("form_06a", {})
    fields = in_order_of_fields(form[form["field"].notna() & form["procedure"].isna()])
    rows = tuple(
        (str(number), text_or_dash(row["field"]), *_cells(row))
        for number, row in enumerate(fields.to_dict("records"), start=1)
    )
    number, heading = text.get("number", "Biểu số II.06a/VPCP/KSTT"), text.get(
        "heading", "Tình hình, kết quả giải quyết thủ tục hành chính",
    )
    caption = f"Kỳ báo cáo: {results.run.period.label}. Đơn vị tính: {text.get('unit', 'số hồ sơ')}."
    note = f"{judged.form_line(results.coverage)}{by_convention(results.frame('dossiers'))}".strip()
    return f"{number}: {heading}", (Grid("form", caption, rows, ("", "Tổng cộng", *_cells(total)), note),)


def _cells(row: Mapping | pd.Series) -> tuple[str, ...]:
    return tuple(numbers.number(row[name]) for name in _CELLS)


def _times(results: Results) -> Grid:
    minutes = results.frame("state_minutes")
    late = results.late.head(MOST_LISTED)
    budget = (
        results.frame("dossiers").drop_duplicates("dossier_id").set_index("dossier_id")["budget_wm"]
        if "budget_wm" in results.frame("dossiers")
        else {}
    )
    wide = minutes[minutes["dossier_id"].isin(late["dossier_id"])].pivot_table(
        index="dossier_id", columns="party", values="wm", aggfunc="sum", fill_value=0.0,
    )
    rows = []
    for number, row in enumerate(late.to_dict("records"), start=1):
        code = row["dossier_id"]
        used = [float(wide.loc[code].get(party, 0.0)) if code in wide.index else 0.0 for party in _PARTIES]
        day_wm = results.info["day_wm"]
        shown = [numbers.number(days, 1) for days in numbers.rounded_parts([wm / day_wm for wm in used])]
        days = _in_step(sum(used), budget.get(code), row["late_wm"], day_wm)
        rows.append((str(number), text_or_dash(code), numbers.number(sum(used) / day_wm, 1), *days, *shown))
    note = (
        "Đơn vị tính: ngày, tính theo giờ làm việc. “Chưa kết thúc trên hệ thống” là thời gian đã có kết quả nhưng "
        "chưa kết thúc hồ sơ trên hệ thống; các cột cộng lại bằng thời gian giải quyết."
    )
    rest = f" Nêu {MOST_LISTED} hồ sơ đầu." if len(results.late) > MOST_LISTED else ""
    return Grid("times", "Thời gian thuộc về ai, từ khi tiếp nhận đến khi kết thúc", tuple(rows), note=note + rest)


def _in_step(used_wm: float, budget_wm: float | None, late_wm: float, day_wm: float) -> tuple[str, str]:
    """Days allowed and days late, rounded so that they sum to the days used where the minutes do."""
    late = float(numbers.rounded_to(late_wm / day_wm, [late_wm / day_wm])[0])
    if numbers.is_unknown(budget_wm):
        return numbers.UNKNOWN, numbers.number(late, 1)
    used = float(numbers.rounded_to(used_wm / day_wm, [used_wm / day_wm])[0])
    adds_up = abs(used_wm - budget_wm - late_wm) < 1
    return numbers.number(used - late if adds_up else budget_wm / day_wm, 1), numbers.number(late, 1)


def _method(results: Results) -> list[Part]:
    """The words of the first page's quiet box, so that no two places say it differently."""
    info = {
        "is_synthetic": False, "present": {}, "rules": [], "n_read": 0, "n_set_aside": 0, "evidence_level": 1,
        **results.info, "cut": results.run.cut,
    }
    box = quiet_box(
        info, results.frame("outcomes"),
        results.frame("late").assign(is_confirmed=results.frame("late")["is_confirmed"] == True),  # noqa: E712
    )
    main = next((rule["value"] for rule in info["rules"] if rule["name"] == "rule"), Rule.SYSTEM)
    rule = (
        "Quá hạn tính theo: "
        f"{CODES['rule'].get(main, main).lower() if main == Rule.SYSTEM else CODES['rule'].get(main, main)}."
    )
    return [Item(text_or_dash(text)) for text in (*map(_alone, box.items), rule, LIST_OF_CAUSES)]


def _alone(text: str) -> str:
    """What leads on to chapters of the report that is read, which this text is not part of, is left out."""
    return re.sub(r"; xem chương “[^”]*”", "", text)
