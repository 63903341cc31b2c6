"""How the routines are shown: where the hands go, how slowly, and what the face does meanwhile.

Everything one-sided is written for a person whose left side is the weaker one; a player turns it for the other.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mirror.clips.choreography import Demonstration
from mirror.clips.expression import Expression, Half
from mirror.clips.hands import CLOTH_COLOUR, Arcs, Cloth, Drop, Fingertip, FlatHand, Light, Way, mirrored
from mirror.clips.pace import Point, along, blinking, breath, breathing, changing, circles, eased, there


class GuidedRoutine(Enum):
    """The routines there is a drawn film for: all of the catalogue."""

    NECK_FOUNDATION = "neck_foundation"
    IMAGERY_BROW_RAISE = "imagery_brow_raise"
    IMAGERY_EYE_CLOSURE = "imagery_eye_closure"
    IMAGERY_SMILE = "imagery_smile"
    IMAGERY_PUCKER = "imagery_pucker"
    MIRRORED_VIEW = "mirrored_view"
    SPEECH_SUPPORT = "speech_support"
    GOOD_SIDE_RELAXATION = "good_side_relaxation"
    FACIAL_REST = "facial_rest"
    MASSAGE_FOREHEAD = "massage_forehead"
    MASSAGE_TEMPLES = "massage_temples"
    MASSAGE_EYE_CIRCLES = "massage_eye_circles"
    MASSAGE_CHEEKS = "massage_cheeks"
    MASSAGE_POINTS = "massage_points"
    MASSAGE_CHIN = "massage_chin"
    MASSAGE_NECK = "massage_neck"
    RELEASE_CHEEK = "release_cheek"
    RELEASE_EYE = "release_eye"
    RELEASE_NECK = "release_neck"
    WARM_TOWEL = "warm_towel"
    EYE_DROPS = "eye_drops"
    ASSISTED_CLOSURE = "assisted_closure"
    EYE_NIGHT = "eye_night"


@dataclass(frozen=True, slots=True)
class Moment:
    """What is seen at one time."""

    face: Expression
    lights: tuple[Light, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """A loop.  ``one_sided``: it shows the weaker side, or the stronger one, drawn for a weaker left side."""

    at: Callable[[float], Moment]
    loop_s: float = 8.0
    one_sided: bool = False


#: The fingers move the skin and do not slide: of a circle's radius the skin goes so much along.
_GRIP: Final = 0.55
_CIRCLE_MM: Final = 4.0
_FAINT: Final = 0.42
_LIDS_DOWN: Final = Expression.both(eye_closure=0.28, gaze_y=0.9)
_SHUT: Final = Expression.both(eye_closure=1.0)


def _watching(t_s: float, loop_s: float, face: Expression | None = None) -> Expression:
    """A quiet face that breathes and blinks."""
    return breathing(blinking(face or Expression(), t_s, loop_s), t_s)


def _both(*lights: Light) -> tuple[Light, ...]:
    return (*lights, *map(mirrored, lights))


def _circling(
    places: tuple[Point, ...], from_deg: float, beside: Point | None = None, way: tuple[Point, ...] = ()
) -> Callable[[float], Moment]:
    """Both hands circle at one place after the other; a second fingertip lies ``beside`` the first."""
    loop_s = 8.0

    def at(t_s: float) -> Moment:
        (x, y), away = circles(t_s, places, _CIRCLE_MM, loop_s)
        amount, pull = there(t_s, 0.0, loop_s), (_GRIP * away[0], _GRIP * away[1])
        fingers = [Fingertip(x, y, from_deg, pull, amount)]
        if beside is not None:
            fingers.insert(0, Fingertip(x + beside[0], y + beside[1], from_deg, (0.0, 0.0), amount))
        ways = [Way(way, _FAINT)] if way else []
        return Moment(_watching(t_s, loop_s), _both(*ways, *fingers))

    return at


def _eye_circles(t_s: float) -> Moment:
    """Around the bone, twice in a loop; there is no weight in the finger, so that the skin stays."""

    def ring(turn: float) -> Point:
        return 32.0 + 20.5 * math.cos(turn), -2.5 + 18.0 * math.sin(turn)

    ways = tuple(ring(2 * math.pi * k / 24) for k in range(25))
    turn = -2 * math.pi * t_s / 4.0
    return Moment(_watching(t_s, 8.0), _both(Way(ways, _FAINT), Fingertip(*ring(turn), 0.0, length_mm=0.0)))


_CHEEK_LINES: Final[tuple[tuple[Point, ...], ...]] = (
    ((17, 41), (38, 33), (59, 15)),
    ((31, 63), (46, 50), (62, 27)),
    ((25, 84), (45, 72), (61, 41)),
)


def _cheeks(t_s: float) -> Moment:
    number = int(t_s / 4.0)
    since = t_s - 4.0 * number
    x, y = along(_CHEEK_LINES[number], (since - 0.5) / 3.0)
    turn = 2 * math.pi * since / 1.0
    away = 3.0 * math.cos(turn), 3.0 * math.sin(turn)
    finger = Fingertip(x + away[0], y + away[1], 18.0, (_GRIP * away[0], _GRIP * away[1]), there(since, 0.0, 4.0))
    lit = there(since, 0.0, 4.0)
    ways = [Way(line, _FAINT + (0.45 * lit if k == number else 0.0)) for k, line in enumerate(_CHEEK_LINES)]
    return Moment(_watching(t_s, 12.0), _both(*ways, finger))


def _points(t_s: float) -> Moment:
    number = int(t_s / 4.0)
    since = t_s - 4.0 * number
    x, y = ((19.5, 40.0), (32.0, 67.0))[number]
    turn = 2 * math.pi * since / 2.0
    away = 2.6 * math.sin(turn), -2.6 * math.cos(turn)
    pull = _GRIP * away[0], _GRIP * away[1]
    finger = Fingertip(x + away[0], y + away[1], 40.0, pull, there(since, 0.0, 4.0))
    return Moment(_watching(t_s, 8.0), _both(finger))


_NECK_LINE: Final[tuple[Point, ...]] = ((49, 82), (43, 104), (40, 128), (38, 150))


def _neck_strokes(t_s: float) -> Moment:
    since = t_s % 4.0
    part = eased(since, (0.3, 0.0), (3.6, 1.0))
    amount = there(since, 0.0, 4.0)
    x, y = along(_NECK_LINE, part)
    pull = (0.0, 2.6 * eased(since, (0.3, 0.0), (1.3, 1.0), (3.0, 1.0), (3.8, 0.0)))
    fingers = (Fingertip(x + 5.0, y - 11.0, 8.0, (0.0, 0.0), amount), Fingertip(x, y, 8.0, pull, amount))
    return Moment(_watching(t_s, 8.0), _both(Way(_NECK_LINE, _FAINT), *fingers))


def _neck_foundation(t_s: float) -> Moment:
    yaw = eased(t_s, (0.2, 0.0), (2.2, 11.0), (2.8, 11.0), (5.6, -11.0), (6.2, -11.0), (8.0, 0.0))
    pitch = eased(t_s, (8.2, 0.0), (9.6, -8.0), (10.0, -8.0), (11.8, 0.0))
    return Moment(breathing(Expression(), t_s, yaw, pitch))


def _release_neck(t_s: float) -> Moment:
    """One side after the other: the face turns away from the hand, and up."""
    since = t_s % 6.0
    turn = eased(since, (0.8, 0.0), (2.6, 1.0), (4.6, 1.0), (5.9, 0.0))
    hand = FlatHand(34.0, 138.0, 27.0, (1.2 * turn, 2.4 * turn), there(since, 0.0, 6.0))
    line = Way(((46, 86), (41, 108), (37, 130)), 0.8 * turn)
    left = t_s < 6.0
    face = breathing(Expression(), t_s, (-9.5 if left else 9.5) * turn, 7.0 * turn)
    return Moment(face, (line, hand) if left else (mirrored(line), mirrored(hand)))


def _imagining(exercise: Demonstration, face: Expression) -> Callable[[float], Moment]:
    """The arcs of the movement swell with the breath beside a face that keeps still."""

    def at(t_s: float) -> Moment:
        return Moment(breathing(face, t_s), (Arcs(exercise, 0.15 + 0.85 * breath(t_s)),))

    return at


def _mirrored_view(t_s: float) -> Moment:
    """The stronger half takes the weaker half's place."""
    own = Expression(left=Half(droop=0.9), right=Half(smile=0.25))
    twice = Expression.both(smile=0.25)
    seen = eased(t_s, (2.0, 0.0), (3.6, 1.0), (6.6, 1.0), (7.8, 0.0))
    line = Way(((0, -58), (0, 20), (0, 106)), 0.55 * eased(t_s, (0.6, 0.0), (1.8, 1.0), (6.6, 1.0), (7.8, 0.0)))
    return Moment(breathing(own.blend(twice, seen), t_s), (line,))


