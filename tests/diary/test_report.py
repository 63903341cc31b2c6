"""What stands in the therapist's report, as data: what decides first, and nothing that the log does not know."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

import pytest

from mirror.diary.log import Log
from mirror.diary.page import parse_day
from mirror.diary.reading import FILE_NAME, reading
from mirror.diary.report.calendar import MOST_WEEKS, Look
from mirror.diary.report.parts import Part, cut, first_of
from mirror.diary.report.period import period_of
from mirror.diary.report.sheet import Sheet, sheet_of
from mirror.perception.face import Side
from mirror.plan_file import plan_of_the_day, plan_path
from mirror.problem import Problem
from tests.diary.long_logs import TODAY, book, days_before
from tests.diary.records import begun, stamp
from tests.diary.visits import STORIES, assessment, in_force, written

PLENTY: Final = 99


@pytest.fixture(scope="module")
def visit(tmp_path_factory) -> Callable[[str], Path]:
    """The data folder of a story, to be read; each is written once."""

    @lru_cache
    def folder(story: str) -> Path:
        return written(tmp_path_factory.mktemp(story), story)

    return folder


def sheet(data_dir, since: date | None = None, most: int = PLENTY, today: date = TODAY) -> Sheet:
    following = plan_of_the_day(plan_path(data_dir), today, Side.LEFT)
    with reading(data_dir) as db:
        return sheet_of(db, following, since, today, "0.1.0", most)


def told(data_dir, fill) -> Sheet:
    with book(data_dir) as log:
        fill(log)
    return sheet(data_dir)


def text_of(part: Part) -> str:
    cells = [cell for table in part.tables for row in (table.heads, *table.rows) for cell in row]
    return "\n".join([part.heading, *part.sentences, *part.lines, *cells, part.remark])


def words_of(value: object) -> str:
    """Every text of a sheet, but for the charts."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "\n".join(map(words_of, value))
    if is_dataclass(value):
        return "\n".join(words_of(getattr(value, field.name)) for field in fields(value) if field.name != "svg")
    return ""


# What comes first ---------------------------------------------------------------------------------------------------


def test_what_needs_somebody_comes_first(visit):
    """Answers that asked for a doctor before pain, pain before tightness, then what the mirror saw, then the eye."""
    first = sheet(visit("twelve_weeks")).first
    assert first.lines == (
        "The eye: an answer asked for a doctor on the same day, on 16 September.",
        "The eye joins in more at pucker: 11 % then, 34 % now (left).",
        "Something hurt on 14 October.",
        "The face felt tight on 3 days, last on 1 November.",
        "The mirror saw something keep joining in (Pucker, eye) on 15 November.",
        first.lines[5],
        "Less than half of the eye care the plan reminds of was noted: 159 of 504 times.",
    )
    assert first.lines[5].startswith("At gentle closure 4.")


def test_little_practice_is_told_after_a_week_of_it(tmp_path):
    """On fewer days, with half of it, and without a plan it is no finding."""

    def fill(log):
        first, *rest = days_before(8)
        in_force(log, first)
        log.practice(first, 0.4, 1.0)
        for day in rest[::2]:
            log.practice(day, 0.4, 1.0)

    lines = told(tmp_path / "little", fill).first.lines
    assert "Less than half of the practices the plan asks for were done: 5 of 17." in lines
    assert "Less than half of the eye care the plan reminds of was noted: 0 of 48 times." in lines

    def half(log):
        in_force(log, days_before(8)[0])
        for day in days_before(8):
            log.practice(day, 0.4, 1.0)
            log.practice(day, 0.4, 1.0)

    assert not [line for line in told(tmp_path / "half", half).first.lines if "practices" in line]


def test_an_emergency_comes_before_everything(tmp_path):
    """Whatever else there was, and however long ago."""

    def fill(log):
        log.row("answers", TODAY, run_id=1, question="eye", answer="Yes", urgency="doctor today")
        log.row("answers", TODAY - timedelta(days=60), run_id=1, question="stroke", answer="Yes", urgency="emergency")
        log.row("answers", TODAY, run_id=1, question="ear_and_neck", answer="No", urgency="none")
        log.practice(TODAY - timedelta(days=70), 0.4, 1.0)

    lines = told(tmp_path, fill).first.lines
    assert lines[0] == (
        "Arms, legs, speech, sight and balance: an answer asked for the emergency number, on 22 September."
    )
    assert not [line for line in lines if line.startswith("Ear")]


