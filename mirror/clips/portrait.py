"""A drawn person, moving as told: the demonstration, and the face before the drawn camera."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from mirror.clips.expression import Expression, HeadPose
from mirror.clips.eyes import Eye
from mirror.clips.folds import Folds
from mirror.clips.head import paint_head
from mirror.clips.look import DEFAULT, Look
from mirror.clips.motion import FIELD, displacement, turned
from mirror.clips.mouth import Mouth
from mirror.clips.sheet import Floats, Sheet

_CELL: Final = 8
_FINER: Final = 1.2
_CENTRE_MM: Final = (0.0, 22.0)


class Portrait:
    """Draws one person at one size.

    ``draw`` gives a picture like a camera's: unmirrored, so the subject's left is on the right.  The resting head is
    painted once; a picture then costs a few milliseconds and depends on nothing but the expression.
    """

    def __init__(self, width: int, height: int, look: Look = DEFAULT) -> None:
        self.width, self.height = width, height
        self.per_mm = _per_mm(width, height)
        per_mm = self.per_mm * _FINER
        self._sheet = Sheet.spanning(per_mm, -235, -190, 235, 330)
        self._clean, self._face, self._folds = _resting(self._sheet, look)
        self._eyes = (Eye(self._sheet, look, 1), Eye(self._sheet, look, -1))
        self._mouth = Mouth(self._sheet)
        self._canvas = self._clean.copy()
        columns, rows = -(-width // _CELL), -(-height // _CELL)
        cx = np.arange(columns, dtype=np.float32) * _CELL + (_CELL - 1) / 2
        cy = np.arange(rows, dtype=np.float32) * _CELL + (_CELL - 1) / 2
        self._cells = np.dstack(np.meshgrid(cx, cy)).astype(np.float32)

    def draw(self, expression: Expression, pushed: Floats | None = None) -> npt.NDArray[np.uint8]:
        """(height, width, 3) blue, green, red.

        ``pushed`` is where hands carry the skin besides: (height, width, 2) mm on the grid ``motion.FIELD``.
        """
        face = self._canvas[self._face]
        face[:] = self._clean[self._face]
        self._folds.paint(face, expression)
        self._mouth.paint(self._canvas, expression)
        for eye, half in zip(self._eyes, (expression.left, expression.right), strict=True):
            eye.paint(self._canvas, half, expression.gaze_x, expression.gaze_y)
        maps = self._maps(expression, pushed)
        picture = _sampled(self._canvas, maps, cv2.BORDER_REPLICATE)
        return picture

    def pixel(self, x_mm: float, y_mm: float, pose: HeadPose) -> tuple[float, float]:
        """Where a point of the face's plane (mm) falls in the picture, x and y in pixels, turns left out."""
        c, s = np.cos(np.radians(pose.roll_deg)), np.sin(np.radians(pose.roll_deg))
        dx, dy = x_mm - _CENTRE_MM[0], y_mm - _CENTRE_MM[1]
        scale = self.per_mm * pose.scale
        x = (dx * c - dy * s) * scale + (self.width - 1) / 2 + pose.x * self.width
        y = (dx * s + dy * c) * scale + (self.height - 1) / 2 + pose.y * self.width
        return float(x), float(y)

    def _maps(self, e: Expression, pushed: Floats | None) -> Floats:
        """(height, width, 2) where on the sheet each pixel of the picture comes from."""
        pose = e.pose
        c, s = np.cos(np.radians(pose.roll_deg)), np.sin(np.radians(pose.roll_deg))
        scale = self.per_mm * pose.scale
        dx = (self._cells[..., 0] - (self.width - 1) / 2 - pose.x * self.width) / scale
        dy = (self._cells[..., 1] - (self.height - 1) / 2 - pose.y * self.width) / scale
        target: Floats = np.dstack([dx * c + dy * s + _CENTRE_MM[0], dy * c - dx * s + _CENTRE_MM[1]]).astype(
            np.float32
        )
        field = displacement(e)
        if pose.yaw_deg or pose.pitch_deg:
            field = field + turned(pose)
        if pushed is not None:
            field = field + pushed
        source: Floats = target
        if np.any(field):
            for _ in range(4):
                at = ((source - (FIELD.x_mm, FIELD.y_mm)) * FIELD.per_mm - 0.5).astype(np.float32)
                source = target - _sampled(field, at, cv2.BORDER_CONSTANT)
        on_sheet = ((source - (self._sheet.x_mm, self._sheet.y_mm)) * self._sheet.per_mm - 0.5).astype(np.float32)
        rows, columns = on_sheet.shape[:2]
        wide = cv2.resize(on_sheet, (columns * _CELL, rows * _CELL), interpolation=cv2.INTER_LINEAR)
        return np.ascontiguousarray(wide[: self.height, : self.width], dtype=np.float32)


def _per_mm(width: int, height: int) -> float:
    return min(width / 250, height / 335)


def on_the_face(width: int, height: int, scale: float, y: float) -> tuple[Floats, Floats]:
    """(1, width) x and (height, 1) y of a picture's pixels on the face's plane (mm), for a pose of that scale and y."""
    per_mm = _per_mm(width, height) * scale
    across = (np.arange(width, dtype=np.float32) - (width - 1) / 2) / per_mm + _CENTRE_MM[0]
    down = (np.arange(height, dtype=np.float32) - (height - 1) / 2 - y * width) / per_mm + _CENTRE_MM[1]
    return across[None, :].astype(np.float32), down[:, None].astype(np.float32)


_Pixels = TypeVar("_Pixels", npt.NDArray[np.uint8], Floats)


def _sampled(image: _Pixels, at: Floats, border: int) -> _Pixels:
    """The image between its pixels, at (height, width, 2) places."""
    # The second map stays empty because the first holds both coordinates; OpenCV's type stubs do not know that.
    result = cv2.remap(image, at, None, cv2.INTER_LINEAR, borderMode=border)  # type: ignore[call-overload]
    return np.asarray(result, dtype=image.dtype)


@lru_cache(maxsize=4)
def _resting(sheet: Sheet, look: Look) -> tuple[npt.NDArray[np.uint8], tuple[slice, slice], Folds]:
    """The resting head on its ground (height, width, 3, blue, green, red), where its face is, and its folds."""
    head = paint_head(sheet, look)
    picture = np.clip(head.picture[..., ::-1] * 255 + 0.5, 0, 255).astype(np.uint8)
    picture.setflags(write=False)
    return picture, head.face, head.folds
