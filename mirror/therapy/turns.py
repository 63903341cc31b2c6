"""The turns a session can take: begin, go back, stop, count a repetition, end an exercise.

Shared by what time does and what presses do.  Pure: each answers with the next session and the effects of the turn.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from mirror.language import N_
from mirror.movement.asked import Uncounted, Why
from mirror.movement.repetition import Released
from mirror.therapy.attempt import Attempt
from mirror.therapy.catalogue import Purpose
from mirror.therapy.effects import (
    Answered,
    Cue,
    Effect,
    ExerciseEnded,
    FaultNoted,
    LockTold,
    Outcome,
    RepetitionDone,
    SessionBegan,
    SessionEnded,
    SignSeen,
)
from mirror.therapy.evidence import Sign
from mirror.therapy.forehead import Forehead, forehead
from mirror.therapy.questions import COMFORT, FOREHEAD, STOPPED
from mirror.therapy.red_flags import Urgency
from mirror.therapy.scene import EXERCISING, IN_SESSION, JOINED_HINTS, MOVING, Asking, Hint, PauseReason, Scene, Strain
from mirror.therapy.session import Inputs, Session

Step = tuple[Session, list[Effect]]

#: After so many movements in a row that were not what was asked for, the next exercise may suit better.
PATIENCE: Final = 5
#: And after so many attempts in a row that came to nothing.
ATTEMPTS: Final = 2
#: So often something may join in before the exercise has had enough of it, and the stage gate hears of it.
JOINS: Final = 3


#: What an exercise begins with.
_FROM_THE_START: Final = {
    "counted": 0,
    "guided": 0,
    "attempts": 0,
    "passed_over": 0,
    "joins": 0,
    "joined": None,
    "waited_s": 0.0,
    "hint": Hint.NONE,
}
_STRAINED: Final = {Strain.TIGHT: (Outcome.TIGHT, Hint.TIGHT), Strain.TIRED: (Outcome.TIRED, Hint.TIRED)}


# Beginning ------------------------------------------------------------------------------------------------------------


def begin(session: Session, now_s: float) -> Step:
    """A new session: first what must be asked, then what must be told, then the welcome."""
    session = fresh(session, Scene.IDLE, now_s)
    if session.brief.questions:
        return session.to(Scene.QUESTION, now_s, asking=session.brief.questions, asked_for=Asking.BEFORE), []
    return tell(session, now_s)


def tell(session: Session, now_s: float) -> Step:
    """What is locked goes into the log, and with what else there is to say onto the screen."""
    locks: list[Effect] = [LockTold(name, lock.why, lock.sentence) for name, lock in session.brief.locked]
    if session.brief.tellings:
        return session.to(Scene.TOLD, now_s, telling=session.brief.tellings), locks
    session, effects = welcome(session, now_s)
    return session, locks + effects


def welcome(session: Session, now_s: float) -> Step:
    """The session itself begins, if there is anything to do."""
    brief = session.brief
    if not session.practice:
        return fresh(session, Scene.IDLE, now_s), []
    planned = tuple(task.exercise.id for task in session.practice)
    began = SessionBegan(planned, brief.duty, brief.purpose, brief.stage, brief.revision)
    return session.to(Scene.WELCOME, now_s, began=True, telling=()), [began]


def fresh(session: Session, scene: Scene, now_s: float) -> Session:
    """Nothing carried over but what is prepared, the chosen view, loudness and light, and the count of rest rounds."""
    return Session(
        brief=session.brief,
        practice=session.brief.tasks,
        scene=scene,
        since_s=now_s,
        rest_round=session.rest_round,
        view=session.view,
        levels=session.levels,
        last_s=session.last_s,
    )


def to_task(session: Session, index: int, now_s: float, hint: Hint = Hint.NONE) -> Session:
    """To the beginning of a task; what is measured needs the face, and the face at rest, first."""
    session = session.to(Scene.SHOW, now_s, index=index, **_FROM_THE_START)
    if session.task.needs_rest and not session.rested:
        return session.to(Scene.FIND_FACE, now_s)
    return replace(session, hint=hint).to_show(now_s)


def back(session: Session, now_s: float) -> Step:
    """To the start of this exercise, or, from its start, to the one before."""
    return to_task(session, max(0, session.index - 1) if session.scene is Scene.SHOW else session.index, now_s), []


# Ending ---------------------------------------------------------------------------------------------------------------


def stop(session: Session, now_s: float) -> Step:
    """End at once.  What was done is kept; whether something hurt is asked when nothing moves any more."""
    if not session.began:
        danger = session.scene is Scene.QUESTION and session.urgency.sign is not None
        return (session.to(Scene.ADVICE, now_s, asking=()) if danger else fresh(session, Scene.IDLE, now_s)), []
    running = session.resume if session.scene in (Scene.PAUSED, Scene.SAFE) else session.scene
    if running not in IN_SESSION | {Scene.QUESTION}:
        return fresh(session, Scene.IDLE, now_s), []
    if session.scene is Scene.QUESTION and session.asked_for is Asking.AFTER:
        return sum_up(session, now_s), []
    unanswered: list[Effect] = []
    if session.scene is Scene.QUESTION:
        # What the forehead has shown is not forgotten because nobody has answered.
        unanswered = [Answered(FOREHEAD.id, N_("No answer"), Urgency.DOCTOR_TODAY)]
    effects = [*unanswered, *cut(session), SessionEnded(Outcome.STOPPED)]
    session = replace(session, outcome=Outcome.STOPPED, fault=None)
    if session.brief.comfort and not unanswered and (running in EXERCISING or session.done or session.ended):
        return session.to(Scene.QUESTION, now_s, asking=(STOPPED,), asked_for=Asking.AFTER), effects
    return sum_up(session, now_s), effects


def cut(session: Session) -> list[Effect]:
    """The exercise that goes on, if one does, ends here."""
    running = session.resume if session.scene in (Scene.PAUSED, Scene.SAFE) else session.scene
    return [ended(session, Outcome.STOPPED)] if running in EXERCISING or session.counted else []


def sum_up(session: Session, now_s: float) -> Session:
    """The summary; whoever stopped before anything was done goes straight back."""
    if session.outcome is Outcome.STOPPED and not session.done and not session.ended:
        return fresh(session, Scene.IDLE, now_s)
    return session.to(Scene.SUMMARY, now_s, asking=(), hint=Hint.NONE)


def end_exercise(session: Session, outcome: Outcome, now_s: float) -> Step:
    """Close this exercise and show the next one, or end the session."""
    effects: list[Effect] = [ended(session, outcome)]
    session = _noted(session)
    if not session.forehead_asked and not session.brief.forehead_known and _looks_spared(session):
        # The exercise is over: whatever the answer is, it does not end it once more.
        session = replace(session, forehead_asked=True, counted=0, guided=0)
        return session.to(Scene.QUESTION, now_s, asking=(FOREHEAD,), asked_for=Asking.FOREHEAD), effects
    return _next(session, Hint.NOT_YET if outcome is Outcome.NOT_YET else Hint.NONE, now_s, effects)


def go_on(session: Session, now_s: float) -> Step:
    """After a question in the middle: the next exercise, or the end."""
    return _next(session, Hint.NONE, now_s, [])


def _next(session: Session, hint: Hint, now_s: float, effects: list[Effect]) -> Step:
    if session.index + 1 < len(session.practice):
        return to_task(session, session.index + 1, now_s, hint), effects
    session, finish = finished(session, now_s)
    return session, effects + finish


def finished(session: Session, now_s: float) -> Step:
    """The session has come to its end."""
    effects: list[Effect] = [SessionEnded(Outcome.DONE), Cue.DONE]
    if session.brief.comfort:
        return session.to(Scene.QUESTION, now_s, asking=(COMFORT,), asked_for=Asking.AFTER), effects
    return sum_up(session, now_s), effects


def enough(session: Session, strain: Strain, now_s: float) -> Step:
    """The face has had enough: no more movement in this session, release and rest instead."""
    outcome, hint = _STRAINED[strain]
    effects: list[Effect] = [ended(session, outcome)]
    if strain is Strain.TIGHT:
        effects.append(SignSeen(Sign.TIGHT, session.exercise.id))
    session = _noted(session)
    release = tuple(task for task in session.practice[session.index + 1 :] if not task.exercise.kind.active)
    practice = (*session.practice[: session.index + 1], *(release or session.brief.release))
    session = replace(session, practice=practice, outcome=outcome)
    return _next(session, hint, now_s, effects)


def time_is_up(session: Session, now_s: float) -> Step:
    """The plan's time is over: what goes on ends, and with it the session."""
    effects: list[Effect] = [ended(session, Outcome.TIME)]
    session, finish = finished(replace(_noted(session), outcome=Outcome.TIME), now_s)
    return session, effects + finish