def test_a_quiet_log_says_that_nothing_asks_for_a_look(visit):
    """An empty box would leave open whether it was looked for."""
    assert sheet(visit("one_session")).first.sentences == ("Nothing needs a look.",)


def test_a_pause_that_lasts_is_told(tmp_path):
    """Counted to today."""
    lines = told(tmp_path, lambda log: [log.practice(day, 0.4, 1.0) for day in days_before(30)[:20]]).first.lines
    assert "Nothing was practised in the last 10 days." in lines


def test_repetitions_that_cannot_be_read_are_told_with_their_reason(visit):
    """A dark bathroom is something a visit can mend."""
    assert sheet(visit("unread")).first.lines[0] == (
        "The mirror could not read 150 of 150 repetitions, mostly because: too dark."
    )


def test_a_change_is_told_and_what_has_not_changed_too(tmp_path):
    """Each movement once, under what may be said of it."""

    def fill(log):
        for place, day in enumerate(days_before(60)):
            log.practice(day, 0.3 + place / 100, 1.0, ("smile",))
            log.practice(day, 0.4, 1.0, ("eye_closure", "brow_raise"))
        log.practice(TODAY, 0.4, 1.0, ("pucker",))

    lines = told(tmp_path, fill).changes.lines
    assert lines[0].startswith("Smile: The left side moves more than in the first days")
    assert lines[1:] == (
        "No change that the mirror can be sure of: brow raise and eye closure.",
        "Too few days to tell a change: pucker.",
    )


def test_how_the_face_felt_is_counted(visit):
    """Three tight days are one thing among forty fine ones, and another among four."""
    part = sheet(visit("twelve_weeks")).words
    assert part.sentences == ("How the face felt after a session: Fine 42, Tight 3, It hurts 1.",)
    assert part.lines == (
        "17 September: A doctor has looked at the face.",
        "2 September: A therapist has confirmed that the stage is paretic.",
    )


# The plan and the practice ------------------------------------------------------------------------------------------


def test_the_plan_in_force_is_told_with_its_doses(tmp_path):
    """Who wrote it, until when, for which side and stage; what has the same dose on one line."""
    plan = text_of(sheet(written(tmp_path, "twelve_weeks")).plan)
    assert "Plan, revision 1, written on 11 November 2026, by M. Lund, physiotherapist." in plan
    assert "Brow raise; Gentle eye closure; Closed smile; Pucker: 5 times, hold 3 s" in plan


def test_without_a_plan_the_safe_one_is_told_as_what_it_is(visit):
    """Nobody has prescribed it."""
    report = sheet(visit("flaccid"))
    assert "There is no plan: the mirror keeps to its safe plan." in report.first.lines
    assert report.plan.sentences[0] == "The safe plan of the flaccid stage holds, for the left side."


def test_a_plan_that_nobody_has_signed_is_told(tmp_path):
    """Nothing active is unlocked by it."""
    written(tmp_path, "one_session")
    plan = plan_path(tmp_path)
    plan.write_text(plan.read_text().replace("M. Lund, physiotherapist", ""))
    assert "No therapist has signed the plan." in sheet(tmp_path).first.lines


def test_stages_and_revisions_of_the_time_are_told(tmp_path):
    """With the day on which each began."""
    plan = sheet(written(tmp_path, "synkinetic"), since=date(2026, 8, 1)).plan
    assert "Stages: paretic since 14 August, synkinetic since 13 October." in plan.sentences


def test_practice_is_counted_against_the_plan(tmp_path):
    """A day with more than was planned does not make up for a day with less, and today is not over."""

    def fill(log):
        in_force(log, TODAY - timedelta(days=1))
        for _ in range(5):
            log.practice(TODAY - timedelta(days=1), 0.4, 1.0)

    said = told(tmp_path, fill).practice.sentences
    assert "The plan asked for 3 practices; 2 of them were done." in said


