"""The contacts that only the guard reads: the button in the hand, the stop loop, and what the stimulator says.

All of them close to 3.3 V against a pull-down, so that a broken wire reads as open, and open denies.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from hardware.pins import Factory, pin_errors
from hardware.problem import DeviceProblem
from hardware.stimulator.hand import Hand
from hardware.stimulator.inputs import Loop, Ready


@dataclass(frozen=True, slots=True)
class Contacts:
    """One reading of them; the defaults deny."""

    hand: Hand = Hand.OPEN
    loop: Loop = Loop.OPEN
    ready: Ready = Ready.NOT_READY


class ContactReader(Protocol):
    """Contacts, whatever they are made of."""

    def read(self) -> Contacts:
        """As they are at this instant."""

    def close(self) -> None:
        """Give the devices back."""


class GpioContacts:
    """Contacts on pins (BCM numbering)."""

    def __init__(self, hand_pin: int, loop_pin: int, ready_pin: int | None, factory: Factory) -> None:
        """``ready_pin`` is None where the stimulator says nothing of itself.  ``factory``: see ``hardware.pins``.

        Raises DeviceProblem when a pin does not exist or is taken.
        """
        self._inputs: list[Any] = []
        self._hand = self._input("hand button", hand_pin, factory)
        self._loop = self._input("stop loop", loop_pin, factory)
        self._ready = None if ready_pin is None else self._input("stimulator's ready signal", ready_pin, factory)

    def read(self) -> Contacts:
        """See ContactReader."""
        return Contacts(
            hand=Hand.HELD if self._hand.is_active else Hand.OPEN,
            loop=Loop.CLOSED if self._loop.is_active else Loop.OPEN,
            ready=self._readiness(),
        )

    def close(self) -> None:
        """See ContactReader."""
        inputs, self._inputs = self._inputs, []
        for device in inputs:
            device.close()

    def _readiness(self) -> Ready:
        if self._ready is None:
            return Ready.NOT_WIRED
        return Ready.READY if self._ready.is_active else Ready.NOT_READY

    def _input(self, what: str, pin: int, factory: Factory) -> Any:
        from gpiozero import DigitalInputDevice

        try:
            device = DigitalInputDevice(pin, pull_up=False, pin_factory=factory)
        except pin_errors() as error:
            self.close()
            raise DeviceProblem(
                f"The {what} cannot use GPIO {pin} ({error}). Give it a free pin, by its BCM number, 0 to 27."
            ) from error
        self._inputs.append(device)
        return device


class HeldContacts:
    """Contacts as somebody sets them: ``contacts.now = Contacts(...)``."""

    def __init__(self) -> None:
        self.now = Contacts()

    def read(self) -> Contacts:
        """See ContactReader."""
        return self.now

    def close(self) -> None:
        """See ContactReader."""
