"""What the quiet regions do meanwhile: the drawn patient joins in by known amounts."""

import pytest

from mirror.clips.anatomy import OPENING_MM
from mirror.clips.expression import Expression, Half, HeadPose
from mirror.clips.truth import true_excursion_mm
from mirror.perception.co_movement import QUIET, QuietRegion, SideShift
from mirror.perception.excursion import Movement
from mirror.perception.face import Doubt, Side
from mirror.perception.refined.both_ways import co_movement_of

from .sitting import ELSEWHERE

EYE_PROBES = (Movement.SMILE, Movement.SNARL, Movement.PUCKER)
MOUTH_PROBES = (Movement.BROW_RAISE, Movement.EYE_CLOSURE)


def joined(sitting, movement, pose=ELSEWHERE, **left):
    """Both sides do the movement, the left one something else besides."""
    both = {movement.value: 0.8}
    expression = Expression(left=Half(**both, **left), right=Half(**both)).posed(pose)
    return co_movement_of(sitting.rest.lay(sitting.photograph(expression), movement)).regions


@pytest.mark.parametrize("movement", EYE_PROBES, ids=lambda m: m.value)
@pytest.mark.parametrize("part", [0.0, 0.35])
def test_an_eye_that_narrows_with_the_mouth_is_read(sitting, movement, part):
    """The side that joins in by a third of its opening, or not at all, and the other one that does not."""
    eye = joined(sitting, movement, eye_closure=part)[QuietRegion.EYE]
    assert eye.left_part == pytest.approx(part, abs=0.05)
    assert eye.right_part == pytest.approx(0.0, abs=0.05)
    assert eye.mm(Side.LEFT) == pytest.approx(part * OPENING_MM, abs=0.6)
    assert 0.0 < eye.confidence <= 1.0


@pytest.mark.parametrize("movement", MOUTH_PROBES, ids=lambda m: m.value)
def test_a_corner_of_the_mouth_that_goes_with_the_eye_is_read(sitting, movement):
    """A third of a smile while brow or lids move; the other corner stays."""
    mouth = joined(sitting, movement, smile=0.4)[QuietRegion.MOUTH]
    true_mm, _ = true_excursion_mm(Expression(left=Half(smile=0.4)), "smile")
    assert mouth.left_mm == pytest.approx(true_mm, rel=0.3)
    assert mouth.right_mm == pytest.approx(0.0, abs=0.4)
    assert (mouth.left_part, mouth.right_part) == (None, None)


@pytest.mark.parametrize("movement", list(QUIET), ids=lambda m: m.value)
def test_a_face_that_does_not_join_in_reads_as_quiet(sitting, movement):
    """Every quiet region of every movement stays within half a millimetre."""
    for region, shift in joined(sitting, movement).items():
        assert abs(shift.left_mm) < 0.5, region
        assert abs(shift.right_mm) < 0.5, region


def test_every_region_can_be_asked_for(sitting):
    """The regions of a movement are only a choice: any of them can be read from any pair."""
    seen = sitting.photograph(Expression(left=Half(pucker=0.8, brow_raise=0.3), right=Half(pucker=0.8)))
    laid = sitting.rest.lay(seen, Movement.PUCKER)
    assert laid.quiet(QuietRegion.BROW).sides.left_mm > laid.quiet(QuietRegion.BROW).sides.right_mm + 1.0
    assert {region: type(laid.quiet(region).sides) for region in QuietRegion} == dict.fromkeys(QuietRegion, SideShift)
    assert co_movement_of(laid).regions.keys() == set(QUIET[Movement.PUCKER])


def test_without_the_same_skin_there_is_a_reason_for_every_region(sitting, stills):
    """A photograph too unlike the one at rest has no figures."""
    other = sitting.photograph(Expression(left=Half(smile=0.8), right=Half(smile=0.8), pose=HeadPose(roll_deg=2.0)))
    other.plain.image[:], other.mirrored.image[:] = 128, 128
    found = co_movement_of(sitting.rest.lay(other, Movement.SMILE))
    assert found.regions == dict.fromkeys(QUIET[Movement.SMILE], Doubt.UNLIKE_REST)
