"""``mirror grade``: an estimate on the Sunnybrook scale from the standard photographs."""

import json
from pathlib import Path

import click

from mirror.cli_options import PATH, data_option, model_option, say
from mirror.language import speak
from mirror.settings import data_dir as place_of_data
from mirror.settings import language_of


@click.command()
@click.argument("folder", metavar="DIR", type=PATH)
@click.option("--affected", type=click.Choice(["left", "right"]), help="The weak side; else the photographs tell.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@data_option
@model_option
def grade(folder: Path, affected: str | None, as_json: bool, data: Path | None, model: Path | None) -> None:
    """Estimate a Sunnybrook score from photographs: rest, brow_raise, eye_closure, smile, snarl, pucker in DIR."""
    from mirror.movement.estimate import estimate
    from mirror.movement.estimate_text import as_object, as_text
    from mirror.movement.sunnybrook import STANDARD
    from mirror.perception.face import Side
    from mirror.perception.official import refined_model
    from mirror.perception.refined.standard import Folder, read_photographs
    from mirror.perception.tracker import Input, open_tracker

    place = place_of_data(data)
    speak(language_of(place))
    photographs = Folder.of(folder, STANDARD)
    with open_tracker(refined_model(place, model, say), Input.STILL) as tracker:
        readings = read_photographs(photographs, tracker)
        found = estimate(readings, None if affected is None else Side(affected))
        if as_json:
            click.echo(json.dumps(as_object(found, tracker.model)))
        else:
            click.echo(as_text(found, readings, affected is not None), nl=False)
