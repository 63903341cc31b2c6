"""The files of a session: one mirror at a time writes them, a full disk is said, and nothing foreign gives way."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import cv2
import pygame
import pytest

from mirror.diary.lock import FolderLock
from mirror.diary.log import Log
from mirror.diary.reading import FILE_NAME
from mirror.diary.writer import InlineWriter, Writer
from mirror.kiosk import demonstration
from mirror.kiosk.beginning import Order, run_mirror
from mirror.kiosk.demonstration import Rehearsal, demonstrate
from mirror.kiosk.keeping import kept
from mirror.kiosk.recording import SETTLED_S, ScreenRecording
from mirror.kiosk.rehearsal import Ability
from mirror.kiosk.start import Models
from mirror.kiosk.trace import FileTrace
from mirror.on_request import Kind
from mirror.problem import Problem
from mirror.therapy.effects import SessionBegan
from mirror.therapy.scene import Scene
from tests.diary.records import begun, rows, stamp
from tests.earlier import EARLIER
from tests.kiosk.rehearsing import ListTrace

REPOSITORY = Path(__file__).resolve().parents[2]


def contents(folder):
    """Every file below a folder, by its bytes."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def logged(folder, camera="drawn"):
    """A log with a run begun in it, on this camera."""
    log = Log.open(folder / FILE_NAME)
    log.begin_run("0.1.0", "attention-1a2b3c4d5e6f", camera, stamp())
    return log


# --- one mirror at a time


def rehearsal(folder, data_dir, model=None):
    return Rehearsal(data_dir, model, folder, Ability(), 1, None, ("smile",), 1, (480, 800))


@pytest.fixture
def no_models(monkeypatch, tmp_path):
    """A start that does not come as far as its models."""
    models = Models(tmp_path / "live.task", tmp_path / "refined.task")
    monkeypatch.setattr("mirror.kiosk.demonstration.chosen_models", lambda *_: models)
    monkeypatch.setattr("mirror.kiosk.running.chosen_models", lambda *_: models)


@pytest.mark.parametrize("camera", ["drawn", "film"])
def test_a_second_demonstration_is_refused_before_it_touches_anything(no_models, tmp_path, camera):
    """The database, the trace and the film of the one that is running are as they were."""
    out = tmp_path / "out"
    with closing(logged(out, camera)):
        (out / "trace.jsonl").write_text("{}\n")
        (out / "session.mp4").write_bytes(b"film")
        before = contents(out)
        with pytest.raises(Problem, match="Another mirror is writing"):
            demonstrate(rehearsal(out, tmp_path / "data"), print)
        assert contents(out) == before


def test_a_second_mirror_does_not_empty_the_trace_of_the_first(no_models, tmp_path):
    """It is refused for the log's folder, and the trace stays."""
    trace = tmp_path / "trace.jsonl"
    trace.write_text('{"t": 0.0, "event": "saved"}\n')
    with FolderLock(tmp_path / "data"), pytest.raises(Problem, match="Another mirror is writing its log"):
        run_mirror(Order(tmp_path / "data", None, "portrait", "window", None, trace), print)
    assert trace.read_text() == '{"t": 0.0, "event": "saved"}\n'


def test_two_mirrors_with_different_logs_do_not_share_a_trace(tmp_path):
    """The second is refused, and the first goes on where it was."""
    path = tmp_path / "trace.jsonl"
    path.write_bytes(EARLIER[Kind.TRACE])
    with FileTrace(path, print) as first:
        first.event(1.0, "one")
        with pytest.raises(Problem, match="Another mirror is writing --trace"):
            FileTrace(path, print)
        first.event(2.0, "two")
    assert [json.loads(line)["event"] for line in path.read_text().splitlines()] == ["one", "two"]
    FileTrace(path, print).close()
    assert path.read_text() == ""


def test_a_log_in_a_folder_that_is_held_leaves_the_lock_to_its_holder(tmp_path):
    """It opens, also a second time, and nobody else gets in after it has closed."""
    with FolderLock(tmp_path) as lock:
        for _ in range(2):
            Log.open(tmp_path / FILE_NAME, held=lock).close()
        with pytest.raises(Problem, match="Another mirror"):
            begun(tmp_path)
    begun(tmp_path).close()


# --- what gives way to a demonstration


def test_the_log_of_an_earlier_demonstration_gives_way(tmp_path):
    """All of it, with what SQLite keeps beside it."""
    logged(tmp_path).close()
    (tmp_path / "mirror.db-journal").touch()
    with FolderLock(tmp_path) as lock:
        demonstration._make_way(lock)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["session.mp4", "trace.jsonl", "screens/idle.png"])
def test_a_file_of_somebody_does_not_give_way_to_a_demonstration(no_models, tmp_path, name):
    """In a folder in which none was recorded it only has the same name; it is named, and nothing is written."""
    own = tmp_path / "photos" / name
    own.parent.mkdir(parents=True)
    own.write_bytes(b"a holiday")
    with pytest.raises(Problem, match=f"{name} is there already.*choose another folder for --headless"):
        demonstrate(rehearsal(tmp_path / "photos", tmp_path / "data"), print)
    assert contents(tmp_path / "photos") == {own: b"a holiday"}


