"""The own healthy half as the demonstration: made only where it is wished for, of one good repetition, once a day."""

import errno
import threading
import weakref
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from hardware.camera.frame import Frame
from hardware.led.recorded import RecordedLed
from mirror.clips.film import Image, write_film
from mirror.clips.library import OWN_HALF_BEFORE_DRAWN, Clip, Library
from mirror.clips.twice import MIDLINE, OUTER_LEFT, OUTER_RIGHT
from mirror.diary.stamp import Stamp, stamp_at
from mirror.kiosk.filming import NotFilming
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.own_demonstration import LONGEST_S, OwnFilming, filming_beside
from mirror.kiosk.planning import AlwaysTheSame
from mirror.kiosk.sight import Sight
from mirror.perception.co_movement import QuietRegion
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Face, Pose, Quality, Side
from mirror.perception.observation import Observation, Rest
from mirror.screen.sound import RecordedSound
from mirror.therapy.brief import Brief
from mirror.therapy.catalogue import Purpose, practice
from mirror.therapy.effects import ExerciseEnded, FaultNoted, Outcome, RepetitionDone
from mirror.therapy.press import Button, Press
from mirror.therapy.scene import Scene
from tests.kiosk.rehearsing import ListTrace
from tests.kiosk.test_kiosk_story import ListWriter

MORNING = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HZ = 15


class QuickLibrary(Library):
    """Keeps the first pictures of a film: how all of them are made has tests of its own."""

    def keep_own_half(self, exercise: str, half: Side, made_utc: datetime, frames: Iterable[Image]) -> Clip:
        return super().keep_own_half(exercise, half, made_utc, islice(frames, 3))


class FullDisk(Library):
    def keep_own_half(self, exercise: str, half: Side, made_utc: datetime, frames: Iterable[Image]) -> Clip:
        raise OSError(errno.ENOSPC, "No space left on device")


class AtOnce(Executor):
    """Does what it is given before it returns."""

    def submit(self, fn, /, *args, **kwargs):
        future: Future[object] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


def some_points() -> np.ndarray:
    """(478, 3) where an upright face would have the points that the film goes by."""
    points = np.zeros((478, 3), np.float32)
    points[OUTER_LEFT, :2], points[OUTER_RIGHT, :2] = (270, 240), (90, 240)
    for index, y in zip(MIDLINE, (120, 160, 200, 220, 240, 250, 270), strict=True):
        points[index, :2] = (180, y)
    return points


FACE = Face(some_points(), 360, 480, Pose(0, 0, 0), Quality(180.0, 0.0, 120.0, 100.0), None)


class Practice:
    """A person in view of a kiosk, seen fifteen times a second: moves slowly, holds, and lets go."""

    def __init__(self, filming, brief=None, repetitions: int = 3) -> None:
        smiling = Brief(tasks=practice(["smile"], repetitions), affected=Side.LEFT)
        self.brief = smiling if brief is None else brief
        self.writer, self.trace, self.now_s = ListWriter(), ListTrace(), 100.0
        planning = AlwaysTheSame(self.brief)
        self.kiosk = Kiosk(
            planning, self.writer, self.trace, RecordedLed(), RecordedSound(), self.stamp, filming=filming
        )
        self.confidence = 0.95
        self.frames: list[weakref.ref[Image]] = []

    def stamp(self) -> Stamp:
        now = MORNING + timedelta(seconds=self.now_s - 100.0)
        return stamp_at(now, self.now_s, boot_id="wall", clock_synced=True)

    @property
    def kept(self) -> int:
        """Pictures of this person that are still in memory."""
        return sum(frame() is not None for frame in self.frames)

    def look(self, mm: float = 0.0, *presses: Press) -> Scene:
        self.now_s += 1 / HZ
        session = self.kiosk.session
        sizes = {movement: mm if movement is session.exercise.measures else 0.1 * mm for movement in Movement}
        seen = {movement: Excursion(0.6 * size, size, self.confidence) for movement, size in sizes.items()}
        noise = dict.fromkeys(Movement, 0.1)
        observation = Observation(self.now_s, FACE, None, Rest(session.rest_round, 24, 24), seen, noise)
        image = np.full((480, 360, 3), 128, np.uint8)
        self.frames.append(weakref.ref(image))
        self.kiosk.tick(self.now_s, Sight(Frame(image, self.now_s), observation), presses)
        return self.kiosk.session.scene

    def until(self, *scenes: Scene, mm: float = 0.0) -> Scene:
        for _ in range(1200):
            if (scene := self.look(mm)) in scenes:
                return scene
        raise AssertionError(f"none of {scenes} came; it is {self.kiosk.session.scene}")

    def repeat(self, mm: float = 5.0, ramp_s: float = 1.0, confidence: float = 0.95) -> None:
        """One repetition, ``mm`` on the healthy side."""
        self.until(Scene.MOVE)
        self.confidence = confidence
        ramp = [step / (ramp_s * HZ) for step in range(round(ramp_s * HZ) + 1)]
        for part in ramp:
            self.look(mm * part)
        self.until(Scene.RELEASE, mm=mm)
        for part in reversed(ramp):
            self.look(mm * part)
        self.until(Scene.BREATHE, Scene.SHOW, Scene.SUMMARY)
        self.confidence = 0.95

    def start(self) -> None:
        self.look(0.0, Press(Button.SELECT))

    def practise(self, *sizes_mm: float) -> None:
        self.start()
        for mm in sizes_mm:
            self.repeat(mm)
        self.until(Scene.SUMMARY)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return QuickLibrary(tmp_path, OWN_HALF_BEFORE_DRAWN)


