"""The arithmetic of the scale, whatever the grades."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.movement.sunnybrook import STANDARD, Grade, LeftOut, RestingPart, Sheet

CHEEK_UNKNOWN = LeftOut("low confidence")


def grades(lowest, highest):
    return st.builds(Grade, st.integers(lowest, highest), st.floats(0.0, 1.0), st.just(0.0))


def five(lowest, highest):
    return st.fixed_dictionaries({movement: grades(lowest, highest) for movement in STANDARD})


RESTING = st.fixed_dictionaries(
    {
        RestingPart.EYE: grades(0, 1),
        RestingPart.CHEEK: st.just(CHEEK_UNKNOWN) | grades(0, 2),
        RestingPart.MOUTH: grades(0, 1),
    }
)
SHEETS = st.builds(Sheet, five(1, 5), RESTING, five(0, 3))


def total(items):
    return sum(item.points for item in items.values() if isinstance(item, Grade))


def sheet(voluntary=5, resting=0, synkinesis=0, cheek=CHEEK_UNKNOWN):
    parts = {part: Grade(resting, 1.0, 0.0) for part in RestingPart} | {RestingPart.CHEEK: cheek}
    return Sheet(
        dict.fromkeys(STANDARD, Grade(voluntary, 1.0, 1.0)), parts, dict.fromkeys(STANDARD, Grade(synkinesis, 1.0, 0.0))
    )


@given(SHEETS)
def test_the_composite_is_four_times_voluntary_less_five_times_resting_less_synkinesis(found):
    """Ross 1996, with an unknown cheek counted as even; held within 0 and 100, the raw value kept."""
    raw = 4 * total(found.voluntary) - 5 * total(found.resting) - total(found.synkinesis)
    assert found.composite_raw == raw
    assert found.composite == min(100, max(0, raw))
    assert -15 <= raw <= 100


@given(SHEETS, st.sampled_from(STANDARD))
def test_a_better_movement_never_lowers_the_composite(found, movement):
    """One step more of any movement is four points."""
    points = found.voluntary[movement].points
    better = replace(found, voluntary=found.voluntary | {movement: Grade(min(5, points + 1), 1.0, 0.0)})
    assert better.composite_raw - found.composite_raw == (4 if points < 5 else 0)


def test_a_healthy_face_is_100_and_the_worst_is_below_nothing():
    """The ends of the scale."""
    assert sheet().composite == 100
    worst = sheet(voluntary=1, resting=1, synkinesis=3, cheek=Grade(2, 1.0, 0.0))
    assert (worst.composite_raw, worst.composite) == (-15, 0)


@pytest.mark.parametrize("kind", ["voluntary", "synkinesis"])
def test_without_an_item_there_is_no_composite_and_it_says_which(kind):
    """A missing item is never filled in."""
    movement = STANDARD[2]
    found = sheet()
    found = replace(found, **{kind: getattr(found, kind) | {movement: LeftOut("turned away")}})
    assert (found.composite, found.composite_raw) == (None, None)
    assert list(found.missing) == [("smile", "turned away")]


def test_an_unknown_cheek_is_no_missing_item():
    """It counts as even; a known one counts five points each."""
    assert sheet().missing == []
    assert sheet(cheek=Grade(2, 1.0, 0.0)).composite == 90


@given(SHEETS)
def test_confidence_stays_between_nothing_and_one(found):
    """It is a mean of the items' own."""
    assert 0.0 <= found.confidence <= 1.0 + 1e-9
