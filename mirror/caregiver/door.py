"""Who is let in: a phone takes the mirror's offer with its token or its code, and is known from then on."""

import secrets
import threading
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mirror.caregiver.offer import TRIES, Offer, Tried, read_offer, read_tried, write_tried
from mirror.caregiver.phones import MOST_PHONES, Phone, connected, paired, revoked, write_phones
from mirror.caregiver.places import Places
from mirror.diary.stamp import Stamp


class Refusal(Enum):
    """Why a phone was not let in."""

    NO_OFFER = "no offer"
    """The mirror offers nothing now, or the offer has ended."""
    TAKEN = "taken"
    """Another phone has taken it."""
    OTHER_TOKEN = "other token"
    """The link is not the one on the mirror."""
    OTHER_CODE = "other code"
    NO_TRIES = "no tries"
    """The code was tried too often; it is void."""
    FULL = "full"
    """There are as many phones as there may be."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Not let in."""

    why: Refusal
    tries_left: int = TRIES


class Door:
    """The offer of the mirror and the phones that took one; used by many threads, one at a time."""

    def __init__(self, places: Places) -> None:
        self._places: Final = places
        self._one_at_a_time = threading.Lock()

    def phone(self, phone_id: str) -> Phone | None:
        """The phone of this id, while it is connected.  Raises OSError where the files cannot be read."""
        return next((phone for phone in connected(self._places) if phone.id == phone_id), None)

    def phones(self) -> tuple[Phone, ...]:
        return connected(self._places)

    def open(self, stamp: Stamp) -> bool:
        """Whether an offer stands that nobody has taken."""
        return isinstance(self._standing(stamp), Offer)

    def by_token(self, token: str, name: str, kind: str, stamp: Stamp) -> Phone | Refused:
        """Let a phone in that has scanned the QR code."""
        with self._one_at_a_time:
            offer = self._standing(stamp)
            if isinstance(offer, Refusal):
                return Refused(offer)
            if not offer.token_fits(token):
                return Refused(Refusal.OTHER_TOKEN)
            return self._let_in(offer, name, kind, stamp)

    def by_code(self, code: str, name: str, kind: str, stamp: Stamp) -> Phone | Refused:
        """Let a phone in on which the code was typed.

        A try is on the disk before it is judged: whoever pulls the plug gets no other one.
        """
        with self._one_at_a_time:
            offer = self._standing(stamp)
            if isinstance(offer, Refusal):
                return Refused(offer)
            tried = read_tried(self._places.tries).of(offer)
            if tried.left == 0:
                return Refused(Refusal.NO_TRIES, 0)
            tried = Tried(offer.id, tried.times + 1)
            write_tried(self._places.tries, tried)
            if not offer.code_fits("".join(code.split())):
                return Refused(Refusal.OTHER_CODE if tried.left else Refusal.NO_TRIES, tried.left)
            return self._let_in(offer, name, kind, stamp)

    def _standing(self, stamp: Stamp) -> Offer | Refusal:
        offer = read_offer(self._places.offer)
        if offer is None or not offer.stands(stamp.boot_id, stamp.monotonic_s):
            return Refusal.NO_OFFER
        return Refusal.TAKEN if any(phone.offer == offer.id for phone in paired(self._places.phones)) else offer

    def _let_in(self, offer: Offer, name: str, kind: str, stamp: Stamp) -> Phone | Refused:
        gone = revoked(self._places.revoked)
        known = [phone for phone in paired(self._places.phones) if phone.id not in gone]
        if len(known) >= MOST_PHONES:
            return Refused(Refusal.FULL)
        phone = Phone(secrets.token_hex(16), name, kind, stamp.at_utc, offer.id)
        write_phones(self._places.phones, (*known, phone))
        return phone
