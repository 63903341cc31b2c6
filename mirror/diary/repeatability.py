"""How well the log's own figures repeat themselves."""

import math
import sqlite3
from typing import Final

from mirror.diary.means import MEANS
from mirror.movement.change import Repeatability
from mirror.perception.excursion import Movement

#: It is reckoned of so many sessions' figures: a good quarter of a year, so that it is about the camera and the light
#: as they are now, and costs the same after ten years.
NEWEST: Final = 200


def symmetry_repeatability(db: sqlite3.Connection, movement: Movement) -> Repeatability | None:
    """Of the symmetry of one movement, over the newest sessions; None while too few repetitions are known.

    Only figures of the same exercise, path and landmark model within a session are held against each other.  ``db``
    comes from ``reading``.
    """
    found = db.execute(
        f"""SELECT symmetry_squares, figures - 1 FROM {MEANS}
             WHERE movement = ? AND figures > 1 ORDER BY local_day DESC, session_id DESC LIMIT ?""",
        (movement.value, NEWEST),
    )
    return Repeatability.pooled(Repeatability(math.sqrt(squares / repeats), repeats) for squares, repeats in found)


def repeatabilities(db: sqlite3.Connection) -> dict[Movement, Repeatability]:
    """Of every movement for which it is known."""
    known = {movement: symmetry_repeatability(db, movement) for movement in Movement}
    return {movement: found for movement, found in known.items() if found is not None}
