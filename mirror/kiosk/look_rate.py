"""How often the face is looked at: as often as the board can, up to a cap; and whether that is enough to score.

Pure: frames and instants come in, in monotonic seconds.  Below eight looks a second a quick movement has four points
between rest and its top, too few for onset, pace and hold; the mirror then guides without scoring (docs/scenes.md).
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

from mirror.perception.observation import Observation
from mirror.therapy.effects import FaultNoted
from mirror.therapy.scene import Pace

#: Looks per second that scoring needs.
LEAST_HZ: Final = 8.0
#: And that end a slow time, so that a board at the edge does not waver between scoring and not.
AGAIN_HZ: Final = 9.0
#: How long it must be too slow before it counts as slow: one long look is none.
SLOW_AFTER_S: Final = 4.0
#: How long it must be fast enough again.
AGAIN_AFTER_S: Final = 8.0
#: Frames come at their own beat; one that comes a little early is the one that was meant.
EARLY: Final = 0.1
#: An observation older than this says nothing about now: five frames at the slowest rate that still scores.
STALE_S: Final = 0.6
#: Where it is slower nothing is scored, and an observation of so many looks ago still says that somebody is there; one
#: of so many seconds ago does not.
STALE_LOOKS: Final = 3.0
STALE_SLOW_S: Final = 3.0
#: Looks that fill more than this part of the time are what takes it; else there were too few frames.
BUSY: Final = 0.5


@dataclass(frozen=True, slots=True)
class Looking:
    """How the face is looked at."""

    pace: Pace = Pace.ENOUGH
    hz: float = 0.0
    """Looks per second over the last seconds; 0 while nothing is known."""
    look_s: float = 0.0
    """What a look takes."""


#: Of a mirror that looks at every frame, however long it takes: films without a screen, simulated time.
UNHURRIED: Final = Looking()


def stale_s(looking: Looking) -> float:
    """How old an observation may be that still says something about now, in seconds."""
    if looking.pace is Pace.ENOUGH:
        return STALE_S
    return min(STALE_SLOW_S, max(STALE_S, STALE_LOOKS / looking.hz))


def fresh(observation: Observation | None, now_s: float, within_s: float) -> Observation | None:
    """The observation, where it is no older than that."""
    return None if observation is None or now_s - observation.t_s > within_s else observation


def slow(looking: Looking) -> FaultNoted | None:
    """For the log: how slow it is, and what to do; None where it is not."""
    if looking.pace is Pace.ENOUGH:
        return None
    ways_out = {
        Pace.SLOW_BOARD: f"A look took this board {1000.0 * looking.look_s:.0f} ms: is it hot, short of power, or too "
        "small?",
        Pace.SLOW_CAMERA: "The board had time for more: the camera gave too few pictures, as many do in little light.",
    }
    return FaultNoted(
        looking.pace.value,
        f"The face was looked at {looking.hz:.1f} times a second, and {LEAST_HZ:.0f} are needed to score: "
        f"what could be measured was guided by time. {ways_out[looking.pace]}",
    )


class LookRate:
    """Told of every frame, and of the beginning and the end of every look."""

    def __init__(self, cap_hz: float) -> None:
        self._period_s = 1.0 / cap_hz
        self._due_s = float("-inf")
        self._looks: deque[tuple[float, float]] = deque()
        """When each look ended and how long it took, of the last seconds."""
        self._since_s: float | None = None
        """When looking began."""
        self._began_s = 0.0
        self._enough_since_s: float | None = None
        self.looking = UNHURRIED
        """Replaced as a whole: other threads may read it."""

    def due(self, frame_s: float) -> bool:
        """Whether the frame taken at ``frame_s`` is to be looked at; asked once per frame, in their order."""
        late_s = frame_s - self._due_s
        if late_s < -EARLY * self._period_s:
            return False
        # On its grid the rate is the cap's also where frames come at no multiple of it; who is late begins a new grid.
        self._due_s = (frame_s if late_s > self._period_s else self._due_s) + self._period_s
        return True

    def began(self, now_s: float) -> None:
        """A look begins."""
        self._began_s = now_s
        self._since_s = now_s if self._since_s is None else self._since_s

    def ended(self, now_s: float) -> None:
        """It is over."""
        assert self._since_s is not None, "a look begins before it ends"
        self._looks.append((now_s, now_s - self._began_s))
        while self._looks[0][0] <= now_s - SLOW_AFTER_S:
            self._looks.popleft()
        watched_s = now_s - self._since_s
        if watched_s < SLOW_AFTER_S:
            return
        hz = len(self._looks) / SLOW_AFTER_S
        busy_s = sum(took_s for _, took_s in self._looks)
        self.looking = Looking(self._judge(hz, busy_s / SLOW_AFTER_S, now_s), hz, busy_s / len(self._looks))

    def forget(self) -> None:
        """Nobody is looked at any more; the next time begins anew."""
        self._looks.clear()
        self._since_s = self._enough_since_s = None
        self.looking = UNHURRIED

    def _judge(self, hz: float, busy: float, now_s: float) -> Pace:
        before = self.looking.pace
        if before is Pace.ENOUGH:
            if hz >= LEAST_HZ:
                return before
            self._enough_since_s = None
            return Pace.SLOW_BOARD if busy > BUSY else Pace.SLOW_CAMERA
        if hz < AGAIN_HZ:
            self._enough_since_s = None
            return before
        self._enough_since_s = now_s if self._enough_since_s is None else self._enough_since_s
        return Pace.ENOUGH if now_s - self._enough_since_s >= AGAIN_AFTER_S else before
