"""Where the ledger ends, in a small file beside it: the sums in the ledger vouch for every line but the last ones.

The mark says how many entries there are, how many bytes, and the sum of the last.  It is brought up after the entry is
on the disk and before anything happens that the entry says, so it is never ahead of a ledger that is whole: a ledger
that ends before its mark was cut.  A power cut between the two leaves a ledger that is one entry further, which counts.

The two places of the mark are a disk block apart and written in turn, each with a sum of its own, so that a power cut
in the middle of writing one leaves the other.  The file never grows: a full disk takes it still.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models.regular_file import content_of_file, open_file

SUFFIX: Final = ".end"
_PLACES: Final = 2
#: What a disk writes at once, or a multiple of it.
_BLOCK_BYTES: Final = 4096
_LINE_BYTES: Final = 128
_SUM_CHARACTERS: Final = 16


@dataclass(frozen=True, slots=True)
class EndMark:
    """The end of a ledger."""

    entries: int
    length: int
    """In bytes."""
    sum: str
    """Of the last entry, which vouches for all before it."""


class MarkFile:
    """The mark on the disk."""

    def __init__(self, ledger: Path) -> None:
        """Of this ledger.  Raises OSError where the file cannot be opened."""
        self.path = ledger.with_suffix(SUFFIX)
        self._file = open_file(self.path, os.O_RDWR | os.O_CREAT)

    def write(self, mark: EndMark) -> None:
        """On the disk when this returns.  Raises OSError when the disk refuses: the mark before this one stands."""
        os.pwrite(self._file, _line(mark), mark.entries % _PLACES * _BLOCK_BYTES)
        os.fsync(self._file)

    def begin(self, mark: EndMark) -> None:
        """The same in every place, for a mark that is new."""
        for place in range(_PLACES):
            os.pwrite(self._file, _line(mark).ljust(_BLOCK_BYTES), place * _BLOCK_BYTES)
        os.fsync(self._file)

    def close(self) -> None:
        """Give it back."""
        os.close(self._file)


def mark_beside(ledger: Path) -> EndMark | None:
    """The newest mark that is whole; None where there is none.  Raises OSError for a file that cannot be read."""
    try:
        content = content_of_file(ledger.with_suffix(SUFFIX))
    except FileNotFoundError:
        return None
    places = (content[place * _BLOCK_BYTES :][:_LINE_BYTES] for place in range(_PLACES))
    whole = (mark for mark in map(_mark_in, places) if mark is not None)
    return max(whole, key=lambda mark: mark.entries, default=None)


def _mark_in(line: bytes) -> EndMark | None:
    try:
        entries, length, line_sum, _own_sum = line.decode("ascii").split()
        mark = EndMark(int(entries), int(length), line_sum)
    except ValueError:
        return None
    return mark if _line(mark) == line else None


def _line(mark: EndMark) -> bytes:
    body = f"{mark.entries} {mark.length} {mark.sum}"
    own_sum = hashlib.sha256(body.encode()).hexdigest()[:_SUM_CHARACTERS]
    return f"{body} {own_sum}".encode().ljust(_LINE_BYTES - 1) + b"\n"
