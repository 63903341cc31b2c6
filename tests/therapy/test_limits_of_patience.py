"""How long the session waits for a movement, for its end, for a face and for a person; and how it stops."""

import pytest

from mirror.movement.repetition import Phase
from mirror.perception.face import Unseen
from mirror.therapy.effects import Cue, ExerciseEnded, Outcome, SessionEnded
from mirror.therapy.press import Button
from mirror.therapy.scene import Hint, PauseReason, Scene
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


def test_a_movement_that_wavers_is_let_go_after_four_seconds():
    """What has begun is waited for; what never comes to its top is asked to let go, and counts when it does."""
    timeline = begun("smile").until(Scene.MOVE).wait(10.0)
    timeline.onset()
    assert timeline.wait(4.0 - HAIR_S).session.scene is Scene.MOVE
    assert passed(timeline).session.scene is Scene.RELEASE
    assert timeline.session.hint is Hint.LET_GO
    assert timeline.effects[-1] is Cue.RELEASE
    timeline.release(hold_s=1.0)
    assert timeline.session.counted == 1
    assert timeline.session.hint is Hint.HOLD_LONGER


def test_a_movement_that_wavers_for_ever_is_no_session_for_ever():
    """Its rest is taken anew once; after the second attempt the next exercise is shown, from a new rest."""
    timeline = begun("smile", "pucker").until(Scene.MOVE)
    timeline.onset()
    timeline.until(Scene.REST).until(Scene.MOVE)
    assert timeline.session.attempts == 1
    timeline.until(Scene.SHOW)
    assert timeline.session.exercise.id == "pucker"
    assert timeline.scenes[-2:] == [Scene.REST, Scene.SHOW]
    assert timeline.session.hint is Hint.NOT_YET
    assert timeline.effects[-1] == ExerciseEnded("smile", Outcome.NOT_YET, 0)


def test_a_face_that_does_not_come_to_rest_is_asked_to_and_then_looked_at_anew():
    """A rest that has shifted would let nothing begin: not "try small", but let go, and a new rest."""
    timeline = begun("smile").until(Scene.MOVE)
    timeline.phase = Phase.SETTLING
    assert waited(timeline, 4.0).session.hint is Hint.NONE
    assert passed(timeline).session.hint is Hint.LET_GO
    assert waited(timeline, 12.0).session.scene is Scene.MOVE
    first_round = timeline.session.rest_round
    assert Scene.REST in passed(timeline).scenes[timeline.scenes.index(Scene.MOVE) :]
    assert timeline.session.rest_round == first_round + 1
    timeline.phase = Phase.RESTING
    timeline.one_repetition()
    assert timeline.session.counted == 1


def test_a_twitch_late_in_the_wait_is_no_rest_that_has_shifted():
    """Only a face that stays away from rest is looked at anew, however long the movement has been waited for."""
    timeline = begun("smile").until(Scene.MOVE).wait(13.0)
    timeline.phase = Phase.SETTLING
    timeline.wait(0.5)
    assert timeline.session.scene is Scene.MOVE


def test_the_word_to_let_go_goes_when_the_face_is_at_rest():
    """It has been done."""
    timeline = begun("smile").until(Scene.MOVE)
    timeline.phase = Phase.SETTLING
    timeline.wait(5.0)
    timeline.phase = Phase.RESTING
    assert timeline.wait(0.2).session.hint is Hint.NONE


def test_a_face_that_is_never_still_gets_a_word_and_then_an_end():
    """Who talks or chews is told after eight seconds what to do; after six minutes the session ends by itself."""
    timeline = begun("smile")
    timeline.steady = False
    timeline.until(Scene.REST)
    assert waited(timeline, 8.0).session.hint is Hint.NONE
    assert passed(timeline).session.hint is Hint.KEEP_STILL
    timeline.until(Scene.IDLE, limit_s=360.0)
    assert timeline.effects[-1] == SessionEnded(Outcome.STOPPED)


def test_the_word_to_keep_still_goes_with_the_rest():
    """It says nothing about the exercise."""
    timeline = begun("smile")
    timeline.steady = False
    timeline.until(Scene.REST).wait(20.0)
    timeline.steady = True
    assert timeline.until(Scene.SHOW).session.hint is Hint.NONE


def test_whoever_comes_late_has_time_to_settle():
    """Somebody who comes in the last moment is not sent away while the face at rest is taken."""
    timeline = begun("smile")
    timeline.unseen = Unseen.NO_FACE
    waited(timeline.until(Scene.FIND_FACE), 178.0)
    timeline.unseen, timeline.steady = None, False
    assert timeline.until(Scene.REST).wait(30.0).session.scene is Scene.REST
    timeline.steady = True
    timeline.until(Scene.SHOW)
    timeline.unseen = Unseen.NO_FACE
    assert timeline.until(Scene.PAUSED).wait(60.0).session.scene is Scene.PAUSED


def flicker(timeline: Timeline) -> Timeline:
    """At the top for a moment, too short for a repetition."""
    timeline.until(Scene.MOVE)
    timeline.onset()
    timeline.held_s = 0.4
    timeline.until(Scene.HOLD)
    timeline.phase, timeline.held_s = Phase.SETTLING, 0.0
    timeline.wait(0.2)
    timeline.phase = Phase.RESTING
    return timeline