def test_a_trace_of_somebody_stays_beside_an_earlier_demonstration_too(tmp_path):
    """It has taken the place of the demonstration's own."""
    logged(tmp_path).close()
    (tmp_path / "trace.jsonl").write_text("a holiday")
    with FolderLock(tmp_path) as lock, pytest.raises(Problem, match=r"trace\.jsonl is there already"):
        demonstration._make_way(lock)
    assert (tmp_path / FILE_NAME).exists()


def test_a_demonstration_begins_with_its_trace(no_models, monkeypatch, tmp_path):
    """One that is killed while it begins leaves no film without it, which the next would take for somebody's."""
    monkeypatch.setattr(demonstration, "build_clips", lambda *_: None)
    (tmp_path / "screens").touch()
    with pytest.raises(Problem, match="cannot be written"):
        demonstrate(rehearsal(tmp_path, tmp_path / "data"), print)
    assert contents(tmp_path) == {tmp_path / "screens": b"", tmp_path / "trace.jsonl": b""}


@pytest.mark.parametrize("trace", [b"", EARLIER[Kind.TRACE], None])
def test_an_earlier_demonstration_is_known_by_its_trace_or_its_log(tmp_path, trace):
    """Also one that was killed before it had said or saved anything, and one whose trace was taken elsewhere."""
    (tmp_path / "session.mp4").write_bytes(b"film")
    if trace is None:
        logged(tmp_path).close()
    else:
        (tmp_path / "trace.jsonl").write_bytes(trace)
    with FolderLock(tmp_path) as lock:
        demonstration._make_way(lock)


def a_diary_of_somebody(path):
    """A database that only looks like a demonstration's."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE runs (camera)")
        db.execute("CREATE TABLE diary (line)")
        db.execute("INSERT INTO diary VALUES ('dear diary')")
        db.commit()


def a_log_with_a_table_of_somebody(path):
    logged(path.parent).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE diary (line)")


def a_log_of_a_newer_version(path):
    logged(path.parent).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('mirror.diary', 'm9', '')")
        db.commit()


def a_real_log(path):
    logged(path.parent, "pi").close()


@pytest.mark.parametrize(
    "make", [a_diary_of_somebody, a_log_with_a_table_of_somebody, a_log_of_a_newer_version, a_real_log]
)
def test_what_is_no_demonstrations_log_never_gives_way(tmp_path, make):
    """It is refused with a sentence and stays as it is."""
    make(tmp_path / FILE_NAME)
    before = (tmp_path / FILE_NAME).read_bytes()
    with FolderLock(tmp_path) as lock, pytest.raises(Problem, match="choose another folder"):
        demonstration._make_way(lock)
    assert (tmp_path / FILE_NAME).read_bytes() == before


# --- a disk that is full


def test_a_trace_that_cannot_be_written_any_more_does_not_end_the_session():
    """It is said once, and the rest is silence."""
    said = []
    with FileTrace(Path("/dev/full"), said.append) as trace:
        for t_s in range(3):
            trace.event(float(t_s), "seen")
    assert said == ["--trace /dev/full ends here, it cannot be written any more (No space left on device)."]


@pytest.fixture
def small_disk():
    """Files of this process cannot grow beyond 20 kB, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


def noise(size):
    """A screen that does not compress."""
    surface = pygame.Surface(size, depth=32)
    surface.get_buffer().write(os.urandom(surface.get_buffer().length), 0)
    return surface


def test_a_recording_on_a_full_disk_is_not_called_complete(tmp_path, small_disk):
    """OpenCV does not say that the film was cut off; the film is asked."""
    recording = ScreenRecording(tmp_path, (240, 240), 15.0)
    with closing(recording):
        for _ in range(30):
            recording.add(noise((240, 240)), Scene.IDLE, 0.0)
        recording._scene = None  # no picture is missing: this is about the film
        with pytest.raises(Problem, match="of 30 frames could be written"):
            recording.finish()


def test_a_picture_of_a_scene_that_cannot_be_written_is_said(tmp_path, small_disk):
    """With its name and the reason."""
    said = pytest.raises(Problem, match=r"screens/idle\.png cannot be written \(File too large\)")
    with closing(ScreenRecording(tmp_path, (240, 240), 15.0)) as recording, said:
        recording.add(noise((240, 240)), Scene.IDLE, SETTLED_S)


def test_a_recording_that_fits_is_complete(tmp_path):
    """Film and pictures, with nothing to say."""
    with closing(ScreenRecording(tmp_path, (240, 240), 15.0)) as recording:
        for _ in range(5):
            recording.add(noise((240, 240)), Scene.IDLE, 0.0)
        recording.finish()
    assert cv2.imread(str(tmp_path / "screens" / "idle.png")).shape == (240, 240, 3)
    assert cv2.VideoCapture(str(tmp_path / "session.mp4")).get(cv2.CAP_PROP_FRAME_COUNT) == 5


