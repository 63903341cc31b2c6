"""The tables of the log, as migrations that are recorded in the file itself.

docs/log.md says what every table and column means.  A migration that has been released is never edited: the next
change is a new one below it.  Closed ranges are checked here; words that may grow (exercises, outcomes, kinds of fault)
are only required not to be empty, because a new word must not need a new table.
"""

from typing import Final

from sqlite_utils import Database, Migrations

migrations: Final = Migrations("mirror.diary")

_STAMP: Final = """
    at_utc TEXT NOT NULL CHECK (at_utc GLOB '????-??-??T??:??:??.???Z'),
    local_day TEXT NOT NULL CHECK (local_day GLOB '????-??-??'),
    boot_id TEXT NOT NULL CHECK (boot_id <> ''),
    monotonic_s REAL NOT NULL,
    clock_synced INTEGER NOT NULL CHECK (clock_synced IN (0, 1))
"""

#: Where what may also happen outside a session belongs.
_PLACE: Final = """
    run_id INTEGER NOT NULL REFERENCES runs (id),
    session_id INTEGER REFERENCES sessions (id)
"""

_TABLES: Final = (
    f"""
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        app_version TEXT NOT NULL CHECK (app_version <> ''),
        model TEXT NOT NULL CHECK (model <> ''),
        camera TEXT NOT NULL CHECK (camera <> ''),
        {_STAMP},
        ended_utc TEXT CHECK (ended_utc GLOB '????-??-??T??:??:??.???Z'),
        clean_shutdown INTEGER NOT NULL DEFAULT 0 CHECK (clean_shutdown IN (0, 1)),
        closed_incorrect INTEGER NOT NULL DEFAULT 0 CHECK (closed_incorrect IN (0, 1)),
        CHECK (clean_shutdown = (ended_utc IS NOT NULL)),
        CHECK (NOT (clean_shutdown AND closed_incorrect))
    ) STRICT
    """,
    f"""
    CREATE TABLE sessions (
        id INTEGER PRIMARY KEY,
        run_id INTEGER NOT NULL REFERENCES runs (id),
        planned TEXT NOT NULL CHECK (json_type(planned) = 'array'),
        camera TEXT NOT NULL CHECK (camera <> ''),
        model TEXT NOT NULL CHECK (model <> ''),
        app_version TEXT NOT NULL CHECK (app_version <> ''),
        {_STAMP},
        duty TEXT NOT NULL CHECK (duty <> ''),
        purpose TEXT NOT NULL CHECK (purpose <> ''),
        stage TEXT CHECK (stage <> ''),
        revision INTEGER CHECK (revision >= 1),
        charged_s REAL NOT NULL DEFAULT 0 CHECK (charged_s >= 0),
        outcome TEXT CHECK (outcome <> ''),
        ended_utc TEXT CHECK (ended_utc GLOB '????-??-??T??:??:??.???Z'),
        duration_s REAL CHECK (duration_s >= 0),
        CHECK ((outcome IS NULL) = (ended_utc IS NULL) AND (outcome IS NULL) = (duration_s IS NULL))
    ) STRICT
    """,
    f"""
    CREATE TABLE exercises (
        id INTEGER PRIMARY KEY,
        session_id INTEGER NOT NULL REFERENCES sessions (id),
        exercise TEXT NOT NULL CHECK (exercise <> ''),
        outcome TEXT NOT NULL CHECK (outcome <> ''),
        repetitions INTEGER NOT NULL CHECK (repetitions >= 0),
        guided_rounds INTEGER NOT NULL CHECK (guided_rounds >= 0),
        {_STAMP}
    ) STRICT
    """,
    f"""
    CREATE TABLE repetitions (
        id INTEGER PRIMARY KEY,
        session_id INTEGER NOT NULL REFERENCES sessions (id),
        exercise TEXT NOT NULL CHECK (exercise <> ''),
        movement TEXT NOT NULL CHECK (movement <> ''),
        number INTEGER NOT NULL CHECK (number >= 1),
        left_mm REAL CHECK (left_mm BETWEEN -100 AND 100),
        right_mm REAL CHECK (right_mm BETWEEN -100 AND 100),
        symmetry REAL CHECK (symmetry BETWEEN 0 AND 1),
        hold_s REAL NOT NULL CHECK (hold_s >= 0),
        gap_left_mm REAL CHECK (gap_left_mm BETWEEN -100 AND 100),
        gap_right_mm REAL CHECK (gap_right_mm BETWEEN -100 AND 100),
        confidence REAL CHECK (confidence BETWEEN 0 AND 1),
        reading TEXT NOT NULL CHECK (reading IN ('light', 'refined')),
        abstained TEXT CHECK (abstained <> ''),
        light_left_mm REAL NOT NULL CHECK (light_left_mm BETWEEN -100 AND 100),
        light_right_mm REAL NOT NULL CHECK (light_right_mm BETWEEN -100 AND 100),
        rest_noise_mm REAL NOT NULL CHECK (rest_noise_mm >= 0),
        joined TEXT CHECK (joined <> ''),
        model TEXT NOT NULL CHECK (model <> ''),
        app_version TEXT NOT NULL CHECK (app_version <> ''),
        {_STAMP},
        start_s REAL NOT NULL,
        hold_start_s REAL NOT NULL,
        hold_end_s REAL NOT NULL,
        end_s REAL NOT NULL,
        CHECK (start_s <= hold_start_s AND hold_start_s <= hold_end_s AND hold_end_s <= end_s),
        CHECK ((left_mm IS NULL) = (abstained IS NOT NULL) AND (left_mm IS NULL) = (right_mm IS NULL)
               AND (left_mm IS NULL) = (symmetry IS NULL) AND (left_mm IS NULL) = (confidence IS NULL))
    ) STRICT
    """,
    """
    CREATE TABLE co_movements (
        id INTEGER PRIMARY KEY,
        repetition_id INTEGER NOT NULL REFERENCES repetitions (id),
        region TEXT NOT NULL CHECK (region <> ''),
        left_mm REAL CHECK (left_mm BETWEEN -100 AND 100),
        right_mm REAL CHECK (right_mm BETWEEN -100 AND 100),
        left_part REAL CHECK (left_part BETWEEN -10 AND 10),
        right_part REAL CHECK (right_part BETWEEN -10 AND 10),
        confidence REAL CHECK (confidence BETWEEN 0 AND 1),
        abstained TEXT CHECK (abstained <> ''),
        CHECK ((left_mm IS NULL) = (abstained IS NOT NULL) AND (left_mm IS NULL) = (right_mm IS NULL)
               AND (left_mm IS NULL) = (confidence IS NULL) AND (left_part IS NULL) = (right_part IS NULL))
    ) STRICT
    """,
    f"""
    CREATE TABLE faults (
        id INTEGER PRIMARY KEY,
        {_PLACE},
        kind TEXT NOT NULL CHECK (kind <> ''),
        sentence TEXT NOT NULL CHECK (sentence <> ''),
        {_STAMP}
    ) STRICT
    """,
    f"""
    CREATE TABLE answers (
        id INTEGER PRIMARY KEY,
        {_PLACE},
        question TEXT NOT NULL CHECK (question <> ''),
        answer TEXT NOT NULL CHECK (answer <> ''),
        urgency TEXT CHECK (urgency <> ''),
        sign TEXT CHECK (sign <> ''),
        told TEXT CHECK (told <> ''),
        stage TEXT CHECK (stage <> ''),
        confirmed_by TEXT CHECK (confirmed_by <> ''),
        {_STAMP},
        CHECK ((urgency IS NOT NULL) + (sign IS NOT NULL) + (told IS NOT NULL) + (stage IS NOT NULL) = 1),
        CHECK ((stage IS NULL) = (confirmed_by IS NULL))
    ) STRICT
    """,
    f"""
    CREATE TABLE signs (
        id INTEGER PRIMARY KEY,
        {_PLACE},
        sign TEXT NOT NULL CHECK (sign <> ''),
        detail TEXT NOT NULL,
        {_STAMP}
    ) STRICT
    """,
    f"""
    CREATE TABLE locks (
        id INTEGER PRIMARY KEY,
        {_PLACE},
        exercise TEXT NOT NULL CHECK (exercise <> ''),
        why TEXT NOT NULL CHECK (why <> ''),
        sentence TEXT NOT NULL CHECK (sentence <> ''),
        {_STAMP}
    ) STRICT
    """,
    f"""
    CREATE TABLE attempts (
        id INTEGER PRIMARY KEY,
        {_PLACE},
        movement TEXT NOT NULL CHECK (movement <> ''),
        number INTEGER NOT NULL CHECK (number >= 1),
        left_mm REAL NOT NULL CHECK (left_mm BETWEEN -100 AND 100),
        right_mm REAL NOT NULL CHECK (right_mm BETWEEN -100 AND 100),
        symmetry REAL NOT NULL CHECK (symmetry BETWEEN 0 AND 1),
        confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
        noise_mm REAL NOT NULL CHECK (noise_mm >= 0),
        {_STAMP}
    ) STRICT
    """,
    f"""
    CREATE TABLE eyes (
        id INTEGER PRIMARY KEY,
        {_PLACE},
        gap_mm REAL CHECK (gap_mm BETWEEN -100 AND 100),
        blink_part REAL CHECK (blink_part BETWEEN -10 AND 10),
        blinks INTEGER NOT NULL CHECK (blinks >= 0),
        watch TEXT NOT NULL CHECK (watch <> ''),
        {_STAMP}
    ) STRICT
    """,
    f"""
    CREATE TABLE assessments (
        id INTEGER PRIMARY KEY,
        {_PLACE},
        composite INTEGER CHECK (composite BETWEEN 0 AND 100),
        composite_raw INTEGER CHECK (composite_raw BETWEEN -15 AND 100),
        affected TEXT CHECK (affected IN ('left', 'right')),
        confidence REAL CHECK (confidence BETWEEN 0 AND 1),
        abstained TEXT CHECK (abstained <> ''),
        model TEXT NOT NULL CHECK (model <> ''),
        {_STAMP},
        CHECK ((composite IS NULL) = (abstained IS NOT NULL) AND (composite IS NULL) = (composite_raw IS NULL)
               AND (composite IS NULL) = (confidence IS NULL))
    ) STRICT
    """,
    """
    CREATE TABLE assessment_items (
        id INTEGER PRIMARY KEY,
        assessment_id INTEGER NOT NULL REFERENCES assessments (id),
        part TEXT NOT NULL CHECK (part IN ('voluntary', 'resting', 'synkinesis')),
        item TEXT NOT NULL CHECK (item <> ''),
        points INTEGER CHECK (points BETWEEN 0 AND 5),
        confidence REAL CHECK (confidence BETWEEN 0 AND 1),
        figure REAL,
        abstained TEXT CHECK (abstained <> ''),
        UNIQUE (assessment_id, part, item),
        CHECK ((points IS NULL) = (abstained IS NOT NULL) AND (points IS NULL) = (confidence IS NULL)
               AND (points IS NULL) = (figure IS NULL))
    ) STRICT
    """,
    """
    CREATE TABLE assessment_movements (
        id INTEGER PRIMARY KEY,
        assessment_id INTEGER NOT NULL REFERENCES assessments (id),
        movement TEXT NOT NULL CHECK (movement <> ''),
        repetitions INTEGER CHECK (repetitions >= 0),
        symmetry_sd REAL CHECK (symmetry_sd >= 0),
        repeats INTEGER CHECK (repeats >= 1),
        full_mm REAL CHECK (full_mm BETWEEN -100 AND 100),
        UNIQUE (assessment_id, movement),
        CHECK ((symmetry_sd IS NULL) = (repeats IS NULL))
    ) STRICT
    """,
    f"""
    CREATE TABLE duties (
        id INTEGER PRIMARY KEY,
        {_PLACE},
        duty TEXT NOT NULL CHECK (duty <> ''),
        outcome TEXT NOT NULL CHECK (outcome IN ('done', 'put off')),
        {_STAMP}
    ) STRICT
    """,
    "CREATE INDEX sessions_by_day ON sessions (local_day)",
    "CREATE INDEX exercises_by_day ON exercises (local_day)",
    "CREATE INDEX exercises_by_session ON exercises (session_id, exercise)",
    "CREATE INDEX repetitions_by_day ON repetitions (local_day)",
    "CREATE INDEX repetitions_by_session ON repetitions (session_id, exercise)",
    "CREATE INDEX co_movements_by_repetition ON co_movements (repetition_id)",
    *(
        f"CREATE INDEX {table}_by_day ON {table} (local_day)"
        for table in ("faults", "answers", "signs", "locks", "attempts", "eyes", "assessments", "duties")
    ),
)

