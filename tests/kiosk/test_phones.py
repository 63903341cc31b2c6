"""The mirror and the page, each in its own process in life: files are all that is between them."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from mirror.caregiver.door import Door
from mirror.caregiver.inbox import append, note, tick
from mirror.caregiver.offer import VALID_S, read_offer
from mirror.caregiver.phones import Phone, connected, write_phones
from mirror.caregiver.places import Places
from mirror.caregiver.serving import only_one, tell_address
from mirror.kiosk.inbox import Inbox
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.phones import LOOKED_EVERY_S, HousePhones, NoPhones
from mirror.kiosk.planning import AlwaysTheSame
from mirror.kiosk.sight import Sight
from mirror.screen.connect_page import qr_mask
from mirror.therapy.brief import Brief
from mirror.therapy.effects import Disconnect, DutyDone, NoteWritten, OfferConnection, WithdrawOffer
from mirror.therapy.phones import NO_PHONES, Standing
from mirror.therapy.scene import Scene
from mirror.therapy.timetable import Duty
from tests.caregiver.household import PHONE, Now

URL = "http://192.168.1.20:8765"


def mirror_over(data_dir: Path) -> tuple[HousePhones, Now]:
    now = Now()
    places = Places(data_dir)
    return HousePhones(places, now, Inbox(places, frozenset)), now


def offered(data_dir: Path):
    """A mirror that waits for a phone, beside a page that is served."""
    phones, now = mirror_over(data_dir)
    tell_address(Places(data_dir), URL)
    with only_one(Places(data_dir)):
        phones.carry_out(OfferConnection(), 0.0)
    return phones, now, phones.known(Scene.CONNECT, 0.0).connecting


def test_what_the_mirror_shows_lets_a_phone_in_and_the_mirror_sees_it(tmp_path):
    """The link's own token, taken by the page; then the mirror says whose phone came."""
    phones, now, shown = offered(tmp_path)
    assert (shown.standing, shown.address, shown.until_s) == (Standing.OFFERED, "192.168.1.20:8765", VALID_S)
    assert shown.link.startswith(f"{URL}/connect/")
    came = Door(Places(tmp_path)).by_token(shown.link.rsplit("/", 1)[1], "Anna", "iPhone", now())
    assert isinstance(came, Phone)
    found = phones.known(Scene.CONNECT, LOOKED_EVERY_S)
    assert (found.connecting.standing, found.connecting.whose) == (Standing.CONNECTED, "Anna (iPhone)")
    assert [one.name for one in found.known] == ["Anna (iPhone)"]
    assert not Places(tmp_path).offer.exists()


def test_the_code_it_shows_does_the_same(tmp_path):
    """For a phone without a camera."""
    _, now, shown = offered(tmp_path)
    assert isinstance(Door(Places(tmp_path)).by_code(shown.code, "", "Android", now()), Phone)


@pytest.mark.parametrize("side", [200, 336, 700])
def test_the_picture_is_read_as_the_link(tmp_path, side):
    """By another program's reader, as small as it is drawn anywhere."""
    *_, shown = offered(tmp_path)
    mask = qr_mask(shown.link, side, 12)
    picture = np.full((side + 40, side + 40), 0, np.uint8)
    picture[20:-20, 20:-20] = mask
    # The older finder of the same library misses one drawn code in thirty, whatever its size.
    found, *_ = cv2.QRCodeDetectorAruco().detectAndDecode(picture)
    assert found == shown.link


def test_after_five_minutes_nothing_is_offered(tmp_path):
    """The screen says so, and the file is gone."""
    phones, *_ = offered(tmp_path)
    assert phones.known(Scene.CONNECT, VALID_S - 1.0).connecting.standing is Standing.OFFERED
    assert phones.known(Scene.CONNECT, VALID_S).connecting.standing is Standing.OVER
    assert not Places(tmp_path).offer.exists()


def test_leaving_withdraws_the_offer_and_so_does_a_new_start(tmp_path):
    """What nobody sees any more lets nobody in."""
    phones, *_ = offered(tmp_path)
    phones.carry_out(WithdrawOffer(), 1.0)
    assert read_offer(Places(tmp_path).offer) is None
    offered(tmp_path)
    assert read_offer(Places(tmp_path).offer) is not None
    mirror_over(tmp_path)
    assert read_offer(Places(tmp_path).offer) is None


