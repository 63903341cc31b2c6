"""The landmark model on this machine: built once, verified at every start, named in every reading."""

import fcntl
import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Final

from mirror.problem import Problem
from models import official
from models.assemble import DETECTOR_MEMBER, NET_MEMBER, assemble
from models.durable import write_whole
from models.fetch import Progress, Unavailable, gather
from models.sources import BUNDLE_SHA256, MODEL, bundle_name

_TFLITE_MARK: Final = b"TFL3"
"""Bytes 4 to 8 of every TensorFlow Lite file."""


def _silent(_doing: str) -> None:
    """Progress for callers that show none."""


def cached_path(data_dir: Path) -> Path:
    """Where the default model lies once it is built."""
    return data_dir / "models" / f"{MODEL}.task"


class Condition(Enum):
    """How a model is on this machine."""

    MISSING = "missing"
    DAMAGED = "damaged"
    WHOLE = "whole"


def condition_of(path: Path, sha256: str) -> Condition:
    """Whether there is a model at ``path``, and byte for byte the one with this checksum.

    Raises:
        Problem: it is there and this user may not read it.
    """
    try:
        if not path.exists():
            return Condition.MISSING
        return Condition.WHOLE if path.is_file() and _sha256(path) == sha256 else Condition.DAMAGED
    except OSError as error:
        raise Problem(
            f"The landmark model {path} cannot be read ({error.strerror}): let this user read it, "
            "or name another folder with --data."
        ) from error


def condition(data_dir: Path) -> Condition:
    """How the default model is: as ``condition_of``."""
    return condition_of(cached_path(data_dir), BUNDLE_SHA256)


def is_built(data_dir: Path) -> bool:
    """Whether the default model is there and undamaged."""
    return condition(data_dir) is Condition.WHOLE


def built_model(data_dir: Path) -> Path:
    """The default model's file, for who must not build it.

    Raises:
        Problem: it is missing or damaged; the sentence says which, and the way out.
    """
    path = cached_path(data_dir)
    match condition(data_dir):
        case Condition.MISSING:
            raise Problem(
                f"The landmark model is not built yet in {path.parent}: run `mirror model build` once, with a network."
            )
        case Condition.DAMAGED:
            raise Problem(
                f"The landmark model {path} is damaged: run `mirror model build`, "
                "which sets it aside and makes it anew."
            )
        case Condition.WHOLE:
            return path


def default_model(data_dir: Path, progress: Progress = _silent) -> Path:
    """The default model's file: at once and offline if it is built and undamaged, else built now.

    Raises:
        Problem: it is not built and cannot be; the sentence says why and what to do.
    """
    return cached_path(data_dir) if is_built(data_dir) else build(data_dir, progress)


def build(data_dir: Path, progress: Progress = _silent) -> Path:
    """Fetch, verify, assemble, verify again and keep the default model.  Two processes may do this at once.

    A damaged file in its place is set aside under a dated name, never deleted.

    Raises:
        Problem: no network, no room, or what was made is not what was tested.
    """
    path = cached_path(data_dir)
    try:
        keep(path, BUNDLE_SHA256, lambda: _assembled(progress), progress)
    except Unavailable as error:
        state = "damaged and could not be fetched anew" if path.exists() else "not built yet and could not be fetched"
        raise Problem(
            f"The landmark model {path} is {state}: {error}. "
            "Connect this machine to the internet once and run `mirror model build`."
        ) from error
    return path


def keep(path: Path, sha256: str, make: Callable[[], bytes], progress: Progress) -> None:
    """Make sure that the model with this checksum lies at ``path``; ``make`` gives its bytes if it does not.

    Raises:
        Problem: it cannot be kept there.  Whatever else ``make`` raises comes through.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path.parent / "build.lock", progress):
            found = condition_of(path, sha256)
            if found is Condition.WHOLE:
                return
            if found is Condition.DAMAGED:
                progress(f"The landmark model {path} is damaged and is made anew")
            content = make()
            if found is Condition.DAMAGED:
                aside = _set_aside(path)
                progress(f"The damaged model was set aside as {aside.name}")
            write_whole(path, content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Problem(
            f"The landmark model cannot be kept in {path.parent}: {reason}. "
            "Free some space, make the directory writable, or name another one with --data."
        ) from error
    progress(f"The landmark model {path.stem} is kept and verified")


def model_name(path: Path) -> str:
    """What readings say of the model in this file: its name and the first 12 digits of its SHA-256.

    Raises:
        Problem: the file cannot be read.
    """
    try:
        sha256 = _sha256(path)
    except OSError as error:
        raise Problem(f"The model file {path} cannot be read: {error.strerror}.") from error
    known = {BUNDLE_SHA256: MODEL, official.SHA256: official.MODEL}
    return known.get(sha256) or bundle_name(path.stem, sha256)


def check_bundle(path: Path) -> None:
    """Make sure that mediapipe will find what it expects, because it may end the process when it does not.

    Raises:
        Problem: the file is missing, damaged or no face landmarker bundle.
    """
    way_out = "Leave out --model to use the default model, or name a FaceLandmarker bundle (.task)."
    try:
        with zipfile.ZipFile(path) as bundle:
            for member in (DETECTOR_MEMBER, NET_MEMBER):
                entry = bundle.getinfo(member)
                if entry.compress_type != zipfile.ZIP_STORED or bundle.read(member)[4:8] != _TFLITE_MARK:
                    raise Problem(f"{member} in the model file {path} is not an uncompressed TFLite net. {way_out}")
    except KeyError as error:
        raise Problem(
            f"The model file {path} holds no {DETECTOR_MEMBER} and {NET_MEMBER}, so it cannot find faces. {way_out}"
        ) from error
    except OSError as error:
        raise Problem(f"The model file {path} cannot be read: {error.strerror or error}. {way_out}") from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Problem(f"The model file {path} is damaged or is not a model bundle. {way_out}") from error


def _assembled(progress: Progress) -> bytes:
    ingredients = gather(progress)
    progress("Assembling the landmark model")
    content = assemble(ingredients)
    found = hashlib.sha256(content).hexdigest()
    if found != BUNDLE_SHA256:
        raise Problem(
            f"The assembled landmark model has the checksum {found[:12]} instead of {BUNDLE_SHA256[:12]}, so it is not "
            "used; the flatbuffers package here writes differently from the tested one. Run ./install.sh again."
        )
    return content


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextmanager
def _alone(lock: Path, progress: Progress) -> Iterator[None]:
    """One builder at a time; the next waits, then finds the work done.  The lock ends with the process."""
    with lock.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress("Waiting for another process that is building the model")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _set_aside(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    return path.rename(path.with_name(f"{path.stem}.damaged-{stamp}"))
