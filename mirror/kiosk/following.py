"""What is followed of the face while a session goes on, and what the session is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from mirror.kiosk.refining import Hold, HoldMemory
from mirror.movement.asked import AskedFollower, Uncounted
from mirror.movement.blinks import Blink, BlinkWatch
from mirror.movement.change import Repeatability
from mirror.movement.effort import Effort, EffortBand, EffortWatch, Quality, quality
from mirror.movement.fatigue import tired
from mirror.movement.quiet_watch import QuietWatch
from mirror.movement.repetition import Event, Onset, Phase, Released, Repetition
from mirror.movement.rest_drift import RestDrift, RestWatch, tightness
from mirror.movement.timed_try import TimedTry
from mirror.perception.co_movement import QuietRegion
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.observation import Observation
from mirror.therapy.catalogue import Exercise
from mirror.therapy.effects import RepetitionDone
from mirror.therapy.scene import Scene, Strain
from mirror.therapy.session import Session
from mirror.therapy.tries import ATTEMPT, TRY_S, Try

#: Scenes in which the measured movement is followed.  From the moment before it is asked for, so that who begins a
#: little early is seen, and who has not come to rest yet is not counted.
FOLLOWING: Final = frozenset({Scene.READY, Scene.BREATHE, Scene.MOVE, Scene.HOLD, Scene.FREEZE, Scene.RELEASE})
#: Scenes in which the face should do nothing.
QUIET: Final = frozenset({Scene.REST, Scene.BREATHE})
#: What is praised: the movement itself, its pace and its evenness.
JUST_RIGHT: Final = frozenset({Quality.SLOW, Quality.TOGETHER})
#: A try may end this much early: one frame.
SLACK_S: Final = 0.2


@dataclass(frozen=True, slots=True)
class Seen:
    """What following has found at one instant."""

    event: Event | Uncounted | None = None
    phase: Phase = Phase.RESTING
    held_s: float = 0.0
    unread_s: float = 0.0
    joined: QuietRegion | None = None
    effort: Effort | None = None
    strain: Strain | None = None
    just_right: bool = False


@dataclass(slots=True)
class _Movement:
    """One attempt at one repetition, followed."""

    attempt: tuple[int, ...]
    follower: AskedFollower
    band: EffortBand | None
    quiet: QuietWatch | None = None
    effort: EffortWatch | None = None


@dataclass(slots=True)
class Following:
    """Follows one face through the scenes of a session.  Feed it every fresh observation with :meth:`see`."""

    repeatability: Mapping[Movement, Repeatability] = field(default_factory=dict)
    """How well this person's figures repeat themselves, from the log."""
    excursion: Excursion | None = None
    """The movement that is asked for, live; None while it is not followed."""
    blinks: list[Blink] = field(default_factory=list)
    """Of this session."""
    _holds: HoldMemory = field(default_factory=HoldMemory)
    _remembers: bool = False
    _movement: _Movement | None = None
    _seen_s: float = -1.0
    _unread_since_s: float | None = None
    _set: list[Repetition] = field(default_factory=list)
    """This exercise's repetitions as they were read live: only figures of one reading can be held together."""
    _set_of: int | None = None
    _rest: RestWatch | None = None
    _rests: list[RestDrift] = field(default_factory=list)
    _blinking: BlinkWatch | None = None
    _try: tuple[Try, TimedTry] | None = None
    _tries: list[RepetitionDone] = field(default_factory=list)

    def see(self, session: Session, observation: Observation | None, now_s: float) -> Seen:
        """One instant later; ``observation`` is None while nothing recent is known.

        Of a face that is looked at too seldom to be scored nothing is followed.
        """
        observation = observation if session.scored else None
        fresh = observation is not None and observation.fault is None and observation.rest.known
        newer = fresh and observation is not None and observation.t_s > self._seen_s
        if newer and observation is not None:
            self._seen_s = observation.t_s
        self._watch_attempt(session, observation if newer else None, now_s)
        drift = self._watch_quiet(session, observation if newer else None)
        seen = self._follow(session, observation if fresh else None, newer, now_s)
        return replace(seen, strain=self._strain(session, drift))

    def begin(self) -> None:
        """A session begins: nothing is carried over."""
        self.blinks, self._rests, self._rest, self._blinking = [], [], None, None
        self._set, self._set_of = [], None

    def tries(self) -> tuple[RepetitionDone, ...]:
        """The tries of the daily attempt that have ended since the last call."""
        tries, self._tries = tuple(self._tries), []
        return tries

    def hold_of(self, done: RepetitionDone) -> Hold | None:
        """The pictures of a repetition's hold, where there are any to be read more closely."""
        return self._holds.of(done)

    def forget_faces(self) -> bool:
        """Nobody is looked at: no picture of a face stays.  Says whether there was one."""
        had, self._remembers = self._remembers, False
        if had:
            self._holds.forget()
        return had

    # The movement that is asked for -----------------------------------------------------------------------------------

    def _follow(self, session: Session, observation: Observation | None, newer: bool, now_s: float) -> Seen:
        movement = session.task.measures
        if movement is None or session.scene not in FOLLOWING or not session.scored:
            self._movement = self.excursion = self._unread_since_s = None
            return Seen()
        if observation is None:
            self._unread_since_s = None
            return self._state(now_s)
        if not observation.reads(movement):
            self._unread_since_s = now_s if self._unread_since_s is None else self._unread_since_s
            return self._state(now_s)
        self._unread_since_s = None
        if self._movement is None or self._movement.attempt != session.attempt:
            self._movement = _Movement(
                session.attempt,
                AskedFollower(movement, observation.noise_mm[movement]),
                _band(session, movement),
            )
            self._holds.forget()
        if not newer:
            return self._state(now_s)
        self.excursion = observation.excursions[movement]
        follower = self._movement.follower
        begun_s = follower.begun_s
        seen = self._step(self._movement, session, observation, now_s)
        # The instant at which a movement ends still belongs to it, as the one at which it begins does.
        self._remember(observation, follower.begun_s if begun_s is None else begun_s)
        return seen

    def _step(self, moved: _Movement, session: Session, observation: Observation, now_s: float) -> Seen:
        """The movement's next event, and what is to be said of it, once per observation."""
        affected, movement = session.brief.affected, moved.follower.movement
        event = moved.follower.step(observation)
        if self._set_of != session.index:
            self._set, self._set_of = [], session.index
        if isinstance(event, Released):
            self._set.append(event.repetition)
        if isinstance(event, Onset):
            at_rest = self._rests[-1].regions if self._rests else {}
            moved.quiet = QuietWatch(movement, affected, at_rest)
            moved.effort = EffortWatch(movement, moved.band, affected)
        joined = None if moved.quiet is None else moved.quiet.step(observation)
        effort = None if moved.effort is None else moved.effort.step(observation)
        if moved.follower.phase is not Phase.MOVING:
            moved.quiet = moved.effort = None
        just_right = isinstance(event, Released) and quality(event.repetition, moved.band, affected) >= JUST_RIGHT
        return replace(
            self._state(now_s),
            event=event,
            joined=None if joined is None else joined.region,
            effort=effort,
            just_right=just_right,
        )

    def _state(self, now_s: float) -> Seen:
        follower = None if self._movement is None else self._movement.follower
        unread_s = 0.0 if self._unread_since_s is None else now_s - self._unread_since_s
        if follower is None:
            return Seen(unread_s=unread_s)
        return Seen(phase=follower.phase, held_s=follower.held_s(now_s), unread_s=unread_s)

    def _remember(self, observation: Observation, begun_s: float | None) -> None:
        if observation.moment is not None:
            self._holds.remember(observation.t_s, observation.moment, begun_s)
            self._remembers = True

    # The face at rest -------------------------------------------------------------------------------------------------

    def _watch_quiet(self, session: Session, observation: Observation | None) -> RestDrift | None:
        """Blinks, and what the resting face does between repetitions."""
        if session.scene not in QUIET:
            self._rest = self._blinking = None
            return None
        if observation is None:
            return None
        self._blinking = BlinkWatch() if self._blinking is None else self._blinking
        blink = self._blinking.step(observation)
        if blink is not None:
            self.blinks.append(blink)
        if session.scene is not Scene.BREATHE or session.phase is not Phase.RESTING:
            return None
        self._rest = RestWatch() if self._rest is None else self._rest
        return self._rest.step(observation)

    def _strain(self, session: Session, drift: RestDrift | None) -> Strain | None:
        """Asked once per rest: whether the face has had enough."""
        if drift is None:
            return None
        self._rests.append(drift)
        affected = session.brief.affected
        if tightness(self._rests, affected) is not None:
            return Strain.TIGHT
        movement = session.task.measures
        known = None if movement is None else self.repeatability.get(movement)
        return Strain.TIRED if tired(self._set, affected, known) is not None else None

    # The daily attempt ------------------------------------------------------------------------------------------------

    def _watch_attempt(self, session: Session, observation: Observation | None, now_s: float) -> None:
        """Each try is collected while it lasts, and kept when it is over."""
        trying = session.trying(now_s)
        if not session.scored:
            self._try = None
            return
        if self._try is not None and (trying is None or not trying.trying):
            begun, collected = self._try
            end_s = collected.start_s + TRY_S
            # What was left by a press, or by a face that went away, is no try.
            repetition = collected.ended(end_s) if now_s >= end_s - SLACK_S else None
            if repetition is not None:
                self._tries.append(RepetitionDone(ATTEMPT, begun.number, repetition))
            self._try = None
        if trying is None or not trying.trying:
            return
        if self._try is None:
            self._try = (trying, TimedTry(trying.movement, now_s))
            self._holds.forget()
        if observation is not None:
            self._try[1].step(observation)
            self._remember(observation, self._try[1].start_s)


def _band(session: Session, movement: Movement) -> EffortBand | None:
    exercise = session.exercise
    assert isinstance(exercise, Exercise)
    return EffortBand.of(movement, exercise.effort_percent, session.brief.full_mm.get(movement))
