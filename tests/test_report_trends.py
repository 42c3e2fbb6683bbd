"""The index shows the key figures over like periods of one office, and only where there are two."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from browsing import Visit, axe_findings, browser, open_details
from report_project import sample_facts
from tthc.model.period import Period, parse_period
from tthc.report import trends
from tthc.report.index import groups, write_index
from tthc.report.manifest import DONE, FILE


def manifest(period: str, late: int, finished: int = 100, **more) -> dict:
    span = parse_period(period)
    counts = {"received": finished + 5, "finished": finished, "open": 5, "early": finished - late - 10, "on_time": 10, "late": late, "open_late": 1}
    return {
        "state": DONE, "title": f"Báo cáo giải quyết hồ sơ thủ tục hành chính {span.label}", "made_at": f"{span.end}T08:00:00", "profile": "cong_tinh",
        "office": {"name": "Sở Nội vụ", "number": f"{late}/BC-SNV", "date": f"{span.end}"}, "scope": {"unit": None, "field": None},
        "period": {"start": f"{span.start}", "end": f"{span.end}", "text": span.text, "label": span.label},
        "key_figures": {name: {"value": float(n), "numerator": float(n), "denominator": None} for name, n in counts.items()},
        "chapters": [{"file": "10_a.html", "title": "Tình hình"}], "files": {}, **more,
    }  # fmt: skip


def publish(out: Path, data: dict, narrowed: str = "") -> None:
    folder = out / f"{data['period']['text'].replace('..', '_')}{narrowed}" / data["made_at"].replace("-", "").replace("T", "-").replace(":", "")
    folder.mkdir(parents=True)
    (folder / FILE).write_text(json.dumps(data), encoding="utf-8")


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    """Reports of five months, of a quarter, of the five months together, and of one unit's month."""
    out = tmp_path_factory.mktemp("reports")
    for month, late in zip(range(1, 6), (4, 2, 7, 3, 1), strict=True):
        publish(out, manifest(f"2024-{month:02d}", late))
    publish(out, manifest("2024-Q1", 13, 300))
    publish(out, manifest("2024-01..2024-05", 17, 500))
    publish(out, manifest("2024-04", 0, 20, scope={"unit": "Ban Tôn giáo", "field": None}), "-ban-ton-giao")
    return out


def _pictures(out: Path) -> dict[str, str]:
    """Title of each report with a picture of its trend → the words that stand for the picture."""
    found = {group["newest"]["title"]: re.search(r'aria-label="([^"]*)"|<title[^>]*>([^<]*)', str(group["trend"] or "")) for group in groups(out)}
    return {title: match[1] or match[2] for title, match in found.items() if match}


def test_only_the_latest_month_has_the_picture_of_all_months(out):
    told = _pictures(out)
    assert [title.rsplit("chính ", 1)[1] for title in told] == ["tháng 5 năm 2024"]
    (words,) = told.values()
    assert "Trước hạn và đúng hạn, 01/2024: 96,0%" in words and "Quá hạn, 05/2024: 1" in words and "03/2024: 7" in words
    assert "13" not in words and "17" not in words  # a quarter is no month


def test_the_change_is_the_one_to_the_month_before(out):
    page = {group["newest"]["title"].rsplit("chính ", 1)[1]: str(group["newest"]["figures"]) for group in groups(out)}
    assert "giảm 2 so với kỳ trước" in page["tháng 5 năm 2024"] and "tăng 5 so với kỳ trước" in page["tháng 3 năm 2024"]
    assert "so với kỳ trước" not in page["quý I năm 2024"] + page["5 tháng đầu năm 2024"]


def test_periods_that_overlap_are_not_set_side_by_side():
    months = [manifest("2024-01..2024-02", 1), manifest("2024-02..2024-03", 2), manifest("2023-12..2024-01", 3)]
    assert [data["key_figures"]["late"]["value"] for data in trends.earlier(months[1], months)] == [3]
    assert trends.earlier(months[0], months) == [] and trends.trend([months[0]]) is None


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (parse_period("2024-05"), "05/2024"),
        (parse_period("2024-Q2"), "Quý II/2024"),
        (parse_period("2024"), "2024"),
        (parse_period("2024-01..2024-05"), "01–05/2024"),
        (parse_period("2023-12..2024-02"), "12/23–02/24"),
        (Period(date(2023, 12, 15), date(2024, 3, 14)), "15/12/23–14/03/24"),
        (Period(date(2024, 5, 6), date(2024, 5, 12)), "06/05/24–12/05/24"),
    ],
)
def test_a_period_has_a_short_name(period, label):
    assert trends.short_label(period.start, period.end) == label


def test_what_is_unknown_leaves_a_gap_not_a_zero():
    months = [manifest("2024-01", 4), manifest("2024-02", 0, key_figures={}), manifest("2024-03", 2)]
    words = trends.trend(months).alt
    assert "Quá hạn, 02/2024: –" in words and "Quá hạn, 03/2024: 2" in words


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_the_index_with_trends_is_quiet_accessible_and_fits_its_screen(out, width):
    path = write_index(out, sample_facts())
    with browser() as running, Visit(running, path, width) as visit:
        open_details(visit.page)
        assert (visit.said, axe_findings(visit.page)) == ([], [])
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        assert visit.page.locator("figure svg[role=img]").count() == 1
