"""A figure as a small, deterministic SVG that may stand inside any page.

Matplotlib's own output carries ids, a style sheet and style attributes that would clash with a page's other pictures or
with its content-security policy; here they become plain presentation attributes, and only ids that are pointed at stay.
"""

from __future__ import annotations

import hashlib
import io
import re
from xml.etree import ElementTree

from matplotlib.figure import Figure

from tthc.display.blocks import Picture
from tthc.display.blocks.clean_text import clean
from tthc.display.blocks.svg import references, rename_ids
from tthc.display.figures.style import FAMILY, look

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_NO_DATE = {"Date": None, "Creator": None, "Format": None, "Type": None}
# Inherited from the root, so that no element needs to repeat them.
_ROOT = {"font-family": f"'{FAMILY}', sans-serif", "stroke-linejoin": "round"}
_DEFAULTS = {
    "text-anchor": "start",
    "stroke-linecap": "butt",
    "stroke-linejoin": "round",
    "clip-rule": "nonzero",
    "stroke-width": "1",
}


def picture(figure: Figure, alt: str, caption: str, width: str = "full") -> Picture:
    """The figure as a picture block."""
    return Picture(svg=to_svg(figure), alt=clean(alt), caption=clean(caption), width=width)


def to_svg(figure: Figure) -> str:
    """The figure as SVG text; the same figure gives the same text on every machine."""
    buffer = io.StringIO()
    with look():
        figure.savefig(buffer, format="svg", metadata=_NO_DATE)
    root = ElementTree.fromstring(buffer.getvalue())
    _drop_style_sheet(root)
    for element in root.iter():
        _plain_attributes(element)
    _shorten_ids(root)
    _flatten(root)
    return _write(root)


def _drop_style_sheet(root: ElementTree.Element) -> None:
    for parent in list(root.iter(f"{{{_SVG}}}defs")):
        for style in parent.findall(f"{{{_SVG}}}style"):
            parent.remove(style)


def _plain_attributes(element: ElementTree.Element) -> None:
    element.text = element.tail = None if not (element.text or "").strip() else element.text
    element.tail = None
    for declaration in element.attrib.pop("style", "").split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name and name != "font-family" and _DEFAULTS.get(name) != value:
            element.set(name, value.removesuffix("px"))
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    for name in ("d", "x", "y", "width", "height", "points", "transform"):
        if name in element.attrib:
            value = _NUMBER.sub(lambda match: f"{float(match[0]):.1f}".removesuffix(".0"), element.attrib[name])
            element.set(
                name, re.sub(r"\s+", " ", value).replace(" L ", "L").replace(" z", "z").replace("M ", "M").strip(),
            )


def _shorten_ids(root: ElementTree.Element) -> None:
    """Ids that something points at become short names, different for each picture; all others go."""
    text = ElementTree.tostring(root, encoding="unicode")
    prefix = "t" + hashlib.sha256(text.encode()).hexdigest()[:8]
    rename_ids(root, {old: f"{prefix}{number}" for number, old in enumerate(references(root))})


def _flatten(element: ElementTree.Element) -> None:
    """Groups without attributes only nest; their children take their place."""
    children: list[ElementTree.Element] = []
    for child in element:
        _flatten(child)
        if child.tag in (f"{{{_SVG}}}g", f"{{{_SVG}}}defs") and not len(child):
            continue
        is_bare = child.tag == f"{{{_SVG}}}g" and not child.attrib
        children.extend(child if is_bare else [child])
    element[:] = children


def _write(root: ElementTree.Element) -> str:
    for name, value in _ROOT.items():
        root.set(name, value)
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    return ElementTree.tostring(root, encoding="unicode")
