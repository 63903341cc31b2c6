"""The whole log for other programs: JSON with every table, CSV for a spreadsheet."""

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Final

from mirror.diary.reading import reading_what_is_there

TABLES: Final = (
    *("runs", "sessions", "exercises", "repetitions", "co_movements"),
    *("answers", "signs", "locks", "attempts", "eyes"),
    *("assessments", "assessment_items", "assessment_movements", "stimulations", "duties", "faults"),
    "frame_ages",
    *("plans", "plan_duties", "notes", "repairs", "identity"),
)
#: SQLite has no truth values; these columns hold 0 or 1.
TRUTHS: Final = ("clock_synced", "clean_shutdown", "closed_incorrect", "armed", "stimulated")
#: These hold JSON.
STRUCTURED: Final = ("planned", "refusals", "counts")


def export_json(data_dir: Path) -> dict[str, list[dict[str, object]]]:
    """Every table as a list of its rows, in the order they were written.  Raises Problem where there is no log."""
    with reading_what_is_there(data_dir) as db:
        return {table: _rows(db, table) for table in TABLES}


def export_csv(data_dir: Path) -> str:
    """One line per repetition, the units in the headings.  Raises Problem where there is no log.

    Spreadsheets want a byte order mark before it: write it to a file as ``utf-8-sig``.
    """
    out = io.StringIO()
    with reading_what_is_there(data_dir) as db:
        names = [row["name"] for row in db.execute("PRAGMA table_info(repetitions)")]
        sheet = csv.DictWriter(out, names)
        sheet.writeheader()
        for row in _rows(db, "repetitions"):
            sheet.writerow({name: _cell(value) for name, value in row.items()})
    return out.getvalue()


def _rows(db: sqlite3.Connection, table: str) -> list[dict[str, object]]:
    return [
        {name: _value(name, value) for name, value in dict(row).items()}
        for row in db.execute(f"SELECT * FROM {table} ORDER BY id")
    ]


def _value(name: str, value: object) -> object:
    if name in TRUTHS:
        return bool(value)
    return json.loads(str(value)) if name in STRUCTURED else value


def _cell(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value
