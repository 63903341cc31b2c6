"""A demonstration of a plan with stimulation, whole: drawn patient, real model, real guard, and what is left of it."""

import json
from datetime import timedelta

import pytest

from hardware.stimulator.entry import Kind
from hardware.stimulator.ledger import entries_in
from mirror.diary.export import export_json
from mirror.diary.today import today_text
from mirror.kiosk import demonstration
from mirror.kiosk.demonstration import Rehearsal, demonstrate
from mirror.kiosk.rehearsal import Ability
from mirror.kiosk.rehearsed_guard import LEDGER_NAME
from mirror.kiosk.start import Models
from mirror.perception.face import Side
from mirror.therapy.questions import BEFORE_STIMULATION
from tests.kiosk.rehearsing import ListTrace

#: From an end of the hold to the word of the guard that the train is over: two instants of the demonstration.
SLACK_S = 0.15


def plan_for(today) -> str:
    return f"""\
revision = 1
written_on = {today}
valid_until = {today + timedelta(days=30)}
prescriber = "A. Therapist"
affected_side = "right"
stage = "paretic"

[[exercise]]
id = "smile"
repetitions = 2
hold_s = 2
rest_s = 4

[stimulation]
side = "right"
zone = "lip corner"
on_s = 1
off_s = 2
pulses_per_session = 20
sessions_per_week = 3
total_weeks = 6
expires = {today + timedelta(days=30)}
"""


@pytest.fixture(scope="module")
def stimulated(bundle, tmp_path_factory):
    """``mirror demo --headless DIR --plan FILE``: the folder it wrote, and its trace."""
    folder = tmp_path_factory.mktemp("stimulated")
    today = demonstration._this_morning().date()
    (folder / "plan.toml").write_text(plan_for(today))
    out = folder / "out"
    ability = Ability(Side.RIGHT, 0.4)
    order = Rehearsal(folder / "data", None, out, ability, 1, folder / "plan.toml", ("smile",), 2, (480, 800))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demonstration, "chosen_models", lambda *_: Models(bundle, bundle))
        # The films have tests of their own, and take as long as this session.
        patch.setattr(demonstration, "build_clips", lambda data_dir, *_: demonstration.Library(data_dir))
        demonstrate(order, lambda _sentence: None)
    return out, ListTrace([json.loads(line) for line in (out / "trace.jsonl").read_text().splitlines()])


def spans(events, begins, ends):
    """From each beginning to the end that follows it."""
    return [
        (first["t"], next(later["t"] for later in events[place:] if ends(later)))
        for place, first in enumerate(events)
        if begins(first)
    ]


def test_it_acts_in_holds_and_nowhere_else(stimulated):
    """One train per hold, from the press of the hand on; off by the guard's own reason."""
    _, trace = stimulated
    scenes = trace.of("scene")
    holds = spans(scenes, lambda one: one["name"] == "hold", lambda one: one["name"] != "hold")
    told = trace.of("stimulator")
    trains = spans(told, lambda one: one["state"] == "on", lambda one: one["state"] == "off")
    assert len(trains) == len(holds) == 2
    for (begun_s, over_s), (on_s, off_s) in zip(holds, trains, strict=True):
        assert begun_s < on_s < off_s <= over_s + SLACK_S
    assert {one["reason"] for one in told if one["state"] == "off"} == {"the train is over"}
    assert {one["reason"] for one in told if one["state"] == "refused"} == {"the hand button is not held"}
    assert trace.of("error") + trace.of("fault") == []


def test_the_totals_are_the_ledgers(stimulated):
    """What trace, log and ledger say was given is the same, on the prescribed side only."""
    out, trace = stimulated
    entries = entries_in(out / LEDGER_NAME)
    grants = [entry for entry in entries if entry.kind is Kind.GRANT]
    ends = [entry for entry in entries if entry.kind is Kind.END]
    assert {entry.side for entry in (*grants, *ends)} == {"right"}
    assert len({entry.session for entry in grants}) == 1
    assert all(0.0 < end.dose_s <= grant.dose_s for grant, end in zip(grants, ends, strict=True))
    (row,) = export_json(out)["stimulations"]
    assert row["given_s"] == pytest.approx(sum(entry.dose_s for entry in ends), abs=0.0005)
    assert (row["side"], row["armed"], row["trains"], row["refusals"]) == ("right", True, len(ends), {})
    assert len([one for one in trace.of("stimulator") if one["state"] == "on"]) == len(ends)
    assert entries[-1].kind is Kind.ENDED


def test_its_repetitions_are_marked(stimulated):
    """What a face does while a muscle is stimulated is not what it does by itself."""
    out, _ = stimulated
    assert [row["stimulated"] for row in export_json(out)["repetitions"]] == [True, True]


def test_it_is_asked_about_shown_and_told(stimulated):
    """Five questions after those of danger, a screen before the first smile, and a line in today's log."""
    out, trace = stimulated
    asked = [row["question"] for row in export_json(out)["answers"]]
    ours = [question.id.value for question in BEFORE_STIMULATION]
    assert [one for one in asked if one in ours] == ours
    scenes = [one["name"] for one in trace.of("scene")]
    assert scenes[scenes.index("arm") - 1 : scenes.index("arm") + 2] == ["rest", "arm", "show"]
    assert (out / "screens" / "arm.png").exists()
    assert "Right: two trains, " in today_text(out, export_json(out)["sessions"][0]["local_day"])


def test_the_day_has_no_more_of_it(stimulated):
    """One row of the log is saved, and its session is over: the mirror asks for nothing afterwards."""
    _, trace = stimulated
    saved = [one for one in trace.of("saved") if one["table"] == "stimulations"]
    assert len(saved) == 1
    assert max(one["t"] for one in trace.of("stimulator")) < saved[0]["t"]
