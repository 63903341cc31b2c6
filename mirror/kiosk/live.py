"""The mirror in real time: the main thread draws at display rate, whatever camera and model do."""

import time
from collections.abc import Callable
from typing import Final, Protocol

from hardware.buttons.press import Button as HardwareButton
from hardware.buttons.press import ButtonEvent
from hardware.buttons.press import Press as HardwarePress
from mirror.kiosk.loop import Kiosk, Sight
from mirror.kiosk.workers import CameraWorker, PerceptionWorker
from mirror.therapy.press import Button, Press, PressKind

#: Frames shown per second.
DISPLAY_HZ: Final = 30.0
#: How long a thread may take to end.
JOIN_S: Final = 5.0

_BUTTONS: Final = {button: Button(button.value) for button in HardwareButton}


class Buttons(Protocol):
    """Where presses come from."""

    def poll(self, now_s: float) -> tuple[ButtonEvent, ...]: ...


def run_live(
    kiosk: Kiosk,
    camera: CameraWorker,
    perception: PerceptionWorker,
    buttons: tuple[Buttons, ...],
    show: Callable[[Sight, float], None],
    closed: Callable[[], bool],
) -> None:
    """Until ``closed`` or the film is over.  Both threads are started here and ended here."""
    camera.start()
    perception.start()
    next_s = time.monotonic()
    try:
        while not closed() and not camera.over.is_set():
            now_s = time.monotonic()
            events = [event for source in buttons for event in source.poll(now_s)]
            kiosk.tick(now_s, _sight(camera, perception), pressed(events))
            camera.want(kiosk.session.watching)
            perception.attention = kiosk.session.attention
            show(_sight(camera, perception), now_s)
            next_s = max(next_s + 1.0 / DISPLAY_HZ, time.monotonic() - 1.0 / DISPLAY_HZ)
            time.sleep(max(0.0, next_s - time.monotonic()))
    finally:
        camera.stop()
        perception.stop()
        camera.join(JOIN_S)
        perception.join(JOIN_S)


def pressed(events: list[ButtonEvent]) -> tuple[Press, ...]:
    """What the hardware heard, in the words of the session; a stuck button is not a press."""
    return tuple(
        Press(_BUTTONS[event.button], PressKind(event.kind.value)) for event in events if isinstance(event, HardwarePress)
    )


def _sight(camera: CameraWorker, perception: PerceptionWorker) -> Sight:
    frame, observation = camera.frames.newest(), perception.observations.newest()
    return Sight(
        frame=None if frame is None else frame.value,
        observation=None if observation is None else observation.value,
        fault=camera.fault or perception.fault,
    )
