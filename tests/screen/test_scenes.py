"""What the screens say: every scene as data, without a pixel."""

import re
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.language import sentences
from mirror.perception.excursion import HARDLY_MM, Excursion
from mirror.perception.face import Side, Unseen
from mirror.screen import phrases, words
from mirror.screen.picture import Page, Picture, Tone
from mirror.screen.practising import BAND, breath
from mirror.screen.scenes import picture
from mirror.screen.shot import repetition
from mirror.screen.shots import shots
from mirror.therapy.brief import Brief, Today
from mirror.therapy.catalogue import Purpose, Task, catalogue, practice, routines
from mirror.therapy.effects import Outcome
from mirror.therapy.gate import Locked, Why
from mirror.therapy.moving import FREEZE_S
from mirror.therapy.press import Button, Press
from mirror.therapy.questions import BEFORE_PRACTICE, COMFORT
from mirror.therapy.red_flags import ADVICE, Urgency
from mirror.therapy.scene import JOINED_HINTS, Hint, PauseReason, Scene
from mirror.therapy.schedule import Signal
from mirror.therapy.session import Inputs, Session
from mirror.therapy.step import step
from mirror.therapy.timetable import Duty
from mirror.therapy.tries import ATTEMPT, REST_S
from mirror.therapy.view import View
from tests.screen.states import CARD, NOW_S, session_in, surroundings

NEVER = ("bad side", "paralysed", "failed", "wrong", "streak", "changed", "!")
PICTURES = [(shot.name, picture(shot.session, shot.surroundings, NOW_S)) for shot in shots()]


def shown(session: Session, **world: object) -> Picture:
    return picture(session, surroundings(**world), NOW_S)


def ended(*sides: tuple[float, float], exercise: str = "smile") -> Session:
    """A session that came to its end with these repetitions (left mm, right mm)."""
    session = Session.of(Brief(tasks=practice([exercise])))
    done = tuple(repetition(exercise, 1 + index, *mm, session) for index, mm in enumerate(sides))
    return session.to(Scene.SUMMARY, NOW_S, done=done)


@pytest.mark.parametrize(("name", "seen"), PICTURES, ids=[name for name, _ in PICTURES])
def test_every_screen_is_kind_and_short(name, seen):
    """No screen uses a forbidden word or an exclamation mark, and headline and sentence are two sentences at most."""
    told = (seen.title, seen.note, seen.headline, seen.sentence, seen.detail, seen.caution, seen.at_once)
    spoken = [*told, *(label.text for label in seen.buttons)]
    assert not [word for word in NEVER for text in spoken if word in text.lower()]
    # Why something waits may take a third sentence: what comes instead.
    most = 3 if seen.scene is Scene.TOLD else 2
    for text in (seen.headline, seen.sentence):
        assert len(re.findall(r"[.?](?:\s|$)", text)) <= most


@given(left=st.floats(0, 12), right=st.floats(0, 12))
def test_the_balance_mark_leans_to_the_side_that_moves_more(left, right):
    """The mark lies on the stronger side, and within the band exactly when both sides count as together."""
    excursion = Excursion(left, right, confidence=1.0)
    balance = shown(session_in(Scene.HOLD), excursion=excursion).balance
    assert balance is not None
    assert -1.0 <= balance.value <= 1.0
    if abs(balance.value) > 0:
        assert (balance.value > 0) == (right > left)
    if abs(balance.value) > BAND + 1e-9 and max(left, right) >= HARDLY_MM:
        assert excursion.weaker is not None
    elif max(left, right) >= 1.0 and excursion.weaker is not None:
        assert abs(balance.value) == pytest.approx(BAND, abs=1e-6)


def test_an_exercise_without_a_measure_has_no_balance():
    """A cheek puff is not compared side by side."""
    session = session_in(Scene.GUIDED, "cheek_puff")
    assert shown(session, excursion=Excursion(3.0, 3.0, 1.0)).balance is None


