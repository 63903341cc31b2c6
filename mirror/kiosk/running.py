"""Running the mirror: in real time on a screen, or over a film without one."""

import time
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from hardware.camera.camera import Camera, Kind, Pace, opened
from hardware.camera.choice import camera_for
from hardware.camera.spec import CameraSpec, Source
from hardware.power import PretendedPower, SystemPower
from mirror.adjusted import keep_levels, levels_of
from mirror.caregiver.inbox import taken
from mirror.caregiver.places import Places
from mirror.diary.chart import chart_of
from mirror.diary.daily_backup import DailyBackup
from mirror.diary.lock import FolderLock
from mirror.diary.reading import reading
from mirror.diary.repeatability import repeatabilities
from mirror.diary.stamp import Clock
from mirror.diary.writer import Writer
from mirror.kiosk.beginning import APART, Order
from mirror.kiosk.clips import build_clips, find_clip, order_of_clips, shown_on_any_day
from mirror.kiosk.controls import open_controls
from mirror.kiosk.ending import ToldToEnd
from mirror.kiosk.filming import NotFilming
from mirror.kiosk.following import Following
from mirror.kiosk.glass import Glass
from mirror.kiosk.household import Household
from mirror.kiosk.inbox import Inbox
from mirror.kiosk.keeping import kept, traced, writer_of
from mirror.kiosk.live import LiveMirror, Pressing, nobody_else
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.newest import Newest
from mirror.kiosk.opening import perhaps_faulty
from mirror.kiosk.own_demonstration import filming_beside
from mirror.kiosk.permitting import NotPermitting, Permitting, by_guard, rehearsed
from mirror.kiosk.phones import HousePhones, NoPhones
from mirror.kiosk.planning import AlwaysTheSame, ByPlan, Planning
from mirror.kiosk.refining import refining_beside
from mirror.kiosk.rehearsal import Ability, RehearsalPatient, drawn_camera
from mirror.kiosk.showing import Showing
from mirror.kiosk.start import Models, Say, affected_side, chosen_models, notice_of, use_one_core
from mirror.kiosk.trace import Trace
from mirror.kiosk.waking import Wakefulness, dark_times
from mirror.perception.tracker import Input, open_tracker
from mirror.plan_file import named_plan, plan_path
from mirror.screen import words
from mirror.screen.display import DisplayKind
from mirror.screen.painter import Painter
from mirror.screen.sound import Sound
from mirror.screen.theme import Motion
from mirror.screen.today import time_alone
from mirror.settings import Settings
from mirror.therapy.catalogue import REPETITIONS
from mirror.therapy.effects import FaultNoted
from mirror.therapy.session import Session
from mirror.therapy.unplanned import SHOWN, of_film, of_rehearsal
from mirror.therapy.view import View

#: What the log calls a camera, where that is not the word it is asked for by; docs/log.md has them all.
_CAMERA_WORDS: Final = {Source.FILE: Kind.FILM.value, Source.PORTRAIT: Kind.DRAWN.value}


def no_stimulator(_trace: Trace, _session: Callable[[], Session]) -> Permitting:
    """Nothing is prescribed."""
    return NotPermitting()


@dataclass(frozen=True, slots=True)
class Performance:
    """A mirror in real time: who is seen, who presses besides the person, and where it is logged."""

    log: FolderLock
    """The folder of its log, held from before anything is written."""
    camera_word: str
    prepare: Callable[[], Planning]
    """What is done in it; asked for once its log is open."""
    make_camera: Callable[[Kiosk], Camera]
    pressing: Pressing = nobody_else
    permitting: Callable[[Trace, Callable[[], Session]], Permitting] = no_stimulator
    """What speaks with the guard of a prescribed stimulator: given the trace, and what gives the session."""
    of_person: bool = False
    """Whether the person whose data these are stands before its camera: only of them a demonstration is made."""


def on_glass(order: Order, spec: CameraSpec, settings: Settings, log: FolderLock, glass: Glass, say: Say) -> None:
    """The mirror on a screen that shows the time already, until it is closed or its film is over."""
    at_a_desk = DisplayKind(order.display or settings.display) is not DisplayKind.KMS
    if at_a_desk and spec.source not in (Source.PORTRAIT, Source.FILE):
        # On the wall the glass says what is wrong with the camera, and it is tried again; at a desk it is said here.
        # A film has been looked at before.
        with opened(_device(spec, Pace.EVERY_FRAME)):
            pass
    plan = plan_path(order.data_dir) if order.plan is None else named_plan(order.plan)
    models = chosen_models(order.data_dir, order.model, say)
    patient = RehearsalPatient(Ability(), seed=1)
    performance = Performance(
        log=log,
        camera_word=_CAMERA_WORDS.get(spec.source, spec.source.value),
        prepare=partial(_prepared, spec.source, order, plan, settings, log.folder),
        make_camera=(lambda kiosk: drawn_camera(lambda: kiosk.session, patient, time.monotonic, time.sleep))
        if spec.source is Source.PORTRAIT
        else lambda _kiosk: _device(spec, Pace.REAL_TIME),
        permitting=partial(_guarded, spec.source, plan, order.data_dir, log.folder),
        of_person=spec.source not in APART,
    )
    with traced(order.trace, say) as trace:
        perform(performance, order.data_dir, settings, glass, models, trace, say)


