"""Sentences that are made of counts, names, times and millimetres; the fixed words are in ``words``."""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from mirror.screen.words import NOTHING_COUNTED
from mirror.therapy.timetable import Duty

_NUMBERS: Final = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def number(count: int) -> str:
    """A count in words below a hundred, in figures beyond."""
    if 0 <= count < len(_NUMBERS):
        return _NUMBERS[count]
    if not 0 <= count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    return _TENS[tens - 2] if ones == 0 else f"{_TENS[tens - 2]}-{_NUMBERS[ones]}"


def sentence_case(text: str) -> str:
    """The first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def listed(parts: Sequence[str]) -> str:
    """``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def clock(time: datetime) -> str:
    """``18:42``."""
    return f"{time.hour:02d}:{time.minute:02d}"


def date(time: datetime) -> str:
    """``Saturday 21 November``."""
    return f"{_DAYS[time.weekday()]} {time.day} {_MONTHS[time.month - 1]}"


def minutes(count: int) -> str:
    """``About five minutes``."""
    return "About one minute" if count <= 1 else f"About {number(count)} minutes"


def planned(count_minutes: int, names: Sequence[str]) -> str:
    """``About five minutes: brow raise, closed smile and pucker.``"""
    return f"{minutes(count_minutes)}: {listed(few([name.lower() for name in names]))}."


def few(names: Sequence[str]) -> list[str]:
    """Three names at most: those beyond are counted."""
    return list(names) if len(names) <= 3 else [*names[:2], f"{number(len(names) - 2)} more"]


def counted(repetitions: int, together: bool) -> str:
    """``Nine small movements.`` ``even`` only when both sides kept together throughout."""
    kind = "small, even" if together else "small"
    return f"{sentence_case(number(repetitions))} {kind} movement{'' if repetitions == 1 else 's'}."


def millimetres(mm: float) -> str:
    """``7 mm``; below one millimetre no figure is claimed."""
    return "less than 1 mm" if mm < 1.0 else f"{mm:.0f} mm"


def reached(name: str, left_mm: float, right_mm: float) -> str:
    """``Your closed smile reached 3 mm on the left and 7 mm on the right.``"""
    return f"Your {name.lower()} reached {millimetres(left_mm)} on the left and {millimetres(right_mm)} on the right."


def together(names: Sequence[str]) -> str:
    """``Both sides moved together in your closed smile and pucker.``"""
    return f"Both sides moved together in your {listed([name.lower() for name in names])}."


def progress(done: int, total: int) -> str:
    """``7 of 10``, where there is no room for dots."""
    return f"{done} of {total}"


def figure(mm: float) -> str:
    """A cell of the table: ``7.9``."""
    return f"{max(0.0, mm):.1f}"


def left_today(short: int, long: int) -> str:
    """``Two short practices are left today.``"""
    counts = [
        f"{number(count)} {kind} practice{'' if count == 1 else 's'}"
        for count, kind in ((short, "short"), (long, "long"))
        if count
    ]
    return f"{sentence_case(listed(counts))} {'is' if short + long == 1 else 'are'} left today."


def next_one(at: datetime, catch_up: bool) -> str:
    """``The next one is at 18:00.``  One that was missed is offered, never asked for."""
    offered = ", and a missed one can still be made up for" if catch_up else ""
    return f"The next one is at {clock(at)}{offered}."


def next_at(at: datetime) -> str:
    """``Next: today at 18:00.``"""
    return f"Next: today at {clock(at)}."


def next_care(care: Duty) -> str:
    """``Next: the eye drops.``"""
    return "Next: the eye drops." if care is Duty.EYE_DAY else "Next: the eye care of the night."


def assessment_planned(count_minutes: int) -> str:
    """``About four minutes: the standard assessment.``"""
    return f"{minutes(count_minutes)}: the standard assessment."


def practised(seconds: float) -> str:
    """``Four quiet minutes for your face.``"""
    count = round(seconds / 60.0)
    if count == 0:
        return NOTHING_COUNTED
    return f"{sentence_case(number(count))} quiet minute{'' if count == 1 else 's'} for your face."


def did(names: Sequence[str]) -> str:
    """``You did: a massage, facial rest and two more.``"""
    return f"You did: {listed(few(names))}."


def all_done(names: Sequence[str]) -> str:
    """``Massage, imagine a smile and facial rest.``"""
    return f"{sentence_case(listed(names))}."


def remaining(seconds: float) -> str:
    """``2:05``."""
    whole = max(0, math.ceil(seconds - 1e-6))
    return f"{whole // 60}:{whole % 60:02d}"


def estimated(composite: int) -> str:
    """``Mirror estimate: 62 of 100, for your therapist.``  The Sunnybrook scale's composite; never a diagnosis."""
    return f"Mirror estimate: {composite} of 100, for your therapist."
