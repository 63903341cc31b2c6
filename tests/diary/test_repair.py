"""Dates of a mirror whose clock was wrong when it was switched on."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mirror.diary.chart import chart_of
from mirror.diary.log import Log
from mirror.diary.reading import FILE_NAME
from mirror.diary.stamp import Stamp, stamp_at, when_of
from mirror.therapy.effects import (
    DutyDone,
    ExerciseEnded,
    NoteWritten,
    Outcome,
    PracticeTime,
    SessionBegan,
    SessionEnded,
    Who,
)
from mirror.therapy.timetable import Duty
from tests.diary.records import done, rows

VIENNA = ZoneInfo("Europe/Vienna")
#: What a computer without a battery for its clock may believe at its start: nothing, the last time it was switched
#: off, and what a careless hand has set.
WRONG = [datetime(1970, 1, 1, tzinfo=UTC), datetime(2025, 11, 21, 6, tzinfo=UTC), datetime(2031, 3, 1, tzinfo=UTC)]


class Wall:
    """A mirror's clocks: the steady one is right, the other is off until the network tells."""

    def __init__(self, truth: datetime, believed: datetime, boot: str = "boot-1") -> None:
        self.truth, self.off, self.boot, self.steady_s, self.synced = truth, believed - truth, boot, 20.0, False

    def told(self) -> None:
        self.off, self.synced = timedelta(0), True

    def after(self, seconds: float) -> Stamp:
        self.truth += timedelta(seconds=seconds)
        self.steady_s += seconds
        believed = self.truth + self.off
        return stamp_at(believed, self.steady_s, boot_id=self.boot, clock_synced=self.synced, zone=VIENNA)


def opened(folder: Path, stamp: Stamp) -> Log:
    log = Log.open(folder / FILE_NAME, zone=VIENNA)
    log.begin_run("0.1.0", "m", "pi", stamp)
    return log


def practise(log: Log, wall: Wall, told_after: int | None) -> None:
    """A session of three repetitions, a minute each; the network comes after so many of them."""
    log.keep(SessionBegan(("smile",)), wall.after(60))
    for number in (1, 2, 3):
        if told_after == number - 1:
            wall.told()
        log.keep(done("smile", number, 2.0, 4.0), wall.after(60))
    log.keep(PracticeTime(180.0), wall.after(1))
    log.keep(ExerciseEnded("smile", Outcome.DONE, 3), wall.after(1))
    log.keep(SessionEnded(Outcome.DONE), wall.after(1))


@pytest.mark.parametrize("believed", WRONG)
@pytest.mark.parametrize("told_after", [0, 2])
def test_what_was_done_before_the_clock_was_right_is_dated_when_it_is(tmp_path: Path, believed, told_after):
    """The same instants as with a clock that was right from the start, on the same day, and the page shows them."""
    truth = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
    wall, right = Wall(truth, believed), Wall(truth, truth)
    right.told()
    logs = []
    for name, one, when in (("wrong", wall, told_after), ("right", right, None)):
        log = opened(tmp_path / name, one.after(0))
        practise(log, one, when)
        log.close()
        logs.append(tmp_path / name)
    for table in ("runs", "sessions", "repetitions", "exercises", "session_means", "daily_summary"):
        figures = f"SELECT * FROM {table}"
        assert rows(logs[0], figures) == rows(logs[1], figures)
    originals = rows(logs[0], "SELECT of_table, original_local_day FROM repairs ORDER BY id")
    assert originals[0][0] == "sessions"
    assert len(originals) == 2 + told_after
    assert {day for _, day in originals} == {(believed.astimezone(VIENNA) - timedelta(hours=4)).date().isoformat()}
    assert rows(logs[1], "SELECT * FROM repairs") == []


def test_a_session_over_the_end_of_the_day_stays_in_one_piece(tmp_path: Path):
    """It began before four in the morning: with the right time it is yesterday's, every row of it."""
    wall = Wall(datetime(2026, 11, 21, 2, 58, tzinfo=UTC), datetime(1970, 1, 1, 12, tzinfo=UTC))
    log = opened(tmp_path, wall.after(0))
    practise(log, wall, told_after=2)
    log.keep(DutyDone(Duty.EYE_DAY), wall.after(60))
    log.close()
    for table in ("sessions", "repetitions", "exercises", "session_means", "daily_summary"):
        assert set(rows(tmp_path, f"SELECT local_day FROM {table}")) == {("2026-11-20",)}
    assert rows(tmp_path, "SELECT local_day FROM duties") == [("2026-11-21",)]


def test_the_hour_that_summer_time_gives_back_comes_once(tmp_path: Path):
    """Steady seconds know nothing of summer time: the instants of that night are those of the world."""
    truth = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # half past two, for the first time
    wall = Wall(truth, datetime(1970, 1, 1, tzinfo=UTC))
    log = opened(tmp_path, wall.after(0))
    for _ in range(4):
        log.keep(DutyDone(Duty.EYE_NIGHT), wall.after(1800))
    wall.told()
    log.keep(DutyDone(Duty.EYE_DAY), wall.after(3600))
    log.close()
    minutes = [rows(tmp_path, "SELECT at_utc FROM duties ORDER BY id")[place][0] for place in range(5)]
    assert minutes == [f"2026-10-25T{clock}:00.000Z" for clock in ("01:00", "01:30", "02:00", "02:30", "03:30")]
    assert rows(tmp_path, "SELECT local_day FROM duties ORDER BY id") == [
        ("2026-10-24",), ("2026-10-24",), ("2026-10-24",), ("2026-10-24",), ("2026-10-25",),
    ]  # fmt: skip


