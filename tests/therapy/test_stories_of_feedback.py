"""Stories of one session: what ends a repetition, what is said of it, and what a session turns to."""

import pytest

from mirror.movement.effort import Effort
from mirror.movement.repetition import Phase
from mirror.perception.co_movement import QuietRegion
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Side
from mirror.therapy.brief import About, Brief, Telling
from mirror.therapy.catalogue import Purpose, Task, catalogue, practice, routines
from mirror.therapy.effects import (
    Answered,
    AttemptMeasured,
    Cue,
    ExerciseEnded,
    Outcome,
    PracticeTime,
    RepetitionDone,
    SessionBegan,
    SessionEnded,
    SignSeen,
)
from mirror.therapy.evidence import Sign
from mirror.therapy.moving import FREEZE_S, SHOW_ROUTINE_S, SHOW_S
from mirror.therapy.press import Button, PressKind
from mirror.therapy.questions import BEFORE_PRACTICE, CONFIRM, FOREHEAD, LOOK_AFTER_WEEKS, QuestionId
from mirror.therapy.red_flags import Urgency
from mirror.therapy.scene import Hint, Scene, Strain
from mirror.therapy.timed import TICK_EVERY_S
from mirror.therapy.tries import ATTEMPT, ATTEMPT_S
from mirror.therapy.turns import JOINS
from mirror.therapy.view import View
from tests.therapy.timeline import Timeline, prepared

RELEASE = Task(routines()["facial_rest"], purpose=Purpose.RELEASE)


def moving(timeline: Timeline) -> Timeline:
    """The movement is on its way."""
    timeline.until(Scene.MOVE)
    timeline.onset()
    return timeline


def test_a_pucker_with_a_narrowing_eye_is_frozen_and_a_smaller_one_is_suggested():
    """The repetition ends at the first co-movement: stay there, let go, and the next one is smaller."""
    timeline = moving(prepared(Brief(tasks=practice(["pucker"], 3))))
    effects = timeline.tell_more(joined=QuietRegion.EYE)
    assert (timeline.session.scene, timeline.session.hint) == (Scene.FREEZE, Hint.EYE_JOINED)
    assert effects == [Cue.FREEZE]
    timeline.wait(FREEZE_S)
    assert timeline.session.scene is Scene.RELEASE
    (done,) = [one for one in timeline.release() if isinstance(one, RepetitionDone)]
    assert done.joined is QuietRegion.EYE
    assert (timeline.session.scene, timeline.session.hint) == (Scene.BREATHE, Hint.EYE_JOINED)


def test_whoever_lets_go_at_once_has_let_go():
    """A repetition that ends while it is frozen is kept with what joined in."""
    timeline = moving(prepared(Brief(tasks=practice(["pucker"], 3))))
    timeline.tell_more(joined=QuietRegion.EYE)
    (done,) = [one for one in timeline.release() if isinstance(one, RepetitionDone)]
    assert done.joined is QuietRegion.EYE


def test_a_stop_before_the_movement_was_one_is_no_reproach():
    """What was stopped so early that it does not count is no other movement either."""
    timeline = moving(prepared(Brief(tasks=practice(["pucker"], 3))))
    timeline.tell_more(joined=QuietRegion.MOUTH)
    timeline.another()
    assert (timeline.session.hint, timeline.session.passed_over) == (Hint.MOUTH_JOINED, 0)


def test_what_keeps_joining_in_ends_the_exercise_and_the_stage_gate_hears_of_it():
    """After some times it is enough for now."""
    timeline = prepared(Brief(tasks=(*practice(["pucker"], 8), RELEASE)))
    for _ in range(JOINS):
        moving(timeline).tell_more(joined=QuietRegion.EYE)
        timeline.wait(FREEZE_S)
        timeline.release()
    assert SignSeen(Sign.JOINED, "pucker: eye") in timeline.effects
    assert ExerciseEnded("pucker", Outcome.JOINED, JOINS) in timeline.effects
    assert timeline.session.exercise.id == "facial_rest"


def test_joining_in_at_the_last_repetition_ends_the_exercise_as_done():
    """It was the last one anyway."""
    timeline = moving(prepared(Brief(tasks=practice(["pucker"], 1))))
    timeline.tell_more(joined=QuietRegion.BROW)
    timeline.wait(FREEZE_S)
    timeline.release()
    assert ExerciseEnded("pucker", Outcome.DONE, 1) in timeline.effects


