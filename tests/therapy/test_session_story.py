"""A guided session as stories over time."""

import pytest

from mirror.clips import choreography
from mirror.movement.asked import Why
from mirror.movement.repetition import Phase
from mirror.perception.excursion import Movement
from mirror.perception.face import Unseen
from mirror.therapy.catalogue import catalogue
from mirror.therapy.effects import Cue, ExerciseEnded, FaultNoted, Outcome, RepetitionDone, SessionBegan, SessionEnded
from mirror.therapy.moving import SHOW_S
from mirror.therapy.press import Button, PressKind
from mirror.therapy.scene import Hint, PauseReason, Scene
from mirror.therapy.session import View
from mirror.therapy.timed import GUIDED_MOVE_S
from tests.therapy.timeline import CAMERA_FAULT, begun


def test_after_start_a_session_runs_to_its_end_without_a_press():
    """Two exercises of two repetitions end in the summary, each repetition kept once, and then the mirror idles."""
    timeline = begun("smile", "pucker")
    for _ in range(4):
        timeline.one_repetition()
    assert timeline.session.scene is Scene.SUMMARY
    kept = [effect for effect in timeline.effects if isinstance(effect, RepetitionDone)]
    assert [(k.exercise, k.number) for k in kept] == [("smile", 1), ("smile", 2), ("pucker", 1), ("pucker", 2)]
    assert timeline.effects[0] == SessionBegan(("smile", "pucker"))
    assert ExerciseEnded("smile", Outcome.DONE, 2) in timeline.effects
    assert timeline.effects[-2:] == [SessionEnded(Outcome.DONE), Cue.DONE]
    timeline.until(Scene.IDLE)


def test_the_scenes_come_in_their_order():
    """Welcome, find the face, rest, show, ready, then move, hold and release with a breath between."""
    timeline = begun("smile")
    timeline.one_repetition()
    timeline.one_repetition()
    expected = "welcome find_face rest show ready move hold release breathe move hold release summary"
    assert [scene.value for scene in timeline.scenes] == expected.split()


def test_time_alone_never_counts_a_repetition():
    """A face that does not move gets a kind word, then the next exercise, and no repetition."""
    timeline = begun("smile")
    timeline.until(Scene.MOVE).wait(9.0)
    assert timeline.session.hint is Hint.TRY_SMALL
    timeline.until(Scene.SUMMARY, limit_s=120.0)
    assert not any(isinstance(effect, RepetitionDone) for effect in timeline.effects)
    assert ExerciseEnded("smile", Outcome.NOT_YET, 0) in timeline.effects


def test_a_movement_let_go_early_counts_and_asks_for_a_longer_hold():
    """What was done is never taken away; the hint says what comes next."""
    timeline = begun("smile")
    timeline.until(Scene.MOVE)
    timeline.onset()
    effects = timeline.release(hold_s=0.4)
    assert isinstance(effects[0], RepetitionDone)
    assert timeline.session.scene is Scene.BREATHE
    assert timeline.session.hint is Hint.HOLD_LONGER


def test_the_hold_ticks_every_second_for_closed_eyes():
    """Two whole seconds of a three second hold are heard, then the release."""
    timeline = begun("eye_closure")
    timeline.one_repetition()
    cues = [effect for effect in timeline.effects if isinstance(effect, Cue)]
    assert cues == [Cue.MOVE, Cue.TICK, Cue.TICK, Cue.RELEASE]


def test_only_time_at_the_top_fills_the_ring():
    """A movement that sinks keeps what it has filled and no more, and is let go with a word about the hold."""
    timeline = begun("smile")
    timeline.until(Scene.MOVE)
    timeline.onset()
    timeline.held_s = 0.5
    timeline.until(Scene.HOLD)
    timeline.wait(1.0)
    filled_s = timeline.session.held_s
    timeline.held_s = 0.0
    timeline.wait(3.0)
    assert timeline.session.scene is Scene.HOLD
    assert timeline.session.held_s == filled_s
    timeline.until(Scene.RELEASE, limit_s=5.0)
    timeline.release()
    assert timeline.session.hint is Hint.HOLD_LONGER


def test_a_pause_that_was_asked_for_outlasts_a_fault_of_the_camera():
    """When the camera is back the session still waits for the person."""
    timeline = begun("smile")
    timeline.until(Scene.MOVE)
    timeline.press(Button.SELECT)
    timeline.fault = CAMERA_FAULT
    timeline.until(Scene.SAFE, limit_s=1.0)
    timeline.fault = None
    timeline.wait(10.0)
    assert timeline.session.scene is Scene.PAUSED
    timeline.press(Button.SELECT)
    timeline.one_repetition()


