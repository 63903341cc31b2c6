"""Pairs of photographs on disk, and what is measured on them."""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from mirror.perception.excursion import HARDLY_MM, Excursion, Movement
from mirror.perception.face import Doubt, Image, Unseen
from mirror.perception.refined.alone import eye_distance_px, shows_another_face
from mirror.perception.refined.both_ways import BothWays, RestBothWays
from mirror.perception.refined.camera import Camera
from mirror.perception.refined.pair import MEASURED, PairReading
from mirror.perception.tracker import Tracker
from mirror.problem import Problem

COLUMNS: Final = ("rest", "move", "movement")
#: Faces at rest that are kept prepared; a list of pairs usually takes one person after the other.
KEPT: Final = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """A photograph at rest and one of a movement, by the names they were given."""

    rest: str
    move: str
    movement: Movement
    folder: Path = Path()
    """What the names are relative to."""
    where: str = ""
    """What a sentence about this pair begins with: the table and the line."""

    @property
    def files(self) -> tuple[Path, Path]:
        return self.folder / self.rest, self.folder / self.move


def movement_named(name: str, where: str) -> Movement:
    """The movement of this name.

    Raises:
        Problem: it is none that is measured on photographs; the sentence begins with ``where``.
    """
    allowed = [movement.value for movement in MEASURED]
    if name not in allowed:
        raise Problem(
            f"{where} {name!r} is not measured on photographs: choose {', '.join(allowed[:-1])} or {allowed[-1]}."
        )
    return Movement(name)


def pairs_in(file: Path) -> list[Pair]:
    """The pairs of a table with the columns rest, move and movement; paths are relative to the table.

    Raises:
        Problem: the table cannot be read, a column or value is missing, or a movement is unknown.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Problem(f"The table of pairs {file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Problem(f"The table of pairs {file} is not a text in UTF-8: save it as CSV.") from error
    reader = csv.DictReader(text.splitlines())
    if len(reader.fieldnames or ()) == 1 and ";" in text.partition("\n")[0]:
        raise Problem(f"{file} has semicolons between its columns: save it with commas.")
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise Problem(
            f"{file} has no column {' and no column '.join(missing)}: its first line must be rest,move,movement."
        )
    pairs = []
    for row in reader:
        where = f"{file}, line {reader.line_num}:"
        if not all(row[column] for column in COLUMNS):
            raise Problem(f"{where} rest, move and movement must all be filled in.")
        movement = movement_named(row["movement"], where)
        pairs.append(Pair(row["rest"], row["move"], movement, file.parent, f"{where} "))
    if not pairs:
        raise Problem(f"{file} has no pair in it: each line below the first names rest, move and movement.")
    return pairs


def pairs_wanted(rest: str | None, move: str | None, movement: str | None, pairs: Path | None) -> list[Pair]:
    """The pairs that the options of ``mirror measure`` name.

    Raises:
        Problem: it is neither one pair nor one table, or the table or the movement cannot be used.
    """
    if pairs is not None and (rest, move, movement) == (None, None, None):
        return pairs_in(pairs)
    if pairs is None and rest is not None and move is not None and movement is not None:
        return [Pair(rest, move, movement_named(movement, "--movement"))]
    raise Problem("mirror measure needs either --rest, --move and --movement together, or --pairs alone.")


@dataclass(frozen=True, slots=True)
class RestUnread(PairReading):
    """What a pair says whose photograph at rest shows nothing to measure: the one of the movement is not to blame."""


def measured(pairs: Sequence[Pair], tracker: Tracker) -> Iterator[tuple[Pair, PairReading]]:
    """Each pair with its reading, one after the other.

    Raises:
        Problem: a photograph is missing or is no picture, which is told before anything is measured.
    """
    _must_be_pictures(pairs)

    @lru_cache(maxsize=KEPT)
    def at_rest(path: Path) -> tuple[RestBothWays, _Shot] | Unseen | Doubt:
        seen = _seen(path, tracker, None)
        return seen if isinstance(seen, Unseen | Doubt) else (RestBothWays.of(seen[0]), seen[1])

    for pair in pairs:
        rest_path, move_path = pair.files
        rest = at_rest(rest_path)
        if isinstance(rest, Unseen | Doubt):
            yield pair, RestUnread(None, rest)
            continue
        now = _seen(move_path, tracker, rest[1])
        yield pair, PairReading(None, now) if isinstance(now, Unseen | Doubt) else rest[0].read(now[0], pair.movement)


def _must_be_pictures(pairs: Sequence[Pair]) -> None:
    """Half a table would be lost work: the last photograph is looked at before the first one is measured."""
    known: set[Path] = set()
    for pair in pairs:
        for path in pair.files:
            if path not in known:
                try:
                    image_at(path)
                except Problem as problem:
                    raise Problem(f"{pair.where}{problem}") from problem
                known.add(path)


@dataclass(frozen=True, slots=True)
class _Shot:
    """How a photograph was taken, as far as it matters to the next one."""

    size: tuple[int, int]
    eyes_px: float
    focal_px: float

    def camera_of(self, size: tuple[int, int], eyes_px: float) -> Camera:
        """The camera of another photograph of the same person.

        A picture of another size has been cut or made smaller: the person is supposed to have stayed where they were.
        """
        usual = Camera.of(*size)
        return usual if size == self.size else Camera(self.focal_px * eyes_px / self.eyes_px, usual.centre)


def _seen(path: Path, tracker: Tracker, before: _Shot | None) -> tuple[BothWays, _Shot] | Unseen | Doubt:
    image = image_at(path)
    points = tracker.track(image, 0.0)
    if points is None:
        return Unseen.NO_FACE
    if shows_another_face(image, points, tracker):
        return Doubt.MORE_FACES
    size = image.shape[1], image.shape[0]
    eyes_px = eye_distance_px(points)
    camera = Camera.of(*size) if before is None else before.camera_of(size, eyes_px)
    found = BothWays.found(image, points, tracker, camera)
    return found if isinstance(found, Unseen) else (found, _Shot(size, eyes_px, camera.focal_px))


def as_line(pair: Pair, reading: PairReading, model: str) -> str:
    """One pair's line of ``mirror measure --json``."""
    found = reading.excursion
    line: dict[str, Any] = {
        "rest": pair.rest,
        "move": pair.move,
        "movement": pair.movement.value,
        "left_mm": None if found is None else round(found.left_mm, 3),
        "right_mm": None if found is None else round(found.right_mm, 3),
        "symmetry": None if found is None else round(found.symmetry, 3),
        "weaker": None if found is None or found.weaker is None else found.weaker.value,
        "confidence": None if found is None else round(found.confidence, 3),
        "abstained": None if reading.abstained is None else reading.abstained.value,
        "model": model,
    }
    if pair.movement is Movement.EYE_CLOSURE:
        for key, gap_mm in (("gap_left_mm", reading.gap_left_mm), ("gap_right_mm", reading.gap_right_mm)):
            line[key] = None if gap_mm is None else round(gap_mm, 3)
    return json.dumps(line, ensure_ascii=False)


