"""The standard photographs of one face, at rest and at the top of each expression, in one folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mirror.perception.co_movement import QUIET, CoMovement, SideShift
from mirror.perception.excursion import Movement
from mirror.perception.face import Doubt, Unseen
from mirror.perception.face_readings import FaceReadings
from mirror.perception.refined.alone import shows_another_face
from mirror.perception.refined.both_ways import BothWays, RestBothWays, co_movement_of
from mirror.perception.refined.photographs import image_at
from mirror.perception.refined.resting import resting_asymmetry
from mirror.perception.tracker import Tracker
from mirror.problem import Problem

REST: Final = "rest"
SUFFIXES: Final = (".jpg", ".jpeg", ".png")


@dataclass(frozen=True, slots=True)
class Folder:
    """Where each standard photograph is."""

    rest: Path
    moves: Mapping[Movement, Path]

    @classmethod
    def of(cls, folder: Path, movements: tuple[Movement, ...]) -> "Folder":
        """The photograph at rest and one of each movement in ``folder``, by their names.

        Raises:
            Problem: it is no folder, photographs are missing, or there are two of one name.
        """
        if not folder.is_dir():
            raise Problem(f"{folder} is no folder: name the one that has the standard photographs in it.")
        wanted = (REST, *(movement.value for movement in movements))
        found: dict[str, list[Path]] = {name: [] for name in wanted}
        for file in sorted(folder.iterdir()):
            if file.stem in found and file.suffix.lower() in SUFFIXES:
                found[file.stem].append(file)
        missing = [name for name in wanted if not found[name]]
        if missing:
            raise Problem(
                f"{folder} has no photograph {', '.join(missing)}: it needs {', '.join(wanted)}, each as .jpg or .png."
            )
        for files in found.values():
            if len(files) > 1:
                names = " and ".join(file.name for file in files)
                raise Problem(f"{folder} has both {names}: keep one of them.")
        return cls(found[REST][0], {movement: found[movement.value][0] for movement in movements})


def read_photographs(folder: Folder, tracker: Tracker) -> FaceReadings:
    """What the photographs show; ``tracker`` takes stills.

    Raises:
        Problem: a photograph cannot be read, or shows more than one face.
    """
    seen = {path: _seen(path, tracker) for path in (folder.rest, *folder.moves.values())}
    at_rest = seen[folder.rest]
    if isinstance(at_rest, Unseen):
        return FaceReadings(
            dict.fromkeys(folder.moves, at_rest),
            {movement: _unknown(movement, at_rest) for movement in folder.moves},
            at_rest,
        )
    rest = RestBothWays.of(at_rest)
    moved: dict[Movement, SideShift | Unseen | Doubt] = {}
    co_movements: dict[Movement, CoMovement] = {}
    for movement, path in folder.moves.items():
        now = seen[path]
        if isinstance(now, Unseen):
            moved[movement], co_movements[movement] = now, _unknown(movement, now)
        else:
            laid = rest.lay(now, movement)
            moved[movement], co_movements[movement] = laid.named().sides, co_movement_of(laid)
    return FaceReadings(moved, co_movements, resting_asymmetry(at_rest, rest))


def _unknown(movement: Movement, why: Unseen) -> CoMovement:
    return CoMovement(movement, dict.fromkeys(QUIET[movement], why))


def _seen(path: Path, tracker: Tracker) -> BothWays | Unseen:
    image = image_at(path)
    points = tracker.track(image, 0.0)
    if points is not None and shows_another_face(image, points, tracker):
        raise Problem(f"{path} shows more than one face: take it again with one person in the picture.")
    return BothWays.find(image, tracker)
