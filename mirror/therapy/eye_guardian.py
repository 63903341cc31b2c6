"""The eye that may not close: from what was measured in a session to eye care, a word to the caregiver, reminders.

An eye that stays open dries out, and that can hurt its sight; it is the one part of a facial palsy that cannot wait
(Facial Palsy UK, eye care; AAO-HNS guideline on Bell's palsy, 2013).  What is said here leads to care and to a doctor's
look, and is no diagnosis.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from mirror.language import N_
from mirror.therapy.plan import EyeCare as Reminders

#: A gap that is left at gentle closure: 1 to 2 mm are where an eye counts as open.  From the lower limit on, beyond the
#: noise, it is open; only what is under the upper one, noise included, is closed.
OPEN_MM: Final = 1.0
CLOSED_MM: Final = 2.0
#: What stays open is known to within 1.2 mm (95 %), and an eye that is truly shut reads up to 1.8 mm open
#: (docs/measurement.md, "A face at rest"): no gap is known better.
LEAST_NOISE_MM: Final = 1.2
#: The lid comes less than most of the way of the other one in the same blinks.  Half of all healthy blinks are partial
#: (Ousler and others, Clin Ophthalmol 2014; 8:869-874), so a lid is held against the other one and never against a full
#: closure; three quarters is the last of that study's steps before a full one.
MOST: Final = 0.75
#: With fewer blinks their mean is a matter of chance.
FEWEST_BLINKS: Final = 5


class EyeWatch(Enum):
    """Whether the affected eye closes; the word that goes into the log."""

    CLOSED = "closed"
    OPEN = "open"
    """A gap is left at gentle closure, or the lid comes less than most of the way in blinks."""
    UNKNOWN = "unknown"
    """Not measured, or too near to the limit to say."""


@dataclass(frozen=True, slots=True)
class Lids:
    """What a session has seen of the affected eye's lids.  What was not measured is None."""

    gap_mm: float | None = None
    """What stays open at gentle closure."""
    noise_mm: float = LEAST_NOISE_MM
    """How far off the gap may be (95 %)."""
    blink_part: float | None = None
    """How far the lid came in blinks, as a part of the other one's way; 0..1."""
    blinks: int = 0
    """In how many."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A session's answer, and its day."""

    day: date
    watch: EyeWatch


def watch(lids: Lids) -> EyeWatch:
    """What the lids of one session say.  One of the two being open is enough; closed needs the gap."""
    gap = _of_gap(lids)
    if gap is EyeWatch.OPEN or _blinks_partly(lids):
        return EyeWatch.OPEN
    return gap


def _of_gap(lids: Lids) -> EyeWatch:
    if lids.gap_mm is None or not (math.isfinite(lids.gap_mm) and math.isfinite(lids.noise_mm)):
        return EyeWatch.UNKNOWN
    noise_mm = max(lids.noise_mm, LEAST_NOISE_MM)
    if lids.gap_mm - noise_mm > OPEN_MM:
        return EyeWatch.OPEN
    return EyeWatch.CLOSED if lids.gap_mm + noise_mm < CLOSED_MM else EyeWatch.UNKNOWN


def _blinks_partly(lids: Lids) -> bool:
    return lids.blink_part is not None and lids.blinks >= FEWEST_BLINKS and lids.blink_part < MOST


class EyeAdvice(Enum):
    """What follows from an open eye."""

    CARD = "card"
    """Say how to care for it, at the end of the session."""
    NEW = "new"
    """Tell the caregiver: it closed before."""
    STAYS_OPEN = "stays open"
    """Tell the caregiver: it was open on another day, too."""
    REMINDERS = "reminders"
    """Suggest reminders: the plan has none."""

    @property
    def for_caregiver(self) -> bool:
        return self in (EyeAdvice.NEW, EyeAdvice.STAYS_OPEN)


#: For the person at the mirror, two sentences; the flags are in the third person, for the caregiver's page.
SENTENCES: Final = {
    EyeAdvice.CARD: N_(
        "Your eye may stay a little open, so it needs care: use your drops, and close it gently with a finger. "
        "If it turns red or hurts, please see a doctor today."
    ),
    EyeAdvice.NEW: N_(
        "The eye seems to close less than before. Please look whether it is red, and ask a doctor about it soon."
    ),
    EyeAdvice.STAYS_OPEN: N_(
        "The eye seems to stay a little open, on more than one day. Please ask a doctor whether it is protected enough."
    ),
    EyeAdvice.REMINDERS: N_(
        "The mirror can remind you of your eye care by day. A table [eye_care] in the plan turns it on."
    ),
}


def eye_advice(watched: Iterable[Watched], today: date, reminders: Reminders | None) -> tuple[EyeAdvice, ...]:
    """What follows today from the sessions so far, in the order in which it matters.

    ``reminders`` are the plan's.  Sessions that say nothing are passed over: an eye that could not be measured is
    neither better nor worse.  Days that are still to come (a clock that was set back) are not counted.
    """
    known = sorted(
        (one for one in watched if one.watch is not EyeWatch.UNKNOWN and one.day <= today), key=lambda one: one.day
    )
    if not _open_on(known, today):
        return ()
    found = [EyeAdvice.CARD]
    before = [one for one in known if one.day < today]
    if before:
        found.append(EyeAdvice.STAYS_OPEN if _open_on(before, before[-1].day) else EyeAdvice.NEW)
    if reminders is None:
        found.append(EyeAdvice.REMINDERS)
    return tuple(found)


def _open_on(known: list[Watched], day: date) -> bool:
    """One open session makes a day an open one: the cautious answer of two."""
    return any(one.day == day and one.watch is EyeWatch.OPEN for one in known)
