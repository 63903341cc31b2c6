"""The mirror in simulated time: every frame is seen, nothing waits, and the same input gives the same session.

For films without a screen and for the demonstration; the kiosk it drives is the very one of the wall.
"""

from collections.abc import Callable
from typing import Protocol

from hardware.camera.camera import Camera, End
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.sight import Sight
from mirror.perception.perceiver import Perceiver
from mirror.therapy.press import Press
from mirror.therapy.session import Session


class Eyes(Protocol):
    """Looks, and carries the simulated clock."""

    now_s: float

    def look(self, session: Session) -> Sight | End:
        """The next instant's sight; afterwards ``now_s`` is that instant."""


class FilmEyes:
    """Every frame of a film, at the film's own time.  Looks even while the mirror idles, and counts."""

    def __init__(self, camera: Camera, perceiver: Perceiver) -> None:
        self.now_s = 0.0
        self.frames = 0
        self.faces = 0
        self._camera = camera
        self._perceiver = perceiver

    def look(self, session: Session) -> Sight | End:
        frame = self._camera.read(timeout_s=5.0)
        if isinstance(frame, End):
            return frame
        observation = self._perceiver.see(frame.image, frame.t_s, session.attention(frame.t_s))
        self.now_s = frame.t_s
        self.frames += 1
        self.faces += observation.face is not None
        return Sight(frame, observation)


class SteppedEyes:
    """A camera that draws on demand, one instant every ``step_s``; closed while nobody needs it, as on the wall."""

    def __init__(self, camera: Callable[[Callable[[], float]], Camera], perceiver: Perceiver, step_s: float) -> None:
        """``camera`` makes the camera from the clock it shall draw by."""
        self.now_s = 0.0
        self._camera = camera(lambda: self.now_s)
        self._perceiver = perceiver
        self._step_s = step_s

    def look(self, session: Session) -> Sight | End:
        self.now_s += self._step_s
        if not session.watching:
            self._camera.close()
            return Sight()
        self._camera.open()
        frame = self._camera.read(timeout_s=1.0)
        if isinstance(frame, End):
            return frame
        return Sight(frame, self._perceiver.see(frame.image, frame.t_s, session.attention(frame.t_s)))


def run(
    kiosk: Kiosk,
    eyes: Eyes,
    press: Callable[[Session, float], Press | None],
    show: Callable[[Sight, float], None],
    finished: Callable[[Session, float], bool],
) -> None:
    """Step until ``finished`` says so or nothing more can be seen."""
    while not finished(kiosk.session, eyes.now_s):
        sight = eyes.look(kiosk.session)
        if isinstance(sight, End):
            return
        pressed = press(kiosk.session, eyes.now_s)
        kiosk.tick(eyes.now_s, sight, () if pressed is None else (pressed,))
        show(sight, eyes.now_s)
