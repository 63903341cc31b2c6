"""What the kiosk knows of the day: the plan on the disk and the chart from the log, made into the next brief."""

from datetime import tzinfo
from pathlib import Path
from typing import Protocol

from mirror.diary.stamp import Stamp, when_of
from mirror.perception.face import Side
from mirror.plan_file import plan_of_the_day
from mirror.therapy.brief import Brief
from mirror.therapy.briefing import brief
from mirror.therapy.chart import Chart
from mirror.therapy.day import day_of
from mirror.therapy.effects import PlanFollowed, Record
from mirror.therapy.following import Following


class Planning(Protocol):
    """Prepares the next session, and hears of everything that is kept."""

    def brief(self, stamp: Stamp) -> Brief: ...

    def followed(self) -> PlanFollowed | None:
        """The plan that the newest brief follows, when it has been read since this was last asked."""
        ...

    def kept(self, record: Record, stamp: Stamp) -> None: ...


class AlwaysTheSame:
    """One brief for every session: a film, or a demonstration without a plan."""

    def __init__(self, prepared: Brief) -> None:
        self._prepared = prepared

    def brief(self, stamp: Stamp) -> Brief:
        del stamp
        return self._prepared

    def followed(self) -> PlanFollowed | None:
        """It follows none."""
        return None

    def kept(self, record: Record, stamp: Stamp) -> None:
        """It changes nothing."""


class ByPlan:
    """The plan in a file, followed by the day and by what has been kept."""

    def __init__(self, plan: Path, side: Side | None, chart: Chart, zone: tzinfo | None = None) -> None:
        """``side`` counts where no plan says which side is affected (None: unknown); ``zone`` None: the system's."""
        self._plan = plan
        self._side = side
        self._chart = chart
        self._zone = zone
        self._read: tuple[object, Following] | None = None
        self._news: PlanFollowed | None = None

    def brief(self, stamp: Stamp) -> Brief:
        """The brief at this instant.  The plan is read anew when its file or the day has changed."""
        when = when_of(stamp, self._zone)
        known = (day_of(when.wall), _edition(self._plan))
        if self._read is None or self._read[0] != known:
            following = plan_of_the_day(self._plan, day_of(when.wall), self._side or Side.LEFT)
            self._read = (known, following)
            self._news = PlanFollowed(following.standing, following.plan, following.text)
        return brief(self._read[1], self._chart, when, side_known=self._side is not None)

    def followed(self) -> PlanFollowed | None:
        news, self._news = self._news, None
        return news

    def kept(self, record: Record, stamp: Stamp) -> None:
        self._chart = self._chart.after(record, when_of(stamp, self._zone))


def _edition(plan: Path) -> tuple[int, int] | None:
    """What changes when the file does; None while there is none."""
    try:
        found = plan.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
