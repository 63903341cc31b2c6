"""The questions the mirror asks, and what each answer means.

Three answers, for the three buttons from left to right; no answer of these is ever suggested.  What calls for nothing
is on the right in every question, so that a thumb that has answered five of them answers the sixth rightly; who is not
sure is answered with care.  What follows from an answer is data: how soon a doctor must look, a sign that locks, a word
about the stage, or something to remember.  docs/questions.md has every one of them, and a test holds it so.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from mirror.language import N_
from mirror.therapy.evidence import Confirmer, Sign
from mirror.therapy.press import Button
from mirror.therapy.red_flags import RedFlag, Urgency
from mirror.therapy.stage import Stage


class QuestionId(Enum):
    """The word that goes into the log."""

    STROKE = "stroke"
    HEAD_AND_BREATH = "head_and_breath"
    EYE = "eye"
    EAR_AND_NECK = "ear_and_neck"
    ILL_OR_WORSE = "ill_or_worse"
    FIRST_LOOK = "first_look"
    LOOK_AFTER_WEEKS = "look_after_weeks"
    LOOK_AFTER_MONTHS = "look_after_months"
    FOREHEAD = "forehead"
    COMFORT = "comfort"
    STOPPED = "stopped"
    CONFIRM = "confirm"
    STIMULATION_IMPLANT = "stimulation_implant"
    STIMULATION_CONDITION = "stimulation_condition"
    STIMULATION_SKIN = "stimulation_skin"
    STIMULATION_TODAY = "stimulation_today"
    STIMULATION_PLACE = "stimulation_place"


class Told(Enum):
    """Something said once that the mirror remembers, with its day."""

    FOREHEAD_KNOWN = "forehead known"
    """A doctor knows that the forehead moves and the mouth does not: it is not asked again."""
    DOCTOR_LOOKED = "doctor looked"
    """A doctor has looked at the face since the last review was due (mirror/therapy/review.py)."""
    AGAINST_STIMULATION = "against stimulation"
    """Something speaks against electrical stimulation on this day."""


class Contraindication(Enum):
    """What speaks against electrical stimulation of the face.

    From the instructions for use that IEC 60601-2-10 asks of nerve and muscle stimulators, and what is particular to a
    face: filler and metal in the field, botulinum, shingles, the eye.
    """

    ACTIVE_IMPLANT = "pacemaker, defibrillator or another active implant"
    METAL = "metal in the face"
    FILLER = "filler in the face"
    PREGNANCY = "pregnancy"
    EPILEPSY = "epilepsy"
    CANCER = "cancer"
    BLEEDING = "a tendency to bleed"
    BOTULINUM = "botulinum in the face within the last months"
    BROKEN_SKIN = "broken or sore skin"
    SWELLING = "swelling or inflammation"
    SKIN_INFECTION = "infected skin"
    NUMBNESS = "skin without normal feeling"
    SURGERY = "a recent operation there"
    FEVER = "fever or feeling ill"
    EAR = "infection or blisters at the ear"
    EYE = "a sore eye"
    EYE_UNPROTECTED = "an eye without its protection"
    ELECTRODES = "an electrode over the eye, the mouth or the neck, or across the head"
    WATER = "bath, shower or wet skin"
    SLEEPINESS = "sleepiness"


@dataclass(frozen=True, slots=True)
class Confirms:
    """The answer is somebody's word that a person is in a stage."""

    stage: Stage
    by: Confirmer


#: What follows from an answer.  ``Urgency.NONE``: nothing.
Consequence = Urgency | Sign | Confirms | Told


@dataclass(frozen=True, slots=True)
class Answer:
    """What one button says."""

    text: str
    follows: Consequence


@dataclass(frozen=True, slots=True)
class Question:
    """One screen: a small line above, the question, one remark at most, three buttons."""

    id: QuestionId
    eyebrow: str
    text: str
    remark: str
    answers: tuple[Answer, Answer | None, Answer]
    """Left, middle, right; None: that button has no word and does nothing."""
    flags: tuple[RedFlag, ...] = ()
    """What it asks after."""
    against: tuple[Contraindication, ...] = ()
    """What it asks after, of what speaks against stimulation."""

    def answer(self, button: Button) -> Answer | None:
        """What a press says; None: nothing, and the question stays."""
        if button not in _BUTTONS:
            return None
        return self.answers[_BUTTONS.index(button)]


