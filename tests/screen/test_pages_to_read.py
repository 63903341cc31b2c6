"""The pages that are read: what follows from an answer, and lists that are longer than the screen."""

from dataclasses import replace

import numpy as np
import pytest

from mirror.screen.chrome import draw_chrome
from mirror.screen.ink import Pen
from mirror.screen.layout import layout
from mirror.screen.picture import Choices, Label, Page, Picture
from mirror.screen.scenes import picture
from mirror.screen.theme import DIM, INK, Scale
from mirror.screen.type import Type
from mirror.therapy.brief import Brief
from mirror.therapy.phones import KnownPhone, Phones
from mirror.therapy.questions import QUESTIONS
from mirror.therapy.red_flags import Urgency
from mirror.therapy.scene import Scene
from mirror.therapy.session import Session
from tests.screen.states import NOW_S, session_in, surroundings

SIZES = [(1080, 1920), (800, 480)]
NO_LABELS = (Label(), Label(), Label())


def shown(session: Session) -> Picture:
    return picture(session, surroundings(), NOW_S)


def drawn(seen: Picture, size: tuple[int, int]) -> np.ndarray:
    """What stands still on a screen of this size, (height, width, 3) blue, green, red."""
    return draw_chrome(seen, layout(*size), Pen(Type.of_this_machine(), Scale(*size)))[:, :, :3]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda one: one.id.value)
def test_what_an_emergency_asks_for_is_in_full_light_and_no_smaller_than_a_sentence(question):
    """Ink, in the size of the line below any headline; every other remark is as large, and dim."""
    emergency = any(answer is not None and answer.follows is Urgency.EMERGENCY for answer in question.answers)
    seen = shown(Session.of(Brief()).to(Scene.QUESTION, NOW_S, asking=(question,)))
    assert (seen.at_once, seen.sentence, seen.detail) == (
        (question.remark, "", "") if emergency else ("", question.remark, "")
    )
    alone = replace(seen, headline="", title="", buttons=NO_LABELS)
    lit = drawn(alone, SIZES[0])
    if question.remark:
        assert lit.max() == max(INK if emergency else DIM)
        told = replace(alone, page=Page.TEXT, sentence=question.remark, at_once="")
        assert np.array_equal(lit.any(axis=2), drawn(told, SIZES[0]).any(axis=2)), "as large as what is told"


@pytest.mark.parametrize("scene", [Scene.SHUT_DOWN, Scene.DISCONNECT])
def test_what_follows_from_an_answer_is_a_sentence(scene):
    """It is read before the answer is given, so it is no small print."""
    seen = shown(session_in(scene))
    assert seen.sentence
    assert not seen.detail


@pytest.mark.parametrize(
    ("count", "at", "title"),
    [(4, 0, "Phones"), (7, 0, "Phones, 1 to 5 of 7"), (7, 5, "Phones, 3 to 7 of 7"), (7, 7, "Phones, 4 to 7 of 7")],
)
def test_a_long_list_of_phones_says_that_there_are_more(count, at, title):
    """Which of how many are seen; a list that fits needs no figures."""
    known = Phones(known=tuple(KnownPhone(f"{number:032x}", f"Phone {number}") for number in range(1, count + 1)))
    seen = shown(Session.of(Brief()).to(Scene.PHONES, NOW_S, phones=known, phone_at=at))
    assert seen.title == title
    assert seen.choices.words[seen.choices.chosen] == (f"Phone {at + 1}" if at < count else "Back")


@pytest.mark.parametrize("size", SIZES)
def test_a_long_name_is_no_smaller_than_its_neighbours(size):
    """All lines of a list are set alike, so a short one shrinks with the longest."""
    heights = []
    for other in ("Ben", "Maria Magdalena Elisabeth Theodora (Chromebook)"):
        seen = replace(shown(session_in(Scene.MENU)), choices=Choices(("HHH", other), 0), buttons=NO_LABELS, title="")
        names = drawn(seen, size)[:, layout(*size).text.x + Scale(*size).length(74) :]
        lit = np.flatnonzero((names.max(axis=2) > 200).any(axis=1))
        heights.append(lit.max() - lit.min())
    assert heights[1] < heights[0]
