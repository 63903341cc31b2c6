"""The person's chart: what the log knows that decides what is done next.

``Chart.of(events)`` folds what was kept, and ``after`` adds one thing more: the mirror that has been running for weeks
and the one that has just been switched on know the same, because they know it the same way.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final, Self

from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.therapy.attempt import Attempt
from mirror.therapy.catalogue import Purpose
from mirror.therapy.day import day_of
from mirror.therapy.effects import (
    Answered,
    Assessed,
    AttemptMeasured,
    DutyDone,
    ExerciseEnded,
    EyeSeen,
    Outcome,
    PracticeTime,
    PutOff,
    Record,
    SessionBegan,
    SessionEnded,
    SignSeen,
    StimulationDone,
)
from mirror.therapy.evidence import Confirmation, Evidence, Noted, Sign
from mirror.therapy.eye_guardian import Watched
from mirror.therapy.flicker import moved_in
from mirror.therapy.questions import BEFORE_STIMULATION, Confirms, QuestionId, Told
from mirror.therapy.red_flags import Urgency, most_urgent
from mirror.therapy.schedule import PLAUSIBLE, Done, Snooze
from mirror.therapy.stimulator import Screening
from mirror.therapy.timetable import Duty
from mirror.therapy.when import When

#: A practice that was broken off before so much of it is not done, though its time is used; nor is a skipped one.
HALF: Final = 0.5

#: An assessment of which fewer movements could be read is tried again on the next day.
FEWEST_READ: Final = 3
#: Sessions, cares and reminders that are remembered; the oldest of them decide nothing any more.
NEWEST: Final = 1000
#: Starts of the computer whose clock is remembered.
STARTS: Final = 50


@dataclass(frozen=True, slots=True)
class Practised:
    """One session, as far as it came."""

    when: When
    duty: Duty
    purpose: Purpose
    by_plan: bool
    """Whether a plan in force was followed."""
    planned: int
    """Exercises and routines."""
    ended: int = 0
    """Of them, those that were practised."""
    charged_s: float = 0.0
    over: Outcome | None = None

    @property
    def complete(self) -> bool:
        """Whether it fills its place in the day."""
        gone_through = self.over is Outcome.DONE and self.ended > 0
        return gone_through or self.ended >= HALF * self.planned


@dataclass(frozen=True, slots=True)
class Tried:
    """One try of a daily attempt."""

    when: When
    measured: AttemptMeasured


@dataclass(frozen=True, slots=True)
class Said:
    """One answer."""

    when: When
    answer: Answered


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything of a person that decides what is done next, but for the plan."""

    practised: tuple[Practised, ...] = ()
    said: tuple[Said, ...] = ()
    signs: tuple[tuple[When, Sign], ...] = ()
    tried: tuple[Tried, ...] = ()
    duties: tuple[tuple[When, Duty], ...] = ()
    put_off: tuple[tuple[When, Duty], ...] = ()
    eyes: tuple[tuple[When, EyeSeen], ...] = ()
    stimulated: tuple[When, ...] = ()
    """Sessions in which a stimulator acted."""
    assessed: When | None = None
    known: tuple[When, ...] = field(default=(), compare=False)
    """Of each start of the computer the newest instant at which the clock was known to be right."""
    full_mm: Mapping[Movement, float] = field(default_factory=dict)
    """The healthy side's own full movement, from the last assessment."""

    @classmethod
    def of(cls, events: Iterable[tuple[Record, When]]) -> Self:
        """From what was kept, in its order."""
        chart = cls()
        for record, when in events:
            chart = chart.after(record, when)
        return chart

    def after(self, record: Record, when: When) -> Self:
        """The chart with one thing more."""
        chart = self._after(record, when)
        if chart is self or not when.synchronised:
            return chart
        others = tuple(one for one in chart.known if one.start != when.start)
        return replace(chart, known=(*others[-STARTS:], when))

    def wall(self, when: When, now: When) -> datetime:
        """When it was, as far as it can be known: also before the clock was set right within the same start."""
        if when.start == now.start or when.synchronised:
            return when.on_wall_of(now)
        right = next((one for one in self.known if one.start == when.start), None)
        return when.wall if right is None else when.on_wall_of(right)

    def _dated(self, when: When) -> bool:
        """Whether its date is known to be right."""
        return when.synchronised or any(one.start == when.start for one in self.known)

    def _sign_at(self, when: When, now: When) -> datetime:
        """When a sign was seen; where no clock can tell, and nothing was said since, it may have been today."""
        at = self.wall(when, now)
        if when.start == now.start or (self._dated(when) and now.synchronised):
            return at
        gone = day_of(now.wall) - day_of(at)
        last = next((one.when.start for one in reversed(self.said) if one.when.start != now.start), when.start)
        return at if timedelta() <= gone <= PLAUSIBLE or last != when.start else now.wall

    def _after(self, record: Record, when: When) -> Self:
        match record:
            case SessionBegan(planned=planned, duty=duty, purpose=purpose):
                return replace(
                    self,
                    practised=(
                        *self.practised[-NEWEST:],
                        Practised(when, duty, purpose, record.revision is not None, len(planned)),
                    ),
                )
            case PracticeTime(seconds=seconds):
                return self._in_session(lambda one: replace(one, charged_s=one.charged_s + seconds))
            case ExerciseEnded() if record.practised:
                return self._in_session(lambda one: replace(one, ended=one.ended + 1))
            case SessionEnded(outcome=outcome):
                return self._in_session(lambda one: replace(one, over=outcome))
            case Answered():
                return replace(self, said=(*self.said, Said(when, record)))
            case SignSeen(sign=sign):
                return replace(self, signs=(*self.signs, (when, sign)))
            case AttemptMeasured():
                return replace(self, tried=(*self.tried, Tried(when, record)))
            case DutyDone(duty=duty):
                return replace(self, duties=(*self.duties[-NEWEST:], (when, duty)))
            case PutOff(duty=duty):
                return replace(self, put_off=(*self.put_off[-NEWEST:], (when, duty)))
            case EyeSeen():
                return replace(self, eyes=(*self.eyes[-NEWEST:], (when, record)))
            case StimulationDone(trains=trains) if trains > 0:
                return replace(self, stimulated=(*self.stimulated[-NEWEST:], when))
            case Assessed(full_mm=full_mm):
                assessed = when if len(full_mm) >= FEWEST_READ else self.assessed
                return replace(self, assessed=assessed, full_mm={**self.full_mm, **full_mm})
            case _:
                return self

    def _in_session(self, change: Callable[[Practised], Practised]) -> Self:
        """The newest session, changed; what belongs to no session changes nothing."""
        if not self.practised:
            return self
        return replace(self, practised=(*self.practised[:-1], change(self.practised[-1])))

    # What follows from it ---------------------------------------------------------------------------------------------

    def evidence(self, affected: Side | None, now: When) -> Evidence:
        """What speaks for and against movement, for the stage gate; without a known side nothing speaks for it."""
        attempts = (
            Attempt.of(one.measured.excursion, one.measured.movement, affected, one.measured.noise_mm, at)
            for one in self.tried
            for at in [self.wall(one.when, now)]
            if affected is not None
        )
        noted = [Noted(sign, self._sign_at(when, now)) for when, sign in self.signs]
        for said in self.said:
            follows = said.answer.follows
            sign = follows.sign if isinstance(follows, Urgency) else follows if isinstance(follows, Sign) else None
            if sign is not None:
                noted.append(Noted(sign, self._sign_at(said.when, now)))
        return Evidence(moved_in(attempts), tuple(noted))

    def confirmations(self, now: When) -> tuple[Confirmation, ...]:
        """Who has said at the mirror which stage it is."""
        return tuple(
            Confirmation(follows.by, follows.stage, self.wall(said.when, now))
            for said in self.said
            for follows in [said.answer.follows]
            if isinstance(follows, Confirms)
        )

    def done(self, now: When) -> tuple[Done, ...]:
        """What was done, for the day's agenda."""
        sessions = ((one.when, one.duty, one.charged_s / 60.0, one.complete) for one in self.practised)
        cares = ((when, duty, 0.0, True) for when, duty in self.duties)
        return (*self._done(tuple(sessions), now), *self._done(tuple(cares), now))

    def _done(self, kept: tuple[tuple[When, Duty, float, bool], ...], now: When) -> Iterator[Done]:
        """What was done of one kind, in its order: when, what for, how long, and whether it fills its place.

        Where the clock is not known to be right, a day that looks long gone may be today (mirror/therapy/schedule.py);
        but whatever was done since on another day has put it behind.  So of what was done before the computer was
        switched on only the last day is told.
        """
        elsewhere = [when for when, *_ in kept if when.start != now.start]
        last_day = day_of(self.wall(elsewhere[-1], now)) if elsewhere else None
        for when, duty, minutes, complete in kept:
            same_start, at = when.start == now.start, self.wall(when, now)
            if same_start or day_of(at) == last_day:
                yield Done(duty, at, self._dated(when), when.since(now), same_start, minutes, complete)

    def snoozes(self, now: When) -> tuple[Snooze, ...]:
        """What was put off today."""
        put_off = (Snooze(duty, self.wall(when, now)) for when, duty in self.put_off)
        return tuple(one for one in put_off if day_of(one.at) == day_of(now.wall))

    def last_told(self, told: Told, now: When) -> date | None:
        """The day on which it was last said; None: never."""
        days = (day_of(self.wall(said.when, now)) for said in self.said if said.answer.follows is told)
        return max(days, default=None)

    def last_asked(self, ids: Iterable[QuestionId], now: When, prescription: str = "") -> date | None:
        """The day on which one of these questions was last answered, for this prescription; None: never."""
        wanted = frozenset(ids)
        answers = (said for said in self.said if said.answer.question in wanted)
        days = (day_of(self.wall(said.when, now)) for said in answers if said.answer.prescription == prescription)
        return max(days, default=None)

    def answered_today(self, question: QuestionId, now: When, prescription: str = "") -> bool:
        """Whether it was; ``prescription`` of stimulation, for a question that is about one."""
        return self.last_asked((question,), now, prescription) == day_of(now.wall)

    def screening(self, now: When, prescription: str) -> Screening:
        """What today's answers say of this prescription of stimulation.

        As in the gate, an answer against it that may be of today is; and so is one that was given for another one.
        """
        against = (said for said in self.said if said.answer.follows is Told.AGAINST_STIMULATION)
        if any(day_of(self._sign_at(said.when, now)) >= day_of(now.wall) for said in against):
            return Screening.AGAINST
        all_answered = all(self.answered_today(one.id, now, prescription) for one in BEFORE_STIMULATION)
        return Screening.CLEAR if all_answered else Screening.OPEN

    def stimulated_today(self, now: When) -> bool:
        """Whether a stimulator has acted in a session of today; the guard's own ledger decides all the same."""
        return any(day_of(self.wall(when, now)) == day_of(now.wall) for when in self.stimulated)

    def urgency(self, now: When) -> Urgency:
        """The most that an answer of today calls for; as in the gate, the future counts as today."""
        today = (said for said in self.said if day_of(self._sign_at(said.when, now)) >= day_of(now.wall))
        return most_urgent(said.answer.follows for said in today if isinstance(said.answer.follows, Urgency))

    def watched(self, now: When) -> tuple[Watched, ...]:
        """What the eye guardian saw, by its days."""
        return tuple(Watched(day_of(self.wall(when, now)), seen.watch) for when, seen in self.eyes)

    def tried_today(self, now: When) -> bool:
        """Whether today's standard attempt has been measured."""
        return any(day_of(self.wall(one.when, now)) == day_of(now.wall) for one in self.tried)

    @property
    def knows_a_plan(self) -> bool:
        """Whether a plan in force has ever been followed."""
        return any(one.by_plan for one in self.practised)

    def began_today(self, now: When) -> bool:
        """Whether a session of today has begun, however far it came."""
        return any(day_of(self.wall(one.when, now)) == day_of(now.wall) for one in self.practised)

    def practised_today(self, now: When) -> int:
        """How many practices of today are complete."""
        return sum(one.complete and day_of(self.wall(one.when, now)) == day_of(now.wall) for one in self.practised)
