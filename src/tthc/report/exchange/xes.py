"""An event log as XES (IEEE 1849), written trace by trace."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from lxml import etree

from tthc.report.exchange.event_log import AT, CASE, EventLog

_NAMESPACE = "http://www.xes-standard.org/"
_EXTENSIONS = (("Concept", "concept"), ("Lifecycle", "lifecycle"), ("Organizational", "org"), ("Time", "time"))
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no XML document may hold these


def write_xes(log: EventLog, path: Path) -> None:
    """Write the log: one trace per dossier with the attributes of its case, those without an event too."""
    zone = ZoneInfo(log.timezone)
    events = dict(iter(log.events.drop(columns=CASE).groupby(log.events[CASE], sort=False)))
    with etree.xmlfile(str(path), encoding="utf-8") as file:
        file.write_declaration()
        about = {"xes.version": "1849.2016", "xes.features": "", "xmlns": _NAMESPACE}
        with file.element("log", about):
            for head in _head():
                file.write(head, pretty_print=True)
            for case in log.cases.to_dict("records"):
                file.write(_trace(case, events.get(case[CASE]), zone), pretty_print=True)


def _head() -> Iterator[etree._Element]:
    for name, prefix in _EXTENSIONS:
        yield etree.Element("extension", name=name, prefix=prefix, uri=f"{_NAMESPACE}{prefix}.xesext")
    trace = etree.Element("global", scope="trace")
    trace.append(_leaf("concept:name", "UNKNOWN", None))
    yield trace
    event = etree.Element("global", scope="event")
    for key, value in (("concept:name", "UNKNOWN"), ("lifecycle:transition", "complete")):
        event.append(_leaf(key, value, None))
    etree.SubElement(event, "date", key=AT, value="1970-01-01T00:00:00.000+00:00")
    yield event
    yield etree.Element("classifier", name="Activity", keys="concept:name lifecycle:transition")


def _trace(case: dict[str, Any], events: pd.DataFrame | None, zone: ZoneInfo) -> etree._Element:
    trace = etree.Element("trace")
    trace.append(_leaf("concept:name", case[CASE], zone))
    _append(trace, {key.removeprefix("case:"): value for key, value in case.items() if key != CASE}, zone)
    for event in events.to_dict("records") if events is not None else ():
        _append(etree.SubElement(trace, "event"), event, zone)
    return trace


def _append(node: etree._Element, attributes: dict[str, Any], zone: ZoneInfo) -> None:
    for key, value in attributes.items():
        if not pd.isna(value):
            node.append(_leaf(key, value, zone))


def _leaf(key: str, value: Any, zone: ZoneInfo | None) -> etree._Element:
    kind, text = _typed(value, zone)
    return etree.Element(kind, key=_FORBIDDEN.sub("", key), value=_FORBIDDEN.sub("", text))


def _typed(value: Any, zone: ZoneInfo | None) -> tuple[str, str]:
    """The standard's type of a value, and its text; instants are local time of the office with its offset."""
    match value:
        case bool():
            return "boolean", str(value).lower()
        case int():
            return "int", str(value)
        case float():
            return "float", repr(value)
        case datetime():
            return "date", value.replace(tzinfo=zone).isoformat(timespec="milliseconds")
        case _:
            return "string", str(value)