def test_repetitions_stand_beside_how_many_were_asked_for(tmp_path):
    """Three of five is not three of three; where the log does not know, the figure stands alone."""

    def fill(log):
        session = log.practice(TODAY, 0.4, 1.0, ("smile", "pucker"))
        row = {"session_id": session, "exercise": "smile", "guided_rounds": 0}
        log.row("exercises", TODAY, **row, outcome="joined", repetitions=3, asked=5)
        log.row("exercises", TODAY, **{**row, "exercise": "pucker"}, outcome="stopped", repetitions=3)

    part = told(tmp_path, fill).exercises
    assert part is not None
    assert {row[:3] for row in part.tables[0].rows} == {("Closed smile", "1", "8 of 10"), ("Pucker", "1", "8")}


def test_the_longest_pause_is_told_with_its_days(visit):
    """A fortnight away explains a trend."""
    said = sheet(visit("twelve_weeks")).practice.sentences
    assert "Longest pause: 12 days, from 29 September to 10 October." in said


def test_the_calendar_tells_days_apart(tmp_path):
    """Done as planned, in part, planned and not done; days outside of the report are blank."""

    def fill(log):
        monday = date(2026, 11, 16)
        in_force(log, monday)
        for day, times in ((monday, 2), (date(2026, 11, 17), 2), (date(2026, 11, 18), 0), (date(2026, 11, 19), 1)):
            for _ in range(times):
                log.practice(day, 0.4, 1.0)

    calendar = told(tmp_path, fill).calendar
    looks = {day: cells[0] for day, cells in calendar.rows}
    assert [(cell.text, cell.look) for cell in looks.values()] == [
        ("2", Look.COMPLETE),
        ("2", Look.PART),  # the long practice of a Tuesday is missing
        ("0", Look.NOTHING),
        ("1", Look.PART),
        ("0", Look.NOTHING),
        ("", Look.EMPTY),  # today, which is not over
        ("", Look.EMPTY),
    ]


def test_a_long_time_shows_its_last_half_year_and_tells_the_rest(visit):
    """Columns that nobody can tell apart show nothing."""
    calendar = sheet(visit("ten_years"), since=date(2000, 1, 1)).calendar
    assert {len(cells) for _, cells in calendar.rows} == {MOST_WEEKS}
    assert sum(width for _, width in calendar.months) == MOST_WEEKS
    assert calendar.remark == (
        "Not shown, from 22 November 2016 on: practised on 2604 of 3471 days before these weeks."
    )


# The face -----------------------------------------------------------------------------------------------------------


def test_assessments_stand_item_by_item_with_their_confidence(visit):
    """The first one and the newest; what was left out is a dash."""
    part = sheet(visit("twelve_weeks")).assessments
    voluntary, rest = part.tables
    assert voluntary.heads == ("", "30 Aug", "25 Oct", "8 Nov", "21 Nov")
    assert voluntary.rows[:2] == (
        ("Whole face, of 100", "38", "52", "57", "62"),
        ("How sure, 0 to 1", "0.78", "0.78", "0.78", "0.78"),
    )
    assert not [cell for row in (*voluntary.rows[2:], *rest.rows) for cell in row if "(" in cell]
    assert ("Cheek", "-", "-", "-", "-") in rest.rows
    assert len(voluntary.rows) + len(rest.rows) == 2 + 3 + 5 + 3 + 5
    assert "3 in between are not shown." in part.sentences[0]


