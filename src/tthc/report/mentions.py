"""Whether a file names a dossier, whatever the file is made of."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
_BREAK = b"<wbr>"  # the pages break long words with it


def mentions(path: Path, word: str) -> bool:
    """Whether the file holds the word as a whole, in one of its texts, table columns or packed members.

    What a PDF draws cannot be found so; every report that prints a dossier says it in a page and a workbook too.
    """
    whole = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    return any(whole.search(text) for text in _texts(path))


def _texts(path: Path) -> Iterator[str]:
    try:
        if path.suffix == ".parquet":
            yield from _columns(path)
            return
        data = path.read_bytes()
        yield from _decoded(data)
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                for name in packed.namelist():
                    yield from _decoded(packed.read(name))
        elif data[:2] == b"\x1f\x8b":
            yield from _decoded(gzip.decompress(data))
    except (OSError, pa.ArrowInvalid, zipfile.BadZipFile, RuntimeError, EOFError):
        return  # a damaged or locked file says nothing that can be read


def _decoded(data: bytes) -> Iterator[str]:
    for encoding in _ENCODINGS:
        yield data.replace(_BREAK, b"").decode(encoding, errors="ignore")


def _columns(path: Path) -> Iterator[str]:
    table = pq.ParquetFile(path).read()
    for column in table.columns:
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            yield "\n".join(str(one) for one in column.unique().to_pylist())
