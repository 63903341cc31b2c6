"""The glass from the first moment on: the time of day, long before the rest of the mirror is ready.

What stands in here, and what it imports, is what a start waits for until there is something to see: keep it little.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pygame

from hardware.notify import Notifier
from mirror.kiosk.ending import told_to_end
from mirror.kiosk.opening import open_display
from mirror.screen.clock import clock, date, draw_time
from mirror.screen.display import Display, DisplayKind
from mirror.screen.ink import Canvas, Pen, blank
from mirror.screen.layout import layout
from mirror.screen.theme import Scale
from mirror.screen.type import Type
from mirror.settings import Settings


class Glass:
    """An open display with the time on it, until a painter goes on from there."""

    def __init__(self, display: Display, ended: Callable[[], bool], local_time: Callable[[], datetime]) -> None:
        """``ended`` is whether the mirror was told to end.  Raises Problem when this machine has no typeface."""
        self.display = display
        self.type = Type.of_this_machine()
        self.ended = ended
        self._local_time = local_time
        self._layout = layout(*display.size)
        self._pen = Pen(self.type, Scale(*display.size))
        self.time, self.canvas = self._drawn(local_time())

    def over(self) -> bool:
        """Whether it is time to end, or the window was closed.

        To be asked while something takes long, so that the time stays right.
        """
        now = self._local_time()
        if clock(now) != clock(self.time):
            self.time, self.canvas = self._drawn(now)
        else:
            self.display.flip(())
        return self.ended() or self.display.closed

    def _drawn(self, now: datetime) -> tuple[datetime, Canvas]:
        """The time, on the glass; and as it was drawn."""
        canvas = blank(*self.display.size)
        draw_time(canvas, clock(now), date(now), self._layout, self._pen)
        picture = pygame.image.frombuffer(canvas.data, self.display.size, "BGRA")
        picture.set_alpha(None)
        self.display.surface.blit(picture, (0, 0))
        self.display.flip()
        return now, canvas


@contextmanager
def lit(kind: DisplayKind, settings: Settings, say: Callable[[str], None]) -> Iterator[Glass]:
    """The display, opened, with the time on it; the service manager is told that there is something to see.

    Raises Problem when no screen answers.
    """
    # Before the display: SDL would take the signals for itself, and tell of them only where its window is heard.
    with told_to_end() as ended, open_display(kind, settings, say) as display:
        glass = Glass(display, ended, datetime.now)
        Notifier().status("starting")
        yield glass
