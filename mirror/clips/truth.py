"""What the drawing really moved, so that a measurement can be held against it."""

from __future__ import annotations

import math

from mirror.clips.anatomy import BROW, CORNER, OPENING_MM, UPPER_LIP
from mirror.clips.expression import Expression, Half
from mirror.clips.motion import SMILE_MM, displacement_at
from mirror.problem import Problem


def true_excursion_mm(expression: Expression, movement: str) -> tuple[float, float]:
    """(left, right) how far each side moved from its own rest, mm, on the scale of an iris of 11.77 mm.

    ``brow_raise``: brow upwards.  ``eye_closure``: rest opening minus opening.  ``smile``: the corner along the way of
    a smile, outwards and up.  ``snarl``: upper lip upwards.  ``pucker``: the corner towards the mid-line.  A posture
    (``droop``) is where a side starts from, so it does not count.
    """
    return _excursion_mm(expression.left, movement), _excursion_mm(expression.right, movement)


def _excursion_mm(half: Half, movement: str) -> float:
    match movement:
        case "brow_raise":
            return -displacement_at(half, BROW)[1]
        case "eye_closure":
            return OPENING_MM * half.eye_closure
        case "smile":
            dx, dy = displacement_at(half, CORNER)
            return (dx * SMILE_MM[0] + dy * SMILE_MM[1]) / math.hypot(*SMILE_MM)
        case "snarl":
            return -displacement_at(half, UPPER_LIP)[1]
        case "pucker":
            return -displacement_at(half, CORNER)[0]
    raise Problem(
        f"The portrait knows no true size for '{movement}'; it has one for brow_raise, eye_closure, smile, snarl"
        " and pucker."
    )
