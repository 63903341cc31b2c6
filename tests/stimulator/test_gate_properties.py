"""No sequence of whatever is known, said and pressed gets the line past a condition or a limit."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from hardware.stimulator import gate
from hardware.stimulator.clock import ClockState
from hardware.stimulator.dose import GAP_S, NEVER_S, SessionDose, dose_at
from hardware.stimulator.gate import CONDITIONS, Off, On, State, decide
from hardware.stimulator.hand import ARMED_S, ARMING_S, LEANED_S, LET_GO_S, SETTLED_S, Grip, Hand
from hardware.stimulator.inputs import Board, Inputs, Ledger, Loop, Ready
from hardware.stimulator.monostable import output_of
from hardware.stimulator.prescription import Side, Stage
from hardware.stimulator.reason import MEANT_ENDS, Reason
from hardware.stimulator.report import NO_SESSION, Activity, Answers, Objection, Report, Sight, Wanted
from hardware.stimulator.timing import FACE_S, HOLD_S, LATE_S, MOST_HOLD_S, RENEWAL_S
from tests.stimulator.given import INPUTS, NOW_S, PRESCRIPTION, READY_TO_BEGIN, REPORT, SESSION, TODAY, moved

OTHER = b"session-number-2"
GOOD_OFTEN = 12


def mostly(good, *others):
    """The good value most of the time, so that sequences get far; the others often enough to break them."""
    return st.sampled_from([good] * GOOD_OFTEN + list(others))


REPORTS = st.builds(
    Report,
    sent_s=mostly(0.0, -0.1, -0.2, 0.01, float("-inf")),
    session=mostly(SESSION, OTHER, NO_SESSION),
    activity=mostly(Activity.HOLD, *Activity),
    wanted=mostly(Wanted.LEFT, *Wanted),
    stage=mostly(Stage.PARETIC, *Stage),
    sight=mostly(Sight.SEEN, *Sight),
    face_s=mostly(0.0, -0.1, -0.2, 0.01),
    answers=mostly(Answers.CLEAR, *Answers),
    answered_on=mostly(TODAY, TODAY - timedelta(days=1), date.min),
    objection=mostly(Objection.NONE, *([Objection.NONE] * 20), Objection.STOPPED),
)
STEPS = st.tuples(
    mostly(0.025, 0.0, 0.01, 0.05, 0.061, 0.2, 3.0),
    st.builds(
        Inputs,
        prescription=mostly(PRESCRIPTION, None, replace(PRESCRIPTION, side=Side.RIGHT)),
        report=st.one_of(*([REPORTS] * GOOD_OFTEN), st.none()),
        hand=mostly(Hand.HELD, *Hand),
        loop=mostly(Loop.CLOSED, *([Loop.CLOSED] * 20), Loop.OPEN),
        ready=mostly(Ready.READY, *Ready),
        board=mostly(Board.WELL, *Board),
        clock=mostly(ClockState.GOOD, *ClockState),
        day=mostly(TODAY, TODAY - timedelta(days=3), TODAY + timedelta(days=60)),
        ledger=mostly(Ledger.RESERVED, *Ledger),
    ),
)
GRIPS = st.builds(
    Grip,
    pressed_s=st.sampled_from([None, NOW_S - 20.0, NOW_S - 1.0, NOW_S]),
    closed_s=st.sampled_from([None, NOW_S - 20.0, NOW_S - 1.0, NOW_S]),
    used=st.booleans(),
    armed_until_s=st.sampled_from([NOW_S - 1.0, NOW_S + 60.0, NOW_S + 60.0]),
)
STATES = st.builds(
    State,
    grip=GRIPS,
    session=st.sampled_from([SESSION, SESSION, OTHER, NO_SESSION]),
    stopped=st.sampled_from([frozenset(), frozenset(), frozenset({SESSION})]),
    on_since_s=st.sampled_from([None, NOW_S - 0.025, NOW_S - 2.9]),
    decided_s=st.just(NOW_S - 0.025),
)


def at(inputs, now_s):
    """Ages of a report become instants."""
    if inputs.report is None:
        return inputs
    report = inputs.report
    return replace(inputs, report=replace(report, sent_s=now_s + report.sent_s, face_s=now_s + report.face_s))


def permitted(inputs, now_s):
    """Every condition that depends on this moment alone, written down once more and otherwise than in the gate."""
    report, prescription, dose = inputs.report, inputs.prescription, inputs.dose
    if report is None or prescription is None:
        return False
    return (
        prescription.first_day <= inputs.day <= prescription.last_day
        and inputs.clock is ClockState.GOOD
        and inputs.ledger is Ledger.RESERVED
        and inputs.board is Board.WELL
        and inputs.loop is Loop.CLOSED
        and inputs.hand is Hand.HELD
        and inputs.ready in (Ready.READY, Ready.NOT_WIRED)
        and abs(now_s - report.sent_s) <= RENEWAL_S
        and abs(now_s - report.face_s) <= FACE_S
        and report.session != NO_SESSION
        and report.activity is Activity.HOLD
        and report.wanted.value == prescription.side.value
        and report.stage is prescription.stage
        and report.sight is Sight.SEEN
        and report.answers is Answers.CLEAR
        and report.answered_on == inputs.day
        and report.objection is Objection.NONE
        and dose.rested_s >= prescription.rest_s
        and dose.gap_s >= GAP_S
        and dose.day_sessions == 0
        and dose.week_sessions < prescription.week_sessions
        and dose.course_sessions < prescription.course_sessions
        and dose.course_days < 7 * prescription.course_weeks
        and dose.session_prescription in ("", prescription.name)
        and dose.session_trains < prescription.session_trains
        and dose.session_given_s + prescription.train_s <= prescription.session_s
        and dose.session_lasted_s <= prescription.session_s - MOST_HOLD_S
    )


def changed(**changes):
    return lambda inputs: replace(inputs, **changes)


def told(**changes):
    return lambda inputs: replace(inputs, report=replace(inputs.report, **changes))


def dosed(**changes):
    return lambda inputs: replace(inputs, dose=replace(inputs.dose, **changes))


def prescribed(**changes):
    return lambda inputs: replace(inputs, prescription=replace(inputs.prescription, **changes))


DAY = timedelta(days=1)
#: Each takes one thing away and leaves everything else as it was.
LOSSES = (
    *(changed(clock=clock) for clock in ClockState if clock is not ClockState.GOOD),
    *(changed(board=board) for board in Board if board is not Board.WELL),
    *(changed(ledger=ledger) for ledger in Ledger if ledger is not Ledger.RESERVED),
    *(told(wanted=wanted) for wanted in Wanted if wanted is not Wanted.LEFT),
    *(told(activity=activity) for activity in Activity if activity is not Activity.HOLD),
    *(told(answers=answers) for answers in Answers if answers is not Answers.CLEAR),
    *(changed(prescription=None), changed(loop=Loop.OPEN), changed(ready=Ready.NOT_READY)),
    *(told(sent_s=-RENEWAL_S - 0.01), told(face_s=-FACE_S - 0.01), told(sight=Sight.UNSEEN)),
    *(told(session=NO_SESSION), told(session=OTHER), told(objection=Objection.STOPPED)),
    *(told(answered_on=TODAY - DAY), told(stage=Stage.SYNKINETIC)),
    *(prescribed(first_day=TODAY + DAY), prescribed(last_day=TODAY - DAY, first_day=TODAY - 2 * DAY)),
    *(prescribed(name="another"), dosed(session_prescription="another")),
    *(dosed(course_days=42), dosed(course_sessions=18), dosed(week_sessions=3), dosed(day_sessions=1)),
    *(dosed(gap_s=3600.0), dosed(session_lasted_s=900.0), dosed(session_given_s=898.0)),
    *(dosed(session_trains=60), dosed(rested_s=5.0)),
)
#: What may happen next: most of the time nothing but time passes, and then exactly one thing changes.
HAPPENS = st.one_of(
    st.tuples(st.just("passes"), st.integers(1, 20)),
    st.tuples(st.just("passes"), st.sampled_from([1, 4, 150])),
    st.tuples(st.just("is lost"), st.integers(0, len(LOSSES) - 1)),
    st.tuples(st.just("is well again"), st.just(1)),
    st.tuples(st.just("hand"), st.sampled_from([1, 2, 8])),
    st.tuples(st.just("arms"), st.sampled_from([40, 85, 85, 85, 500])),
    st.tuples(st.just("held up"), st.sampled_from([2, 4, 40])),
)
SEQUENCES = st.lists(HAPPENS, min_size=1, max_size=30)
TICK_S = 0.025


def moments(sequence):
    """Instant and inputs of each decision; ages of what is told stay as they are."""
    now_s, inputs = NOW_S - TICK_S, replace(INPUTS, report=replace(REPORT, sent_s=0.0, face_s=0.0))
    for what, count in sequence:
        contacts = [Hand.HELD]
        match what:
            case "passes":
                contacts = [Hand.HELD] * count
            case "is lost":
                inputs = LOSSES[count](replace(INPUTS, report=replace(REPORT, sent_s=0.0, face_s=0.0)))
            case "is well again":
                inputs = replace(INPUTS, report=replace(REPORT, sent_s=0.0, face_s=0.0))
            case "hand":
                contacts = [Hand.OPEN] * count + [Hand.HELD] * 4
            case "arms":
                contacts = [Hand.OPEN] * 8 + [Hand.HELD] * count + [Hand.OPEN] * 8 + [Hand.HELD] * 4
            case "held up":
                now_s += count * TICK_S
        for hand in contacts:
            now_s += TICK_S
            yield now_s, at(replace(inputs, hand=hand), now_s)


class Witness:
    """What has happened, written down once more and otherwise than in the gate; says no wherever it may not be on."""

    def __init__(self):
        """As READY_TO_BEGIN has it: armed, and a new press."""
        self.on_s = self.last_s = None
        self.closed_s = self.pressed_s = NOW_S - 1.0
        self.open_s = None
        self.carried, self.armed_until_s = 0, NOW_S + 60.0
        self.session, self.begun_under, self.spoiled = SESSION, {SESSION: PRESCRIPTION.name}, set()

    def sees(self, inputs, now_s):
        """Before the decision."""
        report = inputs.report
        if report.session != NO_SESSION and inputs.prescription is not None:
            first = self.begun_under.setdefault(report.session, inputs.prescription.name)
            if first != inputs.prescription.name:
                self.spoils(report.session)
        if inputs.loop is Loop.OPEN or report.objection is Objection.STOPPED:
            self.spoils(report.session)
        if report.session != self.session or report.session == NO_SESSION:
            self.disarms()
        self.session = report.session
        if inputs.hand is Hand.OPEN:
            self.closed_s, self.open_s = None, now_s if self.open_s is None else self.open_s
            if now_s - self.open_s >= LET_GO_S and self.pressed_s is not None:
                if self.carried == 0 and ARMING_S <= self.open_s - self.pressed_s <= LEANED_S:
                    self.armed_until_s = now_s + ARMED_S
                self.pressed_s, self.carried = None, 0
        elif self.closed_s is None:
            if self.pressed_s is None:
                self.pressed_s, self.carried = now_s, 0
            elif self.carried:
                self.disarms()
            self.closed_s, self.open_s = now_s, None

    def spoils(self, session):
        self.spoiled.add(session)
        self.disarms()

    def disarms(self):
        self.armed_until_s = float("-inf")
        self.carried = max(self.carried, 1) if self.pressed_s is not None else 0

    def hears(self, verdict, inputs, now_s):
        """After it."""
        if isinstance(verdict, On):
            assert permitted(inputs, now_s)
            assert inputs.report.session not in self.spoiled
            assert now_s - self.closed_s >= SETTLED_S
            if self.on_s is None:
                assert self.carried == 0
                assert now_s - self.pressed_s <= LEANED_S
                assert now_s <= self.armed_until_s
                self.on_s, self.carried = now_s, 1
            else:
                assert now_s - self.last_s <= LATE_S
            assert now_s + MOST_HOLD_S - self.on_s <= PRESCRIPTION.train_s
        elif self.on_s is not None:
            self.on_s = None
            if verdict.reason in MEANT_ENDS:
                self.armed_until_s = now_s + ARMED_S
            else:
                self.disarms()
        self.last_s = now_s


def watched(sequence, seen):
    """Every decision of a sequence, with a witness beside it; counts what was decided, and the trains."""
    state, witness = READY_TO_BEGIN, Witness()
    for now_s, inputs in moments(sequence):
        witness.sees(inputs, now_s)
        begins = state.on_since_s is None
        state, verdict = decide(state, inputs, now_s)
        witness.hears(verdict, inputs, now_s)
        seen[type(verdict)] += 1
        seen["trains"] += isinstance(verdict, On) and begins


def watch(examples):
    """So many sequences; what they came to."""
    seen = Counter()
    settings(max_examples=examples, derandomize=True, database=None, phases=[Phase.generate], deadline=None)(
        given(SEQUENCES)(lambda sequence: watched(sequence, seen))
    )()
    return seen


def watch_shortest():
    for sequence in SHORTEST:
        watched(sequence, Counter())


def test_no_sequence_is_on_where_one_thing_is_lost_or_was_not_done():
    """Time passes, single things are lost and come back, the hand does what hands do; and trains really run."""
    watch_shortest()
    seen = watch(200)
    assert seen["trains"] > 200
    assert seen[On] >= 0.2 * (seen[On] + seen[Off])


#: They only give a name to what a wider condition refuses as well; test_gate.py holds their words.
NAMES_ONLY = frozenset(
    {
        *(Reason.CLOCK_NOT_SET, Reason.CLOCK_WENT_BACK, Reason.LEDGER, Reason.BOARD_HOT, Reason.BOARD_POWER),
        *(Reason.NOT_ASKED, Reason.BOTH_SIDES, Reason.STOP_OPEN),
    }
)
#: Each loss in a running train, and what hands and delays do: the shortest sequences that need each condition.
SHORTEST = (
    *([("passes", 4), ("is lost", number), ("passes", 4)] for number in range(len(LOSSES))),
    [("passes", 200)],
    [("passes", 4), ("held up", 8)],
    [("passes", 4), ("hand", 8)],
    [("passes", 4), ("is lost", 0), ("passes", 4), ("is well again", 1), ("hand", 8), ("passes", 8)],
)


@pytest.mark.parametrize("left_out", [reason for reason, _ in CONDITIONS if reason not in NAMES_ONLY])
def test_sequences_notice_a_gate_without_one_condition(left_out, monkeypatch):
    """The test of the test: with any one condition taken out, the witness objects."""
    monkeypatch.setattr(gate, "CONDITIONS", tuple(pair for pair in CONDITIONS if pair[0] is not left_out))
    with pytest.raises(AssertionError):
        watch_shortest()


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([0.5, 2.0, 2.5, 5.0]),
            st.sampled_from([0.02, 0.1, 1.0, 7.0]),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_no_way_of_pressing_gets_more_than_the_limits(presses):
    """However the button is pressed, for long: no train, no rest, no session goes past what is prescribed."""
    prescription = replace(PRESCRIPTION, session_s=60.0, session_trains=5, train_s=2.0, rest_s=3.0)
    state, now_s, edges, level, given_s, trains, over_s, begun_s = State(), NOW_S, [], False, 0.0, 0, None, None
    contacts = [Hand.OPEN] * 8 + [Hand.HELD] * 100 + [Hand.OPEN] * 8
    for held_s, open_s in presses:
        contacts += [Hand.HELD] * round(held_s / 0.025) + [Hand.OPEN] * max(round(open_s / 0.025), 1)
    for hand in contacts:
        now_s += 0.025
        lasted_s = 0.0 if begun_s is None else now_s - begun_s
        own = SessionDose(SESSION, TODAY, NOW_S, over_s or 0.0, given_s, trains)
        dose = replace(
            dose_at([own] if trains else [], SESSION, now_s, TODAY), session_lasted_s=lasted_s, gap_s=NEVER_S
        )
        before = state
        inputs = replace(moved(INPUTS, now_s - NOW_S), prescription=prescription, hand=hand, dose=dose)
        state, verdict = decide(state, inputs, now_s)
        if isinstance(verdict, On):
            level = not level
            edges.append((now_s, level))
            begun_s = now_s if begun_s is None else begun_s
        elif before.on_since_s is not None:
            trains, given_s, over_s = trains + 1, given_s + edges[-1][0] - before.on_since_s + HOLD_S, now_s
            edges.append((now_s, False))
            level = False
    on = output_of(edges)
    assert all(one.lasted_s <= 2.0 + 1e-9 for one in on)
    assert all(later.on_s - earlier.off_s >= 3.0 - HOLD_S - 1e-9 for earlier, later in pairwise(on))
    assert len(on) <= 5
    assert not on or on[-1].off_s - on[0].on_s <= 60.0


@given(STATES, STEPS)
def test_a_decision_depends_on_nothing_but_its_arguments(state, step):
    """The same state, inputs and instant give the same answer, and none of them is changed."""
    passed_s, inputs = step
    first = decide(state, at(inputs, NOW_S + passed_s), NOW_S + passed_s)
    assert decide(state, at(inputs, NOW_S + passed_s), NOW_S + passed_s) == first
    assert REPORT.sent_s == NOW_S
