"""Whole sessions of the drawn patient with the real model: a still side, one that moves, and the week's assessment."""

import json
from datetime import UTC, date, datetime

import pytest

from mirror.diary.export import export_json
from mirror.diary.stamp import stamp_at
from mirror.kiosk import demonstration
from mirror.kiosk.demonstration import Rehearsal, demonstrate
from mirror.kiosk.planning import AlwaysTheSame, ByPlan
from mirror.kiosk.refining import InlineRefiner
from mirror.kiosk.rehearsal import Ability
from mirror.kiosk.start import Models
from mirror.perception.face import Side
from mirror.perception.tracker import Input, open_tracker
from mirror.therapy.brief import Brief
from mirror.therapy.catalogue import Purpose, Task, catalogue, entries
from mirror.therapy.chart import Chart
from mirror.therapy.plan_text import new_text
from mirror.therapy.stage import Stage
from mirror.therapy.tries import ATTEMPT, TRIED
from tests.kiosk.rehearsing import ListTrace, follow

EXPRESSIONS = ("brow_raise", "eye_closure", "smile", "snarl", "pucker")
#: In mm: a side that does nothing is read within this; the mirror's own noise is a tenth of it.
STILL_MM = 1.0


def flaccid_plan(folder, today: date):
    """``mirror plan new --stage flaccid``, a minute long and with its shortest routine alone."""
    head, *routines = new_text(Stage.FLACCID, Side.LEFT, today).split("\n[[routine]]")
    kept = [f"\n[[routine]]{routine}" for routine in routines if '"facial_rest"' in routine]
    file = folder / "plan.toml"
    file.write_text(head.replace("minutes = 5", "minutes = 2", 1) + "".join(kept))
    return file


@pytest.fixture(scope="module")
def still(bundle, tmp_path_factory):
    """``mirror demo --headless DIR --plan FILE --severity 1``: its trace, and its log."""
    folder = tmp_path_factory.mktemp("still")
    plan = flaccid_plan(folder, demonstration._this_morning().date())
    out = folder / "out"
    ability = Ability(Side.LEFT, 1.0)
    order = Rehearsal(folder / "data", None, out, ability, 1, plan, ("smile",), 3, (480, 800))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demonstration, "chosen_models", lambda *_: Models(bundle, bundle))
        # The films have tests of their own, and take as long as this session.
        patch.setattr(demonstration, "build_clips", lambda data_dir, *_: demonstration.Library(data_dir))
        demonstrate(order, lambda _sentence: None)
    trace = ListTrace([json.loads(line) for line in (out / "trace.jsonl").read_text().splitlines()])
    return trace, export_json(out)


def scenes(trace: ListTrace) -> list[str]:
    return [str(event["name"]) for event in trace.of("scene")]


def test_a_face_that_does_not_move_is_guided_and_asked_for_nothing_active(still):
    """Questions, the small daily try, a routine, how it feels, the summary; no repetition, no active exercise."""
    trace, tables = still
    told = ["question", "welcome", "find_face", "rest", "show", "attempt", "show", "routine", "question", "summary"]
    assert scenes(trace) == [*told, "details", "idle"]
    assert trace.of("rep") == []
    assert [row["exercise"] for row in tables["exercises"]] == [ATTEMPT, "facial_rest"]
    assert not [row for row in tables["exercises"] if entries()[row["exercise"]].kind.active]
    assert [session["outcome"] for session in tables["sessions"]] == ["done"]
    assert trace.of("error") + trace.of("fault") == []


def test_the_attempt_of_a_still_side_is_under_a_millimetre(still):
    """Four tries, read more closely than live; the other side shows that there was one."""
    _, tables = still
    tries = tables["attempts"]
    assert [row["movement"] for row in tries] == [movement.value for movement in TRIED]
    assert [row["number"] for row in tries] == [1, 2, 1, 2]
    assert all(abs(row["left_mm"]) < STILL_MM < 3.0 < row["right_mm"] for row in tries)


def test_a_day_that_is_done_is_not_asked_for_again(still):
    """The light says due, then listens, and waits for the evening's practice."""
    trace, _ = still
    assert [event["pattern"] for event in trace.of("led")][:2] == ["due", "listening"]
    assert trace.of("led")[-1]["pattern"] != "due"


@pytest.fixture(scope="module")
def stills(bundle):
    with open_tracker(bundle, Input.STILL) as tracker:
        yield tracker


def morning():
    """Nine o'clock of one day, at every instant: the day is not what these tests are about."""
    return stamp_at(datetime(2026, 11, 21, 9, tzinfo=UTC), 0.0, boot_id="simulated", clock_synced=True, zone=UTC)


def test_the_attempt_of_a_side_that_moves_half_as_far_is_beyond_it(tracker, stills, tmp_path):
    """The first movement has returned: every try of it is clear of the millimetre, and below the other side's."""
    plan = flaccid_plan(tmp_path, date(2026, 11, 21))
    planning = ByPlan(plan, Side.LEFT, Chart(), UTC)
    follow(
        tracker,
        tmp_path,
        Ability(Side.LEFT, 0.5),
        planning,
        refining=InlineRefiner(stills),
        stamp=morning,
    )
    tries = export_json(tmp_path)["attempts"]
    assert len(tries) == len(TRIED)
    assert all(STILL_MM < row["left_mm"] < 0.8 * row["right_mm"] for row in tries)


@pytest.fixture(scope="module")
def assessed(tracker, stills, tmp_path_factory):
    """An assessment of one repetition each: what became of it in the log."""
    folder = tmp_path_factory.mktemp("assessed")
    tasks = tuple(Task(catalogue()[name], 1, Purpose.ASSESSMENT) for name in EXPRESSIONS)
    prepared = Brief(tasks=tasks, affected=Side.LEFT, purpose=Purpose.ASSESSMENT)
    follow(tracker, folder, Ability(Side.LEFT, 0.5), AlwaysTheSame(prepared), refining=InlineRefiner(stills))
    return export_json(folder)


def test_an_assessment_ends_with_its_estimate(assessed):
    """One row, with the side and a composite well below an even face's; each movement with its healthy side's way."""
    (row,) = assessed["assessments"]
    assert row["affected"] == "left"
    assert 20 <= row["composite"] <= 75
    far = {one["movement"]: one["full_mm"] for one in assessed["assessment_movements"]}
    assert set(far) == set(EXPRESSIONS)
    assert all(2.0 < mm < 20.0 for mm in far.values())
    assert [session["purpose"] for session in assessed["sessions"]] == ["assessment"]


def test_the_eye_guardian_has_looked_by_the_end(assessed):
    """An eye that closes half leaves a gap of millimetres, and is said to stay open."""
    (row,) = assessed["eyes"]
    assert row["gap_mm"] > 2.0
    assert row["watch"] == "open"
