"""What the kiosk is told at each instant of what is seen."""

from dataclasses import dataclass

from hardware.camera.frame import Frame
from mirror.kiosk.look_rate import UNHURRIED, Looking
from mirror.perception.observation import Observation
from mirror.therapy.scene import Fault


@dataclass(frozen=True, slots=True)
class Sight:
    """The newest of what the eyes of the mirror know."""

    frame: Frame | None = None
    observation: Observation | None = None
    fault: Fault | None = None
    looking: Looking = UNHURRIED
    """How often the face is looked at."""
