"""What stands before every page: who may ask, under which name, how often; and the headers that every answer has."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from flask import Flask, Request, Response, request
from werkzeug.exceptions import HTTPException, MisdirectedRequest, TooManyRequests

from mirror.caregiver.addresses import host_of, is_home, parsed
from mirror.caregiver.rates import PAIRING, READING, WRITING, Meter

#: Nothing but this page's own style and pictures; no script at all; nobody may frame it.
CSP: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: ``same-origin`` and not ``no-referrer``: under that a browser sends ``Origin: null`` with a form (Fetch standard,
#: "append a request Origin header"), and a form's origin is what shows that it came from here.
HEADERS: Final = {
    "Content-Security-Policy": CSP,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Outside(HTTPException):
    """Somebody from outside the home network asks."""

    code = 403
    description = "outside"


class OtherSite(HTTPException):
    """A form that was not filled in on this page."""

    code = 403
    description = "other site"


@dataclass(slots=True)
class Guard:
    """Decides before any page is made.  ``names`` tells the names it is served under, ``clock`` steady seconds."""

    names: Callable[[], frozenset[str]]
    clock: Callable[[], float]
    reading: Meter = field(default_factory=lambda: Meter(READING))
    writing: Meter = field(default_factory=lambda: Meter(WRITING))
    pairing: Meter = field(default_factory=lambda: Meter(PAIRING))
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def install(self, app: Flask) -> None:
        """Stand before every page of ``app``."""
        app.before_request(self.admit)
        app.after_request(with_headers)

    def admit(self) -> None:
        """Raises Outside, MisdirectedRequest, TooManyRequests or OtherSite."""
        caller = parsed(request.remote_addr or "")
        if caller is None or not is_home(caller):
            raise Outside
        if host_of(request.headers.get("Host", "")) not in self.names():
            raise MisdirectedRequest
        self.meter(self.reading)
        if request.method == "POST" and not from_here(request):
            raise OtherSite

    def meter(self, meter: Meter) -> None:
        """Count this request.  Raises TooManyRequests."""
        with self._one_at_a_time:
            if not meter.allows(request.remote_addr or "", self.clock()):
                raise TooManyRequests(retry_after=60)


def from_here(asked: Request) -> bool:
    """Whether a form was posted from a page of this very host.

    Every browser of the last years says where a form comes from; one that does not say it is not believed.
    """
    origin = asked.headers.get("Origin", "")
    fetched = asked.headers.get("Sec-Fetch-Site", "same-origin")
    return origin == f"{asked.scheme}://{asked.headers.get('Host', '')}" and fetched == "same-origin"


def with_headers(answer: Response) -> Response:
    """The same answer with the headers that every one has; the style sheet alone may be kept for a while."""
    for name, value in HEADERS.items():
        answer.headers[name] = value
    if request.endpoint == "static" and answer.status_code == 200:
        answer.headers["Cache-Control"] = "max-age=3600"
    return answer
