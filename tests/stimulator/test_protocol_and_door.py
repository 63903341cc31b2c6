"""The socket: what is believed, who may speak, and ten thousand messages that should not be."""

import os
import random
import socket
import struct
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest

from hardware.problem import DeviceProblem
from hardware.stimulator import door as door_module
from hardware.stimulator.client import AGAIN_S, Client
from hardware.stimulator.door import Door
from hardware.stimulator.prescription import Side, Stage
from hardware.stimulator.protocol import (
    Answer,
    Arming,
    Malformed,
    State,
    answer_bytes,
    answer_in,
    hello,
    nonce_in,
    report_bytes,
    report_in,
)
from hardware.stimulator.reason import Reason
from hardware.stimulator.report import Activity, Answers, Objection, Report, Sight, Wanted
from hardware.stimulator.timing import AHEAD_S, RENEWAL_S
from tests.stimulator.given import NOW_S, PRESCRIPTION, REPORT
from tests.stimulator.world import World

NONCE = b"0123456789abcdef"
ME = os.geteuid()


def test_a_report_comes_back_as_it_was_said():
    """Every value of every field, to the microsecond."""
    said = [REPORT, Report(sent_s=0.0)]
    for name, kind in {
        "activity": Activity,
        "wanted": Wanted,
        "stage": Stage,
        "sight": Sight,
        "answers": Answers,
        "objection": Objection,
    }.items():
        said += [replace(REPORT, **{name: value}) for value in kind]
    for number, report in enumerate(said, 1):
        sequence, again = report_in(report_bytes(report, number, NONCE), NONCE)
        assert sequence == number
        assert again.sent_s == pytest.approx(report.sent_s, abs=1e-6)
        assert again.face_s == pytest.approx(report.face_s, abs=1e-6)
        assert replace(again, sent_s=0.0, face_s=0.0) == replace(report, sent_s=0.0, face_s=0.0)


def test_an_answer_comes_back_as_it_was_said():
    """On, and off for every reason."""
    for reason in (None, *Reason):
        for arming in Arming:
            answer = Answer(State.ON if reason is None else State.OFF, reason, arming, 77, 3, 4.125, reason)
            assert answer_in(answer_bytes(answer)) == answer
    for side in (None, *Side):
        told = replace(answer, session=REPORT.session, side=side, wall_s=1_790_000_000.0)
        assert answer_in(answer_bytes(told)) == told


def test_the_layout_is_the_documented_one():
    """Sizes and places of version 4; another layout is another version."""
    data = report_bytes(REPORT, 258, NONCE)
    assert (len(hello(NONCE)), len(data), len(answer_bytes(Answer(State.OFF, Reason.SILENT, Arming.ARMED, 1)))) == (
        24,
        80,
        52,
    )
    assert data[:5] == b"RMr1\x04"
    assert data[5:12] == bytes([2, 1, 1, 1, 1, 0, 0])
    assert struct.unpack(">QQQ", data[12:36]) == (258, int(NOW_S * 1e9), int(NOW_S * 1e9))
    assert struct.unpack(">I", data[36:40])[0] == date(2026, 11, 21).toordinal()
    assert (data[40:56], data[56:72], data[72:]) == (REPORT.session, NONCE, bytes(8))


def spoilt(place, value):
    data = bytearray(report_bytes(REPORT, 1, NONCE))
    data[place] = value
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        report_bytes(REPORT, 1, NONCE)[:-1],
        report_bytes(REPORT, 1, NONCE) + b"\0",
        report_bytes(REPORT, 1, b"another number!!"),
        spoilt(0, 0x52 ^ 1),
        spoilt(4, 1),
        *(spoilt(place, 200) for place in range(5, 12)),
        *(
            spoilt(place, len(kind))
            for place, kind in zip(range(5, 11), (Activity, Wanted, Stage, Sight, Answers, Objection), strict=True)
        ),
        spoilt(36, 255),
        spoilt(56, 1),
        spoilt(79, 1),
    ],
)
def test_what_is_not_exactly_a_report_is_malformed(data):
    """Size, version, codes, day, connection number, zero bytes."""
    with pytest.raises(Malformed):
        report_in(data, NONCE)


@pytest.mark.parametrize(
    "data", [b"", hello(NONCE)[:-1], b"XXXX" + hello(NONCE)[4:], hello(NONCE)[:4] + b"\1" + hello(NONCE)[5:]]
)
def test_a_hello_of_another_kind_is_malformed(data):
    """The client does not guess."""
    assert nonce_in(hello(NONCE)) == NONCE
    with pytest.raises(Malformed):
        nonce_in(data)


GOOD_ANSWER = answer_bytes(Answer(State.OFF, Reason.SILENT, Arming.ARMED, 1))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        GOOD_ANSWER[:-1],
        b"XXXX" + GOOD_ANSWER[4:],
        *(GOOD_ANSWER[:place] + b"\xc8" + GOOD_ANSWER[place + 1 :] for place in (*range(4, 8), 24, 25)),
    ],
)
def test_an_answer_of_another_kind_is_malformed(data):
    """Also a state, a reason or an arming that there is not."""
    with pytest.raises(Malformed):
        answer_in(data)


