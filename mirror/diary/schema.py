"""The tables of the log, as migrations that are recorded in the file itself.

docs/log.md says what every table and column means.  A migration that has been released is never edited: the next
change is a new one below it.  Closed ranges are checked here; words that may grow (exercises, outcomes, kinds of fault)
are only required not to be empty, because a new word must not need a new table.
"""

from typing import Final
from uuid import uuid4

from sqlite_utils import Database, Migrations

from mirror.diary.first_tables import DAILY_SUMMARY as FIRST_SUMMARY
from mirror.diary.first_tables import PLACE, STAMP, TABLES
from mirror.diary.means import INDEXES, TABLE, TRIGGERS, rebuild
from mirror.diary.reading import MIGRATIONS
from mirror.diary.views import ADHERENCE, DAILY_SUMMARY, TREND_BY_MOVEMENT

#: One row, which stays as long as anything of the log does.
IDENTITY: Final = "identity"
migrations: Final = Migrations(MIGRATIONS)

#: What is kept beside the practice: the plan that holds, what a caregiver writes, dates that were set right.
_BESIDE: Final = (
    f"""
    CREATE TABLE plans (
        id INTEGER PRIMARY KEY,
        {PLACE},
        standing TEXT NOT NULL CHECK (standing <> ''),
        stage TEXT NOT NULL CHECK (stage <> ''),
        affected_side TEXT NOT NULL CHECK (affected_side IN ('left', 'right')),
        revision INTEGER CHECK (revision >= 1),
        written_on TEXT CHECK (written_on GLOB '????-??-??'),
        valid_until TEXT CHECK (valid_until GLOB '????-??-??'),
        prescriber TEXT,
        text TEXT,
        {STAMP},
        CHECK ((revision IS NULL) = (written_on IS NULL) AND (revision IS NULL) = (valid_until IS NULL)
               AND (revision IS NULL) = (prescriber IS NULL))
    ) STRICT
    """,
    """
    CREATE TABLE plan_duties (
        id INTEGER PRIMARY KEY,
        plan_id INTEGER NOT NULL REFERENCES plans (id),
        weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
        duty TEXT NOT NULL CHECK (duty <> ''),
        times INTEGER NOT NULL CHECK (times >= 1),
        minutes REAL NOT NULL CHECK (minutes >= 0),
        UNIQUE (plan_id, weekday, duty)
    ) STRICT
    """,
    f"""
    CREATE TABLE notes (
        id INTEGER PRIMARY KEY,
        {PLACE},
        who TEXT NOT NULL CHECK (who <> ''),
        text TEXT NOT NULL CHECK (text <> ''),
        entry TEXT UNIQUE CHECK (entry <> ''),
        {STAMP}
    ) STRICT
    """,
    f"""
    CREATE TABLE repairs (
        id INTEGER PRIMARY KEY,
        run_id INTEGER NOT NULL REFERENCES runs (id),
        of_table TEXT NOT NULL CHECK (of_table <> ''),
        of_id INTEGER NOT NULL,
        original_at_utc TEXT NOT NULL,
        original_local_day TEXT NOT NULL,
        original_ended_utc TEXT,
        {STAMP},
        UNIQUE (of_table, of_id)
    ) STRICT
    """,
    "ALTER TABLE duties ADD COLUMN who TEXT NOT NULL DEFAULT 'mirror' CHECK (who <> '')",
    "ALTER TABLE duties ADD COLUMN entry TEXT CHECK (entry <> '')",
    "CREATE UNIQUE INDEX duties_by_entry ON duties (entry)",
    "CREATE INDEX runs_by_day ON runs (local_day)",
    "CREATE INDEX plans_by_day ON plans (local_day)",
    "CREATE INDEX notes_by_day ON notes (local_day)",
    # Of the rows whose date nobody vouches for yet; there are few, and they are looked for at every start.
    *(
        f"CREATE INDEX {table}_in_doubt ON {table} (boot_id) WHERE clock_synced = 0"
        for table in (
            *("runs", "sessions", "exercises", "repetitions", "faults", "answers", "signs", "locks"),
            *("attempts", "eyes", "assessments", "stimulations", "duties", "plans", "notes"),
        )
    ),
)


@migrations()
def m001_log(db: Database) -> None:
    """All tables, and the summary of a day."""
    for statement in (*TABLES, FIRST_SUMMARY):
        db.execute(statement)


