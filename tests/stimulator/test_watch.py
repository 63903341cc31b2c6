"""The guard's life: one decision after the other, words to systemd, and the line low at the end whatever happens."""

import socket

import pytest

from hardware.notify import Notifier
from hardware.stimulator.entry import Kind
from hardware.stimulator.watch import keep_watch
from tests.stimulator.world import World


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    made.run(0.1).arm().train(0.5)
    assert made.on
    yield made
    made.close()


@pytest.fixture
def manager(tmp_path):
    """systemd's ear."""
    made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    made.bind(str(tmp_path / "notify"))
    made.setblocking(False)
    yield made
    made.close()


def heard(manager):
    words = []
    while True:
        try:
            words.append(manager.recv(100).decode())
        except BlockingIOError:
            return words


def test_systemd_hears_that_it_runs_lives_and_ends(world, manager, tmp_path):
    """And the ledger is ended in order."""
    ticks = iter([False] * 4 + [True])
    notifier = Notifier({"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "1"})
    keep_watch(world.guard, lambda: next(ticks), notifier)
    assert heard(manager) == ["READY=1", *["WATCHDOG=1"] * 4, "STOPPING=1"]
    assert world.entries()[-1].kind is Kind.ENDED
    assert not world.line.high


def test_an_exception_ends_it_with_the_line_low(world, manager, tmp_path):
    """No word of life after it, and the dose is given back as far as it was not used."""
    world.contacts.read = lambda: 1 / 0
    world.line.high = True
    with pytest.raises(ZeroDivisionError):
        keep_watch(world.guard, lambda: False, Notifier({"NOTIFY_SOCKET": str(tmp_path / "notify")}))
    assert heard(manager) == ["READY=1"]
    assert not world.line.high
    assert [entry.kind for entry in world.entries()][-1] is Kind.ENDED
    assert 0.0 < world.recorded_s() < 1.0
