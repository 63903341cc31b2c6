"""A damaged log on opening: set aside, and the newest good copy put in its place."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from mirror.diary.backup import FOLDER, newest_good
from mirror.diary.damage import companion, find_damage, set_aside, synced
from mirror.problem import Problem


def rescue(path: Path, now: Callable[[], datetime]) -> str | None:
    """Set a damaged file aside and put the newest good copy in its place, also where the plug was pulled in between.

    Returns the sentence about it, None when all is well.  Raises Problem where the disk refuses.
    """
    try:
        damage = find_damage(path)
        if damage is None:
            return None if path.exists() and path.stat().st_size > 0 else _missing(path)
        aside = set_aside(path, now())
        copy = _restored(path)
    except OSError as error:
        raise Problem(
            f"The log {path} cannot be read, renamed or replaced ({error.strerror}). Free some space, give this "
            "account the right to write there, or choose another folder with --data DIR (or MIRROR_DATA)."
        ) from error
    kept = f"The log was damaged ({damage}). It was kept as {aside.name}"
    if copy is None:
        return f"{kept}, and a new one has begun."
    return f"{kept}, and its copy {FOLDER}/{copy.name} took its place; what is newer is in the kept file only."


def _missing(path: Path) -> str | None:
    """A log that is not there although it has been copied: what begins now would be taken for all there is."""
    copy = _restored(path)
    return None if copy is None else f"The log was missing, and its copy {FOLDER}/{copy.name} took its place."


def _restored(path: Path) -> Path | None:
    """Put the newest good copy in the place of the log; which one it was, None where there is none.

    The copy stays where it is.  Raises OSError where the disk refuses; then the place stays empty.
    """
    copy = newest_good(path.parent / FOLDER)
    if copy is None:
        return None
    unfinished = companion(path, ".restored")
    try:
        shutil.copyfile(copy, unfinished)
        synced(unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    synced(path.parent)
    return copy
