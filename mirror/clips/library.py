"""The demonstration films of this mirror: drawn ones, a therapist's own, which come first, and the own healthy half."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Final

from mirror.clips.choreography import Demonstration
from mirror.clips.drawn import (
    EVERY,
    FPS,
    HEIGHT,
    WIDTH,
    Drawn,
    drawn_frames,
    drawn_named,
    fingerprint,
    loop_s,
    one_sided,
)
from mirror.clips.film import (
    PRIVATE_MODE,
    Image,
    fps_of,
    frames_in,
    is_film,
    make_lasting,
    open_film,
    survey,
    write_film,
)
from mirror.perception.face import Side
from mirror.problem import Problem

SHORTEST_S: Final = 2.0
LONGEST_S: Final = 120.0
FACES_WANTED: Final = 0.8
_LOOK_EVERY_S: Final = 0.5
#: What an own film keeps of its name; the decoder looks into the file, so that another ending does no harm.
_SUFFIX: Final = re.compile(r"\.[a-z0-9]{1,8}")
_OTHER_SUFFIX: Final = ".film"
_DRAWN: Final = re.compile(r"^(?P<exercise>[a-z_]+)-(?P<print>[0-9a-f]{12})\.mp4$")
_OWN_HALF: Final = re.compile(r"^(?P<exercise>[a-z_]+)-half-(?P<half>left|right)-(?P<made>\d{8}T\d{6}Z)\.mp4$")
_MADE: Final = "%Y%m%dT%H%M%SZ"


class Source(Enum):
    """Where a clip comes from."""

    DRAWN = "drawn"
    OWN = "own"
    """A film that a person added: a therapist's."""
    OWN_HALF = "own half"
    """The patient's own healthy half twice."""


Order = tuple[Source, ...]
"""Who shows an exercise: the first of these that is there."""

ADDED_FIRST: Final = (Source.OWN, Source.DRAWN)
#: For whoever wished to see the own healthy half; what a therapist chose for this person still comes first.
OWN_HALF_BEFORE_DRAWN: Final = (Source.OWN, Source.OWN_HALF, Source.DRAWN)


@dataclass(frozen=True, slots=True)
class Clip:
    """One demonstration film."""

    exercise: str
    """The exercise or routine it shows."""
    path: Path
    source: Source
    duration_s: float
    fps: float
    drawn_for: Side | None = None
    """The weaker side of the person it is drawn for; None where both sides do the same or it is not drawn."""

    @property
    def keeps_own_time(self) -> bool:
        """Whether it just runs on, instead of moving, holding and letting go with the person."""
        return self.source is not Source.DRAWN or not isinstance(drawn_named(self.exercise), Demonstration)


@dataclass(frozen=True, slots=True)
class OwnHalf:
    """A film of the patient's own healthy half."""

    exercise: str
    half: Side
    made_utc: datetime
    path: Path


