"""install.sh: every sentence it can end with, and that calling it again, from anywhere, is safe.

The script is sourced and its functions are called one by one, or the whole of it runs on a stand-in for Python that
writes down what it is asked.  Nothing is installed.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

REPOSITORY: Final = Path(__file__).resolve().parents[2]
STAND_IN: Final = Path(__file__).with_name("stand_in_python.sh")
ALL_LIBRARIES: Final = "libGL.so.1 libEGL.so.1 libGLESv2.so.2 libgthread-2.0.so.0"


@dataclass(frozen=True)
class House:
    """A copy of the installer in a directory with a space in its name, and the commands it finds on PATH."""

    root: Path
    commands: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def calls(self) -> list[str]:
        """What the stand-in was asked to make or install, in order."""
        written = self.commands / "calls"
        return written.read_text().splitlines() if written.exists() else []

    def command(self, name: str, text: str) -> None:
        path = self.commands / name
        path.write_text(f"#!/bin/bash\n{text}\n")
        path.chmod(0o755)

    def environment(self, **settings: str) -> dict[str, str]:
        return {
            "PATH": f"{self.commands}:/usr/bin:/bin",
            "HOME": str(self.commands),
            "STAND_IN_CALLS": str(self.commands / "calls"),
            "STAND_IN_HOUSE": str(self.root),
            **settings,
        }

    def call(self, *arguments: str, cwd: Path | None = None, script: Path | None = None, **settings: str) -> "Outcome":
        """Run the script as a person does."""
        command = [str(script or self.root / "install.sh"), *arguments]
        return run(command, cwd or self.root, self.environment(**settings))

    def sourced(self, commands: str, **settings: str) -> "Outcome":
        """Run some of its functions; commands may first replace others."""
        lines = ["bash", "-c", f'source ./install.sh\nmkdir -p "$venv"; : >>"$lock"; : >>"$log"\n{commands}']
        return run(lines, self.root, self.environment(**settings))


@dataclass(frozen=True)
class Outcome:
    status: int
    said: str
    """On standard error."""
    printed: str
    """On standard output."""


def run(command: list[str], cwd: Path, environment: dict[str, str]) -> Outcome:
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=environment, timeout=60)
    return Outcome(ended.returncode, ended.stderr.strip(), ended.stdout.strip())


@pytest.fixture
def house(tmp_path):
    root, commands = tmp_path / "my mirror", tmp_path / "commands"
    commands.mkdir()
    (root / "constraints").mkdir(parents=True)
    for name in ("install.sh", "pyproject.toml"):
        shutil.copy(REPOSITORY / name, root)
    shutil.copytree(REPOSITORY / "systemd" / "install", root / "systemd" / "install")
    for line in ("tasks", "solutions"):
        (root / "constraints" / f"{line}.txt").write_text("mediapipe  # the net's runtime\nnumpy<2  # its reason\n")
    shutil.copy(STAND_IN, commands / "python3")
    (commands / "python3").chmod(0o755)
    house = House(root, commands)
    house.command("dpkg-query", "exit 0")  # the typeface is there
    house.command("apt-get", 'echo "$DEBIAN_FRONTEND apt-get $*" >>"$STAND_IN_CALLS"')
    return house


# --- what is asked of it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["run"], "'run' is not something this script can do; it knows demo and test"),
        (["--headless"], "'--headless' is not something this script can do"),
        (["--camera"], "--camera without a name is not known; allowed are auto, webcam, imx219"),
        (["--camera", "imx1"], "--camera imx1 is not known; allowed are auto, webcam, imx219"),
        (["--purge"], "--purge is only for --uninstall."),
        (["--check", "--uninstall", "--dry-run"], "--uninstall is not taken beside --dry-run."),
    ],
)
def test_an_argument_it_does_not_know_is_refused(house, arguments, sentence):
    """One sentence, the usage, status 2, and nothing is made."""
    outcome = house.call(*arguments)
    assert outcome.status == 2
    assert sentence in outcome.said.splitlines()[0]
    assert "Usage: sudo ./install.sh" in outcome.said
    assert outcome.printed == ""
    assert not house.venv.exists()


def test_help_is_printed(house):
    """Asking for help is no mistake."""
    outcome = house.call("--help")
    assert (outcome.status, outcome.said) == (0, "")
    assert "./install.sh test [options]" in outcome.printed


def test_a_line_it_does_not_know_is_refused(house):
    """MIRROR_LINE has two values."""
    outcome = house.call("demo", MIRROR_LINE="legacy")
    assert outcome.status == 2
    assert outcome.said == "MIRROR_LINE is 'legacy', but it can only be tasks or solutions."


# --- what this machine is ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("system", "machine", "bits", "sentence"),
    [
        ("Darwin", "arm64", 64, "Mirror runs on Linux and this is Darwin"),
        ("Linux", "armv7l", 32, "This is a 32-bit system on armv7l"),
        ("Linux", "aarch64", 32, "This is a 32-bit system on aarch64"),
        ("Linux", "riscv64", 64, "exists only for 64-bit PCs and Raspberry Pis"),
    ],
)
def test_a_machine_that_cannot_run_mirror_is_told_so(house, system, machine, bits, sentence):
    """Also a 32-bit system under a 64-bit kernel, which uname does not show."""
    house.command("uname", f"[[ $1 == -s ]] && echo {system} || echo {machine}")
    house.command("getconf", f"echo {bits}")
    outcome = house.call("demo")
    assert outcome.status == 1
    assert sentence in outcome.said
    assert len(outcome.said.splitlines()) == 1


@pytest.mark.parametrize(
    ("machine", "features", "forced", "line"),
    [
        ("x86_64", "fpu sse4_2", "", "tasks"),
        ("aarch64", "fp asimd atomics cpuid", "", "tasks"),
        ("aarch64", "fp asimd crc32 cpuid", "", "solutions"),
        ("x86_64", "fpu sse4_2", "solutions", "solutions"),
    ],
)
def test_the_line_of_mediapipe_follows_the_processor(house, machine, features, forced, line):
    """mediapipe 1 aborts on ARM processors without the LSE atomics."""
    (house.root / "cpuinfo").write_text(f"Features\t: {features}\n")
    commands = f"uname() {{ echo {machine}; }}; cpuinfo=cpuinfo; choose_line; echo $line"
    assert house.sourced(commands, MIRROR_LINE=forced).printed == line


# --- Python --------------------------------------------------------------------------------------------------------


def test_an_old_python_is_not_used(house):
    """The sentence says what was found and where to get another."""
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        house.command(name, "echo 3.9")
    outcome = house.sourced("line=tasks; find_python")
    assert outcome.status == 1
    assert outcome.said.startswith("Mirror needs Python 3.11 or newer (found: python3 is 3.9)")
    assert "sudo apt install python3 python3-venv" in outcome.said


def test_a_newer_python_under_another_name_is_found(house):
    """python3 may be old, and a shim may stand for a version that is not installed."""
    house.command("python3", "echo 3.9")
    house.command("python3.14", "exit 127")
    house.command("python3.13", "echo 3.13")
    assert house.sourced("line=tasks; find_python; echo $python").printed == "python3.13"


def test_the_solutions_line_needs_a_python_it_has_wheels_for(house):
    """The last release with 64-bit ARM wheels of that line ends at Python 3.12."""
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        house.command(name, "echo 3.13")
    outcome = house.sourced("line=solutions; find_python")
    assert outcome.status == 1
    assert "needs Python 3.11 or 3.12 (found: python3 is 3.13)" in outcome.said
    assert "bookworm" in outcome.said


def test_the_python_that_is_named_is_used(house):
    """And no other."""
    house.command("mine", "echo 3.12")
    assert house.sourced("line=tasks; find_python; echo $python", PYTHON="mine").printed == "mine"


@pytest.mark.parametrize(
    ("named", "line", "sentence"),
    [
        ("/nope", "tasks", "PYTHON=/nope is no Python that starts: name a Python 3.11 or newer, or leave PYTHON out"),
        ("/tmp", "tasks", "PYTHON=/tmp is no Python that starts: name a Python 3.11 or newer, or leave PYTHON out"),
        ("old", "tasks", "PYTHON=old is Python 3.10, and Mirror needs 3.11 or newer here: name such a one"),
        ("new", "solutions", "PYTHON=new is Python 3.13, and Mirror needs 3.11 or 3.12 here: name such a one"),
    ],
)
def test_a_python_that_is_named_and_cannot_be_used_is_said(house, named, line, sentence):
    """One sentence and status 2, before anything is made."""
    house.command("old", "echo 3.10")
    house.command("new", "echo 3.13")
    outcome = house.call("demo", PYTHON=named, MIRROR_LINE=line)
    assert outcome.status == 2
    assert outcome.said.startswith(sentence)
    assert len(outcome.said.splitlines()) == 1
    assert not house.venv.exists()


# --- system packages -----------------------------------------------------------------------------------------------


def test_everything_missing_is_named_in_one_command(house):
    """Without root: one line with one apt command for the venv module and all libraries."""
    commands = "is_root() { false; }; line=tasks; find_python; venv_package() { echo python3-venv; }; ensure_system"
    outcome = house.sourced(commands, STAND_IN_MISSING=ALL_LIBRARIES)
    assert outcome.status == 1
    assert len(outcome.said.splitlines()) == 1
    assert outcome.said.endswith("sudo apt install python3-venv libgl1 libegl1 libgles2 libglib2.0-0")
    assert house.calls == []


def test_root_gets_what_is_missing_without_asking(house):
    """One update, one install, no questions."""
    commands = "is_root() { true; }; line=tasks; find_python; ensure_system; apt_install more"
    outcome = house.sourced(commands, STAND_IN_MISSING="libGL.so.1 libEGL.so.1")
    assert outcome.said == "Installing system packages: libgl1 libegl1"
    assert house.calls == [
        " apt-get update",
        "noninteractive apt-get install -y --no-install-recommends libgl1 libegl1",
        "noninteractive apt-get install -y --no-install-recommends more",
    ]


def test_apt_that_does_not_succeed_is_quoted(house):
    """The sentence carries apt's own reason."""
    house.command("apt-get", '[[ $1 == update ]] || { echo "E: Unable to locate package libgl1"; exit 100; }')
    outcome = house.sourced("is_root() { true; }; ensure_packages libgl1")
    assert outcome.status == 1
    assert "apt could not install libgl1 (E: Unable to locate package libgl1)" in outcome.said