def test_an_assessment_watches_what_joins_in_and_lets_it():
    """That is what it is for; and it asks for the whole movement."""
    task = Task(catalogue()["pucker"], 3, Purpose.ASSESSMENT)
    timeline = moving(prepared(Brief(tasks=(task,), purpose=Purpose.ASSESSMENT)))
    timeline.tell_more(joined=QuietRegion.EYE, effort=Effort.OVER)
    assert (timeline.session.scene, timeline.session.hint) == (Scene.MOVE, Hint.NONE)
    assert SessionBegan(("pucker",), purpose=Purpose.ASSESSMENT) in timeline.effects


@pytest.mark.parametrize(
    ("effort", "hint"), [(Effort.OVER, Hint.SMALLER), (Effort.BRAKE, Hint.BRAKE), (Effort.FAST, Hint.SLOWER)]
)
def test_size_and_pace_get_a_quiet_word_that_stays_into_the_hold(effort, hint):
    """Too far, ahead of the other side, too fast."""
    timeline = moving(prepared(Brief(tasks=practice(["smile"], 2))))
    timeline.tell_more(effort=effort)
    assert timeline.session.hint is hint
    timeline.held_s = 0.5
    timeline.until(Scene.HOLD)
    timeline.wait(0.5)
    assert timeline.session.hint is hint


def test_too_little_is_never_a_reproach():
    """Where movement returns, small is right."""
    timeline = moving(prepared(Brief(tasks=practice(["smile"], 2))))
    timeline.tell_more(effort=Effort.UNDER)
    assert timeline.session.hint is Hint.NONE


def test_small_slow_and_together_is_praised():
    """While the face rests, in three words."""
    timeline = moving(prepared(Brief(tasks=practice(["smile"], 2))))
    timeline.held_s = 0.5
    timeline.until(Scene.RELEASE)
    timeline.release(just_right=True)
    assert (timeline.session.scene, timeline.session.hint) == (Scene.BREATHE, Hint.JUST_RIGHT)


def at_rest_between(brief: Brief) -> Timeline:
    timeline = prepared(brief)
    timeline.one_repetition()
    assert timeline.session.scene is Scene.BREATHE
    return timeline


@pytest.mark.parametrize(
    ("strain", "outcome", "hint"),
    [(Strain.TIGHT, Outcome.TIGHT, Hint.TIGHT), (Strain.TIRED, Outcome.TIRED, Hint.TIRED)],
)
def test_a_tight_or_tired_face_has_had_enough(strain, outcome, hint):
    """The set ends, what would move is left out, and the release that was planned comes now."""
    timeline = at_rest_between(Brief(tasks=(*practice(["smile", "pucker"], 3), RELEASE)))
    timeline.tell_more(strain=strain)
    assert ExerciseEnded("smile", outcome, 1) in timeline.effects
    assert (SignSeen(Sign.TIGHT, "smile") in timeline.effects) is (strain is Strain.TIGHT)
    assert timeline.session.exercise.id == "facial_rest"
    assert (timeline.session.scene, timeline.session.hint) == (Scene.SHOW, hint)
    timeline.until(Scene.SUMMARY, limit_s=120.0)


def test_without_a_planned_release_the_prepared_one_comes():
    """What the session turns to is always there."""
    release = (Task(routines()["release_cheek"], purpose=Purpose.RELEASE),)
    timeline = at_rest_between(Brief(tasks=practice(["smile", "pucker"], 3), release=release))
    timeline.tell_more(strain=Strain.TIGHT)
    assert timeline.session.exercise.id == "release_cheek"


def test_without_any_release_the_session_just_ends():
    """Nothing is better than one more movement."""
    timeline = at_rest_between(Brief(tasks=practice(["smile", "pucker"], 3)))
    timeline.tell_more(strain=Strain.TIGHT)
    assert timeline.session.scene is Scene.SUMMARY


# Routines and the daily attempt ---------------------------------------------------------------------------------------


def test_a_routine_goes_by_the_clock_and_by_sound_and_needs_no_face():
    """Hands hide a face: the massage goes on, ticks softly, and ends by itself."""
    timeline = prepared(Brief(tasks=(Task(routines()["massage_forehead"]),)))
    timeline.until(Scene.ROUTINE)
    assert timeline.scenes[-2:] == [Scene.SHOW, Scene.ROUTINE]
    timeline.blind()
    timeline.until(Scene.SUMMARY, limit_s=130.0)
    ticks = [effect for effect in timeline.effects if effect is Cue.TICK]
    assert len(ticks) == int(119.9 / TICK_EVERY_S)
    assert ExerciseEnded("massage_forehead", Outcome.DONE, 0, guided_rounds=1) in timeline.effects
    assert timeline.session.ended == ("massage_forehead",)


