"""What counts as practised: one meaning for the page, the terminal and the report."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from mirror.diary.adherence import adherence
from mirror.diary.page import day_page
from mirror.diary.reading import reading
from mirror.diary.report.calendar import Look
from mirror.diary.today import day_text, today_text, week_text
from tests.caregiver.household import Now, home, page_of
from tests.caregiver.test_pages import text_of
from tests.diary.long_logs import TODAY, Book, book
from tests.diary.test_report import sheet
from tests.diary.visits import in_force

#: Tuesday to Saturday; the week has begun before the mirror came.
FIRST, FREE, BEGUN, MISSED, NOW = (TODAY - timedelta(days=back) for back in range(4, -1, -1))


def awkward(folder: Path) -> None:
    """The mirror comes on a Tuesday, with one of four exercises practised before it is stopped.

    Nothing is planned on Wednesday; on Thursday a session is begun and left before anything was done; nobody comes on
    Friday.  It is Saturday morning.
    """
    with book(folder) as log:
        log.db.execute("UPDATE runs SET local_day = ?", (FIRST.isoformat(),))
        in_force(log, FIRST)
        log.db.execute("DELETE FROM plan_duties WHERE weekday = ? AND duty LIKE '%practice'", (FREE.weekday(),))
        _stopped(log)
        log.session(BEGUN, outcome="stopped", charged_s=30.0, duration_s=25.0)


def _stopped(log: Book) -> None:
    log.practice(
        FIRST, 0.4, 1.0, at=time(8, 35), outcome="stopped", planned='["smile", "pucker", "brow_raise", "snarl"]'
    )


def test_page_terminal_and_report_agree_on_what_was_practised(tmp_path: Path):
    """On one of three days: the first, and neither the one with nothing planned nor the one that goes on."""
    awkward(tmp_path)
    phone = home(tmp_path, Now(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))).connected()
    report = sheet(tmp_path)

    week = text_of(phone.get("/")).replace(" M ", " ").replace(" T ", " ").replace(" W ", " ").replace(" F ", " ")
    assert "Practised on one of three days so far." in week
    assert "Practised on one of three days, the last time on 17 November." in text_of(phone.get("/days"))
    assert "15 November to 21 November 2026: practised on one of three days." in week_text(tmp_path, TODAY.isoformat())
    assert report.practice.sentences[0] == "Practised on 1 of 3 days."


def test_of_a_single_day_that_counts_the_week_says_one_day(tmp_path: Path):
    """Nothing was planned on the others; "one of one day" over seven rows would leave open which."""
    awkward(tmp_path)
    with book(tmp_path) as log:
        log.db.execute("DELETE FROM plan_duties WHERE duty LIKE '%practice'")
        for table in ("runs", "plans"):
            log.db.execute(f"UPDATE {table} SET local_day = ?", ((FIRST - timedelta(days=1)).isoformat(),))
    said = week_text(tmp_path, TODAY.isoformat()).splitlines()[0]
    assert said == "15 November to 21 November 2026: practised on one day."


def test_page_terminal_and_report_show_the_same_days(tmp_path: Path):
    """A practice that was stopped is one, in part; a session without anything done is none."""
    awkward(tmp_path)
    phone = home(tmp_path, Now(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))).connected()

    page = page_of(phone.get("/"))
    boxes = [part.split('"')[0].split()[0] for part in page.split('class="box ')[1:8]]
    assert boxes == ["free", "some", "free", "none", "none", "free", "ahead"]
    assert "One practice, 5 minutes." in text_of(phone.get(f"/days/{FIRST}"))
    assert "No practice on this day." in text_of(phone.get(f"/days/{BEGUN}"))

    with reading(tmp_path) as db:
        days = adherence(db, FIRST.isoformat(), NOW.isoformat())
        pages = [day_page(db, day.local_day) for day in days]
    assert [day.practices for day in days] == [1, 0, 0, 0, 0]
    assert [sum(any(line.practised for line in one.exercises) for one in day.sessions) for day in pages] == [
        day.practices for day in days
    ]

    table = week_text(tmp_path, TODAY.isoformat()).splitlines()[-5:]
    assert [line.split()[-4:] for line in table] == [["1", "1", "5", "0"], *4 * [4 * ["-"]]]
    assert "one session, one exercise" in day_text(tmp_path, FIRST.isoformat(), UTC)
    assert "no exercise yet" in day_text(tmp_path, BEGUN.isoformat(), UTC)
    assert "No practice yet today." in today_text(tmp_path, NOW.isoformat(), UTC)

    calendar = sheet(tmp_path).calendar
    assert calendar is not None
    cells = [row[1][0] for row in calendar.rows]
    assert [cell.look for cell in cells] == [
        *(Look.EMPTY, Look.PART, Look.EMPTY, Look.NOTHING, Look.NOTHING, Look.EMPTY, Look.EMPTY)
    ]
    assert [cell.text for cell in cells] == ["", "1", "", "0", "0", "", ""]


def test_the_view_says_the_same(tmp_path: Path):
    """Whoever opens the file with another program finds the practices of each day in it."""
    awkward(tmp_path)
    with reading(tmp_path) as db:
        found = db.execute("SELECT local_day, practices, done_short, planned_short FROM adherence").fetchall()
    assert [tuple(row) for row in found][:3] == [
        (FIRST.isoformat(), 1, 0, 2),
        (FREE.isoformat(), 0, 0, 0),
        (BEGUN.isoformat(), 0, 0, 2),
    ]
