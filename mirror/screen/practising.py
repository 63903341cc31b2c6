"""The screens of an exercise, a routine and the daily attempt."""

import math
from dataclasses import replace
from typing import Final

from mirror.perception.excursion import TOGETHER, Excursion
from mirror.screen import phrases, words
from mirror.screen.picture import Balance, Dots, Label, Labels, Page, Panels, Picture, Ring, Tone
from mirror.screen.surroundings import Surroundings
from mirror.screen.theme import BREATH_S
from mirror.therapy.catalogue import Exercise
from mirror.therapy.moving import FREEZE_S
from mirror.therapy.scene import Hint
from mirror.therapy.session import Session
from mirror.therapy.timed import GUIDED_MOVE_S
from mirror.therapy.tries import REST_S, TRIED, TRY_S
from mirror.therapy.view import View

#: Where the weaker side does TOGETHER of the stronger, |right - left| / stronger is just this.
BAND: Final = 1.0 - TOGETHER
#: Below this the direction of a movement is noise: the mark stays near the middle.
SURE_MM: Final = 1.0
#: The routine that is the view of the healthy half itself.
MIRRORED_VIEW: Final = "mirrored_view"

PRACTISING: Final[Labels] = (Label(words.BACK), Label(words.PAUSE, suggested=True), Label(words.SKIP))
#: Hints that ask for less, and after which a movement was stopped.
LESS: Final = frozenset(
    {
        *(Hint.TRY_SMALL, Hint.LET_GO, Hint.SMALLER, Hint.SLOWER, Hint.BRAKE),
        *(Hint.EYE_JOINED, Hint.MOUTH_JOINED, Hint.BROW_JOINED),
    }
)
JOINED: Final = frozenset({Hint.EYE_JOINED, Hint.MOUTH_JOINED, Hint.BROW_JOINED})


def breath(now_s: float) -> float:
    """Where in a breath a waiting screen is: 0 out, 1 in."""
    return 0.5 - 0.5 * math.cos(2.0 * math.pi * now_s / BREATH_S)


def view_of(session: Session) -> View:
    """How the own face is shown: as chosen, but for the routine that consists of looking at the healthy half."""
    looking = session.exercise.id == MIRRORED_VIEW and View.HEALTHY_HALF in session.brief.views
    return View.HEALTHY_HALF if looking else session.view


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


def faces(session: Session, surroundings: Surroundings) -> Panels:
    """The own face, beside the demonstration where there is one."""
    label = live_label(view_of(session), surroundings)
    return Panels(label, demo=words.SHOW if surroundings.demonstrated else "")


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
        panels=faces(session, surroundings),
        ring=ring,
        balance=_balance(session, surroundings.excursion) if balance and session.hint is not Hint.UNREAD else None,
        buttons=PRACTISING,
        notice=surroundings.notice,
    )


def _balance(session: Session, excursion: Excursion | None) -> Balance | None:
    """Left against right, over the stronger side; small movements barely leave the middle."""
    if session.task.measures is None:
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


def _tone(session: Session) -> Tone:
    """Warm where less is more, quiet where nothing can be read."""
    if session.hint is Hint.UNREAD:
        return Tone.QUIET
    return Tone.WARM if session.hint in LESS else Tone.GO


# Exercises ------------------------------------------------------------------------------------------------------------


def show(session: Session, surroundings: Surroundings, now_s: float) -> Picture:
    """The demonstration of an exercise; what is done for a time is read first, with what must be minded."""
    if session.task.by_time:
        return _before_routine(session, surroundings, now_s)
    headline = words.WATCH_AFTER_NOT_YET if session.hint is Hint.NOT_YET else words.WATCH
    if not surroundings.demonstrated:
        headline = words.READ_FIRST
    ring = Ring(word=words.WATCH_RING if surroundings.demonstrated else words.READ_RING, tone=Tone.QUIET)
    ring = _breathing(ring, now_s)
    return _practice(session, surroundings, headline, session.exercise.instruction, ring, current=False)


def _breathing(ring: Ring, now_s: float) -> Ring:
    return Ring(ring.fraction, ring.numeral, ring.word, ring.label, ring.tone, breath(now_s))


def ready(session: Session, surroundings: Surroundings, now_s: float) -> Picture:
    ring = Ring(word=words.READY_RING, tone=Tone.QUIET, breath=breath(now_s))
    sentence = words.BY_SOUND if session.exercise.eyes_closed else session.exercise.instruction
    return _practice(session, surroundings, words.READY, sentence, ring)


