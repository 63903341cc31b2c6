"""The states in which screens are looked at and tested: every scene, hint, view and reason not to see."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from mirror.clips.expression import Expression, Half, HeadPose
from mirror.movement.repetition import Repetition
from mirror.perception.excursion import Excursion
from mirror.perception.face import Side, Unseen
from mirror.screen import words
from mirror.screen.surroundings import Surroundings
from mirror.therapy.catalogue import practice
from mirror.therapy.effects import RepetitionDone
from mirror.therapy.session import EXERCISING, Fault, FaultKind, Hint, PauseReason, Scene, Session, View

#: The instant of every shot, monotonic seconds.
NOW_S: Final = 100.0


#: How the own face stands before the camera when it cannot be measured.
_SEEN: Final = {
    Unseen.NO_FACE: Expression(pose=HeadPose(x=1.3)),
    Unseen.NO_IMAGE: Expression(pose=HeadPose(x=1.3)),
    Unseen.TOO_FAR: Expression(pose=HeadPose(scale=0.6)),
    Unseen.TOO_NEAR: Expression(pose=HeadPose(scale=1.5)),
    Unseen.OFF_CENTRE: Expression(pose=HeadPose(x=0.11, y=0.03)),
}


@dataclass(frozen=True, slots=True)
class Shot:
    """One screen to look at."""

    name: str
    session: Session
    surroundings: Surroundings
    own: Expression = field(default_factory=Expression)


def repetition(exercise: str, number: int, left_mm: float, right_mm: float, session: Session) -> RepetitionDone:
    """A finished repetition with these figures."""
    task = next(task for task in session.practice if task.exercise.id == exercise)
    assert task.exercise.measures is not None
    excursion = Excursion(left_mm, right_mm, confidence=0.9)
    return RepetitionDone(exercise, number, Repetition(task.exercise.measures, 0.0, 0.6, 3.6, 4.4, excursion, 0.1))


def shots() -> Iterator[Shot]:
    """Every scene, every hint, every reason not to see, every view."""
    session = Session(practice=practice(["brow_raise", "eye_closure", "smile"]), index=2, counted=2, since_s=NOW_S)
    world = Surroundings(
        datetime(2026, 11, 21, 18, 42),
        today_sentence="One short practice is left today.",
        next_sentence="Next: tomorrow morning, five minutes.",
        excursion=Excursion(4.1, 5.6, confidence=0.9),
        rest_progress=0.45,
        affected=Side.LEFT,
    )
    smile = Expression(left=Half(smile=0.35), right=Half(smile=0.6))
    yield Shot("idle", session.to(Scene.IDLE, NOW_S), world)
    yield Shot("idle-notice", session.to(Scene.IDLE, NOW_S), replace(world, notice=words.NOT_SAVED))
    yield Shot("welcome", session.to(Scene.WELCOME, NOW_S), world)
    for unseen in (None, *Unseen):
        name = "found" if unseen is None else unseen.name.lower()
        yield Shot(
            f"find-{name}", session.to(Scene.FIND_FACE, NOW_S, unseen=unseen), world, _SEEN.get(unseen, Expression())
        )
    yield Shot("rest", session.to(Scene.REST, NOW_S), world)
    for scene in Scene:
        if scene in EXERCISING:
            moving = scene in (Scene.MOVE, Scene.HOLD, Scene.RELEASE, Scene.GUIDED)
            yield Shot(
                scene.value,
                session.to(scene, NOW_S - (4.5 if scene is Scene.GUIDED else 1.25), held_s=1.25),
                world,
                smile if moving else Expression(),
            )
    for scene, hint in (
        (Scene.MOVE, Hint.TRY_SMALL),
        (Scene.BREATHE, Hint.HOLD_LONGER),
        (Scene.RELEASE, Hint.LET_GO),
        (Scene.BREATHE, Hint.NOT_YET),
        (Scene.BREATHE, Hint.ANOTHER),
        (Scene.MOVE, Hint.ANOTHER),
        (Scene.SHOW, Hint.NOT_YET),
        (Scene.MOVE, Hint.UNREAD),
        (Scene.BREATHE, Hint.UNREAD),
        (Scene.RELEASE, Hint.UNREAD),
        (Scene.MOVE, Hint.LET_GO),
        (Scene.REST, Hint.KEEP_STILL),
    ):
        yield Shot(f"{scene.value}-{hint.name.lower()}", session.to(scene, NOW_S, hint=hint), world)
    hold = session.to(Scene.HOLD, NOW_S - 1.25, held_s=1.25)
    for view in View:
        yield Shot(f"view-{view.name.lower()}", replace(hold, view=view), world, smile)
    unknown = replace(world, affected=None, notice=words.NOT_SAVED)
    yield Shot("view-side-unknown", replace(hold, view=View.HEALTHY_HALF), unknown, smile)
    tilted = replace(smile, pose=HeadPose(x=0.05, roll_deg=9.0))
    yield Shot("view-healthy-tilted", replace(hold, view=View.HEALTHY_HALF), world, tilted)
    long = practice(["eye_closure", "cheek_puff", "snarl", "pucker"], repetitions=10)
    for index in range(4):
        ten = Session(practice=long, index=index, counted=7)
        yield Shot(f"ten-{ten.exercise.id}", ten.to(Scene.MOVE, NOW_S), world)
        yield Shot(f"ten-{ten.exercise.id}-ready", ten.to(Scene.READY, NOW_S), replace(world, notice=words.NOT_SAVED))
    paused = session.to(Scene.PAUSED, NOW_S, resume=Scene.HOLD)
    yield Shot("paused", paused, world)
    for unseen in Unseen:
        away = replace(paused, pause=PauseReason.FACE_AWAY, unseen=unseen)
        yield Shot(f"paused-{unseen.name.lower()}", away, world, _SEEN.get(unseen, Expression()))
    yield from _ends(session, world)
    for fault in (Fault(kind, "") for kind in FaultKind):
        safe = session.to(Scene.SAFE, NOW_S, fault=fault, resume=Scene.HOLD)
        yield Shot(f"safe-{fault.kind.value}", safe, world)


def _ends(session: Session, world: Surroundings) -> Iterator[Shot]:
    """Summaries and details: one sided, together, nothing, everything."""
    apart = tuple(
        repetition(exercise, number, *sides, session)
        for exercise, sides in (("brow_raise", (3.1, 6.8)), ("eye_closure", (7.9, 8.4)))
        for number in range(1, 6)
    )
    smiles = ((2.6, 7.1), (2.9, 6.9), (2.8, 7.3), (3.3, 7.0), (3.4, 7.2))
    apart += tuple(repetition("smile", 1 + i, *sides, session) for i, sides in enumerate(smiles))
    even = tuple(repetition("smile", 1 + i, 6.6 + 0.2 * i, 6.9, session) for i in range(3))
    whole = practice(["brow_raise", "eye_closure", "smile", "open_smile", "snarl", "pucker", "eee"])
    rich = Session(practice=whole, index=6, since_s=NOW_S)
    every = tuple(
        repetition(task.exercise.id, number, 2.4 + index * 0.7, 6.2 + index * 0.3, rich)
        for index, task in enumerate(whole)
        for number in range(1, 4)
    )
    for name, base, done in (
        ("apart", session, apart), ("together", session, even), ("nothing", session, ()), ("every", rich, every),
    ):  # fmt: skip
        yield Shot(f"summary-{name}", base.to(Scene.SUMMARY, NOW_S, done=done), world)
        yield Shot(f"details-{name}", base.to(Scene.DETAILS, NOW_S, done=done), world)
