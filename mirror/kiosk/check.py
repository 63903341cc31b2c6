"""``mirror check``: what is wrong, where, and what is allowed."""

import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from hardware.camera.camera import End, opened
from hardware.camera.choice import camera_for
from hardware.camera.spec import Source, parse_camera
from mirror.adjusted import FILE_NAME as FILE_NAME_OF_ADJUSTED
from mirror.adjusted import levels_of
from mirror.clips.drawn import EVERY
from mirror.clips.library import Library
from mirror.diary.damage import find_damage
from mirror.diary.reading import FILE_NAME, reading
from mirror.diary.schema import unknown_migrations
from mirror.diary.stamp import Clock
from mirror.kiosk.check_pins import pins_found
from mirror.kiosk.check_speed import speed_findings
from mirror.kiosk.check_system import device_findings, software_findings
from mirror.kiosk.clips import order_of_clips
from mirror.kiosk.finding import Finding, Verdict, finding
from mirror.kiosk.start import affected_side
from mirror.perception.bundle import built_model, check_bundle, model_name
from mirror.perception.face import Side
from mirror.perception.tracker import open_tracker
from mirror.plan_file import plan_of_the_day, plan_path
from mirror.problem import Problem
from mirror.screen.sound import Sound
from mirror.settings import Settings, load, settings_path
from mirror.therapy.following import Following, Standing
from mirror.therapy.plan import Plan

#: Below this the log of some years and a rebuilt model no longer fit.
LEAST_FREE_MB: Final = 200


class Extent(Enum):
    """How far a check goes."""

    WHOLE = "whole"
    SOFTWARE = "software"
    """Without camera, screen, sound and pins: whether a release stands by itself, whatever hangs on its cables."""


def findings(data_dir: Path, model: Path | None, camera: str | None, extent: Extent = Extent.WHOLE) -> list[Finding]:
    """Everything there is to say, in the order in which it would have to be mended."""
    whole = extent is Extent.WHOLE
    stamp = Clock().now()
    found = [finding("disk", lambda: _disk(data_dir)), *software_findings(data_dir, stamp)]
    try:
        settings = load(data_dir)
    except Problem as problem:
        return [*found, Finding("settings", Verdict.WRONG, str(problem))]
    found.append(Finding("settings", Verdict.GOOD, _settings(data_dir)))
    found += _adjusted(data_dir, settings)
    found.append(finding("model", lambda: _model(data_dir, model)))
    if whole:
        found.append(finding("camera", lambda: _camera(camera or settings.camera)))
    following = plan_of_the_day(plan_path(data_dir), date.fromisoformat(stamp.local_day), _side(settings))
    found.append(_plan(plan_path(data_dir), following))
    found.append(finding("clips", lambda: _clips(data_dir, settings, following.plan)))
    found.append(finding("log", lambda: _log(data_dir)))
    if whole:
        found += speed_findings(data_dir)
        found += _stimulation(data_dir, following)
        found.append(_sound(levels_of(data_dir, settings).levels.volume))
        found += [*pins_found(settings, following.plan), *device_findings(settings)]
    return found


def _disk(data_dir: Path) -> str:
    there = next(folder for folder in (data_dir, *data_dir.absolute().parents) if folder.exists())
    probe = there / ".mirror-check"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise Problem(
            f"{there} cannot be written ({error.strerror}): make it writable or choose another folder with --data."
        ) from error
    free_mb = shutil.disk_usage(there).free // 1_000_000
    if free_mb < LEAST_FREE_MB:
        raise Problem(f"{there} has {free_mb} MB left and the mirror needs {LEAST_FREE_MB}: free some space there.")
    return f"{data_dir} can be written and has {free_mb} MB left."


def _settings(data_dir: Path) -> str:
    path = settings_path(data_dir)
    return f"{path} is in order." if path.exists() else f"there is no {path}, so the defaults hold."


def _adjusted(data_dir: Path, settings: Settings) -> Iterator[Finding]:
    """What was set at the mirror, where that is another than what is written."""
    found = levels_of(data_dir, settings)
    if found.fault:
        yield Finding("settings", Verdict.NOTE, found.fault)
    for name in found.adjusted:
        level = found.levels.volume if name == "volume" else found.levels.light
        yield Finding(
            "settings",
            Verdict.NOTE,
            f"{name} = {level} was chosen at the mirror ({data_dir / FILE_NAME_OF_ADJUSTED}) and holds until "
            f"{name} in settings.toml is changed.",
        )


