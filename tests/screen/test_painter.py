"""The painter: what is on the glass depends on the picture, not on what was there before."""

from dataclasses import replace

import numpy as np
import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirror.screen import words
from mirror.screen.painter import Painter
from mirror.screen.picture import Page
from mirror.screen.scenes import picture
from mirror.screen.shots import shots
from mirror.screen.theme import FADE_S, STOP, Motion
from mirror.screen.type import Type
from mirror.therapy.scene import Scene
from tests.screen.states import NOW_S, session_in, surroundings

SIZE = (800, 480)
DEMO = np.full((330, 264, 3), (40, 60, 200), np.uint8)
LIVE = np.full((330, 264, 3), (90, 160, 60), np.uint8)
TYPE = Type.of_this_machine()
PICTURES = [picture(shot.session, shot.surroundings, NOW_S) for shot in shots()]


def pixels(surface: pygame.Surface) -> np.ndarray:
    return pygame.surfarray.array3d(surface).swapaxes(0, 1)


def settled(painter: Painter, surface: pygame.Surface, shown, start_s: float) -> float:
    """Draw until every fade is over; returns the time."""
    for _ in range(40):
        start_s += 0.05
        painter.draw(surface, shown, DEMO, LIVE, start_s)
    return start_s


@settings(max_examples=12)
@given(st.lists(st.sampled_from(PICTURES), min_size=2, max_size=5))
def test_a_screen_looks_the_same_whatever_was_shown_before(sequence):
    """After its fades a picture leaves no trace of the ones before it, even of those cut off in the middle."""
    surface = pygame.Surface(SIZE)
    painter, now_s = Painter(SIZE, type_=TYPE), 0.0
    for shown in sequence[:-1]:
        for _ in range(4):
            now_s += 0.03
            painter.draw(surface, shown, DEMO, LIVE, now_s)
    settled(painter, surface, sequence[-1], now_s)
    fresh = pygame.Surface(SIZE)
    settled(Painter(SIZE, type_=TYPE), fresh, sequence[-1], 0.0)
    assert int(np.abs(pixels(surface).astype(int) - pixels(fresh)).max()) <= 1


def test_only_what_moves_is_drawn_again():
    """In the middle of a hold the faces, the ring and the balance change, and nothing else."""
    surface, painter = pygame.Surface(SIZE), Painter(SIZE, type_=TYPE)
    session = session_in(Scene.HOLD)
    now_s = settled(painter, surface, picture(session, surroundings(), NOW_S), NOW_S)
    held = session.to(Scene.HOLD, session.since_s, held_s=1.4)
    moved = DEMO.copy(), LIVE.copy()
    changed = painter.draw(surface, picture(held, surroundings(), NOW_S + 0.4), *moved, now_s + 0.03)
    wanted = (painter.layout.demo, painter.layout.live, painter.layout.ring, painter.layout.balance)
    assert places(changed) == places(wanted)


def test_a_demonstration_that_holds_still_is_not_drawn_again():
    """The same picture of a film, as while a movement is held, costs nothing; a new one is drawn."""
    surface, painter = pygame.Surface(SIZE), Painter(SIZE, type_=TYPE)
    shown = picture(session_in(Scene.HOLD), surroundings(), NOW_S)
    now_s = settled(painter, surface, shown, NOW_S)
    assert places((painter.layout.demo,)).isdisjoint(
        places(painter.draw(surface, shown, DEMO, LIVE.copy(), now_s + 0.03))
    )
    changed = painter.draw(surface, shown, np.zeros_like(DEMO), LIVE, now_s + 0.06)
    assert places((painter.layout.demo,)) <= places(changed)


def places(rects):
    return {(r.x, r.y, r.width, r.height) for r in rects}


def test_an_idle_screen_costs_nothing():
    """When nothing changes, nothing is drawn."""
    surface, painter = pygame.Surface(SIZE), Painter(SIZE, type_=TYPE)
    shown = picture(session_in(Scene.IDLE), surroundings(), NOW_S)
    now_s = settled(painter, surface, shown, 0.0)
    assert painter.draw(surface, shown, None, None, now_s + 1.0) == ()


def test_scenes_fade_within_a_fifth_of_a_second_without_ghosts():
    """First the old words leave, then the new ones come: never both in one place; after 200 ms they are there."""
    idle = picture(session_in(Scene.IDLE), surroundings(), NOW_S)
    welcome = picture(session_in(Scene.WELCOME), surroundings(), NOW_S)
    surface, painter = pygame.Surface(SIZE), Painter(SIZE, type_=TYPE)
    now_s = settled(painter, surface, idle, 0.0)
    before = pixels(surface).copy()
    steps = []
    for part in (0.25, 0.75, 1.0):
        painter.draw(surface, welcome, None, None, now_s + part * FADE_S)
        steps.append(pixels(surface).copy())
    leaving, coming, after = steps
    assert not np.array_equal(before, after)
    assert (leaving <= before).all()
    assert (coming <= after).all()
    assert before.max() > leaving.max() > 0
    assert after.max() > coming.max() > 0


def test_what_stays_keeps_its_light_through_a_fade():
    """Between two scenes of one exercise its name does not flicker."""
    surface, painter = pygame.Surface(SIZE), Painter(SIZE, type_=TYPE)
    now_s = settled(painter, surface, picture(session_in(Scene.SHOW), surroundings(), NOW_S), 0.0)
    title = painter.layout.title
    before = pixels(surface)[title.y : title.bottom, title.x : title.right].copy()
    ready = picture(session_in(Scene.READY), surroundings(), NOW_S)
    for part in (0.25, 0.5, 0.75):
        painter.draw(surface, ready, DEMO, LIVE, now_s + part * FADE_S)
        assert np.array_equal(pixels(surface)[title.y : title.bottom, title.x : title.right], before)


