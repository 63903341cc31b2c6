"""`mirror demo` itself, killed at random instants, and its files copied while it is held between two system calls.

    python -m tests.diary.killed_demonstrations [KILLS] [CUTS] --data DIR [--at-once N]     200 and 50 by default

The same as pulled_plugs.py with the whole mirror instead of a program that only writes.  What the trace announced as
saved must be there, exactly once, at most the repetition in flight may be missing, and the file must be sound.

So that 250 rounds are affordable, a demonstration is a fork of this program, which has loaded everything and painted
the drawn head once, and it draws half as many pictures per simulated second as it usually does; the command that it
runs is the very one, with a plan that soon comes to repetitions.  In every other round the end is aimed at: it comes
within moments of SQLite's having begun to write.
"""

import argparse
import json
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Final

from mirror import cli
from mirror.clips.portrait import Portrait
from mirror.diary.damage import companion
from mirror.diary.reading import FILE_NAME
from mirror.diary.stamp import local_day
from mirror.kiosk import demonstration
from mirror.kiosk.rehearsal import CAMERA_SIZE, PATIENT
from mirror.kiosk.start import use_one_core

#: Of a plan for somebody whose movement has returned.  Five minutes are enough for the week's assessment, which begins
#: with a repetition at once; four are a practice, with a routine of half a minute before it.
PLAN: Final = """
revision = 1
written_on = {day}
valid_until = {last}
prescriber = "A therapist"
affected_side = "left"
stage = "aftercare"
[short_practice]
minutes = {minutes}
times = ["09:00"]
[[routine]]
id = "massage_points"
minutes = 0.5
[[exercise]]
id = "smile"
repetitions = 10
hold_s = 1
rest_s = 3
"""
ASSESSMENT_MIN: Final = 5
PRACTICE_MIN: Final = 4
#: Pictures per simulated second: half of the demonstration's own.
STEP_HZ: Final = 7.5
#: Records between the beginning of a round and its end, at most: six answers, the session, then four or five for each
#: repetition.
MOST_RECORDS: Final = 36
#: Longest way on after the last of them, seconds: it ends anywhere.
MOST_AFTER_S: Final = 1.0
#: The same where the end is aimed at a commit, which takes some milliseconds.
MOST_AIMED_S: Final = 0.004
#: A round that takes longer than this has not come to its records.
LONGEST_S: Final = 600.0
#: Records between two copies of one demonstration's files, at most.
MOST_BETWEEN: Final = 4


@dataclass(frozen=True, slots=True)
class Found:
    """What one round came to."""

    rows: int
    """Announced as saved; all of them were there once."""
    repetitions: int
    """Of them."""


class Demonstration:
    """One that runs into a folder, as a process of its own."""

    def __init__(self, folder: Path, data: Path, minutes: int) -> None:
        self.folder = folder
        plan = folder.with_suffix(".toml")
        day = date.fromisoformat(local_day(datetime.now(UTC)))
        plan.write_text(PLAN.format(day=day, last=day + timedelta(days=28), minutes=minutes), encoding="utf-8")
        order = ["demo", "--headless", str(folder), "--plan", str(plan), "--size", "400x400", "--data", str(data)]
        self._process = os.fork()
        if self._process == 0:
            _become(order)
        self.runs = True

    def poll(self) -> bool:
        """Whether it still runs."""
        self.runs = self.runs and os.waitpid(self._process, os.WNOHANG)[0] == 0
        return self.runs

    def hold(self) -> None:
        """It stands still between two system calls when this returns, or has ended."""
        if not self.poll():
            return
        self._tell(signal.SIGSTOP)
        _, status = os.waitpid(self._process, os.WUNTRACED)
        self.runs = os.WIFSTOPPED(status)

    def go_on(self) -> None:
        self._tell(signal.SIGCONT)

    def kill(self) -> None:
        if self.runs:
            self._tell(signal.SIGKILL)
            os.waitpid(self._process, 0)
            self.runs = False

    def _tell(self, what: signal.Signals) -> None:
        if self.runs:
            os.kill(self._process, what)

    @property
    def log(self) -> Path:
        return self.folder / FILE_NAME

    def told(self) -> list[dict[str, object]]:
        """The whole lines of its trace."""
        return [json.loads(line) for line in self._trace().splitlines(keepends=True) if line.endswith(b"\n")]

    def announced(self) -> int:
        """How often it has said that something is saved."""
        return self._trace().count(b'"event": "saved"')

    def _trace(self) -> bytes:
        trace = self.folder / "trace.jsonl"
        return trace.read_bytes() if trace.exists() else b""

    def written(self) -> tuple[int, int]:
        """What changes when SQLite begins to write."""
        waiting = companion(self.log, "-wal")
        found = waiting.stat() if waiting.exists() else None
        return (0, 0) if found is None else (found.st_size, found.st_mtime_ns)


def _become(order: Sequence[str]) -> None:
    """The command itself; never returns."""
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        sys.argv[1:] = order
        cli.main()
    finally:
        os._exit(1)


@contextmanager
def demonstrating(folder: Path, data: Path, minutes: int) -> Iterator[Demonstration]:
    """A demonstration that does not outlive the block, nor does its folder."""
    mirror = Demonstration(folder, data, minutes)
    try:
        yield mirror
    finally:
        mirror.kill()
        shutil.rmtree(folder, ignore_errors=True)


