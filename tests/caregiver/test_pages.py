"""What somebody at the kitchen table reads: today first, in sentences, in every state of the log."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest

from mirror.caregiver import words
from mirror.caregiver.inbox import read
from mirror.caregiver.pages import note_text
from mirror.diary.reading import FILE_NAME
from mirror.language import translate
from mirror.therapy.red_flags import ADVICE, Urgency
from tests.caregiver.household import Now, a_day_with_everything, book_again, home, page_of, weeks_of_practice
from tests.diary.long_logs import TODAY, book
from tests.diary.visits import in_force
from tests.therapy.plans import PLAN

PAGES = ("/", "/days", "/days/2026-11-21", "/trends", "/notes", "/phones")


def text_of(answer) -> str:
    """What is read, without what it is marked up with."""
    assert answer.status_code == 200
    page = re.sub(r"<(style|svg)\b.*?</\1>", " ", answer.get_data(as_text=True), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("&#39;", "'").replace("&#34;", '"').split())


def test_a_day_that_is_done_says_so_in_its_first_sentence(tmp_path):
    """How often, how long, how it felt; then what."""
    weeks_of_practice(tmp_path, weeks=2)
    page = text_of(home(tmp_path).connected().get("/"))
    assert "Saturday 21 November Today is done. Two practices, 14 minutes. The face felt fine." in page
    assert "Closed smile 10 of 10" in page
    assert "Practised on six of six days so far." in page


def test_a_day_that_has_not_begun_says_what_is_left(tmp_path):
    """In the morning of a day with two practices nothing is late."""
    weeks_of_practice(tmp_path, weeks=2)
    with book_again(tmp_path) as log:
        for table in ("repetitions", "exercises", "sessions", "answers", "duties"):
            log.db.execute(f"DELETE FROM {table} WHERE local_day = ?", (TODAY.isoformat(),))
    at = Now(datetime(2026, 11, 21, 8, 0, tzinfo=UTC))
    page = text_of(home(tmp_path, at).connected().get("/"))
    assert "Not practised yet today. Two short practices: 08:30 and 18:00." in page
    assert "Last practice" not in page


def test_after_some_days_the_last_practice_is_told(tmp_path):
    """And of what is asked for today, what can still be done at its time."""
    weeks_of_practice(tmp_path, weeks=2)
    at = Now(datetime(2026, 11, 25, 13, 0, tzinfo=UTC))
    page = text_of(home(tmp_path, at).connected().get("/"))
    assert "Not practised yet today. One short practice: 18:00. Last practice: Saturday 21 November." in page


def test_one_of_two_practices_leaves_one(tmp_path):
    """At noon."""
    with book(tmp_path) as log:
        log.practice(TODAY, 0.5, 1.0, at=time(8, 35))
    at = Now(datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
    page = text_of(home(tmp_path, at).connected().get("/"))
    assert "One practice is left today. So far: one practice, 5 minutes." in page


def test_an_evening_without_practice_is_told_kindly(tmp_path):
    """Nothing was lost, and nobody is to blame."""
    with book(tmp_path) as log:
        log.practice(TODAY - timedelta(days=1), 0.5, 1.0)
    page = text_of(home(tmp_path, Now(datetime(2026, 11, 21, 23, 30, tzinfo=UTC))).connected().get("/"))
    assert "No practice today. That happens; tomorrow is a new day." in page


def test_what_needs_somebody_comes_before_what_was_done(tmp_path):
    """A doctor, the eye, a tight face, faults; each with what to do, the most urgent first."""
    a_day_with_everything(tmp_path)
    page = text_of(home(tmp_path).connected().get("/"))
    order = [
        "The face rests today. The face felt tight: release and rest until tomorrow.",
        "Please tell your doctor in the next few days.",
        "Feeling ill, or more weakness",
        "It is time for eye care. With the eye gently closed, about 3.4 mm stayed open.",
        "The eye seems to stay a little open, on more than one day.",
        "What was practised",
        "Pucker 8 of 10, stopped early: the eye joined in",
        "Massage, cheeks skipped",
        "Pucker against a finger strengthening waits, release comes first",
        "Eye care, put off at 14:00",
        "This week",
        "Something was not written as it should be.",
        "The mirror noted a fault.",
        "The log was damaged; a new one has begun.",
        "The camera gave no picture for 3 s.",
    ]
    places = [page.index(part) for part in order]
    assert places == sorted(places)
    assert page.count("For whoever looks after the mirror") == 1


def test_a_face_that_rests_is_not_told_to_practise_on(tmp_path):
    """A doctor in the next days is no reason to stop; a tight face is, and is told once."""
    weeks_of_practice(tmp_path, weeks=1)
    with book_again(tmp_path) as log:
        log.row("answers", TODAY, time(8, 31), run_id=1, question="ill_or_worse", answer="Yes", urgency="doctor soon")
    assert "Today's practice can go on, small and slow." in text_of(home(tmp_path).connected().get("/"))
    with book_again(tmp_path) as log:
        log.row("answers", TODAY, time(19, 7), run_id=1, question="comfort", answer="Tight", sign="tight")
    page = text_of(home(tmp_path).connected().get("/"))
    assert "Today's practice can go on" not in page
    assert (page.count("rests today"), page.count("until tomorrow")) == (1, 1)


def test_what_the_mirror_saw_is_not_told_as_felt(tmp_path):
    """The person said that the face felt fine; the mirror saw it become tight."""
    weeks_of_practice(tmp_path, weeks=1)
    with book_again(tmp_path) as log:
        log.row("signs", TODAY, time(18, 12), run_id=1, sign="tight", detail="smile: mouth")
    found = home(tmp_path).connected()
    page = text_of(found.get("/"))
    assert "The mirror saw the face become tight: release and rest until tomorrow." in page
    then = text_of(found.get("/days/2026-11-21"))
    assert "Rest was advised until the next day. The mirror saw the face become tight." in then
    for one in (page, then):
        assert "felt tight" not in one
        assert "felt fine" not in one


def test_an_emergency_stands_over_everything(tmp_path):
    """What the mirror has advised is the page's largest line, in the same words, and nothing stands between."""
    weeks_of_practice(tmp_path, weeks=1)
    with book_again(tmp_path) as log:
        log.row("answers", TODAY, time(19, 0), run_id=1, question="eye", answer="Yes", urgency="doctor today")
    found = home(tmp_path).connected()
    assert "<h1>Please see a doctor today.</h1>" in page_of(found.get("/"))
    with book_again(tmp_path) as log:
        log.row("answers", TODAY, time(19, 0), run_id=1, question="stroke", answer="Yes", urgency="emergency")
    answer = found.get("/")
    assert "<h1>Please call the emergency number now.</h1>" in page_of(answer)
    page = text_of(answer)
    assert "Saturday 21 November Please call the emergency number now. Say what is new" in page
    assert page.index("Please see a doctor today.") < page.index("What was practised")


