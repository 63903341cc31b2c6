"""Corners of the session that stories pass by; together with them every branch of its transitions is taken."""

from dataclasses import replace

import pytest

from mirror.movement.repetition import Phase
from mirror.perception.co_movement import QuietRegion
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Side
from mirror.therapy.brief import About, Brief, Telling, Today
from mirror.therapy.catalogue import Task, practice, routines
from mirror.therapy.effects import (
    Answered,
    Cue,
    DutyDone,
    ExerciseEnded,
    Outcome,
    PutOff,
    RepetitionRefined,
    SessionEnded,
)
from mirror.therapy.moving import LET_GO_S
from mirror.therapy.press import Button, Press, PressKind
from mirror.therapy.presses import begins_practice
from mirror.therapy.questions import BEFORE_PRACTICE, CONFIRM, FOREHEAD
from mirror.therapy.scene import Hint, Scene
from mirror.therapy.timetable import Duty
from mirror.therapy.tries import try_at
from mirror.therapy.unplanned import SHOWN, of_film, of_rehearsal
from mirror.therapy.view import View
from tests.therapy.timeline import CAMERA_FAULT, Timeline, begun, prepared


def test_the_advice_to_call_for_help_stays_through_every_other_press():
    """Only who says "I have read it" leaves it."""
    timeline = prepared(Brief(tasks=practice(["smile"], 1), questions=BEFORE_PRACTICE))
    timeline.press(Button.BACK)
    timeline.press(Button.NEXT)
    timeline.press(Button.BACK)
    assert timeline.session.scene is Scene.ADVICE
    timeline.press(Button.STOP)
    assert timeline.session.scene is Scene.IDLE


def test_a_fault_that_lasts_ends_the_session():
    """Nobody who comes hours later finds themselves in the middle of it."""
    timeline = begun("smile")
    timeline.until(Scene.SHOW)
    timeline.fault = CAMERA_FAULT
    timeline.until(Scene.SAFE)
    timeline.until(Scene.IDLE, limit_s=700.0)
    assert SessionEnded(Outcome.STOPPED) in timeline.effects


def test_a_question_without_a_middle_answer_stays_when_the_middle_is_pressed():
    """A button without a word does nothing."""
    timeline = prepared(Brief(tasks=practice(["smile"], 1), questions=(CONFIRM,)))
    assert timeline.press(Button.SELECT) == []
    assert timeline.session.question == CONFIRM
    assert isinstance(timeline.press(Button.NEXT)[0], Answered)


def test_a_hold_that_is_another_movement_or_is_joined_ends_there():
    """In the hold as on the way."""
    timeline = begun("smile")
    timeline.until(Scene.MOVE)
    timeline.onset()
    timeline.held_s = 0.5
    timeline.until(Scene.HOLD)
    timeline.another()
    assert timeline.session.hint is Hint.ANOTHER
    timeline.until(Scene.MOVE)
    timeline.onset()
    timeline.held_s = 0.5
    timeline.until(Scene.HOLD)
    timeline.tell_more(joined=QuietRegion.EYE)
    assert timeline.session.scene is Scene.FREEZE


def test_a_movement_that_was_never_seen_to_end_is_not_counted():
    """The face was away while it let go."""
    timeline = begun("smile")
    timeline.until(Scene.MOVE)
    timeline.onset()
    timeline.held_s = 0.5
    timeline.until(Scene.RELEASE)
    timeline.phase = Phase.RESTING
    timeline.wait(LET_GO_S + 0.2)
    assert timeline.session.scene is Scene.BREATHE
    assert timeline.session.counted == 0


def test_whose_face_goes_while_its_rest_is_taken_is_looked_for_again():
    """And stop leaves from there."""
    timeline = begun("smile")
    timeline.steady = False
    timeline.until(Scene.REST).wait(1.0)
    timeline.blind()
    timeline.until(Scene.FIND_FACE)
    timeline.press(Button.BACK)
    assert timeline.session.scene is Scene.IDLE


def test_the_idle_buttons_say_later_done_and_read():
    """Each only where it has something to say."""
    card = Telling(About.CARD, "Small is right.", "Small movements find their way. Large ones take others along.")
    timeline = Timeline.idle(Brief(today=Today(eye_care=Duty.EYE_DAY, put_off=Duty.SHORT), card=card))
    assert timeline.press(Button.BACK) == [PutOff(Duty.SHORT)]
    assert timeline.press(Button.NEXT) == [DutyDone(Duty.EYE_DAY)]
    timeline = Timeline.idle(Brief(card=card))
    assert timeline.press(Button.BACK) == []
    timeline.press(Button.NEXT)
    assert timeline.session.scene is Scene.CARD
    timeline.press(Button.BACK)
    assert timeline.session.scene is Scene.IDLE
    timeline.press(Button.NEXT)
    timeline.until(Scene.IDLE, limit_s=90.0)
    timeline = Timeline.idle(Brief())
    assert timeline.press(Button.NEXT) == []
    assert timeline.session.scene is Scene.IDLE