def test_what_was_counted_has_its_row_however_the_session_ends():
    """A fault, then nobody there: the exercise with its repetition and the session are both closed, and summed up."""
    timeline = begun("smile", repetitions=3)
    timeline.one_repetition()
    timeline.fault = CAMERA_FAULT
    timeline.until(Scene.SAFE, limit_s=1.0)
    timeline.fault, timeline.unseen = None, Unseen.NO_FACE
    timeline.until(Scene.SUMMARY, limit_s=200.0)
    assert ExerciseEnded("smile", Outcome.STOPPED, 1) in timeline.effects
    (ended,) = (one for one in timeline.effects if isinstance(one, ExerciseEnded))
    assert ended.asked == timeline.session.task.repetitions > 1
    assert SessionEnded(Outcome.STOPPED) in timeline.effects


def test_the_guided_rhythm_is_that_of_the_demonstration():
    """Move, hold and one turn of the clip last as long in the session as in the film beside it."""
    assert GUIDED_MOVE_S == choreography.MOVE_S
    assert SHOW_S == choreography.LOOP_S
    assert catalogue()["cheek_puff"].hold_s == choreography.HOLD_S


def test_a_face_that_leaves_pauses_and_its_return_resumes():
    """The pause comes after a second, the repetition that was cut is begun anew, and nothing is counted meanwhile."""
    timeline = begun("smile")
    timeline.until(Scene.MOVE)
    timeline.onset()
    timeline.unseen = Unseen.NO_FACE
    timeline.wait(0.8)
    assert timeline.session.scene is Scene.MOVE
    timeline.wait(0.5)
    assert timeline.session.scene is Scene.PAUSED
    assert timeline.session.pause is PauseReason.FACE_AWAY
    timeline.wait(20.0)
    timeline.unseen = None
    timeline.until(Scene.READY, limit_s=2.0)
    assert timeline.session.counted == 0


def test_nobody_for_three_minutes_ends_the_session():
    """What was done is summed up and the session's row is closed."""
    timeline = begun("smile", repetitions=3)
    timeline.one_repetition()
    timeline.unseen = Unseen.NO_FACE
    timeline.until(Scene.SUMMARY, limit_s=200.0)
    assert SessionEnded(Outcome.STOPPED) in timeline.effects


def test_a_movement_that_does_not_come_back_takes_a_new_rest():
    """A drifted baseline is taken anew instead of counting a repetition that nobody saw end."""
    timeline = begun("smile")
    timeline.until(Scene.MOVE)
    first_round = timeline.session.rest_round
    timeline.onset()
    timeline.held_s = 0.5
    timeline.until(Scene.RELEASE)
    timeline.wait(5.0)
    assert timeline.session.hint is Hint.LET_GO
    timeline.until(Scene.REST, limit_s=10.0)
    assert timeline.session.rest_round == first_round + 1
    assert timeline.session.counted == 0


def test_skip_goes_on_to_the_next_exercise():
    """The row says skipped, with what was done before."""
    timeline = begun("smile", "pucker")
    timeline.one_repetition()
    effects = timeline.press(Button.NEXT)
    assert effects == [ExerciseEnded("smile", Outcome.SKIPPED, 1)]
    assert timeline.session.exercise.id == "pucker"


def test_back_returns_to_the_start_and_then_to_the_exercise_before():
    """One press repeats the demonstration, a second one goes one exercise back."""
    timeline = begun("smile", "pucker")
    timeline.until(Scene.SHOW)
    timeline.press(Button.NEXT)
    timeline.until(Scene.MOVE)
    timeline.press(Button.BACK)
    assert (timeline.session.scene, timeline.session.exercise.id) == (Scene.SHOW, "pucker")
    timeline.press(Button.BACK)
    assert (timeline.session.scene, timeline.session.exercise.id) == (Scene.SHOW, "smile")


def test_pause_and_go_on():
    """Select pauses at any point of an exercise; select goes on."""
    timeline = begun("smile")
    timeline.until(Scene.SHOW)
    timeline.press(Button.SELECT)
    assert timeline.session.scene is Scene.PAUSED
    timeline.wait(30.0)
    assert timeline.session.scene is Scene.PAUSED
    timeline.press(Button.SELECT)
    assert timeline.session.scene is Scene.SHOW


def test_a_camera_that_fails_leads_to_the_safe_scene_and_back():
    """The safe scene says what is wrong, is noted once, and when the camera is back the face is looked for again."""
    timeline = begun("smile", repetitions=3)
    timeline.one_repetition()
    timeline.fault = CAMERA_FAULT
    timeline.until(Scene.SAFE, limit_s=1.0)
    timeline.wait(10.0)
    assert timeline.effects.count(FaultNoted("camera", CAMERA_FAULT.detail)) == 1
    timeline.fault = None
    timeline.until(Scene.FIND_FACE, limit_s=1.0)
    timeline.one_repetition()
    assert timeline.session.counted == 2


def test_a_long_press_on_back_changes_the_view_and_nothing_else():
    """The four views follow each other in any scene."""
    timeline = begun("smile")
    timeline.until(Scene.MOVE)
    seen = []
    for _ in range(4):
        timeline.press(Button.BACK, PressKind.LONG)
        seen.append(timeline.session.view)
    assert seen == [View.HEALTHY_HALF, View.OUTLINE, View.NONE, View.TRUE]
    assert timeline.session.scene is Scene.MOVE


