"""The words a session speaks: its scenes, its hints, why it waits and what keeps it from working."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from mirror.perception.co_movement import QuietRegion


class Scene(Enum):
    """What the mirror is doing.  Every scene is documented in docs/scenes.md."""

    IDLE = "idle"
    CARD = "card"
    QUESTION = "question"
    ADVICE = "advice"
    TOLD = "told"
    WELCOME = "welcome"
    FIND_FACE = "find_face"
    REST = "rest"
    ARM = "arm"
    SHOW = "show"
    READY = "ready"
    MOVE = "move"
    HOLD = "hold"
    FREEZE = "freeze"
    RELEASE = "release"
    BREATHE = "breathe"
    GUIDED = "guided"
    ROUTINE = "routine"
    ATTEMPT = "attempt"
    SUMMARY = "summary"
    DETAILS = "details"
    PAUSED = "paused"
    SAFE = "safe"
    MENU = "menu"
    VOLUME = "volume"
    LIGHT = "light"
    SHUT_DOWN = "shut_down"
    SWITCHING_OFF = "switching_off"
    STAYS_ON = "stays_on"
    CONNECT = "connect"
    PHONES = "phones"
    DISCONNECT = "disconnect"


#: Scenes in which an exercise or a routine is going on.
EXERCISING = frozenset(
    {
        Scene.SHOW,
        Scene.READY,
        Scene.MOVE,
        Scene.HOLD,
        Scene.FREEZE,
        Scene.RELEASE,
        Scene.BREATHE,
        Scene.GUIDED,
        Scene.ROUTINE,
        Scene.ATTEMPT,
    }
)
#: Scenes in which the face is asked to move.
MOVING = frozenset({Scene.READY, Scene.MOVE, Scene.HOLD, Scene.FREEZE, Scene.RELEASE, Scene.GUIDED, Scene.ATTEMPT})
#: Scenes in which a repetition is being scored.
SCORING = frozenset({Scene.MOVE, Scene.HOLD, Scene.FREEZE, Scene.RELEASE})
#: Scenes between the beginning and the end of a session, as the log has it.
IN_SESSION = EXERCISING | {Scene.WELCOME, Scene.FIND_FACE, Scene.REST, Scene.ARM, Scene.PAUSED}
#: Scenes that look at the face; outside them the camera is closed.  In SAFE it is kept trying.
WATCHING = IN_SESSION | {Scene.SAFE}

#: Scenes about phones, which belong to the menu.
ABOUT_PHONES = frozenset({Scene.CONNECT, Scene.PHONES, Scene.DISCONNECT})
#: Scenes of the mirror's own menu, which is opened from idle: never within a session.
IN_MENU = ABOUT_PHONES | {
    *(Scene.MENU, Scene.VOLUME, Scene.LIGHT, Scene.SHUT_DOWN, Scene.SWITCHING_OFF, Scene.STAYS_ON)
}


class PauseReason(Enum):
    """Why a session waits."""

    ASKED = "asked"
    FACE_AWAY = "face away"


class Hint(Enum):
    """A quiet word beside the instruction."""

    NONE = "none"
    TRY_SMALL = "try small"
    """No movement was seen yet."""
    HOLD_LONGER = "hold longer"
    """The last repetition was let go before the ring was full."""
    LET_GO = "let go"
    """The movement has not come back to rest yet."""
    NOT_YET = "not yet"
    """The last attempt showed no movement the mirror can be sure of."""
    ANOTHER = "another"
    """The last movement was not the one that was asked for."""
    UNREAD = "unread"
    """The face is seen, but not the part of it that is asked to move."""
    KEEP_STILL = "keep still"
    """The face at rest cannot be taken, because it is not at rest."""
    SMALLER = "smaller"
    """The movement goes farther than is asked for."""
    SLOWER = "slower"
    """It came fast."""
    BRAKE = "brake"
    """The stronger side runs ahead: it should wait for the other."""
    EYE_JOINED = "eye joined"
    """The eye joined in: the next one stops before that."""
    MOUTH_JOINED = "mouth joined"
    BROW_JOINED = "brow joined"
    JUST_RIGHT = "just right"
    """The last repetition was small and slow, and both sides went together."""
    TIGHT = "tight"
    """The face has become tight: release comes now."""
    TIRED = "tired"
    """The weaker side has had enough: rest comes now."""


#: What is said when a region joins in.
JOINED_HINTS: Final = {
    QuietRegion.EYE: Hint.EYE_JOINED,
    QuietRegion.MOUTH: Hint.MOUTH_JOINED,
    QuietRegion.BROW: Hint.BROW_JOINED,
}


class Strain(Enum):
    """Why the face has had enough for now."""

    TIGHT = "tight"
    TIRED = "tired"


class Pace(Enum):
    """Whether the face is looked at often enough to score what it does; where not, why."""

    ENOUGH = "enough"
    SLOW_BOARD = "slow board"
    """The board takes too long for a look."""
    SLOW_CAMERA = "slow camera"
    """The camera gives too few pictures, as a webcam does in the dark."""


class FaultKind(Enum):
    """What keeps the mirror from working."""

    CAMERA = "camera"
    MODEL = "model"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps the mirror from working.

    The screen has its own kind words for each kind; ``detail`` is for whoever mends it, and goes into the log.
    """

    kind: FaultKind
    detail: str


class Asking(Enum):
    """What the questions on the screen are for, and so what comes after them."""

    BEFORE = "before"
    """The session begins after them."""
    FOREHEAD = "forehead"
    """It goes on after them."""
    AFTER = "after"
    """It is over."""
