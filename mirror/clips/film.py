"""Films as files: written whole or not at all, read frame by frame."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from mirror.problem import Problem

Image = npt.NDArray[np.uint8]

# FFmpeg inside OpenCV reads this once, when the first film is opened anywhere: what it would print is said by our
# sentences.  -8 is AV_LOG_QUIET.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")

#: MPEG-4 part 2: the one codec of OpenCV's wheels that every build can write and read quickly.  On the portrait it
#: keeps 41 dB, within 2 dB of VP9, at a sixtieth of the time.
CODEC: Final = "mp4v"


#: Everybody on this machine may look at a drawn film; at a person's face only the mirror itself.
DRAWN_MODE: Final = 0o644
PRIVATE_MODE: Final = 0o600


def write_film(
    path: Path, frames: Iterable[Image], width: int, height: int, fps: float, mode: int = DRAWN_MODE
) -> None:
    """Write the frames (blue, green, red) to ``path``, which appears only when the film is complete.

    ``mode`` is who may read it, from the first byte on.
    """
    unfinished = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY, mode))
    except OSError as error:
        raise Problem(f"{path.parent} could not be written to: {error.strerror}.") from error
    writer = cv2.VideoWriter(str(unfinished), cv2.VideoWriter.fourcc(*CODEC), fps, (width, height))
    try:
        if not writer.isOpened():
            raise Problem(
                f"{path.parent} could not be written to. Check that the folder exists and the disk is not full."
            )
        written = 0
        for frame in frames:
            writer.write(frame)
            written += 1
        writer.release()
        check_whole(unfinished, written)
        make_lasting(unfinished)
        os.replace(unfinished, path)
    finally:
        writer.release()
        unfinished.unlink(missing_ok=True)


def check_whole(path: Path, written: int) -> None:
    """OpenCV's writer does not say when the disk is full, so the film is asked how many frames it holds.

    Raises Problem when they are not as many as were written.
    """
    film = _decoder(path)
    held = round(film.get(cv2.CAP_PROP_FRAME_COUNT)) if film.isOpened() else 0
    film.release()
    if held != written:
        raise Problem(
            f"Only {held} of {written} frames could be written to {path.parent}. Check that the disk is not full."
        )


def make_lasting(path: Path) -> None:
    """Bring a file's content to the disk, so that a later rename never shows half of it after a power cut."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def open_film(path: Path) -> cv2.VideoCapture:
    """The film's decoder, upright as it was filmed.

    Raises Problem when there is no file, when it is no film, and for a name on which OpenCV would end the process.
    """
    try:
        str(path.absolute()).encode()
    except UnicodeEncodeError:
        raise Problem(
            f"The film {str(path)!a} has a name that is not UTF-8, or lies in a folder that has: rename it."
        ) from None
    if not path.is_file():
        raise Problem(f"There is no film at {path}.")
    film = _decoder(path)
    if not film.isOpened():
        raise _no_film(path)
    return film


def is_film(path: Path) -> bool:
    """Whether the file opens as a film and its first picture can be decoded."""
    try:
        film = open_film(path)
    except Problem:
        return False
    read, _ = film.read()
    film.release()
    return read


def _decoder(path: Path) -> cv2.VideoCapture:
    """Absolute: FFmpeg takes what stands before a colon for a protocol, as in 10:30.mp4."""
    return cv2.VideoCapture(str(path.absolute()))


def _no_film(path: Path) -> Problem:
    return Problem(f"{path} cannot be read as a film. MP4, MOV, MKV, WebM and AVI can be.")


def fps_of(film: cv2.VideoCapture) -> float:
    """Frames per second; 30 where the file does not say or says nonsense."""
    fps = float(film.get(cv2.CAP_PROP_FPS))
    return fps if 1.0 <= fps <= 240.0 else 30.0


def frames_in(film: cv2.VideoCapture) -> int:
    """How many frames the file promises; as good as endless where it does not say."""
    count = float(film.get(cv2.CAP_PROP_FRAME_COUNT))
    return round(count) if 1.0 <= count < sys.maxsize else sys.maxsize


@dataclass(frozen=True, slots=True)
class Survey:
    """What a film holds.  ``faces`` is the share of looked-at frames with a face, 0..1."""

    duration_s: float
    fps: float
    faces: float


def survey(path: Path, face_in: Callable[[Image], bool], every_s: float, longest_s: float) -> Survey:
    """Read a film from end to end (or a little past ``longest_s``) and look for a face every ``every_s`` seconds."""
    film = open_film(path)
    try:
        fps = fps_of(film)
        step = max(1, round(every_s * fps))
        count = looked = faces = 0
        while count <= longest_s * fps + step and film.grab():
            if count % step == 0:
                read, image = film.retrieve()
                if not read:
                    break
                looked += 1
                faces += face_in(np.asarray(image, dtype=np.uint8))
            count += 1
    finally:
        film.release()
    if looked == 0:
        raise _no_film(path)
    return Survey(count / fps, fps, faces / looked)
