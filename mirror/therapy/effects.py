"""What the session wants done, as data.  The kiosk carries it out; nothing here touches a device, a file or a clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from mirror.movement.assessment import AssessedRepetition, AssessmentDone
from mirror.movement.repetition import Repetition
from mirror.perception.co_movement import CoMovement, QuietRegion
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Side, reason_named
from mirror.therapy.catalogue import Purpose
from mirror.therapy.evidence import Sign
from mirror.therapy.eye_guardian import EyeWatch
from mirror.therapy.following import Standing
from mirror.therapy.gate import Why
from mirror.therapy.menu import Levels
from mirror.therapy.plan import Plan
from mirror.therapy.questions import Consequence, QuestionId
from mirror.therapy.stage import Stage
from mirror.therapy.timetable import Duty


class Cue(Enum):
    """A sound that paces the exercise, so that it can be followed with closed eyes."""

    MOVE = "move"
    TICK = "tick"
    RELEASE = "release"
    DONE = "done"
    PAUSED = "paused"
    FREEZE = "freeze"
    """Something has joined in: stay there, then let go."""


class Outcome(Enum):
    """How an exercise or a session ended."""

    DONE = "done"
    SKIPPED = "skipped"
    NOT_YET = "not yet"
    """Tried, without a movement the mirror could be sure of."""
    TIGHT = "tight"
    """Ended because the face became tight."""
    TIRED = "tired"
    """Ended because the weaker side moved less and less."""
    JOINED = "joined"
    """Ended because something else kept joining in."""
    TIME = "time"
    """The plan's time was over."""
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class SessionBegan:
    """Open a row for this session."""

    planned: tuple[str, ...]
    """Ids of exercises and routines, in order."""
    duty: Duty = Duty.SHORT
    """What it is done for."""
    purpose: Purpose = Purpose.PRACTICE
    """PRACTICE or ASSESSMENT."""
    stage: Stage | None = None
    """The stage that holds; None where nobody is treated (a film)."""
    revision: int | None = None
    """Of the plan; None: the safe one."""


@dataclass(frozen=True, slots=True)
class RepetitionDone:
    """Keep this repetition: it must survive a pulled plug."""

    exercise: str
    number: int
    """1 for the first repetition of the exercise."""
    repetition: Repetition
    joined: QuietRegion | None = None
    """What joined in and ended it early; None: nothing."""
    stimulated: bool = False
    """Whether a stimulator acted in it: its figures are not what the face does by itself."""


@dataclass(frozen=True, slots=True)
class RepetitionRefined:
    """Put the refined figure in the place of the light one that was kept."""

    exercise: str
    number: int
    start_s: float
    """When the repetition began, monotonic seconds: it tells which one is meant."""
    excursion: Excursion | None
    abstained: str | None
    """Why there is no figure; None when there is one."""
    model: str
    """Whose points the figure comes from."""
    co_movement: CoMovement | None = None
    """What the quiet regions did meanwhile; None when that was not read."""
    gap_left_mm: float | None = None
    """What stays open of the left eye when it is closed gently; None of every other movement."""
    gap_right_mm: float | None = None

    def assessed(self, movement: Movement) -> AssessedRepetition:
        """The same as a repetition of a standard assessment; ``movement`` is what the exercise measures."""
        return AssessedRepetition(
            movement=movement,
            excursion=self.excursion,
            abstained=None if self.abstained is None else reason_named(self.abstained),
            co_movement=self.co_movement,
            gap_left_mm=self.gap_left_mm,
            gap_right_mm=self.gap_right_mm,
        )


@dataclass(frozen=True, slots=True)
class ExerciseEnded:
    """Keep how an exercise ended."""

    exercise: str
    outcome: Outcome
    repetitions: int
    """Measured ones."""
    guided_rounds: int = 0
    """Rounds of an exercise that is guided by time."""
    asked: int | None = field(default=None, compare=False)
    """How many repetitions or rounds it was to have, which is no part of how it ended; None where that was not kept."""

    @property
    def practised(self) -> bool:
        return self.repetitions > 0 or self.guided_rounds > 0


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """Close the session's row."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class PracticeTime:
    """Charge so much practice to the day, before it is used: what a pulled plug cuts off counts as done."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Answered:
    """Keep an answer, and what follows from it."""

    question: QuestionId
    answer: str
    follows: Consequence
    prescription: str = ""
    """Of stimulation, where the question is about that: its answers are worth nothing for another one."""


@dataclass(frozen=True, slots=True)
class SignSeen:
    """Keep a sign that the mirror has seen itself."""

    sign: Sign
    detail: str


