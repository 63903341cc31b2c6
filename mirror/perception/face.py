"""A face as it was seen in one image, or the reason why none was."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
"""(height, width, 3) blue, green, red; unmirrored, as the camera saw it."""

Points = npt.NDArray[np.float32]
"""(478, 3) x, y, z in pixels of the image, z on the scale of x, smaller is nearer to the camera."""


class Side(Enum):
    """A side of the face, always the subject's own."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "Side":
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class Unseen(Enum):
    """Why there is no face to measure, or none that can be measured truly."""

    NO_IMAGE = "no image"
    NO_FACE = "no face"
    TOO_FAR = "too far"
    TOO_NEAR = "too near"
    OFF_CENTRE = "off centre"
    TURNED = "turned away"
    DARK = "too dark"
    BLURRED = "blurred"


class Doubt(Enum):
    """Why a face that is seen well gives no figure beside its photograph at rest."""

    TURNED_FROM_REST = "turned away from the picture at rest"
    UNLIKE_REST = "the skin does not match the picture at rest"
    SHUT_AT_REST = "an eye is shut in the picture at rest"
    BLINKED = "the eyes were closed"
    MORE_FACES = "more than one face in a photograph"
    AT_ODDS = "the readings of the movement disagree"
    NOT_DONE = "no repetition of it was read"
    HIDDEN = "the skin round an eye is hidden"
    OTHER_WAY = "it went the other way: another movement, or rest and movement swapped"
    ANOTHER_MOVEMENT = "another movement than the one that was named"


def reason_named(words: str) -> Unseen | Doubt:
    """The reason that these words are the value of, as a log or a trace keeps them.

    Raises:
        ValueError: no reason has these words.
    """
    return Unseen(words) if words in [why.value for why in Unseen] else Doubt(words)


@dataclass(frozen=True, slots=True)
class Pose:
    """How the head is turned, in degrees.

    ``yaw_deg`` is positive when the subject turns to their own left, ``pitch_deg`` when they look up, ``roll_deg`` when
    the head tips towards the subject's own left shoulder.
    """

    yaw_deg: float
    pitch_deg: float
    roll_deg: float


@dataclass(frozen=True, slots=True)
class Quality:
    """What the image allows.  All are measured on the face, not on the whole picture."""

    eye_distance_px: float
    """Between the outer eye corners."""
    off_centre: float
    """Distance of the face from the middle of the image, as a fraction of the image's width."""
    light: float
    """Mean grey level of the face, 0..255."""
    sharpness: float
    """Variance of the Laplacian over the face at a fixed size; grows with detail."""


@dataclass(frozen=True, slots=True)
class Face:
    """One tracked face: its points, how it is turned and what the image allows."""

    points: Points
    width_px: int
    height_px: int
    pose: Pose
    quality: Quality
    fault: Unseen | None
    """Why this face should not be measured, although it is seen."""
