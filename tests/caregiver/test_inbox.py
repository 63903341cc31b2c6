"""From the phone into the log: nothing lost, nothing twice, whenever the plug is pulled."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mirror.caregiver import inbox
from mirror.caregiver.inbox import Full, Kind, append, entries, note, read, taken, tick, tidy
from mirror.caregiver.keeping import keep
from mirror.caregiver.places import Places
from mirror.diary.reading import reading
from mirror.diary.writer import InlineWriter
from mirror.kiosk.inbox import LOOKED_EVERY_S, Inbox
from mirror.therapy.effects import DutyDone, NoteWritten, Who
from mirror.therapy.timetable import Duty
from tests.caregiver.household import Now
from tests.diary.records import begun, rows

REPOSITORY = Path(__file__).resolve().parents[2]


def kiosk_inbox(data_dir: Path) -> Inbox:
    def known() -> frozenset[str]:
        with reading(data_dir) as db:
            return frozenset() if db is None else taken(db)

    return Inbox(Places(data_dir), known)


def test_what_is_written_is_read_back(tmp_path):
    """A tick and a note, in order, with their own times; letters of every kind."""
    path, now = tmp_path / "inbox.jsonl", Now()
    given, said = tick(Duty.EYE_NIGHT, now()), note('Zoë: "fine"\n\\ 😀\u2028', now())
    append(path, given)
    append(path, said)
    assert read(path) == (given, said)
    assert len(path.read_bytes().splitlines()) == 2


def test_a_torn_last_line_waits_and_is_ended_by_the_next_writer(tmp_path):
    """At whichever byte the plug was pulled, what came before and what comes after is whole.

    Where only the line's end is missing, nothing of the entry is.
    """
    path, now = tmp_path / "inbox.jsonl", Now()
    first, second, third = (note(text, now()) for text in ("first", "second", "third"))
    append(path, first)
    whole = path.stat().st_size
    append(path, second)
    content = path.read_bytes()
    for cut in range(whole, len(content)):
        path.write_bytes(content[:cut])
        assert read(path) == (first,)
        append(path, third)
        assert read(path) == ((first, second, third) if cut == len(content) - 1 else (first, third))


@pytest.mark.parametrize(
    "line",
    [
        b"null",
        b"[]",
        b"\xff\xfe",
        b'{"id": "a"}',
        b"[" * 5000,
        b"x" * 10_000,
        b'{"id":"a","kind":"plan","text":"","stamp":{}}',
        b'{"id":"a","kind":"eye care","text":"","duty":null,"stamp":{}}',
        b'{"id":"a","kind":"note","text":"","stamp":{"monotonic_s":"x","clock_synced":1}}',
    ],
)
def test_what_is_no_entry_is_passed_over(line):
    """A page that was broken into can write no more than its two kinds of entries."""
    good = json.dumps(inbox._as_json(note("good", Now()()))).encode()
    assert [one.text for one in entries(line + b"\n" + good + b"\n")] == ["good"]


def test_a_duty_that_is_no_eye_care_is_no_entry():
    """A practice cannot be ticked from a phone."""
    entry = inbox._as_json(tick(Duty.EYE_DAY, Now()())) | {"duty": Duty.SHORT.value}
    assert entries(json.dumps(entry).encode() + b"\n") == ()


def test_the_inbox_is_full_before_the_disk_is(tmp_path, monkeypatch):
    """A mirror that is never switched on is not buried under notes."""
    path, now = tmp_path / "inbox.jsonl", Now()
    monkeypatch.setattr(inbox, "MOST_BYTES", 400)
    append(path, note("a", now()))
    with pytest.raises(Full):
        append(path, note("b" * 200, now()))
    assert [one.text for one in read(path)] == ["a"]


def test_the_mirror_takes_each_entry_once_with_its_own_time(tmp_path):
    """Also when it is told again after a new start, and in the middle of nothing."""
    now = Now()
    path = Places(tmp_path).inbox
    entry = tick(Duty.EYE_DAY, replace(now(), at_utc="2026-11-21T12:00:00.000Z"))
    append(path, entry)
    watched = kiosk_inbox(tmp_path)
    ((record, stamp),) = watched.received(0.0)
    assert record == DutyDone(Duty.EYE_DAY, Who.CAREGIVER, entry.id)
    assert stamp == entry.stamp
    append(path, note("Anna: well", now()))
    assert watched.received(LOOKED_EVERY_S / 2) == ()
    assert [type(one) for one, _ in watched.received(LOOKED_EVERY_S)] == [NoteWritten]
    assert watched.received(2 * LOOKED_EVERY_S) == ()


def test_what_the_log_has_is_not_taken_again_after_a_new_start(tmp_path):
    """The mirror is switched off after the first of two was written; the second comes, the first does not."""
    now = Now()
    path = Places(tmp_path).inbox
    append(path, note("one", now()))
    writer = InlineWriter(lambda: begun(tmp_path))
    for record, stamp in kiosk_inbox(tmp_path).received(0.0):
        writer.submit(record, stamp)
    append(path, note("two", now()))
    again = kiosk_inbox(tmp_path)
    assert [record.text for record, _ in again.received(0.0)] == ["two"]
    for record, stamp in kiosk_inbox(tmp_path).received(0.0):
        writer.submit(record, stamp)
        writer.submit(record, stamp)
    writer.close()
    assert rows(tmp_path, "SELECT text, who FROM notes ORDER BY id") == [("one", "caregiver"), ("two", "caregiver")]


def test_no_inbox_is_nothing(tmp_path):
    """Where no page was ever served the mirror reads nothing and says nothing."""
    assert kiosk_inbox(tmp_path).received(0.0) == ()


#: Writes notes until it is ended by force; says which ones it has called kept.
_WRITES = """
import sys
from pathlib import Path
from mirror.caregiver.inbox import append, note
from tests.caregiver.household import Now
now, path, number = Now(), Path(sys.argv[1]), int(sys.argv[2])
while True:
    number += 1
    append(path, note(f"note {number} " + "x" * (number % 300), now()))
    print(number, flush=True)
