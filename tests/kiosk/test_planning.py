"""The day at the kiosk: the plan in its file, and the chart that is kept in mind and read back from the log."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hardware.led.recorded import RecordedLed
from mirror.diary.adherence import plans
from mirror.diary.chart import chart_of
from mirror.diary.reading import reading
from mirror.diary.stamp import Stamp, stamp_at
from mirror.diary.writer import InlineWriter
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.planning import AlwaysTheSame, ByPlan
from mirror.kiosk.rehearsal import calm_answer
from mirror.kiosk.sight import Sight
from mirror.kiosk.start import open_log
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Side
from mirror.perception.observation import Observation, Rest
from mirror.screen.sound import RecordedSound
from mirror.therapy.brief import About, Brief
from mirror.therapy.catalogue import Purpose
from mirror.therapy.chart import Chart
from mirror.therapy.effects import AttemptMeasured, LockTold, Outcome, SessionEnded
from mirror.therapy.plan_text import new_text
from mirror.therapy.press import Button, Press
from mirror.therapy.scene import Scene
from mirror.therapy.stage import Stage
from mirror.therapy.unplanned import of_film
from tests.kiosk.rehearsing import ListTrace
from tests.kiosk.test_kiosk_story import ListWriter

#: A Saturday; the first practice of the shipped plans is due at half past eight.
MORNING = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
STEP_S = 0.2


def plan_text(stage: Stage, side: Side = Side.LEFT, minutes: int = 1) -> str:
    """The shipped plan of a stage, with short practices."""
    return new_text(stage, side, TODAY).replace("minutes = 5", f"minutes = {minutes}", 1)


class Wall:
    """A kiosk on a wall whose clock the test sets; a face is in view and does nothing."""

    def __init__(self, plan: Path, folder: Path | None = None, chart: Chart | None = None, into_s: float = 0.0) -> None:
        self.now_s = 100.0 + into_s
        self.planning = ByPlan(plan, Side.LEFT, Chart() if chart is None else chart, UTC)
        self.trace, self.scenes = ListTrace(), []
        self.writer = (
            ListWriter() if folder is None else InlineWriter(lambda: open_log(folder, "m", "drawn", self.stamp))
        )
        self.kiosk = Kiosk(self.planning, self.writer, self.trace, RecordedLed(), RecordedSound(), self.stamp)

    def stamp(self) -> Stamp:
        now = MORNING + timedelta(seconds=self.now_s - 100.0)
        return stamp_at(now, self.now_s, boot_id="wall", clock_synced=True, zone=UTC)

    @property
    def brief(self) -> Brief:
        return self.kiosk.session.brief

    def look(self, *presses: Press) -> Scene:
        self.now_s += STEP_S
        rest = Rest(self.kiosk.session.rest_round, 24, 24)
        still = dict.fromkeys(Movement, Excursion(0.0, 0.0, 0.9))
        seen = Observation(self.now_s, None, None, rest, still, dict.fromkeys(Movement, 0.1))
        self.kiosk.tick(self.now_s, Sight(None, seen), presses)
        return self.kiosk.session.scene

    def idle(self, seconds: float) -> None:
        for _ in range(round(seconds / STEP_S)):
            self.look()

    def practise(self, until: Scene = Scene.SUMMARY) -> None:
        """Start, answer calmly, and go on to a scene."""
        scene = self.look(Press(Button.SELECT))
        for _ in range(6000):
            if scene is until:
                return
            session = self.kiosk.session
            question = None if session.answered else session.question
            reading = scene in (Scene.TOLD, Scene.ADVICE)
            button = Button.SELECT if reading else None if question is None else calm_answer(question)
            scene = self.look(*(() if button is None else (Press(button),)))
        raise AssertionError(f"{until} did not come; it is {scene}")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.toml"
    file.write_text(plan_text(Stage.FLACCID))
    return file


def rewritten(plan: Path, text: str) -> None:
    """Written anew, at a later instant also for a disk with coarse times."""
    plan.write_text(text)
    later = plan.stat().st_mtime_ns + 2_000_000_000
    os.utime(plan, ns=(later, later))


def test_a_plan_changed_on_the_wall_is_followed_from_the_next_brief_on(plan: Path) -> None:
    """Nobody starts the mirror again: within half a minute of idling the new plan holds."""
    wall = Wall(plan)
    wall.idle(1.0)
    assert (wall.brief.affected, wall.brief.revision) == (Side.LEFT, 1)
    rewritten(plan, plan_text(Stage.FLACCID, Side.RIGHT).replace("revision = 1 ", "revision = 2 "))
    wall.idle(30.0)
    assert (wall.brief.affected, wall.brief.revision) == (Side.RIGHT, 2)


def test_a_plan_changed_during_a_session_waits_for_its_end(plan: Path) -> None:
    """What has begun keeps what it began with."""
    wall = Wall(plan)
    wall.practise(until=Scene.ATTEMPT)
    rewritten(plan, plan_text(Stage.FLACCID, Side.RIGHT))
    wall.idle(5.0)
    assert wall.brief.affected is Side.LEFT
    wall.idle(200.0)
    assert wall.brief.affected is Side.RIGHT


@pytest.mark.parametrize(
    ("change", "headline"),
    [
        (None, "There is no plan yet."),
        (lambda text: text.replace("revision", "revison"), "The plan cannot be read."),
        (
            lambda text: text.replace("2026-11-21", "2026-01-01").replace("2027-01-02", "2026-02-02"),
            "The plan has ended.",
        ),
    ],
    ids=["missing", "faulty", "expired"],
)
def test_without_a_plan_that_holds_the_safe_one_is_followed_and_said(plan, change, headline) -> None:
    """Guided by time, nothing active, without a revision; the person is told before the session."""
    if change is None:
        plan.unlink()
    else:
        plan.write_text(change(plan.read_text()))
    wall = Wall(plan)
    wall.idle(1.0)
    assert wall.brief.revision is None
    assert wall.brief.stage is Stage.FLACCID
    assert wall.brief.tasks
    assert not [task for task in wall.brief.tasks if task.exercise.kind.active]
    (told,) = [telling for telling in wall.brief.tellings if telling.about is About.PLAN]
    assert told.headline == headline
    wall.practise(until=Scene.TOLD)


def test_a_plan_that_comes_while_the_safe_one_holds_is_followed(plan: Path) -> None:
    """And one that is taken away gives way to the safe one."""
    text = plan.read_text()
    plan.unlink()
    wall = Wall(plan)
    wall.idle(1.0)
    assert wall.brief.revision is None
    plan.write_text(text)
    wall.idle(30.0)
    assert wall.brief.revision == 1
    plan.unlink()
    wall.idle(30.0)
    assert wall.brief.revision is None


def test_a_folder_in_the_place_of_the_plan_is_a_plan_out_of_order(tmp_path: Path) -> None:
    """It ends nothing."""
    wall = Wall(tmp_path)
    wall.idle(1.0)
    assert wall.brief.revision is None
    assert wall.brief.tasks


def test_what_was_practised_changes_the_day_at_once(plan: Path) -> None:
    """One of two short practices is left, the light waits for it, and the questions of the day are not asked again."""
    wall = Wall(plan)
    wall.idle(1.0)
    assert (wall.brief.today.short_left, len(wall.brief.questions)) == (2, 6)
    assert wall.trace.of("led")[-1]["pattern"] == "due"
    wall.practise()
    wall.idle(60.0)
    assert (wall.brief.today.short_left, wall.brief.questions) == (1, ())
    assert wall.trace.of("led")[-1]["pattern"] != "due"


def test_a_new_day_asks_again(plan: Path) -> None:
    """The light that waited in the evening says due the next morning."""
    wall = Wall(plan)
    wall.practise()
    wall.idle(60.0)
    wall.now_s += 24 * 3600.0
    wall.look()
    assert wall.trace.of("led")[-1]["pattern"] == "due"
    assert len(wall.brief.questions) == 5  # a doctor has looked: that one is not asked every day
    assert wall.brief.today.short_left == 2


def test_a_session_that_is_stopped_is_no_practice(plan: Path) -> None:
    """It stays due."""
    wall = Wall(plan)
    wall.practise(until=Scene.ATTEMPT)
    wall.look(Press(Button.STOP))
    assert SessionEnded(Outcome.STOPPED) in wall.writer.records
    wall.idle(120.0)
    assert wall.brief.today.short_left == 2


def test_the_chart_read_from_the_log_gives_the_brief_that_is_in_mind(plan: Path, tmp_path: Path) -> None:
    """The mirror is started anew in the middle of the day, after a practice and an attempt: nothing is different."""
    folder = tmp_path / "data"
    folder.mkdir()
    wall = Wall(plan, folder)
    wall.practise()
    for number in (1, 2):
        wall.kiosk._keep(AttemptMeasured(Movement.SMILE, number, Excursion(0.4, 5.0, 0.9), 0.1))
    wall.idle(60.0)
    in_mind = wall.planning.brief(wall.stamp())
    wall.writer.close()
    again = ByPlan(plan, Side.LEFT, chart_of(folder, UTC), UTC)
    assert again.brief(wall.stamp()) == in_mind
    assert in_mind.today.short_left == 1
    assert in_mind.questions == ()
    # Without the log everything of today would be asked and tried again: the comparison above means something.
    assert ByPlan(plan, Side.LEFT, Chart(), UTC).brief(wall.stamp()) != in_mind


def test_what_may_not_be_done_is_told_in_log_and_trace_with_its_reason(plan: Path) -> None:
    """A paretic plan that nobody has signed: its exercises wait for movement, each with a sentence."""
    plan.write_text(plan_text(Stage.PARETIC))
    wall = Wall(plan)
    wall.practise()
    locks = wall.trace.of("lock")
    assert [(lock["exercise"], lock["reason"]) for lock in locks] == [
        (name, "no movement yet") for name in ("brow_raise", "eye_closure", "smile", "pucker")
    ]
    assert all(len(str(lock["sentence"])) > 20 for lock in locks)
    assert sum(isinstance(record, LockTold) for record in wall.writer.records) == 4
    assert Scene.MOVE.value not in {event["name"] for event in wall.trace.of("scene")}


def test_one_brief_for_every_session_stays_the_same(plan: Path) -> None:
    """A film, or a demonstration without a plan, is never done for the day."""
    prepared = replace(of_film(["smile"], 1), purpose=Purpose.ASSESSMENT)
    planning, stamp = AlwaysTheSame(prepared), Wall(plan).stamp()
    planning.kept(SessionEnded(Outcome.DONE), stamp)
    assert planning.brief(stamp) is prepared


def test_the_plan_that_is_followed_is_in_the_log_once(plan: Path, tmp_path: Path) -> None:
    """With its whole text, from the first instant on; a new revision has a row of its own, an idle hour has none."""
    folder = tmp_path / "data"
    wall = Wall(plan, folder)
    wall.idle(60.0)
    first = plan.read_text()
    rewritten(plan, plan_text(Stage.FLACCID).replace("revision = 1 ", "revision = 2 "))
    wall.idle(60.0)
    assert wall.writer.close() == 0
    with reading(folder) as db:
        assert db is not None
        kept = plans(db)
    assert [(one.standing, one.revision, one.local_day) for one in kept] == [
        ("in force", 1, "2026-11-21"),
        ("in force", 2, "2026-11-21"),
    ]
    assert kept[0].text == first
