"""Means per session, kept beside the repetitions, so that a trend over ten years costs no more than one over a week.

One row per session, exercise, movement, path of the reading and model.  SQLite itself keeps them: a trigger reckons the
rows of one exercise anew from its repetitions, in the transaction in which these change, whoever changes them.
"""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # readers name the table, and must not load the library that writes it
    from sqlite_utils import Database

MEANS: Final = "session_means"
#: What it is reckoned from can be exported; it cannot be lost.
DERIVED: Final = (MEANS,)

TABLE: Final = f"""
    CREATE TABLE {MEANS} (
        session_id INTEGER NOT NULL REFERENCES sessions (id),
        exercise TEXT NOT NULL,
        movement TEXT NOT NULL,
        reading TEXT NOT NULL,
        model TEXT NOT NULL,
        local_day TEXT NOT NULL,
        repetitions INTEGER NOT NULL,
        figures INTEGER NOT NULL,
        left_mm REAL,
        right_mm REAL,
        symmetry REAL,
        symmetry_squares REAL,
        confidence REAL,
        noise_mm REAL NOT NULL,
        hold_s REAL NOT NULL,
        joined INTEGER NOT NULL,
        first_monotonic_s REAL NOT NULL,
        PRIMARY KEY (session_id, exercise, movement, reading, model, local_day)
    ) STRICT, WITHOUT ROWID
"""
#: By day for the pages, by movement for its trend and its repeatability.
INDEXES: Final = (
    f"CREATE INDEX {MEANS}_by_day ON {MEANS} (local_day)",
    f"CREATE INDEX {MEANS}_by_movement ON {MEANS} (movement, local_day, session_id)",
)

#: What a face did while a stimulator acted on it is no figure of the face's own: such a repetition counts, its figures
#: do not.  The squares are those of the deviations from the mean; rounding must not take them below zero.
_RECKONED: Final = f"""
    INSERT INTO {MEANS}
    SELECT session_id, exercise, movement, reading, model, local_day, count(*), count(left_mm),
           avg(left_mm), avg(right_mm), avg(symmetry),
           max(0.0, total(symmetry * symmetry) - count(symmetry) * avg(symmetry) * avg(symmetry)),
           avg(confidence), avg(rest_noise_mm), avg(hold_s), count(joined), min(monotonic_s)
      FROM (SELECT session_id, exercise, movement, reading, model, local_day,
                   rest_noise_mm, hold_s, joined, monotonic_s,
                   iif(stimulated, NULL, left_mm) AS left_mm, iif(stimulated, NULL, right_mm) AS right_mm,
                   iif(stimulated, NULL, symmetry) AS symmetry, iif(stimulated, NULL, confidence) AS confidence
              FROM repetitions {{where}})
     GROUP BY session_id, exercise, movement, reading, model, local_day
"""
_TRIGGER: Final = f"""
    CREATE TRIGGER {MEANS}_{{name}} AFTER {{event}} ON repetitions BEGIN
        DELETE FROM {MEANS} WHERE session_id = {{row}}.session_id AND exercise = {{row}}.exercise;
        {_RECKONED.format(where="WHERE session_id = {row}.session_id AND exercise = {row}.exercise")};
    END
"""
#: A repetition never moves to another session or exercise.
TRIGGERS: Final = {
    f"{MEANS}_{event}": _TRIGGER.format(name=event, event=event.upper(), row=row)
    for event, row in (("insert", "NEW"), ("update", "NEW"), ("delete", "OLD"))
}


def rebuild(db: "Database") -> None:
    """Reckon all means anew from the repetitions, within the caller's transaction."""
    db.execute(f"DELETE FROM {MEANS}")
    db.execute(_RECKONED.format(where=""))
