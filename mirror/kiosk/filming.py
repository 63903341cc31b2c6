"""What the loop needs of whoever makes films of the own healthy half, and :class:`NotFilming`, who makes none."""

from dataclasses import dataclass
from typing import Protocol

from hardware.camera.frame import Frame
from mirror.diary.stamp import Stamp
from mirror.perception.face import Side
from mirror.perception.observation import Observation
from mirror.therapy.effects import FaultNoted, Record
from mirror.therapy.session import Session


@dataclass(frozen=True, slots=True)
class FilmMade:
    """There is a new film of the own healthy half."""

    exercise: str
    half: Side


News = FilmMade | FaultNoted


class Filming(Protocol):
    """Watches a session for what a demonstration can be made of."""

    def see(self, session: Session, frame: Frame | None, observation: Observation | None) -> None:
        """One instant, before the session hears of it."""

    def kept(self, record: Record, session: Session, stamp: Stamp) -> None:
        """Something goes into the log; ``session`` is the one after it."""

    def news(self) -> tuple[News, ...]:
        """What has become of the films since the last call."""
        ...


class NotFilming:
    """Nobody has wished for it: no picture is kept, not even for a moment."""

    def see(self, session: Session, frame: Frame | None, observation: Observation | None) -> None:
        """It looks away."""

    def kept(self, record: Record, session: Session, stamp: Stamp) -> None:
        """It is none of its business."""

    def news(self) -> tuple[News, ...]:
        return ()
