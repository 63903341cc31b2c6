"""What the day's page says beside the exercises."""

import dataclasses
import sqlite3
from contextlib import closing
from datetime import UTC
from pathlib import Path

import pytest

from mirror.diary.beside import ASKED_ABOUT, FELT, SAID, SEEN, WAITS
from mirror.diary.chart import chart_of
from mirror.diary.ended import ENDED
from mirror.diary.export import export_json
from mirror.diary.page import (
    AnswerLine,
    AssessmentLine,
    AttemptLine,
    Day,
    DutyLine,
    ExerciseLine,
    EyeLine,
    FaultLine,
    LockLine,
    SessionPage,
    day_page,
)
from mirror.diary.reading import FILE_NAME, reading
from mirror.diary.stamp import when_of
from mirror.diary.today import as_json, as_text, today_text
from mirror.diary.wording import COLUMNS
from mirror.perception.co_movement import QuietRegion
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Side
from mirror.therapy.catalogue import Purpose, catalogue, entries
from mirror.therapy.chart import Chart
from mirror.therapy.effects import (
    Answered,
    AttemptMeasured,
    DutyDone,
    ExerciseEnded,
    EyeSeen,
    LockTold,
    Outcome,
    PutOff,
    Record,
    SessionBegan,
    SessionEnded,
    SignSeen,
    StimulationDone,
)
from mirror.therapy.evidence import Confirmer, Sign
from mirror.therapy.eye_guardian import EyeWatch
from mirror.therapy.gate import Why
from mirror.therapy.questions import QUESTIONS, Confirms, QuestionId, Told
from mirror.therapy.red_flags import Urgency
from mirror.therapy.stage import Stage
from mirror.therapy.timetable import Duty
from tests.diary.records import DAY, done, running, stamp

FLAT: list[Record] = [
    DutyDone(Duty.EYE_DAY),
    Answered(QuestionId.STROKE, "No", Urgency.NONE),
    LockTold("smile", Why.NO_MOVEMENT, "This exercise waits until movement comes back by itself."),
    LockTold("smile", Why.NO_MOVEMENT, "This exercise waits until movement comes back by itself."),
    SessionBegan(("standard_attempt", "massage_points"), Duty.SHORT, Purpose.PRACTICE, Stage.FLACCID, 2),
    ExerciseEnded("standard_attempt", Outcome.DONE, 0, guided_rounds=1),
    AttemptMeasured(Movement.BROW_RAISE, 1, Excursion(-0.3, 4.24, 0.9), 0.2),
    ExerciseEnded("massage_points", Outcome.TIME, 0, guided_rounds=1),
    EyeSeen(2.14, None, 0, EyeWatch.OPEN),
    SessionEnded(Outcome.DONE),
    PutOff(Duty.SHORT),
    DutyDone(Duty.EYE_DAY),
    DutyDone(Duty.EYE_NIGHT),
]


def _page(data_dir: Path, records: list[Record]) -> str:
    """Today's page after these records, half an hour between two."""
    with running(data_dir) as log:
        for place, record in enumerate(records):
            log.keep(record, stamp(1800.0 * place))
    return today_text(data_dir, DAY, zone=UTC)


def test_a_day_before_movement_has_returned_is_told(tmp_path: Path):
    """The page of a flaccid day, word for word: what was guided, what waits, the try, the eye, the reminders."""
    assert _page(tmp_path, FLAT) == (
        "Saturday 21 November 2026: one session, two routines.\n"
        "\n"
        "10:12, short practice, done\n"
        "A small try  guided by time\n"
        "Massage, nostril and corner of the mouth  guided by time; the time was over\n"
        "\n"
        "Not yet:\n"
        "  Closed smile: waits until movement comes back by itself\n"
        "\n"
        "The small daily try:\n"
        "  11:12  Brow raise, try 1: left 0.0 mm, right 4.2 mm\n"
        "\n"
        "The eye:\n"
        "  12:12  It seems to stay a little open, so it needs its care. Left open at\n"
        "    gentle closure: 2.1 mm.\n"
        "  Cared for by day: 08:12, 13:42\n"
        "  Cared for before the night: 14:12\n"
        "\n"
        "Put off:\n"
        "  13:12  Short practice\n"
        "\n"
        "Left and right are your own sides. Lengths and holds are means over the\n"
        "repetitions.\n"
        "Mirror estimate, not a diagnosis.\n"
    )


