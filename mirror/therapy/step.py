"""The session one instant later.

``step(session, inputs, now_s) -> (session, effects)``: nothing here reads a clock or a device.  Once started, a session
runs to its end without a press, but for the questions that come before and after it; from every scene some press leads
on, and stop always ends the movement at once.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from mirror.therapy import adjusting, asking, connecting, moving, timed, waiting
from mirror.therapy.effects import Cue, Effect, PracticeTime
from mirror.therapy.presses import pressed
from mirror.therapy.scene import EXERCISING, SCORING, PauseReason, Scene
from mirror.therapy.session import Inputs, Session
from mirror.therapy.stimulator import Power
from mirror.therapy.turns import Step, first_release, pause, time_is_up, to_release, to_safe, unscored
from mirror.therapy.waiting import FACE_SETTLES_S, away_s, watch_face

#: Practice is charged to the day in pieces of this length, each before it begins.
CHARGE_S: Final = 30.0
#: A longer step is no practice: the computer was asleep.
LONGEST_STEP_S: Final = 1.0

_PASSING: Final[dict[Scene, Callable[[Session, Inputs, float], Step]]] = {
    Scene.IDLE: waiting.idle,
    Scene.CARD: waiting.card,
    Scene.QUESTION: asking.passing,
    Scene.ADVICE: asking.passing,
    Scene.TOLD: asking.passing,
    Scene.WELCOME: waiting.welcome,
    Scene.FIND_FACE: waiting.find_face,
    Scene.REST: waiting.rest,
    Scene.ARM: waiting.arm,
    Scene.SHOW: moving.show,
    Scene.READY: moving.ready,
    Scene.MOVE: moving.move,
    Scene.HOLD: moving.hold,
    Scene.FREEZE: moving.freeze,
    Scene.RELEASE: moving.release,
    Scene.BREATHE: moving.breathe,
    Scene.GUIDED: timed.guided,
    Scene.ROUTINE: timed.routine,
    Scene.ATTEMPT: timed.attempt,
    Scene.PAUSED: waiting.paused,
    Scene.SUMMARY: waiting.summary,
    Scene.DETAILS: waiting.summary,
    Scene.SAFE: waiting.safe,
    Scene.MENU: adjusting.passing,
    Scene.VOLUME: adjusting.passing,
    Scene.LIGHT: adjusting.passing,
    Scene.SHUT_DOWN: adjusting.passing,
    Scene.SWITCHING_OFF: adjusting.switching_off,
    Scene.STAYS_ON: adjusting.passing,
    Scene.CONNECT: connecting.connect,
    Scene.PHONES: connecting.phones,
    Scene.DISCONNECT: connecting.disconnect,
}


def step(session: Session, inputs: Inputs, now_s: float) -> Step:
    """One instant later."""
    on = inputs.stimulator is not None and inputs.stimulator.power is Power.ON
    session = replace(session, pace=inputs.pace, stimulator=inputs.stimulator, stimulated=session.stimulated or on)
    session, charged = _practised(watch_face(session, inputs, now_s), now_s)
    after, effects = _one(session, inputs, now_s)
    return after, charged + effects + connecting.withdrawn(session, after)


def _one(session: Session, inputs: Inputs, now_s: float) -> Step:
    if inputs.fault is not None and inputs.fault != session.fault and session.watching:
        return to_safe(session, inputs, now_s)
    if inputs.press is not None:
        return pressed(session, inputs.press.button, inputs.press.kind, now_s)
    if session.scene in EXERCISING:
        if (over := _time_over(session, now_s)) is not None:
            return over
        if session.task.needs_face and away_s(session, now_s) >= FACE_SETTLES_S:
            return pause(session, PauseReason.FACE_AWAY, now_s), [Cue.PAUSED]
    if session.scene in SCORING and not session.scored:
        return unscored(session, now_s)
    if inputs.phase is not session.phase:
        session = replace(session, phase=inputs.phase, phase_since_s=now_s)
    return _PASSING[session.scene](session, inputs, now_s)


def _practised(session: Session, now_s: float) -> Step:
    """The time since the last step, where it was practice, and what of it is charged to the day now."""
    passed_s = 0.0 if session.last_s is None else min(LONGEST_STEP_S, max(0.0, now_s - session.last_s))
    session = replace(session, last_s=now_s)
    if session.scene not in EXERCISING:
        return session, []
    session = replace(session, practised_s=session.practised_s + passed_s)
    if session.practised_s < session.charged_s:
        return session, []
    piece_s = min(CHARGE_S, session.brief.limit_s - session.charged_s)
    if piece_s <= 0.0:
        return session, []
    charge: list[Effect] = [PracticeTime(piece_s)]
    return replace(session, charged_s=session.charged_s + piece_s), charge


def _time_over(session: Session, now_s: float) -> Step | None:
    """The plan's time is never exceeded; its last part belongs to the release."""
    left_s = session.brief.limit_s - session.practised_s
    if left_s <= 0.0:
        return time_is_up(session, now_s)
    release = first_release(session)
    ahead = session.practice[release:]
    if session.index < release and ahead and left_s <= sum(task.hold_s + moving.SHOW_ROUTINE_S for task in ahead):
        return to_release(session, now_s)
    return None