def test_without_a_page_nothing_is_offered(tmp_path):
    """Also where one was served once: its address would lead nowhere."""
    phones, _ = mirror_over(tmp_path)
    tell_address(Places(tmp_path), URL)
    phones.carry_out(OfferConnection(), 0.0)
    assert phones.known(Scene.CONNECT, 0.0).connecting.standing is Standing.NOT_SERVED
    assert not Places(tmp_path).offer.exists()


@pytest.mark.parametrize("address", ["http://127.0.0.1:8765", "http://[::1]"])
def test_an_address_that_leads_a_phone_to_itself_is_not_shown(tmp_path, address):
    """A mirror without a network says that, rather than a code that cannot work."""
    phones, _ = mirror_over(tmp_path)
    tell_address(Places(tmp_path), address)
    with only_one(Places(tmp_path)):
        phones.carry_out(OfferConnection(), 0.0)
    assert phones.known(Scene.CONNECT, 0.0).connecting.standing is Standing.NO_NETWORK
    assert not Places(tmp_path).offer.exists()


def test_a_disk_that_refuses_is_told(tmp_path):
    """Nothing is shown that would not let anybody in."""
    phones, _ = mirror_over(tmp_path)
    Places(tmp_path).pairing.write_text("in the way")
    tell_address(Places(tmp_path), URL)
    with only_one(Places(tmp_path)):
        phones.carry_out(OfferConnection(), 0.0)
    assert phones.known(Scene.CONNECT, 0.0).connecting.standing is Standing.NOT_KEPT


def test_a_phone_is_disconnected_at_once(tmp_path):
    """The page does not know it any more, and the list is shorter."""
    write_phones(Places(tmp_path).phones, [PHONE, replace(PHONE, id="b" * 32, name="Ben")])
    phones, _ = mirror_over(tmp_path)
    assert len(phones.known(Scene.PHONES, 0.0).known) == 2
    phones.carry_out(Disconnect(PHONE.id), 0.1)
    assert [one.id for one in phones.known(Scene.PHONES, 0.1).known] == ["b" * 32]
    assert [one.name for one in connected(Places(tmp_path))] == ["Ben"]


def test_elsewhere_no_file_is_looked_at(tmp_path):
    """During a practice the mirror does not care for phones."""
    write_phones(Places(tmp_path).phones, [PHONE])
    phones, _ = mirror_over(tmp_path)
    for scene in (Scene.IDLE, Scene.HOLD, Scene.MENU):
        assert phones.known(scene, 0.0) is NO_PHONES


def test_a_demonstration_has_no_phones():
    """Nobody's phone belongs to a film."""
    assert NoPhones().known(Scene.CONNECT, 0.0).connecting.standing is Standing.NOT_SERVED
    assert NoPhones().received(0.0) == ()


# In the loop ----------------------------------------------------------------------------------------------------------


class Kept:
    """A writer that remembers."""

    def __init__(self) -> None:
        self.records = []

    def submit(self, record, stamp) -> None:
        self.records.append((record, stamp))

    def saved(self) -> list:
        return []


def test_what_caregivers_wrote_reaches_the_log_while_nobody_practises(tmp_path):
    """A tick at its own time, so that the day looks different at once; a note beside it."""
    from hardware.led.recorded import RecordedLed
    from mirror.kiosk.trace import NoTrace
    from mirror.screen.sound import RecordedSound

    phones, now = mirror_over(tmp_path)
    writer = Kept()
    planning = AlwaysTheSame(Brief())
    kiosk = Kiosk(planning, writer, NoTrace(), RecordedLed(), RecordedSound(), now, telephony=phones)
    given, said = tick(Duty.EYE_DAY, now()), note("Anna: fine", now())
    append(Places(tmp_path).inbox, given)
    append(Places(tmp_path).inbox, said)
    for instant in range(3):
        kiosk.tick(float(10 * instant), Sight())
    assert [type(record) for record, _ in writer.records] == [DutyDone, NoteWritten]
    assert [stamp for _, stamp in writer.records] == [given.stamp, said.stamp]
