"""What the landmark model is made of, and the checksums that say so.

Nothing is taken on trust: every file is compared with its SHA-256 before it is used, and so is the finished bundle.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Pinned:
    """One file inside the mediapipe package, and the SHA-256 it must have."""

    path: str
    sha256: str


NAME: Final = "attention"
"""The net is MediaPipe's "attention mesh": it reads the eyes and the lips from crops of their own."""

WHEEL: Final = "mediapipe==0.10.21"
"""A release whose wheel carries the net (Apache-2.0).  It is read as a zip and need not fit this processor."""

WHEEL_PYTHON: Final = "3.11"
WHEEL_PLATFORM: Final = "manylinux_2_28_x86_64"

DETECTOR: Final = Pinned(
    "mediapipe/modules/face_detection/face_detection_short_range.tflite",
    "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
)
"""Finds the face in the whole image."""

NET: Final = Pinned(
    "mediapipe/modules/face_landmark/face_landmark_with_attention.tflite",
    "e06a804e0144f9929eda782122916b35d60c697c3c9344013ca2bbe76a6ce2b4",
)
"""Places the points on the face; seven outputs, which the assembler joins."""

SCHEMA: Final = Pinned(
    "mediapipe/tasks/metadata/schema_py_generated.py",
    "49a26cf90cdf5271271e61f61d4bf3a293da4777824c73d08f5cb9e0e2cbc29a",
)
"""The generated reader and writer of the TensorFlow Lite file format, from the same wheel."""

PIECES: Final = (DETECTOR, NET, SCHEMA)
"""All of them, in the order in which the assembler takes them."""

BUNDLE_SHA256: Final = "c3fb0b3ee61a73cc20f2fcda929c5cdcae7a8e8ca4c6b4395c818023d6bba256"
"""The finished bundle.  The assembler writes the same bytes everywhere, so this one number stands for the model."""


def bundle_name(stem: str, sha256: str) -> str:
    """What readings say of the model that made them: ``attention-1a2b3c4d5e6f``."""
    return f"{stem}-{sha256[:12]}"


MODEL: Final = bundle_name(NAME, BUNDLE_SHA256)
"""Name of the default model."""