class Library:
    """The films in ``<data_dir>/clips``; ``order`` says which kind is shown where there are several."""

    def __init__(self, data_dir: Path, order: Order = ADDED_FIRST) -> None:
        self.folder = Path(data_dir) / "clips"
        self.order = order

    def list(self) -> tuple[Clip, ...]:
        """The clip that would be shown for each exercise and routine, in their order; unbuilt ones are missing."""
        found = (self.find(one.value) for one in EVERY)
        return tuple(clip for clip in found if clip is not None)

    def find(self, exercise: str) -> Clip | None:
        """The clip to show for an exercise or a routine: the first of ``order`` that is there, else None.

        A film that cannot be read is passed over; :meth:`unreadable` names it.
        """
        one = drawn_named(exercise)
        kinds = {Source.OWN: self._own, Source.OWN_HALF: self._own_half, Source.DRAWN: self._drawn}
        return next((clip for source in self.order if (clip := kinds[source](one)) is not None), None)

    def unreadable(self, exercise: str) -> tuple[Path, ...]:
        """The films of an exercise that are there and cannot be shown, own ones first."""
        one = drawn_named(exercise)
        halves = (kept.path for kept in self.own_halves() if kept.exercise == exercise)
        return tuple(
            path
            for path in (*self._own_files(one), *halves, self._drawn_path(one))
            if path.exists() and not is_film(path)
        )

    def build(
        self,
        exercises: Iterable[Drawn] = EVERY,
        drawing: Callable[[str], None] = lambda _exercise: None,
        before_picture: Callable[[], None] = lambda: None,
    ) -> None:
        """Draw the films that are missing or out of date; those of an older drawing are removed.

        ``drawing`` is told each exercise just before it is drawn; ``before_picture`` is called before each picture, and
        what it raises ends the work, of which whole films stay.  Two processes that build at once do the work once.
        """

        def pictures(one: Drawn) -> Iterator[Image]:
            for picture in drawn_frames(one):
                before_picture()
                yield picture

        with self._alone():
            for unfinished in self.folder.glob(".*.part.*"):
                unfinished.unlink(missing_ok=True)  # left by a power cut
            for one in exercises:
                if self._drawn(one) is None:
                    drawing(one.value)
                    write_film(self._drawn_path(one), pictures(one), WIDTH, HEIGHT, FPS)
                self._remove_older(one)

    def add(self, file: Path, exercise: str, face_in: Callable[[Image], bool]) -> Clip:
        """Take in a therapist's own film, which is shown from then on.  The own film before it is set aside.

        ``face_in`` says whether a picture (blue, green, red) shows a face.
        """
        one, file = drawn_named(exercise), Path(file)
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
        one = drawn_named(exercise)
        with self._alone():
            own = self._own_files(one)
            if not own:
                raise Problem(f"There is no film of your own for {exercise}; `mirror clips list` shows which have one.")
            try:
                aside = [_set_aside(old, one) for old in own]
            except OSError as error:
                raise Problem(f"{own[0]} could not be set aside: {error.strerror}.") from error
        return aside[0]

    def keep_own_half(self, exercise: str, half: Side, made_utc: datetime, frames: Iterable[Image]) -> Clip:
        """Keep a film of the patient's own half (see ``own_half``), which only this account may read.

        It takes the place of the one before it, which is deleted: of a face nothing is kept that is not shown.
        """
        one = drawn_named(exercise)
        made = made_utc.astimezone(UTC).strftime(_MADE)
        target = self.folder / f"{one.value}-half-{half.value}-{made}.mp4"
        with self._alone():
            write_film(target, frames, WIDTH, HEIGHT, FPS, PRIVATE_MODE)
            for older in self.own_halves():
                if older.exercise == exercise and older.path != target:
                    older.path.unlink(missing_ok=True)
        clip = self._own_half(one)
        if clip is None:
            raise Problem(f"{target} cannot be read again. Check that the disk is not full.")
        return clip

    def own_halves(self) -> tuple[OwnHalf, ...]:
        """The films of the patient's own half, by exercise, whether they are shown or not."""
        if not self.folder.is_dir():
            return ()
        found = []
        for path in sorted(self.folder.iterdir()):
            if name := _OWN_HALF.match(path.name):
                made = datetime.strptime(name["made"], _MADE).replace(tzinfo=UTC)
                found.append(OwnHalf(name["exercise"], Side(name["half"]), made, path))
        return tuple(found)

    def forget(self, exercise: str) -> None:
        """Delete the film of the patient's own half that shows an exercise."""
        one = drawn_named(exercise)
        if not self._delete_own_halves(lambda name: name == one.value):
            raise Problem(
                f"There is no film of your own half for {exercise}; `mirror clips list` shows which exercises have one."
            )

    def forget_own_halves(self) -> int:
        """Delete every film of the patient's own half; returns how many there were."""
        return self._delete_own_halves(lambda _name: True)

    def _delete_own_halves(self, meant: Callable[[str], bool]) -> int:
        if not self.folder.is_dir():
            return 0
        with self._alone():
            files = [kept.path for kept in self.own_halves() if meant(kept.exercise)]
            try:
                for path in files:
                    path.unlink(missing_ok=True)
                for unfinished in self.folder.glob(".*-half-*.part.*"):
                    unfinished.unlink(missing_ok=True)  # left by a power cut
            except OSError as error:
                raise Problem(f"{error.filename} could not be deleted: {error.strerror}.") from error
        return len(files)

    def _own(self, one: Drawn) -> Clip | None:
        path = next(filter(is_film, self._own_files(one)), None)
        if path is None:
            return None
        film = open_film(path)
        fps, count = fps_of(film), frames_in(film)
        film.release()
        return Clip(one.value, path, Source.OWN, min(count / fps, LONGEST_S), fps)

    def _own_half(self, one: Drawn) -> Clip | None:
        kept = next((kept for kept in self.own_halves() if kept.exercise == one.value and is_film(kept.path)), None)
        if kept is None:
            return None
        film = open_film(kept.path)
        fps, count = fps_of(film), frames_in(film)
        film.release()
        return Clip(one.value, kept.path, Source.OWN_HALF, count / fps, fps)

    def _own_files(self, one: Drawn) -> tuple[Path, ...]:
        return tuple(sorted(path for path in self.folder.glob(f"{one.value}-own*") if path.stem == f"{one.value}-own"))

    def _drawn(self, one: Drawn) -> Clip | None:
        path = self._drawn_path(one)
        if not is_film(path):
            return None
        return Clip(one.value, path, Source.DRAWN, loop_s(one), FPS, Side.LEFT if one_sided(one) else None)

    def _drawn_path(self, one: Drawn) -> Path:
        return self.folder / f"{one.value}-{fingerprint()}.mp4"

    def _remove_older(self, one: Drawn) -> None:
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


def _set_aside(own: Path, one: Drawn) -> Path:
    """An own film under a name that is not shown and that no other film has; returns it."""
    aside, number = own.with_name(f"{one.value}-before{own.suffix}"), 2
    while aside.exists():
        aside, number = own.with_name(f"{one.value}-before-{number}{own.suffix}"), number + 1
    os.replace(own, aside)
    return aside
