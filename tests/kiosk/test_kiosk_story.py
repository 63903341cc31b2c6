"""The kiosk's loop with made-up sights: what is carried out, told and shown on the light."""

import math
from dataclasses import dataclass, field

import pytest

from hardware.led.pattern import Pattern
from hardware.led.recorded import RecordedLed
from mirror.diary.log import Saved
from mirror.diary.stamp import Clock
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.planning import AlwaysTheSame
from mirror.kiosk.sight import Sight
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Unseen
from mirror.perception.observation import Observation, Rest
from mirror.screen.sound import RecordedSound
from mirror.therapy.effects import Cue, ExerciseEnded, Outcome, RepetitionDone, SessionBegan, SessionEnded
from mirror.therapy.press import Button, Press
from mirror.therapy.scene import Fault, FaultKind, Hint, Scene
from mirror.therapy.unplanned import of_film
from tests.kiosk.rehearsing import ListTrace


@dataclass
class ListWriter:
    """A diary that keeps records in a list and says at once that they are saved."""

    records: list[object] = field(default_factory=list)
    told: int = 0

    def submit(self, record, _stamp):
        self.records.append(record)

    def saved(self):
        new = self.records[self.told :]
        self.told = len(self.records)
        return [Saved("repetitions" if isinstance(r, RepetitionDone) else "sessions", 1) for r in new]


class Mirror:
    """A kiosk stepped by hand at 15 Hz."""

    def __init__(self, *exercises, repetitions=1):
        self.writer, self.trace, self.light, self.sound = ListWriter(), ListTrace(), RecordedLed(), RecordedSound()
        planning = AlwaysTheSame(of_film(exercises, repetitions))
        self.kiosk = Kiosk(planning, self.writer, self.trace, self.light, self.sound, Clock().now)
        self.now_s = 100.0

    def look(self, mm=0.0, fault=None, broken=None, presses=(), age_s=0.0, moving=None, hidden=False, noise_mm=0.1):
        """One instant with a face whose sides both moved ``mm`` in what is asked for, or in ``moving``.

        What is asked for cannot be read while it is ``hidden``.
        """
        self.now_s += 1 / 15
        session = self.kiosk.session
        far = session.exercise.measures if moving is None else moving
        sizes = {movement: mm if movement is far else 0.25 * mm for movement in Movement}
        excursions = {movement: Excursion(size, size, 0.9) for movement, size in sizes.items()} if fault is None else {}
        if hidden:
            excursions.pop(session.exercise.measures, None)
        rest, noise = Rest(session.rest_round, 24, 24), dict.fromkeys(Movement, noise_mm)
        observation = Observation(self.now_s - age_s, None, fault, rest, excursions, noise)
        self.kiosk.tick(self.now_s, Sight(None, observation, broken), presses)
        return self.kiosk.session

    def until(self, scene, mm=0.0, limit=900, moving=None):
        for _ in range(limit):
            if self.look(mm, moving=moving).scene is scene:
                return
        raise AssertionError(f"{scene} did not come; it is {self.kiosk.session.scene}")


def test_a_session_is_carried_out_and_told():
    """Start, move, hold, let go: the record, the cues, the events and the light."""
    mirror = Mirror("smile")
    mirror.look()
    mirror.look(presses=(Press(Button.SELECT),))
    mirror.until(Scene.MOVE)
    mirror.until(Scene.RELEASE, mm=5.0)
    mirror.until(Scene.SUMMARY)
    assert isinstance(mirror.writer.records[0], SessionBegan)
    assert sum(isinstance(record, RepetitionDone) for record in mirror.writer.records) == 1
    assert mirror.sound.cues == [Cue.MOVE, Cue.TICK, Cue.TICK, Cue.RELEASE, Cue.DONE]
    assert [event["press"] for event in mirror.trace.of("button")] == ["short"]
    assert [event["pattern"] for event in mirror.trace.of("led")] == ["due", "listening", "due"]


def test_a_movement_before_it_is_asked_for_is_not_counted():
    """Talking or yawning while the exercise is shown leaves no repetition."""
    mirror = Mirror("smile")
    mirror.look(presses=(Press(Button.SELECT),))
    mirror.until(Scene.SHOW)
    for _ in range(60):
        mirror.look(mm=6.0)
    mirror.until(Scene.MOVE)
    assert mirror.trace.of("rep") == []


def test_another_movement_is_neither_counted_nor_logged_and_the_screen_says_so():
    """A wide smile while a brow raise is asked for: no record, a kind hint, and the next attempt counts."""
    mirror = Mirror("brow_raise")
    mirror.look(presses=(Press(Button.SELECT),))
    mirror.until(Scene.MOVE)
    mirror.until(Scene.RELEASE, mm=8.0, moving=Movement.SMILE)
    mirror.until(Scene.BREATHE)
    assert mirror.kiosk.session.hint is Hint.ANOTHER
    assert mirror.kiosk.session.counted == 0
    assert mirror.trace.of("rep") == []
    mirror.until(Scene.MOVE)
    mirror.until(Scene.RELEASE, mm=8.0)
    mirror.until(Scene.SUMMARY)
    assert [record.exercise for record in mirror.writer.records if isinstance(record, RepetitionDone)] == ["brow_raise"]


