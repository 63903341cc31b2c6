"""Parts of mediapipe that the mirror does not use, imported only when somebody does.

``import mediapipe`` brings in its drawing helpers, and with them all of matplotlib, and its audio tasks, and with them
a library that asks the sound card: two thirds of the time of that import.  Set aside they are in their places all the
same, and load themselves at the first use of anything in them: ``importlib.util.LazyLoader``, which Python's
documentation offers to programs for which the time of their start matters.
"""

import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType
from typing import Final

#: In the line of the solutions and in that of the tasks.  A release that has one of them no more never asks for it.
UNUSED: Final = frozenset(
    {
        "mediapipe.python.solutions.drawing_styles",
        "mediapipe.python.solutions.drawing_utils",
        "mediapipe.tasks.python.audio",
        "mediapipe.tasks.python.vision.drawing_styles",
        "mediapipe.tasks.python.vision.drawing_utils",
    }
)


class _SetAside(MetaPathFinder):
    """Finds what everybody would find, and has it loaded later."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname in self._names else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


@contextmanager
def set_aside(names: Collection[str] = UNUSED) -> Iterator[None]:
    """Within, the first import of one of these modules loads nothing yet; one that is loaded stays as it is."""
    finder = _SetAside(names)
    # New lists: another thread that imports may be going through the one there is, and would miss a finder.
    sys.meta_path = [finder, *sys.meta_path]
    try:
        yield
    finally:
        sys.meta_path = [one for one in sys.meta_path if one is not finder]
