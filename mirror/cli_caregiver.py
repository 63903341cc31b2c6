"""``mirror caregiver``: the caregiver's page in the home network."""

from pathlib import Path

import click

from mirror.cli_options import Number, data_option, say
from mirror.language import speak
from mirror.problem import Problem
from mirror.settings import data_dir as place_of_data
from mirror.settings import language_of, load

#: Above those that only root may open, and not one of the usual ones of other programs.
PORT = 8640


@click.command()
@click.option("--port", type=Number(int, 1, 65535), default=PORT, show_default=True, help="Where it is served.")
@data_option
def caregiver(port: int, data: Path | None) -> None:
    """Serve the caregiver's page to phones in the home network that the mirror has been connected to."""
    place = place_of_data(data)
    speak(language_of(place))
    try:
        from mirror.caregiver.app import Household, make_app
        from mirror.caregiver.server import Names, serve
    except ModuleNotFoundError as error:
        raise Problem(
            f"The caregiver's page needs the package {error.name}: install the extra with "
            "pip install 'rehab-mirror[caregiver]'."
        ) from error
    from mirror.caregiver.cookies import Signing, key_in
    from mirror.caregiver.places import Places
    from mirror.diary.stamp import Clock
    from mirror.perception.face import Side
    from mirror.plan_file import plan_of_the_day, plan_path

    places, names = Places(place), Names()
    affected = load(place).affected_side
    side = Side.LEFT if affected == "unknown" else Side(affected)
    home = Household(
        places=places,
        signing=Signing(key_in(places.secret)),
        clock=Clock().now,
        follow=lambda day: plan_of_the_day(plan_path(place), day, side),
        side_known=affected != "unknown",
        names=names,
        language=language_of(place),
    )
    serve(make_app(home), places, names, port, say)
