"""Stories of days: plan, chart and clock decide what is done, and what is not."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirror.movement.assessment import AssessmentDone, assess
from mirror.perception.excursion import Movement
from mirror.perception.face import Side, Unseen
from mirror.therapy.brief import About
from mirror.therapy.briefing import ASSESSMENT_S
from mirror.therapy.catalogue import Kind, Purpose, entries
from mirror.therapy.chart import Chart
from mirror.therapy.effects import (
    Answered,
    Assessed,
    DutyDone,
    ExerciseEnded,
    EyeSeen,
    LockTold,
    Outcome,
    PracticeTime,
    PutOff,
    SessionBegan,
    SignSeen,
)
from mirror.therapy.evidence import Confirmer, Sign
from mirror.therapy.eye_guardian import EyeWatch
from mirror.therapy.gate import Why
from mirror.therapy.plan_text import new_text
from mirror.therapy.press import Button
from mirror.therapy.questions import CONFIRM, Confirms, QuestionId, Told
from mirror.therapy.red_flags import Urgency
from mirror.therapy.scene import EXERCISING, Scene, Strain
from mirror.therapy.schedule import Signal
from mirror.therapy.stage import Stage
from mirror.therapy.timetable import Duty
from tests.therapy.household import STEP_S, Household

MORNING = datetime(2026, 11, 23, 9, 0)
ACTIVE = {name for name, entry in entries().items() if entry.kind.active}


def plan(stage: Stage, signed: bool = True, **replaced: str) -> str:
    """The safe plan of a stage, as a therapist has signed it, with some lines replaced."""
    text = new_text(stage, Side.LEFT, MORNING.date())
    if signed:
        text = text.replace('prescriber = ""', 'prescriber = "A. Therapist"')
    text = text.replace("# onset = 2026-09-30         # when it began", "onset = 2026-11-09")
    for before, after in replaced.items():
        assert before in text
        text = text.replace(before, after)
    return text


def test_flaccid_in_week_two_refuses_a_smile_and_offers_imagery_and_massage():
    """Nobody has seen movement and nobody has signed: the smile is locked, with a reason and something instead."""
    household = Household(plan(Stage.PARETIC, signed=False), MORNING)
    prepared = household.brief()
    locked = dict(prepared.locked)
    assert locked["smile"].why is Why.NO_MOVEMENT
    assert locked["smile"].instead == ("imagery_smile", "massage_cheeks")
    assert not ACTIVE & set(household.ids())
    kinds = {entries()[name].kind for name in household.ids()}
    assert kinds >= {Kind.ATTEMPT, Kind.IMAGERY}
    household.begin()
    told = {effect.exercise: effect for effect in household.effects if isinstance(effect, LockTold)}
    assert "waits until movement comes back" in told["smile"].sentence
    assert About.LOCK in {telling.about for telling in prepared.tellings}


def test_first_movement_on_three_days_unlocks_only_after_somebody_has_confirmed_it():
    """The mirror has seen it, says so, and asks; exercises begin with the answer, and not before."""
    household = Household(plan(Stage.FLACCID, signed=False), MORNING)
    for _ in range(2):
        household.try_once(affected_mm=3.0)
        household.sleep()
    assert CONFIRM not in household.brief().questions
    household.try_once(affected_mm=3.0)
    prepared = household.brief()
    assert CONFIRM in prepared.questions
    assert About.FIRST_MOVEMENT in {telling.about for telling in prepared.tellings}
    assert not ACTIVE & set(household.ids())
    household.press(Button.SELECT)
    while household.session.question is not None and household.session.question.id is not QuestionId.CONFIRM:
        household.press(Button.NEXT)
    household.press(Button.NEXT)
    household.wait(1.0)
    assert not any(isinstance(effect, LockTold) for effect in household.effects)
    assert household.brief().stage is Stage.PARETIC
    assert ACTIVE & set(household.ids())


def test_a_still_side_never_unlocks():
    """A pull of the healthy side across the middle is no movement, on however many days."""
    household = Household(plan(Stage.FLACCID, signed=False), MORNING)
    for _ in range(30):
        household.try_once(affected_mm=0.3)
        household.sleep()
    assert household.brief().stage is Stage.FLACCID
    assert CONFIRM not in household.brief().questions


def test_tightness_ends_the_set_and_the_day_moves_no_more():
    """What comes then is release and rest, now and for the rest of the day; tomorrow it may go on."""
    household = Household(plan(Stage.PARETIC), MORNING)
    household.begin()
    household.until(lambda session: session.scene is Scene.READY)
    before = household.session.exercise.id
    household.session = household.session.to(Scene.BREATHE, household.steady_s)
    household.tell(strain=Strain.TIGHT)
    assert ExerciseEnded(before, Outcome.TIGHT, 0) in household.effects
    assert SignSeen(Sign.TIGHT, before) in household.effects
    left = household.session.practice[household.session.index :]
    assert left
    assert not any(task.exercise.kind.active for task in left)
    household.until(lambda session: session.scene is Scene.SUMMARY)
    assert not ACTIVE & set(household.ids())
    household.sleep()
    assert ACTIVE & set(household.ids())


def test_an_answer_that_means_danger_ends_the_day():
    """No exercise, the advice stays, and until tomorrow only the eye is cared for."""
    household = Household(plan(Stage.PARETIC), MORNING)
    household.press(Button.SELECT)
    assert household.session.scene is Scene.QUESTION
    household.press(Button.BACK)
    assert household.session.scene is Scene.ADVICE
    assert not any(isinstance(effect, SessionBegan) for effect in household.effects)
    household.wait(600.0)
    assert household.session.scene is Scene.ADVICE
    household.press(Button.SELECT)
    assert household.session.scene is Scene.IDLE
    assert {entries()[name].kind for name in household.ids()} <= {Kind.EYE_CARE}
    household.sleep()
    assert ACTIVE & set(household.ids())


def test_what_an_answer_calls_for_stands_until_the_day_ends():
    """A press on I understand does not make it calmer, nor does a restart; the next morning it is over."""
    household = Household(plan(Stage.PARETIC), MORNING)
    household.press(Button.SELECT)
    household.press(Button.NEXT)
    household.press(Button.BACK)
    household.press(Button.SELECT)
    assert household.session.scene is Scene.IDLE
    assert household.brief().urgency is Urgency.EMERGENCY
    household.pull_the_plug()
    household.wait(60.0)
    assert household.session.brief.urgency is Urgency.EMERGENCY
    assert household.session.brief.today.put_off is None
    household.sleep()
    assert household.brief().urgency is Urgency.NONE
    assert household.brief().today.put_off is Duty.SHORT


def test_who_is_not_sure_is_treated_like_who_says_yes():
    """Of a sign of danger the cautious answer holds."""
    household = Household(plan(Stage.PARETIC), MORNING)
    household.press(Button.SELECT)
    household.press(Button.SELECT)
    assert household.session.scene is Scene.ADVICE


def test_an_expired_plan_falls_back_and_says_so():
    """To the safe plan of its stage, at its own times."""
    household = Household(plan(Stage.PARETIC), MORNING + timedelta(days=60))
    prepared = household.brief()
    assert prepared.revision is None
    assert prepared.tellings[0].about is About.PLAN
    assert prepared.tellings[0].headline == "The plan has ended."


def test_without_a_plan_nothing_active_is_done():
    """The safe plan is that of the flaccid stage."""
    household = Household(None, MORNING)
    assert household.brief().stage is Stage.FLACCID
    assert not ACTIVE & set(household.ids())


def finish(household: Household) -> None:
    household.begin()
    household.until(lambda session: session.scene in (Scene.SUMMARY, Scene.IDLE))
    household.press(Button.SELECT)


@pytest.mark.parametrize("years", [-1, 1])
def test_a_clock_that_jumps_a_year_marks_nothing_missed_and_doubles_nothing(years):
    """What was practised this morning counts, whatever the clock says afterwards."""
    household = Household(plan(Stage.FLACCID), MORNING, synchronised=False)
    finish(household)
    assert household.brief().today.short_left == 1
    household.wall += years * timedelta(days=365)
    today = household.brief().today
    assert today.short_left <= 1
    assert not today.catch_up


def test_red_flags_are_asked_once_a_day():
    """The second practice of a day begins without them; the next day's first does not."""
    household = Household(plan(Stage.FLACCID), MORNING)
    finish(household)
    assert household.brief().questions == ()
    household.sleep()
    assert household.brief().questions


