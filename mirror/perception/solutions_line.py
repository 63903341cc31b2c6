"""mediapipe 0.10.18 to 0.10.21: FaceMesh with refined landmarks, the same net.  Pi 4 and older."""

import hashlib
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import cv2
import mediapipe as mp
import numpy as np

from mirror.perception.bundle import model_name
from mirror.perception.face import Image, Points
from mirror.perception.tracker import MIN_CONFIDENCE, Input
from mirror.problem import Problem
from models.sources import MODEL, NET, bundle_name

_FACES: Final = 1


class SolutionsTracker:
    """A tracker on mediapipe's Solutions API, which runs the net inside its own package and no other."""

    def __init__(self, bundle: Path, source: Input = Input.FILM) -> None:
        """Raises Problem when another model than the default one is asked for."""
        if model_name(bundle) != MODEL:
            raise Problem(
                f"mediapipe {mp.__version__}, the release for this board, runs its own model and cannot use {bundle}. "
                "Leave out --model."
            )
        self.model = carried_model()
        self._mesh: Any = mp.solutions.face_mesh.FaceMesh(
            static_image_mode=source is Input.STILL,
            max_num_faces=_FACES,
            refine_landmarks=True,
            min_detection_confidence=MIN_CONFIDENCE,
            min_tracking_confidence=MIN_CONFIDENCE,
        )

    def track(self, image_bgr: Image, t_s: float) -> Points | None:  # noqa: ARG002 -- the doors of every tracker
        """FaceMesh counts frames itself and has no use for ``t_s``."""
        height, width = image_bgr.shape[:2]
        found = self._mesh.process(cv2.cvtColor(image_bgr, cv2.COLOR_BGR2RGB)).multi_face_landmarks
        if not found:
            return None
        points = np.array([(point.x, point.y, point.z) for point in found[0].landmark], np.float32)
        return points * np.array([width, height, width], np.float32)

    def close(self) -> None:
        if self._mesh is not None:
            self._mesh.close()
            self._mesh = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def carried_model() -> str:
    """The name of the net inside the installed mediapipe: the default model's if, and only if, it is the same net."""
    net = Path(mp.__file__).parent.parent / NET.path
    sha256 = hashlib.sha256(net.read_bytes()).hexdigest()
    return MODEL if sha256 == NET.sha256 else bundle_name(net.stem, sha256)
