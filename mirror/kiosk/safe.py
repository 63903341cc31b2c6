"""``mirror safe``: a calm screen with the reason, when the mirror has ended again and again.

No camera, no model, no log: what it needs is the screen and one button.  It ends when that is pressed or its time is
over, and the service manager tries the mirror again (systemd/mirror-safe.service).
"""

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from hardware.led.pattern import Pattern
from hardware.notify import Notifier
from hardware.problem import DeviceProblem
from mirror.kiosk.controls import Controls, open_controls
from mirror.kiosk.ending import told_to_end
from mirror.kiosk.last_words import last_sentence
from mirror.kiosk.opening import open_display
from mirror.language import speak
from mirror.problem import Problem
from mirror.screen import words
from mirror.screen.display import Display, DisplayKind
from mirror.screen.painter import Painter
from mirror.screen.picture import Label, Page, Picture
from mirror.screen.spoken import spoken
from mirror.screen.theme import Motion
from mirror.settings import Settings, load
from mirror.therapy.press import Button
from mirror.therapy.scene import Scene

#: Nothing moves on this screen; the light's slopes are smooth enough at this rate.
_PERIOD_S: Final = 1.0 / 30.0


def safe_picture(reason: str) -> Picture:
    """The screen.  ``reason`` is the mirror's own last sentence, which names a way out; empty when it left none."""
    return spoken(
        Picture(
            scene=Scene.SAFE,
            page=Page.TEXT,
            title=words.SAFE_EYEBROW,
            headline=words.NOT_RUNNING,
            sentence=words.NOT_RUNNING_KEPT,
            detail=reason or words.NOT_RUNNING_WAY_OUT,
            buttons=(Label(), Label(words.TRY_AGAIN, suggested=True), Label()),
        )
    )


def show_safe(data_dir: Path, display: str, minutes: float, say: Callable[[str], None]) -> None:
    """Until the middle button is pressed, the time is over, or somebody ends it."""
    settings = _settings(data_dir, say)
    speak(settings.language)
    kind = DisplayKind(display)
    notifier = Notifier()
    with ExitStack() as stack:
        screen = stack.enter_context(open_display(kind, settings, say))
        controls = _controls(stack, screen.kind, settings, say)
        ended = stack.enter_context(told_to_end())
        painter = Painter(screen.size, Motion.REDUCED)
        shown = safe_picture(last_sentence())
        until_s = time.monotonic() + 60.0 * minutes
        screen.flip(painter.draw(screen.surface, shown, None, None, time.monotonic()))
        notifier.ready()
        while not (screen.closed or ended() or time.monotonic() >= until_s or _pressed(controls, screen)):
            screen.flip(painter.draw(screen.surface, shown, None, None, time.monotonic()))
            _pulse(controls)
            notifier.alive()
            time.sleep(_PERIOD_S)
        notifier.stopping()


def _settings(data_dir: Path, say: Callable[[str], None]) -> Settings:
    """The settings; where they are what is wrong, the defaults, because something must be shown."""
    try:
        return load(data_dir)
    except Problem as problem:
        say(str(problem))
        return Settings()


def _controls(stack: ExitStack, kind: DisplayKind, settings: Settings, say: Callable[[str], None]) -> Controls | None:
    """The buttons; where they are what is wrong, none: the time brings the mirror back."""
    try:
        return stack.enter_context(open_controls(kind, settings, settings.light_brightness))
    except DeviceProblem as problem:
        say(str(problem))
        return None


def _pressed(controls: Controls | None, screen: Display) -> bool:
    if controls is None:
        return False
    return any(press.button is Button.SELECT for press in controls.presses(screen, time.monotonic()))


def _pulse(controls: Controls | None) -> None:
    """The light says that something needs a person."""
    if controls is not None:
        controls.light.show(Pattern.FAULT)
        controls.light.tick(time.monotonic())
