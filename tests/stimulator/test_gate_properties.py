"""No sequence of whatever is known, said and pressed gets the line past a condition or a limit."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from hardware.stimulator.clock import ClockState
from hardware.stimulator.dose import NEVER_S, SessionDose, dose_at
from hardware.stimulator.gate import On, State, decide
from hardware.stimulator.hand import ARMED_S, ARMING_S, SETTLED_S, Grip, Hand
from hardware.stimulator.inputs import Board, Inputs, Ledger, Loop, Ready
from hardware.stimulator.monostable import output_of
from hardware.stimulator.prescription import Side, Stage
from hardware.stimulator.report import NO_SESSION, Activity, Answers, Objection, Report, Sight, Wanted
from hardware.stimulator.timing import FACE_S, HOLD_S, RENEWAL_S
from tests.stimulator.given import INPUTS, NOW_S, PRESCRIPTION, REPORT, SESSION, TODAY, moved

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
    )


@given(STATES, st.lists(STEPS, min_size=1, max_size=60))
def test_the_line_is_off_in_every_moment_that_is_not_fully_permitted(state, steps):
    """From any state, through any sequence: on only where an independent list of the conditions says so too."""
    now_s = NOW_S
    for passed_s, inputs in steps:
        now_s += passed_s
        state, verdict = decide(state, at(inputs, now_s), now_s)
        assert not isinstance(verdict, On) or permitted(at(inputs, now_s), now_s)


@given(st.lists(STEPS, min_size=1, max_size=200))
def test_nobody_is_stimulated_who_has_not_armed_and_pressed_anew(steps):
    """From the start: two seconds held and let go in this session, then a settled press for each train."""
    state, now_s = State(), NOW_S
    released_s, pressed_s, armings, trains_of_press, running = None, None, [], 0, False
    for passed_s, aged in steps:
        now_s += passed_s
        inputs = at(aged, now_s)
        state, verdict = decide(state, inputs, now_s)
        if inputs.hand is Hand.HELD:
            if pressed_s is None:
                pressed_s, trains_of_press = now_s, 0
        else:
            if pressed_s is not None and now_s - pressed_s >= ARMING_S:
                armings.append(now_s)
            released_s, pressed_s = now_s, None
        if isinstance(verdict, On):
            if not running:
                trains_of_press += 1
                assert armings
                assert any(now_s - armed_s <= ARMED_S + 60.0 for armed_s in armings)
                assert released_s is not None
            assert pressed_s is not None
            assert now_s - pressed_s >= SETTLED_S
            assert trains_of_press == 1
        running = isinstance(verdict, On)


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
    contacts = [Hand.OPEN] * 4 + [Hand.HELD] * 100 + [Hand.OPEN] * 8
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


def test_the_moments_drawn_here_do_include_permitted_ones():
    """Otherwise the properties above would say nothing."""
    state, (passed_s, inputs) = find(
        st.tuples(STATES, STEPS),
        lambda drawn: began(drawn[0], drawn[1]),
        settings=settings(max_examples=20_000, phases=[Phase.generate]),
    )
    assert permitted(at(inputs, NOW_S + passed_s), NOW_S + passed_s)
    assert state.on_since_s is None


def began(state, step):
    """Whether a train begins in this step."""
    passed_s, inputs = step
    _, verdict = decide(state, at(inputs, NOW_S + passed_s), NOW_S + passed_s)
    return isinstance(verdict, On) and state.on_since_s is None