def test_an_old_observation_is_no_sight():
    """When the model hangs, the face counts as gone and the session pauses instead of counting what was."""
    mirror = Mirror("smile")
    mirror.look(presses=(Press(Button.SELECT),))
    mirror.until(Scene.MOVE)
    for _ in range(30):
        mirror.look(age_s=2.0)
    assert mirror.kiosk.session.scene is Scene.PAUSED
    assert mirror.kiosk.session.unseen is Unseen.NO_IMAGE


def test_a_broken_camera_shows_on_the_light_and_in_the_trace():
    """The safe scene comes at once, with a calm double pulse."""
    mirror = Mirror("smile")
    mirror.look(presses=(Press(Button.SELECT),))
    fault = Fault(FaultKind.CAMERA, "The webcam went away: plug it in again.")
    assert mirror.look(broken=fault).scene is Scene.SAFE
    assert mirror.trace.of("fault")[0]["sentence"] == fault.detail
    assert mirror.light.shown[-1][1] is Pattern.FAULT


def test_idle_needs_no_camera():
    """Outside a session nobody looks: the camera is closed then."""
    mirror = Mirror("smile")
    assert not mirror.kiosk.session.watching
    mirror.look(presses=(Press(Button.SELECT),))
    assert mirror.kiosk.session.watching


def test_a_practice_guided_by_time_is_a_practice_too():
    """It ends as done, with its rounds and without a figure."""
    mirror = Mirror("cheek_puff")
    mirror.look()
    mirror.look(presses=(Press(Button.SELECT),))
    mirror.until(Scene.SUMMARY)
    assert ExerciseEnded("cheek_puff", Outcome.DONE, repetitions=0, guided_rounds=1) in mirror.writer.records
    assert mirror.writer.records[-1] == SessionEnded(Outcome.DONE)
    assert mirror.trace.of("rep") == []


def in_move(exercise: str, repetitions: int = 1) -> Mirror:
    mirror = Mirror(exercise, repetitions=repetitions)
    mirror.look(presses=(Press(Button.SELECT),))
    mirror.until(Scene.MOVE)
    return mirror


@pytest.mark.parametrize("how", [{"hidden": True}, {"noise_mm": math.inf}], ids=["now", "since rest was taken"])
def test_a_brow_under_hair_is_asked_about(how):
    """What cannot be read for more than a second is said, whether it went away or never was there."""
    mirror = in_move("brow_raise")
    for _ in range(14):
        assert mirror.look(**how).hint is Hint.NONE
    for _ in range(3):
        mirror.look(**how)
    assert mirror.kiosk.session.hint is Hint.UNREAD
    assert mirror.look().hint is Hint.NONE


def test_a_brow_that_is_missed_in_single_frames_is_not_asked_about():
    """A nose wing is read in every third frame only: that is enough to follow it."""
    mirror = in_move("snarl")
    for frame in range(60):
        assert mirror.look(hidden=frame % 3 > 0).hint is Hint.NONE


def test_a_face_that_goes_away_is_not_called_hidden():
    """Nobody is asked about hair by a mirror that sees no face."""
    mirror = in_move("brow_raise")
    for _ in range(12):
        mirror.look(hidden=True)
    for _ in range(10):
        mirror.look(fault=Unseen.NO_FACE)
    assert mirror.look(hidden=True).hint is Hint.NONE


def test_figures_that_no_face_can_make_end_nothing_and_leave_no_row():
    """A glitch of the landmarks, once or for a minute: nothing is announced, logged or counted, and nothing breaks."""
    for mm in (math.nan, math.inf, 1e9, 150.0, -150.0):
        mirror = in_move("smile")
        mirror.look(mm=5.0)
        for _ in range(90):
            mirror.look(mm=mm)
        mirror.until(Scene.BREATHE)
        assert mirror.trace.of("rep") == []
        assert mirror.trace.of("error") == []


def test_a_movement_that_stays_halfway_for_minutes_ends_well():
    """A noisy burst, then a smile that stays at three fifths: it is asked to let go, and never an exception."""
    mirror = in_move("smile", repetitions=3)
    for _ in range(3):
        mirror.look(mm=10.0)
    for _ in range(15 * 150):
        mirror.look(mm=5.5)
    for _ in range(60):
        mirror.look()
    scenes = [event["name"] for event in mirror.trace.of("scene")]
    assert "release" in scenes
    assert mirror.kiosk.session.scene is not Scene.MOVE or mirror.kiosk.session.in_scene_s(mirror.now_s) < 20.0


def test_a_session_whose_rest_has_shifted_goes_on_from_a_new_rest():
    """The head has settled by a millimetre: the rest is taken anew, and perfect smiles count."""
    mirror = in_move("smile", repetitions=2)
    first_round = mirror.kiosk.session.rest_round
    mirror.until(Scene.REST, mm=1.0)
    assert mirror.kiosk.session.rest_round == first_round + 1
    mirror.until(Scene.MOVE)
    mirror.until(Scene.RELEASE, mm=6.0)
    mirror.until(Scene.BREATHE)
    assert mirror.kiosk.session.counted == 1
