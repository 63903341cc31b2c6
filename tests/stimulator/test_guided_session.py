"""A whole guided session with stimulation: the session's own state machine, and the guard in simulated time."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from hardware.stimulator.clock import day_of
from hardware.stimulator.door import Door
from hardware.stimulator.entry import Kind
from hardware.stimulator.hand import Hand
from hardware.stimulator.ledger import entries_in
from hardware.stimulator.monostable import output_of
from hardware.stimulator.prescription import Side as LineSide
from hardware.stimulator.protocol import Answer, Arming, State
from hardware.stimulator.reason import Reason
from hardware.stimulator.report import NO_SESSION, Activity, Answers, Objection, Report, Sight, Wanted
from hardware.stimulator.timing import HOLD_S
from mirror.kiosk.permitting import Earlier, NotPermitting, OncePrescribed, by_guard, rehearsed
from mirror.kiosk.prescribed import guard_socket, prescription_of
from mirror.kiosk.rehearsed_guard import LEDGER_NAME, FollowingHand, RehearsedGuard, SimulatedClock
from mirror.kiosk.rests import RESTS, stimulator_of
from mirror.kiosk.stimulating import NO_GUARD, SETTLED_S, StimulationBeside
from mirror.perception.face import Side, Unseen
from mirror.perception.observation import Observation, Rest
from mirror.screen import words
from mirror.therapy.brief import Brief
from mirror.therapy.catalogue import Purpose, Task, catalogue, practice
from mirror.therapy.effects import StimulationDone
from mirror.therapy.plan import Zone
from mirror.therapy.press import Button, Press
from mirror.therapy.scene import Asking, Fault, FaultKind, Scene
from mirror.therapy.session import Session
from mirror.therapy.stage import Stage
from mirror.therapy.stimulator import Offer, Power, Prescribed, Rests, Screening, Stimulator
from tests.stimulator.given import PRESCRIPTION
from tests.therapy.plans import PLAN, STIMULATION, plan
from tests.therapy.timeline import STEP_S, Timeline, prepared

START = datetime(2026, 11, 21, 9, tzinfo=UTC)
TODAY = day_of(START.timestamp())
SHORT = STIMULATION.replace("on_s = 3", "on_s = 2")
PRESCRIBED = Prescribed(Side.LEFT, Zone.CHEEK, Stage.PARETIC, Screening.CLEAR, TODAY)


def brief(*exercises, repetitions=1, **changes):
    """Prepared for somebody to whom stimulation is prescribed."""
    return Brief(tasks=practice(exercises, repetitions), stimulation=replace(PRESCRIBED, **changes))


def in_scene(scene, exercise="smile", **changes):
    """The middle of such a session."""
    session = replace(Session.of(brief(exercise, **changes)), began=True, offer=Offer.MADE)
    return session.to(scene, 0.0, asked_for=Asking.FOREHEAD)


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

    timeline: Timeline
    guard: RehearsedGuard
    trace: Remembering
    holds: list
    done: list

    @property
    def output(self):
        return output_of(self.guard.line.edges)

    def told(self, state):
        return [reason for _, _, what, reason in self.trace.events if what == state]


def beside(timeline: Timeline, permitting, on_instant: Callable[[], None] = lambda: None):
    """The timeline tells the stimulator of itself and hears of it, as the kiosk has it."""
    tell, known = timeline.tell, [None]

    def tell_both(inputs):
        effects = tell(replace(inputs, stimulator=known[0]))
        presses = () if inputs.press is None else (inputs.press,)
        seen = observation(timeline.now_s, inputs.unseen)
        known[0] = permitting.tick(timeline.session, seen, timeline.now_s, presses)
        on_instant()
        return effects

    timeline.tell = tell_both


@pytest.fixture
def mirrored(tmp_path):
    """Makes a mirror before a session of two exercises, with answers of choice."""
    made = []

    def make(text=PLAN + SHORT, **changes):
        prescription = prescription_of(plan(text))
        timeline = Timeline.idle(brief("smile", "pucker", repetitions=3, **changes))
        clock = SimulatedClock(START)
        guard = RehearsedGuard(tmp_path, lambda: prescription, clock, lambda: timeline.session)
        trace = Remembering()
        mirror = Mirror(timeline, guard, trace, [], [])
        stimulation = StimulationBeside(guard, trace)

        def note():
            if timeline.session.scene is Scene.HOLD:
                mirror.holds.append(timeline.now_s)
            done = stimulation.done(timeline.now_s)
            mirror.done += [] if done is None else [done]

        beside(timeline, stimulation, note)
        timeline.press(Button.SELECT)
        made.append(guard)
        return mirror

    yield make
    for guard in made:
        guard.close()


def test_a_whole_session_is_stimulated_in_its_holds_and_nowhere_else(mirrored, tmp_path):
    """Every train lies inside a hold, on the prescribed side; what the stimulator saw is what ledger and log have."""
    mirror = mirrored()
    for _ in range(6):
        mirror.timeline.one_repetition()
    mirror.timeline.until(Scene.IDLE)
    assert mirror.timeline.scenes.count(Scene.ARM) == 1
    output = mirror.output
    assert len(output) == 6
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
    (done,) = mirror.done
    assert (done.side, done.armed, done.trains) == (Side.LEFT, True, len(ends))
    assert done.given_s == pytest.approx(sum(ends), abs=0.01)
    assert done.refusals == {}


def train(mirror, into_s=0.8):
    """Up to the middle of a train of the first hold."""
    mirror.timeline.until(Scene.MOVE)
    mirror.timeline.onset()
    mirror.timeline.held_s = 0.5
    mirror.timeline.until(Scene.HOLD).wait(into_s)
    assert mirror.trace.events[-1][2] == "on"


def test_a_stop_in_the_middle_of_a_train_ends_it_and_the_log_has_what_was_given(mirrored, tmp_path):
    """The stop button of the mirror reaches the guard too, and nothing more is asked."""
    mirror = mirrored()
    train(mirror)
    stopped_s = mirror.timeline.now_s
    mirror.timeline.press(Button.STOP)
    mirror.timeline.wait(3.0)
    (interval,) = mirror.output
    assert interval.off_s <= stopped_s + 0.3
    (done,) = mirror.done
    ends = [entry.dose_s for entry in entries_in(tmp_path / LEDGER_NAME) if entry.kind is Kind.END]
    assert (done.trains, done.given_s) == (1, pytest.approx(sum(ends), abs=0.002))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"screening": Screening.OPEN}, Reason.NOT_ANSWERED),
        ({"day": date(2026, 11, 20)}, Reason.NOT_ANSWERED),
        ({"screening": Screening.AGAINST}, Reason.CONTRAINDICATED),
        ({"stage": Stage.SYNKINETIC}, Reason.OTHER_STAGE),
    ],
)
def test_what_speaks_against_it_is_told_and_nothing_is_given(mirrored, changes, reason):
    """Unanswered questions, an answer against it, another stage: refused in each hold, with the reason in the trace."""
    mirror = mirrored(**changes)
    for _ in range(3):
        mirror.timeline.one_repetition()
    assert mirror.output == []
    assert mirror.told("on") == []
    assert mirror.told("refused") == [reason.value] * 3


def test_who_goes_on_without_it_is_not_asked_again(mirrored):
    """Nothing is asked of the guard, nothing is marked, and the session runs to its end."""
    mirror = mirrored()
    mirror.timeline.until(Scene.ARM).press(Button.SELECT)
    for _ in range(3):
        mirror.timeline.one_repetition()
    assert mirror.trace.events == []
    assert mirror.output == []
    assert mirror.timeline.session.offer is Offer.DECLINED


def test_a_face_that_goes_ends_the_train(mirrored):
    """And the trace says so."""
    mirror = mirrored()
    train(mirror)
    mirror.timeline.unseen = Unseen.NO_FACE
    mirror.timeline.wait(1.0)
    assert mirror.trace.events[-1][2:] in [("off", Reason.NO_FACE.value), ("off", Reason.NO_HOLD.value)]


def test_only_exercises_of_the_muscles_under_the_electrodes_are_accompanied():
    """A smile with electrodes at the cheek; not a brow, not an eye, not an assessment, nothing that is not measured."""
    smile = Task(catalogue()["smile"])
    assert PRESCRIBED.fits(smile)
    assert not PRESCRIBED.fits(replace(smile, purpose=Purpose.ASSESSMENT))
    for name in ("brow_raise", "eye_closure", "cheek_puff"):
        assert not PRESCRIBED.fits(Task(catalogue()[name]))
    assert replace(PRESCRIBED, zone=Zone.FOREHEAD).fits(Task(catalogue()["brow_raise"]))
    assert not any(replace(PRESCRIBED, zone=zone).fits(Task(catalogue()["eye_closure"])) for zone in Zone)


class Silent:
    """A guard that is not there."""

    def __init__(self):
        self.reports = []

    def tell(self, report):
        self.reports.append(report)

    def close(self):
        pass


def test_without_a_guard_the_session_goes_on_and_the_trace_says_why():
    """Once per hold, and never an error; each session has a number of its own."""
    guard, trace = Silent(), Remembering()
    stimulation = StimulationBeside(guard, trace)
    for _ in range(2):
        for scene in (Scene.MOVE, Scene.HOLD, Scene.HOLD, Scene.BREATHE, Scene.IDLE):
            stimulator = stimulation.tick(in_scene(scene), observation(1.0), 1.0)
            assert stimulator == Stimulator(Power.OFF, Rests.UNWELL)
    assert trace.events == [(1.0, "stimulator", "refused", NO_GUARD)] * 2
    assert guard.reports[1] == Report(
        sent_s=1.0,
        session=guard.reports[0].session,
        activity=Activity.HOLD,
        wanted=Wanted.LEFT,
        stage=PRESCRIPTION.stage,
        sight=Sight.SEEN,
        face_s=1.0,
        answers=Answers.CLEAR,
        answered_on=TODAY,
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


def test_a_fault_or_a_question_in_between_is_the_same_session():
    """Else the guard would take what comes after it for another session of the day, and refuse it."""
    guard = Silent()
    stimulation = StimulationBeside(guard, Remembering())
    for scene in (Scene.HOLD, Scene.SAFE, Scene.FIND_FACE, Scene.QUESTION, Scene.ARM, Scene.HOLD):
        stimulation.tick(in_scene(scene), observation(0.0), 0.0)
    assert len({report.session for report in guard.reports}) == 1
    assert guard.reports[0].session != NO_SESSION
    after = replace(in_scene(Scene.QUESTION), asked_for=Asking.AFTER)
    stimulation.tick(after, None, 0.1)
    assert guard.reports[-1].session == NO_SESSION


def test_an_objection_lasts_until_the_next_session():
    """Stop is said with every report until then; a face that cannot be measured is none."""
    guard = Silent()
    stimulation = StimulationBeside(guard, Remembering())
    stimulation.tick(in_scene(Scene.HOLD), observation(0.0, Unseen.NO_FACE), 0.0)
    stimulation.tick(in_scene(Scene.HOLD), None, 0.1, (Press(Button.STOP),))
    stimulation.tick(in_scene(Scene.RELEASE), None, 0.2)
    stimulation.tick(in_scene(Scene.IDLE), None, 0.3)
    stimulation.tick(in_scene(Scene.HOLD), observation(0.4), 0.4, (Press(Button.SELECT),))
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
        self.newest = NO_SESSION

    def tell(self, report):
        """About the newest session that was reported, where nothing else is written."""
        self.newest = self.newest if report.session == NO_SESSION else report.session
        answer = self.answers.pop(0)
        return answer if answer is None or answer.session != NO_SESSION else replace(answer, session=self.newest)


EARLIER = b"session of before"[:16]


def off(reason, **more):
    return Answer(State.OFF, reason, Arming.ARMED, 1, **more)


ON = Answer(State.ON, None, Arming.ARMED, 1, trains=1, given_s=0.5)


def test_the_trace_has_each_change_once():
    """Refused, on, off with the reason; the moment before a train and the rest of its hold are nothing to tell."""
    trace = Remembering()
    answers = [
        off(Reason.HAND_OPEN),
        off(Reason.HAND_OPEN),
        off(Reason.RESERVING),
        ON,
        ON,
        off(Reason.REST, ended=Reason.TRAIN_OVER),
    ]
    stimulation = StimulationBeside(Scripted(*answers, off(Reason.REST, ended=Reason.TRAIN_OVER)), trace)
    for tick in range(7):
        stimulation.tick(in_scene(Scene.HOLD), observation(0.0), float(tick))
    assert [(t_s, state, reason) for t_s, _, state, reason in trace.events] == [
        (0.0, "refused", Reason.HAND_OPEN.value),
        (3.0, "on", None),
        (5.0, "off", Reason.TRAIN_OVER.value),
    ]


def test_what_a_session_came_to_is_told_once_when_the_guard_has_had_its_last_word():
    """By the guard's own count, half a second after the end, and nothing for a session without such an exercise."""
    guard = Scripted(
        *(off(Reason.HAND_OPEN), off(Reason.NOT_ASKED), off(Reason.RESERVING), ON),
        *(off(Reason.NO_SESSION, trains=1, given_s=1.25, ended=Reason.NO_HOLD),),
    )
    stimulation = StimulationBeside(guard, Remembering())
    scenes = (Scene.HOLD, Scene.BREATHE, Scene.HOLD, Scene.HOLD, Scene.SUMMARY)
    for t_s, scene in zip((0.0, 0.1, 0.2, 0.3, 0.4), scenes, strict=True):
        stimulation.tick(in_scene(scene), observation(t_s), t_s)
        assert stimulation.done(t_s) is None
    done = stimulation.done(0.41 + SETTLED_S)
    refused = {Reason.HAND_OPEN.value: 1}
    assert done == StimulationDone(Side.LEFT, True, 1, 1.25, refused, guard.newest.hex())
    assert stimulation.done(2.0) is None
    silent = StimulationBeside(Silent(), Remembering())
    for scene in (Scene.HOLD, Scene.SUMMARY):
        silent.tick(in_scene(scene, "brow_raise"), observation(0.0), 0.0)
    assert silent.done(9.0) is None


