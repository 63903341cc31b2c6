"""How old the picture on the glass is: from the light on the sensor to the moment at which the screen was given it.

What the screen itself takes after that (half a refresh and its panel, 5 to 25 ms) no program can see; it comes on top.
"""

from array import array
from collections.abc import Sequence
from typing import Final

from hardware.camera.frame import Timed
from mirror.therapy.effects import FramesAged

#: Width of a bin of the histogram.
BIN_MS: Final = 5
#: Bins of that width, from 0 to 500 ms; one more holds all that is older.
BINS: Final = 100
#: What is accepted of a mirror; docs/log.md, frame_ages.
FEELS_LIKE_A_MIRROR_MS: Final = 125.0


class FrameAges:
    """The ages of one session's pictures, in fixed bins: a frame costs a count and leaves nothing behind."""

    def __init__(self) -> None:
        self._bins: Final = {timed: array("Q", bytes(8 * (BINS + 1))) for timed in Timed}

    def shown(self, timed: Timed | None, age_s: float) -> None:
        """A picture was given to the screen so many seconds after its light fell in.  Films and drawings have none."""
        if timed is not None:
            self._bins[timed][min(BINS, max(0, int(age_s * 1000.0 / BIN_MS)))] += 1

    def begin(self) -> None:
        """A session begins."""
        for bins in self._bins.values():
            for index in range(BINS + 1):
                bins[index] = 0

    def records(self) -> tuple[FramesAged, ...]:
        """What there is to keep of the session: one record for each source of the time that there was."""
        return tuple(
            FramesAged(timed.value, sum(bins), percentile_ms(bins, 0.5), percentile_ms(bins, 0.95), tuple(bins))
            for timed, bins in self._bins.items()
            if any(bins)
        )


def percentile_ms(bins: Sequence[int], part: float) -> float:
    """The age that ``part`` (0 to 1) of the pictures did not exceed, in ms; as if they lay evenly within a bin.

    Of pictures older than the last bin all that is known is that, so its lower edge is told.  ``bins`` must hold some.
    """
    wanted = part * sum(bins)
    below = 0
    for index, count in enumerate(bins[:BINS]):
        if count and below + count >= wanted:
            return BIN_MS * (index + (wanted - below) / count)
        below += count
    return float(BIN_MS * BINS)
