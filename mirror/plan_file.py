"""``plan.toml`` on the disk: read it, follow it, and write a new one without losing the old.

What may stand in it is decided in ``mirror.therapy``; here are only its places.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from mirror.on_request import open_already, write_on_request
from mirror.perception.face import Side
from mirror.problem import Problem
from mirror.therapy.following import Following, followed
from mirror.therapy.plan_reading import Faulty, Read, read_plan
from models.durable import write_whole
from models.regular_file import content_of_file

FILE_NAME: Final = "plan.toml"


def plan_path(data_dir: Path) -> Path:
    """The file that may hold the plan of this mirror."""
    return data_dir / FILE_NAME


def content_of(path: Path) -> bytes | None:
    """What the file holds; None when there is none.  Raises Problem where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _cannot_be_read(path, error) from error


def followable_content_of(path: Path) -> bytes | None:
    """The same for a plan that is followed, and so read again and again: a pipe would be waited for without end."""
    try:
        return content_of_file(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _cannot_be_read(path, error) from error


def _cannot_be_read(path: Path, error: OSError) -> Problem:
    way = "change its rights" if isinstance(error, PermissionError) else "mend it"
    return Problem(f"{path} cannot be read ({error.strerror}): {way}, or name another plan.")


def plan_of_the_day(path: Path, today: date, side: Side) -> Following:
    """The plan to follow today; ``side`` is used where no plan says which side is affected."""
    try:
        content = followable_content_of(path)
        text = None if content is None else content.decode(errors="replace")
        return replace(followed(str(path), content, today, side), text=text)
    except Problem:
        # A folder in its place, or no right to read it: as a file that says nothing.  `mirror plan check` names it.
        return followed(str(path), b"", today, side)


def named_plan(path: Path) -> Path:
    """A plan that was asked for by name.  Raises Problem where it is not there or not in order."""
    content = followable_content_of(path)
    if content is None:
        raise Problem(f"{path} is not there: name the file of a plan; `mirror plan new` writes one.")
    read = read_plan(str(path), content)
    if isinstance(read, Faulty):
        raise Problem(read.sentences[0])
    return path


def revision_after(path: Path) -> int:
    """The number of the next revision of the plan at ``path``; 1 where none can be read."""
    content = content_of(path) if path.is_file() else None
    read = None if content is None else read_plan(str(path), content)
    return read.plan.revision + 1 if isinstance(read, Read) else 1


def write_plan(path: Path, text: str, today: date) -> Path | None:
    """Write a plan; the one that was there is kept beside it under a dated name.

    Returns where the old one is now, None where there was none.  Raises Problem where the place refuses.
    """
    try:
        if open_already(path) is not None or (path.exists() and not path.is_file()):
            write_on_request("--to", path, text.encode("utf-8"))  # nothing is lost of what it held
            return None
        before = content_of(path)
        kept = None if before is None else keep_plan(path, before, today)
        write_whole(path.resolve(), text.encode("utf-8"))
    except OSError as error:
        raise Problem(f"{path} cannot be written ({error.strerror}): choose another file.") from error
    return kept


def keep_plan(path: Path, content: bytes, today: date) -> Path:
    """A copy of a plan under a dated name beside it: ``plan-2026-11-21.toml``, numbered if that day has one already.

    A copy with the same content is not made twice.
    """
    number = 1
    while True:
        aside = path.with_name(f"{path.stem}-{today}{'' if number == 1 else f'-{number}'}{path.suffix}")
        if not aside.exists():
            write_whole(aside.resolve(), content)
            return aside
        if content_of(aside) == content:
            return aside
        number += 1
