"""The demonstration films of this mirror: drawn ones, made once, and a therapist's own, which come first."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Final

from mirror.clips.accent import add_accent
from mirror.clips.choreography import LOOP_S, Demonstration, effort_at, pose_at
from mirror.clips.film import Image, fps_of, frames_in, is_film, make_lasting, open_film, survey, write_film
from mirror.clips.look import DEMONSTRATOR
from mirror.clips.portrait import Portrait
from mirror.problem import Problem

WIDTH: Final = 544
HEIGHT: Final = 680
"""Four to five like the two panels of a session, and whole macroblocks for the codec."""

FPS: Final = 30.0

SHORTEST_S: Final = 2.0
LONGEST_S: Final = 120.0
FACES_WANTED: Final = 0.8
_LOOK_EVERY_S: Final = 0.5
#: What an own film keeps of its name; the decoder looks into the file, so that another ending does no harm.
_SUFFIX: Final = re.compile(r"\.[a-z0-9]{1,8}")
_OTHER_SUFFIX: Final = ".film"
_DRAWN: Final = re.compile(r"^(?P<exercise>[a-z_]+)-(?P<print>[0-9a-f]{12})\.mp4$")


class Source(Enum):
    """Where a clip comes from."""

    DRAWN = "drawn"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Clip:
    """One demonstration film."""

    exercise: str
    path: Path
    source: Source
    duration_s: float
    fps: float


def drawn_frames(exercise: Demonstration) -> Iterator[Image]:
    """The pictures of one loop, blue, green, red."""
    portrait = Portrait(WIDTH, HEIGHT, DEMONSTRATOR)
    for number in range(round(LOOP_S * FPS)):
        t_s = number / FPS
        face = pose_at(exercise, t_s)
        picture = portrait.draw(face)
        add_accent(picture, portrait, exercise, face.pose, effort_at(t_s))
        yield picture


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Twelve hex digits that change whenever the drawing or the size does."""
    seen = hashlib.sha256(f"{WIDTH}x{HEIGHT}@{FPS:g}".encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        seen.update(source.name.encode() + b"\0" + source.read_bytes())
    return seen.hexdigest()[:12]


class Library:
    """The films in ``<data_dir>/clips``."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = Path(data_dir) / "clips"

    def list(self) -> tuple[Clip, ...]:
        """The clip that would be shown for each exercise, in the order of the exercises; unbuilt ones are missing."""
        found = (self.find(one.value) for one in Demonstration)
        return tuple(clip for clip in found if clip is not None)

    def find(self, exercise: str) -> Clip | None:
        """The clip to show for an exercise: the own film if there is one, else the drawn one, else None.

        A film that cannot be read is passed over; :meth:`unreadable` names it.
        """
        one = Demonstration.named(exercise)
        return self._own(one) or self._drawn(one)

    def unreadable(self, exercise: str) -> tuple[Path, ...]:
        """The films of an exercise that are there and cannot be shown, own ones first."""
        one = Demonstration.named(exercise)
        return tuple(
            path for path in (*self._own_files(one), self._drawn_path(one)) if path.exists() and not is_film(path)
        )

    def build(
        self,
        exercises: Iterable[Demonstration] = tuple(Demonstration),
        drawing: Callable[[str], None] = lambda _exercise: None,
    ) -> None:
        """Draw the films that are missing or out of date; those of an older drawing are removed.

        ``drawing`` is told each exercise just before it is drawn.  Two processes that build at once do the work once.
        """
        with self._alone():
            for unfinished in self.folder.glob(".*.part.*"):
                unfinished.unlink(missing_ok=True)  # left by a power cut
            for one in exercises:
                if self._drawn(one) is None:
                    drawing(one.value)
                    write_film(self._drawn_path(one), drawn_frames(one), WIDTH, HEIGHT, FPS)
                self._remove_older(one)

    def add(self, file: Path, exercise: str, face_in: Callable[[Image], bool]) -> Clip:
        """Take in a therapist's own film, which is shown from then on.  The own film before it is set aside.

        ``face_in`` says whether a picture (blue, green, red) shows a face.
        """
        one, file = Demonstration.named(exercise), Path(file)
        seen = survey(file, face_in, _LOOK_EVERY_S, LONGEST_S)
        if seen.duration_s < SHORTEST_S:
            raise Problem(
                f"{file.name} lasts {seen.duration_s:.1f} s; a demonstration needs at least {SHORTEST_S:g} s."
            )
        if seen.duration_s > LONGEST_S:
            raise Problem(f"{file.name} is longer than {LONGEST_S:g} s; cut it to one or two repetitions.")
        if seen.faces < FACES_WANTED:
            raise Problem(
                f"A face is seen in {seen.faces:.0%} of {file.name}; a demonstration needs one in {FACES_WANTED:.0%}."
                " Film one face from the front, in good light."
            )
        self._make_folder()
        suffix = file.suffix.lower()
        target = self.folder / f"{one.value}-own{suffix if _SUFFIX.fullmatch(suffix) else _OTHER_SUFFIX}"
        arriving = target.with_name(f".{target.stem}.{os.getpid()}.part{target.suffix}")
        with self._alone():
            try:
                shutil.copyfile(file, arriving)
                make_lasting(arriving)
                for old in self._own_files(one):
                    _set_aside(old, one)
                os.replace(arriving, target)
            except OSError as error:
                raise Problem(f"{file.name} could not be copied to {self.folder}: {error.strerror}.") from error
            finally:
                arriving.unlink(missing_ok=True)
        return Clip(one.value, target, Source.OWN, seen.duration_s, seen.fps)

    def remove(self, exercise: str) -> Path:
        """Show the drawn film of an exercise again.  The own film is set aside; returns where it is now."""
        one = Demonstration.named(exercise)
        with self._alone():
            own = self._own_files(one)
            if not own:
                raise Problem(f"There is no film of your own for {exercise}; `mirror clips list` shows which have one.")
            try:
                aside = [_set_aside(old, one) for old in own]
            except OSError as error:
                raise Problem(f"{own[0]} could not be set aside: {error.strerror}.") from error
        return aside[0]

    def _own(self, one: Demonstration) -> Clip | None:
        path = next(filter(is_film, self._own_files(one)), None)
        if path is None:
            return None
        film = open_film(path)
        fps, count = fps_of(film), frames_in(film)
        film.release()
        return Clip(one.value, path, Source.OWN, min(count / fps, LONGEST_S), fps)

    def _own_files(self, one: Demonstration) -> tuple[Path, ...]:
        return tuple(sorted(path for path in self.folder.glob(f"{one.value}-own*") if path.stem == f"{one.value}-own"))

    def _drawn(self, one: Demonstration) -> Clip | None:
        path = self._drawn_path(one)
        return Clip(one.value, path, Source.DRAWN, LOOP_S, FPS) if is_film(path) else None

    def _drawn_path(self, one: Demonstration) -> Path:
        return self.folder / f"{one.value}-{fingerprint()}.mp4"

    def _remove_older(self, one: Demonstration) -> None:
        for path in self.folder.iterdir():
            name = _DRAWN.match(path.name)
            if name and name["exercise"] == one.value and path != self._drawn_path(one):
                path.unlink(missing_ok=True)

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Problem(f"The folder {self.folder} could not be made: {error.strerror}.") from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time changes the library; a second one waits."""
        self._make_folder()
        try:
            lock = (self.folder / ".lock").open("w")
        except OSError as error:
            raise Problem(
                f"The demonstrations in {self.folder} cannot be changed ({error.strerror}). "
                "Give this account the right to write there, or choose another folder with --data DIR (or MIRROR_DATA)."
            ) from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _set_aside(own: Path, one: Demonstration) -> Path:
    """An own film under a name that is not shown and that no other film has; returns it."""
    aside, number = own.with_name(f"{one.value}-before{own.suffix}"), 2
    while aside.exists():
        aside, number = own.with_name(f"{one.value}-before-{number}{own.suffix}"), number + 1
    os.replace(own, aside)
    return aside
