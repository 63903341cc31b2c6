"""The log being written: one short transaction per record, on the disk before it is called saved."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from mirror.diary.assessments import ESTIMATES, estimate_row, part_rows
from mirror.diary.lock import FolderLock
from mirror.diary.opening import Refused, opened
from mirror.diary.repair import repair_dates
from mirror.diary.rescue import rescue
from mirror.diary.rows import (
    Row,
    co_movement_row,
    exercise_row,
    figures,
    note_row,
    plan_duty_rows,
    plan_row,
    repetition_row,
    session_row,
)
from mirror.diary.stamp import Stamp
from mirror.therapy.effects import (
    Assessed,
    DutyDone,
    ExerciseEnded,
    FaultNoted,
    NoteWritten,
    PlanFollowed,
    PracticeTime,
    Record,
    RepetitionDone,
    RepetitionRefined,
    SessionBegan,
    SessionEnded,
    StimulationDone,
)

#: The fault of a program that was started anew, here for one that had ended without its end.
RESTART: Final = "restart"
FELL: Final = "The mirror ended without closing its log (by the watchdog, a kill or a crash) and was started again."


@dataclass(frozen=True, slots=True)
class Saved:
    """A row that is on the disk."""

    table: str
    row_id: int


@dataclass(frozen=True, slots=True)
class _Run:
    id: int
    app_version: str
    model: str
    camera: str


@dataclass(frozen=True, slots=True)
class _Session:
    id: int
    local_day: str
    """Of its beginning: what is practised over the end of the day stays in one piece."""
    monotonic_s: float


class Log:
    """The one writer of the patient's record.  Belongs to the thread that opened it."""

    def __init__(
        self, db: Database, path: Path, lock: ExitStack, notice: str | None, zone: tzinfo | None = None
    ) -> None:
        self._db = db
        self._path = path
        self._lock = lock
        self.notice: Final = notice
        """A sentence for the screen about what was found on opening, or None."""
        self._run: _Run | None = None
        self._session: _Session | None = None
        self._zone = zone
        self._in_doubt = True
        """Whether there may be rows of this boot whose dates are not known to be right."""

    @classmethod
    def open(
        cls,
        path: Path,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        held: FolderLock | None = None,
        zone: tzinfo | None = None,
    ) -> "Log":
        """Open the log at ``path``; makes it and its folder where they are missing.

        A damaged file is set aside under a dated name and a new log begun; :attr:`notice` then says so.  Raises Problem
        when the folder or the file cannot be written, when another mirror writes there, and when a newer program has
        written the file.  ``held`` is the folder's lock where the caller has it already, and keeps it.  ``zone`` is
        the mirror's, None for the system's own.
        """
        with ExitStack() as lock:
            if held is None:
                lock.enter_context(FolderLock(path.parent))
            notice = rescue(path, now)  # under the lock: nobody's log is set aside while it is being written
            return cls(opened(path), path, lock.pop_all(), notice, zone)

    def begin_run(self, app_version: str, model: str, camera: str, stamp: Stamp) -> None:
        """The mirror has started.  Runs that never ended are marked: the plug was pulled, or the program fell.

        One that fell in this same boot is a fault besides: the machine went on, and the program was started again.
        """
        row = {"app_version": app_version, "model": model, "camera": camera, **asdict(stamp)}
        with self._transaction():
            open_runs = "FROM runs WHERE ended_utc IS NULL AND NOT closed_incorrect AND boot_id = ?"
            fell = self._db.execute(f"SELECT EXISTS (SELECT 1 {open_runs})", (stamp.boot_id,)).fetchone()[0]
            self._db.execute("UPDATE runs SET closed_incorrect = 1 WHERE ended_utc IS NULL")
            run = _Run(self._insert("runs", row).row_id, app_version, model, camera)
            noted = ([] if self.notice is None else [("log", self.notice)]) + ([(RESTART, FELL)] if fell else [])
            for kind, sentence in noted:
                self._insert("faults", {"run_id": run.id, "kind": kind, "sentence": sentence, **asdict(stamp)})
        self._run = run
        self.settle(stamp)

    def settle(self, now: Stamp) -> None:
        """Set the dates of this boot right as soon as the clock is known to be right; else there is nothing to do.

        Raises Refused as :meth:`keep` does.
        """
        if not (self._in_doubt and now.clock_synced):
            return
        with self._transaction():
            repair_dates(self._db, self._running.id, now, self._zone)
            session = self._session and self._reread(self._session)
        self._session, self._in_doubt = session, False

    def keep(self, record: Record, stamp: Stamp) -> tuple[Saved, ...]:
        """Write one record; when this returns, its rows survive a pulled plug.

        Raises Refused when the disk does not take it; nothing of it is written then, and it may be tried again.  A
        record that breaks the rules of the tables is kept as a fault, word for word: it must neither be lost nor stand
        in the way of those behind it.
        """
        self.settle(stamp)
        self._in_doubt = self._in_doubt or not stamp.clock_synced
        try:
            with self._transaction():
                session, saved = self._write(record, stamp)
        except sqlite3.IntegrityError as error:
            session, saved = self._session, self._keep_misfit(record, error, stamp)
        self._session = session
        return saved

    def end_run(self, stamp: Stamp) -> None:
        """The mirror is being switched off in order."""
        self.settle(stamp)
        with self._transaction():
            self._db.table("runs").update(self._running.id, {"ended_utc": stamp.at_utc, "clean_shutdown": 1})
        self._run = None

    def close(self) -> None:
        """Close the file and let the next writer in.  A run that was not ended counts as cut off."""
        self._db.close()
        self._lock.close()

    @property
    def _running(self) -> _Run:
        if self._run is None:
            raise ValueError("begin_run comes before anything is kept")
        return self._run

    def _write(self, record: Record, stamp: Stamp) -> tuple[_Session | None, tuple[Saved, ...]]:
        """The rows of one record; returns the session that is open afterwards, and what was written."""
        match record:
            case SessionBegan():
                session = self._begin_session(record, stamp)
                return session, (Saved("sessions", session.id),)
            case RepetitionRefined():
                return self._session, self._refine(record)
            case RepetitionDone() | ExerciseEnded() | PracticeTime() | SessionEnded():
                # Without a session, its beginning is in a file that was set aside meanwhile; what follows stays
                # together.
                session = self._session or self._begin_session(SessionBegan(()), stamp)
                saved = self._write_in(session, record, stamp)
                return (None if isinstance(record, SessionEnded) else session), (saved,)
            case Assessed():
                return self._session, self._assess(record, stamp)
            case PlanFollowed():
                return self._session, self._follow(record, stamp)
            case StimulationDone(ledger_session=str()):
                return self._session, self._complete(record, stamp)
            case DutyDone(entry=str()) | NoteWritten(entry=str()):
                return self._session, self._receive(record, stamp)
            case _:
                return self._session, (self._note(*note_row(record), stamp),)

    def _write_in(
        self, session: _Session, record: RepetitionDone | ExerciseEnded | PracticeTime | SessionEnded, stamp: Stamp
    ) -> Saved:
        """The row of what belongs to a session."""
        match record:
            case RepetitionDone():
                return self._insert("repetitions", self._repetition(record) | _place(session, stamp))
            case ExerciseEnded():
                return self._insert("exercises", exercise_row(record) | _place(session, stamp))
            case PracticeTime(seconds=seconds):
                more = "UPDATE sessions SET charged_s = charged_s + ? WHERE id = ?"
                self._db.execute(more, (seconds, session.id))
            case SessionEnded(outcome=outcome):
                duration_s = max(0.0, stamp.monotonic_s - session.monotonic_s)
                end = {"outcome": outcome.value, "ended_utc": stamp.at_utc, "duration_s": duration_s}
                self._db.table("sessions").update(session.id, end)
        return Saved("sessions", session.id)

    def _note(self, table: str, row: Row, stamp: Stamp) -> Saved:
        """The row of what may also happen outside a session."""
        run_id, session = self._running.id, self._session
        place = {**asdict(stamp), "session_id": None} if session is None else _place(session, stamp)
        return self._insert(table, {**row, **place, "run_id": run_id})

    def _assess(self, record: Assessed, stamp: Stamp) -> tuple[Saved, ...]:
        saved = self._note(ESTIMATES, estimate_row(record), stamp)
        return (saved, *(self._insert(table, row) for table, row in part_rows(record, saved.row_id)))

    def _follow(self, record: PlanFollowed, stamp: Stamp) -> tuple[Saved, ...]:
        """A plan that is followed already is not begun anew."""
        row = plan_row(record)
        newest = self._db.execute(f"SELECT {', '.join(row)} FROM plans ORDER BY id DESC LIMIT 1").fetchone()
        if newest == tuple(row.values()):
            return ()
        saved = self._note("plans", row, stamp)
        for duty in plan_duty_rows(record):
            self._insert("plan_duties", {**duty, "plan_id": saved.row_id})
        return (saved,)

    def _receive(self, record: DutyDone | NoteWritten, stamp: Stamp) -> tuple[Saved, ...]:
        """What came from a phone: kept once, at its own time, and never part of a session that happens to run."""
        table, row = note_row(record)
        if self._db.execute(f"SELECT 1 FROM {table} WHERE entry = ?", (record.entry,)).fetchone():
            return ()
        return (self._insert(table, {**row, **asdict(stamp), "run_id": self._running.id, "session_id": None}),)

    def _complete(self, record: StimulationDone, stamp: Stamp) -> tuple[Saved, ...]:
        """What a stimulator did in a session: one row, which a later and fuller word of the guard completes."""
        known = "SELECT id, trains, given_s FROM stimulations WHERE ledger_session = ?"
        row = self._db.execute(known, (record.ledger_session,)).fetchone()
        if row is None:
            return (self._note(*note_row(record), stamp),)
        row_id, trains, given_s = row
        if (record.trains, record.given_s) <= (trains, given_s):
            return ()
        more = {"armed": 1, "trains": record.trains, "given_s": record.given_s}
        self._db.table("stimulations").update(row_id, more)
        return (Saved("stimulations", row_id),)

    def _keep_misfit(self, record: Record, error: sqlite3.IntegrityError, stamp: Stamp) -> tuple[Saved, ...]:
        sentence = f"A record did not fit the log and was kept here word for word ({error}): {record!r}"
        with self._transaction():
            return (self._note(*note_row(FaultNoted("record", sentence)), stamp),)

    def _begin_session(self, record: SessionBegan, stamp: Stamp) -> _Session:
        run = self._running
        row = {
            **session_row(record),
            "run_id": run.id,
            "camera": run.camera,
            "model": run.model,
            "app_version": run.app_version,
            **asdict(stamp),
        }
        return _Session(self._insert("sessions", row).row_id, stamp.local_day, stamp.monotonic_s)

    def _reread(self, session: _Session) -> _Session:
        """The session on the day that it has now."""
        (day,) = self._db.execute("SELECT local_day FROM sessions WHERE id = ?", (session.id,)).fetchone()
        return replace(session, local_day=day)

    def _refine(self, record: RepetitionRefined) -> tuple[Saved, ...]:
        """The refined figure takes the light one's place, which stays beside it.

        A repetition that is not in this file, because it was set aside meanwhile, has nothing to refine.
        """
        row = self._db.execute(
            "SELECT id FROM repetitions WHERE exercise = ? AND number = ? AND start_s = ? ORDER BY id DESC LIMIT 1",
            (record.exercise, record.number, record.start_s),
        ).fetchone()
        if row is None:
            return ()
        found = {**figures(record.excursion), "reading": "refined", "abstained": record.abstained}
        found |= {"gap_left_mm": record.gap_left_mm, "gap_right_mm": record.gap_right_mm}
        self._db.table("repetitions").update(row[0], {**found, "model": record.model})
        regions = () if record.co_movement is None else record.co_movement.regions.items()
        joined = (self._insert("co_movements", co_movement_row(row[0], region, shift)) for region, shift in regions)
        return (Saved("repetitions", row[0]), *joined)

    def _repetition(self, record: RepetitionDone) -> dict[str, object]:
        return repetition_row(record) | {"model": self._running.model, "app_version": self._running.app_version}

    def _insert(self, table: str, row: dict[str, object]) -> Saved:
        row_id = self._db.table(table).insert(row).last_pk
        assert isinstance(row_id, int), "every table's key is an INTEGER PRIMARY KEY"
        return Saved(table, row_id)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing, and on the disk at the end of the block."""
        try:
            with self._db.atomic():
                yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise Refused(self._path, error) from error


def _place(session: _Session, stamp: Stamp) -> dict[str, object]:
    """Which session a row belongs to and when it was made."""
    return {**asdict(stamp), "session_id": session.id, "local_day": session.local_day}
