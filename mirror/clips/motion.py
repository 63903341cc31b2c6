"""How the skin moves: one smooth field of displacements for each movement of each side.

A field is linear in its amount and belongs to one side; near the mid-line it fades within a few millimetres, as skin
does.  Full sizes are those of healthy adults: brow 9 mm, corner 9 mm in a smile and 6 mm in a pucker, upper lip 5 mm.
"""

from __future__ import annotations

import math
from dataclasses import fields as dataclass_fields
from functools import lru_cache
from typing import Final

import cv2
import numpy as np

from mirror.clips.anatomy import BROW, CORNER, UPPER_LIP
from mirror.clips.expression import Expression, Half, HeadPose
from mirror.clips.relief import broad_depth
from mirror.clips.sheet import Floats, Sheet, blur, single, smoothstep

FIELD: Final = Sheet.spanning(1 / 2.5, -125, -140, 125, 180)
"""The grid the fields are written on: one value every 2.5 mm."""

BROW_MM: Final = 9.0
SMILE_MM: Final = (7.4, -5.12)  # 9.0 mm up and outwards
SNARL_MM: Final = 5.0
PUCKER_MM: Final = 6.0
JAW_MM: Final = 12.0

#: From the face's plane back to the axis that the head turns about, mm.
AXIS_MM: Final = 58.0

MOVEMENTS: Final = tuple(f.name for f in dataclass_fields(Half))


def _ramp(y: Floats, *stops: tuple[float, float]) -> Floats:
    """Straight lines through (y, value) stops, their corners rounded."""
    at, value = zip(*stops, strict=True)
    return blur(single(np.interp(y, at, value)), 1.0)


def _at(field: Floats, point: tuple[float, float]) -> Floats:
    """The value of a field at a point (mm), as bilinear sampling sees it."""
    x, y = FIELD.pixels([point])[0]
    column, row = int(np.floor(x)), int(np.floor(y))
    fx, fy = np.float32(x - column), np.float32(y - row)
    upper = field[row, column] * (1 - fx) + field[row, column + 1] * fx
    lower = field[row + 1, column] * (1 - fx) + field[row + 1, column + 1] * fx
    return np.asarray(upper * (1 - fy) + lower * fy, dtype=np.float32)


def _along(shape: Floats, point: tuple[float, float], move: tuple[float, float]) -> Floats:
    """A field with the given shape that moves ``point`` by exactly ``move`` (mm)."""
    scaled = shape / _at(shape, point)
    return np.dstack([scaled * move[0], scaled * move[1]]).astype(np.float32)


def _sized(field: Floats, point: tuple[float, float], move: tuple[float, float]) -> Floats:
    """The field scaled so that ``point`` goes exactly as far as ``move`` is long, along it (mm)."""
    length = math.hypot(*move)
    now = float(_at(field, point) @ np.array(move, np.float32)) / length
    return single(field * (length / now))


def _vector(dx: Floats | float, dy: Floats | float) -> Floats:
    zero = np.zeros((FIELD.height, FIELD.width), np.float32)
    return np.dstack([zero + dx, zero + dy]).astype(np.float32)


def _left_fields() -> dict[str, Floats]:
    g, x, y = FIELD, FIELD.xs(), FIELD.ys()
    side = smoothstep(-5, 12, x)
    lips = smoothstep(-4, 14, x)
    half = smoothstep(-6, 6, x)  # both halves together make one
    brow = (
        side
        * smoothstep(74, 50, x)
        * _ramp(y, (-74, 0), (-62, 0.1), (-38, 1), (-24, 1), (-17, 0.78), (-11, 0.3), (-6.5, 0), (0, 0))
    )
    corner = g.bump(27, 69, 15, 12) * lips
    smile = _sized(
        _along(corner, CORNER, SMILE_MM)
        + _vector(1.2 * g.bump(45, 42, 14, 12) * side, -3.0 * g.bump(43, 44, 15, 13) * side),
        CORNER,
        SMILE_MM,
    )
    snarl = _sized(
        _along(g.bump(14, 56, 10, 9) * smoothstep(-3, 9, x), UPPER_LIP, (0.6, -SNARL_MM))
        + _vector(1.0 * g.bump(18, 38, 6, 7) * side, -2.2 * g.bump(17, 38, 9, 9) * side),
        UPPER_LIP,
        (0.0, -SNARL_MM),
    )
    pucker = _along(g.bump(28, 70, 14, 13) * smoothstep(-2, 18, x), CORNER, (-PUCKER_MM, 0.0)) + _vector(
        0.0, 1.6 * np.tanh((y - 70) / 5) * g.bump(9, 71, 9, 9) * lips
    )
    return {
        "brow_raise": _along(brow, BROW, (0.0, -BROW_MM)),
        "frown": _along(g.bump(15, -25, 13, 9) * smoothstep(-2, 9, x), (15.0, -25.0), (-3.2, 3.0)),
        "eye_closure": _vector(0.0, 0.0),
        "smile": smile,
        "snarl": snarl,
        "pucker": pucker,
        "cheek_puff": _vector(6.0 * g.bump(58, 64, 18, 19) * side, 0.8 * g.bump(46, 68, 15, 12) * side),
        "eee": _along(g.bump(27, 71, 14, 12) * lips, CORNER, (4.5, 1.4))
        + _vector(0.0, 1.6 * g.bump(13, 82, 11, 8) * lips),
        "lid_lift": _vector(0.0, -1.5 * g.bump(34, 15, 13, 7) * side),
        "flare": _along(g.bump(13, 40, 5.5, 6) * smoothstep(-1, 8, x), (13.0, 40.0), (2.6, -0.6)),
        "hollow": _vector(-4.2 * g.bump(56, 62, 15, 17) * side, 0.0)
        + _along(g.bump(28, 70, 12, 11) * smoothstep(-2, 18, x), CORNER, (-2.2, 0.0)),
        "corner_down": _along(g.bump(28, 72, 11, 11) * lips, CORNER, (0.4, 4.6)),
        "press": _vector(0.0, -2.7 * np.tanh((y - 70) / 4.5) * g.bump(8, 70, 15, 7) * half)
        + _along(g.bump(28, 70, 12, 10) * lips, CORNER, (1.2, 0.0)),
        "chin_lift": _vector(0.0, (-4.6 * g.bump(0, 98, 17, 8) - 2.4 * g.bump(0, 81, 17, 6)) * half),
        "droop": _vector(-1.0 * g.bump(27, 70, 13, 12) * lips, 3.6 * g.bump(28, 70, 15, 12) * lips)
        + _vector(0.0, 2.4 * brow + 1.8 * g.bump(45, 46, 16, 14) * side),
    }


