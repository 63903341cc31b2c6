"""What the loop takes from the eyes and the diary, once and in time."""

import pytest

from hardware.led.recorded import RecordedLed
from mirror.diary.export import export_json
from mirror.diary.log import Saved
from mirror.diary.stamp import Clock
from mirror.diary.writer import InlineWriter
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.planning import AlwaysTheSame
from mirror.kiosk.sight import Sight
from mirror.kiosk.start import open_log
from mirror.movement.asked import AskedFollower
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Unseen
from mirror.perception.observation import Observation, Rest
from mirror.screen.sound import RecordedSound
from mirror.therapy.press import Button, Press
from mirror.therapy.scene import Scene
from mirror.therapy.unplanned import of_film
from tests.kiosk.rehearsing import ListTrace
from tests.kiosk.test_kiosk_story import ListWriter, Mirror

START = Press(Button.SELECT)


def seen(t_s: float, mm: float) -> Observation:
    """A face both sides of which have moved ``mm``, rest known."""
    excursions = {movement: Excursion(mm, mm, 0.9) for movement in Movement}
    return Observation(t_s, None, None, Rest(1, 24, 24), excursions, dict.fromkeys(Movement, 0.1))


@pytest.fixture
def followed(monkeypatch):
    """The instants that every follower was given, in order."""
    instants = []

    class Noted(AskedFollower):
        def step(self, observation):
            instants.append(observation.t_s)
            return super().step(observation)

    monkeypatch.setattr("mirror.kiosk.following.AskedFollower", Noted)
    return instants


def in_move() -> Mirror:
    mirror = Mirror("smile", repetitions=3)
    mirror.look(presses=(START,))
    mirror.until(Scene.MOVE)
    return mirror


def test_an_observation_is_followed_once_however_often_it_is_shown(followed):
    """The picture runs twice as fast as the model: each observation is met by two instants and counts in one."""
    mirror = in_move()
    del followed[:]
    observations = [seen(mirror.now_s + number / 15, 5.0) for number in range(1, 31)]
    for observation in observations:
        for later_s in (0.0, 1 / 30):
            mirror.kiosk.tick(observation.t_s + later_s, Sight(None, observation))
    assert followed == [observation.t_s for observation in observations]


def test_an_observation_older_than_the_last_is_not_followed(followed):
    """Time does not run backwards in a movement."""
    mirror = in_move()
    newest = seen(mirror.now_s + 0.2, 5.0)
    mirror.kiosk.tick(mirror.now_s + 0.2, Sight(None, newest))
    del followed[:]
    mirror.kiosk.tick(mirror.now_s + 0.25, Sight(None, seen(mirror.now_s + 0.1, 0.0)))
    assert followed == []
    assert mirror.kiosk.excursion == newest.excursions[Movement.SMILE]


@pytest.mark.parametrize(("age_s", "unseen"), [(0.55, None), (0.65, Unseen.NO_IMAGE)], ids=["fresh", "stale"])
def test_an_observation_speaks_for_now_for_six_tenths_of_a_second(age_s, unseen):
    """Then the face counts as not seen."""
    mirror = in_move()
    assert mirror.look(age_s=age_s).unseen is unseen


@pytest.mark.parametrize(("age_s", "scene"), [(0.55, Scene.MOVE), (0.65, Scene.PAUSED)], ids=["slow", "too slow"])
def test_a_slow_model_keeps_the_session_and_a_hanging_one_pauses_it(age_s, scene):
    """Observations that come late but in time are a face in view; those that come too late are none."""
    mirror = in_move()
    for _ in range(30):
        mirror.look(age_s=age_s)
    assert mirror.kiosk.session.scene is scene


class SlowDiary(ListWriter):
    """Says that something is saved only when the test lets it."""

    def __init__(self):
        super().__init__()
        self.safe = []

    def saved(self):
        new, self.safe = self.safe, []
        return new


def test_saved_is_told_when_it_is_saved_and_once():
    """Not when it is handed over: what has been announced must survive a pulled plug."""
    trace, diary = ListTrace(), SlowDiary()
    kiosk = Kiosk(AlwaysTheSame(of_film(["smile"], 1)), diary, trace, RecordedLed(), RecordedSound(), Clock().now)
    kiosk.tick(100.0, Sight(), (START,))
    kiosk.tick(101.0, Sight())
    assert diary.records
    assert trace.of("saved") == []
    diary.safe = [Saved("sessions", 7), Saved("repetitions", 8)]
    kiosk.tick(102.0, Sight())
    kiosk.tick(103.0, Sight())
    assert trace.of("saved") == [
        {"t": 102.0, "event": "saved", "table": "sessions", "id": 7},
        {"t": 102.0, "event": "saved", "table": "repetitions", "id": 8},
    ]


def test_what_is_saved_while_closing_is_told_too(tmp_path):
    """The end of the session is a row like any other: it is announced, and it is in the log."""
    trace = ListTrace()
    diary = InlineWriter(lambda: open_log(tmp_path, "attention-test", "drawn", Clock().now))
    kiosk = Kiosk(AlwaysTheSame(of_film(["smile"], 1)), diary, trace, RecordedLed(), RecordedSound(), Clock().now)
    kiosk.tick(100.0, Sight(), (START,))
    before = len(trace.of("saved"))
    kiosk.stop(101.0)
    diary.close()
    told = trace.of("saved")
    assert len(told) > before
    (session,) = export_json(tmp_path)["sessions"]
    assert {(event["table"], event["id"]) for event in told} == {("sessions", session["id"])}
    assert session["outcome"] == "stopped"
