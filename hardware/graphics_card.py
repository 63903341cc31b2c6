"""Which graphics card the screen is at.

A Raspberry Pi has more than one: on a Pi 5 the 3D unit is a card without any socket, SDL may take that one and show
nothing (SDL issue 13705), and the numbers change from start to start.  So whoever shows something looks first.
"""

import re
from pathlib import Path
from typing import Final

#: Where Linux lists cards and their sockets: card1, card1-HDMI-A-1, card1-DSI-1.
CARDS: Final = Path("/sys/class/drm")
_SOCKET: Final = re.compile(r"card(?P<card>[0-9]+)-(?P<socket>.+)")


def connected_card(cards: Path = CARDS) -> int | None:
    """N of /dev/dri/cardN with a screen in one of its sockets, the first one; None where no socket says so."""
    found = sorted(
        int(named["card"])
        for socket in cards.glob("card*-*")
        if (named := _SOCKET.fullmatch(socket.name)) and _status(socket) == "connected"
    )
    return found[0] if found else None


def _status(socket: Path) -> str:
    try:
        return (socket / "status").read_text(encoding="ascii").strip()
    except OSError:
        return ""  # unplugged meanwhile
