"""What mediapipe brings along and the mirror does not use is not loaded, and is there all the same."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mirror.perception.set_aside import set_aside

_OPENED = """
import sys
from pathlib import Path
from mirror.perception.tracker import open_tracker
with open_tracker(Path(sys.argv[1])) as tracker:
    print("matplotlib.pyplot" in sys.modules, "sounddevice" in sys.modules)
import mediapipe as mp
drawing = mp.solutions.drawing_utils if hasattr(mp, "solutions") else mp.tasks.vision.drawing_utils
print(drawing.DrawingSpec(thickness=3).thickness)
"""


def test_a_tracker_needs_neither_plots_nor_sound(bundle: Path) -> None:
    """A fresh process that opens a tracker has imported neither; whoever draws with mediapipe's helpers still can."""
    command = [sys.executable, "-c", _OPENED, str(bundle)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert ended.stdout.split() == ["False", "False", "3"]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A package with two modules that leave a note when they are loaded."""
    name = "set_aside_for_a_test"
    folder = tmp_path / name
    folder.mkdir()
    (folder / "__init__.py").write_text("loaded = []\n")
    for module in ("first", "second"):
        (folder / f"{module}.py").write_text(f"import {name}\n{name}.loaded.append('{module}')\nfigure = 7\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield name
    for module in (name, f"{name}.first", f"{name}.second"):
        sys.modules.pop(module, None)


def test_what_is_set_aside_is_loaded_when_it_is_used(package: str) -> None:
    """The import finds it and runs nothing of it; the first thing that is asked of it does."""
    with set_aside({f"{package}.first"}):
        module = __import__(f"{package}.first")
    assert module.loaded == []
    assert module.first.figure == 7
    assert module.loaded == ["first"]


def test_only_what_is_named_is_set_aside_and_only_within(package: str) -> None:
    """Other modules are imported as ever, and so is everything afterwards."""
    before = list(sys.meta_path)
    somebody_imports = iter(sys.meta_path)
    with set_aside({f"{package}.first"}):
        module = __import__(f"{package}.second")
        assert module.loaded == ["second"]
        assert next(somebody_imports) is before[0]
    assert sys.meta_path == before
    assert list(somebody_imports) == before[1:]
    __import__(f"{package}.first")
    assert module.loaded == ["second", "first"]
