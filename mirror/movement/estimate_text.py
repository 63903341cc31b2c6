"""A mirror estimate in words, and as the object that ``mirror grade --json`` prints."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from mirror.movement.estimate import Estimate
from mirror.movement.sunnybrook import Grade, Item, LeftOut, RestingPart
from mirror.perception.co_movement import PROBE, QuietRegion
from mirror.perception.excursion import Movement
from mirror.perception.face import Doubt, Unseen
from mirror.perception.face_readings import FaceReadings
from mirror.perception.resting import RestingItem, RestingReading

#: What a positive and what a negative difference of the affected side is called.
_UNEVEN: Final = {RestingPart.EYE: ("wider", "narrower"), RestingPart.MOUTH: ("higher", "lower")}
_JOINED: Final = {
    QuietRegion.EYE: (
        "the eye narrows {:.1f} mm more than the other one",
        "the eye narrows no more than the other one",
    ),
    QuietRegion.MOUTH: (
        "the mouth's corner moves {:.1f} mm more than the other one",
        "the mouth's corner moves no more than the other one",
    ),
}
#: The same for what the scale does not ask for and a face at rest still shows, of the left side.
_BESIDES: Final = {
    RestingItem.BROW: ("left brow {:.1f} mm higher than the right one", "left brow {:.1f} mm lower than the right one"),
    RestingItem.MIDLINE: (
        "left corner of the mouth {:.1f} mm farther from the nose's middle than the right one",
        "left corner of the mouth {:.1f} mm nearer to the nose's middle than the right one",
    ),
}
NOT_A_DIAGNOSIS: Final = (
    "This is a mirror estimate, never a diagnosis: for comparing from day to day, and for your therapist."
)
CHEEK: Final = (
    "The fold of the cheek is left out, because no landmark lies on it; it counts as even, so that the estimate may be "
    "up to 10 points too high."
)


def as_object(found: Estimate, model: str) -> dict[str, Any]:
    """The object of ``mirror grade --json``; an item that was left out is None."""
    sheet = found.sheet
    return {
        "composite": found.composite,
        "composite_raw": found.composite_raw,
        "voluntary": _points(sheet.voluntary),
        "resting": _points(sheet.resting),
        "synkinesis": _points(sheet.synkinesis),
        "affected": None if found.affected is None else found.affected.value,
        "confidence": None if found.confidence is None else round(found.confidence, 3),
        "abstained": found.abstained,
        "model": model,
    }


def as_text(found: Estimate, readings: FaceReadings, told: bool) -> str:
    """The estimate for a person; ``told`` says that the affected side was given."""
    return "".join(f"{line}\n" for line in _lines(found, readings, told))


def _points(items: Mapping[Movement, Item] | Mapping[RestingPart, Item]) -> dict[str, int | None]:
    return {key.value: item.points if isinstance(item, Grade) else None for key, item in items.items()}


def _lines(found: Estimate, readings: FaceReadings, told: bool) -> Iterator[str]:
    sheet = found.sheet
    if found.composite is None:
        yield "Mirror estimate: none this time."
        yield f"Not known: {found.abstained}."
        yield "Take these photographs again: face straight to the camera, the same place and light as at rest."
    else:
        raw = "" if found.composite_raw == found.composite else f", {found.composite_raw} before rounding up to 0"
        yield f"Mirror estimate: {found.composite} of 100{raw} (confidence {found.confidence:.2f})"
    match found.affected:
        case None:
            yield "Neither side stands out." if found.abstained is None else "Affected side: not known yet."
        case side:
            yield f"Affected side: {side.value}, {'as given' if told else 'as the photographs tell'}"
    yield ""
    yield "Voluntary movement, 1 unable to 5 complete"
    for movement, item in sheet.voluntary.items():
        yield _row(movement, item, _moved)
    yield ""
    yield "At rest, 0 even to 2"
    for part, item in sheet.resting.items():
        yield _row(part, item, partial(_uneven, part))
    if not isinstance(readings.resting, Unseen):
        yield from _besides(readings.resting)
    yield ""
    yield "Co-movement, 0 none to 3 severe"
    for movement, item in sheet.synkinesis.items():
        yield _row(movement, item, partial(_joined, PROBE[movement]))
    yield ""
    yield CHEEK
    yield NOT_A_DIAGNOSIS


def _row(key: Movement | RestingPart, item: Item, told: Callable[[Grade], str]) -> str:
    name = key.value.replace("_", " ")
    match item:
        case Grade():
            return f"  {name:<12} {item.points}  {told(item)} (confidence {item.confidence:.2f})"
        case LeftOut(why):
            return f"  {name:<12} -  not graded, {why}"


def _moved(grade: Grade) -> str:
    return f"{100 * max(0.0, grade.figure):.0f} % of the other side"


def _uneven(part: RestingPart, grade: Grade) -> str:
    return f"{abs(grade.figure):.1f} mm {_UNEVEN[part][grade.figure < 0.0]} than the other side"


def _joined(region: QuietRegion, grade: Grade) -> str:
    more, no_more = _JOINED[region]
    return more.format(grade.figure) if grade.points else no_more


def _besides(resting: Mapping[RestingItem, RestingReading | Doubt]) -> Iterator[str]:
    """What the scale does not ask for and the face at rest still shows."""
    for item, sentences in _BESIDES.items():
        reading = resting[item]
        if isinstance(reading, Doubt):
            yield f"  {item.value:<12}    not known, {reading.value}"
            continue
        apart_mm = reading.left_more_mm
        noise = f"{reading.noise_mm:.1f} mm (confidence {reading.confidence:.2f})"
        if abs(apart_mm) < reading.noise_mm:
            yield f"  {item.value:<12}    even, to within {noise}"
        else:
            yield f"  {item.value:<12}    {sentences[apart_mm < 0.0].format(abs(apart_mm))}, give or take {noise}"
