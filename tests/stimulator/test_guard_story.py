"""The guard in simulated time: what the stimulator's input sees when something is lost, and what the ledger says."""

import os
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from hardware.stimulator.clock import Trust
from hardware.stimulator.entry import Kind
from hardware.stimulator.gate import Off, On
from hardware.stimulator.inputs import Board, Ready
from hardware.stimulator.prescription import Side, Stage
from hardware.stimulator.protocol import Arming, State
from hardware.stimulator.reason import Reason
from hardware.stimulator.report import Activity, Answers, Objection, Sight, Wanted
from hardware.stimulator.timing import FACE_S, HOLD_S, PROMPT_S, RENEWAL_S
from tests.stimulator.given import PRESCRIPTION, SESSION
from tests.stimulator.world import TICK_S, World


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def running(world):
    """Half a second into a train."""
    world.run(0.1).arm().train(0.5)
    assert world.on
    return world


def test_a_train_goes_from_arming_to_its_own_end(world):
    """Armed, pressed, on for three seconds at the output, and off with the button still held."""
    world.run(0.1)
    assert world.reason is Reason.NOT_ARMED
    world.arm()
    assert world.reason is Reason.HAND_OPEN
    world.train(4.0)
    (interval,) = world.output()
    assert 3.0 - 2 * TICK_S <= interval.lasted_s <= 3.0
    assert world.reason is Reason.REST
    assert (Kind.GRANT.value, "every condition holds") in world.kinds()
    assert (Kind.END.value, Reason.TRAIN_OVER.value) in world.kinds()
    assert interval.lasted_s <= world.recorded_s() <= 3.0


@pytest.mark.parametrize("begins", [True, False])
def test_a_guard_that_is_held_up_between_looking_and_its_edge_makes_none(world, begins):
    """Neither the first edge of a train nor another: meanwhile the hand may have let go and the face have gone."""
    world.run(0.1).arm()
    world.train(TICK_S if begins else 0.5)
    while begins and world.reason is not Reason.RESERVING:
        world.run(TICK_S)
    edges = len(world.line.edges)
    world.clock.held_up_s = [0.1]
    world.run(TICK_S)
    assert len(world.line.edges) == edges
    world.run(0.05)
    assert (world.on, len(world.line.edges) > edges) == (begins, begins)
    assert begins or Reason.LATE.value in [entry.reason for entry in world.entries()]


def test_a_short_hold_up_costs_one_edge_and_not_the_train(running):
    """The next decision judges anew; the monostable holds so long."""
    edges = len(running.line.edges)
    running.clock.held_up_s = [0.006]
    running.run(TICK_S)
    assert len(running.line.edges) == edges
    running.run(0.1)
    assert running.on
    assert len(running.output()) == 1


def test_no_edge_is_made_on_what_is_older_than_it_may_be(world):
    """Held up for any while at any place of any decision: the picture and the word were young enough at the edge."""
    generator, ages = random.Random(5), []
    half_wave = world.line.half_wave

    def noted():
        report = world.door.poll(world.clock.monotonic)
        ages.append((world.clock.monotonic - report.face_s, world.clock.monotonic - report.sent_s))
        half_wave()

    world.line.half_wave = noted
    for _ in range(40):
        world.run(0.1).arm()
        world.holds()
        for _ in range(60):
            world.clock.held_up_s = [generator.choice([0.0, 0.0, 0.001, 0.004, 0.02, 0.12])]
            world.kiosk_speaks = generator.random() < 0.4
            world.run(TICK_S)
        world.kiosk_speaks, world.clock.held_up_s = True, []
        world.lets_go()
        world.run(7.0)
    assert len(ages) > 100
    face_s, sent_s = map(max, zip(*ages, strict=True))
    assert face_s <= FACE_S + PROMPT_S
    assert sent_s <= RENEWAL_S + PROMPT_S