def test_answers_that_matter_are_told(tmp_path: Path):
    """A doctor's look, pain, tightness, a caregiver's word; an answer from which nothing follows has no line."""
    text = _page(
        tmp_path,
        [
            Answered(QuestionId.STROKE, "No", Urgency.NONE),
            Answered(QuestionId.EYE, "Not sure", Urgency.DOCTOR_TODAY),
            Answered(QuestionId.FIRST_LOOK, "A doctor has", Told.DOCTOR_LOOKED),
            Answered(QuestionId.COMFORT, "It hurts", Sign.PAIN),
            Answered(QuestionId.STOPPED, "It felt tight", Sign.TIGHT),
            Answered(QuestionId.CONFIRM, "Confirm", Confirms(Stage.PARETIC, Confirmer.CAREGIVER)),
        ],
    )
    assert text == (
        "No practice yet today.\n"
        "\n"
        "Answers:\n"
        '  08:42  The eye: "Not sure". Please see a doctor today.\n'
        "  09:12  A doctor has looked at the face.\n"
        "  09:42  Something hurt, so the face rests until tomorrow.\n"
        "  10:12  The face felt tight: release and rest until tomorrow.\n"
        "  10:42  A caregiver has confirmed that movement has come back.\n"
    )


def test_what_the_mirror_saw_is_told(tmp_path: Path):
    """It ended an exercise and locks others, also where the person said that the face felt fine."""
    text = _page(
        tmp_path,
        [
            SignSeen(Sign.TIGHT, "smile"),
            SignSeen(Sign.JOINED, "pucker: eye"),
            Answered(QuestionId.COMFORT, "Fine", Urgency.NONE),
        ],
    )
    assert text == (
        "No practice yet today.\n"
        "\n"
        "Seen:\n"
        "  08:12  The mirror saw the face become tight (Closed smile).\n"
        "  08:42  The mirror saw something keep joining in (Pucker, eye).\n"
    )


def test_who_ticked_an_eye_care_is_told(tmp_path: Path):
    """What a caregiver ticked on a phone is not what was confirmed before the mirror."""
    _page(tmp_path, [DutyDone(Duty.EYE_DAY), DutyDone(Duty.EYE_DAY)])
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        db.execute("UPDATE duties SET who = 'caregiver' WHERE id = 2")
        db.commit()
    assert "  Cared for by day: 08:12, 08:42 (caregiver)\n" in today_text(tmp_path, DAY, zone=UTC)


def test_what_joined_in_stands_below_its_figures(tmp_path: Path):
    """How often, and that the exercise ended for it."""
    smiles = [dataclasses.replace(done("smile", number, 2.0, 4.0), joined=QuietRegion.EYE) for number in (1, 2)]
    text = _page(
        tmp_path,
        [
            SessionBegan(("smile",)),
            *smiles,
            SignSeen(Sign.JOINED, "smile: eye"),
            ExerciseEnded("smile", Outcome.JOINED, 2, asked=5),
        ],
    )
    assert text.splitlines()[4:6] == [
        "Closed smile       2 of 5      2.0       4.0         left     3.0",
        "  something joined in twice; stopped early: the eye joined in",
    ]


def test_what_a_stimulator_did_is_told_and_kept(tmp_path: Path):
    """How often and how long on which side; where it did not act, whether it was armed; and why not, for programs."""
    kept: list[Record] = [
        StimulationDone(Side.LEFT, True, 5, 9.875, {}),
        StimulationDone(Side.LEFT, True, 1, 2.0, {"no face that can be measured": 2}),
        StimulationDone(Side.RIGHT, True, 0, 0.0, {"the hand button is not held": 3}),
        StimulationDone(Side.RIGHT, False, 0, 0.0, {"not armed": 6}),
    ]
    page = _page(tmp_path, kept)
    assert page.partition("Stimulation:\n")[2].splitlines() == [
        "  08:12  Left: five trains, 9.9 s in all",
        "  08:42  Left: one train, 2.0 s",
        "  09:12  None; it was armed.",
        "  09:42  None; it was not armed.",
    ]
    rows = export_json(tmp_path)["stimulations"]
    assert [(row["armed"], row["trains"], row["given_s"]) for row in rows][1:3] == [(True, 1, 2.0), (True, 0, 0.0)]
    assert rows[1]["refusals"] == {"no face that can be measured": 2}
    assert (
        chart_of(tmp_path, UTC).stimulated
        == Chart.of((one, when_of(stamp(1800.0 * at), UTC)) for at, one in enumerate(kept)).stimulated
    )


def test_a_stimulation_without_a_duration_is_kept_as_a_fault(tmp_path: Path):
    """A train that lasted no time, and time without a train, are no records of this mirror."""
    _page(tmp_path, [StimulationDone(Side.LEFT, True, 1, 0.0, {}), StimulationDone(Side.LEFT, True, 0, 1.0, {})])
    tables = export_json(tmp_path)
    assert tables["stimulations"] == []
    assert [row["kind"] for row in tables["faults"]] == ["record", "record"]


