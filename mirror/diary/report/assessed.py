"""The standard assessments, item by item, with how sure the mirror is of each."""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mirror.diary.report.parts import Part, Table
from mirror.diary.report.period import Period
from mirror.diary.wording import no_estimate
from mirror.grammar import day_and_short_month, sentence_case, short_date
from mirror.language import N_, plural, translate
from mirror.movement.estimate_text import CHEEK
from mirror.movement.sunnybrook import STANDARD, RestingPart

#: Points of the composite within which two assessments are alike.  Nobody has published how well a mirror repeats
#: itself; of clinicians who grade from standard recordings it is 11.7 points (95 %, from an intraclass correlation of
#: 0.967 at a standard deviation of 23.2), and more of those who grade without.
ALIKE: Final = 12
#: More columns are not read side by side: the first, and the newest.
MOST_COLUMNS: Final = 4

_PARTS: Final = (
    ("voluntary", N_("Voluntary, 1 unable to 5 complete"), tuple(movement.value for movement in STANDARD)),
    ("resting", N_("At rest, 0 even to 2"), tuple(part.value for part in RestingPart)),
    ("synkinesis", N_("Co-movement, 0 none to 3 severe"), tuple(movement.value for movement in STANDARD)),
)


@dataclass(frozen=True, slots=True)
class Estimated:
    """One assessment as the log has it."""

    day: date
    composite: int | None
    affected: str | None
    confidence: float | None
    abstained: str | None
    model: str
    items: Mapping[tuple[str, str], tuple[int, float] | None]
    """Part and item to points and confidence; None where it was left out."""


def estimated(db: sqlite3.Connection, period: Period) -> list[Estimated]:
    """The assessments of these days, the earliest first."""
    found = []
    for row in list(period.rows(db, "*", "assessments", "ORDER BY local_day, id")):
        items = {
            (one["part"], one["item"]): None if one["points"] is None else (one["points"], one["confidence"])
            for one in db.execute("SELECT * FROM assessment_items WHERE assessment_id = ?", (row["id"],))
        }
        found.append(
            Estimated(
                day=date.fromisoformat(row["local_day"]),
                composite=row["composite"],
                affected=row["affected"],
                confidence=row["confidence"],
                abstained=row["abstained"],
                model=row["model"],
                items=items,
            )
        )
    return found


def composite_sentence(found: Sequence[Estimated], period: Period) -> str:
    """From the first composite to the last, and whether that is a change; empty without one."""
    known = [one for one in found if one.composite is not None]
    if not known:
        return ""
    first, last = known[0], known[-1]
    assert first.composite is not None, first
    assert last.composite is not None, last
    if first is last:
        form = translate("Whole face: {points} of 100 on {day}.")
        return form.format(points=last.composite, day=period.on(last.day))
    form = translate("Whole face: {first} of 100 on {first_day}, {last} on {last_day}.")
    told = form.format(
        first=first.composite, first_day=period.on(first.day), last=last.composite, last_day=period.on(last.day)
    )
    return f"{told} {translate(_change(first, last))}"


def _change(first: Estimated, last: Estimated) -> str:
    assert first.composite is not None, first
    assert last.composite is not None, last
    if first.model != last.model:
        return N_("They were read with different landmark models, so they are not compared.")
    if abs(last.composite - first.composite) < ALIKE:
        return N_("No change that the mirror can be sure of, which takes 12 points.")
    if last.composite > first.composite:
        return N_("That is more than assessments differ by anyway.")
    return N_("That is less, by more than assessments differ by anyway.")


def assessments_part(found: Sequence[Estimated], period: Period) -> Part:
    """A column for each assessment that is shown: points, and behind them the confidence."""
    heading = translate("Standard assessments: estimate on the Sunnybrook scale")
    if not found:
        return Part(heading, (translate("None in this time."),))
    shown = list(found) if len(found) <= MOST_COLUMNS else [found[0], *found[1 - MOST_COLUMNS :]]
    heads = ("", *(_head(one.day, period) for one in shown))
    whole = (translate("Whole face, of 100"), *("-" if one.composite is None else str(one.composite) for one in shown))
    sure = (translate("How sure, 0 to 1"), *(_sure(one) or "-" for one in shown))
    voluntary, resting, synkinesis = (_rows(shown, part, title, items) for part, title, items in _PARTS)
    tables = (Table(heads, (whole, sure, *voluntary)), Table(heads, (*resting, *synkinesis)))
    said = [composite_sentence(found, period)]
    if len(shown) < len(found):
        left = len(found) - len(shown)
        form = plural("{count} in between is not shown.", "{count} in between are not shown.", left)
        said.append(form.format(count=left))
    abstained = [one for one in shown if one.abstained]
    if abstained:
        form = translate("No figure for the whole face on {day}: {why}.")
        last = abstained[-1]
        said.append(form.format(day=period.on(last.day), why=no_estimate(last.abstained, last.affected)))
    remark = translate("In brackets how sure the mirror is of an item, where it differs. A dash was left out.")
    return Part(heading, (" ".join(filter(None, said)),), tables=tables, remark=f"{remark} {translate(CHEEK)}")


def _rows(shown: Sequence[Estimated], part: str, title: str, items: Sequence[str]) -> list[tuple[str, ...]]:
    group = (translate(title), *("" for _ in shown))
    return [group, *((_item(item), *(_cell(one, part, item) for one in shown)) for item in items)]


def _item(item: str) -> str:
    return sentence_case(translate(item.replace("_", " ")))


def _head(day: date, period: Period) -> str:
    """A day as short as it can be: the columns are narrow."""
    return day_and_short_month(day) if day.year == period.until.year else short_date(day)


def _sure(one: Estimated) -> str:
    """How sure the mirror is of the whole face; where it has no figure for that, of most of the items."""
    if one.confidence is not None:
        return f"{one.confidence:.2f}"
    of_items = Counter(f"{known[1]:.2f}" for known in one.items.values() if known is not None)
    return of_items.most_common(1)[0][0] if of_items else ""


def _cell(one: Estimated, part: str, item: str) -> str:
    known = one.items.get((part, item))
    if known is None:
        return "-"
    points, confidence = known[0], f"{known[1]:.2f}"
    return str(points) if confidence == _sure(one) else f"{points} ({confidence})"
