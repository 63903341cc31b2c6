"""What each button does, scene by scene; docs/buttons.md has the same table in words."""

from dataclasses import replace

from mirror.therapy import adjusting, asking, connecting
from mirror.therapy.effects import DutyDone, Outcome, PutOff
from mirror.therapy.menu import Entry
from mirror.therapy.press import Button, Press, PressKind
from mirror.therapy.scene import ABOUT_PHONES, EXERCISING, IN_MENU, PauseReason, Scene
from mirror.therapy.session import Session
from mirror.therapy.stimulator import Offer
from mirror.therapy.turns import Step, back, begin, end_exercise, fresh, pause, resume, stop, to_task

_ASKING = (Scene.QUESTION, Scene.TOLD, Scene.ADVICE)


def pressed(session: Session, button: Button, kind: PressKind, now_s: float) -> Step:
    """One press."""
    # Somebody is there: the patience with an empty place begins anew.
    session = replace(session, waited_s=0.0)
    if button is Button.STOP:
        return stop(session, now_s)
    if kind is PressKind.LONG and (held := _held(session, button, now_s)) is not None:
        return held, []
    if session.scene in _ASKING:
        return asking.pressed(session, button, now_s)
    if session.scene in ABOUT_PHONES:
        return connecting.pressed(session, button, now_s)
    if session.scene is Scene.MENU and button is Button.SELECT and session.entry is Entry.CONNECT:
        return connecting.opened(session, now_s)
    if session.scene in IN_MENU:
        return adjusting.pressed(session, button, now_s)
    if session.scene in EXERCISING:
        return _while_exercising(session, button, now_s)
    match session.scene, button:
        case Scene.IDLE, _:
            return _while_idle(session, button, now_s)
        case Scene.CARD, _:
            return fresh(session, Scene.IDLE, now_s), []
        case Scene.WELCOME, Button.SELECT | Button.NEXT:
            return to_task(session, 0, now_s), []
        case ((Scene.WELCOME | Scene.FIND_FACE | Scene.REST), Button.BACK):
            return stop(session, now_s)
        case ((Scene.FIND_FACE | Scene.REST), Button.SELECT):
            return pause(session, PauseReason.ASKED, now_s), []
        case Scene.ARM, Button.SELECT:
            return session.to(Scene.SHOW, now_s, offer=Offer.DECLINED), []
        case Scene.PAUSED, Button.SELECT:
            return resume(session, now_s), []
        case Scene.PAUSED, Button.BACK:
            return _viewed(session), []
        case ((Scene.PAUSED | Scene.SAFE), Button.NEXT):
            return stop(session, now_s)
        case ((Scene.SUMMARY | Scene.DETAILS), Button.SELECT):
            return fresh(session, Scene.IDLE, now_s), []
        case ((Scene.SUMMARY | Scene.DETAILS), Button.BACK):
            return begin(session, now_s)
        case Scene.SUMMARY, Button.NEXT:
            return session.to(Scene.DETAILS, now_s), []
        case Scene.DETAILS, Button.NEXT:
            return session.to(Scene.SUMMARY, now_s), []
    return session, []


def begins_practice(session: Session, press: Press) -> bool:
    """Whether this press would begin a practice: Start, and Again."""
    if session.scene is Scene.IDLE:
        return press == Press(Button.SELECT)
    return session.scene in (Scene.SUMMARY, Scene.DETAILS) and press.button is Button.BACK


def _held(session: Session, button: Button, now_s: float) -> Session | None:
    """A button held for a second: the next view but in a question, and the menu where nobody practises.

    None: it means nothing of its own here, and counts as the short press of a hand that is slow or stiff.
    """
    if button is Button.BACK and session.scene is not Scene.QUESTION:
        return _viewed(session)
    if button is Button.SELECT and session.scene is Scene.IDLE:
        return adjusting.open_menu(session, now_s)
    return None


def _viewed(session: Session) -> Session:
    return replace(session, view=session.view.following(session.brief.views))


def _while_idle(session: Session, button: Button, now_s: float) -> Step:
    today = session.brief.today
    match button:
        case Button.SELECT if session.practice:
            return begin(session, now_s)
        case Button.BACK if today.put_off is not None:
            return session, [PutOff(today.put_off)]
        case Button.NEXT if today.eye_care is not None:
            return session, [DutyDone(today.eye_care)]
        case Button.NEXT if session.brief.card is not None:
            return session.to(Scene.CARD, now_s), []
    return session, []


def _while_exercising(session: Session, button: Button, now_s: float) -> Step:
    match button:
        case Button.SELECT:
            return pause(session, PauseReason.ASKED, now_s), []
        case Button.NEXT:
            return end_exercise(session, Outcome.SKIPPED, now_s)
        case _:
            return back(session, now_s)