def test_a_paused_routine_goes_on_where_it_was():
    """Nobody begins a massage anew because the door bell rang."""
    timeline = prepared(Brief(tasks=(Task(routines()["massage_forehead"]),)))
    timeline.until(Scene.ROUTINE).wait(100.0)
    timeline.press(Button.SELECT)
    timeline.wait(60.0)
    timeline.press(Button.SELECT)
    assert timeline.session.scene is Scene.ROUTINE
    timeline.until(Scene.SUMMARY, limit_s=25.0)


def test_a_routine_is_shown_longer_than_an_exercise():
    """Its instruction is longer and may carry a warning."""
    assert SHOW_ROUTINE_S > SHOW_S


def test_the_face_and_its_rest_are_looked_for_when_they_are_first_needed():
    """After the warm-up, once."""
    warm_up = Task(routines()["massage_cheeks"].model_copy(update={"duration_s": 20.0}), purpose=Purpose.WARM_UP)
    timeline = prepared(Brief(tasks=(warm_up, *practice(["smile"], 1))))
    timeline.until(Scene.MOVE, limit_s=90.0)
    assert [scene for scene in timeline.scenes if scene in (Scene.ROUTINE, Scene.FIND_FACE, Scene.REST)] == [
        Scene.ROUTINE,
        Scene.FIND_FACE,
        Scene.REST,
    ]


def test_the_daily_attempt_asks_for_four_gentle_tries_by_the_clock():
    """A tone begins each and another ends it, whether anything moves or not; nothing is counted."""
    timeline = prepared(Brief(tasks=(Task(routines()[ATTEMPT], purpose=Purpose.ATTEMPT),)))
    timeline.until(Scene.ATTEMPT)
    asked = []
    start = len(timeline.effects)
    for _ in range(round(ATTEMPT_S / 0.1) - 1):
        timeline.wait(0.1)
        asked.append(timeline.session.asked(timeline.now_s))
    cues = [effect for effect in timeline.effects[start:] if isinstance(effect, Cue)]
    assert cues == [Cue.MOVE, Cue.RELEASE] * 3 + [Cue.MOVE]
    assert list(dict.fromkeys(asked)) == [Movement.BROW_RAISE, Movement.SMILE]
    timeline.until(Scene.SUMMARY)
    assert not any(isinstance(effect, RepetitionDone) for effect in timeline.effects)


def test_an_attempt_waits_while_nobody_is_there_and_begins_anew():
    """Half an attempt is none."""
    timeline = prepared(Brief(tasks=(Task(routines()[ATTEMPT], purpose=Purpose.ATTEMPT),)))
    timeline.until(Scene.ATTEMPT).wait(8.0)
    timeline.blind()
    timeline.until(Scene.PAUSED)
    timeline.unseen = None
    timeline.until(Scene.ATTEMPT)
    assert timeline.session.in_scene_s(timeline.now_s) < 0.5


# Questions ------------------------------------------------------------------------------------------------------------


def test_the_questions_come_one_by_one_and_then_the_session():
    """Each answer is kept at once."""
    timeline = prepared(Brief(tasks=practice(["smile"], 1), questions=BEFORE_PRACTICE))
    for question in BEFORE_PRACTICE:
        assert timeline.session.question == question
        (answered,) = timeline.press(Button.NEXT)[:1]
        assert answered == Answered(question.id, "No", Urgency.NONE)
    timeline.wait(0.1)
    assert timeline.session.scene is Scene.WELCOME


def test_an_emergency_ends_the_questions_at_once_and_a_doctors_matter_at_their_end():
    """What can wait a minute does not keep a worse answer from being given."""
    eye = next(one for one in BEFORE_PRACTICE if one.id is QuestionId.EYE)
    timeline = prepared(Brief(tasks=practice(["smile"], 1), questions=(eye, BEFORE_PRACTICE[0], BEFORE_PRACTICE[1])))
    timeline.press(Button.BACK)
    assert timeline.session.question == BEFORE_PRACTICE[0]
    timeline.press(Button.BACK)
    assert (timeline.session.scene, timeline.session.urgency) == (Scene.ADVICE, Urgency.EMERGENCY)


