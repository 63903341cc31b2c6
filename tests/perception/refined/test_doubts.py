"""What makes a reading of photographs doubtful gives no figure; what should not matter does not."""

import cv2
import numpy as np
import pytest

from mirror.clips.expression import Expression, Half
from mirror.perception.excursion import Movement
from mirror.perception.face import Doubt, Side, Unseen
from mirror.perception.refined.movements import BROW, MODIOLUS
from mirror.perception.refined.pair import MEASURED
from mirror.perception.refined.photographs import Pair, as_line, as_text, measured, pairs_in
from mirror.problem import Problem

#: From brow to cheek.
EYE_REGION = {Side.LEFT: (*BROW[Side.LEFT], 263, 362, 347), Side.RIGHT: (*BROW[Side.RIGHT], 33, 133, 118)}


@pytest.fixture(scope="module")
def drawn(portrait):
    """A picture of the drawn patient at rest and one of each expression that is asked for."""
    return lambda **halves: portrait.draw(Expression(left=Half(**halves), right=Half(**halves)))


@pytest.fixture
def reading(stills, drawn, tmp_path):
    """What is read of a picture against the drawn face at rest, or against another picture."""

    def read(image, movement, rest=None):
        cv2.imwrite(str(tmp_path / "rest.png"), drawn() if rest is None else rest)
        cv2.imwrite(str(tmp_path / "move.png"), image)
        ((_, found),) = measured([Pair("rest.png", "move.png", movement, tmp_path)], stills)
        return found

    return read


def covered(image, stills, indices):
    """The picture with a hand's colour over these points."""
    points = stills.track(image, 0.0)[list(indices), :2]
    low, high = points.min(axis=0).astype(int) - 34, points.max(axis=0).astype(int) + 34
    spoilt = image.copy()
    cv2.rectangle(spoilt, tuple(map(int, low)), tuple(map(int, high)), (140, 165, 205), -1)
    return spoilt


@pytest.mark.parametrize(
    ("movement", "indices"),
    [(Movement.SMILE, MODIOLUS[Side.LEFT]), (Movement.BROW_RAISE, BROW[Side.RIGHT])],
    ids=["hand over a corner", "hair over a brow"],
)
def test_what_is_covered_is_not_made_up(reading, drawn, stills, movement, indices):
    """The other side is in full view, and still there is no figure for either."""
    found = reading(covered(drawn(), stills, indices), movement)
    assert found.excursion is None
    assert found.abstained in (*Doubt, *Unseen)


@pytest.mark.parametrize("side", list(Side), ids=lambda side: side.value)
def test_an_eye_under_a_hand_is_not_a_closed_eye(reading, drawn, stills, side):
    """Skin lies over it either way; that the skin round it is gone too tells the hand."""
    found = reading(covered(drawn(), stills, EYE_REGION[side]), Movement.EYE_CLOSURE)
    assert found.abstained in (Doubt.HIDDEN, Doubt.UNLIKE_REST)
    assert reading(drawn(eye_closure=1.0), Movement.EYE_CLOSURE).excursion.mean_mm > 4.0


@pytest.mark.parametrize("movement", MEASURED, ids=lambda movement: movement.value)
def test_rest_and_movement_swapped_are_no_figure(reading, drawn, movement):
    """Everything goes the other way, and that is said instead of a figure."""
    found = reading(drawn(), movement, rest=drawn(**{movement.value: 0.8}))
    assert found.excursion is None
    assert found.abstained in (Doubt.OTHER_WAY, Doubt.SHUT_AT_REST)


@pytest.mark.parametrize(
    ("named", "shown", "why"),
    [
        (Movement.PUCKER, Movement.SMILE, Doubt.OTHER_WAY),
        (Movement.SMILE, Movement.PUCKER, Doubt.OTHER_WAY),
        (Movement.SMILE, Movement.EYE_CLOSURE, Doubt.ANOTHER_MOVEMENT),
        (Movement.BROW_RAISE, Movement.SMILE, Doubt.ANOTHER_MOVEMENT),
        (Movement.PUCKER, Movement.EYE_CLOSURE, Doubt.ANOTHER_MOVEMENT),
    ],
    ids=lambda value: value.value if isinstance(value, Movement) else "",
)
def test_a_photograph_of_another_movement_is_no_figure(reading, drawn, named, shown, why):
    """Files get mixed up; the figure of a movement that was not made would be believed."""
    assert reading(drawn(**{shown.value: 0.8}), named).abstained is why


