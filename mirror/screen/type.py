"""Letters: which typeface this machine has, and texts as soft-edged masks.

Texts are drawn larger by SDL_ttf and averaged down, which takes out the hinting: letters keep their shapes and their
distances at every size, and edges are clean to the subpixel.
"""

import importlib.util
import math
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
import pygame

from mirror.problem import Problem
from mirror.screen.theme import Figures, Weight

Mask = npt.NDArray[np.uint8]
"""(height, width) coverage of a text, 0..255."""

_FOLDERS: Final = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
_DIGITS: Final = frozenset("0123456789")
#: How much a missing light weight is thinned, from each edge of a stem, as a fraction of the size.
_THINNER: Final = 0.013
_RUNS: Final = re.compile(r"\d|\D+")
_SPACES: Final = re.compile(r" (?!mm\b)")
#: How much evenness a break is worth where a voice would pause: after a sentence, after a clause.
_SENTENCE_END: Final = 0.5
_CLAUSE_END: Final = 0.15
#: How much it costs to leave a little word ("and", "the") behind at the end of a line, and its longest length.
_LITTLE_WORD: Final = 0.08
_LITTLE: Final = 3


@dataclass(frozen=True, slots=True)
class Typeface:
    """A family as files: for each weight the names to look for (without their ending), best first."""

    name: str
    files: tuple[tuple[Weight, tuple[str, ...]], ...]
    size: float = 1.0
    """Correction that makes families look equally large."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How letters are set: size in pixels, weight, figures."""

    px: int
    weight: Weight = Weight.REGULAR
    figures: Figures = Figures.TEXT

    @property
    def oversampling(self) -> int:
        """How many times larger the letters are drawn before they are averaged down."""
        return 4 if self.px < 40 else 3 if self.px < 90 else 2


#: In order of preference: made for low vision, clear on screens, always there.  A weight that is missing is made from
#: the regular one.
TYPEFACES: Final = (
    Typeface(
        "Atkinson Hyperlegible",
        (
            (Weight.LIGHT, ("AtkinsonHyperlegibleNext-Light",)),
            (
                Weight.REGULAR,
                (
                    "AtkinsonHyperlegibleNext-Regular",
                    "AtkinsonHyperlegible-Regular",
                    "Atkinson-Hyperlegible-Regular-102",
                ),
            ),
            (Weight.MEDIUM, ("AtkinsonHyperlegibleNext-Medium",)),
        ),
        size=1.04,
    ),
    Typeface(
        "Inter",
        (
            (Weight.LIGHT, ("Inter-Light", "InterDisplay-Light")),
            (Weight.REGULAR, ("Inter-Regular", "Inter")),
            (Weight.MEDIUM, ("Inter-Medium",)),
        ),
    ),
    Typeface(
        "DejaVu Sans",
        ((Weight.LIGHT, ()), (Weight.REGULAR, ("DejaVuSans",)), (Weight.MEDIUM, ())),
        size=0.92,
    ),
)


def folders() -> tuple[Path, ...]:
    """Where this machine keeps fonts; last the ones matplotlib brings along, found without importing it."""
    found = [Path(folder).expanduser() for folder in _FOLDERS]
    data_home = os.environ.get("XDG_DATA_HOME")
    if data_home:
        found.append(Path(data_home) / "fonts")
    matplotlib = importlib.util.find_spec("matplotlib")
    if matplotlib is not None and matplotlib.origin is not None:
        found.append(Path(matplotlib.origin).parent / "mpl-data" / "fonts" / "ttf")
    return tuple(folder for folder in found if folder.is_dir())


def font_files(where: Iterable[Path]) -> dict[str, Path]:
    """Every font file below these folders by its name without the ending; earlier folders win."""
    found: dict[str, Path] = {}
    for folder in where:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in (".otf", ".ttf"):
                found.setdefault(path.stem, path)
    return found


