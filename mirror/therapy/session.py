"""The state of a guided session, and what it is told at each instant."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, Self

from mirror.movement.asked import Uncounted
from mirror.movement.repetition import Event, Phase
from mirror.perception.face import Unseen
from mirror.perception.observation import Attention, Rest
from mirror.therapy.catalogue import Exercise, Task
from mirror.therapy.effects import Outcome, RepetitionDone, RepetitionRefined
from mirror.therapy.press import Press


class Scene(Enum):
    """What the mirror is doing.  Every scene is documented in docs/scenes.md."""

    IDLE = "idle"
    WELCOME = "welcome"
    FIND_FACE = "find_face"
    REST = "rest"
    SHOW = "show"
    READY = "ready"
    MOVE = "move"
    HOLD = "hold"
    RELEASE = "release"
    BREATHE = "breathe"
    GUIDED = "guided"
    SUMMARY = "summary"
    DETAILS = "details"
    PAUSED = "paused"
    SAFE = "safe"


#: Scenes in which an exercise is going on.
EXERCISING = frozenset({Scene.SHOW, Scene.READY, Scene.MOVE, Scene.HOLD, Scene.RELEASE, Scene.BREATHE, Scene.GUIDED})
#: Scenes between start and summary.
IN_SESSION = EXERCISING | {Scene.WELCOME, Scene.FIND_FACE, Scene.REST, Scene.PAUSED}
#: Scenes that look at the face; outside them the camera is closed.  In SAFE it is kept trying.
WATCHING = IN_SESSION | {Scene.SAFE}


class View(Enum):
    """How the person's own face is shown.  What is measured is always the real face."""

    TRUE = "true mirror"
    HEALTHY_HALF = "healthy half mirrored"
    OUTLINE = "outline"
    NONE = "no face"

    @property
    def following(self) -> "View":
        order = list(View)
        return order[(order.index(self) + 1) % len(order)]


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


#: Nothing is known of the face at rest.
NO_REST: Final = Rest(round=0, steady_frames=0, needed_frames=1)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the world says at one instant."""

    unseen: Unseen | None = Unseen.NO_IMAGE
    """Why the face cannot be measured; None when it can."""
    rest: Rest = NO_REST
    event: Event | Uncounted | None = None
    phase: Phase = Phase.RESTING
    held_s: float = 0.0
    press: Press | None = None
    fault: Fault | None = None
    unread_s: float = 0.0
    """How long the asked movement could not be read although the face can be measured."""


@dataclass(frozen=True, slots=True)
class Session:
    """One instant of the mirror.  Times are monotonic seconds."""

    practice: tuple[Task, ...]
    scene: Scene = Scene.IDLE
    since_s: float = 0.0
    index: int = 0
    """Which task of the practice."""
    counted: int = 0
    """Repetitions of this task so far."""
    attempts: int = 0
    """Attempts of this task without a movement."""
    passed_over: int = 0
    """Movements since the last counted one that were not what was asked for."""
    hint: Hint = Hint.NONE
    rest_round: int = 0
    unseen: Unseen | None = None
    unseen_since_s: float | None = None
    seen_since_s: float | None = None
    waited_s: float = 0.0
    """Time of scenes that waited for a face and are over, since the session last came further."""
    phase: Phase = Phase.RESTING
    phase_since_s: float = 0.0
    held_s: float = 0.0
    """The longest this movement has been held at its top: what fills the ring."""
    ticks: int = 0
    """Whole seconds of the hold that have sounded."""
    resume: Scene = Scene.IDLE
    pause: PauseReason = PauseReason.ASKED
    fault: Fault | None = None
    view: View = View.TRUE
    outcome: Outcome = Outcome.DONE
    done: tuple[RepetitionDone, ...] = ()

    @property
    def task(self) -> Task:
        return self.practice[min(self.index, len(self.practice) - 1)]

    @property
    def exercise(self) -> Exercise:
        return self.task.exercise

    @property
    def watching(self) -> bool:
        """Whether the camera is needed."""
        return self.scene in WATCHING

    @property
    def attention(self) -> Attention:
        """What the perception should attend to."""
        return Attention(
            rest_round=self.rest_round,
            resting=self.scene is Scene.REST,
            asked=self.exercise.measures if self.scene in EXERCISING else None,
            between=self.scene is Scene.BREATHE and self.phase is Phase.RESTING,
        )

    @property
    def attempt(self) -> tuple[int, int, int, int]:
        """Names one attempt at one repetition: a new one is followed from rest."""
        return (self.rest_round, self.index, self.counted, self.attempts)

    def to(self, scene: Scene, now_s: float, **changes: object) -> Self:
        """The same session in another scene."""
        return replace(self, scene=scene, since_s=now_s, **changes)  # type: ignore[arg-type]

    def refined(self, refined: RepetitionRefined) -> Self:
        """The same session with the refined figure of a repetition in the place of the light one."""
        if refined.excursion is None:
            return self
        excursion = refined.excursion
        return replace(
            self,
            done=tuple(
                replace(one, repetition=replace(one.repetition, excursion=excursion))
                if (one.exercise, one.repetition.start_s) == (refined.exercise, refined.start_s)
                else one
                for one in self.done
            ),
        )

    def in_scene_s(self, now_s: float) -> float:
        """How long this scene has lasted."""
        return now_s - self.since_s

    def in_phase_s(self, now_s: float) -> float:
        """How long the movement has been in its phase, within this scene."""
        return now_s - max(self.since_s, self.phase_since_s)
