"""What a day held beside the exercises, in words: answers, signs, what waits, the daily try, the eye, reminders."""

from collections.abc import Callable
from datetime import tzinfo
from functools import partial
from typing import Final

from mirror.diary.page import (
    AnswerLine,
    AssessmentLine,
    AttemptLine,
    Day,
    DutyLine,
    EyeLine,
    SignLine,
    StimulationLine,
)
from mirror.diary.wording import clock, length, name_of, no_estimate, number, section, tenths
from mirror.grammar import sentence_case
from mirror.language import N_, plural, translate
from mirror.therapy.evidence import Sign
from mirror.therapy.eye_guardian import EyeWatch
from mirror.therapy.gate import Why
from mirror.therapy.questions import QuestionId, Told
from mirror.therapy.red_flags import ADVICE
from mirror.therapy.stage import Stage
from mirror.therapy.timetable import Duty

#: What a question was about; the question itself is longer than a line.
ASKED_ABOUT: Final = {
    QuestionId.STROKE.value: N_("Arms, legs, speech, sight and balance"),
    QuestionId.HEAD_AND_BREATH.value: N_("Head, breath and swallowing"),
    QuestionId.EYE.value: N_("The eye"),
    QuestionId.EAR_AND_NECK.value: N_("Ear, mouth and neck"),
    QuestionId.ILL_OR_WORSE.value: N_("Feeling ill, or more weakness"),
    QuestionId.FIRST_LOOK.value: N_("A doctor's look since it began"),
    QuestionId.LOOK_AFTER_WEEKS.value: N_("A doctor's look after three weeks"),
    QuestionId.LOOK_AFTER_MONTHS.value: N_("A doctor's look after three months"),
    QuestionId.FOREHEAD.value: N_("The forehead moves, the mouth less"),
}
#: What the person said of the own face, as it is told of a day that is over...
FELT_THEN: Final = {Sign.PAIN.value: N_("Something hurt"), Sign.TIGHT.value: N_("The face felt tight")}
#: ...and with what followed.
FELT: Final = {
    Sign.PAIN.value: N_("Something hurt, so the face rests until tomorrow."),
    Sign.TIGHT.value: N_("The face felt tight: release and rest until tomorrow."),
}
#: What the mirror saw by itself.
SEEN: Final = {
    Sign.TIGHT.value: N_("The mirror saw the face become tight"),
    Sign.JOINED.value: N_("The mirror saw something keep joining in"),
}
SAID: Final = {
    Told.DOCTOR_LOOKED.value: N_("A doctor has looked at the face."),
    Told.FOREHEAD_KNOWN.value: N_("A doctor knows how forehead and mouth move."),
    Told.AGAINST_STIMULATION.value: N_("Something spoke against stimulation on this day."),
}
#: Why something waits, on one line with its name; the screen has said it in full.
WAITS: Final = {
    Why.RED_FLAG.value: N_("a doctor's look comes first"),
    Why.PAIN.value: N_("the face rests until tomorrow"),
    Why.TIGHT.value: N_("release and rest until tomorrow"),
    Why.NO_MOVEMENT.value: N_("waits until movement comes back by itself"),
    Why.FEW_DAYS.value: N_("the first movement is watched for a few days"),
    Why.UNCONFIRMED.value: N_("waits until somebody confirms the movement"),
    Why.STRENGTHENING.value: N_("strengthening waits, release comes first"),
    Why.TOO_EARLY.value: N_("strengthening comes later"),
    Why.STAGE.value: N_("not part of the present stage"),
    Why.THERAPIST.value: N_("only when a therapist asks for it"),
}
_EYE: Final = {
    EyeWatch.OPEN.value: N_("It seems to stay a little open, so it needs its care."),
    EyeWatch.CLOSED.value: N_("It seems to close."),
}
_CARES: Final = {Duty.EYE_DAY.value: N_("Cared for by day"), Duty.EYE_NIGHT.value: N_("Cared for before the night")}


