"""From plan, chart and clock to the brief of the next session.

Pure: what the log knows and what time it is come in.  Everything that may be done has passed the stage gate here, and
what has not is in the brief with its reason.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mirror.language import N_
from mirror.movement.assessment import REPETITIONS
from mirror.movement.sunnybrook import STANDARD
from mirror.therapy.brief import About, Brief, Telling, Today
from mirror.therapy.cards import card_of
from mirror.therapy.catalogue import Entry, Exercise, Purpose, Routine, Task, catalogue, routines
from mirror.therapy.chart import Chart
from mirror.therapy.day import day_of
from mirror.therapy.evidence import Confirmation, Evidence
from mirror.therapy.eye_guardian import SENTENCES as EYE_SENTENCES
from mirror.therapy.eye_guardian import eye_advice
from mirror.therapy.flicker import SENTENCES, Flicker, flicker
from mirror.therapy.following import Following, Standing, plan_in_stage
from mirror.therapy.gate import Allowed, Locked, Verdict, Why, judge, stage_now
from mirror.therapy.plan import Plan, Weekday
from mirror.therapy.prescribing import prescribed_today, questions_before, told_of
from mirror.therapy.questions import (
    BEFORE_PRACTICE,
    CONFIRM,
    FIRST_LOOK,
    LOOK_AFTER_MONTHS,
    LOOK_AFTER_WEEKS,
    Question,
    Told,
)
from mirror.therapy.review import review_due
from mirror.therapy.rota import SHOWING_S, Length, Part, minutes, practice_of
from mirror.therapy.schedule import Agenda, Clock, agenda
from mirror.therapy.stage import Stage
from mirror.therapy.timetable import Duty
from mirror.therapy.tries import ATTEMPT, ATTEMPT_S
from mirror.therapy.when import When

#: Gentle circles before the movement, and letting go after it, within the plan's time.
WARM_UP_S: Final = 45.0
RELEASE_S: Final = 30.0
#: With the showing of both.
BESIDE_S: Final = WARM_UP_S + RELEASE_S + 20.0
#: A tight face is released before it moves (Facial Palsy UK, management of synkinesis); else the cheeks are warmed.
_WARM_UPS: Final = {Stage.SYNKINETIC: "release_cheek"}
_WARM_UP: Final = "massage_cheeks"
_RELEASE: Final = "facial_rest"
#: What the session turns to when the face has had enough.
_ENOUGH: Final = ("release_cheek", "facial_rest")
#: How often the standard assessment is done.
ASSESSED_EVERY: Final = timedelta(days=7)
#: Between two repetitions of it, and how long all of it takes at most, so that it fits into a practice of five minutes.
ASSESSMENT_REST_S: Final = 4.0
ASSESSMENT_S: Final = 280.0
#: What is left of a day's minutes below this begins nothing any more.
LEAST_S: Final = 60.0
#: Its exercises, which have the names of their movements.
ASSESSED: Final = tuple(movement.value for movement in STANDARD)
#: After this part of the time in which it is due, the light is a little brighter.
OVERDUE: Final = 0.5
#: The headline of what waits.
NOT_TODAY: Final = N_("{subject}: not today.")
_BEFORE_MOVEMENT: Final = (Why.NO_MOVEMENT, Why.FEW_DAYS, Why.UNCONFIRMED)


@dataclass(frozen=True, slots=True)
class _Now:
    """One person at one time."""

    following: Following
    chart: Chart
    when: When
    evidence: Evidence
    words: tuple[Confirmation, ...]
    stage: Stage
    plan: Plan

    @property
    def day(self) -> date:
        return day_of(self.when.wall)

    def verdict(self, entry: Entry) -> Verdict:
        return judge(entry, self.following.plan.stage, self.evidence, self.words, self.when.wall)

    def allows(self, name: str) -> bool:
        return isinstance(self.verdict(_entries()[name]), Allowed)


def brief(following: Following, chart: Chart, when: When, side_known: bool = True) -> Brief:
    """What is prepared for whoever presses start at this instant.

    ``side_known`` False: where no plan says it, nobody knows which side is affected, and nothing is concluded from it.
    """
    written = following.standing not in (Standing.MISSING, Standing.FAULTY)
    affected = following.plan.affected_side if written or side_known else None
    evidence = chart.evidence(affected, when)
    # A plan that has gone or cannot be read may have said that there is no movement: what was confirmed at the mirror
    # does not count without it.
    lost = following.standing is Standing.FAULTY or (following.standing is Standing.MISSING and chart.knows_a_plan)
    words = (*following.confirmations, *(() if lost else chart.confirmations(when)))
    stage = stage_now(following.plan.stage, evidence, words, when.wall)
    now = _Now(following, chart, when, evidence, words, stage, plan_in_stage(following, stage, day_of(when.wall)))
    day = agenda(now.plan, Clock(when.wall, when.synchronised), chart.done(when), chart.snoozes(when))
    long = any(slot.duty is Duty.LONG for slot in day.due_now)
    length = Length.LONG if long else Length.SHORT
    limit_s = 60.0 * min(minutes(now.plan, length), day.minutes_left)
    tasks, locked, purpose = _tasks(now, length, limit_s)
    stimulation = prescribed_today(following, chart, when, stage)
    return Brief(
        tasks=tasks,
        stage=stage,
        affected=affected,
        duty=Duty.LONG if long else Duty.SHORT,
        purpose=purpose,
        revision=following.plan.revision if following.standing is Standing.IN_FORCE else None,
        forbidden=frozenset(name for name in _entries() if not now.allows(name)),
        limit_s=limit_s,
        questions=(*_questions(now), *questions_before(stimulation, tasks, chart, when)),
        tellings=(*_tellings(now, locked), *told_of(stimulation, tasks)),
        locked=locked,
        films=_films(now),
        release=tuple(Task(routines()[name], purpose=Purpose.RELEASE) for name in _ENOUGH if now.allows(name)),
        comfort=True,
        forehead_known=chart.last_told(Told.FOREHEAD_KNOWN, when) is not None,
        views=now.plan.views,
        full_mm=chart.full_mm,
        card=_card(now),
        today=_today(now, day),
        urgency=chart.urgency(when),
        stimulation=stimulation,
    )


def _entries() -> dict[str, Exercise | Routine]:
    return {**catalogue(), **routines()}


# What is done ---------------------------------------------------------------------------------------------------------


def _tasks(
    now: _Now, length: Length, limit_s: float
) -> tuple[tuple[Task, ...], tuple[tuple[str, Locked], ...], Purpose]:
    """The tasks in their order, what is locked, and whether it is a practice or the week's assessment."""
    number = now.chart.practised_today(now.when)
    trying = _attempt_due(now)
    beside_s = ATTEMPT_S + SHOWING_S if trying else BESIDE_S if now.plan.exercise else 0.0
    practice = practice_of(now.plan, length, now.day, number, now.verdict, beside_s)
    locked = _locked(now)
    if limit_s < LEAST_S:
        return (), locked, Purpose.PRACTICE
    if length is Length.SHORT and limit_s >= ASSESSMENT_S and _assessment_due(now):
        return (*_assessment(), _short(_RELEASE, RELEASE_S, Purpose.RELEASE)), locked, Purpose.ASSESSMENT
    tasks = [Task(part.entry, _repetitions(part)) for part in practice.parts]
    tasks += _instead(now, locked, {task.exercise.id for task in tasks}, limit_s - practice.duration_s)
    if any(task.exercise.kind.active for task in tasks):
        return around(tasks, now.stage, now.allows), locked, Purpose.PRACTICE
    attempt = [Task(routines()[ATTEMPT], purpose=Purpose.ATTEMPT)] if trying else []
    return (*attempt, *tasks), locked, Purpose.PRACTICE


