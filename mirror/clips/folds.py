"""Light on the folds and swellings that a movement makes: what the warp alone cannot show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from mirror.clips.expression import Expression
from mirror.clips.look import Look
from mirror.clips.relief import lit
from mirror.clips.sheet import Floats, Sheet, single, smoothstep, spline
from mirror.clips.skin import face_light, screen

Shape = Callable[[Sheet, int, float], Floats]


def _brow_raise(sheet: Sheet, s: int, age: float) -> Floats:
    z = np.zeros((sheet.height, sheet.width), np.float32)
    for y, depth in ((-40.5, 0.9), (-45.5, 1.1), (-50.5, 0.9), (-55.0, 0.5)):
        line = spline([(s * 2, y + 1.2), (s * 14, y), (s * 28, y - 0.8), (s * 42, y + 1.5), (s * 52, y + 5)])
        z -= depth * (0.55 + 0.75 * age) * sheet.stroke(line, 2.2)
    z += 0.9 * sheet.bump(s * 34, -26, 14, 4)
    return single(z - 1.8 * sheet.bump(s * 33, -13, 12, 4))


def _frown(sheet: Sheet, s: int, age: float) -> Floats:
    z = -1.3 * (0.6 + 0.6 * age) * sheet.stroke(spline([(s * 6.5, -31), (s * 6, -24), (s * 7.5, -16)]), 2.6)
    return single(z + 1.6 * sheet.bump(s * 16, -25, 7, 4) - 0.5 * sheet.stroke([(s * 2, -11), (s * 9, -10)], 2.4))


def _eye_closure(sheet: Sheet, s: int, age: float) -> Floats:
    return (0.25 + 0.2 * age) * sheet.bump(s * 33, 8, 10, 2.6)


def _smile(sheet: Sheet, s: int, age: float) -> Floats:
    z = -2.6 * sheet.stroke(spline([(s * 20, 39), (s * 26, 45), (s * 32, 54), (s * 35.5, 64), (s * 35, 72)]), 5.0)
    z += 3.6 * sheet.bump(s * 44, 40, 12, 9, s * 25) - 0.8 * sheet.bump(s * 29.5, 69, 2.4, 4)
    z += 0.9 * sheet.bump(s * 34, 9.5, 11, 2.6) - 0.7 * sheet.stroke(
        spline([(s * 22, 11), (s * 33, 14.5), (s * 44, 12)]), 3
    )
    for end in (-5.0, 0.5, 6.0):
        z -= 0.45 * age * sheet.stroke([(s * 50, 0.5 + 0.25 * end), (s * 58, end)], 1.8)
    return z


def _snarl(sheet: Sheet, s: int, age: float) -> Floats:
    z = -1.7 * sheet.stroke(spline([(s * 19, 33), (s * 22.5, 40), (s * 28, 49), (s * 31, 56)]), 4.6)
    z += 1.5 * sheet.bump(s * 27, 36, 6, 7) + 1.0 * sheet.bump(s * 15, 37, 4, 4)
    for y in (-2.0, 3.0, 8.0):
        z -= (0.5 + 0.3 * age) * sheet.stroke([(s * 7, y - 2), (s * 13, y + 4)], 2.0)
    return z


def _pucker(sheet: Sheet, s: int, age: float) -> Floats:
    z = 3.4 * sheet.bump(s * 8, 70.5, 11, 8.5) - 1.2 * sheet.bump(s * 33, 69, 5, 10)
    for x in (7.5, 12.0, 17.0):
        z -= (0.28 + 0.3 * age) * sheet.stroke([(s * x, 63), (s * (x + 1.6), 55)], 1.6)
    for x in (4.5, 9.5, 14.5):
        z -= 0.35 * sheet.stroke([(s * x, 72), (s * x, 80)], 1.4)
    return z


def _cheek_puff(sheet: Sheet, s: int, age: float) -> Floats:
    z = 7.5 * sheet.bump(s * 46, 64, 14, 14)
    return single(
        z + (0.8 + 0.4 * age) * sheet.stroke(spline([(s * 21, 41), (s * 26, 48), (s * 31.5, 57), (s * 34, 66)]), 5.5)
    )


def _eee(sheet: Sheet, s: int, age: float) -> Floats:
    z = -1.5 * sheet.stroke(spline([(s * 31, 60), (s * 34.5, 70), (s * 33, 82), (s * 28, 93)]), 5.0)
    z -= (0.5 + 0.5 * age) * sheet.stroke(spline([(s * 21, 41), (s * 26, 48), (s * 32, 57)]), 4.5)
    return single(z + 0.8 * sheet.bump(s * 11, 101, 8, 6))


def _lid_lift(sheet: Sheet, s: int, age: float) -> Floats:
    z = 1.3 * sheet.bump(s * 32, 8.5, 12, 2.4) - 0.8 * sheet.stroke(
        spline([(s * 21, 10), (s * 32, 13.5), (s * 44, 11)]), 3
    )
    for end in (-3.0, 3.0):
        z -= (0.3 + 0.3 * age) * sheet.stroke([(s * 49, 0.5 + 0.3 * end), (s * 56, end)], 1.8)
    return z


def _flare(sheet: Sheet, s: int, age: float) -> Floats:
    z = 1.6 * sheet.bump(s * 15.5, 38, 3.4, 4.2) - (0.7 + 0.3 * age) * sheet.stroke(
        spline([(s * 17, 32), (s * 20, 38), (s * 18, 45)]), 2.6
    )
    return single(z - 1.2 * sheet.bump(s * 8.5, 43.4, 3.6, 1.5))


def _hollow(sheet: Sheet, s: int, age: float) -> Floats:
    z = -5.0 * sheet.bump(s * 42, 62, 9, 15, s * 12) + (0.8 + 0.4 * age) * sheet.bump(s * 46, 34, 14, 7)
    return single(z - 1.0 * sheet.bump(s * 31, 69, 3, 6))


def _corner_down(sheet: Sheet, s: int, age: float) -> Floats:
    z = -1.5 * sheet.stroke(spline([(s * 29, 73), (s * 31.5, 81), (s * 30, 90)]), 4.0)
    return single(z + (1.3 + 0.6 * age) * sheet.bump(s * 25, 83, 5, 7) - 0.8 * sheet.bump(s * 28.5, 71, 2.2, 2.2))


def _press(sheet: Sheet, s: int, age: float) -> Floats:
    z = (
        1.0 * sheet.bump(s * 10, 58, 11, 3.2)
        + 1.1 * sheet.bump(s * 10, 84, 11, 3.2)
        - 1.4 * sheet.bump(s * 29, 69, 3, 5)
    )
    for x in (6.0, 12.0):
        z -= 0.3 * age * sheet.stroke([(s * x, 62), (s * (x + 1.2), 56)], 1.6)
    return single(z)


def _chin_lift(sheet: Sheet, s: int, age: float) -> Floats:
    z = 2.0 * sheet.bump(s * 8, 98, 9, 6) - 1.7 * sheet.stroke(spline([(0, 87), (s * 9, 88.5), (s * 17, 92)]), 3.4)
    for x, y in ((3.0, 99.0), (8.0, 95.5), (9.5, 102.0), (14.0, 98.5)):
        z -= (0.5 + 0.3 * age) * sheet.bump(s * x, y, 1.5, 1.3)
    return single(z)


def _droop(sheet: Sheet, s: int, age: float) -> Floats:
    z = (0.9 + 0.3 * age) * sheet.stroke(spline([(s * 21, 41), (s * 26, 48), (s * 31.5, 57), (s * 34, 66)]), 5.5)
    return single(z + 1.2 * sheet.bump(s * 36, 84, 8, 6) - 0.6 * sheet.stroke([(s * 27, 72), (s * 29.5, 84)], 3))


#: movement: its shape and the window it is seen in (left, top, right, bottom in mm, left side).
SHAPES: Final[dict[str, tuple[Shape, tuple[float, float, float, float]]]] = {
    "brow_raise": (_brow_raise, (-6, -66, 66, -2)),
    "frown": (_frown, (-6, -44, 36, 0)),
    "eye_closure": (_eye_closure, (8, 0, 60, 20)),
    "smile": (_smile, (6, -12, 68, 84)),
    "snarl": (_snarl, (0, -14, 48, 68)),
    "pucker": (_pucker, (-4, 44, 52, 96)),
    "cheek_puff": (_cheek_puff, (4, 22, 70, 104)),
    "eee": (_eee, (0, 34, 52, 112)),
    "lid_lift": (_lid_lift, (8, -6, 62, 20)),
    "flare": (_flare, (2, 28, 26, 50)),
    "hollow": (_hollow, (22, 20, 70, 92)),
    "corner_down": (_corner_down, (12, 62, 44, 100)),
    "press": (_press, (-4, 48, 40, 94)),
    "chin_lift": (_chin_lift, (-4, 80, 32, 112)),
    "droop": (_droop, (6, 32, 60, 104)),
}


_PARTS: Final = tuple((name, side) for name in SHAPES for side in (1, -1))


class Folds:
    """For each movement of each side how much brighter or darker the skin becomes, linear in the movement."""

    def __init__(self, sheet: Sheet, look: Look, depth: Floats, tone: Floats) -> None:
        """``sheet`` is the window ``depth`` (mm) and ``tone`` (albedo) were made for."""
        self._sheet, self._age, self._depth, self._tone = sheet, look.age, depth, tone
        self._parts: dict[tuple[str, int], tuple[tuple[slice, slice], Floats]] = {}

    def _part(self, name: str, side: int) -> tuple[tuple[slice, slice], Floats]:
        """Where a full movement changes the window and by how much (blue, green, red, 0..255).

        Lit when it is first asked for: a film moves one part of the face, and each costs as long as ten pictures.
        """
        if (name, side) not in self._parts:
            shape, (x0, y0, x1, y1) = SHAPES[name]
            edges = sorted((side * x0, side * x1))
            window, where = self._sheet.part(edges[0] - 6, y0 - 6, edges[1] + 6, y1 + 6)
            depth, tone = self._depth[where], self._tone[where]
            before = screen(face_light(window, *lit(depth, window.per_mm), tone))
            after = screen(face_light(window, *lit(depth + shape(window, side, self._age), window.per_mm), tone))
            x, y = window.xs() * side, window.ys()
            fade = smoothstep(x0 - 5, x0 + 3, x) * smoothstep(x1 + 5, x1 - 3, x)
            fade = fade * smoothstep(y0 - 5, y0 + 3, y) * smoothstep(y1 + 5, y1 - 3, y)
            change = (after - before) * fade[..., None] * 255
            self._parts[name, side] = where, np.ascontiguousarray(change[..., ::-1], dtype=np.float32)
        return self._parts[name, side]

    def paint(self, canvas: npt.NDArray[np.uint8], expression: Expression) -> None:
        """Add the folds to the canvas (blue, green, red) of the window."""
        for name, side in _PARTS:
            amount = getattr(expression.left if side == 1 else expression.right, name)
            if amount > 0:
                where, change = self._part(name, side)
                step = np.rint(change * np.float32(amount)).astype(np.int16)
                canvas[where] = cv2.add(canvas[where], step, dtype=cv2.CV_8U)
