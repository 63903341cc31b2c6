"""Every text of every screen fits its place, in the typeface every machine has."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest

from mirror.problem import Problem
from mirror.screen import words
from mirror.screen.chrome import draw_chrome
from mirror.screen.ink import Block, Pen
from mirror.screen.layout import layout
from mirror.screen.picture import Mark, Page, Tone
from mirror.screen.scenes import picture
from mirror.screen.shot import NOW_S, WORLD
from mirror.screen.shots import shots
from mirror.screen.shots_stimulation import PRESCRIBED
from mirror.screen.theme import SENTENCE, Figures, Scale, Style, Weight
from mirror.screen.type import Setting, Type, folders, font_files
from mirror.therapy.plan import Zone
from mirror.therapy.scene import Pace
from mirror.therapy.stimulator import Power
from tests.screen.states import everything

SIZES = [(1080, 1920), (1280, 800), (800, 480), (480, 800), (1920, 1080), (1024, 768), (640, 480), (2160, 3840)]
LEAST_PX = {(1080, 1920): 32, (800, 480): 18}


@pytest.fixture(scope="module")
def dejavu() -> Type:
    """The typeface matplotlib carries, which is the widest of the three."""
    matplotlib = importlib.util.find_spec("matplotlib")
    assert matplotlib is not None
    assert matplotlib.origin is not None
    type_ = Type(font_files([Path(matplotlib.origin).parent / "mpl-data" / "fonts" / "ttf"]))
    assert type_.name == "DejaVu Sans"
    return type_


class WatchingPen(Pen):
    """A pen that remembers what did not fit and how small it had to write."""

    def __init__(self, type_: Type, scale: Scale) -> None:
        super().__init__(type_, scale)
        self.too_long: list[str] = []
        self.sizes: list[float] = []

    def _line(self, *_drawing: object) -> None:
        """Nothing is drawn."""

    def block(self, text: str, style: Style, width: int, height: int | None = None) -> Block:
        block = super().block(text, style, width, height)
        self.sizes.append(block.setting.px * self.type.size)
        if not block.fits:
            self.too_long.append(text)
        return block


@pytest.mark.parametrize("size", SIZES)
def test_every_text_fits_its_place_and_can_be_read(dejavu, size):
    """Nothing is cut off, and nothing is smaller than 32 px on the large screen and 18 px on the small one."""
    pen = WatchingPen(dejavu, Scale(*size))
    for shot in shots():
        draw_chrome(picture(shot.session, shot.surroundings, NOW_S), layout(*size), pen)
        assert not pen.too_long, (shot.name, pen.too_long)
    assert min(pen.sizes) >= LEAST_PX.get(size, 14)


@pytest.mark.parametrize("size", SIZES)
def test_every_exercise_and_routine_fits_its_place(dejavu, size):
    """Names, instructions and warnings of the whole catalogue, with a film and without, beside a notice, and slow."""
    pen = WatchingPen(dejavu, Scale(*size))
    for name, session in everything():
        for world in (WORLD, replace(WORLD, notice=words.NOT_SAVED), replace(WORLD, demonstrated=False)):
            draw_chrome(picture(session, world, NOW_S), layout(*size), pen)
            assert not pen.too_long, (name, pen.too_long)
        for pace in Pace:
            draw_chrome(picture(replace(session, pace=pace), WORLD, NOW_S), layout(*size), pen)
            assert not pen.too_long, (name, pen.too_long)
    assert min(pen.sizes) >= LEAST_PX.get(size, 14)


@pytest.mark.parametrize("size", [(1080, 1920), (800, 480), (480, 800), (640, 480)])
def test_every_instruction_fits_beside_a_stimulator(dejavu, size):
    """Whatever a plan lets it accompany: the instruction gives way to mark and stop, and can still be read."""
    pen = WatchingPen(dejavu, Scale(*size))
    for name, session in everything():
        seen = picture(session, WORLD, NOW_S)
        if seen.page is Page.PRACTICE and any(replace(PRESCRIBED, zone=zone).fits(session.task) for zone in Zone):
            beside = replace(seen, mark=Mark(words.MARKS[Power.ARMED], Tone.WARM), stop=words.STOP)
            draw_chrome(beside, layout(*size), pen)
            assert not pen.too_long, (name, pen.too_long)


def test_lines_are_balanced(dejavu):
    """A text that needs two lines gets two of about the same length, not one long line and one lonely word."""
    lines = dejavu.lines("Look straight into the mirror and breathe.", Setting(64), 1000)
    widths = [dejavu.width(line, Setting(64)) for line in lines]
    assert len(lines) == 2
    assert min(widths) > 0.6 * max(widths)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Well done. Let the whole face be loose.", 1000, ("Well done.", "Let the whole face be loose.")),
        ("No movement seen yet, which is normal.", 920, ("No movement seen yet,", "which is normal.")),
        ("2 mm on the left and 6 mm on the right.", 750, ("2 mm on the left", "and 6 mm on the right.")),
    ],
)
def test_lines_break_where_a_voice_would_pause(dejavu, text, width, lines):
    """A line ends with a sentence or a clause where it can, and never between a figure and its unit."""
    assert dejavu.lines(text, Setting(64), width) == lines


def test_tabular_figures_stand_still(dejavu):
    """A count from one to nine is always equally wide."""
    setting = Setting(40, Weight.REGULAR, Figures.TABULAR)
    assert len({dejavu.width(f"{figure}.5 mm", setting) for figure in range(10)}) == 1


def test_letters_have_soft_edges(dejavu):
    """A text is drawn with many greys, not with two levels."""
    assert len(set(dejavu.mask("Small and slow.", Setting(SENTENCE.design_px)).ravel().tolist())) > 60


def test_a_light_weight_is_thinner_than_a_regular_one(dejavu):
    """Where a typeface has no light weight it is thinned."""
    light, regular = (dejavu.mask("18:42", Setting(150, weight)).sum() for weight in (Weight.LIGHT, Weight.REGULAR))
    assert 0.5 * regular < light < 0.9 * regular


def test_without_any_typeface_one_sentence_says_what_to_install(tmp_path):
    """A machine without fonts is told the command that mends it."""
    with pytest.raises(Problem, match="sudo apt install"):
        Type(font_files([tmp_path]))


def test_a_typeface_is_found_on_this_machine():
    """At least matplotlib's own, found without importing matplotlib."""
    assert Type(font_files(folders())).name in ("Atkinson Hyperlegible", "Inter", "DejaVu Sans")
