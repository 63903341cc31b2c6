"""The pages by their addresses."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import partial
from typing import Any, Final

from flask import Flask, Response, g, make_response, redirect, render_template, request, url_for
from jinja2 import StrictUndefined
from werkzeug.exceptions import (
    Forbidden,
    HTTPException,
    MethodNotAllowed,
    MisdirectedRequest,
    NotFound,
    RequestEntityTooLarge,
    TooManyRequests,
)
from werkzeug.wrappers import Response as AnyResponse

from mirror.caregiver import cookies, pages, words
from mirror.caregiver.cookies import Signing
from mirror.caregiver.door import Door, Refusal, Refused
from mirror.caregiver.guard import Guard, OtherSite, Outside
from mirror.caregiver.inbox import CARES, Full, note, tick
from mirror.caregiver.keeping import keep
from mirror.caregiver.offer import TRIES
from mirror.caregiver.phones import Phone, kind_of, name_of_person
from mirror.caregiver.places import Places
from mirror.diary.stamp import Stamp
from mirror.diary.wording import counted
from mirror.grammar import sentence_case
from mirror.language import plural, translate
from mirror.problem import Problem
from mirror.therapy.following import Following

#: Of a form: a note of the longest kind, each letter as a browser writes the longest ones, and the rest of the form.
MOST_BYTES: Final = 16 * 1024
#: Pages that belong to another one in the navigation.
_PART_OF: Final = {"day": "days", "write_note": "notes"}
_log: Final = logging.getLogger("mirror.caregiver")


@dataclass(frozen=True, slots=True)
class Household:
    """What the pages are made from."""

    places: Places
    signing: Signing
    clock: Callable[[], Stamp]
    follow: Callable[[date], Following]
    """The plan to follow on a day."""
    side_known: bool
    names: Callable[[], frozenset[str]]
    """What the page may be called in a Host header."""
    language: str = "en"
    zone: tzinfo | None = None


def make_app(home: Household) -> Flask:
    """The page as a WSGI application."""
    app = Flask("mirror.caregiver", static_url_path="/static", template_folder="templates", static_folder="static")
    app.config.update(MAX_CONTENT_LENGTH=MOST_BYTES, MAX_FORM_PARTS=10, PROPAGATE_EXCEPTIONS=False)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(_=translate)
    guard = Guard(home.names, lambda: home.clock().monotonic_s)
    guard.install(app)
    door = Door(home.places)
    _add_pages(app, home, door, guard)
    _add_connecting(app, home, door, guard)
    _add_faults(app)
    app.before_request(lambda: _who(home, door))
    app.context_processor(lambda: _everywhere(home))
    app.after_request(lambda answer: _stays_known(answer, home))
    return app


# Who asks -------------------------------------------------------------------------------------------------------------


def _who(home: Household, door: Door) -> AnyResponse | None:
    """Whose phone this is; who is nobody's sees how to be connected and nothing else."""
    shown = request.cookies.get(cookies.NAME)
    known = None if shown is None else home.signing.phone_id(shown)
    g.phone = None if known is None else door.phone(known)
    if g.phone is not None or request.endpoint in ("static", "connect", "scanned", "connect_now"):
        return None
    if request.endpoint is None:
        raise NotFound
    sentence = words.NOT_CONNECTED if known is None else words.NO_LONGER
    return make_response(_connect_page(sentence=sentence), 403)


def _phone() -> Phone:
    phone = g.phone
    assert isinstance(phone, Phone), "nobody else gets to a page"
    return phone


def _everywhere(home: Household) -> dict[str, Any]:
    phone = g.get("phone")
    word = "" if phone is None else home.signing.form_word(phone.id)
    here = _PART_OF.get(request.endpoint or "", request.endpoint)
    return {"phone": phone, "form_word": word, "language": home.language, "here": here, "wide": False}


def _stays_known(answer: Response, home: Household) -> Response:
    """A phone that looks now and then stays known; Strict, because no other page has to lead here."""
    phone = g.get("phone")
    if phone is not None and request.endpoint != "static":
        answer.set_cookie(
            cookies.NAME, home.signing.cookie(phone.id), max_age=cookies.MAX_AGE_S, httponly=True, samesite="Strict"
        )
    return answer


def _form_word_fits(home: Household) -> None:
    """Raises OtherSite for a form that this phone was not given."""
    if not home.signing.form_fits(_phone().id, request.form.get("word", "")):
        raise OtherSite


# Pages ----------------------------------------------------------------------------------------------------------------


def _add_pages(app: Flask, home: Household, door: Door, guard: Guard) -> None:
    def show(name: str, page: dict[str, Any], status: int = 200) -> Response:
        return make_response(render_template(name, **page), status)

    @app.get("/")
    def today() -> Response:
        kept = translate(words.KEPT) if request.args.get("kept") == "care" else ""
        return show("today.html", pages.today(home, kept))

    @app.get("/days")
    def days() -> Response:
        return show("days.html", pages.days(home, pages.month_asked(request.args.get("month"))))

    @app.get("/days/<day>")
    def day(day: str) -> Response:
        return show("day.html", pages.day(home, pages.day_asked(day)))

    @app.get("/trends")
    def trends() -> Response:
        return show("trends.html", pages.trends(home))

    @app.get("/phones")
    def phones() -> Response:
        return show("phones.html", pages.phones(home, door.phones(), _phone()))

    @app.get("/notes")
    def notes() -> Response:
        kept = translate(words.KEPT) if request.args.get("kept") == "note" else ""
        return show("notes.html", pages.notes(home, kept=kept))

    @app.post("/notes")
    def write_note() -> AnyResponse:
        guard.meter(guard.writing)
        _form_word_fits(home)
        text = pages.note_text(request.form.get("text", ""))
        error = pages.note_error(text)
        if not error:
            phone = _phone()
            said = f"{phone.name}: {text}" if phone.name else text
            try:
                keep(home.places, note(said, home.clock()))
            except (OSError, Full) as refused:
                error = _refused(refused)
        if error:
            return show("notes.html", pages.notes(home, error=error, text=text), 422)
        return redirect(url_for("notes", kept="note"), 303)

    @app.post("/care")
    def care() -> AnyResponse:
        guard.meter(guard.writing)
        _form_word_fits(home)
        duty = {one.value: one for one in CARES}.get(request.form.get("duty", ""))
        if duty is None:
            raise NotFound
        stamp = home.clock()
        if not pages.just_ticked(home, duty, stamp):
            try:
                keep(home.places, tick(duty, stamp))
            except (OSError, Full) as refused:
                return _message(_refused(refused), status=503)
        return redirect(url_for("today", kept="care"), 303)


