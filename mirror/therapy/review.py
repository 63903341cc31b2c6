"""When a doctor should look again, by the calendar.

A palsy that is new, that has not improved after three weeks, or that is incomplete after three months needs another
look (AAO-HNS guideline on Bell's palsy, 2013; NICE).  Whether it has improved is for the doctor to say, so the question
is only whether one has looked since.
"""

from datetime import date, timedelta
from typing import Final

from mirror.therapy.questions import FIRST_LOOK, LOOK_AFTER_MONTHS, LOOK_AFTER_WEEKS, Question

THREE_WEEKS: Final = timedelta(weeks=3)
#: Thirteen weeks: a quarter of a year, whichever months it falls into.
THREE_MONTHS: Final = timedelta(weeks=13)
#: Who has not been there yet is asked again after so long: an appointment takes its time.
AGAIN: Final = timedelta(days=7)


def review_due(onset: date | None, looked: date | None, asked: date | None, today: date) -> Question | None:
    """The question to ask today, if any.

    ``onset`` is when it began as far as known, ``looked`` when it was last said that a doctor has looked, ``asked``
    when a review was last asked after.  A first look that has not been had is asked after every day; days that lie in
    the future (a clock that was set back) count as not known.
    """
    if looked is None or looked > today:
        return FIRST_LOOK if asked != today else None
    if asked is not None and timedelta() <= today - asked < AGAIN:
        return None
    if onset is None:
        return None
    for after, question in ((THREE_MONTHS, LOOK_AFTER_MONTHS), (THREE_WEEKS, LOOK_AFTER_WEEKS)):
        if today >= onset + after:
            return question if looked < onset + after else None
    return None