_BUTTONS: Final = (Button.BACK, Button.SELECT, Button.NEXT)
_BEFORE: Final = N_("Before we start")
_CALL: Final = N_("If so, please call the emergency number now.")
#: Without it whoever is in a doctor's hands would be sent there again every day.
_KNOWN: Final = N_("What your doctor knows already does not count.")


def _about(id_: QuestionId, text: str, remark: str, flags: tuple[RedFlag, ...], yes: Urgency) -> Question:
    """A question after danger: not sure counts as yes."""
    answers = (Answer(N_("Yes"), yes), Answer(N_("Not sure"), yes), Answer(N_("No"), Urgency.NONE))
    return Question(id_, _BEFORE, text, remark, answers, flags)


def _looked(id_: QuestionId, text: str, flags: tuple[RedFlag, ...], no: Urgency) -> Question:
    """A question after a doctor's look: not sure counts as not yet."""
    answers = (Answer(N_("Not yet"), no), Answer(N_("Not sure"), no), Answer(N_("A doctor has"), Told.DOCTOR_LOOKED))
    return Question(id_, _BEFORE, text, "", answers, flags)


#: Asked one after the other before the first practice of a day; an emergency ends them at once.
BEFORE_PRACTICE: Final = (
    _about(
        QuestionId.STROKE,
        N_("Is anything new: a weak or numb arm or leg, or trouble speaking, seeing or keeping your balance?"),
        _CALL,
        (RedFlag.LIMB, RedFlag.SPEECH, RedFlag.VISION, RedFlag.BALANCE),
        Urgency.EMERGENCY,
    ),
    _about(
        QuestionId.HEAD_AND_BREATH,
        N_("Is anything new: a sudden strong headache, confusion, or trouble breathing or swallowing?"),
        _CALL,
        (RedFlag.HEADACHE, RedFlag.CONFUSION, RedFlag.BREATHING, RedFlag.SWALLOWING),
        Urgency.EMERGENCY,
    ),
    _about(
        QuestionId.EYE,
        N_("Is an eye red or painful, does it see less well, or is it sore although you care for it?"),
        _KNOWN,
        (RedFlag.EYE_RED, RedFlag.EYE_PAIN, RedFlag.EYE_SIGHT, RedFlag.EYE_EXPOSED),
        Urgency.DOCTOR_TODAY,
    ),
    _about(
        QuestionId.EAR_AND_NECK,
        N_("Is anything new at ear, mouth or neck: blisters, a lump, numb skin, a running ear or worse hearing?"),
        _KNOWN,
        (RedFlag.RASH, RedFlag.LUMP, RedFlag.NUMBNESS, RedFlag.EAR_DISCHARGE, RedFlag.HEARING),
        Urgency.DOCTOR_TODAY,
    ),
    _about(
        QuestionId.ILL_OR_WORSE,
        N_("Do you feel feverish or ill, has a tick bitten you, or is the weakness worse, back or on both sides?"),
        _KNOWN,
        (RedFlag.FEVER, RedFlag.TICK, RedFlag.WORSENING, RedFlag.RECURRENT, RedFlag.OTHER_SIDE),
        Urgency.DOCTOR_TODAY,
    ),
)

#: Asked when mirror.therapy.review says that a doctor's look is due.  A new palsy is looked at today, because what can
#: be done about its cause helps within the first days only (AAO-HNS guideline on Bell's palsy, 2013: within 72 hours).
FIRST_LOOK: Final = _looked(
    QuestionId.FIRST_LOOK,
    N_("Has a doctor looked at your face since this began?"),
    (RedFlag.NEW_ONSET, RedFlag.ONE_BRANCH),
    Urgency.DOCTOR_TODAY,
)
LOOK_AFTER_WEEKS: Final = _looked(
    QuestionId.LOOK_AFTER_WEEKS,
    N_("It has been three weeks or more. Has a doctor looked at your face again?"),
    (RedFlag.NO_IMPROVEMENT,),
    Urgency.DOCTOR_SOON,
)
LOOK_AFTER_MONTHS: Final = _looked(
    QuestionId.LOOK_AFTER_MONTHS,
    N_("It has been three months or more. Has a doctor looked at your face since then?"),
    (RedFlag.INCOMPLETE,),
    Urgency.DOCTOR_SOON,
)

#: Asked when mirror.therapy.forehead finds the forehead spared.
FOREHEAD: Final = Question(
    QuestionId.FOREHEAD,
    N_("This is not a diagnosis"),
    N_("Your forehead moves on both sides, one corner of your mouth less. Is that new?"),
    "",
    (
        Answer(N_("It is new"), Urgency.EMERGENCY),
        Answer(N_("Not sure"), Urgency.EMERGENCY),
        Answer(N_("A doctor knows"), Told.FOREHEAD_KNOWN),
    ),
    (RedFlag.FOREHEAD_SPARED,),
)

