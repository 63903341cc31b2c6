"""A mirror estimate in words, and as the object that ``mirror grade --json`` prints."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from mirror.language import N_, translate
from mirror.movement.estimate import Estimate
from mirror.movement.grading import OTHER_HARDLY_MOVED
from mirror.movement.sunnybrook import Grade, Item, LeftOut, RestingPart
from mirror.perception.co_movement import PROBE, QuietRegion
from mirror.perception.excursion import Movement
from mirror.perception.face import Doubt, Side, Unseen
from mirror.perception.face_readings import FaceReadings
from mirror.perception.resting import RestingItem, RestingReading

#: What a positive and what a negative difference of the affected side is called.
_UNEVEN: Final = {
    RestingPart.EYE: (N_("{mm} mm wider than the other side"), N_("{mm} mm narrower than the other side")),
    RestingPart.MOUTH: (N_("{mm} mm higher than the other side"), N_("{mm} mm lower than the other side")),
}
_JOINED: Final = {
    QuietRegion.EYE: (
        N_("the eye narrows {mm} mm more than the other one"),
        N_("the eye narrows no more than the other one"),
    ),
    QuietRegion.MOUTH: (
        N_("the mouth's corner moves {mm} mm more than the other one"),
        N_("the mouth's corner moves no more than the other one"),
    ),
}
#: The same for what the scale does not ask for and a face at rest still shows, of the left side.
_BESIDES: Final = {
    RestingItem.BROW: (
        N_("left brow {mm} mm higher than the right one"),
        N_("left brow {mm} mm lower than the right one"),
    ),
    RestingItem.MIDLINE: (
        N_("left corner of the mouth {mm} mm farther from the nose's middle than the right one"),
        N_("left corner of the mouth {mm} mm nearer to the nose's middle than the right one"),
    ),
}
_HARDLY_MOVED: Final = {
    Side.LEFT: N_("the left side hardly moved"),
    Side.RIGHT: N_("the right side hardly moved"),
}
NOT_A_DIAGNOSIS: Final = N_(
    "This is a mirror estimate, never a diagnosis: for comparing from day to day, and for your therapist."
)
CHEEK: Final = N_(
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
        yield translate("Mirror estimate: none this time.")
        yield translate("Not known: {why}.").format(why=because(found.abstained or "", found.affected))
        yield translate(
            "Take these photographs again: face straight to the camera, the same place and light as at rest."
        )
    else:
        raw = found.composite_raw
        points = str(found.composite)
        if raw != found.composite:
            points = translate("{points}, {raw} before rounding up to 0").format(points=points, raw=raw)
        form = translate("Mirror estimate: {points} of 100 (confidence {confidence})")
        yield form.format(points=points, confidence=f"{found.confidence:.2f}")
    match found.affected:
        case None if found.abstained is None:
            yield translate("Neither side stands out.")
        case None:
            yield translate("Affected side: not known yet.")
        case side:
            given = translate("Affected side: {side}, as given")
            found_out = translate("Affected side: {side}, as the photographs tell")
            yield (given if told else found_out).format(side=translate(side.value))
    yield ""
    yield translate("Voluntary movement, 1 unable to 5 complete")
    for movement, item in sheet.voluntary.items():
        yield _row(movement, item, _moved, found.affected)
    yield ""
    yield translate("At rest, 0 even to 2")
    for part, item in sheet.resting.items():
        yield _row(part, item, partial(_uneven, part), found.affected)
    if not isinstance(readings.resting, Unseen):
        yield from _besides(readings.resting)
    yield ""
    yield translate("Co-movement, 0 none to 3 severe")
    for movement, item in sheet.synkinesis.items():
        yield _row(movement, item, partial(_joined, PROBE[movement]), found.affected)
    yield ""
    yield translate(CHEEK)
    yield translate(NOT_A_DIAGNOSIS)


def _row(key: Movement | RestingPart, item: Item, told: Callable[[Grade], str], affected: Side | None) -> str:
    name = translate(key.value.replace("_", " "))
    match item:
        case Grade():
            return f"  {name:<12} {item.points}  {told(item)} {_confidence(item.confidence)}"
        case LeftOut(why):
            return f"  {name:<12} -  {translate('not graded, {why}').format(why=because(why, affected))}"


def _plainly(about: str) -> str:
    return translate(about.replace("_", " "))


def because(reasons: str, affected: Side | None = None, named: Callable[[str], str] = _plainly) -> str:
    """Why something is not known, as the log keeps it: reasons, each behind the name of what it is about, if any.

    ``named`` is what that is called; where the ``affected`` side is known, the other one is called by its name.
    """
    return "; ".join(_reason(one, affected, named) for one in reasons.split("; "))


def _reason(text: str, affected: Side | None, named: Callable[[str], str]) -> str:
    about, stop, why = text.partition(": ")
    if not stop or translate(text) != text:
        return _why(text, affected)
    return f"{named(about)}: {_why(why, affected)}"


def _why(text: str, affected: Side | None) -> str:
    return translate(_HARDLY_MOVED[affected.other] if affected and text == OTHER_HARDLY_MOVED else text)


def _confidence(confidence: float) -> str:
    return translate("(confidence {confidence})").format(confidence=f"{confidence:.2f}")


def _moved(grade: Grade) -> str:
    return translate("{percent} % of the other side").format(percent=f"{100 * max(0.0, grade.figure):.0f}")


def _uneven(part: RestingPart, grade: Grade) -> str:
    return translate(_UNEVEN[part][grade.figure < 0.0]).format(mm=f"{abs(grade.figure):.1f}")


def _joined(region: QuietRegion, grade: Grade) -> str:
    more, no_more = _JOINED[region]
    return translate(more).format(mm=f"{grade.figure:.1f}") if grade.points else translate(no_more)


def _besides(resting: Mapping[RestingItem, RestingReading | Doubt]) -> Iterator[str]:
    """What the scale does not ask for and the face at rest still shows."""
    for item, sentences in _BESIDES.items():
        name, reading = translate(item.value), resting[item]
        if isinstance(reading, Doubt):
            yield f"  {name:<12}    {translate('not known, {why}').format(why=because(reading.value))}"
            continue
        apart_mm, noise = reading.left_more_mm, f"{reading.noise_mm:.1f}"
        if abs(apart_mm) < reading.noise_mm:
            seen = translate("even, to within {noise} mm").format(noise=noise)
        else:
            apart = translate(sentences[apart_mm < 0.0]).format(mm=f"{abs(apart_mm):.1f}")
            seen = translate("{apart}, give or take {noise} mm").format(apart=apart, noise=noise)
        yield f"  {name:<12}    {seen} {_confidence(reading.confidence)}"
