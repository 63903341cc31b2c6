"""The documents about scenes and buttons say what the screen shows and what the session does."""

import re
from pathlib import Path

import pytest

from mirror.screen.scenes import picture
from mirror.therapy.press import Button, Press, PressKind
from mirror.therapy.session import IN_SESSION, Inputs, Scene, Session
from mirror.therapy.step import step
from tests.screen.states import CAMERA_FAULT, NOW_S, session_in, surroundings

DOCS = Path(__file__).resolve().parents[2] / "docs"
BUTTONS = (Button.BACK, Button.SELECT, Button.NEXT)
ROW = re.compile(r"^\| (\w+) \|([^|]*)\|([^|]*)\|([^|]*)\|$", re.MULTILINE)


def pressed(session: Session, button: Button, kind: PressKind = PressKind.SHORT) -> Session:
    fault = session.fault if session.scene is Scene.SAFE else None
    return step(session, Inputs(unseen=None, press=Press(button, kind), fault=fault), NOW_S)[0]


def documented_buttons() -> dict[str, tuple[str, ...]]:
    rows = ROW.findall((DOCS / "buttons.md").read_text(encoding="utf-8"))
    return {row[0]: tuple(cell.strip() for cell in row[1:]) for row in rows if row[0] != "scene"}


@pytest.mark.parametrize("scene", Scene)
def test_every_scene_is_documented_with_the_way_out_of_it(scene):
    """docs/scenes.md has a section per scene, and each says how it is left."""
    text = (DOCS / "scenes.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert "\nLeft " in sections[scene.value]


@pytest.mark.parametrize("scene", Scene)
def test_a_button_acts_where_it_has_a_word_and_only_there(scene):
    """A short press of a button with a label changes the session; one without a label changes nothing."""
    session = session_in(scene)
    labels = picture(session, surroundings(), NOW_S).buttons
    for button, label in zip(BUTTONS, labels, strict=True):
        assert (pressed(session, button) != session) == bool(label.text), button


@pytest.mark.parametrize("scene", Scene)
def test_the_table_of_buttons_has_the_words_of_the_screen(scene):
    """docs/buttons.md names the same labels and suggests the same button as the screen."""
    labels = picture(session_in(scene), surroundings(), NOW_S).buttons
    for label, cell in zip(labels, documented_buttons()[scene.value], strict=True):
        word = cell.partition(":")[0]
        assert word == (f"**{label.text}**" if label.suggested else label.text)


@pytest.mark.parametrize("scene", Scene)
def test_holding_the_left_button_changes_the_view_everywhere(scene):
    """A long press of back shows the next view and nothing else."""
    session = session_in(scene)
    after = pressed(session, Button.BACK, PressKind.LONG)
    assert after.view is session.view.following
    assert after.scene is session.scene


@pytest.mark.parametrize("scene", Scene)
def test_stop_ends_every_scene(scene):
    """After stop no practice is going on."""
    assert pressed(session_in(scene), Button.STOP).scene not in IN_SESSION


def test_at_most_one_button_is_suggested_and_none_while_something_is_amiss():
    """The safe screen suggests nothing: no answer is better than another."""
    for scene in Scene:
        labels = picture(session_in(scene), surroundings(), NOW_S).buttons
        assert sum(label.suggested for label in labels) == (0 if scene is Scene.SAFE else 1)
    assert session_in(Scene.SAFE).fault == CAMERA_FAULT
