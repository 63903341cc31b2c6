"""How a demonstration moves through its seconds: ease into the shape, hold it, let go, rest."""

from __future__ import annotations

import math
from dataclasses import replace
from enum import Enum
from typing import Final

from mirror.clips.expression import Expression, Half, HeadPose
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
    FROWN = "frown"
    SLOW_BLINK = "slow_blink"
    LOWER_LID_LIFT = "lower_lid_lift"
    WINK = "wink"
    NOSTRIL_FLARE = "nostril_flare"
    AIR_SHIFT = "air_shift"
    CHEEK_SUCK = "cheek_suck"
    ASSISTED_SMILE = "assisted_smile"
    LIP_SEAL = "lip_seal"
    CORNER_DOWN = "corner_down"
    CHIN_LIFT = "chin_lift"
    VOWELS = "vowels"
    LIP_SYLLABLES = "lip_syllables"
    PU_SYLLABLE = "pu_syllable"
    EXPRESSIONS = "expressions"
    RESIST_SMILE = "resist_smile"
    RESIST_PUCKER = "resist_pucker"
    RESIST_BROW = "resist_brow"

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

#: The shapes that are held.  Gentle, about half of what a face can do: small and slow is what brings movement back
#: without the neighbours joining in.  Where half a movement could not be read from two metres away it is
#: shown a little larger.
SHAPES: Final[dict[Demonstration, Expression]] = {
    Demonstration.BROW_RAISE: Expression.both(brow_raise=0.6),
    Demonstration.EYE_CLOSURE: Expression.both(eye_closure=1.0),
    Demonstration.SMILE: Expression.both(smile=0.7),
    Demonstration.OPEN_SMILE: Expression.both(smile=0.65, teeth=0.85),
    Demonstration.SNARL: Expression.both(snarl=0.65),
    Demonstration.PUCKER: Expression.both(pucker=0.7),
    Demonstration.CHEEK_PUFF: Expression.both(cheek_puff=0.75),
    Demonstration.EEE: Expression.both(eee=0.7, teeth=0.15),
    Demonstration.FROWN: Expression.both(frown=0.75),
    Demonstration.SLOW_BLINK: Expression.both(eye_closure=1.0),
    Demonstration.LOWER_LID_LIFT: Expression.both(lid_lift=0.75),
    Demonstration.WINK: Expression(left=Half(eye_closure=1.0)),
    Demonstration.NOSTRIL_FLARE: Expression.both(flare=0.75),
    Demonstration.CHEEK_SUCK: Expression.both(hollow=0.75),
    Demonstration.ASSISTED_SMILE: Expression.both(smile=0.6),
    Demonstration.LIP_SEAL: Expression.both(press=0.7),
    Demonstration.CORNER_DOWN: Expression.both(corner_down=0.65),
    Demonstration.CHIN_LIFT: Expression.both(chin_lift=0.75),
    Demonstration.PU_SYLLABLE: Expression.both(pucker=0.75, jaw=0.12),
    Demonstration.RESIST_SMILE: Expression.both(smile=0.5),
    Demonstration.RESIST_PUCKER: Expression.both(pucker=0.6),
    Demonstration.RESIST_BROW: Expression.both(brow_raise=0.55),
}

#: Drawn for a weaker left side.
ONE_SIDED: Final = frozenset({Demonstration.WINK})

_A: Final = Expression.both(jaw=0.62, teeth=0.1)
_E: Final = Expression.both(eee=0.35, jaw=0.22, teeth=0.3)
_I: Final = Expression.both(eee=0.6, teeth=0.28)
_O: Final = Expression.both(pucker=0.45, jaw=0.42)
_U: Final = Expression.both(pucker=0.75, jaw=0.12)
_CLOSED: Final = Expression.both(press=0.4)
_OPEN: Final = Expression.both(jaw=0.5, teeth=0.1)
_LEFT_FULL: Final = Expression(left=Half(cheek_puff=0.75), right=Half(hollow=0.15))
_RIGHT_FULL: Final = Expression(left=Half(hollow=0.15), right=Half(cheek_puff=0.75))

