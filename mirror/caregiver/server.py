"""Serving the page in the home network: which addresses, one server at a time, and an end in order."""

import fcntl
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Final

from flask import Flask
from waitress import create_server
from waitress.wasyncore import close_all, loop

from mirror.caregiver.addresses import Address, in_url, is_home, names_of, of_this_machine, served
from mirror.caregiver.kept import has_texts, read_json, write_json
from mirror.caregiver.places import Places
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


@contextmanager
def only_one(places: Places) -> Iterator[None]:
    """Held while a page is served, so that the mirror sees that it is.  Raises Problem where another one is."""
    try:
        places.page.mkdir(parents=True, exist_ok=True)
        handle = os.open(places.serving, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise Problem(
            f"The page's folder {places.page} cannot be written ({error.strerror}): let this user write there, "
            "or choose another folder with --data DIR (or MIRROR_DATA)."
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Problem(
                f"The page of {places.data_dir} is being served already: end that one first, "
                "or choose another folder with --data DIR (or MIRROR_DATA)."
            ) from error
        yield
    finally:
        os.close(handle)


def is_served(places: Places) -> bool:
    """Whether a page is being served now, for the mirror.  Its lock ends with its process, however that ends."""
    try:
        handle = os.open(places.serving, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def serve(
    app: Flask,
    places: Places,
    names: Names,
    port: int,
    say: Say,
    addresses: Callable[[], tuple[Address, ...]] = of_this_machine,
) -> None:
    """The page, until this process is told to end.  ``addresses`` tells those of this machine.

    Raises Problem where the port is taken.
    """
    told: list[int] = []
    with only_one(places), _told(told):
        while not told:
            found = served(addresses())
            assert all(map(is_home, found)), "only private addresses are served"
            names.addresses = found
            write_json(places.address, {"url": in_url(found[0], port), "port": port})
            for address in found:
                say(f"The page is at {in_url(address, port)}")
            _serve_at(app, found, port, lambda: bool(told), lambda: served(addresses()))


def _serve_at(
    app: Flask,
    found: tuple[Address, ...],
    port: int,
    ended: Callable[[], bool],
    now_found: Callable[[], tuple[Address, ...]],
) -> None:
    """At these addresses and no other, until ``ended``, or until others are found."""
    sockets: dict[int, Any] = {}
    listen = " ".join(in_url(address, port).removeprefix("http://") + (":80" if port == 80 else "") for address in found)
    try:
        server = create_server(app, map=sockets, listen=listen, **LIMITS)
    except OSError as error:
        raise Problem(
            f"--port {port} cannot be used ({error.strerror}): another program has it, or this user may not. "
            "Choose another one, for example --port 8765."
        ) from error
    looked_s = time.monotonic()
    try:
        while not ended():
            loop(timeout=0.5, use_poll=True, map=sockets, count=1)
            if time.monotonic() - looked_s >= _LOOKED_EVERY_S:
                looked_s = time.monotonic()
                if now_found() != found:
                    return
    finally:
        close_all(sockets, ignore_all=True)
        server.task_dispatcher.shutdown()


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


def address_shown(path: Path) -> str | None:
    """What the mirror shows: where the page is; None while that is not known."""
    found = read_json(path)
    return found["url"] if has_texts(found, "url") else None
