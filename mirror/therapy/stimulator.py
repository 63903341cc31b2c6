"""What a session knows of a stimulator that a plan prescribes: where it may act, today's answers, what its guard does.

Nothing here permits anything; that is for the guard alone (docs/stimulation.md).
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from mirror.perception.face import Side
from mirror.therapy.catalogue import Exercise, Purpose, Region, Task
from mirror.therapy.plan import Zone
from mirror.therapy.stage import Stage


class Screening(Enum):
    """What was said today to the questions that come before stimulation."""

    OPEN = "open"
    """Not all of them have their answer."""
    CLEAR = "clear"
    AGAINST = "against"


#: Which exercises a muscle under the electrodes belongs to.  In any other one it would learn to join in, which is what
#: a synkinetic face suffers from (Facial Palsy UK on stimulation); around the eye nothing is stimulated at all.
FITTING: Final = {
    Zone.FOREHEAD: frozenset({Region.BROW}),
    Zone.CHEEK: frozenset({Region.CHEEK, Region.MOUTH, Region.NOSE}),
    Zone.LIP_CORNER: frozenset({Region.CHEEK, Region.MOUTH}),
    Zone.CHIN: frozenset({Region.CHIN, Region.MOUTH}),
}


@dataclass(frozen=True, slots=True)
class Prescribed:
    """What the plan prescribes for the present day and stage."""

    side: Side
    zone: Zone
    stage: Stage
    """The stage that holds, which is the plan's."""
    screening: Screening
    day: date
    """The mirror's day that all of this is about."""
    name: str = ""
    """Tells this prescription from every other one, as in the guard's ledger."""

    def fits(self, task: Task) -> bool:
        """Whether it may accompany this task: held, practised, and of the muscles under the electrodes.

        An assessment and the daily try measure what the face does by itself.
        """
        held = isinstance(task.exercise, Exercise) and task.measures is not None
        return held and task.purpose is Purpose.PRACTICE and task.exercise.region in FITTING[self.zone]


class Offer(Enum):
    """Whether the person has been shown how the stimulator is armed."""

    TO_COME = "to come"
    MADE = "made"
    DECLINED = "declined"
    """This session goes on without it: nothing is asked of the guard."""


class Power(Enum):
    """What the guard does."""

    OFF = "off"
    ARMED = "armed"
    """The next press of the hand button in a hold begins a train."""
    ON = "on"


class Rests(Enum):
    """Why it is off, as far as a person can do something about it or needs to know it."""

    NOT_ASKED = "not asked"
    """Nothing is amiss: no hold, or it is about to begin."""
    ARM = "arm"
    PRESS = "press"
    PRESS_ANEW = "press anew"
    BETWEEN = "between two"
    FACE = "face"
    SLOW = "slow"
    """The mirror reads its pictures too slowly for it; nothing that the person does changes that."""
    STOP_PRESSED = "stop pressed"
    STOPPED = "stopped"
    SESSION_FULL = "session full"
    DAY_FULL = "day full"
    WEEK_FULL = "week full"
    COURSE_FULL = "course full"
    ANSWERS_OPEN = "answers open"
    ANSWER_AGAINST = "answer against"
    PLAN = "plan"
    REPLACED = "replaced"
    """The plan was changed in this session."""
    NOT_READY = "not ready"
    CLOCK = "clock"
    UNWELL = "unwell"
    """The mirror, its guard or its power supply is not as it must be."""


#: What keeps it off until somebody mends it, or for the whole session: waiting at the mirror changes nothing.
LASTING: Final = frozenset(
    {
        *(Rests.STOPPED, Rests.SESSION_FULL, Rests.DAY_FULL, Rests.WEEK_FULL, Rests.COURSE_FULL),
        *(Rests.ANSWERS_OPEN, Rests.ANSWER_AGAINST, Rests.PLAN, Rests.REPLACED, Rests.CLOCK, Rests.UNWELL),
    }
)


@dataclass(frozen=True, slots=True)
class Stimulator:
    """The stimulator at one instant, by the word of its guard."""

    power: Power = Power.OFF
    rests: Rests = Rests.NOT_ASKED
    """Why it is not on; NOT_ASKED while it is."""
