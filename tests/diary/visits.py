"""Whole stories of patients as logs, from an empty one to ten years: what a therapist is handed."""

import json
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Final

from mirror.movement.sunnybrook import STANDARD
from mirror.perception.face import Side
from mirror.plan_file import plan_path
from mirror.therapy.plan_text import new_text
from mirror.therapy.stage import Stage
from tests.diary.long_logs import MODEL, TODAY, Book, book, days_before

MOVEMENTS: Final = ("smile", "eye_closure", "brow_raise", "pucker")


def signed(stage: Stage, written_on: date, prescriber: str = "M. Lund, physiotherapist") -> str:
    """The stage's safe plan, signed."""
    text = new_text(stage, Side.LEFT, written_on)
    return text.replace('prescriber = ""', f'prescriber = "{prescriber}"')


def in_force(log: Book, day: date, stage: str = "paretic", revision: int | None = 3) -> None:
    """The log knows which plan held from this day on: two short practices a day, a long one on Tuesday and Friday."""
    signed_columns = (
        {"written_on": day.isoformat(), "valid_until": "2027-06-30", "prescriber": "M. Lund"} if revision else {}
    )
    plan = log.row(
        "plans",
        day,
        time(5, 0),
        run_id=1,
        standing="in force" if revision else "missing",
        stage=stage,
        affected_side="left",
        revision=revision,
        **signed_columns,
    )
    for weekday in range(7):
        log.plain("plan_duties", plan_id=plan, weekday=weekday, duty="short practice", times=2, minutes=5.0)
        log.plain("plan_duties", plan_id=plan, weekday=weekday, duty="eye care", times=6, minutes=0.0)
        if weekday in (1, 4):
            log.plain("plan_duties", plan_id=plan, weekday=weekday, duty="long practice", times=1, minutes=20.0)


def assessment(log: Book, day: date, composite: int | None, points: int, confidence: float = 0.78) -> None:
    """A standard assessment; without a composite one expression was left out."""
    why = None if composite is not None else "snarl: turned away"
    row = log.row(
        "assessments",
        day,
        time(10, 0),
        run_id=1,
        composite=composite,
        composite_raw=composite,
        affected="left",
        confidence=None if why else confidence,
        abstained=why,
        model=MODEL,
    )
    items: list[tuple[str, str, int | None]] = [("voluntary", one.value, points) for one in STANDARD]
    items += [("resting", "eye", 1), ("resting", "cheek", None), ("resting", "mouth", 1)]
    items += [("synkinesis", one.value, 1 if one.value == "pucker" else 0) for one in STANDARD]
    for part, item, given in items:
        known = given is not None and not (why and item == "snarl")
        log.plain(
            "assessment_items",
            assessment_id=row,
            part=part,
            item=item,
            points=given if known else None,
            confidence=confidence if known else None,
            figure=0.5 if known else None,
            abstained=None if known else "no landmark lies on it" if item == "cheek" else "turned away",
        )


def co_movements(log: Book, day: date, session: int, eye_part: float) -> None:
    """What the eye did in the puckers of a session."""
    for (repetition,) in log.db.execute(
        "SELECT id FROM repetitions WHERE session_id = ? AND movement = 'pucker'", (session,)
    ).fetchall():
        log.plain(
            "co_movements",
            repetition_id=repetition,
            region="eye",
            left_mm=2.0 * eye_part,
            right_mm=0.2,
            left_part=eye_part + log.chance.gauss(0.0, 0.02),
            right_part=0.03 + log.chance.gauss(0.0, 0.01),
            confidence=0.8,
        )


def empty(_log: Book) -> None:
    """The mirror was switched on and nobody has practised."""


def one_session(log: Book) -> None:
    """The first day."""
    in_force(log, TODAY)
    log.practice(TODAY, 0.4, 1.0, ("smile",))


