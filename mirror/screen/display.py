"""The screen as a device: a window, the whole console screen through KMS, or none at all."""

import os
import sys
import warnings
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Final, Self

import pygame

from mirror.problem import Problem

#: SDL's driver for the console's screen.
KMS_DRIVER: Final = "kmsdrm"
_NO_SCREEN: Final = (
    "No screen answers. Check its cable and its power; without one, mirror demo --headless DIR records a session."
)
#: What SDL settles for where no screen answers, unless it is told which driver to take.
_NO_SCREEN_DRIVERS: Final = ("offscreen", "dummy")
#: A window leaves this much of the desktop free.
_WINDOW_PART: Final = 0.85
DEFAULT_SIZE: Final = (1080, 1920)


class DisplayKind(Enum):
    """Which way to the screen."""

    AUTO = "auto"
    KMS = "kms"
    WINDOW = "window"
    NONE = "none"


class Rotation(Enum):
    """How the screen hangs, clockwise from how it would draw by itself.  KMS ignores the firmware's rotation."""

    NONE = 0
    QUARTER = 90
    HALF = 180
    THREE_QUARTERS = 270


class KeyState(Enum):
    """What happened to a key."""

    DOWN = "down"
    UP = "up"


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """A key of the keyboard, by its name (``left``, ``return``, ``right``, ``escape``)."""

    name: str
    state: KeyState

    @property
    def down(self) -> bool:
        return self.state is KeyState.DOWN


