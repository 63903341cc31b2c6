"""What a side that cannot move seems to do, as a part of the other one's movement.

    MIRROR_BENCH=FOLDER python -m tests.bench.leak

The refined reading of the fully paralysed faces of both sets, for the two movements by which the first movement is
looked for (docs/first-movement.md).
"""

import os
import statistics
from pathlib import Path
from typing import Final

import cv2

from mirror.perception.bundle import default_model
from mirror.perception.excursion import Movement
from mirror.perception.face import Side, Unseen
from mirror.perception.refined.both_ways import BothWays, RestBothWays
from mirror.perception.tracker import Input, Tracker, open_tracker
from mirror.settings import data_dir
from mirror.therapy.flicker import STANDARD

from .figures import affected_first, pairs_of, rows_of, true_mm

SETS: Final = ("stills", "stills_more")


def leaks(folder: Path, movement: Movement, tracker: Tracker) -> list[tuple[float, float]]:
    """Of each fully paralysed face: mm read beyond the truth, and the same as a part of the healthy side's mm."""
    found = []
    for rest, move in pairs_of(rows_of(folder)):
        if move["movement"] != movement.value or move["severity"] != 1.0 or move["synkinesis"]:
            continue
        still, now = (BothWays.find(cv2.imread(str(folder / row["file"])), tracker) for row in (rest, move))
        if isinstance(still, Unseen) or isinstance(now, Unseen):
            continue
        excursion = RestBothWays.of(still).read(now, movement).excursion
        if excursion is not None:
            side = Side(move["affected"])
            read_mm, healthy_mm = affected_first((excursion.left_mm, excursion.right_mm), side)
            beyond_mm = read_mm - affected_first(true_mm(rest, move), side)[0]
            found.append((beyond_mm, beyond_mm / healthy_mm))
    return found


def main() -> None:
    """Print one row per movement, and one for both."""
    bench = Path(os.environ["MIRROR_BENCH"])
    every = []
    with open_tracker(default_model(data_dir(None)), Input.STILL) as tracker:
        for movement in STANDARD:
            found = [one for name in SETS for one in leaks(bench / name, movement, tracker)]
            every += found
            print(_row(movement.value, found))
    print(_row("both", every))


def _row(words: str, found: list[tuple[float, float]]) -> str:
    mm, parts = zip(*found, strict=True)
    spread = f"{statistics.pstdev(mm):.2f} | {statistics.fmean(parts):+.3f} | {statistics.pstdev(parts):.3f}"
    return f"| {words} | {len(found)} | {statistics.fmean(mm):+.2f} | {spread} | {max(parts):+.3f} |"


if __name__ == "__main__":
    main()
