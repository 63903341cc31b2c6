"""Serving the page in the home network: which addresses, one server at a time, and an end in order."""

import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

from flask import Flask
from waitress import create_server
from waitress.wasyncore import close_all, loop

from mirror.caregiver.addresses import Address, in_url, is_home, names_of, of_this_machine, served
from mirror.caregiver.places import Places
from mirror.caregiver.serving import no_address, only_one, tell_address
from mirror.problem import Problem

Say = Callable[[str], None]
#: How often the network's addresses are looked at: a router may give another one.
_LOOKED_EVERY_S: Final = 15.0
#: Small on purpose: a page is a few kilobytes, a form less than sixteen.
LIMITS: Final[dict[str, Any]] = {
    "threads": 4,
    "connection_limit": 300,
    "backlog": 512,
    "channel_timeout": 20,
    "cleanup_interval": 5,
    "max_request_header_size": 16 * 1024,
    "max_request_body_size": 32 * 1024,
    "inbuf_overflow": 64 * 1024,
    "ident": "",
    "clear_untrusted_proxy_headers": True,
    "expose_tracebacks": False,
}


class Names:
    """What the page may be called, as long as it is served at these addresses."""

    def __init__(self) -> None:
        self.addresses: tuple[Address, ...] = ()

    def __call__(self) -> frozenset[str]:
        return names_of(self.addresses, socket.gethostname())


def serve(
    make: Callable[[], Flask],
    places: Places,
    names: Names,
    port: int,
    say: Say,
    addresses: Callable[[], tuple[Address, ...]] = of_this_machine,
) -> None:
    """The page, until this process is told to end.  ``addresses`` tells those of this machine.

    It is made once this process is the only one that serves it, and the mirror is told an address only while that
    is answered.

    Raises Problem where the port is taken or the page's folder cannot be written.
    """
    told: list[int] = []
    with only_one(places), _told(told):
        no_address(places)
        app = make()
        while not told:
            found = served(addresses())
            assert all(map(is_home, found)), "only private addresses are served"
            names.addresses = found
            with _serving(app, found, port) as sockets:
                tell_address(places, in_url(found[0], port))
                for sentence in _said(found, port):
                    say(sentence)
                _answer(sockets, found, lambda: served(addresses()), lambda: bool(told))
                no_address(places)


def _said(found: tuple[Address, ...], port: int) -> Iterator[str]:
    """Where the page is, and how somebody gets to see it."""
    for address in found:
        yield f"The page is at {in_url(address, port)}"
    if all(address.is_loopback for address in found):
        yield "This machine is in no home network now, so no phone can come. The page sees it when it is in one."
    else:
        yield "A phone is let in at the mirror: hold the middle button, choose Connect a phone. Ctrl-C ends the page."


@contextmanager
def _serving(app: Flask, found: tuple[Address, ...], port: int) -> Iterator[dict[int, Any]]:
    """The sockets of a server that is reached at these addresses and at no other; closed at the end."""
    sockets: dict[int, Any] = {}
    listen = " ".join(f"[{address}]:{port}" if address.version == 6 else f"{address}:{port}" for address in found)
    try:
        server = create_server(app, map=sockets, listen=listen, **LIMITS)
    except OSError as error:
        raise Problem(
            f"--port {port} cannot be used ({error.strerror}): another program has it, or this user may not. "
            "Choose another one, for example --port 8080."
        ) from error
    try:
        yield sockets
    finally:
        close_all(sockets, ignore_all=True)
        server.task_dispatcher.shutdown()


def _answer(
    sockets: dict[int, Any],
    found: tuple[Address, ...],
    now_found: Callable[[], tuple[Address, ...]],
    ended: Callable[[], bool],
) -> None:
    """Who asks, until ``ended``, or until this machine has other addresses than those ``found``."""
    looked_s = time.monotonic()
    while not ended():
        loop(timeout=0.5, use_poll=True, map=sockets, count=1)
        if time.monotonic() - looked_s >= _LOOKED_EVERY_S:
            looked_s = time.monotonic()
            if now_found() != found:
                return


@contextmanager
def _told(told: list[int]) -> Iterator[None]:
    """SIGTERM and Ctrl-C end the page in order."""

    def end(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
