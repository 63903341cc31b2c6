"""The states in which screens are looked at and tested: every scene, hint, view and reason not to see."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mirror.clips.expression import Expression, HeadPose
from mirror.perception.face import Unseen
from mirror.screen import words
from mirror.screen.shot import BRIEF, NOW_S, SMILING, WORLD, Shot
from mirror.screen.shots_menu import menu_shots
from mirror.screen.shots_phones import phone_shots
from mirror.screen.shots_practising import practising_shots
from mirror.screen.shots_reading import reading_shots
from mirror.screen.shots_stimulation import stimulation_shots
from mirror.therapy.scene import Fault, FaultKind, Hint, PauseReason, Scene
from mirror.therapy.session import Session
from mirror.therapy.view import View

#: How the own face stands before the camera when it cannot be measured.
_SEEN: Final = {
    Unseen.NO_FACE: Expression(pose=HeadPose(x=1.3)),
    Unseen.NO_IMAGE: Expression(pose=HeadPose(x=1.3)),
    Unseen.TOO_FAR: Expression(pose=HeadPose(scale=0.6)),
    Unseen.TOO_NEAR: Expression(pose=HeadPose(scale=1.5)),
    Unseen.OFF_CENTRE: Expression(pose=HeadPose(x=0.11, y=0.03)),
}


def shots() -> Iterator[Shot]:
    """All of them."""
    yield from reading_shots()
    yield from menu_shots()
    yield from phone_shots()
    yield from _waiting()
    yield from practising_shots()
    yield from stimulation_shots()
    yield from _views()


def _waiting() -> Iterator[Shot]:
    session = replace(Session.of(BRIEF), index=2, counted=2)
    yield Shot("welcome", session.to(Scene.WELCOME, NOW_S))
    for unseen in (None, *Unseen):
        name = "found" if unseen is None else unseen.name.lower()
        finding = session.to(Scene.FIND_FACE, NOW_S, unseen=unseen)
        yield Shot(f"find-{name}", finding, own=_SEEN.get(unseen, Expression()))
    unsaved = replace(WORLD, notice=words.NOT_SAVED)
    yield Shot("find-notice", session.to(Scene.FIND_FACE, NOW_S, unseen=None), unsaved)
    yield Shot("rest", session.to(Scene.REST, NOW_S))
    yield Shot("rest-keep_still", session.to(Scene.REST, NOW_S, hint=Hint.KEEP_STILL))
    yield Shot("rest-no-film", session.to(Scene.REST, NOW_S), replace(WORLD, demonstrated=False))
    paused = session.to(Scene.PAUSED, NOW_S, resume=Scene.HOLD)
    yield Shot("paused", paused)
    for unseen in Unseen:
        away = replace(paused, pause=PauseReason.FACE_AWAY, unseen=unseen)
        yield Shot(f"paused-{unseen.name.lower()}", away, own=_SEEN.get(unseen, Expression()))
    for kind in FaultKind:
        safe = session.to(Scene.SAFE, NOW_S, fault=Fault(kind, ""), resume=Scene.HOLD)
        yield Shot(f"safe-{kind.value}", safe)


def _views() -> Iterator[Shot]:
    hold = replace(Session.of(BRIEF), index=2, counted=2).to(Scene.HOLD, NOW_S - 1.25, held_s=1.25)
    for view in View:
        yield Shot(f"view-{view.name.lower()}", replace(hold, view=view), own=SMILING)
    unknown = replace(WORLD, affected=None, notice=words.NOT_SAVED)
    yield Shot("view-side-unknown", replace(hold, view=View.HEALTHY_HALF), unknown, SMILING)
    tilted = replace(SMILING, pose=HeadPose(x=0.05, roll_deg=9.0))
    yield Shot("view-healthy-tilted", replace(hold, view=View.HEALTHY_HALF), own=tilted)
