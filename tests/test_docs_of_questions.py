"""docs/questions.md and docs/first-movement.md are held to the program."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mirror.therapy.attempt import LEAST_NOISE_MM
from mirror.therapy.cards import cards
from mirror.therapy.evidence import Sign
from mirror.therapy.eye_guardian import SENTENCES as EYE_SENTENCES
from mirror.therapy.eye_guardian import EyeAdvice
from mirror.therapy.flicker import LEAK, Flicker
from mirror.therapy.flicker import SENTENCES as FLICKER_SENTENCES
from mirror.therapy.questions import QUESTIONS, Answer, Confirms, Contraindication, Told
from mirror.therapy.red_flags import ADVICE, RedFlag, Urgency
from mirror.therapy.stage import Stage
from tests.therapy.simulate_flicker import SUPPOSED, TRUE_MM

DOCS = Path(__file__).resolve().parent.parent / "docs"


def follows(answer: Answer | None) -> str:
    """A button's word and what comes of it."""
    if answer is None:
        return ""
    match answer.follows:
        case Urgency.NONE:
            return answer.text
        case Urgency() as urgency:
            return f"{answer.text}: {urgency.value}"
        case Sign() as sign:
            return f"{answer.text}: {sign.value}"
        case Told() as told:
            return f"{answer.text}: remembered as *{told.value}*"
        case Confirms(stage, by):
            return f"{answer.text}: {stage.value}, the word of a {by.value}"


def question_rows() -> Iterator[str]:
    yield "| id | question | remark | left | middle | right |"
    yield "|---|---|---|---|---|---|"
    for one in QUESTIONS.values():
        yield f"| `{one.id.value}` | {one.text} | {one.remark} | {' | '.join(map(follows, one.answers))} |"


def flag_rows() -> Iterator[str]:
    yield "| what a doctor must hear of | how soon | asked in |"
    yield "|---|---|---|"
    for flag in RedFlag:
        asked = ", ".join(f"`{one.id.value}`" for one in QUESTIONS.values() if flag in one.flags)
        yield f"| {flag.value} | {flag.urgency.value} | {asked} |"


def contraindication_rows() -> Iterator[str]:
    yield "| what speaks against stimulation | asked in |"
    yield "|---|---|"
    for one in Contraindication:
        asked = ", ".join(f"`{question.id.value}`" for question in QUESTIONS.values() if one in question.against)
        yield f"| {one.value} | {asked} |"


def advice_rows() -> Iterator[str]:
    yield "| how soon | headline | sentence |"
    yield "|---|---|---|"
    for urgency, advice in ADVICE.items():
        yield f"| {urgency.value} | {advice.headline} | {advice.sentence} |"


def eye_rows() -> Iterator[str]:
    yield "| what follows | for whom | sentences |"
    yield "|---|---|---|"
    for advice in EyeAdvice:
        whom = "the caregiver" if advice.for_caregiver else "the person at the mirror"
        yield f"| {advice.value} | {whom} | {EYE_SENTENCES[advice]} |"


def card_rows() -> Iterator[str]:
    yield "| id | headline | stages | source |"
    yield "|---|---|---|---|"
    for one in cards():
        stages = ", ".join(stage.value for stage in Stage if stage in one.stages)
        yield f"| `{one.id}` | {one.headline} | {stages} | {one.source} |"


def flicker_rows() -> Iterator[str]:
    yield "| | said |"
    yield "|---|---|"
    for one in Flicker:
        yield f"| {one.value} | {FLICKER_SENTENCES[one]} |"


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("questions.md", question_rows),
        ("questions.md", flag_rows),
        ("questions.md", contraindication_rows),
        ("questions.md", advice_rows),
        ("questions.md", eye_rows),
        ("questions.md", card_rows),
        ("first-movement.md", flicker_rows),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_every_question_answer_card_and_sentence_is_documented(page, rows):
    """As the program has it, word for word."""
    assert "\n".join(rows()) in (DOCS / page).read_text(encoding="utf-8")


def test_the_simulation_is_documented_row_by_row():
    """Everything that is supposed, and every true movement, has its figure; the limits are those of the program."""
    page = (DOCS / "first-movement.md").read_text(encoding="utf-8")
    for words in SUPPOSED:
        assert re.search(rf"^\| {re.escape(words)} \| \d+\.\d\d \|$", page, re.MULTILINE), words
    for true_mm in TRUE_MM:
        assert re.search(rf"^\| {true_mm:g} mm \| ", page, re.MULTILINE), true_mm
    assert f"{LEAK:.0%}".replace("%", " %") in page
    assert f"{LEAST_NOISE_MM:g} mm" in page
