"""A mirror that is too slow to score: it guides by the clock, and scores again as soon as it can."""

from dataclasses import replace

import pytest

from mirror.screen.reading import summary
from mirror.therapy.brief import Brief
from mirror.therapy.catalogue import practice
from mirror.therapy.effects import Cue, ExerciseEnded, Outcome, RepetitionDone, SessionEnded
from mirror.therapy.press import Button
from mirror.therapy.scene import Hint, Pace, Scene
from mirror.therapy.session import Session
from tests.screen.states import surroundings
from tests.therapy.timeline import Timeline


class Slow(Timeline):
    """A timeline whose pace is told with everything else, until it is set again."""

    pace = Pace.SLOW_BOARD

    @property
    def inputs(self):
        return replace(super().inputs, pace=self.pace)


def slow(*exercises: str, repetitions: int = 2, pace: Pace = Pace.SLOW_BOARD) -> Slow:
    """Start has been pressed on a mirror of this pace; a face is in view."""
    timeline = Slow(Session.of(Brief(tasks=practice(exercises, repetitions))))
    timeline.pace = pace
    timeline.press(Button.SELECT)
    return timeline


def ended(timeline: Timeline) -> list[ExerciseEnded]:
    return [effect for effect in timeline.effects if isinstance(effect, ExerciseEnded)]


@pytest.mark.parametrize("pace", [Pace.SLOW_BOARD, Pace.SLOW_CAMERA])
def test_a_slow_mirror_guides_a_measured_exercise_by_the_clock(pace):
    """Nobody has to keep still for a rest that nobody compares with; rounds are kept, and no repetition."""
    timeline = slow("smile", pace=pace)
    timeline.steady = False
    timeline.until(Scene.SUMMARY, 120.0)
    assert not {Scene.REST, Scene.MOVE, Scene.HOLD} & set(timeline.scenes)
    assert timeline.scenes.count(Scene.GUIDED) == 2
    assert ended(timeline) == [ExerciseEnded("smile", Outcome.DONE, repetitions=0, guided_rounds=2, asked=2)]
    assert not [effect for effect in timeline.effects if isinstance(effect, RepetitionDone)]
    assert SessionEnded(Outcome.DONE) in timeline.effects


def test_its_summary_does_not_say_that_nothing_was_seen():
    """It was guided, so it tells what was done, as of everything that is done for a time."""
    timeline = slow("smile")
    timeline.until(Scene.SUMMARY, 120.0)
    said = summary(timeline.session, surroundings(), timeline.now_s)
    assert "closed smile" in said.sentence
    assert "No movement" not in f"{said.headline}{said.sentence}{said.detail}"


@pytest.mark.parametrize("scene", [Scene.MOVE, Scene.HOLD, Scene.RELEASE])
def test_what_is_going_on_when_it_becomes_slow_is_let_go_and_costs_no_attempt(scene):
    """A breath, and on by the clock; what the follower still says of it is not counted."""
    timeline = slow("smile", repetitions=3, pace=Pace.ENOUGH)
    timeline.one_repetition()
    timeline.until(Scene.MOVE)
    if scene is not Scene.MOVE:
        timeline.onset()
        timeline.held_s = 0.5
        timeline.until(scene)
    timeline.pace = Pace.SLOW_BOARD
    assert timeline.release() == [Cue.RELEASE]
    session = timeline.session
    assert (session.scene, session.attempts, session.counted, session.hint) == (Scene.BREATHE, 0, 1, Hint.NONE)
    timeline.until(Scene.SUMMARY, 120.0)
    assert ended(timeline) == [ExerciseEnded("smile", Outcome.DONE, repetitions=1, guided_rounds=2, asked=3)]


def test_it_scores_again_as_soon_as_it_can_and_takes_the_face_at_rest_first():
    """The rest that was not taken when it was due is taken then; measured repetitions are numbered by themselves."""
    timeline = slow("smile", repetitions=3)
    timeline.until(Scene.GUIDED).until(Scene.BREATHE)
    timeline.pace = Pace.ENOUGH
    timeline.until(Scene.REST)
    timeline.one_repetition()
    timeline.one_repetition()
    done = [effect for effect in timeline.effects if isinstance(effect, RepetitionDone)]
    assert [one.number for one in done] == [1, 2]
    assert ended(timeline) == [ExerciseEnded("smile", Outcome.DONE, repetitions=2, guided_rounds=1, asked=3)]


def test_the_next_exercise_begins_its_rounds_anew():
    """Rounds of one exercise are not those of the next."""
    timeline = slow("smile", "pucker", repetitions=1)
    timeline.until(Scene.GUIDED)
    timeline.until(Scene.SHOW)
    timeline.pace = Pace.ENOUGH
    timeline.one_repetition()
    assert [(one.repetitions, one.guided_rounds) for one in ended(timeline)] == [(0, 1), (1, 0)]


def test_stop_ends_a_guided_round_at_once():
    """As everywhere; its finished rounds are kept."""
    timeline = slow("smile")
    timeline.until(Scene.GUIDED).until(Scene.BREATHE)
    timeline.press(Button.STOP)
    assert ended(timeline) == [ExerciseEnded("smile", Outcome.STOPPED, repetitions=0, guided_rounds=1, asked=2)]


def test_a_face_that_goes_away_still_pauses_it():
    """It guides whoever is there, and nobody else."""
    timeline = slow("smile")
    timeline.until(Scene.GUIDED)
    timeline.blind()
    timeline.until(Scene.PAUSED, 3.0)


def test_a_mirror_that_becomes_slow_while_it_waits_for_a_still_face_goes_on():
    """Nothing will be compared with the rest, so nobody has to keep still for it."""
    timeline = slow("smile", pace=Pace.ENOUGH)
    timeline.steady = False
    timeline.until(Scene.REST, 30.0)
    timeline.pace = Pace.SLOW_BOARD
    timeline.until(Scene.GUIDED, 30.0)
    timeline.until(Scene.SUMMARY, 120.0)
    assert ended(timeline) == [ExerciseEnded("smile", Outcome.DONE, repetitions=0, guided_rounds=2, asked=2)]
