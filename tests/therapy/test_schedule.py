"""The day's agenda as stories: due, done, missed, put off, quiet; with a wrong clock and at the change of time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.therapy.day import at_on, day_of
from mirror.therapy.schedule import Clock, Done, Signal, Snooze, agenda, counts_today
from mirror.therapy.timetable import Duty, slots_of
from tests.therapy.plans import changed, plan

#: 21 November 2026 is a Saturday: two short practices, no long one.
DAY = date(2026, 11, 21)
PLAIN = plan()
FRIDAY = date(2026, 11, 20)
EVERY_DAY = plan(
    changed(
        (
            '["monday", "wednesday", "saturday"]',
            '["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]',
        )
    )
)


def at(text, day=DAY):
    """A time of the day; after midnight it still is that day until four."""
    return at_on(day, datetime.strptime(text, "%H:%M").time())


def clock(text, day=DAY, synchronised=True):
    return Clock(at(text, day), synchronised)


def done(duty, when, now, minutes=5.0, synchronised=True, same_start=True):
    """Something done while the clock was right and the mirror stayed on."""
    return Done(duty, when, synchronised, (now.wall - when).total_seconds(), same_start, minutes)


def practised(text, now):
    return done(Duty.SHORT, at(text), now)


def practices(slots):
    return [slot.at.strftime("%H:%M") for slot in slots if slot.duty.is_practice]


def test_a_day_from_morning_to_night():
    """Later, due, done, later, due, done, nothing more."""
    early = agenda(PLAIN, clock("07:45"), ())
    assert practices(early.later) == ["08:30", "18:00"]
    assert early.signal is Signal.DUE_LATER
    assert early.minutes_left == 10
    now = agenda(PLAIN, clock("08:30"), ())
    assert practices(now.due_now) == ["08:30"]
    assert now.signal is Signal.DUE_NOW
    noon = agenda(PLAIN, clock("12:00"), [practised("09:00", clock("12:00"))])
    assert practices(noon.done) == ["08:30"]
    assert practices(noon.later) == ["18:00"]
    assert noon.minutes_left == 5
    night = clock("23:00")
    over = agenda(PLAIN, night, [practised("09:00", night), practised("18:10", night)])
    assert practices(over.done) == ["08:30", "18:00"]
    assert over.signal is Signal.ALL_DONE
    assert (over.missed, over.catch_up, over.minutes_left) == ((), None, 0)


def test_a_long_session_is_due_on_its_days():
    """Tuesdays and Fridays."""
    assert practices(slots_of(PLAIN, FRIDAY)) == ["17:00"]
    assert agenda(PLAIN, clock("17:30", FRIDAY), ()).due_now[-1].duty is Duty.LONG
    assert practices(slots_of(PLAIN, date(2026, 11, 22))) == []


def test_who_practises_early_has_practised():
    """What is done before its time fills the next slot."""
    now = clock("08:40")
    found = agenda(PLAIN, now, [practised("07:50", now)])
    assert practices(found.done) == ["08:30"]
    assert practices(found.later) == ["18:00"]


def test_a_missed_practice_is_offered_once_and_never_as_a_pile():
    """In the afternoon the morning's may be made up; when both were missed, one is offered."""
    noon = agenda(PLAIN, clock("13:00"), ())
    assert practices(noon.missed) == ["08:30"]
    assert noon.catch_up is not None
    assert noon.catch_up.minutes == 5
    assert noon.signal is Signal.DUE_LATER
    evening = agenda(PLAIN, clock("21:15"), ())
    assert practices(evening.missed) == ["08:30", "18:00"]
    assert evening.catch_up is not None
    made_up = agenda(PLAIN, clock("21:50"), [practised("21:20", clock("21:50"))])
    assert len(made_up.missed) == 1
    assert made_up.catch_up is None