def test_a_system_without_apt_is_told_the_names(house):
    """Other systems know the packages under similar names."""
    outcome = house.sourced("has() { false; }; ensure_packages libgl1 libegl1")
    assert outcome.status == 1
    assert outcome.said.endswith("please install what Debian calls: libgl1 libegl1")


def test_libraries_are_asked_by_loading_them(house):
    """With the real Python: one that every Linux has loads, one that nobody has does not."""
    commands = f"python='{sys.executable}'; missing_libraries libc.so.6 libnobodyhas.so.7"
    assert house.sourced(commands).printed == "libnobodyhas.so.7"


@pytest.mark.parametrize(("default", "package"), [("3.11", "python3-venv"), ("3.12", "python3.11-venv")])
def test_the_venv_module_comes_in_the_package_of_its_python(house, default, package):
    """Debian's default Python and another one beside it have differently named packages."""
    commands = (
        "python=python3; readlink() { echo /usr/bin/python3.11; }\n"
        f"version_of() {{ if [[ $1 == /usr/bin/python3 ]]; then echo {default}; else echo 3.11; fi; }}; venv_package"
    )
    assert house.sourced(commands, STAND_IN_WITHOUT_ENSUREPIP="yes").printed == package


def test_a_python_built_without_its_venv_module_is_named(house):
    """No package can mend a Python that is not the distribution's."""
    outcome = house.sourced("python=python3; ensure_system", STAND_IN_WITHOUT_ENSUREPIP="yes")
    assert outcome.status == 1
    assert "python3 cannot make virtual environments" in outcome.said