def as_text(pair: Pair, reading: PairReading) -> str:
    """One pair, for a person."""
    what = f"{pair.movement.value.replace('_', ' ')}, {pair.move}"
    match reading.excursion:
        case None:
            reason = "unknown" if reading.abstained is None else reading.abstained.value
            if isinstance(reading, RestUnread):
                return f"{what}: not measured; at rest, {pair.rest}: {reason}"
            return f"{what}: not measured, {reason}"
        case Excursion() as found:
            sides = f"left {found.left_mm:.1f} mm, right {found.right_mm:.1f} mm{_gaps(reading)}"
            return f"{what}: {sides}; {_compared(found)} (confidence {found.confidence:.2f})"


def _gaps(reading: PairReading) -> str:
    if reading.gap_left_mm is None or reading.gap_right_mm is None:
        return ""
    return f" closed; still open {max(0.0, reading.gap_left_mm):.1f} and {max(0.0, reading.gap_right_mm):.1f} mm"


def _compared(found: Excursion) -> str:
    if max(found.left_mm, found.right_mm) < HARDLY_MM:
        return "hardly any movement"
    if found.weaker is None:
        return f"both sides together, {100 * found.symmetry:.0f} % alike"
    return f"the {found.weaker.value} side moved {100 * found.symmetry:.0f} % as far as the other"


def image_at(path: Path) -> Image:
    """The picture in a file, as the camera saw it.

    Raises:
        Problem: it is missing, cannot be read, or is no picture.
    """
    if not path.is_file():
        raise Problem(f"There is no photograph {path}.")
    try:
        content = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as error:
        raise Problem(f"The photograph {path} cannot be read: {error.strerror}.") from error
    # Decoded from memory: reading by name, OpenCV writes remarks of its own to standard error.
    image = cv2.imdecode(content, cv2.IMREAD_COLOR) if len(content) else None
    if image is None:
        raise Problem(f"{path} is not a picture that can be read: use a JPEG or PNG file.")
    return np.asarray(image, np.uint8)
