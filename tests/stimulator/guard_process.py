"""A guard on a computer whose clock can be set: python -m tests.stimulator.guard_process FOLDER.

As ``mirror stimulator --line simulated:FOLDER``, with a prescription that is always in date.  FOLDER/clock holds by how
many seconds the wall clock is set off; without the file it is right.
"""

import os
import sys
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hardware.notify import Notifier
from hardware.stimulator.clock import Clock, Instant, day_of
from hardware.stimulator.devices import simulated
from hardware.stimulator.door import Door
from hardware.stimulator.guard import Guard
from hardware.stimulator.health import Watched
from hardware.stimulator.ledger import FILE_NAME, Book
from hardware.stimulator.watch import keep_watch
from mirror.kiosk.ending import told_to_end
from tests.stimulator.given import PRESCRIPTION


class SetClock(Clock):
    """The clocks of this machine, with the wall clock set off."""

    def __init__(self, setting: Path) -> None:
        super().__init__(synchronised=Path("/"))
        self._setting = setting

    def now(self) -> Instant:
        now = super().now()
        wall_s = now.wall_s + (float(self._setting.read_text()) if self._setting.exists() else 0.0)
        return replace(now, wall_s=wall_s, day=day_of(wall_s))


def main(folder: Path) -> None:
    today = Clock().now().day
    prescription = replace(
        PRESCRIPTION,
        first_day=today - timedelta(days=2),
        last_day=today + timedelta(days=30),
        train_s=10.0,
        rest_s=10.0,
    )
    devices = simulated(folder)
    with (
        told_to_end() as ended,
        closing(Book(folder / FILE_NAME)) as book,
        closing(Door(folder / "guard.sock", {os.geteuid()})) as door,
    ):
        guard = Guard(
            devices.open_line,
            devices.contacts,
            door,
            book,
            lambda: prescription,
            SetClock(folder / "clock"),
            Watched(devices.board).at,
        )
        keep_watch(guard, ended, Notifier())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