@settings(max_examples=8, deadline=None)
@given(plugs=st.lists(st.floats(20.0, 400.0), max_size=4))
def test_a_plan_that_allows_so_many_minutes_is_never_exceeded_even_across_pulled_plugs(plugs):
    """The time that was practised, by the stopwatch, stays within the plan's minutes of the day."""
    times = {'times = ["08:30", "18:00"]': 'times = ["08:30"]'}
    household = Household(plan(Stage.AFTERCARE, **times), MORNING.replace(hour=8, minute=30))
    practised_s = 0.0
    for seconds in [*plugs, 700.0]:
        for _ in range(round(seconds / STEP_S)):
            practised_s += STEP_S if household.session.scene in EXERCISING else 0.0
            if household.session.scene in (Scene.IDLE, Scene.SUMMARY):
                household.press(Button.SELECT)
            else:
                household.go_on()
        household.pull_the_plug()
    charged_s = sum(record.seconds for record, _ in household.records if isinstance(record, PracticeTime))
    assert 0.0 < practised_s <= 5 * 60.0 + STEP_S
    assert practised_s <= charged_s + STEP_S
    assert household.brief().tasks == ()


def test_the_light_and_the_idle_screen_know_what_is_due():
    """Due now, then later, then all done."""
    household = Household(plan(Stage.FLACCID), MORNING)
    assert household.brief().today.signal is Signal.DUE_NOW
    finish(household)
    assert household.brief().today.signal is Signal.DUE_LATER
    household.wall = MORNING.replace(hour=18, minute=5)
    finish(household)
    assert household.brief().today.short_left == 0


