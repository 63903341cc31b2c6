"""The refined figure of one repetition: a few moments of its hold, each compared with a rest that is turned alike."""

import statistics
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from mirror.perception.co_movement import PROBE, CoMovement, QuietRegion, over_moments
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Unseen
from mirror.perception.face_cut import FaceCut, Moment
from mirror.perception.refined.both_ways import BothWays, LaidBothWays, RestBothWays, co_movement_of
from mirror.perception.refined.pair import PairReading
from mirror.perception.refined.resting import resting_asymmetry
from mirror.perception.resting import Resting, over_rests
from mirror.perception.tracker import Tracker

#: Moments of a hold that are read.  One alone is wrong by half as much again; more gain little (docs/measurement.md).
MOMENTS: Final = 2
#: Faces at rest that are kept prepared: one for every turn of the head that a session meets.
KEPT_RESTS: Final = 8
#: Of these, so many are read for themselves: no more than a hold costs, at twelve landmark calls each.
MOST_RESTING: Final = 4


def moments_at(seen_s: Sequence[float], start_s: float, end_s: float) -> list[float]:
    """Which of the instants at which the face was seen are nearest to the middles of equal parts of a hold."""
    part_s = (end_s - start_s) / MOMENTS
    inside = [t_s for t_s in seen_s if start_s <= t_s <= end_s]
    wanted_s = [start_s + (part + 0.5) * part_s for part in range(MOMENTS)] if inside else []
    return sorted({min(inside, key=lambda t_s: abs(t_s - middle_s)) for middle_s in wanted_s})


@dataclass(frozen=True, slots=True)
class HoldReading:
    """What a hold came to."""

    reading: PairReading
    co_movement: CoMovement | None
    """What the quiet regions did meanwhile; None when no moment could be laid beside its rest."""


@dataclass(frozen=True, slots=True)
class _AtRest:
    """A face at rest as it was found, and prepared to lay movements beside it."""

    seen: BothWays
    prepared: RestBothWays


@dataclass(slots=True)
class HoldReader:
    """Reads holds, with a tracker of its own that takes stills; faces at rest are prepared once."""

    tracker: Tracker
    _rests: OrderedDict[int, tuple[FaceCut, _AtRest | Unseen]] = field(default_factory=OrderedDict)

    @property
    def model(self) -> str:
        return self.tracker.model

    def forget(self) -> None:
        """Let go of every face at rest."""
        self._rests.clear()

    def read(self, moments: Sequence[Moment], movement: Movement) -> HoldReading:
        """What the moments of a hold say of ``movement``, and what the quiet regions did meanwhile."""
        laid = [self._laid(moment, movement) for moment in moments]
        seen = [one for one in laid if isinstance(one, LaidBothWays)]
        readings = [PairReading(None, one) if isinstance(one, Unseen) else one.excursion() for one in laid]
        # A blink may hide what an eye does in one moment; a mouth's corner is the same in both, and costs more to read.
        probe = PROBE[movement]
        told = seen if probe is QuietRegion.EYE else seen[:1]
        return HoldReading(_middle(readings), over_moments([co_movement_of(one, (probe,)) for one in told]))

    def resting(self) -> Resting:
        """How even the face is at rest, over the pictures that holds were last compared with.

        Unseen.NO_IMAGE while no hold has been read.
        """
        rests = [rest for _, rest in self._rests.values()][-MOST_RESTING:]
        found = [resting_asymmetry(rest.seen, rest.prepared) for rest in rests if isinstance(rest, _AtRest)]
        if found:
            return over_rests(found)
        return next((rest for rest in rests if isinstance(rest, Unseen)), Unseen.NO_IMAGE)

    def _laid(self, moment: Moment, movement: Movement) -> LaidBothWays | Unseen:
        rest = self._at_rest(moment.rest)
        if isinstance(rest, Unseen):
            return rest
        cut = moment.now.for_reading()
        now = BothWays.find(cut.image, self.tracker, cut.camera)
        return now if isinstance(now, Unseen) else rest.prepared.lay(now, movement)

    def _at_rest(self, cut: FaceCut) -> _AtRest | Unseen:
        # By identity: the cut is kept beside its face, so that its number cannot be given to another one meanwhile.
        known = self._rests.pop(id(cut), None)
        if known is None:
            small = cut.for_reading()
            seen = BothWays.find(small.image, self.tracker, small.camera)
            known = cut, seen if isinstance(seen, Unseen) else _AtRest(seen, RestBothWays.of(seen))
        self._rests[id(cut)] = known
        while len(self._rests) > KEPT_RESTS:
            self._rests.popitem(last=False)
        return known[1]


def _middle(readings: Sequence[PairReading]) -> PairReading:
    """The median over the moments, or the reason of the first that says nothing when most say nothing."""
    found = [reading.excursion for reading in readings if reading.excursion is not None]
    if 2 * len(found) < len(readings) or not found:
        silent = next((reading for reading in readings if reading.excursion is None), None)
        return PairReading(None, Unseen.NO_IMAGE) if silent is None else silent
    excursion = Excursion(
        left_mm=statistics.median(one.left_mm for one in found),
        right_mm=statistics.median(one.right_mm for one in found),
        # What only some of the moments say is less sure.
        confidence=statistics.fmean(one.confidence for one in found) * len(found) / len(readings),
    )
    gaps = ([one.gap_left_mm for one in readings], [one.gap_right_mm for one in readings])
    return PairReading(excursion, None, *map(_middle_gap, gaps))


def _middle_gap(gaps: Sequence[float | None]) -> float | None:
    known = [gap for gap in gaps if gap is not None]
    return statistics.median(known) if known else None
