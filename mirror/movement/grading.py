"""From what was read on a face to the items of the Sunnybrook scale.

The scale's steps are words; every limit here is the mirror's own, with its reason beside it.  They were tried on
synthetic patients (docs/measurement.md, "Grades").  The affected side is always compared with the other side of the
same face at the same moment, never with what it did on an earlier day: a side that does not move is unable, on day one
too.
"""

from collections.abc import Mapping
from typing import Final

from mirror.language import N_
from mirror.movement.sunnybrook import STANDARD, Grade, Item, LeftOut, RestingPart, Sheet
from mirror.perception.co_movement import BLINKED, PROBE, CoMovement, SideShift
from mirror.perception.excursion import Movement
from mirror.perception.face import Doubt, Side, Unseen
from mirror.perception.face_readings import FaceReadings
from mirror.perception.resting import Resting, RestingItem, RestingReading

#: What a side that does not move may seem to do; below it nothing was initiated.  People at rest repeat themselves to
#: 0.74 mm (Johnston et al.), and fully paralysed synthetic sides read under 1 mm.
STILL_MM: Final = 1.0
#: In a snarl the upper lip of a still side is dragged along by the other half, by up to this part of its way (95th
#: percentile on synthetic patients).
DRAGGED: Final[Mapping[Movement, float]] = {Movement.SNARL: 0.3}
#: A healthy side that moves less gives nothing to compare with.
ENOUGH_MM: Final = 2.0 * STILL_MM
#: Affected over healthy side from which on a movement is mild (3), almost complete (4), complete (5).  No figure is
#: published; these are half-way, or a little less, between nothing, a half, three quarters and all of the other side.
#: Complete begins where a healthy face (up to 10 % uneven; BioMed Res Int 2022, 2774713) can still fall by the
#: mirror's own error.
VOLUNTARY: Final = (0.35, 0.65, 0.85)
#: How far a ratio is off, 1.96 standard deviations on synthetic patients: nearer to a limit than this, it may be
#: either.
RATIO_NOISE: Final = 0.15

#: An eye counts as narrow or wide from a tenth of a usual opening (10.2 +- 1.6 mm; Laryngoscope, lary.23778): healthy
#: faces differ by up to 10 % (BioMed Res Int 2022, 2774713).
EYE_UNEVEN_MM: Final = 1.0
#: A corner counts as dropped or pulled from half of what makes others notice (3 mm; Aesthet Surg J 2017): a clinician
#: sees more than a passer-by, and the mirror's own noise is half of that again.
MOUTH_UNEVEN_MM: Final = 1.5

#: Millimetres that the affected side does more than the other one, per point of synkinesis.  Eye: one point of
#: clinicians' Sunnybrook grades is 0.77 mm of the opening in a smile and 1.0 mm in a pucker (Pavia et al.); a snarl
#: lifts the same cheek as a smile.  Mouth: no figure is published; "obvious", which begins at one and a half points,
#: is put where others notice a corner, at 3 mm (Aesthet Surg J 2017).
MM_PER_POINT: Final[Mapping[Movement, float]] = {
    Movement.BROW_RAISE: 2.0,
    Movement.EYE_CLOSURE: 2.0,
    Movement.SMILE: 0.77,
    Movement.SNARL: 0.77,
    Movement.PUCKER: 1.0,
}
#: What faces without co-movement read, mm: the 97.5th percentile on synthetic patients, or a little more.  Less is
#: none.
QUIET_MM: Final[Mapping[Movement, float]] = {
    Movement.BROW_RAISE: 1.3,
    Movement.EYE_CLOSURE: 1.5,
    Movement.SMILE: 0.6,
    Movement.SNARL: 1.0,
    Movement.PUCKER: 0.6,
}
#: How far each probe can be believed, even with a perfect reading.  Healthy and synkinetic eyes overlap in a smile
#: (21.6 +- 13.4 against 32.7 +- 13.7 % narrower; lary.23778), and not in a pucker (1.7 against 30 %).
PROBE_CONFIDENCE: Final[Mapping[Movement, float]] = {
    Movement.BROW_RAISE: 0.8,
    Movement.EYE_CLOSURE: 0.8,
    Movement.SMILE: 0.6,
    Movement.SNARL: 0.6,
    Movement.PUCKER: 1.0,
}
WORST: Final = 3