def fill_up(folder):
    """A log that takes no further page, as on a full disk; returns what opens it."""

    def opening():
        log = begun(folder)
        pages = log._db.execute("PRAGMA page_count").fetchone()[0]
        log._db.execute(f"PRAGMA max_page_count = {pages}")
        return log

    return opening


@pytest.mark.parametrize("kind", [Writer, InlineWriter])
def test_entries_that_could_not_be_saved_are_said_at_the_end(tmp_path, kind):
    """How many, and why; an ending without a word would pass for one that saved everything."""
    writer = kind(fill_up(tmp_path))
    said = pytest.raises(Problem, match=r"2 entries of the log could not be saved.*disk is full.*Free some space")
    with said, kept(writer, ListTrace(), stamp, lambda: 1.0, print):
        writer.submit(SessionBegan(("smile" * 4000,)), stamp())


def test_a_loss_does_not_hide_the_error_that_ended_the_session(tmp_path):
    """The error goes on its way, and the loss is said beside it."""
    writer, said = Writer(fill_up(tmp_path)), []
    writer.submit(SessionBegan(("smile" * 4000,)), stamp())
    with pytest.raises(ZeroDivisionError), kept(writer, ListTrace(), stamp, lambda: 1.0, said.append):
        raise ZeroDivisionError
    assert ["entries of the log could not be saved" in sentence for sentence in said] == [True]


def test_the_last_rows_are_announced(tmp_path):
    """Those of the end too, which reach the disk after the last instant of the session."""
    trace, writer = ListTrace(), Writer(lambda: begun(tmp_path))
    with kept(writer, trace, stamp, lambda: 7.0, print):
        writer.submit(SessionBegan(("smile",)), stamp())
    assert trace.events == [{"t": 7.0, "event": "saved", "table": "sessions", "id": 1}]
    assert rows(tmp_path, "SELECT clean_shutdown FROM runs") == [(1,)]


# --- being told to end

#: Says that it is ready, then asks whether it was told to end until it was.
WAITING = """
import os, signal, sys
from mirror.kiosk.ending import told_to_end
# Whoever runs the tests may have been started with nohup too, which is handed down.
signal.signal(signal.SIGHUP, signal.SIG_IGN if sys.argv[1] == "nohup" else signal.SIG_DFL)
with told_to_end() as ended:
    print("ready", flush=True)
    for line in sys.stdin:
        print("told" if ended() else "not told", flush=True)
"""


@pytest.mark.parametrize(("started", "heard"), [("plain", "told\n"), ("nohup", "not told\n")])
def test_a_terminal_that_closes_ends_the_mirror_in_order(started, heard):
    """SIGHUP is a way of being told to end, unless the mirror was started so as to outlive its terminal."""
    with subprocess.Popen(
        [sys.executable, "-c", WAITING, started],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGHUP)
        process.stdin.write("ended?\n")
        process.stdin.flush()
        assert process.stdout.readline() == heard
        process.stdin.close()
    assert process.returncode == 0


def test_a_demonstration_told_to_end_while_it_begins_ends_in_order(monkeypatch, tmp_path, bundle):
    """Ctrl-C before the first instant, in a folder that is held: the run is closed, and a script can tell."""

    class Interrupting(demonstration.SteppedEyes):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            with pytest.raises(Problem, match="Another mirror"):
                FolderLock(tmp_path / "out")
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(demonstration, "SteppedEyes", Interrupting)
    monkeypatch.setattr(demonstration, "chosen_models", lambda *_: Models(bundle, bundle))
    monkeypatch.setattr(demonstration, "build_clips", lambda data_dir, *_: demonstration.Library(data_dir))
    with pytest.raises(Problem, match="told to end before its end"):
        demonstrate(rehearsal(tmp_path / "out", tmp_path / "data"), print)
    assert rows(tmp_path / "out", "SELECT camera, clean_shutdown FROM runs") == [("drawn", 1)]


def test_a_start_that_does_not_succeed_leaves_no_run_open(monkeypatch, tmp_path, bundle):
    """The cause is what is seen, not what the clean-up stumbled over."""

    def broken(*_arguments):
        raise Problem("The screen cannot be drawn.")

    monkeypatch.setattr(demonstration, "Showing", broken)
    monkeypatch.setattr(demonstration, "chosen_models", lambda *_: Models(bundle, bundle))
    monkeypatch.setattr(demonstration, "build_clips", lambda data_dir, *_: demonstration.Library(data_dir))
    with pytest.raises(Problem, match="cannot be drawn"):
        demonstrate(rehearsal(tmp_path / "out", tmp_path / "data"), print)
    assert rows(tmp_path / "out", "SELECT clean_shutdown FROM runs") == [(1,)]
