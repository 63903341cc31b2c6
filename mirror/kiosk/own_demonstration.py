"""The own healthy half as the demonstration: a good repetition is remembered, and made into a film once it is over.

Only for whoever wished for it (the setting ``own_demonstration``).  Pictures live in memory only, as long as their
exercise goes on; the film is made in another thread.
"""

import statistics
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

import cv2
import numpy as np

from hardware.camera.frame import VGA, Frame
from mirror.clips.drawn import EVERY
from mirror.clips.library import Clip, Library, Source
from mirror.clips.own_half import Sight, own_half_frames
from mirror.diary.stamp import Stamp, local_day
from mirror.kiosk.filming import FilmMade, News
from mirror.kiosk.following import FOLLOWING
from mirror.movement.effort import EffortBand, Quality, quality
from mirror.perception.face import Image, Side
from mirror.perception.observation import Observation
from mirror.problem import Problem
from mirror.therapy.catalogue import Exercise, Purpose
from mirror.therapy.effects import ExerciseEnded, FaultNoted, Record, RepetitionDone, SessionBegan
from mirror.therapy.scene import FaultKind
from mirror.therapy.session import Session

#: Pictures a second that are kept; what lies between them is filled in when the film is made.
KEPT_HZ: Final = 10.0
#: The longest repetition that is remembered: 74 MB of pictures, and as much for the best one so far.
LONGEST_S: Final = 8.0
#: So much rest before the movement belongs to the film.
BEFORE_S: Final = 0.4
#: A face found in one frame lies as well in another one that is so near in time.
SAME_S: Final = 0.04
#: Frames that are waited with until the model has found the face in them: a quarter of a second of the display.
WAITING_FRAMES: Final = 8
#: A repetition is shown again only when it was seen so well (1 is a large, unturned face).
SURE: Final = 0.8
#: Without an assessment so many repetitions tell what the healthy side usually does, and so near their middle it must
#: be: twice the tenth by which the mirror's millimetres are off (docs/measurement.md).
USUAL_OF: Final = 3
USUAL: Final = 0.2


@dataclass(frozen=True, slots=True)
class _Take:
    """A repetition that a film can be made of."""

    exercise: str
    healthy: Side
    sights: tuple[Sight, ...]
    confidence: float


class OwnFilming:
    """Remembers the best repetition of each exercise of a practice, and has a film made of it: one a day at most."""

    def __init__(self, library: Library, executor: Executor, closing: threading.Event) -> None:
        """``executor`` makes the films; when ``closing`` is set, what is being made is given up."""
        self._library = library
        self._executor = executor
        self._closing = closing
        self._wanted: frozenset[str] = frozenset()
        """The exercises of this session that a film is still to be made of."""
        self._frames: deque[Frame] = deque(maxlen=WAITING_FRAMES)
        self._sights: deque[Sight] = deque(maxlen=round(LONGEST_S * KEPT_HZ))
        self._best: _Take | None = None
        self._films: list[Future[FilmMade]] = []

    def see(self, session: Session, frame: Frame | None, observation: Observation | None) -> None:
        if not session.watching:
            self._best = None
        if not self._watched(session):
            self._forget()
            return
        if frame is not None and not (self._frames and self._frames[-1].t_s == frame.t_s):
            self._frames.append(frame)
        if observation is None or observation.face is None or observation.fault is not None:
            return
        last_s = self._sights[-1].t_s if self._sights else -np.inf
        # A tenth of tolerance: observations come at their own beat.
        if observation.t_s - last_s < 0.9 / KEPT_HZ:
            return
        found = min(self._frames, key=lambda one: abs(one.t_s - observation.t_s), default=None)
        if found is not None and abs(found.t_s - observation.t_s) <= SAME_S:
            image, factor = _small(found.image)
            self._sights.append(Sight(observation.t_s, image, observation.face.points * factor))

    def kept(self, record: Record, session: Session, stamp: Stamp) -> None:
        match record:
            case SessionBegan(planned=planned):
                self._wanted = self._still_to_make(planned, stamp.local_day)
            case RepetitionDone(exercise=exercise) if exercise in self._wanted:
                self._consider(record, session)
            case ExerciseEnded(exercise=exercise):
                if self._best is not None and self._best.exercise == exercise:
                    self._wanted -= {exercise}
                    made_utc = datetime.fromisoformat(stamp.at_utc)
                    self._films.append(self._executor.submit(partial(self._make, self._best, made_utc)))
                self._forget()
                self._best = None
            case _:
                pass

    def news(self) -> tuple[News, ...]:
        done = [film for film in self._films if film.done()]
        self._films = [film for film in self._films if film not in done]
        return tuple(news for film in done if (news := _outcome(film)) is not None)

    def _watched(self, session: Session) -> bool:
        task = session.task
        practised = task.purpose is Purpose.PRACTICE and task.measures is not None
        known = session.brief.affected is not None
        return practised and known and session.scene in FOLLOWING and session.exercise.id in self._wanted

    def _still_to_make(self, planned: tuple[str, ...], today: str) -> frozenset[str]:
        """Not twice a day, and not where a therapist's film comes first: no face is kept that is not shown."""
        made = {one.exercise for one in self._library.own_halves() if local_day(one.made_utc) == today}
        shown = {one.value for one in EVERY} & set(planned)
        return frozenset(one for one in shown - made if not _added(self._library.find(one)))

    def _consider(self, done: RepetitionDone, session: Session) -> None:
        """Whether it is the best one so far; the pictures of every other one are let go."""
        repetition, affected = done.repetition, session.brief.affected
        if affected is None or not _good(done, session):
            return
        confidence = repetition.excursion.confidence
        if self._best is not None and self._best.confidence > confidence:
            return
        within = (repetition.start_s - BEFORE_S, repetition.end_s)
        sights = tuple(one for one in self._sights if within[0] <= one.t_s <= within[1])
        if not sights or sights[0].t_s > repetition.start_s:
            return  # it began before what is remembered
        try:
            own_half_frames(sights, affected.other)
        except Problem:
            return  # too short, or the face was away: an ordinary repetition, and no film
        self._best = _Take(done.exercise, affected.other, sights, confidence)

    def _make(self, take: _Take, made_utc: datetime) -> FilmMade:
        frames = own_half_frames(take.sights, take.healthy)
        self._library.keep_own_half(take.exercise, take.healthy, made_utc, self._until_closing(frames))
        return FilmMade(take.exercise, take.healthy)

    def _until_closing(self, frames: Iterator[Image]) -> Iterator[Image]:
        """The frames; nobody who switches the mirror off waits for the last of them."""
        for frame in frames:
            if self._closing.is_set():
                raise CancelledError
            yield frame

    def _forget(self) -> None:
        self._frames.clear()
        self._sights.clear()


