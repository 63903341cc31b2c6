"""From a picture to a reading: the live path, its landmark call alone, and the refined reading of a hold."""

import time
from itertools import count

from mirror.bench.blocks import Bench
from mirror.bench.stored import HOLD, REST, ROUND, WAY, pictures

#: The live path's own rate.
LIVE_HZ = 15.0


def frame_to_reading(bench: Bench) -> float:
    """Processor time of one frame of the live path with a movement asked for, in ms."""
    from pathlib import Path

    from mirror.perception.excursion import Movement
    from mirror.perception.observation import Attention
    from mirror.perception.perceiver import Perceiver
    from mirror.perception.tracker import open_tracker

    images = pictures(bench.folder)
    with open_tracker(Path(bench.model)) as tracker:
        perceiver = Perceiver(tracker)
        for number in range(2 * REST):
            perceiver.see(images[number % REST], number / LIVE_HZ, Attention(1, True))
        asked, begun_s = Attention(1, False, Movement.SMILE), time.process_time()
        for number in range(bench.frames):
            perceiver.see(images[number % ROUND], 10.0 + number / LIVE_HZ, asked)
        return 1000.0 * (time.process_time() - begun_s) / bench.frames


def landmark_call(bench: Bench) -> float:
    """Processor time of one call of the net on the same frames, in ms."""
    from pathlib import Path

    from mirror.perception.tracker import open_tracker

    images = pictures(bench.folder)
    with open_tracker(Path(bench.model)) as tracker:
        for number in range(2 * REST):
            tracker.track(images[number % REST], number / LIVE_HZ)
        begun_s = time.process_time()
        for number in range(bench.frames):
            tracker.track(images[number % ROUND], 10.0 + number / LIVE_HZ)
        return 1000.0 * (time.process_time() - begun_s) / bench.frames


def hold(bench: Bench) -> float:
    """Processor time of the refined reading of one hold of a pucker, the dearest movement, in ms."""
    from pathlib import Path

    from mirror.perception.excursion import Movement
    from mirror.perception.face_cut import FaceCut, Moment
    from mirror.perception.look import Look
    from mirror.perception.refined.hold import HoldReader
    from mirror.perception.tracker import Input, open_tracker

    images, stamps = pictures(bench.folder), count()
    with open_tracker(Path(bench.model)) as film, open_tracker(Path(bench.model), Input.STILL) as still:

        def cut(number: int) -> FaceCut:
            points = film.track(images[number], next(stamps) / LIVE_HZ)
            assert points is not None
            return FaceCut.of(images[number], points, Look.at(images[number], points).face.pose)

        rest = cut(0)
        moments = [Moment(rest, cut(REST + WAY + part * HOLD // 8)) for part in range(8)]
        reader = HoldReader(still)
        reader.read(moments[:2], Movement.PUCKER)
        begun_s = time.process_time()
        for part in range(3):
            reader.read(moments[2 * part + 2 : 2 * part + 4], Movement.PUCKER)
        return 1000.0 * (time.process_time() - begun_s) / 3.0
