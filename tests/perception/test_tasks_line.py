"""The tasks line's own ways: reading the result in place, and telling of a model that does not run."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from mirror.clips.expression import Expression, Half, HeadPose
from mirror.clips.portrait import Portrait
from mirror.perception.face import Points
from mirror.perception.tasks_line import TasksTracker, in_pixels, struct_is_known
from mirror.perception.tracker import Input
from mirror.problem import Problem
from models.assemble import DETECTOR_MEMBER, NET_MEMBER


def _seen(bundle: Path, source: Input, reader: str) -> list[Points | None]:
    portrait = Portrait(480, 640)
    with TasksTracker(bundle, source) as tracker:
        tracker._read = getattr(tracker, reader)
        seen = []
        for frame in range(6):
            pose = HeadPose(roll_deg=frame)
            image = portrait.draw(Expression(left=Half(smile=frame / 10), pose=pose))
            seen.append(tracker.track(np.full_like(image, 90) if frame == 3 else image, frame / 30))
        return seen


@pytest.mark.parametrize("source", Input)
def test_both_ways_to_read_the_result_agree_exactly(bundle: Path, source: Input) -> None:
    """The points read in place are those of the public result, to the last bit, with a face and without."""
    in_place = _seen(bundle, source, "_read_struct")
    public = _seen(bundle, source, "_read_list")

    assert [points is None for points in in_place] == [False, False, False, True, False, False]
    for ours, theirs in zip(in_place, public, strict=True):
        assert (ours is None) == (theirs is None)
        if ours is not None and theirs is not None:
            assert np.array_equal(ours, theirs)


def test_the_pinned_release_is_read_in_place() -> None:
    """constraints/tasks.txt names a release whose layout is known; if this fails, reading is right but slower."""
    assert struct_is_known()


def test_points_read_in_place_outlive_the_result(bundle: Path) -> None:
    """mediapipe frees its memory after each frame; the points handed out are a copy."""
    portrait = Portrait(480, 640)
    with TasksTracker(bundle) as tracker:
        first = tracker.track(portrait.draw(Expression()), 0.0)
        assert first is not None
        kept = first.copy()
        for frame in range(1, 5):
            tracker.track(portrait.draw(Expression.both(smile=0.8)), frame / 30)

    assert np.array_equal(first, kept)


def test_nets_that_do_not_fit_their_places_are_told_in_a_sentence(bundle: Path, tmp_path: Path) -> None:
    """A bundle that loads but cannot run says so at its first frame, and closing it stays quiet."""
    swapped = tmp_path / "swapped.task"
    with zipfile.ZipFile(bundle) as whole, zipfile.ZipFile(swapped, "w") as archive:
        archive.writestr(DETECTOR_MEMBER, whole.read(NET_MEMBER))
        archive.writestr(NET_MEMBER, whole.read(DETECTOR_MEMBER))
    image = Portrait(480, 640).draw(Expression())

    def start() -> None:
        with TasksTracker(swapped) as tracker:
            tracker.track(image, 0.0)

    with pytest.raises(Problem, match=r"swapped\.task does not run in mediapipe .* Leave out --model"):
        start()


def test_a_net_cut_short_is_told_in_a_sentence(bundle: Path, tmp_path: Path) -> None:
    """A bundle whose net is not whole is refused when it is opened."""
    cut = tmp_path / "cut.task"
    with zipfile.ZipFile(bundle) as whole, zipfile.ZipFile(cut, "w") as archive:
        archive.writestr(DETECTOR_MEMBER, whole.read(DETECTOR_MEMBER))
        archive.writestr(NET_MEMBER, whole.read(NET_MEMBER)[:1_000_000])

    with pytest.raises(Problem, match=r"cut\.task does not run in mediapipe"):
        TasksTracker(cut)


def test_an_upright_face_s_depth_is_only_scaled_to_pixels() -> None:
    """Without tilt, mediapipe's depth is in widths of the image."""
    normalised = np.zeros((478, 3), np.float32)
    normalised[33], normalised[263], normalised[1] = (0.4, 0.5, 0), (0.6, 0.5, 0), (0.5, 0.6, -0.1)

    assert in_pixels(normalised, 1280, 720)[1] == pytest.approx([640, 432, -128])


def test_a_face_on_its_side_has_its_depth_in_heights() -> None:
    """Tilted by 90 degrees, a step along the face's x axis is measured in heights of the image."""
    normalised = np.zeros((478, 3), np.float32)
    normalised[33], normalised[263], normalised[1] = (0.5, 0.4, 0), (0.5, 0.6, 0), (0.5, 0.5, -0.1)

    assert in_pixels(normalised, 1280, 720)[1, 2] == pytest.approx(-72)
