"""Which of the many /dev/video* nodes are webcams."""

import re
from pathlib import Path
from typing import Final

#: Where Linux lists its video nodes.
VIDEO_CLASS: Final = Path("/sys/class/video4linux")

#: A Raspberry Pi's own nodes (sensor receivers, picture processors, codecs), by the names its kernel drivers
#: give.  They open like webcams and never deliver a picture.
NOT_WEBCAMS: Final = ("bcm2835", "rpi", "rp1", "unicam", "pisp", "rpivid", "hevc")


def webcams(video_class: Path = VIDEO_CLASS) -> tuple[int, ...]:
    """The N of each /dev/videoN that is a webcam's first node, lowest first.

    A webcam has several nodes; those with an index above 0 carry data about the picture, not the picture.
    """
    nodes = (node for node in video_class.glob("video*") if re.fullmatch(r"video[0-9]+", node.name))
    return tuple(sorted(int(node.name.removeprefix("video")) for node in nodes if _is_webcam(node)))


def _is_webcam(node: Path) -> bool:
    name, index = _read(node / "name"), _read(node / "index")
    return index in ("", "0") and not name.lower().startswith(NOT_WEBCAMS)


def _read(file: Path) -> str:
    """A line of sysfs, empty where the kernel does not give it.

    A device may be unplugged between listing and reading.
    """
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