def to_release(session: Session, now_s: float) -> Step:
    """Just enough of the plan's time is left for the release that closes the session."""
    effects: list[Effect] = [ended(session, Outcome.TIME)]
    session = replace(_noted(session), outcome=Outcome.TIME)
    return to_task(session, first_release(session), now_s), effects


def first_release(session: Session) -> int:
    """Where the closing release begins; beyond the end where there is none."""
    ahead = range(session.index, len(session.practice))
    found = (index for index in ahead if session.practice[index].purpose is Purpose.RELEASE)
    return next(found, len(session.practice))


def ended(session: Session, outcome: Outcome) -> ExerciseEnded:
    """How this exercise ended: what was measured is counted in repetitions, what was guided by time in rounds."""
    guided = session.counted if session.task.measures is None else session.guided
    measured, asked = session.counted - guided, session.task.repetitions
    return ExerciseEnded(session.exercise.id, outcome, measured, guided, asked=asked)


def _looks_spared(session: Session) -> bool:
    """Whether forehead and mouth, as far as this session has seen them, ask for a doctor's look."""
    affected = session.brief.affected
    if affected is None:
        return False
    alone = (one.repetition for one in session.done if not one.stimulated)
    measured = [(one.excursion, one.movement, one.noise_mm) for one in alone]
    measured += [(one.excursion, one.movement, one.noise_mm) for one in session.tried]
    # One session is one time: when each was made does not matter here.
    attempts = (Attempt.of(*figures[:2], affected, figures[2], datetime.min) for figures in measured)
    return forehead(attempts) is Forehead.SPARED


