"""Charts of trends for the pages, each drawn once: what it shows does not change until somebody practises again."""

import threading
from functools import lru_cache
from typing import Final

from mirror.diary.trend_chart import trend_chart
from mirror.diary.trends import Trend, method_of

#: A chart is some 10 KB of text; a page shows six.
_REMEMBERED: Final = 24
#: The plotting library is not made for several threads at once.
_ONE_AT_A_TIME: Final = threading.Lock()


def drawn(trend: Trend, name: str) -> str:
    """The chart as SVG, safe to stand in a page; ``name`` begins its ids.

    Empty where fewer than two days were read: there is no way from one to another to be drawn.
    """
    if sum(method_of(day) is not None for day in trend.days) < 2:
        return ""
    with _ONE_AT_A_TIME:
        return _drawn(trend, name)


@lru_cache(maxsize=_REMEMBERED)
def _drawn(trend: Trend, name: str) -> str:
    return trend_chart(trend, name=name)
