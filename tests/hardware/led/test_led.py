"""What the reminder light says, and how gently."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from hardware.led.gpio import ReminderLed
from hardware.led.light import Glow, Light
from hardware.led.pattern import FADE_S, Pattern, lightness, power
from hardware.led.recorded import RecordedLed
from hardware.pins import mock_factory
from hardware.problem import DeviceProblem

MS = 0.001
#: Twelve seconds, millisecond by millisecond: three turns of every pattern.
TIMES_S = [n * MS for n in range(12_001)]


def peaks_s(pattern: Pattern) -> list[float]:
    """The instants at which the light is brightest in its neighbourhood."""
    values = [lightness(pattern, t_s) for t_s in TIMES_S]
    return [TIMES_S[n] for n in range(1, len(values) - 1) if values[n - 1] < values[n] >= values[n + 1]]


@pytest.mark.parametrize("pattern", Pattern)
def test_no_pattern_has_an_edge(pattern: Pattern) -> None:
    """Dark to full would take a third of a second at the steepest, and the light stays within 0..1."""
    values = [lightness(pattern, t_s) for t_s in TIMES_S]
    assert all(0.0 <= value <= 1.0 for value in values)
    assert max(abs(after - before) for before, after in pairwise(values)) <= MS * 3.0


@pytest.mark.parametrize("pattern", Pattern)
def test_no_pattern_blinks(pattern: Pattern) -> None:
    """Never more than one brightening a second; the fault's double pulse stays under two."""
    apart_s = [after - before for before, after in pairwise(peaks_s(pattern))]
    assert all(gap_s > (0.5 if pattern is Pattern.FAULT else 1.0) for gap_s in apart_s)


def test_a_session_that_is_due_breathes_every_four_seconds() -> None:
    """One breath, one peak; overdue is the same breath and a little brighter."""
    assert peaks_s(Pattern.DUE) == pytest.approx([2.0, 6.0, 10.0], abs=0.002)
    assert peaks_s(Pattern.OVERDUE) == pytest.approx([2.0, 6.0, 10.0], abs=0.002)
    assert all(lightness(Pattern.OVERDUE, t_s) > lightness(Pattern.DUE, t_s) for t_s in TIMES_S)


def test_a_fault_is_a_double_pulse_and_a_pause() -> None:
    """Two soft pulses, then more than two seconds of rest: nobody takes it for the reminder."""
    assert peaks_s(Pattern.FAULT) == pytest.approx([0.375, 1.175, 4.375, 5.175, 8.375, 9.175], abs=0.002)
    assert all(lightness(Pattern.FAULT, 1.6 + n * 0.01) == 0.0 for n in range(230))


def test_in_a_session_the_light_is_dim_and_steady_and_done_is_dark() -> None:
    """It does not draw the eye from the face."""
    assert len({lightness(Pattern.LISTENING, t_s) for t_s in TIMES_S}) == 1
    assert 0.0 < power(lightness(Pattern.LISTENING, 0.0)) < 0.1
    assert {lightness(quiet, t_s) for quiet in (Pattern.OFF, Pattern.DONE) for t_s in TIMES_S} == {0.0}


def test_the_eye_sees_half_when_half_is_asked_for() -> None:
    """CIE 1976: a lightness of 50 is 18.4 % of the light; the ends meet, and the curve only rises."""
    assert power(0.5) == pytest.approx(0.184, abs=0.001)
    assert (power(0.0), power(1.0)) == (0.0, 1.0)
    steps = [power(n / 1000) for n in range(1001)]
    assert all(0.0 < after - before < 0.003 for before, after in pairwise(steps))


@pytest.mark.parametrize(("setting", "expected"), [(0.0, 0.0), (-1.0, 0.0), (1.0, power(0.5)), (2.0, power(0.5))])
def test_the_persons_setting_scales_the_light(setting: float, expected: float) -> None:
    """Zero is dark; a setting outside 0..1 is brought back into it."""
    assert Glow(Pattern.DUE).power(2.0, setting) == pytest.approx(expected)


