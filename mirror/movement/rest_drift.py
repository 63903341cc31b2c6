"""What the resting face does between two repetitions, beside the rest that the session began with.

A face that gets tight narrows its eye and draws up its corner while it should do nothing.  Then exercises are left and
release takes their place: who forces movement on a tight face trains the tightness.
"""

import math
import statistics
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from mirror.movement.quiet_region import Parts, parts_of
from mirror.movement.quiet_watch import Limit
from mirror.perception.co_movement import BLINKED, QuietRegion
from mirror.perception.excursion import Movement, onset_mm
from mirror.perception.face import Side
from mirror.perception.observation import Observation

#: A rest is told from a quiet face's last two seconds, from at least so many observations of them.
WINDOW_S: Final = 2.0
FEWEST: Final = 10
#: So little of the window may be missing at its beginning.
SLACK_S: Final = 0.2
#: The longest window kept: 60 observations a second.
_LONGEST: Final = 120
#: A face whose movement is this many onsets away from rest does not rest.  What has become tight on one side is within
#: them: the mean of both sides has moved half as far.
RESTLESS: Final = 2.0
#: From where on a rest is tighter than the session's own.  Eye: 1.5 mm of ten, because two rests of one face, the head
#: turned by up to 5 degrees between them, are read up to 1.2 mm apart; others notice 2 mm (Aesthet Surg J 2017).
#: Corner: 1.5 mm, as where a resting mouth is graded (docs/measurement.md).
TIGHT: Final[Mapping[QuietRegion, Limit]] = {
    QuietRegion.EYE: Limit(own=0.15, more=0.15),
    QuietRegion.MOUTH: Limit(own=0.15, more=0.15),
}
#: In so many rests in a row.
RESTS: Final = 2


@dataclass(frozen=True, slots=True)
class RestDrift:
    """One rest: how far the regions are from the session's rest, in parts of their own range (quiet_region.py)."""

    t_s: float
    regions: Mapping[QuietRegion, Parts]
    """Medians; a region that could not be read is missing."""


@dataclass(frozen=True, slots=True)
class Tight:
    """The resting face has become tighter."""

    region: QuietRegion
    side: Side
    part: float
    """How much narrower the eye is, or how far the corner is drawn, in parts of the region's own range."""


@dataclass(slots=True)
class RestWatch:
    """Watches one rest.  Feed it every observation between two repetitions, in order; it speaks once at most."""

    _samples: deque[tuple[float, Mapping[QuietRegion, Parts]]] = field(default_factory=lambda: deque(maxlen=_LONGEST))
    _last_s: float = -math.inf
    _said: bool = False

    def step(self, observation: Observation) -> RestDrift | None:
        """One observation later: the drift, once two seconds of a quiet face have been seen."""
        t_s = observation.t_s
        if self._said or t_s <= self._last_s:
            return None
        self._last_s = t_s
        regions = {region: parts for region in QuietRegion if (parts := parts_of(region, observation)) is not None}
        if _blinks(regions) or not _rests(observation):
            return None
        self._samples.append((t_s, regions))
        while self._samples[0][0] < t_s - WINDOW_S:
            self._samples.popleft()
        if len(self._samples) < FEWEST or t_s - self._samples[0][0] < WINDOW_S - SLACK_S:
            return None
        self._said = True
        medians = {region: self._median(region) for region in QuietRegion}
        return RestDrift(t_s, {region: parts for region, parts in medians.items() if parts is not None})

    def _median(self, region: QuietRegion) -> Parts | None:
        read = [regions[region] for _, regions in self._samples if region in regions]
        if len(read) < FEWEST:
            return None
        return Parts(statistics.median(one.left for one in read), statistics.median(one.right for one in read))


def tightness(rests: Sequence[RestDrift], affected: Side | None) -> Tight | None:
    """Whether the affected side's eye is narrower or its corner drawn beyond the noise, in the last two rests.

    ``affected`` None: whichever side it is.  What both sides have done alike is light, gaze or a turned head.
    """
    if len(rests) < RESTS:
        return None
    last = rests[-RESTS:]
    for region, limit in TIGHT.items():
        found = [parts for rest in last if (parts := rest.regions.get(region)) is not None]
        for side in Side if affected is None else (affected,):
            if len(found) == RESTS and all(p.of(side) >= limit.own and p.more(side) >= limit.more for p in found):
                return Tight(region, side, found[-1].of(side))
    return None


def _blinks(regions: Mapping[QuietRegion, Parts]) -> bool:
    eyes = regions.get(QuietRegion.EYE)
    return eyes is not None and max(eyes.left, eyes.right) >= BLINKED


def _rests(observation: Observation) -> bool:
    """Whether nothing but the lids, which may blink, moves."""
    return bool(observation.excursions) and all(
        abs(excursion.mean_mm) < RESTLESS * onset_mm(movement, observation.noise_mm.get(movement, 0.0))
        for movement, excursion in observation.excursions.items()
        if movement is not Movement.EYE_CLOSURE
    )
