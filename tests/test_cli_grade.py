"""``mirror grade`` as scripts and therapists meet it."""

import json

import cv2
import numpy as np
import pytest

from mirror.clips.expression import Expression, Half
from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.movement.sunnybrook import STANDARD

from .test_cli import mirror

#: How strongly the healthy side of the drawn patient moves.
FULL = 0.9
KEYS = [
    *("composite", "composite_raw", "voluntary", "resting", "synkinesis"),
    *("affected", "confidence", "abstained", "model"),
]


@pytest.fixture(scope="module")
def portrait():
    return Portrait(480, 640, PATIENT)


@pytest.fixture
def photographs(portrait, tmp_path):
    """A folder with the standard photographs; the left side does ``part`` of what the right side does."""

    def take(part, joining=None):
        folder = tmp_path / "photographs"
        folder.mkdir()
        cv2.imwrite(str(folder / "rest.jpg"), portrait.draw(Expression()))
        for movement in STANDARD:
            besides = (joining or {}).get(movement.value, {})
            left = Half(**{movement.value: FULL * part, **besides})
            image = portrait.draw(Expression(left=left, right=Half(**{movement.value: FULL})))
            cv2.imwrite(str(folder / f"{movement.value}.png"), image)
        return folder

    return take


def graded(*words, data):
    ended = mirror("grade", *words, "--json", data=data)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_a_healthy_face_is_near_100(photographs, data_dir):
    """One object with the keys of the contract; nobody's side stands out."""
    found = graded(photographs(1.0), data=data_dir)
    assert list(found) == KEYS
    assert found["composite"] >= 90
    assert found["composite"] == found["composite_raw"]
    assert found["affected"] is None
    assert found["abstained"] is None
    assert found["resting"]["cheek"] is None
    assert set(found["voluntary"]) == set(found["synkinesis"]) == {movement.value for movement in STANDARD}
    assert 0.0 < found["confidence"] <= 1.0
    assert found["model"].startswith("attention-")


def test_a_side_that_does_not_move_is_unable_on_its_first_day(photographs, data_dir):
    """Without being told the side, and without any earlier day to compare with."""
    found = graded(photographs(0.0), data=data_dir)
    assert set(found["voluntary"].values()) == {1}
    assert found["affected"] == "left"
    assert found["composite"] <= 20


def test_co_movement_is_graded_and_lowers_the_composite(photographs, data_dir):
    """An eye that narrows with the pucker, on the side named by the option."""
    found = graded(photographs(0.5, {"pucker": {"eye_closure": 0.35}}), "--affected", "left", data=data_dir)
    assert found["synkinesis"]["pucker"] == 3
    assert found["synkinesis"]["smile"] == 0
    assert set(found["voluntary"].values()) <= {3, 4}
    assert found["affected"] == "left"


def test_a_photograph_without_a_face_is_said_in_both_forms(photographs, data_dir):
    """No composite, no guess, and the other items are still there."""
    folder = photographs(0.5)
    cv2.imwrite(str(folder / "pucker.png"), np.full((640, 480, 3), 150, np.uint8))
    found = graded(folder, data=data_dir)
    assert (found["composite"], found["confidence"]) == (None, None)
    assert found["abstained"] == "pucker: no face"
    assert (found["voluntary"]["pucker"], found["synkinesis"]["pucker"]) == (None, None)
    assert found["voluntary"]["smile"] in {3, 4}
    ended = mirror("grade", folder, data=data_dir)
    assert ended.returncode == 0
    assert ended.stdout.startswith("Mirror estimate: none this time.\nNot known: pucker: no face.\n")


def test_no_face_at_rest_leaves_nothing_to_compare_with(photographs, data_dir):
    """The reason names the photograph."""
    folder = photographs(0.5)
    cv2.imwrite(str(folder / "rest.jpg"), np.full((640, 480, 3), 150, np.uint8))
    found = graded(folder, data=data_dir)
    assert found["abstained"] == "rest: no face"
    assert set(found["voluntary"].values()) == {None}


def test_what_cannot_be_graded_is_one_sentence(photographs, portrait, tmp_path, data_dir):
    """No folder, photographs missing, one of them twice, one unreadable, two persons: status 2, nothing printed."""
    folder = photographs(0.5)

    def sentence():
        ended = mirror("grade", folder, "--json", data=data_dir)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert ended.stderr.count("\n") == 1
        return ended.stderr

    two = portrait.draw(Expression())
    cv2.imwrite(str(folder / "smile.png"), np.hstack((two, two)))
    assert "smile.png shows more than one face" in sentence()
    (folder / "smile.png").write_text("no picture")
    assert "smile.png is not a picture" in sentence()
    cv2.imwrite(str(folder / "smile.jpg"), two)
    assert "both smile.jpg and smile.png" in sentence()
    (folder / "smile.jpg").unlink()
    (folder / "smile.png").unlink()
    (folder / "snarl.png").unlink()
    assert "no photograph smile, snarl: it needs rest, brow_raise" in sentence()
    folder = tmp_path / "nowhere"
    assert "nowhere is no folder" in sentence()