class Type:
    """The typeface of a screen.  Masks of texts are kept, since the same words stay on the screen for seconds."""

    def __init__(self, files: dict[str, Path], typefaces: Sequence[Typeface] = TYPEFACES) -> None:
        """Takes the first typeface whose regular weight is among the files.  Raises Problem when none is."""
        pygame.font.init()
        for typeface in typefaces:
            paths = {weight: _first(files, names) for weight, names in typeface.files}
            regular = paths.get(Weight.REGULAR)
            if regular is not None:
                self.name = typeface.name
                self.size = typeface.size
                self._paths = {weight: paths.get(weight) or regular for weight in Weight}
                self._thinned = paths.get(Weight.LIGHT) is None
                break
        else:
            names = ", ".join(typeface.name for typeface in typefaces)
            raise Problem(f"No typeface was found ({names}). Install one with: sudo apt install fonts-dejavu-core.")
        self.mask = lru_cache(maxsize=160)(self._mask)
        self.width = lru_cache(maxsize=1024)(self._width)
        self._font = lru_cache(maxsize=48)(self._open)
        self.lines = lru_cache(maxsize=256)(self._lines)

    @classmethod
    def of_this_machine(cls) -> "Type":
        return cls(font_files(folders()))

    def ascent(self, setting: Setting) -> int:
        """From the top of a mask to the baseline, in pixels."""
        return round(self._font(setting).get_ascent() / setting.oversampling)

    def cap_px(self, setting: Setting) -> int:
        """The height of a capital letter; close enough the same in all three families."""
        return round(setting.px * self.size * 0.72)

    def bearing(self, text: str, setting: Setting) -> int:
        """How far the first letter's ink stands off the left edge of the mask, in pixels."""
        lit = self.mask(text, setting).max(axis=0) > 96
        return int(np.argmax(lit))

    def _open(self, setting: Setting) -> pygame.font.Font:
        return pygame.font.Font(self._paths[setting.weight], round(setting.px * self.size * setting.oversampling))

    def _pieces(self, text: str, setting: Setting) -> tuple[list[tuple[str, float]], float]:
        """Runs of a text with their places, and its whole width, in oversampled pixels.

        A tabular figure is a run of its own, in the middle of a cell as wide as the widest figure.
        """
        font = self._font(setting)
        if setting.figures is Figures.TEXT:
            return [(text, 0.0)], float(font.size(text)[0])
        cell = max(font.size(digit)[0] for digit in _DIGITS)
        pieces: list[tuple[str, float]] = []
        x = 0.0
        for run in _RUNS.findall(text):
            width = font.size(run)[0]
            figure = run in _DIGITS
            pieces.append((run, x + (cell - width) / 2 if figure else x))
            x += cell if figure else width
        return pieces, x

    def _width(self, text: str, setting: Setting) -> int:
        return math.ceil(self._pieces(text, setting)[1] / setting.oversampling)

    def _mask(self, text: str, setting: Setting) -> Mask:
        """(line height, width) the text, white on nothing."""
        times = setting.oversampling
        font = self._font(setting)
        width, height = max(1, self.width(text, setting)), math.ceil(font.get_linesize() / times)
        large: Mask = np.zeros((height * times, width * times), np.uint8)
        for piece, x in self._pieces(text, setting)[0]:
            alpha = _alpha(font.render(piece, True, (255, 255, 255)))
            left = round(x)
            part = large[: alpha.shape[0], left : left + alpha.shape[1]]
            np.maximum(part, alpha[: part.shape[0], : part.shape[1]], out=part)
        if self._thinned and setting.weight is Weight.LIGHT:
            reach = 2 * round(setting.px * self.size * times * _THINNER) + 1
            large = cv2.erode(large, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))).astype(np.uint8)
        return cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8)

    def _lines(self, text: str, setting: Setting, width: int) -> tuple[str, ...]:
        """The text in as few lines as fit the width, broken where a voice would pause, and else as even as can be.

        No word is left alone, and a figure keeps its unit.
        """
        words = _SPACES.split(text)
        best: list[tuple[int, float, tuple[str, ...]]] = [(0, 0.0, ())]
        even = self.width(text, setting) / max(1.0, math.ceil(self.width(text, setting) / max(1, width)))
        for end in range(1, len(words) + 1):
            choices: list[tuple[int, float, tuple[str, ...]]] = []
            for start in range(end - 1, -1, -1):
                line = " ".join(words[start:end])
                line_px = self.width(line, setting)
                if line_px > width and choices:
                    break
                lines, cost, before = best[start]
                cost += (line_px / max(1.0, even) - 1.0) ** 2
                if end < len(words):
                    cost -= _pause_after(words[end - 1])
                choices.append((lines + 1, cost, (*before, line)))
            best.append(min(choices))
        return tuple(line for line in best[-1][2] if line)


def _pause_after(word: str) -> float:
    """How welcome a break after this word is."""
    if word.endswith((".", "?")):
        return _SENTENCE_END
    if word.endswith((",", ":", ";")):
        return _CLAUSE_END
    return -_LITTLE_WORD if len(word) <= _LITTLE else 0.0


def _alpha(surface: pygame.Surface) -> Mask:
    """(height, width) the coverage of a rendered text, without the detour over pygame's slow array functions."""
    width, height = surface.get_size()
    rows: Mask = np.frombuffer(surface.get_buffer().raw, np.uint8).reshape(height, surface.get_pitch() // 4, 4)
    return rows[:, :width, surface.get_shifts()[3] // 8]


def _first(files: dict[str, Path], names: Iterable[str]) -> Path | None:
    return next((files[name] for name in names if name in files), None)
