"""Plays a clip in a loop, one picture for every moment."""

from __future__ import annotations

from collections import OrderedDict
from types import TracebackType
from typing import Final

import cv2
import numpy as np

from mirror.clips.choreography import Phase, phase_at
from mirror.clips.film import Image, fps_of, frames_in, open_film
from mirror.clips.fitting import fitted
from mirror.clips.library import Clip
from mirror.perception.face import Side
from mirror.problem import Problem

#: Pictures that are kept, 1 MB each: the one that is asked for again and again, and the one before it.
_KEPT: Final = 2
_STEP_OVER: Final = 12
"""Frames further ahead than this are jumped to; nearer ones are reached by decoding on, which is cheaper."""


class ClipPlayer:
    """Gives the picture of any moment, mirrored like the own face beside it: the same side faces the same way.

    What shows one side is turned so that it shows the side of this person, whose weaker side is ``affected``.  Pictures
    are fitted into ``size`` (width, height) once, however often they are asked for; without it they come as filmed.

    Made for playing forwards: a display that asks again gets the same picture.
    """

    def __init__(self, clip: Clip, affected: Side | None = None, size: tuple[int, int] | None = None) -> None:
        """Raises Problem when the film cannot be read."""
        self.clip = clip
        # A mirror turns the picture once; a film drawn for the other side is turned once more, back again.
        self._mirrors = clip.drawn_for is None or affected in (None, clip.drawn_for)
        self._film = open_film(clip.path)
        self._fps = fps_of(self._film)
        self._count = frames_in(self._film)
        self._next = 0
        self._size = size
        self._kept: OrderedDict[int, Image] = OrderedDict()
        self._first = self._decode(0)

    def frame_at(self, t_s: float) -> Image:
        """(height, width, 3) blue, green, red; not to be changed.  The clip repeats for ever."""
        number = int(t_s * self._fps + 1e-6) % self._count
        if number == 0:
            return self._first
        if number not in self._kept:
            self._keep(number, self._decode(number))
        return self._kept[number]

    def phase_at(self, t_s: float) -> Phase | None:
        """The part of the repetition shown; None for a routine's film and a person's, which keep their own time."""
        return None if self.clip.keeps_own_time else phase_at(t_s)

    def close(self) -> None:
        """Let go of the file."""
        self._film.release()

    def __enter__(self) -> ClipPlayer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _keep(self, number: int, image: Image) -> None:
        self._kept[number] = image
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def _decode(self, number: int) -> Image:
        if not self._next <= number <= self._next + _STEP_OVER:
            self._film.set(cv2.CAP_PROP_POS_FRAMES, number)
            self._next = number
        while self._next < number:
            self._film.grab()
            self._next += 1
        read, image = self._film.read()
        self._next = number + 1
        if read:
            frame = np.asarray(image, np.uint8)
            if self._size is not None:
                frame = fitted(frame, *self._size)
            if self._mirrors:
                frame = np.asarray(cv2.flip(frame, 1), np.uint8)
            frame.setflags(write=False)
            return frame
        if number == 0:
            raise Problem(
                f"{self.clip.path.name} cannot be read any more. Run `mirror clips build`, or add the film again."
            )
        # Files often promise a few frames more than they hold; the loop is as long as what can be read.
        self._count = number
        return self._first
