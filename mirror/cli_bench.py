"""``mirror bench``: how fast the mirror is here, as ratios."""

import json
from pathlib import Path

import click

from mirror.cli_options import PATH, data_option, model_option, say
from mirror.settings import data_dir as place_of_data


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--quick", is_flag=True, help="One short block each, none of the long ones; status 1 if one is far off.")
@click.option("--film", type=PATH, metavar="FILE", help="Measure on a film of a face instead of the drawn patient.")
@click.option("--only", metavar="WORDS", help="Only the figures whose name has these words in it.")
@data_option
@model_option
def bench(
    as_json: bool, quick: bool, film: Path | None, only: str | None, data: Path | None, model: Path | None
) -> None:
    """Measure the mirror's speed, each figure against another one, alternately in one run."""
    from mirror.bench.figure import Figure, as_object, as_table
    from mirror.bench.table import Wanted, chosen, figures
    from mirror.kiosk.start import chosen_model

    place, asked = place_of_data(data), chosen(only, quick)
    wanted = Wanted(place, chosen_model(place, model, say), film, quick, asked)
    found: list[Figure] = []
    for one in figures(wanted, say):
        # A whole run takes half an hour: what is known already is not lost where it is broken off.
        say(f"    {one.value:.2f}, bound {one.bound}")
        found.append(one)
    click.echo(json.dumps(as_object(found)) if as_json else as_table(found))
    if quick and any(one.blunder for one in found):
        raise click.exceptions.Exit(1)
