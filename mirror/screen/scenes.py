"""The screen of every scene: ``picture(session, surroundings, now_s)``, pure."""

import math
from collections.abc import Callable
from typing import Final

from mirror.perception.excursion import TOGETHER, Excursion
from mirror.perception.face import Unseen
from mirror.screen import results, words
from mirror.screen.picture import Balance, Dots, Guide, Label, Labels, Page, Panels, Picture, Ring, Tone
from mirror.screen.surroundings import Surroundings
from mirror.screen.theme import BREATH_S
from mirror.therapy.effects import Outcome
from mirror.therapy.moving import SHOW_S
from mirror.therapy.session import FaultKind, Hint, PauseReason, Scene, Session, View
from mirror.therapy.timed import GUIDED_MOVE_S

#: Where the weaker side does TOGETHER of the stronger, |right - left| / stronger is just this.
BAND: Final = 1.0 - TOGETHER
#: Below this the direction of a movement is noise: the mark stays near the middle.
SURE_MM: Final = 1.0
#: Rough length of one repetition beside its hold and its rest: moving and letting go.
MOVING_S: Final = 4.0

PRACTISING: Final[Labels] = (Label(words.BACK), Label(words.PAUSE, suggested=True), Label(words.SKIP))
STARTING: Final[Labels] = (Label(words.END), Label(words.PAUSE, suggested=True), Label())


def picture(session: Session, surroundings: Surroundings, now_s: float) -> Picture:
    """What the screen shows.  ``now_s`` is monotonic seconds."""
    return _SCENES[session.scene](session, surroundings, now_s)


def breath(now_s: float) -> float:
    """Where in a breath a waiting screen is: 0 out, 1 in."""
    return 0.5 - 0.5 * math.cos(2.0 * math.pi * now_s / BREATH_S)


def live_label(view: View, surroundings: Surroundings) -> str:
    """What stands on the own face."""
    match view:
        case View.TRUE:
            return words.YOU
        case View.HEALTHY_HALF:
            return words.SIDE_UNKNOWN if surroundings.affected is None else words.HEALTHY_HALF
        case View.OUTLINE:
            return words.OUTLINE
        case View.NONE:
            return words.HIDDEN


# Before and after -----------------------------------------------------------------------------------------------------


def _idle(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    return Picture(
        scene=session.scene,
        page=Page.CLOCK,
        clock=words.clock(surroundings.local_time),
        date=words.date(surroundings.local_time),
        headline=surroundings.today_sentence or words.PRACTICE_READY,
        detail=words.planned(_minutes(session), [task.exercise.name for task in session.practice]),
        buttons=(Label(), Label(words.START, suggested=True), Label()),
        notice=surroundings.notice,
    )


def _minutes(session: Session) -> int:
    practice_s = 0.0
    for task in session.practice:
        practice_s += SHOW_S + task.repetitions * (MOVING_S + task.exercise.hold_s + task.exercise.rest_s)
    return max(1, round(practice_s / 60.0))


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
        panels=Panels(live_label(session.view, surroundings), demo=words.SHOW),
        ring=Ring(surroundings.rest_progress, word=words.REST_RING, tone=Tone.GO, breath=breath(now_s)),
        buttons=STARTING,
        notice=surroundings.notice,
    )


