"""The mirror's own menu in every state it can be looked at."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mirror.screen import words
from mirror.screen.shot import BRIEF, NOW_S, WORLD, Shot
from mirror.therapy.menu import Entry, Levels
from mirror.therapy.scene import Scene
from mirror.therapy.session import Session

_UNSAVED: Final = replace(WORLD, notice=words.NOT_SAVED)


def menu_shots() -> Iterator[Shot]:
    """All of them."""
    session = Session.of(BRIEF)
    for entry in Entry:
        yield Shot(f"menu-{entry.name.lower()}", session.to(Scene.MENU, NOW_S, entry=entry))
    yield Shot("menu-notice", session.to(Scene.MENU, NOW_S), _UNSAVED)
    for scene in (Scene.VOLUME, Scene.LIGHT):
        for level in (0.0, 0.5, 0.6, 1.0):
            levels = Levels(volume=level, light=level)
            yield Shot(f"{scene.value}-{level:.1f}", session.to(scene, NOW_S, levels=levels))
    for scene in (Scene.SHUT_DOWN, Scene.SWITCHING_OFF, Scene.STAYS_ON):
        yield Shot(scene.value, session.to(scene, NOW_S))
    yield Shot("stays_on-unsaved", session.to(Scene.STAYS_ON, NOW_S), _UNSAVED)
