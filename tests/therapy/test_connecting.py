"""Connecting a phone and letting it go, at the mirror: what each press does, and what always ends with the scene."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.therapy.adjusting import MENU_S
from mirror.therapy.effects import Disconnect, OfferConnection, WithdrawOffer
from mirror.therapy.menu import Entry
from mirror.therapy.phones import Connecting, KnownPhone, Phones, Standing
from mirror.therapy.press import Button, PressKind
from mirror.therapy.scene import Scene
from tests.therapy.test_menu import CHOOSE, DOWN, UP, in_menu

ANNA, BEN = KnownPhone("a" * 32, "Anna, iPhone"), KnownPhone("b" * 32, "Ben, Android")
OFFERED = Phones(Connecting(Standing.OFFERED, "http://x/connect/y", "x", "123456", until_s=1000.0))


def opened(entry: Entry):
    """The menu with this entry chosen; the effects of choosing it."""
    timeline = in_menu()
    while timeline.session.entry is not entry:
        timeline.press(DOWN)
    return timeline, timeline.press(CHOOSE)


def connecting():
    timeline, effects = opened(Entry.CONNECT)
    assert (timeline.session.scene, effects) == (Scene.CONNECT, [OfferConnection()])
    timeline.phones = OFFERED
    return timeline.wait(0.5)


def listing(*known: KnownPhone):
    timeline, _ = opened(Entry.PHONES)
    timeline.phones = Phones(known=known)
    timeline.wait(0.5)
    assert timeline.session.phones.known == known
    return timeline


def test_while_a_phone_is_awaited_the_scene_stays():
    """Whoever looks for their glasses has five minutes."""
    timeline = connecting()
    timeline.wait(299.0)
    assert timeline.session.scene is Scene.CONNECT


@pytest.mark.parametrize("standing", [Standing.CONNECTED, Standing.OVER, Standing.NOT_SERVED, Standing.NO_NETWORK])
def test_what_came_of_it_is_read_for_a_minute(standing):
    """Then the mirror is a mirror again."""
    timeline = connecting()
    timeline.phones = Phones(Connecting(standing, whose="Anna, iPhone"))
    timeline.wait(MENU_S - 1.0)
    assert timeline.session.phones.connecting.standing is standing
    assert timeline.session.scene is Scene.CONNECT
    timeline.wait(2.0)
    assert timeline.session.scene is Scene.IDLE


@pytest.mark.parametrize("button", [Button.SELECT, Button.STOP])
def test_leaving_withdraws_what_was_offered(button):
    """Back, and stop, which ends everything."""
    timeline = connecting()
    assert timeline.press(button) == [WithdrawOffer()]
    assert timeline.session.scene in (Scene.MENU, Scene.IDLE)


def test_another_one_can_be_shown_when_the_time_is_over():
    """One press, and a new offer is made; before that the button does nothing."""
    timeline = connecting()
    assert timeline.press(DOWN) == []
    timeline.phones = Phones(Connecting(Standing.OVER))
    timeline.wait(0.5)
    assert timeline.press(DOWN) == [OfferConnection()]
    assert timeline.session.phones.connecting.standing is Standing.PREPARING


def test_a_phone_is_let_go_after_one_question():
    """The one whose line was chosen, and no other."""
    timeline = listing(ANNA, BEN)
    timeline.press(DOWN)
    assert timeline.press(CHOOSE) == []
    assert (timeline.session.scene, timeline.session.phone) == (Scene.DISCONNECT, BEN)
    assert timeline.press(DOWN) == [Disconnect(BEN.id)]
    assert timeline.session.scene is Scene.PHONES


def test_it_can_be_kept():
    """The other answer changes nothing."""
    timeline = listing(ANNA)
    timeline.press(CHOOSE)
    assert timeline.press(UP) == []
    assert timeline.session.scene is Scene.PHONES


def test_the_last_line_leads_back_and_the_list_goes_round():
    """Up from the first line is the last one."""
    timeline = listing(ANNA, BEN)
    timeline.press(UP)
    assert timeline.session.phone is None
    timeline.press(CHOOSE)
    assert timeline.session.scene is Scene.MENU


def test_a_phone_that_has_gone_is_not_asked_about():
    """The list follows what there is."""
    timeline = listing(ANNA, BEN)
    timeline.press(DOWN)
    timeline.press(CHOOSE)
    timeline.phones = Phones(known=(ANNA,))
    timeline.wait(0.5)
    assert timeline.session.scene is Scene.PHONES
    assert timeline.session.phone == ANNA


def test_nobody_leaves_the_list_open():
    """After a minute it is idle; every press begins the minute anew."""
    for scene in (Scene.PHONES, Scene.DISCONNECT):
        timeline = listing(ANNA)
        timeline.session = timeline.session.to(scene, timeline.now_s)
        timeline.wait(MENU_S + 1.0)
        assert timeline.session.scene is Scene.IDLE


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Button)), st.sampled_from(PressKind), st.sampled_from(Standing)), max_size=30
    )
)
def test_whatever_is_pressed_no_offer_outlives_its_scene(presses):
    """An offer is made when the scene is entered, and withdrawn when it is left, however that comes about."""
    timeline = in_menu()
    stands = False
    for button, kind, standing in presses:
        timeline.phones = Phones(Connecting(standing), known=(ANNA,))
        for effect in [*timeline.press(button, kind), *timeline.tell_more()]:
            stands = isinstance(effect, OfferConnection) or (stands and not isinstance(effect, WithdrawOffer))
        assert stands == (timeline.session.scene is Scene.CONNECT)
