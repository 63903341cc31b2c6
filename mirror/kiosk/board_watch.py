"""The board itself, looked at every few seconds beside everything: does it slow itself down?"""

import threading
from typing import Final

from hardware.throttling import Board, Throttling
from mirror.therapy.effects import FaultNoted

#: The kernel asks the firmware every two seconds, so that a short dip of the supply stands for as long.
LOOK_EVERY_S: Final = 2.0

SENTENCES: Final = {
    Throttling.UNDERVOLTAGE: "The supply is too weak, so the board slows itself down: use the Raspberry Pi's own one, "
    "with its own short cable.",
    Throttling.HEAT: "The board is too hot, so it slows itself down: give it air, or a cooler.",
}


class BoardWatch(threading.Thread):
    """Looks while it is wanted; what it has found meanwhile is asked for by the display, which never waits for it."""

    def __init__(self, board: Board, every_s: float = LOOK_EVERY_S) -> None:
        super().__init__(name="board", daemon=True)
        self._board = board
        self._every_s = every_s
        self._wanted = threading.Event()
        self._stopping = threading.Event()
        self._found: frozenset[Throttling] = frozenset()

    def want(self, wanted: bool) -> None:
        """Whether a session goes on.  What was found before it says nothing of it."""
        if wanted and not self._wanted.is_set():
            self._found = frozenset()
            self._wanted.set()
        elif not wanted:
            self._wanted.clear()

    def faults(self) -> tuple[FaultNoted, ...]:
        """What the last look has found."""
        return tuple(FaultNoted(why.value, SENTENCES[why]) for why in Throttling if why in self._found)

    def stop(self) -> None:
        self._stopping.set()
        self._wanted.set()

    def run(self) -> None:
        while not self._stopping.is_set():
            if self._wanted.wait(self._every_s) and not self._stopping.is_set():
                self._found = self._board.throttling()
                self._stopping.wait(self._every_s)
