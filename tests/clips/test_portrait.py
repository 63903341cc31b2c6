"""The drawn face moves as told: each side alone, in proportion, and always the same."""

from dataclasses import fields

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.clips.anatomy import EYE_X, IRIS_MM, OPENING_MM, lid_margins
from mirror.clips.expression import Expression, Half, HeadPose
from mirror.clips.look import DEMONSTRATOR, PATIENT
from mirror.clips.motion import FIELD, turned
from mirror.clips.portrait import Portrait
from mirror.clips.truth import true_excursion_mm
from mirror.problem import Problem

MEASURED = ("brow_raise", "eye_closure", "smile", "snarl", "pucker")
MOVEMENTS = tuple(field.name for field in fields(Half))

#: Skin near the mid-line is dragged along; farther than this from it, nothing moves.
FALLOFF_MM = 11.0


@pytest.fixture(scope="module")
def portrait() -> Portrait:
    return Portrait(480, 640, PATIENT)


def columns_changed(portrait: Portrait, expression: Expression) -> npt.NDArray[np.bool_]:
    """(width,) the columns of the picture in which the expression differs from rest."""
    difference = portrait.draw(expression).astype(int) - portrait.draw(Expression())
    changed: npt.NDArray[np.bool_] = np.abs(difference).max(axis=(0, 2)) > 0
    return changed


@pytest.mark.parametrize("movement", MOVEMENTS)
def test_a_movement_of_one_side_leaves_the_other_untouched(portrait: Portrait, movement: str) -> None:
    """At full size no pixel of the still side changes, apart from the skin next to the mid-line."""
    middle, margin = portrait.width / 2, FALLOFF_MM * portrait.per_mm
    of_left = columns_changed(portrait, Expression(left=Half(**{movement: 1.0})))
    of_right = columns_changed(portrait, Expression(right=Half(**{movement: 1.0})))
    assert of_left.any()
    assert of_right.any()
    assert not of_left[: int(middle - margin)].any(), "the subject's left is on the right of the picture"
    assert not of_right[int(middle + margin) :].any()


@pytest.mark.parametrize("movement", MEASURED)
def test_the_true_excursion_is_proportional_and_belongs_to_one_side(movement: str) -> None:
    """Half the amount is half the millimetres, and the other side has none."""
    full, none = true_excursion_mm(Expression(left=Half(**{movement: 1.0})), movement)
    assert none == 0
    for amount in (0.1, 0.25, 0.5, 0.8):
        left, right = true_excursion_mm(Expression(right=Half(**{movement: amount})), movement)
        assert left == 0
        assert right == pytest.approx(full * amount, abs=1e-4)


def test_full_movements_have_the_sizes_of_healthy_adults() -> None:
    """Brow 9 mm, lids 10 mm, corner 9 mm in a smile and 6 mm in a pucker, upper lip 5 mm."""
    sizes = {m: true_excursion_mm(Expression.both(**{m: 1.0}), m)[0] for m in MEASURED}
    assert sizes == pytest.approx({"brow_raise": 9, "eye_closure": 10, "smile": 9, "snarl": 5, "pucker": 6}, abs=0.05)


def test_a_posture_is_not_a_movement() -> None:
    """A drooping side starts elsewhere; it has not moved."""
    assert true_excursion_mm(Expression(left=Half(droop=1.0)), "smile") == (0, 0)


def test_the_lids_close_evenly_from_the_opening_that_is_told() -> None:
    """The drawn opening over the iris is the true one at every amount of closure, and nothing when closed."""
    x = np.array([[EYE_X]], np.float32)
    for closure in np.linspace(0, 1, 11):
        upper, lower = lid_margins(x, float(closure))
        assert float((lower - upper)[0, 0]) == pytest.approx(OPENING_MM * (1 - closure), abs=0.05)


