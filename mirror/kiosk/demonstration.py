"""The whole mirror with a drawn patient: in a window, or in simulated time into a folder."""

import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from hardware.camera.camera import Pace
from hardware.camera.quiet import quiet_opencv
from hardware.camera.spec import Source
from hardware.led.recorded import RecordedLed
from mirror.clips.library import Library
from mirror.diary.damage import COMPANIONS, companion
from mirror.diary.lock import FolderLock
from mirror.diary.reading import FILE_NAME, reading
from mirror.diary.schema import foreign_tables, unknown_migrations
from mirror.diary.stamp import Stamp, stamp_at
from mirror.diary.writer import InlineWriter
from mirror.kiosk.beginning import APART
from mirror.kiosk.clips import build_clips, find_clip, shown_in
from mirror.kiosk.ending import told_to_end
from mirror.kiosk.glass import lit
from mirror.kiosk.keeping import kept
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.permitting import NotPermitting, Permitting, rehearsed
from mirror.kiosk.planning import AlwaysTheSame, ByPlan, Planning
from mirror.kiosk.recording import ScreenRecording, files_of_recording
from mirror.kiosk.refining import InlineRefiner
from mirror.kiosk.rehearsal import Ability, RehearsalPatient, drawn_camera
from mirror.kiosk.running import Performance, no_stimulator, perform
from mirror.kiosk.showing import Showing
from mirror.kiosk.sight import Sight
from mirror.kiosk.start import Models, Say, chosen_models, notice_of, open_log, use_one_core
from mirror.kiosk.stepped import SteppedEyes, run
from mirror.kiosk.trace import FileTrace, NoTrace, Trace
from mirror.language import speak
from mirror.on_request import Kind, gives_way
from mirror.perception.face import Side
from mirror.perception.perceiver import Perceiver
from mirror.perception.tracker import Input, open_tracker
from mirror.plan_file import named_plan, plan_of_the_day
from mirror.problem import Problem
from mirror.screen.display import Display, DisplayKind
from mirror.screen.painter import Painter
from mirror.screen.sound import RecordedSound
from mirror.settings import load
from mirror.therapy.chart import Chart
from mirror.therapy.day import day_of
from mirror.therapy.plan import Plan
from mirror.therapy.scene import EXERCISING, Scene
from mirror.therapy.session import Session
from mirror.therapy.unplanned import of_rehearsal
from mirror.therapy.when import When

#: Simulated frames per second of camera, model and screen.  A Pi's model runs about as often.
STEP_HZ: Final = 15.0
#: What happened, in the folder of a recording.
TRACE: Final = "trace.jsonl"
#: Longest simulated session.
LIMIT_S: Final = 3600.0
#: The demonstration takes place at nine in the morning of the present day.
MORNING: Final = time_of_day(9)
#: Below this no line of text fits in readable type.
SMALLEST_PX: Final = 400
#: More than any screen that is sold has.
LARGEST_PX: Final = 9999
#: How long the idle screen stays at the end...
END_S: Final = 3.0
#: ...and where a plan has nothing to do at this hour.
NOTHING_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What the command line asked for."""

    data_dir: Path
    model: Path | None
    folder: Path | None
    """Where to record it in simulated time; None: a window, in real time."""
    ability: Ability
    seed: int
    plan: Path | None
    """A plan to keep to; without it the exercises are shown."""
    exercises: tuple[str, ...]
    repetitions: int
    size: tuple[int, int]


def parse_size(text: str) -> tuple[int, int]:
    """``1080x1920`` as numbers."""
    found = re.fullmatch(r"(\d{1,9})x(\d{1,9})", text)
    size = (int(found[1]), int(found[2])) if found else (0, 0)
    if not SMALLEST_PX <= min(size) <= max(size) <= LARGEST_PX:
        raise Problem(
            f"--size {text} is not a screen: write width x height in pixels, for example 800x480; "
            f"the smallest is {SMALLEST_PX}x{SMALLEST_PX}, the largest {LARGEST_PX}x{LARGEST_PX}."
        )
    return size


def affected_in(plan: Path, named: Side | None, say: Say) -> Side:
    """The weak side of a drawn patient who keeps to this plan: the plan's, or the one that was ``named``.

    Says where the two disagree, for that session compares with the wrong side.  Raises Problem for a plan that is not
    there or out of order.
    """
    side = plan_of_the_day(named_plan(plan), day_of(_this_morning()), Side.LEFT).plan.affected_side
    if named is None or named is side:
        return side
    say(
        f"{plan} is for somebody who is weaker on the {side.value}, and the drawn patient is weaker on the "
        f"{named.value}: what is compared with the other side does not hold. Leave out --affected to go by the plan."
    )
    return named


def demonstrate(order: Rehearsal, say: Say) -> None:
    """Run it to its end."""
    speak(load(order.data_dir).language)
    planning = _prepared(order)
    models = chosen_models(order.data_dir, order.model, say)
    if order.folder is None:
        _in_window(order, planning, models, say)
    else:
        with _taken(order.folder, order.data_dir) as log:
            _make_way(log)
            first = planning.brief(_simulated(_this_morning(), 0.0))
            library = build_clips(order.data_dir, shown_in(first), say)
            _into_folder(order, log, planning, models, library, say)


def _prepared(order: Rehearsal) -> Planning:
    """What the drawn patient is asked to do.  Raises Problem for an unknown exercise and a plan out of order."""
    if order.plan is None:
        return AlwaysTheSame(of_rehearsal(order.exercises, order.repetitions, order.ability.affected))
    today, side = _this_morning(), order.ability.affected
    following = plan_of_the_day(named_plan(order.plan), day_of(today), side)
    return ByPlan(order.plan, side, _chart(following.plan, today))


def _chart(plan: Plan, today: datetime) -> Chart:
    """Of somebody new; the week's assessment would come first, in which a prescribed stimulator has no part."""
    if plan.stimulation is None:
        return Chart()
    yesterday = today.replace(tzinfo=None) - timedelta(days=1)
    return Chart(assessed=When(yesterday, synchronised=True, start="yesterday", steady_s=0.0))


