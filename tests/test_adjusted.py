"""What was set at the mirror, and what somebody has written: the newest word counts."""

import pytest

from mirror.adjusted import FILE_NAME, Found, keep_levels, levels_of
from mirror.kiosk.check import findings
from mirror.problem import Problem
from mirror.settings import Settings
from mirror.therapy.menu import Levels


def test_without_anything_adjusted_the_settings_hold(tmp_path):
    """And nothing is written by looking."""
    assert levels_of(tmp_path, Settings(volume=0.3)) == Found(Levels(0.3, 0.6))
    assert list(tmp_path.iterdir()) == []


def test_what_was_chosen_at_the_mirror_holds_at_its_next_start(tmp_path):
    """The file that people write stays as they wrote it."""
    (tmp_path / "settings.toml").write_text("volume = 0.3 # my own\n")
    keep_levels(tmp_path, Settings(volume=0.3), Levels(0.8, 0.6))
    assert levels_of(tmp_path, Settings(volume=0.3)) == Found(Levels(0.8, 0.6), adjusted=("volume",))
    assert (tmp_path / "settings.toml").read_text() == "volume = 0.3 # my own\n"


def test_whoever_writes_a_new_value_is_heard(tmp_path):
    """Of that line only: the light stays as it was set at the mirror."""
    keep_levels(tmp_path, Settings(), Levels(0.8, 1.0))
    found = levels_of(tmp_path, Settings(volume=0.1))
    assert found == Found(Levels(0.1, 1.0), adjusted=("light_brightness",))


@pytest.mark.parametrize("content", ["", "volume = 3", "volume = ", "\x00", "volume = 0.2\nlight_brightness = 'dark'"])
def test_a_file_that_cannot_be_read_silences_nobody(tmp_path, content):
    """The settings hold, and the file is named with the way out."""
    (tmp_path / FILE_NAME).write_text(content)
    found = levels_of(tmp_path, Settings())
    assert found.levels == Levels()
    assert found.fault == f"{tmp_path / FILE_NAME} cannot be read, so settings.toml holds: remove it, or adjust anew."
    keep_levels(tmp_path, Settings(), Levels(0.2, 0.2))
    assert levels_of(tmp_path, Settings()).levels == Levels(0.2, 0.2)


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    """It holds until the mirror is switched off, and the sentence says so."""
    with pytest.raises(Problem, match="holds until it is switched off"):
        keep_levels(tmp_path / "missing", Settings(), Levels())


def test_check_says_where_a_value_comes_from(tmp_path):
    """Whoever wonders why it is louder than the file says finds the answer."""
    keep_levels(tmp_path, Settings(), Levels(0.8, 0.6))
    said = [one.sentence for one in findings(tmp_path, None, "portrait") if one.what == "settings"]
    assert any(sentence.startswith("volume = 0.8 was chosen at the mirror") for sentence in said)
