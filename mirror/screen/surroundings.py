"""What a screen needs to know beside the session."""

from dataclasses import dataclass
from datetime import datetime

from mirror.perception.excursion import Excursion
from mirror.perception.face import Side


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The world around the session at one instant."""

    local_time: datetime
    today_sentence: str = ""
    """The state of today, for the idle screen: "One short practice is left today." """
    next_sentence: str = ""
    """What comes next, for the end of a session: "Next: tomorrow morning." """
    excursion: Excursion | None = None
    """How far each side has moved just now; None while it is not measured."""
    rest_progress: float = 0.0
    """How far the rest baseline has come, 0..1."""
    affected: Side | None = None
    """The side that needs the practice, where it is known."""
    notice: str = ""
    """Something that must be said on every screen: "Not saved yet." """
