"""Sentences that are made of counts, names, times and millimetres; the fixed words are in ``words``.

They are looked up in the catalogue of messages before they are filled in, so that every language has its own order.
"""

import math
from collections.abc import Sequence
from datetime import datetime

from mirror.grammar import listed, number, sentence_case
from mirror.language import in_sentence, plural, translate
from mirror.screen.clock import clock
from mirror.screen.words import NOTHING_COUNTED
from mirror.therapy.timetable import Duty


def minutes(count: int) -> str:
    """``About five minutes``."""
    count = max(1, count)
    return plural("About {count} minute", "About {count} minutes", count).format(count=number(count))


def planned(count_minutes: int, names: Sequence[str]) -> str:
    """``About five minutes: brow raise, closed smile and pucker.``"""
    return translate("{minutes}: {names}.").format(minutes=minutes(count_minutes), names=listed(few(_called(names))))


def _called(names: Sequence[str]) -> list[str]:
    """What these are called within a sentence, each once: two massages are one thing to say."""
    return list(dict.fromkeys(in_sentence(name) for name in names))


def few(names: Sequence[str]) -> list[str]:
    """Three names at most: those beyond are counted."""
    if len(names) <= 3:
        return list(names)
    return [*names[:2], translate("{count} more").format(count=number(len(names) - 2))]


def counted(repetitions: int, together: bool) -> str:
    """``Nine small movements.`` ``even`` only when both sides kept together throughout."""
    if together:
        form = plural("{count} small, even movement.", "{count} small, even movements.", repetitions)
    else:
        form = plural("{count} small movement.", "{count} small movements.", repetitions)
    return sentence_case(form.format(count=number(repetitions)))


def millimetres(mm: float) -> str:
    """``7 mm``; below one millimetre no figure is claimed."""
    return translate("less than 1 mm") if mm < 1.0 else translate("{mm} mm").format(mm=f"{mm:.0f}")


def reached(name: str, left_mm: float, right_mm: float) -> str:
    """``Your closed smile reached 3 mm on the left and 7 mm on the right.``"""
    return translate("Your {name} reached {left} on the left and {right} on the right.").format(
        name=in_sentence(name), left=millimetres(left_mm), right=millimetres(right_mm)
    )


def together(names: Sequence[str]) -> str:
    """``Both sides moved together in your closed smile and pucker.``"""
    return translate("Both sides moved together in your {names}.").format(names=listed(_called(names)))


def which_question(eyebrow: str, index: int, total: int) -> str:
    """``Before we start, 2 of 6``; a question that comes alone is not counted."""
    if total == 1:
        return translate(eyebrow)
    return translate("{eyebrow}, {progress}").format(eyebrow=translate(eyebrow), progress=progress(index, total))


def progress(done: int, total: int) -> str:
    """``7 of 10``, where there is no room for dots."""
    return translate("{done} of {total}").format(done=done, total=total)


def more_rows(count: int) -> str:
    """``and three more``, below a table."""
    return translate("and {count} more").format(count=number(count))


def figure(mm: float) -> str:
    """A cell of the table: ``7.9``."""
    return f"{max(0.0, mm):.1f}"


def left_today(short: int, long: int) -> str:
    """``Two short practices are left today.``"""
    counts = []
    if short:
        form = plural("{count} short practice", "{count} short practices", short)
        counts.append(form.format(count=number(short)))
    if long:
        form = plural("{count} long practice", "{count} long practices", long)
        counts.append(form.format(count=number(long)))
    form = plural("{practices} is left today.", "{practices} are left today.", short + long)
    return sentence_case(form.format(practices=listed(counts)))


def next_one(at: datetime, catch_up: bool) -> str:
    """``The next one is at 18:00.``  One that was missed is offered, never asked for."""
    if catch_up:
        form = translate("The next one is at {time}, and a missed one can still be made up for.")
    else:
        form = translate("The next one is at {time}.")
    return form.format(time=clock(at))


def next_at(at: datetime) -> str:
    """``Next: today at 18:00.``"""
    return translate("Next: today at {time}.").format(time=clock(at))


def next_care(care: Duty) -> str:
    """``Next: the eye drops.``"""
    return translate("Next: the eye drops.") if care is Duty.EYE_DAY else translate("Next: the eye care of the night.")


def assessment_planned(count_minutes: int) -> str:
    """``About four minutes: the standard assessment.``"""
    return translate("{minutes}: the standard assessment.").format(minutes=minutes(count_minutes))


def practised(seconds: float) -> str:
    """``Four quiet minutes for your face.``"""
    count = round(seconds / 60.0)
    if count == 0:
        return translate(NOTHING_COUNTED)
    form = plural("{count} quiet minute for your face.", "{count} quiet minutes for your face.", count)
    return sentence_case(form.format(count=number(count)))


def did(names: Sequence[str]) -> str:
    """``You did: a massage, facial rest and two more.``"""
    return translate("You did: {names}.").format(names=listed(few(_called(names))))


def all_done(names: Sequence[str]) -> str:
    """``Massage, imagine a smile and facial rest.``"""
    return translate("{names}.").format(names=sentence_case(listed(_called(names))))


def told(headline: str, subject: str) -> str:
    """``Closed smile: not today.``, where ``subject`` is an exercise or routine; empty: the headline as it is."""
    return translate(headline).format(subject=translate(subject)) if subject else translate(headline)


def remaining(seconds: float) -> str:
    """``2:05``."""
    whole = max(0, math.ceil(seconds - 1e-6))
    return f"{whole // 60}:{whole % 60:02d}"


def duration(seconds: float) -> tuple[str, str]:
    """How long something takes, and in what: ``1:30`` ``minutes``; less than one minute in seconds."""
    if seconds < 60.0:
        return f"{math.ceil(seconds)}", translate("seconds")
    return remaining(seconds), translate("minutes")


def estimated(composite: int) -> str:
    """``Mirror estimate: 62 of 100, for your therapist.``  The Sunnybrook scale's composite; never a diagnosis."""
    return translate("Mirror estimate: {points} of 100, for your therapist.").format(points=composite)


def type_the_code(address: str) -> str:
    """Where the code is typed, for a phone that does not read pictures."""
    return translate("Or open {address} and type").format(address=address)


def valid_for(left_s: float) -> str:
    """How long an offer stands, in minutes that have begun."""
    minutes = max(1, math.ceil(left_s / 60.0))
    form = plural("For {count} more minute, for one phone.", "For {count} more minutes, for one phone.", minutes)
    return form.format(count=number(minutes))


def connected(phone: str) -> str:
    """A phone has taken the offer."""
    return translate("{phone} is connected.").format(phone=phone)


def phones_of(first: int, last: int, total: int) -> str:
    """``Phones, 1 to 5 of 7``: more than a screen has lines for."""
    return translate("Phones, {first} to {last} of {total}").format(first=first, last=last, total=total)


def disconnect(phone: str) -> str:
    """Asked before a phone is let go."""
    return translate("Disconnect {phone}?").format(phone=phone)
