"""The pictures that everything is measured on: the drawn patient at rest and smiling, or the frames of a film."""

from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from hardware.camera.frame import Image
from mirror.bench.stored import FILE, FILM, PER_S, REST, ROUND, SIZE, WAY
from mirror.clips.expression import Expression, Half, HeadPose
from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.kiosk.films import frames_of
from mirror.problem import Problem

_SMILE: Final = Half(smile=0.65)


def draw(folder: Path, film: Path | None) -> None:
    """Put the pictures into ``folder``."""
    portrait = Portrait(*SIZE, PATIENT)
    found = [portrait.draw(_expression(number)) for number in range(ROUND)] if film is None else _of(film)
    np.save(folder / FILE, np.stack(found))
    height, width = found[0].shape[:2]
    writer = cv2.VideoWriter(str(folder / FILM), cv2.VideoWriter.fourcc(*"MJPG"), PER_S, (width, height))
    for picture in found:
        writer.write(picture)
    writer.release()


def _expression(number: int) -> Expression:
    """The weak side goes half as far; the head sways a little, as nobody stands like a picture."""
    effort = min(1.0, max(0.0, min((number - REST) / WAY, (ROUND - number) / WAY)))
    strong = Half().blend(_SMILE, effort)
    weak = replace(Half().blend(_SMILE, effort * 0.5), droop=0.15)
    turn = 2.0 * np.pi * number / ROUND
    pose = HeadPose(x=0.004 * float(np.sin(turn)), y=0.003 * float(np.cos(turn)), scale=1.0, roll_deg=0.0)
    return Expression(left=weak, right=strong, pose=pose)


def _of(film: Path) -> list[Image]:
    found = [image.copy() for image, _ in islice(frames_of(film), ROUND)]
    if len(found) < ROUND:
        raise Problem(f"--film {film} has {len(found)} frames and the bench needs {ROUND}: choose a longer one.")
    return found
