"""`mirror demo` itself, killed at random instants, and its files copied while it is held between two system calls.

    python -m tests.diary.killed_demonstrations [KILLS] [CUTS] [--data DIR]     200 and 50 by default

The same as pulled_plugs.py with the whole mirror instead of a program that only writes: slower, since every round
has a session to come to.  What the trace announced as saved must be there, exactly once, and the file must be sound.
"""

import argparse
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from mirror.diary.damage import companion
from mirror.diary.reading import FILE_NAME

#: Records between the beginning of a round and its end, at most: questions, the session, and some repetitions.
MOST_RECORDS: Final = 16
#: Longest way on after the last of them, seconds: it ends anywhere, not just after a commit.
MOST_AFTER_S: Final = 2.0
#: A round that takes longer than this has not come to its records.
LONGEST_S: Final = 600.0
#: Pause between two copies of a demonstration's files, seconds at most.
MOST_BETWEEN_S: Final = 6.0


@contextmanager
def demonstration(folder: Path, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A demonstration with many repetitions into ``folder``."""
    order = ["demo", "--headless", str(folder), "--exercises", "smile", "--reps", "10", "--size", "400x400"]
    process = subprocess.Popen(
        [sys.executable, "-m", "mirror", *order, "--data", str(data)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def announced(folder: Path) -> Counter[tuple[str, int]]:
    """What the trace has called saved so far: table and row, and how often."""
    trace = folder / "trace.jsonl"
    if not trace.exists():
        return Counter()
    text = trace.read_text(encoding="utf-8")
    events = [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]
    return Counter((event["table"], event["id"]) for event in events if event["event"] == "saved")


def check(log: Path, told: Counter[tuple[str, int]], repetitions: int) -> int:
    """Raises AssertionError where the log is not what was told; returns its number of repetitions.

    ``repetitions`` is how many the trace had counted when the round ended.
    """
    with closing(sqlite3.connect(log)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table, row in told:
            found = db.execute(f"SELECT count(*) FROM {table} WHERE id = ?", (row,)).fetchone()[0]
            assert found == 1, f"row {row} of {table} was announced and is there {found} times"
        kept = db.execute("SELECT session_id, exercise, number FROM repetitions").fetchall()
    assert len(kept) == len(set(kept)), "a repetition is there twice"
    assert repetitions - len(kept) <= 1, "more than the one in flight is missing"
    return len(kept)


def counted(folder: Path) -> int:
    """Repetitions that the trace has told."""
    trace = folder / "trace.jsonl"
    return trace.read_text(encoding="utf-8").count('"event": "rep"') if trace.exists() else 0


def kill(place: Path, data: Path, rounds: int, chance: random.Random) -> tuple[int, int]:
    """(rows, repetitions) that were announced over all rounds."""
    rows = repetitions = 0
    for number in range(rounds):
        folder = place / f"kill-{number}"
        with demonstration(folder, data) as mirror:
            wanted, begun_s = chance.randint(1, MOST_RECORDS), time.monotonic()
            while len(announced(folder)) < wanted and mirror.poll() is None:
                assert time.monotonic() - begun_s < LONGEST_S, "the demonstration does not come to its records"
                time.sleep(0.02)
            time.sleep(chance.uniform(0.0, MOST_AFTER_S))
            mirror.send_signal(signal.SIGKILL)
            mirror.wait()
        told = announced(folder)
        repetitions += check(folder / FILE_NAME, told, counted(folder))
        rows += len(told)
        shutil.rmtree(folder)
    return rows, repetitions


def cut(place: Path, data: Path, rounds: int, chance: random.Random) -> tuple[int, int]:
    """The same for copies of the files, taken while the demonstration is held."""
    rows = repetitions = number = 0
    while number < rounds:
        folder = place / f"cut-{number}"
        with demonstration(folder, data) as mirror:
            while mirror.poll() is None and number < rounds:
                time.sleep(chance.uniform(0.0, MOST_BETWEEN_S))
                if not announced(folder):
                    continue
                mirror.send_signal(signal.SIGSTOP)
                time.sleep(0.01)
                told, seen, copy = announced(folder), counted(folder), place / f"copy-{number}"
                copy.mkdir()
                for suffix in ("", "-wal") if number % 2 else ("", "-wal", "-shm"):
                    if companion(folder / FILE_NAME, suffix).exists():
                        shutil.copyfile(companion(folder / FILE_NAME, suffix), companion(copy / FILE_NAME, suffix))
                mirror.send_signal(signal.SIGCONT)
                repetitions += check(copy / FILE_NAME, told, seen)
                rows += len(told)
                number += 1
                shutil.rmtree(copy)
        shutil.rmtree(folder)
    return rows, repetitions


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=200)
    parser.add_argument("cuts", type=int, nargs="?", default=50)
    parser.add_argument("--data", type=Path, required=True, help="where the landmark model is")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mirror-demos-") as name:
        for what, rounds, act in (("killed", asked.kills, kill), ("held and copied", asked.cuts, cut)):
            rows, repetitions = act(Path(name), asked.data, rounds, random.Random(rounds))
            print(f"{what} {rounds} times: {rows} rows told, all there once; {repetitions} repetitions; sound")


if __name__ == "__main__":
    main()
