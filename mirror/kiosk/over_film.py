"""A session over a film, without a screen and at the film's own time."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from hardware.camera.camera import Pace, opened
from hardware.camera.choice import camera_for
from hardware.camera.spec import CameraSpec
from hardware.led.recorded import RecordedLed
from mirror.diary.lock import FolderLock
from mirror.diary.stamp import Clock
from mirror.kiosk.beginning import Order, place_of_log
from mirror.kiosk.ending import told_to_end
from mirror.kiosk.keeping import kept, traced, writer_of
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.planning import AlwaysTheSame
from mirror.kiosk.refining import InlineRefiner
from mirror.kiosk.sight import Sight
from mirror.kiosk.start import Say, chosen_models, use_one_core
from mirror.kiosk.stepped import FilmEyes, run
from mirror.perception.late_tracker import LateTracker
from mirror.perception.perceiver import Perceiver
from mirror.perception.tracker import Input, open_tracker
from mirror.problem import Problem
from mirror.screen.sound import RecordedSound
from mirror.therapy.press import Button, Press
from mirror.therapy.session import Session
from mirror.therapy.unplanned import of_film


def over_film(order: Order, spec: CameraSpec, say: Say) -> None:
    """It starts itself: there is nobody to press the button."""
    use_one_core()
    camera = camera_for(spec, time.monotonic, time.sleep, pace=Pace.EVERY_FRAME)
    with ExitStack() as stack:
        # First, so that nothing is built and nothing kept for a film that is none.
        stack.enter_context(opened(camera))
        models = chosen_models(order.data_dir, order.model, say)
        log = stack.enter_context(FolderLock(place_of_log(order.data_dir, spec, say)))
        trace = stack.enter_context(traced(order.trace, say))
        ended = stack.enter_context(told_to_end())
        tracker = stack.enter_context(open_tracker(models.live))
        eyes = FilmEyes(camera, Perceiver(tracker))
        writer = writer_of(log, models.live, camera.kind.value)
        stack.enter_context(kept(writer, trace, Clock().now, lambda: eyes.now_s, say))
        stills = LateTracker(partial(open_tracker, models.refined, Input.STILL))
        refiner = InlineRefiner(stack.enter_context(stills))
        planning = AlwaysTheSame(of_film())
        kiosk = Kiosk(planning, writer, trace, RecordedLed(), RecordedSound(), Clock().now, refining=refiner)
        try:
            run(kiosk, eyes, pressed_once(), _show_nothing, lambda _session, _now_s: ended())
        finally:
            kiosk.stop(eyes.now_s)
            kiosk.note_film(eyes.now_s, eyes.frames, eyes.faces)
            say(f"A face was found in {eyes.faces} of {eyes.frames} frames.")
        if eyes.faces == 0 and not ended():
            raise Problem(f"There is no face in any of the {eyes.frames} frames of {camera.name}: choose another film.")


def pressed_once() -> Callable[[Session, float], Press | None]:
    """Whoever starts a film starts its session, and once: one that has ended stays ended, also without a face."""
    presses = iter((Press(Button.SELECT),))
    return lambda _session, _now_s: next(presses, None)


def _show_nothing(_sight: Sight, _now_s: float) -> None:
    """There is no screen."""
