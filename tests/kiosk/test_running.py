"""The whole mirror in real time without a screen, and one that is told to end."""

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import cv2
import pytest

from mirror.clips.expression import Expression
from mirror.clips.library import Library
from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.diary.export import export_json
from mirror.diary.lock import FolderLock
from mirror.kiosk.filming import NotFilming
from mirror.kiosk.glass import lit
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.over_film import pressed_once
from mirror.kiosk.own_demonstration import OwnFilming
from mirror.kiosk.planning import AlwaysTheSame
from mirror.kiosk.rehearsal import Ability, RehearsalPatient, drawn_camera
from mirror.kiosk.running import Performance, perform
from mirror.kiosk.start import Models
from mirror.perception.bundle import model_name
from mirror.perception.face import Unseen
from mirror.screen.display import Display, DisplayKind
from mirror.settings import Settings
from mirror.therapy.effects import SessionBegan
from mirror.therapy.press import Button, Press
from mirror.therapy.scene import Scene
from mirror.therapy.unplanned import of_film
from tests.kiosk.rehearsing import ListTrace
from tests.kiosk.test_kiosk_story import Mirror

REPOSITORY = Path(__file__).resolve().parent.parent.parent
#: More instants than a test ever needs: a minute and a half at display rate.
MOST_INSTANTS = 2700
#: Longest wait for the next line of a mirror in a process of its own; it is only waited out when the test fails.
LINE_S = 60.0


class SmallDisplay(Display):
    """As without a screen, small, and known to the test, which closes it."""

    opened: list["SmallDisplay"]

    def __init__(self, kind, rotation, **_console):
        super().__init__(kind, (480, 800), rotation)
        self.flips = 0
        self.opened.append(self)

    def flip(self, changed=None):
        self.flips += 1
        super().flip(changed)


@pytest.fixture
def displays(monkeypatch):
    """The displays that were opened.  The film of the demonstration is not drawn: it has tests of its own."""
    SmallDisplay.opened = []
    monkeypatch.setattr("mirror.kiosk.running.build_clips", lambda data_dir, *_: Library(data_dir))
    monkeypatch.setattr("mirror.kiosk.opening.Display", SmallDisplay)
    return SmallDisplay.opened


class Person:
    """Presses start, then next, so as not to read the welcome; closes the display once the session takes its rest."""

    def __init__(self, displays):
        self.displays, self.instants, self.scenes = displays, 0, []

    def press(self, session, _now_s):
        self.instants += 1
        if not self.scenes or session.scene is not self.scenes[-1]:
            self.scenes.append(session.scene)
            if session.scene is Scene.IDLE:
                return Press(Button.SELECT)
            if session.scene is Scene.WELCOME:
                return Press(Button.NEXT)
        if session.scene is Scene.REST or self.instants > MOST_INSTANTS:
            self.displays[0].closed = True
        return None


def test_a_mirror_in_real_time_runs_until_its_display_is_closed(displays, bundle, tmp_path):
    """Camera, model, session, screen and log together: the drawn patient is found, and everything is given back."""
    person, trace, patient = Person(displays), ListTrace(), RehearsalPatient(Ability(), seed=1)
    log = FolderLock(tmp_path)
    performance = Performance(
        log=log,
        camera_word="drawn",
        prepare=lambda: AlwaysTheSame(of_film(["smile"], 1)),
        make_camera=lambda kiosk: drawn_camera(lambda: kiosk.session, patient, time.monotonic, time.sleep),
        pressing=person.press,
    )
    settings = Settings(volume=0.0)
    with lit(DisplayKind.NONE, settings, lambda _sentence: None) as glass:
        perform(
            performance,
            data_dir=tmp_path,
            settings=settings,
            glass=glass,
            models=Models(bundle, bundle),
            trace=trace,
            say=lambda _sentence: None,
        )
    log.release()
    assert person.scenes == [Scene.IDLE, Scene.WELCOME, Scene.FIND_FACE, Scene.REST]
    assert [event["seen"] for event in trace.of("face")][:1] == [True]
    (display,) = displays
    assert display.flips == 1 + person.instants  # the time alone first
    tables = export_json(tmp_path)
    (run,) = tables["runs"]
    assert run["clean_shutdown"] is True
    assert (run["camera"], run["model"]) == ("drawn", model_name(bundle))
    assert [session["outcome"] for session in tables["sessions"]] == ["stopped"]
    assert not {"camera", "perception", "diary"} & {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize(
    ("wished", "of_person", "films"),
    [(False, True, False), (True, False, False), (True, True, True)],
    ids=["not wished for", "somebody else", "wished for"],
)
def test_own_demonstrations_are_made_of_whoever_has_wished_for_them(
    displays, bundle, tmp_path, monkeypatch, wished, of_person, films
):
    """Nobody else is filmed: not who has not turned it on, and not a drawing or a film in place of the person."""
    kiosks = []

    class Noted(Kiosk):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            kiosks.append(self)

    def close(_session, _now_s):
        displays[0].closed = True

    monkeypatch.setattr("mirror.kiosk.running.Kiosk", Noted)
    patient = RehearsalPatient(Ability(), seed=1)
    with FolderLock(tmp_path) as log:
        performance = Performance(
            log=log,
            camera_word="drawn",
            prepare=lambda: AlwaysTheSame(of_film(["smile"], 1)),
            make_camera=lambda kiosk: drawn_camera(lambda: kiosk.session, patient, time.monotonic, time.sleep),
            pressing=close,
            of_person=of_person,
        )
        settings = Settings(volume=0.0, own_demonstration=wished)
        models = Models(bundle, bundle)
        with lit(DisplayKind.NONE, settings, lambda _sentence: None) as glass:
            perform(performance, tmp_path, settings, glass, models, ListTrace(), lambda _sentence: None)
    (kiosk,) = kiosks
    assert isinstance(kiosk._filming, OwnFilming if films else NotFilming)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("own half")]