def test_a_mirror_that_was_too_slow_goes_on_without_arming_with_a_press_of_its_own(running):
    """Off at once, and not on again by the same press; fresh pictures, the rest, and a new one: on."""
    running.face_fresh = False
    running.run(0.3)
    assert (running.on, running.reason) == (False, Reason.FACE_OLD)
    running.face_fresh = True
    running.run(8.0)
    assert running.reason is Reason.HAND_USED
    assert running.answers[-1].arming is Arming.ARMED
    assert len(running.output()) == 1
    running.lets_go()
    running.run(0.3)
    assert running.reason is Reason.HAND_OPEN
    running.face_fresh = False
    running.run(0.3)
    running.train(0.5)
    assert running.reason is Reason.FACE_OLD
    running.face_fresh = True
    running.run(0.1)
    assert running.on


def test_the_line_is_a_square_wave_of_twenty_hertz_while_permitted(running):
    """Edges, not a level: one half wave per decision."""
    rises = [t_s for t_s, high in running.line.edges if high]
    assert rises == pytest.approx([rises[0] + 0.05 * number for number in range(len(rises))])
    assert len(rises) > 5


def test_the_grant_is_on_the_disk_before_the_first_edge(world):
    """With all that the train may have."""
    seen = []

    def look():
        grants = [entry.dose_s for entry in world.entries() if entry.kind is Kind.GRANT]
        seen.append((bool(world.line.edges), grants))

    world.run(0.1).arm()
    world.holds()
    world.run(0.5, look)
    assert (True, [3.0]) in seen
    assert all(grants == [3.0] for edges, grants in seen if edges)
    assert seen[[grants for _, grants in seen].index([3.0])][0] is False


LOSSES = {
    "the kiosk falls silent": (lambda w: setattr(w, "kiosk_speaks", False), Reason.SILENT, RENEWAL_S + HOLD_S),
    "the kiosk is gone": (lambda w: (w.client.close(), setattr(w, "kiosk_speaks", False)), Reason.SILENT, HOLD_S),
    "the face is lost": (lambda w: tell(w, sight=Sight.UNSEEN), Reason.NO_FACE, HOLD_S + TICK_S),
    "the camera stands still": (lambda w: setattr(w, "face_fresh", False), Reason.FACE_OLD, FACE_S + HOLD_S),
    "the hand lets go": (lambda w: w.lets_go(), Reason.HAND_OPEN, HOLD_S),
    "stop is pressed": (lambda w: w.opens_loop(), Reason.STOP_OPEN, HOLD_S),
    "it hurts": (lambda w: tell(w, objection=Objection.STOPPED), Reason.STOPPED, HOLD_S + TICK_S),
    "the hold is over": (lambda w: tell(w, activity=Activity.SESSION), Reason.NO_HOLD, HOLD_S + TICK_S),
    "the session is over": (lambda w: tell(w, activity=Activity.NONE), Reason.NO_SESSION, HOLD_S + TICK_S),
    "it is let go of": (lambda w: tell(w, wanted=Wanted.NOTHING), Reason.NOT_ASKED, HOLD_S + TICK_S),
    "the other side is asked for": (lambda w: tell(w, wanted=Wanted.RIGHT), Reason.OTHER_SIDE, HOLD_S + TICK_S),
    "both sides are asked for": (lambda w: tell(w, wanted=Wanted.BOTH), Reason.BOTH_SIDES, HOLD_S + TICK_S),
    "the stage changes": (lambda w: tell(w, stage=Stage.SYNKINETIC), Reason.OTHER_STAGE, HOLD_S + TICK_S),
    "an answer is taken back": (lambda w: tell(w, answers=Answers.AGAINST), Reason.CONTRAINDICATED, HOLD_S + TICK_S),
    "the board gets hot": (lambda w: setattr(w, "board", Board.HOT), Reason.BOARD_HOT, HOLD_S),
    "the stimulator is not ready": (
        lambda w: setattr(w.contacts, "now", replace(w.contacts.now, ready=Ready.NOT_READY)),
        Reason.STIMULATOR_NOT_READY,
        HOLD_S,
    ),
    "the clock is set forward": (lambda w: set_clock(w, 3600.0), Reason.CLOCK_JUMPED, HOLD_S),
    "the clock is set back": (lambda w: set_clock(w, -1.0e6), Reason.CLOCK_WENT_BACK, HOLD_S),
    "the clock is lost": (lambda w: setattr(w.clock, "trust", Trust.UNSURE), Reason.CLOCK_NOT_SET, HOLD_S),
}


