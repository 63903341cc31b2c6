"""Demonstrations are slow, gentle, alike on both sides and repeat without a seam."""

import dataclasses

import pytest

from mirror.clips.choreography import LOOP_S, Demonstration, Phase, effort_at, phase_at, pose_at
from mirror.clips.expression import Expression, Half
from mirror.problem import Problem

LIDS = (Demonstration.EYE_CLOSURE, Demonstration.SLOW_BLINK, Demonstration.WINK)
ONE_AT_A_TIME = (Demonstration.WINK, Demonstration.AIR_SHIFT)


def numbers(face: Expression) -> list[float]:
    values = [*dataclasses.astuple(face.left), *dataclasses.astuple(face.right), *dataclasses.astuple(face.pose)]
    return [*values, face.teeth, face.jaw]


@pytest.mark.parametrize("exercise", Demonstration)
def test_the_loop_has_no_seam(exercise: Demonstration) -> None:
    """The face after one loop is the face at its beginning, and it gets there without a jump."""
    assert numbers(pose_at(exercise, LOOP_S)) == pytest.approx(numbers(pose_at(exercise, 0.0)), abs=1e-9)
    before = numbers(pose_at(exercise, LOOP_S - 1 / 30))
    assert numbers(pose_at(exercise, 0.0)) == pytest.approx(before, abs=0.02)


@pytest.mark.parametrize("exercise", sorted(set(Demonstration) - set(ONE_AT_A_TIME), key=str))
def test_both_sides_do_the_same(exercise: Demonstration) -> None:
    """A demonstration is symmetrical at every moment, but for what is done by one side at a time."""
    for tenth in range(70):
        face = pose_at(exercise, tenth / 10)
        assert face.left == face.right


@pytest.mark.parametrize("exercise", Demonstration)
def test_shapes_are_gentle(exercise: Demonstration) -> None:
    """No demonstration shows more than three quarters of what a face can do, and each enough to be seen; lids close."""
    faces = [pose_at(exercise, tenth / 10) for tenth in range(60)]
    largest = max(
        max(*dataclasses.astuple(dataclasses.replace(half, eye_closure=0.0)), face.jaw)
        for face in faces
        for half in (face.left, face.right)
    )
    assert largest == 0 if exercise in LIDS else 0.5 <= largest <= 0.75
    assert max(face.left.eye_closure for face in faces) == (1 if exercise in LIDS else 0)


def test_one_eye_closes_while_the_other_stays_open() -> None:
    """A wink is drawn for a weaker left side."""
    held = pose_at(Demonstration.WINK, 3.0)
    assert (held.left.eye_closure, held.right.eye_closure) == (1.0, 0.0)


def test_the_lips_close_and_open_three_times_for_pa_ba_ma() -> None:
    """Each syllable begins with closed lips and ends with an open mouth."""
    said = [pose_at(Demonstration.LIP_SYLLABLES, t) for t in (0.6, 1.3, 2.1, 2.8, 3.6, 4.5)]
    assert [face.jaw > 0.3 for face in said] == [False, True] * 3
    assert [face.left.press > 0.3 for face in said] == [True, False] * 3


def test_the_air_goes_from_cheek_to_cheek() -> None:
    """Left, right, left: one is full while the other is not."""
    sides = [pose_at(Demonstration.AIR_SHIFT, t) for t in (1.2, 2.8, 4.2)]
    assert [face.left.cheek_puff > 0.7 for face in sides] == [True, False, True]
    assert [face.right.cheek_puff > 0.7 for face in sides] == [False, True, False]


def test_the_phases_follow_each_other_and_the_effort_follows_them() -> None:
    """Move for 1.5 s, hold for 3 s, release for 1.5 s, rest for 1 s."""
    assert [phase_at(t) for t in (0.0, 1.49, 1.5, 4.49, 4.5, 5.99, 6.0, 6.99, 7.0)] == [
        *(Phase.MOVE, Phase.MOVE, Phase.HOLD, Phase.HOLD),
        *(Phase.RELEASE, Phase.RELEASE, Phase.REST, Phase.REST, Phase.MOVE),
    ]
    efforts = [effort_at(t / 30) for t in range(210)]
    assert efforts[:45] == sorted(efforts[:45])
    assert set(efforts[45:135]) == {1.0}
    assert efforts[135:180] == sorted(efforts[135:180], reverse=True)
    assert set(efforts[180:]) == {0.0}


def test_the_eyes_blink_once_in_the_rest_and_never_while_moving() -> None:
    """A blink elsewhere would look like part of the exercise."""
    lids = {t: pose_at(Demonstration.SMILE, t / 60).left.eye_closure for t in range(420)}
    assert max(lids[t] for t in range(360, 420)) > 0.9
    assert all(lids[t] == 0 for t in range(360))


def test_nothing_but_the_exercise_moves_in_the_hold() -> None:
    """In a held pucker every other movement is at rest."""
    held = pose_at(Demonstration.PUCKER, 3.0).left
    assert dataclasses.replace(held, pucker=0.0) == Half()


def test_an_unknown_exercise_is_named_with_the_known_ones() -> None:
    """The sentence helps to find the right word."""
    with pytest.raises(Problem, match=r"'grin'.*brow_raise.*eee"):
        Demonstration.named("grin")
