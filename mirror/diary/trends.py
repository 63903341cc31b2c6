"""How far each side goes in each movement over the days: what the charts and their sentences are made of.

Only what can be compared is held against each other: days of practice, for an assessment asks for the full movement and
a practice for a small one; read by one path, with one landmark model.
"""

import math
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from mirror.diary.repeatability import symmetry_repeatability
from mirror.diary.trend import TrendDay, trend
from mirror.movement.change import Repeatability
from mirror.movement.course import Course, course
from mirror.perception.excursion import Movement
from mirror.perception.face import Side


@dataclass(frozen=True, slots=True)
class Method:
    """What the figures of a day were read with."""

    reading: str
    """'refined' or 'light', as in the log."""
    model: str
    """The landmark model; 'several' for a day on which it changed."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One movement over the days on which it was practised."""

    movement: Movement
    days: tuple[TrendDay, ...]
    """The earliest first."""
    method: Method | None
    """Of the days that are compared: the newest landmark model, refined where there is a refined reading."""
    left: Course | None
    """None where no day could be read."""
    right: Course | None
    symmetry: Course | None

    @property
    def compared(self) -> tuple[TrendDay, ...]:
        """The days that the courses were taken from."""
        return _by(self.days, self.method)

    def course(self, side: Side) -> Course | None:
        return self.left if side is Side.LEFT else self.right


def method_of(day: TrendDay) -> Method | None:
    """None for a day that could not be read."""
    return None if day.reading is None else Method(day.reading, day.model)


def trends(db: sqlite3.Connection, since: date, until: date) -> tuple[Trend, ...]:
    """Of every movement that was practised from ``since`` to ``until``, in the order of ``Movement``.

    ``db`` comes from ``reading``.  What it costs depends on those days, not on the length of the log.
    """
    found = ((movement, trend(db, movement, since.isoformat(), until.isoformat())) for movement in Movement)
    return tuple(_trend(movement, days, symmetry_repeatability(db, movement)) for movement, days in found if days)


def _trend(movement: Movement, days: tuple[TrendDay, ...], within: Repeatability | None) -> Trend:
    method = _method(days)
    compared = _by(days, method)
    return Trend(
        movement=movement,
        days=days,
        method=method,
        left=course([day.left_mm for day in compared if day.left_mm is not None]),
        right=course([day.right_mm for day in compared if day.right_mm is not None]),
        symmetry=course(
            [day.symmetry for day in compared if day.symmetry is not None],
            None if within is None or not compared else _of_a_day(within, median(day.figures for day in compared)),
        ),
    )


def _method(days: Sequence[TrendDay]) -> Method | None:
    """The newest model that has read a day; of its days the refined ones, if there are any."""
    methods = [method for day in days if (method := method_of(day)) is not None]
    newest = [method for method in methods if method.model == methods[-1].model]
    return next((method for method in newest if method.reading == "refined"), newest[-1] if newest else None)


def _by(days: Sequence[TrendDay], method: Method | None) -> tuple[TrendDay, ...]:
    return tuple(day for day in days if method is not None and method_of(day) == method)


def _of_a_day(one: Repeatability, repetitions: float) -> Repeatability:
    """How well the mean of so many repetitions repeats itself, as far as these tell."""
    return Repeatability(one.sd / math.sqrt(repetitions), one.repeats)
