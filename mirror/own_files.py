"""Which files belong to a mirror, this one or another: nothing that is written on request takes their place.

What a file is called and where it lies is not enough: a copy of a log on a stick has any name.  So what is there
already is looked at, too.
"""

import re
from pathlib import Path
from typing import Final

#: What tells that a folder is the data folder of a mirror.
_MARKS: Final = ("mirror.db", "plan.toml", "settings.toml")
#: What a mirror keeps in its data folder; ``demo`` and ``films`` below it are data folders of their own.
_KEPT: Final = re.compile(
    r"mirror\.db.*|mirror-\d{4}-\d{2}-\d{2}.*\.db.*|plan.*\.toml|settings\.toml|adjusted\.toml"
    r"|models|clips|backups|pairing|caregiver|stimulator",
    re.DOTALL,
)
#: The log with what SQLite keeps beside it, and the ledger of a stimulator's guard: in whatever folder.
_NAMED: Final = re.compile(r"mirror\.db.*|ledger\.log", re.DOTALL)
#: How a database begins, and the two byte orders of what waits beside one (sqlite.org/fileformat2.html).
_DATABASE: Final = (b"SQLite format 3\x00", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")


def kept_by_a_mirror(path: Path, data_dir: Path) -> bool:
    """Whether a file at ``path`` is, or would be taken for, what a mirror keeps: settings, plan, log, copies, clips.

    The mirror of ``data_dir`` or any other.  Where ``path`` is a link, what it leads to counts.
    """
    target = path.resolve()
    if _NAMED.fullmatch(target.name.casefold()) or _is_database(target):
        return True
    return any(
        _KEPT.fullmatch(target.relative_to(folder).parts[0].casefold())
        for folder in target.parents
        if folder == data_dir.resolve() or any((folder / mark).is_file() for mark in _MARKS)
    )


def written_by_hand(path: Path) -> bool:
    """Whether a plan or settings are there, in whatever folder: both are TOML, which no export and no report is."""
    target = path.resolve()
    return target.is_file() and target.suffix.casefold() == ".toml"


def _is_database(target: Path) -> bool:
    """By its first bytes; a file that may not be read could be one."""
    if not target.is_file():
        return False
    try:
        with target.open("rb") as file:
            return file.read(16).startswith(_DATABASE)
    except OSError:
        return True
