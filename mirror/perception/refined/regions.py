"""Which points of the mesh hold still in which movement, and which ones move.  Indices of MediaPipe's 478 points."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.perception.landmarks import STABLE

# fmt: off
BRIDGE: Final = (168, 6, 197, 195, 5, 4, 1, 122, 351, 196, 419, 3, 248, 193, 417, 245, 465)
EYE_CORNERS: Final = (33, 133, 362, 263, 130, 359, 243, 463, 226, 446, 35, 265, 124, 353, 113, 342)
TEMPLES: Final = (
    127, 356, 162, 389, 21, 251, 34, 264, 139, 368, 71, 301, 156, 383, 143, 372, 234, 454, 227, 447, 116, 345, 137, 366,
    177, 401, 93, 323,
)
FOREHEAD: Final = (
    10, 151, 9, 8, 109, 338, 67, 297, 103, 332, 54, 284, 108, 337, 69, 299, 104, 333, 68, 298, 63, 293, 66, 296, 105,
    334, 52, 282, 53, 283, 65, 295,
)
CHEEKS: Final = (
    111, 340, 117, 346, 118, 347, 119, 348, 120, 349, 50, 280, 123, 352, 147, 376, 101, 330, 100, 329, 47, 277, 36, 266,
    205, 425,
)
LOWER_FACE: Final = (
    61, 291, 0, 17, 13, 14, 84, 314, 18, 200, 199, 175, 152, 148, 377, 176, 400, 57, 287, 43, 273, 106, 335, 182, 406,
    83, 313, 164, 2, 97, 326, 92, 322, 186, 410,
)
CHEEKBONES: Final = (234, 454, 227, 447, 116, 345, 137, 366, 177, 401, 93, 323)
OUTER_EYE: Final = (33, 263, 130, 359, 226, 446, 35, 265, 124, 353, 113, 342)
UPPER_CHEEKS: Final = (111, 340, 117, 346, 118, 347, 123, 352)
UPPER_FOREHEAD: Final = (10, 151, 109, 338, 67, 297, 103, 332, 54, 284, 68, 298, 104, 333, 69, 299)
LIDS: Final = (159, 145, 386, 374, 158, 160, 385, 387, 144, 153, 380, 373)
#: Brow and cheek, as near to an eye as a hand over it lies on them: the subject's left eye, then the right one.
ROUND_EYE: Final = {
    Side.LEFT: (282, 283, 293, 334, 446, 265, 353, 463, 347, 348, 349, 450, 451, 452, 340),
    Side.RIGHT: (52, 53, 63, 105, 226, 35, 124, 243, 118, 119, 120, 230, 231, 232, 111),
}
BROWS: Final = (105, 334, 66, 296, 63, 293, 107, 336, 70, 300)
MOUTH_CORNERS: Final = (61, 291)
#: The nose from bridge to tip and the sides of the jaw, which a snarl moves.
NOSE_AND_JAW: Final = (6, 197, 195, 5, 4, 93, 323, 132, 361)
# fmt: on


@dataclass(frozen=True, slots=True)
class Stillness:
    """What the head's own motion is read from while a movement goes on."""

    points: tuple[int, ...]
    """Stable points of the mesh."""
    skin: tuple[int, ...]
    """Centres of the patches of skin that hold still..."""
    moving: tuple[int, ...]
    """...except near these."""


_UPPER_FACE: Final = BRIDGE + EYE_CORNERS + TEMPLES + FOREHEAD

STILL: Final[Mapping[Movement, Stillness]] = {
    Movement.BROW_RAISE: Stillness(STABLE, (*BRIDGE, 33, 133, 362, 263, *CHEEKS, *LOWER_FACE, *CHEEKBONES), BROWS),
    Movement.EYE_CLOSURE: Stillness(STABLE, BRIDGE + TEMPLES + FOREHEAD + CHEEKS + EYE_CORNERS, LIDS),
    Movement.SMILE: Stillness(STABLE, _UPPER_FACE, MOUTH_CORNERS),
    Movement.PUCKER: Stillness(STABLE, _UPPER_FACE + UPPER_CHEEKS, MOUTH_CORNERS),
    Movement.SNARL: Stillness(
        tuple(point for point in STABLE if point not in NOSE_AND_JAW),
        OUTER_EYE + TEMPLES + UPPER_FOREHEAD + (8, 168),
        MOUTH_CORNERS,
    ),
}
