"""``mirror stimulator``: the guard of a connected stimulator, a process of its own."""

import os
import pwd
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mirror.cli_options import PATH, data_option, say
from mirror.on_request import Kind, refuse_other_file
from mirror.problem import Problem
from mirror.settings import Settings, load
from mirror.settings import data_dir as place_of_data

if TYPE_CHECKING:
    from hardware.pins import Factory
    from hardware.stimulator.devices import Pins

SIMULATED: Final = "simulated:"


class LineOption(click.ParamType):  # type: ignore[type-arg]  # a generic from click 8.4 on only
    """``gpio``, or ``simulated:DIR`` as a path; None for the first."""

    name = "line"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        folder = value.removeprefix(SIMULATED).strip()
        if value == "gpio" or (value.startswith(SIMULATED) and folder):
            return value
        self.fail(f"{value} is no line; allowed is gpio or {SIMULATED}DIR.", param, ctx)


@click.command()
@click.option(
    "--line",
    type=LineOption(),
    default="gpio",
    show_default=True,
    metavar="L",
    help="Where the edges go: gpio, or simulated:DIR with everything of the guard in that folder.",
)
@click.option("--kiosk", metavar="USER", help="The user whose mirror may ask; without it the one who runs this.")
@click.option("--plan", type=PATH, metavar="FILE", help="The plan that prescribes; without it the mirror's own.")
@click.option("--line-off", is_flag=True, help="Only make the line low and end, however the guard before has ended.")
@data_option
def stimulator(line: str, kiosk: str | None, plan: Path | None, line_off: bool, data: Path | None) -> None:
    """Guard a connected stimulator: permit it to act while all that was prescribed holds, and only then."""
    from hardware.pins import pi_factory

    if line_off:
        make_line_low(_settings_or_defaults(place_of_data(data)).pin_stimulator, pi_factory())
        return
    from hardware.notify import Notifier
    from hardware.stimulator.devices import on_pins, simulated
    from hardware.stimulator.door import Door
    from hardware.stimulator.guard import Guard
    from hardware.stimulator.health import Watched
    from hardware.stimulator.ledger import FILE_NAME, Book
    from hardware.stimulator.simulated import OUTPUT
    from hardware.stimulator.watch import keep_watch
    from mirror.kiosk.ending import told_to_end
    from mirror.kiosk.prescribed import SOCKET_NAME, PrescriptionFile, guard_folders
    from mirror.plan_file import plan_path

    place = place_of_data(data)
    user = os.geteuid() if kiosk is None else _user_id(kiosk)
    prescription = PrescriptionFile(plan_path(place) if plan is None else plan)
    if line.startswith(SIMULATED):
        folder = Path(line.removeprefix(SIMULATED))
        refuse_other_file("--line", folder / OUTPUT, Kind.OUTPUT)
        folders = (folder, folder)
    else:
        folders = guard_folders(place)
    ledger, socket = folders[0] / FILE_NAME, folders[1] / SOCKET_NAME
    with told_to_end() as ended, ExitStack() as stack:
        # The ledger first: holding it is what makes this the only guard.
        book = stack.enter_context(closing(Book(ledger)))
        devices = simulated(folders[0]) if line.startswith(SIMULATED) else on_pins(_pins(load(place)), pi_factory())
        stack.enter_context(closing(devices.contacts))
        door = stack.enter_context(closing(Door(socket, {user})))
        guard = Guard(
            devices.open_line,
            devices.contacts,
            door,
            book,
            prescription.now,
            devices.clock,
            Watched(devices.board).at,
        )
        say(f"The guard listens at {socket} and writes into {ledger}.")
        keep_watch(guard, ended, Notifier())


def make_line_low(pin: int, factory: "Factory") -> None:
    """Claim the line, low, and give it back as an input.

    The software half of being off: the pull-down and the monostable outside have not waited for it
    (docs/stimulation.md).
    """
    from hardware.stimulator.line import GpioLine

    GpioLine(pin, factory).close()


def _settings_or_defaults(place: Path) -> Settings:
    """Settings that are out of order are no reason to leave a line as it is."""
    try:
        return load(place)
    except Problem as problem:
        say(str(problem))
        return Settings()


def _pins(settings: Settings) -> "Pins":
    from hardware.stimulator.devices import Pins

    return Pins(
        line=settings.pin_stimulator,
        hand=settings.pin_hand,
        loop=settings.pin_stop_loop,
        ready=settings.pin_stimulator_ready,
    )


def _user_id(name: str) -> int:
    try:
        return pwd.getpwnam(name).pw_uid
    except KeyError as error:
        raise Problem(f"--kiosk {name} is no user of this computer: name the one that runs the mirror.") from error