def test_a_catch_up_keeps_apart_from_the_other_practices():
    """Not within an hour of the next one, nor of the last one, nor in quiet hours."""
    assert agenda(PLAIN, clock("17:30"), ()).catch_up is None
    now = clock("18:30")
    assert agenda(PLAIN, now, [practised("18:10", now)]).catch_up is None
    assert agenda(PLAIN, clock("19:15"), [practised("18:10", clock("19:15"))]).catch_up is not None
    assert agenda(PLAIN, clock("22:30"), ()).catch_up is None


def test_one_practice_a_day_is_made_up_for_and_no_more():
    """However many were missed, and however long ago the one was."""
    thrice = plan(changed(('"08:30", "18:00"', '"07:30", "11:00", "19:00"')))
    now = clock("16:30")
    assert practices(agenda(thrice, now, ()).missed) == ["07:30", "11:00"]
    assert agenda(thrice, now, ()).catch_up is not None
    assert agenda(thrice, now, [practised("14:30", now)]).catch_up is None


def test_a_practice_gives_way_to_the_next_of_its_kind():
    """Two are never due at once."""
    close = plan(changed(('"08:30", "18:00"', '"08:30", "09:30"')))
    assert practices(agenda(close, clock("09:40"), ()).due_now) == ["09:30"]


def test_yesterday_is_never_looked_back_on():
    """The day ends at four; what was missed before is gone."""
    assert practices(agenda(PLAIN, clock("03:59"), ()).missed) == ["08:30", "18:00"]
    morning = agenda(EVERY_DAY, clock("07:45", date(2026, 11, 22)), ())
    assert (morning.missed, morning.catch_up) == ((), None)


def test_a_practice_after_midnight_belongs_to_the_evening_before():
    """Until four."""
    now = clock("01:00")
    assert practices(agenda(PLAIN, now, [practised("00:30", now)]).done) == ["18:00"]


def test_what_is_put_off_comes_back_and_stays_a_while():
    """Twenty minutes later, as often as it is put off, and not into the quiet hours."""
    put_off = [Snooze(Duty.SHORT, at("11:20"))]
    assert practices(agenda(PLAIN, clock("11:25"), (), put_off).later) == ["11:40", "18:00"]
    assert practices(agenda(PLAIN, clock("11:45"), (), put_off).due_now) == ["11:40"]
    twice = [*put_off, Snooze(Duty.SHORT, at("11:50"))]
    assert practices(agenda(PLAIN, clock("12:15"), (), twice).due_now) == ["12:10"]
    assert practices(agenda(PLAIN, clock("12:45"), (), twice).missed) == ["12:10"]
    other = [Snooze(Duty.EYE_DAY, at("08:31"))]
    assert practices(agenda(PLAIN, clock("08:35"), (), other).due_now) == ["08:30"]
    late = [Snooze(Duty.EYE_NIGHT, at("21:50"))]
    assert agenda(PLAIN, clock("22:10"), (), late).due_now == ()


def test_a_snooze_of_another_time_does_nothing():
    """After the clock has gone back."""
    ahead = [Snooze(Duty.SHORT, at("08:45") + timedelta(days=365))]
    assert practices(agenda(PLAIN, clock("08:50"), (), ahead).due_now) == ["08:30"]


def test_eye_care_comes_round_and_is_never_missed():
    """Every two hours; one that passed is gone, and there is one for the night."""
    found = [slot.at.strftime("%H:%M") for slot in slots_of(PLAIN, DAY) if slot.duty is Duty.EYE_DAY]
    assert found == ["08:00", "10:00", "12:00", "14:00", "16:00", "18:00", "20:00"]
    noon = agenda(PLAIN, clock("12:20"), ())
    assert [slot.at for slot in noon.due_now if slot.duty is Duty.EYE_DAY] == [at("12:00")]
    assert all(slot.duty.is_practice for slot in noon.missed)
    night = agenda(PLAIN, clock("21:40"), ())
    assert [slot.duty for slot in night.due_now] == [Duty.EYE_NIGHT]
    ticked = agenda(PLAIN, clock("21:40"), [done(Duty.EYE_NIGHT, at("21:35"), clock("21:40"), 0.0)])
    assert ticked.due_now == ()


