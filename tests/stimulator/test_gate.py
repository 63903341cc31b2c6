"""The decision: every condition by itself, and what the gate remembers."""

from dataclasses import FrozenInstanceError, fields, replace
from datetime import date, timedelta

import pytest

from hardware.stimulator import gate
from hardware.stimulator.clock import ClockState
from hardware.stimulator.gate import CONDITIONS, Case, Off, On, State, decide
from hardware.stimulator.hand import ARMED_S, LEANED_S, SETTLED_S, Grip, Hand
from hardware.stimulator.inputs import Board, Inputs, Ledger, Loop, Ready
from hardware.stimulator.prescription import Side, Stage
from hardware.stimulator.reason import MEANT_ENDS, Reason
from hardware.stimulator.report import NO_SESSION, Activity, Answers, Objection, Report, Sight, Wanted
from hardware.stimulator.timing import AHEAD_S, FACE_S, HOLD_S, LATE_S, MOST_HOLD_S, RENEWAL_S
from tests.stimulator.given import (
    INPUTS,
    NOW_S,
    PRESCRIPTION,
    READY_TO_BEGIN,
    REPORT,
    RUNNING,
    SESSION,
    TODAY,
    dosed,
    moved,
    reason,
    told,
)

OTHER_SESSION = b"session-number-2"
DAY = timedelta(days=1)

#: What breaks each condition while a train runs, and nothing else: one entry or more for every reason.
LOST_WHILE_RUNNING = {
    "no prescription": (replace(INPUTS, prescription=None), Reason.NO_PRESCRIPTION),
    "a day before the first": (replace(INPUTS, day=PRESCRIPTION.first_day - DAY), Reason.NOT_BEGUN),
    "a day after the last": (replace(INPUTS, day=PRESCRIPTION.last_day + DAY), Reason.EXPIRED),
    "a clock nobody has set": (replace(INPUTS, clock=ClockState.NOT_SET), Reason.CLOCK_NOT_SET),
    "a clock that went back": (replace(INPUTS, clock=ClockState.WENT_BACK), Reason.CLOCK_WENT_BACK),
    "a clock that jumped": (replace(INPUTS, clock=ClockState.JUMPED), Reason.CLOCK_JUMPED),
    "a disk that refuses": (replace(INPUTS, ledger=Ledger.REFUSES), Reason.LEDGER),
    "a hot board": (replace(INPUTS, board=Board.HOT), Reason.BOARD_HOT),
    "a weak supply": (replace(INPUTS, board=Board.LOW_POWER), Reason.BOARD_POWER),
    "a board that cannot be read": (replace(INPUTS, board=Board.UNKNOWN), Reason.BOARD_UNKNOWN),
    "stop pressed, or its wire broken": (replace(INPUTS, loop=Loop.OPEN), Reason.STOP_OPEN),
    "no kiosk": (replace(INPUTS, report=None), Reason.SILENT),
    "a silent kiosk": (told(sent_s=NOW_S - RENEWAL_S - 1e-6), Reason.SILENT),
    "a word from the future": (told(sent_s=NOW_S + AHEAD_S + 1e-6), Reason.SILENT),
    "no session": (told(activity=Activity.NONE), Reason.NO_SESSION),
    "a session without a number": (told(session=NO_SESSION), Reason.NO_SESSION),
    "it hurts": (told(objection=Objection.STOPPED), Reason.STOPPED),
    "another plan": (replace(INPUTS, prescription=replace(PRESCRIPTION, name="another")), Reason.PRESCRIBED_ANEW),
    "a session begun under another plan": (dosed(session_prescription="another"), Reason.PRESCRIBED_ANEW),
    "questions of yesterday": (told(answered_on=TODAY - DAY), Reason.NOT_ANSWERED),
    "questions of tomorrow": (told(answered_on=TODAY + DAY), Reason.NOT_ANSWERED),
    "questions never asked": (told(answered_on=date.min, answers=Answers.NONE), Reason.NOT_ANSWERED),
    "an answer against it": (told(answers=Answers.AGAINST), Reason.CONTRAINDICATED),
    "questions opened, not answered": (told(answers=Answers.NONE), Reason.CONTRAINDICATED),
    "another stage": (told(stage=Stage.SYNKINETIC), Reason.OTHER_STAGE),
    "no longer asked for": (told(wanted=Wanted.NOTHING), Reason.NOT_ASKED),
    "both sides": (told(wanted=Wanted.BOTH), Reason.BOTH_SIDES),
    "the healthy side": (told(wanted=Wanted.RIGHT), Reason.OTHER_SIDE),
    "the hold is over": (told(activity=Activity.SESSION), Reason.NO_HOLD),
    "no face": (told(sight=Sight.UNSEEN), Reason.NO_FACE),
    "an old face": (told(face_s=NOW_S - FACE_S - 1e-6), Reason.FACE_OLD),
    "a face from the future": (told(face_s=NOW_S + AHEAD_S + 1e-6), Reason.FACE_OLD),
    "a stimulator that is not ready": (replace(INPUTS, ready=Ready.NOT_READY), Reason.STIMULATOR_NOT_READY),
    "the course's last day gone": (dosed(course_days=42), Reason.COURSE_OVER),
    "the course's sessions used": (dosed(course_sessions=18), Reason.COURSE_FULL),
    "the week's sessions used": (dosed(week_sessions=3), Reason.WEEK_FULL),
    "a session earlier today": (dosed(day_sessions=1), Reason.DAY_FULL),
    "a session last night": (dosed(gap_s=12 * 3600 - 1e-3), Reason.GAP),
    "the session's time used": (dosed(session_lasted_s=900.0 - MOST_HOLD_S + 1e-6), Reason.SESSION_TIME),
    "the session's dose used": (dosed(session_given_s=897.0 + 1e-6), Reason.SESSION_DOSE),
    "the session's trains used": (dosed(session_trains=60), Reason.SESSION_TRAINS),
    "more trains than there may be": (dosed(session_trains=61), Reason.SESSION_TRAINS),
    "more sessions than there may be": (dosed(week_sessions=4), Reason.WEEK_FULL),
    "two sessions today": (dosed(day_sessions=2), Reason.DAY_FULL),
    "a course long over": (dosed(course_days=43), Reason.COURSE_OVER),
    "a course more than full": (dosed(course_sessions=19), Reason.COURSE_FULL),
    "no rest": (dosed(rested_s=6.0 - 1e-6), Reason.REST),
    "the hand let go": (replace(INPUTS, hand=Hand.OPEN), Reason.HAND_OPEN),
    "a dose that is not written down": (replace(INPUTS, ledger=Ledger.WRITABLE), Reason.RESERVING),
}


