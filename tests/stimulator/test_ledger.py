"""The ledger on the disk: never less than was given, whatever is killed, cut or full."""

import errno
import json
import os
import random
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hardware.problem import DeviceProblem
from hardware.stimulator.clock import Instant, Trust
from hardware.stimulator.entry import Entry, Kind, as_data, from_data
from hardware.stimulator.ledger import Book, History, entries_in
from tests.stimulator.given import SESSION

REPOSITORY = Path(__file__).resolve().parents[2]
OTHER = b"session-number-2"
START = Instant(100.0, 1.79e9, date(2026, 11, 21), "boot-a", Trust.SYNCED)


def at(seconds):
    return replace(START, monotonic_s=START.monotonic_s + seconds, wall_s=START.wall_s + seconds)


def grant(seconds, session=SESSION, dose_s=3.0):
    return Entry(Kind.GRANT, at(seconds), session=session, side="left", prescription="revision 1", dose_s=dose_s)


def end(seconds, dose_s, session=SESSION):
    return Entry(Kind.END, at(seconds), reason="the train is over", session=session, side="left", dose_s=dose_s)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.log"


def mark_of(path):
    return path.with_suffix(".end")


def written(path, *entries):
    book = Book(path)
    for entry in entries:
        book.write(entry)
    book.close()
    return book.history


def test_what_was_written_is_there_again(path):
    """Entries and what they add up to."""
    entries = [Entry(Kind.STARTED, START), grant(1), end(4, 2.9), grant(10), end(11, 0.5), grant(20, OTHER)]
    history = written(path, *entries)
    assert entries_in(path) == entries
    again = Book(path)
    assert replace(again.history, before=None) == replace(history, before=None)
    again.close()
    own, other = history.sessions
    assert (own.given_s, own.trains, own.first_s, own.last_s) == (pytest.approx(3.4), 2, 1.0, 11.0)
    assert (other.given_s, other.trains, other.first_s, other.last_s) == (3.0, 1, 20.0, 23.0)


def test_every_kind_of_entry_comes_back_as_it_was():
    """With everything it may carry, and with nothing."""
    for kind in Kind:
        full = Entry(
            kind, START, "a reason", SESSION, "left", "revision 1", 1.25 if kind in (Kind.GRANT, Kind.END) else 0.0, 7
        )
        assert from_data(json.loads(json.dumps(as_data(full)))) == full
        bare = Entry(kind, START)
        assert from_data(json.loads(json.dumps(as_data(bare)))) == bare


def test_a_dose_is_never_rounded_down(path):
    """Thousandths of a second are kept, and what is finer is rounded up."""
    for dose_s in (0.1201, 0.12, 1.2345678, 2.9999999):
        assert dose_s <= as_data(end(1, dose_s))["dose_s"] <= dose_s + 0.001


def test_a_train_without_an_end_has_all_that_was_reserved(path):
    """So it is after a power cut, and the next train is added to it."""
    assert written(path, grant(1)).sessions[0].given_s == 3.0
    book = Book(path)
    book.write(grant(100))
    assert book.history.sessions[0].given_s == 6.0
    book.write(end(101, 1.0))
    assert book.history.sessions[0].given_s == 4.0
    assert book.history.sessions[0].trains == 2
    book.close()


def test_a_train_that_never_began_leaves_no_trace_in_the_sums(path):
    """Reserved, and then somebody let go: neither a train nor a session."""
    assert written(path, grant(1), end(2, 0.0)).sessions == ()
    assert written(path, grant(3), end(4, 1.0), grant(5), end(6, 0.0)).sessions[0].trains == 1


