"""Whether a photograph shows the movement that it is said to show.

In front of the mirror the follower has watched the movement begin and end (mirror/movement/asked.py).  Of a photograph
only its name is known, and names get mixed up: a smile that is called a pucker, rest and movement the wrong way round.
What the light path sees in the registered view is enough to tell.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np

from mirror.perception.displacement import USUAL, Vector, both_mm
from mirror.perception.excursion import HARDLY_MM, Excursion, Movement
from mirror.perception.full_movement import CORNERS, moved_more

Glimpses = Mapping[Movement, tuple[Vector, Vector]]
"""(left, right) what each side did in the region of a movement: (2,) mm, x outwards and y down."""

#: Another movement counts from so many times as far as the one that was asked for: one picture is read less surely than
#: a hold.  On synthetic patients the right movement was never outdone by more than 1.3 (docs/measurement.md).
CERTAIN: Final = 2.0


def went_the_other_way(found: Excursion, usual_mm: float) -> bool:
    """Whether both sides together went more than a right angle off a movement's usual way.

    ``usual_mm`` is how far they went along it; lids can only go along it or against it.
    """
    return usual_mm < 0.0 and max(found.mean_mm, -usual_mm) > HARDLY_MM


def another_went_farther(
    asked: Movement, found: Excursion, seen: Glimpses, lids: Excursion | None, yaw_deg: float
) -> bool:
    """Whether another movement than the one that was asked for went certainly farther than ``found``.

    ``lids`` is what the eyes did and ``yaw_deg`` the head's turn from rest.  Of a region that is missing in ``seen``
    nothing can be told, nor of eyes that are None.
    """
    asked_mm = max(found.left_mm, found.right_mm)
    others = {movement: both_mm(movement, *sides, yaw_deg) for movement, sides in seen.items()}
    if lids is not None:
        others[Movement.EYE_CLOSURE] = lids.left_mm, lids.right_mm
    for other, sides_mm in others.items():
        # What the corners did is told by the way they went.
        same = other is asked or {other, asked} <= CORNERS or (other in CORNERS and not _goes(other, seen[other]))
        if not same and moved_more(asked, asked_mm, other, max(sides_mm), CERTAIN):
            return True
    return False


def _goes(movement: Movement, sides: tuple[Vector, Vector]) -> bool:
    """Whether both sides together go about the way that a movement goes: within a right angle of it."""
    return float(np.sum(sides, axis=0) @ USUAL[movement]) > 0.0
