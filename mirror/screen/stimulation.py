"""What a screen says of a prescribed stimulator: how it is armed, whether it is on, and why it rests."""

from dataclasses import replace
from typing import Final

from mirror.screen import words
from mirror.screen.picture import Label, Mark, Page, Picture, Tone
from mirror.screen.surroundings import Surroundings
from mirror.therapy.scene import EXERCISING, IN_SESSION, Scene
from mirror.therapy.session import Session
from mirror.therapy.stimulator import LASTING, Power, Rests, Stimulator

_TONES: Final = {Power.OFF: Tone.QUIET, Power.ARMED: Tone.WARM, Power.ON: Tone.GO}


def arm(session: Session, surroundings: Surroundings, _now_s: float) -> Picture:
    """How to arm it, what it feels like and what ends it; or why it cannot be armed just now."""
    rests = _known(session).rests
    lasting = rests in LASTING
    hindered = lasting or rests in (Rests.STOP_PRESSED, Rests.NOT_READY)
    headline, sentence = (words.ARM, words.ARM_SENTENCE)
    if hindered:
        headline, sentence = words.RESTS[rests], words.ARM_HINDERED if lasting else ""
    return Picture(
        scene=session.scene,
        page=Page.TEXT,
        title=words.ARM_EYEBROW,
        headline=headline,
        sentence=sentence,
        # Where waiting changes nothing there is nothing to choose.
        buttons=(Label(), Label(words.CONTINUE if lasting else words.WITHOUT_STIMULATION), Label()),
        notice=surroundings.notice,
    )


def marked(picture: Picture, session: Session) -> Picture:
    """The same screen with the mark of the stimulator; without a prescription, or where none may act, as it is.

    While it is armed or on the mark is there in every scene of a session.
    """
    if session.scene not in IN_SESSION or not session.stimulable:
        return picture
    known = _known(session)
    picture = replace(picture, stop="" if known.power is Power.OFF else words.STOP)
    if session.scene in EXERCISING or session.scene is Scene.PAUSED or known.power is not Power.OFF:
        picture = replace(picture, mark=Mark(words.MARKS[known.power], _TONES[known.power]))
    if session.scene is Scene.HOLD:
        picture = replace(picture, sentence=words.RESTS[known.rests] or picture.sentence)
    return picture


def _known(session: Session) -> Stimulator:
    """What the guard does; one that has said nothing yet is not well."""
    return session.stimulator or Stimulator(rests=Rests.UNWELL)