# --- Python packages -----------------------------------------------------------------------------------------------


def test_a_disk_that_is_too_full_is_noticed_first(house):
    """Nothing is fetched that will not fit."""
    house.command("df", 'printf "Filesystem 1M-blocks Used Available\\n/dev/sda 9000 8700 300 97%% /\\n"')
    outcome = house.call("demo")
    assert outcome.status == 1
    assert "need 1200 MB of disk" in outcome.said
    assert "has 300 MB free" in outcome.said
    assert house.calls == []


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError(...)'\n"
            "ERROR: Could not find a version that satisfies the requirement setuptools>=77\n"
            "ERROR: No matching distribution found for setuptools>=77",
            "Still missing: the network, once, for 190 MB of packages and 36 MB for the landmark model. "
            "Connect this machine to the internet and call ./install.sh again.",
        ),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "The disk is full"),
        (
            "      error: Cannot update time stamp\nerror: subprocess-exited-with-error\n",
            "could not be installed (error: Cannot update time stamp)",
        ),
        ("Killed", "could not be installed (Killed)"),
    ],
)
def test_pip_speaks_in_one_sentence(house, says, sentence):
    """Its pages are in the log, which the sentence names, and nothing counts as installed."""
    outcome = house.call("demo", STAND_IN_PIP_SAYS=says)
    assert outcome.status == 1
    assert sentence in outcome.said.splitlines()[-1]
    assert len(outcome.said.splitlines()) == 2  # what it is doing, and the sentence
    assert says.splitlines()[0] in (house.venv / "install.log").read_text()
    assert not (house.venv / "mirror-stamp").exists()


