"""A mirror that writes, ended by force at random instants; and copies of its files, as a pulled plug leaves them.

    python -m tests.diary.pulled_plugs [KILLS] [CUTS]     200 and 50 by default

Each round begins a session and writes repetitions as fast as the disk takes them.  It ends with SIGKILL, or is held
with SIGSTOP between two system calls while the files of the log are copied.  What had been announced as saved must be
there exactly once, nothing but the one in flight may be missing, and the file must be sound.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from mirror.diary.damage import COMPANIONS, companion
from mirror.diary.reading import FILE_NAME

REPOSITORY: Final = Path(__file__).resolve().parents[2]
CHILD: Final = Path(__file__).with_name("writing_child.py")
#: Most lines that are heard before a round ends, and the longest way to count after them: it ends anywhere in between
#: two lines, not just after one.
MOST_LINES: Final = 240
MOST_COUNTED: Final = 40_000


@contextmanager
def child(tale: str, data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """A program of writing_child.py, which does not outlive the block."""
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, str(CHILD), tale, str(data_dir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


@dataclass
class Heard:
    """What the writers have told over all rounds."""

    begun: set[tuple[int, int]] = field(default_factory=set)
    """Session and number of each repetition."""
    saved: set[tuple[int, int, int]] = field(default_factory=set)
    """The same, with the number of its row."""

    def listen(self, lines: list[str]) -> int:
        """Take in whole lines; returns how many repetitions were begun in them."""
        count = 0
        for line in lines:
            if not line.endswith("\n"):
                continue
            word, *numbers = line.split()
            session, number, *row = map(int, numbers)
            if word == "begun":
                self.begun.add((session, number))
                count += 1
            else:
                self.saved.add((session, number, row[0]))
        return count

    def check(self, log: Path) -> None:
        """Raises AssertionError where the log is not what was told.  Closing it leaves it as it is."""
        with closing(sqlite3.connect(log)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
            kept = db.execute("SELECT session_id, number, id FROM repetitions").fetchall()
            means = db.execute("SELECT sum(repetitions) FROM session_means").fetchone()[0]
        assert self.saved <= set(kept), "something that was announced as saved is not there"
        there = [(session, number) for session, number, _ in kept]
        assert len(there) == len(set(there)), "something is there twice"
        assert set(there) <= self.begun
        assert means == len(kept)

    def settle(self, log: Path, began: int) -> None:
        """After a round: the one in flight is there or not; from here on that is known."""
        with closing(sqlite3.connect(log)) as db:
            kept = set(db.execute("SELECT session_id, number, id FROM repetitions").fetchall())
        missing = self.begun - {(session, number) for session, number, _ in kept}
        assert began > 0, "the writer ended before it had begun anything"
        assert len(missing) <= 1, "more than the one in flight is missing"
        self.begun -= missing
        self.saved = kept


def kill(folder: Path, rounds: int, seed: int) -> Heard:
    """Write and be killed, again and again, in one log.  Raises AssertionError where something is lost."""
    chance, heard = random.Random(seed), Heard()
    for _ in range(rounds):
        with child("write_until_killed", folder) as writer:
            lines = _some_lines(writer, chance)
            writer.send_signal(signal.SIGKILL)
            assert writer.stdout is not None
            began = heard.listen(lines + writer.stdout.readlines())
        heard.check(folder / FILE_NAME)
        heard.settle(folder / FILE_NAME, began)
    return heard


def cut(folder: Path, rounds: int, seed: int) -> Heard:
    """Write, be held between two system calls, and have the files copied: with SQLite's index beside them, and without.

    Raises AssertionError where something is lost in a copy, or in the log afterwards.
    """
    chance, heard = random.Random(seed), Heard()
    for place in range(rounds):
        with child("write_until_killed", folder) as writer:
            lines = _some_lines(writer, chance)
            writer.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, writer.pid, os.WSTOPPED | os.WNOWAIT)
            copies = [_copied(folder, folder / f"cut-{place}-{suffixes[-1]}", suffixes) for suffixes in _CUTS]
            writer.send_signal(signal.SIGKILL)
            assert writer.stdout is not None
            began = heard.listen(lines + writer.stdout.readlines())
        for copy in copies:
            heard.check(copy)
            _missing_at_most_one(heard, copy)
            shutil.rmtree(copy.parent)
        heard.check(folder / FILE_NAME)
        heard.settle(folder / FILE_NAME, began)
    return heard


#: What is on the disk after a plug was pulled; the index may be there or not, and is of no use any more.
_CUTS: Final = (("", "-wal", "-shm"), ("", "-wal"))


def _missing_at_most_one(heard: Heard, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as db:
        there = set(db.execute("SELECT session_id, number FROM repetitions").fetchall())
    assert len(heard.begun - there) <= 1, "more than the one in flight is missing in the copy"


def _some_lines(writer: subprocess.Popen[str], chance: random.Random) -> list[str]:
    assert writer.stdout is not None
    lines = [writer.stdout.readline() for _ in range(chance.randint(1, MOST_LINES))]
    for _ in range(chance.randrange(MOST_COUNTED)):
        pass
    return lines


def _copied(folder: Path, target: Path, suffixes: tuple[str, ...]) -> Path:
    target.mkdir()
    for suffix in suffixes:
        if companion(folder / FILE_NAME, suffix).exists():
            shutil.copyfile(companion(folder / FILE_NAME, suffix), companion(target / FILE_NAME, suffix))
    assert set(COMPANIONS) >= set(suffixes)
    return target / FILE_NAME


def main() -> None:
    kills, cuts = (int(text) for text in (*sys.argv[1:], "200", "50")[:2])
    with tempfile.TemporaryDirectory(prefix="mirror-plugs-") as name:
        for what, rounds, act in (("killed", kills, kill), ("cut off, with a copy of the files", cuts, cut)):
            (folder := Path(name) / act.__name__).mkdir()
            heard = act(folder, rounds, seed=rounds)
            print(f"{what} {rounds} times: {len(heard.saved)} repetitions, none lost that was announced, file sound")


if __name__ == "__main__":
    main()
