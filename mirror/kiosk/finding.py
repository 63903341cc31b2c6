"""What `mirror check` has to say of one part of the mirror."""

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """How a part of the mirror is."""

    GOOD = "good"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One part, and one sentence about it."""

    what: str
    verdict: Verdict
    sentence: str
