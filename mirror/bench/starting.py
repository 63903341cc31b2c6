"""How soon there is something to see after the start: whole processes, by the clock on the wall.

A start is waited for, so the wall's time counts here, not the processor's; both sides of each ratio wait alike.
"""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from mirror.bench.blocks import Bench
from mirror.bench.stored import FILM
from mirror.problem import Problem

_LONGEST_S: Final = 120.0
_POLL_S: Final = 0.002


def first_picture(bench: Bench) -> float:
    """Seconds from the start of ``mirror run`` to its first picture, the time of day on the glass.

    It tells the service manager then that it is starting; that it is ready it tells when buttons and sound are there.
    """
    return _until(bench, b"STATUS=starting")


def first_idle_page(bench: Bench) -> float:
    """The same until the whole idle page stands there and can be used."""
    return _until(bench, b"READY=1")


def _until(bench: Bench, message: bytes) -> float:
    folder = Path(bench.folder)
    address = folder / "notify"
    address.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(address))
        manager.settimeout(_LONGEST_S)
        begun_s = time.monotonic()
        with _mirror(bench, f"file:{folder / FILM}?loop", "window", NOTIFY_SOCKET=str(address)) as process:
            try:
                while message not in manager.recv(4096):
                    pass
                return time.monotonic() - begun_s
            finally:
                process.kill()


def first_landmarks(bench: Bench) -> float:
    """Seconds from the start of ``mirror run`` over a film to the first face found in it, which its trace tells."""
    folder = Path(bench.folder)
    trace = folder / "start.jsonl"
    trace.unlink(missing_ok=True)
    begun_s = time.monotonic()
    with _mirror(bench, f"file:{folder / FILM}", "none", "--trace", str(trace)) as process:
        try:
            while time.monotonic() - begun_s < _LONGEST_S:
                if trace.exists() and _seen(trace.read_text(encoding="utf-8")):
                    return time.monotonic() - begun_s
                time.sleep(_POLL_S)
        finally:
            process.kill()
    raise Problem(f"No face was found in {folder / FILM} within {_LONGEST_S:.0f} s.")


def import_of_mediapipe(_bench: Bench) -> float:
    """Seconds of ``python -c "import mediapipe"``."""
    return _took_s([sys.executable, "-c", "import mediapipe"])


def naive_first_landmarks(bench: Bench) -> float:
    """Seconds of the naive script to its first landmarks, at which it ends."""
    return _took_s([sys.executable, "-m", "mirror.bench.naive", bench.written()])


def _seen(trace: str) -> bool:
    whole = trace[: trace.rfind("\n") + 1]
    return any(event["event"] == "face" and event["seen"] for event in map(json.loads, whole.splitlines()))


def _mirror(bench: Bench, camera: str, display: str, *options: str, **environment: str) -> subprocess.Popen[bytes]:
    data = str(Path(bench.folder) / "data")
    order = ["run", "--camera", camera, "--display", display, "--data", data, "--model", bench.model, *options]
    return subprocess.Popen(
        [sys.executable, "-m", "mirror", *order],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )


def _took_s(command: list[str]) -> float:
    begun_s = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_LONGEST_S)
    return time.monotonic() - begun_s
