"""The mirror's day."""

from datetime import date, datetime, time, timedelta
from typing import Final

#: The day ends at four in the morning: a practice after midnight belongs to the evening before it.
DAY_ENDS: Final = timedelta(hours=4)


def day_of(wall: datetime) -> date:
    """The day an instant belongs to.  ``wall`` is what a clock on the wall shows; its time zone is not looked at."""
    return (wall.replace(tzinfo=None) - DAY_ENDS).date()


def at_on(day: date, clock: time) -> datetime:
    """When, on the wall, a time of day comes within a day that ends at four."""
    midnight = datetime.combine(day, time())
    when = datetime.combine(day, clock)
    return when if when - midnight >= DAY_ENDS else when + timedelta(days=1)
