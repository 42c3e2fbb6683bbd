"""Text files of any encoding as clean UTF-8: gunzipped, without NUL, composed (NFC), code page recognised."""

from __future__ import annotations

import codecs
import gzip
import os
import shutil
import tempfile
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from tthc.sources.read.faults import Faults

CHUNK = 1 << 22
BOMB_SIZE, BOMB_RATIO = 64 << 20, 200  # more than this many bytes out of a file that many times smaller is no export
# NUL, the soft hyphen, zero-width spaces and joiners, marks of byte order and direction say nothing; a hard space is a
# space.
UNSEEN = {
    **dict.fromkeys((0, 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF)), 0xA0: " ", 0x202F: " ",
}
_UNSEEN_BYTES = tuple(chr(code).encode() for code in UNSEEN if code not in (0, 0xA0))
_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


class Unreadable(Exception):
    """A file that cannot be read to its end; carries the finding's rule and words."""

    def __init__(self, rule: str, **words: Any) -> None:
        super().__init__(rule)
        self.rule, self.words = rule, words


@dataclass(frozen=True)
class CleanText:
    """`path` is UTF-8 now: the file itself where nothing had to be changed, else a copy in the scratch folder.

    `has_blank_lines` is true where an empty line stands between others; a reader that skips them would lose count.
    """

    path: Path
    has_blank_lines: bool


def clean_text(path: Path, scratch: Path, faults: Faults) -> CleanText:
    """The file as clean UTF-8. Raises Unreadable for half a gzip, a zip bomb and an empty file."""
    plain = _gunzipped(path, scratch) if is_gzip(path) else path
    if plain.stat().st_size == 0:
        raise Unreadable("file.empty")
    look = _look(plain)
    if not look.is_clean:
        plain = _copy(plain, _scratch_file(scratch, ".utf8"), _encoding(plain, look), path.name, faults)
        look = _look(plain)
    return CleanText(plain, look.has_blank_lines)


@dataclass(frozen=True)
class _Look:
    """What one pass over the bytes shows. Clean: UTF-8 without NUL, combining marks, hard spaces, stray CR."""

    is_utf8: bool
    is_clean: bool
    has_blank_lines: bool


def _look(path: Path) -> _Look:
    is_utf8 = _is_utf8(path)
    dirty, blank = _dirty_and_blank(path)
    return _Look(is_utf8, is_utf8 and not dirty, blank)


def _dirty_and_blank(path: Path) -> tuple[bool, bool]:
    """The engine's reader takes the end of the first line for that of all, so that ends of two kinds are dirt."""
    dirty = blank = False
    ends: set[bytes] = set()
    tail = b""
    for number, chunk in enumerate(byte_chunks(path)):
        chunk = chunk if number else chunk.removeprefix(codecs.BOM_UTF8)
        seam = tail + chunk[: len(chunk) - len(chunk.lstrip(_LINE_ENDS)) + 1]
        ends |= _ends(chunk)
        dirty = dirty or len(ends) > 1 or _is_dirty(seam) or _is_dirty(chunk)
        blank = blank or _has_blank_line(seam) or _has_blank_line(chunk)
        rest = chunk.rstrip(_LINE_ENDS)
        tail = rest[-1:] + chunk[len(rest):] if rest else tail + chunk
    return dirty or tail.endswith(b"\r"), blank


_LINE_ENDS = b"\r\n"


def _ends(data: bytes) -> set[bytes]:
    """How lines end in these bytes, but for one that another piece may finish."""
    n_both = data.count(b"\r\n") if b"\r" in data else 0  # a pair with a frequent letter is slow to look for
    if not n_both:
        return {b"\n"} if b"\n" in data else set()
    return {b"\r\n", b"\n"} if data.count(b"\n") > n_both + data.startswith(b"\n") else {b"\r\n"}


def _is_dirty(data: bytes) -> bool:
    """NUL, a combining mark (U+0300–U+036F start with CC or CD in UTF-8), a hard space (C2 A0), what nobody sees, a
    stray CR before the last byte."""
    if any(mark in data for mark in (b"\0", b"\xcc", b"\xcd")):
        return True
    # A search for the pair would stop at every A0, which Vietnamese letters are full of; C2 is rare.
    if b"\xc2" in data and b"\xc2\xa0" in data:
        return True
    if any(first in data for first in (b"\xe2", b"\xef", b"\xc2")) and any(mark in data for mark in _UNSEEN_BYTES):
        return True
    return b"\r" in data and data.count(b"\r") > data.count(b"\r\n") + data.endswith(b"\r")


