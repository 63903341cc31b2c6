"""The state of a guided session, and what it is told at each instant."""

from dataclasses import dataclass, replace
from typing import Final, Self

from mirror.movement.asked import Uncounted
from mirror.movement.assessment import AssessmentDone
from mirror.movement.effort import Effort
from mirror.movement.repetition import Event, Phase
from mirror.perception.co_movement import QuietRegion
from mirror.perception.excursion import Movement
from mirror.perception.face import Unseen
from mirror.perception.observation import Attention, Rest
from mirror.therapy.brief import NOTHING, Brief, Telling
from mirror.therapy.catalogue import Exercise, Routine, Task, routines
from mirror.therapy.effects import AttemptMeasured, Outcome, RepetitionDone, RepetitionRefined
from mirror.therapy.menu import Entry, Levels
from mirror.therapy.phones import NO_PHONES, KnownPhone, Phones
from mirror.therapy.press import Press
from mirror.therapy.questions import Question
from mirror.therapy.red_flags import Urgency
from mirror.therapy.scene import EXERCISING, WATCHING, Asking, Fault, Hint, Pace, PauseReason, Scene, Strain
from mirror.therapy.stimulator import Offer, Prescribed, Screening, Stimulator
from mirror.therapy.tries import Try, try_at
from mirror.therapy.view import View

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
    joined: QuietRegion | None = None
    """A region that should be quiet has just joined in."""
    effort: Effort | None = None
    strain: Strain | None = None
    stays_on: bool = False
    """Whether the computer was told to switch off and may not."""
    phones: Phones = NO_PHONES
    """How connecting a phone stands, and which ones there are."""
    just_right: bool = False
    """Whether the repetition of ``event`` was small and slow, with both sides together."""
    stimulator: Stimulator | None = None
    """What the guard of a prescribed stimulator does; None where nothing is prescribed."""
    pace: Pace = Pace.ENOUGH
    """Whether the face is looked at often enough to score what it does."""


#: What a session without anything to do shows, though it never begins.
_NOTHING: Final = Task(routines()["facial_rest"])
#: How loud and how bright a mirror is that nobody has told.
_AS_MADE: Final = Levels()


