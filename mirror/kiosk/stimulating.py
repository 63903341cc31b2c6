"""What the guard of a stimulator is told of a session, and what the trace tells of the guard.  Decides nothing."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Final, Protocol

from hardware.stimulator.client import Client
from hardware.stimulator.prescription import Prescription, Stage
from hardware.stimulator.protocol import Answer, State
from hardware.stimulator.reason import Reason
from hardware.stimulator.report import NO_SESSION, SESSION_BYTES, Activity, Answers, Objection, Report, Sight, Wanted
from mirror.kiosk.trace import Trace
from mirror.perception.observation import Observation
from mirror.therapy.press import Button, Press
from mirror.therapy.scene import IN_SESSION, Scene
from mirror.therapy.session import Session

#: Why nothing is stimulated where nobody answers.
NO_GUARD: Final = "no guard of the stimulator answers"


class Guarding(Protocol):
    """The guard, as far as the kiosk knows it: ``hardware.stimulator.client`` or a rehearsed one."""

    def tell(self, report: Report) -> Answer | None:
        """Say this now; what the guard last answered, None where there is none."""


class Told(Enum):
    """What the trace was last told in a hold."""

    NOTHING = "nothing"
    REFUSED = "refused"
    ON = "on"
    OFF = "off"
    """After its train; what the rest of the hold brings is nothing new."""


@dataclass(frozen=True, slots=True)
class DayAnswers:
    """What was said to the contraindication questions, and on which of the mirror's days."""

    answers: Answers = Answers.NONE
    on: date = date.min


class Stimulating(Protocol):
    """What the kiosk has beside a session."""

    def tick(
        self, session: Session, observation: Observation | None, now_s: float, presses: Iterable[Press] = ()
    ) -> None:
        """Tell the guard how things are at ``now_s``, monotonic seconds, and the trace what it does about it."""


class NoStimulation:
    """For a plan that prescribes none: nobody is told and nothing is asked."""

    def tick(
        self, session: Session, observation: Observation | None, now_s: float, presses: Iterable[Press] = ()
    ) -> None:
        """See Stimulating."""


class Stimulation:
    """Call :meth:`tick` at every instant of the kiosk, with what it saw and what was pressed."""

    def __init__(
        self,
        guard: Guarding,
        prescription: Prescription,
        stage: Callable[[], Stage],
        answered: Callable[[], DayAnswers],
        trace: Trace,
    ) -> None:
        """``stage`` is the stage as it stands now, ``answered`` the newest answers to the questions of the day."""
        self._guard = guard
        self._prescription = prescription
        self._stage = stage
        self._answered = answered
        self._trace = trace
        self._session = NO_SESSION
        self._objection = Objection.NONE
        self._told = Told.NOTHING
        self._why: str | None = None

    def tick(
        self, session: Session, observation: Observation | None, now_s: float, presses: Iterable[Press] = ()
    ) -> None:
        """See Stimulating."""
        self._follow(session, presses)
        report = self._report(session, observation, now_s)
        self._tell_trace(self._guard.tell(report), report.wanted, now_s)

    def _follow(self, session: Session, presses: Iterable[Press]) -> None:
        """A new session has a new number, and no objection yet."""
        if session.scene not in IN_SESSION:
            self._session = NO_SESSION
        elif self._session == NO_SESSION:
            self._session, self._objection = secrets.token_bytes(SESSION_BYTES), Objection.NONE
        if any(press.button is Button.STOP for press in presses):
            self._objection = Objection.STOPPED

    def _report(self, session: Session, observation: Observation | None, now_s: float) -> Report:
        holding = session.scene is Scene.HOLD
        running = Activity.NONE if self._session == NO_SESSION else Activity.SESSION
        seen = observation is not None and observation.fault is None
        answered = self._answered()
        return Report(
            sent_s=now_s,
            session=self._session,
            activity=Activity.HOLD if holding else running,
            wanted=Wanted(self._prescription.side.value) if holding else Wanted.NOTHING,
            stage=self._stage(),
            sight=Sight.SEEN if seen else Sight.UNSEEN,
            face_s=0.0 if observation is None else observation.t_s,
            answers=answered.answers,
            answered_on=answered.on,
            objection=self._objection,
        )

    def _tell_trace(self, answer: Answer | None, wanted: Wanted, now_s: float) -> None:
        """On, off or refused with the reason: each change once, and one refusal per reason and hold."""
        why = NO_GUARD if answer is None or answer.reason is None else answer.reason.value
        if answer is not None and answer.state is State.ON:
            self._tell(Told.ON, None, now_s)
        elif self._told is Told.ON:
            self._tell(Told.OFF, why, now_s)
        elif wanted is Wanted.NOTHING:
            self._told, self._why = Told.NOTHING, None
        elif self._told is not Told.OFF and (answer is None or answer.reason is not Reason.RESERVING):
            self._tell(Told.REFUSED, why, now_s)

    def _tell(self, told: Told, why: str | None, now_s: float) -> None:
        if (told, why) != (self._told, self._why):
            self._told, self._why = told, why
            self._trace.event(now_s, "stimulator", state=told.value, reason=why)


@contextmanager
def guarded(
    prescription: Prescription | None,
    socket: Path,
    clock: Callable[[], float],
    stage: Callable[[], Stage],
    answered: Callable[[], DayAnswers],
    trace: Trace,
) -> Iterator[Stimulating]:
    """What a mirror with this prescription has beside its sessions: a line to the guard at ``socket``, or nothing.

    ``clock`` gives monotonic seconds; the rest as for Stimulation.
    """
    if prescription is None:
        yield NoStimulation()
        return
    with closing(Client(socket, clock)) as client:
        yield Stimulation(client, prescription, stage, answered, trace)
