"""One layout for every screen: nothing overlaps and nothing leaves the margins."""

from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mirror.screen.layout import Orientation, Rect, layout
from mirror.screen.theme import PANEL_ASPECT

widths, heights = st.integers(640, 2160), st.integers(400, 3840)
SIZES = [(1080, 1920), (1280, 800), (800, 480), (1920, 1080), (480, 800), (640, 400), (2160, 3840), (1080, 1080)]


def each_page(width: int, height: int) -> list[tuple[Rect, ...]]:
    found, beside = layout(width, height), layout(width, height).with_stimulator()
    plain = [found.practice, found.face, found.routine, found.idle_page, found.text_page]
    with_it = (beside.practice, beside.face, beside.routine, beside.text_page)
    return [*plain, *((*page, *beside.stimulator) for page in with_it)]


@settings(max_examples=300)
@given(widths, heights)
@example(480, 800)
@example(640, 400)
@example(2160, 3840)
def test_nothing_overlaps_at_any_size(width, height):
    """On each page every part has a place of its own."""
    for places in each_page(width, height):
        for one, other in combinations(places, 2):
            assert not one.overlaps(other), (one, other)


@settings(max_examples=300)
@given(widths, heights)
@example(480, 800)
def test_nothing_leaves_the_margins_at_any_size(width, height):
    """Every part lies inside the margins and is large enough to be seen."""
    found = layout(width, height)
    inside = Rect.between(found.margin, 0, width - found.margin, height)
    for places in each_page(width, height):
        for place in places:
            assert inside.contains(place), place
            assert place.width >= 24
            assert place.height >= 16


@settings(max_examples=100)
@given(widths, heights)
def test_both_faces_have_the_same_size_and_the_proportions_of_a_clip(width, height):
    """Demonstration and own face are equal, side by side, 0.80 wide for each pixel of height."""
    found = layout(width, height)
    assert (found.demo.width, found.demo.height) == (found.live.width, found.live.height)
    assert found.demo.y == found.live.y
    assert abs(found.live.width - PANEL_ASPECT * found.live.height) <= 1


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_faces_are_the_largest_thing_of_a_practice(width, height):
    """On real screens each face takes more room than the ring."""
    found = layout(width, height)
    assert found.live.width * found.live.height > found.ring.width * found.ring.height


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_without_a_demonstration_the_own_face_stands_in_the_middle(width, height):
    """It keeps its size, in the middle of the place of both."""
    found = layout(width, height)
    assert (found.solo.width, found.solo.height, found.solo.y) == (found.live.width, found.live.height, found.live.y)
    assert abs(found.solo.centre[0] - (found.demo.x + found.live.right) / 2) <= 1


def test_portrait_follows_the_design():
    """At 1080x1920 margins are 80 px and the faces fill the width between them."""
    found = layout(1080, 1920)
    assert found.orientation is Orientation.PORTRAIT
    assert (found.demo.x, found.live.right) == (80, 1000)
    assert (found.ring.width, found.ring.centre[0]) == (374, 540)
