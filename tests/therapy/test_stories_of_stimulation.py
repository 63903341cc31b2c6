"""Stories of days on which stimulation is prescribed: what is asked, told and shown, and when nothing is."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from mirror.perception.face import Side
from mirror.therapy.brief import About
from mirror.therapy.catalogue import Purpose
from mirror.therapy.chart import Chart
from mirror.therapy.effects import Answered, StimulationDone
from mirror.therapy.plan_reading import Read, read_plan
from mirror.therapy.plan_text import new_text
from mirror.therapy.prescribing import prescribed_today
from mirror.therapy.press import Button
from mirror.therapy.questions import BEFORE_STIMULATION, Contraindication, QuestionId, Told
from mirror.therapy.scene import Scene
from mirror.therapy.stage import Stage
from mirror.therapy.stimulator import Power, Rests, Screening, Stimulator
from mirror.therapy.when import When
from tests.therapy.household import Household, calm
from tests.therapy.plans import PLAN, STIMULATION, changed

MORNING = datetime(2026, 11, 21, 9)
#: The week's assessment was done the day before, so that a practice comes first.
ASSESSED = Chart(assessed=When(MORNING - timedelta(days=1), True, "before", 0.0))
OURS = {question.id for question in BEFORE_STIMULATION}
READY = Stimulator(Power.ARMED, Rests.NOT_ASKED)


#: With a practice of a smile on every day.
DAILY = changed(
    ('days = ["monday", "wednesday", "saturday"]\n', ""), ('days = ["saturday"]\n', ""), text=PLAN + STIMULATION
)


def household(text=DAILY, **more):
    return Household(text, MORNING, chart=ASSESSED, **more)


def asked_of(house):
    """The questions of stimulation that the next session would begin with."""
    return [question.id for question in house.brief().questions if question.id in OURS]


def answer_until(house, id_):
    """Calmly, up to this question."""
    house.press(Button.SELECT)
    while house.session.question.id is not id_:
        house.press(calm(house.session.question))


def test_everything_that_speaks_against_it_is_asked_after_in_exactly_one_question():
    """Nothing of the list is lost, nothing is asked twice, and nobody's doubt counts as clear."""
    asked = [one for question in BEFORE_STIMULATION for one in question.against]
    assert sorted(one.name for one in asked) == sorted(one.name for one in Contraindication)
    for question in BEFORE_STIMULATION:
        left, middle, right = question.answers
        assert left.follows is middle.follows is Told.AGAINST_STIMULATION
        assert right.text == "No"


def test_it_is_asked_once_a_day_and_after_the_questions_of_danger():
    """All five before the first session, none before the second, all five on the next day."""
    house = household()
    questions = [question.id for question in house.brief().questions]
    assert questions[-5:] == [question.id for question in BEFORE_STIMULATION]
    assert house.brief().stimulation.screening is Screening.OPEN
    house.begin()
    assert house.brief().stimulation.screening is Screening.CLEAR
    assert asked_of(house) == []
    house.sleep()
    assert len(asked_of(house)) == 5


def test_the_answers_of_the_day_outlive_a_pulled_plug():
    """Switched off and on again, the mirror knows them; half of them are asked for the other half."""
    house = household()
    answer_until(house, QuestionId.STIMULATION_SKIN)
    house.pull_the_plug()
    house.chart = replace(house.chart, assessed=ASSESSED.assessed)
    assert asked_of(house) == [
        QuestionId.STIMULATION_SKIN,
        QuestionId.STIMULATION_TODAY,
        QuestionId.STIMULATION_PLACE,
    ]
    assert house.brief().stimulation.screening is Screening.OPEN
    house.begin()
    house.pull_the_plug()
    house.chart = replace(house.chart, assessed=ASSESSED.assessed)
    assert house.brief().stimulation.screening is Screening.CLEAR


@pytest.mark.parametrize(
    "other", [('prescriber = "A.', 'prescriber = "B.'), ("revision = 3", "revision = 4"), ("on_s = 3", "on_s = 2")]
)
def test_the_answers_of_the_day_belong_to_the_prescription(other):
    """Another one has its own questions, since its electrodes may be elsewhere; going back asks nothing."""
    house = household()
    house.begin()
    first, house.plan = house.plan, house.plan.replace(*other)
    assert house.plan != first
    assert len(asked_of(house)) == 5
    assert house.brief().stimulation.screening is Screening.OPEN
    house.plan = first
    assert house.brief().stimulation.screening is Screening.CLEAR


@pytest.mark.parametrize("button", [Button.BACK, Button.SELECT])
def test_yes_and_not_sure_let_the_practice_go_on_without_it(button):
    """The other questions are not asked any more, the mirror says so kindly, and no screen shows how to arm."""
    house = household()
    answer_until(house, QuestionId.STIMULATION_CONDITION)
    house.press(button)
    house.tell()
    asked = [one.question for one, _ in house.records if isinstance(one, Answered) and one.question in OURS]
    assert asked == [QuestionId.STIMULATION_IMPLANT, QuestionId.STIMULATION_CONDITION]
    while house.session.scene is Scene.TOLD:
        told = house.session.telling[0]
        house.press(Button.SELECT)
    assert (told.about, told.headline) == (About.STIMULATION, "Today you practise without stimulation.")
    house.until(lambda session: session.scene is Scene.SUMMARY)
    assert Scene.ARM not in house.scenes
    assert house.brief().stimulation.screening is Screening.AGAINST
    house.sleep()
    assert house.brief().stimulation.screening is Screening.OPEN