@pytest.fixture
def door(tmp_path):
    made = Door(tmp_path / "guard.sock", {ME})
    yield made
    made.close()


def caller(tmp_path):
    made = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    made.settimeout(5.0)
    made.connect(str(tmp_path / "guard.sock"))
    return made


def connected(door, tmp_path):
    made = caller(tmp_path)
    assert door.poll(NOW_S) is None
    return made, nonce_in(made.recv(100))


def hung_up(made):
    try:
        return made.recv(100) == b""
    except ConnectionResetError:
        return True


def test_the_newest_report_is_believed(door, tmp_path):
    """And stays what was said last; how old it may be is for the gate."""
    kiosk, nonce = connected(door, tmp_path)
    for number in (1, 2, 5):
        kiosk.send(report_bytes(replace(REPORT, sent_s=NOW_S + number / 1000), number, nonce))
    assert door.poll(NOW_S + 0.01).sent_s == pytest.approx(NOW_S + 0.005)
    assert door.sequence == 5
    assert door.poll(NOW_S + 100.0).sent_s == pytest.approx(NOW_S + 0.005)
    kiosk.close()
    assert door.poll(NOW_S + 0.02) is None


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (lambda nonce: b"hello", "a report of another size"),
        (lambda nonce: b"", "a report of another size"),
        (lambda nonce: bytes(5000), "a report of another size"),
        (lambda nonce: report_bytes(REPORT, 2, NONCE), "a report of another connection"),
        (lambda nonce: report_bytes(REPORT, 1, nonce), "a report that was said before"),
        (
            lambda nonce: report_bytes(replace(REPORT, sent_s=NOW_S + AHEAD_S + 1e-3), 2, nonce),
            "a report from the future",
        ),
    ],
)
def test_who_says_what_cannot_be_believed_is_turned_away(door, tmp_path, message, why):
    """With that the earlier reports are worth nothing either; it is counted, and a new connection is welcome."""
    kiosk, nonce = connected(door, tmp_path)
    kiosk.send(report_bytes(REPORT, 1, nonce))
    assert door.poll(NOW_S) is not None
    kiosk.send(message(nonce))
    assert door.poll(NOW_S) is None
    assert door.refused == {why: 1}
    assert hung_up(kiosk)
    kiosk.close()
    again, nonce = connected(door, tmp_path)
    again.send(report_bytes(REPORT, 1, nonce))
    assert door.poll(NOW_S) is not None
    again.close()


def test_a_report_that_has_waited_too_long_is_passed_over(door, tmp_path):
    """It is not the kiosk's fault, so a newer one behind it is believed."""
    kiosk, nonce = connected(door, tmp_path)
    kiosk.send(report_bytes(replace(REPORT, sent_s=NOW_S - RENEWAL_S - 1e-3), 1, nonce))
    assert door.poll(NOW_S) is None
    kiosk.send(report_bytes(REPORT, 2, nonce))
    assert door.poll(NOW_S) is not None
    assert door.refused == {"a report that is too old": 1}
    kiosk.close()


def test_what_was_recorded_on_one_connection_is_nothing_on_the_next(door, tmp_path):
    """The replayed message has the number of a connection that is over."""
    kiosk, nonce = connected(door, tmp_path)
    recorded = report_bytes(REPORT, 1, nonce)
    kiosk.close()
    assert door.poll(NOW_S) is None
    thief, other = connected(door, tmp_path)
    assert other != nonce
    thief.send(recorded)
    assert door.poll(NOW_S) is None
    assert door.refused["a report of another connection"] == 1
    thief.close()


def test_only_the_named_users_may_speak(tmp_path):
    """The kernel says who is calling; anybody else is turned away before a word is read."""
    door = Door(tmp_path / "guard.sock", {ME + 1})
    stranger = caller(tmp_path)
    stranger.send(b"let me in")
    assert door.poll(NOW_S) is None
    assert hung_up(stranger)
    assert door.refused == {"a caller who may not speak": 1}
    stranger.close()
    door.close()


def test_a_second_caller_is_turned_away_and_the_first_stays(door, tmp_path):
    """One kiosk at a time."""
    first, nonce = connected(door, tmp_path)
    second = caller(tmp_path)
    first.send(report_bytes(REPORT, 1, nonce))
    assert door.poll(NOW_S) is not None
    assert hung_up(second)
    assert door.refused == {"a second caller": 1}
    first.close()
    second.close()


def test_a_flood_does_not_hold_the_guard_up(door, tmp_path):
    """Of many messages only so many are looked at in one go."""
    kiosk, nonce = connected(door, tmp_path)
    kiosk.setblocking(False)
    number = 0
    with suppress(BlockingIOError):
        while number < 10_000:
            kiosk.send(report_bytes(REPORT, number + 1, nonce))
            number += 1
    door.poll(NOW_S)
    assert door.sequence == min(door_module._AT_ONCE, number)
    kiosk.close()


