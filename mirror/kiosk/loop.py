"""One instant of the mirror: what was seen and pressed goes in, the session steps, and what it wants is carried out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from hardware.camera.frame import Frame
from hardware.led.light import Light
from hardware.led.pattern import Pattern
from mirror.diary.log import Saved
from mirror.diary.stamp import Stamp
from mirror.kiosk.refining import HoldMemory, NotRefining, Refining
from mirror.kiosk.trace import Trace
from mirror.movement.asked import AskedFollower, Uncounted
from mirror.movement.repetition import Event, Phase
from mirror.perception.excursion import Excursion
from mirror.perception.face import Unseen
from mirror.perception.observation import Observation
from mirror.therapy.effects import Cue, Effect, ExerciseEnded, FaultNoted, Record, RepetitionDone
from mirror.therapy.press import Button, Press
from mirror.therapy.session import NO_REST, Fault, FaultKind, Inputs, Scene, Session
from mirror.therapy.step import step

#: An observation older than this says nothing about now: five frames at the slowest rate that still scores, 8 a second.
STALE_S: Final = 0.6
#: Scenes in which the measured movement is followed.  From the moment before it is asked for, so that who begins a
#: little early is seen, and who has not come to rest yet is not counted.
FOLLOWING: Final = frozenset({Scene.READY, Scene.BREATHE, Scene.MOVE, Scene.HOLD, Scene.RELEASE})


@dataclass(frozen=True, slots=True)
class Sight:
    """The newest of what the eyes of the mirror know."""

    frame: Frame | None = None
    observation: Observation | None = None
    fault: Fault | None = None


class Writer(Protocol):
    """Keeps records; says which ones are safe."""

    def submit(self, record: Record, stamp: Stamp) -> None: ...

    def saved(self) -> list[Saved]: ...


class Speaker(Protocol):
    """What plays the cues."""

    def play(self, cue: Cue) -> None: ...


class Kiosk:
    """The session and everything it speaks to.  Call :meth:`tick` at display rate; read :attr:`session` to draw."""

    def __init__(
        self,
        session: Session,
        writer: Writer,
        trace: Trace,
        light: Light,
        speaker: Speaker,
        stamp: Callable[[], Stamp],
        practised_day: str = "",
        refining: Refining | None = None,
    ) -> None:
        """``practised_day`` is the last local day with a practice in the log, YYYY-MM-DD.

        ``refining`` reads the holds; without it every repetition keeps its light figure.
        """
        self.session = session
        self.excursion: Excursion | None = None
        """The movement of the current exercise, live; None while it is not followed."""
        self._practised_day = practised_day
        self._writer = writer
        self._trace = trace
        self._light = light
        self._speaker = speaker
        self._stamp = stamp
        self._pattern: Pattern | None = None
        self._refining: Refining = NotRefining() if refining is None else refining
        self._holds = HoldMemory()
        self._remembers = False
        self._told_problem: str | None = None
        self._follower: AskedFollower | None = None
        self._attempt: tuple[int, ...] = ()
        self._followed_s = -1.0
        self._unread_since_s: float | None = None
        self._unseen: Unseen | None = Unseen.NO_IMAGE

    @property
    def practised_today(self) -> bool:
        """Whether today has seen a repetition; the mirror hangs there for weeks, so the day is asked each time."""
        return self._practised_day == self._stamp().local_day

    def tick(self, now_s: float, sight: Sight, presses: tuple[Press, ...] = ()) -> None:
        """One instant later."""
        for press in presses:
            self._trace.event(now_s, "button", name=press.button.value, press=press.kind.value)
        observation = self._fresh(sight.observation, now_s)
        event = self._follow(observation, now_s)
        unseen, rest = (Unseen.NO_IMAGE, NO_REST) if observation is None else (observation.fault, observation.rest)
        follower = self._follower
        phase, held_s = (Phase.RESTING, 0.0) if follower is None else (follower.phase, follower.held_s(now_s))
        unread_s = 0.0 if self._unread_since_s is None else now_s - self._unread_since_s
        self._step(Inputs(unseen, rest, event, phase, held_s, None, sight.fault, unread_s), now_s)
        for press in presses:
            self._step(Inputs(unseen, rest, press=press, fault=sight.fault), now_s)
        self._tell(unseen, now_s)

    def stop(self, now_s: float) -> None:
        """The mirror is being closed: a session that runs ends as if stop had been pressed."""
        self._step(Inputs(press=Press(Button.STOP)), now_s)
        self._tell(None, now_s)

    def note_film(self, now_s: float, frames: int, faces: int) -> None:
        """Leave in the trace how many of a film's frames showed a face."""
        self._trace.event(now_s, "film", frames=frames, faces=faces)

    def _fresh(self, observation: Observation | None, now_s: float) -> Observation | None:
        if observation is None or now_s - observation.t_s > STALE_S:
            return None
        return observation

    def _follow(self, observation: Observation | None, now_s: float) -> Event | Uncounted | None:
        """The movement's next event, once per observation and only while a repetition is asked for."""
        session, movement = self.session, self.session.exercise.measures
        if not session.watching:
            self._let_go_of_faces()
        if movement is None or session.scene not in FOLLOWING:
            self._follower = self.excursion = self._unread_since_s = None
            return None
        if observation is None or observation.fault is not None or not observation.rest.known:
            self._unread_since_s = None
            return None
        if not observation.reads(movement):
            self._unread_since_s = now_s if self._unread_since_s is None else self._unread_since_s
            return None
        self._unread_since_s = None
        if self._follower is None or self._attempt != session.attempt:
            self._follower = AskedFollower(movement, observation.noise_mm[movement])
            self._holds.forget()
            self._attempt = session.attempt
        if observation.t_s <= self._followed_s:
            return None
        self._followed_s = observation.t_s
        self.excursion = observation.excursions[movement]
        if observation.moment is not None:
            self._holds.remember(observation.t_s, observation.moment)
            self._remembers = True
        return self._follower.step(observation)

    def _let_go_of_faces(self) -> None:
        """Nobody is looked at: no picture of a face stays."""
        if self._remembers:
            self._holds.forget()
            self._refining.forget()
            self._remembers = False

    def _step(self, inputs: Inputs, now_s: float) -> None:
        before = self.session
        self.session, effects = step(before, inputs, now_s)
        if self.session.scene is not before.scene:
            self._trace.event(now_s, "scene", name=self.session.scene.value, exercise=self.session.exercise.id)
        for effect in effects:
            self._carry_out(effect, now_s)

    def _carry_out(self, effect: Effect, now_s: float) -> None:
        match effect:
            case Cue():
                self._trace.event(now_s, "cue", name=effect.value)
                self._speaker.play(effect)
                return
            case RepetitionDone(exercise=exercise, repetition=repetition):
                measured = repetition.excursion
                self._trace.event(
                    now_s,
                    "rep",
                    exercise=exercise,
                    movement=repetition.movement.value,
                    left_mm=round(measured.left_mm, 2),
                    right_mm=round(measured.right_mm, 2),
                    symmetry=round(measured.symmetry, 3),
                    hold_s=round(repetition.hold_s, 2),
                    confidence=round(measured.confidence, 3),
                )
            case FaultNoted(kind=kind, sentence=sentence):
                if kind == FaultKind.INTERNAL.value:
                    self._trace.event(now_s, "error", what=kind, sentence=sentence)
                else:
                    self._trace.event(now_s, "fault", what=kind, sentence=sentence)
            case _:
                pass
        stamp = self._stamp()
        if isinstance(effect, RepetitionDone) or (isinstance(effect, ExerciseEnded) and effect.practised):
            self._practised_day = stamp.local_day
        self._writer.submit(effect, stamp)
        hold = self._holds.of(effect) if isinstance(effect, RepetitionDone) else None
        if hold is not None:
            self._refining.submit(hold)

    def keep_refined(self, now_s: float) -> None:
        """Put what has been refined meanwhile into the log, and why something could not be."""
        problem = self._refining.problem
        if problem is not None and problem != self._told_problem:
            self._told_problem = problem
            self._carry_out(FaultNoted(FaultKind.INTERNAL.value, problem), now_s)
        for refined in self._refining.refined():
            found = refined.excursion
            self._trace.event(
                now_s,
                "refined",
                exercise=refined.exercise,
                number=refined.number,
                left_mm=None if found is None else round(found.left_mm, 2),
                right_mm=None if found is None else round(found.right_mm, 2),
                symmetry=None if found is None else round(found.symmetry, 3),
                confidence=None if found is None else round(found.confidence, 3),
                abstained=refined.abstained,
            )
            self._writer.submit(refined, self._stamp())
            self.session = self.session.refined(refined)

    def _tell(self, unseen: Unseen | None, now_s: float) -> None:
        """What was refined and saved, whether the face is there, and what the light shows."""
        self.keep_refined(now_s)
        for saved in self._writer.saved():
            self._trace.event(now_s, "saved", table=saved.table, id=saved.row_id)
        if self.session.watching and unseen is not self._unseen:
            self._trace.event(now_s, "face", seen=unseen is None, reason=None if unseen is None else unseen.value)
            self._unseen = unseen
        pattern = self._wanted_pattern()
        if pattern is not self._pattern:
            self._trace.event(now_s, "led", pattern=pattern.value)
            self._light.show(pattern)
            self._pattern = pattern
        self._light.tick(now_s)

    def _wanted_pattern(self) -> Pattern:
        if self.session.scene is Scene.SAFE:
            return Pattern.FAULT
        if self.session.watching:
            return Pattern.LISTENING
        return Pattern.DONE if self.practised_today else Pattern.DUE