def beside(day: Day, zone: tzinfo | None) -> list[str]:
    """One block of lines for each kind of thing that there was; of a day's faults, too."""
    at = partial(clock, zone=zone)
    said = [f"{at(one.at_utc)}  {_answer(one)}" for one in day.answers if one.matters]
    seen = [f"{at(one.at_utc)}  {_sign(one)}" for one in day.signs]
    waits = [f"{name_of(one.exercise)}: {translate(WAITS.get(one.why, one.why))}" for one in day.locks]
    tried = [f"{at(one.at_utc)}  {_try(one)}" for one in day.attempts]
    assessed = [f"{at(one.at_utc)}  {_assessment(one)}" for one in day.assessments]
    put_off = [
        f"{at(one.at_utc)}  {sentence_case(translate(one.duty))}" for one in day.duties if one.outcome == "put off"
    ]
    written = [f"{at(one.at_utc)}  {sentence_case(translate(one.who))}: {one.text}" for one in day.notes]
    stimulated = [f"{at(one.at_utc)}  {_stimulation(one)}" for one in day.stimulations]
    noted = [f"{at(fault.at_utc)}  {fault.kind}: {fault.sentence}" for fault in day.faults]
    return [
        *section(translate("Answers"), said),
        *section(translate("Seen"), seen),
        *section(translate("Not yet"), waits),
        *section(translate("The small daily try"), tried),
        *section(translate("The eye"), _eye(day, at)),
        *section(translate("The standard assessment"), assessed),
        *section(translate("Stimulation"), stimulated),
        *section(translate("Put off"), put_off),
        *section(translate("Notes"), written),
        *section(translate("Noted"), noted),
    ]


def _try(one: AttemptLine) -> str:
    return translate("{movement}, try {number}: left {left} mm, right {right} mm").format(
        movement=name_of(one.movement), number=one.number, left=length(one.left_mm), right=length(one.right_mm)
    )


def _answer(one: AnswerLine) -> str:
    """What was said, or what it was about and what the screen advised."""
    if one.sign is not None:
        return translate(FELT.get(one.sign, one.sign))
    if one.told is not None:
        return translate(SAID.get(one.told, one.told))
    if one.stage is not None:
        by = translate(one.confirmed_by or "")
        if one.stage == Stage.PARETIC.value:
            return translate("A {confirmer} has confirmed that movement has come back.").format(confirmer=by)
        stage = translate(one.stage)
        return translate("A {confirmer} has confirmed that the stage is {stage}.").format(confirmer=by, stage=stage)
    advice = {urgency.value: said.headline for urgency, said in ADVICE.items()}.get(one.urgency or "", one.urgency)
    asked = translate(ASKED_ABOUT.get(one.question, one.question))
    return f'{asked}: "{translate(one.answer)}". {translate(advice or "")}'


def sign_at(detail: str) -> str:
    """In which exercise, and what joined in there; as the log has it, ``exercise: region``."""
    exercise, _, region = detail.partition(": ")
    return f"{name_of(exercise)}, {translate(region)}" if region else name_of(exercise)


def _sign(one: SignLine) -> str:
    what = translate(SEEN.get(one.sign, one.sign))
    return f"{what} ({sign_at(one.detail)})." if one.detail else f"{what}."


def _assessment(one: AssessmentLine) -> str:
    if one.composite is None:
        form = translate("No figure for the whole face this time ({why}).")
        return form.format(why=no_estimate(one.abstained, one.affected))
    form = translate("{points} of 100; confidence {confidence}")
    return form.format(points=one.composite, confidence=f"{one.confidence:.2f}")


def _stimulation(one: StimulationLine) -> str:
    """How often and how long; where it did not act, whether it was armed."""
    if one.trains == 0:
        return translate("None; it was armed." if one.armed else "None; it was not armed.")
    form = plural("{side}: {count} train, {seconds} s", "{side}: {count} trains, {seconds} s in all", one.trains)
    side = sentence_case(translate(one.side))
    return form.format(side=side, count=number(one.trains), seconds=tenths(one.given_s))


def _eye(day: Day, at: Callable[[str], str]) -> list[str]:
    seen = [f"{at(one.at_utc)}  {translate(_EYE[one.watch])}{_gap(one)}" for one in day.eyes if one.watch in _EYE]
    for duty, what in _CARES.items():
        times = [_cared(one, at) for one in day.duties if (one.duty, one.outcome) == (duty, "done")]
        seen += [f"{translate(what)}: {', '.join(times)}"] if times else []
    return seen


def _cared(one: DutyLine, at: Callable[[str], str]) -> str:
    """When, and by whose word where that is not the mirror's own."""
    return at(one.at_utc) if one.who == "mirror" else f"{at(one.at_utc)} ({translate(one.who)})"


def _gap(one: EyeLine) -> str:
    if one.gap_mm is None:
        return ""
    return " " + translate("Left open at gentle closure: {mm} mm.").format(mm=tenths(max(0.0, one.gap_mm)))
