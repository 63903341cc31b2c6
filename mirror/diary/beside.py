"""What a day held beside the exercises, in words: answers, what waits, the daily try, the eye, reminders."""

from collections.abc import Callable
from datetime import tzinfo
from functools import partial
from typing import Final

from mirror.diary.page import AnswerLine, AssessmentLine, Day, EyeLine
from mirror.diary.wording import clock, length, name_of, section, tenths
from mirror.therapy.evidence import Sign
from mirror.therapy.eye_guardian import EyeWatch
from mirror.therapy.gate import Why
from mirror.therapy.questions import QuestionId, Told
from mirror.therapy.red_flags import ADVICE
from mirror.therapy.stage import Stage
from mirror.therapy.timetable import Duty

#: What a question was about; the question itself is longer than a line.
ASKED_ABOUT: Final = {
    QuestionId.STROKE.value: "Arms, legs, speech, sight and balance",
    QuestionId.HEAD_AND_BREATH.value: "Head, breath and swallowing",
    QuestionId.EYE.value: "The eye",
    QuestionId.EAR_AND_NECK.value: "Ear, mouth and neck",
    QuestionId.ILL_OR_WORSE.value: "Feeling ill, or more weakness",
    QuestionId.FIRST_LOOK.value: "A doctor's look since it began",
    QuestionId.LOOK_AFTER_WEEKS.value: "A doctor's look after three weeks",
    QuestionId.LOOK_AFTER_MONTHS.value: "A doctor's look after three months",
    QuestionId.FOREHEAD.value: "The forehead moves, the mouth less",
}
#: What the person said of the own face.
FELT: Final = {
    Sign.PAIN.value: "Something hurt, so the face rests until tomorrow.",
    Sign.TIGHT.value: "The face felt tight: release and rest until tomorrow.",
}
SAID: Final = {
    Told.DOCTOR_LOOKED.value: "A doctor has looked at the face.",
    Told.FOREHEAD_KNOWN.value: "A doctor knows how forehead and mouth move.",
}
#: Why something waits, on one line with its name; the screen has said it in full.
WAITS: Final = {
    Why.RED_FLAG.value: "a doctor's look comes first",
    Why.PAIN.value: "the face rests until tomorrow",
    Why.TIGHT.value: "release and rest until tomorrow",
    Why.NO_MOVEMENT.value: "waits until movement comes back by itself",
    Why.FEW_DAYS.value: "the first movement is watched for a few days",
    Why.UNCONFIRMED.value: "waits until somebody confirms the movement",
    Why.STRENGTHENING.value: "strengthening waits, release comes first",
    Why.TOO_EARLY.value: "strengthening comes later",
    Why.STAGE.value: "not part of the present stage",
    Why.THERAPIST.value: "only when a therapist asks for it",
}
_EYE: Final = {
    EyeWatch.OPEN.value: "It seems to stay a little open, so it needs its care.",
    EyeWatch.CLOSED.value: "It seems to close.",
}
_CARES: Final = {Duty.EYE_DAY.value: "Cared for by day", Duty.EYE_NIGHT.value: "Cared for before the night"}


def beside(day: Day, zone: tzinfo | None) -> list[str]:
    """One block of lines for each kind of thing that there was; of a day's faults, too."""
    at = partial(clock, zone=zone)
    said = [f"{at(one.at_utc)}  {_answer(one)}" for one in day.answers if one.matters]
    waits = [f"{name_of(one.exercise)}: {WAITS.get(one.why, one.why)}" for one in day.locks]
    tried = [
        f"{at(one.at_utc)}  {name_of(one.movement)}, try {one.number}: "
        f"left {length(one.left_mm)} mm, right {length(one.right_mm)} mm"
        for one in day.attempts
    ]
    assessed = [f"{at(one.at_utc)}  {_assessment(one)}" for one in day.assessments]
    put_off = [f"{at(one.at_utc)}  {one.duty.capitalize()}" for one in day.duties if one.outcome == "put off"]
    noted = [f"{at(fault.at_utc)}  {fault.kind}: {fault.sentence}" for fault in day.faults]
    return [
        *section("Answers", said),
        *section("Not yet", waits),
        *section("The small daily try", tried),
        *section("The eye", _eye(day, at)),
        *section("The standard assessment", assessed),
        *section("Put off", put_off),
        *section("Noted", noted),
    ]


def _answer(one: AnswerLine) -> str:
    """What was said, or what it was about and what the screen advised."""
    if one.sign is not None:
        return FELT.get(one.sign, one.sign)
    if one.told is not None:
        return SAID.get(one.told, one.told)
    if one.stage is not None:
        what = "movement has come back" if one.stage == Stage.PARETIC.value else f"the stage is {one.stage}"
        return f"A {one.confirmed_by} has confirmed that {what}."
    advice = {urgency.value: said.headline for urgency, said in ADVICE.items()}.get(one.urgency or "", one.urgency)
    return f'{ASKED_ABOUT.get(one.question, one.question)}: "{one.answer}". {advice}'


def _assessment(one: AssessmentLine) -> str:
    if one.composite is None:
        return f"No figure for the whole face this time ({one.abstained})."
    return f"{one.composite} of 100; confidence {one.confidence:.2f}"


def _eye(day: Day, at: Callable[[str], str]) -> list[str]:
    seen = [f"{at(one.at_utc)}  {_EYE[one.watch]}{_gap(one)}" for one in day.eyes if one.watch in _EYE]
    for duty, what in _CARES.items():
        times = [at(one.at_utc) for one in day.duties if (one.duty, one.outcome) == (duty, "done")]
        seen += [f"{what}: {', '.join(times)}"] if times else []
    return seen


def _gap(one: EyeLine) -> str:
    return "" if one.gap_mm is None else f" Left open at gentle closure: {tenths(max(0.0, one.gap_mm))} mm."
