"""Which board this is."""

from pathlib import Path
from typing import Final

#: Where Linux says on which board it runs; PCs do not have it.
BOARD: Final = Path("/proc/device-tree/model")


def is_raspberry_pi(board: Path = BOARD) -> bool:
    """Whether this is a Raspberry Pi of any kind."""
    return board.is_file() and "Raspberry Pi" in board.read_text(encoding="utf-8", errors="replace")