#: Asked after a practice that ran to its end.
COMFORT: Final = Question(
    QuestionId.COMFORT,
    N_("Before you go"),
    N_("How does your face feel?"),
    N_("Your answer says what is good for it today."),
    (Answer(N_("It hurts"), Sign.PAIN), Answer(N_("Tight"), Sign.TIGHT), Answer(N_("Fine"), Urgency.NONE)),
)

#: Asked after stop.  Tightness has a button of its own, because what helps then is another thing than for pain.
STOPPED: Final = Question(
    QuestionId.STOPPED,
    N_("You stopped here"),
    N_("Did something hurt?"),
    N_("If so, your face rests until tomorrow."),
    (Answer(N_("Yes"), Sign.PAIN), Answer(N_("It felt tight"), Sign.TIGHT), Answer(N_("No"), Urgency.NONE)),
)

#: Asked where the gate says UNCONFIRMED.  The mirror cannot know who presses, so the press is a caregiver's word, which
#: opens less than a therapist's; a therapist confirms by a plan with a name under it.
CONFIRM: Final = Question(
    QuestionId.CONFIRM,
    N_("For your therapist or caregiver"),
    N_("Please ask them to look: does the affected side move a little by itself again?"),
    N_("Press Confirm only if you have seen it yourself; small exercises begin then."),
    (Answer(N_("Not yet"), Urgency.NONE), None, Answer(N_("Confirm"), Confirms(Stage.PARETIC, Confirmer.CAREGIVER))),
)


def _speaks_against(id_: QuestionId, text: str, *against: Contraindication) -> Question:
    """A question before stimulation: not sure speaks against it."""
    no_stimulation = Told.AGAINST_STIMULATION
    answers = (
        Answer(N_("Yes"), no_stimulation),
        Answer(N_("Not sure"), no_stimulation),
        Answer(N_("No"), Urgency.NONE),
    )
    return Question(id_, _BEFORE_STIMULATION, text, _WITHOUT, answers, against=against)


_BEFORE_STIMULATION: Final = N_("Before stimulation")
_WITHOUT: Final = N_("If so, you practise without stimulation today.")

#: Asked once a day, before the first session in which a prescribed stimulator may act; one answer against it ends them.
BEFORE_STIMULATION: Final = (
    _speaks_against(
        QuestionId.STIMULATION_IMPLANT,
        N_("Do you have a pacemaker or another implant, or metal or filler in your face?"),
        Contraindication.ACTIVE_IMPLANT,
        Contraindication.METAL,
        Contraindication.FILLER,
    ),
    _speaks_against(
        QuestionId.STIMULATION_CONDITION,
        N_("Are you pregnant, do you have epilepsy, cancer or easy bleeding, or botulinum in your face?"),
        Contraindication.PREGNANCY,
        Contraindication.EPILEPSY,
        Contraindication.CANCER,
        Contraindication.BLEEDING,
        Contraindication.BOTULINUM,
    ),
    _speaks_against(
        QuestionId.STIMULATION_SKIN,
        N_("Is the skin under the electrodes sore, broken, swollen, infected, numb or newly operated on?"),
        Contraindication.BROKEN_SKIN,
        Contraindication.SWELLING,
        Contraindication.SKIN_INFECTION,
        Contraindication.NUMBNESS,
        Contraindication.SURGERY,
    ),
    _speaks_against(
        QuestionId.STIMULATION_TODAY,
        N_("Do you feel feverish or ill, has an ear blisters or an infection, or is an eye sore or unprotected?"),
        Contraindication.FEVER,
        Contraindication.EAR,
        Contraindication.EYE,
        Contraindication.EYE_UNPROTECTED,
    ),
    _speaks_against(
        QuestionId.STIMULATION_PLACE,
        N_("Is an electrode on an eye, the mouth, the neck or the other side, or are you wet or sleepy?"),
        Contraindication.ELECTRODES,
        Contraindication.WATER,
        Contraindication.SLEEPINESS,
    ),
)

#: Every question by its id.
QUESTIONS: Final = {
    one.id: one
    for one in (
        *BEFORE_PRACTICE,
        *(FIRST_LOOK, LOOK_AFTER_WEEKS, LOOK_AFTER_MONTHS),
        *(FOREHEAD, COMFORT, STOPPED, CONFIRM),
        *BEFORE_STIMULATION,
    )
}
