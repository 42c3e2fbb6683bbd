"""What a period looks like to other tools: tables with Vietnamese words, an event log, a star of tables."""

from tthc.display.labels import labelled
from tthc.report.exchange.event_log import EventLog, event_log
from tthc.report.exchange.star import star
from tthc.report.exchange.xes import write_xes

__all__ = ["EventLog", "event_log", "labelled", "star", "write_xes"]
