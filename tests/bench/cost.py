"""What measuring costs, in landmark calls on the same frames, by processor time: ``python -m tests.bench.cost``.

The light path besides the net's call, per frame; a hold, read from two moments with its co-movement, per movement; and
the face at rest, from the picture that the holds lay beside.  Each is timed alternately with the net, in one run.
"""

import os
import statistics
import time
from itertools import islice
from pathlib import Path

from mirror.kiosk.films import frames_of
from mirror.perception.bundle import default_model
from mirror.perception.excursion import Movement
from mirror.perception.observation import Attention
from mirror.perception.perceiver import Perceiver
from mirror.perception.refined.hold import HoldReader
from mirror.perception.refined.pair import MEASURED
from mirror.perception.tracker import Input, open_tracker
from mirror.settings import data_dir

BLOCKS = 7
FRAMES = 60


class Timed:
    """A tracker that counts its own processor time."""

    model = "timed"

    def __init__(self, tracker):
        self.tracker, self.cpu_s, self.calls = tracker, 0.0, 0

    def track(self, image, t_s):
        start_s = time.process_time()
        points = self.tracker.track(image, t_s)
        self.cpu_s, self.calls = self.cpu_s + time.process_time() - start_s, self.calls + 1
        return points

    def close(self):
        pass


def main():
    film = Path(os.environ["MIRROR_BENCH"]) / "clips" / "smile_reps.mp4"
    images = [image.copy() for image, _ in islice(frames_of(film), 240)]
    model = default_model(data_dir(None))
    with open_tracker(model) as tracker, open_tracker(model, Input.STILL) as stills:
        timed = Timed(tracker)
        perceiver, asked = Perceiver(timed), Attention(1, False, Movement.SMILE)
        for number in range(40):
            perceiver.see(images[number % 20], number / 15.0, Attention(1, True))
        shares, moments, now_s = [], [], 10.0
        for _ in range(BLOCKS):
            timed.cpu_s, start_s = 0.0, time.process_time()
            for number in range(FRAMES):
                now_s += 1.0 / 15.0
                seen = perceiver.see(images[20 + number], now_s, asked)
                moments += [seen.moment] if seen.moment is not None else []
            shares.append((time.process_time() - start_s - timed.cpu_s) / timed.cpu_s)
        print(f"a frame, besides the landmark call: {statistics.median(shares):.2f} calls")
        for movement in MEASURED:
            print(f"a hold, {movement.value}: {_hold(moments, movement, stills, timed, images, now_s):.0f} calls")
            now_s += 100.0
        print(
            f"the face at rest, at the end of an assessment: {_rest(moments, stills, timed, images, now_s):.0f} calls"
        )


def _hold(moments, movement, stills, timed, images, now_s):
    reader = HoldReader(stills)
    reader.read(moments[:2], movement)
    return _calls(lambda block: reader.read(moments[2 * block : 2 * block + 2], movement), timed, images, now_s)


def _rest(moments, stills, timed, images, now_s):
    reader = HoldReader(stills)
    reader.read(moments[:2], Movement.SMILE)
    return _calls(lambda _block: reader.resting(), timed, images, now_s)


def _calls(work, timed, images, now_s):
    """What a piece of work costs, in landmark calls: the median over the blocks."""
    costs = []
    for block in range(BLOCKS):
        start_s = time.process_time()
        work(block)
        took_s = time.process_time() - start_s
        timed.cpu_s, timed.calls = 0.0, 0
        for number in range(20):
            now_s += 1.0 / 15.0
            timed.track(images[number], now_s)
        costs.append(took_s / (timed.cpu_s / timed.calls))
    return statistics.median(costs)


if __name__ == "__main__":
    main()
