"""A quiet arc beside the part that moves, alike on both sides, there only while it moves or holds."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from mirror.clips.choreography import ONE_SIDED, Demonstration
from mirror.clips.expression import HeadPose
from mirror.clips.portrait import Portrait

#: `#8FD6C0`, the colour of "go" on the screen; blue, green, red.
COLOUR: Final = (192, 214, 143)

#: Start, middle and end of the left side's arc, mm on the face's plane.
ARCS: Final[dict[Demonstration, tuple[tuple[float, float], tuple[float, float], tuple[float, float]]]] = {
    Demonstration.BROW_RAISE: ((24, -48.5), (36, -50.5), (47, -46)),
    Demonstration.EYE_CLOSURE: ((22, 13.5), (32, 16.5), (42, 13.5)),
    Demonstration.SMILE: ((37.5, 78), (43, 69), (45.5, 58)),
    Demonstration.OPEN_SMILE: ((37.5, 79), (43.5, 69), (46, 58)),
    Demonstration.SNARL: ((27.5, 50), (29, 41), (26, 32)),
    Demonstration.PUCKER: ((33, 59), (37, 69), (33, 79)),
    Demonstration.CHEEK_PUFF: ((52, 45), (56, 58), (52, 71)),
    Demonstration.EEE: ((39, 60), (43, 71), (39, 82)),
    Demonstration.FROWN: ((9, -37.5), (17, -40.5), (26, -40)),
    Demonstration.SLOW_BLINK: ((22, 13.5), (32, 16.5), (42, 13.5)),
    Demonstration.LOWER_LID_LIFT: ((22, 13.5), (32, 16.5), (42, 13.5)),
    Demonstration.WINK: ((22, 13.5), (32, 16.5), (42, 13.5)),
    Demonstration.NOSTRIL_FLARE: ((23, 44), (25.5, 38), (23, 32)),
    Demonstration.AIR_SHIFT: ((52, 45), (56, 58), (52, 71)),
    Demonstration.CHEEK_SUCK: ((56, 50), (50, 61), (49, 73)),
    Demonstration.LIP_SEAL: ((35, 62), (37.5, 69), (35, 76)),
    Demonstration.CORNER_DOWN: ((34, 72), (37, 80), (34, 89)),
    Demonstration.CHIN_LIFT: ((4, 108), (14, 106.5), (23, 102)),
    Demonstration.VOWELS: ((36, 59), (40, 70), (36, 82)),
    Demonstration.LIP_SYLLABLES: ((35, 60), (38, 69), (35, 79)),
    Demonstration.PU_SYLLABLE: ((33, 59), (37, 69), (33, 79)),
}

WIDTH_MM: Final = 1.5
_GLOW_MM: Final = 2.6
_LINE: Final = 0.62
_GLOW: Final = 0.30
_SHIFT: Final = 4


def add_accent(
    picture: npt.NDArray[np.uint8], portrait: Portrait, exercise: Demonstration, pose: HeadPose, amount: float
) -> None:
    """Draw the exercise's arcs on the picture (blue, green, red), in place; ``amount`` 0 is nothing, 1 full.

    An exercise that hands show, and one that is all of the face, has none.
    """
    if amount <= 0 or exercise not in ARCS:
        return
    arc = _curve(ARCS[exercise])
    for side in (1,) if exercise in ONE_SIDED else (1, -1):
        add_line(picture, portrait, arc * (side, 1), pose, amount)


def add_line(
    picture: npt.NDArray[np.uint8],
    portrait: Portrait,
    line: npt.NDArray[np.float64],
    pose: HeadPose,
    amount: float,
    width_mm: float = WIDTH_MM,
    colour: tuple[int, int, int] = COLOUR,
) -> None:
    """Lay a softly glowing line (n, 2; mm on the face's plane) on the picture, in place."""
    points = np.array([portrait.pixel(x, y, pose) for x, y in line])
    margin = (width_mm + 3.5 * _GLOW_MM) * portrait.per_mm
    left, top = np.maximum(np.floor(points.min(0) - margin), 0).astype(int)
    right, bottom = np.maximum(np.ceil(points.max(0) + margin), 0).astype(int)
    part = picture[top:bottom, left:right]
    if not part.size:
        return
    mask = np.zeros(part.shape[:2], np.uint8)
    width = max(1, round(width_mm * portrait.per_mm * pose.scale))
    at = np.round((points - (left, top)) * (1 << _SHIFT)).astype(np.int32)
    cv2.polylines(mask, [at], False, 255, width, cv2.LINE_AA, _SHIFT)
    core = cv2.GaussianBlur(mask, (0, 0), 0.35 * portrait.per_mm).astype(np.float32) / 255
    glow = cv2.GaussianBlur(mask, (0, 0), _GLOW_MM * portrait.per_mm).astype(np.float32) / 255
    cover = (np.clip(_LINE * core + _GLOW * glow, 0, 1) * np.float32(amount))[..., None]
    part[:] = np.clip(part + (np.array(colour, np.float32) - part) * cover + 0.5, 0, 255).astype(np.uint8)


def _curve(through: tuple[tuple[float, float], ...]) -> npt.NDArray[np.float64]:
    """(25, 2) the parabola through three points."""
    start, middle, end = np.array(through, dtype=np.float64)
    t = np.linspace(0, 1, 25)[:, None]
    result: npt.NDArray[np.float64] = start * (1 - t) * (1 - 2 * t) + middle * 4 * t * (1 - t) + end * t * (2 * t - 1)
    return result
