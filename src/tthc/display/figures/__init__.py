"""Result → matplotlib Figure → picture block. Each picture is a pair: `x_figure(frame)` draws, `x(frame)` shows it in a
page.

`style` declares the type and the colours once, `svg` writes a figure so that it may stand inside any page.
"""

from tthc.display.figures.causes import (
    late_by_state,
    late_by_state_figure,
    late_days_by_cause,
    late_days_by_cause_figure,
    what_if,
    what_if_figure,
    whose_time,
    whose_time_figure,
)
from tthc.display.figures.council import council_sessions, council_sessions_figure
from tthc.display.figures.indicators import indicators, indicators_figure, trends, trends_figure
from tthc.display.figures.outcomes import (
    outcomes_by_group,
    outcomes_by_group_figure,
    outcomes_by_month,
    outcomes_by_month_figure,
)
from tthc.display.figures.queues import queues, queues_figure
from tthc.display.figures.steps import steps_against_norms, steps_against_norms_figure
from tthc.display.figures.timeline import timeline, timeline_figure, timelines
from tthc.display.figures.units import units_in_time, units_in_time_figure
from tthc.display.figures.warning import warnings, warnings_figure

__all__ = [
    "council_sessions",
    "council_sessions_figure",
    "indicators",
    "indicators_figure",
    "late_by_state",
    "late_by_state_figure",
    "late_days_by_cause",
    "late_days_by_cause_figure",
    "outcomes_by_group",
    "outcomes_by_group_figure",
    "outcomes_by_month",
    "outcomes_by_month_figure",
    "queues",
    "queues_figure",
    "steps_against_norms",
    "steps_against_norms_figure",
    "timeline",
    "timeline_figure",
    "timelines",
    "trends",
    "trends_figure",
    "units_in_time",
    "units_in_time_figure",
    "warnings",
    "warnings_figure",
    "what_if",
    "what_if_figure",
    "whose_time",
    "whose_time_figure",
]
