"""The guard's devices where there is no stimulator: a monostable that is a process, and contacts that are words.

Everything lies in one folder: ``output.jsonl`` is what the monostable has put out, ``contacts`` what is pressed and
closed just now: any of the words ``hand`` (held), ``loop`` (the stop loop is closed) and ``ready`` (the stimulator says
that it is).  Without the file nothing is.
"""

import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from hardware.problem import DeviceProblem
from hardware.stimulator.contacts import Contacts
from hardware.stimulator.hand import Hand
from hardware.stimulator.inputs import Loop, Ready
from hardware.stimulator.monostable import EDGE

OUTPUT: Final = "output.jsonl"
CONTACTS: Final = "contacts"
#: How long the monostable may take to finish once its input has ended.
_ENDING_S: Final = 2.0


class SimulatedLine:
    """Edges into a monostable that is a process of its own and outlives this one."""

    def __init__(self, folder: Path) -> None:
        """Raises DeviceProblem when the folder cannot be written."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / OUTPUT).write_text("", encoding="utf-8")
        except OSError as error:
            raise DeviceProblem(f"{folder} cannot be written ({error.strerror}): name another folder.") from error
        command = [sys.executable, "-m", "hardware.stimulator.monostable", str(folder / OUTPUT)]
        # A session of its own: Ctrl-C ends the guard, and the monostable sees how.
        self._monostable = subprocess.Popen(command, stdin=subprocess.PIPE, bufsize=0, start_new_session=True)
        self._high = False

    def half_wave(self) -> None:
        """See Line."""
        self._to(not self._high)

    def off(self) -> None:
        """See Line."""
        if self._high:
            self._to(False)

    def close(self) -> None:
        """See Line."""
        if self._monostable.stdin is not None and not self._monostable.stdin.closed:
            self.off()
            self._monostable.stdin.close()
        self._monostable.wait(_ENDING_S)

    def _to(self, high: bool) -> None:
        assert self._monostable.stdin is not None
        try:
            self._monostable.stdin.write(EDGE.pack(time.monotonic(), high))
        except OSError as error:
            raise DeviceProblem(f"The simulated monostable has ended ({error.strerror}): start again.") from error
        self._high = high


class WrittenContacts:
    """Contacts as words in a file."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / CONTACTS

    def read(self) -> Contacts:
        """See ContactReader."""
        try:
            words = self._path.read_text(encoding="utf-8").split()
        except (OSError, UnicodeDecodeError):
            words = []
        return Contacts(
            hand=Hand.HELD if "hand" in words else Hand.OPEN,
            loop=Loop.CLOSED if "loop" in words else Loop.OPEN,
            ready=Ready.READY if "ready" in words else Ready.NOT_READY,
        )

    def close(self) -> None:
        """See ContactReader."""