def test_an_answer_against_it_counts_also_where_no_clock_can_tell_its_day():
    """After a power cut without a set clock it may have been today."""
    house = household()
    answer_until(house, QuestionId.STIMULATION_IMPLANT)
    house.press(Button.BACK)
    house.synchronised = False
    house.pull_the_plug(clock=MORNING + timedelta(days=3000))
    house.chart = replace(house.chart, assessed=ASSESSED.assessed, known=())
    assert house.chart.screening(house.now, "any prescription") is Screening.AGAINST


def test_how_it_is_armed_is_shown_before_the_first_exercise_it_may_accompany():
    """After the warm-up and the face at rest, and once."""
    house = household()
    house.begin()
    house.until(lambda session: session.scene is Scene.ARM)
    assert house.session.exercise.id == "smile"
    assert house.session.task.purpose is Purpose.PRACTICE
    house.tell(stimulator=READY)
    assert house.session.scene is Scene.SHOW
    house.until(lambda session: session.scene is Scene.SUMMARY)
    assert house.scenes.count(Scene.ARM) == 1


def test_after_a_session_with_it_the_day_has_no_more():
    """The second session of the day neither asks nor shows anything of it; one without a train does not count."""
    house = household()
    house.begin()
    house.keep(StimulationDone(Side.LEFT, True, 0, 0.0, {}))
    assert house.brief().stimulation is not None
    house.keep(StimulationDone(Side.LEFT, True, 3, 9.0, {}))
    assert house.brief().stimulation is None
    house.sleep()
    assert house.brief().stimulation is not None


@pytest.mark.parametrize(
    ("text", "when"),
    [
        (PLAN, MORNING),
        (changed(('stage = "paretic"', 'stage = "aftercare"'), text=PLAN), MORNING),
        (PLAN + changed(("expires = 2027-01-01", "expires = 2026-11-20"), text=STIMULATION), MORNING),
        (PLAN + STIMULATION, datetime(2027, 1, 2, 9)),
        (PLAN + STIMULATION, datetime(2026, 11, 19, 9)),
        (None, MORNING),
    ],
    ids=["no table", "another stage without it", "over", "after expires", "before the plan", "no plan"],
)
def test_where_nothing_is_prescribed_nothing_is_asked_told_or_shown(text, when):
    """No table, no longer, not yet: the session is as if there were no such thing."""
    house = Household(text, when, chart=ASSESSED)
    brief = house.brief()
    assert brief.stimulation is None
    assert not [question for question in brief.questions if question.id in OURS]
    house.begin()
    house.wait(900.0)
    assert Scene.ARM not in house.scenes
    assert About.STIMULATION not in {telling.about for telling in brief.tellings}


def test_a_stage_that_has_become_another_has_none():
    """What was prescribed for the paretic stage is over until a therapist has looked."""
    house = household()
    assert house.brief().stimulation.stage is Stage.PARETIC
    assert prescribed_today(house.following, house.chart, house.now, Stage.SYNKINETIC) is None


def test_before_a_session_without_such_an_exercise_nothing_is_asked():
    """The week's assessment comes first: it measures what the face does by itself."""
    house = Household(PLAN + STIMULATION, MORNING)
    assert house.brief().purpose is Purpose.ASSESSMENT
    assert asked_of(house) == []
    brow = changed(('zone = "cheek"', 'zone = "forehead"'), text=STIMULATION)
    assert asked_of(household(PLAN + brow)) == []


@pytest.mark.parametrize("stage", [Stage.PARETIC, Stage.SYNKINETIC, Stage.AFTERCARE])
def test_the_table_in_a_new_plan_is_in_order_once_its_marks_are_off(stage):
    """Signed, and with the remarks made lines, ``mirror plan check`` would have nothing to say."""
    text = new_text(stage, Side.RIGHT, date(2026, 11, 21))
    head, mark, table = text.partition("# [stimulation]")
    assert mark
    signed = head.replace('prescriber = ""', 'prescriber = "A. Therapist"')
    lines = [line.removeprefix("# ") for line in (mark + table).splitlines()]
    read = read_plan("plan.toml", "\n".join([signed, *lines]).encode())
    assert isinstance(read, Read), read
    assert read.plan.stimulation.side is Side.RIGHT


def test_the_flaccid_plan_says_that_there_is_nothing_to_accompany():
    """Nothing is held in it."""
    text = new_text(Stage.FLACCID, Side.LEFT, date(2026, 11, 21))
    assert "# [stimulation]" not in text
    assert "nothing is held" in text
