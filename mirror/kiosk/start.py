"""What it takes to start a mirror: its models, its log, and what is said of it on every screen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2

import mirror
from mirror.diary.lock import FolderLock
from mirror.diary.log import Log
from mirror.diary.reading import FILE_NAME
from mirror.diary.stamp import Stamp
from mirror.diary.writer import InlineWriter, Writer
from mirror.perception.bundle import check_bundle, default_model
from mirror.perception.face import Image, Side
from mirror.perception.official import refined_model
from mirror.perception.tracker import Input, open_tracker
from mirror.screen import words
from mirror.settings import Settings

Say = Callable[[str], None]


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


def notice_of(writer: Writer | InlineWriter) -> str:
    """What must be said on every screen."""
    return words.NOT_SAVED if writer.unsaved else ""