@pytest.mark.parametrize(
    ("urgency", "question", "asked", "otherwise", "first"),
    [
        ("emergency", "stroke", "Was the emergency number called?", "If not, please call it now", True),
        ("doctor today", "eye", "Has a doctor looked since?", "If not, please see one today.", True),
        ("doctor soon", "ill_or_worse", "Does the doctor know?", "If not, please tell your doctor", False),
    ],
)
def test_a_call_of_yesterday_evening_stands_on_the_page_of_today(tmp_path, urgency, question, asked, otherwise, first):
    """Nobody may have seen it; it is asked after until somebody answers again, or for three days."""
    weeks_of_practice(tmp_path, weeks=2)
    yesterday = TODAY - timedelta(days=1)
    with book_again(tmp_path) as log:
        log.row("answers", yesterday, time(21, 31), run_id=1, question=question, answer="Yes", urgency=urgency)
    found = home(tmp_path).connected()
    answer = found.get("/")
    page = text_of(answer)
    assert f"{asked} On Friday 20 November the mirror said: " in page
    assert otherwise in page
    assert (f"<h1>{asked}</h1>" in page_of(answer)) is first
    then = text_of(found.get("/days/2026-11-20"))
    assert f'The mirror said: "{translate(ADVICE[Urgency(urgency)].headline)}" It was said at the mirror: ' in then
    assert "If not" not in then
    with book_again(tmp_path) as log:
        log.row("answers", TODAY, time(8, 31), run_id=1, question=question, answer="No", urgency="none")
    assert asked not in text_of(found.get("/"))


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (None, "There is no plan yet."),
        ("revision = ", "The plan cannot be read."),
        (PLAN.replace("2026-11-20", "2026-11-01").replace("2027-01-15", "2026-11-20"), "The plan has ended."),
    ],
)
def test_a_plan_that_does_not_hold_is_told(tmp_path, plan, said):
    """In the words that the mirror has for it."""
    weeks_of_practice(tmp_path, weeks=1)
    assert said in text_of(home(tmp_path, plan=plan).connected().get("/"))


