"""The screen as files: a film, and one picture of every scene."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import pygame

from mirror.clips.film import check_whole
from mirror.perception.face import Image
from mirror.problem import Problem
from mirror.therapy.scene import Scene

#: A scene's picture is taken this long after it began, when its fades are over; of a shorter one, its last frame.
SETTLED_S: Final = 1.4


#: In the folder of a recording.
FILM: Final = "session.mp4"
SCREENS: Final = "screens"


def files_of_recording(folder: Path) -> Iterator[Path]:
    """What a recording in ``folder`` may write over: the film, and the picture of every scene."""
    yield folder / FILM
    yield from (_picture(folder / SCREENS, scene) for scene in Scene)


def _picture(screens: Path, scene: Scene) -> Path:
    return screens / f"{scene.value}.png"


class ScreenRecording:
    """Writes ``session.mp4`` (half size) and ``screens/NAME.png`` (full size) into a folder."""

    def __init__(self, folder: Path, size: tuple[int, int], fps: float) -> None:
        self._screens = folder / SCREENS
        self._half = (size[0] // 4 * 2, size[1] // 4 * 2)
        try:
            self._screens.mkdir(exist_ok=True)
        except OSError as error:
            raise Problem(
                f"--headless {folder} cannot be written ({error.strerror}): choose another folder."
            ) from error
        self._path = film = folder / FILM
        self._written = 0
        self._film = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"mp4v"), fps, self._half)
        if not self._film.isOpened():
            raise Problem(f"{film} cannot be written: free some space there or choose another folder.")
        self._scene: Scene | None = None
        self._latest: Image | None = None
        self._taken: set[Scene] = set()

    def add(self, surface: pygame.Surface, scene: Scene, in_scene_s: float) -> None:
        """One frame of the screen.  Raises Problem when a picture cannot be written."""
        image = _pixels(surface)
        self._film.write(cv2.resize(image, self._half, interpolation=cv2.INTER_AREA))
        self._written += 1
        if scene is not self._scene:
            self._take_missed()
            self._scene = scene
        self._latest = image
        if in_scene_s >= SETTLED_S:
            self._take(scene, image)

    def finish(self) -> None:
        """Complete film and pictures.  Raises Problem when the disk has not taken all of the film."""
        self._take_missed()
        self._film.release()
        check_whole(self._path, self._written)

    def close(self) -> None:
        """Let go of the film, whatever it holds."""
        self._film.release()

    def _take_missed(self) -> None:
        """The scene that ended was too short to settle: its last frame will do."""
        if self._scene is not None and self._latest is not None:
            self._take(self._scene, self._latest)

    def _take(self, scene: Scene, image: Image) -> None:
        if scene not in self._taken:
            self._taken.add(scene)
            path = _picture(self._screens, scene)
            try:
                path.write_bytes(cv2.imencode(".png", image)[1].tobytes())
            except OSError as error:
                raise Problem(
                    f"{path} cannot be written ({error.strerror}): free some space there or choose another folder."
                ) from error


def _pixels(surface: pygame.Surface) -> Image:
    """The surface as (height, width, 3) blue, green, red."""
    width, height = surface.get_size()
    raw = np.frombuffer(surface.get_buffer().raw, np.uint8).reshape(height, -1, 4)[:, :width]
    return np.ascontiguousarray(raw[:, :, :3])
