"""A standard assessment at the mirror: the drawn patient's five expressions, three times each, give an estimate."""

import pytest

from mirror.kiosk.rehearsal import Ability
from mirror.movement.assessment import REPETITIONS
from mirror.movement.sunnybrook import STANDARD, LeftOut, RestingPart
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.perception.tracker import Input, open_tracker

from .assessing import EXPRESSIONS, Sitting, graded_from_photographs

#: How far the live estimate of the drawn patient may be from that of photographs: one point at rest, or one step of one
#: movement (docs/measurement.md: nothing, as a rule).
AGREES = 5


@pytest.fixture(scope="module")
def stills(bundle):
    with open_tracker(bundle, Input.STILL) as tracker:
        yield tracker


@pytest.fixture(scope="module")
def sat(tracker, stills, tmp_path_factory):
    """A sitting of the patient whose left side has this severity; each is simulated once."""
    known = {}

    def sit(severity):
        if severity not in known:
            folder = tmp_path_factory.mktemp(f"severity-{severity}")
            known[severity] = Sitting(tracker, stills, folder, Ability(Side.LEFT, severity))
        return known[severity]

    return sit


@pytest.mark.parametrize("severity", [0.0, 0.5])
def test_every_repetition_of_the_five_expressions_is_read(sat, severity):
    """Fifteen of them, each with a figure, its co-movement, and of an eye what stays open."""
    sitting = sat(severity)
    names = [name for name in EXPRESSIONS for _ in range(REPETITIONS)]
    assert [one.exercise for one in sitting.refined] == names
    assert all(one.excursion is not None and one.co_movement is not None for one in sitting.refined)
    eyes = {one.exercise for one in sitting.refined if one.gap_left_mm is not None and one.gap_right_mm is not None}
    assert eyes == {Movement.EYE_CLOSURE.value}


def test_a_face_that_moves_alike_is_near_100(sat):
    """No side stands out, and nothing is missing."""
    found = sat(0.0).done(None).estimate
    assert found.abstained is None
    assert found.composite >= 90
    assert found.affected is None


def test_a_side_that_moves_half_as_far_is_clearly_lower_and_named(sat):
    """The left one, although nobody has said so: half of every movement is a 3."""
    found = sat(0.5).done(None).estimate
    assert found.affected is Side.LEFT
    assert found.composite <= sat(0.0).done(None).estimate.composite - 25
    assert all(2 <= item.points <= 4 for item in found.sheet.voluntary.values())
    assert isinstance(found.sheet.resting[RestingPart.CHEEK], LeftOut)


def test_the_eye_that_closes_half_stays_open(sat):
    """Its lids leave a gap of millimetres at gentle closure, the other one's hardly any more than a healthy face's."""
    for one in sat(0.5).refined:
        if one.exercise == Movement.EYE_CLOSURE.value:
            assert one.gap_left_mm > 3.0
            assert one.gap_right_mm < 2.0


@pytest.mark.parametrize("severity", [0.0, 0.5])
def test_the_same_patient_gets_the_same_from_photographs(sat, stills, severity, tmp_path):
    """Live and as ``mirror grade`` does it: within a step, and the same side."""
    live = sat(severity).done(None).estimate
    taken = graded_from_photographs(stills, tmp_path, Ability(Side.LEFT, severity), None)
    assert abs(live.composite - taken.composite) <= AGREES
    assert live.affected is taken.affected


def test_an_expression_that_was_skipped_leaves_no_composite_and_is_named(sat):
    """The same sitting without its puckers."""
    sitting = sat(0.5)
    done = sitting.done_without(Movement.PUCKER, Side.LEFT)
    assert done.estimate.composite is None
    assert done.estimate.abstained == "pucker: no repetition of it was read"


def test_the_day_knows_how_well_it_repeats_itself(sat):
    """Two repeats of each expression, ten together; a drawing repeats itself closely, and never exactly."""
    done = sat(0.5).done(Side.LEFT)
    assert set(done.repeatability) == set(STANDARD)
    assert done.repeatability_of_the_day.repeats == 10
    assert 0.0 < done.repeatability_of_the_day.sd < 0.05
    assert done.model.startswith("attention-")