@pytest.mark.parametrize("gain", [0.6, 1.1])
@pytest.mark.parametrize("closed", [0.0, 0.7])
def test_the_light_neither_closes_nor_opens_an_eye(reading, drawn, gain, closed):
    """The same picture, darker and brighter: what the lids did stays what it was."""
    picture = drawn(eye_closure=closed)
    plain = reading(picture, Movement.EYE_CLOSURE).excursion
    other = reading(np.clip(picture * gain, 0, 255).astype(np.uint8), Movement.EYE_CLOSURE).excursion
    assert (other.left_mm, other.right_mm) == pytest.approx((plain.left_mm, plain.right_mm), abs=0.8)


def test_a_second_person_in_the_picture_is_said(reading, drawn):
    """Nobody can tell whose smile it is."""
    found = reading(np.hstack([drawn(smile=0.8), drawn()]), Movement.SMILE)
    assert found.abstained is Doubt.MORE_FACES


def test_a_picture_of_another_size_reads_alike(reading, drawn):
    """Cut wider than the one at rest, and made smaller."""
    picture = drawn(smile=0.8)
    plain = reading(picture, Movement.SMILE).excursion
    wider = cv2.copyMakeBorder(picture, 0, 0, 300, 300, cv2.BORDER_REPLICATE)
    smaller = cv2.resize(picture, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)
    for other in (wider, smaller):
        found = reading(other, Movement.SMILE).excursion
        assert found.symmetry == pytest.approx(plain.symmetry, abs=0.08)
        assert found.mean_mm == pytest.approx(plain.mean_mm, rel=0.1)


def test_where_nothing_moved_no_side_is_the_weaker_one(reading, drawn):
    """The same face twice: the noise of a reading names nobody's side."""
    found = reading(drawn(), Movement.BROW_RAISE).excursion
    assert max(abs(found.left_mm), abs(found.right_mm)) < 0.5
    assert found.weaker is None


@pytest.mark.parametrize(
    ("table", "said"),
    [("rest,move,movement\n", "has no pair"), ("rest;move;movement\na.jpg;b.jpg;smile\n", "semicolons")],
    ids=["empty", "semicolons"],
)
def test_a_table_that_cannot_be_used_says_why(tmp_path, table, said):
    """The way out is in the sentence."""
    (tmp_path / "pairs.csv").write_text(table, encoding="utf-8")
    with pytest.raises(Problem, match=said):
        pairs_in(tmp_path / "pairs.csv")


@pytest.mark.parametrize(
    ("rest", "why"),
    [
        (np.zeros_like, Unseen.NO_FACE),
        (lambda face: cv2.resize(face, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA), Unseen.TOO_FAR),
        (lambda face: np.hstack((face, face)), Doubt.MORE_FACES),
    ],
    ids=["black", "tiny", "two faces"],
)
def test_a_picture_at_rest_that_shows_nothing_is_named_and_not_the_movement(stills, drawn, tmp_path, rest, why):
    """The words name the photograph to take again; the other one is good."""
    cv2.imwrite(str(tmp_path / "calm.png"), rest(drawn()))
    cv2.imwrite(str(tmp_path / "hold.png"), drawn(smile=0.8))
    ((pair, found),) = measured([Pair("calm.png", "hold.png", Movement.SMILE, tmp_path)], stills)
    assert as_text(pair, found) == f"smile, hold.png: not measured; at rest, calm.png: {why.value}"
    assert f'"abstained": "{why.value}"' in as_line(pair, found, "any")


def test_a_movement_that_shows_nothing_is_named_itself(stills, drawn, tmp_path):
    """The photograph at rest is good, so nothing is said of it."""
    cv2.imwrite(str(tmp_path / "calm.png"), drawn())
    cv2.imwrite(str(tmp_path / "hold.png"), np.zeros_like(drawn()))
    ((pair, found),) = measured([Pair("calm.png", "hold.png", Movement.SMILE, tmp_path)], stills)
    assert as_text(pair, found) == "smile, hold.png: not measured, no face"
