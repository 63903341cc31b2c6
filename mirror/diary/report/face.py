"""What joined in, what stays open of the eye, and the first movement that was looked for."""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from statistics import fmean, median
from typing import Final

from mirror.diary.report.parts import Part, Table
from mirror.diary.report.period import Period, on_days
from mirror.diary.trend_words import chart_title
from mirror.grammar import sentence_case
from mirror.language import N_, plural, translate
from mirror.movement.change import Change
from mirror.movement.course import Course, course
from mirror.perception.co_movement import QuietRegion
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Side
from mirror.therapy.attempt import Attempt
from mirror.therapy.flicker import moved_in

#: A shut eye reads about a millimetre open (docs/measurement.md): less than this is no finding.
OPEN_MM: Final = 2.0
_CHANGED: Final = {
    Change.MORE: N_("more than at first"),
    Change.LESS: N_("less than at first"),
    Change.NOT_SURE: N_("no change to be sure of"),
    Change.NOT_KNOWN: N_("too few days to tell"),
}
#: In the table, on which side.
_SINCE: Final = {Change.MORE: N_("more {side}"), Change.LESS: N_("less {side}")}
_THE: Final = {
    QuietRegion.EYE: N_("The eye"),
    QuietRegion.MOUTH: N_("The mouth"),
    QuietRegion.BROW: N_("The brow"),
}


@dataclass(frozen=True, slots=True)
class Quiet:
    """One region in one movement: how far each side joined in, day by day."""

    movement: Movement
    region: QuietRegion
    left: Course
    right: Course
    repetitions: int
    stopped: int
    """Repetitions that were ended because it joined in."""

    def course(self, side: Side) -> Course:
        return self.left if side is Side.LEFT else self.right


def grown_sentences(found: Sequence[Quiet]) -> list[str]:
    """What joins in more than at first, for certain: of each region the side on which it grew more."""
    said = []
    for one in found:
        grown = [side for side in Side if one.course(side).change is Change.MORE]
        if not grown:
            continue
        side = max(grown, key=lambda side: one.course(side).last - one.course(side).first)
        form = translate("{region} joins in more at {movement}: {first} then, {last} now ({side}).")
        first, last = _first_and_last(one, side)
        unit = "%" if one.region is QuietRegion.EYE else translate("mm")
        said.append(
            form.format(
                region=translate(_THE[one.region]),
                movement=chart_title(one.movement).lower(),
                first=f"{first} {unit}",
                last=f"{last} {unit}",
                side=translate(side.value),
            )
        )
    return said


def co_movement_part(found: Sequence[Quiet], most: int) -> Part:
    """What should have been quiet, the region that joins in most first."""
    heading = translate("What joined in")
    if not found:
        return Part(heading, (translate("Co-movements were not measured."),))
    heads = tuple(map(translate, (N_("Movement, region"), N_("Left"), N_("Right"), N_("Change"), N_("Ended early"))))
    rows = tuple(
        (
            f"{chart_title(one.movement)}, {translate(one.region.value)}",
            *(_went(one, side) for side in Side),
            _since_first(one),
            translate("{count} of {all}").format(count=one.stopped, all=one.repetitions),
        )
        for one in found[:most]
    )
    remark = translate(
        "First days to last days: of an eye, how much of its opening was gone; of mouth and brow, millimetres. "
        "Smiles close about a fifth of every eye."
    )
    if len(found) > most:
        rest = len(found) - most
        form = plural("{count} that joined in less is not shown.", "{count} that joined in less are not shown.", rest)
        remark = f"{form.format(count=rest)} {remark}"
    return Part(heading, tables=(Table(heads, rows),), remark=remark)


def quiet(db: sqlite3.Connection, period: Period) -> list[Quiet]:
    """What should have been quiet in these days, the region that joins in most first."""
    known = {movement.value: movement for movement in Movement}
    regions = {region.value: region for region in QuietRegion}
    rows = db.execute(
        """SELECT movement, region, avg(co_movements.left_mm) AS left_mm, avg(co_movements.right_mm) AS right_mm,
                  avg(left_part) AS left_part, avg(right_part) AS right_part,
                  count(*) AS n, total(joined = region) AS stopped
             FROM repetitions JOIN co_movements ON repetition_id = repetitions.id
            WHERE local_day BETWEEN ? AND ? AND co_movements.abstained IS NULL
            GROUP BY movement, region, local_day ORDER BY movement, region, local_day""",
        period.bounds,
    )
    found = []
    for (movement, region), of_days in groupby(rows, key=lambda row: (row["movement"], row["region"])):
        days = list(of_days)
        if movement not in known or region not in regions:
            continue  # of another version: what it is, is not known here
        unit = "part" if region == QuietRegion.EYE.value else "mm"
        left, right = (
            course([day[f"{side.value}_{unit}"] for day in days if day[f"{side.value}_{unit}"] is not None])
            for side in Side
        )
        if left is not None and right is not None:
            counts = sum(day["n"] for day in days), round(sum(day["stopped"] for day in days))
            found.append(Quiet(known[movement], regions[region], left, right, *counts))
    return sorted(found, key=lambda one: -_strength(one))


