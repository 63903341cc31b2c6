"""Start-up remarks of libraries kept off the terminal, where only the mirror's own sentences belong."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_start() -> Iterator[None]:
    """Standard error of the process goes nowhere for a moment.

    mediapipe and ALSA write to the file descriptor itself and obey no setting.  Their errors are raised as exceptions,
    so nothing is lost that a person could act on.
    """
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