"""


def test_whatever_was_called_kept_is_there_after_a_kill(tmp_path):
    """A page that is ended by force at any moment: every note it called kept is in the inbox, once, and whole."""
    path, kept = tmp_path / "inbox.jsonl", 0
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    for round_ in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITES, str(path), str(kept)], stdout=subprocess.PIPE, text=True, env=environment
        ) as child:
            for _ in range(20 + 13 * round_):
                child.stdout.readline()
            child.send_signal(signal.SIGKILL)
            said = [int(line) for line in child.stdout.read().split("\n") if line]
        numbers = [int(one.text.split()[1]) for one in read(path)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= max(said, default=0)
        kept = len(numbers)


_TAKES_OUT = """
import sys
from datetime import date
from pathlib import Path
from mirror.caregiver import inbox

path = Path(sys.argv[1])
print("begun", flush=True)
while True:
    inbox.forget(path, date(2026, 11, 21))
    inbox.tidy(path, frozenset())
"""


def test_nothing_that_is_kept_is_lost_beside_somebody_who_forgets(tmp_path):
    """Days of long ago are taken out again and again, and in the end by force, while the page keeps notes of today."""
    path, now = tmp_path / "inbox.jsonl", Now()
    old = replace(now(), local_day="2026-11-01")
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    append(path, note("old", old))
    with subprocess.Popen(
        [sys.executable, "-c", _TAKES_OUT, str(path)], stdout=subprocess.PIPE, text=True, env=environment
    ) as child:
        assert child.stdout.readline() == "begun\n"
        for number in range(150):
            append(path, note(f"note {number}", now()))
            append(path, note("old", old))
        child.send_signal(signal.SIGKILL)
    inbox.forget(path, date(2026, 11, 21))
    assert [entry.text for entry in read(path)] == [f"note {number}" for number in range(150)]
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_page_that_runs_for_months_lets_go_of_what_the_log_has(tmp_path, monkeypatch):
    """Not only when it starts: else the inbox is full one day, and a note refused though the mirror reads them."""
    places, now = Places(tmp_path), Now()
    monkeypatch.setattr(inbox, "LONG_BYTES", 2_000)
    monkeypatch.setattr(inbox, "MOST_BYTES", 3_000)
    log, watched = InlineWriter(lambda: begun(tmp_path)), kiosk_inbox(tmp_path)
    for number in range(40):
        keep(places, note(f"note {number}", now()))
        for record, at in watched.received(number * LOOKED_EVERY_S):
            log.submit(record, at)
    log.close()
    assert rows(tmp_path, "SELECT count(*) FROM notes") == [(40,)]
    assert places.inbox.stat().st_size < 3_000


def test_kinds_are_told_apart():
    """A tick has a duty, a note has none."""
    assert tick(Duty.EYE_DAY, Now()()).kind is Kind.CARE
    assert note("a", Now()()).duty is None


def test_the_page_lets_go_of_what_the_log_has(tmp_path):
    """The mirror, which has read the old file, takes nothing twice from the new one."""
    now, path = Now(), Places(tmp_path).inbox
    first, second = note("one", now()), note("two", now())
    append(path, first)
    append(path, second)
    watched = kiosk_inbox(tmp_path)
    assert len(watched.received(0.0)) == 2
    tidy(path, frozenset({first.id}))
    assert read(path) == (second,)
    assert watched.received(LOOKED_EVERY_S) == ()
    append(path, note("three", now()))
    assert [record.text for record, _ in watched.received(2 * LOOKED_EVERY_S)] == ["three"]
    tidy(tmp_path / "none.jsonl", frozenset())
