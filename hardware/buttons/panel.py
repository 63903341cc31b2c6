"""Several buttons, each with its own contact, heard together."""

from collections.abc import Iterable
from dataclasses import replace

from hardware.buttons.classifier import DEBOUNCE_S, Contact, Finding, Level, Stuck, begin, happened_s, step, tick
from hardware.buttons.press import Button, ButtonEvent, ButtonStuck, Press


class Panel:
    """Feeds levels to the classifier and collects what people meant, until somebody takes it."""

    def __init__(self, buttons: Iterable[Button], debounce_s: float = DEBOUNCE_S) -> None:
        self._contacts = {button: Contact(debounce_s=debounce_s) for button in buttons}
        self._events: list[ButtonEvent] = []

    def begin(self, button: Button, level: Level, t_s: float) -> None:
        """The level a button has when first looked at; see ``classifier.begin``."""
        self._contacts[button] = replace(begin(level, t_s), debounce_s=self._contacts[button].debounce_s)

    def feed(self, button: Button, level: Level, t_s: float) -> None:
        """A button read ``level`` at ``t_s``."""
        self._contacts[button], finding = step(self._contacts[button], level, t_s)
        self._note(button, finding)

    def take(self, now_s: float) -> tuple[ButtonEvent, ...]:
        """What happened up to ``now_s`` and was not taken yet, in order."""
        for button, contact in self._contacts.items():
            self._contacts[button], finding = tick(contact, now_s)
            self._note(button, finding)
        events, self._events = tuple(sorted(self._events, key=lambda event: event.t_s)), []
        return events

    def _note(self, button: Button, finding: Finding) -> None:
        if finding is None:
            return
        t_s = happened_s(self._contacts[button], finding)
        event = ButtonStuck(button, t_s) if isinstance(finding, Stuck) else Press(button, finding, t_s)
        self._events.append(event)
