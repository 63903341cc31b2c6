"""A home with a mirror and a phone in it: logs that tell a story, and a page that is asked for without a network."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from pathlib import Path
from typing import Final

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mirror.caregiver.app import Household, make_app
from mirror.caregiver.cookies import Signing
from mirror.caregiver.offer import Secrets, make_offer, write_offer
from mirror.caregiver.phones import Phone, paired, write_phones
from mirror.caregiver.places import Places
from mirror.diary.stamp import Stamp, stamp_at
from mirror.perception.face import Side
from mirror.plan_file import plan_of_the_day, plan_path
from tests.diary.long_logs import TODAY, Book, book
from tests.therapy.plans import PLAN

BOOT: Final = "boot-1"
HOST: Final = "192.168.1.20:8765"
KEY: Final = bytes(range(32))
PHONE: Final = Phone("0123456789abcdef0123456789abcdef", "Anna", "iPhone", "2026-11-01T10:00:00.000Z", "offer-0")


@dataclass(slots=True)
class Now:
    """A clock that tests set."""

    at: datetime = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
    monotonic_s: float = 0.0
    synced: bool = True

    def __post_init__(self) -> None:
        """The logs of the stories have been written in this boot, which began with the epoch."""
        self.monotonic_s = self.at.replace(tzinfo=None).timestamp()

    def __call__(self) -> Stamp:
        return stamp_at(self.at, self.monotonic_s, boot_id=BOOT, clock_synced=self.synced, zone=UTC)

    def pass_s(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.monotonic_s += seconds


@dataclass(slots=True)
class Home:
    """The page of one home, and a phone in it."""

    places: Places
    now: Now
    client: FlaskClient
    signing: Signing

    def get(self, path: str, **given: object) -> TestResponse:
        return self.client.get(
            path, base_url=f"http://{HOST}", environ_base={"REMOTE_ADDR": "192.168.1.50"}, buffered=True, **given
        )

    def post(
        self, path: str, data: dict[str, str], origin: str | None = f"http://{HOST}", **given: object
    ) -> TestResponse:
        headers = {} if origin is None else {"Origin": origin}
        headers |= given.pop("headers", {})
        return self.client.post(
            path,
            data=data,
            base_url=f"http://{HOST}",
            environ_base={"REMOTE_ADDR": "192.168.1.50"},
            headers=headers,
            buffered=True,
            **given,
        )

    def connected(self, phone: Phone = PHONE) -> "Home":
        """The same with a phone that was paired before."""
        write_phones(self.places.phones, (*paired(self.places.phones), phone))
        self.client.set_cookie("mirror", self.signing.cookie(phone.id), domain="192.168.1.20")
        return self

    @property
    def word(self) -> str:
        """What this phone's forms carry."""
        return self.signing.form_word(PHONE.id)

    def offer(self) -> Secrets:
        """The mirror waits for a phone."""
        offer, shown = make_offer(BOOT, self.now.monotonic_s)
        write_offer(self.places.offer, offer)
        return shown


def home(data_dir: Path, now: Now | None = None, plan: str | None = PLAN) -> Home:
    """The page over ``data_dir``; ``plan`` None leaves it without one."""
    at = Now() if now is None else now
    places, signing = Places(data_dir), Signing(KEY)
    if plan is not None:
        plan_path(data_dir).write_text(plan, encoding="utf-8")
    app = make_app(
        Household(
            places=places,
            signing=signing,
            clock=at,
            follow=lambda day: plan_of_the_day(plan_path(data_dir), day, Side.LEFT),
            side_known=True,
            names=lambda: frozenset({"192.168.1.20", "localhost", "mirror.local"}),
            zone=UTC,
        )
    )
    return Home(places, at, app.test_client(), signing)


def page_of(answer: TestResponse) -> str:
    """A page as it is read, with its markup."""
    return unescape(answer.get_data(as_text=True))


