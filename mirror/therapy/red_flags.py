"""What must be seen by a doctor, how soon, and what the mirror says then.

The items are those of guidelines on facial palsy: AAO-HNS guideline on Bell's palsy (2013), NICE's advice on stroke and
Bell's palsy, University Hospital Southampton's and Kernow's referral pages.  Nothing here is a diagnosis: an item says
when to ask somebody who can make one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mirror.language import N_
from mirror.therapy.evidence import Sign


class Urgency(Enum):
    """How soon somebody must look, from not at all to at once; the order counts."""

    NONE = "none"
    """Nothing follows."""
    DOCTOR_SOON = "doctor soon"
    """In the next days; practice may go on."""
    DOCTOR_TODAY = "doctor today"
    EMERGENCY = "emergency"
    """Now, by the emergency number."""

    @property
    def rank(self) -> int:
        return list(Urgency).index(self)

    @property
    def sign(self) -> Sign | None:
        """What the stage gate is told: nothing is coached before a doctor has been asked."""
        return Sign.RED_FLAG if self.rank >= Urgency.DOCTOR_TODAY.rank else None


def most_urgent(urgencies: Iterable[Urgency]) -> Urgency:
    """What several answers together call for."""
    return max(urgencies, key=lambda one: one.rank, default=Urgency.NONE)


class RedFlag(Enum):
    """One thing that a doctor must hear of."""

    LIMB = "weak or numb arm or leg"
    SPEECH = "trouble speaking"
    VISION = "trouble seeing"
    BALANCE = "loss of balance"
    CONFUSION = "confusion"
    HEADACHE = "sudden severe headache"
    BREATHING = "trouble breathing"
    SWALLOWING = "trouble swallowing"
    FOREHEAD_SPARED = "forehead moves, lower face droops"

    EYE_RED = "red eye"
    EYE_PAIN = "painful eye"
    EYE_SIGHT = "worse sight in an eye"
    EYE_EXPOSED = "eye sore or open despite its care"
    RASH = "rash or blisters at the ear or mouth"
    LUMP = "lump at the jaw or neck"
    EAR_DISCHARGE = "running ear"
    HEARING = "hearing loss"
    NUMBNESS = "numb skin"
    FEVER = "fever or feeling ill"
    TICK = "tick bite"
    NEW_ONSET = "never seen by a doctor"
    OTHER_SIDE = "other side"

    WORSENING = "getting worse"
    RECURRENT = "come back"
    ONE_BRANCH = "only one part of the face"
    NO_IMPROVEMENT = "no improvement after three weeks"
    INCOMPLETE = "incomplete after three months"

    @property
    def urgency(self) -> Urgency:
        """How soon at the latest."""
        if self in _EMERGENCIES:
            return Urgency.EMERGENCY
        return Urgency.DOCTOR_SOON if self in _SOON else Urgency.DOCTOR_TODAY


#: Signs of a stroke (NICE: face, arms, speech; balance and eyes), of a bleed, and of a threatened airway.
_EMERGENCIES: Final = frozenset(
    {
        *(RedFlag.LIMB, RedFlag.SPEECH, RedFlag.VISION, RedFlag.BALANCE, RedFlag.CONFUSION),
        *(RedFlag.HEADACHE, RedFlag.BREATHING, RedFlag.SWALLOWING, RedFlag.FOREHEAD_SPARED),
    }
)
#: What calls for another look, not for one today (AAO-HNS 2013: reassessment or referral).
_SOON: Final = frozenset(
    {
        *(RedFlag.WORSENING, RedFlag.RECURRENT, RedFlag.ONE_BRANCH),
        *(RedFlag.NO_IMPROVEMENT, RedFlag.INCOMPLETE),
    }
)


@dataclass(frozen=True, slots=True)
class Advice:
    """What the screen says: two sentences below a line that stands over every one of them."""

    headline: str
    """What to do."""
    sentence: str
    """And what else."""
    eyebrow: str = N_("This is not a diagnosis")


#: The emergency number differs from country to country, so it is not printed; people know their own.
ADVICE: Final = {
    Urgency.EMERGENCY: Advice(
        N_("Please call the emergency number now."), N_("Say what is new and when it began; the mirror can wait.")
    ),
    Urgency.DOCTOR_TODAY: Advice(
        N_("Please see a doctor today."), N_("The exercises wait until then; only your eye care goes on.")
    ),
    Urgency.DOCTOR_SOON: Advice(
        N_("Please tell your doctor in the next few days."), N_("Today's practice can go on, small and slow.")
    ),
}
