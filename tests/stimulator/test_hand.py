"""The button in the hand: what arms, what carries a train, what counts as leaning."""

import pytest

from hardware.stimulator.hand import ARMED_S, LET_GO_S, Grip, Hand, grip_after


def pressed_for(*seconds):
    """The grip after holding and letting go in turns, in steps of 5 ms from 0 on; open at the first instant."""
    grip, now_s = grip_after(grip_after(Grip(), Hand.OPEN, -1.0), Hand.OPEN, 0.0), 0.0
    for number, lasts_s in enumerate(seconds):
        hand = Hand.HELD if number % 2 == 0 else Hand.OPEN
        for _ in range(round(lasts_s / 0.005)):
            now_s += 0.005
            grip = grip_after(grip, hand, now_s)
    return grip, now_s


@pytest.mark.parametrize(("held_s", "armed"), [(1.9, False), (2.1, True), (9.9, True), (10.1, False)])
def test_two_to_ten_seconds_held_and_let_go_arm(held_s, armed):
    """Shorter is a press, longer is leaning."""
    grip, now_s = pressed_for(held_s, LET_GO_S + 0.01)
    assert grip.armed(now_s) is armed


def test_holding_alone_does_not_arm():
    """Only letting go does, so that a jammed button never can."""
    grip, now_s = pressed_for(5.0)
    assert not grip.armed(now_s)


def test_arming_expires():
    """After two minutes, to the instant."""
    grip, now_s = pressed_for(2.5, LET_GO_S + 0.01)
    assert grip.armed(now_s + ARMED_S)
    assert not grip.armed(now_s + ARMED_S + 1e-6)
    grip, now_s = pressed_for(2.5, 119.0)
    assert grip.armed(now_s)
    grip, now_s = pressed_for(2.5, 121.0)
    assert not grip.armed(now_s)


def test_a_short_press_leaves_it_armed():
    """The press that carries a train neither prolongs nor ends the arming."""
    grip, now_s = pressed_for(2.5, 1.0, 0.5, LET_GO_S + 0.01)
    assert grip.armed_until_s == pytest.approx(now_s - 1.5 + ARMED_S, abs=0.01)


def test_a_button_that_is_down_at_the_start_is_nothing_until_it_was_let_go():
    """A jammed or taped button neither begins a train nor arms."""
    grip = Grip()
    for tick in range(1000):
        grip = grip_after(grip, Hand.HELD, 0.005 * tick)
    assert grip.held(5.0)
    assert not grip.fresh(5.0)
    for tick in range(1001, 1100):
        grip = grip_after(grip, Hand.OPEN, 0.005 * tick)
        assert not grip.armed(0.005 * tick)


def test_contacts_that_bounce_are_held_only_once_they_rest():
    """Each opening begins the settling anew; an opening itself counts at once."""
    grip, now_s = pressed_for(0.005, 0.005, 0.010, 0.005, 0.045)
    assert not grip.held(now_s)
    grip, now_s = pressed_for(0.005, 0.005, 0.010, 0.005, 0.060)
    assert grip.held(now_s)
    assert not grip_after(grip, Hand.OPEN, now_s + 0.005).held(now_s + 0.005)


def test_a_press_is_fresh_for_ten_seconds_and_for_one_train():
    """Afterwards it has to be let go."""
    grip, now_s = pressed_for(9.9)
    assert grip.fresh(now_s)
    assert not grip.spent().fresh(now_s)
    grip, now_s = pressed_for(10.1)
    assert not grip.fresh(now_s)


def test_disarming_takes_the_present_press_along():
    """After a fault the same press must not go on."""
    grip, now_s = pressed_for(2.5, 1.0, 0.5)
    assert grip.armed(now_s)
    assert grip.fresh(now_s)
    assert not grip.disarmed().armed(now_s)
    assert not grip.disarmed().fresh(now_s)
    assert grip.disarmed().held(now_s)


def test_an_arming_press_during_which_it_was_disarmed_does_not_arm():
    """Letting go after a fault arms nothing: the two seconds are asked for anew."""
    grip, now_s = pressed_for(2.5)
    grip = grip_after(grip_after(grip.disarmed(), Hand.OPEN, now_s + 0.005), Hand.OPEN, now_s + 1.0)
    assert not grip.armed(now_s + 1.0)


def test_a_contact_that_drops_out_was_not_let_go():
    """Single readings of open in a press that is held on neither arm nor make it a new one."""
    grip, now_s = pressed_for(2.5, 0.005, 3.0, LET_GO_S - 0.01, 3.0)
    assert grip.pressed_s == pytest.approx(0.005)
    assert not grip.armed(now_s)
    grip, now_s = pressed_for(*([2.5, 0.005] * 20), 1.0)
    assert not grip.fresh(now_s)
    assert not grip.armed(now_s)


def test_a_drop_out_after_a_train_disarms():
    """Open for a moment and closed again is no hand: somebody arms anew."""
    grip, now_s = pressed_for(2.5, 1.0, 1.0)
    grip = grip_after(grip.spent(), Hand.OPEN, now_s + 0.025)
    assert grip.armed(now_s + 0.025)
    grip = grip_after(grip, Hand.HELD, now_s + 0.050)
    assert not grip.armed(now_s + 0.050)
    assert not grip.fresh(now_s + 0.050)
