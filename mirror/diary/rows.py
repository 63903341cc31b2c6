"""What was measured, as rows of the log."""

from dataclasses import asdict

from mirror.perception.co_movement import QuietRegion, SideShift
from mirror.perception.excursion import Excursion
from mirror.perception.face import Doubt, Unseen
from mirror.therapy.effects import RepetitionDone

Row = dict[str, object]


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
