"""What was done, said and measured, as rows of the log.  mirror/diary/chart.py reads back what decides something."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from mirror.perception.co_movement import QuietRegion, SideShift
from mirror.perception.excursion import Excursion
from mirror.perception.face import Doubt, Unseen
from mirror.therapy.effects import (
    Answered,
    AttemptMeasured,
    DutyDone,
    ExerciseEnded,
    EyeSeen,
    FaultNoted,
    FramesAged,
    LockTold,
    NoteWritten,
    PlanFollowed,
    PutOff,
    RepetitionDone,
    SessionBegan,
    SignSeen,
    StimulationDone,
)
from mirror.therapy.evidence import Sign
from mirror.therapy.following import Standing
from mirror.therapy.questions import Confirms, Consequence, Told
from mirror.therapy.red_flags import Urgency
from mirror.therapy.timetable import Slot, slots_of

Row = dict[str, object]
FRAME_AGES: Final = "frame_ages"
"""The table of how old the pictures on the glass were."""
Note = (
    Answered
    | SignSeen
    | LockTold
    | AttemptMeasured
    | EyeSeen
    | StimulationDone
    | FramesAged
    | DutyDone
    | NoteWritten
    | PutOff
    | FaultNoted
)
"""What may happen in a session and outside one."""


def session_row(record: SessionBegan) -> Row:
    """A session at its beginning."""
    return {
        "planned": json.dumps(record.planned),
        "duty": record.duty.value,
        "purpose": record.purpose.value,
        "stage": None if record.stage is None else record.stage.value,
        "revision": record.revision,
    }


def exercise_row(record: ExerciseEnded) -> Row:
    """How an exercise ended."""
    return {
        "exercise": record.exercise,
        "outcome": record.outcome.value,
        "repetitions": record.repetitions,
        "guided_rounds": record.guided_rounds,
        "asked": record.asked,
    }


def repetition_row(record: RepetitionDone) -> Row:
    """A repetition with the figures of the light path, which stay beside the refined ones that may follow."""
    repetition, excursion = record.repetition, record.repetition.excursion
    return {
        "exercise": record.exercise,
        "movement": repetition.movement.value,
        "number": record.number,
        **figures(excursion),
        "hold_s": repetition.hold_s,
        "reading": "light",
        "light_left_mm": excursion.left_mm,
        "light_right_mm": excursion.right_mm,
        "rest_noise_mm": repetition.noise_mm,
        "joined": None if record.joined is None else record.joined.value,
        "stimulated": int(record.stimulated),
        "start_s": repetition.start_s,
        "hold_start_s": repetition.hold_start_s,
        "hold_end_s": repetition.hold_end_s,
        "end_s": repetition.end_s,
    }


def figures(excursion: Excursion | None) -> Row:
    """What a reading says; empty when it says nothing."""
    if excursion is None:
        return {"left_mm": None, "right_mm": None, "symmetry": None, "confidence": None}
    return {
        "left_mm": excursion.left_mm,
        "right_mm": excursion.right_mm,
        "symmetry": excursion.symmetry,
        "confidence": excursion.confidence,
    }


def co_movement_row(repetition_id: int, region: QuietRegion, shift: SideShift | Unseen | Doubt) -> Row:
    """What a region did that should have been quiet, or why that is not known."""
    row: Row = {"repetition_id": repetition_id, "region": region.value}
    return row | (asdict(shift) if isinstance(shift, SideShift) else {"abstained": shift.value})


def note_row(record: Note) -> tuple[str, Row]:
    """The table of a note, and its row."""
    match record:
        case Answered(question=question, answer=answer, follows=follows):
            said: Row = {"question": question.value, "answer": answer, "prescription": record.prescription or None}
            return "answers", {**said, **_consequence(follows)}
        case SignSeen(sign=sign, detail=detail):
            return "signs", {"sign": sign.value, "detail": detail}
        case LockTold(exercise=exercise, why=why, sentence=sentence):
            return "locks", {"exercise": exercise, "why": why.value, "sentence": sentence}
        case AttemptMeasured(movement=movement, number=number, excursion=excursion, noise_mm=noise_mm):
            tried: Row = {"movement": movement.value, "number": number}
            return "attempts", {**tried, **figures(excursion), "noise_mm": noise_mm}
        case EyeSeen():
            return "eyes", {**asdict(record), "watch": record.watch.value}
        case StimulationDone(refusals=refusals):
            known = json.dumps(dict(sorted(refusals.items())))
            return "stimulations", {
                "side": record.side.value,
                "armed": int(record.armed),
                "trains": record.trains,
                "given_s": record.given_s,
                "refusals": known,
                "ledger_session": record.ledger_session,
            }
        case FramesAged(timed=timed, frames=frames, median_ms=median_ms, p95_ms=p95_ms, counts=counts):
            aged: Row = {"timed": timed, "frames": frames, "median_ms": median_ms, "p95_ms": p95_ms}
            return FRAME_AGES, {**aged, "counts": json.dumps(counts)}
        case DutyDone(duty=duty, who=who, entry=entry):
            return "duties", {"duty": duty.value, "outcome": "done", "who": who.value, "entry": entry}
        case NoteWritten(text=text, who=who, entry=entry):
            return "notes", {"who": who.value, "text": text, "entry": entry}
        case PutOff(duty=duty):
            return "duties", {"duty": duty.value, "outcome": "put off"}
        case FaultNoted(kind=kind, sentence=sentence):
            return "faults", {"kind": kind, "sentence": sentence}


#: A Monday; what a plan makes due depends on the weekday only.
_MONDAY: Final = date(2024, 1, 1)


def plan_row(record: PlanFollowed) -> Row:
    """A plan that is followed; only the therapist's own has a revision."""
    plan, in_force = record.plan, record.standing is Standing.IN_FORCE
    return {
        "standing": record.standing.value,
        "stage": plan.stage.value,
        "affected_side": plan.affected_side.value,
        "revision": plan.revision if in_force else None,
        "written_on": plan.written_on.isoformat() if in_force else None,
        "valid_until": plan.valid_until.isoformat() if in_force else None,
        "prescriber": plan.prescriber if in_force else None,
        "text": record.text,
    }


def plan_duty_rows(record: PlanFollowed) -> Iterator[Row]:
    """What the plan makes due on each day of the week."""
    for weekday in range(7):
        slots = sorted(slots_of(record.plan, _MONDAY + timedelta(days=weekday)), key=_duty)
        for duty, of_duty in groupby(slots, _duty):
            each = list(of_duty)
            yield {"weekday": weekday, "duty": duty, "times": len(each), "minutes": each[0].minutes}


def _duty(slot: Slot) -> str:
    return slot.duty.value


def _consequence(follows: Consequence) -> Row:
    """What follows from an answer has a column for each of its kinds; the others stay empty."""
    match follows:
        case Urgency():
            return {"urgency": follows.value}
        case Sign():
            return {"sign": follows.value}
        case Told():
            return {"told": follows.value}
        case Confirms(stage=stage, by=by):
            return {"stage": stage.value, "confirmed_by": by.value}
