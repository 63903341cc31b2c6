"""Whether a page is served, and where: told by the page, seen by the mirror."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from mirror.caregiver.kept import has_texts, read_json, write_json
from mirror.caregiver.places import Places
from mirror.problem import Problem


@contextmanager
def only_one(places: Places) -> Iterator[None]:
    """Held while a page is served, so that the mirror sees that it is.  Raises Problem where another one is."""
    try:
        places.page.mkdir(parents=True, exist_ok=True)
        handle = os.open(places.serving, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise _not_written(places, error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Problem(
                f"The page of {places.data_dir} is being served already: end that one first, "
                "or choose another folder with --data DIR (or MIRROR_DATA)."
            ) from error
        yield
    finally:
        os.close(handle)


def is_served(places: Places) -> bool:
    """Whether a page is being served now, for the mirror.  Its lock ends with its process, however that ends."""
    try:
        handle = os.open(places.serving, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def tell_address(places: Places, url: str) -> None:
    """Where a phone finds the page, from now on.  Raises Problem where the disk refuses."""
    try:
        write_json(places.address, {"url": url})
    except OSError as error:
        raise _not_written(places, error) from error


def no_address(places: Places) -> None:
    """Take back what was told, also by a page that was cut off.  Raises Problem where the disk refuses."""
    try:
        places.address.unlink(missing_ok=True)
    except OSError as error:
        raise _not_written(places, error) from error


def address_shown(places: Places) -> str | None:
    """The same, as the mirror shows it; None while no phone finds a page."""
    found = read_json(places.address)
    return found["url"] if has_texts(found, "url") else None


def _not_written(places: Places, error: OSError) -> Problem:
    return Problem(
        f"The page's folder {places.page} cannot be written ({error.strerror}): let this user write there, "
        "or choose another folder with --data DIR (or MIRROR_DATA)."
    )
