"""The turns a session can take: begin, go back, stop, count a repetition, end an exercise.

Shared by what time does and what presses do (``mirror.therapy.step``).  Pure: each answers with the next session and
the effects of the turn.
"""

from dataclasses import replace
from typing import Final

from mirror.movement.asked import Uncounted, Why
from mirror.movement.repetition import Released
from mirror.therapy.effects import (
    Cue,
    Effect,
    ExerciseEnded,
    FaultNoted,
    Outcome,
    RepetitionDone,
    SessionBegan,
    SessionEnded,
)
from mirror.therapy.session import EXERCISING, IN_SESSION, Hint, Inputs, PauseReason, Scene, Session

Step = tuple[Session, list[Effect]]

#: After so many movements in a row that were not what was asked for, the next exercise may suit better.
PATIENCE: Final = 5
#: And after so many attempts in a row that came to nothing.
ATTEMPTS: Final = 2


#: What an exercise begins with.
_FROM_THE_START: Final = {"counted": 0, "attempts": 0, "passed_over": 0, "waited_s": 0.0, "hint": Hint.NONE}


def begin(session: Session, now_s: float) -> Step:
    """A new session from the welcome on."""
    planned = tuple(task.exercise.id for task in session.practice)
    return fresh(session, Scene.WELCOME, now_s), [SessionBegan(planned)]


def fresh(session: Session, scene: Scene, now_s: float) -> Session:
    """Nothing carried over but the practice, the chosen view and the count of rest rounds."""
    return Session(
        practice=session.practice, scene=scene, since_s=now_s, rest_round=session.rest_round, view=session.view
    )


def back(session: Session, now_s: float) -> Step:
    """To the start of this exercise, or, from its start, to the one before."""
    index = max(0, session.index - 1) if session.scene is Scene.SHOW else session.index
    return session.to(Scene.SHOW, now_s, index=index, **_FROM_THE_START), []


def stop(session: Session, now_s: float) -> Step:
    """End at once.  What was done is kept."""
    if session.scene in (Scene.SUMMARY, Scene.DETAILS):
        return fresh(session, Scene.IDLE, now_s), []
    running = session.resume if session.scene in (Scene.PAUSED, Scene.SAFE) else session.scene
    if running is Scene.PAUSED:
        running = Scene.FIND_FACE
    if running not in IN_SESSION:
        return fresh(session, Scene.IDLE, now_s), []
    effects: list[Effect] = []
    if running in EXERCISING or session.counted:
        effects.append(_ended(session, Outcome.STOPPED))
    effects.append(SessionEnded(Outcome.STOPPED))
    if not session.done:
        return fresh(session, Scene.IDLE, now_s), effects
    return session.to(Scene.SUMMARY, now_s, outcome=Outcome.STOPPED, fault=None), effects


def to_rest(session: Session, now_s: float) -> Session:
    return session.to(Scene.REST, now_s, rest_round=session.rest_round + 1)


def waited(session: Session, now_s: float) -> Session:
    """A scene that waited for a face is over, and the session has not come further by it."""
    return replace(session, waited_s=session.waited_s + session.in_scene_s(now_s))


def try_again(session: Session, hint: Hint, now_s: float) -> Step:
    """An attempt came to nothing: breathe and try again, but not for ever."""
    attempts = session.attempts + 1
    if attempts >= ATTEMPTS:
        return end_exercise(session, Outcome.NOT_YET, now_s)
    return session.to(Scene.BREATHE, now_s, attempts=attempts, waited_s=0.0, hint=hint), []


def rest_anew(session: Session, now_s: float) -> Step:
    """The face does not come back to the rest that is known: that attempt is over, and its rest is taken again."""
    session, effects = try_again(session, Hint.NONE, now_s)
    # At the end of the practice nothing is measured any more.
    return (session if session.scene is Scene.SUMMARY else to_rest(session, now_s)), effects


def to_safe(session: Session, inputs: Inputs, now_s: float) -> Step:
    assert inputs.fault is not None
    resume = session.resume if session.scene is Scene.SAFE else session.scene
    if resume is Scene.PAUSED and session.pause is PauseReason.FACE_AWAY:
        resume = session.resume
    noted = FaultNoted(inputs.fault.kind.value, inputs.fault.detail)
    return session.to(Scene.SAFE, now_s, fault=inputs.fault, resume=resume), [noted]


def resume(session: Session, now_s: float) -> Session:
    """Back to where it paused; a movement cut in two is begun anew."""
    cut = session.resume in (Scene.MOVE, Scene.HOLD, Scene.RELEASE, Scene.GUIDED)
    return session.to(Scene.READY if cut else session.resume, now_s, hint=Hint.NONE)


def count(session: Session, released: Released, now_s: float) -> Step:
    """A repetition is complete: keep it, then breathe or go on to the next exercise."""
    number = session.counted + 1
    done = RepetitionDone(session.exercise.id, number, released.repetition)
    full = session.scene is Scene.RELEASE and session.held_s >= session.exercise.hold_s
    hint = Hint.NONE if full else Hint.HOLD_LONGER
    session = replace(session, counted=number, attempts=0, passed_over=0, waited_s=0.0, done=(*session.done, done))
    if number < session.task.repetitions:
        return session.to(Scene.BREATHE, now_s, hint=hint), [done]
    session, effects = end_exercise(session, Outcome.DONE, now_s)
    return session, [done, *effects]


def pass_over(session: Session, uncounted: Uncounted, now_s: float) -> Step:
    """A movement that is not a repetition of this exercise: say so kindly, breathe and try again, but not for ever."""
    passed_over = session.passed_over + 1
    if passed_over >= PATIENCE:
        return end_exercise(session, Outcome.NOT_YET, now_s)
    hint = Hint.ANOTHER if uncounted.why is Why.ANOTHER else Hint.HOLD_LONGER
    return session.to(Scene.BREATHE, now_s, attempts=0, passed_over=passed_over, waited_s=0.0, hint=hint), []


def _ended(session: Session, outcome: Outcome) -> ExerciseEnded:
    """How this exercise ended: what was measured is counted in repetitions, what was guided by time in rounds."""
    measured = session.exercise.measures is not None
    return ExerciseEnded(
        session.exercise.id,
        outcome,
        repetitions=session.counted if measured else 0,
        guided_rounds=0 if measured else session.counted,
    )


def end_exercise(session: Session, outcome: Outcome, now_s: float) -> Step:
    """Close this exercise and show the next one, or sum up."""
    effects: list[Effect] = [_ended(session, outcome)]
    if session.index + 1 < len(session.practice):
        hint = Hint.NOT_YET if outcome is Outcome.NOT_YET else Hint.NONE
        session = session.to(Scene.SHOW, now_s, index=session.index + 1, **_FROM_THE_START)
        return replace(session, hint=hint), effects
    effects += [SessionEnded(Outcome.DONE), Cue.DONE]
    return session.to(Scene.SUMMARY, now_s, outcome=Outcome.DONE), effects
