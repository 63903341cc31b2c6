"""What a clinician has prescribed, as the guard holds it: plain limits, checked once more against hard caps."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final

from hardware.problem import DeviceProblem
from hardware.stimulator.timing import MOST_HOLD_S

#: One train.  Facial regimens use seconds; the plan allows 1 to 10 (docs/plan.md).
MOST_TRAIN_S: Final = 10.0
#: One session: 15-20 minutes in the published regimens (docs/plan.md).
MOST_SESSION_S: Final = 20 * 60.0
#: Trains in one session, as many as a plan may ask for (docs/plan.md).
MOST_SESSION_TRAINS: Final = 400
#: 3-5 days a week, one session a day, for about 12 weeks (the same regimens).
MOST_WEEK_SESSIONS: Final = 5
MOST_COURSE_WEEKS: Final = 12


class Side(Enum):
    """A side of the face, the patient's own.  There is no value for both."""

    LEFT = "left"
    RIGHT = "right"


class Stage(Enum):
    """Where the person is on the way back; the stages of docs/plan.md."""

    FLACCID = "flaccid"
    PARETIC = "paretic"
    SYNKINETIC = "synkinetic"
    AFTERCARE = "aftercare"


@dataclass(frozen=True, slots=True)
class Prescription:
    """The limits of one prescription.

    A value beyond a hard cap raises DeviceProblem: whoever reads plans should have refused it, and the guard does not
    depend on that.
    """

    name: str
    """Tells this prescription from every other one in the ledger."""
    side: Side
    stage: Stage
    first_day: date
    last_day: date
    train_s: float
    """Longest train, measured at the stimulator's enable input."""
    rest_s: float
    """Shortest pause after a train, at least as long as the train."""
    session_s: float
    """From a session's first train on, pauses included."""
    session_trains: int
    week_sessions: int
    """On any seven days in a row; one a day at most."""
    course_weeks: int

    @property
    def course_sessions(self) -> int:
        return self.week_sessions * self.course_weeks

    def __post_init__(self) -> None:
        span = timedelta(weeks=MOST_COURSE_WEEKS)
        for key, value, least, most in (
            ("train_s", self.train_s, 4 * MOST_HOLD_S, MOST_TRAIN_S),
            ("rest_s", self.rest_s, self.train_s, 3600.0),
            ("session_s", self.session_s, 60.0, MOST_SESSION_S),
            ("session_trains", self.session_trains, 1, MOST_SESSION_TRAINS),
            ("week_sessions", self.week_sessions, 1, MOST_WEEK_SESSIONS),
            ("course_weeks", self.course_weeks, 1, MOST_COURSE_WEEKS),
            ("last_day", self.last_day.toordinal(), self.first_day.toordinal(), (self.first_day + span).toordinal()),
        ):
            if not least <= value <= most:  # also refuses what is not a number
                raise DeviceProblem(f"The prescription's {key} is {value:g}; allowed is {least:g} to {most:g}.")