#: Shapes that follow one another within the time of moving and holding: the moment (s) each is reached, and left.
SEQUENCES: Final[dict[Demonstration, tuple[tuple[float, float, Expression], ...]]] = {
    Demonstration.AIR_SHIFT: ((1.0, 1.5, _LEFT_FULL), (2.5, 3.0, _RIGHT_FULL), (4.0, 4.5, _LEFT_FULL)),
    Demonstration.VOWELS: ((0.6, 0.9, _A), (1.5, 1.8, _E), (2.4, 2.7, _I), (3.3, 3.6, _O), (4.2, 4.6, _U)),
    Demonstration.LIP_SYLLABLES: (
        *((0.4, 0.65, _CLOSED), (1.05, 1.35, _OPEN)),
        *((1.9, 2.15, _CLOSED), (2.55, 2.85, _OPEN)),
        *((3.4, 3.65, _CLOSED), (4.05, 4.6, _OPEN)),
    ),
    Demonstration.EXPRESSIONS: (
        (0.9, 1.3, Expression.both(brow_raise=0.65, jaw=0.12)),
        (2.4, 2.9, Expression.both(smile=0.6)),
        (4.0, 4.6, Expression.both(frown=0.5, corner_down=0.4, press=0.15)),
    ),
}

_BLINK_AT_S: Final = MOVE_S + HOLD_S + RELEASE_S + 0.32
_BLINK_S: Final = 0.36  # lids fall in a third of it and rise in two thirds, as in life
_BREATH_S: Final = LOOP_S / 2
#: The head fills its panel as a face does at arm's length from the mirror.
FACE_SCALE: Final = 1.08
FACE_LOWER: Final = 0.002
_BREATH: Final = 0.0014  # of the picture's width: about 0.35 mm


def ease(t: float) -> float:
    """0 to 1 with no jerk at either end."""
    t = min(max(t, 0.0), 1.0)
    return min(1.0, t * t * t * (t * (6 * t - 15) + 10))  # rounding must not carry it beyond its end


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
    face = _sequence_at(SEQUENCES[exercise], t) if exercise in SEQUENCES else held_at(SHAPES[exercise], t)
    lids = blink_since(t - _BLINK_AT_S)
    if lids > 0:
        face = face.blend(Expression.both(eye_closure=1.0), lids)
    breath = math.sin(2 * math.pi * t / _BREATH_S)
    sway = math.sin(2 * math.pi * t / LOOP_S)
    return framed(face, HeadPose(x=0.5 * _BREATH * sway, y=_BREATH * breath, roll_deg=0.12 * sway))


def framed(face: Expression, pose: HeadPose) -> Expression:
    """The face at the size and height it has in every film, moved within it by ``pose``."""
    return face.posed(replace(pose, y=FACE_LOWER + pose.y, scale=FACE_SCALE))


def held_at(shape: Expression, t_s: float) -> Expression:
    """One shape taken, held and let go."""
    return Expression().blend(shape, effort_at(t_s))


def _sequence_at(shapes: tuple[tuple[float, float, Expression], ...], t: float) -> Expression:
    left_s, before = 0.0, Expression()
    for reached_s, until_s, shape in (*shapes, (MOVE_S + HOLD_S + RELEASE_S, LOOP_S, Expression())):
        if t < until_s:
            return before.blend(shape, ease((t - left_s) / (reached_s - left_s)))
        left_s, before = until_s, shape
    return before


def blink_since(begun_s: float) -> float:
    """How far the lids of a blink are down, so long after it began."""
    since = begun_s / _BLINK_S
    if not 0.0 < since < 1.0:
        return 0.0
    return ease(3 * since) if since < 1 / 3 else 1.0 - ease(1.5 * (since - 1 / 3))