_A: Final = Expression.both(jaw=0.5, teeth=0.1)
_E: Final = Expression.both(eee=0.3, jaw=0.18, teeth=0.25)
_O: Final = Expression.both(pucker=0.4, jaw=0.35)
_M: Final = Expression.both(press=0.3)


def _speech_support(t_s: float) -> Moment:
    said = ((0.9, Expression()), (1.6, _A), (2.4, _M), (3.2, _O), (4.0, _E), (4.8, _M), (5.6, _A), (6.6, Expression()))
    hand = FlatHand(51.0, 13.0, 80.0, (-0.8, -1.2), there(t_s, 0.0, 8.0))
    return Moment(_watching(t_s, 8.0, changing(t_s, *said)), (hand,))


def _good_side(t_s: float) -> Moment:
    soft = eased(t_s, (1.0, 0.0), (3.4, 1.0), (5.0, 1.0), (7.2, 0.0))
    hand = FlatHand(-51.0, 13.0 + 3.0 * soft, 100.0, (-0.4 * soft, 4.2 * soft), there(t_s, 0.0, 8.0))
    return Moment(_watching(t_s, 8.0), (hand,))


def _facial_rest(t_s: float) -> Moment:
    face = Expression.both(eye_closure=0.24, jaw=0.07 + 0.03 * (1 - breath(t_s)), gaze_y=0.3)
    lit = 0.12 + 0.5 * breath(t_s)
    chest = Way(((-64, 150), (-34, 163), (0, 168), (34, 163), (64, 150)), lit, 2.4)
    return Moment(_watching(t_s, 8.0, face), (chest,))