def test_in_quiet_hours_nothing_is_due():
    """Whatever was left open."""
    for text in ("22:00", "23:59", "02:00", "05:00", "07:29"):
        assert agenda(PLAIN, clock(text), ()).due_now == ()


def test_without_quiet_hours_a_slot_lasts_to_the_day_s_end_at_most():
    """Quiet from and until the same time is no quiet."""
    text = changed(('quiet_from = "22:00"', 'quiet_from = "07:30"'), ('"18:00"', '"23:30"'))
    last = [slot for slot in slots_of(plan(text), DAY) if slot.duty is Duty.SHORT][-1]
    assert (last.at, last.until) == (at("23:30"), at("02:30"))
    late = plan(text.replace('"23:30"', '"03:00"'))
    assert max(slot.until for slot in slots_of(late, DAY)) == at("04:00", DAY + timedelta(days=1))


def test_a_clock_that_jumps_a_year_neither_marks_days_missed_nor_doubles_the_dose():
    """The practice of this morning stays this morning's, when the mirror's year is put right."""
    before = datetime(2025, 11, 20, 9, 0)
    after = clock("09:05")
    this_morning = Done(Duty.SHORT, before, False, 300.0, True, 5.0)
    found = agenda(PLAIN, after, [this_morning])
    assert practices(found.done) == ["08:30"]
    assert practices(found.due_now) == []
    assert found.missed == ()
    assert found.minutes_left == 5


def test_a_year_back_and_forth_does_not_double_it_either():
    """Practised by the right clock; then the mirror is switched off and starts with a wrong one."""
    for wall in (at("09:05") - timedelta(days=365), at("09:05") + timedelta(days=365)):
        wrong = Clock(wall, synchronised=False)
        earlier = Done(Duty.SHORT, at("09:00"), True, 120.0, False, 5.0)
        found = agenda(EVERY_DAY, wrong, [earlier])
        assert len(found.done) == 1
        assert found.missed == ()


def test_a_wrong_clock_does_not_block_the_next_days():
    """Once enough time has passed for certain, or the clock goes on day by day, a new day is a new day."""
    wrong = Clock(at("09:05") + timedelta(days=365), synchronised=False)
    long_ago = Done(Duty.SHORT, at("09:00"), True, 6 * 3600.0, False)
    assert not counts_today(long_ago, wrong)
    next_day = Clock(at("09:05", date(2026, 11, 22)), synchronised=False)
    assert not counts_today(Done(Duty.SHORT, at("09:00"), False, 120.0, False), next_day)


def test_what_an_unsynchronised_mirror_did_may_have_been_today():
    """The true time arrives after a restart: cautiously it counts, unless it is certainly longer ago."""
    now = clock("09:05")
    unknown = datetime(2026, 11, 19, 20, 0)
    assert counts_today(Done(Duty.SHORT, unknown, False, 600.0, False), now)
    assert not counts_today(Done(Duty.SHORT, unknown, False, 6 * 3600.0, False), now)


def test_nothing_is_missed_while_the_clock_is_not_known_to_be_right():
    """It is still offered."""
    found = agenda(PLAIN, clock("21:15", synchronised=False), ())
    assert found.missed == ()
    assert found.catch_up is not None


def test_what_was_done_by_a_right_clock_counts_on_its_own_day():
    """Yesterday's is yesterday's; a date that is still to come counts while it may have been today."""
    now = clock("09:05")
    assert not counts_today(done(Duty.SHORT, at("09:00", FRIDAY), now), now)
    ahead = Done(Duty.SHORT, at("09:00", date(2026, 11, 23)), True, 60.0, True)
    assert counts_today(ahead, now)


