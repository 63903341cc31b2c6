"""One mirror per data directory: two writers would each take the other's run for one that was cut off."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from mirror.problem import Problem


class FolderLock:
    """An advisory lock on a folder, flock(2).  The kernel gives it back with the process, however that ends.

    It lies on the folder itself: it leaves no file behind, and setting a damaged log aside does not move it.  Readers
    do not ask for it.
    """

    def __init__(self, folder: Path) -> None:
        """Makes the folder where it is missing.

        Raises Problem when it cannot be made, when another mirror holds it, and when its disk knows no locks.
        """
        self.folder: Final = folder
        self._handle: int | None = None
        _make(folder)
        try:
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as error:
            raise _cannot_lock(folder, error) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(handle)
            raise Problem(
                f"Another mirror is writing its log in {folder}. "
                "Stop that one first, or choose another folder with --data DIR (or MIRROR_DATA)."
            ) from error
        except OSError as error:
            os.close(handle)
            raise _cannot_lock(folder, error) from error
        self._handle = handle

    def release(self) -> None:
        """Let the next writer in; a second time it does nothing."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(
            f"The folder {folder} for the log cannot be made ({error.strerror}). "
            "Choose another one with --data DIR (or MIRROR_DATA)."
        ) from error


def _cannot_lock(folder: Path, error: OSError) -> Problem:
    return Problem(
        f"The folder {folder} for the log cannot be locked ({error.strerror}). "
        "Choose a folder of this account on a local disk with --data DIR (or MIRROR_DATA)."
    )
