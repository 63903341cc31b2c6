"""How much of an exercise was done and how it ended, in words: the same on the page, the terminal and the report."""

from typing import Final

from mirror.diary.page import Day
from mirror.language import N_, translate
from mirror.perception.co_movement import QuietRegion
from mirror.therapy.effects import Outcome
from mirror.therapy.evidence import Sign

#: Where there is more to say than that it was done; a session ends in these words, too.
ENDED: Final = {
    Outcome.SKIPPED.value: N_("skipped"),
    Outcome.STOPPED.value: N_("stopped early"),
    Outcome.NOT_YET.value: N_("no movement to be sure of yet"),
    Outcome.TIGHT.value: N_("stopped early: the face became tight"),
    Outcome.TIRED.value: N_("stopped early: the weaker side had done enough"),
    Outcome.JOINED.value: N_("stopped early: something joined in"),
    Outcome.TIME.value: N_("the time was over"),
}
_JOINED: Final = {
    QuietRegion.EYE.value: N_("stopped early: the eye joined in"),
    QuietRegion.MOUTH.value: N_("stopped early: the mouth joined in"),
    QuietRegion.BROW.value: N_("stopped early: the brow joined in"),
}


def ended(outcome: str | None, region: str = "") -> str:
    """How it ended; empty where it was done, or goes on.  ``region`` is what joined in, where the log has it."""
    if outcome == Outcome.JOINED.value and region in _JOINED:
        return translate(_JOINED[region])
    return translate(ENDED[outcome]) if outcome in ENDED else ""


def joined_regions(day: Day) -> dict[str, str]:
    """What joined in when an exercise was ended for it, by exercise; as the log has it, ``exercise: region``."""
    return dict(one.detail.split(": ", 1) for one in day.signs if one.sign == Sign.JOINED.value and ": " in one.detail)


def of_asked(done: int, asked: int | None) -> str | None:
    """``3 of 5``; None where it is not known how many were asked for, and where somebody began again and did more."""
    if asked is None or done > asked:
        return None
    return translate("{done} of {asked}").format(done=done, asked=asked)
