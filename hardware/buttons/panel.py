"""Several contacts, each understood in its own manner, heard together."""

from collections.abc import Iterable
from dataclasses import dataclass

from hardware.buttons.classifier import (
    PUSH,
    Contact,
    Finding,
    Level,
    Manner,
    Phase,
    Stuck,
    begin,
    happened_s,
    step,
    tick,
)
from hardware.buttons.press import Button, ButtonEvent, ButtonStuck, Press


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that can be pressed, and the button it stands for; a pedal may stand for a button that has its own."""

    name: str
    button: Button
    manner: Manner = PUSH


class Panel:
    """Feeds levels to the classifier and collects what people meant, until somebody takes it."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._contacts = {source: Contact(source.manner) for source in sources}
        self._events: list[ButtonEvent] = []

    def begin(self, source: Source, level: Level, t_s: float) -> None:
        """The level a contact has when first looked at; see ``classifier.begin``."""
        self._contacts[source] = begin(level, t_s, source.manner)

    def feed(self, source: Source, level: Level, t_s: float) -> None:
        """A contact read ``level`` at ``t_s``."""
        self._contacts[source], finding = step(self._contacts[source], level, t_s)
        self._note(source, finding)

    def down(self, button: Button) -> bool:
        """Whether any contact that stands for ``button`` is down: pressed, held, caught or latched."""
        return any(
            source.button is button and contact.phase is not Phase.RESTING for source, contact in self._contacts.items()
        )

    def take(self, now_s: float) -> tuple[ButtonEvent, ...]:
        """What happened up to ``now_s`` and was not taken yet, in order."""
        for source, contact in self._contacts.items():
            self._contacts[source], finding = tick(contact, now_s)
            self._note(source, finding)
        events, self._events = tuple(sorted(self._events, key=lambda event: event.t_s)), []
        return events

    def _note(self, source: Source, finding: Finding) -> None:
        if finding is None:
            return
        t_s = happened_s(self._contacts[source], finding)
        event = ButtonStuck(source.name, t_s) if isinstance(finding, Stuck) else Press(source.button, finding, t_s)
        self._events.append(event)
