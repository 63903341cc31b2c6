"""The rules of the house: who may import whom, what stays pure, how long a module may be."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

REPOSITORY: Final = Path(__file__).resolve().parent.parent

#: The rooms of `mirror/`, top to bottom; each may import those above it.
ROOMS: Final = ("perception", "movement", "therapy", "clips", "screen", "diary", "caregiver")
#: Modules of `mirror/` that every room may import: they know nobody.
EVERYBODYS: Final = ("problem", "written", "po", "language", "grammar", "extras")
#: What joins the rooms to the devices: everything in one package, and one module.
KNOW_HARDWARE: Final = ("mirror/kiosk/", "mirror/bench/", "mirror/cli.py", "mirror/cli_stimulator.py")
#: Packages that touch a device.
DEVICE_PACKAGES: Final = ("gpiozero", "picamera2", "lgpio", "libcamera")
#: Rooms whose answers depend on their arguments alone.
PURE_ROOMS: Final = ("movement", "therapy")
#: Modules of other rooms that decide what is shown and leave the showing to others.
PURE_MODULES: Final = (
    *("screen/scenes", "screen/practising", "screen/reading", "screen/today"),
    *("screen/menu", "screen/results", "screen/picture", "screen/words", "screen/phrases"),
)
IMPURE_PACKAGES: Final = (
    *("time", "random", "secrets", "os", "subprocess", "threading", "socket", "pygame"),
    *("importlib", "tomllib"),
)
#: The one reader of the files that come with the mirror; everybody else is handed what stands in them.
READS_WHAT_IS_SHIPPED: Final = ("mirror", "therapy", "shipped")
READING: Final = ("importlib", "tomllib")
OPENING: Final = ("open", "read_text", "read_bytes", "write_text", "write_bytes")
#: Attributes that read a clock or roll dice wherever they hang: datetime.now, date.today, np.random.
IMPURE_ATTRIBUTES: Final = ("now", "utcnow", "today", "random")
LONGEST_MODULE_LINES: Final = 350


def modules(root: Path, *parts: str) -> Iterator[tuple[tuple[str, ...], ast.Module]]:
    """The modules below ``root/parts``: their path from the root without ``.py``, and their tree."""
    for file in sorted((root / Path(*parts)).rglob("*.py")):
        yield file.relative_to(root).with_suffix("").parts, ast.parse(file.read_text(encoding="utf-8"), str(file))


def imports(path: tuple[str, ...], tree: ast.Module) -> set[str]:
    """Every dotted name the module imports, in functions too; ``from a import b`` counts as ``a.b``."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = [*path[: len(path) - node.level]] if node.level else []
            origin += node.module.split(".") if node.module else []
            names.update(".".join([*origin, alias.name]) for alias in node.names)
    return names


def imports_of(package: str, path: tuple[str, ...], tree: ast.Module) -> list[str]:
    """What the module imports from ``package``: the dotted names without the package's own."""
    return sorted(name.partition(".")[2] for name in imports(path, tree) if name.split(".")[0] == package)


def imports_against_the_order(root: Path) -> list[str]:
    found = []
    for room in ROOMS:
        allowed = {*EVERYBODYS, *ROOMS[: ROOMS.index(room) + 1], "__version__"}
        for path, tree in modules(root, "mirror", room):
            for name in imports_of("mirror", path, tree):
                if name.split(".")[0] not in allowed:
                    found.append(f"{'/'.join(path)}.py imports mirror.{name}")
    return found


def unknown_rooms(root: Path) -> list[str]:
    return sorted(
        init.parent.name
        for init in (root / "mirror").glob("*/__init__.py")
        if init.parent.name not in ROOMS and f"mirror/{init.parent.name}/" not in KNOW_HARDWARE
    )


