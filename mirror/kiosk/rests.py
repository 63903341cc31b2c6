"""What the guard's answer means to the person at the mirror."""

from typing import Final

from hardware.stimulator.protocol import Answer, Arming, State
from hardware.stimulator.reason import Reason
from mirror.therapy.stimulator import Power, Rests, Stimulator

#: What each of the guard's reasons means to the person at the mirror.
RESTS: Final = {
    Reason.NO_PRESCRIPTION: Rests.PLAN,
    Reason.CLOCK_NOT_SET: Rests.CLOCK,
    Reason.CLOCK_WENT_BACK: Rests.CLOCK,
    Reason.CLOCK_JUMPED: Rests.CLOCK,
    Reason.NOT_BEGUN: Rests.PLAN,
    Reason.EXPIRED: Rests.PLAN,
    Reason.LEDGER: Rests.UNWELL,
    Reason.BOARD_HOT: Rests.UNWELL,
    Reason.BOARD_POWER: Rests.UNWELL,
    Reason.BOARD_UNKNOWN: Rests.UNWELL,
    Reason.STOP_OPEN: Rests.STOP_PRESSED,
    Reason.LATE: Rests.BETWEEN,
    Reason.SILENT: Rests.NOT_ASKED,
    Reason.NO_SESSION: Rests.NOT_ASKED,
    Reason.STOPPED: Rests.STOPPED,
    Reason.PRESCRIBED_ANEW: Rests.REPLACED,
    Reason.NOT_ANSWERED: Rests.ANSWERS_OPEN,
    Reason.CONTRAINDICATED: Rests.ANSWER_AGAINST,
    Reason.OTHER_STAGE: Rests.PLAN,
    Reason.NOT_ASKED: Rests.NOT_ASKED,
    Reason.BOTH_SIDES: Rests.PLAN,
    Reason.OTHER_SIDE: Rests.PLAN,
    Reason.NO_HOLD: Rests.NOT_ASKED,
    Reason.NO_FACE: Rests.FACE,
    Reason.FACE_OLD: Rests.SLOW,
    Reason.STIMULATOR_NOT_READY: Rests.NOT_READY,
    Reason.COURSE_OVER: Rests.COURSE_FULL,
    Reason.COURSE_FULL: Rests.COURSE_FULL,
    Reason.WEEK_FULL: Rests.WEEK_FULL,
    Reason.DAY_FULL: Rests.DAY_FULL,
    Reason.GAP: Rests.DAY_FULL,
    Reason.SESSION_TIME: Rests.SESSION_FULL,
    Reason.SESSION_DOSE: Rests.SESSION_FULL,
    Reason.SESSION_TRAINS: Rests.SESSION_FULL,
    Reason.REST: Rests.BETWEEN,
    Reason.NOT_ARMED: Rests.ARM,
    Reason.HAND_OPEN: Rests.PRESS,
    Reason.HAND_USED: Rests.PRESS_ANEW,
    Reason.TRAIN_OVER: Rests.BETWEEN,
    Reason.RESERVING: Rests.NOT_ASKED,
}


def stimulator_of(answer: Answer | None) -> Stimulator:
    """What the person needs to know of the guard's answer; None: there is no guard."""
    if answer is None:
        return Stimulator(rests=Rests.UNWELL)
    if answer.state is State.ON:
        return Stimulator(Power.ON)
    power = Power.ARMED if answer.arming is Arming.ARMED else Power.OFF
    return Stimulator(power, Rests.NOT_ASKED if answer.reason is None else RESTS[answer.reason])