@contextmanager
def filming_beside(library: Library) -> Iterator[OwnFilming]:
    """Films into ``library``, made in a thread of its own until the block ends."""
    closing = threading.Event()
    with ThreadPoolExecutor(1, "own half") as executor:
        try:
            yield OwnFilming(library, executor, closing)
        finally:
            closing.set()
            executor.shutdown(wait=False, cancel_futures=True)


def _good(done: RepetitionDone, session: Session) -> bool:
    """Whether it shows what is asked for: seen well, slow, undisturbed, and the healthy side as it usually is."""
    repetition, affected = done.repetition, session.brief.affected
    exercise = next(task.exercise for task in session.practice if task.exercise.id == done.exercise)
    assert isinstance(exercise, Exercise)
    full_mm = session.brief.full_mm.get(repetition.movement)
    band = EffortBand.of(repetition.movement, exercise.effort_percent, full_mm)
    found = quality(repetition, band, affected)
    usual = Quality.SMALL in found if band is not None else _usual(done, session)
    sure = repetition.excursion.confidence >= SURE
    return usual and sure and done.joined is None and Quality.SLOW in found


def _usual(done: RepetitionDone, session: Session) -> bool:
    """Whether the healthy side did about what it did in the other repetitions of this session."""
    affected = session.brief.affected
    assert affected is not None
    of_this = [one.repetition for one in session.done if one.exercise == done.exercise]
    healthy_mm = [one.excursion.mm(affected.other) for one in of_this]
    middle_mm = statistics.median(healthy_mm)
    away_mm = abs(done.repetition.excursion.mm(affected.other) - middle_mm)
    return len(healthy_mm) >= USUAL_OF and away_mm <= USUAL * middle_mm


def _added(clip: Clip | None) -> bool:
    return clip is not None and clip.source is Source.OWN


def _small(image: Image) -> tuple[Image, float]:
    """The picture at no more than the size the camera is asked for, and what its points are to be multiplied with.

    A smaller one is the frame's own: nobody writes to it again.
    """
    factor = max(VGA.width_px, VGA.height_px) / max(image.shape[:2])
    if factor >= 1.0:
        return image, 1.0
    return cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA).astype(
        np.uint8, copy=False
    ), factor


def _outcome(film: Future[FilmMade]) -> News | None:
    """What has become of a film; None of one that was given up because the mirror was closed."""
    try:
        return film.result()
    except CancelledError:
        return None
    except Exception as error:
        # The boundary of the making: whatever it was, nobody who practises hears of it.
        what = str(error) if isinstance(error, Problem) else " ".join(f"{type(error).__name__}: {error}".split())
        return FaultNoted(FaultKind.INTERNAL.value, f"No film of the own healthy half could be made. {what}")
