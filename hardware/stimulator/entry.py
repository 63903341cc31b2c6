"""One line of the guard's ledger: what it says, and its form on the disk."""

import math
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Final

from hardware.stimulator.clock import Instant, Trust
from hardware.stimulator.report import NO_SESSION


class Kind(Enum):
    """What happened."""

    STARTED = "started"
    """The guard began to run."""
    ENDED = "ended"
    """It ended in order."""
    CLOCK = "clock"
    """Only the time: when it is first trusted after a start, once an hour, and after the clock was set."""
    GRANT = "grant"
    """A train may begin.  ``dose_s`` is all that it may have."""
    END = "end"
    """The train of the grant before is over.  ``dose_s`` is what it had; 0: it never began."""
    REFUSAL = "refusal"
    """It was asked for and refused, ``count`` times."""
    STOPPED = "stopped"
    """Somebody pressed stop, or said that it hurts: no more in this session."""
    MESSAGES = "messages"
    """``count`` messages were not believed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one line says."""

    kind: Kind
    at: Instant
    reason: str = ""
    """Of a refusal, in the words of ``reason.Reason``, and of an end, where it did not end with the guard itself or its
    prescription; of a grant, that every condition holds; of messages, what was amiss with them."""
    session: bytes = NO_SESSION
    side: str = ""
    prescription: str = ""
    dose_s: float = 0.0
    count: int = 1


_KEYS: Final = frozenset(
    ("kind", "wall", "mono", "boot", "trust", "day", "reason", "session", "side", "prescription", "dose_s", "count")
)


def as_data(entry: Entry) -> dict[str, Any]:
    """For the disk; what is left at its default is left out."""
    at = entry.at
    data: dict[str, Any] = {
        "kind": entry.kind.value,
        "wall": round(at.wall_s, 3),
        "mono": round(at.monotonic_s, 3),
        "boot": at.boot_id,
        "trust": at.trust.value,
        "day": at.day.isoformat(),
    }
    if entry.reason:
        data["reason"] = entry.reason
    if entry.session != NO_SESSION:
        data["session"] = entry.session.hex()
    if entry.side:
        data["side"] = entry.side
    if entry.prescription:
        data["prescription"] = entry.prescription
    if entry.kind in (Kind.GRANT, Kind.END):
        data["dose_s"] = math.ceil(round(entry.dose_s * 1000.0, 3)) / 1000.0  # never less than it was
    if entry.count != 1:
        data["count"] = entry.count
    return data


def from_data(data: dict[str, Any]) -> Entry:
    """Raises ValueError, KeyError or TypeError for what no guard has written."""
    if not data.keys() <= _KEYS:
        raise ValueError("unknown keys")
    return Entry(
        kind=Kind(data["kind"]),
        at=Instant(
            monotonic_s=float(data["mono"]),
            wall_s=float(data["wall"]),
            day=date.fromisoformat(data["day"]),
            boot_id=str(data["boot"]),
            trust=Trust(data["trust"]),
        ),
        reason=str(data.get("reason", "")),
        session=bytes.fromhex(data["session"]) if "session" in data else NO_SESSION,
        side=str(data.get("side", "")),
        prescription=str(data.get("prescription", "")),
        dose_s=float(data.get("dose_s", 0.0)),
        count=int(data.get("count", 1)),
    )
