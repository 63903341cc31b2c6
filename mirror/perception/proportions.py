"""Whether faces look as wide as faces are: a film of the wrong shape squeezes all of them alike."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from mirror.perception.face import Points

#: Two lengths of the mesh that expression hardly changes, and the distance of the outer eye corners in parts of each as
#: it is drawn on 36 synthetic faces, turned by up to 8 degrees: 0.50 to 0.62 and 1.6 to 2.1.
_EYES: Final = (33, 263)
_FOREHEAD_TO_CHIN: Final = (10, 152)
_NOSE: Final = (168, 2)
USUAL: Final = {_FOREHEAD_TO_CHIN: 0.56, _NOSE: 1.75}
#: Both must be off by more than this part, the same way: each varies between people by about half of it.
ODD: Final = 0.15


def odd_width(faces: Sequence[Points]) -> float | None:
    """How many times as wide as usual the faces (478, 3) of a film are; None when they are as people are."""
    if not faces:
        return None
    wide = [float(np.median([_apart(one, _EYES) / _apart(one, length) for one in faces])) for length in USUAL]
    off = [ratio / usual for ratio, usual in zip(wide, USUAL.values(), strict=True)]
    if min(off) > 1.0 + ODD or max(off) < 1.0 - ODD:
        return float(np.sqrt(off[0] * off[1]))
    return None


def _apart(points: Points, ends: tuple[int, int]) -> float:
    return float(np.linalg.norm(points[ends[0], :2] - points[ends[1], :2]))
