"""What the kiosk tells the guard: one complete picture of its side, many times a second.

Every message says everything, so that a lost one costs nothing and none can leave a state behind that lasts.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from hardware.stimulator.prescription import Stage


class Wanted(Enum):
    """What the kiosk asks to be stimulated.  Both sides can be asked for, and are refused by name."""

    NOTHING = "nothing"
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Activity(Enum):
    """What the session is doing."""

    NONE = "none"
    SESSION = "session"
    HOLD = "hold"
    """The hold of a repetition, which is all that stimulation may accompany."""


class Sight(Enum):
    """Whether one face, in posture and light that can be measured, was in the newest picture."""

    UNSEEN = "unseen"
    SEEN = "seen"


class Answers(Enum):
    """To the contraindication questions that are asked before the first stimulation of a day."""

    NONE = "none"
    CLEAR = "clear"
    AGAINST = "against"


class Objection(Enum):
    """Whether somebody pressed stop or said that it hurts, since the session began."""

    NONE = "none"
    STOPPED = "stopped"


SESSION_BYTES: Final = 16
NO_SESSION: Final = bytes(SESSION_BYTES)


@dataclass(frozen=True, slots=True)
class Report:
    """The kiosk's side at one instant.  Times are monotonic seconds of this machine, which all processes share."""

    sent_s: float
    session: bytes = NO_SESSION
    """16 random bytes, new for every session."""
    activity: Activity = Activity.NONE
    wanted: Wanted = Wanted.NOTHING
    stage: Stage = Stage.FLACCID
    """The stage as it stands now, which may be another than the plan's."""
    sight: Sight = Sight.UNSEEN
    face_s: float = 0.0
    """When the newest picture was taken in which the face could be measured."""
    answers: Answers = Answers.NONE
    answered_on: date = date.min
    objection: Objection = Objection.NONE
