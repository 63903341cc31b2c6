"""Where hands go, shown as light: fingertips, a flat hand, a cloth, and the way they take."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from mirror.clips.accent import COLOUR, WIDTH_MM, add_accent, add_line
from mirror.clips.choreography import Demonstration
from mirror.clips.expression import HeadPose
from mirror.clips.motion import FIELD
from mirror.clips.portrait import Portrait
from mirror.clips.sheet import Floats, blur, single, smoothstep, spline

Point = tuple[float, float]
Image = npt.NDArray[np.uint8]

#: `#F5EFE6`, the warm white of the screen's ink: cloth and drops; blue, green, red.
CLOTH_COLOUR: Final = (230, 239, 245)

#: Half the breadth of a fingertip.
_FINGER_MM: Final = 7.4
#: How far around a fingertip the skin goes along with it.
_REACH_MM: Final = 9.0


@dataclass(frozen=True, slots=True)
class Fingertip:
    """A fingertip on the skin.  Places are mm on the face's plane, written for the subject's left side.

    ``from_deg`` is where the finger comes from: 0 from the subject's left, 90 from below, -90 from above.  ``pull``
    is how far it carries the skin along (mm), ``amount`` how much of it is there, 0..1.  Of a finger that would lie
    over an eye only the tip is drawn: ``length_mm`` 0.
    """

    x: float
    y: float
    from_deg: float
    pull: Point = (0.0, 0.0)
    amount: float = 1.0
    length_mm: float = 50.0


@dataclass(frozen=True, slots=True)
class FlatHand:
    """A hand laid flat, its middle fingertip at (x, y); ``from_deg`` is where the forearm comes from."""

    x: float
    y: float
    from_deg: float
    pull: Point = (0.0, 0.0)
    amount: float = 1.0


@dataclass(frozen=True, slots=True)
class Cloth:
    """A folded towel held against the cheek, its middle at (x, y)."""

    x: float
    y: float
    amount: float = 1.0


@dataclass(frozen=True, slots=True)
class Drop:
    """A drop on its way."""

    x: float
    y: float
    amount: float = 1.0


@dataclass(frozen=True, slots=True)
class Way:
    """A faint line: where the hands go."""

    points: tuple[Point, ...]
    amount: float = 1.0
    width_mm: float = WIDTH_MM
    colour: tuple[int, int, int] = COLOUR
    """Blue, green, red."""


@dataclass(frozen=True, slots=True)
class Arcs:
    """The quiet arcs of an exercise beside a face that keeps still."""

    exercise: Demonstration
    amount: float = 1.0


Light = Fingertip | FlatHand | Cloth | Drop | Way | Arcs


def mirrored(light: Light) -> Light:
    """The same on the other side of the face."""
    match light:
        case Fingertip() | FlatHand():
            pull = (-light.pull[0], light.pull[1])
            return replace(light, x=-light.x, from_deg=180.0 - light.from_deg, pull=pull)
        case Way():
            return replace(light, points=tuple((-x, y) for x, y in light.points))
        case Cloth() | Drop():
            return replace(light, x=-light.x)
        case Arcs():
            return light


def pushed(lights: tuple[Light, ...]) -> Floats | None:
    """(height, width, 2) where the hands carry the skin, mm, on the grid ``FIELD``; None where they do not."""
    field = None
    for one in lights:
        if isinstance(one, (Fingertip, FlatHand)) and any(one.pull):
            reach = _REACH_MM if isinstance(one, Fingertip) else 2.2 * _REACH_MM
            x, y = (one.x, one.y) if isinstance(one, Fingertip) else _palm(one)
            bump = FIELD.bump(x, y, reach, reach) * one.amount
            move = np.dstack([bump * one.pull[0], bump * one.pull[1]])
            field = move if field is None else field + move
    return None if field is None else single(field)


def _palm(hand: FlatHand) -> Point:
    """Where the weight of a flat hand lies."""
    turn = math.radians(hand.from_deg)
    return hand.x + 40 * math.cos(turn), hand.y + 40 * math.sin(turn)


def add_lights(picture: Image, portrait: Portrait, lights: tuple[Light, ...], pose: HeadPose) -> None:
    """Lay the lights on the picture (blue, green, red), in place."""
    per_mm = portrait.per_mm * pose.scale
    for one in lights:
        if one.amount <= 0:
            continue
        match one:
            case Arcs():
                add_accent(picture, portrait, one.exercise, pose, one.amount)
            case Way():
                line = spline(one.points, steps=8)
                add_line(picture, portrait, line, pose, one.amount, one.width_mm, one.colour)
            case Fingertip():
                _lay(
                    picture,
                    _finger(per_mm, one.from_deg, one.length_mm),
                    portrait.pixel(one.x, one.y, pose),
                    one.amount,
                )
            case FlatHand():
                thumb = 1 if one.x >= 0 else -1
                sprite = _hand(per_mm, one.from_deg, thumb)
                _lay(picture, sprite, portrait.pixel(one.x, one.y, pose), one.amount)
            case Cloth():
                side = 1 if one.x >= 0 else -1
                _lay(picture, _cloth(per_mm, side), portrait.pixel(one.x, one.y, pose), one.amount)
            case Drop():
                _lay(picture, _drop(per_mm), portrait.pixel(one.x, one.y, pose), one.amount)


@dataclass(frozen=True, slots=True)
class _Sprite:
    """A light as far as it is seen: its anchor's place in it (x, y), and for every pixel its layers.

    ``layers`` is (height, width, 5): coverage and shadow 0..1, and blue, green, red.
    """

    anchor: tuple[int, int]
    layers: Floats


def _sprite(cover: Floats, shadow: Floats, colour: Floats) -> _Sprite:
    """What is seen of the square around an anchor; ``colour`` is (3,), or (n, n, 3)."""
    whole = np.broadcast_to(colour, (*cover.shape, 3))
    rows, columns = (np.flatnonzero((np.maximum(cover, shadow) > 1 / 512).any(axis=axis)) for axis in (1, 0))
    middle = (cover.shape[0] - 1) // 2
    layers = np.dstack([cover, shadow, whole])[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    layers = np.pad(layers, ((1, 1), (1, 1), (0, 0)), mode="edge")
    layers[[0, -1], :, :2] = layers[:, [0, -1], :2] = 0
    return _Sprite((middle - int(columns[0]) + 1, middle - int(rows[0]) + 1), single(layers))


def _lay(picture: Image, sprite: _Sprite, at: tuple[float, float], amount: float) -> None:
    left, top = at[0] - sprite.anchor[0], at[1] - sprite.anchor[1]
    c0, r0 = math.floor(left), math.floor(top)
    n, m = sprite.layers.shape[1], sprite.layers.shape[0]
    height, width = picture.shape[:2]
    x0, y0, x1, y1 = max(c0, 0), max(r0, 0), min(c0 + n, width), min(r0 + m, height)
    if x0 >= x1 or y0 >= y1:
        return
    # Between the pixels: the layers' own edges carry nothing, so that what moves past them is not missed.
    shift = np.array([[1, 0, left - c0], [0, 1, top - r0]])
    layers = np.dstack(
        [cv2.warpAffine(part, shift, (n, m), borderMode=cv2.BORDER_REPLICATE) for part in _four_at_most(sprite.layers)]
    )[y0 - r0 : y1 - r0, x0 - c0 : x1 - c0]
    cover, shadow = layers[..., :1] * np.float32(amount), layers[..., 1:2] * np.float32(amount)
    part = picture[y0:y1, x0:x1]
    lit = part * (1 - shadow)
    part[:] = np.clip(lit + (layers[..., 2:] - lit) * cover + 0.5, 0, 255).astype(np.uint8)


def _four_at_most(layers: Floats) -> tuple[Floats, Floats]:
    """OpenCV warps four channels at a time."""
    return np.ascontiguousarray(layers[..., :2]), np.ascontiguousarray(layers[..., 2:])


def _grid(per_mm: float, half_mm: float) -> tuple[Floats, Floats]:
    n = 2 * math.ceil(half_mm * per_mm) + 1
    at = ((np.arange(n) - (n - 1) / 2) / per_mm).astype(np.float32)
    return at[None, :], at[:, None]


def _to_capsule(x: Floats, y: Floats, start: Point, end: Point, radii: tuple[float, float]) -> Floats:
    """Distance (mm) to a rounded stroke that runs from one radius to another, negative inside."""
    ax, ay = end[0] - start[0], end[1] - start[1]
    t = np.clip(((x - start[0]) * ax + (y - start[1]) * ay) / (ax * ax + ay * ay), 0, 1)
    return single(np.hypot(x - start[0] - t * ax, y - start[1] - t * ay) - (radii[0] + (radii[1] - radii[0]) * t))


def _glass(distance: Floats, there: Floats, per_mm: float) -> tuple[Floats, Floats]:
    """Coverage and shadow of a body of light with this outline; ``there`` fades it."""
    inside = smoothstep(0.45, -0.45, distance)
    rim = np.exp(-((np.clip(distance + 0.9, None, 6) / 1.0) ** 2)) * inside
    depth = np.exp(np.clip(distance, -9, 0) / 3.2) * inside
    halo = np.exp(-np.clip(distance, 0, None) / 2.2) * (1 - inside)
    cover = (0.30 * inside + 0.22 * depth + 0.20 * rim + 0.12 * halo) * there
    shadow = blur(single(inside * there), 2.2 * per_mm) * 0.34
    return single(cover), single(shadow)


@lru_cache(maxsize=64)
def _finger(per_mm: float, from_deg: float, length_mm: float) -> _Sprite:
    x, y = _grid(per_mm, length_mm + 26)
    c, s = math.cos(math.radians(from_deg)), math.sin(math.radians(from_deg))
    along = x * c + y * s
    base, wide = max(length_mm, 0.1), _FINGER_MM + 0.03 * length_mm
    distance = _to_capsule(x, y, (0, 0), (base * c, base * s), (_FINGER_MM, wide))
    cover, shadow = _glass(distance, smoothstep(max(length_mm, 24), -6, single(along)), per_mm)
    pad = np.exp(-((x * x + y * y) / (2 * 4.8**2)))
    glow = np.exp(-((x * x + y * y) / (2 * 9.0**2)))
    cover = np.clip(np.maximum(cover, 0.84 * pad) + 0.20 * glow * (1 - cover), 0, 0.92)
    return _sprite(single(cover), shadow, single(np.array(COLOUR)))


#: Fingers of a left hand seen from its back, pointing to -x, the middle fingertip at the origin: (tip, knuckle) in mm.
_FINGERS: Final = (
    ((5.0, -17.5), (66.0, -21.0)),
    ((0.0, 0.0), (64.0, -5.0)),
    ((5.5, 17.0), (66.0, 10.5)),
    ((20.0, 32.5), (70.0, 25.0)),
)
_PALM: Final = ((72.0, -12.0), (118.0, -2.0), (78.0, 14.0), (118.0, 4.0))


@lru_cache(maxsize=8)
def _hand(per_mm: float, from_deg: float, side: int) -> _Sprite:
    x, y = _grid(per_mm, 132)
    c, s = math.cos(math.radians(from_deg)), math.sin(math.radians(from_deg))
    u, v = x * c + y * s, (y * c - x * s) * side
    distance = np.full(np.broadcast_shapes(u.shape, v.shape), 1e3, np.float32)
    for tip, knuckle in _FINGERS:
        distance = np.minimum(distance, _to_capsule(u, v, tip, knuckle, (7.2, 8.6)))
    thumb = np.minimum(
        _to_capsule(u, v, (54, -56), (74, -40), (7.8, 9.4)), _to_capsule(u, v, (74, -40), (100, -14), (9.6, 14))
    )
    palm = np.minimum(_to_capsule(u, v, _PALM[0], _PALM[1], (17, 21)), _to_capsule(u, v, _PALM[2], _PALM[3], (19, 21)))
    distance = _joined(_joined(distance, palm, 5.0), thumb, 6.0)
    cover, shadow = _glass(distance, smoothstep(118, 34, u), per_mm)
    return _sprite(cover, shadow, single(np.array(COLOUR)))


def _joined(a: Floats, b: Floats, soft_mm: float) -> Floats:
    """The union of two outlines, its inner corner rounded."""
    h = np.clip(0.5 + 0.5 * (b - a) / soft_mm, 0, 1)
    return single(b + (a - b) * h - soft_mm * h * (1 - h))


@lru_cache(maxsize=4)
def _cloth(per_mm: float, side: int) -> _Sprite:
    x, y = _grid(per_mm, 62)
    u, v = _leaning(x * side, y, 9.0)
    bend = 2.4 * np.sin(v / 17) + 1.5 * np.cos(u / 13)
    distance = np.hypot(np.clip(np.abs(u + bend) - 19, 0, None), np.clip(np.abs(v) - 34 - 0.6 * bend, 0, None)) - 9.0
    inside = smoothstep(0.5, -0.5, single(distance))
    shade = 0.80 + 0.10 * np.tanh((14 - u) / 16) + 0.05 * np.sin((u + 2.5 * np.sin(v / 21)) / 5.2)
    shade = shade - 0.16 * np.exp(-(((u - 7 - 1.5 * np.sin(v / 19)) / 1.3) ** 2))
    shade = shade - 0.10 * np.exp(np.clip(distance, -12, 0) / 2.6)
    weave = 0.025 * np.sin(u * 3.3) * np.sin(v * 3.3)
    colour = np.array(CLOTH_COLOUR, np.float32) * np.clip(shade + weave, 0.4, 1)[..., None]
    colour = (
        colour + (np.array(COLOUR, np.float32) - colour) * (0.55 * np.exp(-(((distance + 1.2) / 1.1) ** 2)))[..., None]
    )
    return _sprite(single(0.93 * inside), single(0.45 * blur(inside, 3.0 * per_mm)), single(colour))


def _leaning(x: Floats, y: Floats, deg: float) -> tuple[Floats, Floats]:
    c, s = math.cos(math.radians(deg)), math.sin(math.radians(deg))
    return x * c + y * s, y * c - x * s


@lru_cache(maxsize=2)
def _drop(per_mm: float) -> _Sprite:
    x, y = _grid(per_mm, 16)
    body = np.hypot(x / np.clip(1 + np.clip(-y, 0, None) * -0.13, 0.25, 1), y)
    cover = 0.9 * smoothstep(3.6, 2.9, single(body)) + 0.30 * np.exp(-((x * x + y * y) / (2 * 5.0**2)))
    return _sprite(single(np.clip(cover, 0, 0.92)), single(np.zeros_like(cover)), single(np.array(CLOTH_COLOUR)))