def test_the_iris_has_the_size_that_millimetres_are_taken_from(portrait: Portrait) -> None:
    """11.77 mm across at the picture's own scale, counted along the row through the pupils."""
    x, y = portrait.pixel(EYE_X, 0.5, HeadPose())
    reach = round(9 * portrait.per_mm)
    row = portrait.draw(Expression())[round(y), round(x) - reach : round(x) + reach].astype(float).mean(-1)
    dark = row < (row.min() + row.max()) / 2 + 20
    assert np.count_nonzero(dark) / portrait.per_mm == pytest.approx(IRIS_MM, abs=1.0)


def test_the_same_expression_is_drawn_alike_by_every_portrait(portrait: Portrait) -> None:
    """Nothing depends on what was drawn before or on chance."""
    face = Expression(Half(smile=0.7, eye_closure=0.3), Half(pucker=0.4, brow_raise=1), teeth=0.5, jaw=0.3)
    once = portrait.draw(face)
    portrait.draw(Expression.both(snarl=1.0, frown=0.5).posed(HeadPose(0.1, 0.1, 0.8, 20)))
    assert np.array_equal(portrait.draw(face), once)
    assert np.array_equal(Portrait(480, 640, PATIENT).draw(face), once)


amounts = st.floats(0, 1, allow_subnormal=False)
halves = st.builds(Half, **dict.fromkeys(MOVEMENTS, amounts))
poses = st.builds(HeadPose, st.floats(-0.3, 0.3), st.floats(-0.3, 0.3), st.floats(0.5, 1.5), st.floats(-30, 30))


@given(st.builds(Expression, halves, halves, amounts, amounts, st.floats(-1, 1), st.floats(-1, 1), poses))
def test_every_expression_can_be_drawn(face: Expression) -> None:
    """Whatever is asked for within the limits gives a picture of the right shape."""
    picture = Portrait(160, 200, PATIENT).draw(face)
    assert picture.shape == (200, 160, 3)
    assert picture.dtype == np.uint8


def test_the_demonstrator_sinks_into_black() -> None:
    """The edge of the picture is pure black, which is mirror behind two-way glass."""
    picture = Portrait(544, 680, DEMONSTRATOR).draw(Expression())
    edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    assert edge.max() == 0
    assert picture[340, 272].max() > 100


def test_an_impossible_amount_is_refused_with_a_sentence() -> None:
    """The sentence names the value and what would be possible."""
    with pytest.raises(Problem, match=r"smile = 1\.2 .*0 to 1"):
        Half(smile=1.2)


def test_an_unknown_movement_has_no_true_size() -> None:
    """Asking for one says which have."""
    with pytest.raises(Problem, match=r"cheek_puff.*brow_raise"):
        true_excursion_mm(Expression(), "cheek_puff")


@pytest.mark.parametrize(("turn", "axis", "way"), [("yaw_deg", 1, 1), ("pitch_deg", 0, -1)])
def test_a_turned_head_carries_the_nose_farther_than_the_eyes(turn: str, axis: int, way: int) -> None:
    """To the subject's left for yaw, up for pitch; what is behind the ears and below the neck stays."""
    field = turned(HeadPose(**{turn: 10.0}))[..., 1 - axis]
    nose, eye, collar = (
        field[tuple(np.round(FIELD.pixels([place])[0]).astype(int)[::-1])] for place in ((0, 30), (31, 0), (20, 160))
    )
    assert way * nose > way * eye + 3 > 3
    assert collar == 0


def test_hands_carry_the_skin_where_they_push_it(portrait: Portrait) -> None:
    """A push on the left cheek changes that cheek alone."""
    push = np.zeros((FIELD.height, FIELD.width, 2), np.float32)
    push[..., 0] = 3.0 * FIELD.bump(45, 45, 8, 8)
    changed = np.abs(portrait.draw(Expression(), push).astype(int) - portrait.draw(Expression())).max(axis=(0, 2)) > 0
    assert changed[round(portrait.width / 2) :].any()
    assert not changed[: round(portrait.width / 2)].any()
