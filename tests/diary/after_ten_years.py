"""How long the readers take on the log of a week and on that of ten years, in one run.

    python -m tests.diary.after_ten_years [DIR]     DIR keeps the logs for the next time

Times are processor time of this process, the median of several runs, so that a busy machine does not change them much.
"""

import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from pathlib import Path
from typing import Final

from mirror.diary.adherence import adherence
from mirror.diary.advice import open_advice
from mirror.diary.page import day_page
from mirror.diary.reading import FILE_NAME, reading
from mirror.diary.repeatability import repeatabilities
from mirror.diary.today import as_text, week_in
from mirror.diary.trend import trend
from mirror.perception.excursion import Movement
from tests.diary.ten_years import A_DAY, LAST, write

RUNS: Final = 21
DAY: Final = LAST.isoformat()
WEEK_AGO: Final = (LAST - timedelta(days=6)).isoformat()
REPOSITORY: Final = Path(__file__).resolve().parents[2]
#: What `mirror log today` cannot do without: Python, the command line, SQLite with its library, and the pages.
IMPORTS: Final = "import mirror.cli, mirror.diary.page, mirror.diary.reading, mirror.diary.today"


def _page(db: sqlite3.Connection) -> None:
    as_text(day_page(db, DAY), "", UTC)


def _week(db: sqlite3.Connection) -> None:
    week_in(db, DAY)


def _trend(db: sqlite3.Connection) -> None:
    """Every movement of a week, with what the mirror knows of its own noise."""
    for movement in Movement:
        trend(db, movement, WEEK_AGO, DAY)
    repeatabilities(db)


def _days(db: sqlite3.Connection) -> None:
    """What was planned and done in a week, and what advice is open."""
    adherence(db, WEEK_AGO, DAY)
    open_advice(db, DAY)


READERS: Final[dict[str, Callable[[sqlite3.Connection], None]]] = {
    "page of a day": _page,
    "page of a week": _week,
    "trend of a week": _trend,
    "adherence and attention": _days,
}


def _median_ms(reader: Callable[[sqlite3.Connection], None], folder: Path) -> float:
    """With opening the log."""
    taken = []
    for _ in range(RUNS):
        begun = time.process_time()
        with reading(folder) as db:
            assert db is not None
            reader(db)
        taken.append(time.process_time() - begun)
    return 1000.0 * statistics.median(taken)


def _process_ms(command: list[str]) -> float:
    """Processor time of a whole process, the median."""
    taken = []
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    for _ in range(7):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *command], check=True, capture_output=True, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return 1000.0 * statistics.median(taken)


def compare(folder: Path) -> Iterator[str]:
    """One line per reader, and one for the command."""
    week, ten = folder / "week", folder / "ten-years"
    for place, repetitions in ((week, 7 * A_DAY), (ten, 1_000_000)):
        if not (place / FILE_NAME).exists():
            place.mkdir(parents=True, exist_ok=True)
            write(place, repetitions)
    for name, reader in READERS.items():
        short, long = _median_ms(reader, week), _median_ms(reader, ten)
        yield f"{name}: {short:.1f} ms on a week, {long:.1f} ms on ten years: {long / short:.2f}"
    bare = _process_ms(["-c", IMPORTS])
    for name, place in (("a week", week), ("ten years", ten)):
        today = _process_ms(["-m", "mirror", "log", "today", "--data", str(place)])
        yield f"mirror log today on {name}: {today:.0f} ms, Python and its imports {bare:.0f} ms: {today / bare:.2f}"


def main() -> None:
    if len(sys.argv) > 1:
        told = compare(Path(sys.argv[1]))
        print(*told, sep="\n")
        return
    with tempfile.TemporaryDirectory(prefix="mirror-years-") as name:
        print(*compare(Path(name)), sep="\n")


if __name__ == "__main__":
    main()