def test_the_first_call_installs_and_later_ones_do_not(house):
    """The second call does nothing but run; options arrive as they were given."""
    first = house.call("demo", "--headless", "out dir", "--seed", "1")
    assert first.status == 0, first.said
    assert house.calls == ["venv", f"pip -c {house.root}/constraints/tasks.txt -e {house.root}"]
    assert first.printed == f"in {house.root}\n<demo>\n<--headless>\n<out dir>\n<--seed>\n<1>"

    second = house.call("demo", "--headless", "out dir", "--seed", "1")
    assert (second.printed, second.said) == (first.printed, "")
    assert len(house.calls) == 2


def test_it_works_from_another_directory_and_through_a_link(house, tmp_path):
    """The demonstration stays where the person is, since its options name files there; tests run in the repository."""
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    (elsewhere / "mirror").symlink_to(house.root / "install.sh")
    demo = house.call("demo", cwd=elsewhere, script=elsewhere / "mirror")
    assert demo.printed == f"in {elsewhere}\n<demo>"
    tests = house.call("test", "-k", "a and b", cwd=elsewhere, script=elsewhere / "mirror")
    assert tests.printed == f"in {house.root}\n<-m>\n<pytest>\n<-k>\n<a and b>"


def test_another_place_for_the_packages_is_used(house, tmp_path):
    """MIRROR_VENV may be relative to where the person is."""
    outcome = house.call("demo", cwd=tmp_path, MIRROR_VENV="other place/venv")
    assert outcome.status == 0, outcome.said
    assert (tmp_path / "other place" / "venv" / "mirror-stamp").exists()
    assert not house.venv.exists()


@pytest.mark.parametrize("file", ["pyvenv.cfg", "letters.txt"])
def test_a_directory_with_other_things_is_left_alone(house, file):
    """What the script would make anew it must have made: not a venv of one's own."""
    house.venv.mkdir()
    (house.venv / file).write_text("precious")
    outcome = house.call("demo")
    assert outcome.status == 1
    assert "was not made by this script and was left alone: move it away" in outcome.said
    assert [kept.name for kept in house.venv.iterdir()] == [file]


@pytest.mark.parametrize("content", [(), ("letters.txt",), (".mirror-lock", "letters.txt")])
def test_a_home_folder_is_never_touched(house, tmp_path, content):
    """Not if it is empty, and not even if an older installer has marked it as its own; nobody is told to remove it."""
    home = tmp_path / "home"
    home.mkdir()
    for name in content:
        (home / name).write_text("precious")
    for named in (str(home), f"{home}/", f"{home}/../home"):
        outcome = house.call("demo", HOME=str(home), MIRROR_VENV=named)
        assert outcome.status == 2
        assert "is your home folder, which was left alone: name a new folder" in outcome.said
        assert "remove" not in outcome.said
        assert len(outcome.said.splitlines()) == 1
    assert {kept.name: kept.read_text() for kept in home.iterdir()} == dict.fromkeys(content, "precious")


def test_a_folder_or_file_of_somebody_else_is_left_alone(house, tmp_path):
    """The sentence names what was named, and what to name instead."""
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one.txt").write_text("precious")
    for named, words in (
        ("letters", "holds files that this script has not made, and was left alone"),
        ("letters/one.txt", "is not a folder and was left alone"),
    ):
        outcome = house.call("demo", cwd=tmp_path, MIRROR_VENV=named)
        assert outcome.status == 2
        assert outcome.said.startswith(f"MIRROR_VENV={tmp_path}/{named} {words}: name a new folder")
    assert [path.read_text() for path in (tmp_path / "letters").iterdir()] == ["precious"]


@pytest.mark.parametrize(
    ("board", "made"),
    [(b"Raspberry Pi 5 Model B Rev 1.0\0", "venv with system packages"), (b"Radxa ROCK 5B\0", "venv")],
)
def test_on_a_pi_the_packages_of_its_system_are_seen(house, board, made):
    """picamera2 and lgpio come with Raspberry Pi OS, so there is one `.venv`, and no other way to make it."""
    (house.root / "board").write_bytes(board)
    outcome = house.sourced("board=board; line=tasks; find_python; make_venv; wanted_stamp | head -n 1")
    assert house.calls == [made]
    assert outcome.printed.endswith(", with system packages") == (made != "venv")


def test_the_test_tools_are_added_and_stay(house):
    """`test` after `demo` adds them to the same packages, and `demo` after `test` does not take them away."""
    house.call("demo")
    added = house.call("test")
    assert added.said == "Bringing the Python packages up to date ..."
    assert house.calls[2:] == [f"pip -c {house.root}/constraints/tasks.txt -e {house.root}[test]"]
    house.call("demo")
    assert len(house.calls) == 3