def test_the_ring_fills_with_the_hold_around_the_seconds_that_remain():
    """Of a hold of three seconds: empty and 3 at its start, two thirds and 1 after two, full at the end."""
    for held_s, numeral, fraction in ((0.0, "3", 0.0), (0.5, "3", 1 / 6), (2.0, "1", 2 / 3), (3.0, "1", 1.0)):
        ring = shown(session_in(Scene.HOLD).to(Scene.HOLD, NOW_S - held_s, held_s=held_s)).ring
        assert ring is not None
        assert ring.numeral == numeral
        assert ring.fraction == pytest.approx(fraction)


def test_the_dots_show_what_is_done_and_which_one_is_going_on():
    """Two of five are done: the third is marked while it is moved, none while the face rests between."""
    moving, resting = shown(session_in(Scene.MOVE)).dots, shown(session_in(Scene.BREATHE)).dots
    assert moving is not None
    assert resting is not None
    assert (moving.done, moving.total, moving.current) == (2, 5, 2)
    assert (resting.done, resting.current) == (2, None)


@pytest.mark.parametrize("unseen", Unseen)
def test_every_reason_not_to_see_has_words_that_help(unseen):
    """Finding the face says something of its own for each reason."""
    seen = shown(replace(session_in(Scene.FIND_FACE), unseen=unseen))
    others = [shown(replace(session_in(Scene.FIND_FACE), unseen=other)).headline for other in Unseen if other != unseen]
    assert seen.headline not in others
    assert seen.sentence


#: Where each hint is given; the others while the face rests.
GIVEN = {
    Hint.TRY_SMALL: Scene.MOVE,
    Hint.LET_GO: Scene.RELEASE,
    Hint.SMALLER: Scene.HOLD,
    Hint.SLOWER: Scene.MOVE,
    Hint.BRAKE: Scene.HOLD,
}
ENOUGH = (Hint.TIGHT, Hint.TIRED)


@pytest.mark.parametrize("hint", [hint for hint in Hint if hint not in (Hint.NONE, *ENOUGH)])
def test_every_hint_is_shown(hint):
    """A hint takes the place of the headline in the scene in which it is given."""
    scene = GIVEN.get(hint, Scene.BREATHE)
    assert shown(replace(session_in(scene), hint=hint)).headline == words.HINTS[hint]


@pytest.mark.parametrize("hint", ENOUGH)
def test_when_the_face_has_had_enough_the_release_says_why_it_comes(hint):
    """The headline is the reason, the name moves above it, and how it is done stays."""
    seen = shown(before("release_cheek", hint=hint))
    assert seen.headline == words.HINTS[hint]
    assert seen.title == "Release, cheek"
    assert seen.sentence == routines()["release_cheek"].instruction


@pytest.mark.parametrize("hint", [Hint.TRY_SMALL, Hint.SMALLER, Hint.SLOWER, Hint.BRAKE])
@pytest.mark.parametrize("scene", [Scene.MOVE, Scene.HOLD])
def test_what_asks_for_less_is_warm_not_red(scene, hint):
    """Patience, a smaller, a slower or a more even movement colour the ring warm."""
    ring = shown(replace(session_in(scene), hint=hint)).ring
    assert ring is not None
    assert ring.tone is Tone.WARM


@pytest.mark.parametrize(("region", "named"), [(region, region.name.lower()) for region in JOINED_HINTS], ids=str)
def test_freezing_names_what_joins_in_and_fills_a_warm_ring(region, named):
    """The ring tells how long to stay there, and nothing is compared meanwhile."""
    session = replace(session_in(Scene.FREEZE), joined=region, hint=JOINED_HINTS[region])
    seen = shown(session.to(Scene.FREEZE, NOW_S - FREEZE_S / 2), excursion=Excursion(3.0, 5.0, 1.0))
    assert seen.headline == "Stop there."
    assert seen.detail == f"Your {named} wants to join in; hold it, then let go."
    assert not seen.sentence
    assert seen.balance is None
    assert seen.ring is not None
    assert (seen.ring.word, seen.ring.tone) == ("freeze", Tone.WARM)
    assert seen.ring.fraction == pytest.approx(0.5)