def test_a_train_between_two_instants_of_the_mirror_is_told_all_the_same():
    """It was on, and why it ended; what the guard still says of the session before is not this one's."""
    short = off(Reason.FACE_OLD, trains=1, given_s=0.15, ended=Reason.FACE_OLD)
    before = off(Reason.NO_SESSION, trains=5, given_s=9.0, ended=Reason.TRAIN_OVER, session=EARLIER)
    trace = Remembering()
    stimulation = StimulationBeside(Scripted(before, off(Reason.HAND_OPEN), short, short, before), trace)
    scenes = (Scene.MOVE, Scene.HOLD, Scene.HOLD, Scene.HOLD, Scene.SUMMARY)
    powers = [
        stimulation.tick(in_scene(scene), observation(0.1 * tick), 0.1 * tick).power
        for tick, scene in enumerate(scenes[:4])
    ]
    assert powers == [Power.ARMED, Power.ARMED, Power.ON, Power.ARMED]
    assert [event[2:] for event in trace.events] == [
        ("refused", Reason.HAND_OPEN.value),
        ("on", None),
        ("off", Reason.FACE_OLD.value),
    ]
    done = stimulation.last()
    assert (done.armed, done.trains, done.given_s, done.refusals) == (True, 1, 0.15, {})


def test_the_trace_says_how_old_the_picture_was():
    """Whoever asks why it rests sees whether this mirror is fast enough for it."""
    told = []
    trace = SimpleNamespace(event=lambda t_s, kind, **what: told.append(what["picture_ms"]))
    stimulation = StimulationBeside(Scripted(off(Reason.FACE_OLD), ON), trace)
    stimulation.tick(in_scene(Scene.HOLD), observation(0.8), 0.98)
    stimulation.tick(in_scene(Scene.HOLD), None, 1.0)
    assert told == [180, None]


