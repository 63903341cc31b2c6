"""The screens that are read: questions, advice, what is told, the card, and what a session came to."""

from typing import Final

from mirror.movement.assessment import AssessmentDone
from mirror.screen import phrases, results, words
from mirror.screen.picture import Label, Labels, Page, Picture
from mirror.screen.surroundings import Surroundings
from mirror.screen.today import names, next_sentence
from mirror.therapy.brief import Telling
from mirror.therapy.catalogue import Purpose
from mirror.therapy.effects import Outcome
from mirror.therapy.red_flags import ADVICE, Urgency
from mirror.therapy.session import Session
from mirror.therapy.tries import ATTEMPT

#: An answer is chosen, never suggested; the same holds for having read what a doctor must hear of.
UNDERSTOOD: Final[Labels] = (Label(), Label(words.UNDERSTOOD), Label())
GOES_ON: Final[Labels] = (Label(), Label(words.CONTINUE, suggested=True), Label())


def question(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    """One question, its remark, and an answer on each button; none is suggested."""
    asked, before = session.question, session.asked_before
    assert asked is not None
    left, middle, right = (Label() if answer is None else Label(answer.text) for answer in asked.answers)
    emergency = any(answer is not None and answer.follows is Urgency.EMERGENCY for answer in asked.answers)
    return Picture(
        scene=session.scene,
        page=Page.QUESTION,
        title=phrases.which_question(asked.eyebrow, before + 1, before + len(session.asking)),
        headline=asked.text,
        sentence="" if emergency else asked.remark,
        at_once=asked.remark if emergency else "",
        buttons=(left, middle, right),
        notice=surroundings.notice,
    )


def advice(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    """What to do about an answer.  Only an emergency is marked, by one line in the colour of stopping."""
    said = ADVICE[session.urgency]
    return Picture(
        scene=session.scene,
        page=Page.TEXT,
        title=said.eyebrow,
        headline=said.headline,
        sentence=said.sentence,
        urgent=session.urgency is Urgency.EMERGENCY,
        buttons=GOES_ON if session.urgency is Urgency.DOCTOR_SOON else UNDERSTOOD,
        notice=surroundings.notice,
    )


def told(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    """What there is to say before a session."""
    buttons = (Label(words.NOT_NOW), Label(words.CONTINUE, suggested=True), Label())
    return _telling(session, session.telling[0], buttons, surroundings)


def card(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    """Something worth knowing, on a quiet day."""
    shown = session.brief.card
    assert shown is not None
    return _telling(session, shown, (Label(), Label(words.DONE, suggested=True), Label()), surroundings)


def _telling(session: Session, telling: Telling, buttons: Labels, surroundings: Surroundings) -> Picture:
    return Picture(
        scene=session.scene,
        page=Page.TEXT,
        title=words.ABOUT[telling.about],
        headline=phrases.told(telling.headline, telling.subject),
        sentence=telling.sentence,
        buttons=buttons,
        notice=surroundings.notice,
    )


# The end of a session -------------------------------------------------------------------------------------------------


def summary(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    """What was done, how the sides compare, what is next."""
    found = results.results(session)
    headline, sentence = _done(session, found)
    return Picture(
        scene=session.scene,
        page=Page.TEXT,
        title=words.SUMMARY_EYEBROWS[session.outcome],
        headline=headline,
        sentence=sentence,
        detail=next_sentence(session.brief.today),
        chart=None if session.outcome is Outcome.DONE and _assessing(session) else results.chart(found),
        buttons=(Label(words.AGAIN), Label(words.FINISH, suggested=True), Label(words.DETAILS)),
        notice=surroundings.notice,
    )


def _done(session: Session, found: tuple[results.Result, ...]) -> tuple[str, str]:
    """One sentence on what was done, one on how it went."""
    comparison = results.comparison_sentence(found)
    whole = session.outcome is Outcome.DONE and bool(found)
    if whole and _assessing(session):
        return words.ASSESSED, _estimate(session.assessed)
    if found or not session.ended:
        return results.done_sentence(found), comparison
    # Nothing was measured: what was done for a time is told by its names.
    if ATTEMPT in session.ended:
        return phrases.practised(session.practised_s), words.ATTEMPTED
    # What could be measured and is over without a figure was guided by time, because the mirror was too slow.
    tried = any(task.measures is not None and task.exercise.id not in session.ended for task in session.practice)
    return phrases.practised(session.practised_s), comparison if tried else phrases.did(names(session.ended))


def _assessing(session: Session) -> bool:
    return any(task.purpose is Purpose.ASSESSMENT for task in session.practice)


def _estimate(assessed: AssessmentDone | None) -> str:
    """What the assessment came to; it is read while the summary is on the screen already."""
    if assessed is None:
        return words.ESTIMATE_WAITS
    composite = assessed.estimate.composite
    return words.NO_ESTIMATE if composite is None else phrases.estimated(composite)


def details(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    """Every figure of the session, or the names of what has none."""
    found = results.results(session)
    if found:
        headline, detail = words.DETAILS_HEADLINE, words.DETAILS_NOTE
    elif session.ended:
        headline = phrases.all_done(names(session.ended))
        detail = words.ATTEMPTED_DETAILS if ATTEMPT in session.ended else words.DONE_DETAILS
    else:
        headline, detail = words.NOTHING_COUNTED_DETAIL, ""
    return Picture(
        scene=session.scene,
        page=Page.TABLE,
        title=words.DETAILS_EYEBROW,
        headline=headline,
        detail=detail,
        table=results.table(found) if found else None,
        buttons=(Label(words.AGAIN), Label(words.FINISH, suggested=True), Label(words.SUMMARY)),
        notice=surroundings.notice,
    )
