"""Switching the computer off, with commands that do something else instead."""

import subprocess

import pytest

from hardware.power import POWEROFF, PretendedPower, SystemPower


def asked(*command: str) -> SystemPower:
    """A power whose command has been given and has ended."""
    power = SystemPower(command)
    power.switch_off()
    if power._asked is not None:
        power._asked.wait(60.0)
    return power


def test_a_command_that_is_obeyed_is_no_refusal() -> None:
    """The computer goes down some time later and ends the program, not the other way round."""
    power = asked("true")
    assert (power.refusal(), power.off) == (None, False)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("sh", "-c", "echo 'Access denied.' >&2; echo Sorry >&2; exit 1"), "Access denied. Sorry"),
        (("false",), "false ended with status 1"),
        (("no-such-command-here",), "no-such-command-here: No such file or directory"),
    ],
)
def test_a_refusal_is_told_in_the_words_of_whoever_refused(command: tuple[str, ...], words: str) -> None:
    """Also when there is nobody to ask."""
    assert asked(*command).refusal() == words


def test_it_is_asked_without_waiting_and_once_at_a_time() -> None:
    """The picture goes on meanwhile; a second press starts no second command."""
    power = SystemPower(("sleep", "60"))
    power.switch_off()
    first = power._asked
    power.switch_off()
    assert first is not None
    assert power._asked is first
    assert power.refusal() is None
    first.kill()
    first.wait(60.0)
    assert power.refusal() == "sleep ended with status -9"


def test_nobody_is_asked_for_a_password() -> None:
    """A question on the console behind the picture would never be answered."""
    assert "--no-ask-password" in POWEROFF
    assert subprocess.list2cmdline(POWEROFF).endswith("poweroff")


def test_the_fake_remembers_or_refuses() -> None:
    """In a window it is the end of the program; in a test it may refuse."""
    power, refusing = PretendedPower(), PretendedPower(refuses="not here")
    assert not power.off
    for one in (power, refusing):
        one.switch_off()
    assert (power.off, power.refusal()) == (True, None)
    assert (refusing.off, refusing.refusal()) == (False, "not here")
