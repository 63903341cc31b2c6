"""A repetition counts only when what was asked for moved most, and was held for more than a moment."""

from dataclasses import dataclass

import numpy as np
import pytest

from mirror.movement.asked import AskedFollower, Uncounted, Why
from mirror.movement.repetition import Phase, Released
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Face, Pose, Quality, Side
from mirror.perception.landmarks import COMMISSURE, OUTER_CANTHUS
from mirror.perception.observation import Observation, Rest
from tests.movement.test_repetition import trapezoid

FPS = 15


@dataclass(frozen=True)
class Moved:
    """What a movement reads over its hold, and how the mouth's width changes, in parts of the eye distance."""

    mm: dict[Movement, float]
    wider: float = 0.0


NOTHING = dict.fromkeys(Movement, 0.0)
#: Healthy faces, as read on heads drawn in three dimensions and on the drawn patient.
BROW_RAISE = Moved({Movement.BROW_RAISE: 7.7, Movement.SMILE: 1.0, Movement.SNARL: 1.1, Movement.LOWER_LIP: 1.3})
EYE_CLOSURE = Moved({Movement.EYE_CLOSURE: 6.5, Movement.BROW_RAISE: -1.2, Movement.SNARL: 0.4})
CORNERS = (Movement.SMILE, Movement.PUCKER)
SMILE = Moved(
    dict.fromkeys(CORNERS, 9.4)
    | {Movement.SNARL: 4.1, Movement.LOWER_LIP: 6.2, Movement.EYE_CLOSURE: 1.6, Movement.BROW_RAISE: 1.3},
    wider=0.10,
)
SHOWN_TEETH = Moved(dict.fromkeys(CORNERS, 5.0) | {Movement.SNARL: 3.1, Movement.LOWER_LIP: 5.4}, wider=0.07)
SNARL = Moved(
    dict.fromkeys(CORNERS, 5.1)
    | {Movement.SNARL: 5.1, Movement.LOWER_LIP: 4.2, Movement.BROW_RAISE: -3.0, Movement.EYE_CLOSURE: 1.0},
    wider=0.02,
)
PUCKER = Moved(dict.fromkeys(CORNERS, 4.0) | {Movement.SNARL: 1.1, Movement.LOWER_LIP: 2.2}, wider=-0.06)
JAW = Moved(dict.fromkeys(CORNERS, 2.5) | {Movement.LOWER_LIP: 15.0, Movement.SNARL: 0.5})
EEE = Moved(dict.fromkeys(CORNERS, 2.6) | {Movement.LOWER_LIP: 3.6, Movement.SNARL: 0.8}, wider=0.06)


def face(mouth: float) -> Face:
    """A face whose eyes are 100 px apart and whose mouth is ``mouth`` of that wide."""
    points = np.zeros((478, 3), np.float32)
    for places, half in ((OUTER_CANTHUS, 50.0), ({s: COMMISSURE[s][0] for s in Side}, 50.0 * mouth)):
        points[places[Side.LEFT], 0], points[places[Side.RIGHT], 0] = half, -half
    return Face(points, 640, 480, Pose(0.0, 0.0, 0.0), Quality(100.0, 0.0, 120.0, 100.0), None)


def answer(asked, moved, hold_s=3.0, left=1.0, right=1.0, landmarks=True, missing=()):
    """What the follower says in the end when a face does ``moved`` while ``asked`` is asked for."""
    follower, said = AskedFollower(asked, noise_mm=0.1), []
    for frame in range(round((4.0 + hold_s) * FPS)):
        t_s = frame / FPS
        part = trapezoid(t_s, 1.5, 0.6, hold_s, 1.0)
        excursions = {
            movement: Excursion(left * mm * part, right * mm * part, 0.9)
            for movement, mm in (NOTHING | moved.mm).items()
            if not (movement in missing and part > 0.5 and frame % 3)
        }
        seen = face(0.54 + moved.wider * part) if landmarks else None
        said.append(follower.step(Observation(t_s, seen, None, Rest(1, 24, 24), excursions)))
    ended = [event for event in said if isinstance(event, Released | Uncounted)]
    assert len(ended) <= 1
    return ended[0] if ended else None


