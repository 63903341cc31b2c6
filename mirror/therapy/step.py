"""The session one instant later.

``step(session, inputs, now_s) -> (session, effects)``: nothing here reads a clock or a device.  Once started, a session
runs to its end without a press; from every scene some press leads on, and stop always ends the movement at once.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from mirror.movement.asked import Uncounted
from mirror.movement.repetition import Phase, Released
from mirror.therapy.effects import Cue, Outcome
from mirror.therapy.press import Button, PressKind
from mirror.therapy.session import EXERCISING, Hint, Inputs, PauseReason, Scene, Session
from mirror.therapy.turns import (
    Step,
    back,
    begin,
    count,
    end_exercise,
    fresh,
    pass_over,
    rest_anew,
    resume,
    stop,
    to_rest,
    to_safe,
    try_again,
    waited,
)

#: Reading time of the welcome.
WELCOME_S: Final = 6.0
#: A face must stay measurable this long before it is trusted, and be away this long before the session pauses.
FACE_SETTLES_S: Final = 1.0
#: With nobody in view for this long, or for so long in parts without coming further, the session ends by itself.
NOBODY_S: Final = 180.0
#: A face that is in view but never at rest is waited for twice as long: whoever comes late has time to settle.
RESTLESS_S: Final = 2.0 * NOBODY_S
#: One turn of the demonstration before the first repetition.
SHOW_S: Final = 7.0
READY_S: Final = 2.5
#: The top must be kept this long before the ring starts to fill.
HOLD_BEGINS_S: Final = 0.3
#: Patience with a movement that does not come, first with a hint, then with moving on.
HINT_S: Final = 8.0
GIVE_UP_S: Final = 16.0
#: What cannot be read for so long is hidden; single frames in between always are.
UNREAD_S: Final = 1.0
#: Patience with a movement that does not go back to rest; then a new rest baseline is taken.
LET_GO_S: Final = 4.0
REST_AGAIN_S: Final = 12.0
PAUSE_LIMIT_S: Final = 600.0
SUMMARY_S: Final = 45.0
#: A timed exercise moves and holds in the rhythm of its demonstration, mirror.clips.choreography; a test holds it so.
GUIDED_MOVE_S: Final = 1.5


def step(session: Session, inputs: Inputs, now_s: float) -> Step:
    """One instant later."""
    session = _watch_face(session, inputs, now_s)
    if inputs.fault is not None and inputs.fault != session.fault and session.watching:
        return to_safe(session, inputs, now_s)
    if inputs.press is not None:
        return _pressed(session, inputs.press.button, inputs.press.kind, now_s)
    if session.scene in EXERCISING and _away_s(session, now_s) >= FACE_SETTLES_S:
        paused = session.to(Scene.PAUSED, now_s, resume=session.scene, pause=PauseReason.FACE_AWAY)
        return paused, [Cue.PAUSED]
    if inputs.phase is not session.phase:
        session = replace(session, phase=inputs.phase, phase_since_s=now_s)
    return _PASSING[session.scene](session, inputs, now_s)


def _watch_face(session: Session, inputs: Inputs, now_s: float) -> Session:
    """Since when the face has been measurable or away."""
    if inputs.unseen is None:
        seen_since_s = now_s if session.seen_since_s is None else session.seen_since_s
        return replace(session, unseen=None, unseen_since_s=None, seen_since_s=seen_since_s)
    away_since_s = now_s if session.unseen_since_s is None else session.unseen_since_s
    return replace(session, unseen=inputs.unseen, unseen_since_s=away_since_s, seen_since_s=None)


def _away_s(session: Session, now_s: float) -> float:
    return 0.0 if session.unseen_since_s is None else now_s - session.unseen_since_s


def _seen_s(session: Session, now_s: float) -> float:
    return 0.0 if session.seen_since_s is None else now_s - session.seen_since_s


# Passing of time, one function per scene ------------------------------------------------------------------------------


def _idle(session: Session, _inputs: Inputs, _now_s: float) -> Step:
    return session, []


def _welcome(session: Session, _inputs: Inputs, now_s: float) -> Step:
    if session.in_scene_s(now_s) < WELCOME_S:
        return session, []
    return session.to(Scene.FIND_FACE, now_s), []


def _find_face(session: Session, _inputs: Inputs, now_s: float) -> Step:
    if min(_seen_s(session, now_s), session.in_scene_s(now_s)) >= FACE_SETTLES_S:
        return to_rest(waited(session, now_s), now_s), []
    if session.waited_s + session.in_scene_s(now_s) >= NOBODY_S:
        return stop(session, now_s)
    return session, []


def _rest(session: Session, inputs: Inputs, now_s: float) -> Step:
    if _away_s(session, now_s) >= FACE_SETTLES_S:
        return waited(session, now_s).to(Scene.FIND_FACE, now_s, hint=Hint.NONE), []
    if inputs.rest.round == session.rest_round and inputs.rest.known:
        following = Scene.READY if session.counted or session.attempts else Scene.SHOW
        hint = Hint.NONE if session.hint is Hint.KEEP_STILL else session.hint
        return session.to(following, now_s, waited_s=0.0, hint=hint), []
    if session.waited_s + session.in_scene_s(now_s) >= RESTLESS_S:
        return stop(session, now_s)
    if session.in_scene_s(now_s) >= HINT_S:
        return replace(session, hint=Hint.KEEP_STILL), []
    return session, []


def _show(session: Session, _inputs: Inputs, now_s: float) -> Step:
    if session.in_scene_s(now_s) < SHOW_S:
        return session, []
    return session.to(Scene.READY, now_s), []


def _ready(session: Session, _inputs: Inputs, now_s: float) -> Step:
    if session.in_scene_s(now_s) < READY_S:
        return session, []
    if session.exercise.measures is None:
        return session.to(Scene.GUIDED, now_s, ticks=0), [Cue.MOVE]
    return _to_move(session, now_s), [Cue.MOVE]


def _to_move(session: Session, now_s: float) -> Session:
    """What was said about the last attempt has been said; only another movement is shown the way once more."""
    hint = session.hint if session.hint is Hint.ANOTHER else Hint.NONE
    return session.to(Scene.MOVE, now_s, ticks=0, hint=hint)


def _move(session: Session, inputs: Inputs, now_s: float) -> Step:
    if isinstance(inputs.event, Released):
        return count(session, inputs.event, now_s)
    if isinstance(inputs.event, Uncounted):
        return pass_over(session, inputs.event, now_s)
    if inputs.unread_s >= UNREAD_S:
        # Asking for a movement that could not be seen would be asking for nothing; a rest taken now may be readable.
        hidden = session.in_scene_s(now_s) >= GIVE_UP_S
        return rest_anew(session, now_s) if hidden else (replace(session, hint=Hint.UNREAD), [])
    if session.hint is Hint.UNREAD:
        session = replace(session, hint=Hint.NONE)
    match inputs.phase:
        case Phase.MOVING:
            return _moving(session, inputs, now_s)
        case Phase.SETTLING:
            return _settling(session, now_s)
        case Phase.RESTING:
            return _waiting(session, now_s)


def _moving(session: Session, inputs: Inputs, now_s: float) -> Step:
    """What wavers for long without coming to its top is let go, and ends as every release does."""
    if inputs.held_s >= HOLD_BEGINS_S:
        return session.to(Scene.HOLD, now_s, hint=Hint.NONE, ticks=0, held_s=0.0), []
    if session.in_phase_s(now_s) >= LET_GO_S:
        return session.to(Scene.RELEASE, now_s, hint=Hint.LET_GO, held_s=0.0), [Cue.RELEASE]
    return session, []


def _settling(session: Session, now_s: float) -> Step:
    """No movement can begin before the face is at rest; when it does not come there, its rest has changed."""
    settling_s = session.in_phase_s(now_s)
    if settling_s >= REST_AGAIN_S:
        return rest_anew(session, now_s)
    return (replace(session, hint=Hint.LET_GO) if settling_s >= LET_GO_S else session), []


def _waiting(session: Session, now_s: float) -> Step:
    waited_s = session.in_scene_s(now_s)
    if waited_s >= GIVE_UP_S:
        return try_again(session, Hint.NOT_YET, now_s)
    if waited_s >= HINT_S:
        return replace(session, hint=Hint.TRY_SMALL), []
    return (replace(session, hint=Hint.NONE) if session.hint is Hint.LET_GO else session), []


def _hold(session: Session, inputs: Inputs, now_s: float) -> Step:
    if isinstance(inputs.event, Released):
        return count(session, inputs.event, now_s)
    if isinstance(inputs.event, Uncounted):
        return pass_over(session, inputs.event, now_s)
    if inputs.unread_s >= UNREAD_S:
        return try_again(session, Hint.UNREAD, now_s)
    if inputs.phase is not Phase.MOVING:
        # A flicker, or the face was away: it was an attempt, and the screen says what would make it count.
        return try_again(session, Hint.HOLD_LONGER, now_s)
    # Only time at the top fills the ring; what was held stays filled while the movement wavers.
    session = replace(session, held_s=max(session.held_s, inputs.held_s))
    if session.held_s >= session.exercise.hold_s:
        return session.to(Scene.RELEASE, now_s, hint=Hint.NONE), [Cue.RELEASE]
    if session.in_scene_s(now_s) >= session.exercise.hold_s + LET_GO_S:
        return session.to(Scene.RELEASE, now_s, hint=Hint.HOLD_LONGER), [Cue.RELEASE]
    if int(session.held_s) > session.ticks:
        return replace(session, ticks=int(session.held_s)), [Cue.TICK]
    return session, []


def _release(session: Session, inputs: Inputs, now_s: float) -> Step:
    if isinstance(inputs.event, Released):
        return count(session, inputs.event, now_s)
    if isinstance(inputs.event, Uncounted):
        return pass_over(session, inputs.event, now_s)
    if inputs.phase is not Phase.MOVING and session.in_scene_s(now_s) >= LET_GO_S:
        # The face went away while it let go: nothing is counted that was not seen to end.
        return try_again(session, Hint.NONE, now_s)
    if session.in_scene_s(now_s) >= REST_AGAIN_S:
        return rest_anew(session, now_s)
    if inputs.unread_s >= UNREAD_S:
        return replace(session, hint=Hint.UNREAD), []
    if session.in_scene_s(now_s) >= LET_GO_S:
        return replace(session, hint=Hint.LET_GO), []
    return (replace(session, hint=Hint.NONE) if session.hint is Hint.UNREAD else session), []


def _breathe(session: Session, _inputs: Inputs, now_s: float) -> Step:
    if session.in_scene_s(now_s) < session.exercise.rest_s:
        return session, []
    if session.exercise.measures is None:
        return session.to(Scene.GUIDED, now_s, ticks=0), [Cue.MOVE]
    return _to_move(session, now_s), [Cue.MOVE]


def _guided(session: Session, _inputs: Inputs, now_s: float) -> Step:
    """Move, hold, let go by the clock.  Rounds are shown, never counted as repetitions."""
    held_s = session.in_scene_s(now_s) - GUIDED_MOVE_S
    if held_s < session.exercise.hold_s:
        if int(held_s) > session.ticks:
            return replace(session, ticks=int(held_s)), [Cue.TICK]
        return session, []
    session = replace(session, counted=session.counted + 1)
    if session.counted < session.task.repetitions:
        return session.to(Scene.BREATHE, now_s, waited_s=0.0), [Cue.RELEASE]
    session, effects = end_exercise(session, Outcome.DONE, now_s)
    return session, [Cue.RELEASE, *effects]


def _paused(session: Session, _inputs: Inputs, now_s: float) -> Step:
    if session.pause is PauseReason.FACE_AWAY and _seen_s(session, now_s) >= FACE_SETTLES_S:
        return resume(waited(session, now_s), now_s), []
    asked = session.pause is PauseReason.ASKED
    waited_s = session.in_scene_s(now_s) + (0.0 if asked else session.waited_s)
    if waited_s >= (PAUSE_LIMIT_S if asked else NOBODY_S):
        return stop(session, now_s)
    return session, []


def _summary(session: Session, _inputs: Inputs, now_s: float) -> Step:
    if session.in_scene_s(now_s) < SUMMARY_S:
        return session, []
    return fresh(session, Scene.IDLE, now_s), []


def _safe(session: Session, inputs: Inputs, now_s: float) -> Step:
    if inputs.fault is not None:
        return session, []
    if session.resume is Scene.PAUSED:
        return session.to(Scene.PAUSED, now_s, fault=None, resume=Scene.FIND_FACE), []
    return session.to(Scene.FIND_FACE, now_s, fault=None), []


_PASSING: Final[dict[Scene, Callable[[Session, Inputs, float], Step]]] = {
    Scene.IDLE: _idle,
    Scene.WELCOME: _welcome,
    Scene.FIND_FACE: _find_face,
    Scene.REST: _rest,
    Scene.SHOW: _show,
    Scene.READY: _ready,
    Scene.MOVE: _move,
    Scene.HOLD: _hold,
    Scene.RELEASE: _release,
    Scene.BREATHE: _breathe,
    Scene.GUIDED: _guided,
    Scene.PAUSED: _paused,
    Scene.SUMMARY: _summary,
    Scene.DETAILS: _summary,
    Scene.SAFE: _safe,
}


# Presses --------------------------------------------------------------------------------------------------------------


def _pressed(session: Session, button: Button, kind: PressKind, now_s: float) -> Step:
    """What each button does, scene by scene; docs/buttons.md has the same table in words."""
    # Somebody is there: the patience with an empty place begins anew.
    session = replace(session, waited_s=0.0)
    if button is Button.STOP:
        return stop(session, now_s)
    if kind is PressKind.LONG:
        return replace(session, view=session.view.following) if button is Button.BACK else session, []
    match session.scene, button:
        case Scene.IDLE, Button.SELECT:
            return begin(session, now_s)
        case Scene.WELCOME, Button.SELECT | Button.NEXT:
            return session.to(Scene.FIND_FACE, now_s), []
        case ((Scene.WELCOME | Scene.FIND_FACE | Scene.REST), Button.BACK):
            return stop(session, now_s)
        case ((Scene.FIND_FACE | Scene.REST), Button.SELECT):
            return session.to(Scene.PAUSED, now_s, resume=session.scene, pause=PauseReason.ASKED), []
        case Scene.PAUSED, Button.SELECT:
            return resume(session, now_s), []
        case Scene.PAUSED, Button.BACK:
            return replace(session, view=session.view.following), []
        case Scene.PAUSED, Button.NEXT:
            return stop(session, now_s)
        case ((Scene.SUMMARY | Scene.DETAILS), Button.SELECT):
            return fresh(session, Scene.IDLE, now_s), []
        case ((Scene.SUMMARY | Scene.DETAILS), Button.BACK):
            return begin(session, now_s)
        case Scene.SUMMARY, Button.NEXT:
            return session.to(Scene.DETAILS, now_s), []
        case Scene.DETAILS, Button.NEXT:
            return session.to(Scene.SUMMARY, now_s), []
        case Scene.SAFE, Button.NEXT:
            return stop(session, now_s)
        case scene, Button.SELECT if scene in EXERCISING:
            return session.to(Scene.PAUSED, now_s, resume=scene, pause=PauseReason.ASKED), []
        case scene, Button.NEXT if scene in EXERCISING:
            return end_exercise(session, Outcome.SKIPPED, now_s)
        case scene, Button.BACK if scene in EXERCISING:
            return back(session, now_s)
    return session, []
