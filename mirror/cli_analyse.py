"""``mirror analyse``: the repetitions of one movement in a recording."""

from functools import partial
from pathlib import Path

import click

from mirror.cli_options import PATH, data_option, model_option, say
from mirror.perception.excursion import Movement
from mirror.problem import Problem
from mirror.settings import data_dir as place_of_data


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
    from mirror.kiosk.films import frames_of
    from mirror.kiosk.start import chosen_model
    from mirror.movement.recorded import as_line, as_text, remarks
    from mirror.movement.recording import analyse as analyse_film
    from mirror.perception.face import Side
    from mirror.perception.official import refined_model
    from mirror.perception.refined.hold import HoldReader
    from mirror.perception.tracker import Input, open_tracker

    place = place_of_data(data)
    live, refined = chosen_model(place, model, say), refined_model(place, model, say)
    with open_tracker(live, Input.FILM) as film, open_tracker(refined, Input.STILL) as stills:
        recording = analyse_film(partial(frames_of, video), film, HoldReader(stills), Movement(movement))
        name = stills.model
    if all(glimpse.face is None for glimpse in recording.glimpses):
        raise Problem(f"No face is to be seen in {video}.")
    for remark in remarks(recording):
        say(remark)
    if as_json:
        click.echo(as_line(str(video), Movement(movement), recording, name))
    else:
        click.echo("\n".join(as_text(recording, None if affected is None else Side(affected))))
