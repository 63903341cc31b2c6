"""The chart that is read from the log is the one that was kept in mind."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirror.diary import chart as diary_chart
from mirror.diary.chart import chart_of
from mirror.diary.log import Log
from mirror.diary.reading import FILE_NAME
from mirror.diary.repair import NEAR_S
from mirror.diary.stamp import Stamp, stamp_at, when_of
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Side
from mirror.problem import Problem
from mirror.therapy.catalogue import Purpose
from mirror.therapy.chart import Chart
from mirror.therapy.effects import (
    Answered,
    AttemptMeasured,
    DutyDone,
    ExerciseEnded,
    EyeSeen,
    FaultNoted,
    LockTold,
    Outcome,
    PracticeTime,
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
from mirror.therapy.questions import Confirms, QuestionId, Told
from mirror.therapy.red_flags import Urgency
from mirror.therapy.stage import Stage
from mirror.therapy.timetable import Duty
from tests.diary.assessed import assessed
from tests.diary.records import begun, done, stamp

ZONE: Final = timezone(timedelta(hours=1))


class Cut:
    """The plug is pulled, and the mirror started again."""


_WORDS: Final = st.text("abc_ é'", min_size=1, max_size=8)
_PLANNED: Final = st.lists(_WORDS, max_size=6).map(tuple)
_MM: Final = st.floats(-40, 40)
_SEEN: Final = st.builds(Excursion, _MM, _MM, st.floats(0, 1))
_FOLLOWS: Final = st.one_of(
    *map(st.sampled_from, (Urgency, Sign, Told)),
    st.builds(Confirms, st.sampled_from(Stage), st.sampled_from(Confirmer)),
)
_BEGAN: Final = st.builds(
    SessionBegan,
    _PLANNED,
    st.sampled_from(Duty),
    st.sampled_from(Purpose),
    st.none() | st.sampled_from(Stage),
    st.none() | st.integers(1, 99),
)
_IN_SESSION: Final = st.one_of(
    st.builds(PracticeTime, st.floats(0, 60)),
    st.builds(ExerciseEnded, _WORDS, st.sampled_from(Outcome), st.integers(0, 9), st.integers(0, 9)),
    st.builds(done, st.just("smile"), st.integers(1, 9), _MM, _MM),
)
_NOTES: Final = st.one_of(
    st.builds(Answered, st.sampled_from(QuestionId), _WORDS, _FOLLOWS),
    st.builds(SignSeen, st.sampled_from(Sign), st.text(max_size=5)),
    st.builds(LockTold, _WORDS, st.sampled_from(Why), _WORDS),
    st.builds(AttemptMeasured, st.sampled_from(Movement), st.integers(1, 2), _SEEN, st.floats(0, 3)),
    st.builds(EyeSeen, st.none() | _MM, st.none() | st.floats(0, 1), st.integers(0, 50), st.sampled_from(EyeWatch)),
    assessed(),
    st.builds(
        StimulationDone,
        *(st.sampled_from(Side), st.booleans()),
        *(st.just(3), st.floats(1.0, 9.0), st.dictionaries(st.text(max_size=5), st.integers(1, 9), max_size=2)),
    ),
    st.builds(DutyDone, st.sampled_from(Duty)),
    st.builds(PutOff, st.sampled_from(Duty)),
    st.builds(FaultNoted, _WORDS, _WORDS),
)
_ENDED: Final = st.builds(SessionEnded, st.sampled_from(Outcome))
#: The wall clock may be set anywhere between two records, the steady one only goes on.
_JUMPS: Final = st.sampled_from([timedelta(), timedelta(days=-900), timedelta(days=3), timedelta(days=5000)])


@st.composite
def _stories(draw: st.DrawFn) -> list[tuple[Record | Cut, timedelta, bool]]:
    """Records in an order in which a mirror keeps them, cut off anywhere."""
    told: list[tuple[Record | Cut, timedelta, bool]] = []
    running = False
    for _ in range(draw(st.integers(0, 25))):
        kinds = [_NOTES, _BEGAN, st.just(Cut())] + ([_IN_SESSION, _IN_SESSION, _ENDED] if running else [])
        one = draw(st.one_of(kinds))
        running = isinstance(one, SessionBegan) or (running and not isinstance(one, SessionEnded | Cut))
        told.append((one, draw(_JUMPS), draw(st.booleans())))
    return told


@dataclass
class _Mirror:
    """A mirror that keeps every record in its log and in mind, and sets dates right when the clock is."""

    folder: Path
    kept: list[tuple[Record, Stamp]] = field(default_factory=list)
    boots: int = 0
    steady_s: float = 0.0
    wall: datetime = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)

    def stamp(self, synced: bool) -> Stamp:
        boot = f"boot-{self.boots}"
        return stamp_at(self.wall, self.steady_s, boot_id=boot, clock_synced=synced, zone=ZONE)

    @property
    def chart(self) -> Chart:
        return Chart.of((record, when_of(stamp, ZONE)) for record, stamp in self.kept)

    def keep(self, record: Record, now: Stamp) -> None:
        self.kept = [(one, _settled(stamp, now)) for one, stamp in self.kept]
        self.kept.append((record, now))

    def start(self) -> Log:
        self.boots, self.steady_s = self.boots + 1, 4.0
        log = Log.open(self.folder / FILE_NAME, zone=ZONE)
        log.begin_run("0.1.0", "attention-1a2b3c4d5e6f", "pi", self.stamp(False))
        return log

    def live(self, story: list[tuple[Record | Cut, timedelta, bool]]) -> Iterator[Record | Cut]:
        log = self.start()
        for one, jump, synced in story:
            self.wall += jump + timedelta(milliseconds=3_210)
            self.steady_s += 3.21
            if isinstance(one, Cut):
                log.close()
                log = self.start()
            else:
                now = self.stamp(synced)
                log.keep(one, now)
                self.keep(one, now)
            yield one
        log.close()


def _settled(stamp: Stamp, right: Stamp) -> Stamp:
    """What becomes of a stamp when the clock is known to be right."""
    if stamp.clock_synced or not right.clock_synced or stamp.boot_id != right.boot_id:
        return stamp
    at = datetime.fromisoformat(right.at_utc) - timedelta(seconds=right.monotonic_s - stamp.monotonic_s)
    if abs(at - datetime.fromisoformat(stamp.at_utc)) < timedelta(seconds=NEAR_S):
        at = datetime.fromisoformat(stamp.at_utc)
    return stamp_at(at, stamp.monotonic_s, boot_id=stamp.boot_id, clock_synced=True, zone=ZONE)


@settings(max_examples=40)
@given(_stories())
def test_reading_the_log_gives_the_chart_that_was_kept_in_mind(story: list[tuple[Record | Cut, timedelta, bool]]):
    """Whatever happened, in whatever order, at whatever date of the wall clock, and however often it was cut off."""
    with tempfile.TemporaryDirectory() as name:
        mirror = _Mirror(Path(name))
        for one in mirror.live(story):
            if isinstance(one, Cut):
                assert chart_of(mirror.folder, ZONE) == mirror.chart
        assert chart_of(mirror.folder, ZONE) == mirror.chart


def test_a_practice_that_was_cut_off_keeps_its_time(tmp_path: Path):
    """What was charged before the plug was pulled counts, and what was practised does."""
    log = begun(tmp_path)
    log.keep(SessionBegan(("smile", "pucker"), Duty.LONG, Purpose.PRACTICE, Stage.PARETIC, 3), stamp())
    for after_s in (10, 40, 70):
        log.keep(PracticeTime(30.0), stamp(after_s))
    log.keep(ExerciseEnded("smile", Outcome.JOINED, 3), stamp(71))
    log.close()
    (practised,) = chart_of(tmp_path, UTC).practised
    assert (practised.duty, practised.charged_s, practised.planned, practised.ended) == (Duty.LONG, 90.0, 2, 1)
    assert practised.over is None
    assert practised.when == when_of(stamp(), UTC)


def test_an_empty_log_is_an_empty_chart(tmp_path: Path):
    """Before the first start, and before the first session."""
    assert chart_of(tmp_path / "none") == Chart()
    begun(tmp_path).close()
    assert chart_of(tmp_path) == Chart()


def test_a_stage_does_not_wear_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Only what decides about single days is left behind: signs, attempts and answers that mean something stay."""
    monkeypatch.setattr(diary_chart, "NEWEST", 2)
    lasting: list[Record] = [
        Answered(QuestionId.CONFIRM, "Confirm", Confirms(Stage.PARETIC, Confirmer.CAREGIVER)),
        Answered(QuestionId.FIRST_LOOK, "A doctor has", Told.DOCTOR_LOOKED),
        Answered(QuestionId.COMFORT, "It hurts", Sign.PAIN),
        SignSeen(Sign.JOINED, "smile: eye"),
        AttemptMeasured(Movement.SMILE, 1, Excursion(0.5, 4.0, 0.9), 0.2),
    ]
    passing: list[Record] = [
        SessionBegan(("smile",)),
        Answered(QuestionId.EYE, "No", Urgency.NONE),
        DutyDone(Duty.EYE_DAY),
        EyeSeen(None, None, 0, EyeWatch.UNKNOWN),
    ]
    with closing(begun(tmp_path)) as log:
        for record in lasting + passing * 4:
            log.keep(record, stamp())
    chart = chart_of(tmp_path, UTC)
    assert [one.answer for one in chart.said] == [*lasting[:3], passing[1], passing[1]]
    assert [sign for _, sign in chart.signs] == [Sign.JOINED]
    assert [one.measured for one in chart.tried] == [lasting[4]]
    assert (len(chart.practised), len(chart.duties), len(chart.eyes)) == (2, 2, 2)


def test_a_word_of_another_version_is_not_passed_over(tmp_path: Path):
    """A lock that this version cannot read must not open: the sentence names the word, the file and the way out."""
    with closing(begun(tmp_path)) as log:
        log.keep(SignSeen(Sign.JOINED, ""), stamp())
        log._db.execute("UPDATE signs SET sign = 'wobbly'")
    with pytest.raises(Problem, match=r"mirror\.db has a word .*'wobbly'.*--data DIR"):
        chart_of(tmp_path)