def _repetitions(part: Part) -> int:
    return part.entry.repetitions if isinstance(part.entry, Exercise) else 1


def around(tasks: list[Task], stage: Stage, allows: Callable[[str], bool] = lambda _name: True) -> tuple[Task, ...]:
    """The warm-up before what moves the face, as far as the gate allows it, and the release after it."""
    name = _WARM_UPS.get(stage, _WARM_UP)
    # What begins with a routine begins with hands on the face already.
    warm_up = [_short(name, WARM_UP_S, Purpose.WARM_UP)] if allows(name) and not tasks[0].by_time else []
    return (*warm_up, *tasks, _short(_RELEASE, RELEASE_S, Purpose.RELEASE))


def _short(name: str, duration_s: float, purpose: Purpose) -> Task:
    return Task(routines()[name].model_copy(update={"duration_s": duration_s}), purpose=purpose)


def _assessment() -> list[Task]:
    """Without a warm-up: it measures the face as it is."""
    known = [catalogue()[name].model_copy(update={"rest_s": ASSESSMENT_REST_S}) for name in ASSESSED]
    return [Task(exercise, REPETITIONS, Purpose.ASSESSMENT) for exercise in known]


def _assessment_due(now: _Now) -> bool:
    """Once a week, when movement has returned and nothing speaks against moving today.

    The stage does not matter beyond that: the assessment is a measurement, and asks for each movement three times.
    """
    verdicts = (now.verdict(catalogue()[name]) for name in ASSESSED)
    if any(isinstance(one, Locked) and one.why is not Why.STAGE for one in verdicts):
        return False
    if now.chart.assessed is None:
        return True
    since = now.day - day_of(now.chart.assessed.on_wall_of(now.when))
    return since >= ASSESSED_EVERY


def _attempt_due(now: _Now) -> bool:
    """Once a day, as long as no movement counts as returned, and where it may be tried at all."""
    smile = now.verdict(catalogue()["smile"])
    waiting = isinstance(smile, Locked) and smile.why in _BEFORE_MOVEMENT
    return waiting and now.allows(ATTEMPT) and not now.chart.tried_today(now.when)