@pytest.mark.parametrize("file", ["pyproject.toml", "constraints/tasks.txt"])
def test_changed_requirements_are_installed(house, file):
    """After an update of the program the packages follow, without starting from nothing."""
    house.call("demo")
    with (house.root / file).open("a") as requirements:
        requirements.write("# changed\n")
    assert house.call("demo").said == "Bringing the Python packages up to date ..."
    assert [call.split()[0] for call in house.calls] == ["venv", "pip", "pip"]


@pytest.mark.parametrize("change", [{"MIRROR_LINE": "solutions"}, {"PYTHON": "python3", "STAND_IN_VERSION": "3.12"}])
def test_another_line_or_python_starts_from_nothing(house, change):
    """Compiled packages of one do not fit the other."""
    house.call("demo")
    (house.venv / "left over").touch()
    assert house.call("demo", **change).status == 0
    assert house.calls.count("venv") == 2
    assert not (house.venv / "left over").exists()


def test_damaged_packages_are_made_anew(house):
    """A pulled plug can leave empty files in a finished venv."""
    house.call("demo")
    (house.venv / "damaged").touch()
    outcome = house.call("demo")
    assert outcome.status == 0
    assert "damaged; making them anew" in outcome.said
    assert house.calls.count("venv") == 2


@pytest.mark.parametrize(("content", "status"), [(b"pixels", 0), (b"", 1), (None, 1)])
def test_missing_and_empty_files_are_damage(house, content, status):
    """With a real venv: every package lists its files, so what is lost can be told."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", house.venv], check=True)
    (packages,) = house.venv.glob("lib/python*/site-packages")
    (packages / "paint-1.dist-info").mkdir()
    (packages / "paint-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: paint\nVersion: 1\n")
    (packages / "paint-1.dist-info" / "RECORD").write_text("paint.py,sha256=x,6\npaint-1.dist-info/RECORD,,\n")
    if content is not None:
        (packages / "paint.py").write_bytes(content)
    assert house.sourced("is_whole").status == status
    assert ("paint.py" in (house.venv / "install.log").read_text()) == bool(status)


def test_a_call_that_was_cut_off_is_taken_up_by_the_next(house):
    """Without its stamp a venv is not trusted."""
    house.call("demo", STAND_IN_PIP_SAYS="Killed")
    (house.venv / "half a package").touch()
    outcome = house.call("demo")
    assert outcome.status == 0, outcome.said
    assert not (house.venv / "half a package").exists()


def test_two_calls_at_once_install_once(house):
    """The second waits, says so, and finds the work done."""
    gate = house.commands / "gate"
    os.mkfifo(gate)
    command, environment = [str(house.root / "install.sh"), "demo"], house.environment(STAND_IN_PIP_WAITS=str(gate))
    held = os.open(gate, os.O_RDWR)  # pip waits until something is written here
    try:
        first = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
        assert "Preparing the Python packages" in first.stderr.readline()
        second = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
        assert "waiting for it" in second.stderr.readline()
        os.write(held, b"go\n")
        for call in (first, second):
            assert call.communicate(timeout=60) == (None, "")
            assert call.returncode == 0
    finally:
        os.close(held)
    assert house.calls.count("venv") == 1


def test_a_model_that_cannot_be_built_ends_it(house):
    """`mirror model build` has said why; the last words say what is missing; its status is passed on."""
    outcome = house.call("demo", STAND_IN_MODEL_STATUS="2")
    assert outcome.status == 2
    assert outcome.said.endswith(
        "only the landmark model is still missing. When that is mended, call ./install.sh again."
    )
    assert outcome.printed == ""


def test_the_solutions_line_comes_without_what_it_does_not_use(house):
    """mediapipe 0.10 declares jax and more; only what the constraints name is installed with it."""
    outcome = house.sourced(
        f"extras=test; venv=venv; mkdir -p venv/bin; ln -s '{sys.executable}' venv/bin/python; solutions_requirements"
    )
    requirements = outcome.printed.splitlines()
    assert "numpy<2" in requirements
    assert any(text.startswith("pytest") for text in requirements)
    assert any(text.startswith("pygame-ce") for text in requirements)
    assert any(text.startswith("weasyprint") for text in requirements), "what another extra asks for"
    assert not any(text.startswith("rehab-mirror") for text in requirements)
    assert not any(text.startswith("mediapipe") for text in requirements)
