"""One face at rest from several pictures of it, and the reasons by their words."""

import pytest

from mirror.perception.face import Doubt, Unseen, reason_named
from mirror.perception.resting import NOISE_MM, RestingItem, RestingReading, over_rests


def at_rest(left_more_mm, confidence=1.0):
    return {item: RestingReading(10.0 + left_more_mm, 10.0, NOISE_MM[item], confidence) for item in RestingItem}


def test_the_middle_picture_counts():
    """One picture that is off by a lot does not show; the noise is the mirror's own all the same."""
    found = over_rests([at_rest(0.2), at_rest(5.0), at_rest(0.4)])
    assert found[RestingItem.MOUTH].left_more_mm == pytest.approx(0.4)
    assert found[RestingItem.MOUTH].noise_mm == NOISE_MM[RestingItem.MOUTH]


def test_what_only_one_of_two_pictures_says_is_half_as_sure():
    """An eye that was shut in one of them."""
    shut = at_rest(0.2) | {RestingItem.EYE: Doubt.SHUT_AT_REST}
    found = over_rests([shut, at_rest(0.4)])
    assert (found[RestingItem.EYE].left_more_mm, found[RestingItem.EYE].confidence) == (pytest.approx(0.4), 0.5)
    assert found[RestingItem.MOUTH].confidence == 1.0
    assert over_rests([shut])[RestingItem.EYE] is Doubt.SHUT_AT_REST


@pytest.mark.parametrize("reason", [*Unseen, *Doubt], ids=lambda reason: reason.name)
def test_a_reason_is_known_by_its_words(reason):
    """What the log keeps as words is the same reason when it is read back; no two share their words."""
    assert reason_named(reason.value) is reason


def test_words_that_are_no_reason_are_refused():
    """Nothing is guessed."""
    with pytest.raises(ValueError, match="no idea"):
        reason_named("no idea")
