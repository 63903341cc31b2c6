"""The ladder of recoveries: what mends itself, what a new process mends, and what only a person can mend.

1. A camera that falls silent or freezes is closed and opened again by its thread, every two seconds (workers.py); the
   safe scene says so meanwhile.
2. When that has not helped three times in a row, the driver inside this process is worn out (picamera2 issues 1090 and
   1392): the mirror ends in order, with its session closed and its log written, and the service manager starts it anew.
3. A thread that hangs cannot be ended in order: systemd is no longer told that all is well, and after ``WatchdogSec``
   it ends the process and starts another.
4. Five ends in ten minutes bring the safe screen (systemd/mirror-safe.service).
5. A kernel that hangs is restarted by the hardware's watchdog (systemd/watchdog.conf).

What a person must mend takes no step: a camera that is not there, a model that is none, a disk that is full.  The
mirror says it on the glass and goes on.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

#: So often a camera is opened again in vain before the process gives up on it.
VAIN_RESTARTS: Final = 3


class Step(Enum):
    """What is to be done."""

    NONE = "none"
    END_IN_ORDER = "end in order"
    SAY_NOTHING = "say nothing"
    """To the service manager, which then ends the process."""


@dataclass(frozen=True, slots=True)
class Health:
    """How the threads of the mirror are."""

    camera_runs: bool = True
    """Whether the camera's thread is there and not hanging in its driver; a camera that is not wanted runs well."""
    restarts_in_vain: int = 0
    """How often the camera was opened again since it last gave a living picture."""
    measures: bool = True
    """Whether the perception's thread is there and not hanging in a frame."""
    keeps: bool = True
    """Whether the log's thread is there; while its disk refuses, it knows and says so."""


def judge(health: Health) -> Step:
    """The step to take."""
    if not (health.camera_runs and health.measures and health.keeps):
        return Step.SAY_NOTHING
    if health.restarts_in_vain >= VAIN_RESTARTS:
        return Step.END_IN_ORDER
    return Step.NONE
