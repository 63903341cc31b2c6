"""The solutions line's own ways."""

from pathlib import Path

import pytest

from mirror.perception.solutions_line import SolutionsTracker, carried_model
from mirror.problem import Problem
from models.sources import MODEL


def test_the_net_inside_the_package_is_the_default_model_s() -> None:
    """Its readings may go on one trend line with the other boards': the net's checksum was compared."""
    assert carried_model() == MODEL


def test_another_model_is_refused_by_name(tmp_path: Path) -> None:
    """This line cannot load a bundle; it says so instead of quietly using its own net."""
    other = tmp_path / "newer.task"
    other.write_bytes(b"any")

    with pytest.raises(Problem, match=r"cannot use .*newer\.task.*Leave out --model"):
        SolutionsTracker(other)
