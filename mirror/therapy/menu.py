"""The menu of the mirror itself: what can be chosen in it, and how loud and bright the mirror is."""

import math
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, Self

from mirror.therapy.scene import Scene

#: Volume and light go in so many steps: few enough that each can be told from the next by ear and by eye.
STEPS: Final = 5


class Entry(Enum):
    """What can be chosen, from top to bottom."""

    VOLUME = "volume"
    LIGHT = "light"
    CONNECT = "connect a phone"
    PHONES = "phones"
    SHUT_DOWN = "shut down"
    BACK = "back"

    def moved(self, by: int) -> "Entry":
        """The entry so many lines further down; after the last comes the first."""
        entries = tuple(Entry)
        return entries[(entries.index(self) + by) % len(entries)]


#: The scene that an entry opens.
OPENS: Final = {
    Entry.VOLUME: Scene.VOLUME,
    Entry.LIGHT: Scene.LIGHT,
    Entry.CONNECT: Scene.CONNECT,
    Entry.PHONES: Scene.PHONES,
    Entry.SHUT_DOWN: Scene.SHUT_DOWN,
    Entry.BACK: Scene.IDLE,
}


@dataclass(frozen=True, slots=True)
class Levels:
    """How loud the tones are and how bright the reminder light is, both 0..1; 0 is off."""

    volume: float = 0.5
    light: float = 0.6

    def stepped(self, scene: Scene, by: int) -> Self:
        """One step more (``by`` 1) or less (-1) of what ``scene`` is about."""
        if scene is Scene.VOLUME:
            return replace(self, volume=_stepped(self.volume, by))
        return replace(self, light=_stepped(self.light, by))


def _stepped(level: float, by: int) -> float:
    """The next whole step in that direction: what a file has set between two steps goes to the nearer end."""
    # Rounded, or a third step of 0.6000000000000001 would be one that is still to come.
    at = round(level * STEPS, 6)
    step = math.floor(at) + 1 if by > 0 else math.ceil(at) - 1
    return min(max(step, 0), STEPS) / STEPS
