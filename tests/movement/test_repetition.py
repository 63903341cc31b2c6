"""Repetitions found in a measured movement: onset, hold, release."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirror.movement.repetition import Fleeting, Onset, Phase, Released, RepetitionFollower
from mirror.perception.excursion import Excursion, Movement


def trapezoid(t_s: float, start_s: float, rise_s: float, hold_s: float, size_mm: float) -> float:
    """A movement that rises, holds and falls, eased like a person's."""
    into = t_s - start_s
    if into < 0 or into > 2 * rise_s + hold_s:
        return 0.0
    part = min(1.0, into / rise_s, (2 * rise_s + hold_s - into) / rise_s)
    return size_mm * part * part * (3 - 2 * part)


def follow(value_at, fps: float, length_s: float, noise_mm: float = 0.2, movement: Movement = Movement.SMILE):
    """Every event of a signal that gives (left_mm, right_mm) at a time."""
    follower = RepetitionFollower(movement, noise_mm)
    events = []
    for frame in range(round(length_s * fps)):
        t_s = frame / fps
        left_mm, right_mm = value_at(t_s)
        event = follower.step(Excursion(left_mm, right_mm, 0.9), t_s)
        if event is not None:
            events.append(event)
    return events


@pytest.mark.parametrize("fps", [10, 15, 30])
def test_the_count_does_not_depend_on_the_frame_rate(fps):
    """Three repetitions are three at ten, fifteen and thirty frames a second."""

    def signal(t_s):
        value = sum(trapezoid(t_s, start, 0.6, 2.0, 6.0) for start in (1.0, 6.0, 11.0))
        return 0.4 * value, value

    released = [event.repetition for event in follow(signal, fps, 16.0) if isinstance(event, Released)]
    assert len(released) == 3
    for repetition in released:
        assert repetition.excursion.left_mm == pytest.approx(2.4, abs=0.1)
        assert repetition.excursion.right_mm == pytest.approx(6.0, abs=0.1)
        # 90 % of an eased rise of 0.6 s is reached after 0.48 s, so the hold is 0.12 s longer at each end.
        assert repetition.hold_s == pytest.approx(2.24, abs=0.2)


def test_a_blink_is_no_eye_closure():
    """Lids that close and open within a third of a second are a blink, not a repetition."""
    signal = lambda t_s: (8.0 * math.sin(math.pi * (t_s - 1) / 0.3),) * 2 if 1 <= t_s <= 1.3 else (0.0, 0.0)  # noqa: E731
    kinds = [type(event) for event in follow(signal, 30, 4.0, movement=Movement.EYE_CLOSURE)]
    assert kinds == [Onset, Fleeting]


def test_only_one_side_moving_is_a_repetition_too():
    """The side that cannot move does not keep the other one's repetition from being seen."""
    signal = lambda t_s: (0.0, trapezoid(t_s, 1.0, 0.6, 2.0, 5.0))  # noqa: E731
    (released,) = [event for event in follow(signal, 15, 6.0) if isinstance(event, Released)]
    assert released.repetition.excursion.symmetry == pytest.approx(0.0, abs=0.02)


def test_a_loud_rest_raises_the_threshold():
    """What lies within five times the noise of rest is not a movement."""
    signal = lambda t_s: (0.0, trapezoid(t_s, 1.0, 0.6, 2.0, 3.6))  # noqa: E731
    assert follow(signal, 15, 6.0, noise_mm=0.5) == []
    assert follow(signal, 15, 6.0, noise_mm=0.1) != []


def test_a_second_wind_belongs_to_the_same_repetition():
    """A dip to two thirds and back is one repetition with the higher peak, not two."""

    def signal(t_s):
        value = trapezoid(t_s, 1.0, 0.6, 4.0, 6.0)
        return (value * (0.67 if 2.5 < t_s < 3.0 else 1.0),) * 2

    assert len([event for event in follow(signal, 30, 8.0) if isinstance(event, Released)]) == 1


