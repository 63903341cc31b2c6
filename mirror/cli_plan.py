"""``mirror plan``: the prescription on the command line."""

from datetime import date
from pathlib import Path

import click

from mirror.cli_options import PATH, data_option, say
from mirror.language import speak, translate
from mirror.on_request import Kind, refuse_other_file
from mirror.perception.face import Side
from mirror.problem import Problem
from mirror.settings import data_dir as place_of_data
from mirror.settings import language_of, load, refuse_kept_file


@click.group()
def plan() -> None:
    """The therapist's plan, which the mirror keeps to."""


@plan.command("new")
@click.option(
    "--stage",
    type=click.Choice(["flaccid", "paretic", "synkinetic", "aftercare"]),
    default="flaccid",
    show_default=True,
    help="What the face can do now.",
)
@click.option("--side", type=click.Choice(["left", "right"]), help="The affected side, the patient's own.")
@click.option("--to", type=PATH, metavar="FILE", help="A file instead of standard output; a plan there is kept.")
@data_option
def plan_new(stage: str, side: str | None, to: Path | None, data: Path | None) -> None:
    """Write the safe plan of a stage, with remarks for whoever changes it."""
    from mirror.plan_file import plan_path, revision_after, write_plan
    from mirror.therapy.plan_text import new_text
    from mirror.therapy.stage import Stage

    place = place_of_data(data)
    affected = side_of(place) if side is None else Side(side)
    if to is None:
        click.echo(new_text(Stage(stage), affected, _today()), nl=False)
        return
    if to.resolve() not in (plan_path(place).resolve(), plan_path(to.resolve().parent)):
        refuse_kept_file("--to", to, place)
    refuse_other_file("--to", to, Kind.PLAN)
    text = new_text(Stage(stage), affected, _today(), revision_after(to))
    kept = write_plan(to, text, _today())
    say(f"{to} holds the safe plan of the {stage} stage for the {affected.value} side. Please check it.")
    if kept is not None:
        say(f"The plan that was there is kept as {kept}.")


@plan.command("show")
@click.argument("file", type=PATH, required=False)
@data_option
def plan_show(file: Path | None, data: Path | None) -> None:
    """What a plan asks for, in plain language; without FILE the one the mirror follows today."""
    from mirror.plan_file import content_of, plan_of_the_day, plan_path
    from mirror.therapy.following import Standing
    from mirror.therapy.plan_words import plan_as_text

    place = place_of_data(data)
    speak(language_of(place))
    path = plan_path(place) if file is None else file
    if file is not None and content_of(file) is None:
        raise Problem(f"{file} is not there: name the file of a plan, or leave it out for the mirror's own.")
    following = plan_of_the_day(path, _today(), side_of(place))
    if following.standing is Standing.FAULTY and file is not None:
        raise Problem(following.detail)
    if following.notice:
        click.echo(f"{translate(following.notice)}\n({following.detail})\n")
    click.echo(plan_as_text(following.plan), nl=False)


@plan.command("check")
@click.argument("file", type=PATH, required=False)
@data_option
def plan_check(file: Path | None, data: Path | None) -> None:
    """Whether the mirror would follow the plan in FILE, or else its own, today; every fault with its line."""
    from mirror.plan_file import content_of, plan_path
    from mirror.therapy.plan_reading import Faulty, out_of_date, out_of_date_besides, read_plan

    file = plan_path(place_of_data(data)) if file is None else file
    content = content_of(file)
    if content is None:
        raise Problem(f"{file} is not there: name the file of a plan; `mirror plan new` writes one.")
    read = read_plan(str(file), content)
    if isinstance(read, Faulty):
        told = [*read.sentences]
        if (ended := out_of_date_besides(read, _today())) is not None:
            told.append(ended)
        if not read.all_told:
            told.append(f"There may be more after {'this' if len(told) == 1 else 'these'}.")
        raise Problem("\n".join(told))
    if (why := out_of_date(read, _today())) is not None:
        raise Problem(why)
    signed = "" if read.plan.prescribed else " No therapist has signed it, so nothing active is unlocked by it."
    click.echo(f"{file} is in order and holds until {read.plan.valid_until}.{signed}")


def _today() -> date:
    from mirror.cli_log import today

    return date.fromisoformat(today())


def side_of(data_dir: Path) -> Side:
    """The affected side as the settings know it; left where they do not."""
    known = load(data_dir).affected_side
    return Side.LEFT if known == "unknown" else Side(known)
