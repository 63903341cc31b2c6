"""A standard assessment in the log."""

import tempfile
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirror.diary.assessments import assessments
from mirror.diary.log import Saved
from mirror.diary.reading import reading
from mirror.diary.today import today_text
from mirror.movement.assessment import AssessmentDone
from mirror.movement.change import Repeatability
from mirror.movement.estimate import Estimate
from mirror.movement.sunnybrook import STANDARD, Grade, LeftOut, RestingPart, Sheet
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.therapy.effects import Assessed, SessionBegan
from tests.diary.assessed import assessed
from tests.diary.records import DAY, rows, running, stamp

EVEN = Sheet(
    voluntary={movement: Grade(3, 0.75, 0.5) for movement in STANDARD},
    resting={RestingPart.EYE: Grade(1, 0.75, 1.2), RestingPart.CHEEK: LeftOut("no landmark")},
    synkinesis={movement: Grade(0, 0.75, 0.1) for movement in STANDARD},
)


def _done(estimate: Estimate) -> Assessed:
    repeatability = {Movement.SMILE: Repeatability(0.05, 2)}
    done = AssessmentDone(estimate, repeatability, {Movement.SMILE: 3}, "attention-1a2b3c4d5e6f")
    return Assessed(done, {Movement.SMILE: 8.5})


@settings(max_examples=25)
@given(st.lists(assessed(), max_size=3))
def test_what_is_read_is_what_was_kept(kept: list[Assessed]):
    """Every item, every reason, every movement, in order."""
    with tempfile.TemporaryDirectory() as name:
        with running(Path(name)) as log:
            for one in kept:
                log.keep(one, stamp())
        with reading(Path(name)) as db:
            assert db is not None
            assert [one for _, one in assessments(db)] == kept


def test_an_assessment_is_one_row_with_its_parts(tmp_path: Path):
    """Programs read the composite, the items and what each movement did; all of it is saved at once."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        saved = log.keep(_done(Estimate(EVEN, Side.LEFT, 0.75, None)), stamp(60))
    assert saved[0] == Saved("assessments", 1)
    assert len(saved) == 1 + 12 + 1
    query = "SELECT session_id, composite, composite_raw, affected, confidence, abstained, model FROM assessments"
    assert rows(tmp_path, query) == [(1, 55, 55, "left", 0.75, None, "attention-1a2b3c4d5e6f")]
    query = "SELECT item, points, confidence, figure, abstained FROM assessment_items WHERE part = 'resting'"
    assert rows(tmp_path, query) == [("eye", 1, 0.75, 1.2, None), ("cheek", None, None, None, "no landmark")]
    query = "SELECT movement, repetitions, symmetry_sd, repeats, full_mm FROM assessment_movements"
    assert rows(tmp_path, query) == [("smile", 3, 0.05, 2, 8.5)]


@pytest.mark.parametrize(
    ("estimate", "line"),
    [
        (Estimate(EVEN, Side.LEFT, 0.754, None), "  08:12  55 of 100; confidence 0.75"),
        (
            Estimate(EVEN, Side.LEFT, None, "rest: too dark"),
            "  08:12  No figure for the whole face this time (rest: too dark).",
        ),
    ],
)
def test_the_page_says_what_it_came_to(tmp_path: Path, estimate: Estimate, line: str):
    """The composite with its confidence, or why there is none; and that it is an estimate."""
    with running(tmp_path) as log:
        log.keep(_done(estimate), stamp())
    text = today_text(tmp_path, DAY, zone=UTC)
    assert f"The standard assessment:\n{line}\n" in text
    assert text.endswith("Mirror estimate, not a diagnosis.\n")