def test_what_the_guard_tells_of_a_session_of_before_is_told_once():
    """With side and time, by the guard's count; a session of this mirror's own, or one without a train, is no such."""
    before = off(Reason.NO_SESSION, trains=5, given_s=9.0, session=EARLIER, side=LineSide.RIGHT, wall_s=1.79e9)
    none = off(Reason.NO_SESSION, session=b"another session.")
    own = off(Reason.REST, trains=1, given_s=1.0, side=LineSide.LEFT)
    guard = Scripted(None, none, before, before, own, before, own)
    stimulation = StimulationBeside(guard, Remembering())
    told = []
    for tick, scene in enumerate([Scene.IDLE] * 4 + [Scene.HOLD] * 2 + [Scene.SUMMARY]):
        stimulation.tick(in_scene(scene), observation(0.1 * tick), 0.1 * tick)
        told.append(stimulation.earlier())
    assert [one for one in told if one is not None] == [
        Earlier(StimulationDone(Side.RIGHT, True, 5, 9.0, {}, EARLIER.hex()), 1.79e9)
    ]
    assert told[2] is not None


def test_every_reason_of_the_guard_has_a_word_for_the_person():
    """None is left without; each of the words but that nothing is amiss is a sentence, and kind."""
    assert set(RESTS) == set(Reason)
    assert set(RESTS.values()) | {Rests.UNWELL} == set(Rests)
    assert set(words.RESTS) == set(Rests)
    assert RESTS[Reason.FACE_OLD] is not RESTS[Reason.NO_FACE]
    for rests, sentence in words.RESTS.items():
        assert sentence.endswith((".", "?")) or rests is Rests.NOT_ASKED
        assert not any(word in sentence.lower() for word in ("!", "fail", "wrong", "error", "guard"))
    for reason in Reason:
        assert stimulator_of(off(reason)) == Stimulator(Power.ARMED, RESTS[reason])
    assert stimulator_of(ON) == Stimulator(Power.ON)


