"""Every text of a rendered report: pages, print, workbooks, Word, notebooks, logs; to search them for citations."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pypdf import PdfReader

from tthc.model.law import Law


def texts_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and text of every file of the report; packed files by their parts."""
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        if path.suffix == ".pdf":
            yield path.name, " ".join(page.extract_text() for page in PdfReader(path).pages)
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                yield from ((f"{path.name}/{part}", _plain(packed.read(part))) for part in packed.namelist())
        else:
            yield path.name, _plain(path.read_bytes())


def _plain(raw: bytes) -> str:
    """Without marks inside words, and with what JSON and XML escape put back."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), raw.decode("utf-8", errors="replace"))
    return html.unescape(re.sub(r"<wbr\s*/?>|&shy;|\u00ad|\u200b", "", text))


def not_in_force(law: Law, first: date, last: date) -> dict[str, str]:
    """Words that cite a text in force on no day of the period → the text's name.

    A period's dossiers may have been received long before it; these are judged, and named, by their own set. `first` is the
    day of the earliest reception.
    """
    gone = [one for one in law.texts if (one.valid_to and one.valid_to < first) or (one.valid_from and one.valid_from > last)]
    words = {one.number: one.name for one in gone} | {one.short: one.name for one in gone}
    return words | {one.number.replace("-CP", "").rstrip("/NĐ"): one.name for one in gone if one.number.endswith("/NĐ-CP")}


def citations(folder: Path, words: dict[str, str]) -> list[str]:
    """Where such a word stands: file, word and what is around it. Line breaks and hyphens that print puts in do not hide it."""
    found = []
    for name, text in texts_of(folder):
        flat = re.sub(r"\s+", " ", text)
        for word in words:
            for hit in re.finditer(rf"(?<![\w/]){re.escape(word)}(?![\w/])", flat):
                found.append(f"{name}: {word}: …{flat[max(0, hit.start() - 60) : hit.end() + 60]}…")
    return found
