"""How well the log's own figures repeat themselves."""

import sqlite3
from itertools import groupby
from operator import itemgetter

from mirror.movement.change import Repeatability
from mirror.perception.excursion import Movement


def symmetry_repeatability(db: sqlite3.Connection, movement: Movement) -> Repeatability | None:
    """Of the symmetry of one movement, over all sessions; None while too few repetitions are known.

    Only figures of the same path and the same landmark model within a session are held against each other.  ``db``
    comes from ``reading``.
    """
    found = db.execute(
        """SELECT session_id, reading, model, symmetry FROM repetitions
            WHERE movement = ? AND symmetry IS NOT NULL ORDER BY session_id, reading, model""",
        (movement.value,),
    )
    groups = groupby((tuple(row) for row in found), key=itemgetter(0, 1, 2))
    return Repeatability.of([row[3] for row in rows] for _, rows in groups)


def repeatabilities(db: sqlite3.Connection) -> dict[Movement, Repeatability]:
    """Of every movement for which it is known."""
    known = {movement: symmetry_repeatability(db, movement) for movement in Movement}
    return {movement: found for movement, found in known.items() if found is not None}
