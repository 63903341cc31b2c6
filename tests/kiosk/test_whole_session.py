"""The main job: a whole session on real frames through the real model, into the log."""

import json

import pytest

from mirror.diary.export import export_json
from mirror.diary.page import day_page
from mirror.diary.reading import reading
from mirror.diary.stamp import Clock
from mirror.kiosk.refining import InlineRefiner
from mirror.kiosk.rehearsal import Ability
from mirror.perception.face import Side
from mirror.perception.tracker import Input, open_tracker
from tests.kiosk.rehearsing import rehearse

EXERCISES = ("brow_raise", "eye_closure", "smile")


@pytest.fixture(scope="module", params=[Side.LEFT, Side.RIGHT], ids=["left", "right"])
def session(request, tracker, tmp_path_factory):
    """One session with a patient whose named side moves half as far."""
    folder = tmp_path_factory.mktemp(request.param.value)
    return request.param, folder, rehearse(tracker, folder, Ability(request.param, 0.5), EXERCISES, 2)


def test_the_refined_figures_take_the_light_ones_place(tracker, bundle, tmp_path):
    """Every repetition of a session is read once more, agrees with what was seen live, and is logged so."""
    with open_tracker(bundle, Input.STILL) as stills:
        trace = rehearse(
            tracker, tmp_path, Ability(Side.LEFT, 0.5), ("brow_raise", "smile"), 2, refining=InlineRefiner(stills)
        )
    refined, live = trace.of("refined"), trace.of("rep")
    assert [(event["exercise"], event["number"]) for event in refined] == [
        (name, number) for name in ("brow_raise", "smile") for number in (1, 2)
    ]
    assert all(abs(a["symmetry"] - b["symmetry"]) < 0.1 for a, b in zip(refined, live, strict=True))
    rows = export_json(tmp_path)["repetitions"]
    assert [row["reading"] for row in rows] == ["refined"] * 4
    assert all(abs(row["symmetry"] - 0.5) < 0.1 for row in rows)
    assert len(export_json(tmp_path)["co_movements"]) == 4


def today(folder):
    with reading(folder) as db:
        (page,) = day_page(db, Clock().now().local_day).sessions
        return page


def test_every_repetition_is_measured_and_in_the_log(session):
    """Two repetitions of each exercise, each one kept once, with the model that measured it."""
    _, folder, trace = session
    rows = export_json(folder)["repetitions"]
    assert [row["exercise"] for row in rows] == [name for name in EXERCISES for _ in range(2)]
    assert len(trace.of("rep")) == 6
    assert all(row["model"].startswith("attention-") for row in rows)
    assert all(row["hold_s"] > 1.5 for row in rows)


def test_the_weaker_side_is_the_patients_in_each_exercise(session):
    """The log's page names the affected side as the weaker one, with millimetres for both."""
    affected, folder, _ = session
    for line in today(folder).exercises:
        assert line.weaker == affected.value, line
        assert line.left_mm > 0
        assert line.right_mm > 0


def test_what_is_announced_as_saved_is_in_the_log(session):
    """Each saved event names a row that is there, and each repetition has its event."""
    _, folder, trace = session
    tables = export_json(folder)
    saved = trace.of("saved")
    for event in saved:
        assert any(row["id"] == event["id"] for row in tables[event["table"]])
    assert sum(event["table"] == "repetitions" for event in saved) == 6


def test_the_trace_is_what_the_contract_says(session):
    """Plain JSON, times that never go back, and the keys of a repetition."""
    _, _, trace = session
    assert [event["t"] for event in trace.events] == sorted(event["t"] for event in trace.events)
    keys = {"t", "event", "exercise", "movement", "left_mm", "right_mm", "symmetry", "hold_s", "confidence"}
    assert all(set(event) == keys for event in trace.of("rep"))
    json.dumps(trace.events)


def test_the_session_runs_from_idle_to_idle(session):
    """The light says due before, listening during and due after: without a plan the mirror is always ready."""
    _, _, trace = session
    assert [event["pattern"] for event in trace.of("led")] == ["due", "listening", "due"]
    assert trace.of("scene")[-1]["name"] == "idle"


def test_a_face_that_moves_alike_has_no_weaker_side(tracker, tmp_path):
    """With severity 0 neither side is reported as affected."""
    rehearse(tracker, tmp_path, Ability(Side.LEFT, 0.0), EXERCISES, 2)
    assert [line.weaker for line in today(tmp_path).exercises] == ["together"] * 3


def test_the_same_seed_gives_the_same_session(bundle, tmp_path):
    """Everything that happens is the same twice, to the last digit; another seed is another patient."""

    def events(name, seed):
        with open_tracker(bundle) as fresh:
            return rehearse(fresh, tmp_path / name, Ability(Side.LEFT, 0.5), ("smile",), 1, seed=seed).events

    first = events("a", 7)
    assert events("b", 7) == first
    assert events("c", 8) != first
