"""Files that must be files: a pipe in the place of one would be waited for without end, deaf to every signal."""

import errno
import os
import stat
from pathlib import Path

_PIECE_BYTES = 1 << 16


class NotAFile(OSError):
    """A folder, pipe, socket or device in the place of a file."""


def open_file(path: Path, flags: int) -> int:
    """A descriptor of the regular file at ``path``; never waits.  ``flags`` as for ``os.open``, made with mode 0644.

    Raises NotAFile for anything else that is there, OSError where it cannot be opened.
    """
    try:
        file = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY, 0o644)
    except OSError as error:
        if error.errno in (errno.EISDIR, errno.ENXIO):  # a folder; a socket, or a pipe that nobody reads
            raise _not_a_file(path) from error
        raise
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise _not_a_file(path)
    return file


def content_of_file(path: Path) -> bytes:
    """All of the regular file at ``path``.  Raises as :func:`open_file` does."""
    file = open_file(path, os.O_RDONLY)
    try:
        return all_of(file)
    finally:
        os.close(file)


def all_of(file: int) -> bytes:
    """All of an open file, from its beginning."""
    pieces: list[bytes] = []
    place = 0
    while piece := os.pread(file, _PIECE_BYTES, place):
        pieces.append(piece)
        place += len(piece)
    return b"".join(pieces)


def _not_a_file(path: Path) -> NotAFile:
    return NotAFile(errno.EINVAL, "a folder, pipe or device, no file", str(path))