def _noted(session: Session) -> Session:
    """What has been practised is remembered for the summary."""
    if session.counted == 0 or session.exercise.id in session.ended:
        return session
    return replace(session, ended=(*session.ended, session.exercise.id))


# Faces, rests and faults ----------------------------------------------------------------------------------------------


def to_rest(session: Session, now_s: float) -> Session:
    return session.to(Scene.REST, now_s, rest_round=session.rest_round + 1)


def waited(session: Session, now_s: float) -> Session:
    """A scene that waited for a face is over, and the session has not come further by it."""
    return replace(session, waited_s=session.waited_s + session.in_scene_s(now_s))


def to_safe(session: Session, inputs: Inputs, now_s: float) -> Step:
    assert inputs.fault is not None
    resume = session.resume if session.scene is Scene.SAFE else session.scene
    if resume is Scene.PAUSED and session.pause is PauseReason.FACE_AWAY:
        resume = session.resume
    noted = FaultNoted(inputs.fault.kind.value, inputs.fault.detail)
    return session.to(Scene.SAFE, now_s, fault=inputs.fault, resume=resume), [noted]


def resume(session: Session, now_s: float) -> Session:
    """Back to where it paused; a movement cut in two is begun anew, and what goes by the clock goes on where it was."""
    session = replace(session, hint=Hint.NONE, joined=None)
    match session.resume:
        case Scene.ROUTINE:
            return session.to(Scene.ROUTINE, now_s - session.paused_into_s)
        case Scene.ATTEMPT:
            return session.to(Scene.ATTEMPT, now_s, ticks=0)
        case scene:
            return session.to(Scene.READY if scene in MOVING else scene, now_s)


