"""A whole guided session with stimulation: the session's own state machine, and the guard in simulated time."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from hardware.stimulator.clock import day_of
from hardware.stimulator.door import Door
from hardware.stimulator.entry import Kind
from hardware.stimulator.hand import Hand
from hardware.stimulator.ledger import entries_in
from hardware.stimulator.monostable import output_of
from hardware.stimulator.prescription import Stage
from hardware.stimulator.protocol import Answer, Arming, State
from hardware.stimulator.reason import Reason
from hardware.stimulator.report import NO_SESSION, Activity, Answers, Objection, Report, Sight, Wanted
from hardware.stimulator.timing import HOLD_S
from mirror.kiosk.prescribed import prescription_of
from mirror.kiosk.rehearsed_guard import LEDGER_NAME, FollowingHand, RehearsedGuard, rehearsed
from mirror.kiosk.stimulating import NO_GUARD, DayAnswers, Stimulation, guarded
from mirror.perception.face import Unseen
from mirror.perception.observation import Observation, Rest
from mirror.therapy.press import Button, Press
from mirror.therapy.scene import Scene
from tests.stimulator.given import PRESCRIPTION
from tests.therapy.plans import PLAN, STIMULATION, plan
from tests.therapy.timeline import STEP_S, begun

START = datetime(2026, 11, 21, 9, tzinfo=UTC)
CLEAR = DayAnswers(Answers.CLEAR, day_of(START.timestamp()))
SHORT = STIMULATION.replace("on_s = 3", "on_s = 2")


class Remembering:
    """A trace that is a list."""

    def __init__(self):
        self.events = []

    def event(self, t_s, kind, **what):
        self.events.append((t_s, kind, what.get("state"), what.get("reason")))


def observation(t_s, fault=None):
    return Observation(t_s, None, fault, Rest(0, 24, 24))


@dataclass
class Mirror:
    """A session that runs with a stimulator beside it."""

    timeline: object
    guard: RehearsedGuard
    trace: Remembering
    holds: list

    @property
    def output(self):
        return output_of(self.guard.line.edges)

    def told(self, state):
        return [reason for _, _, what, reason in self.trace.events if what == state]


@pytest.fixture
def mirrored(tmp_path):
    """Makes a mirror in the middle of a session, with answers of choice."""
    made = []

    def make(answers=CLEAR, text=PLAN + SHORT, stage=Stage.PARETIC):
        prescription = prescription_of(plan(text))
        guard, trace = RehearsedGuard(tmp_path, prescription, START), Remembering()
        stimulation = Stimulation(guard, prescription, lambda: stage, lambda: answers, trace)
        timeline = begun("smile", "pucker", repetitions=3)
        mirror = Mirror(timeline, guard, trace, [])
        tell = timeline.tell

        def tell_both(inputs):
            effects = tell(inputs)
            if timeline.session.scene is Scene.HOLD:
                mirror.holds.append(timeline.now_s)
            presses = () if inputs.press is None else (inputs.press,)
            stimulation.tick(timeline.session, observation(timeline.now_s, inputs.unseen), timeline.now_s, presses)
            return effects

        timeline.tell = tell_both
        made.append(guard)
        return mirror

    yield make
    for guard in made:
        guard.close()


def test_a_whole_session_is_stimulated_in_its_holds_and_nowhere_else(mirrored, tmp_path):
    """Every train lies inside a hold, on the prescribed side; what the stimulator saw is what the ledger has."""
    mirror = mirrored()
    for _ in range(6):
        mirror.timeline.one_repetition()
    mirror.timeline.until(Scene.IDLE)
    output = mirror.output
    assert 4 <= len(output) <= 6
    for interval in output:
        inside = [t_s for t_s in mirror.holds if interval.on_s - STEP_S <= t_s <= interval.off_s]
        assert inside
        assert interval.off_s - max(inside) <= STEP_S + 2 * HOLD_S
        assert interval.lasted_s <= 2.0
    mirror.guard.close()
    entries = entries_in(tmp_path / LEDGER_NAME)
    grants = [entry for entry in entries if entry.kind is Kind.GRANT]
    assert {entry.side for entry in grants} == {"left"}
    ends = [entry.dose_s for entry in entries if entry.kind is Kind.END and entry.dose_s > 0.0]
    given_s = sum(interval.lasted_s for interval in output)
    assert len(ends) == len(output)
    assert given_s <= sum(ends) <= given_s + 0.06 * len(ends)
    assert sum(one.given_s for one in mirror.guard.book.history.sessions) == pytest.approx(sum(ends), abs=0.01)
    assert mirror.told("on") == [None] * len(output)


def test_a_stop_ends_it_and_nothing_more_is_asked(mirrored):
    """The stop button of the mirror reaches the guard too."""
    mirror = mirrored()
    for _ in range(2):
        mirror.timeline.one_repetition()
    mirror.timeline.until(Scene.MOVE)
    mirror.timeline.onset()
    mirror.timeline.held_s = 0.5
    mirror.timeline.until(Scene.HOLD).wait(0.8)
    stopped_s = mirror.timeline.now_s
    mirror.timeline.press(Button.STOP)
    mirror.timeline.wait(3.0)
    assert all(interval.off_s <= stopped_s + 0.3 for interval in mirror.output)
    assert mirror.output


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        ({"answers": DayAnswers()}, Reason.NOT_ANSWERED),
        ({"answers": DayAnswers(Answers.CLEAR, date(2026, 11, 20))}, Reason.NOT_ANSWERED),
        ({"answers": DayAnswers(Answers.AGAINST, CLEAR.on)}, Reason.CONTRAINDICATED),
        ({"stage": Stage.SYNKINETIC}, Reason.OTHER_STAGE),
    ],
)
def test_what_speaks_against_it_is_told_and_nothing_is_given(mirrored, make, reason):
    """Unanswered questions, an answer against it, another stage: refused in each hold, with the reason in the trace."""
    mirror = mirrored(**make)
    for _ in range(3):
        mirror.timeline.one_repetition()
    assert mirror.output == []
    assert mirror.told("on") == []
    assert reason.value in mirror.told("refused")


def test_a_face_that_goes_ends_the_train(mirrored):
    """And the trace says so."""
    mirror = mirrored()
    mirror.timeline.one_repetition()
    while mirror.guard.line.high is False and not mirror.told("on"):
        mirror.timeline.one_repetition()
    mirror.timeline.until(Scene.MOVE)
    mirror.timeline.onset()
    mirror.timeline.held_s = 0.5
    mirror.timeline.until(Scene.HOLD).wait(0.6)
    assert mirror.trace.events[-1][2] == "on"
    mirror.timeline.unseen = Unseen.NO_FACE
    mirror.timeline.wait(1.0)
    assert mirror.trace.events[-1][2:] in [("off", Reason.NO_FACE.value), ("off", Reason.NO_HOLD.value)]


class Silent:
    """A guard that is not there."""

    def __init__(self):
        self.reports = []

    def tell(self, report):
        self.reports.append(report)


def test_without_a_guard_the_session_goes_on_and_the_trace_says_why():
    """Once per hold, and never an error; each session has a number of its own."""
    guard, trace = Silent(), Remembering()
    stimulation = Stimulation(guard, PRESCRIPTION, lambda: Stage.PARETIC, lambda: CLEAR, trace)
    for _ in range(2):
        timeline = begun("smile", repetitions=1)
        timeline.until(Scene.MOVE)
        for scene in (Scene.MOVE, Scene.HOLD, Scene.HOLD, Scene.BREATHE, Scene.IDLE):
            session = timeline.session.to(scene, timeline.now_s)
            stimulation.tick(session, observation(1.0), 1.0)
    assert trace.events == [(1.0, "stimulator", "refused", NO_GUARD)] * 2
    assert guard.reports[1] == Report(
        sent_s=1.0,
        session=guard.reports[0].session,
        activity=Activity.HOLD,
        wanted=Wanted.LEFT,
        stage=Stage.PARETIC,
        sight=Sight.SEEN,
        face_s=1.0,
        answers=Answers.CLEAR,
        answered_on=CLEAR.on,
    )
    assert len({report.session for report in guard.reports}) == 3
    assert guard.reports[4].session == NO_SESSION
    assert [report.wanted for report in guard.reports[:5]] == [
        Wanted.NOTHING,
        Wanted.LEFT,
        Wanted.LEFT,
        Wanted.NOTHING,
        Wanted.NOTHING,
    ]


def test_an_objection_lasts_until_the_next_session():
    """Stop is said with every report until then; a face that cannot be measured is none."""
    guard = Silent()
    stimulation = Stimulation(guard, PRESCRIPTION, lambda: Stage.PARETIC, lambda: CLEAR, Remembering())
    session = begun("smile").session
    stimulation.tick(session.to(Scene.HOLD, 0.0), observation(0.0, Unseen.NO_FACE), 0.0)
    stimulation.tick(session.to(Scene.HOLD, 0.0), None, 0.1, (Press(Button.STOP),))
    stimulation.tick(session.to(Scene.RELEASE, 0.0), None, 0.2)
    stimulation.tick(session.to(Scene.IDLE, 0.0), None, 0.3)
    stimulation.tick(session.to(Scene.HOLD, 0.0), observation(0.4), 0.4, (Press(Button.SELECT),))
    assert [report.objection for report in guard.reports] == [
        Objection.NONE,
        Objection.STOPPED,
        Objection.STOPPED,
        Objection.STOPPED,
        Objection.NONE,
    ]
    assert [report.sight for report in guard.reports] == [Sight.UNSEEN] * 4 + [Sight.SEEN]


class Scripted:
    """A guard with prepared answers."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def tell(self, report):
        return self.answers.pop(0)