FULL_MM = {Movement.SMILE: 9.0, Movement.PUCKER: 5.0, Movement.BROW_RAISE: 8.0}


def a_week_on(household: Household, days: int = 2) -> Household:
    """The week's assessment is behind."""
    household.keep(Assessed(unread(), FULL_MM))
    for _ in range(days):
        household.sleep()
    return household


def unread() -> AssessmentDone:
    return assess([], Unseen.NO_IMAGE, Side.LEFT, "attention")


def test_the_first_session_is_the_standard_assessment_and_then_once_a_week():
    """Five movements, three times each, and the release; the days between are for practice."""
    household = Household(plan(Stage.PARETIC), MORNING)
    prepared = household.brief()
    assert prepared.purpose is Purpose.ASSESSMENT
    asked = [task for task in prepared.tasks if task.purpose is Purpose.ASSESSMENT]
    assert [(task.exercise.id, task.repetitions) for task in asked] == [
        (name, 3) for name in ("brow_raise", "eye_closure", "smile", "snarl", "pucker")
    ]
    a_week_on(household, days=0)
    for _ in range(6):
        household.sleep()
        prepared = household.brief()
        assert prepared.purpose is Purpose.PRACTICE
        assert prepared.full_mm == FULL_MM
        around = [prepared.tasks[0].purpose, prepared.tasks[-1].purpose]
        assert (around == [Purpose.WARM_UP, Purpose.RELEASE]) is bool(ACTIVE & set(household.ids()))
    household.sleep()
    assert household.brief().purpose is Purpose.ASSESSMENT


def test_an_assessment_fits_into_the_time_of_a_practice():
    """By the clock of somebody who does all of it, and only where there is so much time."""
    tasks = Household(plan(Stage.PARETIC), MORNING).brief().tasks
    needs_s = sum(10.0 + task.repetitions * (3.0 + task.hold_s + task.rest_s) for task in tasks)
    assert needs_s <= ASSESSMENT_S
    short = {"minutes = 5": "minutes = 4"}
    assert Household(plan(Stage.PARETIC, **short), MORNING).brief().purpose is Purpose.PRACTICE


def test_notices_are_told_once_a_day_and_todays_locks_each_time():
    """What is there every time is no longer read."""
    household = Household(plan(Stage.PARETIC, signed=False), MORNING)
    assert About.LOCK in {telling.about for telling in household.brief().tellings}
    finish(household)
    assert household.brief().tellings == ()
    household.keep(Answered(QuestionId.COMFORT, "It hurts", Sign.PAIN))
    assert "hurt" in household.brief().tellings[0].sentence


def test_a_tight_face_is_not_assessed():
    """The measurement waits for a better day."""
    household = Household(plan(Stage.PARETIC), MORNING)
    household.keep(Answered(QuestionId.COMFORT, "Tight", Sign.TIGHT))
    assert household.brief().purpose is Purpose.PRACTICE