def test_after_freezing_the_movement_is_let_go_and_what_helps_is_said_in_the_rest():
    """Beside the full ring it is only about letting go."""
    frozen = session_in(Scene.FREEZE)
    letting_go = shown(frozen.to(Scene.RELEASE, NOW_S))
    assert letting_go.headline == words.RELEASE
    assert letting_go.ring is not None
    assert letting_go.ring.tone is Tone.WARM
    resting = shown(frozen.to(Scene.BREATHE, NOW_S, joined=None))
    assert resting.headline == "Next time smaller, so that the eye stays open."


# For a time -----------------------------------------------------------------------------------------------------------


def before(name: str, purpose: Purpose = Purpose.PRACTICE, hint: Hint = Hint.NONE) -> Session:
    """A routine that is about to begin."""
    return Session.of(Brief(tasks=(Task(routines()[name], purpose=purpose),))).to(Scene.SHOW, NOW_S, hint=hint)


@pytest.mark.parametrize("name", routines())
def test_a_routine_is_read_before_it_begins(name):
    """Its name, how it is done, what must be minded and how long it takes, with a film or without."""
    routine = routines()[name]
    for demonstrated in (True, False):
        seen = shown(before(name), demonstrated=demonstrated)
        assert seen.page is Page.ROUTINE
        assert (seen.headline, seen.sentence, seen.caution) == (routine.name, routine.instruction, routine.warning)
        assert seen.ring is not None
        assert (seen.ring.numeral, seen.ring.label) == phrases.duration(routine.duration_s)


@pytest.mark.parametrize(
    ("seconds", "said"), [(600.0, ("10:00", "minutes")), (60.0, ("1:00", "minutes")), (20.0, ("20", "seconds"))]
)
def test_how_long_something_takes_is_not_taken_for_a_time_of_day(seconds, said):
    """A bare 10:00 would be ten o'clock."""
    assert phrases.duration(seconds) == said


@pytest.mark.parametrize("name", routines())
def test_what_must_be_minded_stays_while_a_routine_lasts(name):
    """In a few words, with a film or without; beside it nothing is said that the picture says already."""
    running = before(name).to(Scene.ROUTINE, NOW_S)
    for demonstrated in (True, False):
        assert shown(running, demonstrated=demonstrated).caution == routines()[name].caution
    assert shown(running).headline in ("", words.TONES_SHORT)


def test_a_routine_counts_down_around_its_ring():
    """Of three minutes a third is over: two remain, and the ring is filled by a third."""
    session = before("massage_cheeks").to(Scene.ROUTINE, NOW_S - 60.0)
    for demonstrated, page in ((True, Page.PRACTICE), (False, Page.ROUTINE)):
        seen = shown(session, demonstrated=demonstrated)
        assert seen.page is page
        assert (seen.panels is not None) == demonstrated
        assert seen.ring is not None
        assert seen.ring.numeral == "2:00"
        assert seen.ring.fraction == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("seconds", "figure"),
    [(600.0, "10:00"), (65.0, "1:05"), (59.1, "1:00"), (0.2, "0:01"), (0.0, "0:00"), (-1.0, "0:00")],
)
def test_what_remains_is_minutes_and_seconds(seconds, figure):
    """Begun seconds are whole, and less than nothing is nothing."""
    assert phrases.remaining(seconds) == figure


@pytest.mark.parametrize(("purpose", "word"), [(Purpose.WARM_UP, "Warm-up"), (Purpose.RELEASE, "Release")])
def test_what_a_routine_is_there_for_stands_with_its_name(purpose, word):
    """Above the name where it stands alone, at the end of its line beside a film."""
    session = before("massage_cheeks", purpose)
    assert shown(session).title == word
    running = session.to(Scene.ROUTINE, NOW_S)
    assert shown(running, demonstrated=False).title == word
    assert shown(running).note == word


def test_closed_eyes_are_told_of_the_tones():
    """Before they close, and again while the routine lasts."""
    session = before("imagery_smile")
    assert shown(session).detail == words.TONES_BEFORE
    running = session.to(Scene.ROUTINE, NOW_S)
    assert shown(running, demonstrated=False).detail == words.TONES
    assert shown(running).headline == words.TONES_SHORT
    assert not shown(before("imagery_eye_closure")).detail


