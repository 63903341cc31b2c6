"""A tracker that is opened when it is first needed: opening one takes as long as a dozen looks."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from mirror.perception.face import Image, Points
from mirror.perception.tracker import Tracker


class LateTracker:
    """Stands for a tracker, with the same doors; what ``open_`` raises is raised where it is first used."""

    def __init__(self, open_: Callable[[], Tracker]) -> None:
        self._open = open_
        self._tracker: Tracker | None = None

    @property
    def model(self) -> str:
        """As of the tracker, which is opened for it."""
        return self._opened().model

    def track(self, image_bgr: Image, t_s: float) -> Points | None:
        """As of the tracker."""
        return self._opened().track(image_bgr, t_s)

    def close(self) -> None:
        """One that was never needed is never opened."""
        if self._tracker is not None:
            self._tracker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _opened(self) -> Tracker:
        if self._tracker is None:
            self._tracker = self._open()
        return self._tracker