def test_stop_on_a_card_or_an_idle_mirror_changes_nothing_else():
    """There is nothing to end."""
    timeline = Timeline.idle(Brief(card=Telling(About.CARD, "One.", "Two. Three.")))
    assert timeline.press(Button.STOP) == []
    timeline.press(Button.NEXT)
    assert timeline.press(Button.STOP) == []
    assert timeline.session.scene is Scene.IDLE


def test_what_is_prepared_meanwhile_waits_for_the_next_session():
    """What has begun keeps what it began with; the summary's "again" takes the new one."""
    timeline = begun("smile", repetitions=1)
    before = timeline.session
    timeline.session = before.briefed(Brief(tasks=practice(["pucker"], 1)))
    assert timeline.session == before
    timeline.one_repetition()
    timeline.until(Scene.SUMMARY)
    timeline.session = timeline.session.briefed(Brief(tasks=practice(["pucker"], 1)))
    assert timeline.session.exercise.id == "smile"
    timeline.press(Button.BACK)
    assert timeline.session.exercise.id == "pucker"


def test_a_mirror_with_nothing_prepared_still_has_something_to_say_it_is_about():
    """Who asks the idle mirror for its exercise gets facial rest."""
    assert Timeline.idle(Brief()).session.exercise.id == "facial_rest"


def test_a_view_that_may_not_be_shown_gives_way_to_the_first_that_may():
    """Also when the plan takes away the one that is shown."""
    assert View.TRUE.following((View.OUTLINE, View.NONE)) is View.OUTLINE


def test_a_fault_in_a_pause_for_a_face_resumes_what_was_paused():
    """Not the pause: it had its own end."""
    timeline = begun("smile")
    timeline.until(Scene.SHOW)
    timeline.blind()
    timeline.until(Scene.PAUSED)
    timeline.fault = CAMERA_FAULT
    timeline.wait(0.2)
    assert timeline.session.scene is Scene.SAFE
    assert timeline.session.resume is Scene.SHOW


def test_skipping_the_last_routine_ends_the_session():
    """Skip, back and pause work in a routine as in an exercise."""
    tasks = tuple(Task(routines()[name]) for name in ("massage_chin", "facial_rest"))
    timeline = prepared(Brief(tasks=tasks))
    timeline.until(Scene.ROUTINE)
    timeline.press(Button.NEXT)
    timeline.until(Scene.ROUTINE)
    timeline.press(Button.BACK)
    assert (timeline.session.scene, timeline.session.exercise.id) == (Scene.SHOW, "facial_rest")
    timeline.press(Button.BACK)
    assert timeline.session.exercise.id == "massage_chin"
    timeline.press(Button.NEXT)
    effects = timeline.press(Button.NEXT)
    assert effects == [ExerciseEnded("facial_rest", Outcome.SKIPPED, 0), SessionEnded(Outcome.DONE), Cue.DONE]


@pytest.mark.parametrize("affected", list(Side))
def test_a_rehearsal_is_a_whole_session_and_a_film_only_its_exercises(affected):
    """The one with questions, warm-up and release; the other is measured and nobody is treated."""
    whole = of_rehearsal(SHOWN, 3, affected)
    ids = [task.exercise.id for task in whole.tasks]
    assert ids == ["massage_cheeks", *SHOWN, "facial_rest"]
    assert (whole.affected, whole.questions) == (affected, BEFORE_PRACTICE)
    assert [task.exercise.id for task in of_film().tasks] == list(SHOWN)
    assert of_film().questions == ()


def test_where_the_weaker_side_is_not_known_no_forehead_is_judged():
    """Which brow would be compared with which?"""
    timeline = prepared(Brief(tasks=practice(["cheek_puff", "smile"], 1), forehead_known=False))
    timeline.until(Scene.MOVE)
    assert timeline.session.question is not FOREHEAD


def test_a_long_press_that_means_nothing_of_its_own_counts_as_the_short_one():
    """A stiff hand holds longer than a second, and wants Skip, Pause or Continue all the same."""
    timeline = begun("smile", "pucker").until(Scene.SHOW)
    timeline.press(Button.NEXT, PressKind.LONG)
    assert timeline.session.exercise.id != "smile"
    timeline.until(Scene.SHOW).press(Button.SELECT, PressKind.LONG)
    assert timeline.session.scene is Scene.PAUSED
    timeline.press(Button.SELECT, PressKind.LONG)
    assert timeline.session.scene is not Scene.PAUSED


def test_the_left_button_held_in_a_question_is_its_answer():
    """The view waits; what was asked does not."""
    timeline = prepared(Brief(tasks=practice(["smile"], 1), questions=(CONFIRM,)))
    timeline.press(Button.SELECT)
    assert timeline.session.question is CONFIRM
    timeline.press(Button.BACK, PressKind.LONG)
    answered = [effect.answer for effect in timeline.effects if isinstance(effect, Answered)]
    assert answered == ["Not yet"]


