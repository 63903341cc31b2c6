"""How long the session waits for a movement, for its end, for a face and for a person; and how it stops."""

import pytest

from mirror.perception.face import Unseen
from mirror.therapy.effects import ExerciseEnded, Outcome, SessionEnded
from mirror.therapy.press import Button
from mirror.therapy.session import Hint, PauseReason, Scene
from tests.therapy.timeline import CAMERA_FAULT, Timeline, begun

#: On either side of a limit: more than one instant of the timeline, less than anybody would notice.
HAIR_S = 0.25


def waited(timeline: Timeline, limit_s: float) -> Timeline:
    """Until just before a limit that began with this scene."""
    return timeline.wait(timeline.session.since_s + limit_s - HAIR_S - timeline.now_s)


def passed(timeline: Timeline) -> Timeline:
    """From just before a limit to just after it."""
    return timeline.wait(2 * HAIR_S)


def in_release() -> Timeline:
    """A full hold, and the movement does not go back to rest."""
    timeline = begun("smile")
    timeline.until(Scene.MOVE)
    timeline.onset()
    timeline.held_s = 0.5
    return timeline.until(Scene.RELEASE)


def test_the_hint_comes_after_eight_seconds():
    """A movement that does not come gets a quiet word, not sooner."""
    timeline = begun("smile").until(Scene.MOVE)
    assert waited(timeline, 8.0).session.hint is Hint.NONE
    assert passed(timeline).session.hint is Hint.TRY_SMALL


def test_an_attempt_is_given_up_after_sixteen_seconds():
    """Then it is time to breathe, and the screen says why."""
    timeline = begun("smile").until(Scene.MOVE)
    assert waited(timeline, 16.0).session.scene is Scene.MOVE
    assert passed(timeline).session.scene is Scene.BREATHE
    assert timeline.session.hint is Hint.NOT_YET
    assert timeline.session.attempts == 1


def test_a_movement_that_has_begun_is_not_given_up():
    """Sixteen seconds are for a movement that does not come; one that goes on is waited for."""
    timeline = begun("smile").until(Scene.MOVE)
    timeline.onset()
    assert timeline.wait(20.0).session.scene is Scene.MOVE
    assert timeline.session.hint is Hint.NONE


def test_the_second_attempt_is_the_last():
    """After two attempts the next exercise is shown and the row says not yet."""
    timeline = begun("smile", "pucker").until(Scene.MOVE)
    timeline.until(Scene.BREATHE).until(Scene.MOVE)
    assert waited(timeline, 16.0).session.exercise.id == "smile"
    assert not any(isinstance(effect, ExerciseEnded) for effect in timeline.effects)
    assert passed(timeline).session.scene is Scene.SHOW
    assert timeline.session.exercise.id == "pucker"
    assert timeline.session.hint is Hint.NOT_YET
    assert timeline.effects[-1] == ExerciseEnded("smile", Outcome.NOT_YET, 0)


def test_a_repetition_gives_both_attempts_back():
    """One attempt in vain before and one after a repetition are not two in a row."""
    timeline = begun("smile", "pucker", repetitions=3).until(Scene.MOVE)
    timeline.until(Scene.BREATHE)
    timeline.one_repetition()
    timeline.until(Scene.MOVE).until(Scene.BREATHE).until(Scene.MOVE)
    assert timeline.session.exercise.id == "smile"
    assert timeline.session.attempts == 1


def test_the_word_to_let_go_comes_after_four_seconds():
    """Who holds on is reminded, not sooner."""
    timeline = in_release()
    assert waited(timeline, 4.0).session.hint is Hint.NONE
    assert passed(timeline).session.hint is Hint.LET_GO


def test_rest_is_taken_again_after_twelve_seconds():
    """A movement that never goes back to rest means that the rest has changed."""
    timeline = in_release()
    assert waited(timeline, 12.0).session.scene is Scene.RELEASE
    first_round = timeline.session.rest_round
    passed(timeline)
    assert timeline.scenes[timeline.scenes.index(Scene.RELEASE) + 1] is Scene.REST
    assert timeline.session.rest_round == first_round + 1
    assert timeline.session.counted == 0


def test_nobody_is_looked_for_three_minutes_long():
    """With nobody in view from the start the mirror goes back to sleep, and the row of the session is closed."""
    timeline = begun("smile")
    timeline.unseen = Unseen.NO_FACE
    timeline.until(Scene.FIND_FACE)
    assert waited(timeline, 180.0).session.scene is Scene.FIND_FACE
    assert passed(timeline).session.scene is Scene.IDLE
    assert timeline.effects[-1] == SessionEnded(Outcome.STOPPED)


