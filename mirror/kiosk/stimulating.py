"""What the guard of a stimulator is told of a session, and what trace, screen and log hear of it.  Decides nothing."""

import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Final, Protocol

from hardware.stimulator.prescription import Stage
from hardware.stimulator.protocol import Answer, Arming, State
from hardware.stimulator.reason import Reason
from hardware.stimulator.report import NO_SESSION, SESSION_BYTES, Activity, Answers, Objection, Report, Sight, Wanted
from mirror.kiosk.permitting import Earlier
from mirror.kiosk.trace import Trace
from mirror.perception.face import Side
from mirror.perception.observation import Observation
from mirror.therapy.effects import StimulationDone
from mirror.therapy.press import Button, Press
from mirror.therapy.scene import IN_SESSION, Asking, Scene
from mirror.therapy.session import Session
from mirror.therapy.stimulator import Power, Rests, Screening, Stimulator

#: Why nothing is stimulated where nobody answers.
NO_GUARD: Final = "no guard of the stimulator answers"
#: After the end of a session its last train has ended and is in the ledger: a decision, the disk, and an answer.
SETTLED_S: Final = 0.5

#: In a hold these are no refusals: the train is about to begin, or the answer is older than the hold.
_NO_REFUSAL: Final = frozenset({Reason.RESERVING, Reason.NOT_ASKED, Reason.NO_HOLD})
_ANSWERS: Final = {
    Screening.OPEN: Answers.NONE,
    Screening.CLEAR: Answers.CLEAR,
    Screening.AGAINST: Answers.AGAINST,
}

#: What each of the guard's reasons means to the person at the mirror.
RESTS: Final = {
    Reason.NO_PRESCRIPTION: Rests.PLAN,
    Reason.CLOCK_NOT_SET: Rests.CLOCK,
    Reason.CLOCK_WENT_BACK: Rests.CLOCK,
    Reason.CLOCK_JUMPED: Rests.CLOCK,
    Reason.NOT_BEGUN: Rests.PLAN,
    Reason.EXPIRED: Rests.PLAN,
    Reason.LEDGER: Rests.UNWELL,
    Reason.BOARD_HOT: Rests.UNWELL,
    Reason.BOARD_POWER: Rests.UNWELL,
    Reason.BOARD_UNKNOWN: Rests.UNWELL,
    Reason.STOP_OPEN: Rests.STOP_PRESSED,
    Reason.LATE: Rests.BETWEEN,
    Reason.SILENT: Rests.NOT_ASKED,
    Reason.NO_SESSION: Rests.NOT_ASKED,
    Reason.STOPPED: Rests.STOPPED,
    Reason.PRESCRIBED_ANEW: Rests.REPLACED,
    Reason.NOT_ANSWERED: Rests.ANSWERS_OPEN,
    Reason.CONTRAINDICATED: Rests.ANSWER_AGAINST,
    Reason.OTHER_STAGE: Rests.PLAN,
    Reason.NOT_ASKED: Rests.NOT_ASKED,
    Reason.BOTH_SIDES: Rests.PLAN,
    Reason.OTHER_SIDE: Rests.PLAN,
    Reason.NO_HOLD: Rests.NOT_ASKED,
    Reason.NO_FACE: Rests.FACE,
    Reason.FACE_OLD: Rests.SLOW,
    Reason.STIMULATOR_NOT_READY: Rests.NOT_READY,
    Reason.COURSE_OVER: Rests.COURSE_FULL,
    Reason.COURSE_FULL: Rests.COURSE_FULL,
    Reason.WEEK_FULL: Rests.WEEK_FULL,
    Reason.DAY_FULL: Rests.DAY_FULL,
    Reason.GAP: Rests.DAY_FULL,
    Reason.SESSION_TIME: Rests.SESSION_FULL,
    Reason.SESSION_DOSE: Rests.SESSION_FULL,
    Reason.SESSION_TRAINS: Rests.SESSION_FULL,
    Reason.REST: Rests.BETWEEN,
    Reason.NOT_ARMED: Rests.ARM,
    Reason.HAND_OPEN: Rests.PRESS,
    Reason.HAND_USED: Rests.PRESS_ANEW,
    Reason.TRAIN_OVER: Rests.BETWEEN,
    Reason.RESERVING: Rests.NOT_ASKED,
}


