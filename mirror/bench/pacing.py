"""The display's own beat, in real time: with a model that takes long, and with one that takes no time."""

import time
from itertools import pairwise
from pathlib import Path
from typing import Final

from mirror.bench.blocks import Bench

#: What a slow board's model takes.
SLOW_S: Final = 0.2
SECONDS: Final = 10.0


def rate_with_slow_model(bench: Bench) -> float:
    """Displayed frames per second while every look at the face takes 200 ms."""
    return _rate(_intervals_s(bench, SLOW_S))


def rate_without_model(bench: Bench) -> float:
    """Displayed frames per second with a model that takes no time."""
    return _rate(_intervals_s(bench, 0.0))


def interval_99th(bench: Bench) -> float:
    """The 99th percentile of the time between two displayed frames, over the nominal one, with the slow model."""
    from mirror.kiosk.live import DISPLAY_HZ

    intervals_s = sorted(_intervals_s(bench, SLOW_S))
    return intervals_s[int(0.99 * len(intervals_s))] * DISPLAY_HZ


def _rate(intervals_s: list[float]) -> float:
    return len(intervals_s) / sum(intervals_s)


def _intervals_s(bench: Bench, model_s: float) -> list[float]:
    """Seconds between the displayed frames of a live mirror in a practice, the first second left out."""
    from hardware.buttons.keyboard import KeyboardButtons
    from hardware.led.recorded import RecordedLed
    from mirror.bench.practice import staged
    from mirror.bench.still_camera import NO_MODEL, Sleeping, StillCamera
    from mirror.bench.stored import pictures
    from mirror.kiosk.controls import Controls
    from mirror.kiosk.live import LiveMirror
    from mirror.therapy.press import Button, Press
    from mirror.therapy.scene import Scene

    shown_s: list[float] = []
    image = pictures(bench.folder)[0]
    keyboard = KeyboardButtons()

    def over() -> bool:
        shown_s.append(time.monotonic())
        return shown_s[-1] - shown_s[0] > SECONDS + 1.0

    with staged(Path(bench.folder), NO_MODEL, time.monotonic) as stage:
        mirror = LiveMirror(stage.kiosk, lambda: StillCamera(image), lambda: Sleeping(model_s), 30.0)
        mirror.run(
            stage.display,
            Controls((keyboard,), keyboard, RecordedLed()),
            stage.showing,
            lambda: "",
            lambda session, _now_s: Press(Button.SELECT) if session.scene is Scene.IDLE else None,
            over,
        )
    steady = [at_s for at_s in shown_s if at_s - shown_s[0] > 1.0]
    return [later - earlier for earlier, later in pairwise(steady)]
