"""The optional second model, MediaPipe's own face landmarker: where it comes from, and its checksum.

README.md says what it is for.  It is one finished file; nothing is assembled.
"""

import hashlib
import http.client
import urllib.error
import urllib.request
from pathlib import Path
from typing import Final

from models.fetch import Progress, Unavailable
from models.sources import bundle_name

URL: Final = (
    "https://storage.googleapis.com/mediapipe-models/face_landmarker/face_landmarker/float16/1/face_landmarker.task"
)
"""Google's model store; Apache-2.0.  The 1 is the version: what lies there does not change."""

SHA256: Final = "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff"
SIZE_BYTES: Final = 3_758_596

MODEL: Final = bundle_name("official", SHA256)
"""What readings say of it, whatever the file is called."""

_PATIENCE_S: Final = 20.0
"""How long the store may be silent."""


def download(progress: Progress) -> bytes:
    """The model from the store, compared with its checksum.

    Raises:
        Unavailable: the store cannot be reached, or what came is not what was pinned.
    """
    progress(f"Fetching {MODEL} ({SIZE_BYTES / 1e6:.0f} MB, once)")
    try:
        with urllib.request.urlopen(URL, timeout=_PATIENCE_S) as answer:
            content = answer.read(SIZE_BYTES + 1)
    except urllib.error.HTTPError as error:
        raise Unavailable(f"the store answered {error.code} {error.reason}".rstrip()) from error
    except urllib.error.URLError as error:
        raise Unavailable(f"the store cannot be reached ({_why(error.reason)})") from error
    except (OSError, http.client.HTTPException) as error:
        raise Unavailable(f"the store stopped answering ({_why(error)})") from error
    return _verified(content, "what came")


def read_from(file: Path) -> bytes:
    """The model from a file that was fetched elsewhere, compared with the same checksum.

    Raises:
        Unavailable: the file cannot be read, or is another one.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(SIZE_BYTES + 1)
    except OSError as error:
        raise Unavailable(f"{file} cannot be read ({_why(error)})") from error
    return _verified(content, str(file))


def _verified(content: bytes, what: str) -> bytes:
    """``content`` holds at most one byte more than the model has, so that no mistaken file fills the memory."""
    if len(content) > SIZE_BYTES:
        raise Unavailable(f"{what} is larger than the {SIZE_BYTES} bytes it should have")
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise Unavailable(f"{what} has the checksum {found[:12]}... instead of {SHA256[:12]}...")
    return content


def _why(reason: object) -> str:
    told = reason.strerror if isinstance(reason, OSError) and reason.strerror else str(reason)
    return told or type(reason).__name__