def _taken(folder: Path, data_dir: Path) -> FolderLock:
    """The folder to record into, made and locked: from here on nobody else writes there."""
    if folder.resolve() == data_dir.resolve():
        raise Problem(f"--headless {folder} is the folder of the patient's own data: choose another folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(f"--headless {folder} cannot be written ({error.strerror}): choose another folder.") from error
    return FolderLock(folder)


def _make_way(log: FolderLock) -> None:
    """What an earlier demonstration has left gives way to the new one; nothing else ever does."""
    folder = log.folder
    with reading(folder) as db:
        _refuse_others(folder, db is not None and _is_drawn(folder, db))
    if db is None:
        return
    for suffix in COMPANIONS:
        companion(folder / FILE_NAME, suffix).unlink(missing_ok=True)


def _is_drawn(folder: Path, db: sqlite3.Connection) -> bool:
    """Whether anything is in the log of a demonstration.  Raises Problem for any other database."""
    opened = Database(db, execute_plugins=False)
    if foreign_tables(opened) or unknown_migrations(opened):
        raise Problem(f"--headless {folder} holds a database that is no demonstration's: choose another folder.")
    if not opened["runs"].exists():
        return False
    if opened["runs"].count_where("camera IS NOT 'drawn'"):
        raise Problem(f"--headless {folder} holds the log of a real mirror: choose another folder.")
    return bool(opened["runs"].count)


def _refuse_others(folder: Path, drawn: bool) -> None:
    """Raises Problem for a film, picture or trace of that name that no demonstration has made.

    Where one was recorded is known by its trace, or by its log: ``drawn``.
    """
    trace = folder / TRACE
    try:
        others = [] if gives_way(trace, Kind.TRACE) else [trace]
        if not (drawn or trace.is_file()):
            others += [path for path in files_of_recording(folder) if path.is_file() and path.stat().st_size > 0]
    except OSError as error:
        raise Problem(f"--headless {folder} cannot be read ({error.strerror}): choose another folder.") from error
    if others:
        raise Problem(f"{others[0]} is there already and is no demonstration's: choose another folder for --headless.")


def _in_window(order: Rehearsal, planning: Planning, models: Models, say: Say) -> None:
    patient = RehearsalPatient(order.ability, order.seed)
    # A log of its own: what a drawing did does not belong among a patient's days.
    with FolderLock(order.data_dir / APART[Source.PORTRAIT]) as log:
        performance = Performance(
            log=log,
            camera_word="drawn",
            prepare=lambda: planning,
            make_camera=lambda kiosk: drawn_camera(lambda: kiosk.session, patient, time.monotonic, time.sleep),
            pressing=patient.press,
            permitting=no_stimulator if order.plan is None else partial(_rehearsed, order.plan, log.folder),
        )
        settings = load(order.data_dir)
        with lit(DisplayKind.AUTO, settings, say) as glass:
            perform(performance, order.data_dir, settings, glass, models, NoTrace(), say)


def _rehearsed(plan: Path, folder: Path, trace: Trace, session: Callable[[], Session]) -> Permitting:
    return rehearsed(plan, folder, lambda _now_s: datetime.now(), trace, session)


def _into_folder(
    order: Rehearsal, log: FolderLock, planning: Planning, models: Models, library: Library, say: Say
) -> None:
    """Raises Problem when the disk does not take all of it, and when it was told to end before its end."""
    use_one_core()
    start, tell, folder = _this_morning(), _progress(say), log.folder
    with ExitStack() as stack:
        ended = stack.enter_context(told_to_end())
        stack.enter_context(quiet_opencv())  # of a full disk it would tell once a frame
        # First, because it tells the next demonstration that what else is there is one's own.
        trace = stack.enter_context(FileTrace(folder / TRACE, say))
        recording = stack.enter_context(closing(ScreenRecording(folder, order.size, STEP_HZ)))
        tracker = stack.enter_context(open_tracker(models.live))
        refiner = InlineRefiner(stack.enter_context(open_tracker(models.refined, Input.STILL)))
        display = stack.enter_context(Display(DisplayKind.NONE, order.size))
        patient = RehearsalPatient(order.ability, order.seed)
        perceiver = Perceiver(tracker)
        # They carry the clock by which everything below begins and ends.
        eyes = SteppedEyes(
            lambda clock: drawn_camera(lambda: kiosk.session, patient, clock, _never_sleep, Pace.EVERY_FRAME),
            perceiver,
            1.0 / STEP_HZ,
        )

        def stamp() -> Stamp:
            return _simulated(start, eyes.now_s)

        writer = InlineWriter(partial(open_log, folder, tracker.model, "drawn", stamp, log))
        stack.enter_context(kept(writer, trace, stamp, lambda: eyes.now_s, say))
        clock = partial(_local_time, start)
        permitting = (
            NotPermitting()
            if order.plan is None
            else rehearsed(order.plan, folder, clock, trace, lambda: kiosk.session)
        )
        kiosk = Kiosk(
            planning,
            writer,
            trace,
            RecordedLed(),
            RecordedSound(),
            stamp,
            refining=refiner,
            permitting=permitting,
        )
        stack.callback(kiosk.close)
        stack.callback(lambda: kiosk.stop(eyes.now_s))
        shown = partial(find_clip, library, affected=order.ability.affected)
        showing = stack.enter_context(closing(Showing(Painter(order.size), shown, clock)))

        def show(sight: Sight, now_s: float) -> None:
            showing.draw(display, kiosk, sight, notice_of(writer), now_s)
            recording.add(display.surface, kiosk.session.scene, kiosk.session.in_scene_s(now_s))
            tell(kiosk.session, now_s)

        over = _finished()
        run(kiosk, eyes, patient.press, show, lambda session, now_s: ended() or over(session, now_s))
        recording.finish()
        early = ended() and not over(kiosk.session, eyes.now_s)
    if early:
        raise Problem(f"The demonstration was told to end before its end; {folder} holds it as far as it went.")


def _progress(say: Say) -> Callable[[Session, float], None]:
    """Says each scene as it begins: the recording takes minutes, and nothing else is seen of it meanwhile."""
    said: Scene | None = None

    def tell(session: Session, now_s: float) -> None:
        nonlocal said
        if session.scene is not said:
            said = session.scene
            what = f"{session.exercise.name}, " if said in EXERCISING else ""
            say(f"  {int(now_s) // 60}:{int(now_s) % 60:02d}  {what}{said.value.replace('_', ' ')}")

    return tell


def _finished() -> Callable[[Session, float], bool]:
    """Whether a session has run and the idle screen has been back for a moment."""
    began = False

    def finished(session: Session, now_s: float) -> bool:
        nonlocal began
        began = began or session.scene is not Scene.IDLE
        idle_s = session.in_scene_s(now_s) if session.scene is Scene.IDLE else 0.0
        return idle_s >= (END_S if began else NOTHING_S) or now_s >= LIMIT_S

    return finished


def _this_morning() -> datetime:
    """Nine o'clock of the day it is; before four in the morning that is still yesterday."""
    local = datetime.now().astimezone()
    day = day_of(local)
    return datetime.combine(day, MORNING).astimezone()


def _simulated(start: datetime, now_s: float) -> Stamp:
    instant = (start + timedelta(seconds=now_s)).astimezone(UTC)
    return stamp_at(instant, now_s, boot_id="simulated", clock_synced=False)


def _local_time(start: datetime, now_s: float) -> datetime:
    return start + timedelta(seconds=now_s)


def _never_sleep(_seconds: float) -> None:
    """Simulated time does not wait."""