def test_a_word_for_the_next_days_lets_the_practice_go_on():
    """It is read, by a press or by time, and then it begins."""
    for wait_s in (0.0, 30.0):
        timeline = prepared(Brief(tasks=practice(["smile"], 1), questions=(LOOK_AFTER_WEEKS,)))
        timeline.press(Button.BACK)
        assert timeline.session.urgency is Urgency.DOCTOR_SOON
        if wait_s:
            timeline.until(Scene.WELCOME)
        else:
            timeline.press(Button.SELECT)
        assert timeline.session.scene is Scene.WELCOME


def test_a_button_without_an_answer_leaves_the_question():
    """The missing middle answer says nothing, however it is pressed."""
    timeline = prepared(Brief(tasks=practice(["smile"], 1), questions=(CONFIRM,)))
    for kind in PressKind:
        assert timeline.press(Button.SELECT, kind) == []
        assert timeline.session.question == CONFIRM


def test_an_answer_pressed_slowly_is_an_answer():
    """Stiff hands hold a button longer than they mean to: Yes stays Yes."""
    timeline = prepared(Brief(tasks=practice(["smile"], 1), questions=BEFORE_PRACTICE))
    (answered,) = timeline.press(Button.BACK, PressKind.LONG)
    assert (answered.question, answered.follows) == (BEFORE_PRACTICE[0].id, Urgency.EMERGENCY)


def test_an_unanswered_question_begins_nothing():
    """Nobody is there, or nobody who could answer."""
    timeline = prepared(Brief(tasks=practice(["smile"], 1), questions=BEFORE_PRACTICE))
    timeline.until(Scene.IDLE, limit_s=200.0)
    assert not timeline.effects


def test_what_is_told_is_read_one_by_one_and_may_be_put_off():
    """By a press or by time; back goes back."""
    told = (Telling(About.PLAN, "The plan has ended.", "Please renew it."), Telling(About.EYE, "Your eye.", "Drops."))
    timeline = prepared(Brief(tasks=practice(["smile"], 1), tellings=told))
    assert timeline.session.telling == told
    timeline.press(Button.SELECT)
    assert timeline.session.telling == told[1:]
    timeline.until(Scene.WELCOME)
    timeline = prepared(Brief(tasks=practice(["smile"], 1), tellings=told))
    timeline.press(Button.BACK)
    assert timeline.session.scene is Scene.IDLE


def test_with_nothing_to_do_no_session_begins():
    """Start does nothing, and what there was to do when the questions began may be gone when they are answered."""
    timeline = prepared(Brief())
    assert timeline.session.scene is Scene.IDLE
    timeline = prepared(Brief(tasks=practice(["smile"], 1), questions=BEFORE_PRACTICE[:1]))
    timeline.session = timeline.session.briefed(Brief())
    timeline.press(Button.NEXT)
    timeline.wait(0.1)
    assert timeline.session.scene is Scene.IDLE
    assert not any(isinstance(effect, SessionBegan) for effect in timeline.effects)


def measured(movement: Movement, left_mm: float, right_mm: float, number: int) -> AttemptMeasured:
    return AttemptMeasured(movement, number, Excursion(left_mm, right_mm, 0.95), 0.1)


def with_a_spared_forehead() -> Timeline:
    """A session whose attempt has shown an even brow beside an uneven mouth."""
    tasks = (Task(routines()["facial_rest"]), *practice(["smile"], 1))
    timeline = prepared(Brief(tasks=tasks, affected=Side.LEFT, forehead_known=False, comfort=True))
    for number in (1, 2):
        timeline.session = timeline.session.tried_at(measured(Movement.BROW_RAISE, 5.5, 6.0, number))
        timeline.session = timeline.session.tried_at(measured(Movement.SMILE, 0.5, 6.0, number))
    timeline.until(Scene.QUESTION, limit_s=90.0)
    assert timeline.session.question == FOREHEAD
    return timeline


def test_a_spared_forehead_is_asked_about_and_known_it_goes_on():
    """A prompt, no diagnosis; once."""
    timeline = with_a_spared_forehead()
    timeline.press(Button.NEXT)
    timeline.until(Scene.MOVE)
    timeline.one_repetition()
    assert timeline.session.question is not FOREHEAD


def test_a_spared_forehead_that_is_new_ends_the_session_and_calls_for_help():
    """The session is closed in the log before the advice stands there."""
    timeline = with_a_spared_forehead()
    effects = timeline.press(Button.BACK)
    assert timeline.session.scene is Scene.ADVICE
    assert SessionEnded(Outcome.STOPPED) in effects
    assert not any(isinstance(effect, ExerciseEnded) for effect in effects)
    timeline.press(Button.SELECT)
    assert timeline.session.scene is Scene.IDLE


