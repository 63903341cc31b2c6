"""When something happened."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mirror.diary.stamp import UNKNOWN_BOOT, Clock, local_day, stamp_at

VIENNA = ZoneInfo("Europe/Vienna")


def test_a_stamp_says_the_instant_in_utc_with_milliseconds():
    """The wall time is ISO 8601 with 'Z', wherever the clock that gave it stands."""
    now = datetime(2026, 11, 21, 9, 12, 3, 250_900, VIENNA)
    stamp = stamp_at(now, 12.5, boot_id="b", clock_synced=False, zone=VIENNA)
    assert (stamp.at_utc, stamp.local_day) == ("2026-11-21T08:12:03.250Z", "2026-11-21")
    assert (stamp.boot_id, stamp.monotonic_s, stamp.clock_synced) == ("b", 12.5, False)


@pytest.mark.parametrize(
    ("wall", "day"),
    [
        ((2026, 11, 21, 3, 59, 59), "2026-11-20"),
        ((2026, 11, 21, 4, 0, 0), "2026-11-21"),
        ((2027, 1, 1, 0, 30), "2026-12-31"),
        ((2026, 10, 25, 3, 30), "2026-10-24"),  # summer time ended an hour ago
        ((2026, 3, 29, 4, 30), "2026-03-29"),  # summer time began two and a half hours ago
    ],
)
def test_the_day_ends_at_four_in_the_morning(wall: tuple[int, ...], day: str):
    """A practice after midnight belongs to the evening before it, also in the nights that change the clock."""
    assert local_day(datetime(*wall, tzinfo=VIENNA).astimezone(UTC), VIENNA) == day


def test_the_clock_tells_the_boot_and_whether_it_was_set(tmp_path: Path):
    """The boot's name and the sign of a synchronised clock are read where the system puts them."""
    boot_id, synchronised = tmp_path / "boot_id", tmp_path / "synchronized"
    boot_id.write_text("c93765f4\n")
    clock = Clock(boot_id, synchronised)
    before = clock.now()
    synchronised.touch()
    after = clock.now()
    assert (before.boot_id, before.clock_synced, after.clock_synced) == ("c93765f4", False, True)
    assert after.monotonic_s >= before.monotonic_s


def test_a_machine_that_does_not_name_its_boot_still_has_stamps(tmp_path: Path):
    """The log does not depend on Linux naming its boots."""
    assert Clock(tmp_path / "none", tmp_path / "none").now().boot_id == UNKNOWN_BOOT
