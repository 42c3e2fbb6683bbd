"""Period reports on administrative dossiers: what was late, why, who held it, what would have prevented it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tthc import old_names

if TYPE_CHECKING:
    from tthc.display import blocks, figures, tables
    from tthc.study import units

__version__ = "0.1.0"
__all__ = ["blocks", "figures", "open", "tables", "units"]

old_names.install()


def open(period: str, **options):  # noqa: A001 - the one door for analysts is called `tthc.open`
    """The study of one period: see `tthc.study.open_study`."""
    from tthc.study import open_study

    return open_study(period, **options)
