"""Phones, from the mirror's side: it offers to be connected, sees who came, and disconnects.  It has no network."""

from collections.abc import Callable
from typing import Final, Protocol

from mirror.caregiver.addresses import host_of, parsed
from mirror.caregiver.offer import VALID_S, Secrets, make_offer, write_offer
from mirror.caregiver.phones import connected, phone_name, revoke
from mirror.caregiver.places import Places
from mirror.caregiver.serving import address_shown, is_served
from mirror.diary.stamp import Stamp
from mirror.kiosk.inbox import Inbox, Received
from mirror.therapy.effects import Disconnect, OfferConnection, PhoneWish, WithdrawOffer
from mirror.therapy.phones import NO_PHONES, Connecting, KnownPhone, Phones, Standing
from mirror.therapy.scene import ABOUT_PHONES, Scene

#: How often the page's files are looked at while somebody waits for a phone.
LOOKED_EVERY_S: Final = 0.5
#: What a person opens by hand is shown without it.
_SCHEME: Final = "http://"


class Telephony(Protocol):
    """What the loop needs of phones."""

    def carry_out(self, wish: PhoneWish, now_s: float) -> None: ...

    def known(self, scene: Scene, now_s: float) -> Phones:
        """How it stands, where that is shown."""
        ...

    def received(self, now_s: float) -> tuple[Received, ...]:
        """What came from phones since the last call."""
        ...


class NoPhones:
    """A mirror that nobody's phone belongs to: a film, or a demonstration."""

    def carry_out(self, wish: PhoneWish, now_s: float) -> None:
        """There is nothing to connect to."""

    def known(self, scene: Scene, now_s: float) -> Phones:
        del scene, now_s
        return Phones(Connecting(Standing.NOT_SERVED))

    def received(self, now_s: float) -> tuple[Received, ...]:
        del now_s
        return ()


class HousePhones:
    """Writes the offer and who was disconnected; reads who was connected.  Files only, each with one writer."""

    def __init__(self, places: Places, stamp: Callable[[], Stamp], inbox: Inbox) -> None:
        self._places = places
        self._inbox = inbox
        self._stamp = stamp
        self._offer_id = ""
        self._connecting = Connecting()
        self._phones: tuple[KnownPhone, ...] = ()
        self._looked_s: float | None = None
        self._withdraw()

    def carry_out(self, wish: PhoneWish, now_s: float) -> None:
        """Do it now; a disk that refuses is told by :meth:`known`, or by the phone being there still."""
        self._looked_s = None
        match wish:
            case OfferConnection():
                self._connecting = self._offered(now_s)
            case WithdrawOffer():
                self._withdraw()
            case Disconnect(phone=phone):
                try:
                    revoke(self._places, (phone,))
                except OSError:
                    return  # it stays in the list, which says that it is still connected

    def received(self, now_s: float) -> tuple[Received, ...]:
        return self._inbox.received(now_s)

    def known(self, scene: Scene, now_s: float) -> Phones:
        """How it stands now; the files are looked at now and then, and only where somebody waits for a phone."""
        if scene not in ABOUT_PHONES:
            return NO_PHONES
        if self._looked_s is None or now_s - self._looked_s >= LOOKED_EVERY_S:
            self._looked_s = now_s
            self._look(now_s)
        return Phones(self._connecting, self._phones)

    def _look(self, now_s: float) -> None:
        found = connected(self._places)
        self._phones = tuple(KnownPhone(phone.id, phone_name(phone)) for phone in found)
        if self._connecting.standing is not Standing.OFFERED:
            return
        taken = next((phone for phone in found if phone.offer == self._offer_id), None)
        if taken is not None:
            self._withdraw()
            self._connecting = Connecting(Standing.CONNECTED, whose=phone_name(taken))
        elif now_s >= self._connecting.until_s:
            self._withdraw()
            self._connecting = Connecting(Standing.OVER)

    def _offered(self, now_s: float) -> Connecting:
        address = address_shown(self._places)
        if address is None or not is_served(self._places):
            return Connecting(Standing.NOT_SERVED)
        if _nobody_else_is_at(address):
            return Connecting(Standing.NO_NETWORK)
        stamp = self._stamp()
        offer, shown = make_offer(stamp.boot_id, stamp.monotonic_s)
        try:
            write_offer(self._places.offer, offer)
        except OSError:
            return Connecting(Standing.NOT_KEPT)
        self._offer_id = offer.id
        return _shown(address, shown, now_s + VALID_S)

    def _withdraw(self) -> None:
        """Also when the mirror starts: what was offered before nobody sees any more."""
        self._connecting = Connecting()
        try:
            self._places.offer.unlink(missing_ok=True)
        except OSError:
            return  # it ends by itself after its five minutes


def _nobody_else_is_at(address: str) -> bool:
    """Whether an address leads every phone to itself."""
    found = parsed(host_of(address.removeprefix(_SCHEME)) or "")
    return found is not None and found.is_loopback


def _shown(address: str, shown: Secrets, until_s: float) -> Connecting:
    return Connecting(
        Standing.OFFERED,
        link=f"{address}/connect/{shown.token}",
        address=address.removeprefix(_SCHEME),
        code=shown.code,
        until_s=until_s,
    )