def test_an_item_the_mirror_is_less_sure_of_says_so(tmp_path):
    """Once for the whole column, and beside what differs; also where there is no figure for the whole face."""

    def fill(log):
        log.practice(TODAY, 0.4, 1.0)
        assessment(log, TODAY, None, 3)
        log.db.execute("UPDATE assessment_items SET confidence = 0.5 WHERE item = 'smile' AND part = 'voluntary'")

    voluntary, _ = told(tmp_path, fill).assessments.tables
    assert voluntary.rows[:2] == (("Whole face, of 100", "-"), ("How sure, 0 to 1", "0.78"))
    assert dict(row for row in voluntary.rows if len(row) == 2)["Smile"] == "3 (0.50)"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (50, 61, "No change that the mirror can be sure of, which takes 12 points."),
        (50, 62, "That is more than assessments differ by anyway."),
        (62, 50, "That is less, by more than assessments differ by anyway."),
    ],
)
def test_a_change_of_the_whole_face_takes_twelve_points(tmp_path, first, last, said):
    """What clinicians who grade with a guide differ by in 95 of 100 pairs."""

    def fill(log):
        log.practice(TODAY - timedelta(days=50), 0.4, 1.0)
        assessment(log, TODAY - timedelta(days=50), first, 3)
        assessment(log, TODAY, last, 3)

    assert said in told(tmp_path, fill).assessments.sentences[0]


def test_an_assessment_without_a_figure_says_why(visit):
    """The expression that lacks it is named."""
    part = sheet(visit("unread")).assessments
    assert part.sentences == ("No figure for the whole face on 21 November: Nose wrinkle: turned away.",)


def test_what_joined_in_is_told_for_each_side(visit):
    """An eye that joins in more and more in the pucker: how much of its opening was gone, first and last."""
    (table,) = part_of(sheet(visit("twelve_weeks")), "What joined in").tables
    assert table.rows == (("Pucker, eye", "11 to 34 %", "3 to 3 %", "more left", "0 of 520"),)


def part_of(report: Sheet, heading: str) -> Part:
    return next(part for part in report.beside if part.heading == heading)


def test_the_eye_is_told_with_its_care(visit):
    """What stays open, how far it comes in blinks, how often it was cared for and who noted it."""
    said = part_of(sheet(visit("twelve_weeks")), "The affected eye").sentences
    assert said[0].endswith("less than at first.")
    assert said[-2:] == (
        "Eye care was noted 159 times, on 52 of 84 days; the plan reminds of it 504 times.",
        "Noted by: caregiver 42 and mirror 117.",
    )


def test_an_eye_that_shuts_is_no_finding(tmp_path):
    """A shut eye reads about a millimetre open."""

    def fill(log):
        for day in days_before(10):
            log.row("eyes", day, run_id=1, gap_mm=1.1, blink_part=None, blinks=0, watch="closed")
            log.practice(day, 1.0, 1.0)

    report = told(tmp_path, fill)
    assert not [line for line in report.first.lines if "stayed open" in line]
    assert part_of(report, "The affected eye").sentences == (
        "At gentle closure less than 2 mm stayed open, which is no finding.",
    )


def test_the_search_for_a_first_movement_is_told(tmp_path):
    """On how many days it was tried, and that nothing was beyond the noise, which is normal."""
    assert part_of(sheet(written(tmp_path, "flaccid")), "The first movement").sentences == (
        "The small daily try was made on 21 days.",
        "Nothing of the left side beyond the mirror's noise yet, which is normal.",
    )


def test_a_first_movement_that_was_seen_is_told_with_its_days(tmp_path):
    """The stage gate's own measure: beyond noise and the pull of the other side."""

    def fill(log):
        log.practice(TODAY - timedelta(days=9), 0.4, 1.0)
        for number in (1, 2):
            log.row(
                "attempts",
                TODAY,
                run_id=1,
                movement="smile",
                number=number,
                left_mm=3.0,
                right_mm=6.0,
                symmetry=0.5,
                confidence=0.9,
                noise_mm=0.2,
            )

    said = part_of(told(tmp_path, fill), "The first movement").sentences
    assert said[1] == "The left side moved beyond the mirror's noise (Smile) on 21 November."


# The mirror itself --------------------------------------------------------------------------------------------------


def test_dates_that_nobody_vouches_for_are_told(visit):
    """And sessions dated after today are left out, in so many words."""
    said = "The clock was not known to be right on 30 days, last on 21 November: those dates are not certain."
    assert part_of(sheet(visit("unread")), "The mirror itself").lines == (said,)
    said = "1 session bears a date after today and is left out."
    assert part_of(sheet(visit("synkinetic")), "The mirror itself").lines == (said,)