def test_a_flicker_is_an_attempt_and_is_told():
    """A face that can only flicker hears what would make it count, and after two attempts goes on."""
    timeline = flicker(begun("smile", "pucker"))
    assert (timeline.session.scene, timeline.session.hint) == (Scene.BREATHE, Hint.HOLD_LONGER)
    assert timeline.session.attempts == 1
    flicker(timeline)
    assert timeline.session.exercise.id == "pucker"
    assert timeline.effects[-1] == ExerciseEnded("smile", Outcome.NOT_YET, 0)


def test_a_release_that_never_ends_is_asked_for_twice():
    """Taking the rest anew is an attempt: the second one is the last."""
    timeline = begun("smile", "pucker").until(Scene.MOVE)
    for _ in range(2):
        timeline.until(Scene.MOVE)
        timeline.onset()
        timeline.held_s = 0.5
        timeline.until(Scene.RELEASE).until(Scene.REST)
    assert timeline.session.exercise.id == "pucker"


def test_a_rest_that_is_lost_in_the_last_exercise_is_not_taken_again():
    """The practice is over; nobody is asked to stand still for nothing."""
    timeline = begun("smile").until(Scene.MOVE)
    timeline.phase = Phase.SETTLING
    timeline.until(Scene.SUMMARY)
    assert timeline.effects[-2] == SessionEnded(Outcome.DONE)


def test_the_ring_was_full_or_not_whatever_was_said_meanwhile():
    """Who was slow to let go after half a hold still hears what would make the next one count fully."""
    timeline = begun("smile").until(Scene.MOVE)
    timeline.onset()
    timeline.held_s = 0.5
    timeline.until(Scene.HOLD)
    timeline.held_s = 0.0
    timeline.until(Scene.RELEASE)
    assert timeline.wait(5.0).session.hint is Hint.LET_GO
    timeline.release(hold_s=1.0)
    assert timeline.session.hint is Hint.HOLD_LONGER


def test_what_is_hidden_is_said_and_not_called_too_small():
    """Hair over a brow: after a second it is asked about, and neither "try small" nor "not yet" is said."""
    timeline = begun("smile", "pucker").until(Scene.MOVE)
    timeline.hidden = True
    timeline.wait(0.9)
    assert timeline.session.hint is Hint.NONE
    assert timeline.wait(0.4).session.hint is Hint.UNREAD
    hints = set()
    while timeline.session.scene is Scene.MOVE:
        timeline.wait(0.1)
        hints.add(timeline.session.hint)
    assert hints <= {Hint.UNREAD, Hint.NONE}
    assert timeline.session.rest_round == 2
    timeline.until(Scene.MOVE).until(Scene.SHOW)
    assert timeline.session.exercise.id == "pucker"


def test_what_shows_again_is_followed_again():
    """The hair is brushed aside: the question goes, and the movement is waited for."""
    timeline = begun("smile").until(Scene.MOVE)
    timeline.hidden = True
    timeline.wait(3.0)
    timeline.hidden = False
    assert timeline.wait(0.2).session.hint is Hint.NONE
    timeline.one_repetition()
    assert timeline.session.counted == 1


@pytest.mark.parametrize("scene", [Scene.HOLD, Scene.RELEASE])
def test_what_is_hidden_in_the_middle_is_said_too(scene):
    """A hand before the mouth during the hold ends the attempt; while letting go it is asked about."""
    timeline = begun("smile").until(Scene.MOVE)
    timeline.onset()
    timeline.held_s = 0.5
    timeline.until(scene)
    timeline.hidden = True
    timeline.wait(1.3)
    assert timeline.session.hint is Hint.UNREAD
    assert timeline.session.scene is (Scene.BREATHE if scene is Scene.HOLD else Scene.RELEASE)


@pytest.mark.parametrize(("here_s", "gone_s"), [(1.2, 1.3), (5.0, 1.3)], ids=["poster past a fan", "at the basin"])
def test_a_face_that_comes_and_goes_does_not_keep_the_camera_on(here_s, gone_s):
    """Moments of nobody add up until the session has come further."""
    timeline = begun("smile").until(Scene.SHOW)
    while timeline.session.scene is not Scene.IDLE:
        assert timeline.now_s < 1200.0
        timeline.unseen = Unseen.NO_FACE
        timeline.wait(gone_s)
        timeline.unseen = None
        timeline.wait(here_s)


def test_a_pause_that_was_asked_for_is_not_held_against_whoever_comes_back():
    """Nine minutes at the telephone, and then a glance aside: the session waits again for its whole time."""
    timeline = begun("smile").until(Scene.MOVE)
    timeline.press(Button.SELECT)
    timeline.wait(540.0)
    timeline.press(Button.SELECT)
    timeline.unseen = Unseen.NO_FACE
    assert waited(timeline.until(Scene.PAUSED), 180.0).session.scene is Scene.PAUSED


def test_a_repetition_gives_the_whole_patience_back():
    """Two minutes away before and two after a repetition are not four in a row."""
    timeline = begun("smile").until(Scene.MOVE)
    for _ in range(2):
        timeline.unseen = Unseen.NO_FACE
        timeline.until(Scene.PAUSED).wait(120.0)
        timeline.unseen = None
        timeline.one_repetition()
    assert timeline.session.scene is Scene.SUMMARY


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
