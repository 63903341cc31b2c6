"""What is read, in every state it can be looked at: the day, questions, advice, what is told, and the end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.screen import words
from mirror.screen.shot import BRIEF, DUE, NOW_S, WORLD, Shot, repetition
from mirror.therapy.brief import About, Telling, Today
from mirror.therapy.briefing import NOT_TODAY
from mirror.therapy.cards import cards
from mirror.therapy.catalogue import Purpose, Task, catalogue, entries, practice, routines
from mirror.therapy.effects import Outcome, RepetitionDone
from mirror.therapy.evidence import Confirmation, Confirmer, Evidence, Moved, Noted, Sign
from mirror.therapy.eye_guardian import SENTENCES as EYE_SENTENCES
from mirror.therapy.flicker import SENTENCES, Flicker
from mirror.therapy.following import followed
from mirror.therapy.gate import Locked, judge
from mirror.therapy.prescribing import WITHOUT
from mirror.therapy.questions import BEFORE_PRACTICE, FIRST_LOOK, QUESTIONS
from mirror.therapy.red_flags import ADVICE, Urgency
from mirror.therapy.scene import Scene
from mirror.therapy.schedule import Signal
from mirror.therapy.session import Session
from mirror.therapy.stage import Stage
from mirror.therapy.timetable import Duty

_AT: Final = WORLD.local_time
_EVENING: Final = datetime.combine(_AT.date(), datetime.min.time()) + timedelta(hours=20)
_CARD: Final = Telling(About.CARD, cards()[0].headline, cards()[0].text)
_WEEKLY: Final = tuple(
    Task(catalogue()[name], 3, Purpose.ASSESSMENT) for name in ("brow_raise", "eye_closure", "smile", "snarl", "pucker")
)
_QUIET: Final = tuple(
    Task(routines()[name]) for name in ("imagery_smile", "massage_cheeks", "massage_chin", "facial_rest")
)


def reading_shots() -> Iterator[Shot]:
    """All of them."""
    yield from _days()
    yield from _asked()
    yield from _told()
    yield from _ends()


def _days() -> Iterator[Shot]:
    nothing = Today(Signal.ALL_DONE, practised=True)
    later = Today(Signal.DUE_LATER, short_left=2, next_at=_EVENING, practised=True)
    made_up = Today(Signal.DUE_LATER, catch_up=True)
    for name, brief in (
        ("due", BRIEF),
        ("two-due", replace(BRIEF, today=replace(DUE, short_left=2))),
        ("both-due", replace(BRIEF, today=replace(DUE, short_left=2, long_left=1, put_off=Duty.LONG), card=_CARD)),
        ("ready", replace(BRIEF, today=Today())),
        ("routines", replace(BRIEF, tasks=_QUIET)),
        ("assessment", replace(BRIEF, tasks=_WEEKLY)),
        ("later", replace(BRIEF, today=later, card=_CARD)),
        ("later-missed", replace(BRIEF, today=replace(later, catch_up=True))),
        ("missed", replace(BRIEF, today=made_up, card=_CARD)),
        ("all-done", replace(BRIEF, tasks=(), today=nothing)),
        ("all-done-card", replace(BRIEF, today=nothing, card=_CARD)),
        ("nothing-asked", replace(BRIEF, today=replace(nothing, practised=False))),
        ("eye", replace(BRIEF, today=replace(DUE, eye_care=Duty.EYE_DAY, put_off=Duty.EYE_DAY))),
        ("eye-night", replace(BRIEF, today=Today(eye_care=Duty.EYE_NIGHT, put_off=Duty.EYE_NIGHT, practised=True))),
        ("rests", replace(BRIEF, tasks=(), locked=(("smile", _lock("smile", Stage.PARETIC, Sign.PAIN)),))),
        ("doctor-today", replace(BRIEF, tasks=(), today=Today(), urgency=Urgency.DOCTOR_TODAY)),
        ("emergency", replace(BRIEF, tasks=(), today=Today(), urgency=Urgency.EMERGENCY)),
    ):
        yield Shot(f"idle-{name}", Session.of(brief).to(Scene.IDLE, NOW_S))
    yield Shot("idle-notice", Session.of(BRIEF).to(Scene.IDLE, NOW_S), replace(WORLD, notice=words.NOT_SAVED))
    for name, brief in (("newer", BRIEF), ("newer-card", replace(BRIEF, today=made_up, card=_CARD))):
        yield Shot(f"idle-{name}", Session.of(brief).to(Scene.IDLE, NOW_S), replace(WORLD, news=words.NEWER_RELEASE))


def _lock(
    name: str, stage: Stage, sign: Sign | None = None, moved_days: int = 0, said_by: Confirmer | None = None
) -> Locked:
    """What the gate says to this, after this sign of today, movement on so many days, and this person's word."""
    at = _AT - timedelta(hours=1)
    moved = tuple(Moved(at - timedelta(days=day), Movement.SMILE, 3.0, noise_mm=1.0) for day in range(moved_days))
    said = () if said_by is None else (Confirmation(said_by, Stage.PARETIC, at),)
    evidence = Evidence(moved, () if sign is None else (Noted(sign, at),))
    verdict = judge(entries()[name], stage, evidence, said, _AT)
    assert isinstance(verdict, Locked)
    return verdict


