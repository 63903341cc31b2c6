"""The guard's own book: append-only, each line on the disk before what it says happens.

A train is written down with the whole dose it may have before the line moves, and again with the dose it had when it
is over.  Where the second line is missing - the plug was pulled, the process killed, the disk full - the first stands:
the ledger never has less than what was given.

Each line is a sum and a JSON object.  The sum is the beginning of the SHA-256 of the sum before and this object, so
that a line that was changed or taken out is noticed.  The end of the file cannot vouch for itself; a mark beside it
does (``hardware.stimulator.end_mark``).  After the mark a line without its end, as a power cut leaves it, was never
acknowledged and is cut off; anything else that does not fit is damage, and the guard does not run.
"""

import errno
import fcntl
import hashlib
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hardware.problem import DeviceProblem
from hardware.stimulator.clock import Anchor, anchored, steady_at
from hardware.stimulator.dose import SessionDose
from hardware.stimulator.end_mark import SUFFIX, EndMark, MarkFile, mark_beside
from hardware.stimulator.entry import Entry, Kind, as_data, from_data
from models.regular_file import NotAFile, all_of, content_of_file, open_file

FILE_NAME: Final = "ledger.log"
_SUM_CHARACTERS: Final = 16
#: Before the first line.
_BEGINNING: Final = EndMark(0, 0, "0" * _SUM_CHARACTERS)
#: What helps where the disk or its rights refuse.
_WAYS_OUT: Final = {
    errno.EACCES: "make it and its folder writable for the guard's user",
    errno.EPERM: "make it and its folder writable for the guard's user",
    errno.EROFS: "make its disk writable",
    errno.ENOSPC: "make room on its disk",
    errno.EDQUOT: "make room on its disk",
    errno.EIO: "its disk is failing, change it",
}


@dataclass(frozen=True, slots=True)
class History:
    """What the entries of a ledger add up to."""

    sessions: tuple[SessionDose, ...] = ()
    """In the order in which they were begun; a train under way has all that it may have."""
    before: tuple[SessionDose, ...] | None = None
    """The same without the train under way; None while there is none."""
    granted_s: float = 0.0
    """When that train was granted, steady time."""
    stopped: frozenset[bytes] = frozenset()
    anchor: Anchor | None = None

    def with_entry(self, entry: Entry) -> "History":
        """The history one entry later."""
        anchor = anchored(self.anchor, entry.at)
        at_s = steady_at(anchor, entry.at)
        if entry.kind is Kind.GRANT:
            sessions = _with_train(self.sessions, entry, at_s, at_s + entry.dose_s)
            return replace(self, sessions=sessions, before=self.sessions, granted_s=at_s, anchor=anchor)
        if entry.kind is Kind.END and self.before is not None:
            sessions = _with_train(self.before, entry, self.granted_s, at_s) if entry.dose_s > 0.0 else self.before
            return replace(self, sessions=sessions, before=None, anchor=anchor)
        stopped = self.stopped | {entry.session} if entry.kind is Kind.STOPPED else self.stopped
        return replace(self, stopped=stopped, anchor=anchor)


def _with_train(
    sessions: tuple[SessionDose, ...], entry: Entry, begun_s: float, over_s: float
) -> tuple[SessionDose, ...]:
    """With one train more."""
    for place, one in enumerate(sessions):
        if one.session == entry.session:
            given_s, wall_s = one.given_s + entry.dose_s, entry.at.wall_s
            more = replace(one, last_s=over_s, given_s=given_s, trains=one.trains + 1, wall_s=wall_s)
            return (*sessions[:place], more, *sessions[place + 1 :])
    first = SessionDose(
        entry.session,
        entry.at.day,
        begun_s,
        over_s,
        entry.dose_s,
        trains=1,
        prescription=entry.prescription,
        side=entry.side,
        wall_s=entry.at.wall_s,
    )
    return (*sessions, first)