class Guarding(Protocol):
    """The guard, as far as the kiosk knows it: ``hardware.stimulator.client`` or a rehearsed one."""

    def tell(self, report: Report) -> Answer | None:
        """Say this now; what the guard last answered, None where there is none."""

    def close(self) -> None:
        """Gone at once, and with it every permission.  May be called twice."""


class Told(Enum):
    """What the trace was last told in a hold."""

    NOTHING = "nothing"
    REFUSED = "refused"
    ON = "on"
    OFF = "off"
    """After its train; what the rest of the hold brings is nothing new."""


@dataclass(slots=True)
class _Account:
    """What a session with a prescription has come to so far."""

    session: bytes
    side: Side
    armed: bool = False
    trains: int = 0
    given_s: float = 0.0
    refusals: Counter[str] = field(default_factory=Counter)
    refused: str | None = None
    """Why the present hold goes without a train, as it is now."""
    over_s: float | None = None

    def hear(self, answer: Answer) -> Answer:
        """The guard counts, and what it said last counts.

        A train so short that it came and went between two instants of the mirror is on at this one.
        """
        if answer.session != self.session:
            return answer  # the guard has not heard of this one yet
        begun = answer.trains > self.trains
        self.armed = self.armed or answer.arming is Arming.ARMED or begun
        self.trains, self.given_s = answer.trains, answer.given_s
        return replace(answer, state=State.ON, reason=None) if begun else answer

    def hold(self, why: str | None) -> None:
        """One instant of a hold: why it has no train; None: it has one, or has had one."""
        self.refused = why

    def hold_over(self) -> None:
        """What was said last counts."""
        if self.refused is not None:
            self.refusals[self.refused] += 1
        self.refused = None

    @property
    def done(self) -> StimulationDone:
        refusals, number = dict(self.refusals), self.session.hex()
        return StimulationDone(self.side, self.armed, self.trains, round(self.given_s, 3), refusals, number)


