"""From a picture to what the display shows, the copy of the same picture, and whole scenes of a session."""

import time
from typing import Final

from mirror.bench.blocks import Bench
from mirror.bench.stored import pictures

_TIMES: Final = 400
#: The portrait screen.
SCREEN: Final = (1080, 1920)


def picture_to_display(bench: Bench) -> float:
    """Processor time from a camera picture to pixels in the display's memory, in ms: mirrored, shaded, in its panel."""
    import pygame

    from mirror.screen.ink import Pen
    from mirror.screen.layout import Rect
    from mirror.screen.panel import PanelPainter
    from mirror.screen.picture import Guide
    from mirror.screen.theme import Scale
    from mirror.screen.type import Type
    from mirror.screen.views import LivePanel
    from mirror.therapy.view import View

    images = pictures(bench.folder)
    height, width = images[0].shape[:2]
    pygame.display.init()
    screen = pygame.display.set_mode((width, height))
    panel = LivePanel((width, height))
    painter = PanelPainter(Rect(0, 0, width, height), Pen(Type.of_this_machine(), Scale(width, height)), vignette=True)
    begun_s = 0.0
    for number in range(_TIMES + 20):
        if number == 20:
            begun_s = time.process_time()
        image = panel.render(images[number % len(images)], None, View.TRUE, None, number / 30.0)
        patch = painter.draw(image, "", Guide.NONE, 1.0)
        screen.blit(pygame.image.frombuffer(patch.data, (width, height), "BGRA"), (0, 0))
    return 1000.0 * (time.process_time() - begun_s) / _TIMES


def copy_of_a_picture(bench: Bench) -> float:
    """Processor time of a plain copy of the same picture, in ms."""
    import numpy as np

    images = pictures(bench.folder)
    there = np.empty_like(images[0])
    begun_s = time.process_time()
    for number in range(10 * _TIMES):
        np.copyto(there, images[number % len(images)])
    return 1000.0 * (time.process_time() - begun_s) / (10 * _TIMES)


def scene(bench: Bench) -> float:
    """Processor time of drawing one frame of an exercise on the portrait screen, over the 33 ms there are for it."""
    import cv2
    import numpy as np
    import pygame

    from mirror.screen.painter import Painter
    from mirror.screen.scenes import picture
    from mirror.screen.shot import NOW_S
    from mirror.screen.shots_practising import practising_shots
    from mirror.screen.views import LivePanel
    from mirror.therapy.scene import Scene
    from mirror.therapy.view import View

    images = pictures(bench.folder)
    shots = [shot for shot in practising_shots() if shot.name in (Scene.MOVE.value, Scene.HOLD.value)]
    surface, painter = pygame.Surface(SCREEN), Painter(SCREEN)
    panel = LivePanel(painter.live_size)
    # As many pictures of a demonstration as its films have: the same one twice would not be drawn again.
    shown = [np.asarray(cv2.resize(image, painter.demo_size), np.uint8) for image in images[:: len(images) // 8]]
    begun_s = 0.0
    for number in range(_TIMES + 60):
        if number == 60:
            begun_s = time.process_time()
        # Each scene for two seconds, so that its fade is in it as often as in a practice.
        shot = shots[number // 60 % len(shots)]
        now_s = NOW_S + number / 30.0
        live = panel.render(images[number // 2 % len(images)], None, View.TRUE, None, now_s)
        painter.draw(
            surface, picture(shot.session, shot.surroundings, now_s), shown[number // 2 % len(shown)], live, now_s
        )
    return 30.0 * (time.process_time() - begun_s) / _TIMES
