"""The idle screen: the time, the day in one sentence, and what is there to do."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from mirror.screen import phrases, words
from mirror.screen.clock import clock, date
from mirror.screen.picture import Label, Labels, Page, Picture
from mirror.screen.surroundings import Surroundings
from mirror.therapy.brief import Brief, Today
from mirror.therapy.catalogue import Purpose, Task, entries
from mirror.therapy.moving import SHOW_ROUTINE_S, SHOW_S
from mirror.therapy.red_flags import ADVICE, Urgency
from mirror.therapy.scene import Scene
from mirror.therapy.schedule import Signal
from mirror.therapy.session import Session

#: Rough length of one repetition beside its hold and its rest: moving and letting go.
MOVING_S: Final = 4.0


def idle(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    """The clock, and below it the day."""
    headline, detail = _day(session.brief)
    return Picture(
        scene=session.scene,
        page=Page.CLOCK,
        clock=clock(surroundings.local_time),
        date=date(surroundings.local_time),
        headline=headline,
        detail=detail,
        urgent=session.brief.urgency is Urgency.EMERGENCY,
        buttons=_buttons(session.brief),
        notice=surroundings.notice,
        news=surroundings.news,
    )


def time_alone(local_time: datetime) -> Picture:
    """The same before anything is known of the day, and nothing can be pressed yet."""
    return Picture(
        scene=Scene.IDLE,
        page=Page.CLOCK,
        clock=clock(local_time),
        date=date(local_time),
        buttons=(Label(), Label(), Label()),
    )


def next_sentence(today: Today) -> str:
    """What comes next, for the end of a session."""
    if today.eye_care is not None:
        return phrases.next_care(today.eye_care)
    if today.next_at is not None:
        return phrases.next_at(today.next_at)
    return words.NEXT_NOW if today.short_left + today.long_left else words.NEXT_TOMORROW


def names(ids: Iterable[str]) -> tuple[str, ...]:
    """What these exercises and routines are called."""
    return tuple(entries()[one].name for one in ids)


def _day(brief: Brief) -> tuple[str, str]:
    """The sentence of the day, and one more below it."""
    today = brief.today
    if brief.urgency.sign is not None:
        # What was answered holds for the day: nothing calmer may take its place.
        said = ADVICE[brief.urgency]
        return said.headline, said.sentence
    rests = next((lock for _, lock in brief.locked if lock.why.of_today), None)
    if not brief.tasks and rests is not None:
        return words.RESTS_TODAY, rests.sentence
    left = today.short_left + today.long_left
    sentence = phrases.left_today(today.short_left, today.long_left) if left else ""
    offered = words.CATCH_UP if today.catch_up else ""
    if today.eye_care is not None:
        return words.EYE_CARE[today.eye_care], sentence
    if today.next_at is not None:
        return sentence, phrases.next_one(today.next_at, today.catch_up)
    if _practice_due(today):
        return sentence or words.PRACTICE_READY, _planned(brief)
    if offered:
        return offered, _planned(brief)
    return (words.ALL_DONE if today.practised else words.NOTHING_ASKED), _card(brief)


def _practice_due(today: Today) -> bool:
    """Whether a practice is due at this hour; a mirror that knows of no times is always ready."""
    return today.signal is Signal.DUE_NOW and today.eye_care is None and today.next_at is None


def _card(brief: Brief) -> str:
    return "" if brief.card is None else brief.card.headline


def _buttons(brief: Brief) -> Labels:
    today = brief.today
    # Beside an emergency nothing is suggested.
    calm = brief.urgency is not Urgency.EMERGENCY
    # Eye care that is due comes first, and takes a moment; then practice, once it is due.
    start = Label(words.START, suggested=calm and _practice_due(today)) if brief.tasks else Label()
    if today.eye_care is not None:
        third = Label(words.CARE_DONE, suggested=calm)
    else:
        third = Label() if brief.card is None else Label(words.READ)
    return Label() if today.put_off is None else Label(words.LATER), start, third


def _planned(brief: Brief) -> str:
    """How long it would take, and what it would be; nothing where there is nothing to do."""
    if not brief.tasks:
        return ""
    count = minutes(brief.tasks)
    if any(task.purpose is Purpose.ASSESSMENT for task in brief.tasks):
        return phrases.assessment_planned(count)
    proper = [task for task in brief.tasks if task.purpose in (Purpose.PRACTICE, Purpose.ATTEMPT)]
    return phrases.planned(count, names(task.exercise.id for task in proper or brief.tasks))


def minutes(tasks: Sequence[Task]) -> int:
    """About how long a practice takes."""
    return max(1, round(sum(_length_s(task) for task in tasks) / 60.0))


def _length_s(task: Task) -> float:
    if task.by_time:
        return SHOW_ROUTINE_S + task.hold_s
    return SHOW_S + task.repetitions * (MOVING_S + task.hold_s + task.rest_s)