def _guarded(
    source: Source, plan: Path, data_dir: Path, folder: Path, trace: Trace, session: Callable[[], Session]
) -> Permitting:
    """Only of a person before a camera the guard of a real stimulator hears; a film is nobody to stimulate."""
    match source:
        case Source.FILE:
            return NotPermitting()
        case Source.PORTRAIT:
            return rehearsed(plan, folder, _local_time, trace, session)
        case _:
            return by_guard(data_dir, trace)


def _prepared(source: Source, order: Order, plan: Path, settings: Settings, folder: Path) -> Planning:
    """Who stands before a camera is treated by the plan; a film and the drawn patient only where one is named."""
    if order.plan is None and source is Source.FILE:
        return AlwaysTheSame(of_film())
    if order.plan is None and source is Source.PORTRAIT:
        return AlwaysTheSame(of_rehearsal(SHOWN, REPETITIONS, Ability().affected))
    return ByPlan(plan, affected_side(settings), chart_of(folder))


def perform(
    performance: Performance,
    data_dir: Path,
    settings: Settings,
    glass: Glass,
    models: Models,
    trace: Trace,
    say: Say,
) -> None:
    """A mirror in real time on a screen, until its window is closed, its film is over or it is told to end."""
    use_one_core()
    with suppress(ToldToEnd), ExitStack() as stack:
        writer = writer_of(performance.log, models.live, performance.camera_word)
        stack.enter_context(kept(writer, trace, Clock().now, time.monotonic, say))
        stack.enter_context(_copied_daily(performance.log.folder, writer))
        # It goes dark before the log is closed, which may take a while: nothing that stands still is left on it.
        display = stack.enter_context(glass.display)
        found = levels_of(data_dir, settings)
        if found.fault:
            say(found.fault)
        planning = performance.prepare()
        first = planning.brief(Clock().now())
        library = build_clips(data_dir, shown_on_any_day(first), say, order_of_clips(settings), glass.over)
        controls = stack.enter_context(open_controls(display.kind, settings, found.levels.light))
        sound = stack.enter_context(closing(Sound(found.levels.volume)))
        power = SystemPower() if display.kind is DisplayKind.KMS else PretendedPower()
        household = Household(sound, controls.light, power, found.levels, partial(keep_levels, data_dir, settings))
        with reading(performance.log.folder) as db:
            known = {} if db is None else repeatabilities(db)
        refiner = stack.enter_context(
            refining_beside(
                partial(open_tracker, models.refined, Input.STILL), lambda: kiosk.keep_refined(time.monotonic())
            )
        )
        kiosk = Kiosk(
            planning,
            writer,
            trace,
            controls.light,
            sound,
            Clock().now,
            refiner,
            View(settings.view),
            Following(known),
            stack.enter_context(filming_beside(library))
            if settings.own_demonstration and performance.of_person
            else NotFilming(),
            performance.permitting(trace, lambda: kiosk.session),
            household,
            _phones(data_dir) if performance.of_person else NoPhones(),
        )
        stack.callback(kiosk.close)
        painter = Painter(display.size, Motion.REDUCED if settings.reduced_motion else Motion.FULL, glass.type)
        painter.go_on_from(time_alone(glass.time), glass.canvas)
        showing = stack.enter_context(
            closing(
                Showing(
                    painter,
                    partial(find_clip, library, affected=first.affected),
                    _local_time,
                    partial(_of_newer, Newest()),
                )
            )
        )
        live = LiveMirror(
            kiosk,
            perhaps_faulty(partial(performance.make_camera, kiosk)),
            partial(open_tracker, models.live),
            settings.model_hz,
            Wakefulness(dark_times(settings), lambda: datetime.now().time()),
        )
        # In a window, switching the mirror off closes it.
        live.run(
            display,
            controls,
            showing,
            partial(notice_of, writer),
            performance.pressing,
            lambda: glass.ended() or household.off,
            lambda: writer.works,
        )


def _of_newer(newest: Newest, now_s: float) -> str:
    """Of a newer release; the screen has a place for it only while nobody practises."""
    return words.NEWER_RELEASE if newest.waits(now_s) else ""


def _phones(data_dir: Path) -> HousePhones:
    """The phones of the person whose data these are."""
    places = Places(data_dir)
    return HousePhones(places, Clock().now, Inbox(places, partial(_taken, data_dir)))


def _taken(data_dir: Path) -> frozenset[str]:
    """What of the inbox the log has already."""
    with reading(data_dir) as db:
        return frozenset() if db is None else taken(db)


def _copied_daily(folder: Path, writer: Writer) -> DailyBackup:
    """Today's copy of the log, made beside everything; what stands in its way is noted in the log."""
    now = Clock().now
    return DailyBackup(folder, now, lambda sentence: writer.submit(FaultNoted("backup", sentence), now()))


def _device(spec: CameraSpec, pace: Pace) -> Camera:
    return camera_for(spec, time.monotonic, time.sleep, pace=pace)


def _local_time(_now_s: float) -> datetime:
    return datetime.now()
