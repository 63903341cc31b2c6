"""The look in numbers: colours, sizes and times.  Behind two-way glass black is mirror, so the ground is black."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

Colour = tuple[int, int, int]
"""Red, green, blue, 0..255."""

GROUND: Final[Colour] = (0x00, 0x00, 0x00)
INK: Final[Colour] = (0xF5, 0xEF, 0xE6)
DIM: Final[Colour] = (0xA9, 0xA3, 0x9A)
LINE: Final[Colour] = (0x3A, 0x37, 0x33)
GO: Final[Colour] = (0x8F, 0xD6, 0xC0)
WARM: Final[Colour] = (0xEB, 0xC0, 0x7F)
STOP: Final[Colour] = (0xE9, 0x84, 0x72)

#: A change of scene.
FADE_S: Final = 0.2
#: One breath of the waiting ring.
BREATH_S: Final = 4.0

#: The ground of a panel without a picture: just enough to be seen as a place.
PANEL_GROUND: Final[Colour] = (0x0D, 0x0C, 0x0C)
#: Width over height of the demonstration and of the live face.
PANEL_ASPECT: Final = 0.80

#: The design's own screen: every size below is pixels on a screen whose shorter side is this long.
_DESIGN_PX: Final = 1080.0
#: The squarest proportions the design knows, shorter over longer side: those of 1280x800.
_SQUAREST: Final = 0.625
#: Nothing is set smaller: 18 px where the shorter side is 480, 32 px where it is 1080, and on that line elsewhere.
_SMALLEST_PX: Final = ((480.0, 18.0), (1080.0, 32.0))


class Weight(Enum):
    """How heavy a letter is."""

    LIGHT = "light"
    REGULAR = "regular"
    MEDIUM = "medium"


class Figures(Enum):
    """How figures are set."""

    TEXT = "text"
    """Each as wide as it is, for sentences."""
    TABULAR = "tabular"
    """All equally wide, so that clocks, counts and columns stand still."""


class Motion(Enum):
    """Whether changes of scene are eased and waiting breathes."""

    FULL = "full"
    REDUCED = "reduced"


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: size at the design's own screen, weight, colour and line height."""

    design_px: float
    weight: Weight
    colour: Colour
    leading: float = 1.24
    """Line height over size."""
    figures: Figures = Figures.TEXT


CLOCK: Final = Style(150, Weight.LIGHT, INK, 1.0)
DATE: Final = Style(42, Weight.REGULAR, DIM)
HEADLINE: Final = Style(84, Weight.REGULAR, INK, 1.14)
SENTENCE: Final = Style(64, Weight.REGULAR, INK, 1.22)
CHOICE: Final = Style(72, Weight.REGULAR, INK, 1.14)
COMPARISON: Final = Style(60, Weight.REGULAR, DIM, 1.28)
DETAIL: Final = Style(42, Weight.REGULAR, DIM, 1.34)
TITLE: Final = Style(44, Weight.MEDIUM, INK)
EYEBROW: Final = Style(36, Weight.REGULAR, DIM)
MARK: Final = Style(44, Weight.MEDIUM, INK)
LABEL: Final = Style(38, Weight.REGULAR, DIM)
LABEL_SUGGESTED: Final = Style(38, Weight.MEDIUM, INK)
PILL: Final = Style(32, Weight.REGULAR, INK)
NUMERAL: Final = Style(128, Weight.LIGHT, INK, 1.0, Figures.TABULAR)
RING_WORD: Final = Style(56, Weight.REGULAR, INK, 1.15)
RING_LABEL: Final = Style(36, Weight.REGULAR, DIM)
NOTICE: Final = Style(34, Weight.REGULAR, WARM)
NEWS: Final = Style(34, Weight.REGULAR, DIM)
CAUTION: Final = Style(42, Weight.REGULAR, WARM, 1.34)
CELL: Final = Style(44, Weight.REGULAR, INK, figures=Figures.TABULAR)
CELL_HEAD: Final = Style(34, Weight.REGULAR, DIM)


@dataclass(frozen=True, slots=True)
class Scale:
    """Design pixels to pixels of a real screen."""

    width: int
    height: int

    @property
    def shorter(self) -> int:
        """The shorter side; on a screen squarer than the design, what it would be in the design's proportions."""
        return min(self.width, self.height, round(max(self.width, self.height) * _SQUAREST))

    @property
    def smallest_px(self) -> int:
        """The smallest text this screen may carry."""
        (x0, y0), (x1, y1) = _SMALLEST_PX
        return max(14, round(y0 + (self.shorter - x0) * (y1 - y0) / (x1 - x0)))

    def length(self, design_px: float) -> int:
        """A length, never less than one pixel."""
        return max(1, round(design_px * self.shorter / _DESIGN_PX))

    def text_px(self, style: Style) -> int:
        """The size of a text."""
        return max(self.smallest_px, round(style.design_px * self.shorter / _DESIGN_PX))


def mixed(colour: Colour, other: Colour, part: float) -> Colour:
    """A colour between two: 0 the first, 1 the second."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(colour, other, strict=True))
    return red, green, blue


#: What is still to come and can be counted: 3.4 to 1 on black.  LINE alone, 1.8 to 1, is lost on a small screen; what
#: can be counted needs 3 to 1 (WCAG 2.2, 1.4.11).
EMPTY: Final = mixed(GROUND, DIM, 0.6)


def ease(part: float) -> float:
    """0..1 -> 0..1, slow at both ends."""
    part = min(1.0, max(0.0, part))
    return part * part * (3.0 - 2.0 * part)
