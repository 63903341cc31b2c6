"""`mirror check` on the pins: what is wired wrongly, held or not wired at all is named with the way out."""

from datetime import date

import pytest

from hardware.pins import mock_factory, wired_factory
from hardware.presence.gpio import GpioPresence
from hardware.probe import ALL_PULLS, LOOKS, Drive, Probed, Pull, Seen, probe
from hardware.stimulator.contacts import GpioContacts
from hardware.stimulator.line import GpioLine
from mirror.kiosk.check_pins import expected_pins, pins_found
from mirror.kiosk.finding import Verdict
from mirror.perception.face import Side
from mirror.settings import Settings
from mirror.therapy.plan_reading import read_plan
from mirror.therapy.plan_text import new_text
from mirror.therapy.stage import Stage

TODAY = date(2026, 11, 21)
UNPRESCRIBED = read_plan("plan.toml", new_text(Stage.PARETIC, Side.LEFT, TODAY).encode()).plan
EVERYTHING = Settings(pin_foot=5, pin_presence=4, pin_stimulator_ready=6)
#: What a mirror looks like that is wired as docs/wiring.md has it: what is not here is an open contact.
WIRED = {EVERYTHING.pin_presence: False}


def never(_seconds):
    """Mock pins settle at once."""


def found(settings, driven, plan=UNPRESCRIBED):
    """What is said of each setting."""
    findings = list(pins_found(settings, plan, wired_factory(driven), never))
    return {one.sentence.partition("(")[2].partition(",")[0]: one for one in findings}


def wrong(settings, driven, plan=UNPRESCRIBED):
    return {name for name, one in found(settings, driven, plan).items() if one.verdict is not Verdict.GOOD}


def test_a_mirror_wired_as_it_should_be_is_good():
    """Each pin is listed with its setting, its number, what is expected and what was read."""
    said = found(EVERYTHING, WIRED)
    assert {one.verdict for one in said.values()} == {Verdict.GOOD}
    assert list(said) == ["pin_back", "pin_select", "pin_next", "pin_stop", "pin_foot", "pin_light", "pin_presence"]
    assert said["pin_back"].sentence == (
        "GPIO 17 (pin_back, left button): at rest high: the Pi pulls it up, an open contact to ground; "
        "read high pulled up, low pulled down, low left alone. Press it: it must read low then."
    )


@pytest.mark.parametrize("name", ["pin_back", "pin_select", "pin_next", "pin_stop", "pin_foot"])
def test_a_button_that_is_held_or_shorted_is_named(name):
    """And no other."""
    driven = {**WIRED, getattr(EVERYTHING, name): False}
    assert wrong(EVERYTHING, driven) == {name}
    assert "It is held low" in found(EVERYTHING, driven)[name].sentence


def test_an_outside_pull_up_does_no_harm():
    """Some panels have resistors of their own."""
    assert wrong(EVERYTHING, {**WIRED, EVERYTHING.pin_back: True}) == set()


def test_a_sensor_that_drives_nothing_is_not_connected():
    """A pin that floats is told from one that is driven by pulling at it both ways."""
    assert wrong(EVERYTHING, {}) == {"pin_presence"}
    assert "Nothing drives it" in found(EVERYTHING, {})["pin_presence"].sentence


@pytest.mark.parametrize(
    ("active", "level", "verdict"),
    [
        ("low", None, Verdict.GOOD),
        ("low", True, Verdict.GOOD),
        ("low", False, Verdict.WRONG),
        ("high", None, Verdict.WRONG),
        ("high", True, Verdict.WRONG),
        ("high", False, Verdict.GOOD),
    ],
)
def test_a_proximity_switch_rests_where_its_setting_says(active, level, verdict):
    """One that is set the wrong way round reads as a hand that never goes away, and is named."""
    settings = Settings(buttons="touchless", touchless_active=active)
    pins = (settings.pin_back, settings.pin_select, settings.pin_next)
    said = found(settings, {} if level is None else dict.fromkeys(pins, level))
    assert {said[name].verdict for name in ("pin_back", "pin_select", "pin_next")} == {verdict}
    assert said["pin_stop"].verdict is Verdict.GOOD


