"""What a set of synthetic patients says of the measurement, per movement, against the truth beside the pictures.

A set is a folder of photographs with a ``truth.json``: a list with, per picture, ``file``, ``subject``, ``affected``,
``movement`` (``rest`` for two of them), ``severity`` (0..1, how much less the affected side moves), ``synkinesis`` and
``gt``, points of the head in mm and the visible opening of each eye.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Side

Row = dict[str, Any]


@dataclass(slots=True)
class Tally:
    """What was found for one movement."""

    pairs: int = 0
    abstained: int = 0
    errors: list[float] = field(default_factory=list)
    """Affected over healthy side, read minus true."""
    leaks: list[float] = field(default_factory=list)
    """The same where the affected side is fully paralysed."""
    mm_errors: list[float] = field(default_factory=list)
    """Relative error of the healthy side's millimetres."""
    sides: list[bool] = field(default_factory=list)
    """Whether the weaker side was named where there is one."""


def rows_of(folder: Path) -> list[Row]:
    rows: list[Row] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return rows


def pairs_of(rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Every picture of a movement, with its subject's first picture at rest."""
    rests = {row["subject"]: row for row in rows if row["file"].endswith("_rest0.jpg")}
    for row in rows:
        if row["movement"] != "rest":
            yield rests[row["subject"]], row


def true_mm(rest: Row, move: Row) -> tuple[float, float]:
    """(left, right) what each side did, in the plane of the face."""
    left, right = (_true_mm(rest["gt"], move["gt"], move["movement"], side) for side in "LR")
    return left, right


def _true_mm(rest: Row, move: Row, movement: str, side: str) -> float:
    def travel(point: str) -> float:
        key = f"{point}_{side}"
        return float(np.linalg.norm((np.array(move[key]) - np.array(rest[key]))[:2]))

    match movement:
        case "eye_closure":
            return float(rest[f"eye_{side}"] - move[f"eye_{side}"])
        case "brow_raise":
            return travel("brow")
        case "snarl":
            return (travel("alar") + travel("lip")) / 2.0
        case _:
            return travel("mouth")


def affected_first(pair: tuple[float, float], affected: Side) -> tuple[float, float]:
    return pair if affected is Side.LEFT else (pair[1], pair[0])


def ratio(weak_mm: float, healthy_mm: float) -> float:
    return float(np.clip(weak_mm / max(healthy_mm, 1e-6), -1.0, 3.0))


def count(tally: Tally, rest: Row, move: Row, found: Excursion | None) -> None:
    """One more pair."""
    tally.pairs += 1
    if found is None:
        tally.abstained += 1
        return
    affected = Side(move["affected"])
    true_weak, true_healthy = affected_first(true_mm(rest, move), affected)
    weak, healthy = affected_first((found.left_mm, found.right_mm), affected)
    error = ratio(weak, healthy) - true_weak / true_healthy
    # An eye that joins in another movement closes by a part that the truth does not tell apart.
    if move["synkinesis"] == 0 or move["movement"] != Movement.EYE_CLOSURE.value:
        tally.errors.append(error)
    if move["severity"] == 1.0:
        tally.leaks.append(error)
    tally.mm_errors.append(abs(healthy - true_healthy) / true_healthy)
    if true_weak / true_healthy < 0.8:
        tally.sides.append(weak < healthy)


def table(tallies: dict[Movement, Tally]) -> str:
    lines = [f"{'movement':12s} pairs abstained  ratio error   leak  mm error  side right"]
    for movement, tally in tallies.items():
        lines.append(
            f"{movement.value:12s} {tally.pairs:5d} {tally.abstained:9d} {np.mean(np.abs(tally.errors)):12.3f}"
            f" {np.mean(tally.leaks):+6.3f} {np.median(tally.mm_errors):9.2f} {np.mean(tally.sides):11.2f}"
        )
    error = all_errors(tallies)
    lines.append(f"all: ratio error {error.mean():.3f}, 90th percentile {np.percentile(error, 90):.3f}")
    return "\n".join(lines)


def all_errors(tallies: dict[Movement, Tally]) -> np.ndarray:
    return np.abs(np.concatenate([tally.errors for tally in tallies.values()]))