def test_no_log_yet_is_a_sentence_on_every_page(tmp_path):
    """Before the first session, and while the file is there and empty."""
    found = home(tmp_path).connected()
    for _ in range(2):
        assert words.NO_LOG in text_of(found.get("/"))
        for page in PAGES[1:]:
            assert text_of(found.get(page))
        (tmp_path / FILE_NAME).touch()


def test_a_damaged_log_is_a_sentence_and_not_a_fault(tmp_path):
    """What is wrong is for whoever mends it; for everybody else there is a way out."""
    weeks_of_practice(tmp_path, weeks=1)
    log = tmp_path / FILE_NAME
    content = bytearray(log.read_bytes())
    content[4096:] = b"\x00" * (len(content) - 4096)
    log.write_bytes(content)
    found = home(tmp_path).connected()
    today = found.get("/")
    assert f"<h1>{words.UNREADABLE}</h1>" in page_of(today)
    assert words.NO_LOG not in text_of(today)
    for page in ("/days", "/trends", "/notes"):
        answer = found.get(page)
        assert (answer.status_code, words.UNREADABLE in page_of(answer)) == (503, True)


def test_a_page_is_read_while_the_mirror_writes(tmp_path):
    """A writer in the middle of its transaction keeps nobody waiting, and shows nothing half."""
    weeks_of_practice(tmp_path, weeks=1)
    with book_again(tmp_path) as log:
        log.db.execute("PRAGMA journal_mode = wal")
        log.row("answers", TODAY, time(19, 0), run_id=1, question="stroke", answer="Yes", urgency="emergency")
        page = text_of(home(tmp_path).connected().get("/"))
    assert "emergency" not in page


def test_a_mirror_that_is_off_is_told(tmp_path):
    """A day without practice is then nobody's doing."""
    weeks_of_practice(tmp_path, weeks=1)
    with book_again(tmp_path) as log:
        log.db.execute("UPDATE runs SET ended_utc = '2026-11-19T21:00:00.000Z', clean_shutdown = 1")
    assert "The mirror has been off since Thursday 19 November, 21:00." in text_of(home(tmp_path).connected().get("/"))


def test_a_clock_that_may_be_wrong_is_told(tmp_path):
    """Times on the page may be off then."""
    weeks_of_practice(tmp_path, weeks=1)
    assert words.CLOCK not in text_of(home(tmp_path).connected().get("/"))
    now = Now(synced=False)
    assert words.CLOCK in text_of(home(tmp_path, now).connected().get("/"))


def test_a_day_of_last_year_and_one_to_come_have_their_pages(tmp_path):
    """Any day can be opened; what is not one is not there."""
    weeks_of_practice(tmp_path, weeks=1)
    found = home(tmp_path).connected()
    assert "No practice on this day." in text_of(found.get("/days/2025-02-28"))
    assert "This day is still to come." in text_of(found.get("/days/2026-12-24"))
    for wrong in ("2026-02-30", "20261121", "today", "0001-01-01", "9999-12-31"):
        assert found.get(f"/days/{wrong}").status_code == 404
    for wrong in ("2026-13", "0001-01", "x", "2026-11-01", "9999-12"):
        assert found.get("/days", query_string={"month": wrong}).status_code == 404