@pytest.mark.parametrize("name", LOST_WHILE_RUNNING)
def test_a_running_train_ends_at_once_when_one_condition_is_lost(name):
    """Off within one decision, for exactly that reason."""
    inputs, expected = LOST_WHILE_RUNNING[name]
    assert reason(RUNNING, INPUTS) is None
    assert reason(RUNNING, inputs) is expected


@pytest.mark.parametrize("name", LOST_WHILE_RUNNING)
def test_no_train_begins_without_each_condition(name):
    """The same conditions hold before the first edge."""
    inputs, expected = LOST_WHILE_RUNNING[name]
    assert reason(READY_TO_BEGIN, INPUTS) is None
    assert reason(READY_TO_BEGIN, inputs) in (expected, Reason.SESSION_TIME)


#: Conditions on what is remembered: a state in which nothing else is amiss.
LOST_BY_STATE = {
    Reason.LATE: (replace(RUNNING, decided_s=NOW_S - LATE_S - 1e-6), INPUTS),
    Reason.NOT_ARMED: (replace(READY_TO_BEGIN, grip=replace(READY_TO_BEGIN.grip, armed_until_s=NOW_S - 1e-6)), INPUTS),
    Reason.HAND_USED: (replace(READY_TO_BEGIN, grip=replace(READY_TO_BEGIN.grip, used=True)), INPUTS),
    Reason.TRAIN_OVER: (replace(RUNNING, on_since_s=NOW_S + MOST_HOLD_S - 3.0 - 1e-6), INPUTS),
    Reason.STOPPED: (replace(RUNNING, stopped=frozenset({SESSION})), INPUTS),
}


@pytest.mark.parametrize("expected", LOST_BY_STATE)
def test_what_is_remembered_denies_too(expected):
    """Late, not armed, a used press, a train that is over, a session that was stopped."""
    state, inputs = LOST_BY_STATE[expected]
    assert reason(state, inputs) is expected


