"""Gets the pinned files.

From the installed mediapipe if it carries them, else from the user's cache, else from the pinned wheel through pip.
"""

import hashlib
import importlib.util
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from models import sources
from models.assemble import Ingredients
from models.cache import cache_folder, keep, kept_ingredients
from models.sources import WHEEL, WHEEL_PLATFORM, WHEEL_PYTHON, Pinned

Progress = Callable[[str], None]
"""Told what is being done, in a few words."""


class Unavailable(Exception):
    """The files could not be had; the message says why, as a clause without a full stop."""


def gather(progress: Progress) -> Ingredients:
    """The three files, compared with their checksums.

    Raises:
        Unavailable: there is no network, no pip, or what came is not what was pinned.
    """
    installed = _installed_package()
    if installed is not None and all(_fits(installed, pinned) for pinned in sources.PIECES):
        progress("Taking the landmark net from the installed mediapipe")
        return _ingredients(lambda path: (installed / path).read_bytes())
    kept = _from_cache(progress)
    if kept is not None:
        return kept
    progress(f"Fetching {WHEEL}, which carries the landmark net (36 MB, once)")
    fetched = _fetched()
    _into_cache(fetched, progress)
    return fetched


def _from_cache(progress: Progress) -> Ingredients | None:
    """What an earlier build kept; None when there is nothing that can be used."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        kept = kept_ingredients(folder)
    except OSError as error:
        progress(f"What was downloaded before cannot be read in {folder} ({error.strerror}), so it is fetched again")
        return None
    if kept is not None:
        progress(f"Taking the landmark net from what was downloaded before, in {folder}")
    return kept


def _into_cache(ingredients: Ingredients, progress: Progress) -> None:
    folder = cache_folder()
    if folder is None:
        return
    try:
        keep(folder, ingredients)
    except OSError as error:
        progress(
            f"The download could not be kept in {folder} ({error.strerror}); another data folder will need it again"
        )


def _fetched() -> Ingredients:
    with tempfile.TemporaryDirectory(prefix="mirror-model-") as directory:
        wheel = _download(Path(directory))
        try:
            with zipfile.ZipFile(wheel) as archive:
                return _ingredients(archive.read)
        except (zipfile.BadZipFile, KeyError) as error:
            raise Unavailable(f"{wheel.name} is damaged or is not the file that was expected") from error


def _installed_package() -> Path | None:
    """The folder that holds ``mediapipe/``, found without importing it."""
    found = importlib.util.find_spec("mediapipe")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent.parent


def _fits(root: Path, pinned: Pinned) -> bool:
    path = root / pinned.path
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == pinned.sha256


def _ingredients(read: Callable[[str], bytes]) -> Ingredients:
    return Ingredients(*(_verified(read(pinned.path), pinned) for pinned in sources.PIECES))


def _verified(content: bytes, pinned: Pinned) -> bytes:
    found = hashlib.sha256(content).hexdigest()
    if found != pinned.sha256:
        raise Unavailable(
            f"{pinned.path} in {WHEEL} has the checksum {found[:12]}... instead of {pinned.sha256[:12]}..., "
            "so it was not used"
        )
    return content


def _download(directory: Path) -> Path:
    """The pinned wheel.  Its platform is fixed: the files inside are the same on every processor."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--retries", "2", "--no-deps", "--only-binary=:all:", "--python-version", WHEEL_PYTHON]
    command += ["--platform", WHEEL_PLATFORM, "--dest", str(directory), WHEEL]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    wheels = list(directory.glob("mediapipe-*.whl"))
    if done.returncode != 0 or not wheels:
        raise Unavailable(_why_pip_stopped(done.stderr))
    return wheels[0]


def _why_pip_stopped(said: str) -> str:
    if "No module named pip" in said:
        return "pip is not installed beside this Python"
    if "from versions: none" in said or "connection" in said.lower():
        return "no package index could be reached"
    errors = [line.removeprefix("ERROR: ") for line in said.splitlines() if line.startswith("ERROR: ")]
    return f"pip says: {errors[-1].rstrip('.')}" if errors else "pip stopped without saying why"