@dataclass(frozen=True, slots=True)
class LockTold:
    """Keep that something was locked, and why."""

    exercise: str
    why: Why
    sentence: str


@dataclass(frozen=True, slots=True)
class AttemptMeasured:
    """Keep how far the sides went in one try of the daily attempt, read as carefully as a hold."""

    movement: Movement
    number: int
    """1 for the first try of this movement."""
    excursion: Excursion
    noise_mm: float
    """Standard deviation of such a figure."""


@dataclass(frozen=True, slots=True)
class EyeSeen:
    """Keep what the eye guardian saw in a session."""

    gap_mm: float | None
    """What stays open of the affected eye at gentle closure; None: not read."""
    blink_part: float | None
    """How far it closes in a blink, as a part of the other eye's way; None: too few blinks."""
    blinks: int
    watch: EyeWatch


@dataclass(frozen=True, slots=True)
class Assessed:
    """Keep what the week's standard assessment came to."""

    done: AssessmentDone
    full_mm: Mapping[Movement, float]
    """How far the healthy side went in each movement that was read: its full movement, from here on."""


class Who(Enum):
    """Who tells the log something."""

    MIRROR = "mirror"
    """Whoever stands before it."""
    CAREGIVER = "caregiver"
    """On the phone."""


@dataclass(frozen=True, slots=True)
class PlanFollowed:
    """Keep which plan is followed from here on; the same one again changes nothing."""

    standing: Standing
    plan: Plan
    """The one that is followed: the therapist's where it is in force, else the safe one."""
    text: str | None
    """The whole file as it was read; None where there is none."""


@dataclass(frozen=True, slots=True)
class StimulationDone:
    """Keep what a prescribed stimulator did in a session, by the word of its guard."""

    side: Side
    armed: bool
    """Whether it was armed at all."""
    trains: int
    given_s: float
    """At the stimulator's enable input, all trains together."""
    refusals: Mapping[str, int]
    """In how many holds it was refused, by the guard's reason."""
    ledger_session: str | None = None
    """The session's number in the guard's ledger, so that it is kept once however often the guard tells of it."""


@dataclass(frozen=True, slots=True)
class DutyDone:
    """Keep that eye care was done."""

    duty: Duty
    who: Who = Who.MIRROR
    entry: str | None = None
    """Names what came from a phone, so that it is kept once however often it is handed over."""


@dataclass(frozen=True, slots=True)
class NoteWritten:
    """Keep what a caregiver wrote."""

    text: str
    who: Who = Who.CAREGIVER
    entry: str | None = None
    """As in :class:`DutyDone`."""


@dataclass(frozen=True, slots=True)
class PutOff:
    """Keep that a reminder was put off."""

    duty: Duty


@dataclass(frozen=True, slots=True)
class FaultNoted:
    """Keep what went wrong."""

    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FramesAged:
    """Keep how old the pictures of a session were when they came onto the glass."""

    timed: str
    """Who said when the light fell in: ``sensor``, ``driver`` or ``read``."""
    frames: int
    median_ms: float
    p95_ms: float
    """The age that all but the oldest twentieth did not exceed."""
    counts: tuple[int, ...]
    """The histogram: how many pictures in each bin, the last for all that were older."""


Record = (
    SessionBegan
    | RepetitionDone
    | RepetitionRefined
    | ExerciseEnded
    | SessionEnded
    | PracticeTime
    | Answered
    | SignSeen
    | LockTold
    | AttemptMeasured
    | EyeSeen
    | Assessed
    | PlanFollowed
    | StimulationDone
    | FramesAged
    | DutyDone
    | NoteWritten
    | PutOff
    | FaultNoted
)


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The mirror shall be so loud and so bright from now on, also after its next start."""

    levels: Levels


@dataclass(frozen=True, slots=True)
class SwitchOff:
    """Switch the mirror off; somebody has said so twice."""


@dataclass(frozen=True, slots=True)
class OfferConnection:
    """Offer to be connected to a phone, from now on for a while."""


@dataclass(frozen=True, slots=True)
class WithdrawOffer:
    """What was offered stands no longer."""


@dataclass(frozen=True, slots=True)
class Disconnect:
    """This phone shall see nothing any more."""

    phone: str
    """Its id."""


PhoneWish = OfferConnection | WithdrawOffer | Disconnect
Wish = Adjusted | SwitchOff | PhoneWish
"""What somebody wants of the mirror as a thing in the house; none of it is about a patient, so none is logged."""
Effect = Record | Cue | Wish
