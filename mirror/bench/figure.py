"""One figure of the bench: a ratio, what it may be at most or at least, and how it was taken."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

#: The unit of a figure that compares two of a kind.
RATIO: Final = "ratio"
#: How many times as far as it should be a figure may be in a quick look, on a machine that does other things meanwhile.
BLUNDER: Final = 2.0


class Way(Enum):
    """Which side of its bound a figure has to be on."""

    AT_MOST = "<="
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Bound:
    """What a figure may be."""

    way: Way
    value: float

    def holds(self, value: float, slack: float = 1.0) -> bool:
        """Whether ``value`` is within, or at most ``slack`` times as far."""
        if self.way is Way.AT_MOST:
            return value <= self.value * slack
        return value >= self.value / slack

    def __str__(self) -> str:
        return f"{self.way.value} {self.value:g}"


def at_most(value: float) -> Bound:
    return Bound(Way.AT_MOST, value)


def at_least(value: float) -> Bound:
    return Bound(Way.AT_LEAST, value)


@dataclass(frozen=True, slots=True)
class Figure:
    """A ratio as it was measured: of the medians of the blocks of both sides."""

    name: str
    against: str
    bound: Bound
    ours: tuple[float, ...]
    """One value per block, in the work's own unit."""
    theirs: tuple[float, ...]
    """The same of what it is measured against; empty where the bound itself is the measure."""
    besides: float = 0.0
    """Taken off the ratio: 1 where what it is measured against is a part of ours and only the rest is asked for."""
    unit: str = RATIO
    reached: float | None = None
    """What it came to where its bound was never met; a quick look catches what is worse than that."""

    @property
    def value(self) -> float:
        """The figure: a ratio, or, without anything to measure against, the median itself."""
        ours = statistics.median(self.ours)
        return ours if not self.theirs else ours / statistics.median(self.theirs) - self.besides

    @property
    def runs(self) -> int:
        """Blocks on each side."""
        return len(self.ours)

    @property
    def met(self) -> bool:
        return self.bound.holds(self.value)

    @property
    def blunder(self) -> bool:
        """Whether it is worse than twice its bound, and than twice what it was when that was not met."""
        usual = self.bound if self.reached is None else Bound(self.bound.way, self.reached)
        return not (self.bound.holds(self.value, BLUNDER) or usual.holds(self.value, BLUNDER))


def as_table(figures: Sequence[Figure]) -> str:
    """The figures as a table of text, one line each."""
    rows = [("figure", "value", "bound", "", "against")]
    for one in figures:
        verdict = "met" if one.met else "BLUNDER" if one.blunder else "not met"
        rows.append((one.name, f"{one.value:.2f}", str(one.bound), verdict, one.against))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = (
        "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4])) for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def as_object(figures: Sequence[Figure]) -> dict[str, object]:
    """The figures as one object: see docs/performance.md."""
    return {
        "figures": [
            {
                "name": one.name,
                "value": round(one.value, 4),
                "unit": one.unit,
                "against": one.against,
                "bound": str(one.bound),
                "met": one.met,
                "blunder": one.blunder,
                "runs": one.runs,
            }
            for one in figures
        ]
    }
