"""The glass shows the time before the mirror is ready, and the idle page goes on from there."""

import subprocess
import sys
from contextlib import ExitStack
from datetime import datetime, timedelta

import numpy as np
import pygame
import pytest

from mirror.kiosk.glass import Glass, lit
from mirror.screen.chrome import draw_chrome
from mirror.screen.display import Display, DisplayKind
from mirror.screen.painter import Painter
from mirror.screen.scenes import picture
from mirror.screen.surroundings import Surroundings
from mirror.screen.today import time_alone
from mirror.settings import Settings
from mirror.therapy.session import Session
from mirror.therapy.unplanned import of_film

NOW = datetime(2026, 11, 21, 18, 42)
SIZE = (270, 480)


class Clock:
    """The time on the wall."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def display():
    with Display(DisplayKind.NONE, SIZE) as opened:
        yield opened


def pixels(display):
    return pygame.surfarray.array3d(display.surface)


def test_what_comes_first_is_the_idle_page_without_the_day(display):
    """To the pixel: so nothing jumps when the day is known."""
    glass = Glass(display, lambda: False, Clock())
    painter = Painter(SIZE, type_=glass.type)
    whole = draw_chrome(time_alone(NOW), painter.layout, painter._pen)
    assert np.array_equal(glass.canvas, whole)
    assert np.array_equal(pixels(display), whole[:, :, 2::-1].swapaxes(0, 1))
    assert pixels(display).any()


def test_the_idle_page_fades_in_around_the_time(display):
    """The time keeps its light from the first picture to the last; the day is dark at first and lit in the end."""
    glass = Glass(display, lambda: False, Clock())
    first = pixels(display)
    painter = Painter(SIZE, type_=glass.type)
    painter.go_on_from(time_alone(glass.time), glass.canvas)
    idle = picture(Session.of(of_film()), Surroundings(local_time=NOW), 0.0)
    drawn = []
    for number in range(30):
        painter.draw(display.surface, idle, None, None, number / 30)
        drawn.append(pixels(display))
    time_on_it = first > 0
    assert np.array_equal(drawn[0], first)
    assert all(np.array_equal(one[time_on_it], first[time_on_it]) for one in drawn)
    assert np.count_nonzero(drawn[-1]) > np.count_nonzero(first)


def test_an_idle_page_without_a_word_is_the_time_as_it_stood(display):
    """Nothing fades where nothing comes."""
    glass = Glass(display, lambda: False, Clock())
    first = pixels(display)
    painter = Painter(SIZE, type_=glass.type)
    painter.go_on_from(time_alone(glass.time), glass.canvas)
    painter.draw(display.surface, time_alone(NOW), None, None, 0.0)
    assert np.array_equal(pixels(display), first)


def test_the_time_stays_right_while_something_takes_long(display):
    """Whoever is asked whether it is over shows the next minute too."""
    clock = Clock()
    glass = Glass(display, lambda: False, clock)
    before = pixels(display)
    clock.now += timedelta(seconds=30)
    assert not glass.over()
    assert np.array_equal(pixels(display), before)
    clock.now += timedelta(seconds=30)
    assert not glass.over()
    assert not np.array_equal(pixels(display), before)
    assert glass.time == clock.now


def test_it_is_over_when_the_window_is_closed_or_the_mirror_told_to_end(display):
    """Both are heard before the mirror is ready."""
    told = []
    glass = Glass(display, lambda: bool(told), Clock())
    assert not glass.over()
    told.append("end")
    assert glass.over()
    told.clear()
    display.close()
    assert glass.over()


def test_a_window_that_is_closed_while_the_mirror_gets_ready_is_heard():
    """Drawing the demonstrations may take minutes: nobody waits for them in front of a window that will not close."""
    with lit(DisplayKind.WINDOW, Settings(), print) as glass:
        assert not glass.over()
        pygame.event.post(pygame.event.Event(pygame.QUIT))
        assert glass.over()


def test_the_service_manager_hears_that_it_is_starting(monkeypatch, tmp_path):
    """Not that it is ready, which the first instant of the mirror tells."""
    import socket

    with ExitStack() as stack:
        manager = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(30)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        stack.enter_context(lit(DisplayKind.NONE, Settings(), print))
        assert manager.recv(200) == b"STATUS=starting"
        manager.setblocking(False)
        with pytest.raises(BlockingIOError):
            manager.recv(200)


#: What a first picture does without: each of these takes longer to import than the time takes to draw.
_LATER = ("mediapipe", "sqlite_utils", "mirror.therapy", "mirror.clips", "mirror.diary.log", "mirror.caregiver")


def test_nothing_that_the_time_does_not_need_is_imported_before_it():
    """A start waits for what is imported; the rest comes when there is something to see."""
    code = (
        "import sys, mirror.cli, mirror.kiosk.beginning, mirror.kiosk.last_words, mirror.kiosk.glass\n"
        f"print([name for name in {_LATER!r} if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ended.stdout == "[]\n"
