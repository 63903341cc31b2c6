"""The refined figure of each repetition, read off the display's thread while the session goes on.

:class:`Refiner` has a thread and a tracker of its own; :class:`InlineRefiner` reads in the caller's thread, for
simulated time.  Both have the same doors.  A repetition is kept with its light figure at once; the refined one follows.
At the end of an assessment the face at rest is read too, from the pictures that the holds were compared with.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from mirror.perception.face import Unseen
from mirror.perception.face_cut import Moment
from mirror.perception.refined.hold import HoldReader, moments_at
from mirror.perception.refined.pair import MEASURED
from mirror.perception.resting import Resting
from mirror.perception.tracker import Tracker
from mirror.problem import Problem
from mirror.therapy.effects import RepetitionDone, RepetitionRefined

#: Most moments of one movement that are remembered: at least nine seconds of it.
MOST_MOMENTS: Final = 60
#: Repetitions that may wait to be read; what comes on top keeps its light figure.
MOST_WAITING: Final = 4
#: How long the last holds may take to be read when the mirror is closed; a Pi 4 reads one in about two seconds.
JOIN_S: Final = 5.0

OpenTracker = Callable[[], AbstractContextManager[Tracker]]


@dataclass(frozen=True, slots=True)
class Hold:
    """One repetition and the moments of its hold."""

    done: RepetitionDone
    moments: tuple[Moment, ...]


class HoldMemory:
    """The moments of the movement that goes on, until it is known which of them were its hold."""

    def __init__(self) -> None:
        self._moments: deque[tuple[float, Moment]] = deque(maxlen=MOST_MOMENTS)

    @property
    def kept(self) -> int:
        """How many moments there are."""
        return len(self._moments)

    def forget(self) -> None:
        self._moments.clear()

    def remember(self, t_s: float, moment: Moment, begun_s: float | None) -> None:
        """One more moment.  ``begun_s`` is when the movement that goes on began; None while none does.

        No hold is from before its movement: those moments, a picture of the face each, are not kept.
        """
        if begun_s is None:
            return
        while self._moments and self._moments[0][0] < begun_s:
            self._moments.popleft()
        self._moments.append((t_s, moment))

    def of(self, done: RepetitionDone) -> Hold | None:
        """What is to be read of a repetition; None when its movement has no refined reading or nothing was kept."""
        repetition = done.repetition
        if repetition.movement not in MEASURED:
            return None
        chosen = set(moments_at([t_s for t_s, _ in self._moments], repetition.hold_start_s, repetition.hold_end_s))
        moments = tuple(moment for t_s, moment in self._moments if t_s in chosen)
        return Hold(done, moments) if moments else None


class Refining(Protocol):
    """Reads holds, and the face at rest; says what they came to."""

    @property
    def problem(self) -> str | None:
        """Why a hold could not be read, as a sentence; the newest reason."""
        ...

    def submit(self, hold: Hold) -> None: ...

    def refined(self) -> Sequence[RepetitionRefined]: ...

    def ask_resting(self) -> None:
        """Read the face at rest beside which the holds were read, once what waits has been read."""
        ...

    def resting(self) -> Resting | None:
        """How even the face is at rest, told once for each time it is asked; None while it is not read.

        When it is told, every hold handed over before is read, or never will be.
        """
        ...

    def forget(self) -> None:
        """Let go of every face, once what waits has been read."""
        ...


class NotRefining:
    """Every repetition keeps its light figure, and nobody looks closely at the face at rest."""

    problem = None

    def __init__(self) -> None:
        self._resting: Resting | None = None

    def submit(self, hold: Hold) -> None:
        del hold

    def refined(self) -> Sequence[RepetitionRefined]:
        return ()

    def ask_resting(self) -> None:
        self._resting = Unseen.NO_IMAGE

    def resting(self) -> Resting | None:
        resting, self._resting = self._resting, None
        return resting

    def forget(self) -> None:
        """There is nothing to let go."""


class InlineRefiner:
    """Reads as soon as it is asked."""

    def __init__(self, tracker: Tracker) -> None:
        self.problem: str | None = None
        self._reader = HoldReader(tracker)
        self._refined: list[RepetitionRefined] = []
        self._resting: Resting | None = None

    def submit(self, hold: Hold) -> None:
        match read(hold, self._reader):
            case RepetitionRefined() as found:
                self._refined.append(found)
            case problem:
                self.problem = problem

    def refined(self) -> Sequence[RepetitionRefined]:
        refined, self._refined = self._refined, []
        return refined

    def ask_resting(self) -> None:
        match read_resting(self._reader):
            case str() as problem:
                self.problem, self._resting = problem, Unseen.NO_IMAGE
            case found:
                self._resting = found

    def resting(self) -> Resting | None:
        resting, self._resting = self._resting, None
        return resting

    def forget(self) -> None:
        self._reader.forget()


@contextmanager
def refining_beside(open_tracker: OpenTracker, finish: Callable[[], None]) -> Iterator["Refiner"]:
    """A refiner that runs until the block ends; what waits then is still read, and ``finish`` is called."""
    refiner = Refiner(open_tracker)
    refiner.start()
    try:
        yield refiner
    finally:
        finish()
        refiner.stop()
        refiner.join(JOIN_S)
        finish()


class _Errand(Enum):
    """What is to be done besides reading holds, in its turn."""

    READ_RESTING = "read resting"
    FORGET = "forget"


class Refiner(threading.Thread):
    """Reads in a thread of its own, with a tracker that is opened when the first hold comes."""

    def __init__(self, open_tracker: OpenTracker) -> None:
        super().__init__(name="refiner", daemon=True)
        self.problem: str | None = None
        self._open_tracker = open_tracker
        self._changed = threading.Condition()
        self._waiting: deque[Hold | _Errand] = deque()
        self._refined: list[RepetitionRefined] = []
        self._resting: deque[Resting] = deque()
        self._reading = False
        """Whether a hold has come: before the first there is nothing to forget, and no face at rest."""
        self._stopping = False
        self._ended = False

    def submit(self, hold: Hold) -> None:
        """Hand over a hold.  One too many is left with its light figure."""
        with self._changed:
            if sum(isinstance(waiting, Hold) for waiting in self._waiting) < MOST_WAITING:
                self._reading = self._queued(hold)

    def refined(self) -> Sequence[RepetitionRefined]:
        with self._changed:
            refined, self._refined = self._refined, []
            return refined

    def ask_resting(self) -> None:
        with self._changed:
            if not (self._reading and self._queued(_Errand.READ_RESTING)):
                self._resting.append(Unseen.NO_IMAGE)

    def resting(self) -> Resting | None:
        with self._changed:
            return self._resting.popleft() if self._resting else None

    def forget(self) -> None:
        with self._changed:
            if self._reading:
                self._queued(_Errand.FORGET)

    def stop(self) -> None:
        """Read what waits, then end; :meth:`join` afterwards."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    def run(self) -> None:
        try:
            if self._wait():
                with self._open_tracker() as tracker:
                    inline = InlineRefiner(tracker)
                    while self._wait():
                        self._do_next(inline)
        except Problem as problem:
            self.problem = str(problem)
        finally:
            self._end()

    def _queued(self, job: Hold | _Errand) -> bool:
        """Put it behind what waits; whether it will be done.  The lock is held."""
        if not self._ended:
            self._waiting.append(job)
            self._changed.notify_all()
        return not self._ended

    def _wait(self) -> bool:
        """Until there is something to do; whether there is."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._stopping)
            return bool(self._waiting)

    def _do_next(self, inline: InlineRefiner) -> None:
        with self._changed:
            job = self._waiting.popleft()
        match job:
            case Hold():
                inline.submit(job)
            case _Errand.READ_RESTING:
                inline.ask_resting()
            case _Errand.FORGET:
                inline.forget()
        with self._changed:
            self._refined.extend(inline.refined())
            told = inline.resting()
            if told is not None:
                self._resting.append(told)
            self.problem = inline.problem

    def _end(self) -> None:
        """Nothing more is read, and nobody shall wait for it."""
        with self._changed:
            self._ended = True
            if _Errand.READ_RESTING in self._waiting:
                self._resting.append(Unseen.NO_IMAGE)
            self._waiting.clear()


def read(hold: Hold, reader: HoldReader) -> RepetitionRefined | str:
    """What a hold came to; or a sentence, when it cannot be read at all: the repetition then keeps its light figure."""
    repetition = hold.done.repetition
    try:
        found = reader.read(hold.moments, repetition.movement)
    except Exception as error:
        # The boundary of the reading: whatever it was, the session goes on and the next hold is read.
        return f"A repetition could not be refined ({' '.join(f'{type(error).__name__}: {error}'.split())})."
    reading = found.reading
    return RepetitionRefined(
        exercise=hold.done.exercise,
        number=hold.done.number,
        start_s=repetition.start_s,
        excursion=reading.excursion,
        abstained=None if reading.abstained is None else reading.abstained.value,
        model=reader.model,
        co_movement=found.co_movement,
        gap_left_mm=reading.gap_left_mm,
        gap_right_mm=reading.gap_right_mm,
    )


def read_resting(reader: HoldReader) -> Resting | str:
    """The face at rest; or a sentence, when it cannot be read at all."""
    try:
        return reader.resting()
    except Exception as error:
        # The same boundary: an assessment without its face at rest says so, and the session goes on.
        return f"The face at rest could not be read ({' '.join(f'{type(error).__name__}: {error}'.split())})."