def test_what_measured_is_named(visit):
    """Program, landmark models, ways of reading, and how many repetitions by each."""
    remark = part_of(sheet(visit("synkinetic"), since=date(2026, 8, 1)), "The mirror itself").remark
    assert remark == (
        "Made by version 0.1.0 of the mirror. "
        "Measured by version 0.1.0; landmark model, way of reading and repetitions: "
        "attention-1a2b3c4d5e6f (refined, 380), older (refined, 200) and attention-1a2b3c4d5e6f (light, 160)."
    )


def test_faults_are_told_by_their_kind(tmp_path):
    """How often, when last, and the last sentence."""

    def fill(log):
        for day in days_before(3):
            log.practice(day, 0.4, 1.0)
            log.row("faults", day, run_id=1, kind="camera", sentence=f"No picture on {day}.")

    assert part_of(told(tmp_path, fill), "The mirror itself").lines == (
        "Fault, camera, on 3 days, last on 21 November: No picture on 2026-11-21.",
    )


@pytest.mark.parametrize(("boot_id", "told_as"), [("boot-1", "Fault, restart"), ("boot-2", "Switched off without")])
def test_a_program_that_fell_is_a_fault_and_no_pulled_plug(tmp_path, boot_id, told_as):
    """Where the next start is of the same boot the machine went on; where it is of another, the plug was pulled."""
    begun(tmp_path).close()
    with closing(Log.open(tmp_path / FILE_NAME)) as log:
        log.begin_run("0.1.0", "m", "pi", replace(stamp(), boot_id=boot_id))
        log.end_run(replace(stamp(1.0), boot_id=boot_id))
    lines = part_of(sheet(tmp_path), "The mirror itself").lines
    assert len(lines) == 1
    assert lines[0].startswith(told_as)


# The days, the words ------------------------------------------------------------------------------------------------


def test_without_another_wish_it_covers_twelve_weeks(tmp_path):
    """Or as many days as the log has."""
    with book(tmp_path) as log:
        log.practice(TODAY - timedelta(days=200), 0.4, 1.0)
        log.practice(TODAY - timedelta(days=83), 0.4, 1.0)
    with reading(tmp_path) as db:
        assert period_of(db, None, TODAY).since == TODAY - timedelta(days=83)
        assert period_of(db, date(2026, 1, 1), TODAY).since == TODAY - timedelta(days=200)
        assert period_of(db, TODAY, TODAY).days == 1


def test_a_clock_of_1970_does_not_begin_a_report(visit):
    """Fifty years without practice would say nothing."""
    report = sheet(visit("synkinetic"), since=parse_day("1960-01-01"))
    assert report.covers == "14 August to 21 November 2026: 100 days"


def test_a_report_does_not_begin_tomorrow(tmp_path):
    """One sentence that names the option."""
    written(tmp_path, "empty")
    with pytest.raises(Problem, match="--since 2026-11-22 is after today, 2026-11-21: name an earlier day"):
        sheet(tmp_path, since=TODAY + timedelta(days=1))


@pytest.mark.parametrize("story", STORIES)
def test_nothing_is_said_that_hurts(visit, story):
    """It is the therapist's, and it lies on the table between two people."""
    words = words_of(sheet(visit(story), since=date(2000, 1, 1))).lower()
    hurtful = ("paralys", "bad side", "wrong", "failed", "streak", "!", "none,", "nan")
    assert not [word for word in hurtful if word in words]


def test_lists_are_cut_short_in_so_many_words(visit):
    """The last line counts what is not shown."""
    assert first_of(["a", "b", "c"], 3) == ("a", "b", "c")
    assert first_of(["a", "b", "c", "d"], 3) == ("a", "b", "2 more are not shown here.")
    report = sheet(visit("ten_years"), since=date(2000, 1, 1), most=4)
    notes = part_of(report, "Notes")
    assert notes.lines[-1] == "246 more are not shown here."
    assert len(cut("A long note. " * 100)) <= 160
