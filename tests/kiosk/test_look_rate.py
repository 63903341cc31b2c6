"""How often the face is looked at, and when that is too seldom to score; time is passed in."""

import pytest

from mirror.kiosk.look_rate import AGAIN_AFTER_S, SLOW_AFTER_S, STALE_S, Looking, LookRate, slow, stale_s
from mirror.therapy.scene import Pace


class Board:
    """Looks again as soon as it can: a look takes ``look_s``, and there is a frame every ``frame_s``."""

    def __init__(self, cap_hz=15.0):
        self.rate, self.now_s = LookRate(cap_hz), 50.0
        self.paces = []

    def pass_s(self, seconds, look_s, frame_s=1 / 30):
        end_s = self.now_s + seconds
        frame = 0
        first_s = self.now_s
        while self.now_s < end_s:
            frame = max(frame + 1, int((self.now_s - first_s) / frame_s))
            taken_s = first_s + frame * frame_s
            self.now_s = max(self.now_s, taken_s)
            if self.rate.due(taken_s):
                self.rate.began(self.now_s)
                self.now_s += look_s
                self.rate.ended(self.now_s)
                self.paces.append((self.now_s, self.rate.looking.pace))
        return self.rate.looking

    def first(self, pace):
        return next(t_s for t_s, found in self.paces if found is pace)


@pytest.mark.parametrize(("cap_hz", "hz"), [(30.0, 30.0), (20.0, 20.0), (15.0, 15.0), (12.0, 12.0), (10.0, 10.0)])
def test_a_quick_board_looks_as_often_as_the_setting_allows(cap_hz, hz):
    """Also where the camera's thirty a second are no multiple of it."""
    looking = Board(cap_hz).pass_s(20.0, look_s=0.02)
    assert looking.hz == pytest.approx(hz, abs=0.51)
    assert looking.pace is Pace.ENOUGH


@pytest.mark.parametrize(("look_s", "hz"), [(0.08, 12.0), (0.11, 9.0)])
def test_a_slower_board_looks_as_often_as_it_can(look_s, hz):
    """Never waiting for a beat of the cap that it has missed."""
    looking = Board().pass_s(20.0, look_s)
    assert looking.hz >= hz - 0.5
    assert looking.pace is Pace.ENOUGH


def test_too_slow_for_some_seconds_is_slow_and_one_long_look_is_not():
    """A board that stumbles once goes on scoring; one that stays slow does not."""
    board = Board()
    board.pass_s(10.0, 0.05)
    board.pass_s(0.5, 0.5)
    assert board.pass_s(5.0, 0.05).pace is Pace.ENOUGH
    began_s = board.now_s
    assert board.pass_s(10.0, 0.2).pace is Pace.SLOW_BOARD
    assert 1.0 < board.first(Pace.SLOW_BOARD) - began_s <= SLOW_AFTER_S + 0.2


def test_a_board_that_is_slow_from_the_start_is_found_in_the_first_seconds():
    """Before the welcome is over nothing has been scored yet."""
    board = Board()
    assert board.pass_s(SLOW_AFTER_S + 0.6, 0.4).pace is Pace.SLOW_BOARD


def test_at_the_edge_it_does_not_waver():
    """Slow below eight; enough again only above nine, and for some seconds."""
    board = Board()
    board.pass_s(10.0, 0.2)
    assert board.pass_s(30.0, 1 / 8.5).pace is Pace.SLOW_BOARD
    began_s = board.now_s
    assert board.pass_s(20.0, 0.05).pace is Pace.ENOUGH
    again_s = next(t_s for t_s, pace in board.paces if t_s > began_s and pace is Pace.ENOUGH)
    assert again_s - began_s >= AGAIN_AFTER_S
    assert board.pass_s(30.0, 1 / 8.5).pace is Pace.ENOUGH


def test_a_camera_that_gives_too_few_pictures_is_not_called_a_slow_board():
    """A webcam in the dark: five pictures a second, each looked at in a moment."""
    looking = Board().pass_s(10.0, 0.03, frame_s=0.2)
    assert (looking.pace, looking.hz) == (Pace.SLOW_CAMERA, pytest.approx(5.0, abs=0.3))
    assert looking.look_s == pytest.approx(0.03)


def test_a_camera_that_was_closed_begins_anew():
    """The time between two sessions is no slowness, and what was slow is judged again."""
    board = Board()
    board.pass_s(10.0, 0.2)
    board.rate.forget()
    assert board.rate.looking.pace is Pace.ENOUGH
    board.now_s += 1000.0
    assert board.pass_s(10.0, 0.05).pace is Pace.ENOUGH


def test_what_a_slow_mirror_has_seen_stays_current_a_little_longer():
    """Three looks, so that a face in view is not called away; three seconds at most, and none while it scores."""
    assert stale_s(Looking(Pace.ENOUGH, 0.5)) == STALE_S
    assert stale_s(Looking(Pace.SLOW_BOARD, 7.9)) == STALE_S
    assert stale_s(Looking(Pace.SLOW_BOARD, 2.0)) == 1.5
    assert stale_s(Looking(Pace.SLOW_BOARD, 0.25)) == 3.0


def test_the_log_is_told_how_slow_it_was_and_why():
    """Each cause has a kind of its own and a way out."""
    board, camera = slow(Looking(Pace.SLOW_BOARD, 5.2, 0.19)), slow(Looking(Pace.SLOW_CAMERA, 5.0, 0.03))
    assert board is not None
    assert camera is not None
    assert slow(Looking(Pace.ENOUGH, 15.0, 0.03)) is None
    assert (board.kind, camera.kind) == ("slow board", "slow camera")
    assert board.sentence.startswith("The face was looked at 5.2 times a second, and 8 are needed to score")
    assert "A look took this board 190 ms" in board.sentence
    assert "in little light" in camera.sentence
