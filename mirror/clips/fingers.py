"""Where fingers help or resist in an exercise."""

from __future__ import annotations

from mirror.clips.anatomy import CORNER
from mirror.clips.choreography import HOLD_S, MOVE_S, RELEASE_S, Demonstration, ease, effort_at
from mirror.clips.hands import Fingertip, Light, mirrored
from mirror.clips.motion import BROW_MM, SMILE_MM

#: A finger arrives and leaves within this time, while the face is at rest.
_ARRIVES_S = 0.5


def fingers_at(exercise: Demonstration, t_s: float) -> tuple[Light, ...]:
    """The fingers of an exercise at a time of its loop; most exercises have none."""
    effort = effort_at(t_s)
    match exercise:
        case Demonstration.ASSISTED_SMILE:
            # They lift, then the face holds what it can.
            amount = _there(t_s, MOVE_S + 0.6 * HOLD_S)
            at = CORNER[0] + 6.0 + 0.6 * SMILE_MM[0] * effort, CORNER[1] + 2.0 + 0.6 * SMILE_MM[1] * effort
            finger = Fingertip(*at, 62.0, amount=amount)
        case Demonstration.RESIST_SMILE:
            at = CORNER[0] + 5.0 + 0.5 * SMILE_MM[0] * effort, CORNER[1] - 1.0 + 0.5 * SMILE_MM[1] * effort
            finger = Fingertip(*at, 25.0, amount=_there(t_s, MOVE_S + HOLD_S + RELEASE_S))
        case Demonstration.RESIST_BROW:
            lift = 0.55 * BROW_MM * effort
            finger = Fingertip(31.0, -42.5 - lift, -28.0, amount=_there(t_s, MOVE_S + HOLD_S + RELEASE_S))
        case Demonstration.RESIST_PUCKER:
            return (Fingertip(0.0, 73.0, 84.0, amount=_there(t_s, MOVE_S + HOLD_S + RELEASE_S)),)
        case _:
            return ()
    return finger, mirrored(finger)


def _there(t_s: float, until_s: float) -> float:
    return ease(t_s / _ARRIVES_S) * (1.0 - ease((t_s - until_s) / _ARRIVES_S))