def test_an_eye_that_stays_open_is_told_and_cared_for():
    """On the day and the day after; the caregiver's words are not said to the patient."""
    household = a_week_on(Household(plan(Stage.PARETIC), MORNING))
    for _ in range(2):
        household.keep(EyeSeen(4.0, 0.5, 9, EyeWatch.OPEN))
        household.sleep()
    told = [telling for telling in household.brief().tellings if telling.about is About.EYE]
    assert len(told) == 1
    assert "drops" in told[0].headline + told[0].sentence
    household.sleep()
    assert not [telling for telling in household.brief().tellings if telling.about is About.EYE]


def test_eye_care_that_is_ticked_and_a_reminder_that_is_put_off_are_no_longer_due():
    """A tick for the eye, twenty minutes for the practice."""
    times = {'times = ["08:30", "18:00"]': 'times = ["08:00", "18:00"]'}
    household = a_week_on(Household(plan(Stage.PARETIC, **times), MORNING.replace(hour=8, minute=5)))
    today = household.brief().today
    assert (today.eye_care, today.signal) == (Duty.EYE_DAY, Signal.DUE_NOW)
    household.keep(DutyDone(Duty.EYE_DAY))
    assert household.brief().today.eye_care is None
    household.keep(PutOff(Duty.SHORT))
    today = household.brief().today
    assert today.signal is Signal.DUE_LATER
    assert today.next_at == household.wall + timedelta(minutes=20)


def test_a_plug_pulled_in_the_middle_changes_nothing_that_is_known():
    """The chart that was folded from what was kept prepares the same session."""
    household = a_week_on(Household(plan(Stage.PARETIC), MORNING))
    household.begin()
    household.wait(60.0)
    known = household.chart
    household.pull_the_plug()
    assert household.chart == known


def test_a_mirror_that_never_knows_the_time_has_its_practice_every_day():
    """Without a network and switched off every night, yesterday's practice is not taken for today's for ever."""
    household = Household(plan(Stage.FLACCID), MORNING, synchronised=False)
    for _ in range(8):
        assert household.brief().tasks
        finish(household)
        household.pull_the_plug(off=timedelta(days=1))


def test_eye_care_of_an_earlier_day_does_not_hide_todays_practice():
    """Switched off and on again, what was practised this morning still counts, whatever else was done before."""
    household = a_week_on(Household(plan(Stage.PARETIC), MORNING), days=0)
    household.keep(DutyDone(Duty.EYE_DAY))
    household.sleep()
    finish(household)
    left = household.brief().today.short_left
    household.pull_the_plug()
    assert household.brief().today.short_left == left == 1


def test_whoever_skips_everything_has_not_practised():
    """The practice stays due; its time is used."""
    household = a_week_on(Household(plan(Stage.PARETIC), MORNING))
    household.begin()
    while household.session.practising and household.session.scene is not Scene.QUESTION:
        household.press(Button.NEXT)
    household.go_on()
    household.go_on()
    assert household.brief().today.short_left == 2


def test_an_assessment_that_could_hardly_be_read_is_tried_again():
    """On the next day, not in a week."""
    household = Household(plan(Stage.PARETIC), MORNING)
    household.keep(Assessed(unread(), {}))
    household.sleep()
    assert household.brief().purpose is Purpose.ASSESSMENT


def test_what_belongs_to_no_session_changes_none():
    """Also where its beginning was lost."""
    assert Chart.of([(PracticeTime(30.0), Household(None, MORNING).now)]) == Chart()


# What an adversary tried ----------------------------------------------------------------------------------------------


def confirmed() -> Household:
    """Movement was seen on three days under a flaccid plan, and a caregiver has confirmed it."""
    household = Household(plan(Stage.FLACCID, signed=False), MORNING)
    for _ in range(3):
        household.sleep()
        household.try_once(affected_mm=3.0)
    household.keep(Assessed(unread(), FULL_MM))
    household.keep(SessionBegan(("facial_rest",), revision=1))
    household.keep(Answered(QuestionId.CONFIRM, "Confirm", Confirms(Stage.PARETIC, Confirmer.CAREGIVER)))
    assert household.brief().stage is Stage.PARETIC
    return household


