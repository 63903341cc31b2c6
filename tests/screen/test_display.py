"""The screen as a device: none, a window, a console screen that must be a real one."""

import pygame
import pytest

from mirror.problem import Problem
from mirror.screen.display import Display, DisplayKind, KeyState, Rotation


def test_without_a_screen_there_is_still_a_surface():
    """`--display none` draws into memory at the size asked for."""
    with Display(DisplayKind.NONE, (800, 480)) as display:
        assert display.size == (800, 480)
        display.flip()
        assert display.key_events() == ()
        assert not display.closed
    assert display.closed


def test_without_a_screen_and_a_size_it_is_the_mirror():
    """The default is the portrait screen of the design."""
    assert Display(DisplayKind.NONE).size == (1080, 1920)


def test_the_console_screen_must_be_a_real_one(monkeypatch):
    """Where no screen answers, one sentence says what to check, and nothing draws into the void."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    with pytest.raises(Problem, match="No screen answers"):
        Display(DisplayKind.KMS)
    assert not pygame.display.get_init()


@pytest.mark.parametrize("rotation", Rotation)
def test_a_screen_may_hang_on_its_side(rotation):
    """What is drawn upright appears turned clockwise on the glass, corner for corner."""
    size = (300, 500)
    with Display(DisplayKind.WINDOW, size, rotation) as display:
        assert display.size == size
        display.surface.fill((250, 0, 0), (0, 0, 20, 20))
        display.flip()
        glass = pygame.display.get_surface()
        assert glass is not None
        width, height = glass.get_size()
        corner = {
            Rotation.NONE: (5, 5),
            Rotation.QUARTER: (width - 5, 5),
            Rotation.HALF: (width - 5, height - 5),
            Rotation.THREE_QUARTERS: (5, height - 5),
        }[rotation]
        assert glass.get_at(corner)[0] > 200


@pytest.mark.parametrize("rotation", Rotation)
def test_a_turned_screen_is_brought_up_to_date_in_parts(rotation):
    """Showing only what changed leaves the same glass as showing everything."""
    parts = (pygame.Rect(10, 20, 60, 30), pygame.Rect(200, 400, 100, 100), pygame.Rect(0, 490, 300, 10))
    with Display(DisplayKind.WINDOW, (300, 500), rotation) as display:
        display.flip()
        for shade, part in enumerate(parts, 1):
            display.surface.fill((60 * shade, 10 * shade, 200), part)
        display.flip(parts)
        glass = pygame.display.get_surface()
        assert glass is not None
        in_parts = pygame.surfarray.array3d(glass)
        display.flip()
        assert (in_parts == pygame.surfarray.array3d(glass)).all()


def test_keys_are_told_by_name_and_in_order():
    """A pressed and released arrow key arrives as two events; what is not a key does not."""
    with Display(DisplayKind.WINDOW, (320, 200)) as display:
        display.key_events()
        for kind in (pygame.KEYDOWN, pygame.KEYUP):
            pygame.event.post(pygame.event.Event(kind, key=pygame.K_LEFT))
        pygame.event.post(pygame.event.Event(pygame.MOUSEMOTION, pos=(1, 1), rel=(0, 0), buttons=(0, 0, 0)))
        heard = display.key_events()
        assert [(key.name, key.state) for key in heard] == [("left", KeyState.DOWN), ("left", KeyState.UP)]
        assert display.key_events() == ()


def test_closing_the_window_closes_the_display():
    """The window's own cross ends the mirror."""
    with Display(DisplayKind.WINDOW, (320, 200)) as display:
        pygame.event.post(pygame.event.Event(pygame.QUIT))
        display.key_events()
        assert display.closed


def test_a_window_nobody_can_see_is_no_window(monkeypatch):
    """Without a desktop SDL would draw into the void for ever; the sentence says what to check instead."""
    monkeypatch.delenv("SDL_VIDEODRIVER")
    monkeypatch.setenv("DISPLAY", ":4711")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    pygame.display.quit()
    with pytest.raises(Problem, match="No screen answers"):
        Display(DisplayKind.WINDOW)
    assert not pygame.display.get_init()