def test_the_rehearsed_hand_arms_when_it_is_shown_how_and_follows_the_holds():
    """Two seconds and a bit on that screen, down in a hold and up after it; else it does nothing."""
    hand = FollowingHand()
    assert {hand.at(in_scene(Scene.SHOW), 0.1 * tick) for tick in range(10)} == {Hand.OPEN}
    arming = [hand.at(in_scene(Scene.ARM), 1.0 + 0.1 * tick) for tick in range(70)]
    assert arming.count(Hand.HELD) == 23
    assert (arming[0], arming[-1]) == (Hand.OPEN, Hand.OPEN)
    held = [hand.at(in_scene(Scene.HOLD), 10.0 + 0.1 * tick) for tick in range(10)]
    assert held == [Hand.OPEN] * 4 + [Hand.HELD] * 6
    assert hand.at(in_scene(Scene.RELEASE), 11.1) is Hand.OPEN
    assert {hand.at(in_scene(Scene.HOLD, "brow_raise"), 12.0 + tick) for tick in range(3)} == {Hand.OPEN}


def play(permitting, prepared_brief, *exercises):
    """A session of one repetition of each beside it."""
    timeline = prepared(prepared_brief)
    beside(timeline, permitting)
    for _ in exercises:
        timeline.one_repetition()
    timeline.until(Scene.IDLE)


