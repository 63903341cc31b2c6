"""A measured exercise: shown, asked for, held, let go, breathed after; and stopped where something joins in."""

from dataclasses import replace
from typing import Final

from mirror.movement.asked import Uncounted
from mirror.movement.effort import Effort
from mirror.movement.repetition import Phase, Released
from mirror.therapy.catalogue import Purpose
from mirror.therapy.effects import Cue
from mirror.therapy.scene import JOINED_HINTS, Hint, Scene
from mirror.therapy.session import Inputs, Session
from mirror.therapy.turns import Step, count, enough, pass_over, rest_anew, to_rest, try_again

#: One turn of the demonstration before the first repetition.
SHOW_S: Final = 7.0
#: A routine's instruction is longer, and may carry a warning.
SHOW_ROUTINE_S: Final = 10.0
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
#: How long the face stays where something joined in: "back off a little, freeze it, relax" (bellspalsy.ws).
FREEZE_S: Final = 1.5

_EFFORT_HINTS: Final = {Effort.OVER: Hint.SMALLER, Effort.BRAKE: Hint.BRAKE, Effort.FAST: Hint.SLOWER}
_OF_EFFORT: Final = frozenset(_EFFORT_HINTS.values())


def show(session: Session, _inputs: Inputs, now_s: float) -> Step:
    task = session.task
    if session.in_scene_s(now_s) < (SHOW_ROUTINE_S if task.by_time else SHOW_S):
        return session, []
    if task.is_attempt:
        return session.to(Scene.ATTEMPT, now_s, ticks=0, hint=Hint.NONE), []
    if task.by_time:
        return session.to(Scene.ROUTINE, now_s, ticks=0, hint=Hint.NONE), [Cue.MOVE]
    return session.to(Scene.READY, now_s), []


def ready(session: Session, _inputs: Inputs, now_s: float) -> Step:
    if session.in_scene_s(now_s) < READY_S:
        return session, []
    return _asked(session, now_s)


def breathe(session: Session, inputs: Inputs, now_s: float) -> Step:
    if inputs.strain is not None:
        return enough(session, inputs.strain, now_s)
    if session.in_scene_s(now_s) < session.task.rest_s:
        return session, []
    return _asked(session, now_s)


def _asked(session: Session, now_s: float) -> Step:
    """What was said about the last attempt has been said; only another movement is shown the way once more."""
    if session.by_clock:
        return session.to(Scene.GUIDED, now_s, ticks=0, hint=Hint.NONE), [Cue.MOVE]
    if not session.rested:
        # It was too slow to take the face at rest when that was due.
        return to_rest(session, now_s), []
    hint = session.hint if session.hint is Hint.ANOTHER else Hint.NONE
    return session.to(Scene.MOVE, now_s, ticks=0, hint=hint, joined=None, stimulated=False), [Cue.MOVE]


def move(session: Session, inputs: Inputs, now_s: float) -> Step:
    if isinstance(inputs.event, Released):
        return count(session, inputs.event, inputs.just_right, now_s)
    if isinstance(inputs.event, Uncounted):
        return pass_over(session, inputs.event, now_s)
    if _joins(session, inputs):
        return _freeze(session, inputs, now_s)
    if inputs.unread_s >= UNREAD_S:
        # Asking for a movement that could not be seen would be asking for nothing; a rest taken now may be readable.
        hidden = session.in_scene_s(now_s) >= GIVE_UP_S
        return rest_anew(session, now_s) if hidden else (replace(session, hint=Hint.UNREAD), [])
    if session.hint is Hint.UNREAD:
        session = replace(session, hint=Hint.NONE)
    if inputs.phase is Phase.MOVING:
        return _moving(session, inputs, now_s)
    return _settling(session, now_s) if inputs.phase is Phase.SETTLING else _waiting(session, now_s)


def _moving(session: Session, inputs: Inputs, now_s: float) -> Step:
    """What wavers for long without coming to its top is let go, and ends as every release does."""
    if inputs.held_s >= HOLD_BEGINS_S:
        session = _of_effort(session, inputs)
        hint = session.hint if session.hint in _OF_EFFORT else Hint.NONE
        return session.to(Scene.HOLD, now_s, hint=hint, ticks=0, held_s=0.0), []
    if session.in_phase_s(now_s) >= LET_GO_S:
        return session.to(Scene.RELEASE, now_s, hint=Hint.LET_GO, held_s=0.0), [Cue.RELEASE]
    return _of_effort(session, inputs), []


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


def hold(session: Session, inputs: Inputs, now_s: float) -> Step:
    if isinstance(inputs.event, Released):
        return count(session, inputs.event, inputs.just_right, now_s)
    if isinstance(inputs.event, Uncounted):
        return pass_over(session, inputs.event, now_s)
    if _joins(session, inputs):
        return _freeze(session, inputs, now_s)
    if inputs.unread_s >= UNREAD_S:
        return try_again(session, Hint.UNREAD, now_s)
    if inputs.phase is not Phase.MOVING:
        # A flicker, or the face was away: it was an attempt, and the screen says what would make it count.
        return try_again(session, Hint.HOLD_LONGER, now_s)
    # Only time at the top fills the ring; what was held stays filled while the movement wavers.
    session = replace(session, held_s=max(session.held_s, inputs.held_s))
    if session.held_s >= session.task.hold_s:
        return session.to(Scene.RELEASE, now_s, hint=Hint.NONE), [Cue.RELEASE]
    if session.in_scene_s(now_s) >= session.task.hold_s + LET_GO_S:
        return session.to(Scene.RELEASE, now_s, hint=Hint.HOLD_LONGER), [Cue.RELEASE]
    session = _of_effort(session, inputs)
    if int(session.held_s) > session.ticks:
        return replace(session, ticks=int(session.held_s)), [Cue.TICK]
    return session, []


def _joins(session: Session, inputs: Inputs) -> bool:
    """A standard assessment watches what joins in, and lets it: that is what it is for."""
    return inputs.joined is not None and session.task.purpose is Purpose.PRACTICE


def _freeze(session: Session, inputs: Inputs, now_s: float) -> Step:
    assert inputs.joined is not None
    hint = JOINED_HINTS[inputs.joined]
    return session.to(Scene.FREEZE, now_s, joined=inputs.joined, hint=hint), [Cue.FREEZE]


def _of_effort(session: Session, inputs: Inputs) -> Session:
    """A quiet word on size and pace; too little is never one, and a standard assessment asks for the whole movement."""
    hint = None if inputs.effort is None else _EFFORT_HINTS.get(inputs.effort)
    return session if hint is None or session.task.purpose is not Purpose.PRACTICE else replace(session, hint=hint)


def freeze(session: Session, inputs: Inputs, now_s: float) -> Step:
    """Stay there a moment, then let go; whoever lets go at once has let go."""
    if isinstance(inputs.event, Released):
        return count(session, inputs.event, False, now_s)
    if isinstance(inputs.event, Uncounted):
        return pass_over(session, inputs.event, now_s)
    if session.in_scene_s(now_s) >= FREEZE_S:
        return session.to(Scene.RELEASE, now_s), [Cue.RELEASE]
    return session, []


def release(session: Session, inputs: Inputs, now_s: float) -> Step:
    if isinstance(inputs.event, Released):
        return count(session, inputs.event, inputs.just_right, now_s)
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
