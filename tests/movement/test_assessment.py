"""The standard assessment from its repetitions: medians, what is missing, and how well the day repeats itself."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.movement.assessment import REPETITIONS, AssessedRepetition, assess
from mirror.movement.estimate import estimate
from mirror.movement.sunnybrook import STANDARD, Grade, RestingPart
from mirror.perception.co_movement import PROBE, CoMovement
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Doubt, Side, Unseen

from .faces import FULL_MM, OPENING_MM, at_rest, closing, co_movement, face


def repetition(movement, left=1.0, right=1.0, joining=(0.0, 0.0), confidence=1.0):
    """Each side does this part of a full movement; the quiet region joins in by so many mm."""
    full = FULL_MM[movement]
    eye = movement is Movement.EYE_CLOSURE
    return AssessedRepetition(
        movement,
        Excursion(full * left, full * right, confidence),
        None,
        co_movement(movement, *joining),
        OPENING_MM - full * left if eye else None,
        OPENING_MM - full * right if eye else None,
    )


def unread(movement, why):
    return AssessedRepetition(movement, None, why)


def sitting(left=1.0, right=1.0, joining=(0.0, 0.0)):
    """All five expressions, three times each, all alike."""
    return [repetition(movement, left, right, joining) for movement in STANDARD for _ in range(REPETITIONS)]


def graded(repetitions, resting=None, affected=Side.LEFT):
    return assess(repetitions, at_rest() if resting is None else resting, affected, "attention-0")


def points(found):
    return points_of(found.estimate)


def points_of(found):
    """Of each voluntary movement; None of one that was left out."""
    return {m: item.points if isinstance(item, Grade) else None for m, item in found.sheet.voluntary.items()}


def without(repetitions, movement):
    return [one for one in repetitions if one.movement is not movement]


@pytest.mark.parametrize("affected", [None, Side.LEFT, Side.RIGHT], ids=["not told", "left", "right"])
@pytest.mark.parametrize("left", [0.0, 0.5, 1.0])
def test_repetitions_that_are_alike_give_what_photographs_give(left, affected):
    """The same face read three times over is the same estimate as read once, and as sure."""
    resting = at_rest(mouth=-2.0)
    live = graded(sitting(left, joining=(2.0, 0.0)), resting, affected).estimate
    taken = estimate(face(left, joining=(2.0, 0.0), resting=resting), affected)
    assert (live.composite, live.affected, live.abstained) == (taken.composite, taken.affected, taken.abstained)
    assert live.confidence == pytest.approx(taken.confidence)
    assert points_of(live) == points_of(taken)


@pytest.mark.parametrize("movement", STANDARD, ids=lambda m: m.value)
@pytest.mark.parametrize("part", [0.0, 3.0])
def test_one_poor_repetition_spoils_nothing(movement, part):
    """One of three that reads nothing, or three times too much, on the affected side changes no grade."""
    done = sitting(left=0.5)
    at = next(index for index, one in enumerate(done) if one.movement is movement)
    assert points(graded([*done[:at], repetition(movement, left=part), *done[at + 1 :]])) == points(graded(done))


def test_what_an_eye_did_once_is_no_co_movement():
    """A blink seen in one of three puckers is not synkinesis; in all three it would be."""
    quiet, joined = repetition(Movement.PUCKER), repetition(Movement.PUCKER, joining=(5.0, 0.0))
    others = without(sitting(), Movement.PUCKER)
    once, always = graded([*others, joined, quiet, quiet]), graded([*others, joined, joined, joined])
    assert once.estimate.sheet.synkinesis[Movement.PUCKER].points == 0
    assert always.estimate.sheet.synkinesis[Movement.PUCKER].points == 3


def test_what_only_some_of_the_repetitions_say_is_less_sure():
    """One of three was blurred: the grade stands with two thirds of its confidence."""
    all_read = sitting(left=0.5)
    one_blurred = [*all_read[1:], unread(STANDARD[0], Unseen.BLURRED)]
    whole, part = (graded(done).estimate.sheet.voluntary[STANDARD[0]] for done in (all_read, one_blurred))
    assert part.points == whole.points
    assert part.confidence == pytest.approx(whole.confidence * 2.0 / 3.0)


def test_a_movement_that_was_never_read_is_named_with_its_commonest_reason():
    """No composite, and the other items stand."""
    done = without(sitting(left=0.5), Movement.SNARL)
    reasons = (Doubt.AT_ODDS, Unseen.BLURRED, Unseen.BLURRED)
    found = graded(done + [unread(Movement.SNARL, why) for why in reasons])
    assert found.estimate.abstained == "snarl: blurred"
    assert found.estimate.composite is None
    assert isinstance(found.estimate.sheet.voluntary[Movement.SMILE], Grade)
    assert found.repetitions[Movement.SNARL] == 0
    assert Movement.SNARL not in found.repeatability


@pytest.mark.parametrize("missing", STANDARD, ids=lambda m: m.value)
def test_a_movement_that_was_left_out_is_named(missing):
    """Skipped, or stopped before: the reason says which one."""
    found = graded(without(sitting(), missing)).estimate
    assert found.composite is None
    assert found.abstained == f"{missing.value}: no repetition of it was read"


def test_nothing_done_names_everything():
    """A sitting that was stopped at once is no estimate."""
    found = graded([], Unseen.NO_IMAGE, None)
    assert found.estimate.abstained == "rest: no image"
    assert not any(isinstance(item, Grade) for item in found.estimate.sheet.voluntary.values())
    assert found.repeatability_of_the_day is None


def test_the_face_at_rest_counts():
    """A narrow eye and a dropped corner cost five points each; a face at rest that was not read leaves none."""
    uneven = graded(sitting(), at_rest(eye=-1.5, mouth=-2.0)).estimate
    assert uneven.composite == 90
    assert uneven.sheet.resting[RestingPart.MOUTH].points == 1
    assert graded(sitting(), Unseen.DARK).estimate.abstained == "rest: too dark"


def test_other_movements_are_left_out():
    """A long eee beside the five changes nothing."""
    eee = AssessedRepetition(Movement.LOWER_LIP, Excursion(1.0, 9.0, 1.0), None)
    assert graded([eee, *sitting(left=0.5)]) == graded(sitting(left=0.5))


def test_co_movement_that_was_not_read_says_why():
    """A repetition without it does not count as a quiet one."""
    bare = replace(repetition(Movement.PUCKER), co_movement=None)
    quiet = CoMovement(Movement.PUCKER, {PROBE[Movement.PUCKER]: Doubt.BLINKED})
    others = without(sitting(), Movement.PUCKER)
    assert graded([*others, bare]).estimate.abstained == "pucker: no repetition of it was read"
    blinked = graded([*others, replace(bare, co_movement=quiet)])
    assert blinked.estimate.abstained == "pucker: the eyes were closed"


def test_an_eye_is_graded_by_the_part_of_its_own_opening():
    """Lids that close completely from a narrower opening have done all there is to do; what stays open is carried."""
    narrow = AssessedRepetition(
        Movement.EYE_CLOSURE,
        Excursion(5.0, 9.0, 1.0),
        None,
        co_movement(Movement.EYE_CLOSURE, 0.0, 0.0),
        gap_left_mm=0.0,
        gap_right_mm=0.0,
    )
    assert narrow.sides == replace(closing(5.0, 9.0), left_part=1.0, right_part=1.0)
    done = without(sitting(), Movement.EYE_CLOSURE)
    assert points(graded([*done, narrow, narrow, narrow]))[Movement.EYE_CLOSURE] == 5


def test_the_day_repeats_itself_as_far_as_its_repetitions_differ():
    """By hand: symmetries 0.4, 0.5, 0.6 of one expression differ by 0.1, and the others not at all."""
    parts = (0.4, 0.5, 0.6)
    done = without(sitting(left=0.5), Movement.SMILE) + [repetition(Movement.SMILE, left=part) for part in parts]
    found = graded(done)
    assert found.repeatability[Movement.SMILE].sd == pytest.approx(0.1)
    assert found.repeatability[Movement.SMILE].repeats == 2
    assert found.repeatability[Movement.SNARL].sd == pytest.approx(0.0, abs=1e-12)
    assert found.repeatability_of_the_day.repeats == 10
    assert found.repeatability_of_the_day.sd == pytest.approx(math.sqrt(0.02 / 10))


def test_a_day_of_single_repetitions_does_not_know_its_repeatability():
    """Once each gives an estimate, and says nothing about repeating."""
    found = graded([repetition(movement, left=0.5) for movement in STANDARD])
    assert found.estimate.composite is not None
    assert found.repeatability == {}
    assert found.repeatability_of_the_day is None


@given(st.permutations(range(15)), st.lists(st.floats(0.0, 1.0), min_size=15, max_size=15))
def test_the_order_of_the_repetitions_does_not_matter(order, parts):
    """Whoever smiles first and puckers last gets the same estimate as the other way round."""
    movements = [movement for movement in STANDARD for _ in range(REPETITIONS)]
    done = [repetition(movement, left=part) for movement, part in zip(movements, parts, strict=True)]
    mixed, straight = graded([done[index] for index in order]), graded(done)
    assert mixed.estimate == straight.estimate
    assert mixed.repeatability.keys() == straight.repeatability.keys()
    for movement, known in mixed.repeatability.items():
        assert known.sd == pytest.approx(straight.repeatability[movement].sd, abs=1e-9)
