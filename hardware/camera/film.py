"""A film in place of a camera: in real time, or each frame once."""

from collections.abc import Callable
from pathlib import Path

from hardware.camera.camera import End, Kind, NoFrameInTime, Pace
from hardware.camera.frame import Frame
from hardware.camera.reel import Reel
from hardware.camera.spec import AfterLast
from hardware.problem import DeviceProblem


class FilmBrokeOff(DeviceProblem):
    """The film ended before its end: what was read until then is good, the rest cannot be read."""


class FilmCamera:
    """The frames of a film.

    At ``Pace.REAL_TIME`` the film runs by ``clock`` from the moment it is opened; ``read`` waits with
    ``sleep`` for the next frame, a slow reader misses frames, and ``Frame.t_s`` is the instant the frame fell
    due.  At ``Pace.EVERY_FRAME`` no frame is missed and ``Frame.t_s`` is seconds of film, as the container
    stamps them.
    """

    def __init__(
        self,
        path: Path,
        pace: Pace,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        after_last: AfterLast = AfterLast.STOP,
    ) -> None:
        self._path = path
        self._pace = pace
        self._clock = clock
        self._sleep = sleep
        self._after_last = after_last
        self._reel: Reel | None = None
        #: The instant of the frame the reel stands at, or None when it is over.
        self._due_s: float | None = None
        #: What is added to film time to get instants; grows by the film's length each time it begins again.
        self._zero_s = 0.0
        self._length_s = 0.0

    @property
    def kind(self) -> Kind:
        """Always ``Kind.FILM``."""
        return Kind.FILM

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return f"film {self._path}"

    @property
    def fps(self) -> float:
        """The film's customary frame rate.

        Its frames may be stamped unevenly.  DeviceProblem while closed.
        """
        return self._open_reel().fps

    def open(self) -> None:
        """Go to the first frame.

        DeviceProblem when the film is missing, unreadable or without frames, and for a photograph.
        """
        if self._reel is not None:
            return
        reel = Reel(self._path)
        first_s = reel.advance()
        if first_s is None:
            reel.close()
            raise DeviceProblem(f"The film {self._path} has no frames; it may be damaged or cut off.")
        if reel.advance() is None and not reel.broke_off:
            reel.close()
            raise DeviceProblem(f"{self._path} holds a single picture: choose a film of some seconds.")
        reel.rewind()
        first_s = reel.advance() or 0.0
        self._reel = reel
        self._zero_s = self._clock() - first_s if self._pace is Pace.REAL_TIME else 0.0
        self._due_s = self._zero_s + first_s

    def close(self) -> None:
        """Give the file back; ``open`` then begins at the first frame."""
        if self._reel is not None:
            self._reel.close()
            self._reel = None

    def read(self, timeout_s: float) -> Frame | End:
        """The next frame (every frame) or the newest one due (real time).

        ``End.FILM_OVER`` after the last; FilmBrokeOff where a damaged film has no more, however often it is asked.
        """
        reel = self._open_reel()
        while self._due_s is not None:
            if self._pace is Pace.REAL_TIME:
                self._wait_until(self._due_s, timeout_s)
                self._skip_missed_rounds()
            frame = self._take(reel, self._due_s)
            late = self._pace is Pace.REAL_TIME and self._due_s is not None and self._due_s <= self._clock()
            if frame is not None and not late:
                return frame
        if reel.broke_off:
            raise FilmBrokeOff(
                f"{self._path} broke off after {reel.passed} of {reel.announced} frames; the rest could not be read."
            )
        return End.FILM_OVER

    def _open_reel(self) -> Reel:
        if self._reel is None:
            raise DeviceProblem(f"The {self.name} is closed.")
        return self._reel

    def _wait_until(self, due_s: float, timeout_s: float) -> None:
        ahead_s = due_s - self._clock()
        if ahead_s > timeout_s:
            self._sleep(timeout_s)
            raise NoFrameInTime(f"The {self.name} shows no new picture for {timeout_s:g} s.")
        if ahead_s > 0.0:
            self._sleep(ahead_s)

    def _skip_missed_rounds(self) -> None:
        """A film that begins again and was left alone for long.

        Leave out whole rounds rather than decode them all.
        """
        if self._due_s is not None and self._length_s > 0.0:
            missed_s = max(self._clock() - self._due_s, 0.0) // self._length_s * self._length_s
            self._zero_s += missed_s
            self._due_s += missed_s

    def _take(self, reel: Reel, due_s: float) -> Frame | None:
        """The frame the reel stands at (None where it is damaged); moves the reel to the one after."""
        image = reel.picture()
        film_s = reel.advance()
        if film_s is None and self._after_last is AfterLast.BEGIN_AGAIN and not reel.broke_off:
            self._length_s = due_s - self._zero_s + reel.period_s
            self._zero_s += self._length_s
            reel.rewind()
            film_s = reel.advance()
        self._due_s = None if film_s is None else self._zero_s + film_s
        return None if image is None else Frame(image, due_s)