def flaccid(log: Book) -> None:
    """Three weeks without movement: massage, imagery, eye care, the daily try."""
    in_force(log, TODAY - timedelta(days=20), "flaccid", None)
    for place, day in enumerate(days_before(21)):
        session = log.session(day, stage="flaccid", revision=None)
        for routine in ("cheek_massage", "imagery"):
            log.row(
                "exercises", day, session_id=session, exercise=routine, outcome="done", repetitions=0, guided_rounds=1
            )
        for movement in ("brow_raise", "smile"):
            for number in (1, 2):
                log.row(
                    "attempts",
                    day,
                    run_id=1,
                    session_id=session,
                    movement=movement,
                    number=number,
                    left_mm=0.2 + log.chance.gauss(0, 0.2),
                    right_mm=6.0,
                    symmetry=0.05,
                    confidence=0.8,
                    noise_mm=0.3,
                )
        log.row(
            "eyes", day, run_id=1, session_id=session, gap_mm=6.0 - 0.1 * place, blink_part=0.1, blinks=6, watch="open"
        )
        for hour in range(8, 8 + place % 5):
            log.row("duties", day, time(hour, 0), run_id=1, duty="eye care", outcome="done")
        log.row("locks", day, run_id=1, exercise="closed_smile", why="no movement yet", sentence="Movement waits.")


