"""What the guard of a stimulator is told of a session, and what trace, screen and log hear of it.  Decides nothing."""

import secrets
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Final, Protocol

from hardware.stimulator.prescription import Stage
from hardware.stimulator.protocol import Answer, State
from hardware.stimulator.reason import Reason
from hardware.stimulator.report import NO_SESSION, SESSION_BYTES, Activity, Answers, Objection, Report, Sight, Wanted
from mirror.kiosk.permitting import Earlier
from mirror.kiosk.rests import stimulator_of
from mirror.kiosk.session_account import SessionAccount
from mirror.kiosk.trace import Trace
from mirror.perception.face import Side
from mirror.perception.observation import Observation
from mirror.therapy.effects import StimulationDone
from mirror.therapy.press import Button, Press
from mirror.therapy.scene import IN_SESSION, Asking, Scene
from mirror.therapy.session import Session
from mirror.therapy.stimulator import Screening, Stimulator

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


class StimulationBeside:
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
        self._account: SessionAccount | None = None
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
            self._account = SessionAccount(self._session, session.stimulation.side)

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
