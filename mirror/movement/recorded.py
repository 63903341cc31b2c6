"""What a recording came to, as a line for scripts and as sentences for people."""

import json
from typing import Any

from mirror.movement.recording import RecordedRepetition, Recording
from mirror.perception.co_movement import joined_in
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.perception.proportions import odd_width


def as_line(video: str, movement: Movement, recording: Recording, model: str) -> str:
    """The line of ``mirror analyse --json``; seconds count from the first frame."""
    start_s = recording.glimpses[0].t_s
    return json.dumps(
        {
            "video": video,
            "movement": movement.value,
            "fps": round(1.0 / recording.period_s, 3) if recording.period_s else None,
            "duration_s": round(recording.duration_s, 3),
            "absent_s": round(recording.absent_s, 3),
            "model": model,
            "reps": [_repetition(one, start_s) for one in recording.repetitions],
        },
        ensure_ascii=False,
    )


def _repetition(one: RecordedRepetition, start_s: float) -> dict[str, Any]:
    followed, found = one.followed, one.reading.excursion
    times = {
        "start_s": followed.start_s,
        "hold_start_s": followed.hold_start_s,
        "hold_end_s": followed.hold_end_s,
        "end_s": followed.end_s,
    }
    return {
        **{name: round(t_s - start_s, 3) for name, t_s in times.items()},
        "hold_s": round(followed.hold_s, 3),
        "left_mm": None if found is None else round(found.left_mm, 3),
        "right_mm": None if found is None else round(found.right_mm, 3),
        "symmetry": None if found is None else round(found.symmetry, 3),
        "co_movement": _joined_in(one),
        "confidence": None if found is None else round(found.confidence, 3),
        "abstained": None if one.reading.abstained is None else one.reading.abstained.value,
    }


def _joined_in(one: RecordedRepetition) -> dict[str, float | None]:
    if one.co_movement is None or one.reading.excursion is None:
        return {}
    parts = joined_in(one.co_movement, one.reading.excursion)
    return {region: None if part is None else round(part, 3) for region, part in parts.items()}


def remarks(recording: Recording) -> list[str]:
    """What has to be known about the film besides its repetitions, as sentences."""
    said = []
    width = odd_width([glimpse.face.points for glimpse in recording.glimpses if glimpse.face is not None])
    if width is not None:
        said.append(
            f"The face in this film is {100 * width:.0f} % as wide as faces are. If the film is squeezed or stretched, "
            "convert it to its true shape: as it is, its figures cannot be relied on."
        )
    if recording.unfinished_s is not None:
        begun_s = recording.unfinished_s - recording.glimpses[0].t_s
        said.append(f"The movement that begins at {begun_s:.1f} s does not end in this film, so it is not counted.")
    return said


def as_text(recording: Recording, affected: Side | None) -> list[str]:
    """For a person: a line per repetition."""
    if recording.rests is None:
        return ["The face is never seen at rest in this film, so nothing can be measured from it."]
    if not recording.repetitions:
        return [
            "No repetition was found. One has rest before and after it, and is held for half a second or more; "
            "another movement than the one that was named does not count."
        ]
    start_s = recording.glimpses[0].t_s
    lines = [_sentence(n, one, start_s, affected) for n, one in enumerate(recording.repetitions, 1)]
    if recording.absent_s > 0.0:
        lines.append(f"The face was out of view for {recording.absent_s:.1f} s.")
    return [*lines, "Mirror estimate, not a diagnosis."]


def _sentence(number: int, one: RecordedRepetition, start_s: float, affected: Side | None) -> str:
    when = f"{number}: at {one.followed.start_s - start_s:.1f} s, held {one.followed.hold_s:.1f} s"
    found = one.reading.excursion
    if found is None:
        reason = "unknown" if one.reading.abstained is None else one.reading.abstained.value
        return f"{when}; not measured: {reason}"
    sides = f"{when}; left {found.left_mm:.1f} mm, right {found.right_mm:.1f} mm"
    if affected is None:
        if found.weaker is None:
            return f"{sides}; both sides together"
        return f"{sides}; the {found.weaker.value} side moved {100 * found.symmetry:.0f} % as far as the other"
    weak_mm, other_mm = (found.left_mm, found.right_mm) if affected is Side.LEFT else (found.right_mm, found.left_mm)
    if other_mm <= 0.0:
        return sides
    return f"{sides}; the {affected.value} side moved {max(0.0, 100 * weak_mm / other_mm):.0f} % as far as the other"
