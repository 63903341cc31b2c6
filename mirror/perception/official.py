"""The optional second model, and which model the refined readings use.

The live path always uses the default model (models/README.md says why); where the second one is there, the refined
readings are truer with it (docs/measurement.md has the figures).
"""

import json
from enum import Enum
from pathlib import Path

from mirror.perception.bundle import Condition, check_bundle, condition_of, default_model, keep, model_name
from mirror.perception.tracker import Line, installed_line
from mirror.problem import Problem
from models import official
from models.fetch import Progress, Unavailable


class Official(Enum):
    """How the second model is in a data directory."""

    READY = "ready"
    MISSING = "not there"
    DAMAGED = "damaged"
    NOT_FOR_THIS_BOARD = "not for this board"


def official_path(data_dir: Path) -> Path:
    """Where the second model lies once it was fetched."""
    return data_dir / "models" / f"{official.MODEL}.task"


def official_in(data_dir: Path) -> Official:
    """How the second model is.

    Raises:
        Problem: it is there, and no mediapipe that could start is installed.
    """
    match condition_of(official_path(data_dir), official.SHA256):
        case Condition.MISSING:
            return Official.MISSING
        case Condition.DAMAGED:
            return Official.DAMAGED
        case Condition.WHOLE:
            return Official.READY if installed_line() is Line.TASKS else Official.NOT_FOR_THIS_BOARD


def refined_model(data_dir: Path, named: Path | None, progress: Progress) -> Path:
    """The bundle for refined readings under this data directory, checked.

    ``named`` (``--model``) comes first, then the second model where it can be used, then the default one, which is
    built if it is not there.  A second model that is damaged is said to ``progress`` and not used: what is measured
    carries the name of the model that measured it, so nothing is mixed up.

    Raises:
        Problem: ``named`` is no bundle, or the default model is needed and cannot be built.
    """
    if named is not None:
        check_bundle(named)
        return named
    path = official_path(data_dir)
    match official_in(data_dir):
        case Official.READY:
            return path
        case Official.DAMAGED:
            progress(f"{path} is damaged and not used; `mirror model build --official` replaces it.")
        case Official.MISSING | Official.NOT_FOR_THIS_BOARD:
            pass
    return default_model(data_dir, progress)


def keep_official(data_dir: Path, file: Path | None, progress: Progress) -> None:
    """Put the second model into the data directory: from ``file``, or else from its store.

    A damaged one in its place is set aside under a dated name, never deleted.

    Raises:
        Problem: it cannot be had or kept, is not the pinned one, or this board cannot use it.
    """
    if installed_line() is not Line.TASKS:
        raise Problem(
            f"{official.MODEL} does not run in the mediapipe release for this board; the mirror works without it."
        )

    def content() -> bytes:
        return official.download(progress) if file is None else official.read_from(file)

    try:
        keep(official_path(data_dir), official.SHA256, content, progress)
    except Unavailable as error:
        raise Problem(
            f"The optional model {official.MODEL} was not kept: {error}. The mirror works without it; the file can "
            f"also be fetched on another machine, from {official.URL}, and named with --official-from."
        ) from error
    progress(f"Refined readings use {official.MODEL} and are not put on one trend line with those of another model")


def models_as_line(live: Path, refined: Path, second: Official) -> str:
    """The object of ``mirror model show --json``."""
    return json.dumps(
        {
            "model": model_name(live),
            "path": str(live),
            "refined_model": model_name(refined),
            "refined_path": str(refined),
            "official": second.value,
        }
    )


def models_as_text(live: Path, refined: Path, second: Official) -> str:
    """Both models and what each is used for, a line each."""
    if refined != live:
        return (
            f"{model_name(live)}  {live}  (the live picture, repetitions and holds)\n"
            f"{model_name(refined)}  {refined}  (refined readings)"
        )
    everything = f"{model_name(live)}  {live}  (everything)"
    match second:
        case Official.READY:
            return everything
        case Official.NOT_FOR_THIS_BOARD:
            return f"{everything}\n{official.MODEL}  {second.value}"
        case Official.MISSING | Official.DAMAGED:
            use = "optional, for refined readings: mirror model build --official"
            return f"{everything}\n{official.MODEL}  {second.value}  ({use})"