def check(log: Path, told: Sequence[dict[str, object]]) -> Found:
    """Raises AssertionError where the log is not what was told."""
    saved = Counter((str(one["table"]), one["id"]) for one in told if one["event"] == "saved")
    begun = sum(one["event"] == "rep" for one in told)
    with closing(sqlite3.connect(log)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        for table, row in saved:
            found = db.execute(f"SELECT count(*) FROM {table} WHERE id = ?", (row,)).fetchone()[0]
            assert found == 1, f"row {row} of {table} was announced and is there {found} times"
        kept = db.execute("SELECT session_id, exercise, number FROM repetitions").fetchall()
    assert len(kept) == len(set(kept)), "a repetition is there twice"
    assert begun - len(kept) <= 1, "more than the one in flight is missing"
    repetitions = sum(table == "repetitions" for table, _ in saved)
    assert repetitions <= len(kept) <= begun
    return Found(len(saved), repetitions)


def kill(place: Path, data: Path, number: int) -> Found:
    """One demonstration that is killed somewhere; ``number`` is the round's, and all its chance."""
    chance = random.Random(f"kill {number}")
    minutes = PRACTICE_MIN if number % 4 == 3 else ASSESSMENT_MIN
    with demonstrating(place / f"kill-{number}", data, minutes) as mirror:
        _wait(mirror, chance.randint(1, MOST_RECORDS), chance, aimed=number % 2 == 1)
        mirror.kill()
        return check(mirror.log, mirror.told())


def _wait(mirror: Demonstration, wanted: int, chance: random.Random, aimed: bool) -> None:
    """Until so much is announced, and a little beyond; where it is ``aimed`` at a commit, until the next one begins."""
    begun_s = time.monotonic()
    while mirror.announced() < wanted and mirror.poll():
        _in_time(begun_s)
        time.sleep(0.01)
    if not aimed:
        time.sleep(chance.uniform(0.0, MOST_AFTER_S))
        return
    before = mirror.written()
    while mirror.written() == before and mirror.poll():
        _in_time(begun_s)
        time.sleep(0.0002)
    time.sleep(chance.uniform(0.0, MOST_AIMED_S))


def _in_time(begun_s: float) -> None:
    assert time.monotonic() - begun_s < LONGEST_S, "the demonstration does not come to its records"


def cut(place: Path, data: Path, rounds: range) -> list[Found]:
    """Copies of the files, taken while a demonstration is held, and another one after its end."""
    chance, found, left = random.Random(f"cut {rounds.start}"), [], list(rounds)
    while left:
        with demonstrating(place / f"cut-{left[0]}", data, ASSESSMENT_MIN) as mirror:
            while left and mirror.poll():
                wanted = mirror.announced() + chance.randint(1, MOST_BETWEEN)
                _wait(mirror, wanted, chance, aimed=left[0] % 2 == 1)
                mirror.hold()
                if not mirror.runs:
                    break  # it came to its end meanwhile: the next one is held instead
                copy, told = _copied(mirror.log, place / f"copy-{left[0]}", left[0]), mirror.told()
                mirror.go_on()
                found.append(check(copy, told))
                shutil.rmtree(copy.parent)
                del left[0]
    return found


def _copied(log: Path, folder: Path, number: int) -> Path:
    """With SQLite's index beside it, or without: what a pulled plug leaves may be either."""
    folder.mkdir()
    for suffix in ("", "-wal") if number % 4 < 2 else ("", "-wal", "-shm"):
        if companion(log, suffix).exists():
            shutil.copyfile(companion(log, suffix), companion(folder / FILE_NAME, suffix))
    return folder / FILE_NAME


def _load() -> None:
    """Everything that a demonstration would load and paint before it begins."""
    demonstration.STEP_HZ = STEP_HZ  # type: ignore[misc]
    # Before anything is painted: threads that OpenCV has begun do not come along in a fork, and would be waited for.
    use_one_core()
    Portrait(CAMERA_SIZE.width_px, CAMERA_SIZE.height_px, PATIENT)


def _shares(rounds: int, shares: int) -> list[range]:
    """``rounds`` numbers in ``shares`` runs of nearly the same length."""
    edges = [rounds * share // shares for share in range(shares + 1)]
    return [range(first, last) for first, last in pairwise(edges) if last > first]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kills", type=int, nargs="?", default=200)
    parser.add_argument("cuts", type=int, nargs="?", default=50)
    parser.add_argument("--data", type=Path, required=True, help="where the landmark model is")
    parser.add_argument("--at-once", type=int, default=2, help="demonstrations beside each other")
    asked = parser.parse_args()
    _load()
    fork = multiprocessing.get_context("fork")
    with tempfile.TemporaryDirectory(prefix="mirror-demos-") as name, fork.Pool(asked.at_once) as pool:
        place, begun_s = Path(name), time.monotonic()
        found = list(pool.imap_unordered(partial(kill, place, asked.data), range(asked.kills)))
        _tell("killed", found, begun_s)
        begun_s = time.monotonic()
        shares = pool.map(partial(cut, place, asked.data), _shares(asked.cuts, asked.at_once), chunksize=1)
        _tell("held and copied", [one for share in shares for one in share], begun_s)


def _tell(what: str, found: Sequence[Found], begun_s: float) -> None:
    with_some = sum(one.repetitions > 0 for one in found)
    print(
        f"{what} {len(found)} times in {(time.monotonic() - begun_s) / 60:.1f} min: "
        f"{sum(one.rows for one in found)} rows told, {sum(one.repetitions for one in found)} repetitions among them "
        f"(in {with_some} rounds): all there once, at most the one in flight missing, files sound",
        flush=True,
    )


if __name__ == "__main__":
    main()
