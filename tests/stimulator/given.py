"""A moment in which everything holds, to be broken by tests; and short ways to decide about it."""

from dataclasses import replace
from datetime import date

from hardware.stimulator.clock import ClockState
from hardware.stimulator.dose import Dose
from hardware.stimulator.gate import Off, On, State, decide
from hardware.stimulator.hand import Grip, Hand
from hardware.stimulator.inputs import Board, Inputs, Ledger, Loop, Ready
from hardware.stimulator.prescription import Prescription, Side, Stage
from hardware.stimulator.report import Activity, Answers, Report, Sight, Wanted

#: Monotonic seconds of the moment.
NOW_S = 1000.0
TODAY = date(2026, 11, 21)
SESSION = b"session-number-1"
PRESCRIPTION = Prescription(
    name="revision 3 (test)",
    side=Side.LEFT,
    stage=Stage.PARETIC,
    first_day=date(2026, 11, 20),
    last_day=date(2027, 1, 1),
    train_s=3.0,
    rest_s=6.0,
    session_s=900.0,
    session_trains=60,
    week_sessions=3,
    course_weeks=6,
)
REPORT = Report(
    sent_s=NOW_S,
    session=SESSION,
    activity=Activity.HOLD,
    wanted=Wanted.LEFT,
    stage=Stage.PARETIC,
    sight=Sight.SEEN,
    face_s=NOW_S,
    answers=Answers.CLEAR,
    answered_on=TODAY,
)
INPUTS = Inputs(
    prescription=PRESCRIPTION,
    report=REPORT,
    hand=Hand.HELD,
    loop=Loop.CLOSED,
    ready=Ready.READY,
    board=Board.WELL,
    clock=ClockState.GOOD,
    day=TODAY,
    ledger=Ledger.RESERVED,
    dose=Dose(),
)
#: Armed, the hand button pressed anew a moment ago, and nothing running yet.
READY_TO_BEGIN = State(
    grip=Grip(pressed_s=NOW_S - 1.0, closed_s=NOW_S - 1.0, used=False, armed_until_s=NOW_S + 60.0),
    session=SESSION,
    judged=SESSION,
    prescription=PRESCRIPTION.name,
    decided_s=NOW_S - 0.025,
)
#: The same one decision into a train.
RUNNING = State(
    grip=Grip(pressed_s=NOW_S - 1.0, closed_s=NOW_S - 1.0, used=True, armed_until_s=NOW_S + 60.0),
    session=SESSION,
    judged=SESSION,
    prescription=PRESCRIPTION.name,
    on_since_s=NOW_S - 0.025,
    decided_s=NOW_S - 0.025,
)


def moved(inputs, by_s):
    """The same moment later: what the kiosk says is as fresh as it was."""
    report = inputs.report
    if report is None:
        return inputs
    return replace(inputs, report=replace(report, sent_s=report.sent_s + by_s, face_s=report.face_s + by_s))


def told(**changes):
    """The good moment with another report."""
    return replace(INPUTS, report=replace(REPORT, **changes))


def dosed(**changes):
    """The good moment with another dose behind it."""
    return replace(INPUTS, dose=replace(INPUTS.dose, **changes))


def reason(state, inputs, now_s=NOW_S):
    """Why the line is off; None when it is on."""
    _, verdict = decide(state, inputs, now_s)
    return None if isinstance(verdict, On) else verdict.reason


def is_on(verdict):
    assert isinstance(verdict, On | Off)
    return isinstance(verdict, On)
