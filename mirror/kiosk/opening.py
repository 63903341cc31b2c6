"""Screen and camera of this machine, with what is only pretended there (hardware.pretended)."""

import time
from collections.abc import Callable

from hardware.camera.camera import Camera
from hardware.camera.faulty import FaultyCamera
from hardware.graphics_card import connected_card
from hardware.pretended import Pretended
from mirror.screen.display import KMS_DRIVER, Display, DisplayKind, Rotation
from mirror.settings import Settings


def open_display(kind: DisplayKind, settings: Settings, say: Callable[[str], None]) -> Display:
    """Raises Problem when no screen answers.  What is only pretended here is said, so that nobody is misled by it."""
    pretended = Pretended.of()
    if pretended.sentence:
        say(pretended.sentence)
    return Display(
        kind,
        rotation=Rotation(settings.rotation_deg),
        kms_driver=pretended.screen_driver or KMS_DRIVER,
        card=connected_card(),
    )


def perhaps_faulty(make: Callable[[], Camera]) -> Callable[[], Camera]:
    """The camera as it is made; where faults are pretended, with these, counted in seconds from now."""
    faults = Pretended.of().camera_faults
    if not faults:
        return make
    began_s = time.monotonic()
    return lambda: FaultyCamera(make(), faults, lambda: time.monotonic() - began_s, time.sleep)