def _model(data_dir: Path, model: Path | None) -> str:
    path = built_model(data_dir) if model is None else model
    check_bundle(path)
    with open_tracker(path):
        return f"{model_name(path)} starts."


def _camera(text: str) -> str:
    spec = parse_camera(text)
    if spec.source is Source.PORTRAIT:
        return "the drawn patient needs no camera."
    camera = camera_for(spec, time.monotonic, time.sleep)
    with opened(camera):
        read = camera.read(timeout_s=5.0)
    if isinstance(read, End):
        raise Problem(f"{camera.name} gives no picture.")
    return f"{camera.name} gives {read.size} pictures."


def _side(settings: Settings) -> Side:
    return affected_side(settings) or Side.LEFT


def _plan(path: Path, following: Following) -> Finding:
    """No plan and one that has ended are no faults: the mirror keeps to its safe one then, and says so."""
    if following.standing is Standing.IN_FORCE:
        signed = "" if following.plan.prescribed else " Nobody has signed it, so nothing active is unlocked by it."
        return Finding("plan", Verdict.GOOD, f"{path} is in order until {following.plan.valid_until}.{signed}")
    faulty = following.standing is Standing.FAULTY
    sentence = following.detail if faulty else f"{following.detail} The mirror keeps to its safe plan until then."
    return Finding("plan", Verdict.WRONG if faulty else Verdict.NOTE, sentence)


def _stimulation(data_dir: Path, following: Following) -> Iterator[Finding]:
    """Nothing, and nothing of a stimulator is even loaded, unless the plan in force prescribes it."""
    prescribed = following.plan.stimulation if following.standing is Standing.IN_FORCE else None
    if prescribed is not None:
        from mirror.kiosk.guard_check import guard_and_ledger

        yield finding("stimulation", lambda: guard_and_ledger(data_dir, prescribed))


def _clips(data_dir: Path, settings: Settings, plan: Plan) -> str | Finding:
    """What is not drawn yet is no fault: the session that needs it draws it.  A film that is there and broken is."""
    library = Library(data_dir, order_of_clips(settings))
    drawn = [one.value for one in EVERY]
    # Of all, also of what the plan does not ask for today: somebody added that film, and would look for it in vain.
    if broken := [path for name in drawn for path in library.unreadable(name)]:
        raise Problem(
            f"{', '.join(map(str, broken))} cannot be read as a film: remove it; then run `mirror clips build`, "
            "or `mirror clips add` for a film of your own."
        )
    shown = [one.id for one in (*plan.exercise, *plan.routine) if one.id in drawn]
    missing = [name for name in shown if library.find(name) is None]
    if missing:
        return Finding(
            "clips",
            Verdict.NOTE,
            f"no demonstration yet for {', '.join(missing)}: the session that needs one draws it, which takes a while "
            "the first time; `mirror clips build` does it now.",
        )
    return f"{len(shown)} demonstrations are ready."


def _sound(volume: float) -> Finding:
    if volume == 0:
        return Finding("sound", Verdict.NOTE, "volume = 0 in the settings, so the mirror is silent.")
    with closing(Sound(volume)) as sound:
        if sound.audible:
            return Finding("sound", Verdict.GOOD, "the speaker can be used.")
    return Finding("sound", Verdict.NOTE, "there is no speaker here; the mirror works silently, by pictures alone.")


def _log(data_dir: Path) -> str:
    """What the next start would find: good is a log that can be read, is whole, and is not of a newer version."""
    path = data_dir / FILE_NAME
    with reading(data_dir) as db:
        if db is None:
            found, newer = find_damage(path) or "ok", []
        else:
            found = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
            newer = unknown_migrations(Database(db, execute_plugins=False))
    if found != "ok":
        raise Problem(f"{path} is damaged ({found}); the mirror sets it aside at its next start and begins a new one.")
    if newer:
        raise Problem(f"{path} was written by a newer version of the mirror: install that one, or use another --data.")
    return "nothing has been logged yet." if db is None else f"{path} is whole."
