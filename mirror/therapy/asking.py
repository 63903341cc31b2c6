"""Questions, advice and what is told: scenes that are read, and answered with one of three buttons."""

from dataclasses import replace
from typing import Final

from mirror.therapy.effects import Answered, Effect, Outcome, SessionEnded
from mirror.therapy.press import Button
from mirror.therapy.questions import Told
from mirror.therapy.red_flags import Urgency, most_urgent
from mirror.therapy.scene import Asking, Scene
from mirror.therapy.session import Inputs, Session
from mirror.therapy.turns import Step, cut, fresh, go_on, stop, sum_up, tell, welcome

#: A safety question that nobody answers: nobody is there, or nobody who could, so nothing begins.
UNANSWERED_S: Final = 180.0
#: The question after a session is asked once; who has gone has gone.
COMFORT_S: Final = 45.0
#: Reading time of what is told; it goes on by itself, as everything after "start".
TOLD_S: Final = 15.0
#: A word about a doctor that lets the practice go on.
SOON_S: Final = 20.0
#: The advice to call for help stays long enough for whoever is called to read it too.
ADVICE_S: Final = 1800.0


def passing(session: Session, _inputs: Inputs, now_s: float) -> Step:
    """What time does in these scenes."""
    into_s = session.in_scene_s(now_s)
    match session.scene:
        case Scene.QUESTION if session.answered:
            return _after_the_questions(session, now_s)
        case Scene.QUESTION if session.asked_for is Asking.AFTER and into_s >= COMFORT_S:
            return sum_up(session, now_s), []
        case Scene.QUESTION if into_s >= UNANSWERED_S:
            return stop(session, now_s)
        case Scene.TOLD if into_s >= TOLD_S:
            return _read(session, now_s)
        case Scene.ADVICE if into_s >= (SOON_S if session.urgency is Urgency.DOCTOR_SOON else ADVICE_S):
            return _advised(session, now_s)
    return session, []


def pressed(session: Session, button: Button, now_s: float) -> Step:
    """What the three buttons do in these scenes."""
    match session.scene:
        case Scene.QUESTION:
            return _answer(session, button, now_s)
        case Scene.TOLD if button is Button.BACK:
            return fresh(session, Scene.IDLE, now_s), []
        case Scene.TOLD if button is Button.SELECT:
            return _read(session, now_s)
        case Scene.ADVICE if button is Button.SELECT:
            return _advised(session, now_s)
    return session, []


def _answer(session: Session, button: Button, now_s: float) -> Step:
    question = session.asking[0]
    answer = question.answer(button)
    if session.answered:
        return _after_the_questions(session, now_s)
    if answer is None:
        return session, []
    prescribed = session.brief.stimulation if question.against else None
    about = "" if prescribed is None else prescribed.name
    effects: list[Effect] = [Answered(question.id, answer.text, answer.follows, about)]
    if isinstance(answer.follows, Urgency):
        session = replace(session, urgency=most_urgent((session.urgency, answer.follows)))
    left = () if session.urgency is Urgency.EMERGENCY else session.asking[1:]
    if answer.follows is Told.AGAINST_STIMULATION:
        left = tuple(one for one in left if not one.against)
    if left:
        return session.to(Scene.QUESTION, now_s, asking=left, asked_before=session.asked_before + 1), effects
    if session.urgency is not Urgency.NONE and session.asked_for is not Asking.AFTER:
        if session.began and session.urgency is not Urgency.DOCTOR_SOON:
            effects += [*cut(session), SessionEnded(Outcome.STOPPED)]
            session = replace(session, began=False)
        return session.to(Scene.ADVICE, now_s, asking=()), effects
    # One instant later: the answer may change what is prepared.
    return replace(session, answered=True), effects


def _after_the_questions(session: Session, now_s: float) -> Step:
    session = replace(session, asking=(), answered=False, asked_before=0)
    if session.asked_for is Asking.BEFORE:
        return tell(session, now_s)
    return go_on(session, now_s) if session.asked_for is Asking.FOREHEAD else (sum_up(session, now_s), [])


def _advised(session: Session, now_s: float) -> Step:
    """A word for the next days lets the session go on; anything more urgent has ended it."""
    if session.urgency is not Urgency.DOCTOR_SOON:
        return fresh(session, Scene.IDLE, now_s), []
    return _after_the_questions(replace(session, urgency=Urgency.NONE), now_s)


def _read(session: Session, now_s: float) -> Step:
    if len(session.telling) > 1:
        return session.to(Scene.TOLD, now_s, telling=session.telling[1:]), []
    return welcome(session, now_s)
