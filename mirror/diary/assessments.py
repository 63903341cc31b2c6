"""A standard assessment as rows of the log, and the rows as the assessment again.

It has a row for the estimate, one per item of the scale, and one per movement that was read.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from mirror.movement.assessment import AssessmentDone
from mirror.movement.change import Repeatability
from mirror.movement.estimate import Estimate
from mirror.movement.sunnybrook import Grade, Item, LeftOut, RestingPart, Sheet
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.therapy.effects import Assessed

ESTIMATES: Final = "assessments"
ITEMS: Final = "assessment_items"
MOVEMENTS: Final = "assessment_movements"

_Row = dict[str, object]


def estimate_row(record: Assessed) -> _Row:
    """The estimate as a whole."""
    estimate = record.done.estimate
    return {
        "composite": estimate.composite,
        "composite_raw": estimate.composite_raw,
        "affected": None if estimate.affected is None else estimate.affected.value,
        "confidence": estimate.confidence,
        "abstained": estimate.abstained,
        "model": record.done.model,
    }


def part_rows(record: Assessed, assessment_id: int) -> Iterator[tuple[str, _Row]]:
    """The table and the row of every item and of every movement."""
    sheet, done = record.done.estimate.sheet, record.done
    parts: tuple[tuple[str, Mapping[Movement, Item] | Mapping[RestingPart, Item]], ...] = (
        ("voluntary", sheet.voluntary),
        ("resting", sheet.resting),
        ("synkinesis", sheet.synkinesis),
    )
    for part, items in parts:
        for key, item in items.items():
            row: _Row = {"assessment_id": assessment_id, "part": part, "item": key.value}
            yield ITEMS, row | _item_row(item)
    for movement in Movement:
        if movement in done.repetitions or movement in record.full_mm:
            repeats = done.repeatability.get(movement)
            yield (
                MOVEMENTS,
                {
                    "assessment_id": assessment_id,
                    "movement": movement.value,
                    "repetitions": done.repetitions.get(movement),
                    "symmetry_sd": None if repeats is None else repeats.sd,
                    "repeats": None if repeats is None else repeats.repeats,
                    "full_mm": record.full_mm.get(movement),
                },
            )


def _item_row(item: Item) -> _Row:
    if isinstance(item, LeftOut):
        return {"abstained": item.why}
    return {"points": item.points, "confidence": item.confidence, "figure": item.figure}


def assessments(db: sqlite3.Connection) -> Iterator[tuple[sqlite3.Row, Assessed]]:
    """Every assessment of the log in the order in which it was written, with its row.

    ``db`` comes from ``reading``.  Raises ValueError for a word that this version does not know.
    """
    items, movements = _parts(db, ITEMS), _parts(db, MOVEMENTS)
    for row in db.execute(f"SELECT * FROM {ESTIMATES} ORDER BY id"):
        yield row, _assessed(row, items[row["id"]], movements[row["id"]])


def _parts(db: sqlite3.Connection, table: str) -> Mapping[int, list[sqlite3.Row]]:
    """The rows of each assessment."""
    found: defaultdict[int, list[sqlite3.Row]] = defaultdict(list)
    for row in db.execute(f"SELECT * FROM {table} ORDER BY id"):
        found[row["assessment_id"]].append(row)
    return found


def _assessed(row: sqlite3.Row, items: list[sqlite3.Row], movements: list[sqlite3.Row]) -> Assessed:
    sheet = Sheet(
        voluntary={Movement(one["item"]): _item(one) for one in items if one["part"] == "voluntary"},
        resting={RestingPart(one["item"]): _item(one) for one in items if one["part"] == "resting"},
        synkinesis={Movement(one["item"]): _item(one) for one in items if one["part"] == "synkinesis"},
    )
    affected = None if row["affected"] is None else Side(row["affected"])
    done = AssessmentDone(
        estimate=Estimate(sheet, affected, row["confidence"], row["abstained"]),
        repeatability={
            Movement(one["movement"]): Repeatability(one["symmetry_sd"], one["repeats"])
            for one in movements
            if one["repeats"] is not None
        },
        repetitions={
            Movement(one["movement"]): one["repetitions"] for one in movements if one["repetitions"] is not None
        },
        model=row["model"],
    )
    full_mm = {Movement(one["movement"]): one["full_mm"] for one in movements if one["full_mm"] is not None}
    return Assessed(done, full_mm)


def _item(row: sqlite3.Row) -> Item:
    if row["abstained"] is not None:
        return LeftOut(row["abstained"])
    return Grade(row["points"], row["confidence"], row["figure"])
