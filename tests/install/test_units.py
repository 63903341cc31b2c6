"""The units, as they are shipped: what they start exists, and what they promise stands in them."""

import configparser
import re
import shlex
from pathlib import Path

import click
import pytest

from hardware.pretended import FAULTS, PINS, SCREEN
from mirror.cli import cli
from mirror.kiosk.last_words import VARIABLE

SYSTEMD = Path(__file__).resolve().parents[2] / "systemd"
SERVICES = sorted(SYSTEMD.glob("mirror*.service"))
MIRROR = "/opt/rehab-mirror/current/venv/bin/mirror"


def lines(unit: Path, key: str) -> list[str]:
    """Every value of a key, in order."""
    return re.findall(rf"^{key}=(.*)$", unit.read_text(encoding="utf-8"), re.M)


def commands() -> list[str]:
    """What the units start of the mirror."""
    return [
        line.removeprefix(MIRROR).strip()
        for unit in SERVICES
        for key in ("ExecStart", "ExecStopPost")
        for line in lines(unit, key)
        if line.startswith(MIRROR)
    ]


@pytest.mark.parametrize("line", commands())
def test_what_a_unit_starts_is_a_command_with_options_that_exist(line):
    """A unit that starts something else would be found out on a wall only."""
    words = shlex.split(line)
    command: click.Command = cli
    while isinstance(command, click.Group):
        assert words, line
        assert words[0] in command.commands, line
        command = command.commands[words.pop(0)]
    options = {name for option in command.params for name in option.opts}
    assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize("unit", [unit for unit in SERVICES if "newest" not in unit.name], ids=lambda unit: unit.name)
def test_no_service_runs_as_root(unit):
    """Only the one that reads a folder in somebody's home does, and it runs nothing of that."""
    (user,) = lines(unit, "User")
    assert user.startswith("mirror")
    assert lines(unit, "NoNewPrivileges") == ["yes"]
    assert lines(unit, "ProtectSystem") == ["strict"]
    assert lines(unit, "CapabilityBoundingSet") == [""]


@pytest.mark.parametrize("name", ["mirror", "mirror-safe", "mirror-stimulator"])
def test_what_sees_or_drives_has_no_network(name):
    """What the mirror sees stays in the room."""
    unit = SYSTEMD / f"{name}.service"
    assert lines(unit, "IPAddressDeny") == ["any"]
    assert not re.search("AF_INET", "".join(lines(unit, "RestrictAddressFamilies")))


def test_the_page_has_no_device_and_reads_the_log_only():
    """A fault in it cannot touch the mirror."""
    unit = SYSTEMD / "mirror-caregiver.service"
    assert lines(unit, "PrivateDevices") == ["yes"]
    assert lines(unit, "DeviceAllow") == []
    assert lines(unit, "ReadWritePaths") == ["-/var/lib/rehab-mirror/caregiver"]


def test_nothing_is_pretended_on_a_wall():
    """The drop-ins of tests ask for that; no unit does."""
    text = "".join(path.read_text(encoding="utf-8") for path in SYSTEMD.iterdir() if path.is_file())
    assert not [name for name in (PINS, SCREEN, FAULTS) if name in text]
    assert text.count(VARIABLE) == 2


def test_the_hardware_watchdog_never_counts_beyond_what_a_pi_can():
    """Fifteen seconds on a Raspberry Pi 4 and older; more is ignored, or makes it start for ever."""
    parsed = configparser.ConfigParser(strict=False)
    parsed.read(SYSTEMD / "watchdog.conf")
    assert int(parsed["Manager"]["RuntimeWatchdogSec"]) <= 14


def test_every_file_that_is_shipped_is_put_somewhere():
    """By one of the installer's parts."""
    script = "".join(path.read_text(encoding="utf-8") for path in (SYSTEMD / "install").glob("*.sh"))
    left = [path.name for path in SYSTEMD.iterdir() if path.is_file() and path.name not in script]
    assert left == []
