"""What is paced by the clock and by sound: unmeasured exercises, routines, and the daily attempt."""

from dataclasses import replace
from typing import Final

from mirror.therapy.effects import Cue, Effect, Outcome
from mirror.therapy.scene import Scene
from mirror.therapy.session import Inputs, Session
from mirror.therapy.tries import ATTEMPT_S, try_at
from mirror.therapy.turns import Step, end_exercise

#: A timed exercise moves and holds in the rhythm of its demonstration, mirror.clips.choreography; a test holds it so.
GUIDED_MOVE_S: Final = 1.5
#: A soft tick now and then says, to closed eyes, that the routine goes on.
TICK_EVERY_S: Final = 15.0


def guided(session: Session, _inputs: Inputs, now_s: float) -> Step:
    """Move, hold, let go by the clock.  Rounds are shown, never counted as repetitions."""
    held_s = session.in_scene_s(now_s) - GUIDED_MOVE_S
    if held_s < session.task.hold_s:
        if int(held_s) > session.ticks:
            return replace(session, ticks=int(held_s)), [Cue.TICK]
        return session, []
    unscored = session.task.measures is not None
    session = replace(session, counted=session.counted + 1, guided=session.guided + int(unscored))
    if session.counted < session.task.repetitions:
        return session.to(Scene.BREATHE, now_s, waited_s=0.0), [Cue.RELEASE]
    return _done(session, now_s)


def routine(session: Session, _inputs: Inputs, now_s: float) -> Step:
    """So long as it takes, with a tick now and then."""
    into_s = session.in_scene_s(now_s)
    if into_s >= session.task.hold_s:
        return _done(replace(session, counted=1), now_s)
    ticks = int(into_s / TICK_EVERY_S)
    return (replace(session, ticks=ticks), [Cue.TICK]) if ticks > session.ticks else (session, [])


def attempt(session: Session, _inputs: Inputs, now_s: float) -> Step:
    """Rest and try in turns; a tone begins each try and another ends it."""
    into_s = session.in_scene_s(now_s)
    if into_s >= ATTEMPT_S:
        return _done(replace(session, counted=1), now_s)
    now_trying = try_at(into_s)
    phases = 2 * now_trying.index + int(now_trying.trying)
    if phases == session.ticks:
        return session, []
    return replace(session, ticks=phases), [Cue.MOVE if now_trying.trying else Cue.RELEASE]


def _done(session: Session, now_s: float) -> Step:
    session, effects = end_exercise(session, Outcome.DONE, now_s)
    first: list[Effect] = [Cue.RELEASE]
    return session, first + effects