def test_the_trace_has_each_change_once():
    """Refused, on, off with the reason; the moment before a train and the rest of its hold are nothing to tell."""
    trace = Remembering()

    def off(reason):
        return Answer(State.OFF, reason, Arming.ARMED, 1)

    on = Answer(State.ON, None, Arming.ARMED, 1)
    answers = [off(Reason.HAND_OPEN), off(Reason.HAND_OPEN), off(Reason.RESERVING), on, on, off(Reason.TRAIN_OVER)]
    stimulation = Stimulation(
        Scripted(*answers, off(Reason.REST)), PRESCRIPTION, lambda: Stage.PARETIC, lambda: CLEAR, trace
    )
    session = begun("smile").session.to(Scene.HOLD, 0.0)
    for tick in range(7):
        stimulation.tick(session, observation(0.0), float(tick))
    assert [(t_s, state, reason) for t_s, _, state, reason in trace.events] == [
        (0.0, "refused", Reason.HAND_OPEN.value),
        (3.0, "on", None),
        (5.0, "off", Reason.TRAIN_OVER.value),
    ]


def test_the_rehearsed_hand_arms_and_then_follows_the_holds():
    """Two seconds and a half before, then down in a hold and up after it; without a session it does nothing."""
    hand, report = FollowingHand(), Report(sent_s=0.0, activity=Activity.SESSION)
    idle = [hand.at(None, Arming.NOT_ARMED, 0.1 * tick) for tick in range(10)]
    assert set(idle) == {Hand.OPEN}
    arming = [hand.at(report, Arming.NOT_ARMED, 1.0 + 0.1 * tick) for tick in range(40)]
    assert arming[:23] == [Hand.HELD] * 23
    assert Hand.OPEN in arming[20:]
    assert hand.at(report, Arming.ARMED, 6.0) is Hand.OPEN
    assert hand.at(Report(sent_s=0.0, activity=Activity.HOLD), Arming.ARMED, 6.1) is Hand.HELD
    assert hand.at(report, Arming.ARMED, 6.2) is Hand.OPEN


