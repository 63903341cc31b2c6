"""A place for the latest value, between one thread that makes values and others that use them."""

import threading
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Latest(Generic[T]):
    """A value and its number: 1 for the first ever put, counting up, also over values nobody saw."""

    value: T
    number: int


class Slot(Generic[T]):
    """Holds one value, the newest.  Whoever is slow misses values; nobody ever receives an old one late."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._latest: Latest[T] | None = None
        self._count = 0

    def put(self, value: T) -> int:
        """Replace the value; returns its number."""
        with self._changed:
            self._count += 1
            self._latest = Latest(value, self._count)
            self._changed.notify_all()
            return self._count

    def newest(self) -> Latest[T] | None:
        """The newest value, or None when nothing was put yet or the slot was cleared."""
        with self._changed:
            return self._latest

    def wait_newer(self, than: int, timeout_s: float) -> Latest[T] | None:
        """The newest value whose number is above ``than``.

        Waits up to ``timeout_s`` seconds for it, then None.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._latest is not None and self._latest.number > than, timeout_s)
            latest = self._latest
            return latest if latest is not None and latest.number > than else None

    def clear(self) -> None:
        """Forget the value, so that no picture of a face stays in memory.  Numbers go on counting."""
        with self._changed:
            self._latest = None
