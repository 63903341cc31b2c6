"""The slow pace of the routines: breath, circles, strokes, coming and going."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final, TypeVar

import numpy as np

from mirror.clips.choreography import blink_since, ease, framed
from mirror.clips.expression import Expression, HeadPose
from mirror.clips.sheet import spline

Point = tuple[float, float]
_Value = TypeVar("_Value")

#: A quiet breath in and out; every loop lasts a whole number of them.
BREATH_S: Final = 4.0
#: Hands come and go within this time.
ARRIVAL_S: Final = 0.7
_BLINK_BEFORE_END_S: Final = 0.5
_RISE: Final = 0.0022  # of the picture's width: about 0.5 mm


def breath(t_s: float) -> float:
    """0 when breathed out to 1 when breathed in."""
    return 0.5 - 0.5 * math.cos(2 * math.pi * t_s / BREATH_S)


def eased(t_s: float, *stops: tuple[float, float]) -> float:
    """A value that goes from stop to stop (seconds, value) with no jerk at any of them."""
    start, end, part = _between(t_s, stops)
    return start + (end - start) * part


def changing(t_s: float, *stops: tuple[float, Expression]) -> Expression:
    """A face that goes from stop to stop (seconds, face)."""
    start, end, part = _between(t_s, stops)
    return start.blend(end, part)


def _between(t_s: float, stops: tuple[tuple[float, _Value], ...]) -> tuple[_Value, _Value, float]:
    """The values of the stops before and after, and how far it is from one to the other; constant beyond the ends."""
    for (from_s, start), (until_s, end) in pairwise(stops):
        if t_s < until_s:
            return start, end, ease((t_s - from_s) / (until_s - from_s))
    return stops[-1][1], stops[-1][1], 0.0


def there(t_s: float, from_s: float, until_s: float) -> float:
    """How much of a hand is there that arrives from ``from_s`` on and has left by ``until_s``."""
    return ease((t_s - from_s) / ARRIVAL_S) * (1.0 - ease((t_s - until_s + ARRIVAL_S) / ARRIVAL_S))


def breathing(face: Expression, t_s: float, yaw_deg: float = 0.0, pitch_deg: float = 0.0) -> Expression:
    """The face in the picture's frame, rising a little with the breath, turned besides."""
    return framed(face, HeadPose(y=-_RISE * breath(t_s), yaw_deg=yaw_deg, pitch_deg=pitch_deg))


def blinking(face: Expression, t_s: float, loop_s: float) -> Expression:
    """The face with one blink shortly before the loop ends."""
    lids = blink_since(t_s - (loop_s - _BLINK_BEFORE_END_S))
    return face if lids <= 0 else face.blend(Expression.both(eye_closure=1.0), lids)


def circles(t_s: float, places: tuple[Point, ...], radius_mm: float, loop_s: float) -> tuple[Point, Point]:
    """Where a fingertip is, and how far from the middle of its circle: one turn at each place, one after the other."""
    slot = loop_s / len(places)
    number = min(int(t_s / slot), len(places) - 1)
    in_slot = t_s / slot - number
    glide = 0.28
    turn = 2 * math.pi * ease_in_out_slowly((in_slot - glide) / (1 - glide))
    away = radius_mm * math.sin(turn), -radius_mm * math.cos(turn)
    x, y = places[number]
    if in_slot < glide and number > 0:
        back = 1.0 - ease(in_slot / glide)
        x, y = x + (places[number - 1][0] - x) * back, y + (places[number - 1][1] - y) * back
    return (x + away[0], y + away[1]), away


def ease_in_out_slowly(t: float) -> float:
    """0 to 1 at an even speed but for its beginning and end."""
    t = min(max(t, 0.0), 1.0)
    return t - math.sin(2 * math.pi * t) / (2 * math.pi) * 0.6


def along(way: tuple[Point, ...], part: float) -> Point:
    """The point at a part (0..1) of the length of a smooth line."""
    curve = spline(way)
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))])
    at = min(max(part, 0.0), 1.0) * steps[-1]
    return float(np.interp(at, steps, curve[:, 0])), float(np.interp(at, steps, curve[:, 1]))
