"""Where the mirror can hang: what is refused names what would do, what is slow is said."""

import pytest

from tests.install.wall import PI_5

PI_4 = "Raspberry Pi 4 Model B Rev 1.4"
NO_LSE = "crc32"


def test_a_pi_5_is_what_the_mirror_is_made_for(wall):
    """Nothing is remarked, and the picture and pin packages of its system are wanted."""
    wall.is_a(PI_5)
    outcome = wall.sourced("judge_board; echo $line; wall_packages")
    assert outcome.said == ""
    assert outcome.printed.splitlines()[0] == "tasks"
    assert {"python3-lgpio", "python3-picamera2"} <= set(outcome.printed.splitlines())


def test_a_pi_4_on_trixie_is_told_which_image_works(wall):
    """No mediapipe for Python 3.13 starts on its processor; nothing is changed."""
    wall.is_a(PI_4, features=NO_LSE)
    outcome = wall.install("--unattended")
    assert outcome.status == 1
    assert outcome.said == (
        f"On a {PI_4} the measuring works with Raspberry Pi OS bookworm and not with trixie, which is on this card: "
        "in the Raspberry Pi Imager choose 'Raspberry Pi OS (Legacy, 64-bit) Lite', write the card anew and call this "
        "again."
    )
    assert wall.calls == []


def test_a_board_whose_python_has_no_mediapipe_is_told_so(wall):
    """Whatever it is called: before anything is changed, and not by an abort afterwards."""
    wall.is_a("Another board with a Cortex-A72", features=NO_LSE)
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        (wall.commands / name).write_text("#!/bin/bash\necho 3.13\n")
        (wall.commands / name).chmod(0o755)
    outcome = wall.install("--unattended")
    assert outcome.status == 1
    assert "Mirror uses mediapipe 0.10, which needs Python 3.11 or 3.12 (found: python3 is 3.13)" in outcome.said
    assert wall.calls == []


def test_a_pi_4_on_bookworm_takes_the_solutions_line(wall):
    """The very net in the older runtime."""
    wall.is_a(PI_4, "bookworm", features=NO_LSE)
    outcome = wall.sourced("judge_board; echo $line")
    assert (outcome.said, outcome.printed) == ("", "solutions")


@pytest.mark.parametrize("model", ["Raspberry Pi 3 Model B Plus Rev 1.3", "Raspberry Pi Zero 2 W Rev 1.0"])
def test_a_slow_board_is_said_to_be_slow(wall, model):
    """It goes on: for trying it will do."""
    wall.is_a(model, "bookworm", features=NO_LSE)
    (wall.root / "meminfo").write_text("MemTotal:        430000 kB\n")
    outcome = wall.sourced("judge_board; echo $line")
    assert outcome.printed == "solutions"
    assert f"a {model} measures slowly" in outcome.said
    assert "this machine has 419 MB of memory" in outcome.said


def test_a_32_bit_system_is_refused(wall):
    """With the sentence that names the other image."""
    wall.is_a(PI_5, machine="armv7l")
    outcome = wall.install("--unattended")
    assert outcome.status == 1
    assert "install the 64-bit Raspberry Pi OS" in outcome.said
    assert len(outcome.said.splitlines()) == 1


def test_what_this_machine_is_stands_in_one_line(wall):
    """The first thing that is said."""
    wall.is_a(PI_5)
    (wall.root / "meminfo").write_text("MemTotal:        4194304 kB\n")
    outcome = wall.sourced("free_mb() { echo 9000; }; board_sentence")
    assert outcome.printed == f"{PI_5}, Debian trixie, aarch64, 4096 MB of memory, 9000 MB free"


@pytest.mark.parametrize(
    ("model", "version", "line", "rules"),
    [
        (PI_5, "3.13", "tasks", "tasks"),
        (PI_5, "3.11", "tasks", "tasks-numpy1"),
        (PI_4, "3.11", "solutions", "solutions"),
        ("PC", "3.11", "tasks", "tasks"),
    ],
)
def test_numpy_fits_the_camera_library_of_the_system(wall, model, version, line, rules):
    """On bookworm picamera2 is compiled against numpy 1; a PC has none in its venv."""
    wall.is_a(model)
    script = f'line={line}; python=python3; basename "$(constraints_file)"'
    assert wall.sourced(script, STAND_IN_VERSION=version).printed == f"{rules}.txt"
