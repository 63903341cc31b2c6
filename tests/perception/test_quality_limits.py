"""When a face that is seen is not measured: each limit from both sides, and what is read from a picture."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from mirror.clips.expression import Expression, HeadPose
from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.perception.face import Pose, Quality, Unseen
from mirror.perception.quality import assess, fault_of

GOOD = Quality(eye_distance_px=110.0, off_centre=0.05, light=120.0, sharpness=40.0)
AHEAD = Pose(0.0, 0.0, 0.0)


def verdict(pose=AHEAD, width_px=480, height_px=640, **changes):
    return fault_of(replace(GOOD, **changes), pose, width_px, height_px)


def test_a_good_face_is_measured():
    """Without a reason against it there is none."""
    assert verdict() is None


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ({"light": 35.5}, {"light": 34.5}, Unseen.DARK),
        ({"eye_distance_px": 60.5}, {"eye_distance_px": 59.5}, Unseen.TOO_FAR),
        ({"eye_distance_px": 0.475 * 480}, {"eye_distance_px": 0.485 * 480}, Unseen.TOO_NEAR),
        ({"off_centre": 0.295}, {"off_centre": 0.305}, Unseen.OFF_CENTRE),
        ({"sharpness": 6.1}, {"sharpness": 5.9}, Unseen.BLURRED),
        ({"pose": Pose(21.5, 0.0, 0.0)}, {"pose": Pose(22.5, 0.0, 0.0)}, Unseen.TURNED),
        ({"pose": Pose(-21.5, 0.0, 0.0)}, {"pose": Pose(-22.5, 0.0, 0.0)}, Unseen.TURNED),
        ({"pose": Pose(0.0, 21.5, 0.0)}, {"pose": Pose(0.0, 22.5, 0.0)}, Unseen.TURNED),
        ({"pose": Pose(0.0, -21.5, 0.0)}, {"pose": Pose(0.0, -22.5, 0.0)}, Unseen.TURNED),
    ],
    ids=["dark", "far", "near", "off centre", "blurred", "to the left", "to the right", "up", "down"],
)
def test_each_limit_parts_what_is_measured_from_what_is_not(good, bad, fault):
    """Just on the good side nothing is said; just beyond it the reason is named."""
    assert verdict(**good) is None
    assert verdict(**bad) is fault


def test_a_tilted_head_is_measured():
    """Roll hides nothing."""
    assert verdict(pose=Pose(0.0, 0.0, 40.0)) is None


@pytest.mark.parametrize(("width_px", "height_px"), [(480, 640), (640, 480)], ids=["upright", "lying"])
def test_near_is_judged_by_the_shorter_side(width_px, height_px):
    """Brow and chin leave a lying picture as soon as an upright one."""
    assert verdict(width_px=width_px, height_px=height_px, eye_distance_px=228.0) is None
    assert verdict(width_px=width_px, height_px=height_px, eye_distance_px=233.0) is Unseen.TOO_NEAR


def test_the_first_reason_is_the_one_to_mend_first():
    """Light before distance, distance before place, place before turn, turn before sharpness."""
    changes = {
        "light": 10.0,
        "eye_distance_px": 30.0,
        "off_centre": 0.5,
        "pose": Pose(30.0, 0.0, 0.0),
        "sharpness": 1.0,
    }
    said = []
    while changes:
        said.append(verdict(**changes))
        changes.pop(next(iter(changes)))
    assert said == [Unseen.DARK, Unseen.TOO_FAR, Unseen.OFF_CENTRE, Unseen.TURNED, Unseen.BLURRED]


@pytest.fixture(scope="module")
def drawn(tracker):
    """A drawn face in the middle of its picture, and its points."""
    image = Portrait(480, 640, PATIENT).draw(Expression())
    # The tracker has followed other faces before; it finds this one within a few frames.
    return image, [tracker.track(image, 5000.0 + frame / 15.0) for frame in range(6)][-1]


def test_the_drawn_face_is_good_to_measure(drawn):
    """Every test below changes something that was good before."""
    assert fault_of(assess(*drawn), AHEAD, 480, 640) is None


def test_light_is_the_grey_level_of_the_face(drawn):
    """Half the light is half the figure."""
    image, points = drawn
    half = (image * 0.5).astype(np.uint8)
    assert assess(half, points).light == pytest.approx(0.5 * assess(image, points).light, rel=0.02)


def test_light_around_the_face_does_not_count(drawn):
    """A bright window behind a dark face does not make it bright."""
    image, points = drawn
    window = image.copy()
    window[:, :40] = 255
    window[:, -40:] = 255
    assert assess(window, points).light == assess(image, points).light


def test_sharpness_falls_with_blur_to_beyond_its_limit(drawn):
    """Each blur is less sharp than the one before; the last one is said."""
    image, points = drawn
    pictures = [image, *(cv2.GaussianBlur(image, (0, 0), sigma) for sigma in (1.5, 3.0, 6.0, 12.0))]
    found = [assess(picture, points) for picture in pictures]
    sharpness = [quality.sharpness for quality in found]
    assert sharpness == sorted(sharpness, reverse=True)
    assert sharpness[-1] < 0.2 * sharpness[0]
    assert fault_of(found[-1], AHEAD, 480, 640) is Unseen.BLURRED


def test_sharpness_does_not_depend_on_the_size_of_the_picture(drawn):
    """The face is looked at in one size: large and blurred is not called sharp, nor small and sharp blurred."""
    image, points = drawn
    twice = cv2.resize(image, None, fx=2.0, fy=2.0, interpolation=cv2.INTER_LINEAR)
    assert assess(twice, points * np.float32(2.0)).sharpness == pytest.approx(assess(image, points).sharpness, rel=0.3)


def test_distance_and_place_are_those_of_the_drawing(tracker):
    """The outer eye corners as far apart as they were drawn, the face as far from the middle as it was moved."""
    portrait = Portrait(480, 640, PATIENT)
    here, there = HeadPose(), HeadPose(x=0.15)
    found = []
    for number, pose in enumerate((here, there)):
        image = portrait.draw(Expression(pose=pose))
        points = tracker.track(image, 5100.0 + 5 * number)
        found.append(assess(image, points))
    corners = [portrait.pixel(x_mm, 0.0, here)[0] for x_mm in (-46.2, 46.2)]
    assert found[0].eye_distance_px == pytest.approx(corners[1] - corners[0], rel=0.08)
    assert found[0].off_centre < 0.06
    assert found[1].off_centre == pytest.approx(0.15, abs=0.04)


def test_a_face_that_leaves_the_picture_is_still_assessed(drawn):
    """Points beyond the edge belong to it; what is in the picture is judged."""
    image, points = drawn
    beyond = points + np.array([300.0, 0.0, 0.0], np.float32)
    assert assess(image, beyond).off_centre > 0.5
    assert assess(image, points + np.array([2000.0, 0.0, 0.0], np.float32)).off_centre > 2.0
