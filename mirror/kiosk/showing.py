"""From the state of the mirror to the picture on the glass.

The demonstration in step with the exercise, the own face beside it, and the words.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from mirror.clips.choreography import HOLD_S, MOVE_S, RELEASE_S
from mirror.clips.player import ClipPlayer
from mirror.kiosk.loop import Kiosk, Sight
from mirror.perception.face import Face, Image, Side
from mirror.screen import words
from mirror.screen.display import Display
from mirror.screen.painter import Painter
from mirror.screen.picture import Guide
from mirror.screen.scenes import picture
from mirror.screen.surroundings import Surroundings
from mirror.screen.views import LivePanel
from mirror.therapy.session import Scene, Session

#: So many repetitions with the same weaker side, and the mirror may believe which one it is.
SURE_REPETITIONS: Final = 3

FindClip = Callable[[str], ClipPlayer | None]


class Showing:
    """Draws one kiosk on one surface."""

    def __init__(
        self, painter: Painter, find_clip: FindClip, affected: Side | None, local_time: Callable[[float], datetime]
    ) -> None:
        self._painter = painter
        self._find_clip = find_clip
        self._affected = affected
        self._local_time = local_time
        self._live = LivePanel(painter.live_size)
        self._lone = LivePanel(painter.lone_size)
        self._clip: ClipPlayer | None = None
        self._shown_exercise = ""
        self._shown_since_s = 0.0

    def draw(self, display: Display, kiosk: Kiosk, sight: Sight, notice: str, now_s: float) -> None:
        """Draw this instant and show it."""
        session = kiosk.session
        affected = self._affected or weaker_so_far(session)
        shown = picture(session, self._surroundings(kiosk, sight, affected, notice, now_s), now_s)
        demo = live = None
        if shown.panels is not None:
            pair = bool(shown.panels.demo)
            demo = self._demonstration(session, now_s) if pair else None
            # The oval helps a person to find the middle; a crop that followed the face would take that help away.
            seeking = shown.panels.guide is not Guide.NONE
            face = None if seeking or sight.observation is None else sight.observation.face
            live = self._own_face(self._live if pair else self._lone, session, sight, face, affected)
        display.flip(self._painter.draw(display.surface, shown, demo, live, now_s))

    def _surroundings(
        self, kiosk: Kiosk, sight: Sight, affected: Side | None, notice: str, now_s: float
    ) -> Surroundings:
        return Surroundings(
            local_time=self._local_time(now_s),
            today_sentence=words.TODAY_DONE if kiosk.practised_today else words.TODAY_DUE,
            next_sentence=words.NEXT_TOMORROW,
            excursion=kiosk.excursion,
            rest_progress=0.0 if sight.observation is None else sight.observation.rest.progress,
            affected=affected,
            notice=notice,
        )

    def close(self) -> None:
        """Let go of the demonstration's film."""
        if self._clip is not None:
            self._clip.close()

    def _demonstration(self, session: Session, now_s: float) -> Image | None:
        if self._shown_exercise != session.exercise.id:
            self.close()
            self._clip = self._find_clip(session.exercise.id)
            self._shown_exercise, self._shown_since_s = session.exercise.id, now_s
        if self._clip is None:
            return None
        if self._clip.clip.keeps_own_time:
            # From the moment its exercise was first shown.
            return self._clip.frame_at(now_s - self._shown_since_s)
        return self._clip.frame_at(demonstration_s(session, now_s))

    @staticmethod
    def _own_face(
        panel: LivePanel, session: Session, sight: Sight, face: Face | None, affected: Side | None
    ) -> Image | None:
        if sight.frame is None:
            return None
        healthy = None if affected is None else affected.other
        return panel.render(sight.frame.image, face, session.view, healthy, sight.frame.t_s)


def demonstration_s(session: Session, now_s: float) -> float:
    """Where in a drawn demonstration the exercise is: shown once, then moving, holding and letting go with us."""
    in_scene_s = session.in_scene_s(now_s)
    match session.scene:
        case Scene.SHOW:
            return in_scene_s
        case Scene.MOVE:
            return min(in_scene_s, MOVE_S)
        case Scene.HOLD:
            return MOVE_S + min(in_scene_s, 0.99 * HOLD_S)
        case Scene.GUIDED:
            return min(in_scene_s, MOVE_S + 0.99 * HOLD_S)
        case Scene.RELEASE:
            return MOVE_S + HOLD_S + min(in_scene_s, RELEASE_S)
        case Scene.BREATHE if session.exercise.measures is None:
            return MOVE_S + HOLD_S + min(in_scene_s, RELEASE_S)
        case _:
            return 0.0


def weaker_so_far(session: Session) -> Side | None:
    """The side that moved less in every repetition of this session, once there are enough of them."""
    sides = {kept.repetition.excursion.weaker for kept in session.done}
    return sides.pop() if len(session.done) >= SURE_REPETITIONS and len(sides) == 1 else None