@pytest.mark.parametrize(
    ("zone", "day_before"),
    [
        ("Europe/Berlin", date(2026, 10, 24)),
        ("Europe/Berlin", date(2027, 3, 27)),
        ("America/New_York", date(2026, 10, 31)),
        ("America/New_York", date(2027, 3, 13)),
        ("Australia/Lord_Howe", date(2026, 10, 3)),
    ],
)
def test_across_the_change_of_time_every_practice_is_due_once(zone, day_before):
    """Three days in steps of twenty true minutes, with a person who practises when it is due."""
    place, due_at = ZoneInfo(zone), []
    practised_at: list[tuple[Duty, datetime, datetime]] = []
    instant = at("04:00", day_before).replace(tzinfo=place).astimezone(UTC)
    end = at("04:00", day_before + timedelta(days=3)).replace(tzinfo=place).astimezone(UTC)
    while instant < end:
        wall = instant.astimezone(place).replace(tzinfo=None)
        deeds = [
            Done(duty, when, True, (instant - then).total_seconds(), True, 5.0) for duty, when, then in practised_at
        ]
        found = agenda(EVERY_DAY, Clock(wall, synchronised=True), deeds)
        assert found.missed == ()
        for slot in found.due_now:
            if slot.duty.is_practice:
                due_at.append(slot.at)
                practised_at.append((slot.duty, wall, instant))
        instant += timedelta(minutes=20)
    days = [day_before + timedelta(days=number) for number in range(3)]
    slots = [slot.at for day in days for slot in slots_of(EVERY_DAY, day) if slot.duty.is_practice]
    assert due_at == slots


walls = st.datetimes(datetime(2026, 11, 1), datetime(2026, 12, 31))
clocks = st.builds(Clock, walls, st.booleans())
deeds = st.lists(
    st.builds(Done, st.sampled_from(Duty), walls, st.booleans(), st.floats(0, 5e6), st.booleans(), st.floats(0, 20)),
    max_size=8,
)
put_offs = st.lists(st.builds(Snooze, st.sampled_from(Duty), walls), max_size=4)


@given(clocks, deeds, put_offs)
def test_whatever_happened_the_agenda_holds_together(now, deeds, put_offs):
    """Each slot is at one place at most, nothing is due in quiet hours, and offers never exceed the plan."""
    found = agenda(EVERY_DAY, now, deeds, put_offs)
    slots = slots_of(EVERY_DAY, now.day)
    assert len(found.due_now) + len(found.later) + len(found.done) + len(found.missed) <= len(slots)
    assert 0 <= found.minutes_left <= sum(slot.minutes for slot in slots)
    offered = [slot for slot in (*found.due_now, *found.later) if slot.duty.is_practice]
    already = [slot for slot in found.done if slot.duty.is_practice]
    assert len(offered) + len(already) + (found.catch_up is not None) <= sum(slot.duty.is_practice for slot in slots)
    for slot in found.due_now:
        assert slot.at <= now.wall < slot.until
    if not (7, 30) <= (now.wall.hour, now.wall.minute) < (22, 0):
        assert found.due_now == ()
        assert found.catch_up is None
    assert now.synchronised or found.missed == ()


@given(clocks, deeds, st.sampled_from(Duty))
def test_what_was_just_done_is_never_asked_for_again(now, deeds, duty):
    """With any clock: one more of today leaves no more open than before."""
    before = agenda(EVERY_DAY, now, deeds)
    after = agenda(EVERY_DAY, now, [*deeds, Done(duty, now.wall, now.synchronised, 0.0, True, 5.0)])
    assert after.minutes_left <= before.minutes_left

    def left(found):
        return [slot for slot in (*found.due_now, *found.later) if slot.duty is duty]

    assert len(left(after)) <= len(left(before))


@given(walls, st.integers(-400, 400).filter(bool), st.booleans(), st.floats(0, 3600 * 3))
def test_no_jump_of_the_clock_opens_what_was_done_since_it_was_switched_on(wall, days, right, ago_s):
    """By days or by a year, forwards or back, put right or put wrong."""
    now = Clock(wall + timedelta(days=days), right)
    deed = Done(Duty.SHORT, wall - timedelta(seconds=ago_s), not right, ago_s, True)
    if day_of(now.wall - timedelta(seconds=ago_s)) == now.day:
        assert counts_today(deed, now)