def tell(world, **changes):
    world.report = replace(world.report, **changes)


def set_clock(world, by_s):
    world.clock.wall_s += by_s


@pytest.mark.parametrize("name", LOSSES)
def test_whatever_is_lost_the_output_falls_in_time(running, name):
    """At the monostable's output, in simulated time; the ledger has the reason and no less than was given."""
    lose, reason, within_s = LOSSES[name]
    lost_s = running.clock.monotonic
    lose(running)
    running.run(1.0)
    (interval,) = running.output()
    assert interval.off_s - lost_s <= within_s + 1e-9
    assert not running.on
    assert reason.value in [entry.reason for entry in running.entries() if entry.kind is Kind.END]
    assert running.recorded_s() >= interval.lasted_s - 1e-9


@pytest.mark.parametrize("name", [name for name in LOSSES if LOSSES[name][1] not in (Reason.HAND_OPEN, Reason.NO_HOLD)])
def test_after_a_loss_nothing_goes_on_by_itself(running, name):
    """Everything is well again and the button still held: nothing moves until somebody arms anew."""
    lose, reason, _ = LOSSES[name]
    before = (running.report, running.contacts.now)
    lose(running)
    running.run(1.0)
    edges = len(running.line.edges)
    running.report, running.contacts.now = before
    running.board, running.clock.trust, running.kiosk_speaks, running.face_fresh = Board.WELL, Trust.SYNCED, True, True
    running.connect()
    running.run(20.0)
    assert len(running.line.edges) == edges
    running.lets_go()
    running.run(0.2)
    running.train(1.0)
    if reason is not Reason.NOT_ASKED:
        assert len(running.line.edges) == edges


def test_nothing_prescribed_opens_no_line(tmp_path):
    """Without a prescription the pin is never even claimed, whatever is asked and pressed."""
    world = World(tmp_path, prescription=None)
    world.run(0.1).arm().train(2.0)
    world.lets_go()
    world.run(1.0).arm().train(2.0)
    assert world.lines_opened == 0
    assert {verdict for _, verdict in world.verdicts} == {Off(Reason.NO_PRESCRIPTION)}
    assert not [entry for entry in world.entries() if entry.kind is Kind.GRANT]
    world.close()


def test_a_prescription_that_is_withdrawn_ends_it(running):
    """At the latest with the train: the plan is not read while the line moves."""
    running.prescription = None
    running.run(6.0)
    assert running.reason is Reason.NO_PRESCRIPTION
    assert all(interval.lasted_s <= 3.0 for interval in running.output())


def test_one_train_then_rest_then_the_next_press(world):
    """Six seconds after the end of a train and with a press of its own; before that it is refused and says why."""
    world.run(0.1).arm().train(4.0)
    world.lets_go()
    world.run(0.5).train(1.0)
    assert world.reason is Reason.REST
    world.lets_go()
    world.run(6.0).train(0.5)
    first, second = world.output()
    assert second.on_s - first.off_s >= 6.0 - HOLD_S


def test_stop_ends_the_session_and_outlives_a_restart(running):
    """No press, no arming and no new guard bring it back; the next session may."""
    running.opens_loop()
    running.run(0.5)
    running.closes_loop()
    running.lets_go()
    running.run(0.5).arm().train(1.0)
    assert running.reason is Reason.STOPPED
    assert [entry.session for entry in running.entries() if entry.kind is Kind.STOPPED] == [SESSION]
    running.power_cut()
    running.run(0.1).arm().train(1.0)
    assert running.reason is Reason.STOPPED
    assert len(running.output()) == 1


def test_the_second_session_of_a_day_is_refused_also_after_a_power_cut(running):
    """The dose of a day is in the ledger, and so is the gap to the next."""
    running.power_cut()
    tell(running, session=b"session-number-2")
    running.run(0.1).arm().train(1.0)
    assert running.reason is Reason.DAY_FULL
    running.lets_go()
    running.clock.pass_s(24 * 3600.0)
    running.run(1.0).arm().train(1.0)
    assert len(running.output()) == 2


