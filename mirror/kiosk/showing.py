"""From the state of the mirror to the picture on the glass.

The demonstration in step with the exercise, the own face beside it, and the words.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from hardware.camera.frame import Frame
from mirror.clips.choreography import HOLD_S, MOVE_S, RELEASE_S
from mirror.clips.player import ClipPlayer
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.sight import Sight
from mirror.perception.face import Face, Image, Side
from mirror.screen.display import Display
from mirror.screen.painter import Painter
from mirror.screen.picture import Guide, Page
from mirror.screen.practising import view_of
from mirror.screen.scenes import picture
from mirror.screen.surroundings import Surroundings
from mirror.screen.views import LivePanel
from mirror.therapy.scene import EXERCISING, Scene
from mirror.therapy.session import Session
from mirror.therapy.tries import REST_S, TRIED, TRY_S
from mirror.therapy.view import View

#: So many repetitions with the same weaker side, and the mirror may believe which one it is.
SURE_REPETITIONS: Final = 3

#: Scenes in which there may be a demonstration on the screen, or will be in a moment.
_DEMONSTRATING: Final = EXERCISING | {Scene.REST}

#: Views that show what the camera sees, and not what was found in it.
_OF_LIGHT: Final = frozenset({View.TRUE, View.HEALTHY_HALF})

#: What shows an exercise or routine, at this width and height.
FindClip = Callable[[str, tuple[int, int]], ClipPlayer | None]
#: What may be known at this instant and asks for nothing; empty: nothing.
News = Callable[[float], str]


def no_news(_now_s: float) -> str:
    """There is nothing to tell."""
    return ""


class Showing:
    """Draws one kiosk on one surface."""

    def __init__(
        self,
        painter: Painter,
        find_clip: FindClip,
        local_time: Callable[[float], datetime],
        news: News = no_news,
    ) -> None:
        self._painter = painter
        self._find_clip = find_clip
        self._local_time = local_time
        self._news = news
        self._live = LivePanel(painter.live_size)
        self._lone = LivePanel(painter.lone_size)
        self._clip: ClipPlayer | None = None
        self._shown = ""
        self._shown_since_s = 0.0

    def draw(self, display: Display, kiosk: Kiosk, sight: Sight, notice: str, now_s: float) -> Frame | None:
        """Draw this instant and show it; the frame that is on the glass from now on, None where none is."""
        session = kiosk.session
        affected = session.brief.affected or weaker_so_far(session)
        if session.scene in _DEMONSTRATING:
            self._find(session, now_s)
        shown = picture(session, self._surroundings(kiosk, sight, affected, notice, now_s), now_s)
        demo = live = None
        if shown.panels is not None:
            demo = self._demonstration(session, now_s) if shown.panels.demo else None
            # The oval helps a person to find the middle; a crop that followed the face would take that help away.
            seeking = shown.panels.guide is not Guide.NONE
            face = None if seeking or sight.observation is None else sight.observation.face
            panel = self._lone if shown.page is Page.FACE else self._live
            live = self._own_face(panel, session, sight, face, affected)
        display.flip(self._painter.draw(display.surface, shown, demo, live, now_s))
        return sight.frame if live is not None and view_of(session) in _OF_LIGHT else None

    def go_dark(self, display: Display) -> None:
        """Nothing but the mirror."""
        display.flip(self._painter.go_dark(display.surface))

    def _surroundings(
        self, kiosk: Kiosk, sight: Sight, affected: Side | None, notice: str, now_s: float
    ) -> Surroundings:
        return Surroundings(
            local_time=self._local_time(now_s),
            excursion=kiosk.excursion,
            rest_progress=0.0 if sight.observation is None else sight.observation.rest.progress,
            affected=affected,
            demonstrated=self._clip is not None,
            notice=notice,
            news=self._news(now_s),
        )

    def close(self) -> None:
        """Let go of the demonstration's film."""
        if self._clip is not None:
            self._clip.close()

    def _find(self, session: Session, now_s: float) -> None:
        """Open the film that belongs to this instant."""
        wanted = film_of(session, now_s)
        if self._shown != wanted:
            self.close()
            self._clip = self._find_clip(wanted, self._painter.demo_size)
            self._shown, self._shown_since_s = wanted, now_s

    def _demonstration(self, session: Session, now_s: float) -> Image | None:
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
        return panel.render(sight.frame.image, face, view_of(session), healthy, sight.frame.t_s)


def film_of(session: Session, now_s: float) -> str:
    """Whose film is shown: the exercise's or routine's own; of the daily attempt that of the movement being tried."""
    asked = session.asked(now_s)
    return asked.value if session.task.is_attempt and asked is not None else session.exercise.id


def demonstration_s(session: Session, now_s: float) -> float:
    """Where in a drawn demonstration the exercise is: shown once, then moving, holding and letting go with us."""
    in_scene_s = session.in_scene_s(now_s)
    match session.scene:
        case Scene.SHOW | Scene.ROUTINE:
            return in_scene_s
        case Scene.MOVE:
            return min(in_scene_s, MOVE_S)
        case Scene.HOLD:
            return MOVE_S + min(in_scene_s, 0.99 * HOLD_S)
        case Scene.FREEZE:
            return MOVE_S
        case Scene.GUIDED:
            return min(in_scene_s, MOVE_S + 0.99 * HOLD_S)
        case Scene.RELEASE:
            return MOVE_S + HOLD_S + min(in_scene_s, RELEASE_S)
        case Scene.BREATHE if session.by_clock:
            return MOVE_S + HOLD_S + min(in_scene_s, RELEASE_S)
        case Scene.ATTEMPT:
            return _attempt_s(session, now_s)
        case _:
            return 0.0


def _attempt_s(session: Session, now_s: float) -> float:
    """Up with each try; back to rest after it, where the next one is of the same movement."""
    trying = session.trying(now_s)
    assert trying is not None
    if trying.trying:
        return min(TRY_S - trying.remaining_s, MOVE_S + 0.99 * HOLD_S)
    if trying.index == 0 or TRIED[trying.index - 1] is not trying.movement:
        return 0.0
    return MOVE_S + HOLD_S + min(REST_S - trying.remaining_s, RELEASE_S)


def weaker_so_far(session: Session) -> Side | None:
    """The side that moved less in every repetition of this session, once there are enough of them."""
    sides = {kept.repetition.excursion.weaker for kept in session.done}
    return sides.pop() if len(session.done) >= SURE_REPETITIONS and len(sides) == 1 else None