def test_a_kiosk_that_does_not_read_is_not_waited_for(door, tmp_path):
    """Answers that nobody reads are dropped and counted."""
    kiosk, _nonce = connected(door, tmp_path)
    for _ in range(5000):
        door.answer(Answer(State.OFF, Reason.SILENT, Arming.NOT_ARMED, 0))
    assert door.refused["an answer that nobody reads"] > 0
    kiosk.close()
    for _ in range(3):
        door.answer(Answer(State.OFF, Reason.SILENT, Arming.NOT_ARMED, 0))


def test_a_socket_left_by_a_killed_guard_is_in_nobodys_way(tmp_path):
    """The ledger's lock says that it is dead."""
    left = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    left.bind(str(tmp_path / "guard.sock"))
    left.close()
    Door(tmp_path / "guard.sock", {ME}).close()
    assert not (tmp_path / "guard.sock").exists()


def test_a_place_for_the_socket_that_cannot_be_used_is_one_sentence(tmp_path):
    """Too long, or no folder."""
    with pytest.raises(DeviceProblem, match="too long for a socket"):
        Door(tmp_path / ("x" * 120), {ME})
    (tmp_path / "file").touch()
    with pytest.raises(DeviceProblem, match="cannot listen"):
        Door(tmp_path / "file" / "guard.sock", {ME})


def noise(generator, good):
    """Random bytes of a random size, or a good message with random bits changed."""
    if generator.random() < 0.3:
        return generator.randbytes(generator.choice([1, 16, 79, 80, 81, 200, 4000]))
    data = bytearray(good)
    for _ in range(generator.randrange(1, 4)):
        data[generator.choice([*range(12), *range(56, 80), *range(len(data))])] ^= 1 << generator.randrange(8)
    return bytes(data)


def good_message(world, sequence, nonce):
    now_s = world.clock.monotonic
    return report_bytes(replace(world.report, sent_s=now_s, face_s=now_s, answered_on=world.today), sequence, nonce)


def test_ten_thousand_messages_crash_nothing_and_are_granted_nothing(tmp_path):
    """Everything else is well and the button is held; the guard goes on, counts them, and never makes an edge."""
    generator = random.Random(20261121)
    world = World(tmp_path)
    world.run(0.1).arm().close_client()
    world.holds()
    world.run(0.2)
    kiosk, nonce = None, b""
    for number in range(10_000):
        if kiosk is None:
            kiosk = caller(tmp_path)
            world.guard.tick()
            nonce = nonce_in(kiosk.recv(100))
        kiosk.send(noise(generator, good_message(world, number + 1, nonce)))
        world.clock.pass_s(0.001)
        world.guard.tick()
        if world.door._kiosk is None or generator.random() < 0.3:
            kiosk.close()
            kiosk = None
    if kiosk is not None:
        kiosk.close()
    assert world.line.edges == []
    world.run(61.0)
    world.guard.close()
    assert sum(entry.count for entry in world.entries() if entry.kind.value == "messages") > 5000
    world.close()


def test_one_bad_message_in_the_middle_of_a_train_ends_it(tmp_path):
    """Whatever is out of order makes all that was said before doubtful, and somebody has to arm anew."""
    generator = random.Random(7)
    world = World(tmp_path, replace(PRESCRIPTION, session_trains=400, rest_s=3.0))
    world.run(0.1)
    for number in range(30):
        world.arm().train(0.3)
        assert world.on
        world.client._guard.send(generator.randbytes(generator.choice([1, 79, 80, 81, 200])))
        world.run(0.025)
        assert not world.on
        assert not world.guard._state.grip.armed(world.clock.monotonic)
        world.run(2.5)
        assert len(world.output()) == number + 1
        world.lets_go()
        world.run(3.0)
    world.close()


def test_a_client_without_a_guard_says_nothing_and_tries_again(tmp_path):
    """No guard, then a guard, then none: never an error, and it is found again."""
    clock = [100.0]
    client = Client(tmp_path / "guard.sock", lambda: clock[0])
    assert client.tell(REPORT) is None
    door = Door(tmp_path / "guard.sock", {ME})
    assert client.tell(REPORT) is None
    clock[0] += AGAIN_S
    client.tell(REPORT)
    door.poll(clock[0])
    client.tell(REPORT)
    assert door.poll(clock[0]).sent_s == pytest.approx(clock[0])
    door.answer(Answer(State.OFF, Reason.NOT_ARMED, Arming.NOT_ARMED, 1))
    assert client.tell(REPORT) == Answer(State.OFF, Reason.NOT_ARMED, Arming.NOT_ARMED, 1)
    door.close()
    assert client.tell(REPORT) is None
    client.close()
    client.close()


def test_a_client_that_is_spoken_to_in_another_language_hangs_up(tmp_path):
    """A guard of another version is as good as none."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listening.bind(str(tmp_path / "guard.sock"))
    listening.listen(1)
    client = Client(tmp_path / "guard.sock", lambda: 100.0)
    client.tell(REPORT)
    guard, _ = listening.accept()
    guard.send(b"something else entirely")
    assert client.tell(REPORT) is None
    assert hung_up(guard)
    guard.close()
    listening.close()
    client.close()
