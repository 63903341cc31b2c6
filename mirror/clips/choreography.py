"""How a demonstration moves through its seconds: ease into the shape, hold it, let go, rest."""

from __future__ import annotations

import math
from enum import Enum
from typing import Final

from mirror.clips.expression import Expression, HeadPose
from mirror.problem import Problem


class Demonstration(Enum):
    """The exercises there is a drawn film for."""

    BROW_RAISE = "brow_raise"
    EYE_CLOSURE = "eye_closure"
    SMILE = "smile"
    OPEN_SMILE = "open_smile"
    SNARL = "snarl"
    PUCKER = "pucker"
    CHEEK_PUFF = "cheek_puff"
    EEE = "eee"

    @classmethod
    def named(cls, name: str) -> Demonstration:
        """The exercise of this name."""
        for one in cls:
            if one.value == name:
                return one
        known = ", ".join(one.value for one in cls)
        raise Problem(f"There is no demonstration called '{name}'. There are: {known}.")


class Phase(Enum):
    """Which part of the repetition is shown."""

    MOVE = "move"
    HOLD = "hold"
    RELEASE = "release"
    REST = "rest"


MOVE_S: Final = 1.5
HOLD_S: Final = 3.0
RELEASE_S: Final = 1.5
REST_S: Final = 1.0
LOOP_S: Final = MOVE_S + HOLD_S + RELEASE_S + REST_S

#: Gentle shapes, about half of what a face can do: small and slow is what brings movement back without the
#: neighbours joining in.  Where half a movement could not be read from two metres away it is shown a little larger.
SHAPES: Final[dict[Demonstration, Expression]] = {
    Demonstration.BROW_RAISE: Expression.both(brow_raise=0.6),
    Demonstration.EYE_CLOSURE: Expression.both(eye_closure=1.0),
    Demonstration.SMILE: Expression.both(smile=0.7),
    Demonstration.OPEN_SMILE: Expression.both(smile=0.65, teeth=0.85),
    Demonstration.SNARL: Expression.both(snarl=0.65),
    Demonstration.PUCKER: Expression.both(pucker=0.7),
    Demonstration.CHEEK_PUFF: Expression.both(cheek_puff=0.75),
    Demonstration.EEE: Expression.both(eee=0.7, teeth=0.15),
}

_BLINK_AT_S: Final = MOVE_S + HOLD_S + RELEASE_S + 0.32
_BLINK_S: Final = 0.36  # lids fall in a third of it and rise in two thirds, as in life
_BREATH_S: Final = LOOP_S / 2
#: The head fills its panel as a face does at arm's length from the mirror.
_SCALE: Final = 1.08
_LOWER: Final = 0.002
_BREATH: Final = 0.0014  # of the picture's width: about 0.35 mm


def ease(t: float) -> float:
    """0 to 1 with no jerk at either end."""
    t = min(max(t, 0.0), 1.0)
    return t * t * t * (t * (6 * t - 15) + 10)


def phase_at(t_s: float) -> Phase:
    """The part of the repetition at a time; the loop repeats."""
    t = t_s % LOOP_S
    if t < MOVE_S:
        return Phase.MOVE
    if t < MOVE_S + HOLD_S:
        return Phase.HOLD
    return Phase.RELEASE if t < MOVE_S + HOLD_S + RELEASE_S else Phase.REST


def effort_at(t_s: float) -> float:
    """How much of the shape is taken, 0 at rest to 1 in the hold."""
    t = t_s % LOOP_S
    match phase_at(t):
        case Phase.MOVE:
            return ease(t / MOVE_S)
        case Phase.HOLD:
            return 1.0
        case Phase.RELEASE:
            return 1.0 - ease((t - MOVE_S - HOLD_S) / RELEASE_S)
        case Phase.REST:
            return 0.0


def pose_at(exercise: Demonstration, t_s: float) -> Expression:
    """The face at a time.  Repeats every ``LOOP_S`` without a seam."""
    t = t_s % LOOP_S
    face = Expression().blend(SHAPES[exercise], effort_at(t))
    lids = _blink_at(t)
    if lids > 0:
        face = face.blend(Expression.both(eye_closure=1.0), lids)
    breath = math.sin(2 * math.pi * t / _BREATH_S)
    sway = math.sin(2 * math.pi * t / LOOP_S)
    return face.posed(HeadPose(x=0.5 * _BREATH * sway, y=_LOWER + _BREATH * breath, scale=_SCALE, roll_deg=0.12 * sway))


def _blink_at(t: float) -> float:
    since = (t - _BLINK_AT_S) / _BLINK_S
    if not 0.0 < since < 1.0:
        return 0.0
    return ease(3 * since) if since < 1 / 3 else 1.0 - ease(1.5 * (since - 1 / 3))