def test_watching_the_healthy_half_shows_it_whatever_view_is_chosen():
    """The routine is the view; a plan that leaves the view out is kept to."""
    session = replace(before("mirrored_view").to(Scene.ROUTINE, NOW_S), view=View.TRUE)
    for demonstrated in (True, False):
        panels = shown(session, demonstrated=demonstrated).panels
        assert panels is not None
        assert panels.live == words.HEALTHY_HALF
    without = replace(session, brief=replace(session.brief, views=(View.TRUE, View.NONE)))
    panels = shown(without).panels
    assert panels is not None
    assert panels.live == words.YOU


def test_without_a_film_an_exercise_is_read_beside_the_own_face():
    """Nobody is asked to watch what is not there."""
    session = session_in(Scene.SHOW)
    seen = shown(session, demonstrated=False)
    assert seen.headline == words.READ_FIRST
    assert seen.panels is not None
    assert not seen.panels.demo
    assert shown(session).headline == words.WATCH


@pytest.mark.parametrize(
    ("into_s", "headline", "word", "done", "current"),
    [
        (0.5, "Let everything be loose.", "rest", 0, None),
        (REST_S + 1.0, "Try gently: brows.", "try", 0, 0),
        (5.5, "Let everything be loose.", "rest", 1, None),
        (15.0 + REST_S + 1.0, "Try gently: a small smile.", "try", 3, 3),
    ],
)
def test_the_daily_attempt_asks_gently_and_compares_nothing(into_s, headline, word, done, current):
    """Rest and try in turns, a dot for each; no figure, no balance, nothing about what moved."""
    session = session_in(Scene.ATTEMPT).to(Scene.ATTEMPT, NOW_S - into_s)
    seen = shown(session, excursion=Excursion(0.0, 6.0, 1.0))
    assert seen.headline == headline
    assert seen.ring is not None
    assert (seen.ring.word, seen.ring.numeral) == (word, "")
    assert seen.dots is not None
    assert (seen.dots.done, seen.dots.total, seen.dots.current) == (done, 4, current)
    assert seen.balance is None


# The day --------------------------------------------------------------------------------------------------------------

EVENING = datetime(2026, 11, 21, 20, 0)
DAYS = [
    (Today(Signal.DUE_NOW, short_left=2), "Two short practices are left today.", "About one minute: closed smile."),
    (Today(Signal.DUE_NOW, long_left=1), "One long practice is left today.", "About one minute: closed smile."),
    (
        Today(Signal.DUE_NOW, short_left=2, long_left=1),
        "Two short practices and one long practice are left today.",
        "About one minute: closed smile.",
    ),
    (Today(), "Your practice is ready.", "About one minute: closed smile."),
    (
        Today(Signal.DUE_LATER, short_left=1, next_at=EVENING),
        "One short practice is left today.",
        "The next one is at 20:00.",
    ),
    (
        Today(Signal.DUE_LATER, short_left=1, next_at=EVENING, catch_up=True),
        "One short practice is left today.",
        "The next one is at 20:00, and a missed one can still be made up for.",
    ),
    (
        Today(Signal.DUE_LATER, catch_up=True),
        "One missed practice can still be made up for.",
        "About one minute: closed smile.",
    ),
    (Today(Signal.DUE_NOW, eye_care=Duty.EYE_DAY), "Time for the eye drops.", ""),
    (
        Today(Signal.DUE_NOW, short_left=1, eye_care=Duty.EYE_NIGHT),
        "Time for the eye care of the night.",
        "One short practice is left today.",
    ),
    (Today(Signal.ALL_DONE, practised=True), "All done for today.", "Small is enough."),
    (Today(Signal.ALL_DONE), "Nothing more is asked today.", "Small is enough."),
]


@pytest.mark.parametrize(("today", "headline", "detail"), DAYS, ids=[headline for _, headline, _ in DAYS])
def test_the_day_is_one_sentence(today, headline, detail):
    """What is left and due, what is next, what may be made up for; never what was missed as a fault."""
    seen = shown(Session.of(Brief(tasks=practice(["smile"], 5), card=CARD, today=today)))
    assert (seen.clock, seen.date) == ("18:42", "Saturday 21 November")
    assert (seen.headline, seen.detail) == (headline, detail)


