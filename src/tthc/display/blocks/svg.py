"""A drawing made fit for a page: no scripts, no outside references, ids of its own, a name for screen readers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_DROPPED = {"script", "foreignObject", "metadata", "style", "image", "a", "animate", "set", "iframe"}
_LINKS = ("href", _HREF)
_POINTER = re.compile(r"url\(#([^)]+)\)")
UNREADABLE = "Hình không hiển thị được."


def inline(text: str, alt: str) -> str:
    """The drawing as an inline element that scales with the page; a sentence where `text` is no SVG."""
    return drawing(text, alt) or f'<p class="t-empty">{UNREADABLE}</p>'


def drawing(text: str, alt: str) -> str:
    """The drawing alone, made safe; empty where `text` is no SVG."""
    root = _parsed(text)
    if root is None:
        return ""
    _strip(root)
    prefix = "s" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
    rename_ids(root, {name: f"{prefix}-{name}" for name in references(root)})
    _size(root)
    root.set("role", "img")
    root.set("aria-label", alt)
    # Matplotlib says this in a style element, which would reach the whole page.
    root.set("stroke-linejoin", "round")
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


def _parsed(text: str) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    return root if root.tag == f"{_SVG}svg" else None


def _strip(root: etree._Element) -> None:
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or etree.QName(element).localname in _DROPPED:
            if element.getparent() is not None:
                element.getparent().remove(element)
            continue
        for name, value in list(element.attrib.items()):
            if name.lower().startswith("on") or (name in _LINKS and not value.startswith("#")):
                del element.attrib[name]
            elif "url(" in value and not re.fullmatch(r"[^()]*url\(#[\w.-]+\)[^()]*", value):
                del element.attrib[name]


def references(root: Any) -> list[str]:
    """The ids that something in the drawing points to, each once, in the order of the document."""
    found: dict[str, None] = {}
    for element in root.iter():
        for name, value in element.attrib.items():
            if name in _LINKS and value.startswith("#"):
                found[value[1:]] = None
            found.update(dict.fromkeys(_POINTER.findall(value)))
    return list(found)


def rename_ids(root: Any, names: Mapping[str, str]) -> None:
    """Ids and what points to them get the names of `names`; other ids vanish. With names of its own for each drawing
    two on a page never share one. `root` is an element of lxml or of the standard library.
    """
    for element in root.iter():
        element_id = element.attrib.pop("id", None)
        if element_id in names:
            element.set("id", names[element_id])
        for name, value in list(element.attrib.items()):
            if name in _LINKS and value[1:] in names:
                element.set(name, f"#{names[value[1:]]}")
            elif "url(#" in value:
                element.set(name, _POINTER.sub(lambda match: f"url(#{names.get(match[1], match[1])})", value))


def _size(root: etree._Element) -> None:
    """A fixed size becomes a view box, so that the drawing follows the width of its place."""
    width, height = (re.match(r"[\d.]+", root.get(name, "")) for name in ("width", "height"))
    if "viewBox" not in root.attrib and width and height:
        root.set("viewBox", f"0 0 {width[0]} {height[0]}")
    for name in ("width", "height"):
        root.attrib.pop(name, None)
