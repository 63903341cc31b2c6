"""A face over time, for stories: what the mirror is told, instant by instant, and what it answers."""

from dataclasses import dataclass, field, replace

from mirror.movement.asked import Uncounted, Why
from mirror.movement.repetition import Onset, Phase, Released, Repetition
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Unseen
from mirror.perception.observation import Rest
from mirror.therapy.brief import Brief
from mirror.therapy.catalogue import practice
from mirror.therapy.effects import Effect
from mirror.therapy.phones import NO_PHONES, Phones
from mirror.therapy.press import Button, Press, PressKind
from mirror.therapy.scene import Fault, FaultKind, Scene
from mirror.therapy.session import Inputs, Session
from mirror.therapy.step import step

STEP_S = 0.1
CAMERA_FAULT = Fault(FaultKind.CAMERA, "The webcam went away: plug it in again.")


def repetition(at_s: float, hold_s: float = 3.0, left_mm: float = 3.0, right_mm: float = 6.0) -> Repetition:
    """A repetition that has just ended."""
    excursion = Excursion(left_mm, right_mm, 0.9)
    return Repetition(Movement.SMILE, at_s - hold_s - 1.0, at_s - hold_s - 0.5, at_s - 0.5, at_s, excursion, 0.1)


@dataclass
class Timeline:
    """Plays a session.

    ``unseen``, ``phase``, ``fault``, ``steady``, ``hidden`` and ``phones`` stay until they are set again.

    ``held_s`` grows with time once it is above zero, as long as the movement goes on, and ``unread_s`` while it is
    hidden.
    """

    session: Session
    now_s: float = 0.0
    unseen: Unseen | None = None
    phase: Phase = Phase.RESTING
    held_s: float = 0.0
    fault: Fault | None = None
    steady: bool = True
    hidden: bool = False
    unread_s: float = 0.0
    phones: Phones = NO_PHONES
    effects: list[Effect] = field(default_factory=list)
    scenes: list[Scene] = field(default_factory=list)

    @classmethod
    def idle(cls, brief: Brief) -> "Timeline":
        """The mirror before a session, with this prepared."""
        return cls(Session.of(brief))

    @property
    def inputs(self) -> Inputs:
        rest = Rest(self.session.rest_round, 24 if self.steady else 5, 24)
        seen = Inputs(self.unseen, rest, None, self.phase, self.held_s, None, self.fault, self.unread_s)
        return replace(seen, phones=self.phones)

    def tell(self, inputs: Inputs) -> list[Effect]:
        """One instant later."""
        self.now_s += STEP_S
        if self.phase is Phase.MOVING and self.held_s > 0.0:
            self.held_s += STEP_S
        self.unread_s = self.unread_s + STEP_S if self.hidden else 0.0
        before = self.session.scene
        self.session, effects = step(self.session, inputs, self.now_s)
        if self.session.scene is not before:
            self.scenes.append(self.session.scene)
        self.effects += effects
        return effects

    def wait(self, seconds: float) -> "Timeline":
        """Nothing new for so long."""
        for _ in range(round(seconds / STEP_S)):
            self.tell(self.inputs)
        return self

    def until(self, scene: Scene, limit_s: float = 60.0) -> "Timeline":
        """Wait for a scene; it must come."""
        start_s = self.now_s
        while self.session.scene is not scene:
            assert self.now_s - start_s < limit_s, f"{scene} did not come; it is {self.session.scene}"
            self.tell(self.inputs)
        return self

    def press(self, button: Button, kind: PressKind = PressKind.SHORT) -> list[Effect]:
        return self.tell(replace(self.inputs, press=Press(button, kind)))

    def onset(self) -> None:
        """The movement leaves rest."""
        self.phase = Phase.MOVING
        self.tell(replace(self.inputs, event=Onset(self.now_s)))

    def release(self, hold_s: float = 3.0, just_right: bool = False) -> list[Effect]:
        """The movement is back."""
        self.phase, self.held_s = Phase.RESTING, 0.0
        released = Released(repetition(self.now_s, hold_s))
        return self.tell(replace(self.inputs, event=released, just_right=just_right))

    def tell_more(self, **told: object) -> list[Effect]:
        """One instant with something besides."""
        return self.tell(replace(self.inputs, **told))

    def blind(self) -> None:
        """Nobody is in view."""
        self.unseen = Unseen.NO_FACE

    def another(self, why: Why = Why.ANOTHER) -> list[Effect]:
        """The movement is back, and was not what was asked for."""
        self.phase, self.held_s = Phase.RESTING, 0.0
        return self.tell(replace(self.inputs, event=Uncounted(repetition(self.now_s), why)))

    def one_repetition(self) -> list[Effect]:
        """Move when asked, hold until the ring is full, let go."""
        self.until(Scene.MOVE)
        self.onset()
        self.held_s = 0.5
        self.until(Scene.RELEASE)
        return self.release()


def begun(*exercises: str, repetitions: int = 2) -> Timeline:
    """A session that has been started and sees a face."""
    return prepared(Brief(tasks=practice(exercises, repetitions)))


def prepared(brief: Brief) -> Timeline:
    """Start has been pressed with this prepared; a face is in view."""
    timeline = Timeline.idle(brief)
    timeline.press(Button.SELECT)
    return timeline
