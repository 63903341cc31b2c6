"""The display's own beat, in real time: in a practice beside a model that takes long, and beside none."""

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mirror.bench.blocks import Bench
from mirror.problem import Problem

if TYPE_CHECKING:
    from mirror.perception.perceiver import PointTracker
    from mirror.therapy.session import Session

#: What a slow board's model takes.
SLOW_S: Final = 0.2
#: Seconds that are counted, from a second after their beginning on.
SECONDS: Final = 8.0
_UNCOUNTED_S: Final = 1.0


def rate_with_slow_model(bench: Bench) -> float:
    """Displayed frames per second of an exercise while every look at the face takes 200 ms."""
    return _rate(_beside_slow_model_s(bench))


def rate_without_model(bench: Bench) -> float:
    """Displayed frames per second of a mirror without a model, which finds nobody."""
    from mirror.bench.live import NoModel

    return _rate(_intervals_s(bench, NoModel, lambda _session: True))


def interval_99th(bench: Bench) -> float:
    """The 99th percentile of the time between two flips, over the nominal one, in an exercise with the slow model."""
    from mirror.kiosk.live import DISPLAY_HZ

    intervals_s = sorted(_beside_slow_model_s(bench))
    return intervals_s[int(0.99 * len(intervals_s))] * DISPLAY_HZ


def _rate(intervals_s: list[float]) -> float:
    return len(intervals_s) / sum(intervals_s)


def _beside_slow_model_s(bench: Bench) -> list[float]:
    from mirror.bench.live import Slowed
    from mirror.perception.tracker import open_tracker
    from mirror.therapy.scene import EXERCISING

    def tracker() -> Slowed:
        return Slowed(open_tracker(Path(bench.model)), SLOW_S)

    return _intervals_s(bench, tracker, lambda session: session.scene in EXERCISING)


def _intervals_s(
    bench: Bench, tracker: "Callable[[], PointTracker]", counts: "Callable[[Session], bool]"
) -> list[float]:
    """Seconds between the flips of a mirror in real time, once its session ``counts``.

    Raises Problem where it does not come to that.
    """
    from mirror.bench.live import NO_MODEL, Stopwatch, run_live
    from mirror.bench.practice import LONGEST_WAY_S, staged
    from mirror.bench.stored import pictures

    images, from_s, opened_s = pictures(bench.folder), list[float](), time.monotonic()
    with staged(Path(bench.folder), NO_MODEL, time.monotonic, open_display=Stopwatch) as stage:

        def over() -> bool:
            now_s = time.monotonic()
            if not from_s and counts(stage.kiosk.session):
                from_s.append(now_s + _UNCOUNTED_S)
            return now_s > (from_s[0] + SECONDS if from_s else opened_s + LONGEST_WAY_S)

        run_live(stage, images, tracker, over)
        if not from_s:
            raise Problem(f"The mirror has not come to an exercise within {LONGEST_WAY_S:.0f} s.")
        assert isinstance(stage.display, Stopwatch)
        counted = [at_s for at_s in stage.display.shown_s if at_s >= from_s[0]]
    return [later - earlier for earlier, later in pairwise(counted)]
