"""What every test may ask for: the real model, one tracker, a data directory of its own, no window and no sound."""

import ctypes.util
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import hypothesis
import pytest

from mirror.settings import data_dir as usual_data_dir

if TYPE_CHECKING:
    from mirror.perception.tracker import Tracker

# Before anything imports pygame: tests draw without a window and stay silent.
os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"

# The same examples on every machine and every run, and none of them judged by the clock.
hypothesis.settings.register_profile(
    "house", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

_PERSONS_DIR = pytest.StashKey[Path]()
_OWN_DIR = pytest.StashKey[tempfile.TemporaryDirectory[str]]()
_LEFT_OUT = pytest.StashKey[dict[str, int]]()


@dataclass(frozen=True, slots=True)
class Need:
    """Something a test needs that not every machine has."""

    is_met: Callable[[], bool]
    how: str
    """What to do to run these tests too."""


def _is_root() -> bool:
    return os.geteuid() == 0


def _has_chromium() -> bool:
    return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))


def _has_pango() -> bool:
    return all(ctypes.util.find_library(name) for name in ("pango-1.0", "pangoft2-1.0"))


def _has_poppler() -> bool:
    return all(shutil.which(name) for name in ("pdftotext", "pdftoppm"))


def _has_browser() -> bool:
    """With its driver, and with axe-core, which python -m tests.browser fetches."""
    return _has_chromium() and shutil.which("chromedriver") is not None and "MIRROR_AXE" in os.environ


def _has_bench() -> bool:
    return (Path(os.environ.get("MIRROR_BENCH", "")) / "stills" / "truth.json").is_file()


def _has_containers() -> bool:
    return _is_root() and all(shutil.which(name) for name in ("debootstrap", "systemd-nspawn"))


NEEDS: Final = {
    "chromium": Need(_has_chromium, "sudo apt install chromium, then ./install.sh test"),
    "root": Need(_is_root, "sudo ./install.sh test"),
    "containers": Need(_has_containers, "sudo apt install debootstrap systemd-container, then sudo ./install.sh test"),
    "bench": Need(
        _has_bench, "MIRROR_BENCH=FOLDER ./install.sh test tests/bench, with the synthetic patients in FOLDER"
    ),
    "pango": Need(_has_pango, "sudo apt install libpango-1.0-0 libpangoft2-1.0-0, then ./install.sh test"),
    "poppler": Need(_has_poppler, "sudo apt install poppler-utils, then ./install.sh test"),
    "browser": Need(_has_browser, "sudo apt install chromium chromium-driver npm, then python -m tests.browser"),
}


def pytest_configure(config: pytest.Config) -> None:
    """Nothing a test runs touches the person's own log, not even a command in a subprocess."""
    config.addinivalue_line(
        "markers", f"needs(what): runs where this is there and is left out, by name, elsewhere ({', '.join(NEEDS)})"
    )
    # After root has run the tests here its cache cannot be written by others: a pity, not a fault.
    config.addinivalue_line("filterwarnings", "ignore::pytest.PytestCacheWarning")
    config.stash[_PERSONS_DIR] = usual_data_dir(None)
    own = tempfile.TemporaryDirectory(prefix="mirror-tests-")
    config.stash[_OWN_DIR] = own
    os.environ["MIRROR_DATA"] = own.name


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_OWN_DIR].cleanup()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run here.  It is named at the end, so that nobody takes it for passed."""
    runs: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    counts: dict[str, int] = {}
    for item in items:
        unmet = _unmet_needs(item)
        for what in unmet:
            counts[what] = counts.get(what, 0) + 1
        (left_out if unmet else runs).append(item)
    config.stash[_LEFT_OUT] = counts
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = runs


def _unmet_needs(item: pytest.Item) -> list[str]:
    needs = [what for marker in item.iter_markers("needs") for what in marker.args]
    for what in needs:
        if what not in NEEDS:
            raise pytest.UsageError(f"{item.nodeid} needs {what!r}, but a test can only need {', '.join(NEEDS)}.")
    return [what for what in needs if not NEEDS[what].is_met()]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for what, count in config.stash.get(_LEFT_OUT, {}).items():
        tests = "1 test needs" if count == 1 else f"{count} tests need"
        terminalreporter.write_line(f"Left out: {tests} {what}. To run: {NEEDS[what].how}", yellow=True)


@pytest.fixture(scope="session")
def bundle(pytestconfig: pytest.Config) -> Path:
    """The landmark model in this machine's own data directory; built now where it is not yet."""
    from mirror.perception.bundle import default_model

    return default_model(pytestconfig.stash[_PERSONS_DIR])


@pytest.fixture(scope="session")
def data_dir(pytestconfig: pytest.Config, bundle: Path) -> Path:
    """An empty data directory (MIRROR_DATA) with the model in it, shared by the session."""
    own = Path(pytestconfig.stash[_OWN_DIR].name)
    (own / "models").mkdir(exist_ok=True)
    shutil.copyfile(bundle, own / "models" / bundle.name)
    return own


@pytest.fixture(scope="session")
def tracker(bundle: Path) -> Iterator["Tracker"]:
    """One tracker for the session, for frames of any face at any time; it must be closed before Python ends."""
    from mirror.perception.tracker import open_tracker

    with open_tracker(bundle) as opened:
        yield opened
