"""A film file, frame after frame, each with its time."""

import math
from pathlib import Path
from typing import Final, cast

import cv2

from hardware.camera.frame import Image
from hardware.camera.quiet import quiet_opencv
from hardware.problem import DeviceProblem

#: For containers that name no frame rate, or an absurd one.
CUSTOMARY_FPS: Final = 30.0
#: No camera for people is faster; a larger figure in a container is a time base, not a rate.
GREATEST_FPS: Final = 480.0
#: A longer gap between two frames is a damaged time stamp, not a pause.
LONGEST_GAP_S: Final = 10.0
#: How far before its announced end a film may stop and still be whole: containers round, and some announce a length
#: from which the frames of a codec's delay are missing.
END_PERIODS: Final = 4.0
END_PART: Final = 0.02


def next_time_s(stamp_ms: float, previous_s: float | None, period_s: float) -> float:
    """When a frame is shown, in seconds of film: as the container says if that is sane, else a period later.

    ``previous_s`` is the frame before, None for the first.  Recordings of phones have a variable frame rate,
    so the stamp is worth more than index / fps; some containers give 0 for every frame, so it must go forward
    to be believed.
    """
    stamp_s = stamp_ms / 1000.0
    if previous_s is None:
        return stamp_s if math.isfinite(stamp_s) and 0.0 <= stamp_s <= LONGEST_GAP_S else 0.0
    if math.isfinite(stamp_s) and 0.0 < stamp_s - previous_s <= LONGEST_GAP_S:
        return stamp_s
    return previous_s + period_s


class Reel:
    """An open film file.

    ``advance`` moves to the next frame, ``picture`` decodes it; rotation marks are obeyed.
    """

    def __init__(self, path: Path) -> None:
        """Open the film.

        DeviceProblem when it is missing, a folder, unreadable, no film, or without a frame.
        """
        _must_be_readable(path)
        self._path = path
        self._capture = self._open()
        fps = float(self._capture.get(cv2.CAP_PROP_FPS))
        self.fps = fps if math.isfinite(fps) and 0.0 < fps <= GREATEST_FPS else CUSTOMARY_FPS
        announced = float(self._capture.get(cv2.CAP_PROP_FRAME_COUNT))
        #: Frames the container says it has; some say nothing, and some guess from the length.
        self.announced = round(announced) if math.isfinite(announced) and announced > 0.0 else 0
        #: Frames gone to since the beginning.
        self.passed = 0
        self._previous_s: float | None = None

    @property
    def period_s(self) -> float:
        """The customary time between two frames."""
        return 1.0 / self.fps

    def advance(self) -> float | None:
        """Go to the next frame; its time in seconds of film, or None after the last."""
        if not self._capture.grab():
            return None
        stamp_ms = float(self._capture.get(cv2.CAP_PROP_POS_MSEC))
        self._previous_s = next_time_s(stamp_ms, self._previous_s, self.period_s)
        self.passed += 1
        return self._previous_s

    @property
    def broke_off(self) -> bool:
        """After the last frame: whether more had been announced, both in number and in time."""
        length_s = self.announced * self.period_s
        reached_s = 0.0 if self._previous_s is None else self._previous_s + self.period_s
        slack_s = max(END_PERIODS * self.period_s, END_PART * length_s)
        return self.passed < self.announced and reached_s + slack_s < length_s

    def picture(self) -> Image | None:
        """The frame gone to last, or None where the file is damaged."""
        decoded, image = self._capture.retrieve()
        return cast(Image, image) if decoded else None

    def rewind(self) -> None:
        """Go back before the first frame.  Opens the file again: seeking is not exact in every container."""
        self._capture.release()
        self._capture = self._open()
        self.passed = 0
        self._previous_s = None

    def close(self) -> None:
        """Give the file back."""
        self._capture.release()

    def _open(self) -> cv2.VideoCapture:
        with quiet_opencv():
            # Absolute: FFmpeg takes what stands before a colon for a protocol, as in 10:30.mp4.
            capture = cv2.VideoCapture(str(self._path.absolute()), cv2.CAP_FFMPEG)
        if not capture.isOpened():
            raise DeviceProblem(
                f"{self._path} is not a film that can be read here. MP4, MOV, MKV, WebM and AVI are; "
                "if it is one of these, it may be damaged or cut off."
            )
        # A phone held upright records lying frames and a mark to turn them by.
        capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)
        return capture


def _must_be_readable(path: Path) -> None:
    """The plain cases, which OpenCV does not tell apart, and a name on which it would end the whole process."""
    try:
        str(path.absolute()).encode()
    except UnicodeEncodeError:
        raise DeviceProblem(
            f"The film {str(path)!a} has a name that is not UTF-8, or lies in a folder that has: rename it."
        ) from None
    if path.is_dir():
        raise DeviceProblem(f"{path} is a folder; name one film inside it.")
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except FileNotFoundError:
        raise DeviceProblem(f"The film {path} does not exist: check its path.") from None
    except OSError as error:
        raise DeviceProblem(f"The film {path} cannot be opened: {error.strerror or error}.") from error
    if empty:
        raise DeviceProblem(f"The film {path} is empty; copy it again.")