def _strength(one: Quiet) -> float:
    """How far it joins in now, beyond the other side; a full smile's corner is ten millimetres."""
    apart = abs(one.left.last - one.right.last)
    return apart if one.region is QuietRegion.EYE else apart / 10.0


def _first_and_last(one: Quiet, side: Side) -> tuple[str, str]:
    """Percent of an eye's opening, millimetres of mouth and brow."""
    along = one.course(side)
    if one.region is QuietRegion.EYE:
        return f"{100 * max(0.0, along.first):.0f}", f"{100 * max(0.0, along.last):.0f}"
    return f"{max(0.0, along.first):.1f}", f"{max(0.0, along.last):.1f}"


def _went(one: Quiet, side: Side) -> str:
    form = translate("{first} to {last} %") if one.region is QuietRegion.EYE else translate("{first} to {last} mm")
    first, last = _first_and_last(one, side)
    return form.format(first=first, last=last)


def _since_first(one: Quiet) -> str:
    """On which sides it is more or less for certain; a dash without."""
    told = [
        translate(form).format(side=translate(side.value))
        for side in Side
        if (form := _SINCE.get(one.course(side).change)) is not None
    ]
    return ", ".join(told) or "-"


@dataclass(frozen=True, slots=True)
class Eye:
    """The affected eye in these days."""

    gap: Course | None
    """What stayed open at gentle closure, in mm."""
    last_gap_day: date | None
    blink_part: float | None
    """How far it closed in a blink, as a part of the other eye's way: median of the last readings."""


def eye_of(db: sqlite3.Connection, period: Period) -> Eye:
    rows = list(period.rows(db, "local_day, gap_mm, blink_part", "eyes", "ORDER BY local_day, id"))
    gaps: defaultdict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row["gap_mm"] is not None:
            gaps[row["local_day"]].append(row["gap_mm"])
    blinks = [row["blink_part"] for row in rows if row["blink_part"] is not None]
    return Eye(
        gap=course([fmean(of_day) for of_day in gaps.values()]),
        last_gap_day=date.fromisoformat(max(gaps)) if gaps else None,
        blink_part=median(blinks[-7:]) if blinks else None,
    )


def open_sentence(eye: Eye) -> str:
    """What stays open now, and whether it is less than at first; empty where it was not read."""
    if eye.gap is None:
        return ""
    if eye.gap.last < OPEN_MM and eye.gap.first < OPEN_MM:
        return translate("At gentle closure less than 2 mm stayed open, which is no finding.")
    form = translate("At gentle closure {first} mm stayed open at first and {last} mm in the last days: {change}.")
    first, last = (f"{max(0.0, mm):.1f}" for mm in (eye.gap.first, eye.gap.last))
    return form.format(first=first, last=last, change=translate(_CHANGED[eye.gap.change]))


def eye_part(eye: Eye, care: Sequence[str]) -> Part:
    """``care`` says how often it was cared for."""
    sentences = [open_sentence(eye)]
    if eye.blink_part is not None:
        form = translate("In blinks it came {percent} % of the other eye's way.")
        sentences.append(form.format(percent=f"{100 * max(0.0, min(1.0, eye.blink_part)):.0f}"))
    if not any(sentences):
        sentences.append(translate("The eye was not measured."))
    return Part(translate("The affected eye"), (*filter(None, sentences), *care))


def first_movement_part(db: sqlite3.Connection, period: Period, affected: Side) -> Part | None:
    """The daily tries; None where none was made."""
    attempts = []
    for row in period.rows(db, "*", "attempts", "ORDER BY id"):
        if row["movement"] in {movement.value for movement in Movement}:
            excursion = Excursion(row["left_mm"], row["right_mm"], row["confidence"])
            at = datetime.combine(date.fromisoformat(row["local_day"]), time(12))
            attempts.append(Attempt.of(excursion, Movement(row["movement"]), affected, row["noise_mm"], at))
    if not attempts:
        return None
    days = {attempt.at.date() for attempt in attempts}
    form = plural(
        "The small daily try was made on {count} day.", "The small daily try was made on {count} days.", len(days)
    )
    sentences = [form.format(count=len(days))]
    beyond = [moved for moved in moved_in(attempts) if moved.beyond_noise]
    if beyond:
        names = sorted({chart_title(moved.movement) for moved in beyond})
        form = translate("The {side} side moved beyond the mirror's noise ({movements}) {when}.")
        when = on_days(period, [moved.at.date() for moved in beyond])
        sentences.append(form.format(side=translate(affected.value), movements=", ".join(names), when=when))
    else:
        form = translate("Nothing of the {side} side beyond the mirror's noise yet, which is normal.")
        sentences.append(form.format(side=translate(affected.value)))
    return Part(sentence_case(translate("the first movement")), tuple(sentences))
