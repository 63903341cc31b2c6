"""Small files of JSON that one process writes and another reads while it may be switched off at any moment."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeGuard

from models.durable import write_whole

#: More than any of these files ever holds; a larger one is not the mirror's.
MOST_BYTES: Final = 256 * 1024


def read_json(path: Path) -> Any:
    """What the file holds; None when it is missing, too large or not JSON: then nobody is let in by it.

    Raises OSError where the file is there and may not be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if len(content) > MOST_BYTES:
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def write_json(path: Path, value: object) -> None:
    """Write the file whole, and make its folder.  Raises OSError where the disk refuses."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8") + b"\n")


def has_texts(found: object, *names: str) -> TypeGuard[Mapping[str, str]]:
    """Whether these keys are there and each is a text."""
    return isinstance(found, dict) and all(isinstance(found.get(name), str) for name in names)