@dataclass(frozen=True, slots=True)
class Session:
    """One instant of the mirror.  Times are monotonic seconds."""

    brief: Brief = NOTHING
    """What has been prepared for the next session, and stays the same once one has begun."""
    practice: tuple[Task, ...] = ()
    """What is done in this session; the brief's, until the face has had enough."""
    scene: Scene = Scene.IDLE
    since_s: float = 0.0
    index: int = 0
    """Which task of the practice."""
    counted: int = 0
    """Repetitions of this task so far."""
    guided: int = 0
    """Those of them that were guided by time, because the mirror was too slow to score them."""
    attempts: int = 0
    """Attempts of this task without a movement."""
    passed_over: int = 0
    """Movements since the last counted one that were not what was asked for."""
    joins: int = 0
    """Repetitions of this task that ended because something joined in."""
    joined: QuietRegion | None = None
    """What joined in during the movement that goes on."""
    hint: Hint = Hint.NONE
    rest_round: int = 0
    rested: bool = False
    """Whether this session has seen the face at rest."""
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
    paused_into_s: float = 0.0
    """How far the scene had come that was paused."""
    fault: Fault | None = None
    view: View = View.TRUE
    outcome: Outcome = Outcome.DONE
    """How it ended, or what has cut it short on its way."""
    done: tuple[RepetitionDone, ...] = ()
    tried: tuple[AttemptMeasured, ...] = ()
    """What the daily attempt of this session came to."""
    assessed: AssessmentDone | None = None
    """What this session's standard assessment came to, once all of it is read."""
    ended: tuple[str, ...] = ()
    """What has been practised in this session, by its ids, in order."""
    asking: tuple[Question, ...] = ()
    """The question on the screen, and those behind it."""
    asked_before: int = 0
    """Questions answered before the one on the screen, of the same row."""
    asked_for: Asking = Asking.BEFORE
    answered: bool = False
    """Whether the last question has its answer: what comes next is prepared anew with it."""
    telling: tuple[Telling, ...] = ()
    """What is on the screen to be read, and what comes behind it."""
    urgency: Urgency = Urgency.NONE
    """The most that an answer of this session calls for."""
    forehead_asked: bool = False
    began: bool = False
    """Whether the log knows of this session."""
    entry: Entry = Entry.VOLUME
    """What is chosen in the menu."""
    levels: Levels = _AS_MADE
    """How loud and how bright the mirror is."""
    phones: Phones = NO_PHONES
    """What the mirror knows of phones, while its menu is about them."""
    phone_at: int = 0
    """Which line of their list is chosen; the one after the last is the way back."""
    last_s: float | None = None
    """The instant before this one."""
    offer: Offer = Offer.TO_COME
    """Whether it has been shown how a prescribed stimulator is armed."""
    pace: Pace = Pace.ENOUGH
    stimulator: Stimulator | None = None
    stimulated: bool = False
    """Whether it has acted in the present movement."""
    practised_s: float = 0.0
    """Time of exercises and routines in this session."""
    charged_s: float = 0.0
    """How much of it is on the day's account already; always a little more."""

    @classmethod
    def of(cls, brief: Brief, view: View = View.TRUE) -> Self:
        """The mirror before a session, with this prepared."""
        return cls().briefed(brief, view)

    def briefed(self, brief: Brief, view: View | None = None) -> Self:
        """The same mirror with something else prepared; what has begun keeps what it began with."""
        if self.practising:
            return self
        view = self.view if view is None else view
        shown = view if view in brief.views else brief.views[0]
        return replace(self, brief=brief, practice=self.practice if self.began else brief.tasks, view=shown)

    def shrunk(self, brief: Brief) -> Self:
        """A session that goes on, without what may not be done any more; nothing is ever added to it."""
        ahead = (task for task in self.practice[self.index + 1 :] if task.exercise.id not in brief.forbidden)
        # What is prescribed now counts, not what was when it began; but another prescription is for another session:
        # its questions were not asked, and its electrodes may have to be elsewhere.
        before, now = self.brief.stimulation, brief.stimulation
        stimulation = now if before is not None and now is not None and now.name == before.name else None
        return replace(
            self,
            brief=replace(self.brief, stimulation=stimulation),
            practice=(*self.practice[: self.index + 1], *ahead),
        )

    @property
    def practising(self) -> bool:
        """Whether a session has begun and is not over: what it began with holds."""
        return self.began and self.scene not in (Scene.SUMMARY, Scene.DETAILS)

    @property
    def task(self) -> Task:
        if not self.practice:
            return _NOTHING
        return self.practice[min(self.index, len(self.practice) - 1)]

    @property
    def exercise(self) -> Exercise | Routine:
        return self.task.exercise

    @property
    def scored(self) -> bool:
        """Whether what the face does is scored, where the task has something to score."""
        return self.pace is Pace.ENOUGH

    @property
    def by_clock(self) -> bool:
        """Whether the repetitions of this task are guided by time: nothing of it is measured, or not now."""
        return self.task.measures is None or not self.scored

    @property
    def stimulation(self) -> Prescribed | None:
        """What may accompany the holds of this task, unless the person goes on without it; None: nothing."""
        prescribed = self.brief.stimulation
        if prescribed is None or self.offer is Offer.DECLINED or not prescribed.fits(self.task):
            return None
        return prescribed

    @property
    def stimulable(self) -> bool:
        """Whether the person has to do with a stimulator in this task: prescribed, and today's answers are clear."""
        return self.stimulation is not None and self.stimulation.screening is Screening.CLEAR

    @property
    def watching(self) -> bool:
        """Whether the camera is needed."""
        return self.scene in WATCHING

    @property
    def question(self) -> Question | None:
        """What is asked on the screen."""
        return self.asking[0] if self.scene is Scene.QUESTION and self.asking else None

    @property
    def phone(self) -> KnownPhone | None:
        """The phone that is chosen in their list; None on its last line, the way back."""
        return self.phones.known[self.phone_at] if self.phone_at < len(self.phones.known) else None

    def trying(self, now_s: float) -> Try | None:
        """Where in the daily attempt it is; None outside it."""
        return try_at(self.in_scene_s(now_s)) if self.scene is Scene.ATTEMPT else None

    def asked(self, now_s: float) -> Movement | None:
        """The movement that is asked for."""
        if self.scene is Scene.ATTEMPT:
            return try_at(self.in_scene_s(now_s)).movement
        return self.task.measures if self.scene in EXERCISING else None

    def attention(self, now_s: float) -> Attention:
        """What the perception should attend to."""
        return Attention(
            rest_round=self.rest_round,
            resting=self.scene is Scene.REST,
            asked=self.asked(now_s),
            between=self.scene is Scene.BREATHE and self.phase is Phase.RESTING,
        )

    @property
    def attempt(self) -> tuple[int, int, int, int]:
        """Names one attempt at one repetition: a new one is followed from rest."""
        return (self.rest_round, self.index, self.counted, self.attempts)

    def to(self, scene: Scene, now_s: float, **changes: object) -> Self:
        """The same session in another scene."""
        return replace(self, scene=scene, since_s=now_s, **changes)  # type: ignore[arg-type]

    def to_show(self, now_s: float) -> Self:
        """To the demonstration; before the first exercise in which a stimulator may act, first to how it is armed."""
        if self.stimulable and self.offer is Offer.TO_COME:
            return self.to(Scene.ARM, now_s, offer=Offer.MADE)
        return self.to(Scene.SHOW, now_s)

    def tried_at(self, measured: AttemptMeasured) -> Self:
        """The same session with what one try of the daily attempt came to."""
        return replace(self, tried=(*self.tried, measured))

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
