"""What was downloaded for the model, kept once per user: another data directory needs no second download.

A convenience and nothing more: what is kept is compared with its checksum before it is used, and where nothing can be
kept the model is built all the same.
"""

import hashlib
import os
from pathlib import Path

from models import sources
from models.assemble import Ingredients
from models.durable import write_whole
from models.sources import Pinned


def cache_folder() -> Path | None:
    """``rehab-mirror`` in the user's cache (XDG Base Directory Specification); None for a user without a home.

    The specification has relative paths in XDG_CACHE_HOME ignored.
    """
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if named.is_absolute():
        return named / "rehab-mirror"
    try:
        return Path.home() / ".cache" / "rehab-mirror"
    except RuntimeError:
        return None


def kept_ingredients(folder: Path) -> Ingredients | None:
    """The three files as they were pinned, or None when one of them is missing or not what was pinned.

    Raises OSError when what is there cannot be read.
    """
    contents = []
    for pinned in sources.PIECES:
        path = kept_path(folder, pinned)
        if not path.is_file():
            return None
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != pinned.sha256:
            return None
        contents.append(content)
    return Ingredients(*contents)


def keep(folder: Path, ingredients: Ingredients) -> None:
    """Keep the three files, each in one step.  Raises OSError where the folder or the disk refuses."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = (ingredients.detector, ingredients.net, ingredients.schema)
    for pinned, content in zip(sources.PIECES, contents, strict=True):
        write_whole(kept_path(folder, pinned), content)


def kept_path(folder: Path, pinned: Pinned) -> Path:
    """A file of its own for every pinned content: releases of the mirror that pin others share the folder."""
    name = Path(pinned.path)
    return folder / f"{name.stem}-{pinned.sha256[:12]}{name.suffix}"
