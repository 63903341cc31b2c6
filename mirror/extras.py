"""Packages that only a part of the mirror needs, and how to get one that is not there."""

import shlex
import sys
from enum import Enum
from pathlib import Path

from mirror.problem import Problem


class Extra(Enum):
    """The extras of pyproject.toml that serve a person: the names of their packages."""

    REPORT = ("jinja2", "matplotlib", "weasyprint")
    CAREGIVER = ("flask", "waitress", "matplotlib")
    FHIR = ("fhir.resources",)


def missing(what: str, package: str, extra: Extra, venv: Path | None = None) -> Problem:
    """What to say where ``what`` needs a package that is not installed.

    On the wall only the installer changes packages, and leaves those of the page away where it was told to; it is known
    by the name that the installer writes beside the ``venv`` (systemd/install/release.sh).  Anywhere else pip does, for
    the Python that runs now.
    """
    on_the_wall = ((Path(sys.prefix) if venv is None else venv).parent / "name").exists()
    if on_the_wall:
        option = " --with-caregiver" if extra is Extra.CAREGIVER else ""
        way_out = f"call sudo ./install.sh{option} in the folder that the mirror was installed from."
    else:
        way_out = shlex.join([sys.executable, "-m", "pip", "install", *extra.value])
    return Problem(f"{what} needs {package}, which is not installed: {way_out}")
