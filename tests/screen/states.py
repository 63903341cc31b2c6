"""Sessions and surroundings to draw."""

from datetime import datetime

from mirror.perception.excursion import Excursion
from mirror.perception.face import Side
from mirror.screen.shots import repetition
from mirror.screen.surroundings import Surroundings
from mirror.therapy.catalogue import practice
from mirror.therapy.session import Fault, FaultKind, Scene, Session

NOW_S = 100.0
CAMERA_FAULT = Fault(FaultKind.CAMERA, "The webcam went away: plug it in again.")


def session_in(scene: Scene, *exercises: str) -> Session:
    """A session in the middle of its second exercise, one second into the scene, with a face in view."""
    tasks = practice(exercises or ("brow_raise", "smile", "pucker"))
    session = Session(
        practice=tasks,
        scene=scene,
        since_s=NOW_S - 1.0,
        index=min(1, len(tasks) - 1),
        counted=2,
        seen_since_s=NOW_S - 5.0,
        rest_round=1,
        resume=Scene.HOLD,
        fault=CAMERA_FAULT if scene is Scene.SAFE else None,
    )
    if tasks[0].exercise.measures is None:
        return session
    return session.to(scene, NOW_S - 1.0, done=(repetition(tasks[0].exercise.id, 1, 3.0, 7.0, session),))


def surroundings(excursion: Excursion | None = None, affected: Side | None = Side.LEFT) -> Surroundings:
    return Surroundings(
        datetime(2026, 11, 21, 18, 42), "One short practice is left today.", excursion=excursion, affected=affected
    )
