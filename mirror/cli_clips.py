"""``mirror clips``: the demonstration films on the command line."""

import json
from pathlib import Path

import click

from mirror.cli_options import PATH, ExerciseName, data_option, model_option, say
from mirror.settings import data_dir as place_of_data
from mirror.settings import load


@click.group()
def clips() -> None:
    """Demonstration clips."""


@clips.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
@data_option
def clips_list(as_json: bool, data: Path | None) -> None:
    """Every exercise and routine a film can show, its clip, and the film of your own half where there is one."""
    from mirror.clips.drawn import EVERY
    from mirror.clips.library import Library
    from mirror.kiosk.clips import order_of_clips
    from mirror.therapy.catalogue import entries

    place, names = place_of_data(data), entries()
    library = Library(place, order_of_clips(load(place)))
    halves = {kept.exercise: kept for kept in library.own_halves()}
    for entry in (names[one.value] for one in EVERY):
        clip, own = library.find(entry.id), halves.get(entry.id)
        source, path = ("not built", None) if clip is None else (clip.source.value, str(clip.path))
        made = None if own is None else own.made_utc.strftime("%Y-%m-%dT%H:%M:%SZ")
        if as_json:
            half = None if own is None else {"half": own.half.value, "made_utc": made, "path": str(own.path)}
            found = {"exercise": entry.id, "name": entry.name, "clip": source, "path": path, "own_half": half}
            click.echo(json.dumps(found))
        else:
            kept = "" if own is None else f"  (own {own.half.value} half of {made})"
            click.echo(f"{entry.id:<21} {entry.name:<36} {source:<10} {path or ''}{kept}".rstrip())


@clips.command("build")
@data_option
def clips_build(data: Path | None) -> None:
    """Draw every demonstration clip that is not there yet."""
    from mirror.clips.drawn import EVERY
    from mirror.kiosk.clips import build_clips

    build_clips(place_of_data(data), (one.value for one in EVERY), say)


@clips.command("add")
@click.argument("file", type=PATH)
@click.option("--exercise", type=ExerciseName(), required=True, metavar="E", help="The exercise or routine it shows.")
@data_option
@model_option
def clips_add(file: Path, exercise: str, data: Path | None, model: Path | None) -> None:
    """Show a therapist's own film instead of the drawn clip."""
    from mirror.clips.library import Library
    from mirror.kiosk.start import face_finder
    from mirror.therapy.catalogue import entries

    with face_finder(place_of_data(data), model, say) as face_in:
        clip = Library(place_of_data(data)).add(file, exercise, face_in)
    say(f"{entries()[exercise].name}: from now on {clip.path} is shown.")


@clips.command("remove")
@click.option(
    "--exercise",
    required=True,
    type=ExerciseName(),
    metavar="E",
    help="The exercise or routine whose own film is no longer shown.",
)
@data_option
def clips_remove(exercise: str, data: Path | None) -> None:
    """Show the drawn clip again; a film of your own is set aside, not deleted."""
    from mirror.clips.library import Library
    from mirror.therapy.catalogue import entries

    aside = Library(place_of_data(data)).remove(exercise)
    say(f"{entries()[exercise].name}: from now on it is no longer shown. Your own film is kept as {aside}.")


@clips.command("forget")
@click.argument("exercise", type=ExerciseName())
@data_option
def clips_forget(exercise: str, data: Path | None) -> None:
    """Delete the film of your own healthy half that shows EXERCISE; nothing of it is kept."""
    from mirror.clips.library import Library
    from mirror.therapy.catalogue import entries

    Library(place_of_data(data)).forget(exercise)
    say(f"{entries()[exercise].name}: the film of your own half is deleted.")
