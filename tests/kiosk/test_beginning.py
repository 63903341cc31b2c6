"""What `mirror run` looks at before it touches the screen."""

import gc
from contextlib import contextmanager

import pytest

from hardware.problem import DeviceProblem
from mirror.diary.lock import FolderLock
from mirror.kiosk.beginning import Order, run_mirror
from mirror.problem import Problem


@pytest.fixture
def no_screen(monkeypatch):
    """A screen that must not be touched."""

    def touched(*_arguments):
        raise AssertionError("The screen was touched.")

    monkeypatch.setattr("mirror.kiosk.glass.lit", touched)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"camera": "file:/no/film.mp4"}, "film.mp4"),
        ({"plan": "no.toml"}, "no.toml is not there"),
        ({"model": "no.task"}, "no.task"),
    ],
    ids=["film", "plan", "model"],
)
def test_what_was_named_wrongly_is_said_before_the_screen_is_touched(no_screen, tmp_path, asked, sentence):
    """A slip of the hand needs no window to be told; and nothing is written for it."""
    order = Order(
        data_dir=tmp_path / "data",
        model=tmp_path / asked["model"] if "model" in asked else None,
        camera=asked.get("camera", "portrait"),
        display="window",
        plan=tmp_path / asked["plan"] if "plan" in asked else None,
        trace=None,
    )
    with pytest.raises((Problem, DeviceProblem), match=sentence):
        run_mirror(order, print)
    assert not (tmp_path / "data").exists()


def test_a_second_mirror_does_not_touch_the_screen_of_the_first(no_screen, tmp_path):
    """It is refused for the log's folder, which is asked for first."""
    order = Order(tmp_path, None, "portrait", "window", None, None)
    with FolderLock(tmp_path), pytest.raises(Problem, match="Another mirror is writing its log"):
        run_mirror(order, print)


def test_the_screen_is_given_back_and_garbage_collected_again_whatever_stops_the_start(monkeypatch, tmp_path):
    """What comes after the first picture may fail as ever; its sentence is what is told."""
    given_back = []

    @contextmanager
    def lit(*_arguments):
        try:
            yield "glass"
        finally:
            given_back.append(True)

    def broken(*_arguments):
        raise Problem("The log cannot be opened.")

    monkeypatch.setattr("mirror.kiosk.glass.lit", lit)
    monkeypatch.setattr("mirror.kiosk.running.on_glass", broken)
    with pytest.raises(Problem, match="log cannot be opened"):
        run_mirror(Order(tmp_path, None, "portrait", "window", None, None), print)
    assert given_back == [True]
    assert gc.isenabled()
    FolderLock(tmp_path).release()
