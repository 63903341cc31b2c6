"""A guard on a computer whose clock can be set: python -m tests.stimulator.guard_process FOLDER.

As ``mirror stimulator --line simulated:FOLDER``, with a prescription that is always in date.  FOLDER/clock holds by how
many seconds the wall clock is set off; without the file it is right.  FOLDER/edges gets the instant of each edge and
what it was based on: when the kiosk said so, and when the picture of the face was taken.
"""

import os
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from hardware.notify import Notifier
from hardware.stimulator.clock import Clock, Instant, day_of
from hardware.stimulator.devices import simulated
from hardware.stimulator.door import Door
from hardware.stimulator.guard import Guard
from hardware.stimulator.health import Watched
from hardware.stimulator.ledger import FILE_NAME, Book
from hardware.stimulator.line import Line
from hardware.stimulator.report import Report
from hardware.stimulator.watch import keep_watch
from mirror.kiosk.ending import told_to_end
from tests.stimulator.given import PRESCRIPTION

EDGES: Final = "edges"


class SetClock(Clock):
    """The clocks of this machine, with the wall clock set off."""

    def __init__(self, setting: Path) -> None:
        super().__init__(synchronised=Path("/"))
        self._setting = setting

    def now(self) -> Instant:
        now = super().now()
        wall_s = now.wall_s + (float(self._setting.read_text()) if self._setting.exists() else 0.0)
        return replace(now, wall_s=wall_s, day=day_of(wall_s))


class OverheardDoor(Door):
    """Remembers what the newest decision was based on."""

    report: Report | None = None

    def poll(self, now_s: float) -> Report | None:
        self.report = super().poll(now_s)
        return self.report


class WrittenLine:
    """A line whose edges are written down, with how things were known to be."""

    def __init__(self, line: Line, door: OverheardDoor, path: Path) -> None:
        self._line = line
        self._door = door
        self._file = path.open("w", buffering=1)

    def half_wave(self) -> None:
        edge_s = time.monotonic()
        self._line.half_wave()
        report = self._door.report
        assert report is not None, "nothing is granted without a report"
        self._file.write(f"{edge_s} {report.sent_s} {report.face_s}\n")

    def off(self) -> None:
        self._line.off()

    def close(self) -> None:
        self._line.close()
        self._file.close()


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
        closing(OverheardDoor(folder / "guard.sock", {os.geteuid()})) as door,
    ):
        guard = Guard(
            lambda: WrittenLine(devices.open_line(), door, folder / EDGES),
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
