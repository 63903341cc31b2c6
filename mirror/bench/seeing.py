"""From a picture to a reading: the live path, its landmark call alone, and the refined reading of a hold."""

import time
from itertools import count
from typing import Final

from mirror.bench.blocks import Bench
from mirror.bench.found import enough
from mirror.bench.stored import HOLD, REST, ROUND, WAY, pictures

#: The live path's own rate.
LIVE_HZ: Final = 15.0
#: Holds of an exercise.
EXERCISE: Final = 5


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
        asked, reads, begun_s = Attention(1, False, Movement.SMILE), 0, time.process_time()
        for number in range(bench.frames):
            reads += perceiver.see(images[number % ROUND], 10.0 + number / LIVE_HZ, asked).reads(Movement.SMILE)
        took_s = time.process_time() - begun_s
    enough(reads, bench.frames, "The smile could be read")
    return 1000.0 * took_s / bench.frames


def landmark_call(bench: Bench) -> float:
    """Processor time of one call of the net on the same frames, in ms."""
    from pathlib import Path

    from mirror.perception.tracker import open_tracker

    images = pictures(bench.folder)
    with open_tracker(Path(bench.model)) as tracker:
        for number in range(2 * REST):
            tracker.track(images[number % REST], number / LIVE_HZ)
        faces, begun_s = 0, time.process_time()
        for number in range(bench.frames):
            faces += tracker.track(images[number % ROUND], 10.0 + number / LIVE_HZ) is not None
        took_s = time.process_time() - begun_s
    enough(faces, bench.frames, "A face was found")
    return 1000.0 * took_s / bench.frames


def hold(bench: Bench) -> float:
    """Processor time of the refined reading of a hold of a pucker, the dearest movement, in ms.

    The mean of an exercise of five: with the first one the face at rest is prepared for all.
    """
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
            enough(points is not None, 1, "A face was found")
            assert points is not None
            return FaceCut.of(images[number], points, Look.at(images[number], points).face.pose)

        rest = cut(0)
        count_of = 2 * EXERCISE
        moments = [Moment(rest, cut(REST + WAY + part * HOLD // count_of)) for part in range(count_of)]
        # Once what is prepared with the very first reading of a process.
        HoldReader(still).read(moments[:1], Movement.SMILE)
        reader, begun_s = HoldReader(still), time.process_time()
        for part in range(0, count_of, 2):
            reader.read(moments[part : part + 2], Movement.PUCKER)
        return 1000.0 * (time.process_time() - begun_s) / EXERCISE
