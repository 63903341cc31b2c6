"""What is said where a package is not there that only a part of the mirror needs."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from mirror.extras import Extra, missing

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("extra", Extra)
def test_the_packages_are_those_of_the_extra(extra):
    """What a person is told to install is what pyproject.toml asks for, and the README has all of it."""
    asked = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert [re.match(r"[\w.]+", line)[0] for line in asked[extra.name.lower()]] == list(extra.value)
    (line,) = re.findall(r"-m pip install ([\w. ]+)`", (REPOSITORY / "README.md").read_text())
    assert set(extra.value) <= set(line.split())


def test_away_from_the_wall_pip_gets_it_for_the_python_that_runs(tmp_path):
    """Whatever the environment is called, the line can be pasted."""
    said = str(missing("The report", "jinja2", Extra.REPORT, tmp_path / "venv"))
    assert said.startswith(f"The report needs jinja2, which is not installed: {sys.executable} -m pip install jinja2 ")


@pytest.mark.parametrize(
    ("extra", "way_out"),
    [(Extra.CAREGIVER, "sudo ./install.sh --with-caregiver in"), (Extra.REPORT, "sudo ./install.sh in")],
)
def test_on_the_wall_the_installer_gets_it(tmp_path, extra, way_out):
    """Its packages belong to root and to one release; the page was left away with --no-caregiver."""
    (tmp_path / "name").write_text("2026-11-21-1\n")
    said = str(missing("This", "flask", extra, tmp_path / "venv"))
    assert (
        said
        == f"This needs flask, which is not installed: call {way_out} the folder that the mirror was installed from."
    )


@pytest.mark.parametrize("package", Extra.CAREGIVER.value)
def test_the_page_says_what_it_needs_before_anything_is_served(tmp_path, package):
    """Also of what only a chart would need: nobody finds out at the kitchen table."""
    code = f"import sys; sys.modules[{package!r}] = None; from mirror.cli import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", code, "caregiver", "--data", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (run.returncode, list(tmp_path.iterdir())) == (2, [])
    assert run.stderr.startswith(f"mirror: The caregiver's page needs {package}, which is not installed: ")
