"""A rest in another turn of the head, learned between two repetitions: what it is made of, and what not."""

import math
from dataclasses import replace

import pytest

from mirror.clips.expression import Expression
from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.perception.excursion import ONSET_MM, Excursion, Movement
from mirror.perception.look import Look
from mirror.perception.observation import Attention
from mirror.perception.perceiver import Perceiver
from mirror.perception.rest import NEEDED_FRAMES, RestCollector
from mirror.perception.rests import LEAST_FRAMES, MOST_RESTS, Rests
from mirror.perception.turned_rest import TurnedRestCollector
from tests.perception.test_rest_limits import Given

RESTING = Attention(rest_round=1, resting=True)
WATCHING = Attention(rest_round=1, asked=Movement.SMILE)
BETWEEN = Attention(rest_round=1, asked=Movement.SMILE, between=True)
STILL = dict.fromkeys(Movement, Excursion(0.1, 0.1, 0.9))


@pytest.fixture(scope="module")
def seen(tracker):
    """A drawn face at rest in its picture, and the rest that is made of it."""
    image = Portrait(480, 640, PATIENT).draw(Expression())
    points = [tracker.track(image, 12000.0 + frame / 15.0) for frame in range(6)][-1]
    look = Look.at(image, points)
    collector = RestCollector()
    rest = [collector.add(look) for _ in range(NEEDED_FRAMES)][-1]
    return look, rest


class Chair:
    """Somebody who sits still and turns the head as the test wants."""

    def __init__(self, seen, *known_deg):
        self.look, self.rest = seen
        self.collector = TurnedRestCollector()
        self.rests = Rests(tuple(self._turned_rest(yaw) for yaw in (known_deg or (0.0,))))

    def _turned_rest(self, yaw_deg):
        return replace(self.rest, pose=self._turned(yaw_deg))

    def _turned(self, yaw_deg):
        pose = self.look.face.pose
        return replace(pose, yaw_deg=pose.yaw_deg + yaw_deg)

    def sits(self, yaw_deg, frames=NEEDED_FRAMES, read=STILL):
        """How many rests are known after so many frames turned like this."""
        look = replace(self.look, face=replace(self.look.face, pose=self._turned(yaw_deg)))
        for _ in range(frames):
            self.rests = self.collector.add(look, read, self.rests) or self.rests
        return len(self.rests.known)


@pytest.mark.parametrize(("yaw_deg", "rests"), [(4.8, 1), (5.2, 2), (-5.2, 2)], ids=["alike", "left", "right"])
def test_another_turn_becomes_a_rest_from_five_degrees(seen, yaw_deg, rests):
    """Nearer it is the rest that is known; farther it is a new one, turned as it was seen."""
    chair = Chair(seen)
    assert chair.sits(yaw_deg) == rests
    if rests == 2:
        assert chair.rests.known[-1].pose.yaw_deg == pytest.approx(chair.look.face.pose.yaw_deg + yaw_deg)


def test_a_turn_is_new_when_no_rest_is_turned_like_it(seen):
    """From every known rest, not from the first one only."""
    chair = Chair(seen, 0.0, 8.0)
    assert chair.sits(10.0) == 2
    assert chair.sits(-8.0) == 3


def test_a_rest_needs_as_many_steady_frames_as_the_first(seen):
    """One fewer is not enough, and never fewer than a rest of a film has."""
    chair = Chair(seen)
    assert chair.sits(8.0, frames=NEEDED_FRAMES - 1) == 1
    assert chair.sits(8.0, frames=1) == 2
    assert NEEDED_FRAMES >= LEAST_FRAMES


def test_a_head_that_goes_on_turning_makes_no_rest(seen):
    """Frames of one rest are turned alike; on the way from left to right nothing is learned."""
    chair = Chair(seen)
    for _ in range(5):
        assert chair.sits(6.0, frames=12) == 1
        assert chair.sits(10.0, frames=12) == 1


