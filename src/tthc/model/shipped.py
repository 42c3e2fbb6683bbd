"""What came with the package: reference data, chapters and samples, over which a project lays its own files.

An installed package has them in its folder `project`, copied there when it was built (setup.py); a checkout, which is
itself a project, has them at its root.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

COPIED = "project"  # the folder of an installed package; in a checkout there is none
REFERENCE, SAMPLES, CHAPTERS = "data/reference", "data/raw", "notebooks"
OWN_CHAPTERS = "so-tay"  # in a project: chapters that stand for those of the package, or beside them


@cache
def shipped() -> Path:
    """The folder that is laid out as a project is: `tthc.toml`, `data/reference`, `data/raw`, `notebooks`."""
    package = Path(str(files("tthc")))
    copied = package / COPIED
    return copied if copied.is_dir() else package.parents[1]


def checkout() -> list[Path]:
    """The checkout that this package lies in, which is a project itself; none where the package is installed."""
    return [shipped()] if shipped().name != COPIED else []


def reference_file(folder: Path, name: str) -> Path:
    """The reference file `name` ("causes.csv", "mau/bao-cao.docx"): the one in the project's reference folder, else the
    one that came with the package; where neither has it, the place in the project where it would lie.
    """
    own, came = folder / name, shipped() / REFERENCE / name
    return came if came.is_file() and not own.is_file() else own


def reference_files(folder: Path, pattern: str, part: str = "") -> list[Path]:
    """The reference files that match, each once: the project's where it has one of that name. In the order of names.

    folder: the project's reference folder, or its `part` ("profiles").
    """
    found = {
        str(path.relative_to(layer)): path
        for layer in (shipped() / REFERENCE / part, folder)
        for path in layer.glob(pattern)
        if path.is_file()
    }
    return [found[name] for name in sorted(found)]


def chapter_files(root: Path) -> dict[str, Path]:
    """File name → notebook, in the order of names: those of the package, over which the project's `so-tay` lies.

    A project that has a folder `notebooks` (a checkout, or a copy of one) has all its chapters there: what is missing
    in it was left out on purpose.
    """
    base = root / CHAPTERS if (root / CHAPTERS).is_dir() else shipped() / CHAPTERS
    found = {path.name: path for layer in (base, root / OWN_CHAPTERS) for path in layer.glob("*.ipynb")}
    return {name: found[name] for name in sorted(found)}
