"""What is said while a mirror gets ready."""

import numpy as np
import pytest

from mirror.clips import library as library_module
from mirror.kiosk.clips import build_clips, shown_in, shown_on_any_day
from mirror.therapy.brief import Brief
from mirror.therapy.catalogue import Purpose, Task, practice, routines
from mirror.therapy.tries import ATTEMPT


@pytest.fixture
def quick_drawing(monkeypatch):
    """A clip is one picture at once; drawing has tests of its own."""
    picture = np.zeros((library_module.HEIGHT, library_module.WIDTH, 3), np.uint8)
    monkeypatch.setattr(library_module, "drawn_frames", lambda _exercise: iter([picture]))


def test_each_clip_is_named_as_on_the_screen_before_it_is_drawn(quick_drawing, tmp_path):
    """Minutes of silence would look like a mirror that hangs; what is there already is not mentioned."""
    said = []
    build_clips(tmp_path, ["smile"], said.append)
    assert said == ["Drawing 1 demonstration (once, a few seconds each)", "  1 of 1: Closed smile"]
    said.clear()
    build_clips(tmp_path, ["smile", "snarl", "eye_closure"], said.append)
    assert said[1:] == ["  1 of 2: Nose wrinkle", "  2 of 2: Gentle eye closure"]
    said.clear()
    build_clips(tmp_path, ["smile", "snarl"], said.append)
    assert said == []


def test_the_daily_attempt_needs_the_films_of_the_movements_it_tries():
    """It has none of its own; without theirs its screen would have nothing to show."""
    attempt = Task(routines()[ATTEMPT], purpose=Purpose.ATTEMPT)
    prepared = Brief(tasks=(attempt, Task(routines()["facial_rest"])))
    assert shown_in(prepared) == ("brow_raise", "smile", "facial_rest")


def test_a_mirror_on_a_wall_has_the_films_of_every_day_of_its_plan():
    """Those of today first; what no film can show is left out."""
    prepared = Brief(tasks=practice(["smile"], 1), films=("massage_neck", "smile", "standard_attempt"))
    assert shown_on_any_day(prepared) == ("smile", "massage_neck")