# Stories --------------------------------------------------------------------------------------------------------------


def weeks_of_practice(data_dir: Path, weeks: int = 8) -> None:
    """Two practices on most days, up to this evening, of a face that does a little more on the left as time goes on."""
    with book(data_dir) as log:
        days = weeks * 7
        for back in range(days - 1, -1, -1):
            day = TODAY - timedelta(days=back)
            _day(log, day, 0.35 + 0.25 * (days - back) / days)


def _day(log: Book, day: date, left: float) -> None:
    if day.weekday() == 4 and day.day % 2:  # a Friday now and then without
        return
    log.practice(day, left, 1.0, ("smile", "eye_closure"), at=time(8, 35), duration_s=410.0)
    if day.weekday() != 2:
        log.practice(day, left, 1.0, ("smile", "pucker"), at=time(18, 10), duration_s=430.0)
    said = {"run_id": 1, "urgency": None, "sign": None, "told": None}
    log.row("answers", day, time(18, 20), **{**said, "question": "comfort", "answer": "Fine", "urgency": "none"})
    log.row("duties", day, time(12, 0), run_id=1, duty="eye care", outcome="done")


def a_day_with_everything(data_dir: Path) -> None:
    """Weeks of practice, and today what calls for somebody: an open eye, a tight face, a lock, a fault, a note."""
    weeks_of_practice(data_dir, weeks=3)
    with book_again(data_dir) as log:
        at = {"run_id": 1}
        session = log.practice(TODAY, 0.5, 1.0, ("brow_raise",), at=time(19, 0), duration_s=120.0, outcome="stopped")
        log.row(
            *("exercises", TODAY, time(19, 5)),
            **{"session_id": session, "exercise": "pucker", "outcome": "joined", "repetitions": 3, "guided_rounds": 0},
            asked=5,
        )
        for number in (1, 2, 3):
            log.repetition(TODAY, session, "pucker", 2.0, 5.0, number=number)
        log.row(
            *("exercises", TODAY, time(19, 6)),
            **{
                "session_id": session,
                "exercise": "massage_cheeks",
                "outcome": "skipped",
                "repetitions": 0,
                "guided_rounds": 0,
            },
        )
        log.row("signs", TODAY, time(19, 5), **at, sign="joined", detail="pucker: eye")
        for day in (TODAY - timedelta(days=1), TODAY):
            log.row("eyes", day, time(19, 0), **at, gap_mm=3.4, blink_part=0.6, blinks=8, watch="open")
        log.row("answers", TODAY, time(19, 7), **at, question="comfort", answer="Tight", sign="tight")
        log.row("answers", TODAY, time(8, 31), **at, question="ill_or_worse", answer="Yes", urgency="doctor soon")
        sentence = "Strengthening would train the movements that join in; release and facial rest come first."
        why = {"exercise": "resist_pucker", "why": "no strengthening in this stage", "sentence": sentence}
        log.row("locks", TODAY, time(8, 31), **at, **why)
        log.row("faults", TODAY, time(18, 0), **at, kind="camera", sentence="The camera gave no picture for 3 s.")
        log.row("faults", TODAY, time(18, 1), **at, kind="log", sentence="The log was damaged; a new one has begun.")
        log.row("notes", TODAY - timedelta(days=2), time(21, 0), **at, who="caregiver", text="Anna: She drank easily.")
        log.row("duties", TODAY, time(14, 0), **at, duty="eye care", outcome="put off")


def book_again(data_dir: Path):
    """The log of ``data_dir``, to be filled further."""
    import sqlite3
    from contextlib import closing, contextmanager

    from mirror.diary.reading import FILE_NAME

    @contextmanager
    def opened():
        with closing(sqlite3.connect(data_dir / FILE_NAME)) as db, db:
            yield Book(db)

    return opened()


def other(phone: Phone, **changes: str) -> Phone:
    """A second phone."""
    return replace(phone, **changes)
