"""What every presence sensor can do, and a fake."""

from typing import Protocol


class Presence(Protocol):
    """Somebody is there, or nobody is: the one thing that is asked, and nothing of it is kept."""

    def present(self) -> bool:
        """Whether somebody is there now."""

    def close(self) -> None:
        """Give the device back.  May be called twice."""


class PretendedPresence:
    """Fake: somebody is there when ``here`` says so."""

    def __init__(self, here: bool = False) -> None:
        self.here = here

    def present(self) -> bool:
        """See Presence."""
        return self.here

    def close(self) -> None:
        """Nothing is held."""
