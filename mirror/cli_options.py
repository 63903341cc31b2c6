"""What the commands of the command line share: their common options and how they report progress."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

Command = Callable[..., Any]

PATH: Final = click.Path(path_type=Path)


def data_option(command: Command) -> Command:
    return click.option("--data", type=PATH, metavar="DIR", help="Where the patient's data are (also: MIRROR_DATA).")(
        command
    )


def model_option(command: Command) -> Command:
    return click.option(
        "--model", type=PATH, metavar="PATH", help="Another landmark bundle than the one the mirror builds."
    )(command)


def say(sentence: str) -> None:
    """Progress, for whoever watches."""
    click.echo(sentence, err=True)


def a_number(_context: click.Context, option: click.Parameter, value: float) -> float:
    """Not-a-number passes every range check."""
    if math.isnan(value):
        raise click.BadParameter("it is not a number; 0 is no weakness, 1 a complete one.", param=option)
    return value
