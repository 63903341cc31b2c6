"""The stage gate: what may be done today, and what not yet.

Default is no: an exercise that moves the weak side needs movement that has returned, and somebody who has confirmed it.
Locks hold at once, on one sign; they open only on several days' movement and a person's word.  Where sources disagree
the cautious one is followed: no active exercise before movement returns (Facial Palsy UK; ImproveFP, "you can do more
harm than good"), no strengthening of a tight or synkinetic face (Facial Palsy UK), and when the face begins to get
tight, release instead of movement.

Pure: everything that is known comes in, a decision goes out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final

from mirror.language import N_
from mirror.therapy.catalogue import Entry, Exercise, Kind
from mirror.therapy.day import day_of
from mirror.therapy.evidence import Confirmation, Confirmer, Evidence, Sign
from mirror.therapy.stage import Stage

#: Movement must be beyond the mirror's noise on so many days...
SEVERAL_DAYS: Final = 3
#: ...within so long before it is confirmed.
WITHIN: Final = timedelta(days=14)


class Why(Enum):
    """Why something is locked; the word that goes into the log."""

    RED_FLAG = "red flag"
    PAIN = "pain"
    TIGHT = "tight"
    NO_MOVEMENT = "no movement yet"
    FEW_DAYS = "not on enough days yet"
    UNCONFIRMED = "not confirmed yet"
    STRENGTHENING = "no strengthening in this stage"
    TOO_EARLY = "strengthening comes later"
    STAGE = "not for this stage"
    THERAPIST = "needs a therapist"

    @property
    def of_today(self) -> bool:
        """Whether a sign or an answer of the same day has brought it."""
        return self in (Why.RED_FLAG, Why.PAIN, Why.TIGHT)


@dataclass(frozen=True, slots=True)
class Allowed:
    """It may be done, as in this stage."""

    stage: Stage


@dataclass(frozen=True, slots=True)
class Locked:
    """It may not be done today."""

    why: Why
    sentence: str
    """Why, and what to do instead, for the person at the mirror."""
    instead: tuple[str, ...]
    """Ids of the catalogue."""


Verdict = Allowed | Locked

#: Each one sentence, below the headline that names what waits: why, and what there is instead.
_SENTENCES: Final = {
    Why.RED_FLAG: N_("One of today's answers needs a doctor first; only the eye care goes on."),
    Why.PAIN: N_("Something hurt today, so there is only facial rest until tomorrow."),
    Why.TIGHT: N_("The face became tight today, so there is only release and rest until tomorrow."),
    Why.NO_MOVEMENT: N_(
        "This exercise waits until movement comes back by itself; imagining it and a gentle massage help until then."
    ),
    Why.FEW_DAYS: N_(
        "A first movement was seen and is watched for a few days; imagining it and a gentle massage help until then."
    ),
    Why.UNCONFIRMED: N_(
        "Movement has come back and waits for your therapist's or caregiver's word; imagining it and a gentle massage "
        "help until then."
    ),
    Why.STRENGTHENING: N_("Strengthening would train the movements that join in; release and facial rest come first."),
    Why.TOO_EARLY: N_(
        "Strengthening begins when movement has been seen on several days; the small movements come first."
    ),
    Why.STAGE: N_("This is not part of the present stage; facial rest is always good for the face."),
    Why.THERAPIST: N_("This is only done when a therapist has asked for it; facial rest is always good for the face."),
}
#: What to offer in place of it; a test holds that some of it is open then.
_INSTEAD: Final = {
    Why.RED_FLAG: ("eye_drops",),
    Why.TIGHT: ("release_cheek", "facial_rest"),
    Why.STRENGTHENING: ("release_cheek", "facial_rest"),
}
_BEFORE_MOVEMENT: Final = (Why.NO_MOVEMENT, Why.FEW_DAYS, Why.UNCONFIRMED)


def judge(
    entry: Entry, stage: Stage, evidence: Evidence, confirmations: Iterable[Confirmation], now: datetime
) -> Verdict:
    """Whether ``entry`` may be done now.

    ``stage`` is the plan's; ``now`` is the wall clock where the mirror hangs.  What lies in the future (a clock that
    was set back) locks, but never unlocks.
    """
    words = tuple(confirmations)
    why = _lock(entry, stage, evidence, words, now)
    if why is None:
        return Allowed(stage_now(stage, evidence, words, now))
    instead = _INSTEAD.get(why, ("facial_rest",))
    if why in _BEFORE_MOVEMENT:
        imagined = entry.imagery if isinstance(entry, Exercise) and entry.imagery else "imagery_smile"
        instead = (imagined, "massage_cheeks")
    return Locked(why, _SENTENCES[why], instead)


def stage_now(stage: Stage, evidence: Evidence, confirmations: Iterable[Confirmation], now: datetime) -> Stage:
    """The stage that holds now: the plan's, or what has been seen and said since."""
    words = tuple(confirmations)
    if stage is Stage.FLACCID or any(word.stage is Stage.FLACCID for word in words):
        if _not_returned(evidence, words, now) is not None:
            return Stage.FLACCID
        if stage is Stage.FLACCID:
            stage = Stage.PARETIC
    if stage is Stage.AFTERCARE and not any(_says_aftercare(word) for word in _standing(words, now)):
        stage = Stage.PARETIC  # a word that movement has come back is none that it has come back for good
    return Stage.SYNKINETIC if _joins(evidence, words, now) else stage