def test_every_condition_has_a_test_that_breaks_only_it():
    """No reason is without its case above, and none is judged twice."""
    judged = [Reason.NO_PRESCRIPTION, *(reason for reason, _ in CONDITIONS)]
    assert judged == list(Reason)
    assert {expected for _, expected in LOST_WHILE_RUNNING.values()} | set(LOST_BY_STATE) == set(Reason)


@pytest.mark.parametrize("left_out", [reason for reason, _ in CONDITIONS])
def test_a_gate_without_one_condition_would_be_caught(left_out, monkeypatch):
    """With any one condition taken out, a case above comes out otherwise: none of them is idle."""
    monkeypatch.setattr(gate, "CONDITIONS", tuple(pair for pair in CONDITIONS if pair[0] is not left_out))
    cases = [(RUNNING, inputs, expected) for inputs, expected in LOST_WHILE_RUNNING.values()]
    cases += [(state, inputs, expected) for expected, (state, inputs) in LOST_BY_STATE.items()]
    assert [expected for state, inputs, expected in cases if reason(state, inputs) is not expected]


def test_what_is_left_out_denies():
    """Inputs of which nothing is known are off, and so is each single thing that nothing is known of."""
    assert reason(State(), Inputs()) is Reason.NO_PRESCRIPTION
    idle = {field.name: field.default for field in fields(Inputs)}
    permitting = {"dose"}
    for name in idle.keys() - permitting:
        assert reason(RUNNING, replace(INPUTS, **{name: idle[name]})) is not None, name
    silent = Report(sent_s=NOW_S)
    for field in fields(Report):
        if field.name not in ("sent_s", "objection", "face_s"):
            left_out = replace(REPORT, **{field.name: getattr(silent, field.name)})
            assert reason(RUNNING, replace(INPUTS, report=left_out)) is not None, field.name


@pytest.mark.parametrize(
    ("state", "inputs"),
    [
        (RUNNING, replace(INPUTS, day=PRESCRIPTION.first_day)),
        (
            RUNNING,
            replace(INPUTS, day=PRESCRIPTION.last_day, report=replace(REPORT, answered_on=PRESCRIPTION.last_day)),
        ),
        (RUNNING, told(sent_s=NOW_S - RENEWAL_S + 1e-6)),
        (RUNNING, told(face_s=NOW_S - FACE_S + 1e-6)),
        (RUNNING, told(sent_s=NOW_S + AHEAD_S - 1e-6)),
        (RUNNING, replace(INPUTS, ready=Ready.NOT_WIRED)),
        (RUNNING, dosed(course_days=41, course_sessions=17, week_sessions=2, gap_s=12 * 3600.0)),
        (RUNNING, dosed(session_lasted_s=900.0 - MOST_HOLD_S, session_given_s=897.0, session_trains=59, rested_s=6.0)),
        (READY_TO_BEGIN, dosed(session_lasted_s=897.0)),
        (replace(RUNNING, decided_s=NOW_S - LATE_S + 1e-6), INPUTS),
        (replace(RUNNING, decided_s=NOW_S), INPUTS),
        (replace(RUNNING, on_since_s=NOW_S + MOST_HOLD_S - 3.0 + 1e-6), INPUTS),
        (replace(READY_TO_BEGIN, grip=Grip(NOW_S - SETTLED_S - 1e-9, False, NOW_S, NOW_S - SETTLED_S - 1e-9)), INPUTS),
        (replace(READY_TO_BEGIN, grip=Grip(NOW_S - LEANED_S, False, NOW_S, NOW_S - LEANED_S)), INPUTS),
        (replace(RUNNING, grip=Grip(NOW_S - 60.0, True, NOW_S - 60.0, NOW_S - 60.0)), INPUTS),
        (replace(READY_TO_BEGIN, decided_s=NOW_S - 100.0), INPUTS),
    ],
)
def test_limits_themselves_are_allowed(state, inputs):
    """Exactly at a limit is within it; so nothing above is refused for another reason than it says."""
    if inputs.day != TODAY:
        inputs = replace(inputs, report=replace(inputs.report, answered_on=inputs.day))
    assert reason(state, inputs) is None


def test_an_age_is_recent_up_to_its_limit_and_five_milliseconds_ahead():
    """To the instant, on numbers that a float has exactly."""
    case = Case(RUNNING, INPUTS, PRESCRIPTION, REPORT, NOW_S)
    assert case.recent(NOW_S - 0.5, 0.5)
    assert not case.recent(NOW_S - 0.5, 0.499)
    assert case.recent(NOW_S + AHEAD_S / 2, 0.5)
    assert not case.recent(NOW_S + AHEAD_S * 2, 0.5)
    assert replace(case, now_s=0.0).recent(AHEAD_S, 0.5)


