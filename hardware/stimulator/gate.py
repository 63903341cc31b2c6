"""The decision: may the line carry edges now?  Pure, and default-deny.

``decide`` is called every few milliseconds with everything that is known, and answers for that instant only.  The line
may move on ``On`` and on nothing else.  Every condition stands once in CONDITIONS with the reason that is given when it
does not hold; conditions and reasons follow section 5.7 of the clinical requirements, listed in docs/stimulation.md.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from hardware.stimulator.clock import ClockState
from hardware.stimulator.dose import GAP_S, Dose
from hardware.stimulator.hand import ARMED_S, UNTOUCHED, Grip, grip_after
from hardware.stimulator.inputs import Board, Inputs, Ledger, Loop, Ready
from hardware.stimulator.prescription import Prescription
from hardware.stimulator.reason import MEANT_ENDS, Reason
from hardware.stimulator.report import NO_SESSION, Activity, Answers, Objection, Report, Sight, Wanted
from hardware.stimulator.timing import AHEAD_S, FACE_S, LATE_S, MOST_HOLD_S, RENEWAL_S


@dataclass(frozen=True, slots=True)
class State:
    """What has to be remembered from one decision to the next.  Times are monotonic seconds."""

    grip: Grip = UNTOUCHED
    session: bytes = NO_SESSION
    stopped: frozenset[bytes] = frozenset()
    """The sessions in which somebody pressed stop or said that it hurts."""
    judged: bytes = NO_SESSION
    """The newest session that was judged by a prescription, """
    prescription: str = ""
    """and the name of the one that it was first judged by."""
    replaced: frozenset[bytes] = frozenset()
    """The sessions in which it gave way to another one: what was answered and armed was meant for the first."""
    on_since_s: float | None = None
    decided_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Off:
    """No edges."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class On:
    """Half a wave further."""


Verdict = Off | On


@dataclass(frozen=True, slots=True)
class Case:
    """What a condition is judged by; the absences that deny by themselves are dealt with."""

    state: State
    inputs: Inputs
    prescribed: Prescription
    report: Report
    now_s: float

    @property
    def grip(self) -> Grip:
        return self.state.grip

    @property
    def dose(self) -> Dose:
        return self.inputs.dose

    @property
    def prescribed_anew(self) -> bool:
        """Whether this session began under another prescription; the ledger knows it over a restart too."""
        given_by = self.dose.session_prescription
        return self.report.session in self.state.replaced or given_by not in ("", self.prescribed.name)

    @property
    def begins(self) -> bool:
        return self.state.on_since_s is None

    @property
    def lasted_s(self) -> float:
        """How long the train will have lasted at the stimulator's input if this instant is its last edge."""
        return MOST_HOLD_S if self.state.on_since_s is None else self.now_s - self.state.on_since_s + MOST_HOLD_S

    @property
    def session_will_last_s(self) -> float:
        """The session's length at the end of a train that begins now, or of one that ends now."""
        return self.dose.session_lasted_s + (self.prescribed.train_s if self.begins else MOST_HOLD_S)

    @property
    def session_will_have_s(self) -> float:
        """Stimulation in this session at the end of the train, were it to use its full length."""
        return self.dose.session_given_s + self.prescribed.train_s

    def recent(self, t_s: float, most_s: float) -> bool:
        """Whether ``t_s`` is at most ``most_s`` ago; the future counts for nothing."""
        return -AHEAD_S <= self.now_s - t_s <= most_s