@pytest.mark.parametrize("left", ["bogus = 1", None])
def test_a_plan_that_is_damaged_or_gone_unlocks_nothing(left):
    """It may have said that there is no movement: what was confirmed at the mirror does not count without it."""
    household = confirmed()
    household.plan = None if left is None else f"{household.plan}{left}"
    assert household.brief().stage is Stage.FLACCID
    assert not ACTIVE & set(household.ids())


def test_a_sign_of_today_still_locks_after_the_clock_was_set_right_and_the_plug_was_pulled():
    """The date of a wrong clock is put right by the same start's steady clock, and by nothing else."""
    household = a_week_on(Household(plan(Stage.PARETIC), MORNING, synchronised=False))
    household.keep(Answered(QuestionId.COMFORT, "It hurts", Sign.PAIN))
    household.wall += timedelta(days=2)
    household.synchronised = True
    household.keep(PutOff(Duty.SHORT))
    assert not ACTIVE & set(household.ids())
    household.pull_the_plug()
    assert not ACTIVE & set(household.ids())


def test_where_no_clock_can_tell_a_sign_may_have_been_today():
    """A leap of a month between two starts is no month; with the next answers it is behind."""
    household = a_week_on(Household(plan(Stage.PARETIC), MORNING, synchronised=False))
    household.keep(Answered(QuestionId.COMFORT, "It hurts", Sign.PAIN))
    household.pull_the_plug(off=timedelta(days=30))
    assert not ACTIVE & set(household.ids())
    household.keep(Answered(QuestionId.STROKE, "No", Urgency.NONE))
    household.pull_the_plug(off=timedelta(days=1))
    assert ACTIVE & set(household.ids())


def test_what_is_learnt_in_a_session_takes_out_of_it_what_may_not_be_done_any_more():
    """A plan that becomes flaccid, or a movement that keeps joining in: the session shrinks, and never grows."""
    household = a_week_on(Household(plan(Stage.PARETIC), MORNING), days=0)
    while "smile" not in household.ids():
        household.sleep()
    household.begin()
    household.until(lambda session: session.scene is Scene.READY)
    before = household.session.practice
    household.plan = plan(Stage.FLACCID)
    household.wait(30.0)
    left = household.session.practice[household.session.index + 1 :]
    assert left
    assert not any(task.exercise.kind.active for task in left)
    assert set(household.session.practice) <= set(before)


def test_a_side_that_nobody_has_named_says_nothing_about_movement():
    """Without a plan and a setting, which side would have moved?"""
    household = Household(None, MORNING, side_known=False)
    for _ in range(4):
        household.try_once(affected_mm=4.0)
        household.sleep()
    prepared = household.brief()
    assert (prepared.stage, prepared.affected) == (Stage.FLACCID, None)
    assert CONFIRM not in prepared.questions


def test_after_a_danger_nothing_more_is_asked():
    """Start leads to the eye care and to no more questions."""
    household = Household(plan(Stage.PARETIC), MORNING)
    household.press(Button.SELECT)
    household.press(Button.BACK)
    household.press(Button.SELECT)
    assert household.brief().questions == ()


def test_stop_after_an_answer_that_needs_a_doctor_still_says_so():
    """Whoever breaks the questions off has answered one of them."""
    household = Household(plan(Stage.PARETIC), MORNING)
    household.press(Button.SELECT)
    for _ in range(2):
        household.press(Button.NEXT)
    household.press(Button.BACK)
    household.press(Button.STOP)
    assert household.session.scene is Scene.ADVICE
    household.press(Button.STOP)
    assert household.session.scene is Scene.IDLE


def test_an_unsigned_aftercare_plan_is_followed_as_returning_movement():
    """That nothing more is to come back is for a therapist to say."""
    household = confirmed()
    household.plan = plan(Stage.AFTERCARE, signed=False)
    assert household.brief().stage is Stage.PARETIC


def test_what_a_doctor_knows_of_the_forehead_is_not_asked_again():
    """Said once, it is remembered; another answer to another question does not stand for it."""
    household = Household(plan(Stage.PARETIC), MORNING)
    household.keep(Answered(QuestionId.FIRST_LOOK, "A doctor has", Told.DOCTOR_LOOKED))
    assert not household.brief().forehead_known
    household.keep(Answered(QuestionId.FOREHEAD, "A doctor knows", Told.FOREHEAD_KNOWN))
    household.sleep()
    assert household.brief().forehead_known
