"""What the trace tells of what is kept: docs/commands.md has every event with its fields."""

from mirror.kiosk.trace import Trace
from mirror.therapy.effects import FaultNoted, LockTold, Record, RepetitionDone, RepetitionRefined
from mirror.therapy.scene import FaultKind


def tell(trace: Trace, record: Record, now_s: float) -> None:
    """Of most records the trace tells nothing."""
    match record:
        case RepetitionDone(exercise=exercise, repetition=repetition):
            measured = repetition.excursion
            trace.event(
                now_s,
                "rep",
                exercise=exercise,
                movement=repetition.movement.value,
                left_mm=round(measured.left_mm, 2),
                right_mm=round(measured.right_mm, 2),
                symmetry=round(measured.symmetry, 3),
                hold_s=round(repetition.hold_s, 2),
                confidence=round(measured.confidence, 3),
            )
        case RepetitionRefined(excursion=found):
            trace.event(
                now_s,
                "refined",
                exercise=record.exercise,
                number=record.number,
                left_mm=None if found is None else round(found.left_mm, 2),
                right_mm=None if found is None else round(found.right_mm, 2),
                symmetry=None if found is None else round(found.symmetry, 3),
                confidence=None if found is None else round(found.confidence, 3),
                abstained=record.abstained,
            )
        case LockTold(exercise=exercise, why=why, sentence=sentence):
            trace.event(now_s, "lock", exercise=exercise, reason=why.value, sentence=sentence)
        case FaultNoted(kind=kind, sentence=sentence):
            internal = kind == FaultKind.INTERNAL.value
            trace.event(now_s, "error" if internal else "fault", what=kind, sentence=sentence)
        case _:
            pass
