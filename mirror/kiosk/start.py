"""Putting the mirror together from settings and options, and running it."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import mirror
from hardware.camera.camera import Camera, Pace, opened
from hardware.camera.choice import camera_for
from hardware.camera.spec import Source, parse_camera
from hardware.led.recorded import RecordedLed
from mirror.clips.choreography import Demonstration
from mirror.clips.library import Library
from mirror.clips.player import ClipPlayer
from mirror.diary.log import Log
from mirror.diary.page import day_page
from mirror.diary.reading import FILE_NAME, reading
from mirror.diary.stamp import Clock, local_day
from mirror.diary.writer import InlineWriter, Writer
from mirror.kiosk.controls import open_controls
from mirror.kiosk.live import LiveMirror
from mirror.kiosk.loop import Kiosk, Sight
from mirror.kiosk.showing import Showing
from mirror.kiosk.stepped import FilmEyes, run
from mirror.kiosk.trace import FileTrace, NoTrace
from mirror.perception.bundle import check_bundle, default_model, model_name
from mirror.perception.face import Image, Side
from mirror.perception.perceiver import Perceiver
from mirror.perception.tracker import Input, open_tracker
from mirror.problem import Problem
from mirror.screen import words
from mirror.screen.display import Display, DisplayKind, Rotation
from mirror.screen.painter import Painter
from mirror.screen.sound import RecordedSound, Sound
from mirror.screen.theme import Motion
from mirror.settings import Settings, load
from mirror.therapy.catalogue import practice
from mirror.therapy.press import Button, Press
from mirror.therapy.session import Scene, Session, View

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asked for; None leaves it to the settings."""

    data_dir: Path
    model: Path | None
    camera: str | None
    display: str | None
    trace: Path | None


def chosen_model(data_dir: Path, model: Path | None, say: Say) -> Path:
    """The bundle to use, checked; the default one is built if it is not there."""
    if model is None:
        return default_model(data_dir, say)
    check_bundle(model)
    return model


@contextmanager
def face_finder(data_dir: Path, model: Path | None, say: Say) -> Iterator[Callable[[Image], bool]]:
    """Whether there is a face in an image."""
    with open_tracker(chosen_model(data_dir, model, say), Input.STILL) as tracker:
        yield lambda image: tracker.track(image, 0.0) is not None


def open_log(data_dir: Path, model: str, camera: str) -> Log:
    """The patient's log with a new run begun in it."""
    log = Log.open(data_dir / FILE_NAME)
    log.begin_run(mirror.__version__, model, camera, Clock().now())
    return log


def affected_side(settings: Settings) -> Side | None:
    return None if settings.affected_side == "unknown" else Side(settings.affected_side)


def build_clips(data_dir: Path, exercises: Iterable[str], say: Say) -> Library:
    """The clip library, with a demonstration of each of these exercises in it."""
    library = Library(data_dir)
    wanted = tuple(Demonstration.named(exercise) for exercise in exercises)
    missing = [one.value for one in wanted if library.find(one.value) is None]
    if missing:
        say(f"Drawing the demonstration of {', '.join(missing).replace('_', ' ')} (once, a few seconds each)")
        library.build(wanted)
    return library


def find_clip(library: Library, exercise: str) -> ClipPlayer | None:
    """The clip that shows an exercise, opened; None while there is none."""
    clip = library.find(exercise)
    return None if clip is None else ClipPlayer(clip)


def notice_of(writer: Writer | InlineWriter) -> str:
    """What must be said on every screen."""
    return words.NOT_SAVED if writer.unsaved else ""


def run_mirror(order: Order, say: Say) -> None:
    """The mirror, until it is closed or its film is over."""
    settings = load(order.data_dir)
    spec = parse_camera(order.camera or settings.camera)
    if spec.source is Source.PORTRAIT:
        raise Problem("--camera portrait: the drawn patient follows the cues in `mirror demo`; run that instead.")
    session = Session(practice=practice(settings.exercises, settings.repetitions), view=View(settings.view))
    kind = DisplayKind(order.display or settings.display)
    film_only = spec.source is Source.FILE and kind is DisplayKind.NONE
    pace = Pace.EVERY_FRAME if film_only else Pace.REAL_TIME
    make_camera = partial(camera_for, spec, time.monotonic, time.sleep, pace=pace)
    camera = make_camera()
    if kind is not DisplayKind.KMS:
        # On the wall the glass says what is wrong with the camera, and it is tried again; at a desk it is said here.
        with opened(camera):
            pass
    model = chosen_model(order.data_dir, order.model, say)
    with ExitStack() as stack:
        trace = stack.enter_context(FileTrace(order.trace)) if order.trace is not None else NoTrace()
        open_run = partial(open_log, order.data_dir, model_name(model), camera.kind.value)
        writer = stack.enter_context(closing(Writer(open_run)))
        writer.opened()
        if writer.notice:
            say(writer.notice)
        if film_only:
            kiosk = Kiosk(session, writer, trace, RecordedLed(), RecordedSound(), Clock().now)
            watch_film(kiosk, camera, model, say)
        else:
            library = build_clips(order.data_dir, settings.exercises, say)
            display = stack.enter_context(Display(kind, rotation=Rotation(settings.rotation_deg)))
            controls = stack.enter_context(open_controls(display.kind, settings))
            sound = stack.enter_context(closing(Sound(settings.volume)))
            known = practised_day(order.data_dir)
            kiosk = Kiosk(session, writer, trace, controls.light, sound, Clock().now, known)
            painter = Painter(display.size, Motion.REDUCED if settings.reduced_motion else Motion.FULL)
            showing = Showing(painter, partial(find_clip, library), affected_side(settings), lambda _s: datetime.now())
            mirror_ = LiveMirror(kiosk, make_camera, partial(open_tracker, model), settings.model_hz)
            mirror_.run(display, controls, showing, partial(notice_of, writer))
        writer.end_run(Clock().now())


def practised_day(data_dir: Path) -> str:
    """Today, if the log knows of a practice today; else nothing."""
    today = local_day(datetime.now(UTC))
    with reading(data_dir) as db:
        return today if db is not None and day_page(db, today).practised else ""


def watch_film(kiosk: Kiosk, camera: Camera, model: Path, say: Say) -> None:
    """A session over a film, at the film's own time.  It starts itself: there is nobody to press the button."""
    with open_tracker(model) as tracker, opened(camera):
        eyes = FilmEyes(camera, Perceiver(tracker))
        run(kiosk, eyes, _start_by_itself, _show_nothing, lambda _session, _now_s: False)
    kiosk.stop(eyes.now_s)
    kiosk.note_film(eyes.now_s, eyes.frames, eyes.faces)
    say(f"A face was found in {eyes.faces} of {eyes.frames} frames.")
    if eyes.faces == 0:
        raise Problem(f"There is no face in any of the {eyes.frames} frames of {camera.name}: choose another film.")


def _start_by_itself(session: Session, now_s: float) -> Press | None:
    """Once: a session that has ended stays ended."""
    return Press(Button.SELECT) if session.scene is Scene.IDLE and session.rest_round == 0 else None


def _show_nothing(_sight: Sight, _now_s: float) -> None:
    """There is no screen."""