REAL = [
    (Movement.BROW_RAISE, BROW_RAISE),
    (Movement.EYE_CLOSURE, EYE_CLOSURE),
    (Movement.SMILE, SMILE),
    (Movement.SMILE, SHOWN_TEETH),
    (Movement.SNARL, SNARL),
    (Movement.PUCKER, PUCKER),
    (Movement.LOWER_LIP, EEE),
]


@pytest.mark.parametrize(("asked", "moved"), REAL)
@pytest.mark.parametrize(("left", "right"), [(1.0, 1.0), (0.5, 1.0), (1.0, 0.0)], ids=["both", "weaker", "one side"])
@pytest.mark.parametrize("effort", [1.0, 0.6])
def test_what_was_asked_for_counts_with_all_that_goes_along(asked, moved, left, right, effort):
    """Nothing real is lost: full or gentle, on both sides or on one, with lips and lids that go along."""
    assert isinstance(answer(asked, moved, left=left * effort, right=right * effort), Released)


@pytest.mark.parametrize(
    ("asked", "moved"),
    [
        (Movement.BROW_RAISE, SMILE),
        (Movement.EYE_CLOSURE, SMILE),
        (Movement.SNARL, SMILE),
        (Movement.PUCKER, SMILE),
        (Movement.SMILE, PUCKER),
        (Movement.SMILE, SNARL),
        (Movement.SNARL, PUCKER),
        (Movement.LOWER_LIP, PUCKER),
        (Movement.LOWER_LIP, SNARL),
        (Movement.SMILE, JAW),
        (Movement.PUCKER, EEE),
    ],
)
@pytest.mark.parametrize("left", [1.0, 0.0], ids=["both", "one side"])
def test_another_movement_does_not_count(asked, moved, left):
    """A face that smiles is not raising its brows, whatever the brows do meanwhile."""
    said = answer(asked, moved, left=left)
    assert not isinstance(said, Released)
    if left == 1.0:
        assert isinstance(said, Uncounted)
        assert said.why is Why.ANOTHER
        assert said.repetition.movement is asked


def test_a_lip_that_is_read_in_every_third_frame_is_seen():
    """What moves far is read in few frames of its hold; they are enough to tell a snarl from a smile."""
    assert isinstance(answer(Movement.SMILE, SNARL, missing=(Movement.SNARL,)), Uncounted)


def test_noise_elsewhere_does_not_outweigh_a_tiny_movement():
    """The smallest movement that is seen at all counts, although other figures tremble by as much of theirs."""
    trembling = Moved(
        {Movement.BROW_RAISE: 1.1, Movement.LOWER_LIP: 0.85, Movement.SNARL: 0.65, Movement.EYE_CLOSURE: 1.4}
    )
    assert isinstance(answer(Movement.BROW_RAISE, trembling), Released)


def test_a_moment_is_no_hold():
    """A word or a twitch reaches the top and leaves it; half a second there makes a repetition."""
    said = answer(Movement.SMILE, SMILE, hold_s=0.1)
    assert isinstance(said, Uncounted)
    assert said.why is Why.BRIEF
    assert isinstance(answer(Movement.SMILE, SMILE, hold_s=0.4), Released)


def test_without_landmarks_the_figures_decide():
    """Smile and pucker are then believed, since their figures are the same; a brow raise is still no smile."""
    assert isinstance(answer(Movement.PUCKER, SMILE, landmarks=False), Released)
    assert isinstance(answer(Movement.BROW_RAISE, SMILE, landmarks=False), Uncounted)


def test_phase_and_hold_are_those_of_the_asked_movement():
    """The ring fills with what was asked for."""
    follower = AskedFollower(Movement.SMILE, noise_mm=0.1)
    for frame in range(60):
        t_s = frame / FPS
        excursion = Excursion(*(2 * [trapezoid(t_s, 1.0, 0.5, 9.0, 6.0)]), 0.9)
        follower.step(Observation(t_s, None, None, Rest(1, 24, 24), {Movement.SMILE: excursion}))
    assert follower.phase is Phase.MOVING
    assert follower.held_s(t_s) == pytest.approx(2.5, abs=0.3)
