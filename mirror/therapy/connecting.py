"""The scenes in which a phone is connected or disconnected; reached from the mirror's menu only."""

from dataclasses import replace
from typing import Final

from mirror.therapy.adjusting import MENU_S
from mirror.therapy.effects import Disconnect, Effect, OfferConnection, WithdrawOffer
from mirror.therapy.phones import NO_PHONES, Standing
from mirror.therapy.press import Button
from mirror.therapy.scene import Scene
from mirror.therapy.session import Inputs, Session
from mirror.therapy.turns import Step, fresh

_BY: Final = {Button.BACK: -1, Button.NEXT: 1}


def opened(session: Session, now_s: float) -> Step:
    """A phone is to be connected: an offer is made anew each time."""
    return session.to(Scene.CONNECT, now_s, phones=NO_PHONES), [OfferConnection()]


def pressed(session: Session, button: Button, now_s: float) -> Step:
    """A short press of one of the three buttons."""
    match session.scene, button:
        case Scene.CONNECT, Button.SELECT:
            return session.to(Scene.MENU, now_s), []
        case Scene.CONNECT, Button.NEXT if session.phones.connecting.standing is Standing.OVER:
            return opened(session, now_s)
        case Scene.PHONES, Button.SELECT:
            if session.phone is None:
                return session.to(Scene.MENU, now_s, phone_at=0), []
            return session.to(Scene.DISCONNECT, now_s), []
        case Scene.PHONES, (Button.BACK | Button.NEXT):
            lines = len(session.phones.known) + 1
            return session.to(Scene.PHONES, now_s, phone_at=(session.phone_at + _BY[button]) % lines), []
        case Scene.DISCONNECT, Button.BACK:
            return session.to(Scene.PHONES, now_s), []
        case Scene.DISCONNECT, Button.NEXT:
            gone: list[Effect] = [] if session.phone is None else [Disconnect(session.phone.id)]
            return session.to(Scene.PHONES, now_s, phone_at=0), gone
    return session, []


def connect(session: Session, inputs: Inputs, now_s: float) -> Step:
    """While an offer stands somebody is busy with a phone; a minute after nothing is awaited any more it is idle."""
    before, session = session.phones.connecting.standing, replace(session, phones=inputs.phones)
    standing = inputs.phones.connecting.standing
    if standing is Standing.OFFERED:
        return session, []
    if standing is not before:
        return session.to(Scene.CONNECT, now_s), []  # what is said now is read for a while
    if session.in_scene_s(now_s) >= MENU_S:
        return fresh(session, Scene.IDLE, now_s), []
    return session, []


def phones(session: Session, inputs: Inputs, now_s: float) -> Step:
    """The list follows what there is; a phone that has gone from it is not chosen any more."""
    if session.in_scene_s(now_s) >= MENU_S:
        return fresh(session, Scene.IDLE, now_s), []
    if inputs.phones.known == session.phones.known:
        return session, []
    return replace(session, phones=inputs.phones, phone_at=0), []


def disconnect(session: Session, inputs: Inputs, now_s: float) -> Step:
    """The phone that is asked about stays the same while it is asked."""
    if session.in_scene_s(now_s) >= MENU_S:
        return fresh(session, Scene.IDLE, now_s), []
    if session.phone is not None and session.phone not in inputs.phones.known:
        return replace(session, phones=inputs.phones, phone_at=0).to(Scene.PHONES, now_s), []
    return session, []


def withdrawn(before: Session, after: Session) -> list[Effect]:
    """Whichever way the scene is left, its offer ends with it."""
    return [WithdrawOffer()] if before.scene is Scene.CONNECT and after.scene is not Scene.CONNECT else []
