"""Whether a mirror that runs for days keeps growing.

    python -m tests.kiosk.growth --data DIR [--sessions 30] [--idle-min 10] [--warm 3]

When it is warm it idles for ten minutes of simulated time, and then the drawn patient practises thirty times in a row,
drawn on a surface and kept by the log's own thread, as on the wall.  Prints what the process has grown by since it was
warm, and how many threads and open files there are more.  Status 1 if it is more than a mirror may grow.
"""

import argparse
import ctypes
import gc
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from hardware.camera.camera import Pace
from hardware.led.recorded import RecordedLed
from mirror.clips.library import Library
from mirror.diary.stamp import Clock
from mirror.diary.writer import Writer
from mirror.kiosk.clips import find_clip
from mirror.kiosk.demonstration import STEP_HZ
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.planning import AlwaysTheSame
from mirror.kiosk.refining import Refiner, refining_beside
from mirror.kiosk.rehearsal import Ability, RehearsalPatient, drawn_camera
from mirror.kiosk.showing import Showing
from mirror.kiosk.sight import Sight
from mirror.kiosk.start import open_log
from mirror.kiosk.stepped import SteppedEyes, run
from mirror.kiosk.trace import NoTrace
from mirror.perception.bundle import built_model
from mirror.perception.face import Side
from mirror.perception.perceiver import Perceiver
from mirror.perception.tracker import Input, open_tracker
from mirror.screen.display import Display, DisplayKind
from mirror.screen.painter import Painter
from mirror.screen.sound import RecordedSound
from mirror.therapy.brief import Brief
from mirror.therapy.catalogue import practice
from mirror.therapy.press import Press
from mirror.therapy.scene import Scene
from mirror.therapy.session import Session

#: What the process may grow by.
MOST_MB: Final = 5.0
#: Sessions until everything that is made once has been made.
WARM: Final = 3
_SIZE: Final = (480, 800)


@dataclass(frozen=True, slots=True)
class Footprint:
    """What the process has."""

    memory_mb: float
    threads: int
    files: int

    @classmethod
    def now(cls) -> "Footprint":
        """Its own memory, threads of Python and open files; what is garbage or only kept in reserve is let go first.

        Not VmRSS: that has the pages of files, which the kernel takes away and gives back as it likes; twenty megabytes
        of them went within a minute.
        """
        gc.collect()
        if (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:  # glibc's
            trim(0)
        status = Path("/proc/self/status").read_text(encoding="ascii")
        own = (int(line.split()[1]) for line in status.splitlines() if line.startswith(("RssAnon", "VmSwap")))
        return cls(sum(own) / 1024, threading.active_count(), len(list(Path("/proc/self/fd").iterdir())))


class Days:
    """A few sessions to be warm, then idling, then practising; counts, and looks at the process once it is warm."""

    def __init__(
        self, patient: RehearsalPatient, idle_s: float, sessions: int, warm_after: int, settle: Callable[[], None]
    ) -> None:
        self._patient = patient
        self._idle_s = idle_s
        self._sessions = sessions
        self._warm_after = warm_after
        self._settle = settle
        self._idle_until_s = 0.0
        self._practising = False
        self.ended = 0
        self.seen: list[Footprint] = []
        """After each session."""

    def press(self, session: Session, now_s: float) -> Press | None:
        """Nothing while it idles; else what the patient does."""
        return None if now_s < self._idle_until_s else self._patient.press(session, now_s)

    def finished(self, session: Session, now_s: float) -> bool:
        """After so many sessions."""
        idle = session.scene is Scene.IDLE
        if self._practising and idle:
            self.ended += 1
            self._settle()
            self.seen.append(Footprint.now())
            if self.ended == self._warm_after:
                self._idle_until_s = now_s + self._idle_s
        self._practising = not idle
        return self.ended >= self._warm_after + self._sessions


def wait_for(refiner: Refiner) -> None:
    """Until every hold is read and let go: simulated time is ahead of its thread, which holds tens of megabytes."""
    refiner.ask_resting()
    while refiner.resting() is None:
        time.sleep(0.02)


def grown(data_dir: Path, sessions: int, idle_s: float, warm_after: int) -> list[Footprint]:
    """The process after each session; the log goes into a folder that is deleted afterwards."""
    model = built_model(data_dir)
    with (
        tempfile.TemporaryDirectory() as folder,
        open_tracker(model) as tracker,
        Display(DisplayKind.NONE, _SIZE) as display,
    ):
        patient = RehearsalPatient(Ability(Side.LEFT, 0.5), 1)
        writer = Writer(lambda: open_log(Path(folder), tracker.model, "drawn", Clock().now))
        planning = AlwaysTheSame(Brief(tasks=practice(("smile",), 1), affected=Side.LEFT))
        with refining_beside(partial(open_tracker, model, Input.STILL), lambda: None) as refiner:
            days = Days(patient, idle_s, sessions, warm_after, partial(wait_for, refiner))
            kiosk = Kiosk(planning, writer, NoTrace(), RecordedLed(), RecordedSound(), Clock().now, refiner)
            showing = Showing(
                Painter(display.size), partial(find_clip, Library(data_dir)), lambda _now_s: datetime.now()
            )

            def show(sight: Sight, now_s: float) -> None:
                writer.saved()
                showing.draw(display, kiosk, sight, "", now_s)

            def camera(clock):
                return drawn_camera(lambda: kiosk.session, patient, clock, lambda _s: None, Pace.EVERY_FRAME)

            run(kiosk, SteppedEyes(camera, Perceiver(tracker), 1.0 / STEP_HZ), days.press, show, days.finished)
            showing.close()
        writer.close()
    return days.seen


def least(seen: list[Footprint]) -> Footprint:
    """What the process keeps, of the last two: at one instant a few megabytes may be on loan."""
    return Footprint(*(min(figures) for figures in zip(*(astuple(one) for one in seen[-2:]), strict=True)))


def main() -> int:
    """Status 1 if it has grown."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--idle-min", type=float, default=10.0)
    parser.add_argument("--warm", type=int, default=WARM, help="sessions before it is looked at for the first time")
    asked = parser.parse_args()
    seen = grown(asked.data, asked.sessions, 60.0 * asked.idle_min, asked.warm)
    print("MB after each session:", *(f"{one.memory_mb:.1f}" for one in seen))
    warm, after = least(seen[: asked.warm]), least(seen)
    more_mb = after.memory_mb - warm.memory_mb
    print(f"{asked.sessions} sessions: {more_mb:+.1f} MB (now {after.memory_mb:.0f} MB),", end=" ")
    print(f"{after.threads - warm.threads:+d} threads, {after.files - warm.files:+d} open files")
    return int(more_mb > MOST_MB or after.threads > warm.threads or after.files > warm.files)


if __name__ == "__main__":
    sys.exit(main())
