"""What a screen needs to know beside the session."""

from dataclasses import dataclass
from datetime import datetime

from mirror.perception.excursion import Excursion
from mirror.perception.face import Side


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The world around the session at one instant."""

    local_time: datetime
    excursion: Excursion | None = None
    """How far each side has moved just now; None while it is not measured."""
    rest_progress: float = 0.0
    """How far the rest baseline has come, 0..1."""
    affected: Side | None = None
    """The side that needs the practice, where it is known."""
    demonstrated: bool = True
    """Whether there is a film that shows what is being practised."""
    notice: str = ""
    """Something that must be said on every screen: "Not saved yet." """
    news: str = ""
    """Something for whoever looks after the mirror, on the idle screen only: a newer version."""