def test_a_face_that_rests_today_is_told_why():
    """With nothing to begin the day says what the gate says."""
    lock = Locked(Why.PAIN, "Something hurt today, so the face rests until tomorrow.", ())
    seen = shown(Session.of(Brief(locked=(("smile", lock),), today=Today(Signal.DUE_NOW, short_left=1))))
    assert (seen.headline, seen.detail) == ("Your face rests today.", lock.sentence)
    assert not seen.buttons[1].text


def test_a_plan_of_routines_is_told_by_their_names():
    """Warm-up and release go without saying, and two massages are one massage in a sentence."""
    names = ("massage_cheeks", "massage_chin", "imagery_smile")
    tasks = [Task(routines()[name]) for name in names]
    around = Task(routines()["facial_rest"], purpose=Purpose.RELEASE)
    seen = shown(Session.of(Brief(tasks=(*tasks, around), today=Today(Signal.DUE_NOW, short_left=1))))
    assert seen.detail == "About seven minutes: massage and imagine a smile."


def test_the_weekly_assessment_is_called_so():
    """Nobody takes it for a practice."""
    tasks = tuple(Task(catalogue()[name], 3, Purpose.ASSESSMENT) for name in ("brow_raise", "smile"))
    assert shown(Session.of(Brief(tasks=tasks))).detail == "About two minutes: the standard assessment."


@pytest.mark.parametrize("urgency", ADVICE)
def test_only_an_emergency_is_marked(urgency):
    """The colour of stopping is kept for what cannot wait; only advice for the next days lets the practice go on."""
    seen = shown(session_in(Scene.ADVICE).to(Scene.ADVICE, NOW_S, urgency=urgency))
    assert (seen.headline, seen.sentence) == (ADVICE[urgency].headline, ADVICE[urgency].sentence)
    assert seen.urgent == (urgency is Urgency.EMERGENCY)
    assert seen.buttons[1].text == ("Continue" if urgency is Urgency.DOCTOR_SOON else "I understand")


# Views and pauses -----------------------------------------------------------------------------------------------------


def test_the_healthy_half_without_a_known_side_says_so():
    """The view falls back to the true mirror, and the label says why."""
    session = replace(session_in(Scene.HOLD), view=View.HEALTHY_HALF)
    known, unknown = shown(session, affected=Side.LEFT).panels, shown(session, affected=None).panels
    assert known is not None
    assert unknown is not None
    assert (known.live, unknown.live) == (words.HEALTHY_HALF, words.SIDE_UNKNOWN)


def test_a_pause_because_the_face_is_away_says_what_helps():
    """Too dark is mended by light, not by waiting."""
    paused = replace(session_in(Scene.PAUSED), pause=PauseReason.FACE_AWAY)
    assert shown(replace(paused, unseen=Unseen.DARK)).headline == words.FIND_FACE[Unseen.DARK][0]
    assert shown(replace(paused, unseen=Unseen.NO_FACE)).headline == words.AWAY


def test_the_summary_gives_millimetres_when_a_side_moved_less():
    """Left and right in whole millimetres, the middle of all repetitions."""
    seen = shown(ended((2.6, 7.1), (3.2, 6.9), (2.9, 7.2)))
    assert seen.headline == "Three small movements."
    assert seen.sentence == "Your closed smile reached 3 mm on the left and 7 mm on the right."
    assert seen.chart is not None


def test_the_summary_says_together_when_both_sides_moved_alike():
    """Within the mirror's own certainty there is no weaker side."""
    seen = shown(ended((6.6, 7.1), (6.8, 6.9)))
    assert seen.headline == "Two small, even movements."
    assert seen.sentence == "Both sides moved together in your closed smile."


def test_a_session_without_a_sure_movement_is_told_so_kindly():
    """Nothing counted is normal, and practised is practised."""
    seen = shown(ended())
    assert seen.headline == words.NOTHING_COUNTED
    assert "normal" in seen.sentence


