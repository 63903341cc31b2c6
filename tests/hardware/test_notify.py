"""Telling systemd how we are, through a real socket."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.notify import Notifier
from hardware.problem import DeviceProblem


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    """What systemd listens with."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(60.0)
        yield listening


def test_each_word_arrives_as_one_datagram(manager: socket.socket) -> None:
    """The words are those of sd_notify(3)."""
    notifier = Notifier({"NOTIFY_SOCKET": manager.getsockname()})
    notifier.ready()
    notifier.alive()
    notifier.stopping()
    assert [manager.recv(200) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"STOPPING=1"]


def test_an_abstract_socket_is_reached_too() -> None:
    """systemd may give an address that begins with @."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind("")
        manager.settimeout(60.0)
        Notifier({"NOTIFY_SOCKET": "@" + manager.getsockname()[1:].decode()}).ready()
        assert manager.recv(200) == b"READY=1"


def test_without_systemd_nothing_is_said() -> None:
    """Started by hand there is nobody to tell, and no watchdog."""
    notifier = Notifier({})
    notifier.ready()
    notifier.alive()
    assert notifier.watchdog_period_s is None


@pytest.mark.parametrize(("usec", "period_s"), [("10000000", 5.0), ("0", None), ("", None), ("soon", None)])
def test_the_watchdog_wants_to_hear_twice_in_its_time(usec: str, period_s: float | None) -> None:
    """Half of WATCHDOG_USEC, as sd_watchdog_enabled(3) recommends."""
    assert Notifier({"WATCHDOG_USEC": usec}).watchdog_period_s == period_s


def test_a_manager_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    """A stale NOTIFY_SOCKET, as after copying an environment, says what to do."""
    with pytest.raises(DeviceProblem, match="NOTIFY_SOCKET"):
        Notifier({"NOTIFY_SOCKET": str(tmp_path / "gone")}).ready()