def hardware_knowing_mirror(root: Path) -> list[str]:
    return [
        f"{'/'.join(path)}.py imports {package}.{name}"
        for room in ("hardware", "models")
        for path, tree in modules(root, room)
        for package in ("mirror", "hardware")
        if package != room
        for name in imports_of(package, path, tree)
    ]


def mirror_knowing_hardware(root: Path) -> list[str]:
    return [
        f"{'/'.join(path)}.py imports hardware.{name}"
        for path, tree in modules(root, "mirror")
        if not ("/".join(path) + ".py").startswith(KNOW_HARDWARE)
        for name in imports_of("hardware", path, tree)
    ]


def devices_outside_hardware(root: Path) -> list[str]:
    return [
        f"{'/'.join(path)}.py imports {package}"
        for room in ("mirror", "models")
        for path, tree in modules(root, room)
        for package in DEVICE_PACKAGES
        if imports_of(package, path, tree)
    ]


def pure_modules(root: Path) -> Iterator[tuple[tuple[str, ...], ast.Module]]:
    for room in PURE_ROOMS:
        yield from modules(root, "mirror", room)
    for path, tree in modules(root, "mirror"):
        if "/".join(path[1:]) in PURE_MODULES:
            yield path, tree


def impure(root: Path) -> list[str]:
    found = []
    for path, tree in pure_modules(root):
        module = "/".join(path) + ".py"
        allowed = READING if path == READS_WHAT_IS_SHIPPED else ()
        for package in IMPURE_PACKAGES:
            if package not in allowed and imports_of(package, path, tree):
                found.append(f"{module} imports {package}")
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in IMPURE_ATTRIBUTES and not _prepared(node):
                found.append(f"{module}:{node.lineno} uses .{node.attr}")
            if isinstance(node, ast.Call) and _opens(node.func) and path != READS_WHAT_IS_SHIPPED:
                found.append(f"{module}:{node.lineno} opens a file")
    return found


def _prepared(node: ast.Attribute) -> bool:
    """``brief.today``: the day as it was prepared for the session, which reads no clock."""
    owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    return (owner, node.attr) == ("brief", "today")


def _opens(function: ast.expr) -> bool:
    """``open(...)``, or a method of that kind of whatever: ``path.read_text(...)``."""
    if isinstance(function, ast.Attribute):
        return function.attr in OPENING
    return isinstance(function, ast.Name) and function.id == "open"


def too_long(root: Path) -> list[str]:
    return [
        f"{file.relative_to(root)} has {lines} lines; is a concept missing?"
        for room in ("mirror", "hardware", "models")
        for file in sorted((root / room).rglob("*.py"))
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE_LINES
    ]


def unfinished(root: Path) -> list[str]:
    marks = ("TO" + "DO", "FIX" + "ME")
    return [
        f"{file.relative_to(root)}:{number} says {mark}"
        for room in ("mirror", "hardware", "models", "systemd", "docs", "tests")
        for file in sorted((root / room).rglob("*"))
        if file.suffix in {".py", ".sh", ".md", ".toml", ".service", ".html", ".css"}
        for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        for mark in marks
        if mark in text
    ]


RULES: Final = (
    imports_against_the_order,
    unknown_rooms,
    hardware_knowing_mirror,
    mirror_knowing_hardware,
    devices_outside_hardware,
    impure,
    too_long,
    unfinished,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule):
    """No module breaks the rule; if one does, it is named."""
    assert rule(REPOSITORY) == []