def filming(library: Library, closing: threading.Event | None = None) -> OwnFilming:
    return OwnFilming(library, AtOnce(), threading.Event() if closing is None else closing)


def test_a_practice_leaves_a_film_of_its_exercise(library: Library) -> None:
    """Of the healthy half, readable by this account alone, told in the trace; the next session shows it."""
    day = Practice(filming(library))
    day.practise(5.0, 5.1, 4.9)
    (made,) = library.own_halves()
    assert (made.exercise, made.half) == ("smile", Side.RIGHT)
    assert MORNING < made.made_utc < MORNING + timedelta(minutes=3)
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert [(event["exercise"], event["half"]) for event in day.trace.of("own_half")] == [("smile", "right")]
    shown = library.find("smile")
    assert shown is not None
    assert shown.path == made.path
    assert [record for record in day.writer.records if isinstance(record, FaultNoted)] == []


def test_no_picture_is_kept_where_nobody_has_wished_for_it(library: Library) -> None:
    """Not even during a repetition: as soon as the next frame is there, the one before it is gone."""
    day = Practice(NotFilming())
    day.start()
    day.until(Scene.MOVE)
    for _ in range(30):
        day.look(5.0)
        assert day.kept <= 1
    assert day.kiosk.session.scene in (Scene.HOLD, Scene.RELEASE)
    assert isinstance(Practice(None).kiosk._filming, NotFilming)
    assert library.own_halves() == ()


def test_pictures_are_let_go_with_their_exercise(library: Library) -> None:
    """While it goes on no more than two repetitions are held; after it, and after the film, none."""
    day = Practice(filming(library))
    day.start()
    day.repeat()
    assert 20 < day.kept <= 10 * LONGEST_S + 10
    day.repeat()
    day.repeat()
    day.until(Scene.SUMMARY)
    day.look()
    assert day.kept <= 1


def test_pictures_are_let_go_when_a_session_is_stopped(library: Library) -> None:
    """In the middle of a repetition too; and nothing is made of it."""
    day = Practice(filming(library))
    day.start()
    day.until(Scene.MOVE)
    day.until(Scene.HOLD, mm=5.0)
    assert day.kept > 10
    day.look(0.0, Press(Button.STOP))
    day.look()
    assert day.kept <= 1
    assert library.own_halves() == ()


def of_smile(**changes: object) -> Brief:
    """The practice of the tests, changed."""
    return replace(Brief(tasks=practice(["smile"], 3), affected=Side.LEFT), **changes)


ASSESSMENT = tuple(replace(task, purpose=Purpose.ASSESSMENT) for task in practice(["smile"], 3))


