"""How completely the affected eye blinks, while the face is otherwise at rest.

An eye whose lid does not come down dries out, and its owner does not feel it.  A blink lasts 0.1 to 0.4 s, which is two
to six observations: how far the lids came is read from all of them together, not from the deepest one alone.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mirror.movement.quiet_region import Parts, parts_of
from mirror.movement.repetition import BETWEEN_S
from mirror.perception.co_movement import QuietRegion
from mirror.perception.excursion import Movement, onset_mm
from mirror.perception.face import Side
from mirror.perception.observation import Observation

#: A blink begins and ends where the lid that leads has covered this much more of its eye than before.
LEAST_PART: Final = 0.35
#: From the last observation of the open eye to the first one of the open eye again; longer is looking down or closing.
SHORTEST_S: Final = 0.1
LONGEST_S: Final = 0.6
#: How fast the level of the open eyes follows what they do between blinks.
OPEN_S: Final = 0.5
#: Completeness is not told from fewer blinks than this.
FEWEST: Final = 4


@dataclass(frozen=True, slots=True)
class Blink:
    """One blink: how far both lids came, in parts of what was open before, summed over its observations."""

    t_s: float
    closed: Parts


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far one lid comes in a blink."""

    side: Side
    part: float
    """As a part of the other side's, 0..1; median over the blinks."""
    blinks: int


@dataclass(slots=True)
class BlinkWatch:
    """Watches a face.  Feed it every observation of a session, in order: it looks while all but the lids rests."""

    _open: Parts | None = None
    _open_s: float = -math.inf
    """When the eyes were last open."""
    _last_s: float = -math.inf
    _closed: Parts | None = None
    """What the lids have done in the blink that is going on; None while there is none."""

    def step(self, observation: Observation) -> Blink | None:
        """One observation later: the blink that has just ended."""
        t_s, eyes = observation.t_s, parts_of(QuietRegion.EYE, observation)
        if t_s <= self._last_s:
            return None
        if eyes is None or not _rests(observation) or t_s - self._last_s > BETWEEN_S or self._open is None:
            # Nothing is known of the lids in between: what they do now is where they start from.
            self._open, self._open_s, self._last_s, self._closed = eyes, t_s, t_s, None
            return None
        step_s, self._last_s = t_s - self._last_s, t_s
        covered = eyes.since(self._open)
        if covered.of(covered.leader) >= LEAST_PART:
            if t_s - self._open_s > LONGEST_S:
                # The eyes stay like this: whoever looks down now has these as open eyes.
                self._open, self._open_s, self._closed = eyes, t_s, None
            else:
                before = Parts(0.0, 0.0) if self._closed is None else self._closed
                self._closed = Parts(before.left + covered.left, before.right + covered.right)
            return None
        blink, lasted_s = self._closed, t_s - self._open_s
        share = 1.0 - math.exp(-step_s / OPEN_S)
        self._open = Parts(self._open.left + share * covered.left, self._open.right + share * covered.right)
        self._open_s, self._closed = t_s, None
        return None if blink is None or not SHORTEST_S <= lasted_s <= LONGEST_S else Blink(t_s, blink)


def completeness(blinks: Sequence[Blink], affected: Side | None) -> Completeness | None:
    """How far the affected lid comes, as a part of the other one's; None below a few blinks.

    ``affected`` None: the lid that does less in most blinks.
    """
    if len(blinks) < FEWEST:
        return None
    side = affected or statistics.mode(blink.closed.leader.other for blink in blinks)
    parts = [_part(blink.closed, side) for blink in blinks]
    return Completeness(side, statistics.median(parts), len(blinks))


def _part(closed: Parts, side: Side) -> float:
    other = closed.of(side.other)
    return min(1.0, max(0.0, closed.of(side) / other)) if other > 0.0 else 1.0


def _rests(observation: Observation) -> bool:
    """Whether nothing but the lids moves; the brows come down a little with them."""
    return all(
        excursion.mean_mm < onset_mm(movement, observation.noise_mm.get(movement, 0.0))
        for movement, excursion in observation.excursions.items()
        if movement is not Movement.EYE_CLOSURE
    )
