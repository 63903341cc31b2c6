"""``mirror analyse``: the repetitions of one movement in a recording."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mirror.cli_options import PATH, data_option, model_option, say
from mirror.perception.excursion import Movement
from mirror.problem import Problem
from mirror.settings import data_dir as place_of_data

if TYPE_CHECKING:
    from mirror.perception.face import Image


@click.command()
@click.argument("video", type=PATH)
@click.option(
    "--movement",
    required=True,
    type=click.Choice([movement.value for movement in Movement]),
    help="The movement that is done in it.",
)
@click.option("--affected", type=click.Choice(["left", "right"]), help="The weak side, for the sentences.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@data_option
@model_option
def analyse(
    video: Path, movement: str, affected: str | None, as_json: bool, data: Path | None, model: Path | None
) -> None:
    """Find the repetitions of one movement in a film, and how far each side moved in each."""
    from mirror.kiosk.start import chosen_model
    from mirror.movement.recorded import as_line, as_text
    from mirror.movement.recording import analyse as analyse_film
    from mirror.perception.face import Side
    from mirror.perception.refined.hold import HoldReader
    from mirror.perception.tracker import Input, open_tracker

    frames = _film(video)
    bundle = chosen_model(place_of_data(data), model, say)
    with open_tracker(bundle, Input.FILM) as film, open_tracker(bundle, Input.STILL) as stills:
        recording = analyse_film(frames, film, HoldReader(stills), Movement(movement))
        name = stills.model
    if all(glimpse.face is None for glimpse in recording.glimpses):
        raise Problem(f"No face is to be seen in {video}.")
    if as_json:
        click.echo(as_line(str(video), Movement(movement), recording, name))
    else:
        click.echo("\n".join(as_text(recording, None if affected is None else Side(affected))))


def _film(video: Path) -> "Callable[[], Iterator[tuple[Image, float]]]":
    """The frames of a film from its beginning, each with its second, as often as it is called."""
    from hardware.camera.camera import End, Pace
    from hardware.camera.film import FilmCamera

    def frames() -> "Iterator[tuple[Image, float]]":
        film = FilmCamera(video, Pace.EVERY_FRAME, clock=lambda: 0.0, sleep=lambda _: None)
        film.open()
        try:
            while not isinstance(frame := film.read(0.0), End):
                yield frame.image, frame.t_s
        finally:
            film.close()

    return frames