def _locked(now: _Now) -> tuple[tuple[str, Locked], ...]:
    """What the plan asks for today and the gate refuses; the plan as it was written, not as the stage has it."""
    planned = (*now.following.plan.exercise, *now.following.plan.routine)
    entries = _entries()
    wanted = [one.id for one in planned if Weekday.of(now.day) in one.days]
    verdicts = [(name, now.verdict(entries[name])) for name in wanted]
    return tuple((name, verdict) for name, verdict in verdicts if isinstance(verdict, Locked))


def _instead(now: _Now, locked: tuple[tuple[str, Locked], ...], there: set[str], left_s: float) -> Iterator[Task]:
    """What the gate offers in place of what it refuses, as far as the time goes."""
    for _, lock in locked:
        for name in lock.instead:
            routine = routines()[name]
            if name not in there and now.allows(name) and routine.duration_s <= left_s:
                there.add(name)
                left_s -= routine.duration_s
                yield Task(routine)


def _films(now: _Now) -> tuple[str, ...]:
    """Everything that may have to be shown while this plan holds, whichever day it is."""
    planned = [one.id for plan in (now.following.plan, now.plan) for one in (*plan.exercise, *plan.routine)]
    instead = [name for _, lock in _locked(now) for name in lock.instead]
    around_them = (_WARM_UP, *_WARM_UPS.values(), _RELEASE, *_ENOUGH)
    return tuple(dict.fromkeys((*planned, *instead, *around_them, *ASSESSED)))


# What is asked and told -----------------------------------------------------------------------------------------------


def _questions(now: _Now) -> Iterator[Question]:
    """Before the first practice of a day; what was answered today is not asked again, nor anything after a danger."""
    smile = now.verdict(catalogue()["smile"])
    if isinstance(smile, Locked) and smile.why is Why.RED_FLAG:
        return
    for question in BEFORE_PRACTICE:
        if not now.chart.answered_today(question.id, now.when):
            yield question
    looks = (FIRST_LOOK.id, LOOK_AFTER_WEEKS.id, LOOK_AFTER_MONTHS.id)
    looked = now.chart.last_told(Told.DOCTOR_LOOKED, now.when)
    due = review_due(now.following.plan.onset, looked, now.chart.last_asked(looks, now.when), now.day)
    if due is not None:
        yield due
    unconfirmed = isinstance(smile, Locked) and smile.why is Why.UNCONFIRMED
    if unconfirmed and not now.chart.answered_today(CONFIRM.id, now.when):
        yield CONFIRM


def _tellings(now: _Now, locked: tuple[tuple[str, Locked], ...]) -> Iterator[Telling]:
    """Once a day: a notice that is there every time is no longer read.  What today has locked is told each time."""
    first = not now.chart.began_today(now.when)
    if first and now.following.notice:
        headline, _, rest = now.following.notice.partition(". ")
        yield Telling(About.PLAN, f"{headline}.", rest)
    told: set[Why] = set()
    entries = _entries()
    for name, lock in locked:
        if lock.why not in told and (first or lock.why.of_today):
            told.add(lock.why)
            yield Telling(About.LOCK, NOT_TODAY, lock.sentence, entries[name].name)
    if not first:
        return
    yield from _of_the_eye(now)
    if flicker(now.evidence, now.words, now.when.wall) is Flicker.SEEN:
        headline, _, rest = SENTENCES[Flicker.SEEN].partition(". ")
        yield Telling(About.FIRST_MOVEMENT, f"{headline}.", rest)


def _of_the_eye(now: _Now) -> Iterator[Telling]:
    """What the eye guardian says, on the day and the day after: who practises once a day hears it too."""
    watched = now.chart.watched(now.when)
    last = max((one.day for one in watched if one.day <= now.day), default=None)
    if last is None or now.day - last > timedelta(days=1):
        return
    for advice in eye_advice(watched, last, now.plan.eye_care):
        if not advice.for_caregiver:
            headline, _, rest = EYE_SENTENCES[advice].partition(". ")
            yield Telling(About.EYE, f"{headline}.", rest)


def _card(now: _Now) -> Telling:
    card = card_of(now.day, now.stage)
    return Telling(About.CARD, card.headline, card.text)


def _today(now: _Now, day: Agenda) -> Today:
    practices = [slot for slot in (*day.due_now, *day.later) if slot.duty.is_practice]
    due = [slot for slot in day.due_now if slot.duty.is_practice]
    later = [slot.at for slot in day.later if slot.duty.is_practice]
    eyes = [slot.duty for slot in day.due_now if not slot.duty.is_practice]
    now_due = [slot.duty for slot in day.due_now]
    return Today(
        signal=day.signal,
        short_left=sum(slot.duty is Duty.SHORT for slot in practices),
        long_left=sum(slot.duty is Duty.LONG for slot in practices),
        next_at=None if due or not later else min(later),
        eye_care=eyes[0] if eyes else None,
        # Below a call for a doctor the word "Later" would be read as an answer to it.
        put_off=now_due[0] if now_due and now.chart.urgency(now.when).sign is None else None,
        catch_up=day.catch_up is not None,
        practised=now.chart.practised_today(now.when) > 0,
        overdue=any(now.when.wall > slot.at + OVERDUE * (slot.until - slot.at) for slot in due),
    )