@pytest.mark.parametrize(
    "brief", [of_smile(affected=None), of_smile(tasks=ASSESSMENT)], ids=["side not known", "assessment"]
)
def test_other_repetitions_are_not_remembered(library: Library, brief: Brief) -> None:
    """Where nobody has said which half is the healthy one, and where the mirror measures instead of practising."""
    day = Practice(filming(library), brief)
    day.start()
    for _ in range(3):
        day.repeat()
        assert day.kept <= 1
    assert library.own_halves() == ()


def test_one_film_a_day_is_enough(library: Library) -> None:
    """In the second session of a day no picture is kept; on the next day there is a new one."""
    day = Practice(filming(library))
    day.practise(5.0, 5.0, 5.0)
    (first,) = library.own_halves()
    day.until(Scene.IDLE)
    day.start()
    day.repeat()
    assert day.kept <= 1
    day.look(0.0, Press(Button.STOP))
    day.now_s += 24 * 3600.0
    day.until(Scene.IDLE)
    day.practise(5.0, 5.0, 5.0)
    (second,) = library.own_halves()
    assert second.made_utc - first.made_utc > timedelta(hours=23)
    assert not first.path.exists()


def test_where_a_therapists_film_comes_first_none_is_made(library: Library, tmp_path: Path) -> None:
    """Of a face nothing is kept that is not shown."""
    small = np.zeros((64, 64, 3), np.uint8)
    write_film(tmp_path / "film.mp4", [small] * 30, 64, 64, 10.0)
    library.add(tmp_path / "film.mp4", "smile", lambda _: True)
    day = Practice(filming(library))
    day.start()
    day.repeat()
    assert day.kept <= 1
    assert library.own_halves() == ()


@pytest.mark.parametrize(
    ("sizes_mm", "films"),
    [((5.0, 5.0, 5.0), 1), ((5.0, 5.0, 5.9), 1), ((5.0, 5.0, 6.5), 0), ((5.0, 5.0, 3.5), 0), ((5.0, 5.0), 0)],
    ids=["alike", "nearly alike", "larger", "smaller", "too few to know"],
)
def test_before_an_assessment_the_other_repetitions_say_what_is_usual(library: Library, sizes_mm, films: int) -> None:
    """A film shows what the healthy side usually does: the third repetition, within a fifth of the middle one."""
    day = Practice(filming(library), repetitions=len(sizes_mm))
    day.practise(*sizes_mm)
    assert len(library.own_halves()) == films


@pytest.mark.parametrize(("mm", "films"), [(3.0, 1), (6.0, 0)], ids=["within the band", "beyond it"])
def test_after_an_assessment_the_band_of_the_exercise_says_what_is_usual(
    library: Library, mm: float, films: int
) -> None:
    """The first repetition may do then: a fifth to a third of what the healthy side can."""
    known = Brief(tasks=practice(["smile"], 1), affected=Side.LEFT, full_mm={Movement.SMILE: 10.0})
    day = Practice(filming(library), known)
    day.practise(mm)
    assert len(library.own_halves()) == films


@pytest.mark.parametrize(
    ("how", "films"),
    [({}, 1), ({"confidence": 0.7}, 0), ({"ramp_s": 0.1}, 0)],
    ids=["as asked for", "seen badly", "fast"],
)
def test_only_what_was_seen_well_and_done_slowly_is_shown_again(library: Library, how, films: int) -> None:
    """The third repetition, the only one that may do, is like this."""
    day = Practice(filming(library))
    day.start()
    day.repeat()
    day.repeat()
    day.repeat(**how)
    day.until(Scene.SUMMARY)
    assert len(library.own_halves()) == films


def test_the_surest_repetition_is_taken(library: Library) -> None:
    """Of three that would do, the one that was seen best, not the last."""
    taken: list[float] = []
    making = OwnFilming(library, AtOnce(), threading.Event())
    make = making._make
    making._make = lambda take, made_utc: (taken.append(take.confidence), make(take, made_utc))[1]
    day = Practice(making, repetitions=5)
    day.start()
    for confidence in (0.9, 0.9, 0.92, 0.99, 0.94):
        day.repeat(confidence=confidence)
    day.until(Scene.SUMMARY)
    assert taken == [pytest.approx(0.99, abs=0.01)]


