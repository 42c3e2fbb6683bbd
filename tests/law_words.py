"""Every text of a rendered report: pages, print, workbooks, Word, notebooks, logs; to search them for citations."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
from pypdf import PdfReader

from tthc.model.law import Law, LawText

_MARKS = re.compile("<wbr\\s*/?>|[\u00ad\u200b-\u200f\u2060\ufeff]")  # what print and pages put inside a number


def texts_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and text of every file of the report; packed files by their parts."""
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        if path.suffix == ".pdf":
            yield path.name, _plain("\n".join(page.extract_text() for page in PdfReader(path).pages).encode())
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                yield from ((f"{path.name}/{part}", _plain(packed.read(part))) for part in packed.namelist())
        elif path.suffix == ".parquet":
            table = pq.read_table(path)
            yield path.name, _plain("\n".join(str(column.unique().to_pylist()) for column in table.columns).encode())
        else:
            yield path.name, _plain(path.read_bytes())


def _plain(raw: bytes) -> str:
    """Without marks inside words and without tags, and with what JSON and XML escape put back; what tags say stands beside."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), raw.decode("utf-8", errors="replace"))
    text = html.unescape(re.sub(r"&shy;|&#8203;|&#x200b;", "", text))
    bare = re.sub(r"<[^<>]{1,4000}>", "", text)
    return _MARKS.sub("", f"{text}\n{bare}" if bare != text else text)


def not_in_force(law: Law, first: date, last: date) -> dict[str, str]:
    """Words that cite a text in force on no day of the period → the text's name.

    A period's dossiers may have been received long before it; these are judged, and named, by their own set. `first` is the
    day of the earliest reception.
    """
    gone = [one for one in law.texts if (one.valid_to and one.valid_to < first) or (one.valid_from and one.valid_from > last)]
    return {word: one.name for one in gone for word in _ways(one)}


def _ways(one: LawText) -> Iterator[str]:
    """How people cite a text: “61/2018/NĐ-CP”, “NĐ 61”, “Nghị định 61/2018”, “Nghị định số 61”."""
    kind = one.name.split(" số ")[0]
    year = "/".join(one.number.split("/")[:2])
    yield from (one.number, one.short, f"{kind} {year}", f"{kind} số {year}")
    if kind == "Nghị định":
        first = one.number.split("/")[0]
        yield from (year, f"{kind} {first}", f"{kind} số {first}")


def citations(folder: Path, words: dict[str, str]) -> list[str]:
    """Where such a word stands: file, word and what is around it. Line breaks, hyphens and marks that print or a tag puts in do
    not hide it, nor does a run of letters that Word splits into several."""
    found = []
    for name, text in texts_of(folder):
        flat = re.sub(r"\s+", " ", re.sub(r"(?<=[/–-])\s+(?=\w)", "", text))
        for word in (one for one in words if one in flat):
            for hit in re.finditer(rf"(?<![\w/]){re.escape(word)}(?![\w/])", flat):
                found.append(f"{name}: {word}: …{flat[max(0, hit.start() - 60) : hit.end() + 60]}…")
    return found
