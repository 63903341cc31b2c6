"""What the commands of the command line share: their common options and how they report progress."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

Command = Callable[..., Any]


class _Named(click.Path):
    """A file or folder that has a name: an unset shell variable must not come to mean the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value).strip():
            self.fail("it is empty; write the name of a file or folder.", param, ctx)
        return super().convert(value, param, ctx)


PATH: Final = _Named(path_type=Path)


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


class Number(click.ParamType):  # type: ignore[type-arg]  # a generic from click 8.4 on only
    """A number within limits.  Not-a-number, which passes click's own range check, is none."""

    name = "number"

    def __init__(self, kind: type[int] | type[float], lowest: int, highest: int) -> None:
        self._kind = kind
        self._lowest = lowest
        self._highest = highest

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | float:
        """``value`` is the text, or the default as it is."""
        try:
            number = self._kind(value)
        except ValueError:
            number = math.nan
        if self._lowest <= number <= self._highest:
            return number
        whole = "a whole number" if self._kind is int else "a number"
        self.fail(f"{value} is not {whole} from {self._lowest} to {self._highest}.", param, ctx)


class ExerciseName(click.ParamType):  # type: ignore[type-arg]  # as above
    """An exercise or a routine that a film can show; whoever leaves it out or mistypes it is told the names."""

    name = "exercise"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002 -- click's doors
        """The name as it is.  Raises Problem, which lists the names, for one that has no film."""
        from mirror.clips.drawn import drawn_named

        drawn_named(value)
        return value

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str:  # noqa: ARG002
        from mirror.clips.drawn import EVERY

        return f"Choose from: {', '.join(one.value for one in EVERY)}."
