"""A damaged log on opening: set aside, and the newest good backup put in its place."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from mirror.diary.damage import find_damage, set_aside
from mirror.problem import Problem


def rescue(path: Path, now: Callable[[], datetime]) -> str | None:
    """Set a damaged file aside; returns the sentence about it, None when all is well."""
    try:
        damage = find_damage(path)
        if damage is None:
            return None
        aside = set_aside(path, now())
    except OSError as error:
        raise Problem(
            f"The log {path} cannot be read or renamed ({error.strerror}). "
            "Give this account the right to write there, or choose another folder with --data DIR (or MIRROR_DATA)."
        ) from error
    return f"The log was damaged ({damage}). It was kept as {aside.name}, and a new one has begun."
