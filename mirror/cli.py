"""The command line: thin, and the contract scripts rely on.

Wrong input ends with status 2 and one sentence on standard error; progress goes to standard error too, so that standard
output carries only what was asked for.
"""

import errno
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

import mirror
from hardware.problem import DeviceProblem
from mirror.cli_analyse import analyse
from mirror.cli_bench import bench
from mirror.cli_caregiver import caregiver
from mirror.cli_clips import clips
from mirror.cli_grade import grade
from mirror.cli_log import log, today
from mirror.cli_options import PATH, Number, data_option, model_option, say
from mirror.cli_plan import plan as plan_commands
from mirror.cli_report import report
from mirror.cli_stimulator import stimulator
from mirror.problem import Problem
from mirror.settings import data_dir as place_of_data


@click.group("mirror", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(mirror.__version__, prog_name="mirror")
def cli() -> None:
    """A mirror that guides, measures and logs facial exercises.  Not a medical device."""


@cli.command()
@click.option("--camera", metavar="C", help="auto, pi, webcam[:N], file:PATH[?loop] or portrait.")
@click.option("--display", metavar="D", type=click.Choice(["auto", "kms", "window", "none"]), help="Where to show it.")
@click.option("--plan", type=PATH, metavar="FILE", help="The plan to keep to instead of the one with the data.")
@click.option("--trace", type=PATH, metavar="FILE", help="Write what happens, one JSON object per line.")
@data_option
@model_option
def run(
    camera: str | None,
    display: str | None,
    plan: Path | None,
    trace: Path | None,
    data: Path | None,
    model: Path | None,
) -> None:
    """Run the mirror."""
    from mirror.kiosk.beginning import Order, run_mirror
    from mirror.kiosk.last_words import last_words

    with last_words():
        run_mirror(Order(place_of_data(data), model, camera, display, plan, trace), say)


@cli.command()
@click.option(
    "--display",
    metavar="D",
    type=click.Choice(["auto", "kms", "window"]),
    default="auto",
    show_default=True,
    help="Where to show it.",
)
@click.option(
    "--for",
    "minutes",
    type=Number(float, 0, 1440),
    default=15,
    show_default=True,
    metavar="MINUTES",
    help="After so long it ends, and the mirror is tried again.",
)
@data_option
def safe(display: str, minutes: float, data: Path | None) -> None:
    """Show calmly that the mirror does not start, and why; the service manager calls this."""
    from mirror.kiosk.safe import show_safe

    show_safe(place_of_data(data), display, minutes, say)


@cli.command()
@click.option("--headless", type=PATH, metavar="DIR", help="Without a window, in simulated time, into this folder.")
@click.option(
    "--affected",
    type=click.Choice(["left", "right"]),
    default="left",
    show_default=True,
    help="The patient's weak side. With --plan it is the plan's.",
)
@click.option(
    "--severity",
    type=Number(float, 0, 1),
    default=0.5,
    show_default=True,
    help="How weak that side is: 0 not at all, 1 completely.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same session.")
@click.option("--plan", type=PATH, metavar="FILE", help="Keep to this plan, as the mirror on the wall would.")
@click.option(
    "--exercises",
    metavar="A,B,C",
    help="Exercise ids that need no plan; another one is answered with the list. Not with --plan.",
)
@click.option(
    "--reps",
    type=Number(int, 1, 10),
    default=3,
    show_default=True,
    help="Repetitions of each exercise, 1 to 10. Not with --plan.",
)
@click.option(
    "--size",
    metavar="WxH",
    default="1080x1920",
    show_default=True,
    help="Size of the recording (--headless).",
)
@data_option
@model_option
def demo(
    headless: Path | None,
    affected: str,
    severity: float,
    seed: int,
    plan: Path | None,
    exercises: str | None,
    reps: int,
    size: str,
    data: Path | None,
    model: Path | None,
) -> None:
    """Show the whole mirror with a drawn patient who follows the cues."""
    from mirror.kiosk.demonstration import Rehearsal, affected_in, demonstrate, parse_size
    from mirror.kiosk.rehearsal import Ability
    from mirror.perception.face import Side
    from mirror.therapy.unplanned import SHOWN

    given = click.get_current_context().get_parameter_source
    for name in ("exercises", "reps"):
        if plan is not None and given(name) is not ParameterSource.DEFAULT:
            raise click.UsageError(f"--{name} is not taken beside --plan: the plan says what is done.")
    side = Side(affected)
    if plan is not None:
        side = affected_in(plan, side if given("affected") is not ParameterSource.DEFAULT else None, say)
    ids = SHOWN if exercises is None else tuple(part.strip() for part in exercises.split(","))
    demonstrate(
        Rehearsal(
            data_dir=place_of_data(data),
            model=model,
            folder=headless,
            ability=Ability(side, severity),
            seed=seed,
            plan=plan,
            exercises=ids,
            repetitions=reps,
            size=parse_size(size),
        ),
        say,
    )
    if headless is not None:
        from mirror.diary.today import today_text

        click.echo(today_text(headless, today()), nl=False)


@cli.command()
@click.option("--camera", metavar="C", help="The camera to check instead of the one in the settings.")
@click.option("--without-devices", is_flag=True, help="Leave out camera, screen, sound, pins and units.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@data_option
@model_option
def check(camera: str | None, without_devices: bool, as_json: bool, data: Path | None, model: Path | None) -> None:
    """Check everything the mirror needs, from disk to pins; say what is wrong and what is allowed."""
    from mirror.kiosk.check import Extent, findings
    from mirror.kiosk.finding import Verdict, as_line, as_text

    extent = Extent.SOFTWARE if without_devices else Extent.WHOLE
    found = findings(place_of_data(data), model, camera, extent)
    click.echo(as_line(found) if as_json else as_text(found))
    if any(one.verdict is Verdict.WRONG for one in found):
        raise click.exceptions.Exit(1)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@data_option
def settings(as_json: bool, data: Path | None) -> None:
    """List every setting with its value, its default, where the value comes from and what is allowed."""
    from mirror.adjusted import chosen_at_the_mirror
    from mirror.settings_table import as_line, as_text, settings_table

    place = place_of_data(data)
    if not place.is_dir():
        say(f"There is no folder {place}, so these are the defaults: name another with --data DIR (or MIRROR_DATA).")
    table = settings_table(place, chosen_at_the_mirror(place))
    click.echo((as_line if as_json else as_text)(table))


@cli.command()
@click.option("--rest", metavar="IMG", help="A photograph of the face at rest.")
@click.option("--move", metavar="IMG", help="A photograph of the same face at the top of a movement.")
@click.option("--movement", metavar="M", help="brow_raise, eye_closure, smile, snarl or pucker.")
@click.option("--pairs", type=PATH, metavar="FILE", help="Many pairs: CSV with the columns rest, move, movement.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per pair and line.")
@data_option
@model_option
def measure(as_json: bool, data: Path | None, model: Path | None, **photographs: Any) -> None:
    """Measure how far each side moved, from photographs."""
    from mirror.perception.official import refined_model
    from mirror.perception.refined.photographs import as_line, as_text, measured, pairs_wanted
    from mirror.perception.tracker import Input, open_tracker

    pairs = pairs_wanted(**photographs)
    with open_tracker(refined_model(place_of_data(data), model, say), Input.STILL) as tracker:
        for pair, reading in measured(pairs, tracker):
            click.echo(as_line(pair, reading, tracker.model) if as_json else as_text(pair, reading))
    if not as_json:
        click.echo("Mirror estimate, not a diagnosis.")


cli.add_command(analyse)
cli.add_command(bench)
cli.add_command(caregiver)
cli.add_command(clips)
cli.add_command(log)
cli.add_command(grade)
cli.add_command(plan_commands)
cli.add_command(report)
cli.add_command(stimulator)


@cli.group()
def model() -> None:
    """The landmark models."""


@model.command("build")
@click.option("--official", is_flag=True, help="Also fetch the optional second model, for the refined readings.")
@click.option("--official-from", type=PATH, metavar="FILE", help="The same, from a file fetched elsewhere.")
@data_option
def model_build(official: bool, official_from: Path | None, data: Path | None) -> None:
    """Assemble and verify the landmark model, once; repair a damaged one."""
    from mirror.perception.bundle import default_model
    from mirror.perception.official import keep_official

    default_model(place_of_data(data), say)
    if official or official_from is not None:
        keep_official(place_of_data(data), official_from, say)


@model.command("show")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@data_option
@model_option
def model_show(as_json: bool, data: Path | None, model: Path | None) -> None:
    """Name the landmark models and say what each is used for."""
    from mirror.perception.bundle import built_model, check_bundle
    from mirror.perception.official import models_as_line, models_as_text, official_in, refined_model

    place = place_of_data(data)
    path = built_model(place) if model is None else model
    check_bundle(path)
    refined, second = refined_model(place, model, say), official_in(place)
    click.echo((models_as_line if as_json else models_as_text)(path, refined, second))


def main() -> None:
    """Run a command; whatever goes wrong becomes one sentence."""
    try:
        status = cli.main(prog_name="mirror", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
    except (Problem, DeviceProblem) as problem:
        _fail(str(problem))
    except click.exceptions.NoArgsIsHelpError as help_:
        click.echo(help_.format_message(), err=True)
        sys.exit(2)
    except click.ClickException as problem:
        _fail(_usage(problem))
    except BrokenPipeError:
        sys.exit(1)
    except OSError as error:
        if error.errno == errno.ENOSPC and error.filename is None:
            _fail(f"What was asked for cannot be written ({error.strerror}): free some space, or choose another place.")
        if error.filename is None:
            _fail(_unexpected(error))
        _fail(f"{error.filename} cannot be used ({error.strerror}): choose another one, or change its rights.")
    except Exception as error:
        _fail(_unexpected(error))


def _usage(problem: click.ClickException) -> str:
    """click's own sentence on one line, and where to read more."""
    sentence = " ".join(problem.format_message().split())
    if not sentence.endswith((".", "?")):
        sentence += "."
    # click knows no context for an option without its value.
    context = problem.ctx if isinstance(problem, click.UsageError) else None
    command = cli.name if context is None else context.command_path
    return f"{sentence} `{command} --help` says what is allowed."


def _fail(sentence: str) -> None:
    click.echo(f"mirror: {sentence}", err=True)
    sys.exit(2)


def _unexpected(error: Exception) -> str:
    """A fault of the mirror itself: the details go to a file for whoever mends it."""
    sentence = f"Something inside the mirror went wrong ({type(error).__name__})"
    try:
        with tempfile.NamedTemporaryFile("w", prefix="mirror-fault-", suffix=".txt", delete=False) as details:
            details.write("".join(traceback.format_exception(error)))
    except OSError:
        return f"{sentence}: {error}."
    return f"{sentence}; the details are in {details.name}."