def test_a_spared_forehead_that_nobody_answers_for_is_not_forgotten():
    """Stop or silence: today's exercises are over until a doctor has been asked."""
    for leave in (lambda timeline: timeline.press(Button.STOP), lambda timeline: timeline.wait(190.0)):
        timeline = with_a_spared_forehead()
        leave(timeline)
        assert Answered(QuestionId.FOREHEAD, "No answer", Urgency.DOCTOR_TODAY) in timeline.effects
        assert timeline.session.question is None


def test_how_the_face_feels_is_asked_at_the_end_and_who_has_gone_is_not_waited_for():
    """An answer or a while, then the summary."""
    for answer in (Button.BACK, Button.SELECT, Button.NEXT, None):
        timeline = prepared(Brief(tasks=practice(["smile"], 1), comfort=True))
        timeline.one_repetition()
        assert timeline.session.question is not None
        if answer is not None:
            timeline.press(answer)
            timeline.wait(0.1)
            assert timeline.session.scene is Scene.SUMMARY
        timeline.until(Scene.SUMMARY)


def test_stop_ends_the_movement_and_asks_only_then_whether_it_hurt():
    """The log has the end of the session before the question stands there; stop again leaves."""
    timeline = moving(prepared(Brief(tasks=practice(["smile"], 1), comfort=True)))
    effects = timeline.press(Button.STOP)
    assert effects[-1] == SessionEnded(Outcome.STOPPED)
    assert timeline.session.question is not None
    assert not timeline.session.watching
    assert timeline.press(Button.BACK) == [Answered(QuestionId.STOPPED, "Yes", Sign.PAIN)]
    timeline.wait(0.1)
    assert timeline.session.scene is Scene.IDLE
    timeline = moving(prepared(Brief(tasks=practice(["smile"], 1), comfort=True)))
    timeline.press(Button.STOP)
    timeline.press(Button.STOP)
    assert timeline.session.scene is Scene.IDLE


# Time -----------------------------------------------------------------------------------------------------------------


def test_the_last_part_of_the_time_belongs_to_the_release():
    """The exercises end early enough for it, and at the end of the time everything does."""
    brief = Brief(tasks=(*practice(["cheek_puff"], 10), RELEASE), limit_s=120.0)
    timeline = prepared(brief)
    timeline.until(Scene.ROUTINE, limit_s=200.0)
    (ended,) = [one for one in timeline.effects if isinstance(one, ExerciseEnded)]
    assert ended.outcome is Outcome.TIME
    assert 0 < ended.guided_rounds < 10
    assert timeline.session.exercise.id == "facial_rest"
    timeline.until(Scene.SUMMARY, limit_s=120.0)
    charged_s = sum(one.seconds for one in timeline.effects if isinstance(one, PracticeTime))
    assert charged_s == pytest.approx(120.0)


def test_without_a_release_the_session_ends_with_its_time():
    """In the middle of whatever it is."""
    timeline = prepared(Brief(tasks=practice(["smile"], 10), limit_s=40.0))
    timeline.until(Scene.SUMMARY, limit_s=90.0)
    assert ExerciseEnded("smile", Outcome.TIME, 0) in timeline.effects


def test_a_computer_that_slept_has_not_practised():
    """A step that took long is no practice."""
    timeline = prepared(Brief(tasks=practice(["smile"], 2), limit_s=100.0))
    timeline.until(Scene.SHOW)
    timeline.now_s += 500.0
    timeline.wait(0.2)
    assert timeline.session.practised_s < 2.0


def test_the_views_that_may_be_shown_take_turns():
    """The plan says which."""
    views = (View.OUTLINE, View.NONE)
    timeline = prepared(Brief(tasks=practice(["smile"], 1), views=views))
    assert timeline.session.view is View.OUTLINE
    timeline.press(Button.BACK, PressKind.LONG)
    assert timeline.session.view is View.NONE
    timeline.press(Button.BACK, PressKind.LONG)
    assert timeline.session.view is View.OUTLINE


def test_a_face_on_its_way_back_is_not_frozen():
    """What joins in while it lets go is over anyway."""
    timeline = moving(prepared(Brief(tasks=practice(["smile"], 2))))
    timeline.held_s = 0.5
    timeline.until(Scene.RELEASE)
    timeline.phase = Phase.MOVING
    timeline.tell_more(joined=QuietRegion.EYE)
    assert timeline.session.scene is Scene.RELEASE
