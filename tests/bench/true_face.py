"""The truth beside a set's photographs, as readings without error, for the mirror's own rules to grade."""

import numpy as np

from mirror.movement.sunnybrook import STANDARD
from mirror.perception.co_movement import QUIET, CoMovement, QuietRegion, SideShift
from mirror.perception.displacement import USUAL
from mirror.perception.excursion import Movement
from mirror.perception.face_readings import FaceReadings
from mirror.perception.resting import NOISE_MM, RestingItem, RestingReading

from .figures import Row, true_mm


def true_readings(rest: Row, moves: dict[Movement, Row]) -> FaceReadings:
    return FaceReadings(
        {movement: true_shift(rest, moves[movement]) for movement in STANDARD},
        {movement: true_co_movement(rest, moves[movement]) for movement in STANDARD},
        true_rest(rest),
    )


def true_shift(rest: Row, move: Row) -> SideShift:
    left_mm, right_mm = true_mm(rest, move)
    if move["movement"] == Movement.EYE_CLOSURE.value:
        return _narrowing(rest, move)
    return SideShift(left_mm, right_mm, 1.0)


def true_co_movement(rest: Row, move: Row) -> CoMovement:
    movement = Movement(move["movement"])
    return CoMovement(movement, {region: true_quiet(rest, move, region) for region in QUIET[movement]})


def true_quiet(rest: Row, move: Row, region: QuietRegion) -> SideShift:
    match region:
        case QuietRegion.EYE:
            return _narrowing(rest, move)
        case QuietRegion.MOUTH:
            return SideShift(*(_along(rest, move, "mouth", side, USUAL[Movement.SMILE]) for side in "LR"), 1.0)
        case QuietRegion.BROW:
            return SideShift(*(_along(rest, move, "brow", side, np.array([0.0, -1.0])) for side in "LR"), 1.0)


def true_rest(rest: Row) -> dict[RestingItem, RestingReading]:
    gt = rest["gt"]
    nose = (gt["alar_L"][0] + gt["alar_R"][0]) / 2.0
    sides = {
        RestingItem.EYE: (gt["eye_L"], gt["eye_R"]),
        RestingItem.BROW: (gt["brow_L"][1], gt["brow_R"][1]),
        RestingItem.MOUTH: (gt["mouth_L"][1], gt["mouth_R"][1]),
        RestingItem.MIDLINE: (gt["mouth_L"][0] - nose, nose - gt["mouth_R"][0]),
    }
    return {item: RestingReading(*pair, NOISE_MM[item], 1.0) for item, pair in sides.items()}


def _narrowing(rest: Row, move: Row) -> SideShift:
    opening = [rest["gt"][f"eye_{side}"] for side in "LR"]
    gone = [was - move["gt"][f"eye_{side}"] for was, side in zip(opening, "LR", strict=True)]
    return SideShift(*gone, 1.0, *(part / was for part, was in zip(gone, opening, strict=True)))


def _along(rest: Row, move: Row, point: str, side: str, way: np.ndarray) -> float:
    """How far a point went along ``way`` (x outwards, y down); the truth has x to the subject's left and y up."""
    moved = np.array(move["gt"][f"{point}_{side}"]) - np.array(rest["gt"][f"{point}_{side}"])
    return float(np.array([moved[0] if side == "L" else -moved[0], -moved[1]]) @ way)
