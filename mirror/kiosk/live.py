"""The mirror in real time: the main thread draws at display rate, whatever camera and model do."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from hardware.camera.camera import Camera
from hardware.notify import Notifier
from hardware.throttling import Board, SystemBoard
from mirror.diary.log import RESTART
from mirror.kiosk.board_watch import BoardWatch
from mirror.kiosk.controls import Controls
from mirror.kiosk.ladder import VAIN_RESTARTS, Health, Step, judge
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.showing import Showing
from mirror.kiosk.sight import Sight
from mirror.kiosk.waking import DarkTimes, Wakefulness
from mirror.kiosk.workers import CameraWorker, PerceptionWorker
from mirror.perception.perceiver import PointTracker
from mirror.problem import Problem
from mirror.screen.display import Display
from mirror.therapy.effects import FaultNoted
from mirror.therapy.press import Press
from mirror.therapy.presses import begins_practice
from mirror.therapy.scene import Fault, FaultKind, Scene
from mirror.therapy.session import Session

#: Frames shown per second.
DISPLAY_HZ: Final = 30.0
#: How long a thread may take to end.
JOIN_S: Final = 5.0
_ANEW: Final = f"It was opened again {VAIN_RESTARTS} times in vain, so the mirror ends and is started again."

#: Presses besides those of the controls: what a drawn patient does.
Pressing = Callable[[Session, float], Press | None]


def nobody_else(_session: Session, _now_s: float) -> Press | None:
    """Only the person at the controls presses."""
    return None


class LiveMirror:
    """Camera thread, perception thread, the watch on the board, and the display loop."""

    def __init__(
        self,
        kiosk: Kiosk,
        make_camera: Callable[[], Camera],
        open_tracker: Callable[[], PointTracker],
        model_hz: float,
        waking: Wakefulness | None = None,
        board: Board | None = None,
    ) -> None:
        """``waking`` lets the idle glass go dark; without it, it never does; ``board`` is this computer without one."""
        self.kiosk = kiosk
        self._waking = Wakefulness(DarkTimes(), lambda: datetime.now().time()) if waking is None else waking
        self._notifier = Notifier()
        self._told_s: float | None = None
        self._doing = ""
        self._keeps: Callable[[], bool] = lambda: True
        self._given_up: Fault | None = None
        self._camera = CameraWorker(make_camera)
        self._board = BoardWatch(SystemBoard() if board is None else board)
        self._perception = PerceptionWorker(open_tracker, self._camera.frames, model_hz)

    def run(
        self,
        display: Display,
        controls: Controls,
        showing: Showing,
        notice: Callable[[], str],
        pressing: Pressing = nobody_else,
        ended: Callable[[], bool] = lambda: False,
        keeps: Callable[[], bool] = lambda: True,
    ) -> None:
        """Until the window is closed, the film is over or ``ended``.  All threads are started and ended here.

        ``keeps`` is whether the log's thread is there.  Raises, after everything has ended in order, FilmBrokeOff where
        a film had more than could be read, and Problem where a camera has to be tried from a new process (ladder.py).
        """
        self._keeps = keeps
        self._camera.start()
        self._perception.start()
        self._board.start()
        next_s = time.monotonic()
        try:
            while not (display.closed or self._camera.over.is_set() or ended() or self._given_up is not None):
                now_s = time.monotonic()
                presses = self._heard(controls, display, now_s)
                pressed = pressing(self.kiosk.session, now_s)
                self._instant(presses if pressed is None else (*presses, pressed), now_s)
                if self._waking.dark:
                    showing.go_dark(display)
                else:
                    said = notice() or controls.notice(now_s)
                    shown = showing.draw(display, self.kiosk, self._sight(), said, now_s)
                    if shown is not None:
                        self.kiosk.shown(shown, time.monotonic())
                self._tell_systemd(now_s)
                next_s = max(next_s + 1.0 / DISPLAY_HZ, time.monotonic() - 1.0 / DISPLAY_HZ)
                time.sleep(max(0.0, next_s - time.monotonic()))
        finally:
            self._notifier.stopping()
            self.kiosk.stop(time.monotonic())
            self._camera.stop()
            self._perception.stop()
            self._board.stop()
            self._camera.join(JOIN_S)
            self._perception.join(JOIN_S)
            self._board.join(JOIN_S)
        if self._camera.broke_off is not None:
            raise self._camera.broke_off
        if self._given_up is not None:
            raise Problem(self._given_up.detail)

    def _heard(self, controls: Controls, display: Display, now_s: float) -> tuple[Press, ...]:
        """What was pressed for the session; a button that stays down goes into the log."""
        presses = controls.presses(display, now_s)
        for fault in controls.faults():
            self.kiosk.note(fault, now_s)
        if controls.stop_down:
            # What cannot be stopped does not begin.
            presses = tuple(press for press in presses if not begins_practice(self.kiosk.session, press))
        busy = self.kiosk.session.scene is not Scene.IDLE
        return self._waking.hear(presses, present=controls.presence.present(), busy=busy, now_s=now_s)

    def _instant(self, presses: tuple[Press, ...], now_s: float) -> None:
        self.kiosk.tick(now_s, self._sight(), presses)
        for fault in self._board.faults():
            self.kiosk.note_once(fault, now_s)
        self._board.want(self.kiosk.session.practising)
        self._camera.want(self.kiosk.session.watching)
        self._perception.attention = self.kiosk.session.attention(now_s)

    def _tell_systemd(self, now_s: float) -> None:
        """The picture is on the glass: ready the first time, alive from then on."""
        if self._told_s is None:
            self._notifier.ready()
            self._told_s = now_s
        if (doing := "practising" if self.kiosk.session.practising else "waiting") != self._doing:
            self._notifier.status(doing)
            self._doing = doing
        period_s = self._notifier.watchdog_period_s
        if period_s is None or now_s - self._told_s < period_s:
            return
        match judge(self._health(now_s)):
            case Step.NONE:
                self._notifier.alive()
                self._told_s = now_s
            case Step.END_IN_ORDER:
                # Only here, where somebody starts it again: at a desk the camera is tried for ever.
                self._given_up = self._camera.fault
                if self._given_up is not None:
                    self.kiosk.note(FaultNoted(RESTART, f"{self._given_up.detail} {_ANEW}"), now_s)
            case Step.SAY_NOTHING:
                pass

    def _health(self, now_s: float) -> Health:
        """A model that is not one is not mended by starting again; a measurement that has stopped or hangs is."""
        fault = self._perception.fault
        return Health(
            camera_runs=self._camera.is_alive() and not self._camera.hangs(now_s),
            restarts_in_vain=self._camera.restarts_in_vain,
            measures=(fault is None or fault.kind is FaultKind.MODEL) and not self._perception.stuck(now_s),
            keeps=self._keeps(),
        )

    def _sight(self) -> Sight:
        frame, observation = self._camera.frames.newest(), self._perception.observations.newest()
        return Sight(
            frame=None if frame is None else frame.value,
            observation=None if observation is None else observation.value,
            fault=self._camera.fault or self._perception.fault,
            looking=self._perception.looking,
        )
