"""What a user may not read is said to be that, with the way out."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from mirror.cli import cli
from mirror.plan_file import content_of
from mirror.problem import Problem
from mirror.settings import load


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Root may read everything: it is somebody else for as long as this takes."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(was)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder that everybody comes to, as those of pytest are not."""
    opened = [folder for folder in (tmp_path, *tmp_path.parents) if folder.stat().st_uid == os.geteuid()]
    before = {folder: folder.stat().st_mode for folder in opened if not folder.stat().st_mode & 0o001}
    for folder in before:
        folder.chmod(0o755)
    yield tmp_path
    for folder, mode in before.items():
        folder.chmod(mode)


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("settings", "--data"), "--data "),
        (("log", "today", "--data"), "--data "),
        (("check", "--without-devices", "--data"), "--data "),
        (("plan", "check"), ""),
        (("analyse", "--movement", "smile"), ""),
        (("plan", "new", "--to"), "--to "),
    ],
)
@pytest.mark.parametrize("is_folder", [True, False])
def test_a_file_or_folder_without_rights_is_named_with_the_way_out(words, option, is_folder, place):
    """Not with click's sentence, which points to a help in which nothing is said of rights."""
    closed = place / "closed"
    closed.mkdir() if is_folder else closed.touch()
    closed.chmod(0)
    with ordinary_user():
        ended = CliRunner().invoke(cli, [*words, str(closed)])
    assert isinstance(ended.exception, Problem)
    assert str(ended.exception) == (
        f"{option}{closed} cannot be read by this user: choose another one, or change its rights."
    )


def test_settings_and_a_plan_without_rights_are_not_called_faulty(place):
    """There is nothing in them to be mended."""
    for name in ("settings.toml", "plan.toml"):
        (place / name).touch()
        (place / name).chmod(0)
    with ordinary_user(), pytest.raises(Problem, match=r"Permission denied.: change its rights, so that this user may"):
        load(place)
    with ordinary_user(), pytest.raises(Problem, match=r"Permission denied.: change its rights, or name another plan"):
        content_of(place / "plan.toml")