#: 0.80 and 1.0 are mirror.perception.excursion.TOGETHER and HARDLY_MM, written out because a view must not change under
#: an old file; a test holds them together.
_DAILY_SUMMARY: Final = """
    CREATE VIEW daily_summary AS
    WITH means AS (
        SELECT local_day, session_id, exercise, max(movement) AS movement,
               count(*) AS repetitions, 0 AS guided_rounds,
               avg(left_mm) AS left_mm, avg(right_mm) AS right_mm,
               avg(hold_s) AS hold_s, avg(confidence) AS confidence, min(monotonic_s) AS first_monotonic_s
          FROM repetitions
         GROUP BY local_day, session_id, exercise
        UNION ALL
        SELECT local_day, session_id, exercise, NULL, 0, sum(guided_rounds), NULL, NULL, NULL, NULL, min(monotonic_s)
          FROM exercises
         WHERE NOT EXISTS (SELECT 1 FROM repetitions WHERE repetitions.session_id = exercises.session_id
                                                       AND repetitions.exercise = exercises.exercise)
         GROUP BY local_day, session_id, exercise
    ),
    compared AS (
        SELECT *,
               CASE WHEN left_mm IS NULL THEN NULL
                    WHEN max(left_mm, right_mm) <= 0 THEN 1.0
                    ELSE max(0.0, min(1.0, min(left_mm, right_mm) / max(left_mm, right_mm)))
               END AS symmetry
          FROM means
    )
    SELECT local_day, session_id, exercise, movement,
           (SELECT outcome FROM exercises
             WHERE exercises.session_id = compared.session_id AND exercises.exercise = compared.exercise
             ORDER BY id DESC LIMIT 1) AS outcome,
           repetitions, guided_rounds, left_mm, right_mm, symmetry,
           CASE WHEN symmetry >= 0.80 OR max(left_mm, right_mm) < 1.0 THEN 'together'
                WHEN left_mm < right_mm THEN 'left'
                WHEN left_mm > right_mm THEN 'right'
           END AS weaker,
           hold_s, confidence, first_monotonic_s
      FROM compared
"""


