"""What came from phones, taken into the log: each entry once, at its own time."""

from collections.abc import Callable
from typing import Final

from mirror.caregiver.inbox import Entry, Kind, read
from mirror.caregiver.places import Places
from mirror.diary.stamp import Stamp
from mirror.therapy.effects import DutyDone, NoteWritten, Who

#: How often the inbox is looked at.  Nothing waits for it but a reminder.
LOOKED_EVERY_S: Final = 5.0

Received = tuple[DutyDone | NoteWritten, Stamp]


class Inbox:
    """Reads the page's file; the page alone writes it."""

    def __init__(self, places: Places, taken: Callable[[], frozenset[str]]) -> None:
        """``taken`` tells the entries that the log has already; asked for once, when the first entries are there."""
        self._path = places.inbox
        self._ask_taken = taken
        self._taken: set[str] | None = None
        self._looked_s: float | None = None
        self._edition: tuple[int, int, int] | None = None

    def received(self, now_s: float) -> tuple[Received, ...]:
        """What is new since the last call, in order.  A line that is not whole yet comes with a later call."""
        if self._looked_s is not None and now_s - self._looked_s < LOOKED_EVERY_S:
            return ()
        self._looked_s = now_s
        try:
            found = self._path.stat()
            edition = (found.st_ino, found.st_size, found.st_mtime_ns)
            if edition == self._edition:
                return ()
            entries = read(self._path)
        except OSError:
            return ()  # no page has ever been served, or its folder is out of reach just now
        self._edition = edition
        return tuple(_record(entry) for entry in entries if self._is_new(entry))

    def _is_new(self, entry: Entry) -> bool:
        if self._taken is None:
            self._taken = set(self._ask_taken())
        if entry.id in self._taken:
            return False
        self._taken.add(entry.id)
        return True


def _record(entry: Entry) -> Received:
    if entry.kind is Kind.CARE:
        assert entry.duty is not None, "an entry about care says which"
        return DutyDone(entry.duty, Who.CAREGIVER, entry.id), entry.stamp
    return NoteWritten(entry.text, Who.CAREGIVER, entry.id), entry.stamp
