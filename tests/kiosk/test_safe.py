"""The safe screen: calm, with the reason, and a way back."""

import threading

import pygame
import pytest

from mirror.kiosk.safe import safe_picture, show_safe
from mirror.screen import words
from mirror.screen.display import Display
from mirror.settings import Settings


@pytest.fixture
def wall(tmp_path, monkeypatch):
    """A machine whose screen and pins are only pretended; SDL's own variables are put back."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("MIRROR_PRETENDED_SCREEN", "dummy")
    monkeypatch.setenv("MIRROR_PRETENDED_PINS", str(tmp_path / "pins"))
    monkeypatch.setenv("MIRROR_LAST_WORDS", str(tmp_path / "last-words"))
    yield tmp_path
    pygame.display.quit()


def test_the_mirrors_own_sentence_is_the_reason():
    """Where it left none, what anybody can do stands there."""
    assert safe_picture("The model is gone: build it.").detail == "The model is gone: build it."
    assert safe_picture("").detail == words.NOT_RUNNING_WAY_OUT


def test_only_the_middle_button_does_something():
    """It is suggested: nothing else can be done at the mirror."""
    left, middle, right = safe_picture("").buttons
    assert (left.text, middle.text, right.text) == ("", words.TRY_AGAIN, "")
    assert middle.suggested


def test_after_its_time_the_mirror_is_tried_again(wall):
    """It says what is not real here, and ends."""
    said = []
    show_safe(wall, "kms", 0.0, said.append)
    assert said == ["For a test, not real here: the pins, the screen (dummy)."]


def test_a_press_of_the_middle_button_ends_it(wall, monkeypatch):
    """Through the pins, long before its time; the reason is on the glass meanwhile."""
    (wall / "last-words").write_text("The model is gone: build it.")
    lit = threading.Event()
    flip = Display.flip

    def noting(display, changed=None):
        flip(display, changed)
        if pygame.surfarray.array3d(display.surface).max() > 200:
            lit.set()

    monkeypatch.setattr(Display, "flip", noting)
    ends = threading.Thread(target=lambda: pressed(wall, lit))
    ends.start()
    show_safe(wall, "kms", 5.0, lambda _sentence: None)
    ends.join(30.0)
    assert lit.is_set()


def pressed(wall, lit):
    """A person who has read the screen presses the button for as long as it takes."""
    assert lit.wait(30.0)
    pin = Settings().pin_select
    with (wall / "pins").open("w") as pins:
        pins.write(f"{pin} low\n")
        pins.flush()
        threading.Event().wait(0.3)
        pins.write(f"{pin} high\n")


def test_settings_that_are_out_of_order_are_no_reason_to_show_nothing(wall):
    """They may be what keeps the mirror from starting."""
    (wall / "settings.toml").write_text("volume = loud\n")
    said = []
    show_safe(wall, "kms", 0.0, said.append)
    assert "settings.toml, line 1" in said[0]
