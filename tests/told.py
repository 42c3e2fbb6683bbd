"""What READMEs and pages tell people to type, as it stands there: lines of code blocks and commands within sentences."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "README.vi.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
# What a sentence says instead of a name of the reader's own, and such a name.
PLACES = {"THƯ_MỤC": "exports", "FOLDER": "exports", "FILE": "exports/ho-so.csv", "YEAR": "2026", "NAME.toml": "new.toml", "KỲ": "2024-06"}


def lines(page: Path) -> list[str]:
    """Every line of the page's code blocks, comments and prompts cut off, continued lines joined."""
    blocks = re.findall(r"^```(?:sh|bat|console)\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    text = "".join(blocks).replace("\\\n", " ")
    return [re.sub(r"\s+#.*$", "", line).removeprefix("$ ").strip() for line in text.splitlines()]


def typed(*programs: str) -> list[list[str]]:
    """The arguments of every call of one of the programs in a code block, over all pages."""
    split = [shlex.split(line.split(" | ")[0], posix=True) for page in PAGES for line in lines(page) if line]
    return [words[1:] for words in split if words and words[0].removeprefix(".venv/bin/") in programs]


def said(program: str) -> list[list[str]]:
    """The arguments of every call of the program within a sentence; what the reader puts in its place is put there."""
    found = {text for page in PAGES for text in re.findall(rf"`{program} ([^`\n]+)`", page.read_text(encoding="utf-8"))}
    return [[PLACES.get(word, word) for word in shlex.split(text)] for text in sorted(found) if "…" not in text]
