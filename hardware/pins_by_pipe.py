"""Pins in memory that are pressed through a named pipe: the whole path from an edge to the session, without a Pi.

Each line is a pin in BCM numbering and its level, as in ``27 low`` for a button that is pressed and ``27 high`` for one
that is let go.  Lines that say something else are passed over.
"""

import os
import re
import threading
from pathlib import Path
from typing import Final

from hardware.pins import Factory, mock_factory, pin_errors
from hardware.problem import DeviceProblem

_LINE: Final = re.compile(r"(?P<pin>[0-9]{1,2}) (?P<level>low|high)")


def pins_by_pipe(path: Path) -> Factory:
    """Mock pins that follow what is written into ``path``, which is made where it is missing.

    Raises DeviceProblem when the pipe cannot be made or opened.
    """
    try:
        if not path.exists():
            os.mkfifo(path, 0o660)
        # Also open for writing: else it would end whenever the last writer closes it.
        handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError as error:
        raise DeviceProblem(f"The pins cannot be read from {path} ({error.strerror}): name another pipe.") from error
    factory = mock_factory()
    threading.Thread(target=_follow, args=(factory, handle), name="pins by pipe", daemon=True).start()
    return factory


def _follow(factory: Factory, handle: int) -> None:
    with os.fdopen(handle, "r", encoding="ascii", errors="replace") as pipe:
        for line in pipe:
            if found := _LINE.fullmatch(line.strip()):
                drive(factory, int(found["pin"]), found["level"])


def drive(factory: Factory, number: int, level: str) -> None:
    """One line's worth: an input is low or high from now on.

    Outputs, and pins that this board lacks, are left alone.
    """
    try:
        pin = factory.pin(number)
    except pin_errors():
        return
    if pin.function == "input":
        (pin.drive_low if level == "low" else pin.drive_high)()
