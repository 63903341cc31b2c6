"""Phones beside the mirror, as far as the screen needs to know: how connecting one stands, and which ones there are."""

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Standing(Enum):
    """How it stands with a phone that is to be connected."""

    PREPARING = "preparing"
    OFFERED = "offered"
    """Picture and code are shown."""
    CONNECTED = "connected"
    OVER = "over"
    """The offer's time has passed."""
    NOT_SERVED = "not served"
    """There is no page that a phone could be shown."""
    NO_NETWORK = "no network"
    """The page is served, but in no network that a phone could be in."""
    NOT_KEPT = "not kept"
    """The disk refuses."""


@dataclass(frozen=True, slots=True)
class Connecting:
    """An offer to a phone."""

    standing: Standing = Standing.PREPARING
    link: str = ""
    """What the picture leads to; it carries the offer's secret."""
    address: str = ""
    """Where the code can be typed instead."""
    code: str = ""
    until_s: float = 0.0
    """Steady seconds at which it ends."""
    whose: str = ""
    """The phone that took it."""


_NOT_YET: Final = Connecting()


@dataclass(frozen=True, slots=True)
class KnownPhone:
    """A phone that is connected."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Phones:
    """What the mirror knows of phones at one instant."""

    connecting: Connecting = _NOT_YET
    known: tuple[KnownPhone, ...] = ()


#: Nothing is known: nobody looks.
NO_PHONES: Final = Phones()
