"""The log as a FHIR Bundle."""

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given, settings

from mirror.diary.fhir import METHOD, UCUM, export_fhir
from mirror.diary.forget import forget
from mirror.diary.stamp import Stamp
from mirror.problem import Problem
from mirror.therapy.effects import Assessed, ExerciseEnded, Outcome, SessionBegan, SessionEnded
from tests.diary.assessed import assessed
from tests.diary.records import done, running, stamp
from tests.diary.test_refined import refined


def _bundle(folder: Path) -> dict[str, Any]:
    text = export_fhir(folder)
    Bundle.model_validate_json(text)
    return json.loads(text)


def _of(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def _components(observation: dict[str, Any]) -> dict[str, Any]:
    return {
        one["code"]["text"]: one.get("valueQuantity", {}).get("value", one.get("dataAbsentReason", {}).get("text"))
        for one in observation["component"]
    }


def _practise(folder: Path, *, synced: bool = True) -> None:
    with running(folder) as log:
        log.keep(SessionBegan(("smile", "eye_closure")), stamp(60, synced=synced))
        for number in (1, 2):
            log.keep(done("smile", number, 2.25, 4.5), stamp(60 + number, synced=synced))
        log.keep(ExerciseEnded("smile", Outcome.DONE, 2), stamp(70, synced=synced))
        log.keep(done("eye_closure", 1, 7.0, 8.0), stamp(71, synced=synced))
        log.keep(SessionEnded(Outcome.DONE), stamp(80, synced=synced))


def _another_boot(at: Stamp) -> Stamp:
    return replace(at, boot_id="boot-0")


def test_each_exercise_of_a_session_is_an_observation(tmp_path: Path):
    """Of a person without a name, by a device with its versions, with the units of UCUM and the words of the log."""
    _practise(tmp_path)
    bundle = _bundle(tmp_path)
    (patient,) = _of(bundle, "Patient")
    assert set(patient) == {"resourceType"}
    (device,) = _of(bundle, "Device")
    assert [one["value"] for one in device["version"]] == ["0.1.0", "attention-1a2b3c4d5e6f"]
    smile, eyes = _of(bundle, "Observation")
    assert smile["code"] == {"text": "Facial movement, practice: smile"}
    assert eyes["code"] == {"text": "Facial movement, practice: eye closure"}
    assert _components(smile) == {
        "Left side, movement from rest": 2.25,
        "Right side, movement from rest": 4.5,
        "Symmetry: weaker over stronger side": 0.5,
        "Repetitions": 2,
        "Hold, mean": 3.0,
        "Confidence, 0 to 1": 0.9,
    }
    units = [one["valueQuantity"]["code"] for one in smile["component"]]
    assert units == ["mm", "mm", "1", "1", "s", "1"]
    assert {one["valueQuantity"]["system"] for one in smile["component"]} == {UCUM}
    assert smile["effectivePeriod"] == {"start": "2026-11-21T08:13:03.250000Z", "end": "2026-11-21T08:13:23.250000Z"}
    assert (smile["method"]["text"], smile["status"]) == (METHOD, "final")


def test_every_reference_leads_into_the_bundle_and_nothing_is_coded(tmp_path: Path):
    """Person and device are in it under the names by which they are meant; no code system but UCUM is used."""
    _practise(tmp_path)
    bundle = _bundle(tmp_path)
    names = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(names)) == len(names)
    for observation in _of(bundle, "Observation"):
        assert {observation["subject"]["reference"], observation["device"]["reference"]} <= set(names)
    text = json.dumps(bundle)
    assert '"coding"' not in text
    assert text.count('"system"') == text.count(f'"system": "{UCUM}"')


def test_the_same_log_gives_the_same_bundle(tmp_path: Path):
    """A clinic that takes it twice finds every observation under its old name."""
    _practise(tmp_path)
    assert export_fhir(tmp_path) == export_fhir(tmp_path)


def test_what_could_not_be_read_says_why_and_a_doubtful_date_says_so(tmp_path: Path):
    """No figure is zero for want of one."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), _another_boot(stamp(60, synced=False)))
        log.keep(done("smile", 1, 2.25, 4.5), _another_boot(stamp(61, synced=False)))
        log.keep(refined(1, None, "turned away"), stamp(62))
    (smile,) = _of(_bundle(tmp_path), "Observation")
    assert _components(smile)["Left side, movement from rest"] == "The mirror could not be sure"
    assert _components(smile)["Repetitions"] == 1
    assert "not known to be right" in smile["note"][0]["text"]


@settings(max_examples=15)
@given(assessed())
def test_every_assessment_is_an_observation_with_its_items(tmp_path_factory: pytest.TempPathFactory, record: Assessed):
    """Whatever was left out: thirteen items, a composite or a reason, and the bundle validates."""
    folder = tmp_path_factory.mktemp("fhir")
    with running(folder) as log:
        log.keep(record, stamp())
    (found,) = _of(_bundle(folder), "Observation")
    assert len(found["component"]) == 13
    composite = record.done.estimate.composite
    assert found.get("valueQuantity", {}).get("value") == composite
    assert ("dataAbsentReason" in found) == (composite is None)


def test_without_the_package_one_sentence_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Everything else of the mirror works without it."""
    monkeypatch.setitem(sys.modules, "fhir.resources.R4B.bundle", None)
    with pytest.raises(
        Problem,
        match=r"^--format fhir needs fhir\.resources, which is not installed: .* -m pip install fhir\.resources$",
    ):
        export_fhir(tmp_path)


def test_no_two_logs_name_anything_alike(tmp_path: Path):
    """A clinic has several people with a mirror; what one has is the same in each of its own exports."""
    for folder in ("one", "other"):
        _practise(tmp_path / folder)
    one, again, other = (_names(tmp_path / folder) for folder in ("one", "one", "other"))
    assert one == again
    assert len(one) == 4
    assert not one & other


def test_a_person_stays_the_same_when_days_are_forgotten(tmp_path: Path):
    """What is left keeps its name, and the person, too; who forgets everything begins as somebody else."""
    _practise(tmp_path)
    with running(tmp_path) as log:
        later = replace(stamp(90_000), local_day="2026-11-23", at_utc="2026-11-23T08:00:00.000Z")
        log.keep(SessionBegan(("smile",)), later)
        log.keep(done("smile", 1, 2.25, 4.5), later)
        log.keep(SessionEnded(Outcome.DONE), later)
    before = _names(tmp_path)
    forget(tmp_path, date(2026, 11, 22))
    after = _names(tmp_path)
    assert after < before
    assert len(after) == 3, "a person, a device, the exercise that is left"
    forget(tmp_path)
    _practise(tmp_path)
    assert not _names(tmp_path) & before


def _names(folder: Path) -> set[str]:
    return {entry["fullUrl"] for entry in _bundle(folder)["entry"]}
