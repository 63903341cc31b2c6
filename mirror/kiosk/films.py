"""The frames of a film, as often as they are asked for."""

from collections.abc import Iterator
from pathlib import Path

from hardware.camera.camera import End, Pace
from hardware.camera.film import FilmCamera
from mirror.perception.face import Image


def frames_of(video: Path) -> Iterator[tuple[Image, float]]:
    """Every frame of a film from its beginning, each with its second.

    Raises:
        DeviceProblem: the film is missing, cannot be read or breaks off.
    """
    film = FilmCamera(video, Pace.EVERY_FRAME, clock=lambda: 0.0, sleep=lambda _: None)
    film.open()
    try:
        while not isinstance(frame := film.read(0.0), End):
            yield frame.image, frame.t_s
    finally:
        film.close()
