"""The mirror in real time, with all its threads, before the stored pictures."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import pygame

from hardware.buttons.keyboard import KeyboardButtons
from hardware.camera.camera import Kind
from hardware.camera.frame import Frame, Image
from hardware.led.recorded import RecordedLed
from mirror.bench.blocks import Bench
from mirror.bench.practice import Round, Stage, staged
from mirror.bench.stored import pictures
from mirror.kiosk.controls import Controls
from mirror.kiosk.live import LiveMirror
from mirror.kiosk.refining import refining_beside
from mirror.perception.face import Points
from mirror.perception.perceiver import PointTracker
from mirror.perception.tracker import Input, open_tracker
from mirror.screen.display import Display, DisplayKind
from mirror.therapy.press import Button, Press
from mirror.therapy.session import Session

CAMERA_HZ: Final = 30.0
MODEL_HZ: Final = 30.0
NO_MODEL: Final = "none"


class StoredCamera:
    """Thirty of the stored pictures a second: rest, and the smile while the session asks for it."""

    kind, name = Kind.DRAWN, "the bench's camera"

    def __init__(self, images: Sequence[Image], session: Callable[[], Session]) -> None:
        self._images = images
        self._session = session
        self._round = Round()

    def open(self) -> None:
        """Nothing to open."""

    def read(self, timeout_s: float) -> Frame:
        del timeout_s
        time.sleep(1.0 / CAMERA_HZ)
        now_s = time.monotonic()
        return Frame(self._images[self._round.number_at(self._session().scene, now_s)], now_s)

    def close(self) -> None:
        """Nothing to close."""


class NoModel:
    """Takes no time and finds nothing."""

    model = NO_MODEL

    def track(self, image_bgr: Image, t_s: float) -> Points | None:
        del image_bgr, t_s
        return None

    def close(self) -> None:
        """Nothing to close."""


class Slowed:
    """The real net, each call of which takes as long as on a slow board."""

    def __init__(self, tracker: PointTracker, takes_s: float) -> None:
        self.model = tracker.model
        self._tracker = tracker
        self._takes_s = takes_s

    def track(self, image_bgr: Image, t_s: float) -> Points | None:
        begun_s = time.monotonic()
        points = self._tracker.track(image_bgr, t_s)
        time.sleep(max(0.0, self._takes_s - (time.monotonic() - begun_s)))
        return points

    def close(self) -> None:
        self._tracker.close()


class Stopwatch(Display):
    """A display that notes when each picture has come onto it."""

    def __init__(self, kind: DisplayKind, size: tuple[int, int]) -> None:
        super().__init__(kind, size)
        self.shown_s: list[float] = []

    def flip(self, changed: tuple[pygame.Rect, ...] | None = None) -> None:
        super().flip(changed)
        self.shown_s.append(time.monotonic())


def run_live(
    stage: Stage, images: Sequence[Image], tracker: Callable[[], PointTracker], over: Callable[[], bool]
) -> None:
    """A practice in real time until it is ``over``; whoever stands before it begins, and begins again."""
    keyboard = KeyboardButtons()
    mirror = LiveMirror(stage.kiosk, lambda: StoredCamera(images, lambda: stage.kiosk.session), tracker, MODEL_HZ)
    mirror.run(
        stage.display,
        Controls((keyboard,), keyboard, RecordedLed()),
        stage.showing,
        lambda: "",
        lambda session, _now_s: None if session.watching else Press(Button.SELECT),
        over,
    )


@contextmanager
def sessions(bench: Bench, lasting_s: float) -> Iterator[Callable[[], None]]:
    """A mirror on which each call is a session of so many seconds, with every thread it has on the wall."""
    images, model = pictures(bench.folder), Path(bench.model)
    with staged(Path(bench.folder), NO_MODEL, time.monotonic) as stage:

        def practise() -> None:
            until_s = time.monotonic() + lasting_s
            with refining_beside(partial(open_tracker, Path(bench.official), Input.STILL), lambda: None):
                run_live(stage, images, lambda: open_tracker(model), lambda: time.monotonic() > until_s)

        yield practise
