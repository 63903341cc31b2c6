"""What is known of a person's face beyond the plan: what the mirror has seen, and what people have said.

Times are the wall's, where the mirror hangs, as the log has them after it has put the dates of a wrong clock right.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from mirror.perception.excursion import Movement
from mirror.therapy.stage import Stage


@dataclass(frozen=True, slots=True)
class Moved:
    """What the weak side did in one standard attempt."""

    at: datetime
    movement: Movement
    affected_mm: float
    noise_mm: float
    """The smallest movement this mirror can tell from none on this face (MDC95)."""

    @property
    def beyond_noise(self) -> bool:
        return self.affected_mm > self.noise_mm


class Sign(Enum):
    """Something that locks at once."""

    PAIN = "pain"
    TIGHT = "tight"
    """The face tightens or contracts."""
    JOINED = "joined"
    """A region that should be quiet moved along, beyond what healthy faces do."""
    RED_FLAG = "red flag"
    """An answer that means danger."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A sign, and when."""

    sign: Sign
    at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the mirror has seen and was told, in any order."""

    moved: tuple[Moved, ...] = ()
    noted: tuple[Noted, ...] = ()


class Confirmer(Enum):
    """Who may confirm a stage."""

    THERAPIST = "therapist"
    """In person, or by a plan with a prescriber."""
    CAREGIVER = "caregiver"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Somebody's word that a person is in a stage.  That of the flaccid or the synkinetic stage locks, at once."""

    by: Confirmer
    stage: Stage
    at: datetime
