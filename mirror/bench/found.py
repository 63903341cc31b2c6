"""A figure of pictures in which nothing is found is no figure."""

from typing import Final

from mirror.problem import Problem

#: So many of a hundred at least: a blink or a blurred picture is nobody's fault.
ENOUGH: Final = 95


def enough(found: int, of: int, what: str) -> None:
    """Raises Problem where ``what`` was found in too few of so many pictures for their cost to mean anything."""
    if 100 * found < ENOUGH * of:
        raise Problem(f"{what} in {found} of {of} pictures only: choose a film of one face that looks at the camera.")