def play(stimulation, *exercises):
    """A session of one repetition of each beside it."""
    timeline = begun(*exercises, repetitions=1)
    tell = timeline.tell

    def tell_both(inputs):
        effects = tell(inputs)
        stimulation.tick(timeline.session, observation(timeline.now_s, inputs.unseen), timeline.now_s)
        return effects

    timeline.tell = tell_both
    for _ in exercises:
        timeline.one_repetition()
    timeline.until(Scene.IDLE)


def test_a_demonstration_of_a_plan_with_stimulation_has_it_in_trace_and_ledger(tmp_path):
    """On in the hold, off with its reason, and the ledger ended in order."""
    trace = Remembering()
    with rehearsed(plan(PLAN + SHORT), tmp_path, START, trace) as stimulation:
        play(stimulation, "smile", "pucker")
    states = [state for _, kind, state, _ in trace.events if kind == "stimulator"]
    assert "on" in states
    assert "off" in states
    assert entries_in(tmp_path / LEDGER_NAME)[-1].kind is Kind.ENDED


def test_a_plan_without_stimulation_opens_nothing(tmp_path):
    """No guard, no ledger, no socket and no event, on the wall and in a demonstration."""
    trace = Remembering()
    with rehearsed(plan(PLAN), tmp_path, START, trace) as stimulation:
        play(stimulation, "smile")
    with guarded(None, tmp_path / "s", lambda: 0.0, lambda: Stage.PARETIC, lambda: CLEAR, trace) as stimulation:
        play(stimulation, "smile")
    assert trace.events == []
    assert list(tmp_path.iterdir()) == []


def test_on_the_wall_the_guard_is_found_by_its_socket(tmp_path):
    """What the kiosk says arrives, and what the guard answers is in the trace."""
    trace, now = Remembering(), [100.0]
    door = Door(tmp_path / "s", {os.geteuid()})
    with guarded(
        PRESCRIPTION, tmp_path / "s", lambda: now[0], lambda: Stage.PARETIC, lambda: CLEAR, trace
    ) as stimulation:
        session = begun("smile").session.to(Scene.HOLD, 0.0)
        for _ in range(3):
            stimulation.tick(session, observation(now[0]), now[0])
            heard = door.poll(now[0])
            door.answer(Answer(State.OFF, Reason.NOT_ARMED, Arming.NOT_ARMED, door.sequence))
            now[0] += 0.03
    assert heard.wanted is Wanted.LEFT
    assert trace.events[-1][2:] == ("refused", Reason.NOT_ARMED.value)
    assert door.poll(now[0]) is None
    door.close()


def test_an_earlier_rehearsal_gives_way(tmp_path):
    """Each demonstration begins with an empty ledger of its own name."""
    for _ in range(2):
        guard = RehearsedGuard(tmp_path, PRESCRIPTION, START)
        assert guard.book.history.sessions == ()
        guard.close()
    assert [entry.kind for entry in entries_in(tmp_path / LEDGER_NAME)] == [Kind.STARTED, Kind.ENDED]
