"""Every number that the first page and the signed text may say, found in the study's tables; and tables read back from pages."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from tthc.display.blocks import numbers
from tthc.display.blocks.late_days import of_causes, of_holders, of_parties
from tthc.display.tables.first_page import totals

# What is no count: dates, codes of dossiers, laws, forms, numbered headings.
_NAMES = re.compile(
    r"\d\d/\d\d/\d{4}|\d\d:\d\d|(?:\w+\.)+\w+-[\d-]+|(?:số )?\d+/\d{4}/[\wĐ-]+|\d+/QĐ-TTg|II\.06a\S*|Chỉ tiêu 5\.4|năm \d{4}|tháng \d+"
    r"|\d/3\b|(?<!\w)\d\. [A-ZĐ]|766"
)
_NUMBER = re.compile(r"(?<![\w,.])\d[\d.]*(?:,\d+)?%?")


def told(text: str) -> set[str]:
    """The numbers of a text, as they are written."""
    return {hit.rstrip(".") for hit in _NUMBER.findall(_NAMES.sub(" ", text))}


def ledger(study: Any) -> set[str]:
    """One table of all that was counted, each value as the report writes it."""
    info, form = study.info, study.form_06a
    cells = [name for name in form.columns if name.startswith("c")]
    counts = {int(value) for value in form[cells].to_numpy().ravel()}
    whole = totals(form)
    shares = {numbers.percent(whole[cell], whole.c7) for cell in ("c8", "c9", "c10")}
    shares |= {numbers.percent(whole.c8 + whole.c9, whole.c7), numbers.percent(whole.c13, whole.c11)}
    late = study.late
    counts |= {len(late), *late["is_apparent"].value_counts(), *late["grade"].value_counts(), *late["cause"].value_counts()}
    counts |= {*late["n_days_late"], *late["is_subjective"].value_counts(dropna=False), info["n_read"]}
    counts |= {*study.what_if["n_late"], *study.what_if["n_left"], *study.outcomes.query("outcome == 'late'").groupby("rule").size()}
    caused = of_causes(study.cause_shares, info).sort_values(["wm", "cause"], ascending=[False, True])
    caused = caused.join(study.cause_shares.groupby("cause")["is_main"].sum())
    small = caused[caused["wm"] > 0].iloc[6:]  # what shares a piece of the bar, and a row of the signed table
    sums = [caused, *(frame[["wm", "days", "share", "after"]].sum().to_frame().T for frame in (caused, small, small[small["is_main"] == 0]))]
    by_cause = {numbers.number(days, 1) for frame in sums for days in (*frame["days"], *frame["after"])} | {str(len(small))}
    by_cause |= {numbers.percent(share, 100, 1) for frame in sums for share in frame["share"]}
    parties = of_parties(study.late_days, info)
    holders = [of_holders(study.late_days, info, keys, party) for keys in (["unit"], ["unit", "officer"]) for party in parties.index]
    amounts = [*parties["days"], *parties["closing"], parties["days"].sum(), *(x for one in holders for x in (*one["days"], *one["closing"]))]
    counts |= {n for one in holders for n in one["n_late"]} | {*study.workload["n_dossiers"]}
    held = {numbers.days_number(amount, full_day_wm=1) for amount in amounts} | {numbers.percent(share, 100, 1) for share in parties["share"]}
    held |= {numbers.days_number(wm, full_day_wm=info["day_wm"]) for wm in study.workload["absent_wm"]} | {"100,0%", "0,1"}
    measured = study.indicators[["numerator", "denominator"]].dropna()
    counts |= {int(value) for value in measured.to_numpy().ravel()} | {int(b - a) for a, b in measured.to_numpy()}
    shares |= {numbers.percent(a, b) for a, b in measured.to_numpy() if b}
    counts |= {len(study.publications), *study.publications["publication"].value_counts()}
    return {numbers.number(n) for n in counts} | shares | by_cause | held


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self._into: list[str] | None = None
        self._rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "caption":
            self._into, self._rows = [], []
        elif tag == "tr":
            self._rows.append([])
        elif tag == "td" and self._rows:
            self._rows[-1].append("")
            self._into = self._rows[-1]

    def handle_endtag(self, tag: str) -> None:
        if tag == "caption" and self._into is not None:
            self.found["".join(self._into)] = self._rows
        if tag in ("caption", "td"):
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None and self._rows and self._into is self._rows[-1]:
            self._into[-1] += data
        elif self._into is not None:
            self._into.append(data)


def tables_of(page: Path) -> dict[str, list[list[str]]]:
    """The tables of a page by their caption: rows of texts, heads left out."""
    reader = _Tables()
    reader.feed(page.read_text(encoding="utf-8"))
    return {caption: [row for row in rows if row] for caption, rows in reader.found.items()}


def amount(text: str) -> float:
    """“1.095,1” → 1095.1."""
    return float(text.replace(".", "").replace(",", "."))
