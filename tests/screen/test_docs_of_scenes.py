"""The documents about scenes and buttons say what the screen shows and what the session does."""

import math
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from mirror.screen.scenes import picture
from mirror.therapy.brief import Today
from mirror.therapy.effects import Effect
from mirror.therapy.press import Button, Press, PressKind
from mirror.therapy.questions import QUESTIONS
from mirror.therapy.scene import IN_SESSION, Scene
from mirror.therapy.schedule import Signal
from mirror.therapy.session import Inputs, Session
from mirror.therapy.step import step
from mirror.therapy.stimulator import Rests, Stimulator
from mirror.therapy.timetable import Duty
from tests.screen.states import CAMERA_FAULT, NOW_S, session_in, surroundings

DOCS = Path(__file__).resolve().parents[2] / "docs"
BUTTONS = (Button.BACK, Button.SELECT, Button.NEXT)
ROW = re.compile(r"^\| (\w+) \|([^|]*)\|([^|]*)\|([^|]*)\|$", re.MULTILINE)


def stepped(session: Session, button: Button, kind: PressKind = PressKind.SHORT) -> tuple[Session, list[Effect]]:
    """The instant of a press."""
    fault = session.fault if session.scene is Scene.SAFE else None
    return step(session, Inputs(unseen=None, press=Press(button, kind), fault=fault), NOW_S)


def pressed(session: Session, button: Button, kind: PressKind = PressKind.SHORT) -> Session:
    return stepped(session, button, kind)[0]


def acts(session: Session, button: Button) -> bool:
    """Whether a press changes the session or has an effect, beside the time that passes."""
    session = replace(session, last_s=NOW_S, charged_s=math.inf)
    return stepped(session, button) != (session, [])


def documented_buttons() -> dict[str, tuple[str, ...]]:
    rows = ROW.findall((DOCS / "buttons.md").read_text(encoding="utf-8"))
    return {row[0]: tuple(cell.strip() for cell in row[1:]) for row in rows if row[0] != "scene"}


@pytest.mark.parametrize("scene", Scene)
def test_every_scene_is_documented_with_the_way_out_of_it(scene):
    """docs/scenes.md has a section per scene, and each says how it is left."""
    text = (DOCS / "scenes.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert "\nLeft " in sections[scene.value]


@pytest.mark.parametrize("scene", [scene for scene in Scene if scene is not Scene.CARD])
def test_a_button_acts_where_it_has_a_word_and_only_there(scene):
    """A short press of a button with a label does something; one without a label does nothing."""
    session = session_in(scene)
    labels = picture(session, surroundings(), NOW_S).buttons
    for button, label in zip(BUTTONS, labels, strict=True):
        assert acts(session, button) == bool(label.text), button


def test_any_button_puts_a_card_away():
    """Whoever has read it need not look for a button."""
    assert {pressed(session_in(Scene.CARD), button).scene for button in BUTTONS} == {Scene.IDLE}


#: What the day has to offer, and the words of the three buttons then.
DAYS = [
    (Today(Signal.DUE_NOW, short_left=1, put_off=Duty.SHORT), ("Later", "**Start**", "Read")),
    (Today(Signal.DUE_LATER, short_left=1, next_at=datetime(2026, 11, 21, 20)), ("", "Start", "Read")),
    (Today(Signal.DUE_NOW, eye_care=Duty.EYE_DAY, put_off=Duty.EYE_DAY), ("Later", "Start", "**Eye care done**")),
    (Today(Signal.ALL_DONE, practised=True), ("", "Start", "Read")),
]


@pytest.mark.parametrize(("today", "shown"), DAYS, ids=["due", "later", "eye care", "done"])
def test_the_buttons_of_the_day_act_as_they_say(today, shown):
    """Start is suggested when a practice is due; eye care comes first; only what is due can be put off."""
    session = session_in(Scene.IDLE)
    session = replace(session, brief=replace(session.brief, today=today))
    labels = picture(session, surroundings(), NOW_S).buttons
    assert tuple(f"**{label.text}**" if label.suggested else label.text for label in labels) == shown
    for button, label in zip(BUTTONS, labels, strict=True):
        assert acts(session, button) == bool(label.text), button


def test_without_anything_to_do_there_is_no_start():
    """A button that would begin nothing is not there, and a press of it does nothing."""
    session = session_in(Scene.IDLE)
    session = replace(session, brief=replace(session.brief, tasks=(), card=None, today=Today(Signal.ALL_DONE)))
    session = replace(session, practice=())
    assert [label.text for label in picture(session, surroundings(), NOW_S).buttons] == ["", "", ""]
    assert not [button for button in BUTTONS if acts(session, button)]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda one: one.id.value)
def test_every_answer_has_its_button_and_none_is_suggested(question):
    """The words of the answers stand above the buttons that give them."""
    session = session_in(Scene.QUESTION).to(Scene.QUESTION, NOW_S, asking=(question,))
    seen = picture(session, surroundings(), NOW_S)
    assert (seen.title, seen.headline, seen.sentence or seen.at_once) == (
        question.eyebrow,
        question.text,
        question.remark,
    )
    for button, label in zip(BUTTONS, seen.buttons, strict=True):
        answer = question.answer(button)
        assert label.text == ("" if answer is None else answer.text)
        assert acts(session, button) == (answer is not None)
        assert not label.suggested


@pytest.mark.parametrize("scene", Scene)
def test_the_table_of_buttons_has_the_words_of_the_screen(scene):
    """docs/buttons.md names the same labels and suggests the same button as the screen."""
    # With a guard that is well; what the screen says of one that is not is tried in test_stimulation_on_screen.
    session = replace(session_in(scene), stimulator=Stimulator(rests=Rests.ARM))
    labels = picture(session, surroundings(), NOW_S).buttons
    for label, cell in zip(labels, documented_buttons()[scene.value], strict=True):
        word = cell.partition(":")[0]
        assert word == (f"**{label.text}**" if label.suggested else label.text)


@pytest.mark.parametrize("scene", [scene for scene in Scene if scene is not Scene.QUESTION])
def test_holding_the_left_button_changes_the_view_but_in_a_question(scene):
    """A long press of back shows the next view and nothing else; to a question it is the answer."""
    session = session_in(scene)
    after = pressed(session, Button.BACK, PressKind.LONG)
    assert after.view is session.view.following(session.brief.views)
    assert after.scene is session.scene


@pytest.mark.parametrize("scene", Scene)
def test_stop_ends_every_scene(scene):
    """After stop no practice is going on."""
    assert pressed(session_in(scene), Button.STOP).scene not in IN_SESSION


def test_one_button_is_suggested_but_none_where_something_is_amiss_or_asked():
    """No answer is better than another: on the safe screen, in questions of safety, for stimulation and the power."""
    asks = (Scene.QUESTION, Scene.ADVICE, Scene.ARM, Scene.SHUT_DOWN, Scene.DISCONNECT)
    none = (Scene.SAFE, Scene.SWITCHING_OFF, *asks)
    for scene in Scene:
        labels = picture(session_in(scene), surroundings(), NOW_S).buttons
        assert sum(label.suggested for label in labels) == (0 if scene in none else 1)
    assert session_in(Scene.SAFE).fault == CAMERA_FAULT