class Book:
    """The ledger in a file, held by one guard at a time."""

    def __init__(self, path: Path) -> None:
        """Reads it, or begins one.

        Raises DeviceProblem when it is damaged or cut, another guard holds it, or the disk refuses.
        """
        self._path = path
        self._mark: MarkFile | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = open_file(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        except OSError as error:
            raise _unusable(path, error) from error
        try:
            self.history = self._taken_up(path)
        except BaseException:
            self.close()
            raise

    def _taken_up(self, path: Path) -> History:
        """Locked, whole and on the disk, with a mark that says so; what its entries add up to."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            marked = mark_beside(path)
            content = all_of(self._file)
            self._end, entries = _whole(path, content, marked)
            if self._end.length < len(content):
                os.ftruncate(self._file, self._end.length)
            os.fsync(self._file)
            self._mark = MarkFile(path)
            self._marked = self._end
            if marked is None:
                self._mark.begin(self._end)
            elif marked != self._end:
                self._mark.write(self._end)
            _sync_folder(path.parent)
        except BlockingIOError as error:
            raise DeviceProblem(
                f"Another guard of the stimulator is running with {path}: end that one first."
            ) from error
        except OSError as error:
            raise _unusable(path, error) from error
        history = History()
        for entry in entries:
            history = history.with_entry(entry)
        return history

    def write(self, entry: Entry) -> None:
        """On the disk, and marked, when this returns.

        Raises OSError when the disk refuses.  Where it took the entry and refused the mark, the entry counts; else the
        next write undoes what it took.
        """
        self._see_that_it_is_there()
        self._mark_the_end()  # where an earlier mark was refused: the ledger is never more than one entry ahead
        line_sum, line = _line(self._end.sum, entry)
        if os.fstat(self._file).st_size != self._end.length:
            os.ftruncate(self._file, self._end.length)  # what an earlier refusal has left behind
        if os.write(self._file, line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(self._file)
        self._end = EndMark(self._end.entries + 1, self._end.length + len(line), line_sum)
        self.history = self.history.with_entry(entry)
        self._mark_the_end()

    def _see_that_it_is_there(self) -> None:
        """What is written into a file without a name is found by nobody."""
        if not os.path.samestat(os.stat(self._path), os.fstat(self._file)):
            raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))

    def _mark_the_end(self) -> None:
        assert self._mark is not None, "a ledger that was taken up has its mark"
        if self._marked != self._end:
            self._mark.write(self._end)
            self._marked = self._end

    def close(self) -> None:
        """Give it back.  May be called twice."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        mark, self._mark = self._mark, None
        if mark is not None:
            mark.close()


def entries_in(path: Path) -> list[Entry]:
    """Every entry, for whoever reads along.

    Raises DeviceProblem when the ledger is damaged or cut or cannot be read, FileNotFoundError without one.
    """
    try:
        marked = mark_beside(path)  # first: meanwhile a guard may write on, and the mark is never ahead of the ledger
        content = content_of_file(path)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _unusable(path, error) from error
    return _whole(path, content, marked)[1]


def _whole(path: Path, content: bytes, marked: EndMark | None) -> tuple[EndMark, list[Entry]]:
    """Where the whole lines end, and what they say."""
    end, entries = _BEGINNING, []
    met = marked in (None, end)
    for number, line in enumerate(content.split(b"\n")[:-1], 1):
        try:
            entry = from_data(json.loads(line[_SUM_CHARACTERS + 1 :]))
            line_sum, again = _line(end.sum, entry)
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(path, number) from error
        if again != line + b"\n":
            raise _damaged(path, number)
        end = EndMark(number, end.length + len(again), line_sum)
        met = met or end == marked
        entries.append(entry)
    if not met or (marked is None and entries):
        raise _cut(path)
    return end, entries


def _line(before: str, entry: Entry) -> tuple[str, bytes]:
    body = json.dumps(as_data(entry), separators=(",", ":"), ensure_ascii=True)
    line_sum = hashlib.sha256(f"{before}{body}".encode()).hexdigest()[:_SUM_CHARACTERS]
    return line_sum, f"{line_sum} {body}\n".encode()


def _unusable(path: Path, error: OSError) -> DeviceProblem:
    if isinstance(error, NotAFile):
        return DeviceProblem(
            f"{error.filename} cannot be used ({error.strerror}): move it away, and the guard makes its own."
        )
    way_out = _WAYS_OUT.get(error.errno or 0, "mend that place, or have the guard keep its ledger in another")
    return DeviceProblem(f"{path} cannot be used ({error.strerror}): {way_out}.")


def _damaged(path: Path, number: int) -> DeviceProblem:
    return DeviceProblem(
        f"{path}, line {number}: the ledger of the stimulator is damaged, so nobody knows what was given. "
        "Nothing is stimulated until the prescriber has looked at it and it has been moved away with its mark."
    )


def _cut(path: Path) -> DeviceProblem:
    mark = path.with_suffix(SUFFIX)
    return DeviceProblem(
        f"{path} does not reach to where {mark} says that it ends, or that mark is gone: the ledger of the stimulator "
        "was cut or exchanged, so nobody knows what was given. Nothing is stimulated until the prescriber has looked "
        "at both and they have been moved away."
    )


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
