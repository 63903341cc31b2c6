"""The pins in ``mirror check``: what each is for, what is expected of it at rest, what was read, and what to do."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from hardware.board import is_raspberry_pi
from hardware.buttons.gpio import Active
from hardware.pins import Factory, pi_factory
from hardware.probe import ALL_PULLS, NEVER_UP, Drive, Owner, Probed, Pull, probe
from hardware.problem import DeviceProblem
from mirror.kiosk.controls import STOP_BUTTON, wires_of
from mirror.kiosk.finding import Finding, Verdict
from mirror.settings import Settings
from mirror.therapy.plan import Plan

_UNSTEADY: Final = (
    "It changes by itself: a loose or very long wire. Tighten it, and keep it away from cables of the mains."
)
_NO_SENSOR: Final = (
    "Nothing drives it, so nothing would ever be noticed: check the sensor's output, its supply and its ground."
)


@dataclass(frozen=True, slots=True)
class Expected:
    """One pin, what it should be while nobody touches anything, and a sentence for everything that it should not be."""

    setting: str
    pin: int
    what: str
    rest: str
    """What is expected, in words."""
    amiss: dict[Drive, str]
    pulls: tuple[Pull, ...] = ALL_PULLS
    remark: str = ""
    """What a good reading cannot tell."""
    owner: Owner = Owner.MIRROR


def expected_pins(settings: Settings, *, stimulation: bool) -> tuple[Expected, ...]:
    """The pins of this mirror; those of the stimulator where one is prescribed."""
    pins = [*_buttons(settings), _light(settings)]
    if settings.pin_presence is not None:
        pins.append(
            Expected(
                "pin_presence",
                settings.pin_presence,
                "presence sensor",
                "low, or high while somebody is there: the sensor drives it",
                {Drive.OPEN: _NO_SENSOR, Drive.UNSTEADY: _UNSTEADY},
            )
        )
    return (*pins, *(replace(one, owner=Owner.GUARD) for one in _stimulator(settings) if stimulation))


def _buttons(settings: Settings) -> Iterator[Expected]:
    settings_of = {
        getattr(settings, name): name for name in ("pin_back", "pin_select", "pin_next", "pin_stop", "pin_foot")
    }
    for wire in wires_of(settings):
        touchless = (
            settings.buttons == "touchless" and wire.source.name != STOP_BUTTON and wire.pin != settings.pin_foot
        )
        held = (
            "It is held low: the contact is closed, or its wire touches ground. Let go of it, dry it, or mend the wire."
        )
        amiss = {Drive.LOW: held, Drive.UNSTEADY: _UNSTEADY}
        rest, remark = "high: the Pi pulls it up, an open contact to ground", "Press it: it must read low then."
        if touchless and wire.active is Active.HIGH:
            driven = "It is high: a hand, or something that reflects, is before the sensor, or touchless_active is low."
            amiss = {Drive.HIGH: driven, Drive.OPEN: _NO_SENSOR, Drive.UNSTEADY: _UNSTEADY}
            rest, remark = "low: the sensor drives it, high when a hand is there", ""
        elif touchless:
            there = "It is low: a hand, or something that reflects, is before the sensor, or touchless_active is high."
            amiss = {Drive.LOW: there, Drive.UNSTEADY: _UNSTEADY}
            rest = "high: the Pi pulls it up, the sensor pulls it low when a hand is there"
            remark = "Hold a hand there: it must read low then."
        yield Expected(settings_of[wire.pin], wire.pin, wire.source.name, rest, amiss, remark=remark)


def _light(settings: Settings) -> Expected:
    high = "It is held high: the light hangs on 3.3 V. It belongs between this pin, its resistor and ground."
    return Expected(
        "pin_light",
        settings.pin_light,
        "reminder light",
        "not high: the light is between it and ground",
        {Drive.HIGH: high, Drive.UNSTEADY: _UNSTEADY},
        remark="Set its brightness in the mirror's menu to see it.",
    )


def _stimulator(settings: Settings) -> Iterator[Expected]:
    """As docs/stimulation.md's electrical contract has them."""
    yield Expected(
        "pin_stimulator",
        settings.pin_stimulator,
        "stimulator's line",
        "low: 10 kOhm to ground, outside",
        {
            Drive.HIGH: "It is high while nobody drives it: find out why before anybody is connected.",
            Drive.UNSTEADY: _UNSTEADY,
        },
        # Pulled up, a line without its resistor would make a rising edge, which is what the monostable waits for.
        pulls=NEVER_UP,
        remark="Whether the resistor is there only a meter tells: it is never pulled up.",
    )
    resistor = "Nothing drives it: its 10 kOhm to ground are missing, or its wire is broken."
    yield Expected(
        "pin_hand",
        settings.pin_hand,
        "stimulator's hand button",
        "low: 10 kOhm to ground, outside, and the button open",
        {
            Drive.HIGH: "It is high: the button is held, or its wire touches 3.3 V.",
            Drive.OPEN: resistor,
            Drive.UNSTEADY: _UNSTEADY,
        },
    )
    yield Expected(
        "pin_stop_loop",
        settings.pin_stop_loop,
        "stimulator's stop loop",
        "high: the loop is closed to 3.3 V",
        {
            Drive.LOW: "It is low: stop is pressed (turn its button to release it), or a wire of the loop is broken.",
            Drive.OPEN: resistor,
            Drive.UNSTEADY: _UNSTEADY,
        },
    )
    if settings.pin_stimulator_ready is not None:
        yield Expected(
            "pin_stimulator_ready",
            settings.pin_stimulator_ready,
            "stimulator's ready signal",
            "low, or high while it is ready: the stimulator drives it",
            {Drive.OPEN: _NO_SENSOR, Drive.UNSTEADY: _UNSTEADY},
        )


def pins_found(
    settings: Settings, plan: Plan, factory: Factory | None = None, sleep: Callable[[float], None] = time.sleep
) -> Iterator[Finding]:
    """One finding per pin.  ``factory`` is gpiozero's pin factory, by default the Pi's where this is one."""
    if factory is None:
        if not is_raspberry_pi():
            yield Finding(
                "pins", Verdict.NOTE, "this is no Raspberry Pi; in a window the keyboard stands for the buttons."
            )
            return
        try:
            factory = pi_factory()
        except DeviceProblem as problem:
            yield Finding("pins", Verdict.WRONG, str(problem))
            return
    stimulation = plan.stimulation is not None and plan.prescribed
    try:
        for one in expected_pins(settings, stimulation=stimulation):
            yield _found(one, factory, sleep)
    finally:
        factory.close()


def _found(one: Expected, factory: Factory, sleep: Callable[[float], None]) -> Finding:
    name = f"GPIO {one.pin} ({one.setting}, {one.what})"
    try:
        probed = probe(one.pin, factory, sleep, one.pulls, one.owner)
    except DeviceProblem as problem:
        return Finding("pins", Verdict.NOTE, f"{name}: {problem}")
    amiss = one.amiss.get(probed.drive)
    said = f"{name}: at rest {one.rest}; read {_read(probed)}."
    if amiss is not None:
        return Finding("pins", Verdict.WRONG, f"{said} {amiss}")
    return Finding("pins", Verdict.GOOD, f"{said} {one.remark}".rstrip())


_PULLED: Final = {Pull.UP: "pulled up", Pull.DOWN: "pulled down", Pull.NONE: "left alone"}


def _read(probed: Probed) -> str:
    return ", ".join(f"{seen.value} {_PULLED[pull]}" for pull, seen in probed.seen.items())
