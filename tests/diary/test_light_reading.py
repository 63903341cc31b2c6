"""What reads the log is quick to start, because a page is asked for often and the writer's library is large."""

import subprocess
import sys
from pathlib import Path

READERS = ("page", "today", "trend", "adherence", "advice", "repeatability", "export", "wording")
HEAVY = ("sqlite_utils", "pandas", "cv2", "mediapipe", "pygame", "matplotlib", "fhir")


def test_readers_load_nothing_heavy():
    """Neither the library that writes nor anything that sees, draws or counts in tables."""
    modules = ", ".join(f"mirror.diary.{name}" for name in READERS)
    check = f"import sys, mirror.cli, {modules}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    repository = Path(__file__).resolve().parents[2]
    found = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True, cwd=repository)
    assert found.stdout.split() == []
