"""What the trace tells of what is kept: the kind of event and its fields (contract in docs/commands.md)."""

from mirror.therapy.effects import FaultNoted, LockTold, Record, RepetitionDone, RepetitionRefined
from mirror.therapy.scene import FaultKind

Told = tuple[str, dict[str, object]]


def told_of(record: Record) -> Told | None:
    """What of a record the trace tells; None: nothing."""
    match record:
        case RepetitionDone(exercise=exercise, repetition=repetition):
            measured = repetition.excursion
            return "rep", {
                "exercise": exercise,
                "movement": repetition.movement.value,
                "left_mm": round(measured.left_mm, 2),
                "right_mm": round(measured.right_mm, 2),
                "symmetry": round(measured.symmetry, 3),
                "hold_s": round(repetition.hold_s, 2),
                "confidence": round(measured.confidence, 3),
            }
        case RepetitionRefined(excursion=found):
            return "refined", {
                "exercise": record.exercise,
                "number": record.number,
                "left_mm": None if found is None else round(found.left_mm, 2),
                "right_mm": None if found is None else round(found.right_mm, 2),
                "symmetry": None if found is None else round(found.symmetry, 3),
                "confidence": None if found is None else round(found.confidence, 3),
                "abstained": record.abstained,
            }
        case LockTold(exercise=exercise, why=why, sentence=sentence):
            return "lock", {"exercise": exercise, "reason": why.value, "sentence": sentence}
        case FaultNoted(kind=kind, sentence=sentence):
            internal = kind == FaultKind.INTERNAL.value
            return "error" if internal else "fault", {"what": kind, "sentence": sentence}
        case _:
            return None