def test_an_assessment_is_called_one(tmp_path: Path):
    """It is no practice, and the page says so."""
    text = _page(tmp_path, [SessionBegan(("smile",), purpose=Purpose.ASSESSMENT), done("smile", 1, 2.0, 4.0)])
    assert "08:12, assessment, the mirror was switched off" in text


def test_programs_get_every_line(tmp_path: Path):
    """The page for programs has the notes under their own names, and what was said twice once."""
    _page(tmp_path, FLAT)
    with reading(tmp_path) as db:
        assert db is not None
        page = as_json(day_page(db, DAY))
    names = ("answers", "signs", "locks", "attempts", "eyes", "assessments", "duties")
    assert [len(page[name]) for name in names] == [1, 0, 1, 1, 1, 0, 4]
    assert page["stimulations"] == ()
    assert page["eyes"][0]["gap_mm"] == 2.14
    assert (page["sessions"][0]["duty"], page["sessions"][0]["purpose"]) == ("short practice", "practice")


def test_there_are_words_for_everything():
    """No answer that matters, no reason, no way to end is left to the word in the log."""
    follows = [(one.id, answer.follows) for one in QUESTIONS.values() for answer in one.answers if answer is not None]
    urgent = {id_.value for id_, what in follows if isinstance(what, Urgency) and what is not Urgency.NONE}
    assert urgent == set(ASKED_ABOUT)
    assert {what.value for _, what in follows if isinstance(what, Sign)} == set(FELT)
    assert {told.value for told in Told} == set(SAID)
    assert set(SEEN) == {Sign.TIGHT.value, Sign.JOINED.value}
    assert {why.value for why in Why} == set(WAITS)
    assert {outcome.value for outcome in Outcome if outcome is not Outcome.DONE} == set(ENDED)


def test_why_something_waits_fits_on_its_line():
    """With every name of the catalogue that waits for movement."""
    names = [one.name for one in entries().values() if one.kind.moves]
    assert max(len(f"  {name}: {why}") for name in names for why in WAITS.values()) <= COLUMNS


@pytest.mark.parametrize(
    ("affected", "said"),
    [
        ("left", "Nose wrinkle: the right side"),
        ("right", "Nose wrinkle: the left side"),
        (None, "Nose wrinkle: the other side"),
    ],
)
def test_an_assessment_without_a_figure_names_the_movement_and_the_side(affected: str | None, said: str):
    """As the screen calls the movement, and the healthy side by its name where it is known."""
    why = AssessmentLine(stamp().at_utc, None, affected, None, "snarl: the other side hardly moved; rest: too dark")
    told = " ".join(as_text(Day(DAY, assessments=(why,)), "", UTC).split())
    assert f"No figure for the whole face this time ({said}" in told
    assert told.count("hardly moved; rest: too dark).") == 1


@pytest.mark.parametrize("outcome", Outcome)
def test_no_line_is_longer_than_a_terminal(outcome: Outcome):
    """Every entry of the catalogue, however it ended, with large figures and long sentences."""
    at_utc = stamp().at_utc
    lines = []
    for name in entries():
        measured = name in catalogue() and catalogue()[name].measures is not None
        line = ExerciseLine(name, None, outcome.value, 0, 5, None, None, None, None, None, None)
        if measured:
            line = ExerciseLine(name, "smile", outcome.value, 10, 0, 12.0, 39.9, 0.3, "together", 12.0, 0.9, joined=9)
        lines.append(line)
    day = Day(
        DAY,
        sessions=(SessionPage(1, at_utc, Duty.LONG.value, Purpose.PRACTICE.value, None, True, tuple(lines)),),
        answers=tuple(
            AnswerLine(at_utc, id_.value, "A doctor knows", Urgency.EMERGENCY.value, None, None, None, None)
            for id_ in QuestionId
        ),
        locks=tuple(LockLine(name, why.value, "Not now.") for name in entries() for why in Why),
        attempts=(AttemptLine(at_utc, "brow_raise", 2, 10.0, 39.9, 0.9, 0.2),),
        eyes=(EyeLine(at_utc, 3.0, 0.5, 9, EyeWatch.OPEN.value),),
        assessments=(AssessmentLine(at_utc, None, "left", None, "snarl: the other side hardly moved; " * 3),),
        duties=(DutyLine(at_utc, Duty.EYE_DAY.value, "done"),) * 20,
        faults=(FaultLine(at_utc, "camera", "The lens of the camera is covered. " * 4),),
    )
    text = as_text(day, "", UTC)
    assert [line for line in text.splitlines() if len(line) > COLUMNS] == []
    assert all(one.name in text for one in entries().values())