def test_without_stimulation_in_the_plan_no_guard_is_begun(tmp_path):
    """No guard, no ledger, no socket, no event and no screen of it, on the wall and in a demonstration."""
    trace = Remembering()
    file = tmp_path / "plan.toml"
    out = tmp_path / "out"
    out.mkdir()
    for permitting in (
        NotPermitting(),
        by_guard(out, trace),
        rehearsed(file, out, lambda _now_s: START, trace, lambda: None),
    ):
        with closing(permitting):
            play(permitting, Brief(tasks=practice(["smile"], 1)), "smile")
            assert permitting.done(1e6) is None
            assert permitting.last() is None
    assert trace.events == []
    assert list(out.iterdir()) == []


def test_without_a_prescription_nothing_of_the_stimulator_is_even_imported():
    """The mirror, its demonstration and its check are ready to run, and no module of the stimulator is loaded."""
    code = (
        "import sys, mirror.cli, mirror.kiosk.running, mirror.kiosk.demonstration, mirror.kiosk.check\n"
        "print([name for name in sys.modules if name.startswith('hardware.stimulator')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert run.stdout.strip() == "[]"


def test_a_prescription_that_comes_while_the_mirror_runs_is_followed():
    """What speaks with the guard is begun once, at the first instant that has one."""
    begun = []

    def begin(now_s):
        begun.append(now_s)
        return NotPermitting()

    permitting = OncePrescribed(begin)
    plain = Session.of(Brief(tasks=practice(["smile"], 1)))
    for now_s, session in ((0.0, plain), (1.0, Session.of(brief("smile"))), (2.0, plain), (3.0, in_scene(Scene.HOLD))):
        permitting.tick(session, None, now_s)
    assert begun == [1.0]


def test_on_the_wall_the_guard_is_found_by_its_socket(tmp_path):
    """What the kiosk says arrives, and what the guard answers is in the trace."""
    trace = Remembering()
    socket = guard_socket(tmp_path)
    with closing(Door(socket, {os.geteuid()})) as door, closing(by_guard(tmp_path, trace)) as permitting:
        heard = None
        for now_s in range(4):
            stimulator = permitting.tick(in_scene(Scene.HOLD), observation(float(now_s)), float(now_s))
            heard = door.poll(1e9) or heard
            door.answer(Answer(State.OFF, Reason.NOT_ARMED, Arming.NOT_ARMED, door.sequence))
        assert door.refused == {"a report that is too old": 3}
    assert stimulator == Stimulator(Power.OFF, Rests.ARM)
    assert trace.events[-1][2:] == ("refused", Reason.NOT_ARMED.value)


def test_an_earlier_rehearsal_gives_way(tmp_path):
    """Each demonstration begins with an empty ledger of its own name."""
    for _ in range(2):
        guard = RehearsedGuard(tmp_path, lambda: PRESCRIPTION, SimulatedClock(START), Session)
        assert guard.book.history.sessions == ()
        guard.close()
    assert [entry.kind for entry in entries_in(tmp_path / LEDGER_NAME)] == [Kind.STARTED, Kind.ENDED]


def test_a_rehearsal_may_begin_at_any_instant_of_the_steady_clock(tmp_path):
    """In a window it is hours since the computer's start: the guard does not make up for them."""
    file = tmp_path / "plan.toml"
    file.write_text(PLAN + SHORT)
    at_s, trace, session = 50_000.0, Remembering(), in_scene(Scene.HOLD)
    with closing(rehearsed(file, tmp_path, lambda _now_s: START, trace, lambda: session)) as permitting:
        for tick in range(60):
            now_s = at_s + tick / 30.0
            permitting.tick(session, observation(now_s), now_s)
    assert trace.events[-1][2:] == ("refused", Reason.NOT_ARMED.value)
    entries = entries_in(tmp_path / LEDGER_NAME)
    assert {entry.at.day for entry in entries} == {TODAY}
    assert all(at_s <= entry.at.monotonic_s <= at_s + 2.0 for entry in entries)


def test_a_repetition_in_which_it_acted_is_marked_and_the_next_one_is_not():
    """Its figures are not the face's own; only the movement that goes on is meant."""
    timeline = prepared(brief("smile", repetitions=2))
    tell, known = timeline.tell, [Stimulator(Power.ARMED)]
    timeline.tell = lambda inputs: tell(replace(inputs, stimulator=known[0]))
    timeline.until(Scene.MOVE)
    timeline.onset()
    timeline.held_s = 0.5
    timeline.until(Scene.HOLD)
    known[0] = Stimulator(Power.ON)
    timeline.wait(0.3)
    known[0] = Stimulator(Power.ARMED)
    timeline.until(Scene.RELEASE)
    first = timeline.release()[0]
    second = timeline.one_repetition()[0]
    assert (first.stimulated, second.stimulated) == (True, False)


def test_how_it_is_armed_is_shown_once_and_not_for_ever():
    """Until it is armed; after eight seconds where waiting changes nothing, after forty-five in any case."""
    for stimulator, waits_s in (
        (Stimulator(Power.ARMED), 0.2),
        (Stimulator(rests=Rests.UNWELL), 8.0),
        (None, 8.0),
        (Stimulator(rests=Rests.NOT_ASKED), 45.0),
    ):
        timeline = prepared(brief("smile", "pucker"))
        tell = timeline.tell
        timeline.tell = lambda inputs, tell=tell, known=stimulator: tell(replace(inputs, stimulator=known))
        timeline.until(Scene.ARM)
        begun_s = timeline.now_s
        timeline.until(Scene.SHOW)
        assert timeline.now_s - begun_s == pytest.approx(waits_s, abs=0.15)
        timeline.one_repetition()
        timeline.one_repetition()
        assert timeline.scenes.count(Scene.ARM) == 1


def test_a_fault_on_that_screen_leads_back_to_the_exercise():
    """And what was shown once is not shown again."""
    timeline = prepared(brief("smile"))
    timeline.until(Scene.ARM)
    timeline.fault = Fault(FaultKind.CAMERA, "The webcam went away: plug it in again.")
    timeline.until(Scene.SAFE)
    timeline.fault = None
    timeline.until(Scene.SHOW)
    assert timeline.scenes.count(Scene.ARM) == 1


def test_a_prescription_that_ends_in_the_middle_of_a_session_is_gone():
    """What is prescribed now counts; and what was not asked about before the session is not added to it."""
    session = in_scene(Scene.SHOW)
    assert session.shrunk(Brief(tasks=session.brief.tasks)).stimulation is None
    against = session.shrunk(brief("smile", screening=Screening.AGAINST))
    assert not against.stimulable
    assert session.shrunk(brief("smile", name="revision 4")).stimulation is None
    without = replace(session, brief=replace(session.brief, stimulation=None))
    assert without.shrunk(brief("smile")).stimulation is None