def test_a_face_that_was_away_does_not_finish_a_repetition():
    """After a gap the movement is looked for anew."""
    follower = RepetitionFollower(Movement.SMILE, 0.1)
    for frame in range(20):
        follower.step(Excursion(5.0 if frame > 2 else 0.0, 5.0 if frame > 2 else 0.0, 0.9), frame / 15)
    assert follower.phase is Phase.MOVING
    assert follower.step(Excursion(0.0, 0.0, 0.9), 10.0) is None
    assert follower.phase is Phase.RESTING


def test_a_movement_that_was_there_before_is_not_counted():
    """Who has not come to rest yet is waited for: what is on its way back is no new movement."""
    kinds = [type(event) for event in follow(lambda t_s: (max(0.0, 6.0 - t_s),) * 2, 15, 10.0)]
    assert kinds == []


def test_a_slow_release_is_one_repetition():
    """Ten millimetres let go over eight seconds are counted once."""

    def signal(t_s):
        value = min(10.0 * min(1.0, t_s / 0.6), 10.0 * max(0.0, (11.0 - t_s) / 8.0))
        return value, value

    kinds = [type(event) for event in follow(signal, 15, 14.0)]
    assert kinds == [Onset, Released]


def test_the_hold_is_the_longest_stay_at_the_top():
    """One second at the top, five at half, a moment at the top again: the hold is the first second."""

    def signal(t_s):
        value = 6.0 if 0.5 < t_s <= 1.5 or 6.5 < t_s <= 6.8 else 3.0 if 1.5 < t_s <= 6.5 else 0.0
        return value, value

    (released,) = [event for event in follow(signal, 30, 9.0) if isinstance(event, Released)]
    assert released.repetition.hold_s == pytest.approx(1.0, abs=0.25)
    assert released.repetition.excursion.left_mm == pytest.approx(6.0, abs=0.2)


def test_the_hold_grows_while_the_top_is_kept():
    """The ring can be drawn from it: it starts near zero at the top and grows with time."""
    follower = RepetitionFollower(Movement.SMILE, 0.1)
    held = []
    for frame in range(90):
        value = trapezoid(frame / 30, 0.2, 0.6, 5.0, 6.0)
        follower.step(Excursion(value, value, 0.9), frame / 30)
        held.append(follower.held_s(frame / 30))
    rising, at_the_top = held[:24], held[30:]
    assert max(rising) < 0.25
    assert at_the_top == sorted(at_the_top)
    assert held[-1] == pytest.approx(90 / 30 - 0.7, abs=0.25)


def test_a_noisy_top_is_one_hold():
    """Jitter of a tenth at the top neither shortens the hold nor becomes its size."""
    noise = random.Random(3)

    def signal(t_s):
        value = trapezoid(t_s, 1.0, 0.6, 3.0, 5.0)
        return (value * (1.0 + noise.uniform(-0.1, 0.1)),) * 2

    (released,) = [event for event in follow(signal, 15, 8.0) if isinstance(event, Released)]
    assert released.repetition.hold_s == pytest.approx(3.2, abs=0.35)
    assert released.repetition.excursion.left_mm == pytest.approx(5.0, abs=0.3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-1.0, 12.0), min_size=5, max_size=200), st.sampled_from([8, 15, 30]))
def test_whatever_the_signal_a_repetition_makes_sense(values, fps):
    """Times are in order, the hold lies within the repetition, and the phase always has a way back to rest."""
    follower = RepetitionFollower(Movement.PUCKER, 0.1)
    for frame, value in enumerate(values):
        event = follower.step(Excursion(value, value / 2, 0.5), frame / fps)
        if isinstance(event, Released):
            r = event.repetition
            assert r.start_s <= r.hold_start_s <= r.hold_end_s <= r.end_s
            assert 0.0 <= r.excursion.symmetry <= 1.0
    for frame in range(len(values), len(values) + 3 * fps):
        follower.step(Excursion(0.0, 0.0, 0.5), frame / fps)
    assert follower.phase is Phase.RESTING
