"""From readings to grades: the affected side against the other one, and what cannot be graded."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.movement.estimate import estimate
from mirror.movement.estimate_text import as_object, as_text
from mirror.movement.grading import MM_PER_POINT, sheet_of, synkinesis_limits_mm
from mirror.movement.sunnybrook import STANDARD, Grade, LeftOut, RestingPart
from mirror.perception.co_movement import CoMovement, QuietRegion, SideShift
from mirror.perception.excursion import Movement
from mirror.perception.face import Doubt, Side, Unseen
from mirror.perception.face_readings import FaceReadings
from mirror.perception.resting import RestingItem

from .faces import at_rest, closing, co_movement, face

KEYS = [
    *("composite", "composite_raw", "voluntary", "resting", "synkinesis"),
    *("affected", "confidence", "abstained", "model"),
]


def points(items):
    return [item.points if isinstance(item, Grade) else None for item in items.values()]


@pytest.mark.parametrize("affected", list(Side), ids=lambda s: s.value)
def test_a_side_that_does_not_move_on_the_first_day_is_unable(affected):
    """The yardstick is the other side, never the patient's own first day: there is nothing to have lost since."""
    still = face(left=0.0) if affected is Side.LEFT else face(right=0.0)
    found = estimate(still, affected)
    assert points(found.sheet.voluntary) == [1] * 5
    assert found.composite == 20


@pytest.mark.parametrize(("part", "grade"), [(0.0, 1), (0.25, 2), (0.5, 3), (0.75, 4), (1.0, 5), (1.3, 5)])
def test_voluntary_movement_goes_by_the_part_of_the_other_side(part, grade):
    """Nothing, a quarter, a half, three quarters, all; a snarl of a quarter is no more than the lip being dragged."""
    graded = sheet_of(face(right=part), Side.RIGHT).voluntary
    assert {movement: item.points for movement, item in graded.items()} == {
        movement: 1 if part == 0.25 and movement is Movement.SNARL else grade for movement in STANDARD
    }


@given(st.lists(st.floats(0.0, 1.0), min_size=2, max_size=2).map(sorted), st.sampled_from(list(Side)))
def test_a_side_that_moves_less_is_never_graded_higher(parts, affected):
    """Monotone in severity, for every movement and for the composite."""
    weak, strong = (face(left=p) if affected is Side.LEFT else face(right=p) for p in parts)
    less, more = (estimate(who, affected) for who in (weak, strong))
    assert all(a <= b for a, b in zip(points(less.sheet.voluntary), points(more.sheet.voluntary), strict=True))
    assert less.composite <= more.composite


def test_an_eye_is_compared_by_the_part_of_its_own_opening():
    """Lids that close completely from a narrower opening have done all there is to do."""
    narrow = SideShift(5.0, 9.0, 1.0, 1.0, 1.0)
    readings = face()
    readings = replace(readings, moved=readings.moved | {Movement.EYE_CLOSURE: narrow})
    assert sheet_of(readings, Side.LEFT).voluntary[Movement.EYE_CLOSURE].points == 5


def test_nothing_is_compared_with_a_side_that_hardly_moved():
    """Neither side smiled: there is no grade, and no composite."""
    readings = face()
    readings = replace(readings, moved=readings.moved | {Movement.SMILE: SideShift(0.5, 0.6, 1.0)})
    found = estimate(readings, Side.LEFT)
    assert found.sheet.voluntary[Movement.SMILE] == LeftOut("the other side hardly moved")
    assert found.composite is None
    assert found.abstained == "smile: the other side hardly moved"
    told = as_text(found, readings, told=True)
    assert "Not known: smile: the right side hardly moved." in told
    assert "not graded, the right side hardly moved" in told


@pytest.mark.parametrize(
    ("left_more", "part"),
    [({"eye": -1.4}, RestingPart.EYE), ({"eye": 1.4}, RestingPart.EYE), ({"mouth": -2.0}, RestingPart.MOUTH)],
)
def test_an_uneven_face_at_rest_costs_five_points(left_more, part):
    """A narrow or wide eye, a corner dropped; the sign says which."""
    found = estimate(face(resting=at_rest(**left_more)), Side.LEFT)
    assert found.sheet.resting[part].points == 1
    assert found.sheet.resting[part].figure == pytest.approx(next(iter(left_more.values())))
    assert found.composite == 95


def test_what_is_less_than_the_mirrors_own_noise_costs_nothing():
    """Half a millimetre at rest and of co-movement is what faces and mirror do anyway."""
    found = estimate(face(joining=(0.5, 0.0), resting=at_rest(eye=0.5, mouth=-0.5)), Side.LEFT)
    assert found.composite == 100