def _locks() -> Iterator[tuple[str, Locked]]:
    """Every reason the gate has, with what it speaks of."""
    therapist, caregiver = Confirmer.THERAPIST, Confirmer.CAREGIVER
    for name, stage, *known in (
        ("smile", Stage.PARETIC, Sign.RED_FLAG),
        ("smile", Stage.PARETIC, Sign.PAIN),
        ("smile", Stage.PARETIC, Sign.TIGHT),
        ("smile", Stage.FLACCID),
        ("smile", Stage.FLACCID, None, 1),
        ("smile", Stage.FLACCID, None, 3),
        ("resist_pucker", Stage.SYNKINETIC, None, 3, therapist),
        ("resist_pucker", Stage.PARETIC, None, 1, therapist),
        ("release_cheek", Stage.FLACCID),
        ("resist_pucker", Stage.PARETIC, None, 3, caregiver),
    ):
        yield name, _lock(name, stage, *known)


def _asked() -> Iterator[Shot]:
    session = Session.of(BRIEF)
    before = (*BEFORE_PRACTICE, FIRST_LOOK)
    for answered, question in enumerate(before):
        asked = session.to(Scene.QUESTION, NOW_S, asking=before[answered:], asked_before=answered)
        yield Shot(f"question-{question.id.value}", asked)
    for question in QUESTIONS.values():
        if question not in before:
            yield Shot(f"question-{question.id.value}", session.to(Scene.QUESTION, NOW_S, asking=(question,)))
    for urgency in ADVICE:
        yield Shot(f"advice-{urgency.name.lower()}", session.to(Scene.ADVICE, NOW_S, urgency=urgency))


def _told() -> Iterator[Shot]:
    session = Session.of(BRIEF)
    for name, lock in _locks():
        telling = Telling(About.LOCK, NOT_TODAY, lock.sentence, entries()[name].name)
        yield Shot(f"told-{lock.why.name.lower().replace('_', '-')}", session.to(Scene.TOLD, NOW_S, telling=(telling,)))
    notice = followed("plan.toml", b"?", _AT.date(), Side.LEFT).notice.partition(". ")
    eye = max(EYE_SENTENCES.values(), key=len).partition(". ")
    first = SENTENCES[Flicker.SEEN].partition(". ")
    for name, telling in (
        ("plan", Telling(About.PLAN, f"{notice[0]}.", notice[2])),
        ("eye", Telling(About.EYE, f"{eye[0]}.", eye[2])),
        ("first", Telling(About.FIRST_MOVEMENT, f"{first[0]}.", first[2])),
        ("without-stimulation", WITHOUT),
    ):
        yield Shot(f"told-{name}", session.to(Scene.TOLD, NOW_S, telling=(telling,)))
    for card in cards():
        shown = Telling(About.CARD, card.headline, card.text)
        yield Shot(f"card-{card.id}", Session.of(replace(BRIEF, card=shown)).to(Scene.CARD, NOW_S))


# The end --------------------------------------------------------------------------------------------------------------


def _ends() -> Iterator[Shot]:
    """Summaries and details: one sided, together, nothing, everything, routines only, ended early."""
    session = replace(Session.of(BRIEF), index=2)
    apart = tuple(
        repetition(exercise, number, *sides, session)
        for exercise, sides in (("brow_raise", (3.1, 6.8)), ("eye_closure", (7.9, 8.4)))
        for number in range(1, 6)
    )
    smiles = ((2.6, 7.1), (2.9, 6.9), (2.8, 7.3), (3.3, 7.0), (3.4, 7.2))
    apart += tuple(repetition("smile", 1 + i, *sides, session) for i, sides in enumerate(smiles))
    even = tuple(repetition("smile", 1 + i, 6.6 + 0.2 * i, 6.9, session) for i in range(3))
    whole = practice(["brow_raise", "eye_closure", "smile", "open_smile", "snarl", "pucker", "eee"])
    rich = replace(Session.of(replace(BRIEF, tasks=whole)), index=6)
    every = _each(rich)
    quiet = replace(
        Session.of(replace(BRIEF, tasks=_QUIET)),
        ended=tuple(task.exercise.id for task in _QUIET),
        practised_s=430.0,
    )
    weekly = Session.of(replace(BRIEF, tasks=_WEEKLY, today=Today(Signal.ALL_DONE)))
    for name, base in (
        ("apart", replace(session, done=apart)),
        ("together", replace(session, done=even)),
        ("nothing", session),
        ("every", replace(rich, done=every)),
        ("routines", quiet),
        ("assessment", replace(weekly, done=_each(weekly))),
    ):
        yield Shot(f"summary-{name}", base.to(Scene.SUMMARY, NOW_S))
        yield Shot(f"details-{name}", base.to(Scene.DETAILS, NOW_S))
    for outcome in (Outcome.STOPPED, Outcome.TIGHT, Outcome.TIRED, Outcome.JOINED, Outcome.TIME):
        early = replace(session, done=apart, outcome=outcome)
        yield Shot(f"summary-{outcome.name.lower()}", early.to(Scene.SUMMARY, NOW_S))


def _each(session: Session) -> tuple[RepetitionDone, ...]:
    """Three repetitions of everything."""
    return tuple(
        repetition(task.exercise.id, number, 2.4 + index * 0.7, 6.2 + index * 0.3, session)
        for index, task in enumerate(session.practice)
        for number in range(1, 4)
    )
