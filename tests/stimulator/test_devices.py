"""Line, contacts, monostable and board: what the guard touches."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from hardware.pins import mock_factory
from hardware.problem import DeviceProblem
from hardware.stimulator.contacts import Contacts, GpioContacts, HeldContacts
from hardware.stimulator.devices import Pins, on_pins, simulated
from hardware.stimulator.hand import Hand
from hardware.stimulator.health import EVERY_S, Watched, board_now
from hardware.stimulator.inputs import Board, Loop, Ready
from hardware.stimulator.line import LINE_PINS, GpioLine, RecordedLine
from hardware.stimulator.monostable import EDGE, Interval, intervals_in, output_of
from hardware.stimulator.simulated import OUTPUT, SimulatedLine, WrittenContacts
from hardware.stimulator.timing import HOLD_S

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def factory():
    pins = mock_factory()
    yield pins
    pins.reset()


def test_the_line_is_low_from_the_start_to_the_end(factory):
    """Through real gpiozero: claimed low, edges while asked for, low and given back at the end."""
    pin = factory.pin(24)
    line = GpioLine(24, factory)
    levels = [pin.state]
    for _ in range(3):
        line.half_wave()
        levels.append(pin.state)
    line.off()
    line.off()
    levels.append(pin.state)
    line.half_wave()
    line.close()
    levels.append(pin.state)
    assert [bool(level) for level in levels] == [False, True, False, True, False, False]
    GpioLine(24, factory).close()


def test_a_line_is_refused_on_pins_that_are_high_at_power_up(factory):
    """0 to 8 are pulled up until a program runs; the sentence says what is allowed."""
    for pin in [*range(0, 9), 28]:
        with pytest.raises(DeviceProblem, match="allowed is 9 to 27"):
            GpioLine(pin, factory)
    for pin in LINE_PINS:
        GpioLine(pin, factory).close()


def test_a_taken_pin_is_one_sentence(factory):
    """For the line and for the contacts."""
    line = GpioLine(24, factory)
    with pytest.raises(DeviceProblem, match="cannot use GPIO 24"):
        GpioLine(24, factory)
    with pytest.raises(DeviceProblem, match="stop loop cannot use GPIO 24"):
        GpioContacts(25, 24, None, factory)
    GpioContacts(25, 16, None, factory).close()
    line.close()


def test_a_broken_wire_reads_as_open(factory):
    """Contacts close to 3.3 V against a pull-down: nothing connected is not held, stopped and not ready."""
    contacts = GpioContacts(25, 16, 26, factory)
    assert [factory.pin(pin).pull for pin in (25, 16, 26)] == ["down"] * 3
    assert contacts.read() == Contacts(Hand.OPEN, Loop.OPEN, Ready.NOT_READY)
    for pin in (25, 16, 26):
        factory.pin(pin).drive_high()
    assert contacts.read() == Contacts(Hand.HELD, Loop.CLOSED, Ready.READY)
    contacts.close()
    contacts.close()


def test_a_stimulator_that_says_nothing_of_itself_is_not_asked(factory):
    """Then its own limits and indicators are all there is."""
    contacts = GpioContacts(25, 16, None, factory)
    assert contacts.read().ready is Ready.NOT_WIRED
    contacts.close()


def test_no_pin_of_the_line_is_claimed_before_it_is_opened(factory):
    """Making the devices opens inputs only."""
    devices = on_pins(Pins(line=24, hand=25, loop=16, ready=None), factory)
    assert factory.pin(24).function == "input"
    line = devices.open_line()
    assert factory.pin(24).function == "output"
    line.close()
    devices.contacts.close()


def test_the_fakes_remember_and_obey():
    """A line with its edges and their times; contacts as they are set."""
    times = iter(range(100))
    line = RecordedLine(lambda: float(next(times)))
    for _ in range(3):
        line.half_wave()
    line.off()
    line.off()
    line.half_wave()
    line.close()
    assert line.edges == [(0.0, True), (1.0, False), (2.0, True), (3.0, False), (4.0, True), (5.0, False)]
    contacts = HeldContacts()
    assert contacts.read() == Contacts(Hand.OPEN, Loop.OPEN, Ready.NOT_READY)
    contacts.close()


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ([], []),
        ([(1.0, False)], []),
        ([(1.0, True)], [(1.0, 1.12)]),
        ([(1.0, True), (1.025, False), (1.05, True), (1.075, False)], [(1.0, 1.17)]),
        ([(1.0, True), (5.0, False)], [(1.0, 1.12)]),
        ([(1.0, True), (1.1, False), (1.5, True), (1.6, False)], [(1.0, 1.12), (1.5, 1.62)]),
    ],
)
def test_the_monostable_goes_by_rising_edges_only(edges, expected):
    """A level that stays high, as a dead process leaves it, is off 120 ms after its edge."""
    assert [(one.on_s, pytest.approx(one.off_s)) for one in output_of(edges)] == expected


def test_the_monostable_process_outlives_whoever_drives_it(tmp_path):
    """Its input ends while the level is high: off after its hold, and that is written down."""
    out = tmp_path / OUTPUT
    process = subprocess.Popen(
        [sys.executable, "-m", "hardware.stimulator.monostable", str(out)], stdin=subprocess.PIPE, cwd=REPOSITORY
    )
    process.communicate(EDGE.pack(time.monotonic(), 1))
    (interval,) = intervals_in(out)
    assert interval.lasted_s == pytest.approx(HOLD_S, abs=1e-5)


def test_an_output_that_is_still_on_has_no_end_yet(tmp_path):
    """Whoever reads along sees that it is on."""
    out = tmp_path / OUTPUT
    out.write_text('{"t": 1.0, "output": "on"}\n{"t": 2.0, "output": "off"}\n{"t": 3.0, "output": "on"}\n')
    assert intervals_in(out) == [Interval(1.0, 2.0), Interval(3.0, float("inf"))]


def test_a_simulated_line_drives_its_monostable(tmp_path):
    """Edges become one stretch of on."""
    line = SimulatedLine(tmp_path)
    for _ in range(5):
        line.half_wave()
    line.off()
    line.close()
    line.close()
    (interval,) = intervals_in(tmp_path / OUTPUT)
    assert interval.lasted_s >= HOLD_S


def test_a_simulated_line_whose_monostable_died_is_a_sentence(tmp_path):
    """The guard ends with it."""
    line = SimulatedLine(tmp_path)
    line._monostable.kill()
    line._monostable.wait()
    with pytest.raises(DeviceProblem, match="monostable has ended"):
        line.half_wave()
    line.close()


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path):
    """It names the folder."""
    (tmp_path / "file").touch()
    with pytest.raises(DeviceProblem, match="file/inside cannot be written"):
        SimulatedLine(tmp_path / "file" / "inside")


def test_written_contacts_are_open_unless_the_file_says_otherwise(tmp_path):
    """No file, an empty one, nonsense in it: nothing is held, closed or ready."""
    contacts = WrittenContacts(tmp_path)
    for content in (None, b"", b"\xff\xfe\x00", b"handloop"):
        if content is not None:
            (tmp_path / "contacts").write_bytes(content)
        assert contacts.read() == Contacts(Hand.OPEN, Loop.OPEN, Ready.NOT_READY)
    (tmp_path / "contacts").write_text("hand loop ready")
    assert contacts.read() == Contacts(Hand.HELD, Loop.CLOSED, Ready.READY)
    contacts.close()


def test_simulated_devices_need_no_board(tmp_path):
    """Nothing real is driven, so the computer's clock and health are taken as they are."""
    devices = simulated(tmp_path)
    assert devices.board() is Board.WELL
    assert devices.clock.now().trust.value == "synced"


