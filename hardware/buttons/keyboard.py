"""Keys in a window that stand for the buttons.

The window says which key went down or up; nothing here knows pygame.
"""

from collections.abc import Mapping
from typing import Final

from hardware.buttons.classifier import KEY, STOP_KEY, Level
from hardware.buttons.panel import Panel, Source
from hardware.buttons.press import Button, ButtonEvent

#: Key names as ``pygame.key.name`` gives them.
KEYS: Final[Mapping[str, Button]] = {
    "left": Button.BACK,
    "backspace": Button.BACK,
    "return": Button.SELECT,
    "enter": Button.SELECT,
    "space": Button.SELECT,
    "right": Button.NEXT,
    "escape": Button.STOP,
}


class KeyboardButtons:
    """Keys go through the same classifier as contacts, so that a long press is one here too."""

    def __init__(self, keys: Mapping[str, Button] = KEYS) -> None:
        self._keys = keys
        self._sources = {
            button: Source(f"{button.value} key", button, STOP_KEY if button is Button.STOP else KEY)
            for button in Button
        }
        self._panel = Panel(self._sources.values())
        self._down: set[str] = set()

    def key(self, name: str, level: Level, t_s: float) -> None:
        """A key went down or up at ``t_s``, monotonic seconds; keys that stand for nothing are ignored."""
        button = self._keys.get(name.lower())
        if button is None:
            return
        if level is Level.DOWN:
            self._down.add(name.lower())
        else:
            self._down.discard(name.lower())
        held = any(self._keys[other] is button for other in self._down)
        self._panel.feed(self._sources[button], Level.DOWN if held else Level.UP, t_s)

    def let_go(self, t_s: float) -> None:
        """The window lost the keyboard: whatever was down counts as let go, since nobody will tell."""
        for name in tuple(self._down):
            self.key(name, Level.UP, t_s)

    def poll(self, now_s: float) -> tuple[ButtonEvent, ...]:
        """What happened since the last call, in order."""
        return self._panel.take(now_s)

    def down(self, button: Button) -> bool:
        """See Buttons."""
        return self._panel.down(button)

    def close(self) -> None:
        """Nothing is held."""
