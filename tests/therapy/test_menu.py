"""The mirror's own menu: how it is opened, what it changes, and how it is left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.therapy.adjusting import MENU_S, SWITCHING_OFF_S
from mirror.therapy.brief import Brief
from mirror.therapy.catalogue import practice
from mirror.therapy.effects import Adjusted, Cue, SwitchOff
from mirror.therapy.menu import OPENS, STEPS, Entry, Levels
from mirror.therapy.press import Button, PressKind
from mirror.therapy.scene import IN_MENU, IN_SESSION, Scene
from tests.therapy.timeline import Timeline, begun

UP, CHOOSE, DOWN = Button.BACK, Button.SELECT, Button.NEXT


def in_menu() -> Timeline:
    timeline = Timeline.idle(Brief(tasks=practice(["smile"], 1)))
    timeline.press(Button.SELECT, PressKind.LONG)
    assert timeline.session.scene is Scene.MENU
    return timeline


def opened(entry: Entry) -> Timeline:
    """The menu, with this entry chosen and opened."""
    timeline = in_menu()
    while timeline.session.entry is not entry:
        timeline.press(DOWN)
    timeline.press(CHOOSE)
    assert timeline.session.scene is OPENS[entry]
    return timeline


def test_the_middle_button_held_in_idle_opens_it_and_only_there():
    """A short press begins the practice as ever; within a practice nothing leads into the menu."""
    assert in_menu().session.entry is Entry.VOLUME
    for scene in (Scene.IDLE, *IN_SESSION):
        timeline = begun("smile")
        timeline.session = timeline.session.to(scene, timeline.now_s)
        timeline.press(Button.SELECT, PressKind.LONG)
        assert (timeline.session.scene in IN_MENU) == (scene is Scene.IDLE)


def test_up_and_down_go_round_through_every_line():
    """Whoever has gone too far goes on, or back."""
    timeline = in_menu()
    seen = []
    for _ in Entry:
        timeline.press(DOWN)
        seen.append(timeline.session.entry)
    assert seen == [*list(Entry)[1:], Entry.VOLUME]
    timeline.press(UP)
    assert timeline.session.entry is list(Entry)[-1]


@pytest.mark.parametrize(("entry", "name"), [(Entry.VOLUME, "volume"), (Entry.LIGHT, "light")])
def test_a_level_goes_from_one_end_to_the_other_in_five_steps(entry, name):
    """Each press asks for the new level at once; at the end there is none."""
    timeline = opened(entry)
    assert [timeline.press(UP) for _ in range(6)][-1] == []
    assert getattr(timeline.session.levels, name) == 0.0
    told = [effect for _ in range(6) for effect in timeline.press(DOWN) if isinstance(effect, Adjusted)]
    assert [getattr(effect.levels, name) for effect in told] == [0.2, 0.4, 0.6, 0.8, 1.0]
    assert timeline.session.levels == told[-1].levels


def test_every_step_of_the_volume_can_be_heard_and_none_of_the_light():
    """A tone at the new loudness; the light shows itself."""
    assert Cue.MOVE in opened(Entry.VOLUME).press(DOWN)
    assert not [effect for effect in opened(Entry.LIGHT).press(DOWN) if isinstance(effect, Cue)]


@given(st.floats(0.0, 1.0))
def test_a_level_between_two_steps_goes_to_the_next_one(level):
    """A file may say 0.33; louder is 0.4, softer is 0.2, and no press is without effect but at the ends."""
    more, less = (Levels(volume=level).stepped(Scene.VOLUME, by).volume for by in (1, -1))
    assert more > level or more == 1.0
    assert less < level or less == 0.0
    for reached in (more, less):
        assert round(reached * STEPS, 9) == round(reached * STEPS)
        assert abs(reached - level) <= 1.0 / STEPS + 1e-6


def test_what_was_chosen_stays_through_a_practice():
    """A new session begins as loud as the mirror is."""
    timeline = opened(Entry.VOLUME)
    timeline.press(DOWN)
    levels = timeline.session.levels
    timeline.press(Button.STOP)
    timeline.press(Button.SELECT)
    timeline.until(Scene.FIND_FACE)
    assert timeline.session.levels == levels


def test_shutting_down_is_asked_once_more():
    """One press too many switches nothing off: only the answer on the other side does, once."""
    timeline = opened(Entry.SHUT_DOWN)
    assert timeline.press(CHOOSE) == []
    timeline.press(UP)
    assert timeline.session.scene is Scene.MENU
    timeline.press(CHOOSE)
    assert timeline.press(DOWN) == [SwitchOff()]
    assert timeline.session.scene is Scene.SWITCHING_OFF
    assert [timeline.press(button) for button in (UP, CHOOSE, DOWN)] == [[], [], []]


def test_a_mirror_that_may_not_switch_itself_off_says_so():
    """At once when it is refused, and after a minute when it is simply still there; then the menu is back."""
    for refused in (True, False):
        timeline = opened(Entry.SHUT_DOWN)
        timeline.press(DOWN)
        timeline.tell_more(stays_on=refused)
        if not refused:
            assert timeline.session.scene is Scene.SWITCHING_OFF
            timeline.wait(SWITCHING_OFF_S)
        assert timeline.session.scene is Scene.STAYS_ON
        timeline.press(CHOOSE)
        assert timeline.session.scene is Scene.MENU


@pytest.mark.parametrize("entry", Entry)
def test_nobody_leaves_it_open(entry):
    """After a minute without a press the mirror is a mirror again; every press begins the minute anew."""
    timeline = opened(entry)
    timeline.wait(MENU_S - 1.0)
    timeline.press(UP)
    timeline.until(Scene.IDLE, limit_s=MENU_S + 1.0)


@given(st.lists(st.tuples(st.sampled_from([UP, CHOOSE, DOWN]), st.sampled_from(PressKind)), max_size=30))
def test_whatever_is_pressed_only_two_answers_switch_off(presses):
    """The way there leads through the question, and through nothing else."""
    timeline = in_menu()
    for button, kind in presses:
        before = timeline.session.scene
        effects = timeline.press(button, kind)
        asked = before is Scene.SHUT_DOWN and button is DOWN
        assert (SwitchOff() in effects) == asked
