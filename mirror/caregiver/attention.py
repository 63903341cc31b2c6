"""What somebody should look at, most urgent first.  Pure: the day, the outlook and the mirror's state come in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mirror.caregiver import words
from mirror.caregiver.outlook import Outlook
from mirror.diary.beside import ASKED_ABOUT, FELT
from mirror.diary.page import AnswerLine, Day, FaultLine
from mirror.diary.wording import tenths
from mirror.language import N_, translate
from mirror.therapy.evidence import Sign
from mirror.therapy.eye_guardian import SENTENCES, EyeAdvice, EyeWatch
from mirror.therapy.red_flags import ADVICE, Urgency
from mirror.therapy.timetable import Duty


class Weight(Enum):
    """How a card looks; its words say the same without a colour."""

    URGENT = "urgent"
    CARE = "care"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Card:
    """One thing that needs attention, in the language of the page."""

    weight: Weight
    headline: str
    sentences: tuple[str, ...] = ()
    care: Duty | None = None
    """Which eye care a button on it ticks; None: it has no button."""
    details: tuple[str, ...] = ()
    """For whoever mends the mirror."""


_GAP: Final = N_("With the eye gently closed, about {mm} mm stayed open.")
#: Faults that mean that something may not be in the log.
_OF_THE_LOG: Final = ("log", "record")


def cards(day: Day, outlook: Outlook | None) -> tuple[Card, ...]:
    """Everything of one day.  ``outlook`` is there for today only: what is over asks for nothing."""
    return (
        *_red_flags(day.answers),
        *(() if outlook is None else _eye(day, outlook)),
        *_locked(day),
        *(() if outlook is None else _of_the_plan(outlook)),
        *_faults(day.faults),
    )


def _red_flags(answers: Iterable[AnswerLine]) -> Iterator[Card]:
    """One card for each kind of advice, with what was answered; the most urgent first."""
    answered = tuple(answers)
    for urgency in sorted(ADVICE, key=lambda one: one.rank, reverse=True):
        asked = dict.fromkeys(one.question for one in answered if one.urgency == urgency.value)
        if asked:
            said = ADVICE[urgency]
            about = (translate(ASKED_ABOUT.get(question, question)) for question in asked)
            yield Card(
                Weight.URGENT if urgency is Urgency.EMERGENCY else Weight.CARE,
                translate(said.headline),
                (
                    translate(said.sentence),
                    *(translate("It was said at the mirror: {about}.").format(about=one) for one in about),
                ),
            )


def _eye(day: Day, outlook: Outlook) -> Iterator[Card]:
    """Eye care that is due, an eye that stays open, and the button that says it was given."""
    due = outlook.brief.today.eye_care
    said = tuple(translate(SENTENCES[one]) for one in outlook.eye if one.for_caregiver)
    gap = _gap(day)
    if due is None and not outlook.eye:
        return
    if due is not None:
        yield Card(Weight.CARE, translate(words.CARE_DUE[due]), (*gap, *said), care=due)
        return
    urgent = any(one in (EyeAdvice.NEW, EyeAdvice.STAYS_OPEN) for one in outlook.eye)
    headline = N_("Please look at the eye.") if urgent else N_("The eye needs its care.")
    yield Card(Weight.CARE, translate(headline), (*gap, *(said or (_care_words(),))), care=Duty.EYE_DAY)


def _care_words() -> str:
    return translate("Drops by day, and before the night what the doctor has said. If it is red, ask a doctor today.")


def _gap(day: Day) -> tuple[str, ...]:
    """What stayed open, where the guardian found the eye open."""
    gaps = [one.gap_mm for one in day.eyes if one.watch == EyeWatch.OPEN.value and one.gap_mm is not None]
    return (translate(_GAP).format(mm=tenths(max(0.0, gaps[-1]))),) if gaps else ()


def _locked(day: Day) -> Iterator[Card]:
    """Pain and tightness of the day, as they were said or seen."""
    said = {one.sign for one in day.answers if one.sign is not None} | {one.sign for one in day.signs}
    found = tuple(translate(FELT[sign.value]) for sign in (Sign.PAIN, Sign.TIGHT) if sign.value in said)
    if found:
        yield Card(Weight.CARE, translate(words.RESTS_UNTIL), found)


def _of_the_plan(outlook: Outlook) -> Iterator[Card]:
    if outlook.unconfirmed:
        yield Card(Weight.CARE, translate(words.CONFIRM), (translate(words.CONFIRM_MORE),))
    if outlook.notice:
        yield Card(Weight.NOTICE, translate(words.ABOUT_PLAN), (translate(outlook.notice),))


def _faults(faults: Iterable[FaultLine]) -> Iterator[Card]:
    noted = tuple(faults)
    of_log = tuple(dict.fromkeys(one.sentence for one in noted if one.kind in _OF_THE_LOG))
    other = tuple(dict.fromkeys(one.sentence for one in noted if one.kind not in _OF_THE_LOG))
    if of_log:
        yield Card(Weight.NOTICE, translate(words.NOT_SAVED), (translate(words.NOT_SAVED_MORE),), details=of_log)
    if other:
        yield Card(Weight.NOTICE, translate(words.FAULT), (translate(words.FAULT_MORE),), details=other)