def at_s(now_s, on_since_s, decided_s):
    """Why a train is off that began and was decided about at these instants; None when it is on."""
    grip = Grip(pressed_s=-1.0, used=True, closed_s=-1.0)
    state = State(grip=grip, session=SESSION, on_since_s=on_since_s, decided_s=decided_s)
    return reason(state, moved(INPUTS, now_s - NOW_S), now_s)


def test_lateness_and_length_are_differences_and_their_limits_allowed():
    """Soon after the start of the computer too, on numbers that a float has exactly."""
    assert at_s(LATE_S, 0.0, 0.0) is None
    assert at_s(1.5, 0.5, 0.5) is Reason.LATE
    assert at_s(3.0 - MOST_HOLD_S, 0.0, 2.82) is None
    assert at_s(3.5, 0.5, 3.475) is Reason.TRAIN_OVER


def test_equal_is_enough():
    """Days, sides and sessions that came over the socket are other objects than those in the plan and the state."""
    today, session = date.fromordinal(TODAY.toordinal()), bytes(bytearray(SESSION))
    assert reason(READY_TO_BEGIN, told(answered_on=today, session=session)) is None
    assert not after(READY_TO_BEGIN, told(session=bytes(bytearray(NO_SESSION)))).grip.armed(NOW_S)
    assert reason(READY_TO_BEGIN, told(session=bytes(bytearray(NO_SESSION)))) is Reason.NO_SESSION
    assert after(RUNNING, told(session=bytes(bytearray(NO_SESSION)), objection=Objection.STOPPED)).stopped == set()


def test_a_stop_that_lasts_stays_a_stop():
    """The loop is open for many decisions, and the session is stopped in each and after."""
    state = RUNNING
    for _ in range(3):
        state = after(state, replace(INPUTS, loop=Loop.OPEN))
        assert state.stopped == {SESSION}


def test_what_is_decided_by_cannot_be_changed():
    """A state, a case and a verdict are what they were."""
    for value in (RUNNING, INPUTS, Case(RUNNING, INPUTS, PRESCRIPTION, REPORT, NOW_S), Off(Reason.REST), RUNNING.grip):
        with pytest.raises(FrozenInstanceError):
            setattr(value, fields(value)[0].name, None)
    assert On() == On()
    assert Off(Reason.REST) == Off(Reason.REST) != Off(Reason.LATE)


def test_a_train_needs_room_for_its_whole_length():
    """What would go past a limit at its end does not begin."""
    assert reason(READY_TO_BEGIN, dosed(session_lasted_s=897.0 + 1e-6)) is Reason.SESSION_TIME
    assert reason(READY_TO_BEGIN, dosed(session_given_s=897.0 + 1e-6)) is Reason.SESSION_DOSE


def test_time_that_went_back_ends_a_train():
    """The monotonic clock cannot go back; where it seems to, nothing is known."""
    assert reason(replace(RUNNING, decided_s=NOW_S + 1e-6), INPUTS) is Reason.LATE


def test_the_right_side_is_served_when_it_is_the_prescribed_one():
    """The prescribed side decides, not left."""
    right = replace(PRESCRIPTION, side=Side.RIGHT)
    assert reason(RUNNING, replace(told(wanted=Wanted.RIGHT), prescription=right)) is None
    assert reason(RUNNING, replace(INPUTS, prescription=right)) is Reason.OTHER_SIDE
    assert reason(RUNNING, replace(told(wanted=Wanted.BOTH), prescription=right)) is Reason.BOTH_SIDES


def test_a_train_ends_by_itself_and_the_press_is_used_up():
    """From the first edge the output is on for the prescribed time at most; the same press begins no other."""
    state, now_s, on_s = READY_TO_BEGIN, NOW_S, []
    for tick in range(400):
        now_s = NOW_S + 0.025 * tick
        state, verdict = decide(state, moved(INPUTS, now_s - NOW_S), now_s)
        if isinstance(verdict, On):
            on_s.append(now_s)
    assert on_s[-1] + MOST_HOLD_S - on_s[0] == pytest.approx(3.0, abs=0.025)
    assert on_s[-1] + MOST_HOLD_S - on_s[0] <= 3.0
    assert on_s == pytest.approx([NOW_S + 0.025 * tick for tick in range(len(on_s))])
    assert reason(state, moved(INPUTS, now_s - NOW_S), now_s) is Reason.HAND_USED


