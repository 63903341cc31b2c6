"""Exercises, routines and the daily attempt, in every state they can be looked at."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mirror.clips.expression import Expression
from mirror.perception.co_movement import QuietRegion
from mirror.perception.face import Side
from mirror.screen import words
from mirror.screen.shot import BRIEF, NOW_S, SMILING, WORLD, Shot
from mirror.therapy.brief import Brief
from mirror.therapy.catalogue import Purpose, Task, catalogue, practice, routines
from mirror.therapy.scene import JOINED_HINTS, Hint, Pace, Scene
from mirror.therapy.session import Session
from mirror.therapy.tries import ATTEMPT, REST_S, TRIED, TRY_S

_SCENES: Final = (Scene.SHOW, Scene.READY, Scene.MOVE, Scene.HOLD, Scene.RELEASE, Scene.BREATHE, Scene.GUIDED)
_MOVING: Final = (Scene.MOVE, Scene.HOLD, Scene.RELEASE, Scene.GUIDED)
#: Every hint in the scenes in which it is given.
_HINTED: Final = (
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
    *((scene, hint) for scene in (Scene.MOVE, Scene.HOLD) for hint in (Hint.SMALLER, Hint.SLOWER, Hint.BRAKE)),
    (Scene.BREATHE, Hint.JUST_RIGHT),
    *((Scene.BREATHE, hint) for hint in JOINED_HINTS.values()),
)
_NO_FILM: Final = replace(WORLD, demonstrated=False)
_UNSAVED: Final = replace(WORLD, notice=words.NOT_SAVED)


def practising_shots() -> Iterator[Shot]:
    """All of them."""
    yield from _exercise()
    yield from _stopped()
    yield from _long_names()
    yield from _routines()
    yield from _attempt()
    yield from _slow()


def _exercise() -> Iterator[Shot]:
    session = replace(Session.of(BRIEF), index=2, counted=2)
    for scene in _SCENES:
        since_s = NOW_S - (4.5 if scene is Scene.GUIDED else 1.25)
        own = SMILING if scene in _MOVING else Expression()
        yield Shot(scene.value, session.to(scene, since_s, held_s=1.25), own=own)
    for scene, hint in _HINTED:
        own = SMILING if scene in _MOVING else Expression()
        yield Shot(f"{scene.value}-{hint.name.lower()}", session.to(scene, NOW_S, hint=hint, held_s=1.25), own=own)
    yield Shot("show-no-film", session.to(Scene.SHOW, NOW_S), _NO_FILM)
    yield Shot("hold-no-film", session.to(Scene.HOLD, NOW_S - 1.25, held_s=1.25), _NO_FILM, SMILING)
    long = Brief(tasks=practice(["eye_closure", "cheek_puff", "snarl", "pucker"], repetitions=10))
    for index, task in enumerate(long.tasks):
        ten = replace(Session.of(long), index=index, counted=7)
        yield Shot(f"ten-{task.exercise.id}", ten.to(Scene.MOVE, NOW_S))
        yield Shot(f"ten-{task.exercise.id}-ready", ten.to(Scene.READY, NOW_S), _UNSAVED)


def _stopped() -> Iterator[Shot]:
    """Something joins in: stay there, let go, and the next one smaller."""
    session = replace(Session.of(BRIEF), index=2, counted=1)
    for region in QuietRegion:
        stopped = replace(session, joined=region, hint=JOINED_HINTS[region])
        yield Shot(f"freeze-{region.name.lower()}", stopped.to(Scene.FREEZE, NOW_S - 0.6), own=SMILING)
    yield Shot("release-joined", stopped.to(Scene.RELEASE, NOW_S - 0.4), own=SMILING)


def _long_names() -> Iterator[Shot]:
    """The longest name and the longest instruction, beside a notice."""
    for name in ("assisted_smile", "resist_brow"):
        session = Session.of(Brief(tasks=(Task(catalogue()[name], 5),)))
        yield Shot(f"show-{name}", session.to(Scene.SHOW, NOW_S), _UNSAVED)


def _routines() -> Iterator[Shot]:
    """Each before it begins; some while they last, with their film and without."""
    for routine in routines().values():
        session = Session.of(Brief(tasks=(Task(routine),)))
        yield Shot(f"show-{routine.id}", session.to(Scene.SHOW, NOW_S - 2.0))
    for name in ("imagery_smile", "massage_points", "warm_towel", "release_cheek", "mirrored_view"):
        session = Session.of(Brief(tasks=(Task(routines()[name]),), affected=Side.LEFT))
        running = session.to(Scene.ROUTINE, NOW_S - 0.34 * session.task.hold_s)
        yield Shot(f"routine-{name}", running, _NO_FILM)
        yield Shot(f"routine-{name}-film", running)
        yield Shot(f"routine-{name}-film-notice", running, _UNSAVED)
    for name, purpose in (("massage_cheeks", Purpose.WARM_UP), ("facial_rest", Purpose.RELEASE)):
        session = Session.of(Brief(tasks=(Task(routines()[name], purpose=purpose),)))
        word = purpose.name.lower()
        yield Shot(f"{word}-show", session.to(Scene.SHOW, NOW_S))
        yield Shot(f"{word}-routine", session.to(Scene.ROUTINE, NOW_S - 12.0), _NO_FILM)
        yield Shot(f"{word}-routine-film", session.to(Scene.ROUTINE, NOW_S - 12.0))
    for hint in (Hint.TIGHT, Hint.TIRED):
        session = Session.of(Brief(tasks=(Task(routines()["release_cheek"], purpose=Purpose.RELEASE),)))
        yield Shot(f"show-release-{hint.name.lower()}", session.to(Scene.SHOW, NOW_S, hint=hint))


def _slow() -> Iterator[Shot]:
    """Too slow to measure: guided by the clock, with one sentence why; and what the session then came to."""
    slow = replace(Session.of(BRIEF), index=1, counted=2, guided=2)
    for pace in (Pace.SLOW_BOARD, Pace.SLOW_CAMERA):
        for scene in (Scene.SHOW, Scene.GUIDED, Scene.BREATHE):
            session = slow.to(scene, NOW_S - (0.8 if scene is Scene.BREATHE else 2.8), pace=pace)
            yield Shot(f"{pace.name.lower().replace('_', '-')}-{scene.value}", session)
    yield Shot("slow-board-no-film", slow.to(Scene.GUIDED, NOW_S - 2.8, pace=Pace.SLOW_BOARD), _NO_FILM)
    guided = tuple(task.exercise.id for task in slow.practice)
    for scene in (Scene.SUMMARY, Scene.DETAILS):
        yield Shot(f"slow-board-{scene.value}", slow.to(scene, NOW_S, ended=guided, practised_s=290.0))


def _attempt() -> Iterator[Shot]:
    session = Session.of(Brief(tasks=(Task(routines()[ATTEMPT], purpose=Purpose.ATTEMPT),)))
    for index, movement in enumerate(TRIED):
        begin_s = index * (REST_S + TRY_S)
        name = f"attempt-{index + 1}-{movement.value}"
        yield Shot(f"{name}-rest", session.to(Scene.ATTEMPT, NOW_S - begin_s - 0.8))
        yield Shot(f"{name}-try", session.to(Scene.ATTEMPT, NOW_S - begin_s - REST_S - 1.2), own=SMILING)
    yield Shot("attempt-no-film", session.to(Scene.ATTEMPT, NOW_S - REST_S - 1.2), _NO_FILM)