@pytest.fixture
def face_film(tmp_path):
    """Two seconds of a face at rest."""
    path = tmp_path / "face.mp4"
    image = Portrait(480, 640, PATIENT).draw(Expression())
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 15.0, (480, 640))
    for _ in range(30):
        writer.write(image)
    writer.release()
    return path


class Listener:
    """Reads a mirror's trace as it is written.  The trace is a pipe, so that nobody has to look again and again."""

    def __init__(self, pipe):
        os.mkfifo(pipe)
        self.pipe = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        self.rest, self.events = b"", []

    def heard(self):
        """The events that came next; empty when the mirror has closed its trace."""
        ready, _, _ = select.select([self.pipe], [], [], LINE_S)
        assert ready, f"The mirror has said nothing for {LINE_S:g} s after {self.events}."
        read = os.read(self.pipe, 65536)
        *lines, self.rest = (self.rest + read).split(b"\n")
        new = [json.loads(line) for line in lines]
        self.events += new
        return new if read else None

    def until(self, scene):
        """Wait for a scene."""
        while not any(event.get("name") == scene for event in self.events):
            assert self.heard() is not None, f"The mirror ended before {scene}: {self.events}"

    def until_closed(self):
        while self.heard() is not None:
            pass


def test_a_mirror_that_is_told_to_end_ends_in_order(face_film, bundle, tmp_path):
    """SIGTERM in the middle of a session: status 0, the session ended, the run closed, the trace complete."""
    listener = Listener(tmp_path / "trace.jsonl")
    words = f"run --camera file:{face_film}?loop --display none --data {tmp_path} --model {bundle}".split()
    process = subprocess.Popen(
        [sys.executable, "-c", "from mirror.cli import main; main()", *words, "--trace", str(tmp_path / "trace.jsonl")],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        listener.until("rest")
        process.send_signal(signal.SIGTERM)
        listener.until_closed()
        out, errors = process.communicate(timeout=LINE_S)
    finally:
        process.kill()
        process.wait()
        os.close(listener.pipe)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert out == ""
    tables = export_json(tmp_path)
    assert [run["clean_shutdown"] for run in tables["runs"]] == [True]
    assert [session["outcome"] for session in tables["sessions"]] == ["stopped"]
    rest = listener.events[[event["event"] for event in listener.events].index("film") + 1 :]
    assert {event["event"] for event in rest} <= {"saved"}
    saved = [(event["table"], event["id"]) for event in listener.events if event["event"] == "saved"]
    # Each table has one commit per row, and the session one more for its end.
    rows = [(table, row["id"]) for table in ("exercises", "faults", "sessions") for row in tables[table]]
    assert sorted(saved) == sorted([*rows, ("sessions", 1)])


def test_a_film_has_one_session_however_long_it_shows_nobody():
    """A looped film without a face: its session ends, and no other begins."""
    press, mirror = pressed_once(), Mirror("smile")
    for _ in range(15 * 420):
        pressed = press(mirror.kiosk.session, mirror.now_s)
        mirror.look(fault=Unseen.NO_FACE, presses=() if pressed is None else (pressed,))
    begun = [record for record in mirror.writer.records if isinstance(record, SessionBegan)]
    assert len(begun) == 1
    assert mirror.kiosk.session.scene is Scene.IDLE
