"""What gives way where a window is small: whole words stay, and what can be counted can be seen."""

import numpy as np
import pytest

from mirror.screen import words
from mirror.screen.balance import BalancePainter
from mirror.screen.chrome import draw_chrome
from mirror.screen.ink import Pen
from mirror.screen.layout import Rect, layout
from mirror.screen.panel import PanelPainter
from mirror.screen.picture import Balance, Guide
from mirror.screen.scenes import picture
from mirror.screen.theme import GO, Scale
from mirror.screen.type import Type
from mirror.therapy.scene import Scene
from tests.screen.states import NOW_S, session_in, surroundings

TYPE = Type.of_this_machine()


def panel(width: int, label: str) -> np.ndarray:
    """A panel of a 480x320 window, that wide, with this label on grey."""
    rect = Rect(0, 0, width, round(width / 0.8))
    painter = PanelPainter(rect, Pen(TYPE, Scale(480, 320)), vignette=False)
    return painter.draw(np.full((rect.height, width, 3), 120, np.uint8), label, Guide.NONE, 1.0)


@pytest.mark.parametrize(
    ("width", "label", "shown"),
    [
        (400, words.HEALTHY_HALF, words.HEALTHY_HALF),
        (146, words.HEALTHY_HALF, "Healthy half"),
        (146, words.SIDE_UNKNOWN, "You"),
        (60, words.HEALTHY_HALF, ""),
    ],
)
def test_a_label_that_is_too_long_gives_up_what_follows_its_comma(width, label, shown):
    """No word is cut: a shorter label takes its place, and none where not even that fits."""
    assert np.array_equal(panel(width, label), panel(width, shown))


@pytest.mark.parametrize(("size", "middle"), [((480, 320), False), ((1280, 800), True), ((1080, 1920), True)])
def test_the_words_of_the_balance_stand_apart(size, middle):
    """Where three words would run together the ends keep theirs; the middle has its mark."""
    rect = layout(*size).balance
    ground = BalancePainter(rect, Pen(TYPE, Scale(*size))).draw(Balance(0.0, 0.2), 1.0, 1.0)
    letters = ground[rect.height * 6 // 10 :, :, :3].max(axis=(0, 2)) > 60
    third = rect.width // 3
    parts = [letters[:third].any(), letters[third + third // 3 : 2 * third - third // 3].any(), letters[-third:].any()]
    assert parts == [True, middle, True]


@pytest.mark.parametrize("size", [(480, 320), (1080, 1920)])
def test_a_dot_still_to_come_can_be_seen(size):
    """Its outline stands out from the black by 3 to 1 (WCAG 2.2, 1.4.11), and stays behind the colour of doing."""
    dots = layout(*size).dots
    canvas = draw_chrome(
        picture(session_in(Scene.BREATHE), surroundings(), NOW_S), layout(*size), Pen(TYPE, Scale(*size))
    )
    last = canvas[dots.y : dots.bottom, dots.right - dots.height // 2 : dots.right, :3].reshape(-1, 3)
    brightest = last[last.sum(axis=1).argmax()][::-1]
    assert 3.0 <= contrast(brightest) < contrast(np.array(GO)) / 2


def contrast(rgb: np.ndarray) -> float:
    """Of a colour on black: WCAG's relative luminance of sRGB."""
    part = rgb / 255.0
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return float((linear @ np.array([0.2126, 0.7152, 0.0722]) + 0.05) / 0.05)