def test_a_month_says_what_it_shows(tmp_path):
    """A sentence, then the boxes, each with its day in words."""
    weeks_of_practice(tmp_path, weeks=2)
    page = text_of(home(tmp_path).connected().get("/days"))
    assert "November 2026 Practised on 13 of 14 days, the last time on 21 November." in page
    assert "Friday 13 November: no practice" in page
    assert "Sunday 22 November: still to come" in page


def test_a_practice_that_was_stopped_early_counts_as_one(tmp_path):
    """The day says one practice, and so do its box and the week; it is not all that was planned."""
    with book(tmp_path) as log:
        in_force(log, TODAY)
        session = log.session(TODAY, time(19, 0), outcome="stopped", planned='["smile", "pucker", "brow_raise"]')
        log.repetition(TODAY, session, "smile", 3.0, 7.0)
    answer = home(tmp_path).connected().get("/")
    page = text_of(answer)
    assert "Practised on one of one day so far." in page
    assert "Saturday 21 November: one practice" in page
    assert 'class="box some now"' in page_of(answer)


def test_a_day_on_which_nothing_was_asked_is_not_missed(tmp_path):
    """Neither one without practice in its plan, nor one before the mirror's first day, nor today while it lasts."""
    first = TODAY - timedelta(days=3)
    with book(tmp_path) as log:
        log.db.execute("UPDATE runs SET local_day = ?", (first.isoformat(),))
        in_force(log, first)
        log.db.execute("DELETE FROM plan_duties WHERE weekday = 3 AND duty LIKE '%practice'")
        log.practice(first, 0.5, 1.0)
    found = home(tmp_path, Now(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))).connected()
    page = text_of(found.get("/"))
    assert "Practised on one of two days so far." in page
    for said in (
        "Tuesday 17 November: before the mirror's first day",
        "Wednesday 18 November: one practice",
        "Thursday 19 November: nothing planned",
        "Friday 20 November: no practice Saturday",
        "Saturday 21 November: no practice yet",
    ):
        assert said in page.replace(" F ", " ").replace(" S ", " ")
    assert "Practised on one of two days, the last time on 18 November." in text_of(found.get("/days"))


def test_the_calendar_of_a_new_mirror_has_no_missed_days(tmp_path):
    """Nothing was asked for yet."""
    page = page_of(home(tmp_path).connected().get("/days"))
    assert "box free" in page
    assert "box none" not in page.partition("<ul")[0].partition("<table")[2]


def test_every_chart_has_a_sentence_before_and_a_table_after_it(tmp_path):
    """The figures are there for whoever does not see the chart."""
    weeks_of_practice(tmp_path)
    page = home(tmp_path).connected().get("/trends").get_data(as_text=True)
    sections = page.split("<section>")[1:]
    assert len(sections) == 3
    for section in sections:
        chart = section.index("<svg")
        assert 0 < section.index("<p>") < chart < section.index("<table")


def test_an_address_that_leads_nowhere_promises_no_way_that_is_not_there(tmp_path):
    """A stranger's page has no way back, a phone's has."""
    stranger = home(tmp_path)
    assert "below" not in page_of(stranger.post("/nowhere", {}))
    answer = page_of(stranger.connected().get("/nowhere"))
    assert "Back to today" in answer
    assert "not a diagnosis" not in answer


def test_a_link_that_is_over_shows_no_form_that_could_not_work(tmp_path):
    """It says why and what to do at the mirror."""
    found = home(tmp_path)
    shown = found.offer()
    found.now.pass_s(301)
    answer = page_of(found.post("/connect", {"token": shown.token}))
    assert f"<h1>{words.LINK_OVER}</h1>" in answer
    assert "<form" not in answer


def test_what_could_not_be_read_is_a_sentence_without_a_chart(tmp_path):
    """An empty chart with crosses says nothing more."""
    with book(tmp_path) as log:
        for back in range(4):
            day = TODAY - timedelta(days=back)
            log.repetition(day, log.session(day), "smile", None, None)
    for path in ("/", "/trends"):
        answer = page_of(home(tmp_path).connected().get(path))
        assert "the mirror cannot be sure how far" in answer
        assert "<svg" not in answer