def move(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    if session.hint is Hint.LET_GO:
        # The face is not back at rest: asking for the movement beside that would be asking for both.
        ring = Ring(word=words.RELEASE_RING, tone=Tone.WARM)
        return _practice(session, surroundings, _headline(session, words.MOVE), words.RELEASE_SENTENCE, ring)
    ring = Ring(word=words.MOVE_RING, tone=_tone(session))
    headline = words.MOVE_ANOTHER if session.hint is Hint.ANOTHER else _headline(session, words.MOVE)
    sentence = _sentence(session, session.exercise.instruction)
    return _practice(session, surroundings, headline, sentence, ring, balance=True)


def hold(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    ring = _countdown(session.held_s, session.task.hold_s, _tone(session))
    headline = _headline(session, words.HOLD)
    return _practice(session, surroundings, headline, session.exercise.instruction, ring, balance=True)


def _countdown(held_s: float, hold_s: float, tone: Tone = Tone.GO) -> Ring:
    """A ring that fills with the hold around the seconds that remain."""
    left_s = math.ceil(max(0.0, hold_s - held_s) - 1e-6)
    fraction = min(1.0, max(0.0, held_s / hold_s))
    return Ring(fraction, numeral=str(max(1, left_s)), label=words.HOLD_RING, tone=tone)


def freeze(session: Session, surroundings: Surroundings, now_s: float) -> Picture:
    """Something joined in: the ring fills while the face stays where it is."""
    assert session.joined is not None
    fraction = min(1.0, max(0.0, session.in_scene_s(now_s) / FREEZE_S))
    ring = Ring(fraction, word=words.FREEZE_RING, tone=Tone.WARM)
    seen = _practice(session, surroundings, words.FREEZE, "", ring)
    return replace(seen, detail=words.FREEZE_WHY[session.joined])


def release(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    tone = Tone.WARM if session.hint is Hint.LET_GO or session.joined is not None else Tone.GO
    ring = Ring(1.0, word=words.RELEASE_RING, tone=tone)
    # What would make the next one better is said while the face rests, not beside a ring that is full.
    later = session.hint is Hint.HOLD_LONGER or session.hint in JOINED
    headline = words.RELEASE if later else _headline(session, words.RELEASE)
    sentence = _sentence(session, words.RELEASE_SENTENCE)
    return _practice(session, surroundings, headline, sentence, ring, balance=True)


def breathe(session: Session, surroundings: Surroundings, now_s: float) -> Picture:
    ring = Ring(word=words.BREATHE_RING, tone=Tone.QUIET, breath=breath(session.in_scene_s(now_s)))
    otherwise = words.BREATHE if session.counted else words.BREATHE_PLAIN
    headline = _headline(session, otherwise)
    sentence = words.BREATHE_ANOTHER if session.hint is Hint.ANOTHER else _sentence(session, words.BREATHE_SENTENCE)
    return _practice(session, surroundings, headline, sentence, ring, current=False)


def guided(session: Session, surroundings: Surroundings, now_s: float) -> Picture:
    """A round by the clock."""
    held_s = session.in_scene_s(now_s) - GUIDED_MOVE_S
    ring = Ring(word=words.MOVE_RING) if held_s < 0.0 else _countdown(held_s, session.task.hold_s)
    headline = words.GUIDED if held_s < 0.0 else words.HOLD
    return _practice(session, surroundings, headline, session.exercise.instruction, ring)


# For a time -----------------------------------------------------------------------------------------------------------


def _before_routine(session: Session, surroundings: Surroundings, now_s: float) -> Picture:
    """What comes, how long, how it is done and what must be minded; why it comes now, where the face asked for it."""
    name, purpose = session.exercise.name, words.PURPOSES[session.task.purpose]
    why = words.HINTS[session.hint] if session.hint in (Hint.TIGHT, Hint.TIRED) else ""
    routine = not isinstance(session.exercise, Exercise) and not session.task.is_attempt
    # A bare 10:00 is ten o'clock to who has not read the mirror's manual.
    numeral, label = phrases.duration(session.task.hold_s)
    return Picture(
        scene=session.scene,
        page=Page.ROUTINE,
        title=name if why else purpose or words.ROUTINE_EYEBROW,
        headline=why or name,
        sentence=session.exercise.instruction,
        detail=words.TONES_BEFORE if session.exercise.eyes_closed and routine else "",
        caution=session.exercise.warning,
        ring=Ring(numeral=numeral, label=label, tone=Tone.QUIET, breath=breath(now_s)),
        buttons=PRACTISING,
        notice=surroundings.notice,
    )


def routine(session: Session, surroundings: Surroundings, now_s: float) -> Picture:
    """The time that remains; beside its demonstration the own face, without one only the words."""
    into_s = session.in_scene_s(now_s)
    ring = Ring(
        min(1.0, max(0.0, into_s / session.task.hold_s)),
        numeral=phrases.remaining(session.task.hold_s - into_s),
        label=words.ROUTINE_RING,
    )
    purpose = words.PURPOSES[session.task.purpose]
    if surroundings.demonstrated or session.exercise.id == MIRRORED_VIEW:
        return Picture(
            scene=session.scene,
            page=Page.PRACTICE,
            title=session.exercise.name,
            note=purpose,
            headline=words.TONES_SHORT if session.exercise.eyes_closed else "",
            sentence=session.exercise.instruction,
            caution=session.exercise.caution,
            panels=faces(session, surroundings),
            ring=ring,
            buttons=PRACTISING,
            notice=surroundings.notice,
        )
    return Picture(
        scene=session.scene,
        page=Page.ROUTINE,
        title=purpose or words.ROUTINE_EYEBROW,
        headline=session.exercise.name,
        sentence=session.exercise.instruction,
        detail=words.TONES if session.exercise.eyes_closed else "",
        caution=session.exercise.caution,
        ring=ring,
        buttons=PRACTISING,
        notice=surroundings.notice,
    )


def attempt(session: Session, surroundings: Surroundings, now_s: float) -> Picture:
    """Rest and gentle tries in turns.  Nothing is compared or counted: a try is a try."""
    trying = session.trying(now_s)
    assert trying is not None
    whole_s = TRY_S if trying.trying else REST_S
    ring = Ring(
        min(1.0, max(0.0, 1.0 - trying.remaining_s / whole_s)),
        word=words.ATTEMPT_RING if trying.trying else words.REST_RING,
        tone=Tone.GO if trying.trying else Tone.QUIET,
    )
    now, then = words.ATTEMPT[trying.movement], words.ATTEMPT_NEXT[trying.movement]
    return Picture(
        scene=session.scene,
        page=Page.PRACTICE,
        title=session.exercise.name,
        headline=now if trying.trying else words.ATTEMPT_REST,
        sentence=words.ATTEMPT_SENTENCE if trying.trying else then,
        dots=Dots(trying.index, len(TRIED), trying.index if trying.trying else None),
        panels=faces(session, surroundings),
        ring=ring,
        buttons=PRACTISING,
        notice=surroundings.notice,
    )
