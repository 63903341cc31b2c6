"""A tracker that is opened when it is first needed."""

import pytest

from mirror.perception.late_tracker import LateTracker
from mirror.perception.tracker import Tracker
from mirror.problem import Problem


class Opening:
    """Opens the same tracker every time, and counts."""

    def __init__(self, tracker: Tracker) -> None:
        self.tracker = tracker
        self.times = 0

    def __call__(self) -> Tracker:
        self.times += 1
        return self.tracker


class Noted:
    """A tracker that notes what it is asked."""

    model = "attention-of-a-test"

    def __init__(self) -> None:
        self.asked: list[object] = []

    def track(self, image_bgr: object, t_s: float) -> None:
        self.asked.append((image_bgr, t_s))

    def close(self) -> None:
        self.asked.append("closed")

    def __enter__(self) -> "Noted":
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()


def test_it_is_opened_once_and_closed_with_the_one_it_stands_for() -> None:
    """With the first look or when its model is asked for, whichever comes first."""
    noted = Noted()
    opening = Opening(noted)  # type: ignore[arg-type]
    with LateTracker(opening) as late:
        assert opening.times == 0
        late.track("image", 1.0)  # type: ignore[arg-type]
        assert late.model == "attention-of-a-test"
        assert opening.times == 1
    assert noted.asked == [("image", 1.0), "closed"]


def test_one_that_was_never_needed_is_never_opened() -> None:
    """Closing it opens nothing either."""
    opening = Opening(Noted())  # type: ignore[arg-type]
    with LateTracker(opening):
        pass
    assert opening.times == 0


def test_what_goes_wrong_is_said_where_it_is_first_used() -> None:
    """And again the next time: it has not been opened."""

    def broken() -> Tracker:
        raise Problem("It cannot be opened.")

    late = LateTracker(broken)
    for _ in range(2):
        with pytest.raises(Problem, match="cannot be opened"):
            late.track("image", 0.0)  # type: ignore[arg-type]
    late.close()
