"""A standard assessment with the drawn patient: a session of the five expressions, read closely, and graded."""

from collections.abc import Sequence
from pathlib import Path

from mirror.kiosk.refining import Hold, InlineRefiner
from mirror.kiosk.rehearsal import Ability
from mirror.movement.assessment import REPETITIONS, AssessedRepetition, AssessmentDone, assess
from mirror.movement.sunnybrook import STANDARD
from mirror.perception.face import Side
from mirror.perception.perceiver import PointTracker
from mirror.perception.resting import Resting
from mirror.perception.tracker import Tracker
from mirror.therapy.effects import RepetitionRefined

from .rehearsing import rehearse


class KeptRefiner(InlineRefiner):
    """Keeps what was refined, and asks for the face at rest with the last repetition, as an assessment does."""

    def __init__(self, tracker: Tracker) -> None:
        super().__init__(tracker)
        self.kept: list[RepetitionRefined] = []
        self.at_rest: Resting | None = None

    def submit(self, hold: Hold) -> None:
        super().submit(hold)
        self.ask_resting()
        self.at_rest = self.resting()

    def refined(self) -> Sequence[RepetitionRefined]:
        refined = super().refined()
        self.kept += refined
        return refined


class Sitting:
    """The drawn patient's assessment; ``done`` grades it."""

    def __init__(self, tracker: PointTracker, stills: Tracker, folder: Path, ability: Ability) -> None:
        refiner = KeptRefiner(stills)
        names = tuple(movement.value for movement in STANDARD)
        self.trace = rehearse(tracker, folder, ability, names, REPETITIONS, refining=refiner)
        self.refined, self.at_rest = refiner.kept, refiner.at_rest
        self.model = stills.model
        by_name = {movement.value: movement for movement in STANDARD}
        self.repetitions: list[AssessedRepetition] = [one.assessed(by_name[one.exercise]) for one in self.refined]

    def done(self, affected: Side | None) -> AssessmentDone:
        return assess(self.repetitions, self.at_rest, affected, self.model)