def test_reduced_motion_changes_at_once():
    """Without motion a scene is there in its first frame."""
    surface, fresh = pygame.Surface(SIZE), pygame.Surface(SIZE)
    painter = Painter(SIZE, Motion.REDUCED, TYPE)
    painter.draw(surface, picture(session_in(Scene.IDLE), surroundings(), NOW_S), None, None, 0.0)
    hold = picture(session_in(Scene.REST), surroundings(), NOW_S)
    painter.draw(surface, hold, DEMO, LIVE, 0.03)
    Painter(SIZE, Motion.REDUCED, TYPE).draw(fresh, hold, DEMO, LIVE, 0.0)
    assert np.array_equal(pixels(surface), pixels(fresh))


def test_with_reduced_motion_waiting_does_not_breathe():
    """While the person watches the demonstration the ring stands still; with full motion it breathes."""
    session = session_in(Scene.READY)
    for motion, breathes in ((Motion.REDUCED, False), (Motion.FULL, True)):
        surface, painter = pygame.Surface(SIZE), Painter(SIZE, motion, TYPE)
        settled(painter, surface, picture(session, surroundings(), NOW_S), 0.0)
        before = pixels(surface).copy()
        painter.draw(surface, picture(session, surroundings(), NOW_S + 1.5), DEMO, LIVE, 10.0)
        assert bool((before != pixels(surface)).any()) == breathes


def test_the_ground_is_black():
    """Behind two-way glass black is mirror: of a screen of words less than a tenth is lit."""
    for shown in PICTURES:
        if shown.page in (Page.CLOCK, Page.TEXT, Page.QUESTION, Page.ROUTINE):
            surface = pygame.Surface(SIZE)
            Painter(SIZE, Motion.REDUCED, TYPE).draw(surface, shown, None, None, 0.0)
            lit = (pixels(surface).max(axis=2) > 8).mean()
            assert 0.002 < lit < 0.1


def test_the_faces_keep_their_colours():
    """The middle of a panel is the picture's own colour, red as red."""
    surface, painter = pygame.Surface(SIZE), Painter(SIZE, Motion.REDUCED, TYPE)
    painter.draw(surface, picture(session_in(Scene.HOLD), surroundings(), NOW_S), DEMO, LIVE, 0.0)
    middle = tuple(round(value) for value in painter.layout.demo.centre)
    assert np.abs(np.array(surface.get_at(middle)[:3], int) - (200, 60, 40)).max() <= 2


def test_a_new_surface_gets_everything():
    """A screen that was opened anew is drawn in full."""
    painter, shown = Painter(SIZE, type_=TYPE), picture(session_in(Scene.IDLE), surroundings(), NOW_S)
    first, second = pygame.Surface(SIZE), pygame.Surface(SIZE)
    now_s = settled(painter, first, shown, 0.0)
    painter.draw(second, shown, None, None, now_s + 0.1)
    assert np.array_equal(pixels(first), pixels(second))


@pytest.mark.parametrize("shown", PICTURES, ids=[shot.name for shot in shots()])
def test_the_colour_of_stopping_is_kept_for_emergencies_and_for_stop(shown):
    """No other screen has a spot of it; there it is one short line, or the word of the stop button."""
    surface = pygame.Surface(SIZE)
    Painter(SIZE, Motion.REDUCED, TYPE).draw(surface, replace(shown, panels=None), None, None, 0.0)
    stopping = (np.abs(pixels(surface).astype(int) - STOP) <= 2).all(axis=2)
    assert bool(stopping.any()) == (shown.urgent or bool(shown.stop))
    assert stopping.mean() < 0.005


@pytest.mark.parametrize("news", ["", words.NEWER_RELEASE])
@pytest.mark.parametrize("notice", ["", "Not saved yet. I keep trying."])
def test_a_notice_is_warm(notice, news):
    """Something that must be said is said in the warm colour, and only then is that colour there: news is no alarm."""
    surface = pygame.Surface(SIZE)
    shown = replace(picture(session_in(Scene.IDLE), surroundings(), NOW_S), notice=notice, news=news)
    Painter(SIZE, Motion.REDUCED, TYPE).draw(surface, shown, None, None, 0.0)
    image = pixels(surface).astype(int)
    assert bool(((image[..., 0] > 200) & (image[..., 2] < 150)).any()) == bool(notice)


def test_news_gives_way_to_what_must_be_said():
    """They have one place: with a notice the picture is the same with news or without; else the news is there."""
    idle = picture(session_in(Scene.IDLE), surroundings(), NOW_S)

    def drawn(notice: str, news: str) -> bytes:
        surface = pygame.Surface(SIZE)
        Painter(SIZE, Motion.REDUCED, TYPE).draw(surface, replace(idle, notice=notice, news=news), None, None, 0.0)
        return pixels(surface).tobytes()

    assert drawn(words.NOT_SAVED, words.NEWER_RELEASE) == drawn(words.NOT_SAVED, "")
    assert drawn("", words.NEWER_RELEASE) != drawn("", "")


@pytest.mark.parametrize("scene", list(Scene))
def test_only_the_idle_screen_has_news(scene):
    """Nobody who practises is told of a newer version."""
    shown = picture(session_in(scene), replace(surroundings(), news=words.NEWER_RELEASE), NOW_S)
    assert (shown.news == words.NEWER_RELEASE) is (scene is Scene.IDLE)
