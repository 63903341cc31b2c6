"""The Raspberry Pi's config.txt: only between our markers, with a copy of what was."""

import pytest

from tests.install.wall import PI_5

BEFORE = "# For more options see the documentation\ndtparam=audio=on\n[pi4]\narm_boost=1\n"


@pytest.fixture
def pi(wall):
    """A Raspberry Pi with its boot partition."""
    wall.is_a(PI_5)
    wall.place("/boot/firmware").mkdir(parents=True)
    wall.place("/boot/firmware/config.txt").write_text(BEFORE)
    return wall


def edited(pi, settings: str = "") -> str:
    """The file after ``ensure_config_txt`` with these options."""
    outcome = pi.sourced(f'places "$STAND_IN_ROOT"; {settings} ensure_config_txt; echo "$changes"')
    assert outcome.status == 0, outcome.said
    return pi.place("/boot/firmware/config.txt").read_text()


def copies(pi) -> list[str]:
    return [path.read_text() for path in pi.place("/boot/firmware").glob("config.txt.before-mirror-*")]


def test_nothing_is_written_where_nothing_is_asked_for(pi):
    """The system finds the usual cameras by itself, and the pins need no line."""
    assert edited(pi) == BEFORE
    assert copies(pi) == []


@pytest.mark.parametrize(
    ("settings", "lines"),
    [
        ("camera=imx708;", ["camera_auto_detect=0", "dtoverlay=imx708"]),
        ("stimulator=yes;", ["dtparam=strict_gpiod", "gpio=24=pd"]),
        (
            "camera=imx219; stimulator=yes;",
            ["camera_auto_detect=0", "dtoverlay=imx219", "dtparam=strict_gpiod", "gpio=24=pd"],
        ),
    ],
)
def test_what_is_asked_for_stands_between_markers(pi, settings, lines):
    """Whatever section the file ends in; the file as it was is kept."""
    after = edited(pi, settings)
    assert after.startswith(BEFORE)
    block = after.removeprefix(BEFORE).splitlines()
    assert block[0].startswith("# >>> rehab-mirror")
    assert block[1:-1] == ["[all]", *lines]
    assert block[-1] == "# <<< rehab-mirror"
    assert copies(pi) == [BEFORE]


def test_a_second_time_changes_nothing(pi):
    """And makes no second copy."""
    once = edited(pi, "stimulator=yes;")
    assert edited(pi, "stimulator=yes;") == once
    assert len(copies(pi)) == 1


def test_the_stimulators_own_pin_is_pulled_down(pi):
    """The setting, not the default, where there is one."""
    data = pi.place("/var/lib/rehab-mirror")
    data.mkdir()
    (data / "settings.toml").write_text('language = "en"\npin_stimulator = 26 # behind the wall\n')
    assert "gpio=26=pd" in edited(pi, "stimulator=yes;")


def test_lines_that_are_not_wanted_any_more_go(pi):
    """Everything outside the markers stays as it is, also what was added since."""
    edited(pi, "stimulator=yes;")
    with pi.place("/boot/firmware/config.txt").open("a") as file:
        file.write("dtparam=i2c_arm=on\n")
    assert edited(pi) == BEFORE + "dtparam=i2c_arm=on\n"


def test_uninstall_takes_the_lines_and_the_copies(pi):
    """The file is as it was, byte for byte."""
    pi.install("--unattended", "--with-stimulator")
    assert "strict_gpiod" in pi.place("/boot/firmware/config.txt").read_text()
    pi.install("--uninstall")
    assert [path.name for path in pi.place("/boot/firmware").iterdir()] == ["config.txt"]
    assert pi.place("/boot/firmware/config.txt").read_text() == BEFORE


def test_a_pc_has_no_config_txt(wall):
    """Nothing happens there."""
    outcome = wall.sourced('places "$STAND_IN_ROOT"; stimulator=yes; ensure_config_txt; echo "$changes"')
    assert outcome.printed == "0"
