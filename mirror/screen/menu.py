"""The screens of the mirror's own menu: what can be chosen, how loud, how bright, and shutting down."""

from typing import Final

from mirror.screen import words
from mirror.screen.picture import Choices, Gauge, GaugeShape, Label, Labels, Page, Picture
from mirror.screen.surroundings import Surroundings
from mirror.therapy.menu import STEPS, Entry
from mirror.therapy.scene import Scene
from mirror.therapy.session import Session

CHOOSING: Final[Labels] = (Label(words.UP), Label(words.CHOOSE, suggested=True), Label(words.DOWN))


def menu(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    """Every entry on a line of its own, the chosen one in light."""
    return Picture(
        scene=session.scene,
        page=Page.MENU,
        title=words.MENU_EYEBROW,
        choices=Choices(tuple(words.MENU[entry] for entry in Entry), tuple(Entry).index(session.entry)),
        buttons=CHOOSING,
        notice=surroundings.notice,
    )


def volume(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    """How loud; every press sounds as it will."""
    part = session.levels.volume
    sentence = words.VOLUME_HEARD if part > 0.0 else words.VOLUME_OFF
    gauge = Gauge(part, STEPS, GaugeShape.RISING)
    return _level(session, surroundings, sentence, gauge, (words.SOFTER, words.LOUDER))


def light(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    """How bright; the light shows it meanwhile."""
    part = session.levels.light
    sentence = words.LIGHT_SEEN if part > 0.0 else words.LIGHT_OFF
    gauge = Gauge(part, STEPS, GaugeShape.LEVEL)
    return _level(session, surroundings, sentence, gauge, (words.DARKER, words.BRIGHTER))


def _level(
    session: Session, surroundings: Surroundings, sentence: str, gauge: Gauge, less_more: tuple[str, str]
) -> Picture:
    less, more = less_more
    return Picture(
        scene=session.scene,
        page=Page.GAUGE,
        title=words.MENU_EYEBROW,
        headline=words.MENU[Entry.VOLUME if session.scene is Scene.VOLUME else Entry.LIGHT],
        sentence=sentence,
        gauge=gauge,
        buttons=(
            Label(less) if gauge.part > 0.0 else Label(),
            Label(words.DONE, suggested=True),
            Label(more) if gauge.part < 1.0 else Label(),
        ),
        notice=surroundings.notice,
    )


def shut_down(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    """Asked once more, and neither answer is suggested."""
    return Picture(
        scene=session.scene,
        page=Page.QUESTION,
        title=words.MENU_EYEBROW,
        headline=words.SHUT_DOWN_NOW,
        sentence=words.SHUT_DOWN_REMARK,
        buttons=(Label(words.STAY_ON), Label(), Label(words.SHUT_DOWN)),
        notice=surroundings.notice,
    )


def switching_off(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    """The last thing that is seen."""
    return Picture(
        scene=session.scene,
        page=Page.TEXT,
        headline=words.SWITCHING_OFF,
        sentence=words.SWITCHING_OFF_SENTENCE,
        buttons=(Label(), Label(), Label()),
        notice=surroundings.notice,
    )


def stays_on(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    """It may not be shut down from here, and what to do instead."""
    unsaved = surroundings.notice == words.NOT_SAVED
    return Picture(
        scene=session.scene,
        page=Page.TEXT,
        title=words.MENU_EYEBROW,
        headline=words.STAYS_ON,
        sentence=words.STAYS_ON_UNSAVED if unsaved else words.STAYS_ON_SENTENCE,
        buttons=(Label(), Label(words.UNDERSTOOD, suggested=True), Label()),
        notice=surroundings.notice,
    )
