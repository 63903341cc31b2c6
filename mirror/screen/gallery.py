"""Every screen as a picture: ``python -m mirror.screen.gallery FOLDER``.

Renders each scene in the states it can have, with the drawn patient as the own face, at three sizes, so that a person
can look at all of them.
"""

import argparse
import os
from pathlib import Path
from typing import Final

import cv2
import pygame

from mirror.clips.drawn import FILMED, drawn_named, picture_at
from mirror.clips.expression import Expression
from mirror.clips.look import DEMONSTRATOR, PATIENT
from mirror.clips.portrait import Portrait
from mirror.clips.twice import OUTER_LEFT, OUTER_RIGHT
from mirror.perception.bundle import default_model
from mirror.perception.face import Face, Image, Pose, Quality, Unseen
from mirror.perception.tracker import Input, open_tracker
from mirror.screen.painter import Painter
from mirror.screen.picture import Page
from mirror.screen.practising import view_of
from mirror.screen.scenes import picture
from mirror.screen.shot import NOW_S, Shot
from mirror.screen.shots import shots
from mirror.screen.theme import Motion
from mirror.screen.type import Type, folders, font_files
from mirror.screen.views import LivePanel
from mirror.therapy.scene import Scene
from mirror.therapy.session import Session

SIZES: Final = ((1080, 1920), (1280, 800), (800, 480))
#: Where the film of an exercise is in these scenes, seconds; at rest in the others.
_INSTANTS: Final = {
    Scene.MOVE: 0.8,
    Scene.HOLD: 3.0,
    Scene.GUIDED: 3.0,
    Scene.RELEASE: 5.2,
    Scene.FREEZE: 3.0,
    Scene.ROUTINE: 2.5,
}


class Studio:
    """Faces for the shots: the demonstrator, and the drawn patient seen by the real tracker."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._demonstrator = Portrait(*size, DEMONSTRATOR)
        self._patient = Portrait(640, 480, PATIENT)

    def demonstration(self, session: Session) -> Image | None:
        """What the film of this exercise or routine shows in this scene; None where there is none."""
        asked = session.asked(NOW_S)
        name = asked.value if session.task.is_attempt and asked is not None else session.exercise.id
        if name not in FILMED:
            return None
        return picture_at(self._demonstrator, drawn_named(name), _INSTANTS.get(session.scene, 0.0))

    def camera(self, expression: Expression) -> Image:
        return self._patient.draw(expression)


class FaceFinder:
    """Finds the face in a still with the real net."""

    def __init__(self, data_dir: Path) -> None:
        self._tracker = open_tracker(default_model(data_dir), Input.STILL)

    def __call__(self, image: Image) -> Face | None:
        points = self._tracker.track(image, 0.0)
        if points is None:
            return None
        height, width = image.shape[:2]
        across = points[OUTER_LEFT, :2] - points[OUTER_RIGHT, :2]
        quality = Quality(float((across**2).sum() ** 0.5), 0.0, 128.0, 100.0)
        return Face(points, width, height, Pose(0.0, 0.0, 0.0), quality, None)

    def close(self) -> None:
        self._tracker.close()


def render(shot: Shot, size: tuple[int, int], type_: Type, face_of: FaceFinder) -> pygame.Surface:
    """One shot as it looks when its fades are over."""
    painter = Painter(size, Motion.REDUCED, type_)
    shown = picture(shot.session, shot.surroundings, NOW_S)
    demonstration = live = None
    if shown.panels is not None:
        studio = Studio(painter.live_size)
        live = _own_face(shot, studio, painter, shown.page, face_of)
        demonstration = studio.demonstration(shot.session) if shown.panels.demo else None
    surface = pygame.Surface(size)
    for instant in range(15):  # the balance mark glides to its place
        painter.draw(surface, shown, demonstration, live, NOW_S + instant * 0.1)
    return surface


def _own_face(shot: Shot, studio: Studio, painter: Painter, page: Page, face_of: FaceFinder) -> Image:
    """What the camera sees, in the view of the shot."""
    frame = studio.camera(shot.own)
    hidden = shot.session.unseen in (Unseen.NO_FACE, Unseen.NO_IMAGE) or shot.session.scene is Scene.FIND_FACE
    panel = LivePanel(painter.lone_size if page is Page.FACE else painter.live_size)
    healthy = None if shot.surroundings.affected is None else shot.surroundings.affected.other
    return panel.render(frame, None if hidden else face_of(frame), view_of(shot.session), healthy, NOW_S)


def main() -> None:
    """Write ``FOLDER/WxH/NAME.png`` for every shot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fonts", type=Path, help="take typefaces from this folder only")
    parser.add_argument("--only", default="", help="only shots whose name contains this")
    data = os.environ.get("MIRROR_DATA") or Path.home() / ".local" / "share" / "rehab-mirror"
    parser.add_argument("--data", type=Path, default=data, help="where the landmark model is kept")
    options = parser.parse_args()
    type_ = Type(font_files(folders() if options.fonts is None else (options.fonts,)))
    finder = FaceFinder(options.data)
    for width, height in SIZES:
        folder = options.folder / f"{width}x{height}"
        folder.mkdir(parents=True, exist_ok=True)
        for shot in shots():
            if options.only in shot.name:
                surface = render(shot, (width, height), type_, finder)
                image = pygame.surfarray.array3d(surface).swapaxes(0, 1)[:, :, ::-1]
                cv2.imwrite(str(folder / f"{shot.name}.png"), image)
    finder.close()


if __name__ == "__main__":
    main()
