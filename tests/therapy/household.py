"""A mirror in a household: plan, chart, clock and session as the kiosk joins them, for stories of days."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Side
from mirror.therapy.brief import Brief
from mirror.therapy.briefing import brief
from mirror.therapy.chart import Chart
from mirror.therapy.effects import AttemptMeasured, Cue, Effect, PracticeTime, Record
from mirror.therapy.following import Following, followed
from mirror.therapy.press import Button, Press
from mirror.therapy.questions import Question, Told
from mirror.therapy.red_flags import Urgency
from mirror.therapy.scene import Scene
from mirror.therapy.session import Inputs, Rest, Session
from mirror.therapy.step import step
from mirror.therapy.when import When

STEP_S = 0.5
#: As the kiosk does it.
BRIEFED_EVERY_S = 20.0
BUTTONS = (Button.BACK, Button.SELECT, Button.NEXT)


def calm(question: Question) -> Button:
    """What somebody presses who is well and has seen a doctor."""
    fine = (Urgency.NONE, Told.DOCTOR_LOOKED, Told.FOREHEAD_KNOWN)
    answers = zip(BUTTONS, question.answers, strict=True)
    return next(button for button, answer in answers if answer is not None and answer.follows in fine)


@dataclass
class Household:
    """A face is in view and does nothing; whoever lives here answers calmly unless told otherwise."""

    plan: str | None
    wall: datetime
    side: Side = Side.LEFT
    side_known: bool = True
    synchronised: bool = True
    start: str = "first"
    steady_s: float = 100.0
    chart: Chart = field(default_factory=Chart)
    session: Session = field(default_factory=Session)
    records: list[tuple[Record, When]] = field(default_factory=list)
    briefed_s: float = -20.0
    briefed_practising: bool = False
    effects: list[Effect] = field(default_factory=list)
    scenes: list[Scene] = field(default_factory=list)

    @property
    def now(self) -> When:
        return When(self.wall, self.synchronised, self.start, self.steady_s)

    @property
    def following(self) -> Following:
        content = None if self.plan is None else self.plan.encode()
        return followed("plan.toml", content, self.today, self.side)

    @property
    def today(self) -> date:
        return (self.wall - timedelta(hours=4)).date()

    def brief(self) -> Brief:
        return brief(self.following, self.chart, self.now, self.side_known)

    def ids(self) -> list[str]:
        """What is done in the next session."""
        return [task.exercise.id for task in self.brief().tasks]

    def keep(self, record: Record) -> None:
        """Into the log and the chart; the day may look different afterwards."""
        if not isinstance(record, PracticeTime):
            self.briefed_s = -BRIEFED_EVERY_S
        self.chart = self.chart.after(record, self.now)
        self.records.append((record, self.now))

    def tell(self, **told: object) -> None:
        """One instant."""
        self.wall += timedelta(seconds=STEP_S)
        self.steady_s += STEP_S
        practising = self.session.practising
        if practising is not self.briefed_practising or self.steady_s >= self.briefed_s + BRIEFED_EVERY_S:
            self.briefed_s, self.briefed_practising = self.steady_s, practising
            prepared = self.brief()
            self.session = self.session.shrunk(prepared) if practising else self.session.briefed(prepared)
        rest = Rest(self.session.rest_round, 24, 24)
        inputs = replace(Inputs(unseen=None, rest=rest), **told)
        before = self.session.scene
        self.session, effects = step(self.session, inputs, self.steady_s)
        if self.session.scene is not before:
            self.scenes.append(self.session.scene)
        self.effects += effects
        for effect in effects:
            if not isinstance(effect, Cue):
                self.keep(effect)

    def press(self, button: Button) -> None:
        self.tell(press=Press(button))

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds / STEP_S)):
            self.tell()

    def begin(self) -> None:
        """Press start and answer what is asked, up to the session itself or back to the idle screen."""
        self.press(Button.SELECT)
        while self.session.scene in (Scene.QUESTION, Scene.TOLD):
            question = self.session.question
            self.press(Button.SELECT if question is None else calm(question))

    def until(self, done: Callable[[Session], bool], limit_s: float = 3600.0) -> None:
        """Wait for something; it must come.  Questions on the way are answered calmly."""
        start_s = self.steady_s
        while not done(self.session):
            assert self.steady_s - start_s < limit_s, self.session.scene
            self.go_on()

    def go_on(self) -> None:
        """An instant without a wish of one's own; a question is answered calmly."""
        question = self.session.question
        if question is None:
            self.tell()
        else:
            self.press(calm(question))

    def pull_the_plug(self, off: timedelta = timedelta(minutes=1), clock: datetime | None = None) -> None:
        """Off without a word and on again: what was kept is there, and nothing else."""
        self.chart = Chart.of(self.records)
        self.session = Session()
        self.wall = (self.wall + off) if clock is None else clock
        self.start, self.steady_s, self.briefed_s = f"{self.start}+", 20.0, -BRIEFED_EVERY_S

    def try_once(self, affected_mm: float, healthy_mm: float = 5.0) -> None:
        """A day's standard attempt, as it is read."""
        sides = (affected_mm, healthy_mm) if self.side is Side.LEFT else (healthy_mm, affected_mm)
        for movement in (Movement.BROW_RAISE, Movement.SMILE):
            for number in (1, 2):
                self.keep(AttemptMeasured(movement, number, Excursion(*sides, 0.95), 0.1))

    def sleep(self) -> None:
        """To the same time of the next day."""
        self.wall += timedelta(days=1)
        self.steady_s += 87650.0
        self.session = self.session.briefed(self.brief())
