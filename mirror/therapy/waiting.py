"""Scenes that wait: for a reader, for a face, for a face at rest, for whoever has paused."""

from dataclasses import replace
from typing import Final

from mirror.therapy.scene import Hint, PauseReason, Scene
from mirror.therapy.session import Inputs, Session
from mirror.therapy.stimulator import LASTING, Power, Rests, Stimulator
from mirror.therapy.turns import Step, fresh, resume, stop, to_rest, to_task, waited

#: Reading time of the welcome.
WELCOME_S: Final = 6.0
#: A face must stay measurable this long before it is trusted, and be away this long before the session pauses.
FACE_SETTLES_S: Final = 1.0
#: With nobody in view for this long, or for so long in parts without coming further, the session ends by itself.
NOBODY_S: Final = 180.0
#: A face that is in view but never at rest is waited for twice as long: whoever comes late has time to settle.
RESTLESS_S: Final = 2.0 * NOBODY_S
#: Patience before a hint.
HINT_S: Final = 8.0
PAUSE_LIMIT_S: Final = 600.0
SUMMARY_S: Final = 45.0
CARD_S: Final = 60.0
#: To read how a stimulator is armed, take the hand button, hold it for two seconds and let go, also with stiff hands.
ARM_S: Final = 45.0
#: To read why it cannot be.
HINDERED_S: Final = 8.0


def watch_face(session: Session, inputs: Inputs, now_s: float) -> Session:
    """Since when the face has been measurable or away."""
    if inputs.unseen is None:
        seen_since_s = now_s if session.seen_since_s is None else session.seen_since_s
        return replace(session, unseen=None, unseen_since_s=None, seen_since_s=seen_since_s)
    away_since_s = now_s if session.unseen_since_s is None else session.unseen_since_s
    return replace(session, unseen=inputs.unseen, unseen_since_s=away_since_s, seen_since_s=None)


def away_s(session: Session, now_s: float) -> float:
    """How long nobody has been in view who could be measured."""
    return 0.0 if session.unseen_since_s is None else now_s - session.unseen_since_s


def _seen_s(session: Session, now_s: float) -> float:
    return 0.0 if session.seen_since_s is None else now_s - session.seen_since_s


def idle(session: Session, _inputs: Inputs, _now_s: float) -> Step:
    return session, []


def welcome(session: Session, _inputs: Inputs, now_s: float) -> Step:
    if session.in_scene_s(now_s) < WELCOME_S:
        return session, []
    return to_task(session, 0, now_s), []


def find_face(session: Session, _inputs: Inputs, now_s: float) -> Step:
    if min(_seen_s(session, now_s), session.in_scene_s(now_s)) >= FACE_SETTLES_S:
        session = waited(session, now_s)
        return (to_rest(session, now_s) if session.scored else _on(session, now_s)), []
    if session.waited_s + session.in_scene_s(now_s) >= NOBODY_S:
        return stop(session, now_s)
    return session, []


def rest(session: Session, inputs: Inputs, now_s: float) -> Step:
    if away_s(session, now_s) >= FACE_SETTLES_S:
        return waited(session, now_s).to(Scene.FIND_FACE, now_s, hint=Hint.NONE), []
    if inputs.rest.round == session.rest_round and inputs.rest.known:
        hint = Hint.NONE if session.hint is Hint.KEEP_STILL else session.hint
        return _on(replace(session, waited_s=0.0, hint=hint, rested=True), now_s), []
    if not session.scored:
        # Nothing is measured now, so nobody has to keep still for it.
        return _on(session, now_s), []
    if session.waited_s + session.in_scene_s(now_s) >= RESTLESS_S:
        return stop(session, now_s)
    if session.in_scene_s(now_s) >= HINT_S:
        return replace(session, hint=Hint.KEEP_STILL), []
    return session, []


def _on(session: Session, now_s: float) -> Session:
    """To the exercise, or on with it."""
    begun = session.counted or session.attempts
    return session.to(Scene.READY, now_s) if begun else session.to_show(now_s)


def arm(session: Session, _inputs: Inputs, now_s: float) -> Step:
    """Until the stimulator is armed; not for ever, and less long where waiting would change nothing."""
    stimulator = session.stimulator or Stimulator(rests=Rests.UNWELL)
    patience_s = HINDERED_S if stimulator.rests in LASTING else ARM_S
    if stimulator.power is Power.OFF and session.in_scene_s(now_s) < patience_s:
        return session, []
    return session.to(Scene.SHOW, now_s), []


def paused(session: Session, _inputs: Inputs, now_s: float) -> Step:
    if session.pause is PauseReason.FACE_AWAY and _seen_s(session, now_s) >= FACE_SETTLES_S:
        return resume(waited(session, now_s), now_s), []
    asked = session.pause is PauseReason.ASKED
    waited_s = session.in_scene_s(now_s) + (0.0 if asked else session.waited_s)
    if waited_s >= (PAUSE_LIMIT_S if asked else NOBODY_S):
        return stop(session, now_s)
    return session, []


def summary(session: Session, _inputs: Inputs, now_s: float) -> Step:
    if session.in_scene_s(now_s) < SUMMARY_S:
        return session, []
    return fresh(session, Scene.IDLE, now_s), []


def card(session: Session, _inputs: Inputs, now_s: float) -> Step:
    if session.in_scene_s(now_s) < CARD_S:
        return session, []
    return fresh(session, Scene.IDLE, now_s), []


def safe(session: Session, inputs: Inputs, now_s: float) -> Step:
    """The fault is over: on with the session; but not for whoever comes hours later."""
    if session.in_scene_s(now_s) >= PAUSE_LIMIT_S:
        return stop(session, now_s)
    if inputs.fault is not None:
        return session, []
    if session.resume is Scene.PAUSED:
        return session.to(Scene.PAUSED, now_s, fault=None, resume=Scene.FIND_FACE), []
    return session.to(Scene.FIND_FACE, now_s, fault=None), []
