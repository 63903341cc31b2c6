"""Switching the computer off, and a fake that only remembers having been asked."""

import subprocess
from collections.abc import Sequence
from typing import Final, Protocol

#: Asks the service manager, which asks its rules whether this user may; a question to a person would wait for ever.
POWEROFF: Final = ("systemctl", "--no-ask-password", "poweroff")


class Power(Protocol):
    """What can switch the mirror off."""

    def switch_off(self) -> None:
        """Ask for it and return at once."""

    def refusal(self) -> str | None:
        """Why it was refused, in the words of whoever refused; None while nothing speaks against it."""

    @property
    def off(self) -> bool:
        """Whether the program itself has to end for it to be off; a computer that is switched off ends it."""


class SystemPower:
    """This computer.  Whoever is told to end by it ends in order: the service manager sends SIGTERM first."""

    def __init__(self, command: Sequence[str] = POWEROFF) -> None:
        self._command = tuple(command)
        self._asked: subprocess.Popen[str] | None = None
        self._refusal: str | None = None

    def switch_off(self) -> None:
        """See Power."""
        if self._asked is not None:
            return
        self._refusal = None
        try:
            self._asked = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
            )
        except OSError as error:
            self._refusal = f"{self._command[0]}: {error.strerror}"

    @property
    def off(self) -> bool:
        """See Power."""
        return False

    def refusal(self) -> str | None:
        """See Power."""
        if self._asked is not None and (status := self._asked.poll()) is not None:
            _, said = self._asked.communicate()
            self._asked = None
            if status != 0:
                self._refusal = " ".join(said.split()) or f"{self._command[0]} ended with status {status}"
        return self._refusal


class PretendedPower:
    """Where switching off means something else, or nothing: remembers it in ``off``, or refuses with ``refuses``."""

    def __init__(self, refuses: str | None = None) -> None:
        self._off = False
        self._refuses = refuses
        self._refusal: str | None = None

    def switch_off(self) -> None:
        """See Power."""
        self._off = self._refuses is None
        self._refusal = self._refuses

    @property
    def off(self) -> bool:
        """See Power."""
        return self._off

    def refusal(self) -> str | None:
        """See Power."""
        return self._refusal
