"""The scenes of the menu: what a press does in them, and how they end by themselves.  Reached from idle only."""

from typing import Final

from mirror.therapy.effects import Adjusted, Cue, SwitchOff
from mirror.therapy.menu import OPENS, Entry
from mirror.therapy.press import Button
from mirror.therapy.scene import Scene
from mirror.therapy.session import Inputs, Session
from mirror.therapy.turns import Step, fresh

#: Whoever has walked away leaves no menu behind.
MENU_S: Final = 60.0
#: A computer that is still there after this long has not been switched off.
SWITCHING_OFF_S: Final = 60.0

_BY: Final = {Button.BACK: -1, Button.NEXT: 1}


def open_menu(session: Session, now_s: float) -> Session:
    """The menu, with its first entry chosen."""
    return session.to(Scene.MENU, now_s, entry=next(iter(Entry)))


def pressed(session: Session, button: Button, now_s: float) -> Step:
    """A short press of one of the three buttons in a scene of the menu."""
    match session.scene, button:
        case Scene.MENU, Button.SELECT:
            opened = OPENS[session.entry]
            return (fresh(session, opened, now_s) if opened is Scene.IDLE else session.to(opened, now_s)), []
        case Scene.MENU, _:
            # The patience with nobody begins anew with every line.
            return session.to(Scene.MENU, now_s, entry=session.entry.moved(_BY[button])), []
        case ((Scene.VOLUME | Scene.LIGHT | Scene.STAYS_ON), Button.SELECT):
            return session.to(Scene.MENU, now_s), []
        case ((Scene.VOLUME | Scene.LIGHT), _):
            return _adjusted(session, _BY[button], now_s)
        case Scene.SHUT_DOWN, Button.BACK:
            return session.to(Scene.MENU, now_s), []
        case Scene.SHUT_DOWN, Button.NEXT:
            return session.to(Scene.SWITCHING_OFF, now_s), [SwitchOff()]
    return session, []


def _adjusted(session: Session, by: int, now_s: float) -> Step:
    """One step more or less, to be heard or seen at once; at either end there is none."""
    levels = session.levels.stepped(session.scene, by)
    if levels == session.levels:
        return session, []
    heard = [Cue.MOVE] if session.scene is Scene.VOLUME else []
    return session.to(session.scene, now_s, levels=levels), [Adjusted(levels), *heard]


def passing(session: Session, _inputs: Inputs, now_s: float) -> Step:
    """Nobody has pressed anything."""
    if session.in_scene_s(now_s) < MENU_S:
        return session, []
    return fresh(session, Scene.IDLE, now_s), []


def switching_off(session: Session, inputs: Inputs, now_s: float) -> Step:
    """The power goes, and this with it; where it may not, that is said at once."""
    if not inputs.stays_on and session.in_scene_s(now_s) < SWITCHING_OFF_S:
        return session, []
    return session.to(Scene.STAYS_ON, now_s), []