def test_a_light_on_the_wrong_rail_is_named():
    """It would shine whenever the mirror is off."""
    assert wrong(EVERYTHING, {**WIRED, EVERYTHING.pin_light: True}) == {"pin_light"}


class Prescribed:
    """As much of a plan as is asked for."""

    stimulation = object()
    prescribed = True


#: The line and the hand pulled down outside, the loop closed, the stimulator not ready.
STIMULATED = {**WIRED, 24: False, 25: False, 16: True, 6: False}


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({}, set()),
        ({6: True}, set()),
        ({24: True}, {"pin_stimulator"}),
        ({25: True}, {"pin_hand"}),
        ({25: None}, {"pin_hand"}),
        ({16: False}, {"pin_stop_loop"}),
        ({16: None}, {"pin_stop_loop"}),
        ({6: None}, {"pin_stimulator_ready"}),
    ],
)
def test_the_stimulators_pins_are_as_their_contract_says(changed, names):
    """Held, open or without its resistor: each by its own name."""
    driven = {pin: level for pin, level in {**STIMULATED, **changed}.items() if level is not None}
    assert wrong(EVERYTHING, driven, Prescribed()) == names


def test_without_a_prescription_the_stimulators_pins_are_not_even_looked_at():
    """Nothing else may touch them either."""
    names = {one.setting for one in expected_pins(EVERYTHING, stimulation=False)}
    assert not names & {"pin_stimulator", "pin_hand", "pin_stop_loop", "pin_stimulator_ready"}


def test_the_stimulators_line_is_never_pulled_up():
    """Without its resistor that would be a rising edge, and the monostable would close the loop for it."""
    factory = wired_factory({})
    line, rises = factory.pin(24), []
    line.drive_low()
    before = type(line).drive_high
    line.drive_high = lambda: rises.append(True) or before(line)
    list(pins_found(EVERYTHING, Prescribed(), factory, never))
    assert rises == []


def test_a_pin_in_use_is_a_note_with_the_way_out():
    """A running mirror owns its pins; nothing is wrong with that."""
    factory = mock_factory()
    presence = GpioPresence(4, factory)
    factory.close = presence.close
    said = {
        one.sentence.partition("(")[2].partition(",")[0]: one
        for one in pins_found(EVERYTHING, UNPRESCRIBED, factory, never)
    }
    assert said["pin_presence"].verdict is Verdict.NOTE
    assert "sudo systemctl stop mirror" in said["pin_presence"].sentence


def test_the_way_out_for_a_pin_of_the_guard_is_to_stop_the_guard():
    """The four of the stimulator are its own; to stop the mirror would free none of them."""
    factory = mock_factory()
    settings = EVERYTHING
    contacts = GpioContacts(settings.pin_hand, settings.pin_stop_loop, settings.pin_stimulator_ready, factory)
    line = GpioLine(settings.pin_stimulator, factory)
    kept, factory.close = factory.close, lambda: None
    said = {one.sentence: one.verdict for one in pins_found(settings, Prescribed(), factory, never)}
    held = [sentence for sentence in said if "cannot be looked at" in sentence]
    line.close()
    contacts.close()
    kept()
    assert len(held) == 4
    assert {said[sentence] for sentence in held} == {Verdict.NOTE}
    assert all("stop it first: sudo systemctl stop mirror-stimulator." in sentence for sentence in held)


def test_on_a_computer_without_pins_it_is_a_note():
    """The keyboard stands for the buttons there."""
    (one,) = pins_found(Settings(), UNPRESCRIBED)
    assert (one.verdict, "no Raspberry Pi" in one.sentence) == (Verdict.NOTE, True)


def test_a_pin_that_changes_by_itself_is_unsteady():
    """A loose wire, or an aerial for the mains."""
    factory = mock_factory()
    pin, looks = factory.pin(17), []

    def loose(_seconds):
        looks.append(True)
        (pin.drive_low if len(looks) % 2 else pin.drive_high)()

    probed = probe(17, factory, loose)
    assert probed.drive is Drive.UNSTEADY
    assert len(looks) == len(ALL_PULLS) * (LOOKS + 1)
    assert Probed({Pull.UP: Seen.LOW, Pull.DOWN: Seen.HIGH}).drive is Drive.UNSTEADY
