"""Connecting phones and letting them go, in every state it can be looked at."""

from collections.abc import Iterator
from typing import Final

from mirror.screen.shot import BRIEF, NOW_S, WORLD, Shot
from mirror.therapy.phones import Connecting, KnownPhone, Phones, Standing
from mirror.therapy.scene import Scene
from mirror.therapy.session import Session

#: An offer as it is while somebody looks for their glasses.
OFFERED: Final = Connecting(
    Standing.OFFERED,
    link="http://192.168.178.120:8765/connect/0123456789abcdef0123456789abcdef",
    address="192.168.178.120:8765",
    code="482913",
    until_s=NOW_S + 250.0,
)
_LONG: Final = "Maria Magdalena (Chromebook)"
_NAMES: Final = ("Anna (iPhone)", "Android", _LONG, "Ida (iPad)", "Mac", "Windows", "Jo")
PHONES: Final = tuple(KnownPhone(f"{number:032x}", name) for number, name in enumerate(_NAMES))


def phone_shots() -> Iterator[Shot]:
    """All of them."""
    session = Session.of(BRIEF)
    for standing in Standing:
        found = OFFERED if standing is Standing.OFFERED else Connecting(standing, whose=PHONES[0].name)
        yield Shot(f"connect-{standing.name.lower()}", session.to(Scene.CONNECT, NOW_S, phones=Phones(found)))
    for count in (0, 1, len(PHONES)):
        known = Phones(known=PHONES[:count])
        yield Shot(f"phones-{count}", session.to(Scene.PHONES, NOW_S, phones=known, phone_at=0), WORLD)
    known = Phones(known=PHONES)
    yield Shot("phones-last", session.to(Scene.PHONES, NOW_S, phones=known, phone_at=len(PHONES)))
    for at in (0, 2):
        yield Shot(f"disconnect-{at}", session.to(Scene.DISCONNECT, NOW_S, phones=known, phone_at=at))