def after(state, inputs, now_s=NOW_S):
    return decide(state, inputs, now_s)[0]


def test_an_end_as_meant_keeps_it_armed_and_any_other_does_not():
    """After hold, hand or train ended it the next press goes on; after a fault somebody has to arm anew."""
    let_go = after(RUNNING, replace(INPUTS, hand=Hand.OPEN))
    assert let_go.on_since_s is None
    assert let_go.grip == Grip(NOW_S - 1.0, True, NOW_S + ARMED_S, None, NOW_S)
    for inputs in (told(activity=Activity.SESSION), told(wanted=Wanted.NOTHING)):
        assert after(RUNNING, inputs).grip.armed_until_s == NOW_S + ARMED_S
    faults = [inputs for inputs, why in LOST_WHILE_RUNNING.values() if why not in MEANT_ENDS]
    for inputs in faults:
        state, verdict = decide(RUNNING, inputs, NOW_S)
        assert isinstance(verdict, Off)
        assert not state.grip.armed(NOW_S)
        assert not state.grip.fresh(NOW_S)
        assert state.on_since_s is None


def test_a_refusal_before_the_train_leaves_it_armed():
    """Resting between two trains is nothing amiss."""
    assert after(READY_TO_BEGIN, dosed(rested_s=1.0)).grip == READY_TO_BEGIN.grip


def test_another_session_and_the_open_loop_disarm():
    """Arming belongs to one session, and a stop takes it back."""
    for inputs in (
        told(session=OTHER_SESSION),
        told(session=b"session-number-0"),
        told(session=NO_SESSION),
        replace(INPUTS, report=None),
        replace(INPUTS, loop=Loop.OPEN),
        told(objection=Objection.STOPPED),
    ):
        assert not after(READY_TO_BEGIN, inputs).grip.armed(NOW_S)
    assert after(READY_TO_BEGIN, told(session=OTHER_SESSION)).session == OTHER_SESSION


def test_without_a_session_nothing_can_be_armed():
    """Two seconds on the button while no session runs arm nothing."""
    state, idle = State(), told(session=bytes(len(NO_SESSION)))
    for tick in range(200):
        now_s = NOW_S + 0.025 * tick
        held = Hand.HELD if 10 <= tick < 120 else Hand.OPEN
        state = after(state, replace(moved(idle, now_s - NOW_S), hand=held), now_s)
    assert not state.grip.armed(now_s)


def test_stop_holds_for_the_rest_of_the_session():
    """Also when the loop is closed again, and also when another session came in between."""
    for stop in (replace(INPUTS, loop=Loop.OPEN), told(objection=Objection.STOPPED)):
        state = after(RUNNING, stop)
        assert state.stopped == {SESSION}
        assert reason(replace(READY_TO_BEGIN, stopped=state.stopped), INPUTS) is Reason.STOPPED
        between = after(state, told(session=OTHER_SESSION, objection=Objection.STOPPED))
        assert between.stopped == {SESSION, OTHER_SESSION}
    assert after(RUNNING, replace(INPUTS, loop=Loop.OPEN, report=None)).stopped == set()
    assert after(RUNNING, told(session=NO_SESSION, objection=Objection.STOPPED)).stopped == set()


def test_a_decision_is_remembered():
    """When it was made, and from when on the train runs."""
    state = after(READY_TO_BEGIN, INPUTS)
    assert (state.decided_s, state.on_since_s, state.grip.used) == (NOW_S, NOW_S, True)
    later = after(state, moved(INPUTS, 0.025), NOW_S + 0.025)
    assert (later.decided_s, later.on_since_s) == (NOW_S + 0.025, NOW_S)
    refused = after(READY_TO_BEGIN, dosed(rested_s=0.0))
    assert (refused.decided_s, refused.on_since_s, refused.grip.used) == (NOW_S, None, False)


def test_the_sums_of_the_delays_stay_below_what_is_promised():
    """Permission decays in 250 ms, a lost face is answered within 300 ms, at the output and not only at the line."""
    assert RENEWAL_S + HOLD_S <= 0.250
    assert max(RENEWAL_S, FACE_S) + MOST_HOLD_S <= 0.300
    assert HOLD_S < MOST_HOLD_S
    assert LATE_S < HOLD_S
