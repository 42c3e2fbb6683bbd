"""The look of every picture: type, palette, one colour for each state, party and outcome, declared once.

The eight hues are Okabe and Ito's palette, which people with any of the common colour-vision deficiencies can tell
apart; tints of a hue stand for kinds of the same thing, hatching for lateness that exists in the system only.
"""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import font_source_sans_pro
from matplotlib import font_manager, rc_context
from matplotlib.figure import Figure

from tthc.model.words import Outcome, Party, State

FAMILY = "Source Sans Pro"
SIZE, SMALL = 9.0, 8.0
BOLD = 600
FULL_WIDTH = 7.0  # inches: the text width of a portrait page

OKABE_ITO = {
    "black": "#000000",
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "vermillion": "#D55E00",
    "purple": "#CC79A7",
}
INK, MUTED, GRID, CLOSED, NO_RECORD = "#1A1A1A", "#595959", "#D9D9D9", "#C4C4C4", "#BDBDBD"
WARNING = OKABE_ITO["vermillion"]
ALARM = "#A84A00"  # the same hue, dark enough for small text on white
HATCH = "////"


@dataclass(frozen=True)
class Fill:
    """A colour and, where colour alone would mislead, a hatch."""

    colour: str
    hatch: str = ""

    @property
    def edge(self) -> str:
        """White between colours; areas nearly as light as the page get an outline."""
        return MUTED if _luminance(self.colour) > 0.85 else "#FFFFFF"

    @property
    def ink(self) -> str:
        """Black or white, whichever is read better on this colour (hatched areas are light)."""
        return "#FFFFFF" if not self.hatch and _luminance(self.colour) < 0.18 else "#000000"


def tint(colour: str, strength: float) -> str:
    """`colour` mixed with white: strength 1 is the colour itself, 0 white."""
    red, green, blue = _channels(colour)
    return "#" + "".join(f"{round(255 * (1 - strength + strength * part)):02X}" for part in (red, green, blue))


def shade(colour: str, lightness: float) -> str:
    """`colour` darkened to `lightness` of its own lightness."""
    hue, light, saturation = colorsys.rgb_to_hls(*_channels(colour))
    return "#" + "".join(f"{round(255 * part):02X}" for part in colorsys.hls_to_rgb(hue, light * lightness, saturation))


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


_P = OKABE_ITO
UNCLOSED = Fill("#FFFFFF", HATCH)
STATES: dict[str, Fill] = {
    State.WORK: Fill(_P["green"]),
    State.INTERLEAVED: Fill(tint(_P["green"], 0.75)),
    State.QUIET: Fill(tint(_P["green"], 0.9)),
    State.HELD: Fill(tint(_P["green"], 0.5)),
    State.WAITING: Fill(_P["orange"]),
    State.WAIT_QUEUE: Fill(tint(_P["orange"], 0.75)),
    State.WAIT_BUSY: Fill(tint(_P["orange"], 0.55)),
    State.WAIT_ABSENT: Fill(_P["vermillion"]),
    State.WAIT_OVERTAKEN: Fill(tint(_P["vermillion"], 0.6)),
    State.WAIT_BATCH: Fill(tint(_P["orange"], 0.4)),
    State.WAIT_IDLE: Fill(shade(_P["orange"], 0.7)),
    State.CONSULT: Fill(_P["sky"]),
    State.COUNCIL: Fill(_P["blue"]),
    State.SIGN: Fill(_P["purple"]),
    State.SUPPLEMENT: Fill(_P["yellow"]),
    State.OBLIGATION: Fill(tint(_P["yellow"], 0.6)),
    State.SUSPENDED: Fill(shade(_P["yellow"], 0.75)),
    State.UNCLOSED: UNCLOSED,
    State.OUTAGE: Fill(shade(NO_RECORD, 0.6)),
    State.SILENT: Fill(shade(NO_RECORD, 0.8)),
    State.UNRECORDED: Fill(NO_RECORD),
}
PARTIES: dict[str, Fill] = {
    Party.OWN_OFFICE: STATES[State.WORK],
    Party.OTHER_BODY: STATES[State.COUNCIL],
    Party.APPLICANT: STATES[State.SUPPLEMENT],
    Party.SYSTEM: UNCLOSED,
    Party.NO_RECORD: STATES[State.UNRECORDED],
}
OUTCOMES: dict[str, Fill] = {
    Outcome.EARLY: Fill(_P["blue"]),
    Outcome.ON_TIME: Fill(_P["sky"]),
    Outcome.LATE: Fill(_P["vermillion"]),
    Outcome.OPEN_IN_TIME: Fill("#DADADA"),
    Outcome.STOPPED: Fill(_P["yellow"]),
    Outcome.ENDED: Fill(tint(_P["yellow"], 0.5)),
    Outcome.OPEN_LATE: Fill(tint(_P["vermillion"], 0.5), HATCH),
}
SEVERAL = "#F2F2F2"  # what is too small to be shown by itself, taken together
NAMED_BY_PEOPLE = tint(_P["black"], 0.45)  # a cause that no state stands for

_RC = {
    "font.family": [FAMILY],
    "font.size": SIZE,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "axes.labelsize": SIZE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "hatch.linewidth": 0.8,
    "hatch.color": MUTED,
    "svg.fonttype": "none",
    "svg.hashsalt": "tthc",
}


def look() -> Any:
    """The settings under which a picture is drawn and written; the analyst's own settings stay as they are."""
    return rc_context(_RC)  # type: ignore[arg-type]


def sheet(width: float, height: float) -> Figure:
    """An empty figure of `width` × `height` inches on a white ground; never known to pyplot, so
    nothing keeps it alive.
    """
    return Figure(figsize=(width, height), facecolor="#FFFFFF")


FONTS = Path(font_source_sans_pro.__file__).parent / "files"
for _weight in ("Regular", "Semibold"):
    font_manager.fontManager.addfont(FONTS / f"SourceSansPro-{_weight}.ttf")