def test_a_movement_that_comes_back_in_its_hold_is_counted_there():
    """It was let go before the ring was full, and the next one may stay a little longer."""
    timeline = begun("smile")
    timeline.until(Scene.MOVE)
    timeline.onset()
    timeline.held_s = 0.5
    timeline.until(Scene.HOLD)
    timeline.release(hold_s=1.0)
    assert (timeline.session.counted, timeline.session.hint) == (1, Hint.HOLD_LONGER)


def test_a_refined_figure_takes_the_place_of_its_light_one_and_of_no_other():
    """One that came to nothing changes nothing."""
    timeline = begun("smile")
    timeline.one_repetition()
    (light,) = timeline.session.done
    start_s = light.repetition.start_s
    better = RepetitionRefined("smile", 1, start_s, Excursion(2.5, 5.5, 0.99), None, "attention")
    refined = timeline.session.refined(better)
    assert refined.done[0].repetition.excursion == better.excursion
    assert timeline.session.refined(replace(better, excursion=None, abstained="too dark")) == timeline.session
    assert timeline.session.refined(replace(better, start_s=start_s - 60.0)).done == timeline.session.done


def test_the_attempt_numbers_the_tries_of_each_movement():
    """Two of the brows, two of the mouth; outside it there is none."""
    tries = [try_at(second) for second in (0.0, 3.0, 8.0, 13.0, 18.0, 25.0)]
    assert [(one.movement, one.number, one.trying) for one in tries] == [
        (Movement.BROW_RAISE, 1, False),
        (Movement.BROW_RAISE, 1, True),
        (Movement.BROW_RAISE, 2, True),
        (Movement.SMILE, 1, True),
        (Movement.SMILE, 2, True),
        (Movement.SMILE, 2, True),
    ]
    assert tries[-1].remaining_s == 0.0
    assert begun("smile").session.trying(0.0) is None


def test_the_buttons_before_and_after_the_exercises():
    """Not now, skip the welcome; the summary's details and back; the view while it waits."""
    timeline = prepared(Brief(tasks=practice(["smile"], 1)))
    timeline.press(Button.BACK)
    assert timeline.session.scene is Scene.IDLE
    timeline.press(Button.SELECT)
    timeline.press(Button.NEXT)
    assert timeline.session.scene is Scene.FIND_FACE
    timeline.press(Button.SELECT)
    assert timeline.session.scene is Scene.PAUSED
    timeline.press(Button.BACK)
    assert timeline.session.view is View.HEALTHY_HALF
    timeline.press(Button.SELECT)
    timeline.one_repetition()
    timeline.until(Scene.SUMMARY)
    timeline.press(Button.NEXT)
    assert timeline.session.scene is Scene.DETAILS
    timeline.press(Button.NEXT)
    assert timeline.session.scene is Scene.SUMMARY
    timeline.press(Button.SELECT)
    assert timeline.session.scene is Scene.IDLE


def test_a_pause_is_left_by_its_last_button_and_a_waiting_scene_ignores_the_others():
    """End ends; what has no word does nothing."""
    timeline = begun("smile")
    timeline.until(Scene.FIND_FACE)
    assert timeline.press(Button.NEXT) == []
    timeline.press(Button.SELECT)
    timeline.press(Button.NEXT)
    assert timeline.session.scene is Scene.IDLE


def test_stop_in_the_summary_goes_back_to_the_clock():
    """There is nothing left to end."""
    timeline = begun("smile", repetitions=1)
    timeline.one_repetition()
    timeline.until(Scene.SUMMARY)
    assert timeline.press(Button.STOP) == []
    assert timeline.session.scene is Scene.IDLE


def test_nothing_is_asked_of_a_face_outside_its_exercises():
    """The perception attends to a movement only while one is asked for."""
    timeline = begun("smile")
    assert timeline.session.asked(timeline.now_s) is None
    timeline.until(Scene.MOVE)
    assert timeline.session.asked(timeline.now_s) is Movement.SMILE


def test_every_attempt_has_a_name_of_its_own():
    """What is followed of one repetition is not carried into the next."""
    timeline = begun("smile")
    timeline.until(Scene.MOVE)
    first = timeline.session.attempt
    timeline.one_repetition()
    assert timeline.session.attempt != first


def test_start_and_again_begin_a_practice_and_nothing_else_does():
    """What may not begin while it could not be stopped."""
    begin = {(Scene.IDLE, Button.SELECT), (Scene.SUMMARY, Button.BACK), (Scene.DETAILS, Button.BACK)}
    session = prepared(Brief(tasks=practice(["smile"], 1))).session
    for scene in Scene:
        for button in Button:
            begins = begins_practice(session.to(scene, 0.0), Press(button))
            assert begins == ((scene, button) in begin), (scene, button)
    assert not begins_practice(session, Press(Button.SELECT, PressKind.LONG))