class Display:
    """An open screen.  Draw on :attr:`surface`, then :meth:`flip`; a context manager."""

    def __init__(
        self,
        kind: DisplayKind = DisplayKind.AUTO,
        size: tuple[int, int] | None = None,
        rotation: Rotation = Rotation.NONE,
        kms_driver: str = KMS_DRIVER,
        card: int | None = None,
    ) -> None:
        """Raises Problem when no screen answers.

        ``size`` is what is drawn, before rotation; without it the screen's own size is taken (1080x1920 without a
        screen, a window in those proportions on a desktop).  ``kms_driver`` is another driver of SDL for the whole
        screen, for tests; ``card`` is the graphics card that the console's screen is at, /dev/dri/cardN, where SDL's
        own choice would not do.
        """
        self.kind = _kind_here() if kind is DisplayKind.AUTO else kind
        self.rotation = rotation
        self.closed = False
        self._keys: list[KeyEvent] = []
        self._down: set[str] = set()
        self._screen: pygame.Surface | None = None
        if self.kind is DisplayKind.NONE:
            self.surface = pygame.Surface(size or DEFAULT_SIZE)
            return
        self._screen = self._open(size, kms_driver, card)
        turned = _turned(self._screen.get_size(), rotation)
        same = rotation is Rotation.NONE and turned == self._screen.get_size()
        self.surface = self._screen if same else pygame.Surface(turned)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of what is drawn, before rotation."""
        return self.surface.get_size()

    def _open(self, size: tuple[int, int] | None, kms_driver: str, card: int | None) -> pygame.Surface:
        kms = self.kind is DisplayKind.KMS
        if kms:
            # SDL must not settle for a driver without a screen, and not keep one it has open.
            os.environ["SDL_VIDEODRIVER"] = kms_driver
            if card is not None:
                os.environ.setdefault("SDL_KMSDRM_DEVICE_INDEX", str(card))
            pygame.display.quit()
        try:
            pygame.display.init()
            if "SDL_VIDEODRIVER" not in os.environ and pygame.display.get_driver() in _NO_SCREEN_DRIVERS:
                raise pygame.error("No desktop here or at DISPLAY")
            if size is not None:
                wanted = _turned(size, self.rotation)
            else:
                wanted = pygame.display.get_desktop_sizes()[0] if kms else _window_size()
            screen = _set_mode(wanted, pygame.FULLSCREEN if kms else 0)
        except pygame.error as error:
            pygame.display.quit()
            raise Problem(f"{_NO_SCREEN} (SDL says: {error}.)") from error
        pygame.display.set_caption("Mirror")
        pygame.mouse.set_visible(False)
        return screen

    def flip(self, changed: tuple[pygame.Rect, ...] | None = None) -> None:
        """Show what was drawn.  ``changed`` are the areas that differ from the last time; all when not given."""
        if self._screen is None:
            return
        if self.surface is not self._screen:
            areas = (self.surface.get_rect(),) if changed is None else changed
            changed = tuple(self._turn(area) for area in areas)
        if changed is None:
            pygame.display.flip()
        elif changed:
            pygame.display.update(changed)
        self._listen()

    def _turn(self, area: pygame.Rect) -> pygame.Rect:
        """Copy one area of what was drawn to where it stands on the glass."""
        assert self._screen is not None
        width, height = self.surface.get_size()
        x, y = {
            Rotation.NONE: (area.x, area.y),
            Rotation.QUARTER: (height - area.bottom, area.x),
            Rotation.HALF: (width - area.right, height - area.bottom),
            Rotation.THREE_QUARTERS: (area.y, width - area.right),
        }[self.rotation]
        return self._screen.blit(pygame.transform.rotate(self.surface.subsurface(area), -self.rotation.value), (x, y))

    def key_events(self) -> tuple[KeyEvent, ...]:
        """What the keyboard did since the last call, in order."""
        self._listen()
        heard, self._keys = tuple(self._keys), []
        return heard

    def _listen(self) -> None:
        if self._screen is None or self.closed:
            return
        for event in pygame.event.get((pygame.QUIT, pygame.KEYDOWN, pygame.KEYUP, pygame.WINDOWFOCUSLOST)):
            if event.type == pygame.QUIT:
                self.closed = True
            elif event.type == pygame.WINDOWFOCUSLOST:
                # Nobody tells when a key goes up in another window; held on, it would become a long press.
                self._keys += [KeyEvent(name, KeyState.UP) for name in sorted(self._down)]
                self._down.clear()
            elif event.type == pygame.KEYDOWN:
                self._down.add(pygame.key.name(event.key))
                self._keys.append(KeyEvent(pygame.key.name(event.key), KeyState.DOWN))
            else:
                self._down.discard(pygame.key.name(event.key))
                self._keys.append(KeyEvent(pygame.key.name(event.key), KeyState.UP))
        pygame.event.clear()

    def close(self) -> None:
        """Give the screen back.  Closing twice is fine."""
        if self._screen is not None:
            self._screen = None
            pygame.display.quit()
        self.closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _kind_here() -> DisplayKind:
    """A window where there is a desktop, else the console's own screen."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return DisplayKind.WINDOW
    return DisplayKind.KMS


def _turned(size: tuple[int, int], rotation: Rotation) -> tuple[int, int]:
    """The size with its sides changed over for quarter turns."""
    width, height = size
    return (height, width) if rotation in (Rotation.QUARTER, Rotation.THREE_QUARTERS) else (width, height)


def _window_size() -> tuple[int, int]:
    """A portrait window that fits this desktop."""
    desktop_w, desktop_h = pygame.display.get_desktop_sizes()[0]
    width, height = DEFAULT_SIZE
    times = min(1.0, desktop_w * _WINDOW_PART / width, desktop_h * _WINDOW_PART / height)
    return round(width * times), round(height * times)


def _set_mode(size: tuple[int, int], flags: int) -> pygame.Surface:
    """The screen, in step with its refresh where the driver can do that.

    pygame waits for the refresh only in its scaled mode, which warns that scaling is slow without a graphics processor;
    nothing is scaled here.  Where there is no screen there is nothing to wait for.
    """
    if pygame.display.get_driver() in _NO_SCREEN_DRIVERS:
        return pygame.display.set_mode(size, flags)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return pygame.display.set_mode(size, flags | pygame.SCALED, vsync=1)
        except pygame.error:
            return pygame.display.set_mode(size, flags)
