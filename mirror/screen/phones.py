"""The screens about phones: connecting one, those that are connected, and letting one go."""

from typing import Final

from mirror.screen import phrases, words
from mirror.screen.menu import CHOOSING
from mirror.screen.picture import Choices, Connection, Label, Page, Picture
from mirror.screen.surroundings import Surroundings
from mirror.therapy.menu import Entry
from mirror.therapy.phones import Standing
from mirror.therapy.session import Session

#: Lines of a list that are shown at once; the chosen one stays among them.
_LINES: Final = 5
_SAID: Final = {
    Standing.PREPARING: (words.CONNECT_PREPARING, ""),
    Standing.OVER: (words.CONNECT_OVER, words.CONNECT_OVER_SENTENCE),
    Standing.NOT_SERVED: (words.CONNECT_NOT_SERVED, words.CONNECT_NOT_SERVED_SENTENCE),
    Standing.NO_NETWORK: (words.CONNECT_NO_NETWORK, words.CONNECT_NO_NETWORK_SENTENCE),
    Standing.NOT_KEPT: (words.CONNECT_NOT_KEPT, words.CONNECT_NOT_KEPT_SENTENCE),
}


def connect(session: Session, surroundings: Surroundings, now_s: float) -> Picture:
    """Picture and code while they are valid; then one sentence on what came of it."""
    found = session.phones.connecting
    if found.standing is Standing.OFFERED:
        return Picture(
            scene=session.scene,
            page=Page.CONNECT,
            title=words.MENU[Entry.CONNECT],
            headline=words.CONNECT,
            sentence=phrases.type_the_code(found.address),
            detail=phrases.valid_for(found.until_s - now_s),
            connection=Connection(found.link, found.code),
            buttons=(Label(), Label(words.PHONES_BACK, suggested=True), Label()),
            notice=surroundings.notice,
        )
    if found.standing is Standing.CONNECTED:
        headline, sentence = phrases.connected(found.whose), words.CONNECTED_SENTENCE
    else:
        headline, sentence = _SAID[found.standing]
    another = Label(words.ANOTHER) if found.standing is Standing.OVER else Label()
    return Picture(
        scene=session.scene,
        page=Page.TEXT,
        title=words.MENU[Entry.CONNECT],
        headline=headline,
        sentence=sentence,
        buttons=(Label(), Label(words.DONE, suggested=True), another),
        notice=surroundings.notice,
    )


def phones(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    """Every phone on a line of its own, and the way back on the last one."""
    known = session.phones.known
    if not known:
        return Picture(
            scene=session.scene,
            page=Page.TEXT,
            title=words.MENU[Entry.PHONES],
            headline=words.NO_PHONES,
            sentence=words.NO_PHONES_SENTENCE,
            buttons=(Label(), Label(words.DONE, suggested=True), Label()),
            notice=surroundings.notice,
        )
    lines = (*(phone.name for phone in known), words.PHONES_BACK)
    first = min(max(0, session.phone_at - _LINES + 2), max(0, len(lines) - _LINES))
    last = min(first + _LINES, len(known))
    whole = len(lines) <= _LINES
    return Picture(
        scene=session.scene,
        page=Page.MENU,
        title=words.MENU[Entry.PHONES] if whole else phrases.phones_of(first + 1, last, len(known)),
        choices=Choices(lines[first : first + _LINES], session.phone_at - first),
        buttons=CHOOSING,
        notice=surroundings.notice,
    )


def disconnect(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    """Asked once more, and neither answer is suggested."""
    name = "" if session.phone is None else session.phone.name
    return Picture(
        scene=session.scene,
        page=Page.QUESTION,
        title=words.MENU[Entry.PHONES],
        headline=phrases.disconnect(name),
        sentence=words.DISCONNECT_REMARK,
        buttons=(Label(words.KEEP), Label(), Label(words.DISCONNECT)),
        notice=surroundings.notice,
    )
