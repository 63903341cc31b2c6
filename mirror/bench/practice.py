"""A practice before stored pictures, in simulated time: the kiosk of the wall, nothing slowed, nothing skipped."""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from hardware.camera.frame import Frame, Image
from hardware.led.recorded import RecordedLed
from mirror.bench.stored import HOLD, PER_S, REST, ROUND, SIZE, WAY
from mirror.clips.drawn import drawn_named
from mirror.clips.library import Library
from mirror.diary.stamp import Stamp, stamp_at
from mirror.diary.writer import InlineWriter
from mirror.kiosk.clips import find_clip
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.planning import AlwaysTheSame
from mirror.kiosk.refining import NotRefining, Refining
from mirror.kiosk.showing import Showing
from mirror.kiosk.sight import Sight
from mirror.kiosk.start import open_log
from mirror.kiosk.trace import NoTrace
from mirror.perception.excursion import Movement
from mirror.perception.observation import Observation
from mirror.perception.perceiver import Perceiver
from mirror.perception.tracker import open_tracker
from mirror.problem import Problem
from mirror.screen.display import Display, DisplayKind
from mirror.screen.painter import Painter
from mirror.screen.sound import RecordedSound
from mirror.therapy.press import Button, Press
from mirror.therapy.scene import EXERCISING, Scene
from mirror.therapy.unplanned import of_film

EXERCISE: Final = "smile"
#: Seconds after which a practice that has not come to its first movement will not.
LONGEST_WAY_S: Final = 60.0
_SMILING: Final = frozenset({Scene.MOVE, Scene.HOLD})
_NO_FACE: Final = "choose a film of one face that looks at the camera, at rest for its first two seconds"
_MORNING: Final = datetime(2026, 11, 21, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stage:
    """A mirror without camera and model."""

    kiosk: Kiosk
    display: Display
    showing: Showing


@contextmanager
def staged(
    folder: Path,
    model: str,
    now_s: Callable[[], float],
    refining: Refining | None = None,
    open_display: Callable[[DisplayKind, tuple[int, int]], Display] = Display,
) -> Iterator[Stage]:
    """A mirror whose only exercise is the smile, on a display that nobody sees, with a log below ``folder``.

    ``model`` names the landmark model for the log; ``now_s`` is its clock; ``refining`` reads its holds.
    """
    library = Library(folder)
    library.build([drawn_named(EXERCISE)], lambda _exercise: None)
    log = folder / "log"
    log.mkdir(exist_ok=True)

    def stamp() -> Stamp:
        return stamp_at(_MORNING + timedelta(seconds=now_s()), now_s(), boot_id="bench", clock_synced=False)

    with ExitStack() as stack:
        display = stack.enter_context(open_display(DisplayKind.WINDOW, SIZE))
        writer = InlineWriter(partial(open_log, log, model, "drawn", stamp))
        stack.callback(writer.close)
        planning = AlwaysTheSame(of_film([EXERCISE], 10))
        kiosk = Kiosk(planning, writer, NoTrace(), RecordedLed(), RecordedSound(), stamp, refining or NotRefining())
        showing = Showing(Painter(SIZE), partial(find_clip, library), _local_time)
        yield Stage(kiosk, display, stack.enter_context(closing(showing)))


class Round:
    """Which picture stands before the camera: rest, and the smile while the mirror asks for it."""

    def __init__(self) -> None:
        self._smiling = False
        self._since_s = -math.inf

    def number_at(self, scene: Scene, now_s: float) -> int:
        """The number of the picture, 0 to ROUND - 1.  To be asked in order of time."""
        smiling = scene in _SMILING
        if smiling is not self._smiling:
            self._smiling, self._since_s = smiling, now_s
        passed = (now_s - self._since_s) * PER_S
        if smiling:
            return REST + min(int(passed), WAY + HOLD - 1)
        return ROUND - WAY + int(passed) if passed < WAY else int(now_s * PER_S) % REST


class Practice:
    """Call :meth:`frame` for every displayed frame."""

    def __init__(self, stage: Stage, perceiver: Perceiver, images: Sequence[Image], model_every: int) -> None:
        """``images`` are one round of pictures; the model looks at every ``model_every``-th displayed frame."""
        self._stage, self._perceiver, self._images, self._every = stage, perceiver, images, model_every
        self._round = Round()
        self._number = 0
        self._seen: Observation | None = None
        self.now_s = 0.0
        self.looks = 0
        """In the exercise."""
        self.reads = 0
        """Those that told how far the smile went."""

    def warm_up(self, step_s: float) -> None:
        """Until the first movement is asked for."""
        while self._stage.kiosk.session.scene is not Scene.MOVE and self.now_s < LONGEST_WAY_S:
            self.frame(step_s)
        scene = self._stage.kiosk.session.scene
        if scene is not Scene.MOVE:
            raise Problem(f"The practice has not come to a movement but to {scene.value}: {_NO_FACE}.")
        self.looks = self.reads = 0

    def frame(self, step_s: float) -> None:
        """One displayed frame, ``step_s`` later."""
        self.now_s += step_s
        session = self._stage.kiosk.session
        sight = Sight()
        if session.watching:
            frame = Frame(self._images[self._round.number_at(session.scene, self.now_s)], self.now_s)
            if self._number % self._every == 0:
                self._seen = self._perceiver.see(frame.image, frame.t_s, session.attention(self.now_s))
                if session.scene in EXERCISING:
                    self.looks += 1
                    self.reads += self._seen.reads(Movement.SMILE)
            sight = Sight(frame, self._seen)
        # Who has come to the end begins again; nothing else is pressed.
        self._stage.kiosk.tick(self.now_s, sight, () if session.watching else (Press(Button.SELECT),))
        self._stage.showing.draw(self._stage.display, self._stage.kiosk, sight, "", self.now_s)
        self._number += 1


@contextmanager
def practising(
    folder: Path,
    model: Path,
    images: Sequence[Image],
    model_every: int,
    step_s: float,
    refining: Refining | None = None,
) -> Iterator[Practice]:
    """A practice in simulated time before these pictures that has come to its first movement.

    ``refining`` reads its holds; nobody does without.  Raises Problem where no face is found in the pictures.
    """
    with open_tracker(model) as tracker:
        practices: list[Practice] = []
        with staged(folder, tracker.model, lambda: practices[0].now_s if practices else 0.0, refining) as stage:
            practices.append(Practice(stage, Perceiver(tracker), images, model_every))
            practices[0].warm_up(step_s)
            yield practices[0]


def _local_time(now_s: float) -> datetime:
    return _MORNING + timedelta(seconds=now_s)
