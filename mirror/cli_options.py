"""What the commands of the command line share: their common options and how they report progress."""

import math
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from mirror.problem import Problem

Command = Callable[..., Any]


class _Named(click.Path):
    """A file or folder that has a name: an unset shell variable must not come to mean the current folder.

    Whether this user may read it is looked at here, because click's own sentence leads to a help that does not help.
    """

    def __init__(self) -> None:
        super().__init__(path_type=Path, readable=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path.  Raises Problem for one that is there and may not be read."""
        if not str(value).strip():
            self.fail("it is empty; write the name of a file or folder.", param, ctx)
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if _closed(path):
            named = f"{param.opts[0]} {path}" if isinstance(param, click.Option) else f"{path}"
            raise Problem(f"{named} cannot be read by this user: choose another one, or change its rights.")
        return path


def _closed(path: Path) -> bool:
    """Whether it is there, but not for this user."""
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except OSError:  # nothing is there, or nobody can tell: whoever opens it says so
        return False
    return not os.access(path, os.R_OK | os.X_OK if is_folder else os.R_OK, effective_ids=True)


PATH: Final = _Named()


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
