"""A trend in as many pieces as can be told apart: days, or the weeks or months that they fall into."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import groupby

from mirror.diary.trend import TrendDay
from mirror.diary.trends import Trend, method_of
from mirror.perception.excursion import Excursion
from mirror.perception.face import Side


class Step(Enum):
    """How much time one mark of a chart, or one row of its table, stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def longest_pause_days(self) -> int:
        """Farther apart than this, what lies between two marks is a gap: nothing is known of it."""
        return {Step.DAY: 8, Step.WEEK: 10, Step.MONTH: 45}[self]


@dataclass(frozen=True, slots=True)
class Span:
    """One mark: means over the days of it that were read."""

    first: date
    """The first day of practice in it."""
    last: date
    repetitions: int
    """All that counted."""
    left_mm: float | None
    right_mm: float | None
    confidence: float | None
    compared: bool
    """Whether it was read in the way that the trend compares."""

    @property
    def middle(self) -> float:
        """Where it stands on a line of days (``date.toordinal``)."""
        return (self.first.toordinal() + self.last.toordinal()) / 2.0

    @property
    def symmetry(self) -> float | None:
        if self.left_mm is None or self.right_mm is None:
            return None
        return Excursion(self.left_mm, self.right_mm, self.confidence or 0.0).symmetry

    def mm(self, side: Side) -> float | None:
        return self.left_mm if side is Side.LEFT else self.right_mm


def step_of(trend: Trend, most: int) -> Step:
    """The shortest step with which there are no more than ``most`` spans from the first day to the last."""
    if len(trend.days) <= most:
        return Step.DAY
    length_days = (_date(trend.days[-1]) - _date(trend.days[0])).days + 1
    return Step.WEEK if length_days <= 7 * most else Step.MONTH


def spans(trend: Trend, step: Step) -> tuple[Span, ...]:
    """The trend in steps, the earliest first; a step without practice is not there."""
    key: dict[Step, Callable[[TrendDay], date]] = {
        Step.DAY: _date,
        Step.WEEK: lambda one: _date(one) - timedelta(days=_date(one).weekday()),
        Step.MONTH: lambda one: _date(one).replace(day=1),
    }
    return tuple(_span(trend, list(days)) for _, days in groupby(trend.days, key[step]))


def _span(trend: Trend, days: Sequence[TrendDay]) -> Span:
    """Of the days that are compared; where there is none, of those by the last of the other methods."""
    methods = [method for day in days if (method := method_of(day)) is not None]
    wanted = trend.method if trend.method in methods else (methods[-1] if methods else None)
    same = [day for day in days if wanted is not None and method_of(day) == wanted]
    return Span(
        first=_date(days[0]),
        last=_date(days[-1]),
        repetitions=sum(day.repetitions for day in days),
        left_mm=_mean([day.left_mm for day in same if day.left_mm is not None]),
        right_mm=_mean([day.right_mm for day in same if day.right_mm is not None]),
        confidence=_mean([day.confidence for day in same if day.confidence is not None]),
        compared=bool(same) and wanted == trend.method,
    )


def _date(day: TrendDay) -> date:
    return date.fromisoformat(day.local_day)


def _mean(figures: Sequence[float]) -> float | None:
    return math.fsum(figures) / len(figures) if figures else None
