"""The drawn patient, assessed twice: in a session of the five expressions, and on photographs of the same face.

``python -m tests.kiosk.assessing`` prints both, over severities and sides.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2

from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.kiosk.refining import Hold, InlineRefiner
from mirror.kiosk.rehearsal import CAMERA_SIZE, Ability, RehearsalPatient
from mirror.movement.assessment import REPETITIONS, AssessedRepetition, AssessmentDone, assess
from mirror.movement.estimate import Estimate, estimate
from mirror.movement.sunnybrook import STANDARD, Grade, Item, RestingPart
from mirror.perception.bundle import default_model
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.perception.perceiver import PointTracker
from mirror.perception.refined.standard import Folder, read_photographs
from mirror.perception.resting import Resting
from mirror.perception.tracker import Input, Tracker, open_tracker
from mirror.settings import data_dir
from mirror.therapy.effects import RepetitionRefined
from mirror.therapy.scene import Scene
from mirror.therapy.session import Session
from mirror.therapy.unplanned import of_film

from .rehearsing import rehearse

EXPRESSIONS = tuple(movement.value for movement in STANDARD)


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
        self.trace = rehearse(tracker, folder, ability, EXPRESSIONS, REPETITIONS, refining=refiner)
        self.refined, self.at_rest = refiner.kept, refiner.at_rest
        self.model = stills.model
        by_name = {movement.value: movement for movement in STANDARD}
        self.repetitions: list[AssessedRepetition] = [one.assessed(by_name[one.exercise]) for one in self.refined]

    def done(self, affected: Side | None) -> AssessmentDone:
        return assess(self.repetitions, self.at_rest, affected, self.model)

    def done_without(self, movement: Movement, affected: Side | None) -> AssessmentDone:
        """The same sitting with one expression skipped."""
        left = [one for one in self.repetitions if one.movement is not movement]
        return assess(left, self.at_rest, affected, self.model)


def graded_from_photographs(stills: Tracker, folder: Path, ability: Ability, affected: Side | None) -> Estimate:
    """The same patient's standard photographs, taken into ``folder`` and graded as ``mirror grade`` does it."""
    portrait, patient = Portrait(CAMERA_SIZE.width_px, CAMERA_SIZE.height_px, PATIENT), RehearsalPatient(ability, 1)
    session = Session.of(of_film(EXPRESSIONS, 1))
    scenes = {"rest": session.to(Scene.REST, 0.0)}
    for index, name in enumerate(EXPRESSIONS):
        scenes[name] = session.to(Scene.MOVE, 0.0, index=index)
    for number, (name, asked) in enumerate(scenes.items()):
        patient.face(asked, 10.0 * number)
        # The shutter waits for the top of the movement, and for open eyes: of three moments, the widest.
        faces = [patient.face(asked, 10.0 * number + after_s) for after_s in (3.0, 3.5, 4.0)]
        face = min(faces, key=lambda face: face.left.eye_closure + face.right.eye_closure)
        cv2.imwrite(str(folder / f"{name}.png"), portrait.draw(face))
    return estimate(read_photographs(Folder.of(folder, STANDARD), stills), affected)


def main() -> None:
    """A line per severity and side: live composite, that of the photographs, and every item of both."""
    model = default_model(data_dir(None))
    with open_tracker(model, Input.STILL) as stills:
        for severity, side in ((0.0, Side.LEFT), *((s, one) for s in (0.25, 0.5, 0.75, 1.0) for one in Side)):
            ability = Ability(side, severity)
            with open_tracker(model) as tracker, TemporaryDirectory() as folder:
                live = Sitting(tracker, stills, Path(folder), ability).done(None)
                taken = graded_from_photographs(stills, Path(folder), ability, None)
            for name, found in (("live", live.estimate), ("photographs", taken)):
                sheet, named = found.sheet, "-" if found.affected is None else found.affected.value
                points = [_points(items) for items in (sheet.voluntary, sheet.resting, sheet.synkinesis)]
                says = f"{found.composite} {named} {' '.join(points)} {found.abstained or ''}"
                print(f"severity {severity:.2f} {side.value:5} {name:11} {says}")
            day = live.repeatability_of_the_day
            print(f"    symmetry repeats itself to {'-' if day is None else f'{day.sd:.4f}'}", flush=True)


def _points(items: Mapping[Movement, Item] | Mapping[RestingPart, Item]) -> str:
    return "".join(str(item.points) if isinstance(item, Grade) else "-" for item in items.values())


if __name__ == "__main__":
    main()
