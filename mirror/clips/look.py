"""Who is drawn: colours, hair and ground of a portrait."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

Colour = tuple[int, int, int]
"""Red, green, blue, 0..255, as on a screen."""


class Hair(Enum):
    """How the hair is worn.  None covers the brows, eyes or cheeks."""

    SWEPT_BACK = "swept back"
    SHORT = "short"


class Ground(Enum):
    """What is behind the head."""

    BLACK = "black"
    WALL = "wall"


@dataclass(frozen=True, slots=True)
class Look:
    """One person.  Two portraits with equal looks are painted alike to the last pixel."""

    skin: Colour
    flush: Colour
    lips: Colour
    iris: Colour
    brows: Colour
    brow_fullness: float
    lashes: float
    hair: Hair
    hair_colour: Colour
    hair_light: Colour
    clothes: Colour
    ground: Ground
    wall: Colour
    age: float
    jaw: float
    lip_fullness: float
    brow_drop_mm: float
    seed: int


#: The person who shows the exercise.  Stands before black, which is mirror behind two-way glass.
DEMONSTRATOR: Final = Look(
    skin=(205, 152, 118),
    flush=(196, 104, 84),
    lips=(176, 92, 84),
    iris=(96, 62, 38),
    brows=(30, 19, 15),
    brow_fullness=0.95,
    lashes=1.0,
    hair=Hair.SWEPT_BACK,
    hair_colour=(34, 22, 18),
    hair_light=(120, 78, 54),
    clothes=(54, 96, 94),
    ground=Ground.BLACK,
    wall=(0, 0, 0),
    age=0.25,
    jaw=0.0,
    lip_fullness=0.95,
    brow_drop_mm=0.0,
    seed=7,
)

#: The person in front of the drawn camera.
PATIENT: Final = Look(
    skin=(228, 184, 160),
    flush=(214, 120, 104),
    lips=(190, 116, 108),
    iris=(86, 104, 108),
    brows=(70, 62, 58),
    brow_fullness=0.92,
    lashes=0.45,
    hair=Hair.SHORT,
    hair_colour=(66, 63, 62),
    hair_light=(226, 223, 220),
    clothes=(84, 104, 124),
    ground=Ground.WALL,
    wall=(176, 188, 186),
    age=0.8,
    jaw=1.0,
    lip_fullness=0.68,
    brow_drop_mm=3.4,
    seed=11,
)

DEFAULT: Final = PATIENT