def test_one_day_is_no_trend_to_be_drawn(tmp_path):
    """Two lonely marks say less than the sentence and the table; from the second day on there is a chart."""
    for back, drawn in ((0, False), (1, True)):
        with book(tmp_path / str(drawn)) as log:
            for day in range(back + 1):
                log.practice(TODAY - timedelta(days=day), 0.4, 1.0)
        answer = page_of(home(tmp_path / str(drawn)).connected().get("/trends"))
        assert "Too few days yet" in answer
        assert "<table" in answer
        assert ("<svg" in answer) is drawn


def test_the_weaker_side_of_a_practice_is_said_once(tmp_path):
    """Not in each row of its table."""
    weeks_of_practice(tmp_path, weeks=1)
    page = text_of(home(tmp_path).connected().get("/days/2026-11-21"))
    assert page.count("The left side moved less far.") == 2
    assert "Weaker side" not in page


# Ticks and notes ------------------------------------------------------------------------------------------------------


def test_eye_care_is_ticked_once_however_often_it_is_tapped(tmp_path):
    """The tick waits in the inbox and stands on the page; a second tap is the same tick, a later one another."""
    weeks_of_practice(tmp_path, weeks=1)
    found = home(tmp_path).connected()
    form = {"word": found.word, "duty": "eye care"}
    for _ in range(2):
        answer = found.post("/care", form)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/?kept=care")
    assert len(read(found.places.inbox)) == 1
    assert "ticked on a phone; the mirror will note it" in text_of(found.get("/?kept=care"))
    found.now.pass_s(3600)
    found.post("/care", form)
    assert len(read(found.places.inbox)) == 2


def test_care_that_was_ticked_is_not_asked_for_again(tmp_path):
    """Also while the mirror is off and has not read it; at its next time it is."""
    weeks_of_practice(tmp_path, weeks=1)
    found = home(tmp_path).connected()
    assert "It is time for eye care." in text_of(found.get("/"))
    found.post("/care", {"word": found.word, "duty": "eye care"})
    page = text_of(found.get("/"))
    assert "It is time for eye care." not in page
    assert "Eye care noted at 20:00." in page
    assert 'action="/care"' not in page_of(found.get("/"))
    found.now.pass_s(95 * 60)
    assert "It is time for eye care before the night." in text_of(found.get("/"))


def test_a_note_is_kept_with_the_name_of_who_wrote_it(tmp_path):
    """It waits for the mirror, and says so."""
    weeks_of_practice(tmp_path, weeks=1)
    found = home(tmp_path).connected()
    assert found.post("/notes", {"word": found.word, "text": " <b>Ate</b> well\r\n today \x00"}).status_code == 303
    assert [one.text for one in read(found.places.inbox)] == ["Anna: <b>Ate</b> well\n today"]
    answer = found.get("/notes?kept=note").get_data(as_text=True)
    assert "Anna: &lt;b&gt;Ate&lt;/b&gt; well" in answer
    assert "waits for the mirror" in answer


def test_a_note_keeps_its_gaps_and_its_joined_letters():
    """A tab or a hard space parts words, and what holds a picture of a family together stays in it."""
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert note_text(f"1\tTab\u00a0hard {family}\x00\u202e") == f"1 Tab hard {family}"


@pytest.mark.parametrize(("text", "said"), [("  \n ", words.NOTE_EMPTY), ("é" * 501, "it has 501")])
def test_a_note_that_cannot_be_kept_is_not_lost_either(tmp_path, text, said):
    """What was typed stands in the form again, with the reason above it."""
    found = home(tmp_path).connected()
    answer = found.post("/notes", {"word": found.word, "text": text})
    page = page_of(answer)
    assert answer.status_code == 422
    assert said in page
    assert text.strip() in page
    assert read(found.places.inbox) == ()


def test_a_disk_that_refuses_is_told(tmp_path):
    """The note is not called kept, and is still in the form."""
    found = home(tmp_path).connected()
    found.places.inbox.mkdir(parents=True)
    answer = found.post("/notes", {"word": found.word, "text": "Ate well"})
    assert answer.status_code == 422
    assert words.NOT_KEPT in page_of(answer)
    assert "Ate well" in answer.get_data(as_text=True)
