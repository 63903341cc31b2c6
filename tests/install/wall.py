"""A machine to put the mirror on: a folder for its file system, and stand-ins for the commands that change a system."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).resolve().parents[2]
HERE: Final = Path(__file__).parent
COMMANDS: Final = (
    *("apt-cache", "apt-get", "chown", "dpkg-query", "getent", "groupdel", "journalctl", "runuser", "sleep", "sync"),
    *("systemctl", "systemd-sysusers", "systemd-tmpfiles", "uname", "userdel"),
)
#: Where being another user would show.
AS_ROOT: Final = """
wall_root=$STAND_IN_ROOT
is_root() { true; }
data_stands() { [[ -d $data ]]; }
make_page_folder() { mkdir -p "$data/caregiver"; }
"""
#: What a small system has before anybody installs anything.
PACKAGES_BEFORE: Final = ("python3-venv", "libgl1", "libegl1")
PI_5: Final = "Raspberry Pi 5 Model B Rev 1.0"


@dataclass(frozen=True)
class Outcome:
    status: int
    said: str
    """On standard error."""
    printed: str
    """On standard output."""


@dataclass(frozen=True)
class Wall:
    """The machine.  ``root`` is its file system, ``system`` what its package and service managers know."""

    checkout: Path
    root: Path
    system: Path
    commands: Path

    def install(self, *options: str, typed: str = "", **settings: str) -> Outcome:
        """Call the installer as root does, with its file system in ``root``."""
        return self.sourced(f'{AS_ROOT}main "$@"', *options, typed=typed, **settings)

    def sourced(self, commands: str, *arguments: str, typed: str = "", **settings: str) -> Outcome:
        """Run functions of the installer; its places are below ``root``."""
        places = "board=$STAND_IN_ROOT/board cpuinfo=$STAND_IN_ROOT/cpuinfo meminfo=$STAND_IN_ROOT/meminfo"
        script = f"source ./install.sh\n{places} os_release=$STAND_IN_ROOT/etc/os-release log=/dev/null\n{commands}"
        ended = subprocess.run(
            ["bash", "-c", script, "install.sh", *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.checkout,
            input=typed,
            env={
                "PATH": f"{self.commands}:/usr/bin:/bin",
                "HOME": str(self.commands),
                "LC_ALL": "C.UTF-8",
                "STAND_IN_ROOT": str(self.root),
                "STAND_IN_SYSTEM": str(self.system),
                "STAND_IN_CALLS": str(self.system / "python-calls"),
                "STAND_IN_HOUSE": str(self.checkout),
                **settings,
            },
            timeout=120,
        )
        return Outcome(ended.returncode, ended.stderr.strip(), ended.stdout.strip())

    def place(self, path: str) -> Path:
        """Where ``path`` of the machine is."""
        return self.root / path.lstrip("/")

    def is_a(self, model: str, codename: str = "trixie", machine: str = "aarch64", features: str = "atomics") -> None:
        """Make it a board."""
        (self.root / "board").write_bytes(model.encode() + b"\0")
        self.place("/etc/os-release").write_text(f'PRETTY_NAME="Debian {codename}"\nVERSION_CODENAME={codename}\n')
        (self.root / "cpuinfo").write_text(f"Features\t: fp asimd {features}\n")
        (self.system / "machine").write_text(f"{machine}\n")

    def known(self, what: str) -> set[str]:
        """The packages, users, groups, enabled or active units of the machine."""
        file = self.system / what
        return set(file.read_text().split()) if file.exists() else set()

    @property
    def calls(self) -> list[str]:
        """The changes that commands were asked for, in order."""
        file = self.system / "calls"
        return file.read_text().splitlines() if file.exists() else []

    @property
    def running(self) -> str:
        """The release that the link names."""
        return Path(os.readlink(self.place("/opt/rehab-mirror/current"))).name

    def listing(self) -> dict[str, str]:
        """Every file and link with what it is made of; what two runs may differ in is left out."""
        found = {}
        for path in sorted(self.root.rglob("*")):
            name = str(path.relative_to(self.root))
            if path.is_symlink():
                found[name] = f"-> {os.readlink(path)}"
            elif path.is_file() and path.name not in ("install.log", ".lock"):
                found[name] = f"{path.stat().st_mode:o} {path.read_text()}"
            elif path.is_dir():
                found[name] = "folder"
        return found

    def state(self) -> dict[str, str]:
        """Everything that an installation decides."""
        listing = self.listing()
        manifest = listing.pop("var/lib/rehab-mirror-install/manifest", "")
        known = {what: self.known(what) for what in ("packages", "users", "groups", "enabled", "active")}
        known["manifest"] = set(manifest.splitlines())
        return {**listing, **{what: "\n".join(sorted(names)) for what, names in known.items()}}

    def new_version(self) -> None:
        """The checkout was brought up to date."""
        with (self.checkout / "mirror" / "__init__.py").open("a") as file:
            file.write("# a newer one\n")


def make_wall(folder: Path) -> Wall:
    """A PC with a small Debian, and a checkout."""
    wall = Wall(folder / "my checkout", folder / "root", folder / "system", folder / "commands")
    for path in (wall.root / "etc", wall.root / "opt", wall.root / "var/lib", wall.root / "usr/local/bin"):
        path.mkdir(parents=True)
    (wall.root / "etc/systemd/system").mkdir(parents=True)
    wall.system.mkdir()
    wall.commands.mkdir()
    wall.is_a("PC", machine="x86_64")
    (wall.root / "board").unlink()
    (wall.root / "meminfo").write_text("MemTotal:        8000000 kB\n")
    (wall.system / "packages").write_text("".join(f"{name}\n" for name in PACKAGES_BEFORE))
    (wall.system / "groups").write_text("video\nrender\ninput\naudio\n")
    (wall.system / "default").write_text("multi-user.target\n")
    for name in COMMANDS:
        (wall.commands / name).symlink_to(HERE / "stand_in_system.sh")
    shutil.copy(HERE / "stand_in_python.sh", wall.commands / "python3")
    _check_out(wall.checkout)
    return wall


def _check_out(checkout: Path) -> None:
    """The parts of a release, small: the installer runs none of them here."""
    shutil.copytree(REPOSITORY / "systemd", checkout / "systemd")
    for name in ("install.sh", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE"):
        shutil.copy(REPOSITORY / name, checkout)
    for name in ("hardware", "models", "docs", "mirror", "constraints"):
        (checkout / name).mkdir()
        (checkout / name / "__init__.py").write_text("# nothing\n")
    (checkout / "mirror" / "__init__.py").write_text('__version__ = "0.1.0"\n')
    for line in ("tasks", "tasks-numpy1", "solutions"):
        (checkout / "constraints" / f"{line}.txt").write_text("mediapipe  # the net's runtime\n")
