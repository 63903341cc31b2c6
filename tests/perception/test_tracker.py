"""What both lines of mediapipe owe to the rest of the mirror."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from mirror.clips.expression import Expression, Half, HeadPose
from mirror.clips.portrait import Portrait
from mirror.perception.face import Image
from mirror.perception.frame_clock import FrameClock
from mirror.perception.tracker import Input, Tracker, open_tracker
from mirror.problem import Problem
from models.sources import MODEL


@pytest.fixture(scope="module")
def still_tracker(bundle: Path) -> Iterator[Tracker]:
    with open_tracker(bundle, Input.STILL) as tracker:
        yield tracker


@pytest.fixture(scope="module")
def portrait() -> Image:
    return Portrait(480, 640).draw(Expression())


def test_the_tracker_says_which_model_it_runs(still_tracker: Tracker) -> None:
    """Both lines run the same net, so they give it the same name."""
    assert still_tracker.model == MODEL


def test_points_are_pixels_of_the_unmirrored_image(still_tracker: Tracker, portrait: Image) -> None:
    """478 points; the subject's right eye (point 33) is on the image's left, the chin below, the nose nearest."""
    points = still_tracker.track(portrait, 0.0)

    assert points is not None
    assert points.shape == (478, 3)
    assert points.dtype == np.float32
    assert 0 < points[33, 0] < points[1, 0] < points[263, 0] < 480
    assert 0 < points[10, 1] < points[1, 1] < points[152, 1] < 640
    assert points[1, 2] < points[33, 2]
    assert points[1, 2] < points[152, 2]


def test_an_image_without_a_face_has_no_points(still_tracker: Tracker) -> None:
    """Nothing is None, not a face somewhere."""
    assert still_tracker.track(np.full((480, 640, 3), 127, np.uint8), 0.0) is None


def test_photographs_do_not_depend_on_those_before(still_tracker: Tracker, portrait: Image) -> None:
    """A still is searched from scratch: the same picture gives the same points, whatever came between."""
    other = Portrait(640, 480).draw(Expression(left=Half(smile=0.8), pose=HeadPose(roll_deg=10)))
    before = still_tracker.track(portrait, 0.0)
    still_tracker.track(other, 0.0)
    after = still_tracker.track(portrait, 0.0)

    assert before is not None
    assert after is not None
    assert np.array_equal(before, after)


def test_depth_does_not_depend_on_the_picture_s_shape(still_tracker: Tracker) -> None:
    """A tilted head has the same depth in a wide picture as in a square one, in pixels on the scale of x."""
    expression = Expression(pose=HeadPose(roll_deg=15))
    square = Portrait(640, 640).draw(expression)
    wide = np.zeros((640, 1138, 3), np.uint8)
    wide[:, 249:889] = square

    in_square = still_tracker.track(square, 0.0)
    in_wide = still_tracker.track(wide, 0.0)

    assert in_square is not None
    assert in_wide is not None
    assert np.std(in_wide[:, 2]) == pytest.approx(np.std(in_square[:, 2]), rel=0.04)


def test_a_film_may_start_again(bundle: Path, portrait: Image) -> None:
    """Times that repeat or jump back, as in a looped film, are no error, and the face stays."""
    with open_tracker(bundle) as tracker:
        seen = [tracker.track(portrait, t_s) for t_s in (10.0, 10.0, 10.033, 0.0, 0.033, 0.0334, 5.0)]

    assert all(points is not None for points in seen)


def test_a_face_that_leaves_and_comes_back_is_found_again(bundle: Path, portrait: Image) -> None:
    """The film goes on through an empty room."""
    empty = np.full_like(portrait, 127)
    with open_tracker(bundle) as tracker:
        seen = [tracker.track(image, at / 30) for at, image in enumerate([portrait, portrait, empty, empty, portrait])]

    assert [points is not None for points in seen] == [True, True, False, False, True]


def test_closing_twice_is_allowed(bundle: Path) -> None:
    """The kiosk closes on every way out."""
    tracker = open_tracker(bundle)
    tracker.close()
    tracker.close()


def test_a_file_that_is_no_model_is_a_sentence(tmp_path: Path) -> None:
    """Whichever line is installed, a wrong --model ends with its name and a way out."""
    (tmp_path / "holiday.task").write_text("not a model")

    with pytest.raises(Problem, match=r"holiday\.task.*Leave out --model"):
        open_tracker(tmp_path / "holiday.task")


def test_frame_times_become_strictly_increasing_milliseconds() -> None:
    """mediapipe refuses a time that does not grow; real distances between frames are kept where there are any."""
    clock = FrameClock()

    stamps = [clock.stamp_ms(t_s) for t_s in (3.0, 3.033, 3.033, 3.0331, 3.1)]

    assert stamps == [3000, 3033, 3034, 3035, 3102]


def test_after_a_jump_back_frames_keep_their_distances() -> None:
    """The second round of a film runs at its own pace again, not a millisecond per frame until it has caught up."""
    clock = FrameClock()
    clock.stamp_ms(60.0)

    stamps = [clock.stamp_ms(t_s) for t_s in (0.0, 0.033, 0.066)]

    assert stamps == [60001, 60034, 60067]
