"""Why a mirror ended, left for the safe screen: the service manager starts that one, and knows only that it ended."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from hardware.problem import DeviceProblem
from mirror.problem import Problem

#: The file for them; the units set it (systemd/mirror.service), and where it is not set nothing is left.
VARIABLE: Final = "MIRROR_LAST_WORDS"


@contextmanager
def last_words(environ: Mapping[str, str] = os.environ) -> Iterator[None]:
    """The sentence of a Problem that ends what is done within is left; one of an earlier time is taken away first."""
    path = _path(environ)
    if path is None:
        yield
        return
    with suppress(OSError):  # what cannot be left is no reason not to start
        path.unlink(missing_ok=True)
    try:
        yield
    except (Problem, DeviceProblem) as problem:
        with suppress(OSError):  # nor one to hide the problem itself
            path.write_text(f"{problem}\n", encoding="utf-8")
        raise


def last_sentence(environ: Mapping[str, str] = os.environ) -> str:
    """What was left; empty when the mirror ended without a word, or was killed."""
    path = _path(environ)
    try:
        return "" if path is None else " ".join(path.read_text(encoding="utf-8", errors="replace").split())
    except OSError:
        return ""


def _path(environ: Mapping[str, str]) -> Path | None:
    named = environ.get(VARIABLE)
    return Path(named) if named else None
