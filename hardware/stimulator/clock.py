"""How long ago something was, on a computer whose clock may be wrong, set, or without a battery.

The steady time is the ledger's own clock.  Within one boot it advances with the monotonic clock and nothing else, so
setting the wall clock forward gains no time; across boots it advances by the wall clock, and only where that is known
to be right and went forward.  It is never ahead of what really passed by more than the wall clock was wrong at a start.
"""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Final

#: Made anew by the kernel at every start; proc(5).
BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")
#: Made by systemd-timesyncd once the clock has been set from the network; systemd-timesyncd.service(8).
SYNCHRONISED: Final = Path("/run/systemd/timesync/synchronized")
#: The day ends at four in the morning, as everywhere in the mirror.
DAY_ENDS: Final = timedelta(hours=4)
#: Slewing moves a synchronised clock by less than this; more, one way or the other, was somebody setting it.
SLACK_S: Final = 2.0


class Trust(Enum):
    """Whether the wall clock was known to be right."""

    SYNCED = "synced"
    UNSURE = "unsure"


class ClockState(Enum):
    """What the clock is good for."""

    GOOD = "good"
    NOT_SET = "not set"
    WENT_BACK = "went back"
    """It shows a time before the ledger's latest.  How long ago the last session was cannot be known: too recent."""
    JUMPED = "jumped"
    """It was set since the ledger's latest entry.  The next entry takes the new time; nothing is gained by it."""


@dataclass(frozen=True, slots=True)
class Instant:
    """Now, on every clock there is."""

    monotonic_s: float
    wall_s: float
    """Seconds since 1970, UTC."""
    day: date
    """Where the mirror hangs; the day ends at 04:00."""
    boot_id: str
    trust: Trust


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last instant with a trusted clock that the ledger knows; ``wall_s`` is the latest it has ever seen."""

    monotonic_s: float
    wall_s: float
    boot_id: str
    steady_s: float


def steady_at(anchor: Anchor | None, now: Instant) -> float:
    """The steady time, seconds since the ledger began."""
    if anchor is None:
        return 0.0
    if anchor.boot_id == now.boot_id:
        return anchor.steady_s + max(now.monotonic_s - anchor.monotonic_s, 0.0)
    if now.trust is not Trust.SYNCED:
        return anchor.steady_s
    return anchor.steady_s + max(now.wall_s - anchor.wall_s, 0.0)


def clock_state(anchor: Anchor | None, now: Instant) -> ClockState:
    """Whether the wall clock may be believed, judged by the ledger's last trusted instant."""
    if now.trust is not Trust.SYNCED:
        return ClockState.NOT_SET
    if anchor is None:
        return ClockState.GOOD
    if now.wall_s < anchor.wall_s - SLACK_S:
        return ClockState.WENT_BACK
    gained_s = (now.wall_s - anchor.wall_s) - (now.monotonic_s - anchor.monotonic_s)
    if anchor.boot_id == now.boot_id and abs(gained_s) > SLACK_S:
        return ClockState.JUMPED
    return ClockState.GOOD


def anchored(anchor: Anchor | None, now: Instant) -> Anchor | None:
    """The anchor once ``now`` has been written into the ledger; only an instant that can be trusted becomes one."""
    if clock_state(anchor, now) in (ClockState.NOT_SET, ClockState.WENT_BACK):
        return anchor
    latest_s = now.wall_s if anchor is None else max(now.wall_s, anchor.wall_s)
    return Anchor(now.monotonic_s, latest_s, now.boot_id, steady_at(anchor, now))


def day_of(wall_s: float) -> date:
    """The mirror's day, in the computer's time zone."""
    return (datetime.fromtimestamp(wall_s, UTC).astimezone().replace(tzinfo=None) - DAY_ENDS).date()


class Clock:
    """The clocks of this machine."""

    def __init__(self, boot_id: Path = BOOT_ID, synchronised: Path = SYNCHRONISED) -> None:
        # Without an id every start is a boot of its own: no monotonic time is compared across it.
        self._boot_id = boot_id.read_text().strip() if boot_id.exists() else f"unknown-{time.time_ns()}"
        self._synchronised = synchronised

    def monotonic_s(self) -> float:
        return time.monotonic()

    def now(self) -> Instant:
        """This instant."""
        wall_s = time.time()
        trust = Trust.SYNCED if self._synchronised.exists() else Trust.UNSURE
        return Instant(time.monotonic(), wall_s, day_of(wall_s), self._boot_id, trust)
