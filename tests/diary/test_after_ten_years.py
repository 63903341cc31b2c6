"""What is read often costs the same after ten years: the readers find their rows, and search for none."""

from pathlib import Path

import pytest

from mirror.diary.export import TABLES
from mirror.diary.means import DERIVED
from mirror.diary.reading import reading
from tests.diary.after_ten_years import READERS
from tests.diary.records import rows
from tests.diary.ten_years import A_DAY, write


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A little of the log that `python -m tests.diary.after_ten_years` measures with."""
    folder = tmp_path_factory.mktemp("years")
    assert write(folder, 2 * A_DAY + 7) == 3
    return folder


@pytest.mark.parametrize("name", READERS)
def test_no_reader_goes_through_a_whole_table(log: Path, name: str):
    """SQLite's own plan for every statement of the reader names no scan of a table that grows with the days."""
    asked: list[str] = []
    with reading(log) as db:
        db.set_trace_callback(asked.append)
        READERS[name](db)
        db.set_trace_callback(None)
        steps = [str(row["detail"]) for one in asked for row in db.execute(f"EXPLAIN QUERY PLAN {one}")]
    assert any(step.startswith("SEARCH") for step in steps)
    scanned = {step.split()[1] for step in steps if step.startswith("SCAN")}
    assert scanned & {*TABLES, *DERIVED} == set()


def test_the_made_up_log_is_one_of_this_program(log: Path):
    """It has the repetitions that were asked for, sound, with the means that the triggers would keep."""
    assert rows(log, "SELECT count(*) FROM repetitions") == [(2 * A_DAY + 7,)]
    assert rows(log, "PRAGMA integrity_check") == [("ok",)]
    assert rows(log, "SELECT sum(repetitions) FROM session_means") == [(2 * A_DAY + 7,)]
    assert rows(log, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'") == [(3,)]
    assert rows(log, "SELECT count(*), sum(done_short), min(planned_short) FROM adherence") == [(3, 5, 2)]
