"""Being connected: single use, five minutes, five tries, and nothing that survives what it should not."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mirror.caregiver.door import Door, Refusal, Refused
from mirror.caregiver.offer import TRIES, VALID_S, make_offer, read_offer, write_offer
from mirror.caregiver.phones import MOST_PHONES, Phone, connected, kind_of, name_of_person, paired, revoke, write_phones
from mirror.caregiver.places import Places
from mirror.diary.stamp import Stamp
from tests.caregiver.household import BOOT, PHONE, Now

WRONG = "000000"


def offered(tmp_path: Path, code_is_not: str = WRONG):
    """A door, an offer that stands, its secrets and the clock."""
    places, now = Places(tmp_path), Now()
    while True:
        offer, shown = make_offer(BOOT, now.monotonic_s)
        if shown.code != code_is_not:
            write_offer(places.offer, offer)
            return Door(places), shown, now


def by_token(door: Door, token: str, stamp: Stamp) -> Phone | Refused:
    return door.by_token(token, "Anna", "iPhone", stamp)


def by_code(door: Door, code: str, stamp: Stamp) -> Phone | Refused:
    return door.by_code(code, "Anna", "iPhone", stamp)


def test_a_token_lets_one_phone_in_and_no_second_one(tmp_path):
    """The one who scanned is connected; the same link is taken afterwards, and so is the code."""
    door, shown, now = offered(tmp_path)
    phone = by_token(door, shown.token, now())
    assert isinstance(phone, Phone)
    assert door.phone(phone.id) == phone
    assert by_token(door, shown.token, now()) == Refused(Refusal.TAKEN)
    assert by_code(door, shown.code, now()) == Refused(Refusal.TAKEN)
    assert [one.name for one in connected(Places(tmp_path))] == ["Anna"]


def test_a_code_may_be_written_as_it_is_shown(tmp_path):
    """With a gap in the middle, as on the mirror."""
    door, shown, now = offered(tmp_path)
    assert isinstance(by_code(door, f" {shown.code[:3]} {shown.code[3:]} ", now()), Phone)


def test_five_wrong_codes_make_it_void_and_the_picture_still_leads_in(tmp_path):
    """The right code does not help any more; who can see the mirror can scan it."""
    door, shown, now = offered(tmp_path)
    left = [by_code(door, WRONG, now()) for _ in range(TRIES)]
    assert [(one.why, one.tries_left) for one in left] == [
        *((Refusal.OTHER_CODE, left) for left in (4, 3, 2, 1)),
        (Refusal.NO_TRIES, 0),
    ]
    assert by_code(door, shown.code, now()) == Refused(Refusal.NO_TRIES, 0)
    assert isinstance(by_token(door, shown.token, now()), Phone)


def test_tries_are_counted_over_a_new_start_of_the_page(tmp_path):
    """Whoever makes the page fall over gets no other five tries."""
    door, shown, now = offered(tmp_path)
    for _ in range(TRIES - 1):
        by_code(door, WRONG, now())
    again = Door(Places(tmp_path))
    assert by_code(again, WRONG, now()) == Refused(Refusal.NO_TRIES, 0)
    assert by_code(again, shown.code, now()) == Refused(Refusal.NO_TRIES, 0)


def test_a_new_offer_has_its_own_five_tries(tmp_path):
    """The mirror shows another code, and it works."""
    door, _, now = offered(tmp_path)
    for _ in range(TRIES):
        by_code(door, WRONG, now())
    offer, shown = make_offer(BOOT, now.monotonic_s)
    write_offer(Places(tmp_path).offer, offer)
    assert isinstance(by_code(door, shown.code, now()), Phone)


@pytest.mark.parametrize("after_s", [VALID_S, VALID_S + 1.0, 86_400.0, -1.0])
def test_after_five_minutes_nothing_is_taken(tmp_path, after_s):
    """On the steady clock: a wall clock that is set changes nothing; an offer from the future is none."""
    door, shown, now = offered(tmp_path)
    now.monotonic_s += after_s
    assert by_token(door, shown.token, now()) == Refused(Refusal.NO_OFFER)
    assert by_code(door, shown.code, now()) == Refused(Refusal.NO_OFFER)


def test_until_then_it_is(tmp_path):
    """A second before the end, whatever the wall clock has done meanwhile."""
    door, shown, now = offered(tmp_path)
    now.at = now.at.replace(year=1990)
    now.monotonic_s += VALID_S - 1.0
    assert isinstance(by_token(door, shown.token, now()), Phone)


def test_an_offer_of_another_boot_is_none(tmp_path):
    """Steady seconds begin anew at every start; what was offered before it stands no longer."""
    door, shown, now = offered(tmp_path)
    assert by_token(door, shown.token, replace(now(), boot_id="boot-2")) == Refused(Refusal.NO_OFFER)


def test_the_file_has_no_secret_in_it(tmp_path):
    """Whoever reads the file cannot connect a phone: token and code are not in it."""
    _, shown, _ = offered(tmp_path)
    content = Places(tmp_path).offer.read_text()
    assert shown.token not in content
    assert shown.code not in json.loads(content).values()
    assert len(shown.token) * 4 == 128


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '{"id": 1}', '"text"', '{"id":"a","token_hash":"","code_hash":"","salt":"","boot_id":""}'],
)
def test_what_is_no_offer_lets_nobody_in(tmp_path, content):
    """A torn or foreign file is as if there were none, and an empty token fits nothing."""
    places = Places(tmp_path)
    places.pairing.mkdir()
    places.offer.write_text(content)
    assert read_offer(places.offer) is None
    assert by_token(Door(places), "", Now()()) == Refused(Refusal.NO_OFFER)


def test_a_disconnected_phone_is_known_no_more_and_never_comes_back(tmp_path):
    """At once, and also after another phone was connected, when its line has gone from the file."""
    door, shown, now = offered(tmp_path)
    phone = by_token(door, shown.token, now())
    revoke(Places(tmp_path), [phone.id])
    assert door.phone(phone.id) is None
    offer, other = make_offer(BOOT, now.monotonic_s)
    write_offer(Places(tmp_path).offer, offer)
    second = by_token(door, other.token, now())
    assert paired(Places(tmp_path).phones) == (second,)
    revoke(Places(tmp_path), [])
    assert door.phone(phone.id) is None
    assert door.phone(second.id) == second


def test_there_are_only_so_many_phones(tmp_path):
    """A full list says so, and the offer can still be taken once one has gone."""
    door, shown, now = offered(tmp_path)
    many = [replace(PHONE, id=f"{number:032x}", offer=f"o{number}") for number in range(MOST_PHONES)]
    write_phones(Places(tmp_path).phones, many)
    assert by_token(door, shown.token, now()) == Refused(Refusal.FULL)
    revoke(Places(tmp_path), [many[0].id])
    assert isinstance(by_token(door, shown.token, now()), Phone)


def test_a_name_is_one_short_line():
    """What is typed cannot break the mirror's list."""
    assert name_of_person("  Anna\n\tMaria\x00 \u202e ") == "Anna Maria"
    assert len(name_of_person("x" * 500)) == 16


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)", "iPhone"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9)", "Android"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
        ("curl/8", ""),
    ],
)
def test_a_phone_is_called_what_it_is(agent, kind):
    """From its browser; the mirror's list tells two phones apart by it."""
    assert kind_of(agent) == kind