def _has_blank_line(data: bytes) -> bool:
    """An empty line between others; those at the end count only once something follows."""
    if b"\r" in data:
        return b"\n\r\n" in data.rstrip(_LINE_ENDS) or b"\n\n" in data.rstrip(_LINE_ENDS)
    # Line ends are frequent, a pair of them is not: pairs of letters are compared at once, from the first and from the
    # second on.
    pairs = (
        np.frombuffer(data, np.uint16, (len(data) - start) // 2, start)
        for start in (0, 1)
        if len(data) > start + 1
    )
    return any((part == _TWO_ENDS).any() for part in pairs) and b"\n\n" in data.rstrip(_LINE_ENDS)


_TWO_ENDS = int.from_bytes(b"\n\n", "little")


def is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _gunzipped(path: Path, scratch: Path) -> Path:
    copy = _scratch_file(scratch, ".plain")
    with copy.open("wb") as out:
        for chunk in gunzip(path):
            out.write(chunk)
    return copy


def _scratch_file(scratch: Path, suffix: str) -> Path:
    """A new file whose name no program takes for a pattern and no file system for too long."""
    handle, name = tempfile.mkstemp(suffix, dir=scratch)
    os.close(handle)
    return Path(name)


def plain_name(path: Path, scratch: Path) -> Path:
    """The file under a name that a program cannot take for a pattern of names."""
    if not any(mark in str(path) for mark in "[]*?"):
        return path
    copy = _scratch_file(scratch, path.suffix)
    copy.unlink()
    try:
        copy.symlink_to(path.resolve())
    except OSError:
        shutil.copyfile(path, copy)
    return copy


def gunzip(path: Path) -> Iterator[bytes]:
    """The unpacked bytes in chunks. Raises Unreadable for half a file and for a bomb."""
    packed, total = path.stat().st_size, 0
    with gzip.open(path) as file:
        while True:
            try:
                chunk = file.read(CHUNK)
            except (EOFError, zlib.error, gzip.BadGzipFile):
                raise Unreadable("file.truncated") from None
            if not chunk:
                return
            total += len(chunk)
            check_bomb(packed, total)
            yield chunk


def check_bomb(packed: int, total: int) -> None:
    """Raises Unreadable where `total` unpacked bytes out of `packed` ones are no honest export."""
    if total > BOMB_SIZE and total > BOMB_RATIO * max(packed, 1):
        raise Unreadable("file.bomb", detail=f"{packed >> 10} KB nén thành hơn {total >> 20} MB")


def _encoding(path: Path, look: _Look) -> str:
    """utf-8, utf-16-le, utf-16-be or cp1258: by its mark, by its zero bytes, else by whether it can be UTF-8."""
    with path.open("rb") as file:
        head = file.read(2000)
    if head[:2] in _MARKS:
        return _MARKS[head[:2]]
    if len(head) > 20 and head[1::2].count(0) > len(head) * 0.3:
        return "utf-16-le"
    if len(head) > 20 and head[::2].count(0) > len(head) * 0.3:
        return "utf-16-be"
    return "utf-8" if look.is_utf8 or _is_nearly_utf8(path) else "cp1258"


def _is_utf8(path: Path) -> bool:
    """Arrow checks UTF-8 several times faster than a decode that throws its text away."""
    with pa.memory_map(str(path)) as file:
        data = file.read_buffer()
        offsets = pa.py_buffer(b"".join(n.to_bytes(8, "little") for n in (0, data.size)))
        whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, offsets, data])
        try:
            whole.cast(pa.large_string())
        except pa.ArrowInvalid:
            return False
    return True


def _is_nearly_utf8(path: Path) -> bool:
    """A few broken bytes among many good letters do not make another code page of the file."""
    wrong = right = 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for chunk in byte_chunks(path):
        text = decoder.decode(chunk)
        lost = text.count("\ufffd")
        wrong, right = wrong + lost, right + sum(letter > "\x7f" for letter in text) - lost
    return right > 20 * wrong


def byte_chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, some megabytes at a time."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _copy(path: Path, copy: Path, encoding: str, name: str, faults: Faults) -> Path:
    """The file written anew as clean UTF-8, line by line so that no letter is parted from its marks."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    n_nul = n_bad = 0
    carry = ""
    with copy.open("w", encoding="utf-8", newline="") as out:
        for chunk in (*byte_chunks(path), None):
            text = carry + (decoder.decode(b"", True) if chunk is None else decoder.decode(chunk))
            cut = len(text) if chunk is None else text.rfind("\n") + 1
            text, carry = text[:cut], text[cut:]
            n_nul, n_bad = n_nul + text.count("\0"), n_bad + text.count("\ufffd")
            out.write(composed(text))
    _report(name, encoding, n_nul, n_bad, faults)
    return copy


def _report(name: str, encoding: str, n_nul: int, n_bad: int, faults: Faults) -> None:
    if encoding == "cp1258":
        faults.add("file.code_page", name, detail="Windows-1258")
    if n_nul:
        faults.add("file.nul", name, detail=n_nul)
    if n_bad:
        faults.add("file.bad_bytes", name, detail=encoding.upper())


def composed(text: str) -> str:
    """NFC without NUL and marks that nobody sees, hard spaces as spaces, every line end as one line feed."""
    text = unicodedata.normalize("NFC", text.translate(UNSEEN))
    return text.replace("\r\n", "\n").replace("\r", "\n")
