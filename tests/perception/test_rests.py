"""Several rests: frames are grouped by the turn of the head, and the one turned most alike is measured from."""

import weakref
from dataclasses import replace

import pytest

from mirror.clips.expression import Expression
from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.perception.excursion import Movement
from mirror.perception.face import Pose, Unseen
from mirror.perception.face_cut import FaceCut
from mirror.perception.head import upright
from mirror.perception.look import Look
from mirror.perception.rest import NEEDED_FRAMES, RestBaseline, RestCollector, RestFrame
from mirror.perception.rests import APART_DEG, LEAST_FRAMES, MOST_RESTS, Rests, by_turn


def turned(yaw_deg, pitch_deg=0.0):
    return Pose(yaw_deg, pitch_deg, 0.0)


def test_frames_turned_alike_are_one_group():
    """A head that sways a little is at one rest."""
    assert by_turn([turned(0.4 * i) for i in range(10)]) == [list(range(10))]


@pytest.mark.parametrize(("apart", "groups"), [(APART_DEG - 0.2, 1), (APART_DEG + 0.2, 2)], ids=["nearer", "farther"])
def test_five_degrees_make_another_rest(apart, groups):
    """Just under the limit it is the same rest, just over it another; up and down count like left and right."""
    for other in (turned(apart), turned(0.0, apart)):
        assert len(by_turn([turned(0.0)] * LEAST_FRAMES + [other] * LEAST_FRAMES)) == groups


def test_a_turn_with_too_few_frames_is_no_rest():
    """Four frames on the way are not a rest; the fifth makes one."""
    usual = [turned(0.0)] * 9
    assert by_turn([*usual, *[turned(9.0)] * (LEAST_FRAMES - 1)]) == [list(range(9))]
    assert len(by_turn([*usual, *[turned(9.0)] * LEAST_FRAMES])) == 2


def test_the_most_usual_turn_comes_first_and_there_are_not_many():
    """However much a head turns, a few rests are kept, the largest group first."""
    poses = [turned(8.0 * i) for i in range(12) for _ in range(LEAST_FRAMES + i)]
    groups = by_turn(poses)
    assert len(groups) <= MOST_RESTS
    assert [len(group) for group in groups] == sorted((len(group) for group in groups), reverse=True)


def test_nobody_was_seen():
    """No poses, no rest."""
    assert by_turn([]) == []


@pytest.fixture(scope="module")
def baseline(tracker):
    portrait = Portrait(480, 640, PATIENT)
    image = portrait.draw(Expression())
    points = [tracker.track(image, 9000.0 + i / 15.0) for i in range(6)][-1]
    look = Look.at(image, points)
    return RestBaseline.of([RestFrame.of(look, upright(points))] * 6, FaceCut.of(image, points, look.face.pose)), look


def test_the_rest_turned_most_alike_is_taken(baseline):
    """Of three rests the one nearest to how the head is now."""
    rest, _ = baseline
    rests = Rests(tuple(replace(rest, pose=turned(yaw)) for yaw in (0.0, 8.0, -8.0)))
    assert rests.nearest(turned(6.0)).pose.yaw_deg == 8.0
    assert rests.nearest(turned(-5.0, 1.0)).pose.yaw_deg == -8.0


def test_far_from_every_rest_nothing_is_measured(baseline):
    """A head turned away from all rests gives the reason; the same head with a rest turned like it is measured."""
    rest, look = baseline
    away = replace(rest, pose=replace(look.face.pose, yaw_deg=look.face.pose.yaw_deg + 13.0))
    assert Rests((away,)).measure(look, None) is Unseen.TURNED
    read = Rests((away, rest)).measure(look, None)
    assert not isinstance(read, Unseen)
    assert set(read) == set(Movement)


def test_confidence_falls_to_one_half_towards_the_limit_of_turn(baseline):
    """Unturned it is whole (the drawn face is large enough); near twelve degrees about one half."""
    rest, look = baseline
    for away_deg, expected in ((0.0, 1.0), (6.0, 0.75), (11.9, 0.5)):
        near = replace(rest, pose=replace(look.face.pose, yaw_deg=look.face.pose.yaw_deg + away_deg))
        assert Rests((near,)).measure(look, None)[Movement.SMILE].confidence == pytest.approx(expected, abs=0.02)


def test_of_the_frames_of_a_rest_only_the_faces_are_kept(tracker):
    """A camera's whole picture is let go at once: two dozen of them are twenty megabytes and more."""
    drawn, collector, frames = Portrait(480, 640, PATIENT).draw(Expression()), RestCollector(), []
    for number in range(NEEDED_FRAMES - 1):
        image = drawn.copy()
        assert collector.add(Look.at(image, tracker.track(image, 9500.0 + number / 15.0))) is None
        frames.append(weakref.ref(image))
    del image
    assert collector.steady_frames == NEEDED_FRAMES - 1
    assert [frame for frame in frames if frame() is not None] == []
