"""A face's estimate on the Sunnybrook scale: which side is the affected one, and what that gives."""

from dataclasses import dataclass
from typing import Final

from mirror.movement.grading import sheet_of
from mirror.movement.sunnybrook import Sheet
from mirror.perception.face import Side, Unseen
from mirror.perception.face_readings import FaceReadings

#: By how many points one side must come off worse to be called the affected one: two steps of a voluntary movement.
TELLING: Final = 8


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mirror estimate on the Sunnybrook scale."""

    sheet: Sheet
    affected: Side | None
    """None when neither side stands out: the estimate is then the same, to within two steps, for either."""
    confidence: float | None
    """0..1; None without a composite."""
    abstained: str | None
    """Why there is no composite."""

    @property
    def composite(self) -> int | None:
        """0..100; None when abstained."""
        return None if self.abstained else self.sheet.composite

    @property
    def composite_raw(self) -> int | None:
        """The same before it is held within 0 and 100."""
        return None if self.abstained else self.sheet.composite_raw


def estimate(readings: FaceReadings, affected: Side | None) -> Estimate:
    """What the readings give, with ``affected`` as the affected side, or with the side that they tell."""
    if isinstance(readings.resting, Unseen):
        sheet = sheet_of(readings, affected or Side.LEFT)
        return Estimate(sheet, affected, None, f"rest: {readings.resting.value}")
    if affected is not None:
        return _with(sheet_of(readings, affected), affected, 1.0)
    sheets = {side: sheet_of(readings, side) for side in Side}
    worse = max(Side, key=lambda side: sheets[side].deduction)
    most, least = sheets[worse].deduction, sheets[worse.other].deduction
    if most - least >= TELLING:
        return _with(sheets[worse], worse, (most - least) / (most + least))
    # Whichever side is taken, the composite is the same to within two steps: the lower one stands.
    return _with(sheets[worse], None, 1.0)


def _with(sheet: Sheet, affected: Side | None, told: float) -> Estimate:
    missing = sheet.missing
    if missing:
        return Estimate(sheet, affected, None, "; ".join(f"{name}: {why}" for name, why in missing))
    return Estimate(sheet, affected, sheet.confidence * told, None)