def _says_aftercare(word: Confirmation) -> bool:
    return word.by is Confirmer.THERAPIST or word.stage is Stage.AFTERCARE


def _lock(entry: Entry, stage: Stage, evidence: Evidence, words: tuple[Confirmation, ...], now: datetime) -> Why | None:
    """The first thing that speaks against it; None: nothing does."""
    today = {noted.sign for noted in evidence.noted if day_of(noted.at) >= day_of(now)}
    if Sign.RED_FLAG in today:
        return None if entry.kind is Kind.EYE_CARE else Why.RED_FLAG
    if Sign.PAIN in today and (entry.kind.moves or entry.kind.hands_on):
        return Why.PAIN
    if Sign.TIGHT in today and entry.kind.moves:
        return Why.TIGHT
    present = stage_now(stage, evidence, words, now)
    if entry.kind.active:
        if (why := _not_returned(evidence, words, now)) is not None:
            return why
        if entry.kind.strengthening and present is Stage.SYNKINETIC:
            return Why.STRENGTHENING
    if present not in entry.stages:
        return Why.STAGE
    if _only_by_therapist(entry, present):
        if not any(word.by is Confirmer.THERAPIST for word in _standing(words, now)):
            return Why.THERAPIST
        if entry.kind.strengthening and present is Stage.PARETIC and len(_days(evidence, words, now)) < SEVERAL_DAYS:
            return Why.TOO_EARLY
    return None


def _only_by_therapist(entry: Entry, present: Stage) -> bool:
    late = isinstance(entry, Exercise) and entry.late and present is Stage.PARETIC
    return late or entry.kind.strengthening


def _not_returned(evidence: Evidence, words: tuple[Confirmation, ...], now: datetime) -> Why | None:
    """Why movement does not count as returned; None when it does."""
    for word in _standing(words, now):
        if word.by is Confirmer.THERAPIST or len(recent_days(evidence, words, word.at)) >= SEVERAL_DAYS:
            return None
    days = len(recent_days(evidence, words, now))
    if days == 0:
        return Why.NO_MOVEMENT
    return Why.FEW_DAYS if days < SEVERAL_DAYS else Why.UNCONFIRMED


def _standing(words: tuple[Confirmation, ...], now: datetime) -> list[Confirmation]:
    """The words that movement has returned and that none has taken back."""
    since = _taken_back(words)
    return [word for word in words if word.stage is not Stage.FLACCID and since < word.at <= now]


def _taken_back(words: tuple[Confirmation, ...]) -> datetime:
    """When it was last said that there is no movement."""
    return max((word.at for word in words if word.stage is Stage.FLACCID), default=datetime.min)


def _days(evidence: Evidence, words: tuple[Confirmation, ...], until: datetime) -> set[date]:
    """The days with movement beyond noise."""
    since = _taken_back(words)
    return {day_of(moved.at) for moved in evidence.moved if moved.beyond_noise and since < moved.at <= until}


def recent_days(evidence: Evidence, words: tuple[Confirmation, ...], until: datetime) -> set[date]:
    """The days of movement that count together: within ``WITHIN``, and since nobody has said that there is none."""
    return {day for day in _days(evidence, words, until) if day_of(until) - day < WITHIN}


def _joins(evidence: Evidence, words: tuple[Confirmation, ...], now: datetime) -> bool:
    """Whether movements join in that were not meant, and no therapist has looked since."""
    seen = [noted.at for noted in evidence.noted if noted.sign is Sign.JOINED]
    said = [word.at for word in words if word.stage is Stage.SYNKINETIC]
    last = max(seen + said, default=None)
    if last is None:
        return False
    cleared = (Stage.PARETIC, Stage.AFTERCARE)
    return not any(word.by is Confirmer.THERAPIST and word.stage in cleared and last < word.at <= now for word in words)
