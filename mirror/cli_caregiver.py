"""``mirror caregiver``: the caregiver's page in the home network."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mirror.cli_options import Number, data_option, say
from mirror.extras import Extra, missing
from mirror.language import speak
from mirror.problem import Problem
from mirror.settings import data_dir as place_of_data
from mirror.settings import language_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mirror.caregiver.app import Household
    from mirror.caregiver.places import Places
    from mirror.caregiver.server import Names
    from mirror.diary.stamp import Clock, Stamp

#: Above those that only root may open, and not one of the usual ones of other programs.
PORT: Final = 8765


@click.command()
@click.option("--port", type=Number(int, 1, 65535), default=PORT, show_default=True, help="Where it is served.")
@data_option
def caregiver(port: int, data: Path | None) -> None:
    """Serve the caregiver's page to phones in the home network that the mirror has been connected to."""
    place = place_of_data(data)
    speak(language_of(place))
    for package in Extra.CAREGIVER.value:
        if find_spec(package) is None:
            raise missing("The caregiver's page", package, Extra.CAREGIVER)
    from mirror.caregiver.app import make_app
    from mirror.caregiver.places import Places
    from mirror.caregiver.server import Names, serve

    places, names = Places(place), Names()
    serve(lambda: make_app(_household(places, names)), places, names, port, say)


def _household(places: "Places", names: "Names") -> "Household":
    """What the pages are made from; the inbox lets go of what the log has."""
    from mirror.caregiver.app import Household
    from mirror.caregiver.cookies import Signing, key_in
    from mirror.diary.stamp import Clock
    from mirror.perception.face import Side
    from mirror.plan_file import plan_of_the_day, plan_path
    from mirror.settings import load

    _tidy_inbox(places)
    affected = load(places.data_dir).affected_side
    side = Side.LEFT if affected == "unknown" else Side(affected)
    return Household(
        places=places,
        signing=Signing(key_in(places.secret)),
        clock=_clock(Clock()),
        follow=lambda day: plan_of_the_day(plan_path(places.data_dir), day, side),
        side_known=affected != "unknown",
        names=names,
        language=language_of(places.data_dir),
    )


def _clock(clock: "Clock") -> "Callable[[], Stamp]":
    """The clocks of this machine.

    Raises Problem where the boot has no name: an offer of the mirror ends by the steady clock of its boot, and could
    never be taken.
    """
    from mirror.diary.stamp import BOOT_ID, UNKNOWN_BOOT

    if clock.now().boot_id == UNKNOWN_BOOT:
        raise Problem(
            f"{BOOT_ID} cannot be read, so no phone could be connected: let this process see it "
            "(a unit of systemd must not have ProcSubset=pid)."
        )
    return clock.now


def _tidy_inbox(places: "Places") -> None:
    from mirror.caregiver.keeping import let_go

    try:
        let_go(places)
    except (Problem, OSError) as refused:
        say(f"What the log has already stays in {places.inbox} for now ({refused}).")
