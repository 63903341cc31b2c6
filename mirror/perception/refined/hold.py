"""The refined figure of one repetition: a few moments of its hold, each compared with a rest that is turned alike."""

import statistics
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Unseen
from mirror.perception.face_cut import FaceCut, Moment
from mirror.perception.refined.both_ways import BothWays, RestBothWays
from mirror.perception.refined.pair import PairReading
from mirror.perception.tracker import Tracker

#: Moments of a hold that are read.  One alone is wrong by half as much again; more gain little (docs/measurement.md).
MOMENTS: Final = 2
#: Faces at rest that are kept prepared: one for every turn of the head that a session meets.
KEPT_RESTS: Final = 8


def moments_at(seen_s: Sequence[float], start_s: float, end_s: float) -> list[float]:
    """Which of the instants at which the face was seen are nearest to the middles of equal parts of a hold."""
    part_s = (end_s - start_s) / MOMENTS
    inside = [t_s for t_s in seen_s if start_s <= t_s <= end_s]
    wanted_s = [start_s + (part + 0.5) * part_s for part in range(MOMENTS)] if inside else []
    return sorted({min(inside, key=lambda t_s: abs(t_s - middle_s)) for middle_s in wanted_s})


@dataclass(slots=True)
class HoldReader:
    """Reads holds, with a tracker of its own that takes stills; faces at rest are prepared once."""

    tracker: Tracker
    _rests: OrderedDict[int, tuple[FaceCut, RestBothWays | Unseen]] = field(default_factory=OrderedDict)

    @property
    def model(self) -> str:
        return self.tracker.model

    def read(self, moments: Sequence[Moment], movement: Movement) -> PairReading:
        """The median over the moments, or the reason of the first that says nothing when most say nothing."""
        readings = [self._read(moment, movement) for moment in moments]
        told = [reading for reading in readings if reading.excursion is not None]
        if 2 * len(told) < len(readings) or not told:
            silent = next((reading for reading in readings if reading.excursion is None), None)
            return PairReading(None, Unseen.NO_IMAGE) if silent is None else silent
        return _middle(told)

    def _read(self, moment: Moment, movement: Movement) -> PairReading:
        rest = self._at_rest(moment.rest)
        if isinstance(rest, Unseen):
            return PairReading(None, rest)
        now = BothWays.find(moment.now.image, self.tracker, moment.now.camera)
        return PairReading(None, now) if isinstance(now, Unseen) else rest.read(now, movement)

    def _at_rest(self, cut: FaceCut) -> RestBothWays | Unseen:
        # By identity: the cut is kept beside its face, so that its number cannot be given to another one meanwhile.
        known = self._rests.pop(id(cut), None)
        if known is None:
            seen = BothWays.find(cut.image, self.tracker, cut.camera)
            known = cut, RestBothWays.of(seen) if isinstance(seen, BothWays) else seen
        self._rests[id(cut)] = known
        while len(self._rests) > KEPT_RESTS:
            self._rests.popitem(last=False)
        return known[1]


def _middle(readings: Sequence[PairReading]) -> PairReading:
    found = [reading.excursion for reading in readings if reading.excursion is not None]
    gaps = [
        statistics.median(gap for gap in side if gap is not None) if any(gap is not None for gap in side) else None
        for side in ([r.gap_left_mm for r in readings], [r.gap_right_mm for r in readings])
    ]
    excursion = Excursion(
        left_mm=statistics.median(one.left_mm for one in found),
        right_mm=statistics.median(one.right_mm for one in found),
        confidence=statistics.fmean(one.confidence for one in found),
    )
    return PairReading(excursion, None, *gaps)