def test_a_power_cut_costs_the_whole_train(running):
    """What was reserved stands, because nobody knows how much of it was given."""
    given_s = running.output()[0].lasted_s
    running.power_cut()
    assert running.recorded_s() == 3.0 >= given_s
    assert [one.trains for one in running.book.history.sessions] == [1]


def test_a_session_goes_on_after_a_restart_of_the_guard_with_what_it_has_had(running):
    """Trains and seconds are those of the ledger, not of the process."""
    running.power_cut(off_s=10.0)
    running.run(0.1).arm().train(4.0)
    assert [one.trains for one in running.book.history.sessions] == [2]
    assert running.recorded_s() > 5.9


def test_setting_the_clock_forward_gains_no_session(running):
    """Tomorrow by the wall, half a minute by the steady clock: refused as a second session of today."""
    running.lets_go()
    running.run(0.5)
    running.clock.wall_s += 30 * 3600.0
    tell(running, session=b"session-number-2")
    running.run(1.0).arm().train(1.0)
    assert running.reason is Reason.DAY_FULL
    running.power_cut()
    running.run(1.0).arm().train(1.0)
    assert running.reason is Reason.DAY_FULL


def test_a_clock_that_went_back_is_too_recent_until_it_has_caught_up(running):
    """Also across a restart."""
    running.lets_go()
    running.run(0.5)
    running.power_cut()
    running.clock.wall_s -= 48 * 3600.0
    tell(running, session=b"session-number-2")
    running.run(1.0).arm().train(1.0)
    assert running.reason is Reason.CLOCK_WENT_BACK
    running.lets_go()
    running.clock.pass_s(72 * 3600.0)
    running.run(1.0).arm().train(1.0)
    assert running.on


def test_a_disk_that_is_full_grants_nothing_and_ends_nothing_late(world, monkeypatch):
    """A train under way ends as ever and keeps its whole reservation; the next begins once the disk takes it."""
    world.run(0.1).arm().train(0.5)
    written = os.write

    def full(handle, data):
        if b"kind" in data:
            raise OSError(28, "No space left on device")
        return written(handle, data)

    monkeypatch.setattr(os, "write", full)
    lost_s = world.clock.monotonic
    world.lets_go()
    world.run(0.5)
    assert world.output()[0].off_s - lost_s <= HOLD_S
    assert world.reason is Reason.LEDGER
    assert world.recorded_s() == 3.0
    world.run(7.0).arm().train(1.0)
    assert len(world.output()) == 1
    monkeypatch.setattr(os, "write", written)
    world.lets_go()
    world.run(6.0).train(0.5)
    assert len(world.output()) == 2
    assert world.recorded_s() == pytest.approx(6.0)
    world.lets_go()
    world.run(0.5)
    again = World.recorded_s(world)
    world.power_cut()
    assert world.recorded_s() == pytest.approx(again)


def test_a_train_whose_end_was_not_written_down_counts_in_full(tmp_path, monkeypatch):
    """Also for the guard that goes on running: one train was allowed, and it has been."""
    world = World(tmp_path, replace(PRESCRIPTION, session_trains=1))
    world.run(0.1).arm().train(0.5)
    written = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: written(handle, data[:9]))
    world.lets_go()
    world.run(0.5)
    monkeypatch.setattr(os, "write", written)
    world.run(8.0).train(0.5)
    assert world.reason is Reason.SESSION_TRAINS
    assert len(world.output()) == 1
    assert [entry.kind for entry in world.entries()].count(Kind.GRANT) == 1
    world.close()


def test_a_reading_that_takes_long_has_aged_what_was_heard_before(running):
    """The instant of the decision is after everything that may be slow, so that nothing old is taken for new."""
    read, edges = running.contacts.read, len(running.line.edges)

    def slowly():
        running.clock.pass_s(0.2)
        return read()

    running.contacts.read = slowly
    running.run(1.0)
    assert not [high for _, high in running.line.edges[edges:] if high]


def test_an_exception_leaves_the_line_low(running):
    """Whatever goes wrong in a tick, the line falls before it is told."""
    running.guard._board = lambda now_s: 1 / 0
    running.line.high = True
    with pytest.raises(ZeroDivisionError):
        running.guard.tick()
    assert not running.line.high