Condition = Callable[[Case], bool]
#: In the order of judgement, which is that of Reason: the first that does not hold is the reason that is given.
CONDITIONS: Final[tuple[tuple[Reason, Condition], ...]] = (
    (Reason.CLOCK_NOT_SET, lambda case: case.inputs.clock is not ClockState.NOT_SET),
    (Reason.CLOCK_WENT_BACK, lambda case: case.inputs.clock is not ClockState.WENT_BACK),
    (Reason.CLOCK_JUMPED, lambda case: case.inputs.clock is ClockState.GOOD),
    (Reason.NOT_BEGUN, lambda case: case.inputs.day >= case.prescribed.first_day),
    (Reason.EXPIRED, lambda case: case.inputs.day <= case.prescribed.last_day),
    (Reason.LEDGER, lambda case: case.inputs.ledger is not Ledger.REFUSES),
    (Reason.BOARD_HOT, lambda case: case.inputs.board is not Board.HOT),
    (Reason.BOARD_POWER, lambda case: case.inputs.board is not Board.LOW_POWER),
    (Reason.BOARD_UNKNOWN, lambda case: case.inputs.board is Board.WELL),
    (Reason.STOP_OPEN, lambda case: case.inputs.loop is Loop.CLOSED),
    (Reason.LATE, lambda case: case.begins or 0 <= case.now_s - case.state.decided_s <= LATE_S),
    (Reason.SILENT, lambda case: case.recent(case.report.sent_s, RENEWAL_S)),
    (Reason.NO_SESSION, lambda case: case.report.activity is not Activity.NONE and case.report.session != NO_SESSION),
    (Reason.STOPPED, lambda case: case.report.session not in case.state.stopped),
    (Reason.PRESCRIBED_ANEW, lambda case: not case.prescribed_anew),
    (Reason.NOT_ANSWERED, lambda case: case.report.answered_on == case.inputs.day),
    (Reason.CONTRAINDICATED, lambda case: case.report.answers is Answers.CLEAR),
    (Reason.OTHER_STAGE, lambda case: case.report.stage is case.prescribed.stage),
    (Reason.NOT_ASKED, lambda case: case.report.wanted is not Wanted.NOTHING),
    (Reason.BOTH_SIDES, lambda case: case.report.wanted is not Wanted.BOTH),
    (Reason.OTHER_SIDE, lambda case: case.report.wanted.value == case.prescribed.side.value),
    (Reason.NO_HOLD, lambda case: case.report.activity is Activity.HOLD),
    (Reason.NO_FACE, lambda case: case.report.sight is Sight.SEEN),
    (Reason.FACE_OLD, lambda case: case.recent(case.report.face_s, FACE_S)),
    (Reason.STIMULATOR_NOT_READY, lambda case: case.inputs.ready is not Ready.NOT_READY),
    (Reason.COURSE_OVER, lambda case: case.dose.course_days < 7 * case.prescribed.course_weeks),
    (Reason.COURSE_FULL, lambda case: case.dose.course_sessions < case.prescribed.course_sessions),
    (Reason.WEEK_FULL, lambda case: case.dose.week_sessions < case.prescribed.week_sessions),
    (Reason.DAY_FULL, lambda case: case.dose.day_sessions < 1),
    # A second line of defence, as SESSION_DOSE below: within the gap the 20 hours of a day are not over either.
    (Reason.GAP, lambda case: case.dose.gap_s >= GAP_S),
    (Reason.SESSION_TIME, lambda case: case.session_will_last_s <= case.prescribed.session_s),
    (
        Reason.SESSION_DOSE,
        lambda case: case.session_will_have_s <= case.prescribed.session_s,
    ),
    (Reason.SESSION_TRAINS, lambda case: case.dose.session_trains < case.prescribed.session_trains),
    (Reason.REST, lambda case: case.dose.rested_s >= case.prescribed.rest_s),
    (Reason.NOT_ARMED, lambda case: not case.begins or case.grip.armed(case.now_s)),
    (Reason.HAND_OPEN, lambda case: case.grip.held(case.now_s)),
    (Reason.HAND_USED, lambda case: not case.begins or case.grip.fresh(case.now_s)),
    (Reason.TRAIN_OVER, lambda case: case.lasted_s <= case.prescribed.train_s),
    (Reason.RESERVING, lambda case: case.inputs.ledger is Ledger.RESERVED),
)


#: Stands for a kiosk that has said nothing yet.
_NOTHING_SAID: Final = Report(sent_s=float("-inf"))


def decide(state: State, inputs: Inputs, now_s: float) -> tuple[State, Verdict]:
    """Whether the line may carry edges at ``now_s``, monotonic seconds, and what to remember until next time."""
    state = _judged(_noticed(state, inputs, now_s), inputs.prescription)
    reason = _against(state, inputs, now_s)
    if reason is None:
        since_s = now_s if state.on_since_s is None else state.on_since_s
        return replace(state, grip=state.grip.spent(), on_since_s=since_s, decided_s=now_s), On()
    grip = state.grip
    if state.on_since_s is not None:
        grip = grip.kept_armed(now_s + ARMED_S) if reason in MEANT_ENDS else grip.disarmed()
    return replace(state, grip=grip, on_since_s=None, decided_s=now_s), Off(reason)


def _noticed(state: State, inputs: Inputs, now_s: float) -> State:
    """The hand, the stop and the session as they are now; whatever is not the same session is disarmed."""
    report = inputs.report or _NOTHING_SAID
    grip = grip_after(state.grip, inputs.hand, now_s)
    stop = inputs.loop is Loop.OPEN or report.objection is Objection.STOPPED
    if stop or report.session == NO_SESSION or report.session != state.session:
        grip = grip.disarmed()
    stopped = state.stopped | {report.session} if stop and report.session != NO_SESSION else state.stopped
    return replace(state, grip=grip, session=report.session, stopped=stopped)


def _judged(state: State, prescribed: Prescription | None) -> State:
    """By which prescription: one that takes another's place disarms, and ends it for the session.

    A plan that cannot be read for a moment is no other plan.
    """
    if prescribed is None or state.session == NO_SESSION:
        return state
    if state.judged != state.session:
        return replace(state, judged=state.session, prescription=prescribed.name)
    if state.prescription == prescribed.name:
        return state
    return replace(state, grip=state.grip.disarmed(), replaced=state.replaced | {state.session})


def _against(state: State, inputs: Inputs, now_s: float) -> Reason | None:
    """The first reason against it; None when there is none."""
    if inputs.prescription is None:
        return Reason.NO_PRESCRIPTION
    case = Case(state, inputs, inputs.prescription, inputs.report or _NOTHING_SAID, now_s)
    return next((reason for reason, holds in CONDITIONS if not holds(case)), None)
