"""Per-side excursion from images: the drawn patient moves by known amounts, the real net reads them."""

import numpy as np
import pytest

from mirror.clips.expression import Expression, Half, HeadPose
from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.clips.truth import true_excursion_mm
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Side, Unseen
from mirror.perception.observation import Attention
from mirror.perception.perceiver import Perceiver

FPS = 15.0
RESTING = Attention(rest_round=1, resting=True)
WATCHING = Attention(rest_round=1, resting=False)


class Sitter:
    """A drawn patient in front of a perceiver."""

    def __init__(self, tracker):
        self.portrait = Portrait(480, 640, PATIENT)
        self.perceiver = Perceiver(tracker)
        self.now_s = 0.0

    def show(self, expression, frames=1, attention=WATCHING):
        """The observations of so many frames, with a little natural sway."""
        seen = []
        for _ in range(frames):
            self.now_s += 1.0 / FPS
            sway = HeadPose(x=0.004 * np.sin(self.now_s), roll_deg=0.5 * np.sin(self.now_s / 1.3))
            posed = Expression(expression.left, expression.right, expression.teeth, expression.jaw, pose=sway)
            seen.append(self.perceiver.see(self.portrait.draw(posed), self.now_s, attention))
        return seen

    def rest(self):
        return self.show(Expression(), 60, RESTING)[-1]

    def excursion(self, movement, left, right):
        """What is read while a movement is held, as the median over a second."""
        expression = Expression(left=Half(**{movement.value: left}), right=Half(**{movement.value: right}))
        for part in np.linspace(0.0, 1.0, 8):
            self.show(Expression().blend(expression, float(part)))
        held = [o.excursions[movement] for o in self.show(expression, 15)]
        self.show(Expression(), 8)
        lefts, rights = [e.left_mm for e in held], [e.right_mm for e in held]
        return Excursion(float(np.median(lefts)), float(np.median(rights)), 1.0), expression


@pytest.fixture(scope="module")
def sitter(tracker):
    sitter = Sitter(tracker)
    assert sitter.rest().rest.known
    return sitter


@pytest.mark.parametrize("movement", [m for m in Movement if m is not Movement.LOWER_LIP], ids=lambda m: m.value)
@pytest.mark.parametrize("weak", list(Side), ids=lambda s: s.value)
def test_the_side_that_moves_less_is_named(sitter, movement, weak):
    """At 40 % of the other side's movement the weaker side is the right one, for each movement and either side."""
    left, right = (0.32, 0.8) if weak is Side.LEFT else (0.8, 0.32)
    read, _ = sitter.excursion(movement, left, right)
    assert read.weaker is weak


@pytest.mark.parametrize("movement", [m for m in Movement if m is not Movement.LOWER_LIP], ids=lambda m: m.value)
@pytest.mark.parametrize("still", list(Side), ids=lambda s: s.value)
def test_a_still_side_hardly_reads_as_moving(sitter, movement, still):
    """What leaks from the moving side to the still one stays under a quarter of it."""
    left, right = (0.0, 0.8) if still is Side.LEFT else (0.8, 0.0)
    read, _ = sitter.excursion(movement, left, right)
    assert read.symmetry < 0.25


@pytest.mark.parametrize("movement", [Movement.BROW_RAISE, Movement.EYE_CLOSURE, Movement.SMILE], ids=lambda m: m.value)
def test_both_sides_alike_read_as_together(sitter, movement):
    """A symmetrical movement names no weaker side."""
    read, _ = sitter.excursion(movement, 0.8, 0.8)
    assert read.weaker is None


@pytest.mark.parametrize("movement", [Movement.BROW_RAISE, Movement.EYE_CLOSURE, Movement.SMILE], ids=lambda m: m.value)
def test_millimetres_are_of_the_true_size(sitter, movement):
    """What is read lies within 40 % of what was drawn; the measurement page says how much better it has to become."""
    read, expression = sitter.excursion(movement, 0.8, 0.8)
    assert read.mean_mm == pytest.approx(np.mean(true_excursion_mm(expression, movement.value)), rel=0.4)


def test_rest_is_known_after_steady_frames_and_a_new_round_forgets_it(sitter):
    """A new round starts from nothing and needs its own frames."""
    fresh = sitter.show(Expression(), 1, Attention(rest_round=7, resting=True))[0]
    assert not fresh.rest.known
    assert fresh.excursions == {}
    known = sitter.show(Expression(), 40, Attention(rest_round=7, resting=True))[-1]
    assert known.rest.known
    sitter.show(Expression(), 1, Attention(rest_round=1, resting=False))
    assert sitter.show(Expression(), 60, RESTING)[-1].rest.known


def test_no_face_is_said_and_nothing_is_measured(sitter):
    """An empty wall gives a reason instead of figures."""
    wall = np.full((640, 480, 3), 180, np.uint8)
    for _ in range(3):
        sitter.now_s += 1.0 / FPS
        seen = sitter.perceiver.see(wall, sitter.now_s, WATCHING)
    assert seen.fault is Unseen.NO_FACE
    assert seen.excursions == {}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda image: (image * 0.12).astype(np.uint8), Unseen.DARK),
        (lambda image: image, None),
    ],
    ids=["dark", "good light"],
)
def test_a_dark_bathroom_is_said(tracker, change, fault):
    """Too little light is a reason of its own; the same face in good light is measured."""
    perceiver = Perceiver(tracker)
    image = change(Portrait(480, 640, PATIENT).draw(Expression()))
    faults = {perceiver.see(image, 1000.0 + i / FPS, RESTING).fault for i in range(6)}
    assert fault in faults


@pytest.mark.parametrize(
    ("pose", "fault"),
    [(HeadPose(scale=0.3), Unseen.TOO_FAR), (HeadPose(x=0.33), Unseen.OFF_CENTRE)],
    ids=["far", "aside"],
)
def test_a_face_in_the_wrong_place_is_told_which_way(tracker, pose, fault):
    """Distance and place are reasons a person can mend."""
    perceiver = Perceiver(tracker)
    image = Portrait(480, 640, PATIENT).draw(Expression(pose=pose))
    assert fault in {perceiver.see(image, 2000.0 + i / FPS, RESTING).fault for i in range(6)}