def test_an_end_without_a_grant_gives_nothing_back():
    """It can come after a start; the sums do not go down."""
    history = History().with_entry(grant(1)).with_entry(end(2, 1.0))
    assert history.with_entry(end(3, 0.0)) == replace(history, anchor=history.with_entry(end(3, 0.0)).anchor)


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_line_without_its_end_is_cut_off(path, cut):
    """A power cut in the middle of writing: the line was never acknowledged; what stood before stays."""
    written(path, grant(1), end(2, 1.0))
    whole, mark = path.read_bytes(), mark_of(path).read_bytes()
    written(path, grant(10))
    content = path.read_bytes()
    path.write_bytes(content[: len(whole) + cut])
    mark_of(path).write_bytes(mark)
    book = Book(path)
    assert book.history.sessions[0].given_s == 1.0
    book.write(grant(20))
    book.close()
    assert [entry.kind for entry in entries_in(path)] == [Kind.GRANT, Kind.END, Kind.GRANT]


def test_every_changed_byte_is_noticed(path):
    """The guard does not run on a ledger that somebody or something has altered."""
    written(path, grant(1), end(2, 1.0), grant(10), end(11, 2.0))
    content = path.read_bytes()
    generator = random.Random(4)
    for place in [len(content) - 1, *generator.sample(range(len(content)), 60)]:
        altered = bytearray(content)
        altered[place] ^= 1 << generator.randrange(7)
        path.write_bytes(altered)
        with pytest.raises(DeviceProblem, match=r"damaged|was cut"):
            Book(path)


def test_a_ledger_that_is_cut_anywhere_is_noticed(path):
    """At its very end too, between two lines or within one: what was given is not forgotten by cutting it off."""
    written(path, grant(1), end(2, 1.0), grant(10), end(11, 2.0))
    content = path.read_bytes()
    for length in range(len(content)):
        path.write_bytes(content[:length])
        with pytest.raises(DeviceProblem, match=r"ledger\.log does not reach to where .*ledger\.end says"):
            Book(path)
    path.write_bytes(content)
    Book(path).close()


def test_an_older_copy_and_a_ledger_or_mark_that_is_gone_are_noticed(path):
    """Yesterday's ledger put back, one of the two taken away, the mark made unreadable."""
    written(path, grant(1), end(2, 1.0))
    yesterday = path.read_bytes()
    written(path, grant(10))
    today, mark = path.read_bytes(), mark_of(path).read_bytes()
    for ledger, end_mark in ((yesterday, mark), (b"", mark), (None, mark), (today, None), (today, bytes(len(mark)))):
        for place, content in ((path, ledger), (mark_of(path), end_mark)):
            place.unlink(missing_ok=True)
            if content is not None:
                place.write_bytes(content)
        with pytest.raises(DeviceProblem, match="was cut or exchanged"):
            Book(path)
        with pytest.raises((DeviceProblem, FileNotFoundError)):
            entries_in(path)


def test_a_power_cut_at_any_instant_blocks_nothing_and_forgets_nothing(path, tmp_path, monkeypatch):
    """Between ledger and mark, and in the middle of either: it opens, and has all that was acknowledged."""
    after = tmp_path / "after" / path.name
    after.parent.mkdir()
    moments, acknowledged, kept = [], [], {name: getattr(os, name) for name in ("write", "pwrite")}

    def in_pieces(name):
        def written(handle, data, *place):
            for length in (0, len(data) // 2, len(data) - 1, len(data)):
                kept[name](handle, data[:length], *place)
                moments.append((len(acknowledged), path.read_bytes(), mark_of(path).read_bytes()))
                if name == "write":
                    os.ftruncate(handle, os.fstat(handle).st_size - length)
            return kept[name](handle, data, *place)

        return written

    for name in kept:
        monkeypatch.setattr(os, name, in_pieces(name))
    entries = [grant(1), end(2, 1.0), grant(10), end(11, 3.0), grant(20), end(21, 0.0)]
    book = Book(path)
    for entry in entries:
        book.write(entry)
        acknowledged.append(entry)
    book.close()
    monkeypatch.undo()
    for number, ledger, mark in moments:
        after.write_bytes(ledger)
        mark_of(after).write_bytes(mark)
        book = Book(after)
        assert entries_in(after) in (entries[:number], entries[: number + 1])
        book.write(grant(100))
        book.close()
        assert entries_in(after)[-1] == grant(100)


def test_an_entry_whose_mark_is_refused_counts(path, monkeypatch):
    """It is on the disk: the dose is not less than was reserved, the writer hears of it, and the next one mends it."""
    book = Book(path)
    kept = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda handle, data, place: fail())

    def fail():
        raise OSError(5, "Input/output error")

    for _ in range(3):
        with pytest.raises(OSError, match="Input/output"):
            book.write(grant(1))
        assert book.history.sessions[0].given_s == 3.0
    monkeypatch.setattr(os, "pwrite", kept)
    book.write(grant(10))
    book.close()
    assert entries_in(path) == [grant(1), grant(10)]