@pytest.mark.parametrize(
    ("rule", "file", "text"),
    [
        (imports_against_the_order, "mirror/perception/a.py", "from mirror.screen import theme"),
        (imports_against_the_order, "mirror/therapy/a.py", "def late():\n    from mirror import kiosk"),
        (imports_against_the_order, "mirror/movement/a.py", "from ..diary import tables"),
        (unknown_rooms, "mirror/utilities/__init__.py", ""),
        (hardware_knowing_mirror, "hardware/led/a.py", "import mirror.problem"),
        (hardware_knowing_mirror, "models/a.py", "from hardware import camera"),
        (mirror_knowing_hardware, "mirror/screen/a.py", "from hardware.camera import frame"),
        (mirror_knowing_hardware, "mirror/kiosk_loop.py", "from hardware.camera import frame"),
        (mirror_knowing_hardware, "mirror/demo.py", "from hardware.camera import frame"),
        (devices_outside_hardware, "mirror/kiosk.py", "import gpiozero.pins"),
        (impure, "mirror/therapy/a.py", "import time"),
        (impure, "mirror/therapy/a.py", "text = open('a').read()"),
        (impure, "mirror/therapy/a.py", "def a(path):\n    return path.read_text()"),
        (impure, "mirror/therapy/a.py", "from importlib import resources"),
        (impure, "mirror/movement/a.py", "import tomllib"),
        (impure, "mirror/therapy/shipped.py", "import time"),
        (impure, "mirror/therapy/catalogue.py", "from importlib import resources"),
        (impure, "mirror/screen/scenes.py", "import pygame"),
        (impure, "mirror/screen/words.py", "from datetime import datetime\nnow = datetime.now()"),
        (impure, "mirror/screen/results.py", "import random"),
        (impure, "mirror/screen/picture.py", "import os"),
        (impure, "mirror/movement/a.py", "import datetime\nstarted = datetime.datetime.now()"),
        (impure, "mirror/movement/a.py", "import numpy as np\nnoise = np.random.default_rng()"),
        (too_long, "mirror/screen/a.py", "x = 1\n" * 351),
        (unfinished, "docs/a.md", "TO" + "DO: say more"),
    ],
)
def test_a_broken_rule_is_noticed(rule, file, text, tmp_path):
    """Each rule finds the module that breaks it, and none in an empty house."""
    assert rule(tmp_path) == []
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(text)
    assert len(rule(tmp_path)) == 1


def test_what_may_be_imported_is_not_reported(tmp_path):
    """A room imports those above it, problem sentences and the version; the kiosk imports the devices."""
    for file, text in {
        "mirror/screen/a.py": "from mirror import __version__\nfrom mirror.clips import film\nimport mirror.problem",
        "mirror/kiosk/loop.py": "from hardware.camera import frame\nfrom mirror.diary import tables",
        "mirror/cli.py": "from hardware.camera import frame",
        "mirror/diary/a.py": "import time, os",
        "mirror/screen/display.py": "import pygame, time",
        "mirror/therapy/shipped.py": "import tomllib\nfrom importlib import resources",
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    assert [found for rule in RULES for found in rule(tmp_path)] == []


def pytest_on(directory: Path, text: str) -> subprocess.CompletedProcess[str]:
    """A run of pytest with this house's conftest and one file of tests."""
    shutil.copy(REPOSITORY / "tests" / "conftest.py", directory)
    (directory / "test_needy.py").write_text(f"import pytest\n\n{text}")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--strict-markers", str(directory)]
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=directory, env=environment)


def test_a_test_whose_need_is_not_met_is_left_out_and_named(tmp_path, monkeypatch):
    """It is neither passed nor skipped, and the run says how to include it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    run = pytest_on(tmp_path, '@pytest.mark.needs("chromium")\ndef test_a(): ...\n\ndef test_b(): ...\n')
    assert run.returncode == 0
    assert "1 passed, 1 deselected" in run.stdout
    assert "Left out: 1 test needs chromium. To run: sudo apt install chromium" in run.stdout


def test_a_need_that_nobody_can_meet_is_refused(tmp_path):
    """A mistyped need would leave its test out for ever, so the run stops."""
    run = pytest_on(tmp_path, '@pytest.mark.needs("cromium")\ndef test_a(): ...\n')
    assert run.returncode == pytest.ExitCode.USAGE_ERROR
    assert "needs 'cromium', but a test can only need chromium, root, containers" in run.stderr
