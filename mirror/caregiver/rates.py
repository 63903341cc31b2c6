"""How often somebody may ask: a bucket of tokens that fills at a steady rate (RFC 2697's meter).  Time comes in."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

#: Callers that are remembered; the one that was quiet the longest is forgotten first.
MOST_CALLERS: Final = 1000


@dataclass(frozen=True, slots=True)
class Rate:
    """At most ``burst`` at once, and ``per_s`` a second in the long run."""

    burst: float
    per_s: float


#: Reading.  A household looks at a page now and then; what asks more is no person.
READING: Final = Rate(burst=400, per_s=5.0)
#: Ticking and writing.
WRITING: Final = Rate(burst=12, per_s=1 / 10)
#: Pairing, beside the five tries of a code: an unpaired device cannot keep the mirror busy with hashes.
PAIRING: Final = Rate(burst=20, per_s=1 / 10)


@dataclass(frozen=True, slots=True)
class Bucket:
    """What one caller has left."""

    tokens: float
    at_s: float

    def after(self, rate: Rate, now_s: float) -> "Bucket":
        """Filled up to now.  A clock that goes back fills nothing."""
        passed_s = max(0.0, now_s - self.at_s)
        return Bucket(min(rate.burst, self.tokens + passed_s * rate.per_s), max(self.at_s, now_s))


@dataclass(slots=True)
class Meter:
    """Of one rate, the buckets of its callers."""

    rate: Rate
    _buckets: OrderedDict[str, Bucket] = field(default_factory=OrderedDict)

    def allows(self, caller: str, now_s: float) -> bool:
        """Whether this caller may ask once more; if so, it is counted."""
        full = Bucket(self.rate.burst, now_s)
        bucket = self._buckets.pop(caller, full).after(self.rate, now_s)
        allowed = bucket.tokens >= 1.0
        self._buckets[caller] = Bucket(bucket.tokens - 1.0, bucket.at_s) if allowed else bucket
        while len(self._buckets) > MOST_CALLERS:
            self._buckets.popitem(last=False)
        return allowed
