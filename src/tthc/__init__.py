"""Period reports on administrative dossiers: what was late, why, who held it, what would have prevented it."""

from __future__ import annotations

__version__ = "0.1.0"
__all__ = ["open"]


def open(period: str, **options):  # noqa: A001 - the one door for analysts is called `tthc.open`
    """The study of one period: see `tthc.study.open_study`."""
    from tthc.study import open_study

    return open_study(period, **options)
