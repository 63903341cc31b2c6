"""The films that are drawn: one loop for every exercise and every routine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from mirror.clips.accent import add_accent
from mirror.clips.choreography import LOOP_S, ONE_SIDED, Demonstration, effort_at, pose_at
from mirror.clips.film import Image
from mirror.clips.fingers import fingers_at
from mirror.clips.hands import add_lights, pushed
from mirror.clips.look import DEMONSTRATOR
from mirror.clips.portrait import Portrait
from mirror.clips.routine import SCENES, GuidedRoutine
from mirror.problem import Problem

WIDTH: Final = 544
HEIGHT: Final = 680
"""Four to five like the two panels of a session, and whole macroblocks for the codec."""

FPS: Final = 30.0

Drawn = Demonstration | GuidedRoutine
"""What there is a drawn film for; its value is the id of the exercise or routine."""

EVERY: Final[tuple[Drawn, ...]] = (*Demonstration, *GuidedRoutine)
#: What a film can show.  The daily attempt has none of its own: it borrows those of the movements it tries.
FILMED: Final = frozenset(one.value for one in EVERY)


def drawn_named(name: str) -> Drawn:
    """The drawn film of the exercise or routine of this name."""
    for one in EVERY:
        if one.value == name:
            return one
    raise Problem(
        f"There is no demonstration called '{name}'. There are: {', '.join(str(one.value) for one in EVERY)}."
    )


def loop_s(one: Drawn) -> float:
    """How long its loop lasts, seconds."""
    return LOOP_S if isinstance(one, Demonstration) else SCENES[one].loop_s


def one_sided(one: Drawn) -> bool:
    """Whether it shows the weaker side, or the stronger one; it is drawn for a weaker left side."""
    return one in ONE_SIDED if isinstance(one, Demonstration) else SCENES[one].one_sided


def picture_at(portrait: Portrait, one: Drawn, t_s: float) -> Image:
    """(height, width, 3) blue, green, red: the film at a time of its loop."""
    if isinstance(one, Demonstration):
        face, lights = pose_at(one, t_s), fingers_at(one, t_s)
    else:
        moment = SCENES[one].at(t_s)
        face, lights = moment.face, moment.lights
    picture = portrait.draw(face, pushed(lights))
    if isinstance(one, Demonstration):
        add_accent(picture, portrait, one, face.pose, effort_at(t_s))
    add_lights(picture, portrait, lights, face.pose)
    return picture


def drawn_frames(one: Drawn) -> Iterator[Image]:
    """The pictures of one loop, blue, green, red."""
    portrait = Portrait(WIDTH, HEIGHT, DEMONSTRATOR)
    for number in range(round(loop_s(one) * FPS)):
        yield picture_at(portrait, one, number / FPS)


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Twelve hex digits that change whenever the drawing or the size does."""
    seen = hashlib.sha256(f"{WIDTH}x{HEIGHT}@{FPS:g}".encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        seen.update(source.name.encode() + b"\0" + source.read_bytes())
    return seen.hexdigest()[:12]