def test_a_guard_that_is_closed_has_given_back_what_was_not_used(running):
    """In order: line low, the end and its dose, and that it ended."""
    running.guard.close()
    assert not running.line.high
    last = [(entry.kind, entry.reason) for entry in running.entries() if entry.kind is not Kind.REFUSAL][-2:]
    assert last == [(Kind.END, "the guard has ended"), (Kind.ENDED, "")]
    assert running.output()[0].lasted_s <= running.recorded_s() < 1.0


def test_a_guard_that_was_held_up_makes_no_further_edge(running):
    """A second without a decision: the output has fallen meanwhile, and waking up does not raise it again."""
    edges = len(running.line.edges)
    running.clock.pass_s(1.0)
    running.run(2.0)
    assert [high for _, high in running.line.edges[edges:]] in ([], [False])
    assert Reason.LATE.value in [entry.reason for entry in running.entries()] or Reason.SILENT.value in [
        entry.reason for entry in running.entries()
    ]


def test_every_refusal_is_in_the_ledger_and_none_fills_it(world):
    """At once, then together: minutes of asking are a handful of lines that count them all."""
    world.run(200.0)
    refusals = [entry for entry in world.entries() if entry.kind is Kind.REFUSAL]
    assert {entry.reason for entry in refusals} == {Reason.NOT_ARMED.value}
    assert 3 <= len(refusals) < 8
    world.guard.close()
    refusals = [entry for entry in world.entries() if entry.kind is Kind.REFUSAL]
    assert sum(entry.count for entry in refusals) == world.answers[-1].sequence + 1


def test_the_time_is_written_down_every_hour(world):
    """So that a clock that is set is noticed across a power cut too."""
    tell(world, wanted=Wanted.NOTHING)
    for _ in range(3):
        world.clock.pass_s(3600.0)
        world.run(0.1)
    assert [entry.kind for entry in world.entries()].count(Kind.CLOCK) == 3


def test_the_time_is_written_down_when_it_is_first_trusted(tmp_path):
    """After a start without a network, so that setting the clock gains nothing from then on."""
    world = World(tmp_path)
    tell(world, wanted=Wanted.NOTHING)
    world.run(0.2)
    world.clock.trust = Trust.UNSURE
    world.power_cut(off_s=0.0)
    world.run(1.0)
    assert [entry.kind for entry in world.entries()].count(Kind.CLOCK) == 0
    anchor = world.book.history.anchor
    world.clock.wall_s += 8 * 3600.0
    world.clock.trust = Trust.SYNCED
    world.run(1.0)
    assert [entry.kind for entry in world.entries()].count(Kind.CLOCK) == 1
    trusted = world.book.history.anchor
    assert trusted.steady_s - anchor.steady_s == pytest.approx(8 * 3600.0, abs=2.0)
    world.clock.wall_s += 8 * 3600.0
    world.run(1.0)
    assert world.book.history.anchor.steady_s - trusted.steady_s < 2.0
    world.close()


def test_the_kiosk_is_told_what_the_line_does_and_why(running):
    """On, then off with the reason, and whether it is armed."""
    answer = running.answers[-1]
    assert (answer.state, answer.reason, answer.arming) == (State.ON, None, Arming.ARMED)
    running.opens_loop()
    running.run(0.1)
    answer = running.answers[-1]
    assert (answer.state, answer.reason, answer.arming) == (State.OFF, Reason.STOP_OPEN, Arming.NOT_ARMED)
    assert answer.sequence > 100


def test_a_whole_session_never_exceeds_what_was_prescribed(tmp_path):
    """Twenty minutes of pressing again and again: the session ends by itself, and output and ledger agree."""
    prescription = replace(PRESCRIPTION, session_s=120.0, session_trains=8)
    world = World(tmp_path, prescription)
    world.run(0.1).arm()
    for _ in range(25):
        world.train(3.5)
        world.lets_go()
        world.run(6.5)
    output = world.output()
    assert len(output) == 8
    assert output[-1].off_s - output[0].on_s <= 120.0
    assert all(interval.lasted_s <= 3.0 + 1e-9 for interval in output)
    total_s = sum(interval.lasted_s for interval in output)
    assert total_s <= world.recorded_s() <= total_s + len(output) * 2 * TICK_S
    assert world.reason is Reason.SESSION_TIME or world.reason is Reason.SESSION_TRAINS
    world.close()


