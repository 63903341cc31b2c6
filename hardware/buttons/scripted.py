"""Buttons that press themselves, for the demonstration and for tests."""

from collections import deque
from collections.abc import Iterable

from hardware.buttons.press import ButtonEvent


class ScriptedButtons:
    """Events at the times they carry; more can be added while it runs."""

    def __init__(self, script: Iterable[ButtonEvent] = ()) -> None:
        self._coming: deque[ButtonEvent] = deque()
        self.add(*script)

    def add(self, *events: ButtonEvent) -> None:
        """Put further events in their places."""
        self._coming = deque(sorted((*self._coming, *events), key=lambda event: event.t_s))

    def poll(self, now_s: float) -> tuple[ButtonEvent, ...]:
        """The events due up to and including ``now_s`` that were not given yet."""
        due: list[ButtonEvent] = []
        while self._coming and self._coming[0].t_s <= now_s:
            due.append(self._coming.popleft())
        return tuple(due)

    def close(self) -> None:
        """Nothing is held."""