@lru_cache(maxsize=1)
def fields() -> tuple[Floats, Floats]:
    """(n, height, width, 2) displacements in mm for all ``MOVEMENTS`` of the left side, and of the right."""
    own = _left_fields()
    left = np.stack([own[name] for name in MOVEMENTS])
    right = left[:, :, ::-1] * np.array([-1, 1], np.float32)
    return left, np.ascontiguousarray(right)


@lru_cache(maxsize=1)
def jaw_field() -> Floats:
    """(height, width, 2) displacement of the open jaw in mm."""
    x, y = FIELD.xs(), FIELD.ys()
    fall = _ramp(y, (52, 0), (70, 0.5), (96, 1), (114, 0.95), (150, 0.0)) * np.exp(-0.5 * (x / 48) ** 4)
    return _vector(0.0, JAW_MM * fall)


def amounts(half: Half) -> Floats:
    """The values of a half in the order of ``MOVEMENTS``."""
    return np.array([getattr(half, name) for name in MOVEMENTS], np.float32)


def displacement(expression: Expression) -> Floats:
    """(height, width, 2) where every point of the resting face goes, mm, on the grid ``FIELD``."""
    left, right = fields()
    moved = np.tensordot(amounts(expression.left), left, 1) + np.tensordot(amounts(expression.right), right, 1)
    result: Floats = (moved + expression.jaw * jaw_field()).astype(np.float32)
    return result


@lru_cache(maxsize=1)
def _lever() -> Floats:
    """(height, width) how far in front of the neck's axis the surface lies, mm; nothing where the body begins."""
    x, y = FIELD.xs(), FIELD.ys()
    head = smoothstep(112, 86, np.abs(x)) * smoothstep(150, 92, y) * smoothstep(-140, -108, y)
    return single((broad_depth(FIELD) + AXIS_MM) * head)


def turned(pose: HeadPose) -> Floats:
    """(height, width, 2) where a turn of the head carries every point, mm, on the grid ``FIELD``: the nose farthest."""
    lever = _lever()
    return np.dstack(
        [lever * math.sin(math.radians(pose.yaw_deg)), -lever * math.sin(math.radians(pose.pitch_deg))]
    ).astype(np.float32)


def displacement_along(expression: Expression, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """(n,) how far both sides' movements carry the points (x, y) of the resting face, mm; the jaw is left out."""
    left, right = fields()
    moved = np.tensordot(amounts(expression.left), left, 1) + np.tensordot(amounts(expression.right), right, 1)
    at = FIELD.pixels(np.stack([x.ravel(), y.ravel()], axis=1)).astype(np.float32)
    along = cv2.remap(moved.astype(np.float32), at[:, :1], at[:, 1:], cv2.INTER_LINEAR)[:, 0]
    return single(along[:, 0]), single(along[:, 1])


def displacement_at(half: Half, point: tuple[float, float]) -> tuple[float, float]:
    """What one side's movements do to a point of that side (mm, written for the left), without its posture."""
    weights = amounts(half)
    weights[MOVEMENTS.index("droop")] = 0
    dx, dy = _at(np.tensordot(weights, fields()[0], 1).astype(np.float32), point)
    return float(dx), float(dy)