def test_a_face_that_went_away_is_waited_for_three_minutes():
    """The pause that came by itself also ends by itself."""
    timeline = begun("smile").until(Scene.MOVE)
    timeline.unseen = Unseen.NO_FACE
    timeline.until(Scene.PAUSED)
    assert timeline.session.pause is PauseReason.FACE_AWAY
    assert waited(timeline, 180.0).session.scene is Scene.PAUSED
    assert passed(timeline).session.scene is Scene.IDLE


@pytest.mark.parametrize("unseen", [None, Unseen.NO_FACE], ids=["in view", "out of view"])
def test_a_pause_that_was_asked_for_lasts_ten_minutes(unseen):
    """Whether the person is in view or not; then the exercise and the session are closed as stopped."""
    timeline = begun("smile").until(Scene.MOVE)
    timeline.press(Button.SELECT)
    timeline.unseen = unseen
    assert waited(timeline, 600.0).session.scene is Scene.PAUSED
    assert passed(timeline).session.scene is Scene.IDLE
    assert timeline.effects[-2:] == [ExerciseEnded("smile", Outcome.STOPPED, 0), SessionEnded(Outcome.STOPPED)]


def test_stop_after_a_repetition_sums_up_what_was_done():
    """Exercise and session are both closed as stopped, with what was measured, and the summary knows it."""
    timeline = begun("smile", repetitions=3)
    timeline.one_repetition()
    timeline.until(Scene.MOVE)
    effects = timeline.press(Button.STOP)
    assert effects == [ExerciseEnded("smile", Outcome.STOPPED, 1), SessionEnded(Outcome.STOPPED)]
    assert timeline.session.scene is Scene.SUMMARY
    assert timeline.session.outcome is Outcome.STOPPED


def test_stop_before_a_repetition_leaves_nothing_to_sum_up():
    """The rows are closed all the same, and the mirror idles."""
    timeline = begun("smile").until(Scene.MOVE)
    effects = timeline.press(Button.STOP)
    assert effects == [ExerciseEnded("smile", Outcome.STOPPED, 0), SessionEnded(Outcome.STOPPED)]
    assert timeline.session.scene is Scene.IDLE


def test_stop_in_a_guided_exercise_keeps_its_rounds():
    """What time guided is counted in rounds, never as measured repetitions."""
    timeline = begun("cheek_puff", repetitions=3)
    timeline.until(Scene.BREATHE)
    effects = timeline.press(Button.STOP)
    assert effects[0] == ExerciseEnded("cheek_puff", Outcome.STOPPED, 0, guided_rounds=1)


@pytest.mark.parametrize("scene", [Scene.PAUSED, Scene.SAFE])
def test_stop_while_waiting_closes_the_exercise_that_waited(scene):
    """A pause or a fault in the middle of an exercise does not lose its row."""
    timeline = begun("smile", repetitions=3)
    timeline.one_repetition()
    timeline.until(Scene.MOVE)
    if scene is Scene.PAUSED:
        timeline.press(Button.SELECT)
    else:
        timeline.fault = CAMERA_FAULT
    timeline.until(scene)
    effects = timeline.press(Button.STOP)
    assert effects == [ExerciseEnded("smile", Outcome.STOPPED, 1), SessionEnded(Outcome.STOPPED)]


def test_stop_while_rest_is_taken_again_keeps_the_repetitions_row():
    """Between two repetitions the exercise still runs, also while the face is looked at anew."""
    timeline = begun("smile", repetitions=3)
    timeline.one_repetition()
    timeline.until(Scene.MOVE)
    timeline.onset()
    timeline.held_s = 0.5
    timeline.until(Scene.RELEASE).until(Scene.REST)
    effects = timeline.press(Button.STOP)
    assert effects == [ExerciseEnded("smile", Outcome.STOPPED, 1), SessionEnded(Outcome.STOPPED)]


def test_a_session_that_was_done_is_not_called_stopped():
    """Only who stops has stopped."""
    timeline = begun("smile")
    for _ in range(2):
        timeline.one_repetition()
    assert timeline.session.outcome is Outcome.DONE
    assert SessionEnded(Outcome.STOPPED) not in timeline.effects
