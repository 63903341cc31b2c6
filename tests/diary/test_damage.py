"""A damaged log is set aside, whole, and the mirror goes on."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from mirror.diary.log import Log
from mirror.diary.reading import FILE_NAME
from mirror.therapy.effects import SessionBegan
from tests.diary.records import MORNING, begun, done, rows, running, stamp


def _text(log: Path) -> None:
    log.write_text("Dear diary, " * 1000)


def _magic(log: Path) -> None:
    log.write_bytes(b"SQLite format 9\0" + log.read_bytes()[16:])


def _truncated(log: Path) -> None:
    log.write_bytes(log.read_bytes()[: log.stat().st_size // 2 + 100])


def _zeros(log: Path) -> None:
    log.write_bytes(bytes(log.stat().st_size))


def _overwritten(log: Path) -> None:
    content = bytearray(log.read_bytes())
    content[8192:20480] = bytes(range(256)) * 48
    log.write_bytes(content)


def _first_bytes_only(log: Path) -> None:
    log.write_bytes(log.read_bytes()[:60])


def _begun_again(folder: Path) -> str | None:
    with closing(Log.open(folder / FILE_NAME, now=lambda: MORNING)) as log:
        return log.notice


@pytest.mark.parametrize("damage", [_text, _magic, _truncated, _zeros, _overwritten, _first_bytes_only])
def test_a_damaged_log_is_set_aside_and_a_new_one_begun(tmp_path: Path, damage: Callable[[Path], None]):
    """The old file keeps every byte under a dated name; the screen is told; the session is kept in the new one."""
    with running(tmp_path) as log:
        for number in range(1, 200):
            log.keep(done("smile", number, 2.0, 4.0), stamp())
    damage(tmp_path / FILE_NAME)
    damaged = (tmp_path / FILE_NAME).read_bytes()

    with running(tmp_path) as log:
        assert log.notice is not None
        assert "mirror.db.damaged-20261121T081203Z" in log.notice
        log.keep(SessionBegan(("smile",)), stamp())
    assert (tmp_path / "mirror.db.damaged-20261121T081203Z").read_bytes() == damaged
    assert rows(tmp_path, "SELECT count(*) FROM sessions") == [(1,)]
    ((kind, sentence),) = rows(tmp_path, "SELECT kind, sentence FROM faults")
    assert (kind, sentence) == ("log", log.notice)


def test_the_second_damaged_log_of_a_second_does_not_replace_the_first(tmp_path: Path):
    """No name is used twice, however fast things go wrong."""
    for text in ("first", "second", "third"):
        (tmp_path / FILE_NAME).write_text(text)
        assert _begun_again(tmp_path) is not None
    kept = sorted(tmp_path.glob("mirror.db.damaged-20261121T081203Z*"))
    assert [file.read_text() for file in kept] == ["first", "second", "third"]


def test_what_waits_beside_a_damaged_log_is_kept_with_it(tmp_path: Path):
    """The rows that SQLite had not moved into the file yet go with the file, under the name SQLite looks for."""
    (tmp_path / FILE_NAME).write_text("not a database")
    (tmp_path / "mirror.db-wal").write_bytes(b"rows that wait")
    assert _begun_again(tmp_path) is not None
    assert (tmp_path / "mirror.db.damaged-20261121T081203Z-wal").read_bytes() == b"rows that wait"


@pytest.mark.parametrize("emptied", [lambda log: log.write_bytes(b""), Path.unlink])
def test_rows_that_wait_beside_a_vanished_log_are_not_deleted(tmp_path: Path, emptied: Callable[[Path], None]):
    """SQLite would delete them as leftovers of a file that is new."""
    with closing(begun(tmp_path)):
        waiting = (tmp_path / "mirror.db-wal").read_bytes()
    assert waiting
    emptied(tmp_path / FILE_NAME)
    (tmp_path / "mirror.db-wal").write_bytes(waiting)
    notice = _begun_again(tmp_path)
    assert notice is not None
    assert "the file is empty" in notice
    assert (tmp_path / "mirror.db.damaged-20261121T081203Z-wal").read_bytes() == waiting


def test_a_log_that_was_only_just_made_is_not_damaged(tmp_path: Path):
    """A plug pulled in the first instant leaves an empty file, which holds nothing to keep."""
    (tmp_path / FILE_NAME).touch()
    assert _begun_again(tmp_path) is None
    assert list(tmp_path.glob("*damaged*")) == []
