"""What the reminder light says of the day and of the session."""

from typing import Final

from hardware.led.pattern import Pattern
from mirror.therapy.scene import Scene
from mirror.therapy.schedule import Signal
from mirror.therapy.session import Session

#: What the light says of the day.
PATTERNS: Final = {Signal.DUE_NOW: Pattern.DUE, Signal.DUE_LATER: Pattern.OFF, Signal.ALL_DONE: Pattern.DONE}


def wanted_pattern(session: Session) -> Pattern:
    """The pattern of this instant.

    The quiet hours are the plan's ([reminders]): within them nothing is due, so nothing breathes and nothing pulses
    unless somebody practises.
    """
    if session.scene is Scene.SAFE:
        return Pattern.FAULT
    if session.scene is Scene.LIGHT:
        # Whoever sets its brightness sees it as it will be.
        return Pattern.DUE
    if session.watching:
        return Pattern.LISTENING
    today = session.brief.today
    return Pattern.OVERDUE if today.overdue else PATTERNS[today.signal]
