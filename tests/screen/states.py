"""Sessions and surroundings to draw."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from mirror.perception.co_movement import QuietRegion
from mirror.perception.excursion import Excursion
from mirror.perception.face import Side
from mirror.screen.shot import DUE, repetition
from mirror.screen.shots_phones import OFFERED, PHONES
from mirror.screen.surroundings import Surroundings
from mirror.therapy.brief import About, Brief, Telling
from mirror.therapy.catalogue import Task, catalogue, practice, routines
from mirror.therapy.phones import NO_PHONES, Phones
from mirror.therapy.questions import BEFORE_PRACTICE
from mirror.therapy.red_flags import Urgency
from mirror.therapy.scene import ABOUT_PHONES, Fault, FaultKind, Hint, Scene
from mirror.therapy.session import Session
from mirror.therapy.tries import ATTEMPT

NOW_S = 100.0
CAMERA_FAULT = Fault(FaultKind.CAMERA, "The webcam went away: plug it in again.")
CARD = Telling(
    About.CARD, "Small is enough.", "A big effort calls every muscle at once. Two or three out of ten is right."
)
LOCK = Telling(About.LOCK, "Closed smile: not today.", "Something hurt today, so the face rests until tomorrow.")


def session_in(scene: Scene, *exercises: str) -> Session:
    """A session in the middle of its second exercise, one second into the scene, with a face in view.

    Routine and attempt are the only task where they are the scene.
    """
    alone = {Scene.ROUTINE: "imagery_smile", Scene.ATTEMPT: ATTEMPT}.get(scene)
    tasks = practice(exercises or ("brow_raise", "smile", "pucker")) if alone is None else (Task(routines()[alone]),)
    session = replace(
        Session.of(Brief(tasks=tasks, affected=Side.LEFT, card=CARD, today=DUE)),
        scene=scene,
        since_s=NOW_S - 1.0,
        index=min(1, len(tasks) - 1),
        counted=0 if alone else 2,
        seen_since_s=NOW_S - 5.0,
        rest_round=1,
        resume=Scene.HOLD,
        fault=CAMERA_FAULT if scene is Scene.SAFE else None,
        asking=BEFORE_PRACTICE[:2] if scene is Scene.QUESTION else (),
        telling=(LOCK,) if scene is Scene.TOLD else (),
        urgency=Urgency.EMERGENCY if scene is Scene.ADVICE else Urgency.NONE,
        joined=QuietRegion.EYE if scene is Scene.FREEZE else None,
        hint=Hint.EYE_JOINED if scene is Scene.FREEZE else Hint.NONE,
        phones=Phones(OFFERED, PHONES[:2]) if scene in ABOUT_PHONES else NO_PHONES,
    )
    if tasks[0].measures is None:
        return session
    return session.to(scene, NOW_S - 1.0, done=(repetition(tasks[0].exercise.id, 1, 3.0, 7.0, session),))


def surroundings(
    excursion: Excursion | None = None, affected: Side | None = Side.LEFT, demonstrated: bool = True
) -> Surroundings:
    return Surroundings(
        datetime(2026, 11, 21, 18, 42), excursion=excursion, affected=affected, demonstrated=demonstrated
    )


def everything() -> Iterator[tuple[str, Session]]:
    """Every exercise and routine of the catalogue, shown and under way."""
    for exercise in catalogue().values():
        session = Session.of(Brief(tasks=(Task(exercise, 10),)))
        for scene in (Scene.SHOW, Scene.GUIDED):
            yield f"{exercise.id} in {scene.value}", session.to(scene, NOW_S)
    for routine in routines().values():
        session = Session.of(Brief(tasks=(Task(routine),)))
        for scene in (Scene.SHOW, Scene.ROUTINE):
            yield f"{routine.id} in {scene.value}", session.to(scene, NOW_S - 3.0)