@pytest.mark.parametrize("movement", STANDARD, ids=lambda m: m.value)
def test_synkinesis_is_what_the_affected_side_does_beyond_the_other(movement):
    """From none to severe; both eyes narrowing alike is none."""
    limits = synkinesis_limits_mm(movement)
    for grade, excess_mm in enumerate((limits[0] - 0.1, *(limit + 0.1 for limit in limits))):
        joined = co_movement(movement, 1.0 + excess_mm, 1.0)
        readings = face()
        readings = replace(readings, co_movements=readings.co_movements | {movement: joined})
        assert sheet_of(readings, Side.LEFT).synkinesis[movement].points == grade
        assert sheet_of(readings, Side.RIGHT).synkinesis[movement].points == 0
    assert limits[1] - limits[0] == pytest.approx(MM_PER_POINT[movement])


def test_a_blink_is_no_co_movement():
    """Where the other eye has closed too, nothing is said."""
    readings = face()
    blinking = CoMovement(Movement.PUCKER, {QuietRegion.EYE: closing(9.0, 7.0), QuietRegion.BROW: closing(0.0, 0.0)})
    readings = replace(readings, co_movements=readings.co_movements | {Movement.PUCKER: blinking})
    assert sheet_of(readings, Side.LEFT).synkinesis[Movement.PUCKER] == LeftOut("the eyes were closed")


def test_a_figure_on_a_limit_is_half_as_sure():
    """It could be either grade."""
    on_limit = sheet_of(face(left=0.65), Side.LEFT).voluntary[Movement.SMILE]
    between = sheet_of(face(left=0.5), Side.LEFT).voluntary[Movement.SMILE]
    assert on_limit.confidence == pytest.approx(0.5)
    assert between.confidence == pytest.approx(1.0)


@pytest.mark.parametrize("affected", list(Side), ids=lambda s: s.value)
def test_the_affected_side_is_told_by_the_readings(affected):
    """By weak movement, and by co-movement where the movements are back."""
    weak = face(left=0.5) if affected is Side.LEFT else face(right=0.5)
    joining = face(joining=(6.0, 0.0) if affected is Side.LEFT else (0.0, 6.0))
    for readings in (weak, joining):
        found = estimate(readings, None)
        assert found.affected is affected
        assert found.composite == estimate(readings, affected).composite


def test_a_healthy_face_has_no_affected_side_and_a_composite_all_the_same():
    """Whichever side is taken gives nearly the same."""
    found = estimate(face(left=0.97), None)
    assert (found.affected, found.composite, found.abstained) == (None, 100, None)


def test_a_side_told_against_the_evidence_is_taken_at_its_word():
    """A clinician knows better than two millimetres."""
    assert estimate(face(left=0.5), Side.RIGHT).composite == 100


def test_what_was_not_read_says_why_once_per_photograph():
    """One doubtful photograph gives neither its movement nor its co-movement, and is named once."""
    readings = face()
    doubt = Doubt.TURNED_FROM_REST
    readings = FaceReadings(
        readings.moved | {Movement.PUCKER: doubt},
        readings.co_movements
        | {Movement.PUCKER: CoMovement(Movement.PUCKER, {QuietRegion.EYE: doubt, QuietRegion.BROW: doubt})},
        readings.resting,
    )
    found = estimate(readings, None)
    assert found.abstained == f"pucker: {doubt.value}"
    shown = as_object(found, "attention-0")
    assert list(shown) == KEYS
    assert (shown["composite"], shown["composite_raw"], shown["confidence"]) == (None, None, None)
    assert (shown["voluntary"]["pucker"], shown["synkinesis"]["pucker"]) == (None, None)
    assert shown["voluntary"]["smile"] == 5


def test_without_the_face_at_rest_there_is_nothing_to_compare_with():
    """The reason names the photograph at rest, and nothing else."""
    why = Unseen.DARK
    nothing = {movement: CoMovement(movement, dict.fromkeys(QuietRegion, why)) for movement in STANDARD}
    found = estimate(FaceReadings(dict.fromkeys(STANDARD, why), nothing, why), Side.LEFT)
    assert found.abstained == "rest: too dark"
    assert points(found.sheet.voluntary) == [None] * 5
    assert "too dark" in as_text(found, FaceReadings(dict.fromkeys(STANDARD, why), nothing, why), told=True)


@pytest.mark.parametrize("told", [True, False])
def test_the_text_is_kind_and_calls_itself_an_estimate(told):
    """It says what it is, what was left out, and nothing that hurts."""
    readings = face(left=0.4, joining=(2.0, 0.0), resting=at_rest(mouth=-2.0, brow=-2.0))
    text = as_text(estimate(readings, Side.LEFT if told else None), readings, told)
    assert text.startswith("Mirror estimate: ")
    assert "never a diagnosis" in text
    assert "fold of the cheek is left out" in text
    assert "2.0 mm lower" in text
    assert ("as given" in text) is told
    for word in ("bad side", "paralysed", "failed", "wrong", "!"):
        assert word not in text


def test_every_resting_item_has_its_noise_shown():
    """A difference below the noise is called even."""
    text = as_text(estimate(face(), None), face(), told=False)
    for item in (RestingItem.BROW, RestingItem.MIDLINE):
        assert f"{item.value:<12}    even, to within" in text
