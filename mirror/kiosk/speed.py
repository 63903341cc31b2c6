"""What one session notes of the mirror's own speed: how old its pictures were, and once what slowed it down."""

from hardware.camera.frame import Frame
from mirror.kiosk.frame_age import FrameAges
from mirror.therapy.effects import FaultNoted, FramesAged


class Speed:
    """Begin it with every session."""

    def __init__(self) -> None:
        self._ages = FrameAges()
        self._noted: set[str] = set()

    def begin(self) -> None:
        """Nothing is carried over."""
        self._ages.begin()
        self._noted.clear()

    def shown(self, frame: Frame, now_s: float) -> None:
        """This frame has come onto the glass."""
        self._ages.shown(frame.timed, now_s - frame.t_s)

    def is_new(self, fault: FaultNoted) -> bool:
        """Whether the session has not heard of this kind yet; from now on it has."""
        new = fault.kind not in self._noted
        self._noted.add(fault.kind)
        return new

    def records(self) -> tuple[FramesAged, ...]:
        """What is kept at its end."""
        return self._ages.records()
