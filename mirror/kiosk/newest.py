"""Whether a newer release waits to be installed.

The installer writes the name of each release into its folder, and beside the releases which one the folder that it was
called from would install now (systemd/install/release.sh, newest.sh).  The mirror only compares: it never installs
anything, and away from the wall there is nothing to compare.
"""

import sys
from pathlib import Path
from typing import Final

#: How often the two files are looked at.
LOOK_EVERY_S: Final = 600.0


class Newest:
    """Asked at display rate, it looks now and then."""

    def __init__(self, venv: Path | None = None) -> None:
        """``venv`` is this program's own, as in /opt/rehab-mirror/releases/NAME/venv."""
        release = (Path(sys.prefix) if venv is None else venv).parent
        self._name = release / "name"
        self._newest = release.parent.parent / "newest"
        self._looked_s: float | None = None
        self._newer = False

    def waits(self, now_s: float) -> bool:
        """Whether another release than this one is the newest that is known; ``now_s`` is monotonic seconds."""
        if self._looked_s is None or now_s - self._looked_s >= LOOK_EVERY_S:
            self._looked_s = now_s
            name, newest = _first_word(self._name), _first_word(self._newest)
            self._newer = bool(name and newest and name != newest)
        return self._newer


def _first_word(path: Path) -> str:
    """Empty where there is no such file, as in a checkout."""
    try:
        return next(iter(path.read_text(encoding="utf-8").split()), "")
    except (OSError, UnicodeDecodeError):
        return ""