def _refused(error: OSError | Full) -> str:
    _log.warning("the inbox refuses: %s", error or "full")
    return translate(words.INBOX_FULL if isinstance(error, Full) else words.NOT_KEPT)


# Connecting -----------------------------------------------------------------------------------------------------------


def _connect_page(sentence: str, token: str = "", error: str = "", tries_left: str = "", name: str = "") -> str:
    return render_template(
        "connect.html",
        sentence=translate(sentence),
        more=translate(words.NOT_CONNECTED_MORE),
        token=token,
        error=error,
        tries_left=tries_left,
        name=name,
    )


def _add_connecting(app: Flask, home: Household, door: Door, guard: Guard) -> None:
    @app.get("/connect")
    def connect() -> AnyResponse:
        if g.phone is not None:
            return redirect(url_for("today"), 303)
        return make_response(_connect_page(words.NOT_CONNECTED))

    @app.get("/connect/<token>")
    def scanned(token: str) -> AnyResponse:
        """What the QR code leads to.  Looking takes nothing: cameras and chats open links to show what is there."""
        if g.phone is not None:
            return redirect(url_for("today"), 303)
        return make_response(_connect_page(words.NOT_CONNECTED, token=token[:64]))

    @app.post("/connect", endpoint="connect_now")
    def connect_now() -> AnyResponse:
        guard.meter(guard.pairing)
        name = name_of_person(request.form.get("name", ""))
        kind = kind_of(request.headers.get("User-Agent", ""))
        token, code = request.form.get("token", ""), request.form.get("code", "")
        try:
            enter = partial(door.by_token, token) if token else partial(door.by_code, code)
            found = enter(name, kind, home.clock())
        except OSError as error:
            _log.error("a phone cannot be kept: %s", error)
            return make_response(_connect_page(words.NOT_CONNECTED, error=translate(words.NOT_KEPT), name=name), 503)
        if token and isinstance(found, Refused) and found.why is Refusal.NO_OFFER:
            # A link cannot be mended on the phone: without a form that could not work either.
            return _message(translate(words.LINK_OVER), translate(words.LINK_OVER_MORE), status=403)
        if isinstance(found, Refused):
            return make_response(_refused_page(found, name), 403)
        g.phone = found
        return redirect(url_for("today"), 303)


def _refused_page(refused: Refused, name: str) -> str:
    left = ""
    if refused.why is Refusal.OTHER_CODE and refused.tries_left < TRIES:
        form = plural("{count} more try is possible.", "{count} more tries are possible.", refused.tries_left)
        left = sentence_case(counted(form, refused.tries_left))
    return _connect_page(words.NOT_CONNECTED, error=translate(words.REFUSED[refused.why]), tries_left=left, name=name)


# What cannot be shown -------------------------------------------------------------------------------------------------

_SAID: Final[tuple[tuple[type[HTTPException], str, str], ...]] = (
    (Outside, words.OUTSIDE, ""),
    (OtherSite, words.OTHER_SITE, words.OTHER_SITE_MORE),
    (MisdirectedRequest, words.OTHER_NAME, ""),
    (TooManyRequests, words.TOO_OFTEN, words.TOO_OFTEN_MORE),
    (RequestEntityTooLarge, words.TOO_LARGE, ""),
    (Forbidden, words.NOT_HERE, words.NOT_HERE_MORE),
    (MethodNotAllowed, words.NOT_HERE, words.NOT_HERE_MORE),
    (NotFound, words.NOT_HERE, words.NOT_HERE_MORE),
)


def _message(sentence: str, *more: str, status: int, technical: str = "") -> Response:
    """One sentence, what to do, and the way back for those who have one."""
    page = render_template(
        "message.html", sentence=sentence, more=more, back=g.get("phone") is not None, technical=technical
    )
    return make_response(page, status)


def _add_faults(app: Flask) -> None:
    @app.errorhandler(Problem)
    def problem(error: Problem) -> Response:
        _log.error("%s", error)
        return _message(translate(words.UNREADABLE), translate(words.UNREADABLE_MORE), status=503, technical=str(error))

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        for kind, sentence, more in _SAID:
            if isinstance(error, kind):
                said = (translate(more),) if more else ()
                answer = _message(translate(sentence), *said, status=error.code or 500)
                break
        else:
            broken = (error.code or 500) >= 500
            answer = _message(translate(words.BROKEN if broken else words.NOT_HERE), status=error.code or 500)
        for name, value in error.get_headers():
            if name.lower() in ("retry-after", "allow"):
                answer.headers[name] = value
        return answer

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        _log.exception("a page could not be made", exc_info=error)
        return _message(translate(words.BROKEN), translate(words.BROKEN_MORE), status=500)
