"""A Debian in a container with a real systemd as process 1, and what pip needs of the host inside.

Standard library only: it runs with whatever Python the host has.
"""

import os
import re
import shlex
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

#: How the host's pip finds packages, taken over as it is.
_PIP_FILES: Final = (Path("/etc/pip.conf"), Path("/etc/ssl/certs"))
_TAKEN_OVER: Final = re.compile(
    r"PIP_.*|SSL_CERT_.*|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|https?_proxy|no_proxy", re.IGNORECASE
)
_BOOT_S: Final = 60.0


class DoesNotBoot(Exception):
    """The machine does not start; the end of what it said."""


@dataclass(frozen=True)
class Ran:
    """A command that ended."""

    status: int
    said: str
    """Both of its outputs, in order."""


@dataclass
class Machine:
    """``root`` is its file system.  A context manager: inside, it is running."""

    root: Path
    _nspawn: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def __enter__(self) -> "Machine":
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self) -> None:
        """Switch it on and wait until it has started."""
        name = self.root.parent.name.replace(".", "-")
        # The host may have no systemd to be told of this machine, and still the old hierarchy of control groups.
        command = [
            "systemd-nspawn",
            "--quiet",
            f"--directory={self.root}",
            f"--machine={name}",
            "--boot",
            "--keep-unit",
        ]
        command += [
            "--register=no",
            "--console=pipe",
            "--resolv-conf=replace-host",
            f"--bind={_pip_cache()}:/var/cache/pip",
        ]
        command += [f"--bind-ro={path}" for path in of_pip()]
        # A file, not a pipe: nobody reads along.
        with (self.root.parent / "console.txt").open("ab") as console:
            self._nspawn = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                env={**os.environ, "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
            )
        self.wait_for_boot()

    def __exit__(self, *_error: object) -> None:
        assert self._nspawn is not None
        leader = self._leader()
        if leader is not None:
            os.kill(leader, signal.SIGRTMIN + 4)  # power off, systemd(1)
        try:
            self._nspawn.wait(60.0)
        except subprocess.TimeoutExpired:
            self._nspawn.kill()
            self._nspawn.wait()

    def power_cycle(self) -> None:
        """Everything ends at once, as when the plug is pulled, and is switched on again."""
        assert self._nspawn is not None
        leader = self._leader()
        assert leader is not None, "the machine is not running"
        os.kill(leader, signal.SIGKILL)
        self._nspawn.wait(60.0)
        self._start()

    @staticmethod
    def _environment() -> dict[str, str]:
        taken = {name: value for name, value in os.environ.items() if _TAKEN_OVER.fullmatch(name)}
        paths = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
        return {**taken, **paths, "PIP_CACHE_DIR": "/var/cache/pip", "LC_ALL": "C.UTF-8"}

    def _leader(self) -> int | None:
        """Process 1 of the machine, as the host numbers it; another one after each start."""
        assert self._nspawn is not None
        found = subprocess.run(
            ["pgrep", "--parent", str(self._nspawn.pid)], capture_output=True, text=True, check=False
        )
        return int(found.stdout.split()[0]) if found.stdout.split() else None

    def run(self, command: str, timeout_s: float = 60.0) -> Ran:
        """A shell command inside, as root.  Status 124 when it takes too long."""
        leader = self._leader()
        assert leader is not None, "the machine is not running"
        outside = ["nsenter", "--target", str(leader), "--all"]
        inside = ["/usr/bin/timeout", f"{timeout_s:.0f}", "/bin/bash", "-c", f"cd; {command}"]
        done = subprocess.run(
            [*outside, *inside],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            check=False,
            env=self._environment(),
        )
        return Ran(done.returncode, done.stdout)

    def says(self, command: str) -> str:
        """What a command prints, without the last line's end."""
        return self.run(command).said.strip()

    def wait_for_boot(self) -> None:
        """Until systemd has started everything."""
        assert self._nspawn is not None
        nspawn, ready = self._nspawn, ("running", "degraded")
        ended = lambda: nspawn.poll() is not None  # noqa: E731
        booted = lambda: self._leader() is not None and self._state() in ready  # noqa: E731
        if not wait_until(lambda: ended() or booted(), _BOOT_S) or ended():
            console = (self.root.parent / "console.txt").read_text(errors="replace")
            raise DoesNotBoot(console[-2000:])

    def _state(self) -> str:
        return self.says("systemctl is-system-running 2>&1")

    def write(self, path: str, text: str) -> None:
        """A file inside, with its folders."""
        target = self.root / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def unit(self, name: str, value: str) -> str:
        """A property of a unit."""
        return self.says(f"systemctl show --property {shlex.quote(value)} --value {shlex.quote(name)}")


def of_pip() -> Iterator[Path]:
    """What pip's settings on the host name: files and folders with packages and certificates."""
    texts = [value for name, value in os.environ.items() if _TAKEN_OVER.fullmatch(name)]
    texts += [path.read_text(encoding="utf-8") for path in _PIP_FILES if path.is_file()]
    named = {Path(found) for text in texts for found in re.findall(r"(?:file://)?(/[\w./+-]+)", text)}
    yield from sorted({path for path in (*_PIP_FILES, *named) if path.exists() and len(path.parts) > 2})


def _pip_cache() -> Path:
    """The host's, so that nothing is fetched twice."""
    cache = Path(os.environ.get("PIP_CACHE_DIR") or Path.home() / ".cache" / "pip")
    cache.mkdir(parents=True, exist_ok=True)
    return cache


def wait_until(true: Callable[[], bool], at_most_s: float, every_s: float = 0.25) -> bool:
    """Whether it became true in time."""
    end_s = time.monotonic() + at_most_s
    while not true():
        if time.monotonic() >= end_s:
            return False
        time.sleep(every_s)
    return True
