"""What a pair of photographs costs, and the landmark call on one of them."""

import time
from pathlib import Path
from typing import Final

from mirror.bench.blocks import Bench
from mirror.bench.stored import HOLD, REST, WAY, pictures

_PAIRS: Final = 5


def pair(bench: Bench) -> float:
    """Processor time of one pair of ``mirror measure --pairs`` with the official bundle, in ms; every rest is new."""
    import cv2

    from mirror.perception.refined.photographs import measured, pairs_wanted
    from mirror.perception.tracker import Input, open_tracker

    folder, images, rows = Path(bench.folder), pictures(bench.folder), ["rest,move,movement"]
    for number in range(_PAIRS + 1):
        cv2.imwrite(str(folder / f"rest{number}.jpg"), images[number])
        cv2.imwrite(str(folder / f"move{number}.jpg"), images[REST + WAY + number * HOLD // (_PAIRS + 1)])
        rows.append(f"rest{number}.jpg,move{number}.jpg,smile")
    table = folder / "pairs.csv"
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    with open_tracker(Path(bench.official), Input.STILL) as tracker:
        found = measured(pairs_wanted(rest=None, move=None, movement=None, pairs=table), tracker)
        next(found)
        begun_s = time.process_time()
        assert len(list(found)) == _PAIRS
        return 1000.0 * (time.process_time() - begun_s) / _PAIRS


def two_landmark_calls(bench: Bench) -> float:
    """Processor time of two calls of the official net on photographs, in ms."""
    from mirror.perception.tracker import Input, open_tracker

    images = pictures(bench.folder)
    with open_tracker(Path(bench.official), Input.STILL) as tracker:
        tracker.track(images[0], 0.0)
        begun_s = time.process_time()
        for number in range(bench.frames):
            tracker.track(images[number % len(images)], 0.0)
        return 2.0 * 1000.0 * (time.process_time() - begun_s) / bench.frames
