"""Writes the reference points that test_parity.py compares with: what the tasks line sees in the drawn portrait.

Run it with the tasks line installed, after the portrait's drawing has changed or a new net is meant:

    python tests/perception/make_reference.py [DATA_DIR]
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from mirror.clips.expression import Expression, Half, HeadPose
from mirror.clips.portrait import Portrait
from mirror.perception.bundle import default_model
from mirror.perception.face import Image, Points
from mirror.perception.tracker import Input, Line, installed_line, open_tracker
from models.tables import LEFT_EYE, LIPS, MESH_POINTS, POINTS, RIGHT_EYE

REFERENCE: Final = Path(__file__).parent / "reference"

#: A third of the points, from every block of the net: lips, lids, brows, irises, and the coarse mesh.
KEYS: Final = tuple(sorted({*LIPS[:40], *LEFT_EYE[:16], *LEFT_EYE[-8:], *RIGHT_EYE[:16], *RIGHT_EYE[-8:],
                            *range(MESH_POINTS, POINTS), *range(1, MESH_POINTS, 9)}))  # fmt: skip

FPS: Final = 30
FILM_FRAMES: Final = 40
FILM_STEP: Final = 4
"""Every fourth frame is kept."""


@dataclass(frozen=True, slots=True)
class Still:
    """One drawn photograph."""

    name: str
    width: int
    height: int
    expression: Expression


STILLS: Final = (
    Still("rest", 480, 640, Expression()),
    Still("a lopsided smile", 480, 640,
          Expression(left=Half(smile=0.8), right=Half(smile=0.2), pose=HeadPose(roll_deg=5))),
    Still("one brow up, small", 480, 640, Expression(right=Half(brow_raise=0.9), pose=HeadPose(scale=0.75, x=0.08))),
    Still("one eye shut, tilted", 640, 480, Expression(left=Half(eye_closure=1.0), pose=HeadPose(roll_deg=-15))),
    Still("pucker, wide picture", 1280, 720,
          Expression(left=Half(pucker=0.7), right=Half(pucker=0.4), pose=HeadPose(roll_deg=12))),
)  # fmt: skip


def film() -> Iterator[tuple[float, Image]]:
    """A smile that comes and goes, stronger on the left, on a head that sways a little: (seconds, frame)."""
    portrait = Portrait(480, 640)
    for frame in range(FILM_FRAMES):
        part = frame / (FILM_FRAMES - 1)
        smile = float(np.sin(np.pi * part) ** 2)
        pose = HeadPose(x=0.02 * float(np.sin(2 * np.pi * part)), roll_deg=4 * part - 2)
        expression = Expression(left=Half(smile=0.8 * smile), right=Half(smile=0.3 * smile), pose=pose)
        yield frame / FPS, portrait.draw(expression)


def thumbnail(image: Image) -> npt.NDArray[np.uint8]:
    """12 by 12 grey levels, to tell a changed drawing from a changed net."""
    return cv2.resize(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), (12, 12), interpolation=cv2.INTER_AREA)


def _kept(points: Points) -> list[list[float]]:
    return [[round(float(value), 2) for value in points[key]] for key in KEYS]


def _write(name: str, content: dict[str, Any]) -> None:
    """One line per picture, so that a change shows as what it is."""
    lines = [f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}" for key, value in content.items()]
    (REFERENCE / name).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def main(data_dir: Path) -> None:
    if installed_line() is not Line.TASKS:
        sys.exit("The reference is what the tasks line sees; install mediapipe 1.2 or newer to make it.")
    REFERENCE.mkdir(exist_ok=True)
    bundle = default_model(data_dir, print)
    stills: dict[str, Any] = {}
    with open_tracker(bundle, Input.STILL) as tracker:
        stills["model"] = tracker.model
        for still in STILLS:
            image = Portrait(still.width, still.height).draw(still.expression)
            points = tracker.track(image, 0.0)
            if points is None:
                sys.exit(f"No face was found in {still.name!r}; the portrait needs another look.")
            stills[still.name] = {"thumbnail": thumbnail(image).ravel().tolist(), "points": _kept(points)}
    _write("stills.json", stills)

    frames: dict[str, Any] = {}
    with open_tracker(bundle, Input.FILM) as tracker:
        frames["model"] = tracker.model
        for number, (t_s, image) in enumerate(film()):
            points = tracker.track(image, t_s)
            if points is None:
                sys.exit(f"No face was found in frame {number} of the film; the portrait needs another look.")
            if number % FILM_STEP == 0:
                frames[str(number)] = {"thumbnail": thumbnail(image).ravel().tolist(), "points": _kept(points)}
    _write("film.json", frames)


if __name__ == "__main__":
    default = Path(os.environ.get("MIRROR_DATA") or Path.home() / ".local" / "share" / "rehab-mirror")
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