def test_a_ledger_whose_name_is_taken_away_is_not_written_on(path):
    """Into a file that nobody will find, or beside another one of its name, nothing is granted."""
    book = Book(path)
    book.write(grant(1))
    content = path.read_bytes()
    path.unlink()
    with pytest.raises(OSError, match="No such file"):
        book.write(grant(10))
    path.write_bytes(content)
    with pytest.raises(OSError, match="No such file"):
        book.write(grant(10))
    book.close()


def test_a_line_that_is_taken_out_or_exchanged_is_noticed(path):
    """Each line vouches for those before it."""
    written(path, *(one for number in range(4) for one in (grant(10 * number), end(10 * number + 1, 1.0))))
    lines = path.read_bytes().splitlines(keepends=True)
    for altered in (lines[1:], lines[:2] + lines[4:], lines[2:4] + lines[:2], [*lines, lines[0]]):
        path.write_bytes(b"".join(altered))
        with pytest.raises(DeviceProblem, match=r"line \d+: the ledger of the stimulator is damaged"):
            Book(path)


def test_two_guards_cannot_hold_one_ledger(path):
    """The second is refused with a sentence."""
    book = Book(path)
    with pytest.raises(DeviceProblem, match="Another guard"):
        Book(path)
    book.close()
    Book(path).close()


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path):
    """It names the file and the way out."""
    (tmp_path / "file").touch()
    with pytest.raises(DeviceProblem, match=r"ledger\.log cannot be used"):
        Book(tmp_path / "file" / "ledger.log")


def test_closing_twice_is_closing_once(path):
    """Whoever clears up need not know who was first."""
    book = Book(path)
    book.close()
    book.close()


CHILD = """
import resource, signal, sys
from dataclasses import replace
from pathlib import Path
from hardware.stimulator.ledger import Book
from tests.stimulator.test_ledger import end, grant
limit = int(sys.argv[2])
if limit:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
book = Book(Path(sys.argv[1]))
number = len(book.history.sessions) and book.history.sessions[0].trains
while True:
    number += 1
    try:
        book.write(grant(10 * number))
        print("granted", number, flush=True)
        book.write(end(10 * number + 1, 1.0))
        print("ended", number, flush=True)
    except OSError as error:
        print("refused", error.errno, flush=True)
        if not limit:
            raise
        break
"""


def child(path, limit=0):
    command = [sys.executable, "-c", CHILD, str(path), str(limit)]
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def test_a_killed_writer_leaves_all_that_it_acknowledged(path):
    """Killed at random points, again and again on the same ledger: it reads, and never has less than was granted."""
    generator = random.Random(11)
    acknowledged = {}
    for _ in range(8):
        process = child(path)
        for _ in range(generator.randrange(1, 60)):
            what, number = process.stdout.readline().split()
            acknowledged[int(number)] = what
        process.send_signal(signal.SIGKILL)
        said, _ = process.communicate()
        for line in said.splitlines():
            what, number = line.split()
            acknowledged[int(number)] = what
        book = Book(path)
        own = book.history.sessions[0]
        granted = sum(entry.kind is Kind.GRANT for entry in entries_in(path))
        ended = sum(entry.kind is Kind.END for entry in entries_in(path))
        assert own.trains == granted >= len(acknowledged)
        assert ended >= sum(what == "ended" for what in acknowledged.values())
        assert own.given_s == pytest.approx(ended * 1.0 + (granted - ended) * 3.0)
        book.close()


