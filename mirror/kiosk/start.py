"""What it takes to start a mirror: its model, its log, its clips, and what is known of the day."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2

import mirror
from mirror.clips.drawn import FILMED, drawn_named
from mirror.clips.library import ADDED_FIRST, OWN_HALF_BEFORE_DRAWN, Library, Order
from mirror.clips.player import ClipPlayer
from mirror.diary.lock import FolderLock
from mirror.diary.log import Log
from mirror.diary.reading import FILE_NAME
from mirror.diary.stamp import Stamp
from mirror.diary.writer import InlineWriter, Writer
from mirror.kiosk.ending import ToldToEnd
from mirror.perception.bundle import check_bundle, default_model
from mirror.perception.face import Image, Side
from mirror.perception.official import refined_model
from mirror.perception.tracker import Input, open_tracker
from mirror.problem import Problem
from mirror.screen import words
from mirror.settings import Settings
from mirror.therapy.brief import Brief
from mirror.therapy.catalogue import entries
from mirror.therapy.tries import TRIED

Say = Callable[[str], None]
_TRIED: Final = tuple(movement.value for movement in TRIED)


def chosen_model(data_dir: Path, model: Path | None, say: Say) -> Path:
    """The bundle to use, checked; the default one is built if it is not there."""
    if model is None:
        return default_model(data_dir, say)
    check_bundle(model)
    return model


@dataclass(frozen=True, slots=True)
class Models:
    """The bundles of a session."""

    live: Path
    """For every frame."""
    refined: Path
    """For the figure that is kept of a repetition."""


def chosen_models(data_dir: Path, model: Path | None, say: Say) -> Models:
    """The bundles to use, checked; what is missing is built."""
    live = chosen_model(data_dir, model, say)
    return Models(live, refined_model(data_dir, model, say))


@contextmanager
def face_finder(data_dir: Path, model: Path | None, say: Say) -> Iterator[Callable[[Image], bool]]:
    """Whether there is a face in an image."""
    with open_tracker(chosen_model(data_dir, model, say), Input.STILL) as tracker:
        yield lambda image: tracker.track(image, 0.0) is not None


def open_log(
    data_dir: Path, model: str, camera: str, stamp: Callable[[], Stamp], held: FolderLock | None = None
) -> Log:
    """The patient's log with a new run begun in it; ``held`` is the folder's lock where the caller has it."""
    log = Log.open(data_dir / FILE_NAME, held=held)
    log.begin_run(mirror.__version__, model, camera, stamp())
    return log


def use_one_core() -> None:
    """Keep OpenCV from spreading its work: on pictures this small handing it out costs more than doing it.

    Measured on the live path: a sixth less processor time, and the other cores stay free for camera and display.
    """
    cv2.setNumThreads(1)


def affected_side(settings: Settings) -> Side | None:
    return None if settings.affected_side == "unknown" else Side(settings.affected_side)


def order_of_clips(settings: Settings) -> Order:
    """Which films of an exercise come first."""
    return OWN_HALF_BEFORE_DRAWN if settings.own_demonstration else ADDED_FIRST


def build_clips(
    data_dir: Path,
    shown: Iterable[str],
    say: Say,
    order: Order = ADDED_FIRST,
    ended: Callable[[], bool] = lambda: False,
) -> Library:
    """The clip library, with a demonstration of each of these exercises and routines in it.

    Raises ToldToEnd when ``ended`` while it draws, which may take minutes on a small board.
    """

    def go_on() -> None:
        if ended():
            raise ToldToEnd

    library = Library(data_dir, order)
    wanted = tuple(drawn_named(one) for one in shown)
    missing = [one.value for one in wanted if library.find(one.value) is None]
    if missing:
        names, drawn = entries(), iter(range(1, len(missing) + 1))
        say(f"Drawing {len(missing)} demonstration{'s' if len(missing) > 1 else ''} (once, a few seconds each)")
        library.build(wanted, lambda exercise: say(f"  {next(drawn)} of {len(missing)}: {names[exercise].name}"), go_on)
    return library


def find_clip(library: Library, exercise: str, affected: Side | None = None) -> ClipPlayer | None:
    """The clip that shows an exercise or routine, opened; None while there is none that can be shown.

    ``affected`` is the weaker side, which a film that shows one side is turned to.
    """
    try:
        clip = library.find(exercise)
        return None if clip is None else ClipPlayer(clip, affected)
    except Problem:
        # Damaged since it was checked.  A practice goes on without its demonstration; `mirror check` names the file.
        return None


def notice_of(writer: Writer | InlineWriter) -> str:
    """What must be said on every screen."""
    return words.NOT_SAVED if writer.unsaved else ""


def shown_in(prepared: Brief) -> tuple[str, ...]:
    """The films of a brief, each once; the daily attempt shows those of the movements it tries."""
    films = (one for task in prepared.tasks for one in (_TRIED if task.is_attempt else (task.exercise.id,)))
    return tuple(dict.fromkeys(one for one in films if one in FILMED))


def shown_on_any_day(prepared: Brief) -> tuple[str, ...]:
    """Those, and all that the plan may ask for on another day."""
    ahead = (one for one in prepared.films if one in FILMED)
    return tuple(dict.fromkeys((*shown_in(prepared), *ahead)))