@pytest.fixture
def sys_tree(tmp_path):
    """What Linux shows of a Pi that is well."""
    (tmp_path / "temp").write_text("51540\n")
    for number, name in enumerate(("cpu_thermal", "rpi_volt")):
        (tmp_path / f"hwmon{number}").mkdir()
        (tmp_path / f"hwmon{number}" / "name").write_text(f"{name}\n")
    (tmp_path / "hwmon1" / "in0_lcrit_alarm").write_text("0\n")
    return tmp_path


def look(tree):
    return board_now(tree / "temp", tree)


def test_a_board_is_well_when_it_is_cool_and_well_fed(sys_tree):
    """Temperature and the under-voltage alarm, as the kernel tells them."""
    assert look(sys_tree) is Board.WELL
    (sys_tree / "temp").write_text("79999")
    assert look(sys_tree) is Board.WELL
    (sys_tree / "temp").write_text("80000")
    assert look(sys_tree) is Board.HOT
    (sys_tree / "temp").write_text("40000")
    (sys_tree / "hwmon1" / "in0_lcrit_alarm").write_text("1")
    assert look(sys_tree) is Board.LOW_POWER


def test_a_board_that_cannot_be_read_is_unknown(sys_tree):
    """A missing file, another driver, nonsense: not well."""
    (sys_tree / "hwmon1" / "name").write_text("other")
    assert look(sys_tree) is Board.UNKNOWN
    (sys_tree / "hwmon1" / "name").unlink()
    assert look(sys_tree) is Board.UNKNOWN
    (sys_tree / "hwmon1" / "name").write_text("rpi_volt")
    (sys_tree / "temp").write_text("warm")
    assert look(sys_tree) is Board.UNKNOWN
    (sys_tree / "temp").unlink()
    assert look(sys_tree) is Board.UNKNOWN


def test_the_board_is_looked_at_once_a_second():
    """And at once when time seems to have gone back."""
    looks = iter([Board.WELL, Board.HOT, Board.LOW_POWER])
    watched = Watched(lambda: next(looks))
    assert [watched.at(now_s) for now_s in (5.0, 5.5, 5.0 + EVERY_S, 5.9)] == [
        Board.WELL,
        Board.WELL,
        Board.HOT,
        Board.LOW_POWER,
    ]
