"""What belongs to a face at rest: each limit from both sides, with points that are moved by known amounts."""

import numpy as np
import pytest

from mirror.clips.expression import Expression
from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.perception.excursion import Movement
from mirror.perception.face import Side, Unseen
from mirror.perception.landmarks import BROW, COMMISSURE, LIDS
from mirror.perception.look import Look
from mirror.perception.observation import Attention
from mirror.perception.perceiver import Perceiver
from mirror.perception.rest import RestCollector
from mirror.perception.scale import mm_per_unit

RESTING = Attention(rest_round=1, resting=True)
WATCHING = Attention(rest_round=1, resting=False)


@pytest.fixture(scope="module")
def drawn(tracker):
    """A drawn face and its points."""
    image = Portrait(480, 640, PATIENT).draw(Expression())
    # The tracker has followed other faces before; it finds this one within a few frames.
    return image, [tracker.track(image, 6000.0 + frame / 15.0) for frame in range(6)][-1]


def shifted(points, indices, right_mm=0.0, down_mm=0.0):
    """The same points, some of them elsewhere."""
    moved = points.copy()
    moved[list(indices), :2] += np.array([right_mm, down_mm], np.float32) / mm_per_unit(points.astype(np.float64))
    return moved


class Sitter:
    """Shows one picture again and again, with points as the test wants them."""

    def __init__(self, drawn):
        self.image, self.points = drawn
        self.collector = RestCollector()

    def show(self, points=None, times=1):
        """The baseline, if there is one after the last."""
        shown = self.points if points is None else points
        for _ in range(times):
            baseline = self.collector.add(Look.at(self.image, shown))
        return baseline

    @property
    def steady_frames(self):
        return self.collector.steady_frames


#: What moves when a face is not at rest, and which way.
MARKS = {
    "corner aside": (COMMISSURE[Side.LEFT], "right_mm"),
    "corner down": (COMMISSURE[Side.RIGHT], "down_mm"),
    "brow": (BROW[Side.LEFT], "down_mm"),
    "lower lid": ([lower for _, lower in LIDS[Side.RIGHT]], "down_mm"),
}


@pytest.mark.parametrize("mark", MARKS)
def test_a_frame_is_steady_up_to_eighteen_tenths_of_a_millimetre(drawn, mark):
    """A little sway of the points belongs to rest; what moves farther is a blink or a word."""
    indices, way = MARKS[mark]
    sitter = Sitter(drawn)
    sitter.show(times=3)
    sitter.show(shifted(sitter.points, indices, **{way: 1.65}))
    assert sitter.steady_frames == 4
    sitter.show(shifted(sitter.points, indices, **{way: 1.95}))
    assert sitter.steady_frames == 4


def test_a_head_that_sways_is_steady():
    """Nothing in the face moves when all of it does; a restless face is one whose parts move."""
    # The same points 30 px aside, 5 % larger and tilted by four degrees.
    rng = np.random.default_rng(4)
    points = rng.normal(240.0, 60.0, (478, 3)).astype(np.float32)
    angle = np.radians(4.0)
    tilt = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    image = np.full((640, 480, 3), 90, np.uint8)
    collector = RestCollector()
    for shown in (points, (1.05 * points @ tilt.T + 30.0).astype(np.float32)):
        collector.add(Look.at(image, shown))
    assert collector.steady_frames == 2


def test_eleven_restless_frames_are_borne_and_the_twelfth_begins_anew(drawn):
    """A word is waited for; a face that has changed for good is taken as it is now."""
    sitter = Sitter(drawn)
    restless = shifted(sitter.points, COMMISSURE[Side.LEFT], down_mm=4.0)
    sitter.show(times=5)
    sitter.show(restless, times=11)
    assert sitter.steady_frames == 5
    sitter.show(restless)
    assert sitter.steady_frames == 0
    sitter.show(restless, times=2)
    assert sitter.steady_frames == 2


def test_only_restless_frames_in_a_row_count(drawn):
    """One steady frame between two words, and what was collected stays."""
    sitter = Sitter(drawn)
    restless = shifted(sitter.points, COMMISSURE[Side.LEFT], down_mm=4.0)
    sitter.show(times=5)
    for _ in range(3):
        sitter.show(restless, times=11)
        sitter.show()
    assert sitter.steady_frames == 8


def test_rest_is_known_from_twenty_four_frames(drawn):
    """Not from one fewer."""
    sitter = Sitter(drawn)
    assert sitter.show(times=23) is None
    baseline = sitter.show()
    assert baseline is not None
    assert all(noise_mm < 0.1 for noise_mm in baseline.noise_mm.values())


def turned(points, yaw_deg=0.0, pitch_deg=0.0):
    """The same head, turned about its middle: to its own left, and up."""
    yaw, pitch = np.radians([yaw_deg, pitch_deg])
    about_y = np.array([[np.cos(yaw), 0, -np.sin(yaw)], [0, 1, 0], [np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), np.sin(pitch)], [0, -np.sin(pitch), np.cos(pitch)]])
    middle = points.mean(axis=0)
    return ((points - middle) @ (about_x @ about_y).T + middle).astype(np.float32)


class Given:
    """Finds the points that the test has set."""

    model = "given"

    def __init__(self, points):
        self.points = points

    def track(self, _image_bgr, _t_s):
        return self.points

    def close(self):
        pass


@pytest.mark.parametrize(
    ("at_rest", "good", "bad"),
    [
        ({"yaw_deg": 0.0}, {"yaw_deg": 11.7}, {"yaw_deg": 12.3}),
        ({"yaw_deg": 0.0}, {"yaw_deg": -11.7}, {"yaw_deg": -12.3}),
        ({"pitch_deg": 0.0}, {"pitch_deg": 11.7}, {"pitch_deg": 12.3}),
        ({"yaw_deg": 8.0}, {"yaw_deg": -3.7}, {"yaw_deg": -4.3}),
    ],
    ids=["to the left", "to the right", "up", "back from a turned rest"],
)
def test_a_head_is_measured_within_twelve_degrees_of_its_rest(drawn, at_rest, good, bad):
    """Of its rest, not of the camera: a turned rest moves the limit along."""
    image, points = drawn
    # What the drawing's own pose is does not matter: all turns are from the same face.
    tracker = Given(turned(points, **at_rest))
    perceiver = Perceiver(tracker)
    for frame in range(24):
        seen = perceiver.see(image, 1.0 + frame / 15, RESTING)
    assert seen.rest.known
    tracker.points = turned(points, **good)
    seen = perceiver.see(image, 4.0, WATCHING)
    assert seen.fault is None
    assert Movement.EYE_CLOSURE in seen.excursions
    tracker.points = turned(points, **bad)
    seen = perceiver.see(image, 4.1, WATCHING)
    assert seen.fault is Unseen.TURNED
    assert seen.excursions == {}
