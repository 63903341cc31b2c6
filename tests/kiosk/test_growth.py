"""A mirror that runs for days does not grow: the short form of growth.py, whose result is in docs/install.md."""

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def test_a_mirror_that_idles_and_practises_does_not_grow(data_dir: Path):
    """Less than five megabytes over two sessions and ten minutes of idling, and no thread or open file left behind."""
    command = [sys.executable, "-m", "tests.kiosk.growth", "--data", str(data_dir), "--sessions", "2", "--warm", "2"]
    ran = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "+0 threads, +0 open files" in ran.stdout
