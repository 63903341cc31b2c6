"""A day as the page shows it: one sentence, then what was practised, then the rest.  Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import Enum
from typing import Final

from mirror.caregiver import words
from mirror.caregiver.attention import resting
from mirror.caregiver.outlook import Outlook
from mirror.diary.beside import WAITS
from mirror.diary.ended import ended, joined_regions, of_asked
from mirror.diary.page import Day, ExerciseLine, SessionPage
from mirror.diary.wording import clock, counted, length, name_of, number
from mirror.grammar import listed, sentence_case, weekday_and_date
from mirror.language import N_, plural, translate
from mirror.therapy.catalogue import Purpose
from mirror.therapy.effects import Outcome
from mirror.therapy.questions import QuestionId
from mirror.therapy.timetable import Duty


class Mark(Enum):
    """What a line of a list is; said in its words, too."""

    DONE = "done"
    PARTLY = "partly"
    SKIPPED = "skipped"
    WAITS = "waits"


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise of a day, all its sessions together."""

    name: str
    what: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Headline:
    """The day in a sentence, and one below it."""

    sentence: str
    more: str = ""


_HEADS: Final = (N_("Times"), N_("Left mm"), N_("Right mm"))
_EARLY: Final = frozenset(one.value for one in (Outcome.STOPPED, Outcome.TIGHT, Outcome.TIRED, Outcome.JOINED))


def headline(day: Day, minutes: float, outlook: Outlook, last: date | None) -> Headline:
    """Today, as it stands at this moment; ``last`` is the last day before it on which somebody practised."""
    practised = practised_sentence(day, minutes)
    if outlook.rests:
        return Headline(translate(words.RESTS_TODAY), _sentences(*resting(day), practised))
    if outlook.left and practised:
        left = plural("{count} practice is left today.", "{count} practices are left today.", outlook.left)
        so_far = _sentences(translate("So far: {parts}.").format(parts=_amount(day, minutes)), _felt(day))
        return Headline(sentence_case(counted(left, outlook.left)), so_far)
    if outlook.left:
        return Headline(translate(words.NOT_YET_TODAY), _sentences(*_times(outlook), _pause(outlook, last)))
    if practised:
        return Headline(translate(words.TODAY_DONE), practised)
    if outlook.planned:
        return Headline(translate(words.NO_PRACTICE_TODAY), translate(words.TOMORROW_IS_NEW))
    return Headline(translate(words.NOTHING_PLANNED))


def _sentences(*said: str) -> str:
    return " ".join(filter(None, said))


def _times(outlook: Outlook) -> Iterator[str]:
    """What is asked for and when, as long as none of it has been done or put off."""
    if len(outlook.ahead) != outlook.left:
        return
    short, long = (
        [f"{slot.at:%H:%M}" for slot in outlook.ahead if slot.duty is duty] for duty in (Duty.SHORT, Duty.LONG)
    )
    if short:
        form = plural("{count} short practice: {times}.", "{count} short practices: {times}.", len(short))
        yield sentence_case(form.format(count=number(len(short)), times=listed(short)))
    if long:
        form = plural("{count} long practice: {times}.", "{count} long practices: {times}.", len(long))
        yield sentence_case(form.format(count=number(len(long)), times=listed(long)))


def _pause(outlook: Outlook, last: date | None) -> str:
    """The last practice, where it was not yesterday."""
    if last is None or (outlook.day - last).days < 2:
        return ""
    return translate("Last practice: {date}.").format(date=weekday_and_date(last))


def practised_sentence(day: Day, minutes: float) -> str:
    """How many practices, how long, and how it felt; empty for a day without one."""
    amount = _amount(day, minutes)
    if not amount:
        return ""
    return _sentences(translate("{parts}.").format(parts=sentence_case(amount)), _felt(day))


def _amount(day: Day, minutes: float) -> str:
    """``two practices, 14 minutes``; empty for a day without one."""
    sessions = sum(any(line.practised for line in one.exercises) for one in day.sessions)
    if not sessions:
        return ""
    parts = [counted(plural("{count} practice", "{count} practices", sessions), sessions)]
    if rounded := round(minutes):
        parts.append(plural("{count} minute", "{count} minutes", rounded).format(count=rounded))
    return ", ".join(parts)


def _felt(day: Day) -> str:
    """Only where it was fine, and nothing else was said or seen: pain and tightness have words of their own."""
    answers = [one for one in day.answers if one.question == QuestionId.COMFORT.value]
    fine = answers and answers[-1].sign is None and not resting(day)
    return translate(words.FELT_FINE) if fine else ""


