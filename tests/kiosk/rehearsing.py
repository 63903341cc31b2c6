"""A whole session with the drawn patient and the real model, without a screen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hardware.camera.camera import Pace
from hardware.led.recorded import RecordedLed
from mirror.diary.stamp import Clock, Stamp
from mirror.diary.writer import InlineWriter
from mirror.kiosk.demonstration import STEP_HZ
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.planning import AlwaysTheSame, Planning
from mirror.kiosk.refining import Refining
from mirror.kiosk.rehearsal import Ability, RehearsalPatient, drawn_camera
from mirror.kiosk.sight import Sight
from mirror.kiosk.start import open_log
from mirror.kiosk.stepped import SteppedEyes, run
from mirror.perception.perceiver import Perceiver, PointTracker
from mirror.screen.sound import RecordedSound
from mirror.therapy.brief import Brief
from mirror.therapy.catalogue import practice
from mirror.therapy.scene import Scene
from mirror.therapy.session import Session


@dataclass
class ListTrace:
    """Remembers every event."""

    events: list[dict[str, object]] = field(default_factory=list)

    def event(self, t_s: float, kind: str, **what: object) -> None:
        self.events.append({"t": t_s, "event": kind, **what})

    def of(self, kind: str) -> list[dict[str, object]]:
        return [event for event in self.events if event["event"] == kind]


def rehearse(
    tracker: PointTracker,
    folder: Path,
    ability: Ability,
    exercises: tuple[str, ...],
    repetitions: int,
    seed: int = 1,
    refining: Refining | None = None,
) -> ListTrace:
    """The exercises alone, from idle to idle; the log is in ``folder``."""
    prepared = Brief(tasks=practice(exercises, repetitions), affected=ability.affected)
    return follow(tracker, folder, ability, AlwaysTheSame(prepared), seed, refining)


def follow(
    tracker: PointTracker,
    folder: Path,
    ability: Ability,
    planning: Planning,
    seed: int = 1,
    refining: Refining | None = None,
    stamp: Callable[[], Stamp] | None = None,
) -> ListTrace:
    """What ``planning`` prepares, from idle to idle; the log is in ``folder``."""
    trace = ListTrace()
    patient = RehearsalPatient(ability, seed)
    writer = InlineWriter(lambda: open_log(folder, tracker.model, "drawn", Clock().now))
    kiosk = Kiosk(planning, writer, trace, RecordedLed(), RecordedSound(), stamp or Clock().now, refining=refining)

    def camera(clock):
        return drawn_camera(lambda: kiosk.session, patient, clock, lambda _s: None, Pace.EVERY_FRAME)

    def show(_sight: Sight, _now_s: float) -> None:
        pass

    def finished(session: Session, now_s: float) -> bool:
        return (session.scene is Scene.IDLE and now_s > 10.0) or now_s > 900.0

    run(kiosk, SteppedEyes(camera, Perceiver(tracker), 1.0 / STEP_HZ), patient.press, show, finished)
    writer.close()
    return trace