def test_a_practice_without_figures_is_told_by_minutes_and_names():
    """Routines are not measured, and count all the same."""
    names = ("massage_cheeks", "massage_chin", "imagery_smile", "facial_rest")
    session = Session.of(Brief(tasks=tuple(Task(routines()[name]) for name in names)))
    session = replace(session, ended=names, practised_s=250.0)
    seen = shown(session.to(Scene.SUMMARY, NOW_S))
    assert seen.headline == "Four quiet minutes for your face."
    assert seen.sentence == "You did: massage, imagine a smile and facial rest."
    details = shown(session.to(Scene.DETAILS, NOW_S))
    assert details.headline == "Massage, imagine a smile and facial rest."
    assert details.table is None


def test_a_warm_up_does_not_hide_that_no_movement_was_sure():
    """Where movement was tried, what is normal about it is said."""
    tasks = (Task(routines()["massage_cheeks"], purpose=Purpose.WARM_UP), *practice(["smile"]))
    session = replace(Session.of(Brief(tasks=tasks)), ended=("massage_cheeks",), practised_s=120.0)
    assert "normal" in shown(session.to(Scene.SUMMARY, NOW_S)).sentence


def test_a_whole_assessment_is_called_done():
    """One that was stopped is told as any other session."""
    session = Session.of(Brief(tasks=(Task(catalogue()["smile"], 1, Purpose.ASSESSMENT),)))
    session = session.to(Scene.SUMMARY, NOW_S, done=(repetition("smile", 1, 3.0, 7.0, session),))
    assert shown(session).headline == "The standard assessment is done."
    assert shown(replace(session, outcome=Outcome.STOPPED)).headline == "One small movement."


@pytest.mark.parametrize("outcome", Outcome)
def test_the_end_says_what_cut_it_short(outcome):
    """Each reason in its own kind words; what ran to its end is simply done."""
    seen = shown(replace(ended((2.6, 7.1)), outcome=outcome))
    assert seen.title == words.SUMMARY_EYEBROWS[outcome]
    cut = outcome in (Outcome.TIGHT, Outcome.TIRED, Outcome.JOINED, Outcome.TIME, Outcome.STOPPED)
    assert (seen.title == "Done for now") != cut


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (Today(Signal.ALL_DONE, practised=True), "Next: tomorrow, at your own time."),
        (Today(Signal.DUE_LATER, short_left=1, next_at=EVENING), "Next: today at 20:00."),
        (Today(Signal.DUE_NOW, short_left=1), "Next: whenever you are ready."),
        (Today(Signal.DUE_NOW, short_left=1, eye_care=Duty.EYE_DAY), "Next: the eye drops."),
        (Today(Signal.DUE_NOW, eye_care=Duty.EYE_NIGHT), "Next: the eye care of the night."),
    ],
)
def test_the_end_says_what_is_next(today, sentence):
    """As the day stands after the session."""
    session = ended((2.6, 7.1))
    assert shown(replace(session, brief=replace(session.brief, today=today))).detail == sentence


def test_the_details_name_every_exercise_with_both_sides():
    """One row per exercise: left and right in millimetres with one decimal."""
    table = shown(ended((2.6, 7.14)).to(Scene.DETAILS, NOW_S)).table
    assert table is not None
    assert [(row.name, row.left, row.right) for row in table.rows] == [("Closed smile", "2.6", "7.1")]


def test_a_breath_takes_four_seconds_and_never_jumps():
    """Out at the start, in at the half, out at the end; no step of a frame is larger than a thirtieth."""
    assert breath(0.0) == pytest.approx(0.0)
    assert breath(2.0) == pytest.approx(1.0)
    assert breath(4.0) == pytest.approx(0.0)
    steps = [abs(breath((i + 1) / 30) - breath(i / 30)) for i in range(120)]
    assert max(steps) < 1 / 30