def test_a_change_of_pattern_is_a_cross_fade() -> None:
    """From the top of a breath to dark there is no step, whenever it happens."""
    for changed_s in (0.0, 1.3, 2.0, 3.7):
        glow = Glow().to(Pattern.OVERDUE, 0.0).to(Pattern.DONE, changed_s + 4.0)
        values = [glow.lightness(changed_s + 4.0 + n * MS) for n in range(1000)]
        assert values[0] == pytest.approx(Glow().to(Pattern.OVERDUE, 0.0).lightness(changed_s + 4.0))
        assert max(abs(after - before) for before, after in pairwise(values)) <= MS * 3.0
        assert values[int(FADE_S / MS) + 1] == 0.0


@pytest.fixture
def factory() -> Iterator[Any]:
    pins = mock_factory()
    yield pins
    pins.reset()


def test_the_led_follows_its_pattern_and_closes_dark(factory: Any) -> None:
    """Through real gpiozero: the pin's duty is the pattern's, and closed it is off and free."""
    led: Light = ReminderLed(18, factory, setting=0.8)
    pin = factory.pin(18)
    assert pin.state == 0.0
    led.show(Pattern.DUE)
    for n in range(121):
        led.tick(50.0 + n / 30)
        assert pin.state == pytest.approx(power(0.8 * lightness(Pattern.DUE, n / 30)), abs=0.006) or n / 30 < FADE_S
    led.tick(52.0)
    led.close()
    led.close()
    led.tick(53.0)
    assert pin.function == "input"
    ReminderLed(18, factory).close()


def test_a_pin_without_light_is_a_sentence(factory: Any) -> None:
    """A taken or missing pin names itself and the way out."""
    with pytest.raises(DeviceProblem, match="cannot use GPIO 77"):
        ReminderLed(77, factory)


def test_the_recorded_light_remembers_what_it_showed() -> None:
    """Each change once, with its instant."""
    led = RecordedLed()
    for t_s, pattern in (
        (1.0, Pattern.DUE),
        (2.0, Pattern.DUE),
        (3.0, Pattern.LISTENING),
        (9.0, Pattern.DONE),
    ):
        led.show(pattern)
        led.tick(t_s)
    assert led.shown == [(1.0, Pattern.DUE), (3.0, Pattern.LISTENING), (9.0, Pattern.DONE)]
    led.tick(20.0)
    assert led.power == 0.0


#: The mean light of a pattern, as a share of full power: what a sleeper has in the room.  Of a breath from ``a`` to
#: ``a + b`` on the scale of (L* + 16) / 116 it is c^3 + 3 c (b / 2)^2 / 2 with c = a + b / 2, reckoned by hand.
MEAN_POWER = {
    Pattern.OFF: 0.0,
    Pattern.DUE: 0.080,
    Pattern.OVERDUE: 0.171,
    Pattern.LISTENING: 0.044,
    Pattern.DONE: 0.0,
    Pattern.FAULT: 0.054,
}


@pytest.mark.parametrize("pattern", Pattern)
def test_every_pattern_gives_as_much_light_as_it_should(pattern: Pattern) -> None:
    """The integral over whole turns: overdue is brighter than due, and nothing is bright."""
    values = [power(lightness(pattern, t_s)) for t_s in TIMES_S[:-1]]
    assert sum(values) / len(values) == pytest.approx(MEAN_POWER[pattern], abs=0.001)


@pytest.mark.parametrize("pattern", Pattern)
def test_no_second_sees_more_than_four_turns(pattern: Pattern) -> None:
    """WCAG 2.3.1 allows three flashes, six turns of the curve; here the fault's double pulse has the most."""
    values = [lightness(pattern, t_s) for t_s in TIMES_S]
    rising = [after > before for before, after in pairwise(values)]
    turns = [n for n in range(1, len(rising)) if rising[n] is not rising[n - 1]]
    busiest = max((sum(start <= n < start + 1000 for n in turns) for start in turns), default=0)
    assert busiest <= (4 if pattern is Pattern.FAULT else 1)


def test_a_brighter_setting_is_brighter_from_the_next_tick_on() -> None:
    """Also while a pattern is under way, which goes on where it is."""
    led = RecordedLed(setting=0.2)
    led.show(Pattern.LISTENING)
    led.tick(0.0)
    led.tick(10.0)
    dim = led.power
    led.set_brightness(1.0)
    led.tick(10.03)
    assert led.power == power(0.25) > dim
