"""``mirror stimulator`` on a computer whose clock can be set: python -m tests.stimulator.guard_process FOLDER OPTIONS.

FOLDER/clock holds by how many seconds the wall clock is set off; without the file it is right.
"""

import sys
import time
from pathlib import Path

from mirror.cli import main

if __name__ == "__main__":
    setting = Path(sys.argv.pop(1)) / "clock"
    right = time.time
    time.time = lambda: right() + (float(setting.read_text() or 0) if setting.exists() else 0.0)
    main()