def test_counts_are_words_and_plans_are_sentences():
    """Numbers below a hundred are words; a plan names up to three exercises."""
    assert phrases.counted(15, together=True) == "Fifteen small, even movements."
    assert phrases.counted(1, together=False) == "One small movement."
    assert phrases.counted(48, together=False) == "Forty-eight small movements."
    assert phrases.planned(5, ["Brow raise", "Pucker"]) == "About five minutes: brow raise and pucker."
    assert phrases.planned(9, ["A", "B", "C", "D"]) == "About nine minutes: a, b and two more."
    assert phrases.millimetres(0.4) == "less than 1 mm"


def test_after_another_movement_the_picture_is_pointed_at_until_the_right_one_comes():
    """While resting it is explained, and when it is asked for again the headline says it once more."""
    breathing, moving = (shown(replace(session_in(scene), hint=Hint.ANOTHER)) for scene in (Scene.BREATHE, Scene.MOVE))
    assert breathing.sentence == "Rest first, then follow the picture."
    assert moving.headline == "Do what the picture does."


@pytest.mark.parametrize("urgency", [Urgency.DOCTOR_TODAY, Urgency.EMERGENCY])
@pytest.mark.parametrize("today", [Today(), Today(Signal.DUE_NOW, eye_care=Duty.EYE_DAY)])
def test_the_idle_screen_keeps_saying_what_an_answer_called_for(urgency, today):
    """Whoever comes by after it was put away reads it too; in an emergency nothing else is suggested."""
    session = session_in(Scene.IDLE)
    shown = picture(replace(session, brief=replace(session.brief, today=today, urgency=urgency)), surroundings(), NOW_S)
    assert shown.headline == ADVICE[urgency].headline
    assert shown.detail == ADVICE[urgency].sentence
    emergency = urgency is Urgency.EMERGENCY
    assert shown.urgent is emergency
    assert any(label.suggested for label in shown.buttons) is not emergency


def test_a_row_of_questions_says_how_many_there_are():
    """Whoever answers six of them knows which one this is; the day that changes meanwhile does not change the count."""
    session = Session.of(Brief(tasks=practice(["smile"], 1), questions=BEFORE_PRACTICE))
    session, _ = step(session, Inputs(unseen=None, press=Press(Button.SELECT)), NOW_S)
    assert shown(session).title == "Before we start, 1 of 5"
    session, _ = step(session, Inputs(unseen=None, press=Press(Button.NEXT)), NOW_S)
    assert shown(session.briefed(replace(session.brief, questions=BEFORE_PRACTICE[1:]))).title == (
        "Before we start, 2 of 5"
    )
    alone = Session().to(Scene.QUESTION, NOW_S, asking=(COMFORT,))
    assert shown(alone).title == "Before you go"


@pytest.mark.parametrize("why", Why)
def test_every_reason_of_the_gate_can_be_looked_at_and_takes_two_sentences(why):
    """A headline that names what waits, and one sentence with the reason and what there is instead."""
    (shot,) = (one for one in shots() if one.name == f"told-{why.name.lower().replace('_', '-')}")
    seen = shown(shot.session)
    assert len(sentences(seen.headline)) == len(sentences(seen.sentence)) == 1


def test_the_details_of_a_small_try_say_that_it_is_measured():
    """Over several days: one try shows nothing for sure, and no figure of it is told."""
    tried = replace(session_in(Scene.DETAILS), done=(), ended=(ATTEMPT, "facial_rest"))
    assert shown(tried).detail == words.ATTEMPTED_DETAILS
    assert shown(replace(tried, ended=("facial_rest",))).detail == words.DONE_DETAILS


def test_the_summary_of_an_assessment_has_no_lines():
    """Three equal points of one of five movements say nothing; what it came to is one sentence."""
    (shot,) = (one for one in shots() if one.name == "summary-assessment")
    assert shown(shot.session).chart is None


def test_nobody_is_told_to_pull_the_plug_while_something_is_not_saved():
    """A mirror that stays on says so either way; only what is true of the log changes."""
    session = session_in(Scene.STAYS_ON)
    assert picture(session, surroundings(), NOW_S).sentence == words.STAYS_ON_SENTENCE
    unsaved = replace(surroundings(), notice=words.NOT_SAVED)
    assert picture(session, unsaved, NOW_S).sentence == words.STAYS_ON_UNSAVED
