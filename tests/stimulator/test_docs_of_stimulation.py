"""docs/stimulation.md and the unit are held to the program."""

import configparser
import re
import shlex
from pathlib import Path

import click

from hardware.stimulator import dose, hand, prescription, timing
from hardware.stimulator.entry import Kind
from hardware.stimulator.line import LINE_PINS
from hardware.stimulator.reason import Reason
from mirror.cli import cli
from mirror.settings import Settings

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = (REPOSITORY / "docs" / "stimulation.md").read_text(encoding="utf-8")


def section(heading):
    return PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def rows(heading):
    """The rows of the table under a heading, without its head."""
    lines = [line for line in section(heading).splitlines() if line.startswith("| ")]
    return [line.strip("| ").split(" | ") for line in lines[1:]]


def test_every_reason_is_explained_in_the_order_of_judgement():
    """Each condition and what it asks; nothing that is not there."""
    assert [row[0] for row in rows("When the line may move")] == [reason.value for reason in Reason]


def test_every_entry_of_the_ledger_is_explained():
    """Whoever reads a ledger finds its words."""
    assert [row[0].strip("`") for row in rows("The ledger")] == [kind.value for kind in Kind]


def test_the_limits_on_the_page_are_those_of_the_program():
    """Milliseconds, seconds, weeks: changed in one place, they are noticed in the other."""
    silent_ms, hold_ms = 1000 * timing.RENEWAL_S, 1000 * timing.HOLD_S
    most_ms, face_ms, prompt_ms = 1000 * timing.MOST_HOLD_S, 1000 * timing.FACE_S, 1000 * timing.PROMPT_S
    silent, lost, prompt = silent_ms + prompt_ms, face_ms + prompt_ms, f"{prompt_ms:.0f} ms"
    for said in (
        f"{silent_ms:.0f} ms old",
        f"{face_ms:.0f} ms ago",
        f"at most {1000 * timing.LATE_S:.0f} ms old",
        f"the monostable, {hold_ms:.0f} ms (at most {most_ms:.0f})",
        f"taken more than {prompt} after",
        f"| {silent_ms:.0f} + {prompt} | {hold_ms:.0f} ms | {silent + hold_ms:.0f} ms (at most {silent + most_ms:.0f})",
        f"| {face_ms:.0f} + {prompt} | {hold_ms:.0f} ms | {lost + hold_ms:.0f} ms (at most {lost + most_ms:.0f})",
        f"| {prompt} | {hold_ms:.0f} ms | {prompt_ms + hold_ms:.0f} ms (at most {prompt_ms + most_ms:.0f})",
        f"{0.5 / timing.TICK_S:.0f} Hz square wave",
        f"has rested for {1000 * hand.SETTLED_S:.0f} ms",
        f"let go is open for {1000 * hand.LET_GO_S:.0f} ms",
        f"not older than {hand.LEANED_S:.0f} seconds",
        f"{dose.GAP_S / 3600:.0f} hours since the last train",
        f"{dose.DAY_S / 3600:.0f} hours that nobody can set",
        f"{prescription.MOST_TRAIN_S:.0f} s a train,",
        f"{prescription.MOST_SESSION_S / 60:.0f} minutes and {prescription.MOST_SESSION_TRAINS} trains a session",
        f"{prescription.MOST_WEEK_SESSIONS} a week, {prescription.MOST_COURSE_WEEKS} weeks",
        f"GPIO {LINE_PINS.start} to {LINE_PINS[-1]}",
    ):
        assert said in re.sub(r"\s+", " ", PAGE), said
    assert (hand.ARMING_S, hand.ARMED_S, dose.COURSE_BREAK_DAYS) == (2.0, 120.0, 28)


def test_whatever_is_lost_the_sum_stays_below_three_hundred_milliseconds():
    """With the monostable that holds for as long as one may, and something to spare; without renewal 250 at 120."""
    last_edge_s = max(timing.FACE_S, timing.RENEWAL_S) + timing.PROMPT_S
    assert last_edge_s + timing.MOST_HOLD_S <= 0.295 + 1e-9
    assert timing.RENEWAL_S + timing.PROMPT_S + timing.HOLD_S <= 0.250 + 1e-9


def test_the_pins_on_the_page_are_the_default_settings():
    """Also in the drawing."""
    for pin, setting, *_ in rows("The electrical contract"):
        default = Settings.model_fields[setting.strip("`")].default
        assert pin == ("none" if default is None else f"GPIO {default}")
        assert default is None or PAGE.count(f"GPIO {default}") >= 2


def test_the_unit_starts_the_guard_as_it_is():
    """Every option in it exists, and it runs as a user of its own with a watchdog, pins only and no network."""
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str
    unit.read(REPOSITORY / "systemd" / "mirror-stimulator.service")
    service = unit["Service"]
    program, command, *options = shlex.split(service["ExecStart"])
    assert (Path(program).name, command) == ("mirror", "stimulator")
    known = {
        name for option in cli.commands[command].params if isinstance(option, click.Option) for name in option.opts
    }
    assert {option for option in options if option.startswith("-")} <= known
    assert service["User"] not in ("root", "mirror")
    assert (service["Type"], service["DevicePolicy"], service["IPAddressDeny"]) == ("notify", "closed", "any")
    assert float(service["WatchdogSec"]) <= 5
    assert service["StateDirectory"] == service["RuntimeDirectory"] == "mirror-stimulator"
