"""When something happened, in every way that is needed to trust it later.

A small computer on a wall may start without network and without a clock of its own: its wall time is then plausible but
wrong.  So every row carries the wall time, whether that clock was synchronised, and the time since start together with
the boot it belongs to, from which wrong dates can be set right once the true time is known.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final

from mirror.therapy.day import day_of
from mirror.therapy.when import When

#: Made anew by the kernel at every start; proc(5).
BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")
#: Made by systemd-timesyncd once the clock has been set from the network; systemd-timesyncd.service(8).
SYNCHRONISED: Final = Path("/run/systemd/timesync/synchronized")
#: Stands for the boot where the kernel does not name it.
UNKNOWN_BOOT: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Stamp:
    """One instant."""

    at_utc: str
    """ISO 8601 with milliseconds and 'Z': 2026-11-21T08:12:03.250Z."""
    local_day: str
    """YYYY-MM-DD where the mirror hangs; the day ends at 04:00."""
    boot_id: str
    monotonic_s: float
    """Seconds on the steady clock of that boot."""
    clock_synced: bool
    """Whether the wall clock was known to be right."""


def stamp_at(
    now: datetime, monotonic_s: float, *, boot_id: str, clock_synced: bool, zone: tzinfo | None = None
) -> Stamp:
    """The stamp of an instant.  ``now`` carries its time zone; ``zone`` is the mirror's, None for the system's own."""
    return Stamp(
        at_utc=utc_text(now),
        local_day=local_day(now, zone),
        boot_id=boot_id,
        monotonic_s=monotonic_s,
        clock_synced=clock_synced,
    )


def stamp_of_wall(now: datetime, zone: tzinfo | None = None) -> Stamp:
    """The stamp of an instant that only a wall clock is known of, one that was known to be right."""
    return stamp_at(now, 0.0, boot_id=UNKNOWN_BOOT, clock_synced=True, zone=zone)


def when_of(stamp: Stamp, zone: tzinfo | None = None) -> When:
    """A stamp on the clock on the wall; ``zone`` is the mirror's, None for the system's own."""
    wall = datetime.fromisoformat(stamp.at_utc).astimezone(zone).replace(tzinfo=None)
    return When(wall, stamp.clock_synced, stamp.boot_id, stamp.monotonic_s)


def utc_text(now: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and 'Z'."""
    return now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def local_day(now: datetime, zone: tzinfo | None = None) -> str:
    """The day an instant belongs to, YYYY-MM-DD.  Reckoned on the wall clock: it holds when summer time ends."""
    return day_of(now.astimezone(zone)).isoformat()


class Clock:
    """The clocks of this machine."""

    def __init__(self, boot_id: Path = BOOT_ID, synchronised: Path = SYNCHRONISED) -> None:
        self._boot_id = boot_id.read_text().strip() if boot_id.exists() else UNKNOWN_BOOT
        self._synchronised = synchronised

    def now(self) -> Stamp:
        """This instant."""
        return stamp_at(
            datetime.now(UTC), time.monotonic(), boot_id=self._boot_id, clock_synced=self._synchronised.exists()
        )
