"""Heat and a weak supply, looked at beside a session and noted once in it."""

import re
import threading
from pathlib import Path

import pytest

from hardware.throttling import PretendedBoard, Throttling
from mirror.kiosk.board_watch import BoardWatch
from mirror.kiosk.live import LiveMirror
from mirror.screen.display import Display, DisplayKind
from mirror.therapy.effects import FaultNoted
from mirror.therapy.press import Button, Press
from mirror.therapy.scene import Scene
from tests.kiosk.test_kiosk_story import Mirror
from tests.kiosk.test_live import CountingShow, parts, started_by_key  # noqa: F401

UNIT = Path(__file__).parents[2] / "systemd" / "mirror.service"


class NotedBoard(PretendedBoard):
    """Says in which thread it was asked, and how often."""

    def __init__(self, *why):
        super().__init__(*why)
        self.asked, self.enough = [], threading.Event()

    def throttling(self):
        self.asked.append(threading.current_thread().name)
        if len(self.asked) >= 3:
            self.enough.set()
        return super().throttling()


def watched(board):
    """A watch that has looked three times in a session, and has ended."""
    watch = BoardWatch(board, every_s=0.001)
    watch.start()
    watch.want(True)
    assert board.enough.wait(20.0)
    watch.stop()
    watch.join(20.0)
    assert not watch.is_alive()
    return watch


def test_the_board_is_asked_again_and_again_in_a_thread_of_its_own():
    """The display only picks up what was found."""
    board = NotedBoard(Throttling.HEAT)
    assert [fault.kind for fault in watched(board).faults()] == ["heat"]
    assert set(board.asked) == {"board"}


def test_what_was_found_before_a_session_says_nothing_of_it():
    """It begins with nothing found."""
    watch = watched(NotedBoard(Throttling.HEAT))
    watch.want(False)
    watch.want(True)
    assert watch.faults() == ()


def test_nobody_asks_outside_a_session():
    """Nor while the watch is told to end."""
    board = NotedBoard(Throttling.HEAT)
    watch = BoardWatch(board, every_s=0.001)
    watch.start()
    watch.stop()
    watch.join(20.0)
    assert not watch.is_alive()
    assert board.asked == []


def noted(mirror):
    return [record.kind for record in mirror.writer.records if isinstance(record, FaultNoted)]


def test_what_goes_on_is_noted_once_a_session_and_once_for_each_kind():
    """Heat that lasts is one row; the next session has its own; outside a session there is none."""
    mirror = Mirror("smile")
    heat, weak = FaultNoted("heat", "The board is too hot."), FaultNoted("undervoltage", "The supply is too weak.")
    mirror.kiosk.note_once(heat, mirror.now_s)
    assert noted(mirror) == []
    for _ in range(2):
        mirror.look(presses=(Press(Button.SELECT),))
        mirror.until(Scene.MOVE)
        for fault in (heat, weak, heat, weak):
            mirror.kiosk.note_once(fault, mirror.now_s)
        mirror.look(presses=(Press(Button.STOP),))
        if mirror.kiosk.session.scene is not Scene.IDLE:
            mirror.look(presses=(Press(Button.STOP),))
    assert noted(mirror) == ["heat", "undervoltage"] * 2


def test_a_hot_board_is_noted_in_a_live_session(parts):  # noqa: F811
    """From the kernel's file to the log, without the display ever waiting for it; no thread stays."""
    _, tracker, writer, live = parts
    tracker.go_on.set()
    board = NotedBoard(Throttling.HEAT)
    live = LiveMirror(live.kiosk, lambda: parts[0], lambda: tracker, 15.0, board=board)
    display = Display(DisplayKind.NONE, (480, 800))
    live.run(display, started_by_key(display), CountingShow(display, 30, lambda: None), lambda: "")
    faults = [record for record in writer.records if isinstance(record, FaultNoted)]
    assert [fault.kind for fault in faults] == ["heat"]
    assert not [thread for thread in threading.enumerate() if thread.name == "board"]


@pytest.mark.parametrize(
    "hides",
    [r"ProcSubset=pid", r"InaccessiblePaths=.*/sys", r"TemporaryFileSystem=.*/sys", r"RootDirectory"],
)
def test_the_kiosks_unit_may_read_what_the_kernel_says_of_the_board(hides):
    """Protected tunables are read-only, not hidden; and no device node is needed for it."""
    assert not re.search(rf"^{hides}", UNIT.read_text(encoding="utf-8"), re.MULTILINE)
