"""Everything imports on a machine without a Pi, and importing touches no device."""

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]

LOOK = """
import importlib, pkgutil, sys, threading
import hardware
for module in pkgutil.walk_packages(hardware.__path__, "hardware."):
    importlib.import_module(module.name)
unwanted = {"gpiozero", "picamera2", "lgpio", "pygame", "mirror"}
print(sorted({name.partition(".")[0] for name in sys.modules} & unwanted))
print(threading.active_count())
"""


def test_importing_every_module_loads_no_driver_and_starts_no_thread() -> None:
    """gpiozero, lgpio and picamera2 come in when a device is opened, pygame and mirror never."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", LOOK],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stdout.splitlines(), ran.stderr) == (["[]", "1"], "")