def _release_cheek(t_s: float) -> Moment:
    """A thumb inside, a finger outside: held, until what is between them gives way."""
    hold = eased(t_s, (0.6, 0.0), (1.8, 1.0), (5.4, 0.55), (7.2, 0.0))
    amount = there(t_s, 0.0, 8.0)
    thumb = Fingertip(29.0, 70.0, 66.0, (1.4 * hold, 0.0), amount)
    finger = Fingertip(46.0, 58.0, 22.0, (-2.4 * hold, 1.0 * hold), amount)
    return Moment(_watching(t_s, 8.0, Expression(jaw=0.10 * hold)), (thumb, finger))


def _release_eye(t_s: float) -> Moment:
    out = eased(t_s, (0.8, 0.0), (2.8, 1.0), (5.6, 1.0), (7.2, 0.0))
    return Moment(
        _watching(t_s, 8.0), (Fingertip(54.0 + 3.0 * out, -1.0, -4.0, (3.2 * out, -0.3 * out), there(t_s, 0.0, 8.0)),)
    )


def _towel(t_s: float) -> Moment:
    on = eased(t_s, (0.2, 0.0), (1.6, 1.0), (6.2, 1.0), (7.6, 0.0))
    return Moment(_watching(t_s, 8.0), (Cloth(47.0 + 10.0 * (1.0 - on), 57.0 + 8.0 * (1.0 - on), on),))


def _eye_drops(t_s: float) -> Moment:
    """The lower lid drawn down a little, a drop behind it, then soft blinks."""
    up = eased(t_s, (0.0, 0.0), (1.1, 1.0), (3.4, 1.0), (4.4, 0.0))
    face = Expression(gaze_y=-0.8 * up)
    shut = eased(t_s, (4.6, 0.0), (5.0, 1.0), (5.2, 1.0), (5.8, 0.0), (6.2, 0.0), (6.6, 1.0), (6.8, 1.0), (7.4, 0.0))
    finger = Fingertip(33.0, 17.5 + 2.0 * up, 72.0, (0.0, 4.6 * up), there(t_s, 0.2, 4.4))
    fall = eased(t_s, (1.6, 0.0), (2.7, 1.0))
    drop = Drop(33.0, -30.0 + 32.0 * fall * fall, there(t_s, 1.3, 3.2))
    return Moment(breathing(face.blend(_SHUT, shut), t_s, pitch_deg=5.0 * up), (finger, drop))


