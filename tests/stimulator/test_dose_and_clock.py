"""What was given, how long ago, by clocks of which each may be wrong."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hardware.stimulator.clock import (
    Anchor,
    Clock,
    ClockState,
    Instant,
    Trust,
    anchored,
    clock_state,
    day_of,
    steady_at,
)
from hardware.stimulator.dose import DAY_S, GAP_S, NEVER_S, WEEK_S, Dose, SessionDose, dose_at

HOUR_S = 3600.0
DAY = timedelta(days=1)
TODAY = date(2026, 11, 21)
NOON_S = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()
NOW = Instant(5000.0, NOON_S, TODAY, "boot-a", Trust.SYNCED)
HERE = Anchor(5000.0, NOON_S, "boot-a", 100_000.0)
OWN = b"own session 0001"


def later(by_s, wall_by_s=None, boot="boot-a", trust=Trust.SYNCED, monotonic_s=None):
    """Some seconds after NOW; the wall clock may have gone otherwise."""
    wall_s = NOON_S + (by_s if wall_by_s is None else wall_by_s)
    return Instant(5000.0 + by_s if monotonic_s is None else monotonic_s, wall_s, day_of(wall_s), boot, trust)


def test_within_a_boot_only_the_monotonic_clock_makes_time_pass():
    """Setting the wall clock forward or back gains and loses nothing."""
    for wall_by_s in (60.0, 1e6, -1e6):
        assert steady_at(HERE, later(60.0, wall_by_s)) == HERE.steady_s + 60.0
    assert steady_at(HERE, later(-60.0)) == HERE.steady_s


def test_across_boots_the_wall_clock_counts_where_it_is_trusted_and_went_forward():
    """After a start nobody knows more; and an unset clock knows nothing."""
    assert steady_at(HERE, later(0, 7200.0, "boot-b", monotonic_s=10.0)) == HERE.steady_s + 7200.0
    assert steady_at(HERE, later(0, 7200.0, "boot-b", Trust.UNSURE, monotonic_s=10.0)) == HERE.steady_s
    assert steady_at(HERE, later(0, -7200.0, "boot-b", monotonic_s=10.0)) == HERE.steady_s
    assert steady_at(None, NOW) == 0.0


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (later(60.0), ClockState.GOOD),
        (later(60.0, 61.9), ClockState.GOOD),
        (later(60.0, 58.1), ClockState.GOOD),
        (later(60.0, 62.1), ClockState.JUMPED),
        (later(60.0, 57.9), ClockState.JUMPED),
        (later(60.0, -1.9), ClockState.JUMPED),
        (later(60.0, -2.1), ClockState.WENT_BACK),
        (later(60.0, trust=Trust.UNSURE), ClockState.NOT_SET),
        (later(60.0, -1e6, trust=Trust.UNSURE), ClockState.NOT_SET),
        (later(0, 1e6, "boot-b", monotonic_s=3.0), ClockState.GOOD),
        (later(0, -1.9, "boot-b", monotonic_s=3.0), ClockState.GOOD),
        (later(0, -2.1, "boot-b", monotonic_s=3.0), ClockState.WENT_BACK),
    ],
)
def test_the_clock_is_judged_by_the_ledgers_latest_time(now, expected):
    """Slewing is nothing; set forward is a jump; before the latest time known is too recent for everything."""
    assert clock_state(HERE, now) is expected


def test_without_a_ledger_a_set_clock_is_good_and_an_unset_one_is_not():
    """There is nothing it could contradict."""
    assert clock_state(None, NOW) is ClockState.GOOD
    assert clock_state(None, replace(NOW, trust=Trust.UNSURE)) is ClockState.NOT_SET


def test_only_a_time_that_can_be_trusted_becomes_the_anchor():
    """A jump is taken over without gaining time; a clock that is unset or behind leaves the anchor where it is."""
    assert anchored(None, NOW) == Anchor(5000.0, NOON_S, "boot-a", 0.0)
    assert anchored(HERE, later(60.0)) == Anchor(5060.0, NOON_S + 60.0, "boot-a", HERE.steady_s + 60.0)
    assert anchored(HERE, later(60.0, 1e6)) == Anchor(5060.0, NOON_S + 1e6, "boot-a", HERE.steady_s + 60.0)
    assert anchored(HERE, later(60.0, -1.0)) == Anchor(5060.0, NOON_S, "boot-a", HERE.steady_s + 60.0)
    assert anchored(HERE, later(60.0, -100.0)) == HERE
    assert anchored(HERE, later(60.0, trust=Trust.UNSURE)) == HERE
    assert anchored(None, replace(NOW, trust=Trust.UNSURE)) is None


def test_a_clock_set_forward_and_a_restart_gain_nothing_that_was_written_down():
    """Forward by a week, an entry, a power cut, and the clock where it was set: steady time has the real minutes."""
    jumped = anchored(HERE, later(60.0, 7 * 24 * HOUR_S))
    restarted = later(0, 7 * 24 * HOUR_S + 30.0, "boot-b", monotonic_s=5.0)
    assert steady_at(jumped, restarted) == HERE.steady_s + 60.0 + 30.0


def test_the_day_ends_at_four():
    """As everywhere in the mirror."""
    local = datetime(2026, 11, 21, 3, 59, 59)
    assert day_of(local.timestamp()) == date(2026, 11, 20)
    assert day_of((local + timedelta(seconds=1)).timestamp()) == date(2026, 11, 21)


def test_the_machines_own_clock_says_all_of_it(tmp_path):
    """Boot id, trust by the file that timesyncd makes, and another boot each time where the kernel names none."""
    boot, synced = tmp_path / "boot", tmp_path / "synced"
    boot.write_text("abc\n")
    clock = Clock(boot, synced)
    assert (clock.now().boot_id, clock.now().trust) == ("abc", Trust.UNSURE)
    synced.touch()
    now = clock.now()
    assert now.trust is Trust.SYNCED
    assert now.day == day_of(now.wall_s)
    assert now.monotonic_s <= clock.monotonic_s()
    assert Clock(tmp_path / "none").now().boot_id != Clock(tmp_path / "none").now().boot_id


STEADY_S = 40 * 24 * HOUR_S


def session(days_ago, name="", **changes):
    """A session of ten minutes some days ago, by both clocks."""
    first_s = STEADY_S - days_ago * 24 * HOUR_S
    made = SessionDose(
        f"{name or days_ago:>16}".encode(), TODAY - round(days_ago) * DAY, first_s, first_s + 600.0, 200.0, 40
    )
    return replace(made, **changes)


def test_nothing_given_uses_nothing():
    """The first session of all."""
    assert dose_at([], OWN, STEADY_S, TODAY) == Dose()


def test_the_own_session_is_added_up_and_not_counted_as_another():
    """What it has had, how long it lasts, how long since its last train."""
    own = SessionDose(OWN, TODAY, STEADY_S - 300.0, STEADY_S - 20.0, 45.0, 15)
    assert dose_at([own], OWN, STEADY_S, TODAY) == Dose(45.0, 15, 300.0, 20.0, NEVER_S, 0, 0, 0, 0)


def test_rest_and_length_of_a_session_that_began_with_the_ledger():
    """Differences, also when much more time has passed since than before."""
    own = SessionDose(OWN, TODAY, 100.0, 700.0, 45.0, 15)
    found = dose_at([own], OWN, 5000.0, TODAY)
    assert (found.session_lasted_s, found.rested_s) == (4900.0, 4300.0)
    assert dose_at([own], b"another one 0001", 5000.0, TODAY).gap_s == 4300.0


def test_a_day_and_a_week_are_four_hours_short_and_half_a_day_lies_between_sessions():
    """In steady time; docs/stimulation.md has the hours."""
    assert (DAY_S, WEEK_S, GAP_S) == (72_000.0, 590_400.0, 43_200.0)


def test_sessions_count_towards_day_week_and_course():
    """Each for what it is."""
    past = [session(days) for days in (10, 7, 6, 3)]
    found = dose_at(past, OWN, STEADY_S, TODAY)
    assert (found.day_sessions, found.week_sessions, found.course_sessions, found.course_days) == (0, 2, 4, 10)
    assert found.gap_s == found.rested_s == 3 * 24 * HOUR_S - 600.0
    assert (found.session_given_s, found.session_trains, found.session_lasted_s) == (0.0, 0, 0.0)
    assert dose_at(past, b"\0", STEADY_S, TODAY) == found
    assert dose_at([session(0)], OWN, STEADY_S, TODAY).day_sessions == 1


@pytest.mark.parametrize(
    ("ago_s", "day", "expected"),
    [
        (DAY_S - 1.0, TODAY - 5 * DAY, (1, 1)),
        (DAY_S, TODAY - 5 * DAY, (0, 1)),
        (DAY_S, TODAY - DAY, (0, 1)),
        (DAY_S, TODAY, (1, 1)),
        (WEEK_S, TODAY - 8 * DAY, (0, 0)),
        (90 * 24 * HOUR_S, TODAY, (1, 1)),
        (90 * 24 * HOUR_S, TODAY + 3 * DAY, (1, 1)),
        (WEEK_S - 1.0, TODAY - 50 * DAY, (0, 1)),
        (WEEK_S, TODAY - 7 * DAY, (0, 0)),
        (90 * 24 * HOUR_S, TODAY - 6 * DAY, (0, 1)),
    ],
)
def test_too_recent_by_one_clock_is_too_recent(ago_s, day, expected):
    """By the calendar or by the steady time; a session of a later day than today counts as today's."""
    one = session(0, first_s=STEADY_S - ago_s, last_s=STEADY_S - ago_s + 60.0, day=day)
    found = dose_at([one], OWN, STEADY_S, TODAY)
    assert (found.day_sessions, found.week_sessions) == expected


def test_monday_wednesday_friday_goes_on_week_after_week():
    """A little earlier than last week is not refused: the days before it count, not the hours."""
    past = [session(7 - 1 / 24), session(5), session(3)]
    assert dose_at(past, OWN, STEADY_S, TODAY).week_sessions == 2


def test_four_weeks_without_a_session_begin_a_new_course():
    """By both clocks; less is the same course, and a new plan changes nothing about it."""
    assert dose_at([session(60), session(29)], OWN, STEADY_S, TODAY).course_sessions == 0
    found = dose_at([session(80), session(54), session(27)], OWN, STEADY_S, TODAY)
    assert (found.course_sessions, found.course_days) == (3, 80)
    lagging = dose_at([session(29, first_s=STEADY_S - 2 * 24 * HOUR_S)], OWN, STEADY_S, TODAY)
    assert (lagging.course_sessions, lagging.course_days) == (1, 29)
    jumped = dose_at([session(2, first_s=STEADY_S - 29 * 24 * HOUR_S)], OWN, STEADY_S, TODAY)
    assert (jumped.course_sessions, jumped.course_days) == (1, 29)
    assert dose_at([session(28)], OWN, STEADY_S, TODAY).course_sessions == 0
