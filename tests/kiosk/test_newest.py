"""The notice of a newer release: only compared, never installed."""

import pytest

from mirror.kiosk.newest import LOOK_EVERY_S, Newest


@pytest.fixture
def app(tmp_path):
    """An installed release, as install.sh leaves it."""
    release = tmp_path / "releases" / "0.1.0-aaaaaaaaaaaa"
    release.mkdir(parents=True)
    (release / "name").write_text("0.1.0-aaaaaaaaaaaa\n")
    return tmp_path


def newest(app) -> Newest:
    return Newest(app / "releases" / "0.1.0-aaaaaaaaaaaa" / "venv")


@pytest.mark.parametrize(
    ("known", "waits"), [("0.1.0-aaaaaaaaaaaa\n", False), ("0.2.0-bbbbbbbbbbbb\n", True), ("", False)]
)
def test_another_release_than_this_one_waits(app, known, waits):
    """An empty file is none that is known."""
    (app / "newest").write_text(known)
    assert newest(app).waits(0.0) is waits


def test_away_from_the_wall_nothing_waits(app, tmp_path):
    """A checkout has neither file."""
    assert not newest(app).waits(0.0)
    assert not Newest(tmp_path / "checkout" / ".venv").waits(0.0)


def test_it_looks_now_and_then(app):
    """A memory card is not read thirty times a second."""
    found = newest(app)
    assert not found.waits(0.0)
    (app / "newest").write_text("0.2.0-bbbbbbbbbbbb\n")
    assert not found.waits(LOOK_EVERY_S - 1.0)
    assert found.waits(LOOK_EVERY_S)
