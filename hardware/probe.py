"""What is connected to a pin: whether something drives it, or it only follows the Pi's own weak pull resistor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from hardware.pins import Factory, pin_errors
from hardware.problem import DeviceProblem

#: After a pull is changed a long wire (100 pF a metre, 50 kOhm) needs microseconds; this is plenty.
SETTLES_S: Final = 0.01
#: Looked at so often, so far apart: mains hum has a period of 20 ms (16.7 in America), and shows.
LOOKS: Final = 12
APART_S: Final = 0.003


class Pull(Enum):
    """The Pi's own resistor, about 50 kOhm."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class Seen(Enum):
    """What a pin read under one pull."""

    HIGH = "high"
    LOW = "low"
    UNSTEADY = "unsteady"


class Drive(Enum):
    """What that says of what is connected."""

    OPEN = "open"
    """It follows the pull: an open contact, or no wire at all."""
    HIGH = "high"
    LOW = "low"
    UNSTEADY = "unsteady"
    """It changes by itself: a loose wire, or one that is an aerial."""


@dataclass(frozen=True, slots=True)
class Probed:
    """What a pin read under each pull that was tried."""

    seen: Mapping[Pull, Seen]

    @property
    def drive(self) -> Drive:
        """With nothing but the pull-down tried, low may also be open; then it counts as low."""
        pulled = {self.seen[pull] for pull in (Pull.UP, Pull.DOWN) if pull in self.seen}
        if Seen.UNSTEADY in pulled or (self.seen.get(Pull.UP), self.seen[Pull.DOWN]) == (Seen.LOW, Seen.HIGH):
            return Drive.UNSTEADY
        if len(pulled) == 2:
            return Drive.OPEN
        return Drive.HIGH if pulled == {Seen.HIGH} else Drive.LOW


class Owner(Enum):
    """Which program uses a pin."""

    MIRROR = "mirror"
    GUARD = "guard of the stimulator"


#: What the service manager calls them.
_UNITS: Final = {Owner.MIRROR: "mirror", Owner.GUARD: "mirror-stimulator"}
#: Every pull, in the order that leaves the pin floating last.
ALL_PULLS: Final = (Pull.UP, Pull.DOWN, Pull.NONE)
#: For a line on which a rising edge would mean something: it is never pulled up.
NEVER_UP: Final = (Pull.DOWN,)


def probe(
    pin: int,
    factory: Factory,
    sleep: Callable[[float], None],
    pulls: tuple[Pull, ...] = ALL_PULLS,
    owner: Owner = Owner.MIRROR,
) -> Probed:
    """Look at a pin (BCM numbering), which is an input meanwhile and free again afterwards.

    ``owner`` is who uses it in a mirror that runs.  Raises DeviceProblem when it does not exist or somebody uses it.
    """
    try:
        return Probed({pull: _looked(pin, pull, factory, sleep) for pull in pulls})
    except pin_errors() as error:
        raise DeviceProblem(
            f"GPIO {pin} cannot be looked at ({error}). If the {owner.value} is running, stop it first: "
            f"sudo systemctl stop {_UNITS[owner]}."
        ) from error


def _looked(pin: int, pull: Pull, factory: Factory, sleep: Callable[[float], None]) -> Seen:
    from gpiozero import DigitalInputDevice

    if pull is Pull.NONE:
        device: Any = DigitalInputDevice(pin, pull_up=None, active_state=True, pin_factory=factory)
    else:
        device = DigitalInputDevice(pin, pull_up=pull is Pull.UP, pin_factory=factory)
    try:
        sleep(SETTLES_S)
        levels = set()
        for _ in range(LOOKS):
            levels.add(bool(device.pin.state))
            sleep(APART_S)
    finally:
        device.close()
    if len(levels) > 1:
        return Seen.UNSTEADY
    return Seen.HIGH if levels == {True} else Seen.LOW
