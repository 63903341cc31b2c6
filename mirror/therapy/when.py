"""When something was, in the two ways that are needed to compare it with now."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class When:
    """An instant on both clocks of a mirror that may have no battery for its own."""

    wall: datetime
    """What the clock on the wall showed, without a zone."""
    synchronised: bool
    """Whether that clock was known to be right."""
    start: str
    """Names the start of the computer that the steady clock belongs to."""
    steady_s: float
    """Seconds on the steady clock."""

    def since(self, now: "When") -> float:
        """Seconds from here to ``now``: exact within one start, else the least it can have been."""
        return max(0.0, now.steady_s - self.steady_s) if self.start == now.start else now.steady_s

    def on_wall_of(self, now: "When") -> datetime:
        """When it was as the present clock has it: within one start the steady clock tells, whatever was set since."""
        return now.wall - timedelta(seconds=self.since(now)) if self.start == now.start else self.wall
