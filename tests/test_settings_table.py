"""`mirror settings`: every value, and where it comes from."""

import json

import pytest
from click.testing import CliRunner

from mirror.adjusted import chosen_at_the_mirror, keep_levels
from mirror.cli import cli
from mirror.problem import Problem
from mirror.settings import Settings
from mirror.settings_table import as_line, as_text, settings_table
from mirror.therapy.menu import Levels


def test_without_a_file_every_value_is_its_default(tmp_path):
    """All settings, in the order of the manual."""
    table = settings_table(tmp_path, {})
    assert [line.setting for line in table] == list(Settings.model_fields)
    assert {line.source for line in table} == {"default"}
    assert all(line.value == line.default for line in table)


def test_a_value_names_its_line_or_the_mirror(tmp_path):
    """What was chosen at the mirror comes before what is written."""
    (tmp_path / "settings.toml").write_text('# my mirror\nvolume = 0.3\n\naffected_side = "left"\n')
    table = {line.setting: line for line in settings_table(tmp_path, {"volume": 0.8})}
    assert (table["volume"].value, table["volume"].default) == ("0.8", "0.5")
    assert table["volume"].source == "chosen at the mirror"
    assert (table["affected_side"].value, table["affected_side"].source) == ('"left"', "settings.toml, line 4")
    assert table["pin_stimulator_ready"].value == "none"
    assert table["affected_side"].allowed == "left, right or unknown"


def test_people_see_at_a_glance_what_was_changed(tmp_path):
    """Columns under their names, and a star."""
    (tmp_path / "settings.toml").write_text("rotation_deg = 90\n")
    head, *lines = as_text(settings_table(tmp_path, {})).splitlines()
    assert head.split() == ["setting", "value", "default", "from", "allowed"]
    assert [line.split()[1] for line in lines if line.startswith("*")] == ["rotation_deg"]
    assert all(line[head.index("value") - 2 :].startswith("  ") for line in lines)


def test_programs_get_one_object(tmp_path):
    """The same table."""
    found = json.loads(as_line(settings_table(tmp_path, {})))["settings"]
    assert found[0] == {
        "setting": "camera",
        "value": '"auto"',
        "default": '"auto"',
        "source": "default",
        "allowed": "auto, pi, webcam, webcam:N, file:PATH, file:PATH?loop or portrait",
    }


def test_a_folder_that_is_not_there_is_said_beside_the_defaults(tmp_path):
    """It may be mistyped; standard output carries the table and nothing else."""
    for folder, said in (
        (tmp_path / "mistyped", f"There is no folder {tmp_path / 'mistyped'}, so these"),
        (tmp_path, ""),
    ):
        ended = CliRunner().invoke(cli, ["settings", "--json", "--data", str(folder)])
        assert ended.exit_code == 0
        assert len(json.loads(ended.stdout)["settings"]) == len(Settings.model_fields)
        assert ended.stderr.startswith(said)
        assert len(ended.stderr.splitlines()) == bool(said)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_in_order_is_said(tmp_path):
    """As everywhere: file, line, key and what is allowed."""
    (tmp_path / "settings.toml").write_text("volume = 3\n")
    with pytest.raises(Problem, match=r"settings.toml, line 1: volume = 3 is not allowed"):
        settings_table(tmp_path, {})


def test_what_was_chosen_at_the_mirror_is_told_from_what_is_written(tmp_path):
    """As the menu keeps it, and only as long as the written line is what it was."""
    settings = Settings(volume=0.5, light_brightness=0.6)
    keep_levels(tmp_path, settings, Levels(volume=0.8, light=0.6))
    assert chosen_at_the_mirror(tmp_path) == {"volume": 0.8}
    (tmp_path / "settings.toml").write_text("volume = 0.2\n")
    assert chosen_at_the_mirror(tmp_path) == {}
