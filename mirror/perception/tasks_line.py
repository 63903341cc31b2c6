"""mediapipe >= 1: the FaceLandmarker task with the assembled bundle.  Pi 5 and x86-64."""

import ctypes
import math
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import cv2
import mediapipe as mp
import numpy as np
import numpy.typing as npt
from mediapipe.tasks.python.components.containers import landmark_c
from mediapipe.tasks.python.vision import face_landmarker

from mirror.perception.bundle import check_bundle, model_name
from mirror.perception.face import Image, Points
from mirror.perception.frame_clock import FrameClock
from mirror.perception.tracker import MIN_CONFIDENCE, Input
from mirror.problem import Problem

_RIGHT_EYE_OUTER: Final = 33
_LEFT_EYE_OUTER: Final = 263


class TasksTracker:
    """A tracker on mediapipe's Tasks API."""

    def __init__(self, bundle: Path, source: Input = Input.FILM) -> None:
        """Raises Problem when the file is no bundle that mediapipe can run."""
        check_bundle(bundle)
        self.model = model_name(bundle)
        self._bundle = bundle
        self._clock = FrameClock() if source is Input.FILM else None
        vision = mp.tasks.vision
        options = vision.FaceLandmarkerOptions(
            base_options=mp.tasks.BaseOptions(model_asset_path=str(bundle)),
            running_mode=vision.RunningMode.IMAGE if self._clock is None else vision.RunningMode.VIDEO,
            num_faces=1,
            min_face_detection_confidence=MIN_CONFIDENCE,
            min_face_presence_confidence=MIN_CONFIDENCE,
            min_tracking_confidence=MIN_CONFIDENCE,
        )
        try:
            self._landmarker = vision.FaceLandmarker.create_from_options(options)
        except (RuntimeError, ValueError) as error:
            raise self._unfit() from error
        self._has_stopped = False
        self._read = self._read_struct if struct_is_known() else self._read_list

    def track(self, image_bgr: Image, t_s: float) -> Points | None:
        height, width = image_bgr.shape[:2]
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=cv2.cvtColor(image_bgr, cv2.COLOR_BGR2RGB))
        stamp_ms = None if self._clock is None else self._clock.stamp_ms(t_s)
        try:
            points = self._read(image, stamp_ms)
        except (RuntimeError, ValueError) as error:  # nets that load but do not fit each other show it only now
            self._has_stopped = True
            raise self._unfit() from error
        return None if points is None else in_pixels(points, width, height)

    def close(self) -> None:
        try:
            self._landmarker.close()
        except (RuntimeError, ValueError):
            if not self._has_stopped:
                raise
            # A graph that stopped says so once more when it is closed; ``track`` has already told.  Without its handle
            # the landmarker does not try again when Python ends.
            self._landmarker._handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _unfit(self) -> Problem:
        return Problem(
            f"The model file {self._bundle} does not run in mediapipe {mp.__version__}. "
            "Leave out --model to use the default model."
        )

    def _read_struct(self, image: Any, stamp_ms: int | None) -> Points | None:
        """The points straight from the C result: what the public call does, without an object per point."""
        library = self._landmarker._lib
        result = face_landmarker.MpFaceLandmarkerResultC()
        handle, picture, out = self._landmarker._handle, image._image_ptr, ctypes.byref(result)
        if stamp_ms is None:
            library.MpFaceLandmarkerDetectImage(handle, picture, None, out)
        else:
            library.MpFaceLandmarkerDetectForVideo(handle, picture, None, stamp_ms, out)
        try:
            if result.face_landmarks_count == 0:
                return None
            face = result.face_landmarks[0]
            size = face.landmarks_count * ctypes.sizeof(landmark_c.MpNormalizedLandmarkC)
            memory = (ctypes.c_char * size).from_address(ctypes.addressof(face.landmarks.contents))
            rows = np.frombuffer(memory, _LANDMARK)
            # Copied here: the memory is mediapipe's and ends with the result.
            return np.stack([rows["x"], rows["y"], rows["z"]], axis=1)
        finally:
            library.MpFaceLandmarkerCloseResult(out)

    def _read_list(self, image: Any, stamp_ms: int | None) -> Points | None:
        """The points through the public result."""
        if stamp_ms is None:
            result = self._landmarker.detect(image)
        else:
            result = self._landmarker.detect_for_video(image, stamp_ms)
        if not result.face_landmarks:
            return None
        return np.array([(point.x, point.y, point.z) for point in result.face_landmarks[0]], np.float32)


def in_pixels(normalised: Points, width: int, height: int) -> Points:
    """Points in fractions of the image to pixels, with z on the scale of x.

    mediapipe's z is the depth times the length, in fractions of the image, of a step along the face's own x axis.  When
    the head is tilted in an image that is not square, that length mixes width and height; this takes it out again
    (tilt 20 degrees in 1280x720: 12 % of the depth).
    """
    points = normalised * np.array([width, height, width], np.float32)
    across, down = points[_LEFT_EYE_OUTER, :2] - points[_RIGHT_EYE_OUTER, :2]
    length = math.hypot(across, down)
    if length > 0:
        points[:, 2] *= length / math.hypot(across, down * width / height)
    return points


def struct_is_known() -> bool:
    """Whether this mediapipe keeps its result in memory the way 1.2.2 does.  If not, the public result is read."""
    result = getattr(face_landmarker, "MpFaceLandmarkerResultC", None)
    calls = {call.func_name: len(call.argtypes) for call in getattr(face_landmarker, "_CTYPES_SIGNATURES", ())}
    return (
        result is not None
        and result._fields_[:2]
        == [
            ("face_landmarks", ctypes.POINTER(landmark_c.MpNormalizedLandmarksC)),
            ("face_landmarks_count", ctypes.c_uint32),
        ]
        and [kind for _, kind in landmark_c.MpNormalizedLandmarkC._fields_[:3]] == [ctypes.c_float] * 3
        and calls.get("MpFaceLandmarkerDetectImage") == 5
        and calls.get("MpFaceLandmarkerDetectForVideo") == 6
        and calls.get("MpFaceLandmarkerCloseResult") == 1
    )


def _landmark_dtype() -> npt.DTypeLike:
    point = landmark_c.MpNormalizedLandmarkC
    return np.dtype(
        {
            "names": ["x", "y", "z"],
            "formats": [np.float32] * 3,
            "offsets": [point.x.offset, point.y.offset, point.z.offset],
            "itemsize": ctypes.sizeof(point),
        }
    )


_LANDMARK: Final = _landmark_dtype()
