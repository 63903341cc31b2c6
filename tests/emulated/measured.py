"""Two drawn photographs to measure: a face at rest, and its weak left side smiling.

On another processor a few pixels in a hundred thousand come out one level brighter or darker.

python measured.py FOLDER     writes rest.png and move.png
"""

import sys
from pathlib import Path

import cv2

from mirror.clips.expression import Expression, Half
from mirror.clips.portrait import Portrait


def main(folder: Path) -> None:
    """Write them."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    portrait = Portrait(640, 640)
    for name, expression in (
        ("rest", Expression()),
        ("move", Expression(left=Half(smile=0.3), right=Half(smile=0.6))),
    ):
        cv2.imwrite(str(folder / f"{name}.png"), portrait.draw(expression))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