def test_a_repetition_that_something_joined_is_not_shown_again(library: Library) -> None:
    """The same three repetitions, the last of them with an eye that joined in."""
    making = filming(library)
    kept = making.kept

    def joined(record, session, stamp):
        at_last = isinstance(record, RepetitionDone) and record.number == 3
        kept(replace(record, joined=QuietRegion.EYE) if at_last else record, session, stamp)

    making.kept = joined
    Practice(making).practise(5.0, 5.0, 5.0)
    assert library.own_halves() == ()


def test_a_repetition_longer_than_what_is_remembered_makes_no_film(library: Library) -> None:
    """Its beginning is forgotten by then; it is an ordinary repetition all the same."""
    day = Practice(filming(library))
    day.start()
    day.repeat()
    day.repeat()
    day.repeat(ramp_s=6.0)
    day.until(Scene.SUMMARY)
    assert len(day.trace.of("rep")) == 3
    assert library.own_halves() == ()


def test_a_film_that_cannot_be_made_is_a_row_among_the_faults(tmp_path: Path) -> None:
    """The session goes on and the person hears nothing of it."""
    day = Practice(filming(FullDisk(tmp_path)))
    day.practise(5.0, 5.0, 5.0)
    day.until(Scene.IDLE)
    (noted,) = [record for record in day.writer.records if isinstance(record, FaultNoted)]
    assert noted.sentence == (
        "No film of the own healthy half could be made. OSError: [Errno 28] No space left on device"
    )
    assert [event["sentence"] for event in day.trace.of("error")] == [noted.sentence]
    assert ExerciseEnded("smile", Outcome.DONE, 3) in day.writer.records
    assert day.trace.of("own_half") == []


def test_a_mirror_that_is_closed_does_not_wait_for_a_film(library: Library) -> None:
    """What is being made is given up: neither a film nor half of one stays, and nothing is called a fault."""
    closing = threading.Event()
    closing.set()
    day = Practice(filming(library, closing))
    day.practise(5.0, 5.0, 5.0)
    assert library.own_halves() == ()
    assert [path.name for path in library.folder.iterdir()] == [".lock"]
    assert day.trace.of("error") == []


def test_films_are_made_beside_the_session(library: Library) -> None:
    """In a thread of its own, which ends with the block."""
    threads: list[str] = []

    class Noting(QuickLibrary):
        def keep_own_half(self, *arguments):
            threads.append(threading.current_thread().name)
            made.set()
            return super().keep_own_half(*arguments)

    made = threading.Event()
    with filming_beside(Noting(library.folder.parent)) as making:
        Practice(making).practise(5.0, 5.0, 5.0)
        assert made.wait(20.0)
    assert threads[0].startswith("own half")
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("own half")]


def shown(image_at: Callable[[float], float], seen_s: float, filming: OwnFilming, day: Practice) -> list[float]:
    """The instants of the frames that were kept for an observation of ``seen_s``, told by their grey."""
    session = day.kiosk.session
    observation = Observation(seen_s, FACE, None, Rest(1, 24, 24))
    for number in range(6):
        t_s = seen_s + image_at(number)
        frame = Frame(np.full((8, 8, 3), 10 * number, np.uint8), t_s)
        filming.see(session, frame, observation if number == 5 else None)
    return [int(sight.image[0, 0, 0]) / 10 for sight in filming._sights]


def test_a_face_is_kept_with_the_frame_it_was_found_in(library: Library) -> None:
    """The display is five frames further by the time the model has found it; a frame that is far off will not do."""
    making = filming(library)
    day = Practice(making)
    day.start()
    day.until(Scene.MOVE)
    making._forget()
    assert shown(lambda number: (number - 1) / 30, day.now_s, making, day) == [1.0]
    making._forget()
    assert shown(lambda number: 0.1 + number / 30, day.now_s, making, day) == []


def test_a_large_picture_is_kept_small_with_its_points(library: Library) -> None:
    """A webcam may give more than it was asked for; memory does not grow with it."""
    making = filming(library)
    day = Practice(making)
    day.start()
    day.until(Scene.MOVE)
    making._forget()
    day.now_s += 1.0
    observation = Observation(day.now_s, FACE, None, Rest(1, 24, 24))
    making.see(day.kiosk.session, Frame(np.zeros((1920, 1440, 3), np.uint8), day.now_s), observation)
    (sight,) = making._sights
    assert sight.image.shape == (640, 480, 3)
    assert np.allclose(sight.points, FACE.points / 3)
