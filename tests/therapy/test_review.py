"""When a doctor should look again: by the calendar, and never twice for the same reason."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mirror.therapy.questions import FIRST_LOOK, LOOK_AFTER_MONTHS, LOOK_AFTER_WEEKS
from mirror.therapy.review import AGAIN, THREE_MONTHS, THREE_WEEKS, review_due

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)
days = st.none() | st.integers(-400, 400).map(lambda ago: TODAY - DAY * ago)


def test_whom_no_doctor_has_seen_is_asked_once_a_day_until_one_has():
    """Whether or not it is known when it began."""
    assert review_due(None, None, None, TODAY) is FIRST_LOOK
    assert review_due(TODAY - DAY, None, TODAY - DAY, TODAY) is FIRST_LOOK
    assert review_due(TODAY - DAY, None, TODAY, TODAY) is None


def test_three_weeks_and_three_months_after_it_began_a_doctor_should_look_again():
    """Not a day before, and not when one has looked since."""
    onset = TODAY - THREE_WEEKS
    assert review_due(onset + DAY, onset + DAY, None, TODAY) is None
    assert review_due(onset, onset, None, TODAY) is LOOK_AFTER_WEEKS
    assert review_due(onset, TODAY, None, TODAY) is None
    onset = TODAY - THREE_MONTHS
    assert review_due(onset, onset + THREE_WEEKS, None, TODAY) is LOOK_AFTER_MONTHS
    assert review_due(onset, TODAY - DAY, None, TODAY + DAY) is LOOK_AFTER_MONTHS
    assert review_due(onset, TODAY, None, TODAY + DAY * 300) is None


def test_an_appointment_takes_its_time():
    """Who has said no is asked again after a week."""
    onset = TODAY - THREE_WEEKS - DAY * 10
    assert review_due(onset, onset, TODAY - AGAIN + DAY, TODAY) is None
    assert review_due(onset, onset, TODAY - AGAIN, TODAY) is LOOK_AFTER_WEEKS


def test_a_clock_that_was_set_back_asks_rather_than_not():
    """Days of the future are not known; an onset of the future is none."""
    assert review_due(TODAY - DAY, TODAY + DAY, None, TODAY) is FIRST_LOOK
    assert review_due(TODAY + DAY, TODAY, None, TODAY) is None
    assert review_due(TODAY - THREE_WEEKS, TODAY - DAY, TODAY + DAY * 100, TODAY) is LOOK_AFTER_WEEKS


def test_without_a_known_beginning_one_look_is_enough():
    """There is nothing to count from."""
    assert review_due(None, TODAY - DAY * 500, None, TODAY) is None


@given(days, days, days)
def test_who_says_yes_today_is_not_asked_again_today(onset, looked, asked):
    """Whatever came before; the answer settles the day."""
    assert review_due(onset, TODAY, asked, TODAY) is None
    if review_due(onset, looked, asked, TODAY) is not None:
        assert review_due(onset, looked, TODAY, TODAY) is None