def _summary(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    found = results.results(session)
    return Picture(
        scene=session.scene,
        page=Page.TEXT,
        title=words.SUMMARY_EYEBROW if session.outcome is Outcome.DONE else words.STOPPED_EYEBROW,
        headline=results.done_sentence(found),
        sentence=results.comparison_sentence(found),
        detail=surroundings.next_sentence or words.KEPT,
        chart=results.chart(found),
        buttons=(Label(words.AGAIN), Label(words.FINISH, suggested=True), Label(words.DETAILS)),
        notice=surroundings.notice,
    )


def _details(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    found = results.results(session)
    return Picture(
        scene=session.scene,
        page=Page.TABLE,
        title=words.DETAILS_EYEBROW,
        headline=words.DETAILS_HEADLINE if found else words.NOTHING_COUNTED_DETAIL,
        detail=words.DETAILS_NOTE if found else "",
        table=results.table(found) if found else None,
        buttons=(Label(words.AGAIN), Label(words.FINISH, suggested=True), Label(words.SUMMARY)),
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
        panels=Panels(live_label(session.view, surroundings)),
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


# Practising -----------------------------------------------------------------------------------------------------------


def _practice(  # one keyword per part of the screen
    session: Session,
    surroundings: Surroundings,
    headline: str,
    sentence: str,
    ring: Ring,
    *,
    current: bool = True,
    balance: bool = False,
) -> Picture:
    total = session.task.repetitions
    going_on = session.counted if current and session.counted < total else None
    return Picture(
        scene=session.scene,
        page=Page.PRACTICE,
        title=session.exercise.name,
        headline=headline,
        sentence=sentence,
        dots=Dots(min(session.counted, total), total, going_on),
        panels=Panels(live_label(session.view, surroundings), demo=words.SHOW),
        ring=ring,
        balance=_balance(session, surroundings.excursion) if balance and session.hint is not Hint.UNREAD else None,
        buttons=PRACTISING,
        notice=surroundings.notice,
    )


def _balance(session: Session, excursion: Excursion | None) -> Balance | None:
    """Left against right, over the stronger side; small movements barely leave the middle."""
    if session.exercise.measures is None:
        return None
    if excursion is None:
        return Balance(0.0, BAND)
    left, right = max(0.0, excursion.left_mm), max(0.0, excursion.right_mm)
    stronger = max(left, right)
    if stronger == 0.0:
        return Balance(0.0, BAND)
    return Balance((right - left) / stronger * min(1.0, stronger / SURE_MM), BAND)


def _headline(session: Session, otherwise: str) -> str:
    return words.HINTS.get(session.hint, otherwise)


def _sentence(session: Session, otherwise: str) -> str:
    return words.UNREAD_SENTENCE if session.hint is Hint.UNREAD else otherwise


def _show(session: Session, surroundings: Surroundings, now_s: float) -> Picture:
    headline = words.WATCH_AFTER_NOT_YET if session.hint is Hint.NOT_YET else words.WATCH
    ring = Ring(word=words.WATCH_RING, tone=Tone.QUIET, breath=breath(now_s))
    return _practice(session, surroundings, headline, session.exercise.instruction, ring, current=False)


def _ready(session: Session, surroundings: Surroundings, now_s: float) -> Picture:
    ring = Ring(word=words.READY_RING, tone=Tone.QUIET, breath=breath(now_s))
    sentence = words.BY_SOUND if session.exercise.eyes_closed else session.exercise.instruction
    return _practice(session, surroundings, words.READY, sentence, ring)


def _move(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    if session.hint is Hint.LET_GO:
        # The face is not back at rest: asking for the movement beside that would be asking for both.
        ring = Ring(word=words.RELEASE_RING, tone=Tone.WARM)
        return _practice(session, surroundings, _headline(session, words.MOVE), words.RELEASE_SENTENCE, ring)
    quiet = {Hint.TRY_SMALL: Tone.WARM, Hint.UNREAD: Tone.QUIET}
    ring = Ring(word=words.MOVE_RING, tone=quiet.get(session.hint, Tone.GO))
    headline = words.MOVE_ANOTHER if session.hint is Hint.ANOTHER else _headline(session, words.MOVE)
    sentence = _sentence(session, session.exercise.instruction)
    return _practice(session, surroundings, headline, sentence, ring, balance=True)


def _hold(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    ring = _countdown(session.held_s, session.exercise.hold_s)
    headline = _headline(session, words.HOLD)
    return _practice(session, surroundings, headline, session.exercise.instruction, ring, balance=True)


def _countdown(held_s: float, hold_s: float) -> Ring:
    """A ring that fills with the hold around the seconds that remain."""
    left_s = math.ceil(max(0.0, hold_s - held_s) - 1e-6)
    return Ring(min(1.0, max(0.0, held_s / hold_s)), numeral=str(max(1, left_s)), label=words.HOLD_RING)


def _release(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    tone = Tone.WARM if session.hint is Hint.LET_GO else Tone.GO
    ring = Ring(1.0, word=words.RELEASE_RING, tone=tone)
    # How the next one could be longer is said while the face rests, not beside a ring that is full.
    headline = words.RELEASE if session.hint is Hint.HOLD_LONGER else _headline(session, words.RELEASE)
    sentence = _sentence(session, words.RELEASE_SENTENCE)
    return _practice(session, surroundings, headline, sentence, ring, balance=True)


def _breathe(session: Session, surroundings: Surroundings, now_s: float) -> Picture:
    ring = Ring(word=words.BREATHE_RING, tone=Tone.QUIET, breath=breath(session.in_scene_s(now_s)))
    otherwise = words.BREATHE if session.counted else words.BREATHE_PLAIN
    headline = _headline(session, otherwise)
    sentence = words.BREATHE_ANOTHER if session.hint is Hint.ANOTHER else _sentence(session, words.BREATHE_SENTENCE)
    return _practice(session, surroundings, headline, sentence, ring, current=False)


def _guided(session: Session, surroundings: Surroundings, now_s: float) -> Picture:
    held_s = session.in_scene_s(now_s) - GUIDED_MOVE_S
    ring = Ring(word=words.MOVE_RING) if held_s < 0.0 else _countdown(held_s, session.exercise.hold_s)
    headline = words.GUIDED if held_s < 0.0 else words.HOLD
    return _practice(session, surroundings, headline, session.exercise.instruction, ring)


_SCENES: Final[dict[Scene, Callable[[Session, Surroundings, float], Picture]]] = {
    Scene.IDLE: _idle,
    Scene.WELCOME: _welcome,
    Scene.FIND_FACE: _find_face,
    Scene.REST: _rest,
    Scene.SHOW: _show,
    Scene.READY: _ready,
    Scene.MOVE: _move,
    Scene.HOLD: _hold,
    Scene.RELEASE: _release,
    Scene.BREATHE: _breathe,
    Scene.GUIDED: _guided,
    Scene.SUMMARY: _summary,
    Scene.DETAILS: _details,
    Scene.PAUSED: _paused,
    Scene.SAFE: _safe,
}