def twelve_weeks(log: Book) -> None:
    """A side that comes back, with a fortnight away, pain, a red eye, joining in, stimulation and notes."""
    days = days_before(84)
    in_force(log, days[0])
    for place, day in enumerate(days):
        if place % 7 == 6 or 30 <= place < 41:
            continue
        left = 0.25 + 0.5 * place / 83
        for at in (time(8, 30), time(18, 0))[: 1 + (place % 3 > 0)]:
            session = log.practice(day, left, 1.0, MOVEMENTS, at=at)
            co_movements(log, day, session, 0.10 + 0.25 * place / 83)
        if day.weekday() in (1, 4):
            log.session(day, time(17, 0), duty="long practice", charged_s=1100.0, planned="[]", outcome="stopped")
        for hour in range(8, 8 + place % 6):
            log.row(
                "duties",
                day,
                time(hour, 0),
                run_id=1,
                duty="eye care",
                outcome="done",
                who="caregiver" if hour == 9 else "mirror",
            )
        log.row(
            "eyes",
            day,
            run_id=1,
            gap_mm=4.5 - 2.5 * place / 83 + log.chance.gauss(0, 0.2),
            blink_part=0.4 + 0.3 * place / 83,
            blinks=8,
            watch="open",
        )
        if place in (21, 22):
            log.db.execute(
                "UPDATE repetitions SET left_mm = NULL, right_mm = NULL, symmetry = NULL, confidence = NULL, "
                "abstained = 'too dark' WHERE local_day = ?",
                (day.isoformat(),),
            )
    for place, composite in ((0, 38), (14, 42), (28, 45), (42, None), (56, 52), (70, 57), (83, 62)):
        assessment(log, days[place], composite, 2 + place // 30)
    for place in range(0, 84, 2):
        log.row("answers", days[place], run_id=1, question="comfort", answer="Fine", urgency="none")
    said = {"run_id": 1, "answer": "Yes"}
    log.row("answers", days[17], question="eye", urgency="doctor today", **said)
    log.row("answers", days[18], question="eye", told="doctor looked", **said)
    log.row("answers", days[45], run_id=1, question="comfort", answer="It hurts", sign="pain")
    for place in (50, 51, 63):
        log.row("answers", days[place], run_id=1, question="comfort", answer="Tight", sign="tight")
        log.row("locks", days[place], run_id=1, exercise="pucker", why="tight", sentence="Release first.")
        log.row("locks", days[place], run_id=1, exercise="closed_smile", why="tight", sentence="Release first.")
    log.row("answers", days[3], run_id=1, question="confirm", answer="Yes", stage="paretic", confirmed_by="therapist")
    log.row("signs", days[77], run_id=1, sign="joined", detail="pucker: eye")
    log.row(
        "notes",
        days[40],
        run_id=1,
        who="caregiver",
        text="Back from the hospital, slept badly. Face feels stiff in the morning.",
    )
    log.row(
        "notes", days[80], run_id=1, who="caregiver", text="She drank from a cup without spilling for the first time."
    )
    log.row("faults", days[60], run_id=1, kind="camera", sentence="The camera gave no picture for three seconds.")
    if log.db.execute("SELECT 1 FROM sqlite_master WHERE name = 'stimulations'").fetchone():
        for place in range(56, 80, 3):
            log.row(
                "stimulations",
                days[place],
                run_id=1,
                side="left",
                armed=1,
                trains=20,
                given_s=100.0,
                refusals=json.dumps({"no face": 1}),
            )


def ten_years(log: Book) -> None:
    """Practice on most days since 2016; one repetition of each movement stands for a session."""
    in_force(log, TODAY - timedelta(days=3651), "aftercare")
    for place, day in enumerate(days_before(3652)):
        if place % 4 == 3:
            continue
        log.practice(day, min(0.9, 0.3 + place / 4000), 1.0, MOVEMENTS, repetitions=1)
        if place % 30 == 0:
            assessment(log, day, min(95, 30 + place // 60), 3)
        if place % 11 == 0:
            log.row("answers", day, run_id=1, question="eye", answer="Yes", urgency="doctor today")
            log.row("notes", day, run_id=1, who="caregiver", text="A long note about the day. " * 12)
            log.row(
                "faults",
                day,
                run_id=1,
                kind=f"kind {place % 7}",
                sentence="The camera was silent for a long time. " * 8,
            )
            for exercise in MOVEMENTS:
                log.row(
                    "locks",
                    day,
                    run_id=1,
                    exercise=exercise,
                    why=("tight", "pain", "red flag", "not for this stage")[place % 4],
                    sentence="Not today.",
                )


def unread(log: Book) -> None:
    """A dark bathroom: every repetition counted and none was read; the clock was never right."""
    in_force(log, TODAY - timedelta(days=29))
    for day in days_before(30):
        session = log.session(day, clock_synced=0)
        for number in range(1, 6):
            log.repetition(day, session, "smile", None, None, number=number, clock_synced=0)
    assessment(log, TODAY, None, 3)


def synkinetic(log: Book) -> None:
    """Gaps, two landmark models, two stages, light readings only at first, and dates of 1970."""
    in_force(log, TODAY - timedelta(days=99))
    for place, day in enumerate(days_before(100)):
        if place % 5 == 4 or 50 < place < 58:
            continue
        session = log.practice(
            day,
            0.7,
            1.0,
            ("smile", "pucker"),
            stage="paretic" if place < 60 else "synkinetic",
            revision=3 if place < 60 else 4,
        )
        co_movements(log, day, session, 0.3)
        if place < 20:
            log.db.execute("UPDATE repetitions SET reading = 'light' WHERE session_id = ?", (session,))
        elif place < 45:
            log.db.execute("UPDATE repetitions SET model = 'older' WHERE session_id = ?", (session,))
    log.practice(date(1970, 1, 1), 0.7, 1.0, clock_synced=0)
    log.practice(TODAY + timedelta(days=400), 0.7, 1.0, clock_synced=0)


STORIES: Final[Mapping[str, Callable[[Book], None]]] = {
    story.__name__: story for story in (empty, one_session, flaccid, twelve_weeks, ten_years, unread, synkinetic)
}
_STAGES: Final = {"flaccid": Stage.FLACCID, "ten_years": Stage.AFTERCARE, "synkinetic": Stage.SYNKINETIC}


def written(data_dir: Path, story: str) -> Path:
    """The story as a data folder: its log, and a plan, but for the one that has none."""
    with book(data_dir) as log:
        STORIES[story](log)
    if story != "flaccid":
        stage = _STAGES.get(story, Stage.PARETIC)
        plan_path(data_dir).write_text(signed(stage, TODAY - timedelta(days=10)), encoding="utf-8")
    return data_dir
