"""How `mirror run` begins: what it was asked for, whose log it writes, and the time on the glass before all else."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hardware.camera.spec import CameraSpec, Source, parse_camera
from mirror.diary.lock import FolderLock
from mirror.language import speak
from mirror.on_request import Kind, refuse_other_file
from mirror.problem import Problem
from mirror.screen.display import DisplayKind
from mirror.settings import load, own_data_dir, refuse_own_file

if TYPE_CHECKING:
    from mirror.kiosk.start import Say

#: Folders below the data directory for the logs of what is nobody's practice.
APART: Final = {Source.FILE: "films", Source.PORTRAIT: "demo"}


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asked for; None leaves it to the settings."""

    data_dir: Path
    model: Path | None
    camera: str | None
    display: str | None
    plan: Path | None
    trace: Path | None


def run_mirror(order: Order, say: "Say") -> None:
    """The mirror, until it is closed or its film is over.

    What it takes is imported here: for a film only that, and for a person only when there is something to see, since
    it takes longer than all that comes before.
    """
    settings = load(order.data_dir)
    speak(settings.language)
    spec = parse_camera(settings.camera if order.camera is None else order.camera)
    kind = DisplayKind(order.display or settings.display)
    if order.trace is not None:
        others = [path for path in (spec.path, order.model, order.plan) if path is not None]
        refuse_own_file("--trace", order.trace, order.data_dir, *others)
        refuse_other_file("--trace", order.trace, Kind.TRACE)
    if spec.source is Source.PORTRAIT and kind is DisplayKind.NONE:
        raise Problem("--camera portrait has nothing to show with --display none: use `mirror demo --headless DIR`.")
    if order.plan is not None and spec.source is Source.FILE and kind is DisplayKind.NONE:
        raise Problem(
            "--plan asks questions, and with a film and --display none nobody answers: leave one of them out."
        )
    if spec.source is Source.FILE and kind is DisplayKind.NONE:
        with _importing():
            from mirror.kiosk.over_film import over_film
        over_film(order, spec, say)
        return
    _refuse_what_was_named_wrongly(order, spec, kind)
    with _importing():
        from mirror.kiosk.glass import lit
    with FolderLock(place_of_log(order.data_dir, spec, say)) as log, lit(kind, settings, say) as glass:
        with _importing():
            from mirror.kiosk.running import on_glass
        on_glass(order, spec, settings, log, glass, say)


def _refuse_what_was_named_wrongly(order: Order, spec: CameraSpec, kind: DisplayKind) -> None:
    """A film, a plan and a model that somebody has named are looked at before the screen is touched.

    Only these: a camera and what nobody has named can wait until there is something to see.  On the wall a film can,
    too: there the glass says what is wrong with it.
    """
    if spec.source is Source.FILE and kind is not DisplayKind.KMS:
        from hardware.camera.camera import Pace, opened
        from hardware.camera.choice import camera_for

        with opened(camera_for(spec, time.monotonic, time.sleep, pace=Pace.EVERY_FRAME)):
            pass
    if order.plan is not None:
        from mirror.plan_file import named_plan

        named_plan(order.plan)
    if order.model is not None:
        from mirror.perception.bundle import check_bundle

        check_bundle(order.model)


@contextmanager
def _importing() -> Iterator[None]:
    """Python looks for no garbage meanwhile: what is imported stays, and looking it over is a tenth of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def place_of_log(data_dir: Path, spec: CameraSpec, say: "Say") -> Path:
    """Where the session is logged: what a film or a drawing did does not belong among a person's days.

    Where the mirror keeps those unasked, it gets a folder of its own; in a folder that was named for it, it is at home.
    """
    apart = APART.get(spec.source)
    if apart is None or data_dir.resolve() != own_data_dir().resolve():
        return data_dir
    place = data_dir / apart
    say(f"This session is logged apart from a person's days: mirror log today --data {place}")
    return place
