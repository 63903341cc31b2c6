"""The screen of every scene: ``picture(session, surroundings, now_s)``, pure."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from mirror.perception.face import Unseen
from mirror.screen import menu, phones, practising, reading, words
from mirror.screen.picture import Guide, Label, Labels, Page, Panels, Picture, Ring, Tone
from mirror.screen.practising import breath, faces, live_label, view_of
from mirror.screen.spoken import spoken
from mirror.screen.stimulation import arm, marked
from mirror.screen.surroundings import Surroundings
from mirror.screen.today import idle
from mirror.therapy.scene import EXERCISING, FaultKind, Hint, PauseReason, Scene
from mirror.therapy.session import Session

STARTING: Final[Labels] = (Label(words.END), Label(words.PAUSE, suggested=True), Label())


def picture(session: Session, surroundings: Surroundings, now_s: float) -> Picture:
    """What the screen shows.  ``now_s`` is monotonic seconds."""
    said = surroundings.notice or _pace(session)
    return spoken(marked(_SCENES[session.scene](session, replace(surroundings, notice=said), now_s), session))


def _pace(session: Session) -> str:
    """Why what could be measured is only guided just now; before a daily try there is enough to read."""
    reading = session.scene is Scene.SHOW and session.task.by_time
    concerned = session.scene in EXERCISING and session.task.needs_rest and not reading
    return words.PACE[session.pace] if concerned else ""


def _welcome(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    return Picture(
        scene=session.scene,
        page=Page.TEXT,
        title=words.WELCOME_EYEBROW,
        headline=words.WELCOME,
        detail=words.WELCOME_DETAIL,
        buttons=(Label(words.NOT_NOW), Label(words.CONTINUE, suggested=True), Label(words.SKIP)),
        notice=surroundings.notice,
    )


def _find_face(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    headline, sentence = words.FOUND if session.unseen is None else words.FIND_FACE[session.unseen]
    return Picture(
        scene=session.scene,
        page=Page.FACE,
        title=words.FIND_FACE_EYEBROW,
        headline=headline,
        sentence=sentence,
        panels=Panels(words.YOU, guide=Guide.FOUND if session.unseen is None else Guide.SEEKING),
        buttons=STARTING,
        notice=surroundings.notice,
    )


def _rest(session: Session, surroundings: Surroundings, now_s: float) -> Picture:
    return Picture(
        scene=session.scene,
        page=Page.PRACTICE,
        title=words.REST_EYEBROW,
        headline=words.HINTS[session.hint] if session.hint is Hint.KEEP_STILL else words.REST,
        sentence=words.REST_SENTENCE,
        panels=faces(session, surroundings),
        ring=Ring(surroundings.rest_progress, word=words.REST_RING, tone=Tone.GO, breath=breath(now_s)),
        buttons=STARTING,
        notice=surroundings.notice,
    )


def _paused(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    away = session.pause is PauseReason.FACE_AWAY
    headline, sentence = (words.AWAY, words.AWAY_SENTENCE) if away else (words.PAUSED, words.PAUSED_SENTENCE)
    if away and session.unseen not in (None, Unseen.NO_FACE, Unseen.NO_IMAGE):
        headline = words.FIND_FACE[session.unseen][0]
    return Picture(
        scene=session.scene,
        page=Page.FACE,
        title=words.PAUSED_EYEBROW,
        headline=headline,
        sentence=sentence,
        panels=Panels(live_label(view_of(session), surroundings)),
        buttons=(Label(words.VIEW), Label(words.CONTINUE, suggested=True), Label(words.END)),
        notice=surroundings.notice,
    )


def _safe(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    kind = FaultKind.INTERNAL if session.fault is None else session.fault.kind
    return Picture(
        scene=session.scene,
        page=Page.TEXT,
        title=words.SAFE_EYEBROW,
        headline=words.SAFE_HEADLINES[kind],
        detail=words.SAFE_WAYS_OUT[kind] if surroundings.notice else f"{words.SAFE_WAYS_OUT[kind]} {words.SAFE_KEPT}",
        buttons=(Label(), Label(), Label(words.END)),
        notice=surroundings.notice,
    )


_SCENES: Final[dict[Scene, Callable[[Session, Surroundings, float], Picture]]] = {
    Scene.IDLE: idle,
    Scene.CARD: reading.card,
    Scene.QUESTION: reading.question,
    Scene.ADVICE: reading.advice,
    Scene.TOLD: reading.told,
    Scene.WELCOME: _welcome,
    Scene.FIND_FACE: _find_face,
    Scene.REST: _rest,
    Scene.ARM: arm,
    Scene.SHOW: practising.show,
    Scene.READY: practising.ready,
    Scene.MOVE: practising.move,
    Scene.HOLD: practising.hold,
    Scene.FREEZE: practising.freeze,
    Scene.RELEASE: practising.release,
    Scene.BREATHE: practising.breathe,
    Scene.GUIDED: practising.guided,
    Scene.ROUTINE: practising.routine,
    Scene.ATTEMPT: practising.attempt,
    Scene.SUMMARY: reading.summary,
    Scene.DETAILS: reading.details,
    Scene.PAUSED: _paused,
    Scene.SAFE: _safe,
    Scene.CONNECT: phones.connect,
    Scene.PHONES: phones.phones,
    Scene.DISCONNECT: phones.disconnect,
    Scene.MENU: menu.menu,
    Scene.VOLUME: menu.volume,
    Scene.LIGHT: menu.light,
    Scene.SHUT_DOWN: menu.shut_down,
    Scene.SWITCHING_OFF: menu.switching_off,
    Scene.STAYS_ON: menu.stays_on,
}
