"""The loop of a mirror that looks too seldom: it knows that somebody is there, guides, and notes once why."""

from dataclasses import replace

import pytest

from mirror.kiosk.following import Following
from mirror.kiosk.look_rate import STALE_S, Looking
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.sight import Sight
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.observation import Observation, Rest
from mirror.therapy.catalogue import Purpose, Task, routines
from mirror.therapy.effects import FaultNoted, RepetitionDone
from mirror.therapy.press import Button, Press
from mirror.therapy.scene import Pace, Scene
from mirror.therapy.tries import ATTEMPT
from tests.kiosk.test_kiosk_story import Mirror

TWO_A_SECOND = Looking(Pace.SLOW_BOARD, 2.0, 0.48)


class SlowMirror(Mirror):
    """Whose newest observation is of a picture taken ``age_s`` ago."""

    looking, age_s = TWO_A_SECOND, 0.9

    def look(self, mm=0.0, presses=(), **_given):
        self.now_s += 1 / 15
        excursions = {movement: Excursion(mm, mm, 0.9) for movement in Movement}
        rest, noise = Rest(self.kiosk.session.rest_round, 24, 24), dict.fromkeys(Movement, 0.1)
        seen = Observation(self.now_s - self.age_s, None, None, rest, excursions, noise)
        self.kiosk.tick(self.now_s, Sight(None, seen, looking=self.looking), presses)
        return self.kiosk.session


def of(mirror, kind):
    return [record for record in mirror.writer.records if isinstance(record, kind)]


def test_a_face_that_is_seen_twice_a_second_is_there_and_is_guided():
    """An observation is always older than what a quick mirror would believe; the session goes on all the same."""
    mirror = SlowMirror("smile", repetitions=2)
    mirror.look(presses=(Press(Button.SELECT),))
    mirror.until(Scene.GUIDED, mm=6.0)
    mirror.until(Scene.SUMMARY, mm=6.0)
    assert not [event for event in mirror.trace.of("scene") if event["name"] in ("paused", "move", "rest")]
    assert of(mirror, RepetitionDone) == []


def test_it_is_noted_once_a_session_and_told_to_the_trace():
    """However long it lasts; the sentence says how slow."""
    mirror = SlowMirror("smile")
    mirror.look(presses=(Press(Button.SELECT),))
    mirror.until(Scene.SUMMARY)
    (fault,) = of(mirror, FaultNoted)
    assert (fault.kind, "2.0 times a second" in fault.sentence) == ("slow board", True)
    assert [event["what"] for event in mirror.trace.of("fault")] == ["slow board"]


def test_a_look_that_never_ends_is_a_face_that_went_away():
    """Three seconds are the most that is believed of any mirror."""
    mirror = SlowMirror("smile")
    mirror.look(presses=(Press(Button.SELECT),))
    mirror.until(Scene.GUIDED)
    mirror.age_s = 3.1
    mirror.until(Scene.PAUSED, limit=60)


class NotedPermitting:
    """Remembers what a guard would have been told of the face."""

    def __init__(self):
        self.told = []

    def tick(self, session, observation, now_s, presses=()):
        self.told.append(observation)

    def done(self, now_s):
        return None

    last = close = earlier = lambda self: None


@pytest.mark.parametrize(("age_s", "told"), [(STALE_S - 0.05, True), (0.9, False)])
def test_a_stimulator_is_never_permitted_on_what_a_slow_mirror_has_seen(monkeypatch, age_s, told):
    """For the guard an observation is as old as it is, whatever the session still believes."""
    mirror = SlowMirror("smile")
    permitting = NotedPermitting()
    monkeypatch.setattr(mirror.kiosk, "_permitting", permitting)
    mirror.age_s = age_s
    mirror.look()
    assert [observation is not None for observation in permitting.told] == [told]


@pytest.mark.parametrize(("then", "kept"), [(Looking(), 4), (TWO_A_SECOND, 0)], ids=["quick", "slow"])
def test_a_try_that_is_looked_at_too_seldom_is_no_figure(monkeypatch, then, kept):
    """The daily try goes on by the clock; of its four nothing is read, also not of one that began in time."""
    mirror = SlowMirror("smile")
    mirror.looking, mirror.age_s = Looking(), 0.0
    kiosk: Kiosk = mirror.kiosk
    brief = replace(kiosk.session.brief, tasks=(Task(routines()[ATTEMPT], purpose=Purpose.ATTEMPT),))
    monkeypatch.setattr(kiosk._planning, "brief", lambda _stamp: brief)
    tries, found = Following.tries, []

    def noted(following):
        new = tries(following)
        found.extend(new)
        return new

    monkeypatch.setattr(Following, "tries", noted)
    mirror.look(presses=(Press(Button.SELECT),))
    mirror.until(Scene.ATTEMPT)
    while not mirror.look(mm=2.0).trying(mirror.now_s).trying:
        pass
    mirror.looking = then
    mirror.until(Scene.SUMMARY, mm=2.0)
    mirror.look()
    assert len(found) == kept
