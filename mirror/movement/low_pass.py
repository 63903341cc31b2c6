"""The filter in front of every detector of a live movement."""

import math
from typing import Final

#: Time constant of the filter: short enough that an onset is felt at once, long enough that the net's jitter
#: (0.1-0.4 % of the eye distance on a still face) does not cross a threshold.
FILTER_S: Final = 0.08


def low_passed(before: float | None, now: float, step_s: float) -> float:
    """First-order low-pass, ``step_s`` after ``before``.

    The weight follows the time step, so that the frame rate does not matter.
    """
    if before is None:
        return now
    return before + (1.0 - math.exp(-step_s / FILTER_S)) * (now - before)