def pause(session: Session, reason: PauseReason, now_s: float) -> Session:
    """Wait, and remember where."""
    into_s = session.in_scene_s(now_s)
    return session.to(Scene.PAUSED, now_s, resume=session.scene, pause=reason, paused_into_s=into_s)


# Repetitions ----------------------------------------------------------------------------------------------------------


def try_again(session: Session, hint: Hint, now_s: float) -> Step:
    """An attempt came to nothing: breathe and try again, but not for ever."""
    attempts = session.attempts + 1
    if attempts >= ATTEMPTS:
        return end_exercise(session, Outcome.NOT_YET, now_s)
    return session.to(Scene.BREATHE, now_s, attempts=attempts, waited_s=0.0, hint=hint, joined=None), []


def rest_anew(session: Session, now_s: float) -> Step:
    """The face does not come back to the rest that is known: that attempt is over, and its rest is taken again."""
    session, effects = try_again(session, Hint.NONE, now_s)
    # What comes next may need no rest: at the end of the practice nothing is measured any more.
    measured = session.scene in EXERCISING and session.task.needs_rest
    return (to_rest(session, now_s) if measured else session), effects


def unscored(session: Session, now_s: float) -> Step:
    """What goes on can be scored no more: let go, breathe, and go on by the clock.  No attempt is lost by it."""
    return session.to(Scene.BREATHE, now_s, hint=Hint.NONE, joined=None, held_s=0.0, waited_s=0.0), [Cue.RELEASE]


def count(session: Session, released: Released, just_right: bool, now_s: float) -> Step:
    """A repetition is complete: keep it, then breathe or go on to the next exercise."""
    number = session.counted + 1
    measured = number - session.guided
    done = RepetitionDone(session.exercise.id, measured, released.repetition, session.joined, session.stimulated)
    full = session.scene is Scene.RELEASE and session.held_s >= session.task.hold_s
    joined = session.joined
    session = replace(session, counted=number, attempts=0, passed_over=0, waited_s=0.0, done=(*session.done, done))
    if joined is not None:
        session, effects = _joined(session, now_s)
        return session, [done, *effects]
    if number < session.task.repetitions:
        hint = Hint.HOLD_LONGER if not full else Hint.JUST_RIGHT if just_right else Hint.NONE
        return session.to(Scene.BREATHE, now_s, hint=hint), [done]
    session, effects = end_exercise(session, Outcome.DONE, now_s)
    return session, [done, *effects]


def pass_over(session: Session, uncounted: Uncounted, now_s: float) -> Step:
    """A movement that is not a repetition of this exercise: say so kindly, breathe and try again, but not for ever."""
    if session.joined is not None:
        return _joined(session, now_s)
    passed_over = session.passed_over + 1
    if passed_over >= PATIENCE:
        return end_exercise(session, Outcome.NOT_YET, now_s)
    hint = Hint.ANOTHER if uncounted.why is Why.ANOTHER else Hint.HOLD_LONGER
    return session.to(Scene.BREATHE, now_s, attempts=0, passed_over=passed_over, waited_s=0.0, hint=hint), []


def _joined(session: Session, now_s: float) -> Step:
    """A movement that was stopped because something joined in is over: smaller next time, or enough of it."""
    assert session.joined is not None
    joins, hint = session.joins + 1, JOINED_HINTS[session.joined]
    if joins >= JOINS:
        sign = SignSeen(Sign.JOINED, f"{session.exercise.id}: {session.joined.value}")
        session = replace(session, outcome=Outcome.JOINED)
        session, effects = end_exercise(session, Outcome.JOINED, now_s)
        return session, [sign, *effects]
    if session.counted >= session.task.repetitions:
        return end_exercise(session, Outcome.DONE, now_s)
    return session.to(Scene.BREATHE, now_s, joins=joins, joined=None, attempts=0, waited_s=0.0, hint=hint), []
