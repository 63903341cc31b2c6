"""The drawn patient: someone who sees what the mirror asks and does it, with human delays and one weak side.

Random numbers come from the seed only, so that the same seed gives the same session.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from hardware.camera.camera import Camera, Pace
from hardware.camera.drawn import DrawnCamera
from hardware.camera.frame import Size
from mirror.clips.choreography import Demonstration, pose_at
from mirror.clips.expression import Expression, Half, HeadPose
from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.perception.face import Image, Side
from mirror.therapy.press import Button, Press
from mirror.therapy.questions import Question, Told
from mirror.therapy.red_flags import Urgency
from mirror.therapy.scene import Hint, Scene
from mirror.therapy.session import Session

#: The drawn patient's picture: the face fills it as a person's at arm's length fills an upright camera's.
CAMERA_SIZE: Final = Size(480, 640)
CAMERA_HZ: Final = 30.0
#: Time from a cue to the beginning of the answer.  Simple visual reactions take a quarter of a second; people at a
#: mirror, some of them elderly, take their time.
REACTION_S: Final = (0.35, 0.8)
#: Duration of a slow, small movement of the face.
MOVE_S: Final = 0.9
BLINK_EVERY_S: Final = (2.5, 5.0)
BLINK_S: Final = 0.22
#: The first movement of a session comes faster than is asked for, until the mirror says "slower".
HASTY_S: Final = 0.2
#: How long the patient looks at a screen before pressing a button.
READING_S: Final = {
    Scene.IDLE: 3.0,
    Scene.QUESTION: 4.0,
    Scene.TOLD: 6.0,
    Scene.ADVICE: 8.0,
    Scene.SUMMARY: 7.0,
    Scene.DETAILS: 5.0,
}

#: What each exercise looks like on the healthy side at full effort, and how far it parts the lips.
_SHAPES: Final = {
    "brow_raise": (Half(brow_raise=0.75), 0.0),
    "eye_closure": (Half(eye_closure=1.0), 0.0),
    "smile": (Half(smile=0.65), 0.0),
    "open_smile": (Half(smile=0.65), 0.8),
    "snarl": (Half(snarl=0.85), 0.0),
    "pucker": (Half(pucker=0.85), 0.0),
    "cheek_puff": (Half(cheek_puff=0.8), 0.0),
    "eee": (Half(eee=0.8), 0.6),
}
#: A moment of every demonstration in which its shape is held, or its last one.
_HELD_AT_S: Final = 4.3


def _as_demonstrated(exercise: str) -> tuple[Half, float]:
    """The shape its film shows, for an exercise that the table does not have."""
    held = pose_at(Demonstration.named(exercise), _HELD_AT_S)
    return held.left, max(held.teeth, held.jaw)


@dataclass(frozen=True, slots=True)
class Ability:
    """How much of a movement the affected side still does: 1 - ``severity`` of the other side's."""

    affected: Side = Side.LEFT
    severity: float = 0.5


