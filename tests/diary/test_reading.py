"""Reading the log where it may only be read, and files that are no log."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from mirror.diary import reading as module
from mirror.diary.reading import FILE_NAME, reading
from mirror.diary.schema import migrations
from mirror.problem import Problem
from tests.diary.records import begun, running


@pytest.fixture
def may_only_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another user's folder answers; root, who may run the tests, is never refused by the folder itself."""
    monkeypatch.setattr(module.os, "access", lambda _path, _right: False)


@pytest.mark.usefixtures("may_only_read")
def test_a_log_in_a_read_only_folder_is_read_without_writing_there(tmp_path: Path) -> None:
    """SQLite would make two files beside it and be refused."""
    with running(tmp_path):
        pass
    before = sorted(path.name for path in tmp_path.iterdir())
    with reading(tmp_path) as db:
        assert db is not None
        assert db.execute("SELECT count(*) FROM runs").fetchone()[0] == 1
        assert sorted(path.name for path in tmp_path.iterdir()) == before == [FILE_NAME]


@pytest.mark.usefixtures("may_only_read")
def test_another_user_s_mirror_at_work_is_read_with_its_newest_rows(tmp_path: Path) -> None:
    """They wait beside the log, so it must not be read as it stands."""
    log = begun(tmp_path)
    with reading(tmp_path) as db:
        assert db is not None
        assert db.execute("SELECT count(*) FROM runs").fetchone()[0] == 1
    log.close()


def test_a_database_of_another_program_is_named_as_such(tmp_path: Path) -> None:
    """Nothing of it is read and nothing changed."""
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as cats:
        cats.execute("CREATE TABLE cats (name)")
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(Problem, match="is a database of another program"), reading(tmp_path):
        pass
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_a_folder_in_the_log_s_place_is_named_as_such(tmp_path: Path) -> None:
    """It is not taken for a damaged log."""
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(Problem, match=r"mirror\.db is no file"), reading(tmp_path):
        pass


def test_a_file_this_user_may_not_read_is_said_in_the_system_s_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite alone says no more than that it was unable to open it."""
    with running(tmp_path):
        pass

    def refused(path: Path, *_mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refused)
    with (
        pytest.raises(Problem, match=r"cannot be read \(Permission denied\): let this user read it"),
        reading(tmp_path),
    ):
        pass


def test_a_damaged_log_is_said_to_be_damaged(tmp_path: Path) -> None:
    """And only then is it said that the mirror will set it aside."""
    (tmp_path / FILE_NAME).write_bytes(b"this is no database" * 100)
    with pytest.raises(Problem, match="it is damaged, and the mirror sets it aside"), reading(tmp_path):
        pass


def test_a_link_that_leads_nowhere_is_not_called_an_empty_log(tmp_path: Path) -> None:
    """A disk that is not mounted would look like a patient who never practised."""
    (tmp_path / FILE_NAME).symlink_to(tmp_path / "unplugged" / FILE_NAME)
    with pytest.raises(Problem, match=r"is a link to .*unplugged/mirror\.db, which is not there"), reading(tmp_path):
        pass


def test_a_log_that_nobody_has_brought_up_to_date_says_how(tmp_path: Path) -> None:
    """A reader changes nothing; the mirror does when it starts."""
    with closing(Database(tmp_path / FILE_NAME, execute_plugins=False)) as db:
        migrations.apply(db, stop_before="m002_stimulations")
    early = pytest.raises(Problem, match="an earlier version of the mirror has written it; start the mirror once")
    with early, reading(tmp_path) as log:
        assert log is not None
        log.execute("SELECT * FROM plans")
