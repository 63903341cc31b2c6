"""The first moment at which a region that a movement should leave alone joins in: where a repetition ends.

Watched live, beside the repetition; what joined in over the hold is read again and more closely afterwards
(mirror/perception/co_movement.py).  One watch per repetition; pure, constant time per observation, no clock.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from mirror.movement.low_pass import low_passed
from mirror.movement.quiet_region import STILL, Parts, noise_part, parts_of
from mirror.movement.repetition import BETWEEN_S
from mirror.perception.co_movement import QuietRegion
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.perception.observation import Observation


@dataclass(frozen=True, slots=True)
class Limit:
    """From where on a side joins in: it has done ``own`` itself, and ``more`` than the other side at that instant.

    Both in parts of the region's own range.  The other side is the person's own measure of what belongs to the
    movement, and of light, gaze and a turned head.
    """

    own: float
    more: float


#: Controls' eyes narrow by 1.7 % in a pucker, those of people with synkinesis by 30 % on the affected and 21.6 % on the
#: other side (26893614251395737): whatever is beyond the mirror's noise is joining in.  Both eyes alike are not: they
#: follow the gaze down, too.
_PUCKER_EYE: Final = Limit(0.12, 0.10)
#: Healthy eyes close by 21.6 +- 13.4 % in a smile, synkinetic ones by 32.7 +- 13.7 % (lary.23778): the two
#: overlap, so that only what one side does beyond the other tells, and only once an eye is as narrow as a healthy one
#: becomes.
_SMILE_EYE: Final = Limit(0.22, 0.18)
#: 1.8 mm: the reading of a quiet corner errs by up to 1.3 mm (docs/measurement.md); others notice 3 mm (Aesthet Surg J
#: 2017).
_CORNER: Final = Limit(0.15, 0.15)
#: 1.6 mm: people repeat an expression to 1.1 mm (Johnston and others); others notice 3.5 mm (Aesthet Surg J 2017).
_BROW: Final = Limit(0.20, 0.20)

#: One limit for each movement and each of its quiet regions: those of co_movement.QUIET, and the eye in a long eee,
#: which draws the corners of the mouth as a smile does.
LIMITS: Final[Mapping[tuple[Movement, QuietRegion], Limit]] = {
    (Movement.PUCKER, QuietRegion.EYE): _PUCKER_EYE,
    (Movement.PUCKER, QuietRegion.BROW): _BROW,
    (Movement.SMILE, QuietRegion.EYE): _SMILE_EYE,
    (Movement.SMILE, QuietRegion.BROW): _BROW,
    (Movement.SNARL, QuietRegion.EYE): _SMILE_EYE,
    (Movement.LOWER_LIP, QuietRegion.EYE): _SMILE_EYE,
    (Movement.EYE_CLOSURE, QuietRegion.MOUTH): _CORNER,
    (Movement.BROW_RAISE, QuietRegion.MOUTH): _CORNER,
}
#: A difference between the sides counts from so many standard deviations of the noise at rest, where that is more.
NOISE: Final = 3.0
#: It is said when it has lasted this long...
SUSTAINED_S: Final = 0.3
#: ...or this long where a lid has come down so far meanwhile: a blink lasts 0.1-0.4 s, and a weak lid opens later.
BLINK_S: Final = 0.5
BLINK_PART: Final = 0.4


@dataclass(frozen=True, slots=True)
class JoinedIn:
    """A quiet region has joined in."""

    region: QuietRegion
    side: Side
    part: float
    """How far, in parts of the region's own range (quiet_region.py)."""
    t_s: float


@dataclass(slots=True)
class QuietWatch:
    """Watches one repetition.  Feed it every observation from the onset on, in order; it speaks once at most."""

    movement: Movement
    affected: Side | None
    """None where it is not known: then whichever side joins in more, if it is not the one that moves more."""
    at_rest: Mapping[QuietRegion, Parts] = field(default_factory=dict)
    """What the regions did in the rest before (rest_drift.py): an eye that had become narrower has not joined in."""
    _followed: dict[QuietRegion, "_Region"] = field(init=False)
    _over: bool = False

    def __post_init__(self) -> None:
        self._followed = {
            region: _Region(region, limit, self.at_rest.get(region, STILL))
            for (movement, region), limit in LIMITS.items()
            if movement is self.movement
        }

    def step(self, observation: Observation) -> JoinedIn | None:
        """One observation later.  A region that cannot be read says nothing."""
        sides = self._sides(observation)
        joined = [region.step(observation, sides) for region in self._followed.values()]
        said = next((event for event in joined if event is not None), None)
        if said is None or self._over:
            return None
        self._over = True
        return said

    def _sides(self, observation: Observation) -> tuple[Side, ...]:
        """The sides that can join in: the affected one.

        Where it is not known, not a side that moves more than the other: what goes along with a larger movement goes
        farther, too, and a paralysed side neither moves nor narrows its eye.
        """
        if self.affected is not None:
            return (self.affected,)
        asked = observation.excursions.get(self.movement)
        weaker = None if asked is None else asked.weaker
        return tuple(Side) if weaker is None else (weaker,)


@dataclass(slots=True)
class _Region:
    """One quiet region, followed."""

    region: QuietRegion
    limit: Limit
    before: Parts
    _left: float | None = None
    _right: float | None = None
    _last_s: float = -math.inf
    _side: Side | None = None
    """The side that is beyond its limit; None while none is."""
    _since_s: float = 0.0
    _deepest: float = 0.0
    """The farthest that either side has gone since then."""

    def step(self, observation: Observation, sides: tuple[Side, ...]) -> JoinedIn | None:
        t_s, read = observation.t_s, parts_of(self.region, observation)
        if read is None or t_s <= self._last_s:
            return None
        read = read.since(self.before)
        if t_s - self._last_s > BETWEEN_S:
            self._left = self._right = self._side = None
        self._left = low_passed(self._left, read.left, t_s - self._last_s)
        self._right = low_passed(self._right, read.right, t_s - self._last_s)
        self._last_s = t_s
        smooth = Parts(self._left, self._right)
        side = max(sides, key=smooth.of)
        more = max(self.limit.more, NOISE * noise_part(self.region, observation))
        if smooth.of(side) < self.limit.own or smooth.more(side) < more:
            self._side = None
            return None
        if side is not self._side:
            self._side, self._since_s, self._deepest = side, t_s, 0.0
        self._deepest = max(self._deepest, read.left, read.right)
        blinking = self.region is QuietRegion.EYE and self._deepest >= BLINK_PART
        lasted_s = t_s - self._since_s
        if lasted_s < (BLINK_S if blinking else SUSTAINED_S):
            return None
        return JoinedIn(self.region, side, smooth.of(side), t_s)
