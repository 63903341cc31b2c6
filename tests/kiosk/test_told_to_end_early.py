"""Being told to end before the mirror has shown anything: demonstrations may take minutes to draw on a small board."""

import os
import signal
from pathlib import Path

import pytest

from mirror.clips.library import Library
from mirror.kiosk.clips import build_clips
from mirror.kiosk.ending import ToldToEnd, told_to_end


def test_drawing_ends_at_the_next_picture(tmp_path: Path):
    """Not after the last demonstration, and what was begun is not left behind."""
    asked = iter([False, False, True])
    with pytest.raises(ToldToEnd):
        build_clips(tmp_path, ("smile", "brow_raise"), lambda _sentence: None, ended=lambda: next(asked))
    assert list(Library(tmp_path).folder.glob("*.mp4")) == []
    assert list(Library(tmp_path).folder.glob(".*.part.*")) == []


def test_a_signal_while_it_draws_is_noticed(tmp_path: Path):
    """The service manager's own, and no exception in the middle of somebody else's work."""

    def say(sentence: str) -> None:
        if "1 of 1" in sentence:
            os.kill(os.getpid(), signal.SIGTERM)

    with told_to_end() as ended, pytest.raises(ToldToEnd):
        build_clips(tmp_path, ("smile",), say, ended=ended)