def test_a_full_disk_refuses_and_spoils_nothing(path):
    """At whatever byte it is full: what was acknowledged is there, the rest is not, and it goes on afterwards.

    The ledger is longer than its mark, which never grows and which a full disk takes.
    """
    written(path, *(one for number in range(30) for one in (grant(10 * number), end(10 * number + 1, 1.0))))
    whole, mark, before = path.read_bytes(), mark_of(path).read_bytes(), len(entries_in(path))
    assert len(whole) > len(mark)
    for more in range(300, 900, 149):
        path.write_bytes(whole)
        mark_of(path).write_bytes(mark)
        process = child(path, len(whole) + more)
        said, errors = process.communicate()
        assert said.splitlines()[-1].startswith("refused"), errors
        acknowledged = [line.split()[0] for line in said.splitlines()[:-1]]
        book = Book(path)
        assert [entry.kind.value for entry in entries_in(path)][before:] == [
            {"granted": "grant", "ended": "end"}[what] for what in acknowledged
        ]
        book.write(grant(1000))
        book.close()
        assert len(entries_in(path)) == before + len(acknowledged) + 1


def test_nothing_counts_as_written_before_it_is_on_the_disk(path, monkeypatch):
    """A disk that takes the bytes and then cannot keep them is a disk that refuses."""
    book = Book(path)

    def fails(handle):
        raise OSError(5, "Input/output error")

    kept = os.fsync
    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="Input/output"):
        book.write(grant(1))
    assert book.history.sessions == ()
    monkeypatch.setattr(os, "fsync", kept)
    book.write(grant(2))
    book.close()
    assert [entry.at.monotonic_s for entry in entries_in(path)] == [102.0]


def test_a_write_that_was_refused_half_way_is_undone_by_the_next(path, monkeypatch):
    """In the same process: half a line on the disk, then space again."""
    book = Book(path)
    book.write(grant(1))
    whole_write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: whole_write(handle, data[:20]))
    with pytest.raises(OSError, match="No space left"):
        book.write(end(2, 1.0))
    assert book.history.sessions[0].given_s == 3.0
    monkeypatch.setattr(os, "write", whole_write)
    book.write(end(3, 1.5))
    book.close()
    assert [entry.kind for entry in entries_in(path)] == [Kind.GRANT, Kind.END]


def listen_at(path):
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))


IN_ITS_PLACE = {
    "a pipe": os.mkfifo,
    "a folder": Path.mkdir,
    "a device": lambda path: path.symlink_to("/dev/null"),
    "a socket": listen_at,
}


@pytest.mark.parametrize("suffix", [".log", ".end"])
@pytest.mark.parametrize("put", IN_ITS_PLACE.values(), ids=IN_ITS_PLACE)
def test_what_is_no_file_is_refused_at_once(path, put, suffix):
    """Nothing waits for a pipe in the place of ledger or mark; the sentence names the one and the way out."""
    put(path.with_suffix(suffix))
    said = rf"ledger\{suffix} cannot be used \(a folder, pipe or device, no file\): move it away"
    with pytest.raises(DeviceProblem, match=said):
        Book(path)
    with pytest.raises(DeviceProblem, match=said):
        entries_in(path)


def test_the_way_out_is_that_of_what_refuses(path, monkeypatch):
    """A full disk wants room, a read-only one is made writable, rights are given; not one sentence for all."""

    def refused(number):
        def fails(handle):
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(os, "fsync", fails)
        with pytest.raises(DeviceProblem) as told:
            Book(path)
        monkeypatch.undo()
        return str(told.value)

    assert "make room on its disk" in refused(errno.ENOSPC)
    assert "make its disk writable" in refused(errno.EROFS)
    assert "make it and its folder writable" in refused(errno.EACCES)
    assert "keep its ledger in another" in refused(errno.ELOOP)