def test_an_unmeasured_exercise_is_guided_and_never_counted():
    """Cheek puff runs in the rhythm of its demonstration and leaves no repetition in the log."""
    timeline = begun("cheek_puff")
    timeline.until(Scene.SUMMARY, limit_s=90.0)
    assert not any(isinstance(effect, RepetitionDone) for effect in timeline.effects)
    assert ExerciseEnded("cheek_puff", Outcome.DONE, 0, guided_rounds=2) in timeline.effects


@pytest.mark.parametrize("scene", [Scene.WELCOME, Scene.FIND_FACE, Scene.REST])
def test_stop_before_the_first_exercise_goes_back_to_idle(scene):
    """Nothing was done, so there is nothing to sum up; the session's row is closed."""
    timeline = begun("smile")
    if scene is not Scene.WELCOME:
        timeline.unseen = Unseen.NO_FACE
        timeline.until(Scene.FIND_FACE)
    if scene is Scene.REST:
        timeline.unseen = None
        timeline.until(Scene.REST)
    effects = timeline.press(Button.STOP)
    assert effects == [SessionEnded(Outcome.STOPPED)]
    assert timeline.session.scene is Scene.IDLE


@pytest.mark.parametrize(
    ("why", "hint"), [(Why.ANOTHER, Hint.ANOTHER), (Why.BRIEF, Hint.HOLD_LONGER)], ids=["another", "brief"]
)
@pytest.mark.parametrize("scene", [Scene.MOVE, Scene.HOLD, Scene.RELEASE])
def test_a_movement_that_is_not_what_was_asked_for_is_not_counted(scene, why, hint):
    """Whenever it comes back: nothing is kept, the screen says what would help, and it is asked for again."""
    timeline = begun("smile", repetitions=1).until(Scene.MOVE)
    timeline.onset()
    timeline.held_s = 0.0 if scene is Scene.MOVE else 0.5
    timeline.until(scene)
    assert timeline.another(why) == []
    assert (timeline.session.scene, timeline.session.hint) == (Scene.BREATHE, hint)
    assert timeline.session.counted == 0
    timeline.one_repetition()
    assert timeline.until(Scene.SUMMARY).session.done[0].number == 1


def test_after_five_other_movements_in_a_row_the_next_exercise_is_shown():
    """Nobody is asked for ever; a counted repetition gives the patience back."""
    timeline = begun("smile", "pucker", repetitions=3)
    for _ in range(4):
        timeline.until(Scene.MOVE)
        timeline.another()
    timeline.one_repetition()
    for _ in range(4):
        timeline.until(Scene.MOVE)
        timeline.another()
    assert timeline.session.exercise.id == "smile"
    timeline.until(Scene.MOVE)
    assert timeline.another() == [ExerciseEnded("smile", Outcome.NOT_YET, 1)]
    assert timeline.session.exercise.id == "pucker"


def test_the_eyes_are_told_which_movement_is_asked_for():
    """From showing it to letting it go and between two of them; while guided, at rest or paused there is none."""
    timeline = begun("smile", "cheek_puff")
    asked = {}
    for _ in range(2):
        while timeline.session.scene is not Scene.RELEASE:
            timeline.wait(0.1)
            asked[timeline.session.scene] = timeline.session.attention(timeline.now_s).asked
            if timeline.session.scene is Scene.MOVE and timeline.phase is not Phase.MOVING:
                timeline.onset()
                timeline.held_s = 0.5
        asked[Scene.RELEASE] = timeline.session.attention(timeline.now_s).asked
        timeline.release()
        asked[timeline.session.scene] = timeline.session.attention(timeline.now_s).asked
    exercising = {Scene.READY, Scene.MOVE, Scene.HOLD, Scene.RELEASE, Scene.BREATHE}
    assert {asked[scene] for scene in exercising} == {Movement.SMILE}
    assert asked[Scene.REST] is None
    assert timeline.session.exercise.id == "cheek_puff"
    assert asked[Scene.SHOW] is None
    timeline.press(Button.BACK)
    assert (timeline.session.scene, timeline.session.attention(timeline.now_s).asked) == (Scene.SHOW, Movement.SMILE)
    timeline.press(Button.SELECT)
    assert (timeline.session.scene, timeline.session.attention(timeline.now_s).asked) == (Scene.PAUSED, None)


def test_a_rest_may_be_learned_between_two_repetitions_once_the_face_is_at_rest():
    """Not while it still comes back, and not while a movement is waited for."""
    timeline = begun("smile").until(Scene.MOVE)
    assert not timeline.session.attention(timeline.now_s).between
    timeline.one_repetition()
    timeline.phase = Phase.SETTLING
    timeline.wait(0.2)
    assert timeline.session.scene is Scene.BREATHE
    assert not timeline.session.attention(timeline.now_s).between
    timeline.phase = Phase.RESTING
    timeline.wait(0.2)
    assert timeline.session.attention(timeline.now_s).between
    timeline.until(Scene.MOVE)
    assert not timeline.session.attention(timeline.now_s).between
