"""The pictures that everything is measured on, as they are stored: rest, a smile that is held, and back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, overload

import numpy as np

from hardware.camera.frame import Image

FILE: Final = "frames.npy"
#: The same pictures as a film.
FILM: Final = "film.avi"
PER_S: Final = 15.0
#: Width and height of the pictures, as from the mirror's camera upright.
SIZE: Final = (480, 640)
#: Two seconds of rest, the way into the smile, its hold, and the way back, in pictures.
REST: Final = 30
WAY: Final = 9
HOLD: Final = 45
ROUND: Final = REST + WAY + HOLD + WAY


def pictures(folder: str) -> list[Image]:
    """The pictures of one round, each (height, width, 3)."""
    return list(np.load(Path(folder) / FILE))


class FromDisk(Sequence[Image]):
    """The same pictures, each read when it is asked for: none of them stays in memory."""

    def __init__(self, folder: str) -> None:
        self._file = Path(folder) / FILE
        stored = np.load(self._file, mmap_mode="r")
        self._count, self._shape, self._begin = len(stored), stored.shape[1:], int(stored.offset)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, number: int) -> Image: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[Image]: ...

    def __getitem__(self, number: int | slice) -> Image | Sequence[Image]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(self._count))]
        if not 0 <= number < self._count:
            raise IndexError(number)
        size = int(np.prod(self._shape))
        return np.fromfile(self._file, np.uint8, size, offset=self._begin + number * size).reshape(self._shape)