@migrations()
def m001_log(db: Database) -> None:
    """All tables, and the summary of a day."""
    for statement in (*_TABLES, _DAILY_SUMMARY):
        db.execute(statement)


@migrations()
def m002_stimulations(db: Database) -> None:
    """What a prescribed stimulator did, session by session, and in which repetitions it acted."""
    db.execute(
        f"""
        CREATE TABLE stimulations (
            id INTEGER PRIMARY KEY,
            {_PLACE},
            side TEXT NOT NULL CHECK (side IN ('left', 'right')),
            armed INTEGER NOT NULL CHECK (armed IN (0, 1)),
            trains INTEGER NOT NULL CHECK (trains >= 0),
            given_s REAL NOT NULL CHECK (given_s >= 0),
            refusals TEXT NOT NULL CHECK (json_type(refusals) = 'object'),
            {_STAMP},
            CHECK ((trains = 0) = (given_s = 0))
        ) STRICT
        """
    )
    db.execute("ALTER TABLE repetitions ADD COLUMN stimulated INTEGER NOT NULL DEFAULT 0 CHECK (stimulated IN (0, 1))")
    db.execute("CREATE INDEX stimulations_by_day ON stimulations (local_day)")


def foreign_tables(db: Database) -> list[str]:
    """Tables and views in the file that no migration of this program makes; SQLite's own do not count."""
    with Database(memory=True, execute_plugins=False) as empty:
        migrations.apply(empty)
        known = {*empty.table_names(), *empty.view_names()}
    found = {*db.table_names(), *db.view_names()}
    return sorted(name for name in found - known if not name.startswith("sqlite_"))


def unknown_migrations(db: Database) -> list[str]:
    """Names of migrations in the file that this program has never heard of: a newer one has written it."""
    applied = {migration.name for migration in migrations.applied(db)}
    with Database(memory=True, execute_plugins=False) as empty:
        known = {migration.name for migration in migrations.pending(empty)}
    return sorted(applied - known)