def test_a_course_ends_when_it_is_over(tmp_path):
    """Every day asked, for half a year: three sessions a week, six weeks, and then only after a pause of four weeks."""
    prescription = replace(PRESCRIPTION, train_s=1.0, rest_s=1.0, course_weeks=6)
    world = World(tmp_path, prescription)
    days = []
    for day in range(76):
        tell(world, session=f"session {day:>8}".encode())
        world.prescription = replace(
            prescription, first_day=world.today - timedelta(days=1), last_day=world.today + timedelta(days=1)
        )
        world.run(1.2).arm().train(0.3)
        if world.on:
            days.append(day)
        world.lets_go()
        world.run(0.2)
        world.clock.pass_s(24 * 3600.0 - (world.clock.wall_s % (24 * 3600.0)) + 12 * 3600.0)
    in_weeks = [sum(start <= day < start + 7 for day in days) for start in range(76)]
    assert max(in_weeks) == 3
    first = [day for day in days if day < 42]
    assert len(first) == 18
    assert min(day for day in days if day >= 42) >= first[-1] + 28
    assert isinstance(world.verdicts[0][1], Off)
    assert date(2026, 11, 21) < world.today
    assert any(isinstance(verdict, On) for _, verdict in world.verdicts)
    world.close()


OTHER_PLAN = replace(PRESCRIPTION, name="revision 4 (test)", side=Side.RIGHT)


def test_a_plan_that_is_replaced_in_a_session_ends_stimulation_for_it(world):
    """The other side was neither asked about nor armed: disarmed, refused by name, and the next session may."""
    world.run(1.0).arm()
    world.prescription, world.report = OTHER_PLAN, replace(world.report, wanted=Wanted.RIGHT)
    world.run(2.0)
    assert world.reason is Reason.PRESCRIBED_ANEW
    assert world.answers[-1].arming is Arming.NOT_ARMED
    world.arm().train(1.0)
    assert world.line.edges == []
    world.prescription, world.report = PRESCRIPTION, replace(world.report, wanted=Wanted.LEFT)
    world.run(2.0).arm().train(1.0)
    assert world.reason is Reason.PRESCRIBED_ANEW
    world.prescription, world.report = OTHER_PLAN, replace(world.report, wanted=Wanted.RIGHT)
    world.lets_go()
    world.run(2.0)
    world.report = replace(world.report, session=bytes(range(16)))
    world.run(0.1).arm().train(1.0)
    assert world.on


def test_a_session_that_has_had_a_train_keeps_its_prescription_over_a_restart(running):
    """The ledger knows which one it was."""
    running.lets_go()
    running.run(1.0)
    running.power_cut()
    running.prescription, running.report = OTHER_PLAN, replace(running.report, wanted=Wanted.RIGHT)
    running.run(10.0)
    assert running.reason is Reason.PRESCRIBED_ANEW
    running.prescription, running.report = PRESCRIPTION, replace(running.report, wanted=Wanted.LEFT)
    running.power_cut()
    running.run(10.0).arm().train(1.0)
    assert running.on


def test_a_taped_button_with_a_loose_contact_carries_nothing(world):
    """Open for one reading every few seconds is never a hand that lets go: neither arming nor a new press."""
    world.run(0.5)
    for number in range(30):
        world.holds()
        world.run(2.2 + number % 3)
        world.lets_go()
        world.run(TICK_S)
    assert world.line.edges == []


def test_a_drop_out_in_a_train_is_its_end_and_disarms(running):
    """Off at once, and what is pressed on gets no second train without arming."""
    running.lets_go()
    running.run(TICK_S)
    assert not running.on
    running.holds()
    running.run(10.0)
    assert len(running.output()) == 1
    running.lets_go()
    running.run(1.0).train(1.0)
    assert running.reason is Reason.NOT_ARMED
