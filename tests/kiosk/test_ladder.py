"""The ladder of recoveries: the mildest step that helps."""

import socket
import threading

import pytest

from mirror.diary.log import RESTART
from mirror.kiosk.ladder import VAIN_RESTARTS, Health, Step, judge
from mirror.problem import Problem
from mirror.screen.display import Display, DisplayKind
from mirror.therapy.effects import FaultNoted
from mirror.therapy.scene import Fault, FaultKind
from tests.kiosk.test_live import CountingShow, parts, started_by_key  # noqa: F401 -- a fixture


@pytest.mark.parametrize(
    ("health", "step"),
    [
        (Health(), Step.NONE),
        (Health(restarts_in_vain=VAIN_RESTARTS - 1), Step.NONE),
        (Health(restarts_in_vain=VAIN_RESTARTS), Step.END_IN_ORDER),
        (Health(camera_runs=False), Step.SAY_NOTHING),
        (Health(measures=False), Step.SAY_NOTHING),
        (Health(keeps=False), Step.SAY_NOTHING),
        (Health(measures=False, restarts_in_vain=VAIN_RESTARTS), Step.SAY_NOTHING),
    ],
)
def test_each_trouble_has_its_step(health, step):
    """What hangs cannot be ended in order; a worn driver can."""
    assert judge(health) is step


class Manager:
    """A service manager that waits for a sign of life every fiftieth of a second, and keeps what it is told."""

    def __init__(self, listening: socket.socket) -> None:
        self._listening = listening
        self._told: list[str] = []
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while message := self._listening.recv(1000).decode():
            self._told.append(message)

    def heard(self, address: str) -> list[str]:
        """Everything, in order; an empty message ends the listening."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
            end.sendto(b"", address)
        self._thread.join(30.0)
        return self._told


@pytest.fixture
def heard(tmp_path, monkeypatch):
    """What the service manager has heard."""
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(address)
        manager = Manager(listening)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        monkeypatch.setenv("WATCHDOG_USEC", "20000")
        yield lambda: manager.heard(address)
        manager.heard(address)


def supervised(live_of, then=lambda live: None, **asked):
    """A live mirror under the service manager, closed after forty pictures of a session."""
    from mirror.kiosk.live import LiveMirror

    camera, tracker, writer, live = live_of
    live = LiveMirror(live.kiosk, lambda: camera, lambda: tracker, 15.0)  # made where the manager is known
    tracker.go_on.set()
    then(live)
    display = Display(DisplayKind.NONE, (480, 800))
    live.run(display, started_by_key(display), CountingShow(display, 40, lambda: None), lambda: "", **asked)
    return writer


def test_a_mirror_that_is_well_says_so_and_what_it_does(heard, parts):  # noqa: F811
    """Ready with the first picture, alive from then on, and whether somebody practises."""
    supervised(parts)
    messages = heard()
    assert messages[:2] == ["READY=1", "STATUS=waiting"]
    assert "STATUS=practising" in messages
    assert messages.count("WATCHDOG=1") > 2
    assert messages[-1] == "STOPPING=1"


def test_a_log_that_has_ended_keeps_it_from_saying_so(heard, parts):  # noqa: F811
    """What is measured could not be kept any more: a new process can."""
    supervised(parts, keeps=lambda: False)
    assert "WATCHDOG=1" not in heard()


def worn(live):
    """Its camera was opened again three times and gives nothing."""
    camera = live._camera

    def run():
        camera._wanted.wait(30.0)
        camera.restarts_in_vain = VAIN_RESTARTS
        camera.fault = Fault(FaultKind.CAMERA, "The camera gives no new picture. Check its cable.")
        camera._stopping.wait(30.0)

    camera.run = run


def test_a_camera_that_is_worn_out_ends_the_process_in_order(heard, parts):  # noqa: F811
    """The session's row is closed, the sentence is the camera's own, and the restart is among the faults, once."""
    _, _, writer, _ = parts
    with pytest.raises(Problem, match="Check its cable"):
        supervised(parts, worn)
    assert heard()[-1] == "STOPPING=1"
    (noted,) = (one for one in writer.records if isinstance(one, FaultNoted) and one.kind == RESTART)
    assert "Check its cable" in noted.sentence


def test_at_a_desk_nobody_would_start_it_again(parts):  # noqa: F811
    """So there the camera is tried for ever."""
    with pytest.raises(TimeoutError):
        supervised(parts, worn, ended=after_pictures(60))


def after_pictures(number):
    """Ends the loop from outside after so many instants."""
    left = [number]

    def ended() -> bool:
        left[0] -= 1
        if left[0] == 0:
            raise TimeoutError
        return False

    return ended
