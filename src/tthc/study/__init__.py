"""One period, computed once: `open_study` reads, runs the stages, stores the tables, and hands out a `Study`."""

from tthc.study.open import open_run, open_study
from tthc.study.study import Study

__all__ = ["Study", "open_run", "open_study"]