#: As the log keeps it; what is shown names the side (``estimate_text.because``).
OTHER_HARDLY_MOVED: Final = N_("the other side hardly moved")
NO_LANDMARK: Final = LeftOut(N_("low confidence: no landmark lies on the fold of the cheek"))


def sheet_of(readings: FaceReadings, affected: Side) -> Sheet:
    """Every item of the scale, with ``affected`` as the side that is judged by the other one."""
    return Sheet(
        voluntary={movement: _voluntary(movement, readings.moved[movement], affected) for movement in STANDARD},
        resting={
            RestingPart.EYE: _resting(readings.resting, RestingItem.EYE, EYE_UNEVEN_MM, affected),
            RestingPart.CHEEK: NO_LANDMARK,
            RestingPart.MOUTH: _resting(readings.resting, RestingItem.MOUTH, MOUTH_UNEVEN_MM, affected),
        },
        synkinesis={movement: _synkinesis(readings.co_movements[movement], affected) for movement in STANDARD},
    )


def _voluntary(movement: Movement, shift: SideShift | Unseen | Doubt, affected: Side) -> Item:
    if not isinstance(shift, SideShift):
        return LeftOut(shift.value)
    weak_mm, healthy_mm = shift.mm(affected), shift.mm(affected.other)
    if healthy_mm < ENOUGH_MM:
        return LeftOut(OTHER_HARDLY_MOVED)
    weak, healthy = shift.part(affected), shift.part(affected.other)
    # An eye is compared by the part of its own opening: lids that start wider apart have farther to go.
    ratio = weak_mm / healthy_mm if weak is None or healthy is None else weak / healthy
    limits = (max(STILL_MM / healthy_mm, DRAGGED.get(movement, 0.0)), *VOLUNTARY)
    points = 1 + sum(ratio >= limit for limit in limits) if ratio >= limits[0] else 1
    return Grade(points, shift.confidence * _clear(ratio, limits, RATIO_NOISE), ratio)


def _resting(resting: Resting, item: RestingItem, uneven_mm: float, affected: Side) -> Item:
    reading = resting if isinstance(resting, Unseen) else resting[item]
    if not isinstance(reading, RestingReading):
        return LeftOut(reading.value)
    more_mm = reading.left_more_mm if affected is Side.LEFT else -reading.left_more_mm
    uneven = int(abs(more_mm) >= uneven_mm)
    return Grade(uneven, reading.confidence * _clear(abs(more_mm), (uneven_mm,), reading.noise_mm), more_mm)


def _synkinesis(seen: CoMovement, affected: Side) -> Item:
    movement = seen.movement
    shift = seen.regions[PROBE[movement]]
    if not isinstance(shift, SideShift):
        return LeftOut(shift.value)
    healthy_part = shift.part(affected.other)
    if healthy_part is not None and healthy_part >= BLINKED:
        return LeftOut(N_("the eyes were closed"))
    excess_mm = shift.mm(affected) - shift.mm(affected.other)
    limits = synkinesis_limits_mm(movement)
    sure = shift.confidence * PROBE_CONFIDENCE[movement] * _clear(excess_mm, limits, QUIET_MM[movement])
    return Grade(sum(excess_mm >= limit for limit in limits), sure, excess_mm)


def synkinesis_limits_mm(movement: Movement) -> tuple[float, ...]:
    """From how many mm of excess on there are 1, 2 and 3 points: the first where half a point is reached and the noise
    has ended, the others each a point further."""
    per_point = MM_PER_POINT[movement]
    first = max(QUIET_MM[movement], per_point / 2.0)
    return tuple(first + points * per_point for points in range(WORST))


def _clear(figure: float, limits: tuple[float, ...], noise: float) -> float:
    """One half for a figure right on a limit between two grades, 1 for one that is farther from all than the noise."""
    return 0.5 + 0.5 * min(1.0, min(abs(figure - limit) for limit in limits) / noise)