@pytest.mark.parametrize("movement", Movement)
@pytest.mark.parametrize("sign", [1.0, -1.0], ids=["out", "back"])
def test_what_has_moved_as_far_as_its_onset_is_no_rest(seen, movement, sign):
    """A face that smiles a little between two repetitions is not taken for one at rest; below the onset it is."""
    onset_mm = sign * ONSET_MM[movement]
    moved = {**STILL, movement: Excursion(1.05 * onset_mm, 1.05 * onset_mm, 0.9)}
    assert Chair(seen).sits(8.0, read=moved) == 1
    nearly = {**STILL, movement: Excursion(0.9 * onset_mm, 0.9 * onset_mm, 0.9)}
    assert Chair(seen).sits(8.0, read=nearly) == 2


def test_what_cannot_be_read_is_not_known_to_be_at_rest(seen):
    """A hand before the mouth: it may be smiling behind it.  What the first rest did not show does not matter."""
    hidden = {movement: excursion for movement, excursion in STILL.items() if movement is not Movement.SMILE}
    chair = Chair(seen)
    assert chair.sits(8.0, read=hidden) == 1
    deaf = replace(chair.rest, noise_mm={**chair.rest.noise_mm, Movement.SMILE: math.inf})
    chair.rests = Rests((deaf,))
    assert chair.sits(8.0, read=hidden) == 2


def test_a_noisy_turn_is_not_kept(seen, monkeypatch):
    """It would lift the onset for every turn, and small movements would pass unseen."""
    noisy = replace(Chair(seen).rest, noise_mm=dict.fromkeys(Movement, 0.5))
    monkeypatch.setattr(RestCollector, "add", lambda *_frame: noisy)
    assert Chair(seen).sits(8.0) == 1


def test_there_are_never_more_rests_than_six(seen):
    """A few turns are enough, and every picture of a face takes memory."""
    chair = Chair(seen, *(8.0 * turn for turn in range(MOST_RESTS - 1)))
    assert chair.sits(-8.0) == MOST_RESTS
    assert chair.sits(-16.0) == MOST_RESTS


class Sitter:
    """A perceiver whose only rest is turned eight degrees away from how the face is now."""

    def __init__(self, seen):
        look, rest = seen
        face = look.face
        self.image, self.now_s = look.image, 1.0
        self.perceiver = Perceiver(Given(face.points))
        self.look(RESTING, NEEDED_FRAMES)
        away = replace(rest, pose=replace(face.pose, yaw_deg=face.pose.yaw_deg + 8.0))
        self.perceiver._rests = Rests((away,))

    def look(self, attention, frames=NEEDED_FRAMES):
        for _ in range(frames):
            self.now_s += 1 / 15
            observation = self.perceiver.see(self.image, self.now_s, attention)
        return observation


def test_the_perceiver_learns_between_repetitions_only(seen):
    """While a movement is asked for nothing is learned; in the pause the turn is, and then it is trusted wholly."""
    sitter = Sitter(seen)
    before = sitter.look(WATCHING, 2 * NEEDED_FRAMES).excursions[Movement.SMILE].confidence
    assert before < 0.75
    sitter.look(BETWEEN, NEEDED_FRAMES - 1)
    assert sitter.look(WATCHING, 1).excursions[Movement.SMILE].confidence == before
    sitter.look(BETWEEN, 1)
    assert sitter.look(WATCHING, 1).excursions[Movement.SMILE].confidence > 0.9


def test_forgetting_lets_go_of_what_was_learned_and_of_what_was_being_learned(seen):
    """Nothing of a face stays when the camera closes: frames of before do not count towards a later rest."""
    sitter = Sitter(seen)
    away = sitter.perceiver._rests
    sitter.look(BETWEEN, NEEDED_FRAMES - 1)
    sitter.perceiver.forget()
    assert not sitter.look(WATCHING, 1).rest.known
    sitter.perceiver._rests = away
    sitter.look(BETWEEN, 1)
    assert len(sitter.perceiver._rests.known) == 1


def test_figures_that_no_face_can_make_are_left_out(seen, monkeypatch):
    """They are missing from the observation, as what cannot be read is."""
    odd = {**STILL, Movement.SMILE: Excursion(math.nan, 1.0, 0.9), Movement.SNARL: Excursion(1.0, 1e9, 0.9)}
    monkeypatch.setattr(Rests, "measure", lambda *_frame: odd)
    assert set(Sitter(seen).look(WATCHING, 1).excursions) == set(Movement) - {Movement.SMILE, Movement.SNARL}
