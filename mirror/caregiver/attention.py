"""What somebody should look at, most urgent first.  Pure: the day, the outlook and the mirror's state come in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mirror.caregiver import words
from mirror.caregiver.outlook import Outlook
from mirror.diary.advice import OpenAdvice
from mirror.diary.beside import ASKED_ABOUT, FELT, FELT_THEN, SEEN
from mirror.diary.page import AnswerLine, Day, FaultLine
from mirror.diary.wording import tenths
from mirror.grammar import weekday_and_date
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


#: These stand in place of the day's first sentence.
_FIRST: Final = (Urgency.EMERGENCY, Urgency.DOCTOR_TODAY)
#: What is asked after advice of an earlier day, and what to do if it has not been done.
_SINCE: Final = {
    Urgency.EMERGENCY: (
        N_("Was the emergency number called?"),
        N_("If not, please call it now, also if it has become better since."),
    ),
    Urgency.DOCTOR_TODAY: (N_("Has a doctor looked since?"), N_("If not, please see one today.")),
    Urgency.DOCTOR_SOON: (N_("Does the doctor know?"), N_("If not, please tell your doctor in the next few days.")),
}
_SEEN_TIGHT: Final = N_("The mirror saw the face become tight: release and rest until tomorrow.")


@dataclass(frozen=True, slots=True)
class Needs:
    """What needs somebody on a day."""

    call: Card | None
    """A call for help, which stands in place of the day's first sentence."""
    cards: tuple[Card, ...]


def needs_today(day: Day, earlier: Iterable[OpenAdvice], outlook: Outlook) -> Needs:
    """Everything of today, and what is open from the days before."""
    flags = [*_advised(day.answers, outlook), *_still_open(earlier)]
    flags.sort(key=lambda one: -one[0].rank)
    calls = bool(flags) and flags[0][0] in _FIRST
    below = [card for _, card in flags]
    call = below.pop(0) if calls else None
    felt = resting(day)
    if felt and (calls or not outlook.rests):  # else the day's first sentences have it
        below.append(Card(Weight.CARE, translate(words.RESTS_UNTIL), felt))
    return Needs(call, (*below, *_eye(day, outlook), *_of_the_plan(outlook)))


def needs_then(day: Day) -> tuple[Card, ...]:
    """Everything of a day that is over: what was advised then, and nothing that asks for something now."""
    said = translate('The mirror said: "{advice}"')
    flags = [
        Card(_weight(urgency), said.format(advice=translate(advice.headline)), _about(asked))
        for urgency, advice in ADVICE.items()
        if (asked := _asked(day.answers, urgency))
    ]
    felt = tuple(f"{translate(what)}." for what in _felt(day, FELT_THEN, SEEN[Sign.TIGHT.value]))
    return (*flags, *((Card(Weight.CARE, translate(words.REST_ADVISED), felt),) if felt else ()))


def resting(day: Day) -> tuple[str, ...]:
    """Why the face rests today, as it was said or seen; empty when it does not."""
    return tuple(translate(sentence) for sentence in _felt(day, FELT, _SEEN_TIGHT))


def _felt(day: Day, said: Mapping[str, str], seen_tight: str) -> Iterator[str]:
    """Pain and tightness; what the mirror saw only, as such: the person may have felt otherwise."""
    answered = {one.sign for one in day.answers}
    seen = {one.sign for one in day.signs}
    for sign in (Sign.PAIN.value, Sign.TIGHT.value):
        if sign in answered or (sign in seen and sign == Sign.PAIN.value):
            yield said[sign]
        elif sign in seen:
            yield seen_tight


def _advised(answers: tuple[AnswerLine, ...], outlook: Outlook) -> Iterator[tuple[Urgency, Card]]:
    """One card for each kind of advice of today, with what was answered."""
    waits = outlook.rests or outlook.brief.urgency in _FIRST
    for urgency, advice in ADVICE.items():
        if asked := _asked(answers, urgency):
            # "Practice can go on" is not said of a face that rests.
            what = () if waits and urgency is Urgency.DOCTOR_SOON else (translate(advice.sentence),)
            yield urgency, Card(_weight(urgency), translate(advice.headline), (*what, *_about(asked)))


def _still_open(earlier: Iterable[OpenAdvice]) -> Iterator[tuple[Urgency, Card]]:
    """What was advised on an earlier day: whether it was done, what to do if not, and what it was about."""
    found = tuple(earlier)
    for urgency, (question, otherwise) in _SINCE.items():
        same = tuple(one for one in found if one.urgency is urgency)
        if same:
            said = translate('On {date} the mirror said: "{advice}"').format(
                date=weekday_and_date(same[0].day), advice=translate(ADVICE[urgency].headline)
            )
            about = _about(tuple(one.question for one in same))
            yield urgency, Card(_weight(urgency), translate(question), (said, translate(otherwise), *about))


def _asked(answers: Iterable[AnswerLine], urgency: Urgency) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.question for one in answers if one.urgency == urgency.value))


def _about(questions: Iterable[str]) -> tuple[str, ...]:
    form = translate("It was said at the mirror: {about}.")
    return tuple(form.format(about=translate(ASKED_ABOUT.get(one, one))) for one in questions)


def _weight(urgency: Urgency) -> Weight:
    return Weight.URGENT if urgency is Urgency.EMERGENCY else Weight.CARE


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


def _of_the_plan(outlook: Outlook) -> Iterator[Card]:
    if outlook.unconfirmed:
        yield Card(Weight.CARE, translate(words.CONFIRM), (translate(words.CONFIRM_MORE),))
    if outlook.notice:
        yield Card(Weight.NOTICE, translate(words.ABOUT_PLAN), (translate(outlook.notice),))


def faults(lines: Iterable[FaultLine]) -> Iterator[Card]:
    """What went wrong, for whoever looks after the mirror."""
    noted = tuple(lines)
    of_log = tuple(dict.fromkeys(one.sentence for one in noted if one.kind in _OF_THE_LOG))
    other = tuple(dict.fromkeys(one.sentence for one in noted if one.kind not in _OF_THE_LOG))
    if of_log:
        yield Card(Weight.NOTICE, translate(words.NOT_SAVED), (translate(words.NOT_SAVED_MORE),), details=of_log)
    if other:
        yield Card(Weight.NOTICE, translate(words.FAULT), (translate(words.FAULT_MORE),), details=other)