def test_a_start_within_the_same_boot_mends_what_the_one_before_could_not(tmp_path: Path):
    """The program fell before the network came; its rows and its run have their dates nonetheless."""
    wall = Wall(datetime(2026, 11, 21, 8, 0, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC))
    log = opened(tmp_path, wall.after(0))
    practise(log, wall, told_after=None)
    log.end_run(wall.after(1))
    log.close()
    wall.told()
    opened(tmp_path, wall.after(60)).close()
    assert rows(tmp_path, "SELECT id, at_utc, ended_utc, clock_synced FROM runs") == [
        (1, "2026-11-21T08:00:00.000Z", "2026-11-21T08:04:04.000Z", 1),
        (2, "2026-11-21T08:05:04.000Z", None, 1),
    ]
    assert rows(tmp_path, "SELECT at_utc, ended_utc FROM sessions") == [
        ("2026-11-21T08:01:00.000Z", "2026-11-21T08:04:03.000Z")
    ]
    assert rows(tmp_path, "SELECT DISTINCT original_ended_utc IS NULL FROM repairs WHERE of_table = 'runs'") == [(0,)]


def test_another_boot_is_left_as_it_is(tmp_path: Path):
    """Between two boots no steady second counts: its date stays in doubt, and the chart goes by its order."""
    first = Wall(datetime(2026, 11, 20, 8, 0, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC))
    log = opened(tmp_path, first.after(0))
    log.keep(DutyDone(Duty.EYE_DAY), first.after(60))
    log.close()
    second = Wall(datetime(2026, 11, 21, 8, 0, tzinfo=UTC), datetime(2026, 11, 21, 8, 0, tzinfo=UTC), "boot-2")
    second.told()
    log = opened(tmp_path, second.after(0))
    log.keep(DutyDone(Duty.EYE_NIGHT), second.after(60))
    log.close()
    assert rows(tmp_path, "SELECT local_day, clock_synced FROM duties") == [("1969-12-31", 0), ("2026-11-21", 1)]
    assert rows(tmp_path, "SELECT * FROM repairs") == []
    assert [duty for _, duty in chart_of(tmp_path, VIENNA).duties] == [Duty.EYE_DAY, Duty.EYE_NIGHT]


def test_a_clock_that_was_right_before_it_was_known_changes_no_date(tmp_path: Path):
    """From then on somebody vouches for it; nothing is called a repair."""
    wall = Wall(datetime(2026, 11, 21, 8, 0, tzinfo=UTC), datetime(2026, 11, 21, 8, 0, 1, tzinfo=UTC))
    log = opened(tmp_path, wall.after(0))
    log.keep(DutyDone(Duty.EYE_DAY), wall.after(60))
    wall.told()
    log.settle(wall.after(60))
    log.close()
    assert rows(tmp_path, "SELECT at_utc, clock_synced FROM duties") == [("2026-11-21T08:01:01.000Z", 1)]
    assert rows(tmp_path, "SELECT * FROM repairs") == []


def test_a_note_that_reaches_the_log_late_is_dated_too(tmp_path: Path):
    """It was written on the phone before the network came, and handed over afterwards."""
    wall = Wall(datetime(2026, 11, 21, 8, 0, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC))
    log = opened(tmp_path, wall.after(0))
    written = wall.after(60)
    wall.told()
    log.keep(DutyDone(Duty.EYE_DAY), wall.after(60))
    log.keep(NoteWritten("Slept well.", Who.CAREGIVER, "n-1"), written)
    log.settle(wall.after(60))
    log.close()
    assert rows(tmp_path, "SELECT at_utc, local_day FROM notes") == [("2026-11-21T08:01:00.000Z", "2026-11-21")]


def test_what_was_told_to_the_mirror_and_what_stands_in_the_log_mean_the_same(tmp_path: Path):
    """The chart in mind was told the wrong date and learned better; the log was mended: both know the same day."""
    wall = Wall(datetime(2026, 11, 21, 8, 0, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC))
    chart = chart_of(tmp_path, VIENNA)
    log = opened(tmp_path, wall.after(0))
    for told in (False, True):
        if told:
            wall.told()
        stamp = wall.after(1800)
        log.keep(DutyDone(Duty.EYE_DAY), stamp)
        chart = chart.after(DutyDone(Duty.EYE_DAY), when_of(stamp, VIENNA))
    log.close()
    later = Wall(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), datetime(2026, 11, 21, 12, 0, tzinfo=UTC), "boot-2")
    later.told()
    for now in (when_of(wall.after(60), VIENNA), when_of(later.after(0), VIENNA)):
        assert chart.done(now) == chart_of(tmp_path, VIENNA).done(now)
