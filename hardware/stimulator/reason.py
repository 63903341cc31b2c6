"""Why the line is off.  Each condition of the gate has its own reason; docs/stimulation.md explains every one."""

from enum import Enum
from typing import Final


class Reason(Enum):
    """The value is what the ledger, the trace and the documents say; the order is the order of judgement.

    The number of a reason on the wire is its place here: changing the order is a new version of the protocol.
    """

    NO_PRESCRIPTION = "nothing is prescribed"
    CLOCK_NOT_SET = "the clock is not known to be right"
    CLOCK_WENT_BACK = "the clock went back, so too recent"
    CLOCK_JUMPED = "the clock jumped"
    NOT_BEGUN = "the prescription begins on a later day"
    EXPIRED = "the prescription has ended"
    LEDGER = "the ledger cannot be written"
    BOARD_HOT = "the computer is too hot"
    BOARD_POWER = "the power supply is too weak"
    BOARD_UNKNOWN = "heat and power of the computer cannot be read"
    STOP_OPEN = "the stop loop is open"
    LATE = "the guard itself was held up"
    SILENT = "no word from the mirror"
    NO_SESSION = "no session"
    STOPPED = "stopped in this session"
    PRESCRIBED_ANEW = "prescribed anew in this session"
    NOT_ANSWERED = "today's questions are not answered"
    CONTRAINDICATED = "an answer of today speaks against it"
    OTHER_STAGE = "another stage than the prescribed one"
    NOT_ASKED = "not asked for"
    BOTH_SIDES = "both sides are never stimulated"
    OTHER_SIDE = "another side than the prescribed one"
    NO_HOLD = "no hold"
    NO_FACE = "no face that can be measured"
    FACE_OLD = "the picture of the face is too old"
    STIMULATOR_NOT_READY = "the stimulator is not ready"
    COURSE_OVER = "the course is over"
    COURSE_FULL = "enough sessions in this course"
    WEEK_FULL = "enough sessions this week"
    DAY_FULL = "enough for today"
    GAP = "too soon after the last session"
    SESSION_TIME = "the session has lasted long enough"
    SESSION_DOSE = "enough for this session"
    SESSION_TRAINS = "enough trains in this session"
    REST = "resting between two trains"
    NOT_ARMED = "not armed"
    HAND_OPEN = "the hand button is not held"
    HAND_USED = "the hand button must be let go and pressed anew"
    TRAIN_OVER = "the train is over"
    RESERVING = "the dose is being written down"


#: How a train ends that leaves it armed: as it was meant to, or because the mirror was too slow, which arming anew
#: would not mend.  The next train wants the rest between two, fresh pictures and a press of its own all the same.
#: After any other end the person has to arm anew.
MEANT_ENDS: Final = frozenset(
    {Reason.TRAIN_OVER, Reason.HAND_OPEN, Reason.NO_HOLD, Reason.NOT_ASKED, Reason.FACE_OLD},
)
