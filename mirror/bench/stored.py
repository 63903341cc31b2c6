"""The pictures that everything is measured on, as they are stored: rest, a smile that is held, and back."""

from pathlib import Path
from typing import Final

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