def lines(day: Day) -> tuple[Line, ...]:
    """Every exercise of the day once, in the order of its first time; then what waits."""
    found: dict[str, list[ExerciseLine]] = {}
    for session in day.sessions:
        for one in session.exercises:
            found.setdefault(one.exercise, []).append(one)
    joined = joined_regions(day)
    return (*(_line(name, each, joined.get(name, "")) for name, each in found.items()), *_waiting(day))


def _line(exercise: str, each: list[ExerciseLine], region: str) -> Line:
    """Counts first, then how the last one ended, where there is more to say than that it was done.

    ``region`` is what joined in when it was ended for that; empty where the log has none.
    """
    parts = list(_counts(each))
    outcome = each[-1].outcome
    if how := ended(outcome, region):
        parts.append(how)
    elif any(one.joined for one in each):
        parts.append(translate("something joined in at times"))
    if not parts:
        parts.append(translate("begun"))
    if outcome == Outcome.SKIPPED.value:
        mark = Mark.SKIPPED
    else:
        mark = Mark.PARTLY if outcome in _EARLY or not any(one.practised for one in each) else Mark.DONE
    return Line(name_of(exercise), ", ".join(parts), mark)


def _counts(each: Iterable[ExerciseLine]) -> Iterator[str]:
    repetitions = sum(one.repetitions for one in each)
    rounds = sum(one.guided_rounds for one in each)
    asked = _asked(each)
    if repetitions:
        several = plural("{count} repetition", "{count} repetitions", repetitions).format(count=repetitions)
        yield of_asked(repetitions, asked) or several
    if rounds:
        by_time = plural("{count} time", "{count} times", rounds).format(count=number(rounds))
        yield translate("done") if rounds == 1 and asked in (1, None) else of_asked(rounds, asked) or by_time


def _asked(each: Iterable[ExerciseLine]) -> int | None:
    """Of all its times together; None where it is not known of one of them."""
    asked = [one.asked for one in each]
    return None if None in asked else sum(count for count in asked if count is not None)


def _waiting(day: Day) -> Iterator[Line]:
    for lock in day.locks:
        yield Line(name_of(lock.exercise), translate(WAITS.get(lock.why, lock.why)), Mark.WAITS)


def cares(day: Day, zone: tzinfo | None) -> tuple[str, ...]:
    """Eye care that was given, with its times."""
    found = []
    for duty in (Duty.EYE_DAY, Duty.EYE_NIGHT):
        times = [clock(one.at_utc, zone) for one in day.duties if (one.duty, one.outcome) == (duty.value, "done")]
        if times:
            form = translate("{care}: {times}")
            found.append(form.format(care=translate(words.CARE[duty]), times=listed(times)))
    return tuple(found)


def put_off(day: Day, zone: tzinfo | None) -> tuple[str, ...]:
    """Reminders that were put off, with their times."""
    return tuple(
        translate("{what}, put off at {time}").format(
            what=sentence_case(translate(one.duty)), time=clock(one.at_utc, zone)
        )
        for one in day.duties
        if one.outcome != "done"
    )


@dataclass(frozen=True, slots=True)
class SessionTable:
    """One practice with its figures."""

    heading: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    beside: tuple[str, ...]
    """What was done without being measured."""
    weaker: str
    """Which side moved less far, where it is the same one in all of it; else empty."""


def session_table(session: SessionPage, zone: tzinfo | None) -> SessionTable:
    """What was measured in one practice, each figure a mean over its repetitions."""
    what = translate("assessment") if session.purpose == Purpose.ASSESSMENT.value else translate(session.duty)
    measured = [line for line in session.exercises if line.repetitions]
    return SessionTable(
        heading=translate("{time}, {what}").format(time=clock(session.at_utc, zone), what=what),
        heads=tuple(map(translate, ("", *_HEADS))),
        rows=tuple(
            (
                name_of(line.exercise),
                str(line.repetitions),
                length(line.left_mm),
                length(line.right_mm),
            )
            for line in measured
        ),
        beside=tuple(name_of(line.exercise) for line in session.exercises if not line.repetitions and line.practised),
        weaker=_weaker(measured),
    )


def _weaker(measured: Iterable[ExerciseLine]) -> str:
    sides = {line.weaker for line in measured} - {None, "together"}
    if len(sides) != 1:
        return ""
    (side,) = sides
    return translate("The {side} side moved less far.").format(side=translate(side or ""))