class Stimulation:
    """Call :meth:`tick` at every instant of the kiosk, with what it saw and what was pressed."""

    def __init__(self, guard: Guarding, trace: Trace) -> None:
        self._guard = guard
        self._trace = trace
        self._session = NO_SESSION
        self._objection = Objection.NONE
        self._told = Told.NOTHING
        self._why: str | None = None
        self._picture_ms: int | None = None
        """How old the newest picture is."""
        self._account: _Account | None = None
        self._known = {NO_SESSION}
        """The sessions of this mirror's life, and those of before that the guard has told of."""
        self._earlier: Earlier | None = None

    def tick(
        self, session: Session, observation: Observation | None, now_s: float, presses: Iterable[Press] = ()
    ) -> Stimulator | None:
        """See Permitting."""
        self._follow(session, presses, now_s)
        report = self._report(session, observation, now_s)
        answer = self._guard.tell(report)
        self._earlier = self._earlier if answer is None else self._unknown(answer)
        if answer is not None and self._account is not None:
            answer = self._account.hear(answer)
        self._picture_ms = None if observation is None else round(1000.0 * (now_s - observation.t_s))
        self._tell_trace(answer, report.wanted, now_s)
        return None if session.brief.stimulation is None else stimulator_of(answer)

    def done(self, now_s: float) -> StimulationDone | None:
        """See Permitting."""
        account = self._account
        if account is None or account.over_s is None or now_s - account.over_s < SETTLED_S:
            return None
        return self.last()

    def last(self) -> StimulationDone | None:
        """See Permitting."""
        account, self._account = self._account, None
        return None if account is None else account.done

    def earlier(self) -> Earlier | None:
        """See Permitting."""
        earlier, self._earlier = self._earlier, None
        return earlier

    def close(self) -> None:
        """See Permitting."""
        self._guard.close()

    def _unknown(self, answer: Answer) -> Earlier | None:
        """A session that this mirror has not begun, and has not heard of yet, with trains in it."""
        if answer.session in self._known or answer.side is None or answer.trains == 0:
            return self._earlier
        self._known.add(answer.session)
        number = answer.session.hex()
        done = StimulationDone(Side(answer.side.value), True, answer.trains, answer.given_s, {}, number)
        return Earlier(done, answer.wall_s)

    def _follow(self, session: Session, presses: Iterable[Press], now_s: float) -> None:
        """A new session has a new number, no objection yet, and an account of its own."""
        if not _going_on(session):
            self._session = NO_SESSION
            if self._account is not None and self._account.over_s is None:
                self._account.over_s = now_s
        elif self._session == NO_SESSION:
            self._session, self._objection = secrets.token_bytes(SESSION_BYTES), Objection.NONE
            self._known.add(self._session)
        if any(press.button is Button.STOP for press in presses):
            self._objection = Objection.STOPPED
        # What may be stimulated is known before its first hold; a session without such a task has no account.
        if self._account is None and self._session != NO_SESSION and session.stimulation is not None:
            self._account = _Account(self._session, session.stimulation.side)

    def _report(self, session: Session, observation: Observation | None, now_s: float) -> Report:
        prescribed = session.brief.stimulation
        holding = session.scene is Scene.HOLD
        running = Activity.NONE if self._session == NO_SESSION else Activity.SESSION
        asking = session.stimulation if holding else None
        seen = observation is not None and observation.fault is None
        screening = Screening.OPEN if prescribed is None else prescribed.screening
        return Report(
            sent_s=now_s,
            session=self._session,
            activity=Activity.HOLD if holding else running,
            wanted=Wanted.NOTHING if asking is None else Wanted(asking.side.value),
            stage=Stage.FLACCID if prescribed is None else Stage(prescribed.stage.value),
            sight=Sight.SEEN if seen else Sight.UNSEEN,
            face_s=0.0 if observation is None else observation.t_s,
            answers=_ANSWERS[screening],
            answered_on=date.min if prescribed is None or screening is Screening.OPEN else prescribed.day,
            objection=self._objection,
        )

    def _tell_trace(self, answer: Answer | None, wanted: Wanted, now_s: float) -> None:
        """On, off or refused with the reason: each change once, and one refusal per reason and hold."""
        why = NO_GUARD if answer is None or answer.reason is None else answer.reason.value
        if answer is not None and answer.state is State.ON:
            self._tell(Told.ON, None, now_s)
        elif self._told is Told.ON:
            # Meanwhile the guard may have gone on to what stands against the next train.
            ended = None if answer is None else answer.ended
            self._tell(Told.OFF, why if ended is None else ended.value, now_s)
        elif wanted is Wanted.NOTHING:
            self._told, self._why = Told.NOTHING, None
        elif self._told is not Told.OFF and (answer is None or answer.reason not in _NO_REFUSAL):
            self._tell(Told.REFUSED, why, now_s)
        if self._account is None:
            return
        if wanted is Wanted.NOTHING:
            self._account.hold_over()
        else:
            self._account.hold(self._why if self._told is Told.REFUSED else None)

    def _tell(self, told: Told, why: str | None, now_s: float) -> None:
        if (told, why) == (self._told, self._why):
            return
        self._told, self._why = told, why
        self._trace.event(now_s, "stimulator", state=told.value, reason=why, picture_ms=self._picture_ms)


def _going_on(session: Session) -> bool:
    """Between the beginning and the end of a session, also while a fault or a question stands in between."""
    between = session.scene is Scene.SAFE or (session.scene is Scene.QUESTION and session.asked_for is Asking.FOREHEAD)
    return session.scene in IN_SESSION or (session.began and between)


def stimulator_of(answer: Answer | None) -> Stimulator:
    """What the person needs to know of the guard's answer; None: there is no guard."""
    if answer is None:
        return Stimulator(rests=Rests.UNWELL)
    if answer.state is State.ON:
        return Stimulator(Power.ON)
    power = Power.ARMED if answer.arming is Arming.ARMED else Power.OFF
    return Stimulator(power, Rests.NOT_ASKED if answer.reason is None else RESTS[answer.reason])