@migrations()
def m002_stimulations(db: Database) -> None:
    """What a prescribed stimulator did, session by session, and in which repetitions it acted."""
    db.execute(
        f"""
        CREATE TABLE stimulations (
            id INTEGER PRIMARY KEY,
            {PLACE},
            side TEXT NOT NULL CHECK (side IN ('left', 'right')),
            armed INTEGER NOT NULL CHECK (armed IN (0, 1)),
            trains INTEGER NOT NULL CHECK (trains >= 0),
            given_s REAL NOT NULL CHECK (given_s >= 0),
            refusals TEXT NOT NULL CHECK (json_type(refusals) = 'object'),
            {STAMP},
            CHECK ((trains = 0) = (given_s = 0))
        ) STRICT
        """
    )
    db.execute("ALTER TABLE repetitions ADD COLUMN stimulated INTEGER NOT NULL DEFAULT 0 CHECK (stimulated IN (0, 1))")
    db.execute("CREATE INDEX stimulations_by_day ON stimulations (local_day)")


@migrations()
def m003_plans_notes_and_means(db: Database) -> None:
    """What is kept beside the practice, the means of every session, and the views that read them."""
    for statement in (*_BESIDE, TABLE, *INDEXES, *TRIGGERS.values()):
        db.execute(statement)
    rebuild(db)
    db.execute("DROP VIEW daily_summary")
    for view in (DAILY_SUMMARY, TREND_BY_MOVEMENT, ADHERENCE):
        db.execute(view)


@migrations()
def m004_answers_about_a_prescription(db: Database) -> None:
    """What is answered before stimulation is worth nothing for another prescription, so the answer names its own."""
    db.execute("ALTER TABLE answers ADD COLUMN prescription TEXT CHECK (prescription <> '')")


@migrations()
def m005_stimulations_by_session(db: Database) -> None:
    """What the guard tells of a session that a killed mirror could not keep is kept once, and completed."""
    db.execute("ALTER TABLE stimulations ADD COLUMN ledger_session TEXT CHECK (ledger_session <> '')")
    db.execute("CREATE UNIQUE INDEX stimulations_by_ledger_session ON stimulations (ledger_session)")


@migrations()
def m006_practices_of_a_day(db: Database) -> None:
    """How many practices there were, also those that were not gone through, stands in the adherence itself."""
    db.execute("DROP VIEW adherence")
    db.execute(ADHERENCE)


@migrations()
def m007_name_of_the_log(db: Database) -> None:
    """What the log is called where logs of several people lie side by side; nobody's name is in it."""
    db.execute(
        f"""
        CREATE TABLE {IDENTITY} (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            namespace TEXT NOT NULL CHECK (length(namespace) = 36)
        ) STRICT
        """
    )
    name_anew(db)


@migrations()
def m008_repetitions_that_were_asked_for(db: Database) -> None:
    """Three repetitions are much of four and little of ten."""
    db.execute("DROP VIEW daily_summary")
    db.execute("ALTER TABLE exercises ADD COLUMN asked INTEGER CHECK (asked >= 1)")
    db.execute(DAILY_SUMMARY)


@migrations()
def m009_frame_ages(db: Database) -> None:
    """How old the pictures of a session were on the glass: written once at its end, never per frame."""
    db.execute(
        f"""
        CREATE TABLE frame_ages (
            id INTEGER PRIMARY KEY,
            {PLACE},
            timed TEXT NOT NULL CHECK (timed <> ''),
            frames INTEGER NOT NULL CHECK (frames >= 1),
            median_ms REAL NOT NULL CHECK (median_ms >= 0),
            p95_ms REAL NOT NULL CHECK (p95_ms >= median_ms),
            counts TEXT NOT NULL CHECK (json_type(counts) = 'array'),
            {STAMP}
        ) STRICT
        """
    )
    db.execute("CREATE INDEX frame_ages_by_day ON frame_ages (local_day)")
    db.execute("CREATE INDEX frame_ages_in_doubt ON frame_ages (boot_id) WHERE clock_synced = 0")


def name_anew(db: Database) -> None:
    """A name that no other log has, by chance (RFC 9562, version 4), in the caller's transaction."""
    db.execute(f"INSERT INTO {IDENTITY} (id, namespace) VALUES (1, ?)", (str(uuid4()),))


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