def _finger_on_lid(t_s: float, until_s: float) -> tuple[Expression, Fingertip]:
    """A fingertip draws the left upper lid down while the person looks down."""
    closing = eased(t_s, (1.3, 0.0), (2.8, 1.0), (until_s, 1.0), (until_s + 1.2, 0.0))
    down = eased(t_s, (0.2, 0.0), (1.1, 1.0), (until_s, 1.0), (until_s + 1.2, 0.0))
    looking = Expression().blend(_LIDS_DOWN, down)
    face = Expression(looking.left.blend(Half(eye_closure=1.0), closing), looking.right, gaze_y=looking.gaze_y)
    finger = Fingertip(38.0, -9.5 + 9.0 * closing, -38.0, (0.0, 0.8 * closing), there(t_s, 0.5, until_s + 0.5))
    return face, finger


def _assisted_closure(t_s: float) -> Moment:
    face, finger = _finger_on_lid(t_s, 5.6)
    return Moment(breathing(face, t_s), (finger,))


def _eye_night(t_s: float) -> Moment:
    """Closed with a finger, then covered from the nose outwards."""
    face, finger = _finger_on_lid(t_s, 2.9)
    shut = eased(t_s, (2.8, 0.0), (2.9, 1.0), (7.2, 1.0), (7.9, 0.0))
    face = Expression(
        face.left.blend(Half(eye_closure=1.0), shut), face.right.blend(Half(eye_closure=1.0), shut), gaze_y=face.gaze_y
    )
    strip = eased(t_s, (3.4, 0.02), (5.0, 1.0))
    end = along(((14.0, 3.0), (32.0, 3.4), (51.0, 0.0)), strip)
    cover = Way(((14.0, 3.0), ((14.0 + end[0]) / 2, 3.2), end), 0.8 * there(t_s, 3.3, 7.6), 13.0, CLOTH_COLOUR)
    return Moment(breathing(face, t_s), (finger, cover))


_FOREHEAD: Final[tuple[Point, ...]] = ((14.0, -40.5), (28.0, -42.5), (42.0, -40.0))

SCENES: Final[dict[GuidedRoutine, Scene]] = {
    GuidedRoutine.NECK_FOUNDATION: Scene(_neck_foundation, 12.0),
    GuidedRoutine.IMAGERY_BROW_RAISE: Scene(_imagining(Demonstration.BROW_RAISE, _SHUT)),
    GuidedRoutine.IMAGERY_EYE_CLOSURE: Scene(_imagining(Demonstration.EYE_CLOSURE, Expression())),
    GuidedRoutine.IMAGERY_SMILE: Scene(_imagining(Demonstration.SMILE, _SHUT)),
    GuidedRoutine.IMAGERY_PUCKER: Scene(_imagining(Demonstration.PUCKER, _SHUT)),
    GuidedRoutine.MIRRORED_VIEW: Scene(_mirrored_view, one_sided=True),
    GuidedRoutine.SPEECH_SUPPORT: Scene(_speech_support, one_sided=True),
    GuidedRoutine.GOOD_SIDE_RELAXATION: Scene(_good_side, one_sided=True),
    GuidedRoutine.FACIAL_REST: Scene(_facial_rest),
    GuidedRoutine.MASSAGE_FOREHEAD: Scene(_circling(_FOREHEAD, -8.0, (11.0, -7.5), _FOREHEAD)),
    GuidedRoutine.MASSAGE_TEMPLES: Scene(_circling(((60.0, -14.0),) * 3, -6.0)),
    GuidedRoutine.MASSAGE_EYE_CIRCLES: Scene(_eye_circles),
    GuidedRoutine.MASSAGE_CHEEKS: Scene(_cheeks, 12.0),
    GuidedRoutine.MASSAGE_POINTS: Scene(_points),
    GuidedRoutine.MASSAGE_CHIN: Scene(_circling(((13.0, 88.5), (13.0, 100.0), (27.0, 96.0)), 62.0)),
    GuidedRoutine.MASSAGE_NECK: Scene(_neck_strokes),
    GuidedRoutine.RELEASE_CHEEK: Scene(_release_cheek, one_sided=True),
    GuidedRoutine.RELEASE_EYE: Scene(_release_eye, one_sided=True),
    GuidedRoutine.RELEASE_NECK: Scene(_release_neck, 12.0),
    GuidedRoutine.WARM_TOWEL: Scene(_towel, one_sided=True),
    GuidedRoutine.EYE_DROPS: Scene(_eye_drops, one_sided=True),
    GuidedRoutine.ASSISTED_CLOSURE: Scene(_assisted_closure, one_sided=True),
    GuidedRoutine.EYE_NIGHT: Scene(_eye_night, one_sided=True),
}