class RehearsalPatient:
    """Feed it the session at each instant; it answers with a face and, where a person would, with a press."""

    def __init__(self, ability: Ability, seed: int) -> None:
        self._ability = ability
        self._random = Random(seed)
        self._asked: tuple[object, ...] | None = None
        self._hasty = True
        self._goal = self._start = self._rest()
        self._moves_from_s = 0.0
        self._next_blink_s = 1.5
        self._scene: tuple[Scene, float] = (Scene.IDLE, 0.0)

    def face(self, session: Session, now_s: float) -> Expression:
        """What the patient's face does at this instant."""
        trying = session.trying(now_s)
        tried = None if trying is None or not trying.trying else trying.movement.value
        if session.hint is Hint.SLOWER or session.done:
            self._hasty = False
        asked = (session.scene, session.index, session.counted, tried)
        if asked != self._asked:
            self._asked = asked
            goal = self._answer(session, tried)
            if goal != self._goal:
                self._start, self._goal = self._at(now_s), goal
                self._moves_from_s = now_s + self._random.uniform(*REACTION_S)
        return self._alive(self._at(now_s), now_s)

    def press(self, session: Session, now_s: float) -> Press | None:
        """A press, where a person who has read the screen would press."""
        if session.scene is not self._scene[0]:
            self._scene = (session.scene, now_s)
        reading_s = READING_S.get(session.scene)
        if reading_s is None or now_s - self._scene[1] < reading_s:
            return None
        self._scene = (session.scene, now_s)
        if session.question is not None:
            return Press(calm_answer(session.question))
        return Press(Button.NEXT if session.scene is Scene.SUMMARY else Button.SELECT)

    def _answer(self, session: Session, tried: str | None) -> Expression:
        """The expression this scene asks for."""
        if session.scene in (Scene.HOLD, Scene.FREEZE):
            return self._goal
        asked = tried or (session.exercise.id if session.scene in (Scene.MOVE, Scene.GUIDED) else None)
        if asked is None:
            return self._rest()
        half, teeth = _SHAPES.get(asked) or _as_demonstrated(asked)
        effort = self._random.uniform(0.92, 1.0)
        strong = Half().blend(half, effort)
        weak = replace(Half().blend(half, effort * (1.0 - self._ability.severity)), droop=self._droop)
        return replace(self._sides(weak, strong), teeth=teeth * effort)

    @property
    def _droop(self) -> float:
        return 0.35 * self._ability.severity

    def _rest(self) -> Expression:
        return self._sides(Half(droop=self._droop), Half())

    def _sides(self, weak: Half, strong: Half) -> Expression:
        left, right = (weak, strong) if self._ability.affected is Side.LEFT else (strong, weak)
        return Expression(left=left, right=right)

    def _at(self, now_s: float) -> Expression:
        """On the way from the last expression to the next, eased at both ends."""
        along = min(1.0, max(0.0, (now_s - self._moves_from_s) / (HASTY_S if self._hasty else MOVE_S)))
        return self._start.blend(self._goal, along * along * (3.0 - 2.0 * along))

    def _alive(self, expression: Expression, now_s: float) -> Expression:
        """Blinks and a little sway: nobody stands like a picture."""
        if now_s >= self._next_blink_s + BLINK_S:
            self._next_blink_s = now_s + self._random.uniform(*BLINK_EVERY_S)
        into = (now_s - self._next_blink_s) / BLINK_S
        lid = math.sin(math.pi * into) if 0.0 < into < 1.0 else 0.0
        pose = HeadPose(
            x=0.006 * math.sin(now_s / 2.3),
            y=0.004 * math.sin(now_s / 1.7 + 1.0),
            scale=1.0 + 0.006 * math.sin(now_s / 3.1),
            roll_deg=0.8 * math.sin(now_s / 2.9 + 0.5),
        )
        return replace(
            expression,
            left=self._blinking(expression.left, lid, Side.LEFT),
            right=self._blinking(expression.right, lid, Side.RIGHT),
            pose=pose,
        )

    def _blinking(self, half: Half, lid: float, side: Side) -> Half:
        reach = 1.0 - self._ability.severity if side is self._ability.affected else 1.0
        return replace(half, eye_closure=max(half.eye_closure, lid * reach))


def calm_answer(question: Question) -> Button:
    """The answer of somebody who is well and whom a doctor has seen."""
    answers = zip((Button.BACK, Button.SELECT, Button.NEXT), question.answers, strict=True)
    calm = (Urgency.NONE, Told.DOCTOR_LOOKED, Told.FOREHEAD_KNOWN)
    return next(button for button, answer in answers if answer is not None and answer.follows in calm)


def drawn_camera(
    session: Callable[[], Session],
    patient: RehearsalPatient,
    clock: Callable[[], float],
    sleep: Callable[[float], None],
    pace: Pace = Pace.REAL_TIME,
) -> Camera:
    """The drawn patient as a camera; ``session`` gives what the mirror asks at the moment."""
    portrait = Portrait(CAMERA_SIZE.width_px, CAMERA_SIZE.height_px, PATIENT)

    def draw(t_s: float) -> Image:
        return portrait.draw(patient.face(session(), t_s))

    return DrawnCamera(draw, CAMERA_SIZE, CAMERA_HZ, clock, sleep, pace=pace)
