"""Files that are there completely or not at all, also when the plug is pulled."""

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes, owner: tuple[int, int] | None = None) -> None:
    """Write a file that everybody may read; its name appears after the bytes are on the disk.

    ``owner`` is the user and the group to whom it shall belong, where that is not whoever writes it.  Raises OSError
    where the folder or the disk refuses; then nothing is left behind.
    """
    handle, unfinished = tempfile.mkstemp(prefix=f".{path.stem}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), 0o644)  # built by the installer, read by the service's own user
            if owner is not None:
                os.fchown(file.fileno(), *owner)
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:  # also when somebody presses Ctrl-C
        Path(unfinished).unlink(missing_ok=True)
        raise
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
